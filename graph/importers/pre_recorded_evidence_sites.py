"""The sites where evidence is recorded before a trial (Site_Reference names a row).

`Court_name` is the Crown Court under which a site is filed: that of the site itself, or of another place. So
it names the court of the site only where the place is the same; "Not found" stands for closed sites.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.importers.directories import Directory, plain, sight
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow, numbered

_COLUMNS = ("Site_Reference", "Site_Name", "Location", "Court_name")


def _convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    entries = [reading.entry(row, id_) for row, id_ in numbered(rows, lambda row: row["Site_Reference"])]
    courts, sites = Directory(reading, entries, "Court_name"), Directory(reading, entries, "Site_Name")
    for entry in entries:
        own = plain(entry["Court_name"]).startswith(plain(entry["Location"]))
        (courts if own else sites).name(entry)
        courts.unit(entry)
        yield entry


FORM = Form(_COLUMNS, _convert, sight("Court_name", "Location"))
