"""The receipt in words: as the voice page has it, in both languages, and countable from nothing but what it says."""

import random
import re
from datetime import date, datetime, timedelta

import pytest

from bot.messages import Duration, Listed, Moment, Reply, Say
from bot.promise import Cause, Kind, Reason, Receipt, WorkingDays, WorkingMinutes, give, receipt
from bot.promise.rows import Days, Still, rows
from bot.texts import load_texts
from promise.desks import REAL, at
from promise.lives import Life
from promise.test_limits import DRAWING, LEASE, SJOBO
from promise.test_receipt import days

TEXTS = load_texts()


def words(shown: Receipt, language: str = "sv") -> str:
    return TEXTS.render(Reply("receipt", (shown,)), language).plain


def test_the_receipt_of_the_voice_page_in_swedish() -> None:
    assert words(receipt(days(2, "2026-11-20 10.15"))).split("\n") == [
        "Så räknas det",
        "",
        "Löftet: du får svar inom 2 arbetsdagar. Din fråga kom fredag 20 november kl. 10.15.",
        "",
        "fredag 20 november 10.15–16.30: 6 timmar 15 minuter",
        "lördag 21–söndag 22 november: räknas inte (helg)",
        "måndag 23 november 8–16.30: 8 timmar 30 minuter",
        "tisdag 24 november 8–10.15: 2 timmar 15 minuter",
        "",
        "Tillsammans 17 timmar. Senast tisdag 24 november kl. 10.15.",
        "",
        "Löftet gäller där kommunen inte har sagt annat (Företagslots).",
    ]


def test_half_days_holidays_and_days_alike_in_english() -> None:
    asked = days(10, "2026-05-12 15.00", "lunch and halves")
    assert words(receipt(asked), "en").split("\n")[2:] == [
        "The promise: you will have an answer within 10 working days. Your question came Tuesday 12 May, 15:00.",
        "",
        "Tuesday 12 May 15–16:30: 1 hour 30 minutes",
        "Wednesday 13 May 8–12: 4 hours, but not 13–16:30 (Halvdag (en))",
        "Thursday 14 May: not counted (Ascension Day)",
        "Friday 15 May: not counted (Klämdag (en))",
        "Saturday 16–Sunday 17 May: not counted (weekend)",
        "Monday 18–Friday 22 May 8–12, 13–16:30 every day: 37 hours 30 minutes",
        "Saturday 23–Sunday 24 May: not counted (weekend)",
        "Monday 25–Wednesday 27 May 8–12, 13–16:30 every day: 22 hours 30 minutes",
        "Thursday 28 May 8–12, 13–15: 6 hours",
        "",
        "71 hours 30 minutes in all. By Thursday 28 May, 15:00 at the latest.",
        "",
        "The promise holds where the municipality has not said otherwise (Företagslots). "
        "The exceptions are found in: beslut i ett prov and lag (1989:253) om allmänna helgdagar.",
    ]


def test_summer_hours_and_what_begins_in_the_closed_part_of_a_half_day() -> None:
    summer = words(receipt(days(3, "2026-07-28 10.00", "summer hours"))).split("\n")
    assert summer[4:8] == [
        "tisdag 28 juli 10–15: 5 timmar, men inte 15–16.30 (Sommartid)",
        "onsdag 29–torsdag 30 juli 8–15 varje dag: 14 timmar, men inte 15–16.30 (Sommartid)",
        "fredag 31 juli 8–10: 2 timmar (Sommartid)",
        "",
    ]
    half = words(receipt(days(1, "2026-05-13 14.00", "lunch and halves"))).split("\n")
    assert half[4] == "onsdag 13 maj 14–16.30: räknas inte (Halvdag)"


def test_a_month_that_ends_within_is_told_with_both_months() -> None:
    pause = words(receipt(days(1, "2026-07-03 15.00", "summer pause")))
    assert "måndag 6 juli–söndag 2 augusti: räknas inte (Sommar)" in pause


def test_a_pause_tells_what_is_waited_for_by_whom_and_what_is_left() -> None:
    paused = days(2, "2026-11-20 10.15").pause(at("2026-11-23 10.10"), reason="ritning över tomten", by="Sjöbo")
    told = words(receipt(paused))
    assert (
        "Sjöbo väntar på ritning över tomten. Klockan står still sedan måndag 23 november kl. 10.10. "
        "Kvar: 8 timmar 35 minuter."
    ) in told
    assert "Senast" not in told
    gone_on = words(receipt(paused.resume(at("2026-11-25 09.00"), REAL["office"])))
    assert (
        "måndag 23 november kl. 10.10–onsdag 25 november kl. 9.00: klockan stod still "
        "(Sjöbo väntade på ritning över tomten)"
    ) in gone_on
    assert "Senast torsdag 26 november kl. 9.05." in gone_on


def test_a_transfer_and_an_extension_are_in_the_small_print() -> None:
    moved = days(2, "2026-11-20 10.15").transfer(at("2026-11-23 10.15"), REAL["office"], "Ystad")
    longer = moved.extend(at("2026-11-24 09.00"), WorkingDays(1), REAL["office"], reason="sjukdom", by="Ystad")
    *_, moving, extending, _ = words(receipt(longer)).split("\n\n")
    assert moving == (
        "Flyttat till Ystad måndag 23 november kl. 10.15. Använd tid dittills, som räknas med: 8 timmar 30 minuter."
    )
    assert extending == (
        "Förlängt en gång, tisdag 24 november kl. 9.00, av Ystad: sjukdom. Datumet var tisdag 24 november kl. 10.15."
    )


def test_what_is_missing_is_listed_before_the_clock_begins_and_the_start_is_told_after() -> None:
    asked = at("2026-11-20 10.15")
    given = give(SJOBO, "permits.food", asked, REAL["office"])
    waiting = given.of(Kind.FIRST_ANSWER)
    assert waiting is not None
    told = words(receipt(waiting))
    assert "Det som saknas: ritning över lokalen och hyreskontrakt." in told
    begun = waiting.complete(frozenset({"drawing", "lease"}), at("2026-11-23 09.00"), REAL["office"])
    assert "Allt fanns måndag 23 november kl. 9.00, och då började klockan gå." in words(receipt(begun))
    decision = given.of(Kind.DECISION)
    assert decision is not None
    assert "Löftet är kommunens eget för den här sortens ärenden (livsmedel)." in words(receipt(decision))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_receipt_can_be_told(language: str) -> None:
    chance = random.Random(19)
    for _ in range(150):
        life = Life.begin(chance)
        for _ in range(chance.randrange(5)):
            life.step()
        told = words(receipt(life.clock), language)
        assert "{" not in told
        assert "None" not in told


# --- counted again by a reader ----------------------------------------------

MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
DAY = r"(?:måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag) (\d+)"
ROW = re.compile(rf"{DAY}(?: (\w+))?(?:–{DAY} (\w+))? ([\d.–, ]+?)(?: varje dag)?: (\d.*)")
HOURS = re.compile(r"(\d+)(?:\.(\d\d))?–(\d+)(?:\.(\d\d))?")


def count_by_reading(told: str) -> tuple[int, int]:
    """The minutes of all counted rows, by their hours, and the minute of the day when the last of them ends."""
    total, ends = 0, 0
    for line in told.split("\n"):
        row = ROW.match(line)
        if row is None or "räknas inte" in line:
            continue
        first, month, last, last_month, hours, _ = row.groups()
        begin = date(2026, MONTHS.index(month or last_month) + 1, int(first))
        end = date(2026, MONTHS.index(last_month) + 1, int(last)) if last else begin
        times = (end - begin).days + 1
        for a, b, c, d in HOURS.findall(hours):
            ends = int(c) * 60 + int(d or 0)
            total += (ends - int(a) * 60 - int(b or 0)) * times
    return total, ends


def test_a_reader_who_adds_up_the_rows_comes_to_the_same_minute() -> None:
    chance = random.Random(23)
    for turn in range(300):
        desk = chance.choice(
            ["office", "lunch and halves", "even weeks", "summer pause", "summer hours", "single days"]
        )
        asked = at("2026-01-01 00.00") + timedelta(minutes=chance.randrange(330 * 24 * 60))
        clock = days(chance.choice([1, 2, 3, 10]), f"{asked:%Y-%m-%d %H.%M}", desk)
        if turn % 3 == 0 and clock.left(asked + timedelta(days=1)):
            later = asked + timedelta(days=1)
            clock = clock.pause(later, reason="ritning", by="desken").resume(later + timedelta(days=2), REAL[desk])
        assert clock.deadline is not None
        shown = clock.deadline.astimezone(asked.tzinfo)
        assert count_by_reading(words(receipt(clock))) == (clock.budget, shown.hour * 60 + shown.minute), (desk, asked)


# --- values -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "sv", "en"),
    [
        (Duration(0), "0 minuter", "0 minutes"),
        (Duration(1), "1 minut", "1 minute"),
        (Duration(60), "1 timme", "1 hour"),
        (Duration(320), "5 timmar 20 minuter", "5 hours 20 minutes"),
        (WorkingDays(1), "1 arbetsdag", "1 working day"),
        (WorkingDays(2), "2 arbetsdagar", "2 working days"),
        (WorkingMinutes(90), "1 timme 30 minuter arbetstid", "1 hour 30 minutes of working time"),
        (Listed((DRAWING,)), "ritning över lokalen", "a drawing of the premises"),
        (
            Listed((DRAWING, LEASE, "plan")),
            "ritning över lokalen, hyreskontrakt och plan",
            "a drawing of the premises, the lease and plan",
        ),
        (REAL["office"].rules, "måndag–fredag 8–16.30", "Monday–Friday 8–16:30"),
        (REAL["lunch and halves"].rules, "måndag–fredag 8–12 och 13–16.30", "Monday–Friday 8–12 and 13–16:30"),
        (
            REAL["single days"].rules,
            "måndag–fredag 8–16.30, lördag 9–13 udda veckor",
            "Monday–Friday 8–16:30, Saturday 9–13 in odd weeks",
        ),
        (REAL["nights"].rules, "måndag–söndag 0–6 och 22–24", "Monday–Sunday 0–6 and 22–24"),
        (Reason(Cause.WEEKEND), "helg", "weekend"),
        (Reason(Cause.HOLIDAY, "Påskdagen", "Easter Sunday"), "Påskdagen", "Easter Sunday"),
        (Moment(datetime.fromisoformat("2026-11-24T09:15Z"), short=True), "10.15", "10:15"),
    ],
)
def test_values_are_told_in_both_languages(value: Duration, sv: str, en: str) -> None:
    said = Reply("ack", (Say("ask.topic", {"place": value}),))
    assert TEXTS.render(said, "sv").plain.startswith(f"{sv}, då vet jag.")
    assert TEXTS.render(said, "en").plain.startswith(en)


def test_days_alike_are_one_row_and_every_pause_is_one_of_its_own() -> None:
    office = REAL["office"]
    clock = days(10, "2026-11-20 10.15")
    for hour in (11, 12):
        paused = clock.pause(at(f"2026-11-23 {hour}.00"), reason="ritning", by="Sjöbo")
        clock = paused.resume(at(f"2026-11-23 {hour}.30"), office)
    found = rows(clock.lines)
    assert [type(row) for row in found[2:7]] == [Days, Still, Days, Still, Days]
    assert sum(row.minutes for row in found if isinstance(row, Days)) == clock.budget
    week = next(row for row in found if isinstance(row, Days) and row.first == date(2026, 11, 24))
    assert (week.last, week.minutes, week.counted) == (date(2026, 11, 27), 4 * 510, ((480, 990),))
