"""Whatever order things happen in at a desk: no word leaves unconfirmed, none is lost, and no question is nobody's."""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk import (
    PERSON,
    Around,
    Asked,
    Away,
    By,
    Desk,
    DeskBook,
    Escalation,
    Member,
    Outcome,
    Post,
    Role,
    Worked,
    at_desk,
    at_time,
    by_person,
    due_at,
)
from bot.desk.acts import (
    Add,
    AnswerOffer,
    AskOutcome,
    AskWhere,
    Change,
    Claim,
    Close,
    Confirm,
    Contest,
    DeskAct,
    Discard,
    Note,
    Open,
    PassOn,
    PersonAct,
    Propose,
    Rate,
    Resume,
    Revise,
    TakeBack,
    TakePen,
    Tick,
    Withdraw,
)
from bot.desk.closing import can_reopen
from bot.desk.kept import escalation_from_json, escalation_to_json
from bot.desk.owning import MINUTES_UNOWNED
from bot.desk.undoing import SECONDS_TO_UNDO
from bot.promise import NATION, OFFICE_WEEK, Limits, WorkingCalendar, give

START = datetime(2026, 6, 15, 8, tzinfo=UTC)  # a week before Midsummer
CALENDAR = WorkingCalendar.of(OFFICE_WEEK)
LIMITS = Limits(NATION)
MINUTE = timedelta(minutes=1)


def _desk(desk_id: str, *members: Member) -> Desk:
    return Desk(desk_id, f"Desk {desk_id}", f"chat:{desk_id}", CALENDAR, LIMITS, members, serves=(desk_id,))


def _book(away: list[tuple[int, int]]) -> DeskBook:
    """Three desks; those at the first are now and then away."""
    roles = (Role.STAFF, Role.DEPUTY, Role.MANAGER)
    absences = [(Away(START + timedelta(hours=a), START + timedelta(hours=a + b)),) for a, b in away]
    first = [Member(f"1-{n}", f"M{n}", role, out) for n, (role, out) in enumerate(zip(roles, absences, strict=True))]
    return DeskBook().with_desks(
        [_desk("1", *first), _desk("2", Member("2-0", "N")), _desk("nation", Member("0", "S"))]
    )


@dataclass
class Life:
    """One question, and what both sides have been sent. Every text anybody writes is unlike all others."""

    book: DeskBook
    now: datetime = START
    escalation: Escalation = field(init=False)
    previewed: str = ""
    texts: int = 0
    outbox: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    confirmed: set[str] = field(default_factory=set)
    sent_as: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        desk = self.book["1"]
        promise = give(desk.limits, "premises", self.now, desk.calendar)
        self.escalation = Escalation(
            1, "a", "sv", "1", "asked", self.now, promise, "v1", place="1", topic="premises", unowned_since=self.now
        )
        self.person(Open())

    @property
    def around(self) -> Around:
        return Around(self.book, self.now, {})

    def words(self) -> str:
        self.texts += 1
        return f"<word {self.texts}>"

    def desk(self, act: DeskAct, desk_id: str, member: str) -> None:
        """An act of a member, or of somebody who says to be one."""
        desk = self.book[desk_id]
        before = self.escalation
        draft = before.draft
        agreed = isinstance(act, Confirm) and draft and draft.by == member and desk_id == before.desk
        if agreed and draft and draft.text in self.previewed:
            self.confirmed.add(draft.text)
            self.sent_as[len(before.answers) + 1] = draft.text
        known = desk.member(member)
        worked = at_desk(before, act, By(desk, known or Member(member, member)), self.around)
        if desk_id != before.desk or known is None:
            assert worked.refused
            assert worked.escalation == before
            assert not worked.posts
        elif isinstance(act, TakeBack) and worked.escalation.status is not before.status:
            self.confirmed.discard(self.sent_as[act.answer])
        self.keep(worked)

    def person(self, act: PersonAct) -> None:
        """An act of the entrepreneur; what they say reaches the desk that has the question."""
        before = self.escalation
        worked = by_person(before, act, self.around)
        if isinstance(act, Add) and (before.is_open or can_reopen(Worked.of(before), self.around)):
            reached = [post for post in worked.posts if post.to == worked.escalation.desk and act.text in _said(post)]
            assert reached, "words to the desk were lost"
        self.keep(worked)

    def keep(self, worked: Worked) -> None:
        """What was posted leaves in its time, unless it is taken back."""
        for handle in worked.taken_back:
            due, _ = self.outbox.pop(handle, (self.now, ""))
            assert due >= self.now
        for number, post in enumerate(worked.posts):
            if post.to == PERSON:
                name = post.handle or f"{self.texts}-{len(self.left)}-{len(self.outbox)}-{number}"
                self.outbox[name] = (self.now + timedelta(seconds=post.delay), _said(post))
            elif post.reply.kind == "preview":
                self.previewed = _said(post)
        self.escalation = _restarted(worked.escalation)
        self.deliver()

    def deliver(self) -> None:
        """Nothing in it but what was seen and agreed to."""
        for name, (due, said) in list(self.outbox.items()):
            if due <= self.now:
                del self.outbox[name]
                self.left.append(said)
                staff_words = [f"<word {number}>" for number in range(1, self.texts + 1) if f"<word {number}>" in said]
                assert all(word in self.confirmed for word in staff_words), f"unconfirmed words left: {said}"

    def wait(self, minutes: int) -> None:
        """Time passes, and what falls due on the way is done at its moment."""
        end = self.now + minutes * MINUTE
        while (due := due_at(self.escalation, self.around)) is not None:
            moment = max(due, self.now + MINUTE)
            if moment > end:
                break
            self.now = moment
            self.deliver()
            self.keep(at_time(self.escalation, Tick(), self.around))
        self.now = end
        self.deliver()
        since = self.escalation.unowned_since
        if self.escalation.is_open and since:
            unowned = CALENDAR.between(since, self.now)
            assert unowned <= MINUTES_UNOWNED + 1, f"nobody's for {unowned} working minutes"
        assert not self.escalation.is_open or since or self.escalation.owner


def _said(post: Post) -> str:
    return json.dumps([repr(part) for part in post.reply.parts], ensure_ascii=False)


def _restarted(escalation: Escalation) -> Escalation:
    """As another process would find it."""
    kept = escalation_from_json(json.loads(json.dumps(escalation_to_json(escalation))))
    assert kept == escalation
    return kept


PEOPLE = st.sampled_from(
    [*[("1", f"1-{n}") for n in range(3)], ("2", "2-0"), ("nation", "0"), ("1", "thief"), ("2", "1-0")]
)
DESK_STEPS = st.tuples(
    st.sampled_from(
        "claim pen note note propose revise confirm confirm discard undo resume where pass outcome close".split()
    ),
    PEOPLE,
    st.integers(0, 3),
)
PERSON_STEPS = st.tuples(
    st.sampled_from(["add", "change", "delete", "agree", "refuse", "true", "untrue", "useful", "withdraw"]),
    st.just(("", "")),
    st.integers(0, 3),
)
WAITS = st.tuples(st.just("wait"), st.just(("", "")), st.sampled_from([1, 3, 30, 90, 600, 1440, 6000]))
HERE = st.just(("here", ""))
AT_HOME = st.tuples(st.sampled_from(["claim", "pen", "note", "confirm", "undo", "close"]), HERE, st.integers(0, 2))
ANSWERS = st.tuples(st.just("answer"), HERE, st.integers(0, 26))
"""Somebody takes the pen, somebody writes, somebody says yes: a digit to base three each."""
UNDOES = st.tuples(st.just("take back"), HERE, st.integers(0, 2))
STEPS = st.lists(st.one_of(AT_HOME, ANSWERS, UNDOES, DESK_STEPS, PERSON_STEPS, WAITS), min_size=12, max_size=40)
ABSENCES = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 200)), min_size=3, max_size=3)


def _desk_act(life: Life, what: str, number: int) -> DeskAct:
    message = f"m{number}"
    acts: dict[str, DeskAct] = {
        "claim": Claim(),
        "pen": TakePen((Asked.ANSWER, Asked.ANSWER, Asked.PAUSE, Asked.EXTEND)[number]),
        "confirm": Confirm(),
        "discard": Discard(),
        "undo": TakeBack(number),
        "resume": Resume(),
        "where": AskWhere(wrong=number % 2 == 0),
        "pass": PassOn(("1", "2", "nation", "nowhere")[number], wrong=number % 2 == 0),
        "outcome": AskOutcome(),
        "close": Close(tuple(Outcome)[number]),
    }
    if what in acts:
        return acts[what]
    text = life.words()
    return Revise(text, message) if what == "revise" else (Note if what == "note" else Propose)(text, message)


def _person_act(life: Life, what: str, number: int) -> PersonAct:
    acts: dict[str, PersonAct] = {
        "delete": Change(None, f"p{number}"),
        "agree": AnswerOffer(True),
        "refuse": AnswerOffer(False),
        "true": Contest(True),
        "untrue": Contest(False),
        "useful": Rate(True),
        "withdraw": Withdraw(),
    }
    if what in acts:
        return acts[what]
    said = f"<said {life.texts} {number}>"
    return Add(said, f"p{number}") if what == "add" else Change(said, f"p{number}")


def _here(life: Life, number: int) -> str:
    members = life.book[life.escalation.desk].members
    return members[number % len(members)].id


def _answer(life: Life, who: int) -> None:
    here = life.escalation.desk
    for act, digit in ((TakePen(Asked.ANSWER), 1), (Note(life.words(), "m1"), 3), (Confirm(), 9)):
        life.desk(act, here, _here(life, who // digit % 3))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS, ABSENCES, st.booleans())
def test_any_order_of_acts_keeps_the_promises(
    steps: list[tuple[str, tuple[str, str], int]], away: list[tuple[int, int]], twice: bool
) -> None:
    life = Life(_book(away))
    for what, (desk_id, member), number in steps:
        if what == "wait":
            life.wait(number)
            continue
        if what == "answer":
            _answer(life, number)
            continue
        if what == "take back":
            life.desk(TakeBack(len(life.escalation.answers)), life.escalation.desk, _here(life, number))
            continue
        if desk_id == "here":
            desk_id, member = life.escalation.desk, _here(life, number)
        for _ in range(2 if twice else 1):
            if desk_id:
                life.desk(_desk_act(life, what, number), desk_id, member)
            else:
                life.person(_person_act(life, what, number))
    life.wait(60 * 24 * 30)
    assert not life.outbox


def test_a_double_press_sends_once() -> None:
    life = Life(_book([(0, 1)] * 3))
    life.desk(Propose("<word 1>", "m"), "1", "1-0")
    life.texts = 1
    for _ in range(3):
        life.desk(Confirm(), "1", "1-0")
    life.now += timedelta(seconds=SECONDS_TO_UNDO)
    life.deliver()
    assert sum("<word 1>" in said for said in life.left) == 1


def test_a_reason_is_seen_before_it_leaves() -> None:
    life = Life(_book([(0, 1)] * 3))
    life.desk(TakePen(Asked.PAUSE), "1", "1-0")
    life.desk(Note(life.words(), "m"), "1", "1-0")
    assert not any("<word 1>" in said for said in life.left)
    assert not any(clock.paused for clock in life.escalation.promise.open)
    life.desk(Confirm(), "1", "1-0")
    assert any("<word 1>" in said for said in life.left)
    assert all(clock.paused for clock in replace(life.escalation).promise.open)
