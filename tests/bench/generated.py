"""Claim tables of any size with the distributions of the real estate, under new keys and places.

The real tables are read once; every copy gets its own suffix on keys, codes and names, and its points
are moved by a seeded offset, so that joins and conflicts stay inside a copy as in reality.
"""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.claims import CLAIM_COLUMNS, point
from graph.resources import tables
from graph.schema import Schema, load_schema

SEED = 20261123
SHARED_KINDS = ("law", "person")


def generate(folder: Path, copies: int) -> int:
    """Write the tables of so many estates; return how many claims they hold, the registry's included."""
    real = tables()
    schema = load_schema()
    registry = _read(real / "registry.csv")
    batches = {path.stem: _read(path) for path in sorted((real / "claims").glob("*.csv"))}
    (folder / "claims").mkdir(parents=True)
    for name in ("policy", "crosswalk", "corrections", "imports", "gaps", "ledger"):
        shutil.copy(real / f"{name}.csv", folder / f"{name}.csv")
    shutil.copytree(real / "boundaries", folder / "boundaries")
    sources = _read(real / "sources.csv")
    cited = {row[6] for rows in batches.values() for row in rows}
    own = {row[0] for row in sources if row[3] == "press-notice"} & cited
    _write(
        folder / "sources.csv",
        _header(real / "sources.csv"),
        _once([_sourced(row[0], n, own), *row[1:]] for n in range(copies) for row in sources),
    )
    keys = {row[0] for row in registry}
    random_ = random.Random(SEED)  # noqa: S311 - a repeatable spread of places, no secret
    spreads = [(random_.uniform(-0.01, 0.01), random_.uniform(-0.01, 0.01)) for _ in range(copies)]
    _write(
        folder / "registry.csv",
        _header(real / "registry.csv"),
        _once([_renamed(row[0], n, keys), *row[1:]] for n in range(copies) for row in registry),
    )
    lists = _read(real / "lists.csv")
    _write(
        folder / "lists.csv",
        _header(real / "lists.csv"),
        [
            [f"{row[0]}-{n}", *row[1:3], _renamed(row[3], n, keys), *row[4:]]
            for n in range(copies)
            for row in lists
        ],
    )
    total = copies * len(registry)
    for batch, rows in batches.items():
        copied = _once(_copied(row, n, keys, own, spreads[n], schema) for n in range(copies) for row in rows)
        _write(folder / "claims" / f"{batch}.csv", CLAIM_COLUMNS, copied)
        total += len(rows) * copies
    return total


def _copied(
    row: Sequence[str],
    copy: int,
    keys: set[str],
    own: set[str],
    spread: tuple[float, float],
    schema: Schema,
) -> list[str]:
    subject, property_, value, lang, start, until, source, *rest = row
    declared = schema.properties[property_]
    if declared.kind == "key":
        value = _renamed(value, copy, keys)
    elif property_ == "cje:ouCode":
        value = f"{value[0]}{(int(value[1:3]) + copy) % 100:02}{value[3:]}"
    elif declared.kind == "text" and not _shared(subject) and copy:
        value = f"{value} ({copy})"
    elif (place := point(value)) is not None and copy:
        value = f"POINT({place[0] + spread[0]:.6f} {place[1] + spread[1]:.6f})"
    return [
        _renamed(subject, copy, keys),
        property_,
        value,
        lang,
        start,
        until,
        _sourced(source, copy, own),
        *rest,
    ]


def _shared(key: str) -> bool:
    return key.partition("/")[0] in SHARED_KINDS


def _renamed(key: str, copy: int, keys: set[str]) -> str:
    return f"{key}-x{copy}" if copy and key in keys and not _shared(key) else key


def _sourced(source: str, copy: int, own: set[str]) -> str:
    """Every copy has its own press notices, as every inspection has; lists and registers speak of all."""
    return f"{source}-x{copy}" if copy and source in own else source


def _once(rows: Iterator[list[str]]) -> list[list[str]]:
    return list({tuple(row): row for row in rows}.values())


def _read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
