"""The claims in the form in which the build reads them: `registry.csv`, `sources.csv` and `claims/`.

Each row of `claims/export.csv` has the identity of its claim, which is a hash of its cells, so a folder of
these tables beside the project's policy, lists, gaps, crosswalk and ledger builds the same graph of claims.
They are for programs: no cell is guarded against a spreadsheet, since that would make it another claim.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from graph.claims import CLAIM_COLUMNS, REGISTRY_SOURCE, SOURCE_COLUMNS
from graph.exports.columns import Row, Sheets
from graph.exports.selection import Selection
from graph.schema import load_schema

_SOURCE_COLUMNS: Mapping[str, str] = {
    "title": "title_en",
    "kind": "source_kind",
    "date": "source_date",
    "family": "source_family",
}
"""Where the cells of a source stand that are called otherwise in its table."""


def write_claims(selection: Selection, place: Path) -> None:
    """Write the three tables in a folder."""
    sheets = Sheets(selection, ("claims",))
    (place / "claims").mkdir()
    with (
        (place / "registry.csv").open("w", encoding="utf-8", newline="") as registry,
        (place / "sources.csv").open("w", encoding="utf-8", newline="") as sources,
        (place / "claims" / "export.csv").open("w", encoding="utf-8", newline="") as claims,
    ):
        things, makers, rows = (csv.writer(file, lineterminator="\n") for file in (registry, sources, claims))
        things.writerow(("key", "class", "note"))
        makers.writerow(SOURCE_COLUMNS)
        rows.writerow(CLAIM_COLUMNS)
        for row in sheets.rows():
            if row.sheet.types == ("cje:Source",):
                makers.writerow(_source(row))
            elif row.sheet.types == ("cje:Claim",):
                cells = _claim(row, sheets)
                if cells["source"] == REGISTRY_SOURCE:
                    things.writerow((cells["subject"], cells["value"], cells["note"]))
                else:
                    rows.writerow([cells[column] for column in CLAIM_COLUMNS])


def _cells(row: Row) -> dict[str, str]:
    pairs = zip(row.sheet.columns, row.cells, strict=True)
    return {c.name: v for c, v in pairs if isinstance(v, str)}


def _source(row: Row) -> list[str]:
    cells = _cells(row)
    told = {name: cells.get(_SOURCE_COLUMNS.get(name, name), "") for name in SOURCE_COLUMNS}
    told |= {"key": row.key.removeprefix("source/"), "kind": told["kind"].removeprefix("source-kind-")}
    return [told[column] for column in SOURCE_COLUMNS]


def _claim(row: Row, sheets: Sheets) -> dict[str, str]:
    cells = _cells(row)
    sort = cells["value_sort"]
    status = cells["status"].removeprefix("status-")
    return {
        "subject": cells["subject"],
        "property": cells["property"],
        "value": _value(cells["property"], cells["value"], sort, sheets),
        "lang": sort.removeprefix("@") if sort.startswith("@") else "",
        "from": cells.get("from", ""),
        "until": cells.get("until", ""),
        "source": cells["derived_from"].removeprefix("source/"),
        "locator": cells.get("locator", ""),
        "status": "" if status == "asserted" else status,
        "note": cells.get("note_en", ""),
    }


def _value(property_: str, value: str, sort: str, sheets: Sheets) -> str:
    """A value as a table writes it: a key, a CURIE, an IRI in angle brackets, or the text of a literal."""
    if not sort.startswith("<"):
        return value
    iri = sort[1:-1] + value
    declared = load_schema().properties.get(property_)
    return f"<{iri}>" if declared is not None and declared.kind == "iri" else sheets.names.shorten(iri)
