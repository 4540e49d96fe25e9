"""An upstream table in a test: written, imported, and what it came to say."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from graph.claims import CLAIM_COLUMNS
from graph.errors import TableError
from graph.importers.run import Imported, import_table


def write_upstream(folder: Path, name: str, columns: Sequence[str], rows: str) -> Path:
    """Write a table of the upstream, a line a row; the file is named as the import is."""
    path = folder / f"{name.replace('-', '_')}.csv"
    out = io.StringIO()
    lines = csv.reader(line.strip() for line in rows.splitlines() if line.strip())
    csv.writer(out, lineterminator="\n").writerows([columns, *lines])
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def imported(folder: Path, name: str, columns: Sequence[str], rows: str) -> Imported:
    """Import such a table into a folder of tables."""
    return import_table(name, write_upstream(folder.parent, name, columns, rows), folder)


def faults(folder: Path, name: str, columns: Sequence[str], rows: str) -> list[tuple[int, str, str]]:
    """The line, value and problem of each fault that stops the import of such a table."""
    with pytest.raises(TableError) as caught:
        imported(folder, name, columns, rows)
    return [(fault.line, fault.value, fault.problem) for fault in caught.value.faults]


def said(folder: Path, name: str, *about: str) -> list[str]:
    """The claims of an import about the things whose keys begin so (of all): each in one line.

    The line is `subject property value`, `(from to until)` if it is dated, the source and the column.
    """
    with (folder / "claims" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        claims = [dict(zip(CLAIM_COLUMNS, row, strict=True)) for row in list(csv.reader(file))[1:]]
    return [_line(claim) for claim in claims if not about or claim["subject"].startswith(about)]


def notes(folder: Path, name: str, property_: str) -> dict[str, str]:
    """The notes of the claims of one property, by their subjects."""
    with (folder / "claims" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row["subject"]: row["note"] for row in csv.DictReader(file) if row["property"] == property_}


def set_aside(folder: Path, name: str) -> list[tuple[str, str]]:
    """The rows of an import that were set aside, with the reasons."""
    with (folder / "ledger.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(row["row"], row["note"]) for row in rows if row["table"] == name and row["note"]]


def _line(claim: dict[str, str]) -> str:
    dated = f" ({claim['from']} to {claim['until']})" if claim["from"] or claim["until"] else ""
    place = claim["locator"].partition(", ")[2] or "row"
    return f"{claim['subject']} {claim['property']} {claim['value']}{dated} | {claim['source']}, {place}"
