"""A SQLite database: a table for each class, the links between things, and a full-text search of names.

Every thing stands in `thing`, to which all columns that name things refer. Several values are a JSON list,
which Datasette shows as facets; those that are things stand in `link` too, a row each. The search is FTS5
over `thing`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from graph.catalogue import ATTRIBUTION, LICENCE, TITLE
from graph.exports.columns import Cell, Column, Row, Sheet, Sheets
from graph.exports.places import ExportError
from graph.exports.selection import Selection
from graph.namespaces import EXTERNAL

BATCH = 5_000
_XSD = EXTERNAL["xsd"]
_TYPES = {f"{_XSD}integer": "INTEGER", f"{_XSD}decimal": "REAL", f"{_XSD}boolean": "INTEGER"}
_SCHEMA = """
CREATE TABLE thing (key TEXT PRIMARY KEY, iri TEXT NOT NULL, class TEXT, "table" TEXT, name TEXT,
  other_names TEXT);
CREATE TABLE link (subject TEXT NOT NULL REFERENCES thing(key), property TEXT NOT NULL,
  value TEXT NOT NULL REFERENCES thing(key));
CREATE TABLE release (title TEXT, date TEXT, day TEXT, version TEXT, rdfc10_sha256 TEXT, licence TEXT,
  attribution TEXT);
"""
_FINISH = """
CREATE INDEX link_subject ON link(subject, property);
CREATE INDEX link_value ON link(value, property);
CREATE INDEX thing_class ON thing(class);
CREATE VIRTUAL TABLE thing_fts
  USING fts5(name, other_names, key, content='thing', tokenize='unicode61 remove_diacritics 2');
INSERT INTO thing_fts(rowid, name, other_names, key)
  SELECT rowid, name, other_names, key FROM thing WHERE name IS NOT NULL;
ANALYZE;
"""


def write_sqlite(selection: Selection, path: Path) -> None:
    """Write the database to a file that is not there yet."""
    sheets = Sheets(selection)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            _write(sheets, database)
    except sqlite3.OperationalError as error:
        raise ExportError(f"The database was not written: {error}. Nothing of it is left.") from None


def _write(sheets: Sheets, database: sqlite3.Connection) -> None:
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -16000"):
        database.execute(f"PRAGMA {pragma}")
    database.executescript(_SCHEMA)
    database.execute("CREATE TEMP TABLE named (key TEXT PRIMARY KEY) WITHOUT ROWID")
    for sheet in sheets.all.values():
        database.execute(_table(sheet, sheets))
    about = sheets.selection
    told, day = about.release.metadata, about.moment.day.isoformat() if about.moment else None
    database.execute(
        "INSERT INTO release VALUES (?, ?, ?, ?, ?, ?, ?)",
        (TITLE, told.date, day, told.version, told.rdfc10_sha256, LICENCE, ATTRIBUTION),
    )
    rows = sheets.rows()
    while some := list(islice(rows, BATCH)):
        database.execute("BEGIN")
        for row in some:
            marks = ", ".join("?" * (len(row.cells) + 1))
            database.execute(
                f"INSERT INTO {_quoted(row.sheet.name)} VALUES ({marks})",  # noqa: S608 - a name of ours
                (row.key, *(map(_stored, row.sheet.columns, row.cells))),
            )
        database.executemany("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)", (_thing(r, sheets) for r in some))
        links = [link for row in some for link in _links(row, sheets)]
        database.executemany("INSERT INTO link VALUES (?, ?, ?)", links)
        database.executemany("INSERT OR IGNORE INTO named VALUES (?)", ((value,) for _, _, value in links))
        database.execute("COMMIT")
    # What is named and not told of: of a part of the dataset, or a claim where only a day is exported.
    database.execute(
        "INSERT INTO thing(key, iri) "
        "SELECT key, ? || key FROM named WHERE key NOT IN (SELECT key FROM thing)",
        (sheets.space,),
    )
    database.execute("DROP TABLE named")
    for sheet in sheets.all.values():
        for column in sheet.columns:
            if not column.many and _names_things(column, sheets):
                index = _quoted(f"{sheet.name}_{column.name}")
                table, name = _quoted(sheet.name), _quoted(column.name)
                database.execute(f"CREATE INDEX {index} ON {table}({name})")
    database.executescript(_FINISH)


def _table(sheet: Sheet, sheets: Sheets) -> str:
    columns = ["key TEXT PRIMARY KEY REFERENCES thing(key)"]
    for column in sheet.columns:
        kind = "TEXT" if column.many else _TYPES.get(column.sort.datatype, "TEXT")
        refers = " REFERENCES thing(key)" if not column.many and _names_things(column, sheets) else ""
        columns.append(f"{_quoted(column.name)} {kind}{refers}")
    return f"CREATE TABLE {_quoted(sheet.name)} ({', '.join(columns)})"


def _names_things(column: Column, sheets: Sheets) -> bool:
    return column.role == "value" and column.sort.space == sheets.space


def _links(row: Row, sheets: Sheets) -> Iterator[tuple[str, str, str]]:
    for column, cell in zip(row.sheet.columns, row.cells, strict=True):
        if _names_things(column, sheets):
            yield from ((row.key, column.property, value) for value in _values(cell))


def _thing(row: Row, sheets: Sheets) -> tuple[str | None, ...]:
    named = {c.name: v for c, v in zip(row.sheet.columns, row.cells, strict=True) if c.sort.language}
    names = [*_values(named.get("label_en")), *_values(named.get("title_en"))]
    others = [
        text
        for name, cell in named.items()
        if name.startswith(("label_", "other_name_"))
        for text in _values(cell)
        if text not in names[:1]
    ]
    return (row.key, sheets.space + row.key, row.sheet.class_, row.sheet.name, next(iter(names), None),
            "; ".join(dict.fromkeys(others)) or None)  # fmt: skip


def _values(cell: Cell) -> Iterable[str]:
    return cell if isinstance(cell, list) else [] if cell is None else [cell]


def _stored(column: Column, cell: Cell) -> str | int | float | None:
    if isinstance(cell, list):
        return json.dumps(cell, ensure_ascii=False) if cell else None
    if cell is None:
        return None
    match _TYPES.get(column.sort.datatype):
        case "INTEGER":
            return int(cell) if cell.lstrip("-").isdigit() else int(cell == "true")
        case "REAL":
            return float(cell)
    return cell


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
