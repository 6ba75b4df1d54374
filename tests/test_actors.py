"""Who does what: the words of a question decide whom to start with, and are told as the reason."""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Advice, Atlas, Case, Organisation, case_of, choose, load_atlas, vocabulary

QUESTIONS: list[dict[str, Any]] = tomli.loads(Path(__file__).with_name("actors.toml").read_text("utf-8"))["questions"]
LONGEST_SHORT = 90
VERBS = set(
    "lånar pratar har arbetar ordnar samlar hjälper betalar kan ger är coachar kopplar erbjuder för lotsar stöttar "
    "visar lends talks has works runs gathers takes helps pays pay may gives is coaches connects offers speaks guides "
    "supports shows".split()
)


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """The shipped knowledge."""
    return load_atlas()


def codes(atlas: Atlas, places: Sequence[str]) -> tuple[str, ...]:
    """Codes of municipalities, all of a county for its two digits."""
    return tuple(each.code for each in atlas.municipalities if each.code.startswith(tuple(places))) if places else ()


def advised(atlas: Atlas, asked: dict[str, Any]) -> Advice | None:
    """What the question is answered with."""
    return choose(atlas, case_of(asked["text"], atlas), codes(atlas, asked.get("places", ())))


def ids(organisations: Sequence[Organisation]) -> list[str]:
    return [each.id for each in organisations]


def test_there_are_many_questions_in_both_languages() -> None:
    assert len(QUESTIONS) >= 40
    english = [each for each in QUESTIONS if " we " in f" {each['text'].casefold()} " or " or " in each["text"]]
    assert len(english) >= 5


def test_what_somebody_opens_is_heard_with_the_permits_to_look_at(atlas: Atlas) -> None:
    said = {
        "vill öppna sushirestaurang": "restaurant",
        "ett litet cafe vid hamnen": "cafe",
        "I run a food truck": "food_truck",
        "sälja sylt på torget": "stall",
        "öppna bilverkstad": "workshop",
        "min frisorsalong flyttar": "salon",
        "leverera ved till skolan": None,
    }
    for text, opened in said.items():
        assert next(iter(case_of(text, atlas).values("opening")), None) == opened, text
    # A bakery is heard as its trade all the same.
    assert case_of("vårt bageri", atlas).values("industry") == ("food",)
    openings = [meaning for (kind, _), meaning in vocabulary().meanings.items() if kind == "opening"]
    assert all(each.permits and set(each.permits) <= atlas.national.keys() for each in openings)


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked["text"][:40])
def test_each_question_starts_with_the_right_one_and_says_why(atlas: Atlas, asked: dict[str, Any]) -> None:
    advice = advised(atlas, asked)
    if asked["start"] == "nothing":
        assert advice is None
        return
    assert advice is not None
    assert (advice.start_with.id if advice.start_with else "") == asked["start"]
    assert set(asked.get("beside", ())) <= set(ids(advice.others))
    assert asked.get("why", [each.text for each in advice.reason]) == [each.text for each in advice.reason]
    assert [each.organisation.id for each in advice.misfits] == asked.get("misfit", [])
    assert ids(advice.closed) == asked.get("closed", [])
    assert list(advice.unknown) == asked.get("unknown", [])
    assert advice.placed == asked.get("placed", False)
    assert advice.stands_in == asked.get("stands_in", False)
    assert asked.get("topic", advice.topic) == advice.topic


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked["text"][:40])
def test_one_question_is_asked_only_when_it_decides(atlas: Atlas, asked: dict[str, Any]) -> None:
    advice = advised(atlas, asked)
    question = advice.question if advice else None
    assert (question.dimension if question else "") == asked.get("ask", "")
    case, places = case_of(asked["text"], atlas), codes(atlas, asked.get("places", ()))
    leads = {}
    for option in question.options if question and question.dimension != "place" else ():
        assert question is not None
        assert question.dimension != "place"
        answered = choose(atlas, case.told(question.dimension, option.value), places, ask=False)
        assert answered is not None
        assert answered.question is None
        assert answered.start_with is not None
        leads[option.value] = answered.start_with.id
    assert len(set(leads.values())) != 1  # more than one outcome, or no options
    assert {value: leads[value] for value in asked.get("answers", {})} == asked.get("answers", {})


def test_somebody_who_does_not_know_the_answer_is_still_told_whom_to_start_with(atlas: Atlas) -> None:
    for text, start, beside in (
        ("Almi eller IUC?", "almi", "iuc"),
        ("IUC eller Nyföretagarcentrum?", "nyforetagarcentrum", "iuc"),  # IUC is only for those who make something
    ):
        advice = choose(atlas, case_of(text, atlas), ask=False)
        assert advice is not None
        assert advice.start_with is not None
        assert (advice.start_with.id, ids(advice.others)) == (start, [beside])


def test_a_need_understood_in_another_way_is_as_good_as_a_word(atlas: Atlas) -> None:
    advice = choose(atlas, Case().told("need", "loan"))
    assert advice is not None
    assert advice.start_with is not None
    assert advice.start_with.id == "almi"


def test_an_unknown_answer_is_refused() -> None:
    with pytest.raises(KeyError):
        Case().told("need", "lone")


def test_a_place_far_away_changes_nobody_who_is_everywhere(atlas: Atlas) -> None:
    case = case_of("vi vill låna pengar", atlas)
    found = {advice.start_with for each in atlas.municipalities if (advice := choose(atlas, case, (each.code,)))}
    assert [body.id for body in found if body] == ["almi"]


def test_every_organisation_that_can_be_chosen_tells_its_role_in_a_few_words(atlas: Atlas) -> None:
    chosen = [body for body in atlas.organisations if body.fits.for_companies and not body.closed]
    assert len(chosen) > 25
    for body in chosen:
        for language in ("sv", "en"):
            role = body.role(language)
            assert role, body.id
            assert 0 < len(role.short) <= LONGEST_SHORT, (body.id, language)
            assert role.short.split()[0] in VERBS, (body.id, role.short)  # it follows the name: "Almi lends …"
            assert role.role, body.id
            assert role.for_whom, body.id


def test_every_need_has_a_municipality_s_door_and_every_word_a_name_in_both_languages(atlas: Atlas) -> None:
    known = vocabulary()
    needs = [meaning for (kind, _), meaning in known.meanings.items() if kind == "need"]
    assert [need.value for need in needs if need.topic not in atlas.national] == []
    assert [need.value for need in needs if not set(need.near) <= set(known.values("need"))] == []
    assert [each.value for each in known.meanings.values() if not (each.sv and each.en and each.sv != each.en)] == []


def test_the_lines_of_who_does_what_lead_to_organisations_that_do_it(atlas: Atlas) -> None:
    by_id = {body.id: body for body in atlas.organisations}
    lines = vocabulary().roles_in_short
    assert len(lines) == 10
    for line in lines:
        case = Case().told("need", line.need)
        for body in line.bodies:
            fits = by_id[body].fits
            assert line.need in (*fits.needs, *fits.also, *fits.trade_needs, "loan", "develop"), (line.need, body)
        if not line.industry and len(line.bodies) == 1:
            advice = choose(atlas, case, ask=False)
            assert advice is not None
            assert advice.start_with is by_id[line.bodies[0]]


def test_who_took_over_is_an_organisation_that_exists(atlas: Atlas) -> None:
    by_id = {body.id: body for body in atlas.organisations}
    heirs = [body for body in atlas.organisations if body.successor]
    assert heirs
    assert [body.id for body in heirs if not body.closed or by_id[body.successor].closed] == []


def test_no_word_stands_for_two_things_of_one_kind() -> None:
    twice = {
        (pattern.words, other.meaning.value, pattern.meaning.value)
        for patterns in vocabulary().patterns.values()
        for pattern in patterns
        for other in patterns
        if other.words == pattern.words
        and other.meaning.kind == pattern.meaning.kind
        and other.meaning.value < pattern.meaning.value
    }
    assert twice == set()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_is_read(text: str) -> None:
    atlas = LOADED
    advice = choose(atlas, case_of(text, atlas))
    assert advice is None or advice.start_with or advice.question


LOADED = load_atlas()


def test_choosing_is_quick(atlas: Atlas) -> None:
    began = perf_counter()
    for asked in QUESTIONS:
        advised(atlas, asked)
    assert (perf_counter() - began) / len(QUESTIONS) < 0.03
