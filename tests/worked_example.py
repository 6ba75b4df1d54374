"""A programme small enough to be counted on paper, for the tests of figures and reports."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from bot.programmes import CheckInRecord, Ended, Enrolment, FollowUp, Share, Starter, State, Story, Wishes, stopped
from bot.programmes.figures import Tally
from bot.store import Tables, milliseconds

PROGRAMME = "ystadmodellen-sydost"
ASKED = datetime(2026, 9, 15, 8, tzinfo=UTC)


def enrolled(number: int, *, stops: bool = False) -> Enrolment:
    """A company of the worked example."""
    follow_up = stopped(FollowUp()) if stops else FollowUp()
    return Enrolment(
        number=number,
        programme=PROGRAMME,
        conversation=f"chat:{number}",
        language="sv",
        place="1286",
        name="Maja",
        goal="en policy",
        consent_version="1",
        consented_at=ASKED,
        by=Starter.SELF,
        wishes=Wishes(),
        follow_up=follow_up,
    )


NUMBERS = count(1000)


def asked(
    step: str, state: State | None = None, *, silent: bool = False, need: str = "", days: int = 0, who: int = 0
) -> CheckInRecord:
    """A check-in, of a company of its own unless said; with a state it is answered."""
    at = ASKED + timedelta(days=days)
    return CheckInRecord(
        enrolment=who or next(NUMBERS),
        programme=PROGRAMME,
        step=step,
        asked_at=at,
        answered_at=at + timedelta(hours=2) if state else None,
        state=state,
        goal="",
        next="",
        need=need,
        need_topic=need,
        to_person=False,
        reminders=0,
        silent=silent,
    )


def worked_example() -> list[CheckInRecord]:
    """Two check-ins and the first answers to a third, small enough to count on paper.

    | step  | asked | answered | silent | waiting | well | slow | stuck | done |
    | first |    32 |       20 |      7 |       5 |   12 |    6 |     2 |    0 |
    | later |    26 |       21 |      5 |       0 |    8 |    5 |     0 |    8 |
    | last  |     4 |        3 |      1 |       0 |    3 |    0 |     0 |    0 |
    Needs of the 41 answers in the first two: 9 funding, 6 skills, 3 premises, 2 permits, 21 none.
    """
    needs = ["funding"] * 9 + ["skills"] * 6 + ["premises"] * 3 + ["permits"] * 2
    first = [State.WELL] * 12 + [State.SLOW] * 6 + [State.STUCK] * 2
    later = [State.WELL] * 8 + [State.SLOW] * 5 + [State.DONE] * 8
    return [
        *(asked("first", state, need=need) for state, need in zip(first, needs, strict=True)),
        *(asked("first", silent=True) for _ in range(7)),
        *(asked("first") for _ in range(5)),
        *(asked("later", state, days=60) for state in later),
        *(asked("later", silent=True, days=60) for _ in range(5)),
        *(asked("last", State.WELL, need="funding", days=180) for _ in range(3)),
        asked("last", silent=True, days=180),
    ]


def tallied(enrolments: list[Enrolment], check_ins: list[CheckInRecord]) -> tuple[int, int, list[Tally]]:
    """What the store counts, counted plainly: members, those who stopped, and a tally for each company and step."""
    company = {each.number: each.conversation for each in enrolments}
    stops = {each.conversation for each in enrolments if each.follow_up.ended is Ended.STOPPED}
    in_time = sorted(check_ins, key=lambda each: (each.asked_at, each.enrolment))
    latest = {(each.step, company.get(each.enrolment, str(each.enrolment))): each for each in in_time}
    tallies = [
        Tally(
            step=each.step,
            first=each.asked_at,
            answered=each.answered_at is not None,
            silent=each.silent,
            state=each.state,
            need=each.need_topic or ("other" if each.need else ""),
            count=1,
        )
        for each in latest.values()
    ]
    return len(set(company.values())), len(stops), tallies


STORIES = (
    Story(0, PROGRAMME, "=1+1 Vi fick två nya kunder.", Share.NAMED, "Maja <Plåt & co>", ASKED),
    Story(1, PROGRAMME, "Kommunen svarade på en vecka.", Share.ANONYMOUS, "Olle", ASKED),
    Story(2, PROGRAMME, "Hemligt.", Share.NOT, "Eva", ASKED),
    Story(3, PROGRAMME, "Ångrat.", Share.NAMED, "Per", ASKED, ASKED),
)
"""One with a name, one without, one kept to oneself, one taken back."""


def keep_example(tables: Tables) -> None:
    """Keep the worked example and its stories in a store, its check-ins under ids of the shipped plan."""
    for number in range(33):
        tables.save_enrolment(enrolled(number, stops=number < 6), None, milliseconds(ASKED))
    steps = {"first": "first", "later": "two-months", "last": "half-year"}
    for record in worked_example():
        tables.save_check_in(replace(record, step=steps[record.step]), milliseconds(ASKED))
    for story in STORIES:
        tables.save_story(story)
