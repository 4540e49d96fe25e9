"""Find a Court or Tribunal after all its data migrations (the slug names a row).

A page that is not displayed was withdrawn, on no stated day. About 120 of those are a name and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.importers.directories import Directory, sight
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow, numbered

_COLUMNS = (
    "id slug name name_cy displayed court_types crown_court_number magistrates_court_code county_court_code"
    " gbs region country visit_address visit_town visit_county visit_postcode lat lon write_address"
    " write_town write_postcode areas_of_law created_at updated_at"
)
_SAYS_MORE = ("court_types", "visit_address", "visit_postcode", "lat", "write_address", "areas_of_law")


def _convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    entries = [reading.entry(row, id_) for row, id_ in numbered(rows, lambda row: row["slug"])]
    directory = Directory(reading, entries, "name", listed=lambda entry: entry["displayed"] == "Y")
    for entry in entries:
        bare = not any(entry[column] for column in _SAYS_MORE)
        directory.name(entry, entry["court_types"], bare=bare)
        directory.welsh_name(entry, "name_cy")
        _numbers(directory, entry)
        directory.code(entry, "cje:findACourtSlug", "slug", place="slug")
        directory.code(entry, "cje:gbsCode", "gbs", place="gbs")
        directory.kinds(entry, "court_types", entry["court_types"])
        directory.region(entry, "region", "a region of the Find a Court directory")
        directory.standing(entry, "displayed")
        directory.site(
            entry,
            [entry["visit_address"]],
            entry["visit_town"],
            postcode="visit_postcode",
            point=("lat", "lon"),
        )
        for court in directory.courts(entry) if bare else ():
            note = "a bare name without address or coordinates"
            entry.say(court, "cje:notStated", "org:hasPrimarySite", note=note)
        yield entry


def _numbers(directory: Directory, entry: Entry) -> None:
    """The numbers of its courts; a code of four digits is a magistrates' court's in whichever column."""
    note = "printed in the column of Crown Court numbers"
    directory.number(entry, "crown_court_number", note=note)
    directory.number(entry, "magistrates_court_code")


FORM = Form(
    tuple(_COLUMNS.split()),
    _convert,
    sight("name", "visit_town", postcode="visit_postcode", latitude="lat", longitude="lon"),
)
