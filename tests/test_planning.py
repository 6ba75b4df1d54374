"""A plan in staff's own words becomes the steps that a programme's file has."""

from datetime import date

import pytest

from bot.desk.planning import steps_in

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        ("efter två veckor och tre månader", ("at P2W", "at P3M")),
        ("14 dagar, 2 månader, ett halvår och ett år", ("at P14D", "at P2M", "at P6M", "at P1Y")),
        ("varannan månad", ("at P2M", "at P4M", "at P6M", "at P8M", "at P10M", "at P12M")),
        ("varje kvartal", ("at P3M", "at P6M", "at P9M", "at P12M")),
        ("var tredje månad", ("at P3M", "at P6M", "at P9M", "at P12M")),
        ("P14D, P2M och PT30S", ("at PT30S", "at P14D", "at P2M")),
        ("2027-06-01 och 2027-03-01", ("on 2027-03-01", "on 2027-06-01")),
        ("after two weeks and half a year", ("at P2W", "at P6M")),
        ("every other month", ("at P2M", "at P4M", "at P6M", "at P8M", "at P10M", "at P12M")),
        ("efter tre veckor och sen varje halvår", ("at P3W", "at P6M", "at P12M")),
        ("lite då och då", ()),
    ],
)
def test_words_become_steps(words: str, steps: tuple[str, ...]) -> None:
    assert steps_in(words, TODAY) == steps


@pytest.mark.parametrize("words", ["2026-03-01", "2027-02-30", "P0D", "2027-13-01 och P14D"])
def test_a_day_that_has_been_or_is_none_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        steps_in(words, TODAY)


def test_more_than_once_a_month_for_a_year_is_too_much() -> None:
    with pytest.raises(ValueError, match="at most 12"):
        steps_in(", ".join(f"P{day}D" for day in range(1, 14)), TODAY)
