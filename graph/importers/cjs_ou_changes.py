"""The change log of the list of organisation units: why a code began, ended or changed.

Most of its rows repeat what the list itself shows. What it adds: that a court closed and under which
programme, that a court was made for the time of the pandemic, and older codes of local justice areas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from graph.dates import ONE_DAY
from graph.importers.directories import CROWN, MAGISTRATES, sight
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow, numbered

MADE = date(2021, 11, 30)
"""The last day on which the list may have been made: its undated last versions are no younger."""

PROSECUTION = "a unit of the prosecution service: an office, no body of this estate"
EVENTS = {"closure": "cje:Closure", "move": "cje:Move"}
PROGRAMMES = (
    (re.compile(r"Court Estate Rationalisation Program|\bCERP\b"), "cjev:programme-cerp"),
    (re.compile(r"\bERP ?2\b|\bERP 2016-2017"), "cjev:programme-erp2"),
)

_CLOSING = re.compile(r"\bClosure following\b|\bERP ?2|\b[Cc]ourt [Cc]losed\b|^Closed\b|\bclosing \d")
_CLOSED_ON = re.compile(r"(?:clos(?:ed on|ing)) (\d\d/\d\d/\d{4})")
_NIGHTINGALE = re.compile(r"\bNightingale\b|\bACTC\b")
_NUMBERS = re.compile(r"[Ll]egacy [Cc]ode|3rd level|^Was \d")
_OLD = re.compile(r"\b(?:from|[Cc]hange|Was) (\d{4})\b(?! with)|\bfrom (\d{4}) with effect")
_NEW = re.compile(r"\bt[o0] (\d{4})\b")
_FIRST = re.compile(r"\b(?:with effect from|wef) (\d\d?/\d\d/\d{4}|\d\d? [A-Z][a-z]{2} \d{4})\b")
_TAKEN_BACK = re.compile(r"\bin error\b")
_AGAIN = re.compile(r"[Rr]einstated|[Rr]e-?activated")

_OF_THE_LIST = (
    (r"in error|erroneous|Error corrected|correct|Update to|re formatted|Remove mention", "a slip mended"),
    (r"[Rr]einstated|[Rr]e-?activated|resurrected", "a code in use again"),
    (r"[Nn]ame|renamed", "a change of name"),
    (r"[Aa]ddition|[Aa]dded|[Nn]ew |New$|[Rr]elocation|see new building", "a code added, for a building"),
    (r"[Ll]egacy|3rd level", "a change of the court code, of which no number is printed"),
    (r"[Dd]eactivated|end-dated|rationalisation|[Cc]losed|[Cc]losing|^ERP|combined", "the end of a code"),
    (r"[Nn]ote|[Cc]omment|Pedantic|location code|used for", "a remark on the list's own notes"),
    (r"^[\d-]*$", "a code without a word of what changed"),
)
"""What the other remarks are of, first match first: all this the list itself shows."""

_HEADINGS = re.compile(r"Magistrates[’'] Courts?|Crown Courts?|CPS")
_VERSION = re.compile(r"v ?\d+(\.\d+)*")


def remark(text: str) -> str:
    """What a row says of its code: its text without the names of levels and without the version.

    >>> remark("Magistrates' Courts | Leicestershire | Oakham | Closure following MoJ CERP | v 6.2")
    'Closure following MoJ CERP'
    """
    parts = [part.strip() for part in text.split("|")]
    if _HEADINGS.fullmatch(parts[0]):
        parts = parts[1:]
        names = 2
    else:
        names = 1
    said = [part for part in parts[names:] if not _VERSION.fullmatch(part)]
    return " | ".join(said) if len(parts) > 1 else text.strip()


def _convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    known_by, mended = _known_by(rows), _taken_back(rows)
    for row, id_ in numbered(rows, lambda row: f"{row['list_version']}/{row['sheet_row']}"):
        entry = reading.entry(row, id_)
        courts = reading.keys(entry, MAGISTRATES, CROWN)
        for court in courts:
            _numbers(entry, court, known_by[row["list_version"]])
            if _NIGHTINGALE.search(remark(entry["text"])):
                entry.say(court, "cje:courtKind", "cjev:court-kind-nightingale")
            _closing(reading, entry, court)
        if not entry.claims and row["level1"] == "A":
            entry.set_aside(PROSECUTION)
        elif not entry.claims and courts:
            _set_aside(entry, mended.get(id_, ""))
        yield entry


def _closing(reading: Reading, entry: Entry, court: str) -> None:
    """A closing that the crosswalk names: what it affects, its programme, and its day if one is printed."""
    said = remark(entry["text"])
    event = reading.key(entry, *EVENTS)
    if event is None or not _CLOSING.search(said):
        return
    reading.mint(event, EVENTS[event.partition("/")[0]])
    entry.say(event, "cje:affects", court)
    for pattern, programme in PROGRAMMES:
        if pattern.search(said):
            note = "printed Court Estate Rationalisation Program" if "Rationalisation" in said else ""
            entry.say(event, "cje:underProgramme", programme, note=note)
    if event.startswith("closure/") and (printed := _CLOSED_ON.search(said)):
        entry.say(event, "cje:date", _day(printed[1]))


def _numbers(entry: Entry, court: str, known_by: date) -> None:
    """The code of the local justice area before and after a change; an undated one bounds both."""
    said = remark(entry["text"])
    if not court.startswith(MAGISTRATES) or not _NUMBERS.search(said):
        return
    old, new, first = _OLD.search(said), _NEW.search(said), _FIRST.search(said)
    start = _day(first[1]) if first else f"[..{known_by.isoformat()}]"
    until = _day(first[1], before=True) if first else f"[..{(known_by - ONE_DAY).isoformat()}]"
    undated = "" if first else "the day of the change is not printed"
    if old:
        missing = "" if new else "the new code is not printed"
        note = "; ".join(filter(None, (missing, undated)))
        entry.say(court, "cje:ljaCode", old[1] or old[2], until=until, note=note)
    if new:
        entry.say(court, "cje:ljaCode", new[1], start=start, note=undated)


def _day(printed: str, *, before: bool = False) -> str:
    """A day as `01/07/2017` or `1 Jan 2014` prints it, or the day before, as YYYY-MM-DD."""
    day = datetime.strptime(printed, "%d/%m/%Y" if "/" in printed else "%d %b %Y").date()
    return (day - ONE_DAY if before else day).isoformat()


def _known_by(rows: Sequence[UpstreamRow]) -> Mapping[str, date]:
    """By which day the changes of each version were made: the next day that a version prints, or its own."""
    known, latest = {}, MADE
    for row in reversed(rows):
        if printed := row["version_date_as_given"]:
            form = "%Y-%m-%d" if "-" in printed else "%d.%m.%y"
            latest = datetime.strptime(printed, form).date()
        known[row["list_version"]] = latest
    return known


def _taken_back(rows: Sequence[UpstreamRow]) -> Mapping[str, str]:
    """Rows after which a later row calls an error what befell their code, or has it in use again: how."""
    mended: dict[str, str] = {}
    later: dict[str, str] = {}
    for row, id_ in reversed(list(numbered(rows, lambda row: f"{row['list_version']}/{row['sheet_row']}"))):
        code = "".join(row[f"level{level}"] for level in range(1, 5))
        if _TAKEN_BACK.search(row["text"]):
            later[code] = f"an end in error, taken back by row {id_}"
        elif _AGAIN.search(row["text"]):
            later[code] = f"an end after which row {id_} has the code in use again"
        elif code in later:
            mended[id_] = later[code]
    return mended


def _set_aside(entry: Entry, mended: str) -> None:
    """Give the reason of a row that adds nothing; a remark of no known kind is left for a person."""
    said = remark(entry["text"])
    if mended and _CLOSING.search(said):
        entry.set_aside(mended)
        return
    for pattern, what in _OF_THE_LIST:
        if re.search(pattern, said):
            entry.set_aside(f"{what}: told by the list itself")
            return


_COLUMNS = "list_version version_date_as_given sheet_row level1 level2 level3 level4 text"
FORM = Form(tuple(_COLUMNS.split()), _convert, sight("text"))
