"""Putting off in one's own words: the phrases of snoozes.toml, and what holds whatever is written."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programmes import Hours, Rule, Stop, Unclear, When, Why, Wishes, agreed_hours, may_write, when
from bot.programmes.snoozing.occasions import OCCASIONS, SEASONS, easter_day
from bot.programmes.snoozing.vocabulary import FOLDER, KINDS, LANGUAGES, distance
from bot.texts.moments import moment
from bot.turn import Guide
from intents import fold
from knowledge import Does, Plan

SWEDEN = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 23, 13, tzinfo=SWEDEN)
HOURS = agreed_hours(Plan(()))


def said() -> Iterator[tuple[str, str, str, list[str]]]:
    """Now, language, words and what is expected of them."""
    tables = tomli.loads((Path(__file__).parent / "snoozes.toml").read_text(encoding="utf-8"))
    for each in tables["said"]:
        for text, *expected in each["phrases"]:
            yield each["now"], each["language"], text, expected


SAID = list(said())


def heard(now: str, language: str, text: str, expected: list[str]) -> list[str]:
    """What is made of the words, written like what is expected of them."""
    planned = [word.removeprefix("planned ") for word in expected if word.startswith("planned ")]
    moved = datetime.fromisoformat(planned[0]).replace(tzinfo=SWEDEN) if planned else None
    answer = when(text, datetime.fromisoformat(now).replace(tzinfo=SWEDEN), language, planned=moved)
    if isinstance(answer, Stop):
        return ["stop"]
    if isinstance(answer, Unclear):
        return [answer.why]
    told = [f"{answer.at.astimezone(SWEDEN):%a %Y-%m-%d %H:%M}"]
    told += [f"never {' '.join(map(str, sorted(answer.avoid)))}"] if answer.avoid else []
    told += [f"only {' '.join(map(str, sorted(answer.only)))}"] if answer.only else []
    told += [] if answer.sure else ["unsure"]
    return told + [word for word in expected if word.startswith("planned ")]


# --- the phrases ------------------------------------------------------------


@pytest.mark.parametrize(("now", "language", "text", "expected"), SAID, ids=[f"{each[2]}-{each[0]}" for each in SAID])
def test_the_words_mean_this(now: str, language: str, text: str, expected: list[str]) -> None:
    assert heard(now, language, text, expected) == expected


@pytest.mark.parametrize(("now", "language", "text", "expected"), SAID, ids=[f"{each[2]}-{each[0]}" for each in SAID])
def test_they_mean_the_same_shouted_and_without_dots_and_rings(
    now: str, language: str, text: str, expected: list[str]
) -> None:
    assert heard(now, language, fold(text.casefold()), expected) == expected
    assert heard(now, language, f"  {text.upper()}!", expected) == expected


def test_there_are_enough_of_them_in_both_languages() -> None:
    assert len(SAID) >= 300
    assert {language: sum(each[1] == language for each in SAID) >= 60 for language in LANGUAGES} == {
        "sv": True,
        "en": True,
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_that_puts_off_is_understood_as_it_is_labelled(guide: Guide, language: str) -> None:
    labels = {
        answer.label(language)
        for question in guide.atlas.script.values()
        for answer in question.answers
        if answer.does is Does.SNOOZE
    }
    answers = {label: when(label, NOW, language) for label in labels}
    assert len(labels) >= 5
    assert [label for label, answer in answers.items() if not isinstance(answer, When) or not answer.sure] == []
    stops = {a.label(language) for q in guide.atlas.script.values() for a in q.answers if a.does is Does.STOP}
    assert {when(label, NOW, language) for label in stops} == {Stop()}


# --- what comes with it -----------------------------------------------------


def test_it_tells_how_it_was_read() -> None:
    answer = when("efter skörden klockan 8 men inte måndagar", NOW)
    assert isinstance(answer, When)
    assert (answer.rule, answer.word) == (Rule.OCCASION, "harvest")
    assert (answer.day, answer.hour, answer.avoid) == (date(2027, 10, 1), time(8), frozenset({1}))


def test_the_day_that_was_meant_is_told_beside_the_one_it_was_moved_to() -> None:
    answer = when("24 december", NOW)
    assert isinstance(answer, When)
    assert answer.day == date(2026, 12, 24)
    assert answer.at.date() == date(2026, 12, 28)


def test_what_has_been_is_told_with_its_day() -> None:
    assert when("den 7 januari 2020", NOW) == Unclear(Why.PAST, date(2020, 1, 7))


def test_an_hour_without_a_day_holds_for_good_and_one_with_a_day_for_once() -> None:
    always, once = when("klockan 8", NOW), when("på torsdag klockan 8", NOW)
    assert isinstance(always, When)
    assert isinstance(once, When)
    assert always.lasting(Wishes(time(14))).hour == time(8)
    assert once.lasting(Wishes(time(14))).hour == time(14)


def test_days_of_the_week_are_added_to_those_of_before_and_may_be_taken_back() -> None:
    not_mondays, only_mondays = when("inte måndagar", NOW), when("bara måndagar", NOW)
    assert isinstance(not_mondays, When)
    assert isinstance(only_mondays, When)
    wishes = not_mondays.lasting(Wishes(avoid=frozenset({5})))
    assert wishes.avoid == {1, 5}
    assert only_mondays.lasting(wishes) == Wishes(avoid=frozenset({5}), only=frozenset({1}))


def test_the_persons_own_hours_and_zone_hold() -> None:
    hours = agreed_hours(Plan(()), Wishes(time(16, 30), avoid=frozenset({4}), zone="America/New_York"))
    answer = when("vecka 2 på torsdag", NOW, hours=hours)
    assert isinstance(answer, When)
    assert f"{hours.wall(answer.at):%a %Y-%m-%d %H:%M}" == "Fri 2027-01-15 16:30", "Thursdays are avoided for good"


def test_either_language_is_understood_whole_whatever_was_written_before() -> None:
    assert when("after Easter", NOW, "sv") == when("after Easter", NOW, "en")
    assert when("efter påsk", NOW, "en") == when("efter påsk", NOW, "sv")
    assert when("stop asking", NOW, "sv") == Stop()
    assert when("i så fall ringer vi", NOW, "sv") == Unclear(Why.NOTHING), "not the fall"


# --- the rules --------------------------------------------------------------


@pytest.mark.parametrize("year", range(1990, 2100))
def test_easter_is_when_the_calendar_says(year: int) -> None:
    assert holidays.country_holidays("SE", years=year, language="en_US")[easter_day(year)] == "Easter Sunday"


@pytest.mark.parametrize("name", [*OCCASIONS, *SEASONS])
def test_every_occasion_has_days_in_every_year_and_words_in_both_languages(name: str) -> None:
    in_year = {**SEASONS, **OCCASIONS}[name]
    for year in range(2024, 2060):
        days = in_year(year)
        assert days.first <= days.last
        assert days.first.year == year
    only_swedish = {"days_between", "industry_vacation"}
    for language in LANGUAGES:
        tables = tomli.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
        assert name in only_swedish or name in tables["occasion"] or name in tables["season"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_files_is_of_a_kind_that_is_known(language: str) -> None:
    tables = tomli.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    assert tables.keys() - {"word", "compound"} <= KINDS.keys()
    assert tables["word"].keys() <= KINDS.keys()
    assert {each.partition(":")[0] for key in tables["compound"] for each in key.split()} <= KINDS.keys()
    known = {"month_turn", "quarter_turn", *OCCASIONS}
    assert tables["occasion"].keys() <= known
    assert tables["season"].keys() == SEASONS.keys()


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("", "abc", 3),
        ("skörd", "skörd", 0),
        ("skröd", "skörd", 1),
        ("mandag", "mandat", 1),
        ("ab", "ba", 1),
        ("ca", "abc", 3),
    ],
)
def test_distance_counts_slips_of_the_finger(one: str, other: str, apart: int) -> None:
    assert distance(one, other) == distance(other, one) == apart


# --- whatever is written ----------------------------------------------------


def words(language: str) -> list[str]:
    tables = tomli.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    found = [phrase.removeprefix("=") for table in tables.values() for phrases in table.values() for phrase in phrases]
    return [
        *found,
        "7/1",
        "31/12",
        "2027-02-28",
        "15",
        "34",
        "kl 8",
        "8.30",
        "v 34",
        "2027",
        "banken",
        ",",
        "!",
        "29 februari",
    ]


moments = st.integers(0, 6 * 365 * 24 * 60).map(lambda m: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=m))
languages = st.sampled_from(LANGUAGES)
phrases = languages.flatmap(lambda language: st.lists(st.sampled_from(words(language)), min_size=1, max_size=6)).map(
    " ".join
)
wishes = st.builds(
    Wishes,
    hour=st.none() | st.times().map(lambda each: each.replace(second=0, microsecond=0)),
    avoid=st.frozensets(st.integers(1, 7), max_size=3),
    zone=st.sampled_from(("", "America/New_York", "Asia/Kathmandu")),
)


def agreed(wished: Wishes) -> Hours:
    return agreed_hours(Plan(()), wished)


@settings(max_examples=150, deadline=None)
@given(phrases, moments, languages, wishes.filter(lambda each: not each.avoid >= {1, 2, 3, 4, 5}), st.none() | moments)
def test_no_moment_is_in_the_past_at_night_on_a_holiday_or_on_an_avoided_day(
    text: str, now: datetime, language: str, wished: Wishes, planned: datetime | None
) -> None:
    hours = agreed(wished)
    answer = when(text, now, language, hours=hours, planned=planned)
    if not isinstance(answer, When):
        return
    wall = hours.wall(answer.at)
    assert answer.at > now
    assert answer.at - now <= timedelta(days=731)
    assert 7 <= wall.hour < 21
    assert wall.date() not in holidays.country_holidays("SE", years=wall.year, categories=("public", "de_facto"))
    assert wall.isoweekday() not in (wished.avoid - answer.only) | answer.avoid
    if answer.hour is None and answer.day is None and not answer.only:
        assert may_write(answer.at, hours)
    if answer.only and answer.rule is Rule.HABIT:
        assert wall.isoweekday() in answer.only


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=200) | phrases, moments, languages)
def test_whatever_is_written_gets_an_answer(text: str, now: datetime, language: str) -> None:
    assert isinstance(when(text, now, language), When | Stop | Unclear)


@settings(max_examples=100, deadline=None)
@given(moments, st.integers(1, 330), st.integers(7, 20), st.sampled_from((0, 5, 15, 30, 59)), languages)
def test_what_is_read_back_is_understood_again(
    guide: Guide, now: datetime, days: int, hour: int, minute: int, language: str
) -> None:
    """The bot says "onsdag 7 januari kl. 10"; who types that means the same moment."""
    wall = (HOURS.wall(now) + timedelta(days=days)).replace(hour=hour, minute=minute, second=0, microsecond=0)
    everyday = replace(HOURS, country="")
    answer = when(moment(wall, guide.texts.templates[language]), now, language, hours=everyday)
    assert isinstance(answer, When)
    assert answer.at == wall
    assert answer.sure
