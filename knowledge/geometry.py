"""Which Swedish municipality a point lies in: pure Python, standard library only.

`borders.json` holds, for each municipality code, a list of closed rings `[lat, lon, lat, lon, …]`, and the land
frontier against Norway and Finland as one open line of the same form. Borders are coarse within 1–2 km.
"""

import json
from dataclasses import dataclass
from math import cos, hypot, isfinite, radians
from pathlib import Path

KM_PER_DEGREE = 111.3
COAST_TOLERANCE_KM = 3.0

Point = tuple[float, float]
"""Latitude and longitude, WGS84 degrees."""

Line = tuple[Point, ...]
"""A line or a closed ring."""


@dataclass(frozen=True, slots=True)
class Area:
    """One municipality: its code, bounding box and rings."""

    code: str
    south: float
    west: float
    north: float
    east: float
    rings: tuple[Line, ...]

    def near(self, lat: float, lon: float, d_lat: float = 0.0, d_lon: float = 0.0) -> bool:
        """Is the point in the bounding box, widened by the margins?"""
        return self.south - d_lat <= lat <= self.north + d_lat and self.west - d_lon <= lon <= self.east + d_lon

    def contains(self, lat: float, lon: float) -> bool:
        """Is the point inside? Even-odd ray casting over all rings, so islands and holes both work."""
        inside = False
        for ring in self.rings:
            last_lat, last_lon = ring[-1]
            for next_lat, next_lon in ring:
                if (next_lat > lat) != (last_lat > lat) and lon < next_lon + (lat - next_lat) * (
                    last_lon - next_lon
                ) / (last_lat - next_lat):
                    inside = not inside
                last_lat, last_lon = next_lat, next_lon
        return inside


@dataclass(frozen=True, slots=True)
class Borders:
    """The borders of all municipalities."""

    areas: tuple[Area, ...]
    frontier: Line

    def municipality_at(self, lat: float, lon: float) -> str | None:
        """The municipality code at a point, or None outside Sweden.

        A point in no municipality but within 3 km of one (quays, skerries, lakes) takes the nearest, unless the
        land frontier is just as near: then the point is in Norway or Finland.
        """
        if not (isfinite(lat) and isfinite(lon)):
            return None
        for area in self.areas:
            if area.near(lat, lon) and area.contains(lat, lon):
                return area.code
        return self._nearest(lat, lon)

    def _nearest(self, lat: float, lon: float) -> str | None:
        """The code of the nearest municipality within the coast tolerance."""
        best_km = COAST_TOLERANCE_KM
        best_code: str | None = None
        d_lat = COAST_TOLERANCE_KM / KM_PER_DEGREE
        d_lon = d_lat / max(cos(radians(lat)), 0.1)
        for area in self.areas:
            if area.near(lat, lon, d_lat, d_lon):
                km = min(_distance_km(lat, lon, ring) for ring in area.rings)
                if km < best_km:
                    best_km, best_code = km, area.code
        if best_code is None or _distance_km(lat, lon, self.frontier) <= best_km + 0.001:
            return None
        return best_code


def _distance_km(lat: float, lon: float, line: Line) -> float:
    """The shortest distance from a point to a line, on a local flat map."""
    y_scale = KM_PER_DEGREE
    x_scale = KM_PER_DEGREE * cos(radians(lat))
    best = float("inf")
    last_x = last_y = 0.0
    for index, (next_lat, next_lon) in enumerate(line):
        x, y = (next_lon - lon) * x_scale, (next_lat - lat) * y_scale
        if index:
            step_x, step_y = x - last_x, y - last_y
            length_2 = step_x * step_x + step_y * step_y
            share = 0.0
            if length_2 > 0.0:
                share = min(1.0, max(0.0, -(last_x * step_x + last_y * step_y) / length_2))
            best = min(best, hypot(last_x + share * step_x, last_y + share * step_y))
        last_x, last_y = x, y
    return best


def _line(flat: list[float]) -> Line:
    """`[lat, lon, lat, lon, …]` as points."""
    return tuple(zip(flat[::2], flat[1::2], strict=True))


def load_borders(path: Path) -> Borders:
    """The borders of `borders.json`."""
    data = json.loads(path.read_text(encoding="utf-8"))
    areas = []
    for code, flat_rings in data["municipalities"].items():
        rings = tuple(_line(flat) for flat in flat_rings)
        lats = [lat for ring in rings for lat, _ in ring]
        lons = [lon for ring in rings for _, lon in ring]
        areas.append(Area(code, min(lats), min(lons), max(lats), max(lons), rings))
    return Borders(tuple(areas), _line(data["frontier"]))
