"""Boundaries of areas, and courthouses that stand outside the area in which their courts are said to lie.

The only module that knows shapely, which is slow to load and so is loaded when there is something to
measure. Coordinates are longitude and latitude in degrees of WGS 84.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.claims import Claim, point
from graph.distance import EARTH_RADIUS
from graph.resolve import Conflict, Statement
from graph.tables import Faults
from graph.values import Difference

if TYPE_CHECKING:
    from shapely import MultiPolygon

Parts = Sequence[Sequence[Sequence[Sequence[float]]]]
"""The parts of an area, each of an outer ring and the rings of its holes, as GeoJSON has them."""

TOLERANCE = 500.0
"""Metres by which a courthouse may stand outside: the boundaries are drawn more coarsely than streets."""

DEGREE = math.radians(1) * EARTH_RADIUS
"""The metres of a degree of latitude."""

LINKS = (
    "cje:point",
    "org:hasPrimarySite",
    "cje:withinJusticeArea",
    "cje:coversJusticeArea",
    "cje:maintainedFor",
)
"""From a place by its building and court to the police areas in which it should lie."""

OUTSIDE = "outside the boundary of the police area of its court's justice area"


@dataclass(frozen=True)
class Boundary:
    """The outline of an area."""

    area: str
    parts: Parts

    @property
    def wkt(self) -> str:
        """The outline as well-known text.

        >>> Boundary("police-area/X", [[[[0, 50], [1, 50], [1, 51], [0, 50]]]]).wkt
        'MULTIPOLYGON(((0 50, 1 50, 1 51, 0 50)))'
        """
        parts = (", ".join(_ring(ring) for ring in part) for part in self.parts)
        return f"MULTIPOLYGON({', '.join(f'({part})' for part in parts)})"

    @cached_property
    def shape(self) -> MultiPolygon:
        """The outline, made ready for many questions."""
        import shapely  # noqa: PLC0415

        shape = shapely.MultiPolygon([(part[0], part[1:]) for part in self.parts])
        shapely.prepare(shape)
        return shape


def parts_of(wkt: str) -> Parts:
    """The parts of an outline in well-known text, as GeoJSON has them.

    >>> parts_of("MULTIPOLYGON(((0 50, 1 50, 1 51, 0 50)))")
    [[[[0.0, 50.0], [1.0, 50.0], [1.0, 51.0], [0.0, 50.0]]]]
    """
    import shapely  # noqa: PLC0415

    parts = shapely.geometry.mapping(shapely.from_wkt(wkt))["coordinates"]
    return [[[[*place] for place in ring] for ring in part] for part in parts]


def outside(longitude: float, latitude: float, boundary: Boundary) -> float:
    """How many metres a point stands outside a boundary; 0 if it stands inside.

    >>> square = Boundary("police-area/X", [[[[0, 50], [1, 50], [1, 51], [0, 51], [0, 50]]]])
    >>> outside(0.5, 50.5, square), round(outside(0.5, 51.01, square))
    (0.0, 1112)
    """
    import shapely  # noqa: PLC0415

    if shapely.contains_xy(boundary.shape, longitude, latitude):
        return 0.0
    narrower = math.cos(math.radians(latitude))
    flat = shapely.transform(boundary.shape, lambda places: places * (narrower, 1))
    return float(shapely.distance(flat, shapely.Point(longitude * narrower, latitude))) * DEGREE


@dataclass(frozen=True, slots=True)
class Located:
    """An area to which a point belongs, and how many metres outside it stands: 0 if it stands inside."""

    area: str
    metres: float


def locate(longitude: float, latitude: float, areas: Mapping[str, Boundary]) -> list[Located]:
    """The areas that hold a point, in the order of their keys; if none does, the nearest one alone.

    A point on a border belongs to both sides. An empty list means that there are no areas.

    >>> square = Boundary("police-area/X", [[[[0, 50], [1, 50], [1, 51], [0, 51], [0, 50]]]])
    >>> locate(0.5, 50.5, {square.area: square})
    [Located(area='police-area/X', metres=0.0)]
    """
    import shapely  # noqa: PLC0415

    holding = [key for key, area in areas.items() if shapely.intersects_xy(area.shape, longitude, latitude)]
    if holding:
        return [Located(key, 0.0) for key in sorted(holding)]
    far = [Located(key, outside(longitude, latitude, area)) for key, area in areas.items()]
    return sorted(far, key=lambda located: (located.metres, located.area))[:1]


def bounding_box(boundary: Boundary) -> tuple[float, float, float, float]:
    """The least longitude and latitude of an outline, and the greatest: west, south, east, north.

    >>> bounding_box(Boundary("police-area/X", [[[[0, 50], [1, 50], [1, 51], [0, 50]]]]))
    (0, 50, 1, 51)
    """
    places = [place for part in boundary.parts for place in part[0]]
    longitudes, latitudes = zip(*((place[0], place[1]) for place in places), strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def drawn(path: Path) -> dict[str, Boundary]:
    """The outlines of a file of boundaries, by the keys of their areas; TableError if it cannot be read."""
    faults = Faults()
    features = _document(path, faults)
    faults.raise_any()
    keyed = ((feature["properties"]["key"], feature["geometry"]["coordinates"]) for feature in features)
    return {key: Boundary(key, parts) for key, parts in keyed}


def boundaries(folder: Path, statements: Iterable[Statement]) -> dict[str, Boundary]:
    """The boundary of each area that has one, by its key: what `cje:boundary` points to in a folder.

    Raises TableError if a file or the feature in it is not there.
    """
    faults = Faults()
    files: dict[str, dict[str, Parts]] = {}
    found = {}
    for claim in (statement.claim for statement in statements):
        if claim.property != "cje:boundary":
            continue
        file, _, fragment = claim.value.partition("#")
        if file not in files:
            files[file] = _features(folder / file, faults)
        parts = files[file].get(fragment)
        if parts is None:
            faults.add(file, 0, fragment, "No such feature", f"Draw the boundary of {claim.subject} there")
        else:
            found[claim.subject] = Boundary(claim.subject, parts)
    faults.raise_any()
    return found


def _features(path: Path, faults: Faults) -> dict[str, Parts]:
    return {feature["id"]: feature["geometry"]["coordinates"] for feature in _document(path, faults)}


def _document(path: Path, faults: Faults) -> list[Any]:
    try:
        document: Any = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        faults.add(path.name, 0, str(path), "The boundaries cannot be read", str(error))
        return []
    return list(document["features"])


def _ring(ring: Sequence[Sequence[float]]) -> str:
    return f"({', '.join(f'{longitude} {latitude}' for longitude, latitude in ring)})"


def misplaced(statements: Iterable[Statement], known: Mapping[str, Boundary]) -> list[Conflict]:
    """The courthouses that stand more than TOLERANCE outside the area of a court that sits in them.

    A court lies in a criminal justice area, which one or more forces cover (London has two), each for its
    police area. A justice area of which some part has no boundary is passed over.
    """
    said: dict[str, dict[str, list[Claim]]] = {name: defaultdict(list) for name in LINKS}
    for claim in (statement.claim for statement in statements if statement.claim.property in LINKS):
        key = claim.value if claim.property == "cje:coversJusticeArea" else claim.subject
        said[claim.property][key].append(claim)
    land = {
        area: [held.value for claim in covers for held in said["cje:maintainedFor"].get(claim.subject, [])]
        for area, covers in said["cje:coversJusticeArea"].items()
    }
    courts: dict[tuple[str, str], dict[str, Claim]] = defaultdict(dict)
    for court, sites in said["org:hasPrimarySite"].items():
        for within in said["cje:withinJusticeArea"].get(court, []):
            for site in sites:
                courts[site.value, within.value][within.key] = within
    conflicts = []
    for (building, area), rivals in courts.items():
        places = said["cje:point"].get(building, [])
        place = point(places[0].value) if places else None
        parts = [known.get(key) for key in land.get(area, [])]
        outlines = [outline for outline in parts if outline is not None]
        if place is None or not outlines or len(outlines) < len(parts):
            continue
        metres = min(outside(*place, outline) for outline in outlines)
        if metres > TOLERANCE:
            far = Difference(Decimal(round(metres)), "metres")
            conflicts.append(
                Conflict(building, "cje:point", tuple(places), tuple(rivals.values()), far, OUTSIDE)
            )
    return conflicts


def simplified(shapes: Sequence[Parts], tolerance: float, digits: int) -> list[Parts]:
    """Outlines of fewer points that still meet their neighbours, rounded to so many digits of a degree.

    Raises ValueError if the outlines overlap or leave slivers between them.
    """
    import shapely  # noqa: PLC0415

    outlines = [Boundary("", parts).shape for parts in shapes]
    if not shapely.coverage_is_valid(outlines):
        raise ValueError("the outlines overlap, or leave slivers between them")
    simpler = shapely.set_precision(shapely.coverage_simplify(outlines, tolerance), 10**-digits)
    return [_parts(shapely.geometry.mapping(outline), digits) for outline in simpler]


def _parts(shape: Mapping[str, Any], digits: int) -> Parts:
    parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return [
        [[[round(degrees, digits) for degrees in place] for place in ring] for ring in part] for part in parts
    ]
