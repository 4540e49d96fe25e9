"""The courts that a claim for defence work can name, in 2018: magistrates' courts, and the Crown Court.

Both are one source. A Crown Court's id is its number, or that of the county court beside it: four of those
are magistrates' ids too, and stand for `/2`. Closed courts are still listed, so a row shows no standing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.importers.directories import Directory, sight
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow, numbered

_COLUMNS = (
    "id key court_name_short court_name_full address_line_1 address_line_2 address_line_3 city postcode"
    " latitude longitude region type other_names"
)
_LAST_OF_MAGISTRATES = 219


def _convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    entries = [reading.entry(row, _id(row, id_)) for row, id_ in numbered(rows, lambda row: row["id"])]
    directory = Directory(reading, entries, "court_name_full")
    for entry in entries:
        directory.name(entry, entry["type"])
        directory.kinds(entry, "type", entry["type"])
        if _is_crown(entry.row):
            directory.number(entry, "id")
        directory.site(
            entry,
            (entry[f"address_line_{line}"] for line in (1, 2, 3)),
            entry["city"],
            postcode="postcode",
            point=("latitude", "longitude"),
        )
        yield entry


def _is_crown(row: UpstreamRow) -> bool:
    return row["type"] == "crown"


def _id(row: UpstreamRow, id_: str) -> str:
    """The id of a row among both tables: magistrates' courts are numbered first."""
    taken = _is_crown(row) and 1 <= int(row["id"]) <= _LAST_OF_MAGISTRATES
    return f"{row['id']}/2" if taken else id_


FORM = Form(
    tuple(_COLUMNS.split()),
    _convert,
    sight("court_name_full", "city", postcode="postcode", latitude="latitude", longitude="longitude"),
    ragged=True,
)
