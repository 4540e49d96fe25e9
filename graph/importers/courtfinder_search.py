"""The court and tribunal finder of 2014 and 2017 (the slug names a row).

Its types of 2017 are empty; what a court deals with says then whether it is a youth court. A court that has
closed could stay displayed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.importers.directories import Directory, sight
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow, numbered

_COLUMNS = (
    "admin_id slug name court_types displayed court_number cci_code visiting_address visiting_town"
    " visiting_county visiting_postcode lat lon postal_address postal_town postal_postcode areas_of_law"
    " created_at updated_at lja_codes_in_info"
)


def _convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    entries = [reading.entry(row, id_) for row, id_ in numbered(rows, lambda row: row["slug"])]
    directory = Directory(reading, entries, "name", listed=lambda entry: entry["displayed"] == "Y")
    for entry in entries:
        directory.name(entry, entry["court_types"])
        directory.number(entry, "court_number")
        directory.code(entry, "cje:findACourtSlug", "slug", place="slug")
        directory.kinds(entry, "court_types", entry["court_types"])
        directory.kinds(entry, "areas_of_law", entry["areas_of_law"])
        directory.local_justice_areas(entry, "lja_codes_in_info")
        directory.standing(entry, "displayed")
        directory.site(
            entry,
            [entry["visiting_address"]],
            entry["visiting_town"],
            postcode="visiting_postcode",
            point=("lat", "lon"),
        )
        yield entry


FORM = Form(
    tuple(_COLUMNS.split()),
    _convert,
    sight("name", "visiting_town", postcode="visiting_postcode", latitude="lat", longitude="lon"),
)
