"""Names, dates and keys for a spreadsheet: a row for each thing that lasts or happened."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import IO

from graph.exports.cells import guarded
from graph.exports.columns import snake
from graph.exports.selection import Selection
from graph.exports.things import Thing, lives_of, things_of
from graph.schema import load_schema

COLUMNS = (
    "key", "iri", "kind", "name", "name_cy", "other_names", "lives", "began_earliest", "began_latest",
    "ended_earliest", "ended_latest", "date", "codes",
)  # fmt: skip


def write_names(selection: Selection, format: str, out: IO[bytes]) -> None:  # noqa: ARG001 - there is one
    """Write the rows, in order of keys.

    It began with its first life and ended with its last; a date that is not known is an empty cell. `codes`
    are `ou_code: B33PL` and so on, joined by a semicolon.
    """
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([guarded(cell) for cell in row] for row in _rows(selection))
    text.flush()
    text.detach()


def _rows(selection: Selection) -> Iterator[tuple[str, ...]]:
    schema, lives = load_schema(), lives_of(selection)
    for thing in things_of(selection):
        own = lives.get(thing.key, [])
        began = own[0][:2] if own else ("", "")
        ended = own[-1][2:] if own else ("", "")
        yield (
            thing.key,
            selection.names.thing(thing.key),
            schema.label(thing.class_),
            thing.name,
            thing.text("rdfs:label", language="cy") if ("rdfs:label", "cy") in thing.texts else "",
            "; ".join(dict.fromkeys(_others(thing))),
            str(len(own) or ""),
            *began,
            *ended,
            thing.text("cje:date"),
            "; ".join(f"{snake(p)}: {code}" for p, code in _codes(thing, schema.codes)),
        )


def _others(thing: Thing) -> Iterator[str]:
    for (property_, _), values in sorted(thing.texts.items()):
        if property_ == "skos:altLabel":
            yield from values


def _codes(thing: Thing, codes: frozenset[str]) -> Iterator[tuple[str, str]]:
    for (property_, _), values in sorted(thing.texts.items()):
        if property_ in codes:
            yield from ((property_, value) for value in values)
