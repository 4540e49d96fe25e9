"""The estate as a picture: the police areas in outline, the courts as marks by kind and state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import cos, radians

from markupsafe import Markup

from api.drawing.svg import picture, tag
from api.models.maps import Map, Placed

WIDTH, HEIGHT = 460.0, 540.0
WEST, EAST, SOUTH, NORTH = -5.85, 1.85, 49.9, 55.85
_STRETCH = cos(radians(53))
AREA = {"fill": "#f7f9fa", "stroke": "#aab5bb", "stroke_width": 0.6}
MARKS: Mapping[str, Mapping[str, object]] = {
    "standing": {"fill": "#009e73", "stroke": "#fff", "stroke_width": 0.5},
    "closed": {"fill": "#fff", "fill_opacity": 0.5, "stroke": "#b44a00", "stroke_width": 1.1},
    "uncertain": {"fill": "#e69f00", "stroke": "#8a6200", "stroke_width": 1},
}
"""How a court is drawn in each state. They are attributes, since the pages' policy refuses a style."""
TEXT = {"font_size": 12, "font_family": "system-ui, sans-serif", "fill": "#17242c"}


@dataclass(frozen=True, slots=True)
class Outline:
    """An area as polygons of rings of longitude and latitude."""

    key: str
    parts: Sequence[Sequence[Sequence[Sequence[float]]]]


def place(longitude: float, latitude: float) -> tuple[float, float]:
    """Where a point lies on the picture: longitude is shortened as it is at 53° north."""
    scale = min(WIDTH / ((EAST - WEST) * _STRETCH), HEIGHT / (NORTH - SOUTH))
    return (longitude - WEST) * _STRETCH * scale, (NORTH - latitude) * scale


def drawn_map(told: Map, outlines: Iterable[Outline]) -> Markup:
    """The picture; its colours are in it, since a page may show it as an image."""
    parts = [tag("g", *(tag("path", d=_path(outline)) for outline in outlines), **AREA)]
    for state, drawn in groupby(told.items, key=lambda court: court.state or "uncertain"):
        parts.append(tag("g", *map(_mark, drawn), **MARKS[state]))
    parts += _legend()
    day = f" on {told.at}" if told.at else ""
    return picture(parts, WIDTH, HEIGHT, f"Courts of England and Wales{day}", f"{len(told.items)} courts")


def _path(outline: Outline) -> str:
    """An outline as path data, without points that lie on one another at this size."""
    pieces = []
    for polygon in outline.parts:
        for ring in polygon:
            points: list[str] = []
            for longitude, latitude, *_ in ring:
                x, y = place(longitude, latitude)
                text = f"{x:.1f} {y:.1f}"
                if not points or points[-1] != text:
                    points.append(text)
            if len(points) > 3:
                pieces.append(f"M{'L'.join(points)}Z")
    return "".join(pieces)


def _mark(court: Placed) -> Markup:
    x, y = place(court.point.longitude, court.point.latitude)
    title = tag("title", f"{court.label} ({court.kind}, {court.state or 'not certain'})")
    if court.class_ == "cje:CrownCourtCentre":
        return tag("rect", title, x=x - 3.4, y=y - 3.4, width=6.8, height=6.8)
    return tag("circle", title, cx=x, cy=y, r=2.7)


def _legend() -> list[Markup]:
    marks = []
    for row, (state, words) in enumerate(
        (("standing", "standing"), ("closed", "closed"), ("uncertain", "not certain"))
    ):
        y = 16.0 + row * 18
        marks.append(tag("circle", cx=12, cy=y, r=4, **MARKS[state]))
        marks.append(tag("text", words, x=24, y=y + 4, **TEXT))
    marks.append(tag("circle", cx=12, cy=76, r=3, **MARKS["closed"]))
    marks.append(tag("text", "magistrates' court", x=24, y=80, **TEXT))
    marks.append(tag("rect", x=8, y=90, width=8, height=8, **MARKS["closed"]))
    marks.append(tag("text", "Crown Court centre", x=24, y=98, **TEXT))
    return marks
