"""The names of places: municipalities, localities, districts, short forms and areas.

`places.csv`: names and coordinates from GeoNames (CC BY 4.0), municipalities by point in polygon.
`names.toml`: what people type besides, written by hand.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tomli

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Name:
    """A name to look for in texts, and the municipalities it may stand for."""

    text: str
    codes: tuple[str, ...]
    kind: str  # municipality | locality | region


@cache
def _places() -> tuple[dict[str, str], ...]:
    with (FOLDER / "places.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def read_register() -> Mapping[str, tuple[str, str]]:
    """The 290 municipalities: code → (name, county)."""
    return {row["code"]: (row["name"], row["county"]) for row in _places() if row["kind"] == "municipality"}


def read_names() -> tuple[Name, ...]:
    """Every name to look for in a text. A name may stand more than once, for different places."""
    return tuple(_all_names())


def _all_names() -> Iterator[Name]:
    for row in _places():
        yield Name(row["name"], (row["code"],), row["kind"])
        for other in filter(None, row["other_names"].split(";")):
            yield Name(other, (row["code"],), row["kind"])
    with (FOLDER / "names.toml").open("rb") as file:
        table = tomli.load(file)
    for name, code in (table["names"] | table["people"]).items():
        yield Name(name, (code,), "municipality")
    for part in ("districts", "localities"):
        for code, names in table[part].items():
            for name in names:
                yield Name(name, (code,), "locality")
    for area in table["areas"]:
        for name in (area["name"], *area.get("other_names", ())):
            yield Name(name, tuple(area["codes"]), "region")
