"""The courts and offices of CPS areas, as reports and pages count and name them; no such list is complete."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow

NAMED = ("area_name", "kind", "place", "as_of", "source")
COUNTED = ("area_name", "kind", "n", "as_of", "source")
OFFICES = {"cps-area-office": "area office", "cps-office": "office"}
COURTS = {"magistrates-court": "magistrates-court", "crown-court": "crown-court-centre"}
"""A kind of place, and the kind of key of the court that it is."""
COUNTS = {
    "magistrates-courts": ("cjev:counted-magistrates-courts-open", "magistrates' courts"),
    "crown-court-centres": ("cjev:counted-crown-court-centres", "Crown Court centres"),
}
"""A kind of court: what was counted, and its words in a label."""
NOTICE = "hmcpsi-leicestershire-and-rutland"

_SEED = "seed: "
_READ_FROM_THE_NOTICE = "read from the notice itself; the year that the row adds is not printed there"
_OF_OURS = "a label of ours; of the place the source gives the town"
_MOMENT = re.compile(r"(\d{4}(?:-\d\d){0,2})(?: \((.+)\))?")


def named(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The courts at which an area prosecutes, and the towns of its offices."""
    for row in rows:
        if row["source"].startswith(_SEED):
            entry = reading.entry(row, f"{reading.table.replace('-', '_')}/{row.line}", NOTICE)
            entry.set_aside(_READ_FROM_THE_NOTICE)
            yield entry
            continue
        for entry in reading.cited(row):
            area = reading.key(entry, "cps-area")
            if entry["kind"] not in OFFICES | COURTS:
                remedy = f"One of {', '.join(OFFICES | COURTS)}"
                reading.fault(
                    row, "kind", entry["kind"], "A kind of place that the importer does not know", remedy
                )
            elif area and entry["kind"] in OFFICES:
                _office(entry, reading, area)
            elif area and (court := reading.key(entry, COURTS[entry["kind"]])):
                start, until, note = _shown(entry)
                entry.say(area, "cje:prosecutesAt", court, start=start, until=until, note=note)
            yield entry


def _office(entry: Entry, reading: Reading, area: str) -> None:
    place, words = entry["place"], OFFICES[entry["kind"]]
    stem = f"{area.rpartition('/')[2]}-{place.lower().replace(' ', '-')}"
    office = reading.mint(f"office/{stem}", "cje:Office", "known by its town")
    start, until, note = _shown(entry)
    label = f"CPS {entry['area_name']} {words}, {place}"
    entry.say(office, "skos:prefLabel", label, "place", lang="en", note=_OF_OURS)
    entry.say(area, "org:hasSite", office, start=start, until=until, note=note)


def _shown(entry: Entry) -> tuple[str, str, str]:
    """By when a state had begun that a source shows at some time, when it had not ended, and a note."""
    moment = _MOMENT.fullmatch(entry["as_of"])
    return (f"[..{moment[1]}]", f"[{moment[1]}..]", moment[2] or "") if moment else ("", "", entry["as_of"])


def counted(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """How many courts a source says that an area prosecutes at; one without a date is dated by hand."""
    for row in rows:
        for entry in reading.cited(row):
            area = reading.key(entry, "cps-area")
            if entry["kind"] not in COUNTS:
                remedy = f"One of {', '.join(COUNTS)}"
                reading.fault(
                    row, "kind", entry["kind"], "A kind of court that the importer does not know", remedy
                )
            elif not entry["n"].isdigit():
                reading.fault(row, "n", entry["n"], "Not a number of courts", "A whole number from 0")
            elif area:
                _count(entry, reading, area)
            yield entry


def _count(entry: Entry, reading: Reading, area: str) -> None:
    kind, words = COUNTS[entry["kind"]]
    moment = _MOMENT.fullmatch(entry["as_of"])
    when = moment[1] if moment else "undated"
    stem = f"cps-{area.rpartition('/')[2]}-{when}/{entry['kind']}"
    count = reading.mint(f"stated-count/{stem}", "cje:StatedCount")
    label = f"CPS {entry['area_name']}: {words}, {when}"
    entry.say(count, "skos:prefLabel", label, lang="en", note="a label of ours")
    entry.say(count, "cje:counted", kind, "kind")
    entry.say(count, "cje:count", entry["n"], "n", note=(moment[2] or "") if moment else "")
    entry.say(count, "cje:countedWithin", area)
    if moment:
        entry.say(count, "cje:countedOn", moment[1], "as_of")


NAMED_FORM = Form(NAMED, named)
COUNTED_FORM = Form(COUNTED, counted)
