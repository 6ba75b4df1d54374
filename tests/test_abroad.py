"""Where people say they are: another country's clock and holidays are theirs, and no other words are taken for it."""

import pytest

from bot.programmes import red_days
from bot.programmes.abroad import COUNTRIES, said_country
from bot.programmes.hours import Wishes, agreed_hours
from knowledge import Plan


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("jag är i Finland", "FI"),
        ("Vi bor i Norge nu", "NO"),
        ("vi sitter i Köpenhamn", "DK"),
        ("nej vi har flyttat till Tyskland", "DE"),
        ("norska helgdagar tack", "NO"),
        ("använd finska röda dagar", "FI"),
        ("finsk tid", "FI"),
        ("min tidszon är i Helsingfors", "FI"),
        ("jag är i Sverige igen", "SE"),
        ("we are in the UK now", "GB"),
        ("I'm in Spain this winter", "ES"),
        ("please use Danish holidays", "DK"),
        ("Finnish time please", "FI"),
        ("i moved to Norway", "NO"),
    ],
)
def test_a_country_is_heard(said: str, code: str) -> None:
    found = said_country(said)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "said",
    [
        "är du i Finland?",
        "jag är i Finland och vill sälja till Haparanda kommun",
        "vi säljer till Norge",
        "vi har kunder i Danmark",
        "jag är i gasen",
        "vi är i fas",
        "all tid",
        "ingen tid",
        "i have no time",
        "vi är i Ystad",
        "",
    ],
)
def test_other_words_are_not_a_country(said: str) -> None:
    assert said_country(said) is None


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda each: each.code)
def test_every_country_has_a_clock_and_holidays(country) -> None:  # type: ignore[no-untyped-def]
    assert red_days(country.code, 2021)  # Ukraine keeps none while it is at war
    assert agreed_hours(Plan(()), Wishes(zone=country.zone, country=country.code)).zone == country.zone
