"""One person in two programmes at once: every word is about the right one, and which one is said."""

import pytest
from following_world import Play, buttons, words

from bot.programmes import Ended, Enrolment, State

SHOP, TRAINEES = "öppna butik", "ta emot två praktikanter"
SAME_DAY = {"at": "2027-01-20T12:00:00+01:00"}
JOINED_BOTH = (
    *("/start sydost", "Ja, jag är med", "Ystad", SHOP, "20 januari", "Ja, det passar"),
    *("gå med i tillvaxtmotorn", "Ja, jag är med", "Halmstad", TRAINEES, "Ja, det passar"),
)


@pytest.fixture
def both(world: Play) -> Play:
    for text in JOINED_BOTH:
        world.say(text)
    return world


@pytest.fixture
def both_asked(both: Play) -> Play:
    both(SAME_DAY)
    return both


def of(world: Play, goal: str) -> Enrolment:
    return next(each for each in world.store.write(lambda tables: tables.enrolments()) if each.goal == goal)


def state(world: Play, goal: str) -> State | None:
    number = of(world, goal).number
    return world.store.write(lambda tables: tables.check_ins_of([number]))[-1].state


def next_day(world: Play, goal: str) -> str:
    return f"{of(world, goal).follow_up.planned[0].at:%m-%d}"


def test_each_check_in_says_what_it_is_about(both: Play) -> None:
    told = words(both.until(SAME_DAY["at"]))
    assert "Det gäller Ystadmodellen i sydöstra Skåne." in told
    assert "Det gäller Tillväxtmotorns årshjul." in told


@pytest.mark.parametrize(
    ("answer", "goal"),
    [("butiken står still", SHOP), ("praktikanterna går långsamt", TRAINEES), ("i Halmstad står det still", TRAINEES)],
)
def test_an_answer_that_names_one_is_about_that_one(both_asked: Play, answer: str, goal: str) -> None:
    both_asked.say(answer)
    other = SHOP if goal == TRAINEES else TRAINEES
    assert state(both_asked, goal) in (State.STUCK, State.SLOW)
    assert state(both_asked, other) is None


def test_an_answer_that_may_be_about_either_is_asked_about_and_kept_for_the_one_that_is_chosen(
    both_asked: Play,
) -> None:
    asked = both_asked.say("det går bra")
    assert sorted(buttons(asked)) == ["Ta emot två praktikanter", "Öppna butik"]
    assert (state(both_asked, SHOP), state(both_asked, TRAINEES)) == (None, None)
    assert "Ystadmodellen" in words(both_asked.say("butiken"))
    assert (state(both_asked, SHOP), state(both_asked, TRAINEES)) == (State.WELL, None)


def test_when_one_is_answered_the_other_is_asked_about_again(both_asked: Play) -> None:
    both_asked.say("butiken går bra")
    told = words(both_asked.say("Inget just nu"))
    assert told.endswith(f"Det här ville du ha gjort: {TRAINEES}. Hur går det?")
    both_asked.say("segt")
    assert (state(both_asked, SHOP), state(both_asked, TRAINEES)) == (State.WELL, State.SLOW)


def test_a_later_check_in_is_answered_though_an_older_one_waits(both: Play) -> None:
    both.say("flytta praktikanterna till 22 januari")
    both.until("2027-01-22T12:00:00+01:00")
    both.say("går långsamt")
    assert state(both, TRAINEES) is State.SLOW


def test_a_day_is_moved_for_the_one_that_is_named_for_one_or_for_all(both_asked: Play) -> None:
    both_asked.say("flytta butiken till 3 maj")
    assert (next_day(both_asked, SHOP), next_day(both_asked, TRAINEES)) == ("05-03", "05-04")
    both_asked.say("hur säljer jag till Ystad?")
    both_asked.say("hör av dig om praktikanterna efter påsk")
    assert next_day(both_asked, TRAINEES) == "03-30"
    both_asked.say("hur säljer jag till Ystad?")
    asked = both_asked.say("skjut upp uppföljningen till mitten av augusti")
    assert buttons(asked)[-1] == "Alla"
    told = words(both_asked.say("alla"))
    assert told.count("måndag 16 augusti") == 2
    assert (next_day(both_asked, SHOP), next_day(both_asked, TRAINEES)) == ("08-16", "08-16")


def test_all_follow_ups_are_told_of_and_each_can_be_looked_at(both: Play) -> None:
    told = both.say("mina uppföljningar")
    assert words(told).count("Nästa gång: onsdag 20 januari 2027") == 2
    assert buttons(told) == ["Ystadmodellen i sydöstra Skåne", "Tillväxtmotorns årshjul", "Sluta med allt"]
    one = both.say("Ystadmodellen i sydöstra Skåne")
    assert "Ditt mål: öppna butik" in words(one)
    assert "Tillväxtmotorns" not in words(one)


@pytest.mark.parametrize("said", ["gå ur sydost", "sluta fråga om butiken", "sluta med Ystadmodellen"])
def test_leaving_one_by_its_name_leaves_the_other(both_asked: Play, said: str) -> None:
    told = both_asked.say(said)
    assert "slutar fråga om Ystadmodellen i sydöstra Skåne" in words(told)
    assert "Tillväxtmotorns årshjul" in words(told)
    assert (of(both_asked, SHOP).follow_up.ended, of(both_asked, TRAINEES).follow_up.ended) == (Ended.STOPPED, None)
    assert "Du är med i Tillväxtmotorns årshjul" in words(both_asked.say("mina uppföljningar"))


def test_a_bare_stop_stops_all_and_names_them(both_asked: Play) -> None:
    told = words(both_asked.say("sluta"))
    assert told.startswith("Tillväxtmotorns årshjul och Ystadmodellen i sydöstra Skåne")
    assert {of(both_asked, SHOP).follow_up.ended, of(both_asked, TRAINEES).follow_up.ended} == {Ended.STOPPED}


def test_a_milestone_of_one_is_that_ones(both: Play) -> None:
    both.say("bygglovet kom")
    assert next_day(both, SHOP) == "11-30"
    assert next_day(both, TRAINEES) == "01-20"
