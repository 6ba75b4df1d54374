"""Which municipalities are neighbours, and what doors there are next door."""

from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import knowledge
from knowledge import PERMITS, TOPICS, Atlas, Level, load_atlas
from knowledge.geometry import load_borders
from knowledge.neighbours import derive, read_neighbours

ATLAS = load_atlas()
CODES = st.sampled_from([each.code for each in ATLAS.municipalities])


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """The shipped knowledge."""
    return ATLAS


def names(atlas: Atlas, code: str) -> set[str]:
    return {atlas.municipality(each).name for each in atlas.neighbours(code)}


def test_the_file_is_what_the_borders_say() -> None:
    """Made anew by `python -m knowledge.neighbours`."""
    derived = derive(load_borders(Path(knowledge.__file__).parent / "borders.json"))
    assert {code: tuple(codes) for code, codes in derived.items()} == read_neighbours()


@given(CODES)
def test_a_neighbour_is_a_neighbour_back_and_nobody_is_their_own(code: str) -> None:
    assert code not in ATLAS.neighbours(code)
    assert all(code in ATLAS.neighbours(each) for each in ATLAS.neighbours(code))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1286", {"Skurup", "Sjöbo", "Tomelilla", "Simrishamn"}),
        ("1278", {"Ängelholm", "Laholm"}),
        ("2480", {"Robertsfors", "Vindeln", "Vännäs", "Nordmaling"}),
        ("0980", set()),
    ],
)
def test_known_neighbours(atlas: Atlas, code: str, expected: set[str]) -> None:
    assert names(atlas, code) & expected == expected
    assert len(names(atlas, code) - expected) <= 2


@pytest.mark.parametrize(
    ("code", "across"), [("0186", "Stockholm"), ("0125", "Stockholm"), ("0840", "Kalmar"), ("1407", "Göteborg")]
)
def test_a_narrow_water_makes_neighbours_too(atlas: Atlas, code: str, across: str) -> None:
    assert across in names(atlas, code)


def test_a_wide_water_does_not(atlas: Atlas) -> None:
    assert "Göteborg" not in names(atlas, "0980")
    assert "Västervik" not in names(atlas, "0980")


def test_an_unknown_code_is_refused(atlas: Atlas) -> None:
    with pytest.raises(KeyError):
        atlas.neighbours("9999")


@given(CODES, st.sampled_from([*TOPICS, *PERMITS]))
def test_what_is_told_of_next_door_is_a_neighbour_s_and_only_when_nothing_nearer_is_known(
    code: str, topic: str
) -> None:
    doors = ATLAS.doors_nearby(topic, code)
    if doors:
        assert ATLAS.door(topic, code).level is Level.NATION
    assert len({door.entries[0].id for door in doors}) == len(doors)
    for door in doors:
        assert door.municipality
        assert door.municipality.code in ATLAS.neighbours(code)
        assert door.level is not Level.NATION
        assert code not in door.serves


def test_many_a_municipality_without_a_door_has_one_next_door(atlas: Atlas) -> None:
    asked = [(topic, each.code) for topic in TOPICS for each in atlas.municipalities]
    without = [(topic, code) for topic, code in asked if atlas.door(topic, code).level is Level.NATION]
    assert sum(bool(atlas.doors_nearby(topic, code)) for topic, code in without) > 500


def test_a_look_up_next_door_is_quick(atlas: Atlas) -> None:
    began = perf_counter()
    for each in atlas.municipalities:
        atlas.doors_nearby("premises", each.code)
    assert (perf_counter() - began) / len(atlas.municipalities) < 0.001
