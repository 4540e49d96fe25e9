"""Which pages Find a Court displayed at five moments: each column is a source of its own.

An empty cell says that the page did not exist then. The last column is the end state, which the table of all
its courts has too: there a row is `<slug>`, here `<slug>/2`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.importers.directories import Directory, sight
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow, numbered

_SNAPSHOTS = {
    f"displayed_{day}": f"fact-displayed-{day}"
    for day in ("2020-09-23", "2020-11-20", "2020-11-24", "2021-03-11")
}
_END = "displayed_after_all_migrations"


def _convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    ids = list(numbered(rows, lambda row: row["slug"]))
    for column, source in _SNAPSHOTS.items():
        yield from _snapshot(
            reading, column, [reading.entry(row, id_, source) for row, id_ in ids if row[column]]
        )
    end = [reading.entry(row, f"{id_}/2", "fact-2026-08") for row, id_ in ids if row[_END]]
    yield from _snapshot(reading, _END, end)


def _snapshot(reading: Reading, column: str, entries: Sequence[Entry]) -> Iterator[Entry]:
    directory = Directory(reading, entries, "name", listed=lambda entry: entry[column] == "Y")
    for entry in entries:
        directory.standing(entry, column)
        if directory.courts(entry) and not entry.claims:
            entry.set_aside("a page withdrawn while another of the same court is displayed")
        yield entry


FORM = Form(("slug", "name", *_SNAPSHOTS, _END), _convert, sight("name"))
