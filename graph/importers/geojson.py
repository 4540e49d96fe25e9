"""Reading an upstream GeoJSON file as rows: the properties of each feature, and its geometry as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from graph.importers.upstream import UpstreamRow
from graph.tables import Faults

GEOMETRY = "geometry"
SHAPES = ("Polygon", "MultiPolygon")


def read_features(path: Path, columns: Sequence[str], faults: Faults) -> list[UpstreamRow]:
    """A row for each feature, its line being its place in the file; a fault for whatever does not fit.

    `columns` are the properties that each feature must have, in order, and then `geometry`, which becomes
    the coordinates of a multipolygon as compact JSON.
    """
    try:
        document: Any = json.loads(path.read_bytes())
        features: list[Any] = document["features"]
    except OSError as error:
        faults.add(path.name, 0, str(path), "The file cannot be read", str(error))
        return []
    except (ValueError, KeyError, TypeError) as error:
        faults.add(path.name, 0, str(error), "Not a GeoJSON collection of features", "Save it as GeoJSON")
        return []
    rows = []
    for number, feature in enumerate(features, start=1):
        cells = {str(name): str(value) for name, value in feature["properties"].items()}
        shape = feature[GEOMETRY] or {"type": "none"}
        if [*cells, GEOMETRY] != list(columns):
            near = f"The columns must be: {','.join(columns)}"
            faults.add(path.name, number, ",".join(cells), "A feature of other properties", near)
        elif shape["type"] not in SHAPES:
            remedy = f"Draw it as {' or '.join(SHAPES)}"
            faults.add(path.name, number, shape["type"], "A geometry that bounds no land", remedy)
        else:
            parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
            cells[GEOMETRY] = json.dumps(parts, separators=(",", ":"))
            rows.append(UpstreamRow(path.name, number, cells))
    if not rows and not faults.found:
        faults.add(path.name, 1, "", "A file without features", "Give a file that holds them")
    return rows
