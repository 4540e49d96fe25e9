"""How many magistrates' courts closed, by financial year and by region, as two written answers have it.

A row is `parliament_magistrates_closure_counts/<line>`; each is a stated count of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.importers.keys import slug
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow

COLUMNS = ("breakdown", "key", "magistrates_courts_closed")
NOTE = "without integrations and temporary closures"

_YEAR = re.compile(r"(\d{4})/(\d\d)", re.ASCII)
_REGION = re.compile(r"hmcts_region_(\d{4}-\d\d-\d\d)_to_(\d{4}-\d\d-\d\d)", re.ASCII)
_REMEDY = "Mend the row, or teach the importer what it counts"
_LAST_ANSWER = "2025-03-28"
"""When the later of the answers was given: a financial year that runs on is counted until then."""


def convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """A stated count for each row, for a financial year or for a region over the whole period."""
    for row in rows:
        entry = reading.entry(row, f"parliament_magistrates_closure_counts/{row.line}")
        period = _period(entry)
        if period is None or not entry["magistrates_courts_closed"].isdecimal():
            shown = f"{entry['breakdown']}, {entry['key']}, {entry['magistrates_courts_closed']}"
            reading.fault(row, "breakdown", shown, "Not a count of a financial year or region", _REMEDY)
        else:
            _count(entry, reading, *period)
            yield entry


def _period(entry: Entry) -> tuple[str, str, str] | None:
    """The slug of a count, and the first and last day of its period; None if the row is of neither kind."""
    if entry["breakdown"] == "financial_year":
        if not (year := _YEAR.fullmatch(entry["key"])) or int(year[2]) != (int(year[1]) + 1) % 100:
            return None
        last = f"{int(year[1]) + 1}-03-31"
        if last > _LAST_ANSWER:
            last = f"[2024-11-20..{_LAST_ANSWER}]"
        return f"{year[1]}-{year[2]}", f"{year[1]}-04-01", last
    if region := _REGION.fullmatch(entry["breakdown"]):
        return f"{region[1][:4]}-{region[2][:4]}-{slug(entry['key'])}", region[1], region[2]
    return None


def _count(entry: Entry, reading: Reading, period: str, first: str, last: str) -> None:
    count = reading.mint(f"stated-count/magistrates-courts-closed-{period}", "cje:StatedCount")
    number = entry["magistrates_courts_closed"]
    entry.say(count, "cje:counted", "cjev:counted-magistrates-courts-closed", "magistrates_courts_closed")
    entry.say(count, "cje:count", number, "magistrates_courts_closed", note=NOTE)
    year = entry["breakdown"] == "financial_year"
    entry.say(count, "cje:countedSince", first, "key" if year else "breakdown")
    entry.say(count, "cje:countedOn", last, "key" if year else "breakdown")
    if not year:
        region = reading.mint(
            f"court-region/{slug(entry['key'])}", "cje:CourtRegion", "a region of the courts service"
        )
        entry.say(count, "cje:countedWithin", region, "key")


FORM = Form(COLUMNS, convert)
