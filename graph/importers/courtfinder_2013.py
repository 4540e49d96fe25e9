"""The court database of 2013 (court_id names a row), which still places courts that closed in 2011.

It has no mark for a closed court: whatever it lists is shown as existing. `court_code` is the number of a
Crown Court centre, a county court or a local justice area, by the type of the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.claims import Claim
from graph.importers.directories import Directory, sight
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow, numbered

_COLUMNS = (
    "court_id name type court_code cci_identifier cci_code hmcts_area hmcts_region addr1 addr2 addr3 addr4"
    " town county postcode lat lon postal_addr1 postal_town postal_postcode hearings_only_note"
    " enquiries_to_note lja_codes_in_note"
)
_TAKEN_BACK = (
    "the next edition, of five months later, no longer lists it: this one still listed closed courts"
)
_GONE = "listed in the edition before, and no longer"
_NAME_OF_ENQUIRIES = re.compile(r"(?P<name>.*?)(?:,| -)?(?: Tel\b.*)?$")


def _convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    entries = [reading.entry(row, id_) for row, id_ in numbered(rows, lambda row: row["court_id"])]
    directory = Directory(reading, entries, "name")
    for entry in entries:
        directory.name(entry, entry["type"])
        directory.number(entry, "court_code")
        directory.code(entry, "cje:courtFinderId", "court_id")
        directory.kinds(entry, "type", entry["type"])
        directory.region(entry, "hmcts_area", "an area of the courts service in 2013")
        directory.region(entry, "hmcts_region", "a region of the courts service")
        directory.local_justice_areas(entry, "lja_codes_in_note")
        _enquiries(directory, entry)
        directory.site(
            entry,
            (entry[line] for line in ("addr1", "addr2", "addr3", "addr4")),
            entry["town"],
            postcode="postcode",
            point=("lat", "lon"),
        )
        _gone(reading, directory, entry)
        yield entry


def _gone(reading: Reading, directory: Directory, entry: Entry) -> None:
    """Take back that a court stood which the next edition of the database no longer lists.

    The edition of February 2013 still listed courts that had closed in 2011 and 2012; that of July had been
    cleared of them. So it is no evidence that such a court stood when it was made.
    """
    for later, source in reading.after.items():
        listed = {claim.subject for claim in reading.said(later) if claim.property == "cje:standing"}
        for court in directory.courts(entry) if listed else ():
            if court in listed:
                continue
            for place, claim in enumerate(entry.claims):
                if (claim.subject, claim.property) == (court, "cje:standing"):
                    entry.claims[place] = replace(claim, status="deprecated", note=_TAKEN_BACK)
            where = f"no row; {entry.id} of the edition before is gone"
            reading.remarks.append(
                Claim(court, "cje:standing", "false", "", "", "", source, where, note=_GONE)
            )


def _enquiries(directory: Directory, entry: Entry) -> None:
    """Where the row sends enquiries, if it names a court of this directory; an address names none."""
    column = "enquiries_to_note"
    printed = entry[column]
    directory.standing(entry, note="listed; the row sends enquiries elsewhere" if printed else "")
    named = _NAME_OF_ENQUIRIES.match(printed.partition(",")[0])
    other = directory.resolve(named["name"]) if named else None
    for court in directory.courts(entry) if other else ():
        if other and other != court:
            entry.say(court, "cje:enquiriesTo", other, column)


FORM = Form(
    tuple(_COLUMNS.split()),
    _convert,
    sight("name", "town", postcode="postcode", latitude="lat", longitude="lon"),
)
