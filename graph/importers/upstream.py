"""An upstream table as it came, and what one row of it comes to: claims, or the reason why it has none."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.claims import Claim
from graph.tables import Faults

FORGOTTEN = "A row that is neither used nor set aside"


@dataclass(frozen=True, slots=True)
class UpstreamRow:
    """One row of an upstream file, its cells by column, as they came."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column].strip()

    @property
    def sha256(self) -> str:
        """The SHA-256 of its cells, joined by U+001F."""
        return hashlib.sha256("\x1f".join(self.cells.values()).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Correction:
    """A cell that is not to be taken as it is printed; `read_as` is empty if it is not to be taken at all."""

    printed: str
    read_as: str
    reason: str


@dataclass(slots=True)
class Entry:
    """What one source says in one row: the claims that the row makes, or why it makes none."""

    row: UpstreamRow
    source: str
    id: str
    corrections: Mapping[str, Correction] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    reason: str = ""

    def __getitem__(self, column: str) -> str:
        """A cell, without white space round it, as a correction reads it."""
        correction = self.corrections.get(column)
        return correction.read_as if correction else self.row[column]

    def say(
        self,
        subject: str,
        property_: str,
        value: str,
        column: str = "",
        *,
        lang: str = "",
        start: str = "",
        until: str = "",
        status: str = "asserted",
        note: str = "",
    ) -> None:
        """Add a claim that the row makes in a column (in several: `lat and lon`), or as a whole."""
        locator = f"row {self.id}, {column}" if column else f"row {self.id}"
        mended = [
            f"printed {correction.printed}: {correction.reason}"
            for name, correction in self.corrections.items()
            if name in column.split(" and ")
        ]
        notes = "; ".join([*filter(None, [note]), *mended])
        self.claims.append(
            Claim(subject, property_, value, lang, start, until, self.source, locator, status, notes)
        )

    def set_aside(self, reason: str) -> None:
        """Say why nothing of the row is used."""
        self.reason = reason


def read_upstream(
    path: Path, columns: Sequence[str], faults: Faults, *, ragged: bool = False
) -> list[UpstreamRow]:
    """The rows of an upstream CSV file that has exactly these columns; a fault for whatever does not fit.

    In a `ragged` file the cells that a row leaves out at its end are empty.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        faults.add(path.name, 0, str(path), "The file cannot be read", str(error))
        return []
    except UnicodeDecodeError as error:
        faults.add(path.name, 0, str(path), f"Not UTF-8 (byte {error.start})", "Save the file as UTF-8")
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[UpstreamRow] = []
    try:
        header = next(reader, [])
        if header != list(columns):
            _fault_header(path.name, header, columns, faults)
            return []
        last = reader.line_num
        for cells in reader:
            line, last = last + 1, reader.line_num
            if ragged:
                cells += [""] * (len(columns) - len(cells))
            if len(cells) != len(columns):
                problem = f"{len(cells)} cells where {len(columns)} belong"
                faults.add(path.name, line, ",".join(cells)[:80], problem, "Quote a cell that holds a comma")
            else:
                rows.append(UpstreamRow(path.name, line, dict(zip(columns, cells, strict=True))))
    except csv.Error as error:
        faults.add(path.name, reader.line_num, "", f"Not CSV ({error})", "Check the quotes of this line")
    if not rows and not faults.found:
        faults.add(path.name, 1, "", "A table without rows", "Give a file that holds the table")
    return rows


def _fault_header(name: str, header: Sequence[str], columns: Sequence[str], faults: Faults) -> None:
    for column in columns:
        if column not in header:
            near = f"The first line is: {','.join(header)}"
            faults.add(name, 1, column, "A column that the file no longer has", near)
    for column in header:
        if column not in columns:
            remedy = "Teach the importer what it means, or take it out"
            faults.add(name, 1, column, "A column that the importer does not know", remedy)
    if sorted(header) == sorted(columns):
        faults.add(name, 1, ",".join(header), "The columns are in another order", ",".join(columns))


def numbered(
    rows: Sequence[UpstreamRow], own_id: Callable[[UpstreamRow], str]
) -> Iterator[tuple[UpstreamRow, str]]:
    """Each row with the source's own id of it; a repeated id is told apart: `B33PL00`, `B33PL00/2`.

    >>> rows = [UpstreamRow("x.csv", line, {"id": "7"}) for line in (2, 3)]
    >>> [id_ for _, id_ in numbered(rows, lambda row: row["id"])]
    ['7', '7/2']
    """
    seen: Counter[str] = Counter()
    for row in rows:
        id_ = own_id(row)
        seen[id_] += 1
        yield row, id_ if seen[id_] == 1 else f"{id_}/{seen[id_]}"
