"""Boundaries of the police areas: GeoJSON of the statistical office, one feature an area, known by its code.

The boundaries of 2020 become the project's own file, drawn more coarsely; those of an earlier year are
set aside row by row, since nothing of them is shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from graph.geography import simplified
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow

COLUMNS = ("code", "name", "source", "vintage", "geometry")
FILE = "boundaries/police-areas.geojson"
TOLERANCE = 0.001
"""Degrees: no point of a boundary moves by more than about 150 metres."""
DIGITS = 4


def convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """A claim for each area that points into the file of boundaries, and that file."""
    try:
        shapes = simplified([json.loads(row["geometry"]) for row in rows], TOLERANCE, DIGITS)
    except ValueError as error:
        remedy = "Give a file in which neighbours share their boundary"
        reading.fault(rows[0], "geometry", str(error), "Not a partition of the land", remedy)
        return
    features = []
    for row, shape in zip(rows, shapes, strict=True):
        entry = reading.entry(row, row["code"])
        area = reading.mint(f"police-area/{row['code']}", "cje:PoliceArea")
        entry.say(area, "cje:boundary", f"{FILE}#{row['code']}", "geometry")
        features.append(
            {
                "type": "Feature",
                "id": row["code"],
                "properties": {
                    "key": area,
                    "source": reading.source,
                    "as_of": row["vintage"].partition(",")[0],
                },
                "geometry": {"type": "MultiPolygon", "coordinates": shape},
            }
        )
        yield entry
    reading.files[FILE] = _collection(features)


def set_aside(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The boundaries of an earlier year: read, and not used."""
    for row in rows:
        entry = reading.entry(row, row["code"])
        entry.set_aside("boundaries of 2016, after which those of 2020 are drawn for the same areas")
        yield entry


def _collection(features: Sequence[object]) -> str:
    """A collection of features, one a line, so that a change of one shows as a change of one."""
    lines = ",\n".join(json.dumps(feature, separators=(",", ":")) for feature in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


FORM = Form(COLUMNS, convert)
EARLIER_FORM = Form(COLUMNS, set_aside)
