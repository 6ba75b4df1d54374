"""SWEREF 99 TM, the projection of Swedish maps: from latitude and longitude to metres on the plane.

Gauss–Krüger's formulas as Lantmäteriet gives them ("Gauss Conformal Projection, Krüger's Formulas", 2008).
"""

from math import atan, atanh, cos, cosh, radians, sin, sinh, tan

_FLATTENING = 1 / 298.257222101
_AXIS, _SCALE, _MERIDIAN, _EASTING = 6378137.0, 0.9996, 15.0, 500000.0

_N = _FLATTENING / (2 - _FLATTENING)
_E2 = _FLATTENING * (2 - _FLATTENING)
_RADIUS = _AXIS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_TO_CONFORMAL = (
    _E2,
    (5 * _E2**2 - _E2**3) / 6,
    (104 * _E2**3 - 45 * _E2**4) / 120,
    1237 * _E2**4 / 1260,
)
_SERIES = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16 + 41 * _N**4 / 180,
    13 * _N**2 / 48 - 3 * _N**3 / 5 + 557 * _N**4 / 1440,
    61 * _N**3 / 240 - 103 * _N**4 / 140,
    49561 * _N**4 / 161280,
)


def metres(lat: float, lon: float) -> tuple[float, float]:
    """East and north, in metres."""
    phi, lam = radians(lat), radians(lon - _MERIDIAN)
    sine = sin(phi)
    bend = sum(each * sine ** (2 * power) for power, each in enumerate(_TO_CONFORMAL))
    conformal = phi - sine * cos(phi) * bend
    north = atan(tan(conformal) / cos(lam))
    east = atanh(cos(conformal) * sin(lam))
    x, y = north, east
    for order, each in enumerate(_SERIES, 1):
        x += each * sin(2 * order * north) * cosh(2 * order * east)
        y += each * cos(2 * order * north) * sinh(2 * order * east)
    return _SCALE * _RADIUS * y + _EASTING, _SCALE * _RADIUS * x
