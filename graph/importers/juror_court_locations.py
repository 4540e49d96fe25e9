"""Where jurors are summoned to (loc_code, the number of the Crown Court, names a row).

Names stay in capitals, as printed. Old places stay in the table without a mark, so a row shows no standing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.importers.directories import Directory, sight
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow, numbered

_COLUMNS = (
    "loc_code owner loc_name loc_court_name loc_address1 loc_address2 loc_address3 loc_address4 loc_address5"
    " loc_address6 loc_zip location_address region_id region_name welsh_name"
)
_NO_PLACE = re.compile(r"-?|(?:the )?crown court|c/o .*", re.IGNORECASE)
_POSTCODE_AT_END = re.compile(r",? *[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$")


def _convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    entries = [reading.entry(row, id_) for row, id_ in numbered(rows, lambda row: row["loc_code"])]
    full = Directory(reading, entries, "loc_court_name")
    short = Directory(reading, entries, "loc_name")
    for entry in entries:
        names = short if _NO_PLACE.fullmatch(entry["loc_court_name"]) else full
        names.name(entry)
        names.unit(entry)
        names.welsh_name(entry, "welsh_name")
        names.number(entry, "loc_code")
        names.region(entry, "region_name", "a region of the courts service")
        _site(names, entry)
        yield entry


def _site(directory: Directory, entry: Entry) -> None:
    """The building, by the one cell of its address without court and postcode, else by the lines of it."""
    column = "location_address"
    address = _POSTCODE_AT_END.sub("", entry[column]).split(",")[1:]
    if address:
        directory.site(entry, address, "", postcode="loc_zip", column=column)
    else:
        lines = (entry[f"loc_address{line}"] for line in range(1, 7))
        directory.site(entry, lines, "", postcode="loc_zip")


FORM = Form(tuple(_COLUMNS.split()), _convert, sight("loc_name", postcode="loc_zip"))
