"""A column of names in a spreadsheet, to keys: CSV in, CSV out, with the score and the reason of each."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

from graph.errors import DateError, EstateError
from graph.exports.cells import guarded
from graph.names import Candidate

Resolve: TypeAlias = Callable[[str, date | None, str | None], Sequence[Candidate]]
"""What gives candidates for a name, a day and a place."""

ADDED = ("key", "label", "score", "matched", "candidates", "reason")
"""The columns that are added, each with this before it: `estate_`."""
PREFIX = "estate_"
KEY = -len(ADDED)
"""Where the key stands in a row."""

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]\d{2}:\d{2}.*)?", re.ASCII)
_BRITISH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?: \d{1,2}:\d{2}.*)?", re.ASCII)


class FileError(EstateError):
    """A file that cannot be read as it must be: which line and column, what is wrong, what would be right."""


def day_of(text: str) -> date | None:
    """A day as spreadsheets have it, the day before the month; None for an empty cell. DateError.

    A year is taken for its middle, a month for its fifteenth.

    >>> day_of("31/12/2008"), day_of("2008"), day_of(" ")
    (datetime.date(2008, 12, 31), datetime.date(2008, 7, 1), None)
    """
    text = text.strip()
    if not text:
        return None
    try:
        if match := _ISO.fullmatch(text):
            year, month, number = match.groups()
            return date(int(year), int(month or 7), int(number or (15 if month else 1)))
        if match := _BRITISH.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        pass
    raise DateError(f"{text!r} is no day. Write it as 2008-12-31 or 31/12/2008; a year or 2008-12 will do.")


def matched(
    file: Path, column: str, resolve: Resolve, *, date_column: str = "", place_column: str = ""
) -> Iterator[list[str]]:
    """The rows of a CSV file with the columns of ADDED, its own header first.

    The key and its label are filled in where one thing is matched; `candidates` lists the keys of the
    likeliest otherwise. FileError for what cannot be read; it names the file, the line and the column.
    """
    text = _text(file)
    reader = csv.reader(io.StringIO(text, newline=""), _dialect(text), strict=True)
    try:
        header = next(reader, [])
        if not any(header):
            raise FileError(f"{file}:1: the file has no header. Its first line must name the columns.")
        places = [_column(file, header, name) for name in (column, date_column, place_column)]
        yield [*header, *(PREFIX + name for name in ADDED)]
        for row in reader:
            if not row:
                continue
            if len(row) != len(header):
                raise FileError(
                    f"{file}:{reader.line_num}: the line has {len(row)} cells, and the header {len(header)} "
                    "columns. Put a cell that has a comma in quotes."
                )
            name, day, place = (row[at] if at is not None else "" for at in places)
            try:
                on = day_of(day)
            except DateError as error:
                raise FileError(f"{file}:{reader.line_num}: column {date_column!r}: {error}") from None
            yield [*row, *_cells(resolve(name, on, place or None) if name.strip() else ())]
    except csv.Error as error:
        raise FileError(f"{file}:{reader.line_num}: this is no CSV: {error}. Save it as CSV UTF-8.") from None


def _cells(found: Sequence[Candidate], most: int = 5) -> list[str]:
    best = next((candidate for candidate in found if candidate.matched), None)
    first = best or (found[0] if found else None)
    return [
        best.key if best else "",
        best.label if best else "",
        f"{first.score:.1f}" if first else "",
        "yes" if best else "no",
        " ".join(candidate.key for candidate in found[:most]),
        first.reason if first else "nothing is like it",
    ]


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise FileError(f"{file} cannot be read: {error.strerror}.") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        raise FileError(
            f"{file}:{line}: byte {column} of the line is not UTF-8 ({data[error.start]:#04x}). "
            "Save the file as CSV UTF-8."
        ) from None


def _dialect(text: str) -> type[csv.Dialect]:
    """Commas, unless the header has more of what Excel writes in other countries, or tabs."""
    header = text.partition("\n")[0]

    class Told(csv.excel):
        delimiter = max(",;\t", key=header.count)

    return Told


def _column(file: Path, header: Sequence[str], name: str) -> int | None:
    """The place of a column, None where none is asked for."""
    if not name:
        return None
    places = [place for place, each in enumerate(header) if each.strip() == name.strip()]
    if len(places) == 1:
        return places[0]
    listed = ", ".join(repr(each) for each in header)
    if places:
        raise FileError(f"{file}:1: {len(places)} columns are called {name!r}. Give each its own name.")
    raise FileError(f"{file}:1: no column is called {name!r}. The columns are: {listed}.")


def written(rows: Iterable[list[str]]) -> Iterator[str]:
    """Each row as a line of CSV (RFC 4180), its cells guarded."""
    for row in rows:
        out = io.StringIO()
        csv.writer(out).writerow([guarded(cell) for cell in row])
        yield out.getvalue()
