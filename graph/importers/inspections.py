"""What the tables of inspections have in common: slugs, spans, and the claims that an inspection takes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.importers.reading import Reading
from graph.importers.upstream import Entry

HMCPSI = "inspectorate/hmcpsi"
HMICFRS = "inspectorate/hmicfrs"
LABEL_OF_OURS = "a label of ours"
BEFORE_REPORT = "made before its report was published"
_MOMENT = r"\d{4}(?:-\d\d){0,2}"


def span(reading: Reading, entry: Entry, column: str) -> str:
    """The time in a cell as EDTF: a day, a month, a year, or two of them with a slash; else a fault.

    `2016/17` is the financial year of that name, of which the table says no more than the two years. What is
    no more than a bound is read as one by a correction: `[..2022-04-12]`.
    """
    printed = entry[column]
    if not printed or re.fullmatch(rf"{_MOMENT}|\[\.\.{_MOMENT}\]", printed):
        return printed
    if years := re.fullmatch(r"(\d\d)(\d\d)/(\d\d?)", printed):
        last = years[3].zfill(2) if len(years[3]) == 2 else years[2][0] + years[3]
        return f"[{years[1]}{years[2]}..{years[1]}{last}]"
    if two := re.fullmatch(rf"({_MOMENT})/({_MOMENT})", printed):
        return f"[{two[1]}..{two[2]}]"
    remedy = "Enter in corrections.csv how it is to be read, or that it is not (read_as empty)"
    reading.fault(entry.row, column, printed, "Not a day, month, year or two of them", remedy)
    return ""


def by_then(moment: str) -> str:
    """On or before a moment or the end of a span.

    >>> by_then("2016-11-29"), by_then("[2016..2017]")
    ('[..2016-11-29]', '[..2017]')
    """
    return f"[..{moment.strip('[]').rpartition('..')[2]}]"


@dataclass(slots=True)
class Inspections:
    """The inspections, programmes and reports that the rows of one table speak of.

    A thing is described once by each source, at the first row in which the source speaks of it.
    """

    reading: Reading
    _described: set[tuple[str, str]] = field(default_factory=set)

    def first(self, thing: str, source: str) -> bool:
        """Whether this source speaks of a thing for the first time."""
        new = (thing, source) not in self._described
        self._described.add((thing, source))
        return new

    def programme(self, entry: Entry, key: str, label: str, by: str, columns: tuple[str, str]) -> None:
        """Say what a programme is called and who conducts it, in these two columns."""
        self.reading.mint(key, "cje:InspectionProgramme")
        if self.first(key, entry.source):
            entry.say(key, "skos:prefLabel", label, columns[0], lang="en")
            entry.say(key, "cje:conductedBy", by, columns[1])

    def inspection(
        self, entry: Entry, key: str, label: str, bodies: tuple[str, ...], by: tuple[str, ...], note: str = ""
    ) -> bool:
        """Say which bodies an inspection inspects, who conducts it and how it is called; False if said."""
        self.reading.mint(key, "cje:Inspection")
        if not self.first(key, entry.source):
            return False
        entry.say(key, "skos:prefLabel", label, lang="en", note=note)
        for body in bodies:
            entry.say(key, "cje:inspects", body)
        for inspectorate in by:
            entry.say(key, "cje:conductedBy", inspectorate)
        return True

    def report(self, entry: Entry, key: str, of: str, label: str, note: str = LABEL_OF_OURS) -> None:
        """Say of which inspection a report is, and how it is called."""
        self.reading.mint(key, "cje:Report")
        if self.first(key, entry.source):
            entry.say(key, "cje:reportOf", of)
            entry.say(key, "skos:prefLabel", label, lang="en", note=note)
