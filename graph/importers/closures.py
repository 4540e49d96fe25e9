"""The gathered closures of courts: one row for each court and source (`court_closures/<line>` names a row).

The crosswalk says which court closed, which event that was (rows of one closing share it), which building
opened, and, under `court_closures/<line>/receiving/<name as printed>`, which court took the work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from graph.importers import printed_dates
from graph.importers.hansard_2002 import SOURCE as HANSARD_2002
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow

COLUMNS = tuple(
    "court kind ou_code closed_on closed_on_precision opened_on receiving_court programme note source".split()
)
COURTS = ("magistrates-court", "crown-court-centre")
COUNTY = "county court: no criminal court"

PROGRAMMES: Mapping[str, str] = {
    "20 courts closed after the 2009-10 consultation": "programme-consultation-2009",
    "2010 court estate reform programme": "programme-cerp",
    "2015-16 estates programme": "programme-erp2",
    "2015-16 estates programme (latest tranche, Nov 2016)": "programme-erp2",
    "2016 consultation (to 27 October 2016)": "programme-consultation-2016",
    "2018 consultations (decision of 2018-07-24)": "programme-consultations-2018",
    "consultation of 1 July to 12 Aug 2014": "programme-consultation-2014-spalding",
    "consultation of 25 June to 6 August 2014": "programme-consultation-2014-knutsford",
    "consultation of 26 Sept to 7 Nov 2013": "programme-consultation-2013-neath",
    "consultation of 9 June to 21 July 2014": "programme-consultation-2014-gwent",
}
"""The concept of each programme by the words of the column."""

_STATUSES = {
    "proposed": re.compile(r"\bpropos"),
    "planned": re.compile(
        r"\b(announced|decided|decision|expected|facing closure|named as to be|plan|planned|possible"
        r"|scheduled|set to close)\b"
    ),
}
_SEEN_CLOSED = re.compile(r'(?:notice in place by|notice of|"recently closed" on) (\d{4}-\d\d-\d\d)\b')
_ONLY_WEIGHED = re.compile(r"\b(proposed|consideration)\b")
_FIRST_DAY_WITHOUT = re.compile(r"\b(?:with effect|closed|service) from (?:the )?\d")
_PRECISION = re.compile(
    r"(?P<unit>[a-z ]*?(?: \d{4}-\d\d)?) ?(?:\((?P<words>[^)]*)\))?(?P<yearless>; year not printed)?"
)


def convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """What each source says of a court's closing and opening; rows of county courts alone are set aside.

    A programme is said with the row's own status, but asserted of a closing that another row tells as done:
    what was decided then came to pass.
    """
    entries = [entry for row in rows for entry in reading.cited(row)]
    happened = {
        event
        for entry in entries
        if entry["kind"] != "county" and status(entry) == "asserted"
        for event in reading.keys(entry, "closure")
    }
    ours = {entry.source for entry in entries}
    for entry in entries:
        if entry["kind"] == "county":
            entry.set_aside(COUNTY)
        else:
            _name(entry, reading, ours)
            for event in reading.keys(entry, "closure"):
                _close(event, entry, reading, happened=event in happened)
            _open(entry, reading)
        yield entry


def status(entry: Entry) -> str:
    """How sure the row is of the closing: asserted, planned or proposed.

    The bracket of the precision decides, or a date without one; else the words of the note, where a decision
    goes before the proposal it followed.
    """
    words = _precision(entry)[1]
    if entry["closed_on"] or words:
        told = [status for status, pattern in _STATUSES.items() if pattern.search(words)]
    elif _SEEN_CLOSED.search(entry["note"]):
        told = []
    else:
        told = [status for status, pattern in _STATUSES.items() if pattern.search(entry["note"])]
    return told[-1] if told else "asserted"


def _precision(entry: Entry) -> tuple[str, str, bool]:
    """The unit of a date, the words of its bracket, and whether the source leaves out the year."""
    match = _PRECISION.fullmatch(entry["closed_on_precision"])
    if match is None:
        return entry["closed_on_precision"], "", False
    return match["unit"].strip(), match["words"] or "", bool(match["yearless"])


def _name(entry: Entry, reading: Reading, ours: Set[str]) -> None:
    """The name of a court of which no list or directory speaks; the others are named there."""
    for court in reading.keys(entry, *COURTS):
        if reading.sources(court) <= ours | {HANSARD_2002}:
            entry.say(
                court, "skos:prefLabel", re.sub(r" \([^()]*\)$", "", entry["court"]), "court", lang="en"
            )


def _close(event: str, entry: Entry, reading: Reading, *, happened: bool) -> None:
    reading.mint(event, "cje:Closure")
    told = status(entry)
    for court in reading.keys(entry, *COURTS):
        entry.say(event, "cje:affects", court, "court", status=told)
    _date(event, entry, reading, told)
    if programme := entry["programme"]:
        concept = PROGRAMMES.get(programme)
        if concept is None:
            remedy = "Add its concept to cjev:closure-programmes and to PROGRAMMES"
            reading.fault(entry.row, "programme", programme, "A programme without a concept", remedy)
        else:
            decided = "asserted" if happened and told == "planned" else told
            entry.say(event, "cje:underProgramme", f"cjev:{concept}", "programme", status=decided)
    _move_work(event, entry, reading, told)


def _date(event: str, entry: Entry, reading: Reading, told: str) -> None:
    """The last day on which the court stood, as closely as the row has it."""
    seen = _SEEN_CLOSED.search(entry["note"])
    if not entry["closed_on"]:
        if seen:
            entry.say(event, "cje:date", f"[..{seen[1]}]", "note", status=told, note="seen closed by then")
        return
    unit, words, yearless = _precision(entry)
    try:
        value = printed_dates.edtf(entry["closed_on"], unit, by="by " in words)
    except ValueError as error:
        reading.fault(
            entry.row, "closed_on", f"{entry['closed_on']} ({unit})", str(error), printed_dates.REMEDY
        )
        return
    notes = [words, "the source prints no year" if yearless else ""]
    if unit == "day" and _FIRST_DAY_WITHOUT.search(entry["note"]):
        notes.append(f"closed from {value} on, so the day before is the last")
        value = printed_dates.eve(value)
    if unit == "approximate":
        notes.append(f"printed as about {entry['closed_on']}")
    entry.say(event, "cje:date", value, "closed_on", status=told, note="; ".join(filter(None, notes)))


def _move_work(event: str, entry: Entry, reading: Reading, told: str) -> None:
    for name in filter(None, (part.strip() for part in entry["receiving_court"].split("|"))):
        part = reading.entry(entry.row, f"{entry.id}/receiving/{name}", entry.source)
        courts = reading.keys(part, *COURTS)
        if not courts and not reading.decided(part):
            remedy = f"Say in crosswalk.csv which court row {part.id} of {part.source} is, or none"
            reading.fault(entry.row, "receiving_court", name, "A court that nobody has decided on", remedy)
        weighed = _ONLY_WEIGHED.search(name)
        aside = "" if weighed else (re.findall(r"\(([^()]*)\)$", name) or [""])[0]
        for court in courts:
            entry.say(
                event,
                "cje:workMovedTo",
                court,
                "receiving_court",
                status="proposed" if weighed else told,
                note=aside,
            )


def _open(entry: Entry, reading: Reading) -> None:
    """When the court opened or its building was built: the crosswalk says of which the row speaks."""
    printed = entry["opened_on"].partition(" (")[0]
    if not printed:
        return
    try:
        value = printed_dates.opened(printed)
    except ValueError as error:
        reading.fault(entry.row, "opened_on", printed, str(error), printed_dates.REMEDY)
        return
    events, houses = reading.keys(entry, "opening"), reading.keys(entry, "courthouse")
    for event in events:
        reading.mint(event, "cje:Opening")
        for court in reading.keys(entry, *COURTS):
            entry.say(event, "cje:affects", court, "court")
        entry.say(event, "cje:date", value, "opened_on")
    for house in houses:
        entry.say(house, "cje:builtIn", value, "opened_on")
    if not events and not houses:
        remedy = f"Name an opening or a courthouse for row {entry.id} of {entry.source} in crosswalk.csv"
        reading.fault(entry.row, "opened_on", printed, "An opening of nobody knows what", remedy)


FORM = Form(COLUMNS, convert)
