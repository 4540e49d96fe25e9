"""Which courthouses stand outside the area in which their courts lie, and how an outline is told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from graph.build import know
from graph.dataset import Knowledge, Writer
from graph.errors import TableError
from graph.geography import Boundary, Located, bounding_box, drawn, locate, outside, simplified
from graph.namespaces import Names
from graph.nquads import Terms
from graph.resources import tables
from tests.conftest import Mini

WEST = [[[[-1.0, 52.0], [0.0, 52.0], [0.0, 53.0], [-1.0, 53.0], [-1.0, 52.0]]]]
EAST = [[[[0.0, 52.0], [1.0, 52.0], [1.0, 53.0], [0.0, 53.0], [0.0, 52.0]]]]

CLAIMS = """
    police-area/W,cje:boundary,boundaries/areas.geojson#W,,,,list-2013
    police-area/E,cje:boundary,boundaries/areas.geojson#E,,,,list-2013
    police-force/west,cje:maintainedFor,police-area/W,,,,list-2013
    police-force/east,cje:maintainedFor,police-area/E,,,,list-2013
    police-force/west,cje:coversJusticeArea,criminal-justice-area/33,,,,codes
    magistrates-court/oakham,cje:withinJusticeArea,criminal-justice-area/33,,,,codes
    magistrates-court/oakham,org:hasPrimarySite,courthouse/oakham,,,,list-2013
    courthouse/oakham,cje:point,{point},,,,list-2013
"""


def estate(mini: Mini, point: str, more: str = "") -> Path:
    folder = mini(CLAIMS.format(point=point) + more)
    features = [
        {"type": "Feature", "id": id_, "geometry": {"type": "MultiPolygon", "coordinates": parts}}
        for id_, parts in (("W", WEST), ("E", EAST))
    ]
    (folder / "boundaries").mkdir()
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "boundaries" / "areas.geojson").write_text(text)
    return folder


def told(known: Knowledge) -> list[tuple[str, str, str, str, str]]:
    return [
        (c.subject, c.property, c.chosen_value, c.rival_value, str(c.difference)) for c in known.conflicts
    ]


@pytest.mark.parametrize(
    ("longitude", "latitude", "metres"),
    [(-0.5, 52.5, 0), (-1.0, 52.5, 0), (-0.5, 53.1, 11_120), (0.1, 52.5, 6_769), (0.1, 51.9, 13_073)],
)
def test_how_far_does_a_point_stand_outside(longitude: float, latitude: float, metres: int) -> None:
    found = outside(longitude, latitude, Boundary("police-area/W", WEST))
    assert found == pytest.approx(metres, rel=0.001)


def test_is_a_hole_outside() -> None:
    hole = [[-0.6, 52.4], [-0.4, 52.4], [-0.4, 52.6], [-0.6, 52.6], [-0.6, 52.4]]
    ring = Boundary("police-area/W", [[WEST[0][0], hole]])
    assert outside(-0.7, 52.5, ring) == 0
    assert outside(-0.5, 52.5, ring) > 6_000


SQUARES = {key: Boundary(key, parts) for key, parts in (("police-area/W", WEST), ("police-area/E", EAST))}


@pytest.mark.parametrize(
    ("longitude", "areas"),
    [
        pytest.param(-0.5, ["police-area/W"], id="inside one"),
        pytest.param(0.0, ["police-area/E", "police-area/W"], id="on the border of two"),
        pytest.param(1.0, ["police-area/E"], id="on the edge"),
    ],
)
def test_which_area_holds_a_point(longitude: float, areas: list[str]) -> None:
    assert locate(longitude, 52.5, SQUARES) == [Located(area, 0.0) for area in areas]


def test_of_a_point_in_no_area_is_the_nearest_told() -> None:
    [found] = locate(1.1, 52.5, SQUARES)
    assert (found.area, round(found.metres)) == ("police-area/E", 6769)
    assert locate(1.1, 52.5, {}) == []


def test_the_box_around_an_outline() -> None:
    islands = Boundary("police-area/X", [WEST[0], [[[2.0, 50.0], [3.0, 50.0], [3.0, 51.0], [2.0, 50.0]]]])
    assert bounding_box(islands) == (-1.0, 50.0, 3.0, 53.0)


@pytest.mark.parametrize(
    ("place", "area", "metres"),
    [
        pytest.param((-0.7274, 52.6702), "police-area/E23000021", 0, id="Oakham, of Leicestershire"),
        pytest.param((-0.0922, 51.5155), "police-area/E23000034", 0, id="Guildhall, of the City"),
        pytest.param((-4.5, 54.2), "police-area/E23000002", 65_878, id="the Isle of Man, of none"),
    ],
)
def test_which_police_area_of_the_real_ones(place: tuple[float, float], area: str, metres: float) -> None:
    areas = drawn(tables() / "boundaries" / "police-areas.geojson")
    [found] = locate(*place, areas)
    assert found.area == area
    assert found.metres == pytest.approx(metres, rel=0.001)


def test_is_a_file_of_outlines_that_is_not_there_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="The boundaries cannot be read"):
        drawn(tmp_path / "none.geojson")


def test_is_a_courthouse_outside_its_area_a_conflict(mini: Mini) -> None:
    point = "POINT(0.1 52.5)"
    known = know(estate(mini, point))
    assert told(known) == [
        ("courthouse/oakham", "cje:point", point, "criminal-justice-area/33", "6769 metres")
    ]
    [conflict] = known.conflicts
    assert conflict.reason == "outside the boundary of the police area of its court's justice area"


@pytest.mark.parametrize(
    ("point", "more"),
    [
        pytest.param("POINT(-0.5 52.5)", "", id="inside"),
        pytest.param("POINT(0.006 52.5)", "", id="outside by less than the lines are coarse"),
        pytest.param(
            "POINT(0.1 52.5)",
            "police-force/east,cje:coversJusticeArea,criminal-justice-area/33,,,,codes",
            id="in the area of the other of two forces",
        ),
        pytest.param(
            "POINT(2.5 52.5)",
            """police-force/third,cje:coversJusticeArea,criminal-justice-area/33,,,,codes
            police-force/third,cje:maintainedFor,police-area/T,,,,list-2013""",
            id="where a part of the area has no boundary",
        ),
    ],
)
def test_is_a_courthouse_that_may_lie_in_its_area_no_conflict(mini: Mini, point: str, more: str) -> None:
    assert told(know(estate(mini, point, more))) == []


def test_is_a_feature_that_is_not_there_named(mini: Mini) -> None:
    folder = estate(mini, "POINT(-0.5 52.5)")
    (folder / "boundaries" / "areas.geojson").write_text('{"features":[]}')
    with pytest.raises(TableError) as caught:
        know(folder)
    assert [(fault.value, fault.problem) for fault in caught.value.faults] == [
        ("W", "No such feature"),
        ("E", "No such feature"),
    ]
    (folder / "boundaries" / "areas.geojson").unlink()
    with pytest.raises(TableError, match="The boundaries cannot be read"):
        know(folder)


def test_does_an_outline_stand_in_the_plain_graph(mini: Mini) -> None:
    known = know(estate(mini, "POINT(-0.5 52.5)"))
    base = Names().base
    lines = Writer(known, Terms(Names(base), known.tables.schema)).ever()
    geometry = f"<{base}id/geometry/police-area/E>"
    wkt = "MULTIPOLYGON(((0.0 52.0, 1.0 52.0, 1.0 53.0, 0.0 53.0, 0.0 52.0)))"
    graph = f"<{base}graph/ever> .\n"
    assert {line for line in lines if geometry in line} == {
        f"<{base}id/police-area/E> <http://www.opengis.net/ont/geosparql#hasGeometry> {geometry} {graph}",
        f"{geometry} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        f" <http://www.opengis.net/ont/sf#MultiPolygon> {graph}",
        f'{geometry} <http://www.opengis.net/ont/geosparql#asWKT> "{wkt}"'
        f"^^<http://www.opengis.net/ont/geosparql#wktLiteral> {graph}",
    }


def test_do_simpler_outlines_still_meet() -> None:
    """The wobble of the shared line goes out of both alike."""
    line = [[0.0, 52.0], [0.00004, 52.3], [-0.00003, 52.6], [0.0, 53.0]]
    west = [[[[-1.0, 52.0], *line, [-1.0, 53.0], [-1.0, 52.0]]]]
    east = [[[[1.0, 53.0], *reversed(line), [1.0, 52.0], [1.0, 53.0]]]]
    simpler = simplified([west, east], 0.01, 4)
    assert [sorted(map(tuple, set_of(shape))) for shape in simpler] == [
        [(-1.0, 52.0), (-1.0, 53.0), (0.0, 52.0), (0.0, 53.0)],
        [(0.0, 52.0), (0.0, 53.0), (1.0, 52.0), (1.0, 53.0)],
    ]


def set_of(shape: Sequence[Sequence[Sequence[Sequence[float]]]]) -> set[tuple[float, float]]:
    return {(place[0], place[1]) for part in shape for ring in part for place in ring}


def test_are_overlapping_outlines_refused() -> None:
    wider = [[[[-0.5, 52.0], [1.0, 52.0], [1.0, 53.0], [-0.5, 53.0], [-0.5, 52.0]]]]
    with pytest.raises(ValueError, match="overlap"):
        simplified([WEST, wider], 0.01, 4)
