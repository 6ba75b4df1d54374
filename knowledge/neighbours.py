"""Which municipalities are neighbours: those that share a border, or lie on either side of a narrow water.

`neighbours.json` is derived from `borders.json` by `python -m knowledge.neighbours`; a test derives it anew. The
borders are coarse, so two that only meet at a corner count as no neighbours.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from math import cos, hypot, inf, radians
from pathlib import Path

from .geometry import KM_PER_DEGREE, Area, Borders, Point, load_borders

FILE = Path(__file__).parent / "neighbours.json"
WIDEST_WATER_KM = 4.0
"""Kalmarsund at its bridge, with the error of the borders."""

Neighbours = Mapping[str, tuple[str, ...]]
"""By code: the codes of its neighbours, the longest border first, those across water last."""


def read_neighbours() -> Neighbours:
    """The neighbours of `neighbours.json`."""
    return {code: tuple(codes) for code, codes in json.loads(FILE.read_text(encoding="utf-8")).items()}


def derive(borders: Borders) -> dict[str, list[str]]:
    """The neighbours of every municipality, from its rings. Takes a second or two."""
    shared = _shared_km(borders)
    apart = ((one, other) for one, other in combinations(borders.areas, 2) if (one.code, other.code) not in shared)
    for one, other in apart:
        if (water := _water_km(one, other, borders)) is not None:
            shared[one.code, other.code] = shared[other.code, one.code] = -water
    found: dict[str, list[str]] = {area.code: [] for area in borders.areas}
    for code, neighbour in sorted(shared, key=lambda pair: (-shared[pair], pair)):
        found[code].append(neighbour)
    return dict(sorted(found.items()))


def _shared_km(borders: Borders) -> dict[tuple[str, str], float]:
    """Pairs that share a piece of border, and its length. Neighbours' rings have the same points along it."""
    owners: dict[frozenset[Point], str] = {}
    shared: dict[tuple[str, str], float] = {}
    for area in borders.areas:
        for piece in (frozenset(piece) for ring in area.rings for piece in pairwise(ring)):
            other = owners.setdefault(piece, area.code)
            if other != area.code and len(piece) == 2:
                for pair in ((area.code, other), (other, area.code)):
                    shared[pair] = shared.get(pair, 0.0) + _km(*piece)
    return shared


def _km(one: Point, other: Point) -> float:
    east = (other[1] - one[1]) * cos(radians(one[0]))
    return KM_PER_DEGREE * hypot(other[0] - one[0], east)


def _water_km(one: Area, other: Area, borders: Borders) -> float | None:
    """The width of the water between two, if it is narrow and there is nothing but water."""
    margin = WIDEST_WATER_KM / KM_PER_DEGREE
    if one.south - margin > other.north or other.south - margin > one.north:
        return None
    wide = margin / cos(radians(max(one.north, other.north)))
    if one.west - wide > other.east or other.west - wide > one.east:
        return None
    width, middle = min(_nearest(one, other, margin, wide), _nearest(other, one, margin, wide))
    if width > WIDEST_WATER_KM or any(area.near(*middle) and area.contains(*middle) for area in borders.areas):
        return None
    return width


def _nearest(one: Area, other: Area, margin: float, wide: float) -> tuple[float, Point]:
    """The shortest way from a corner of one to the border of another, and the middle of that way."""
    best: tuple[float, Point] = (inf, (0.0, 0.0))
    corners = [point for ring in one.rings for point in ring if other.near(*point, margin, wide)]
    pieces = [piece for ring in other.rings for piece in pairwise(ring) if _is_near(piece, one, margin, wide)]
    for corner in corners:
        for piece in pieces:
            foot = _foot(corner, piece)
            if (km := _km(corner, foot)) < best[0]:
                best = (km, ((corner[0] + foot[0]) / 2, (corner[1] + foot[1]) / 2))
    return best


def _is_near(piece: tuple[Point, Point], area: Area, margin: float, wide: float) -> bool:
    lats, lons = zip(*piece, strict=True)
    across = min(lats) - margin <= area.north and max(lats) + margin >= area.south
    return across and min(lons) - wide <= area.east and max(lons) + wide >= area.west


def _foot(point: Point, piece: tuple[Point, Point]) -> Point:
    """The point of a piece of border that is nearest to another, on a local flat map."""
    (start_lat, start_lon), (end_lat, end_lon) = piece
    shrink = cos(radians(point[0]))
    north, east = end_lat - start_lat, (end_lon - start_lon) * shrink
    length = north * north + east * east
    along = (point[0] - start_lat) * north + (point[1] - start_lon) * shrink * east
    share = min(1.0, max(0.0, along / length)) if length else 0.0
    return start_lat + share * (end_lat - start_lat), start_lon + share * (end_lon - start_lon)


def _lines(neighbours: Mapping[str, list[str]]) -> Iterator[str]:
    """The file's lines: one municipality each, so that a change can be read."""
    *most, last = (f"{json.dumps(code)}: {json.dumps(codes)}" for code, codes in neighbours.items())
    yield "{"
    yield from (f"{line}," for line in most)
    yield from (last, "}")


if __name__ == "__main__":
    found = derive(load_borders(FILE.with_name("borders.json")))
    FILE.write_text("\n".join(_lines(found)) + "\n", encoding="utf-8")
