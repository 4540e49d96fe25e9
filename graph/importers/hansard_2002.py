"""The written answer of April 2002 on closed courthouses (only the start of its table is stored).

A row is `hansard_2002_courthouse_closures_partial/<line>`. Whether another court lay within ten miles is not
carried: distances are worked out from coordinates, and the answer measured from a building, not a court.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.importers import cells
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow

COLUMNS = ("mcc_area", "courthouse", "closure_date", "over_10_miles_from_nearest")

SOURCE = "hansard-2002-04-16"
NAMED = "the answer prints the place, under magistrates' courthouses"


def convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The last day of each court, under the event that the crosswalk names."""
    for row in rows:
        entry = reading.entry(row, f"hansard_2002_courthouse_closures_partial/{row.line}")
        court, event = reading.key(entry, "magistrates-court"), reading.key(entry, "closure")
        day = cells.day(reading, entry, "closure_date")
        if court and event and day:
            reading.mint(event, "cje:Closure")
            if reading.sources(court) == {entry.source}:
                name = entry["courthouse"].partition(" (")[0]
                entry.say(
                    court, "skos:prefLabel", f"{name} Magistrates' Court", "courthouse", lang="en", note=NAMED
                )
            entry.say(event, "cje:affects", court, "courthouse")
            entry.say(event, "cje:date", day, "closure_date")
        yield entry


FORM = Form(COLUMNS, convert)
