"""The receipt counts to the promised minute from its own lines, names every window it skips, and loses no minute."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.promise import Clock, Kind, Level, Line, MiscountedError, Origin, WorkingDays, receipt, recount
from bot.promise.lines import reached
from promise.desks import PLAIN, REAL, WALL, at, shown
from promise.lives import Life

ORIGIN = Origin(Level.NATION, "", "Företagslots")


def told(clock: Clock) -> list[str]:
    """The lines in short: days for whole days, hours for the rest."""
    return [
        f"{'+' if line.counted else '-'} {shown(line.start)[5 : 10 if line.whole else 16]}"
        f"–{shown(line.end - timedelta(minutes=line.whole))[5:10] if line.whole else shown(line.end)[11:]}"
        + (f" {line.reason.sv or line.reason.cause}" if line.reason else "")
        for line in receipt(clock).lines
    ]


def days(count: int, asked: str, desk: str = "office") -> Clock:
    return Clock(Kind.FIRST_ANSWER, WorkingDays(count), ORIGIN, at(asked)).begin(at(asked), REAL[desk])


def test_the_receipt_of_the_voice_page() -> None:
    assert told(days(2, "2026-11-20 10.15")) == [
        "+ 11-20 10.15–16.30",
        "- 11-21–11-22 weekend",
        "+ 11-23 08.00–16.30",
        "+ 11-24 08.00–10.15",
    ]


def test_the_receipt_of_the_features_page() -> None:
    clock = days(2, "2025-06-05 15.40")
    assert told(clock) == [
        "+ 06-05 15.40–16.30",
        "- 06-06–06-06 Nationaldagen",
        "- 06-07–06-08 weekend",
        "+ 06-09 08.00–16.30",
        "+ 06-10 08.00–15.40",
    ]
    national = receipt(clock).lines[1].reason
    assert national is not None
    assert national.source == "lag (1989:253) om allmänna helgdagar"


def test_half_days_klamdagar_and_the_summer_pause_stand_with_their_reasons() -> None:
    assert told(days(2, "2026-05-12 15.00", "lunch and halves")) == [
        "+ 05-12 15.00–16.30",
        "+ 05-13 08.00–12.00 Halvdag",
        "- 05-13 13.00–16.30 Halvdag",
        "- 05-14–05-14 Kristi himmelsfärdsdag",
        "- 05-15–05-15 Klämdag",
        "- 05-16–05-17 weekend",
        "+ 05-18 08.00–12.00",
        "+ 05-18 13.00–15.00",
    ]
    assert told(days(1, "2026-07-03 15.00", "summer pause")) == [
        "+ 07-03 15.00–16.30",
        "- 07-04–07-05 weekend",
        "- 07-06–08-02 Sommar",
        "+ 08-03 08.00–12.00",
        "+ 08-03 13.00–15.00",
    ]
    assert told(days(1, "2026-08-28 10.00", "summer hours")) == [
        "+ 08-28 10.00–15.00 Sommartid",
        "- 08-28 15.00–16.30 Sommartid",
        "- 08-29–08-30 weekend",
        "+ 08-31 08.00–10.00 Sommartid",
    ]
    assert told(days(1, "2026-12-11 15.00", "single days"))[1] == "- 12-12–12-12 odd_weeks"
    assert told(days(2, "2024-12-12 15.00", "single days")) == [
        "+ 12-12 15.00–16.30",
        "- 12-13 08.00–10.00 Andra tider",
        "+ 12-13 10.00–12.00 Andra tider",
        "- 12-13 12.00–15.00 Andra tider",
        "+ 12-13 15.00–16.00 Andra tider",
        "- 12-13 16.00–16.30 Andra tider",
        "- 12-14–12-14 odd_weeks",
        "- 12-15–12-15 weekend",
        "+ 12-16 08.00–15.00",
    ]


def test_a_pause_and_a_transfer_are_on_the_receipt() -> None:
    clock = days(2, "2026-11-20 10.15").pause(at("2026-11-21 12.00"), reason="ritning", by="Sjöbo")
    assert receipt(clock).deadline is None
    assert receipt(clock).paused == clock.paused
    assert receipt(clock).minutes == 375
    clock = clock.resume(at("2026-11-23 09.00"), REAL["office"])
    clock = clock.transfer(at("2026-11-24 09.00"), REAL["lunch and halves"], "Ystad")
    assert told(clock) == [
        "+ 11-20 10.15–16.30",
        "- 11-21–11-21 weekend",
        "- 11-21 12.00–09.00 ritning",
        "+ 11-23 09.00–16.30",
        "+ 11-24 08.00–11.15",
    ]
    assert receipt(clock).handovers == clock.handovers
    assert recount(receipt(clock).lines).deadline == clock.deadline


def test_lines_that_cannot_be_counted_are_refused() -> None:
    lines = receipt(days(2, "2026-11-20 10.15")).lines
    first, *rest = lines
    for wrong in (
        (*rest, first),
        (first, first, *rest),
        (replace(first, end=first.end + timedelta(days=1)), *rest),
        (replace(first, end=first.start), *rest),
        tuple(line for line in lines if not line.counted),
        (),
    ):
        with pytest.raises(MiscountedError):
            recount(wrong)


def test_a_line_tells_its_reason_in_both_languages_and_when_minutes_are_reached() -> None:
    lines = receipt(days(2, "2025-06-05 15.40")).lines
    assert lines[1].reason is not None
    assert (lines[1].reason.label("sv"), lines[1].reason.label("en")) == ("Nationaldagen", "National Day")
    assert [shown(reached(lines, minutes)) for minutes in (50, 51)] == ["2025-06-05 16.30", "2025-06-09 08.01"]
    with pytest.raises(ValueError, match="count 1020 minutes, not 1021"):
        reached(lines, 1021)


def test_ten_thousand_receipts_count_again_to_the_same_minute() -> None:
    chance = random.Random(5)
    for _ in range(10_000):
        life = Life.begin(chance)
        for _ in range(chance.choice((0, 0, 1, 4))):
            life.step()
        shows = receipt(life.clock)
        if shows.paused:
            assert recount_or_none(shows.lines) == shows.minutes == life.budget - shows.paused.left, life.told
        else:
            again = recount(shows.lines)
            assert (again.minutes, again.deadline) == (life.budget, shows.deadline), life.told


def recount_or_none(lines: tuple[Line, ...]) -> int:
    return recount(lines).minutes if any(line.counted for line in lines) else 0


def test_no_pause_resume_or_transfer_loses_or_makes_a_working_minute() -> None:
    chance = random.Random(7)
    done = {"pause": 0, "transfer": 0, "extend": 0}
    for _ in range(400):
        life = Life.begin(chance)
        for _ in range(12):
            life.step()
            assert life.clock.used(life.now) == life.used, life.told
            assert life.clock.left(life.now) == life.budget - life.used, life.told
            assert life.clock.budget == life.budget, life.told
            assert all(one.end <= next_.start for one, next_ in pairwise(life.clock.lines)), life.told
        done["pause"] += life.pauses
        done["transfer"] += len(life.clock.handovers)
        done["extend"] += life.clock.extended is not None
    assert min(done.values()) > 100, "the lives were worth living"


def test_every_usual_window_until_the_deadline_is_on_the_receipt_counted_or_skipped() -> None:
    """Minute by minute, by the oracle: the lines leave out only what is closed on a usual day."""
    chance = random.Random(11)
    for _ in range(40):
        life = Life.begin(chance)
        plain, lines = PLAIN[life.desk], receipt(life.clock).lines
        end = min(life.clock.deadline or life.now, life.now + timedelta(days=9))
        minute = life.now
        while minute < end:
            on = [line for line in lines if line.start <= minute < line.end]
            assert [line.counted for line in on if line.counted] == [True] * plain.is_open(minute), (life.told, minute)
            if usually_open(life.desk, minute):
                assert len(on) == 1, (life.desk, minute)
            minute += timedelta(minutes=1)


def usually_open(desk: str, minute: datetime) -> bool:
    """Is it a working minute of a week without anything special?"""
    wall, plain = minute.astimezone(WALL), PLAIN[desk]
    spans = (plain.odd if wall.isocalendar().week % 2 else plain.even)[wall.weekday()]
    return any(opens <= wall.hour * 60 + wall.minute < closes for opens, closes in spans)
