"""The lists of organisation units of criminal justice: codes of courts, with their periods.

A code is not a court: it may start on the list's own birthday and end years after the doors shut, and most
codes are of youth courts or of county court buildings. Which rows are of courts, the crosswalk says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from graph.importers import cells
from graph.importers.directories import CROWN, CROWN_COURT, MAGISTRATES, sight
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow, numbered
from graph.matching import plain_name

BIRTHDAY = "2004-01-01"
"""The day on which the list begins: a code of that day may be older."""

BATCHES = ("2014-03-01", "2014-11-30", "2015-06-30", "2017-03-01")
"""Ends that the list gives to many codes at once, when they were looked through."""

_LEVELS = "level1 level2 level3 level4 level1_name level2_name level3_name level4_name"
_CODES = f"ou_code {_LEVELS} ou_start_date ou_end_date version_note"
_ACTIVE = f"ou_code {_LEVELS} psa_or_lja_or_crown_court_code"
_BY_AREA = "ou_code court_level cjs_code cjs_area_name court_name sub_name psa_code source"

_ACTIVE_NOTE = "active in the list, which is no proof that the court is open"
_BOUND = "a bound: the end of the court's code, which may be later than the last sitting"


def _codes(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    entries = [reading.entry(row, id_) for row, id_ in numbered(rows, lambda row: row["ou_code"])]
    last = _last_ends(reading, entries)
    first: dict[tuple[str, ...], str] = {}
    for entry in entries:
        start, end = cells.day(reading, entry, "ou_start_date"), cells.day(reading, entry, "ou_end_date")
        _check(reading, entry, start, end)
        repeats = first.setdefault(tuple(entry.row.cells.values()), entry.id)
        if repeats != entry.id:
            entry.set_aside(reading.decided(entry) or f"repeats row {repeats} of the same list")
        else:
            _period(reading, entry, start, end, last)
        yield entry


def _last_ends(reading: Reading, entries: Sequence[Entry]) -> Mapping[tuple[str, str], str]:
    """The end of the last period in which the list shows a court with a name; empty if one has no end."""
    ends: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in entries:
        for court in reading.keys(entry, MAGISTRATES, CROWN):
            ends[court, entry["level3_name"]].add(entry["ou_end_date"])
    return {named: "" if "" in found else max(found) for named, found in ends.items()}


def _check(reading: Reading, entry: Entry, start: str, end: str) -> None:
    """A code is made of its four levels, and it does not end before it begins."""
    if entry["ou_code"] != "".join(entry[f"level{level}"] for level in range(1, 5)):
        remedy = "Find which of them is right, and enter it in corrections.csv"
        reading.fault(entry.row, "ou_code", entry["ou_code"], "A code that is not its four levels", remedy)
    if start and end and end < start:
        remedy = "Enter in corrections.csv how one of them is to be read"
        shown = f"{start}, {end}"
        reading.fault(entry.row, "ou_end_date", shown, "A code that ends before it begins", remedy)


def _period(
    reading: Reading, entry: Entry, start: str, end: str, last: Mapping[tuple[str, str], str]
) -> None:
    """What the list says of the court that bore the code in the period of this row.

    A name has ended only with the last period that the court has under it.
    """
    by, until = f"[..{start}]" if start else "", f"[..{end}]" if end else ""
    if court := reading.key(entry, MAGISTRATES, CROWN):
        name = entry["level3_name"]
        named_until = until if end == last[court, name] else ""
        entry.say(court, "skos:prefLabel", name, "level3_name", lang="en", start=by, until=named_until)
        since = by if start == BIRTHDAY else start
        entry.say(court, "cje:ouCode", entry.id[:5], start=since, until=until, note=_about(court, name, end))
        _of_level(reading, entry, court)
    if end and (closure := reading.key(entry, "closure")):
        entry.say(closure, "cje:date", until, "ou_end_date", note=_BOUND)


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


def _active(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    column = "psa_or_lja_or_crown_court_code"
    for row, id_ in numbered(rows, lambda row: row["ou_code"]):
        entry = reading.entry(row, id_)
        if court := reading.key(entry, MAGISTRATES, CROWN):
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


_SHOWN = sight("level3_name")

CODES = Form(tuple(_CODES.split()), _codes, _SHOWN)
ACTIVE = Form(tuple(_ACTIVE.split()), _active, _SHOWN)
BY_AREA = Form(tuple(_BY_AREA.split()), _by_area, sight("court_name"))
