"""The red days are Sweden's: those of the almanac, the eves the law puts on a level with Sundays, and no others."""

import subprocess
import sys
from datetime import date, timedelta

import pytest

from bot.promise.lines import Cause
from bot.promise.red_days import NAMED_DAYS, RED_NAMES, is_before_red, is_bridge, red_days
from promise.oracle import easter, red
from promise.red_days_by_hand import BY_HAND


@pytest.mark.parametrize("year", BY_HAND)
def test_the_red_days_are_those_of_the_almanac(year: int) -> None:
    by_hand = dict(line.strip().split(" ", 1) for line in BY_HAND[year].strip().splitlines())
    assert {f"{day:%m-%d}": reason.sv for day, reason in sorted(red_days(year).items())} == by_hand


def test_the_movable_ones_follow_easter_and_the_act_to_the_year_2100() -> None:
    for year in range(2024, 2101):
        found = {day: reason.sv for day, reason in red_days(year).items()}
        # The act and the package may name two holidays on one day in either order.
        assert found.keys() == red(year).keys(), year
        assert all(set(found[day].split(" och ")) >= {name.split(" och ")[-1]} for day, name in red(year).items()), year


def test_a_day_with_two_names_says_both() -> None:
    doubles = [day for day, reason in red_days(2049).items() if " och " in reason.sv]
    assert doubles == [date(2049, 6, 6)], "Whit Sunday on the National Day"
    assert easter(2049) + timedelta(days=49) == date(2049, 6, 6)
    assert NAMED_DAYS["pingstdagen"](date(2049, 6, 6))
    assert NAMED_DAYS["nationaldagen"](date(2049, 6, 6))


def test_a_plain_sunday_is_no_red_day() -> None:
    for year in range(2024, 2036):
        sundays = {reason.sv for day, reason in red_days(year).items() if day.weekday() == 6}
        assert sundays >= {"Påskdagen", "Pingstdagen"}
        assert "Söndag" not in " ".join(sundays)


def test_every_red_day_has_both_languages_and_the_law_it_stands_on() -> None:
    for reason in red_days(2026).values():
        assert reason.sv != reason.en
        is_eve = reason.sv in ("Midsommarafton", "Julafton", "Nyårsafton")
        assert reason.cause is (Cause.EVE if is_eve else Cause.HOLIDAY)
        assert ("1977:480" if is_eve else "1989:253") in reason.source


def test_every_red_day_can_be_named_in_a_file() -> None:
    assert {reason.sv for reason in red_days(2026).values()} == set(RED_NAMES)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("trettondagsafton", date(2026, 1, 5)),
        ("skärtorsdagen", date(2026, 4, 2)),
        ("valborgsmässoafton", date(2026, 4, 30)),
        ("dagen före kristi himmelsfärdsdag", date(2026, 5, 13)),
        ("dagen före nationaldagen", date(2025, 6, 5)),
        ("dagen före midsommarafton", date(2026, 6, 18)),
        ("midsommarafton", date(2026, 6, 19)),
        ("allhelgonaafton", date(2026, 10, 30)),
        ("dagen före julafton", date(2026, 12, 23)),
        ("julafton", date(2026, 12, 24)),
        ("dagen före nyårsafton", date(2026, 12, 30)),
    ],
)
def test_a_named_day_falls_once_a_year_where_the_almanac_has_it(name: str, day: date) -> None:
    year = (date(day.year, 1, 1) + timedelta(days=at) for at in range(365))
    assert [each for each in year if NAMED_DAYS[name](each)] == [day]


def test_a_bridge_day_stands_alone_between_free_days() -> None:
    year = [date(2026, 1, 1) + timedelta(days=at) for at in range(365)]
    # Friday after New Year, Monday before Epiphany, Friday after Ascension; Christmas and New Year leave more than one.
    assert [day for day in year if is_bridge(day)] == [date(2026, 1, 2), date(2026, 1, 5), date(2026, 5, 15)]


def test_the_day_before_a_red_day_is_a_working_day_itself() -> None:
    year = [date(2026, 1, 1) + timedelta(days=at) for at in range(365)]
    before = [f"{day:%m-%d}" for day in year if is_before_red(day)]
    assert before == ["01-05", "04-02", "04-30", "05-13", "06-05", "06-18", "10-30", "12-23", "12-30"]


def test_the_holidays_are_loaded_only_where_a_promise_is_counted() -> None:
    """They take some 14 MB, which a bot without a desk has no use for."""
    code = "import sys, bot.messages, bot.promise; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
