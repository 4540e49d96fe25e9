"""Reading CSV tables so that whatever is wrong is named by file, line and value, all at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import Fault, TableError


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells in the order of the columns, and where it stands."""

    file: str
    line: int
    cells: tuple[str, ...]


@dataclass(slots=True)
class Faults:
    """What is wrong in the tables of one run; raised together, so that one run shows everything."""

    found: list[Fault] = field(default_factory=list)

    def add(self, file: str, line: int, value: str, problem: str, remedy: str) -> None:
        """Record one fault."""
        self.found.append(Fault(file, line, value, problem, remedy))

    def at(self, row: Row, value: str, problem: str, remedy: str) -> None:
        """Record what is wrong in a row."""
        self.add(row.file, row.line, value, problem, remedy)

    def raise_any(self) -> None:
        """Raise TableError if there is any fault."""
        if self.found:
            raise TableError(sorted(self.found, key=lambda fault: (fault.file, fault.line, fault.problem)))


def read_rows(path: Path, columns: Sequence[str], faults: Faults) -> Iterator[Row]:
    """The rows of a table with exactly these columns; whatever does not fit goes to `faults`."""
    name = path.name if path.parent.name != "claims" else f"claims/{path.name}"
    text = _decoded(path, name, faults)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = next(reader, None)
        if header is None:
            faults.add(name, 1, "", "The file is empty", f"Its first line must be: {','.join(columns)}")
            return
        if header != list(columns):
            wrong = next((cell for cell in header if cell not in columns), ",".join(header))
            faults.add(name, 1, wrong, "Wrong columns", f"The first line must be: {','.join(columns)}")
            return
        last = reader.line_num
        for cells in reader:
            line, last = last + 1, reader.line_num
            if len(cells) != len(columns):
                problem = f"{len(cells)} cells where {len(columns)} belong"
                faults.add(name, line, ",".join(cells), problem, "Quote a cell that holds a comma")
            elif blank := [cell for cell in cells if cell != cell.strip()]:
                faults.add(name, line, blank[0], "White space round a cell", "Remove it")
            else:
                yield Row(name, line, tuple(cells))
    except csv.Error as error:
        faults.add(name, reader.line_num, "", f"Not CSV ({error})", "Check the quotes of this line")


def _decoded(path: Path, name: str, faults: Faults) -> str | None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        faults.add(
            name, 0, str(path), "There is no such table", "Every table of docs/model.md must stand here"
        )
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        value = data[error.start : error.start + 4].decode("latin-1")
        faults.add(name, line, value, f"Not UTF-8 (byte {error.start})", "Save the file as UTF-8")
        return None
    if text.startswith("\ufeff"):
        faults.add(
            name, 1, "\ufeff", "The file starts with a byte order mark", "Save it as UTF-8 without one"
        )
        return None
    return text
