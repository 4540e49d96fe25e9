"""The court register of the prison and probation service (court_id names a row).

Every row is `active`, closed courts too: that is no evidence. Some names end in an older code of the court.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.importers.directories import Directory, sight, text
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow, numbered

_COLUMNS = (
    "court_id name description type active building_sub_code building_name street locality town county"
    " postcode country"
)
_OLDER_CODE = re.compile(r"[ -]*\(?\b[A-Z]{6}\b\)?$")
_TYPES = {"MAG": "magistrates", "CRN": "crown", "YTH": "youth"}


def _convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    entries = [reading.entry(row, id_) for row, id_ in numbered(rows, lambda row: row["court_id"])]
    directory = Directory(reading, entries, "name", read=_name)
    for entry in entries:
        types = _TYPES.get(entry["type"], "")
        directory.name(entry, types)
        directory.code(entry, "cje:hmppsCode", "court_id", place="court_id")
        directory.kinds(entry, "type", types)
        lines = (entry[line] for line in ("building_name", "street", "locality"))
        directory.site(entry, lines, entry["town"], postcode="postcode")
        yield entry


def _name(cell: str) -> str:
    """The name without the older code at its end."""
    return _OLDER_CODE.sub("", text(cell))


FORM = Form(tuple(_COLUMNS.split()), _convert, sight("name", "town", postcode="postcode"))
