"""The lists of organisation units of criminal justice: codes of courts, with their periods and changes.

A code is not a court: it may start on the list's own birthday and end years after the doors shut, and most
codes are of youth courts or of county court buildings. Which rows are of courts, the crosswalk says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from graph.importers import cells
from graph.importers.directories import CROWN, CROWN_COURT, MAGISTRATES, sight
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow, numbered
from graph.matching import plain_name

BIRTHDAY = "2004-01-01"
"""The day on which the list begins: a code of that day may be older."""

BATCHES = ("2014-03-01", "2014-11-30", "2015-06-30", "2017-03-01")
"""Ends that the list gives to many codes at once, when they were looked through."""

CLOSING = {
    "6.": ("cjev:programme-cerp", "2011"),
    "9.": ("cjev:programme-erp2", "2016"),
    "14.": ("cjev:programme-erp2", "2017"),
}
"""By the version of a list that ends codes for closed courts: the programme, and the year of the batch."""

CLOSURE_TABLES = (
    "court-closures",
    "court-closures-found",
    "cjs-ou-codes-change-log",
    "hansard-2002-courthouse-closures-partial",
    "leicestershire-courts",
)
"""Where closings are claimed; the code list bounds those that took place."""

_LEVELS = "level1 level2 level3 level4 level1_name level2_name level3_name level4_name"
_CODES = f"ou_code {_LEVELS} ou_start_date ou_end_date version_note"
_ACTIVE = f"ou_code {_LEVELS} psa_or_lja_or_crown_court_code"
_LOG = "list_version version_date_as_given sheet_row level1 level2 level3 level4 text"
_BY_AREA = "ou_code court_level cjs_code cjs_area_name court_name sub_name psa_code source"

_CLOSED = re.compile(r"\bClosure following\b|\bERP ?2|\bCourts? [Cc]losed\b")
_LEGACY = re.compile(
    r"Legacy code changed? from (\d{4}) with effect from (\d\d?)(?:/(\d\d)/| (\w{3}) )(\d{4})"
)
_ACTIVE_NOTE = "active in the list, which is no proof that the court is open"
_NEVER = "9999-12-31"
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def _codes(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    done = _done(reading)
    entries = [reading.entry(row, id_) for row, id_ in numbered(rows, lambda row: row["ou_code"])]
    goes_on = _later_periods(reading, entries)
    for entry in entries:
        id_ = entry.id
        start, end = cells.day(reading, entry, "ou_start_date"), cells.day(reading, entry, "ou_end_date")
        by, until = f"[..{start}]" if start else "", f"[..{end}]" if end else ""
        for court in reading.keys(entry, MAGISTRATES, CROWN):
            name = entry["level3_name"]
            last = "" if entry in goes_on[court, name] else until
            entry.say(court, "skos:prefLabel", name, "level3_name", lang="en", start=by, until=last)
            since = by if start == BIRTHDAY else start
            entry.say(court, "cje:ouCode", id_[:5], start=since, until=until, note=_about(court, name, end))
            _of_level(reading, entry, court)
            if end and (closure := _closure(reading, court)) in done:
                bound = "a bound: the end of the court's code, which may be later than the last sitting"
                entry.say(closure, "cje:date", until, "ou_end_date", note=bound)
        yield entry


def _later_periods(reading: Reading, entries: Sequence[Entry]) -> dict[tuple[str, str], list[Entry]]:
    """For each court and name the rows after which another goes on under that name: its use has not ended."""
    rows: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        for court in reading.keys(entry, MAGISTRATES, CROWN):
            rows[court, entry["level3_name"]].append(entry)
    for same in rows.values():
        same.remove(max(same, key=lambda entry: entry["ou_end_date"] or _NEVER))
    return rows


def _about(court: str, name: str, end: str) -> str:
    own, listed = plain_name(court.partition("/")[2]), plain_name(name)
    notes = []
    if not set(own.split()) & set(listed.split()):
        notes.append(f"listed as {name}")
    if end in BATCHES:
        notes.append("the list ends many codes on this day, when they were looked through")
    return "; ".join(notes)


def _of_level(reading: Reading, entry: Entry, court: str) -> None:
    """Kind and criminal justice area, which stand in the code itself."""
    kind = court.partition("/")[0]
    concept = "magistrates" if kind == MAGISTRATES else "crown"
    entry.say(court, "cje:courtKind", f"cjev:court-kind-{concept}", "level1_name")
    if kind == CROWN:
        entry.say(court, "org:unitOf", CROWN_COURT, "level1_name")
    _within(reading, entry, court, entry["level2"])


def _within(reading: Reading, entry: Entry, court: str, code: str) -> None:
    area = f"criminal-justice-area/{code}"
    if area in reading.classes:
        entry.say(court, "cje:withinJusticeArea", area)


def _closure(reading: Reading, court: str) -> str:
    """The closing of a court, if it is known to have closed just once; else an empty text."""
    kind, _, name = court.partition("/")
    named = re.compile(rf"closure/{name}{'-crown-court' if kind == CROWN else ''}(-\d{{4}})?")
    found = [key for key in reading.classes if named.fullmatch(key)]
    return found[0] if len(found) == 1 else ""


def _done(reading: Reading) -> frozenset[str]:
    """The closings of which some source says that they took place, and not only that they were planned."""
    claims = (claim for table in CLOSURE_TABLES for claim in reading.said(table))
    return frozenset(c.subject for c in claims if c.property == "cje:affects" and c.status == "asserted")


def _active(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    column = "psa_or_lja_or_crown_court_code"
    for row, id_ in numbered(rows, lambda row: row["ou_code"]):
        entry = reading.entry(row, id_)
        for court in reading.keys(entry, MAGISTRATES, CROWN):
            entry.say(court, "skos:prefLabel", entry["level3_name"], "level3_name", lang="en")
            entry.say(court, "cje:ouCode", id_[:5], note=_ACTIVE_NOTE)
            _numbered_court(entry, court, column)
            _within(reading, entry, court, entry["level2"])
        yield entry


def _numbered_court(entry: Entry, court: str, column: str) -> None:
    """The code of the local justice area, or the number of the Crown Court centre, printed with a nought."""
    printed = entry[column]
    if court.startswith(CROWN) and re.fullmatch(r"0?[47]\d\d", printed):
        note = f"printed {printed}" if printed.startswith("0") else ""
        entry.say(court, "cje:crownCourtNumber", printed.lstrip("0"), column, note=note)
    elif court.startswith(MAGISTRATES) and re.fullmatch(r"\d{4}", printed):
        entry.say(court, "cje:ljaCode", printed, column)


def _by_area(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    for row in rows:
        for entry in reading.cited(row):
            for court in reading.keys(entry, MAGISTRATES, CROWN):
                entry.say(court, "cje:ouCode", entry["ou_code"][:5], "ou_code", note=_ACTIVE_NOTE)
                _numbered_court(entry, court, "psa_code")
                _within(reading, entry, court, entry["cjs_code"])
            yield entry


def _log(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    for row, id_ in numbered(rows, lambda row: f"{row['list_version']}/{row['sheet_row']}"):
        entry = reading.entry(row, id_)
        courts = reading.keys(entry, MAGISTRATES, CROWN)
        for court in courts:
            _changed(reading, entry, court)
        if not entry.claims and row["level1"] == "A":
            entry.set_aside("a unit of the prosecution service: an office, no body of this estate")
        elif not entry.claims and courts:
            entry.set_aside("an edit that the list itself shows: a code added, renamed or mended")
        yield entry


def _changed(reading: Reading, entry: Entry, court: str) -> None:
    """What a row of the change log says beyond the list: a closing, a Nightingale court, an older code."""
    text = entry["text"]
    if legacy := _LEGACY.search(text):
        old, first, month, named, year = legacy.groups()
        number = int(month) if month else _MONTHS.index(named) + 1
        last = date(int(year), number, int(first)) - timedelta(days=1)
        entry.say(court, "cje:ljaCode", old, until=last.isoformat(), note="the new code is not printed")
    if "Nightingale" in text or "ACTC" in text:
        entry.say(court, "cje:courtKind", "cjev:court-kind-nightingale")
    if _CLOSED.search(text):
        _closed(reading, entry, court)


def _closed(reading: Reading, entry: Entry, court: str) -> None:
    version = entry["list_version"]
    programme, year = next(
        (said for start, said in CLOSING.items() if version.startswith(start)), ("", "2014")
    )
    closure = _closure(reading, court) or f"closure/{court.partition('/')[2]}-{year}"
    reading.mint(closure, "cje:Closure")
    note = "printed Court Estate Rationalisation Program" if "Rationalisation" in entry["text"] else ""
    entry.say(closure, "cje:affects", court)
    if programme:
        entry.say(closure, "cje:underProgramme", programme, note=note)


_SHOWN = sight("level3_name")

CODES = Form(tuple(_CODES.split()), _codes, _SHOWN)
ACTIVE = Form(tuple(_ACTIVE.split()), _active, _SHOWN)
BY_AREA = Form(tuple(_BY_AREA.split()), _by_area, sight("court_name"))
LOG = Form(tuple(_LOG.split()), _log, sight("text"))
