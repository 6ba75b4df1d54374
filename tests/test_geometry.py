"""A position to a municipality: every seat, every neighbour, and any numbers at all."""

import csv
import math
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import knowledge
from knowledge.geometry import Borders, load_borders

FOLDER = Path(knowledge.__file__).parent


def places(kind: str) -> list[tuple[str, str, float, float]]:
    """Name, code and position of the places of a kind."""
    with (FOLDER / "places.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["kind"] == kind]
    return [(row["name"], row["code"], float(row["lat"]), float(row["lon"])) for row in rows]


@pytest.fixture(scope="module")
def borders() -> Borders:
    """The shipped borders."""
    return load_borders(FOLDER / "borders.json")


def test_there_are_290_areas(borders: Borders) -> None:
    assert len({area.code for area in borders.areas}) == len(borders.areas) == 290


@pytest.mark.parametrize("kind", ["municipality", "locality"])
def test_every_known_place_lies_in_its_own_municipality(borders: Borders, kind: str) -> None:
    found = places(kind)
    astray = [name for name, code, lat, lon in found if borders.municipality_at(lat, lon) != code]
    assert len(found) >= 290
    assert astray == []


@pytest.mark.parametrize(
    ("place", "lat", "lon"),
    [
        ("Oslo", 59.913, 10.752),
        ("Copenhagen", 55.676, 12.568),
        ("Helsingør", 56.036, 12.614),
        ("Helsinki", 60.170, 24.938),
        ("Mariehamn", 60.097, 19.935),
        ("Trondheim", 63.430, 10.395),
        ("Tornio", 65.848, 24.147),
        ("Halden", 59.133, 11.387),
        ("Rønne", 55.101, 14.706),
        ("the middle of the Baltic", 58.4, 20.3),
        ("Berlin", 52.52, 13.40),
        ("the Gulf of Guinea", 0.0, 0.0),
        ("the north pole", 90.0, 0.0),
        ("Kungsbacka, numbers swapped", 12.076, 57.487),
    ],
)
def test_a_place_outside_sweden_has_no_code(borders: Borders, place: str, lat: float, lon: float) -> None:
    assert borders.municipality_at(lat, lon) is None, place


@pytest.mark.parametrize(
    ("place", "lat", "lon", "code"),
    [
        ("a quay in Kungsbackafjorden", 57.48, 12.06, "1384"),
        ("Haparanda by the border", 65.835, 24.137, "2583"),
        ("Strömstad", 58.938, 11.171, "1486"),
        ("Visby", 57.638, 18.296, "0980"),
        ("Helsingborg by the sound", 56.046, 12.694, "1283"),
        ("Kiruna", 67.856, 20.225, "2584"),
    ],
)
def test_a_place_by_the_border_or_the_water_has_its_code(
    borders: Borders, place: str, lat: float, lon: float, code: str
) -> None:
    assert borders.municipality_at(lat, lon) == code, place


@settings(deadline=None)
@given(st.floats(), st.floats())
@example(math.nan, math.nan)
@example(math.nan, 15.0)
@example(60.0, math.nan)
@example(math.inf, 15.0)
@example(60.0, -math.inf)
@example(1e308, 1e308)
@example(-1e308, 15.0)
@example(60.0, 1e308)
@example(5e-324, -0.0)
def test_any_numbers_give_a_code_or_none_and_the_same_again(borders: Borders, lat: float, lon: float) -> None:
    found = borders.municipality_at(lat, lon)
    assert found is None or any(area.code == found for area in borders.areas)
    assert borders.municipality_at(lat, lon) == found


@settings(deadline=None)
@given(st.floats(55.0, 69.5), st.floats(10.5, 24.5))
def test_a_position_about_sweden_gives_a_code_near_it_or_none(borders: Borders, lat: float, lon: float) -> None:
    found = borders.municipality_at(lat, lon)
    assert borders.municipality_at(lat, lon) == found
    for area in borders.areas:
        if area.code == found:
            assert area.near(lat, lon, 0.03, 0.09)
        elif found is None:
            assert not (area.near(lat, lon) and area.contains(lat, lon))
