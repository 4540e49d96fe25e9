"""A file of comma-separated values for each class, with metadata by the W3C's CSV on the Web."""

from __future__ import annotations

import csv
import json
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from graph.catalogue import ATTRIBUTION, LICENCE, TITLE
from graph.exports.cells import guarded
from graph.exports.columns import CURIE, Cell, Column, Sheet, Sheets
from graph.exports.selection import Selection
from graph.namespaces import EXTERNAL, Names

METADATA = "csv-metadata.json"
_XSD = EXTERNAL["xsd"]
_PLAIN = {f"{_XSD}{name}": name for name in ("string", "integer", "decimal", "boolean", "date", "anyURI")}


def write_csv(selection: Selection, place: Path) -> None:
    """Write a file for each class in a folder, and the metadata of them all.

    A cell that a spreadsheet would run has a quote before it; so that nobody takes that for the value, the
    metadata counts such cells of each column.
    """
    sheets = Sheets(selection)
    quoted: Counter[tuple[str, str]] = Counter()
    with ExitStack() as files:
        writers = {}
        for sheet in sheets.all.values():
            file = files.enter_context((place / f"{sheet.name}.csv").open("w", encoding="utf-8", newline=""))
            writers[sheet.name] = csv.writer(file, lineterminator="\r\n")
            writers[sheet.name].writerow(sheet.header)
        for row in sheets.rows():
            cells = []
            for column, cell in zip(row.sheet.columns, row.cells, strict=True):
                told = joined(column, cell)
                safe = guarded(told)
                cells.append(safe)
                if safe is not told:
                    quoted[row.sheet.name, column.name] += 1
            writers[row.sheet.name].writerow([row.key, *cells])
    described = metadata(selection, sheets, quoted)
    (place / METADATA).write_text(
        json.dumps(described, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def joined(column: Column, cell: Cell) -> str:
    """A cell as one text."""
    return column.separator.join(cell) if isinstance(cell, list) else cell or ""


def metadata(selection: Selection, sheets: Sheets, quoted: Counter[tuple[str, str]]) -> dict[str, Any]:
    """The description of the tables, as JSON has it."""
    release = selection.release.metadata
    described: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": TITLE,
        "dc:license": {"@id": LICENCE},
        "dc:rights": ATTRIBUTION,
        "dc:issued": release.date,
        "dc:source": {"@id": f"{release.base}release/{release.date}/"},
        "dc:identifier": f"rdfc10-sha256:{release.rdfc10_sha256}",
        "tables": [_table(sheet, sheets, quoted) for sheet in sheets.all.values()],
    }
    if selection.moment is not None:
        described["dc:temporal"] = selection.moment.day.isoformat()
    return described


def _table(sheet: Sheet, sheets: Sheets, quoted: Counter[tuple[str, str]]) -> dict[str, Any]:
    names = sheets.names
    key = {"name": "key", "titles": "key", "datatype": "string", "required": True, "suppressOutput": True}
    virtual = [
        {
            "name": f"type_{number}",
            "virtual": True,
            "propertyUrl": "rdf:type",
            "valueUrl": names.expand(type_),
        }
        for number, type_ in enumerate(sheet.types, 1)
    ]
    columns = [key, *(_column(column, quoted[sheet.name, column.name], names)
                      for column in sheet.columns), *virtual]  # fmt: skip
    schema: dict[str, Any] = {
        "aboutUrl": f"{names.base}id/{{+key}}",
        "primaryKey": "key",
        "columns": columns,
    }
    sources = next((each for each in sheets.all.values() if each.class_ == "cje:Source"), None)
    if sheet.class_ == "cje:Claim" and sources is not None and not sheets.selection.kinds:
        schema["foreignKeys"] = [
            {
                "columnReference": "derived_from",
                "reference": {"resource": f"{sources.name}.csv", "columnReference": "key"},
            }
        ]
    return {"url": f"{sheet.name}.csv", "tableSchema": schema}


def _column(column: Column, quoted: int, names: Names) -> dict[str, Any]:
    told: dict[str, Any] = {"name": column.name, "titles": column.name, "datatype": "string"}
    sort = column.sort
    if column.role != "value":
        told["suppressOutput"] = True  # One column alone does not give the value.
    else:
        told["propertyUrl"] = names.expand(column.property)
        if sort.is_iri and sort.space != CURIE:
            told["valueUrl"] = f"{sort.space}{{+{column.name}}}"
        elif sort.language:
            told["lang"] = sort.language
        elif sort.datatype in _PLAIN:
            told["datatype"] = _PLAIN[sort.datatype]
        elif not sort.is_iri:
            told["datatype"] = {"base": "string", "@id": sort.datatype}
    if column.many:
        told["separator"] = column.separator
    if column.filled:
        told["required"] = True
    if quoted:
        told["rdfs:comment"] = f"{quoted} cells begin with a quote, so that no spreadsheet runs them."
    return told
