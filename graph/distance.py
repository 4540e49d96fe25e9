"""How far apart two places on the earth are."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS = 6_371_008.8
"""Its mean radius in metres."""

Place = tuple[float, float]
"""Longitude and latitude in degrees, WGS 84."""


def great_circle(one: Place, other: Place) -> float:
    """The distance between two places on a sphere, in metres.

    >>> round(great_circle((-0.7274, 52.6702), (-0.7274, 53.6702)))
    111195
    """
    (long1, lat1), (long2, lat2) = ((radians(x), radians(y)) for x, y in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((long2 - long1) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(half))
