"""The reference data of fines collection: local justice areas and Crown Court centres by their codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.importers import cells
from graph.importers.directories import CROWN, joined
from graph.importers.keys import slug
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow, numbered

AREA, CENTRE = "LJA", "CRWCRT"
ELSEWHERE = {"SJCRT": "Scotland", "SCSCRT": "Scotland", "NICRT": "Northern Ireland"}

_COURT = re.compile(r" (Magistrates'? Courts?|Magistrates’ Courts?)$")
_ADDRESS = tuple(f"address_line_{number}" for number in range(1, 6))


def _areas(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    for row, id_ in numbered(rows, lambda row: row["local_justice_area_id"]):
        entry = reading.entry(row, id_)
        kind = entry["lja_type"]
        if kind == AREA and not reading.decided(entry):
            _local_justice_area(reading, entry)
        elif kind == CENTRE:
            _centre(reading, entry)
        elif kind in ELSEWHERE:
            entry.set_aside(f"a court in {ELSEWHERE[kind]}: outside England and Wales")
        yield entry


def _local_justice_area(reading: Reading, entry: Entry) -> None:
    name = " ".join(entry["name"].split())
    area = reading.key(entry, "local-justice-area")
    if area is None:
        area = f"local-justice-area/{slug(_COURT.sub('', name))}"
        reading.mint(area, "cje:LocalJusticeArea")
    note = "listed as a local justice area by the name of a court" if _COURT.search(name) else ""
    entry.say(area, "skos:prefLabel", name, "name", lang="en", note=note)
    entry.say(area, "cje:ljaCode", entry.id.partition("/")[0], "local_justice_area_id")


def _centre(reading: Reading, entry: Entry) -> None:
    for centre in reading.keys(entry, CROWN):
        entry.say(centre, "skos:prefLabel", " ".join(entry["name"].split()), "name", lang="en")
        entry.say(centre, "cje:crownCourtNumber", entry["local_justice_area_id"], "local_justice_area_id")
        if site := reading.key(entry, "courthouse"):
            entry.say(centre, "org:hasPrimarySite", site)
            entry.say(site, "cje:address", joined(entry[line] for line in _ADDRESS))
            if postcode := cells.postcode(reading, entry, "postcode"):
                entry.say(site, "cje:postcode", postcode, "postcode")


AREAS = Form(
    ("local_justice_area_id", "lja_code", "name", "lja_type", *_ADDRESS, "postcode", "end_date"), _areas
)
