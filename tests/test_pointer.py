"""Pointer mode: nothing an entrepreneur says or a desk drafts is ever posted to the desk's chat service."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk import PERSON, Around, By, DeskBook, Escalation, Outcome, Post, at_desk, at_time, by_person
from bot.desk.acts import (
    Act,
    Add,
    AnswerOffer,
    Approve,
    AskOutcome,
    AskWhere,
    Change,
    Claim,
    Close,
    Complete,
    Confirm,
    Contest,
    Decline,
    DeskAct,
    Discard,
    HandTo,
    Lead,
    Leave,
    Note,
    Open,
    PassOn,
    PersonAct,
    Propose,
    Rate,
    Read,
    Resume,
    Revise,
    TakeBack,
    TakePen,
    Tick,
    Withdraw,
)
from bot.desk.escalation import Asked
from bot.messages.files import SentFile
from bot.promise import give
from bot.simulation import simulated_desks
from bot.turn import Guide

MARK = "rabarberkvarn"
MONDAY = datetime.fromisoformat("2026-11-23T10:15:00+01:00")
FILE = SentFile("file", f"{MARK}.pdf", "application/pdf", "1", 1)
ACTS: tuple[Act, ...] = (
    Add(f"Vi har en {MARK}.", "m1"),
    Add("", "m2", (FILE,)),
    Add(MARK, "m3", (FILE,)),
    Change(f"Vi har två: {MARK}.", "m1"),
    Change(None, "m1"),
    *(each for yes in (True, False) for each in (AnswerOffer(yes), Contest(yes), Rate(yes), AskWhere(yes))),
    Withdraw(),
    Leave(),
    Claim(),
    Lead(),
    HandTo("Ersättaren"),
    Decline(),
    Approve(),
    *(TakePen(each) for each in (Asked.ANSWER, Asked.PAUSE, Asked.EXTEND)),
    Note(f"{MARK}, säger hen", "d1"),
    Note(f"Svaret om {MARK}.", "d2"),
    Propose(f"Er {MARK} får stå kvar.", "d3"),
    Propose("", "d4"),
    Propose(MARK * 400, "d5"),
    Revise(f"Er {MARK} får stå.", "d3"),
    Confirm(),
    Discard(),
    TakeBack(1),
    Resume(),
    Complete(),
    Read("https://lots.example/case/x", MONDAY),
    PassOn("1286", wrong=True),
    PassOn("1286", wrong=False),
    PassOn(MARK, wrong=False),
    AskOutcome(),
    *(Close(outcome) for outcome in Outcome),
    Tick(),
)


def desks(guide: Guide, *, pointer: bool) -> DeskBook:
    book = simulated_desks(guide.atlas)
    return book.with_desks(replace(book[each], pointer=pointer) for each in ("1265", "1286", "nation"))


def posts(book: DeskBook, acts: list[tuple[Act, int, int]]) -> Iterator[Post]:
    """Everything that is posted to a desk while so much happens, each act by a member after some minutes."""
    desk, now = book["1265"], MONDAY
    promise = give(desk.limits, "premises", now, desk.calendar)
    case = Escalation(1, "chat:a", "sv", "1265", f"Får vår {MARK} stå här?", now, promise, "1", shown_as=MARK)
    case = replace(case, place="1265", place_name="Sjöbo", topic="premises", tried=("x",), unowned_since=now)
    for act, who, minutes in [(Open(), 0, 0), *acts]:
        now += timedelta(minutes=minutes)
        around = Around(book, now, {"x": "Mark i Sjöbo"})
        here = book[case.desk]
        if isinstance(act, Tick):
            worked = at_time(case, act, around)
        elif isinstance(act, PersonAct):
            worked = by_person(case, act, around)
        else:
            worked = at_desk(case, act, By(here, here.members[who]), around)
        case = worked.escalation
        yield from (post for post in worked.posts if post.to != PERSON)


@settings(deadline=None, max_examples=150)
@given(
    acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 2), st.sampled_from((0, 1, 30, 600))), max_size=25)
)
def test_no_post_to_a_pointer_desk_holds_a_word_of_the_entrepreneur_or_of_a_draft(
    guide: Guide, acts: list[tuple[Act, int, int]]
) -> None:
    for post in posts(desks(guide, pointer=True), acts):
        assert MARK not in repr(post)


def test_each_act_of_words_would_have_been_seen_at_another_desk(guide: Guide) -> None:
    """So that the property above is known to look where words do go."""
    book = desks(guide, pointer=False)
    assert any(MARK in repr(post) for post in posts(book, []))
    for act in (*ACTS[:4], ACTS[ACTS.index(Propose(f"Er {MARK} får stå kvar.", "d3"))]):
        *_, last = posts(book, [(act, 0, 1)])
        assert MARK in repr(last), act


def test_every_act_there_is_takes_part() -> None:
    every = set(DeskAct.__args__) | set(PersonAct.__args__) | {Tick}
    assert every - {type(act) for act in ACTS} == {Open}


@pytest.mark.parametrize("closed", [False, True])
def test_the_card_of_a_pointer_desk_has_a_button_to_read_also_when_it_is_over(guide: Guide, closed: bool) -> None:
    acts: list[tuple[Act, int, int]] = [(Close(Outcome.DONE), 0, 1)] if closed else []
    cards = [post for post in posts(desks(guide, pointer=True), acts) if post.reply.kind == "card"]
    assert next(each.key for each in cards[-1].reply.choices) == "desk.read"
    assert len(cards[-1].reply.choices) == (1 if closed else 7)
    plain = [post for post in posts(desks(guide, pointer=False), acts) if post.reply.kind == "card"]
    assert "desk.read" not in [each.key for each in plain[-1].reply.choices]


def test_a_reason_to_pause_is_not_repeated_there(guide: Guide) -> None:
    acts: list[tuple[Act, int, int]] = [(TakePen(Asked.PAUSE), 0, 1), (Note(MARK, "d1"), 0, 1), (Confirm(), 0, 1)]
    told = list(posts(desks(guide, pointer=True), acts))
    assert "desk.paused_elsewhere" in repr(told)
    assert MARK not in repr(told)
    assert MARK in repr(list(posts(desks(guide, pointer=False), acts))[2:])
