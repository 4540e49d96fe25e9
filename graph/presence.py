"""On which days each thing is there, for the graphs of a day (DESIGN 4: existence, persistence).

Of a court or body that has lives these say it. A record (an event, an inspection, a report) is there from
its date on. What is known only through another thing (a courthouse by the court that sits in it) is there
while that has it. A body of which no source tells the beginning is always there, and certainly while sources
speak of it; any other thing is there from the first day on which a source tells of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.claims import Claim, Tables
from graph.dates import ALWAYS, FIRST_DAY, LAST_DAY, Extent, Span, parse
from graph.lives import Life
from graph.resolve import Statement

DATES = ("cje:date", "dcterms:issued", "cje:countedOn", "eli:first_date_entry_in_force")
"""What dates a record, best first."""

RECORDS = frozenset(
    "cje:Change cje:Inspection cje:Report cje:Rating cje:Finding cje:MeasuredChange cje:StatedCount "
    "cje:LegalProvision".split()
)
"""What tells of the past: it stands from its date on, whatever became of those it tells of."""

DATED_BY = ("cje:ofInspection", "cje:reportOf")
"""Through which property a record without a date has that of another."""

LASTING = frozenset(
    "cje:PoliceForce cje:Inspectorate cje:ProsecutionService cje:PoliceArea cje:CriminalJusticeArea "
    "cje:Circuit".split()
)
"""A list of these is no first day: forces, inspectorates and their areas are older than any list of them."""

TOLD_BY = {
    "cje:Courthouse": "org:hasPrimarySite",
    "cje:Office": "org:hasSite",
    "cje:AreaScheme": "cje:memberOfScheme",
}
"""What is there while another thing has it, and the property of that other."""

Pieces = tuple[Extent, ...]
"""Stretches of days."""


@dataclass(frozen=True, slots=True)
class Presence:
    """When each thing is there, by key."""

    pieces: Mapping[str, Pieces]
    records: frozenset[str]

    def of(self, key: str) -> Pieces:
        """The stretches in which a thing is there; what is no thing of the registry always is."""
        return self.pieces.get(key, (ALWAYS,))

    def clipped(self, subject: str, value: str, extent: Extent) -> Pieces:
        """When a statement holds: while both things are there; a record outlasts what it tells of."""
        ends = (ALWAYS,) if subject in self.records or value in self.records else self.of(value)
        return tuple(extent.within(mine).within(its) for mine in self.of(subject) for its in ends)


def presence(
    tables: Tables, statements: Sequence[Statement], lives: Mapping[str, Sequence[Life]]
) -> Presence:
    """When each thing of the registry is there, as far as the statements tell."""
    return _Finder(tables, statements, lives).presence()


def largest(extents: Iterable[Extent]) -> Pieces:
    """Those extents that have a day and do not lie within another, in order.

    >>> largest([ALWAYS, Extent(shown_from=date(2004, 1, 1))]) == (ALWAYS,)
    True
    """
    kept: list[Extent] = []
    for extent in extents:
        if extent.possible_from > extent.possible_until:
            continue
        if kept:
            if any(_covers(other, extent) for other in kept):
                continue
            kept = [other for other in kept if not _covers(extent, other)]
        kept.append(extent)
    return tuple(sorted(kept, key=days) if len(kept) > 1 else kept)


def days(extent: Extent) -> tuple[date, ...]:
    """The six days of an extent: possible, shown and certain from; certain, shown and possible until."""
    return (
        extent.possible_from,
        extent.shown_from,
        extent.certain_from,
        extent.certain_until,
        extent.shown_until,
        extent.possible_until,
    )


def _covers(one: Extent, other: Extent) -> bool:
    """Whether each day of the other, in each mode, is a day of the one."""
    return (
        (one.possible_from <= other.possible_from and other.possible_until <= one.possible_until)
        and (other.never or (one.shown_from <= other.shown_from and other.shown_until <= one.shown_until))
        and (
            other.certain_until < other.certain_from
            or (one.certain_from <= other.certain_from and other.certain_until <= one.certain_until)
        )
    )


def _from(span: Span, known_by: date) -> Extent:
    """From a date on that lies in a span, for good."""
    latest = span.latest or max(known_by, span.earliest or known_by)
    return Extent(span.earliest or FIRST_DAY, latest, latest, LAST_DAY, LAST_DAY, LAST_DAY)


class _Finder:
    def __init__(
        self, tables: Tables, statements: Sequence[Statement], lives: Mapping[str, Sequence[Life]]
    ) -> None:
        self.tables = tables
        self.lives = lives
        self.about: dict[str, list[Statement]] = defaultdict(list)
        self.naming: dict[str, list[Statement]] = defaultdict(list)
        for statement in statements:
            self.about[statement.claim.subject].append(statement)
            if statement.claim.value in tables.classes:
                self.naming[statement.claim.value].append(statement)
        is_a = tables.schema.is_a
        self.records = frozenset(key for key, class_ in tables.classes.items() if is_a(class_, RECORDS))
        self.pieces: dict[str, Pieces] = {}

    def presence(self) -> Presence:
        """Records first, since a thing may be first told of by one; then what depends on others."""
        told_by = {key for key, class_ in self.tables.classes.items() if class_ in TOLD_BY}
        for key in self.records:
            self.pieces[key] = (self._record(key),)
        for key in self.tables.classes.keys() - self.records - told_by:
            if self.tables.classes[key] == "org:Membership":
                self.pieces[key] = largest(s.extent for s in self._with(key, "org:member"))
            else:
                self.pieces[key] = self._lasting(key)
        for key, class_ in self.tables.classes.items():
            if class_ == "org:Post":
                bodies = [s.claim.value for s in self._with(key, "org:postIn")]
                self.pieces[key] = tuple(p for body in bodies for p in self.pieces.get(body, (ALWAYS,)))
            elif key in told_by:
                self.pieces[key] = largest(
                    statement.extent.within(piece)
                    for statement in self.naming[key]
                    if statement.claim.property == TOLD_BY[class_]
                    for piece in self.pieces[statement.claim.subject]
                )
        return Presence(self.pieces, self.records)

    def _with(self, key: str, property_: str) -> list[Statement]:
        return [statement for statement in self.about[key] if statement.claim.property == property_]

    def _made(self, claim: Claim) -> date:
        made = self.tables.made(claim)
        return made.latest or made.earliest or FIRST_DAY

    def _known_by(self, statements: Iterable[Statement]) -> date:
        """The day by which the first of the sources of some statements had been made."""
        return min((self._made(statement.claim) for statement in statements), default=LAST_DAY)

    def _record(self, key: str) -> Extent:
        for property_ in DATES:
            if dated := self._with(key, property_):
                return _from(parse(dated[0].claim.value), self._known_by(dated))
        for property_ in DATED_BY:
            if through := self._with(key, property_):
                return self._record(through[0].claim.value)
        reports = [s.claim.subject for s in self.naming[key] if s.claim.property == "cje:reportOf"]
        issued = [s for report in reports for s in self._with(report, "dcterms:issued")]
        if issued:
            return min((_from(parse(s.claim.value), self._made(s.claim)) for s in issued), key=days)
        if self.tables.classes[key] == "cje:LegalProvision":
            return ALWAYS
        told = [statement for statement in self.about[key] if statement.claim.property != "rdf:type"]
        return _from(Span(None, None), self._known_by(told))

    def _lasting(self, key: str) -> Pieces:
        """The lives of a thing; without any, while sources tell of it, and beyond as its class lasts."""
        if key in self.lives:
            return tuple(life.extent for life in self.lives[key])
        told = [s for s in (*self.about[key], *self.naming[key]) if s.claim.property != "rdf:type"]
        days = [day for statement in told for day in self._told_on(statement)]
        if not days:
            return ()
        first, last = min(days), max(days)
        shown_from = FIRST_DAY if self.tables.classes[key] in LASTING else first
        return (Extent(FIRST_DAY, shown_from, first, last, LAST_DAY, LAST_DAY),)

    def _told_on(self, statement: Statement) -> Iterable[date]:
        """The first and last day on which a statement surely speaks."""
        claim = statement.claim
        if claim.subject in self.records:
            return (self.pieces[claim.subject][0].certain_from,)
        bounds, made = claim.bounds, self.tables.made(claim)
        first = bounds.latest_start or bounds.earliest_end or made.latest or made.earliest
        last = bounds.earliest_end or bounds.latest_start or made.earliest or made.latest
        return (day for day in (first, last) if day)
