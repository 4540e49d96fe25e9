"""The places where the Crown Court's sittings are recorded (courthouse_name names a row).

The day on which an entry was set up is no opening: most are of the weeks in which the system began.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from graph.importers import cells
from graph.importers.directories import Directory, plain, sight
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow, numbered

_COLUMNS = "courthouse_name display_name created_on last_modified_on legacy_folder_path"
_SITTING = re.compile(r"(?P<seat>.+?)(?: crown(?: court)?| cc)?(?: sitting)? at .+", re.IGNORECASE)
_KIND_AT_END = re.compile(r" (?:combined court(?: centre)?|crown court)$")


def _convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    entries = [reading.entry(row, id_) for row, id_ in numbered(rows, lambda row: row["courthouse_name"])]
    directory = Directory(reading, entries, "display_name")
    seats = _seats(directory, entries)
    for entry in entries:
        created = cells.day(reading, entry, "created_on")
        note = f"the entry was created on {created}, which is not taken as an opening" if created else ""
        directory.name(entry, note=note)
        directory.unit(entry)
        sitting = _SITTING.fullmatch(entry["display_name"])
        seat = seats.get(plain(sitting["seat"])) if sitting else None
        for court in directory.courts(entry) if seat else ():
            if seat and seat != court:
                entry.say(court, "cje:annexeOf", seat, "display_name", note="the name says so")
        if house := directory.courthouse(entry):
            directory.sits(entry, house)
        yield entry


def _seats(directory: Directory, entries: Sequence[Entry]) -> Mapping[str, str]:
    """The courts by their places, where one court alone has the place for its name."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for column in ("courthouse_name", "display_name"):
            found[_KIND_AT_END.sub("", plain(entry[column]))].update(directory.courts(entry))
    return {place: next(iter(courts)) for place, courts in found.items() if len(courts) == 1}


FORM = Form(tuple(_COLUMNS.split()), _convert, sight("display_name"))
