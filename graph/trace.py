"""Following one row of an upstream table through the ledger to its claims, or to why it was set aside."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

LEDGER = "ledger.csv"
CROSSWALK = "crosswalk.csv"
"""The copies of these tables among a release's reports."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A row of the ledger: which source and table it is of, and what became of it."""

    source: str
    table: str
    row: str
    sha256: str
    outcome: str
    note: str


def traced(reports: Path, row: str, table: str = "") -> list[Traced]:
    """The rows of the ledger with this id, or of this line of a curated table (`court_closures/123`).

    Repeats of an id in one source (`B33PL00/2`) come with it. An empty list means that no table has such a
    row.
    """
    entries = list(_entries(reports))
    sources = {entry.source for entry in entries if entry.row == row}
    return [
        entry
        for entry in entries
        if table in ("", entry.table)
        and entry.source in sources
        and (entry.row == row or _repeats(entry.row, row))
    ]


def _entries(reports: Path) -> Iterator[Traced]:
    with (reports / LEDGER).open(encoding="utf-8", newline="") as file:
        rows: Iterable[list[str]] = csv.reader(file)
        for cells in list(rows)[1:]:
            yield Traced(*cells)


def _repeats(other: str, row: str) -> bool:
    stem, _, number = other.rpartition("/")
    return stem == row and number.isdecimal()
