"""A Parquet file for each class: typed columns, lists where a thing may have several values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from graph.catalogue import ATTRIBUTION, LICENCE, TITLE
from graph.errors import EstateError
from graph.exports.columns import Cell, Column, Row, Sheet, Sheets
from graph.exports.selection import Selection
from graph.namespaces import EXTERNAL

BATCH = 20_000
"""How many rows of a table are held before they are written."""
_XSD = EXTERNAL["xsd"]
_READ: Mapping[str, Callable[[str], object]] = {
    f"{_XSD}integer": int,
    f"{_XSD}decimal": float,
    f"{_XSD}boolean": lambda text: text in ("true", "1"),
    f"{_XSD}date": date.fromisoformat,
}
"""The value of a literal, by its datatype; of any other it is its text."""


def write_parquet(selection: Selection, place: Path) -> None:
    """Write a file for each class in a folder; EstateError if pyarrow is not there."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - heavy, and an extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        raise EstateError(
            f"Parquet wants the extra: pip install 'justice-estate[columnar]' ({error})"
        ) from None
    types = {f"{_XSD}integer": pa.int64(), f"{_XSD}decimal": pa.float64(), f"{_XSD}boolean": pa.bool_(),
             f"{_XSD}date": pa.date32()}  # fmt: skip
    sheets = Sheets(selection)
    waiting: dict[str, list[Row]] = defaultdict(list)

    def field(column: Column) -> Any:  # noqa: ANN401 - pyarrow has no types
        kind = types.get(column.sort.datatype, pa.string())
        about = {
            "property": sheets.names.expand(column.property),
            "sort": sheets.sort_word(column.sort) or "",
        }
        return pa.field(column.name, pa.list_(kind) if column.many else kind, metadata=about)

    def schema(sheet: Sheet) -> Any:  # noqa: ANN401
        release = selection.release.metadata
        about = {
            "title": TITLE, "licence": LICENCE, "attribution": ATTRIBUTION, "release": release.date,
            "rdfc10_sha256": release.rdfc10_sha256, "class": sheet.class_,
        }  # fmt: skip
        return pa.schema([pa.field("key", pa.string()), *map(field, sheet.columns)], metadata=about)

    with ExitStack() as files:
        schemas = {sheet.name: schema(sheet) for sheet in sheets.all.values()}
        writers = {
            name: files.enter_context(pq.ParquetWriter(place / f"{name}.parquet", made, compression="zstd"))
            for name, made in schemas.items()
        }

        def write(name: str) -> None:
            if rows := waiting.pop(name, []):
                columns = [[row.key for row in rows], *(
                    [_value(column, row.cells[number]) for row in rows]
                    for number, column in enumerate(rows[0].sheet.columns))]  # fmt: skip
                writers[name].write_table(pa.table(columns, schema=schemas[name]))

        for row in sheets.rows():
            waiting[row.sheet.name].append(row)
            if len(waiting[row.sheet.name]) >= BATCH:
                write(row.sheet.name)
        for name in list(waiting):
            write(name)


def _value(column: Column, cell: Cell) -> object:
    read = _READ.get(column.sort.datatype, str)
    if isinstance(cell, list):
        return [read(text) for text in cell]
    return None if cell is None else read(cell)
