"""What is not known of the things of the estate, with the sources that were looked at (CQ-13).

A gap is no fault: it says that a fact which a reader would ask for is in none of the sources that speak of
the thing. Gaps are made from what the ontology expects of a class, from what sources are silent on, and
from those that were recorded by hand in `gaps.csv`.
"""

from __future__ import annotations

import builtins
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.claims import REGISTRY_SOURCE, Tables
from graph.dates import Bounds, Span, parse
from graph.existence import ENDINGS, IDENTITY_CHANGES
from graph.infer import InferredClaim
from graph.lives import Life
from graph.resolve import Statement

COURTS = frozenset({"cje:CriminalCourt"})
PLACE, SITE, DATE = "cje:point", "org:hasPrimarySite", "cje:date"


@dataclass(frozen=True, slots=True)
class Gap:
    """A property of a thing that is not known, and the keys of the sources that were looked at."""

    subject: str
    property: str
    comment: str
    looked_at: tuple[str, ...]

    @builtins.property
    def key(self) -> str:
        """`gap/` and the SHA-256 of the thing and the property."""
        return "gap/" + hashlib.sha256(f"{self.subject}\x1f{self.property}".encode()).hexdigest()


def gaps(
    tables: Tables,
    statements: Sequence[Statement],
    inferred: Sequence[InferredClaim],
    lives: Mapping[str, Sequence[Life]],
) -> list[Gap]:
    """Each thing and property that is not known, once, in order; what was recorded by hand tells most."""
    finder = _Finder(tables, statements, inferred, lives)
    found: dict[tuple[str, str], Gap] = {}
    for gap in (
        *finder.recorded(),
        *finder.unsaid(),
        *finder.undated(),
        *finder.unplaced(),
        *finder.lacking(),
    ):
        found.setdefault((gap.subject, gap.property), gap)
    return [found[place] for place in sorted(found)]


class _Finder:
    """What is known of each thing, and who speaks of it."""

    def __init__(
        self,
        tables: Tables,
        statements: Sequence[Statement],
        inferred: Sequence[InferredClaim],
        lives: Mapping[str, Sequence[Life]],
    ) -> None:
        self._tables = tables
        self._lives = lives
        self._known = {(s.claim.subject, s.claim.property) for s in statements}
        self._known |= {(claim.subject, claim.property) for claim in inferred}
        self._things = sorted({s.claim.subject for s in statements if s.claim.property == "rdf:type"})
        self._sites: dict[str, set[str]] = defaultdict(set)
        for statement in statements:
            if statement.claim.property == SITE:
                self._sites[statement.claim.subject].add(statement.claim.value)
        self._speakers: dict[str, set[str]] = defaultdict(set)
        for claim in tables.claims:
            if claim.source != REGISTRY_SOURCE:
                self._speakers[claim.subject].add(claim.source)
                if claim.property == "cje:affects":
                    self._speakers[claim.value].add(claim.source)

    def recorded(self) -> Iterator[Gap]:
        """The gaps of `gaps.csv`, whose author looked further than the tables reach."""
        for entry in self._tables.gaps:
            comment = f"{entry.note} Looked at: {entry.looked_at}." if entry.looked_at else entry.note
            looked_at = sorted({*entry.sources, *self._looked_at(entry.subject)})
            yield Gap(entry.subject, entry.property, comment, tuple(looked_at))

    def unsaid(self) -> Iterator[Gap]:
        """What a source is silent on though it speaks of the thing, and no other states."""
        properties = self._tables.schema.properties
        for claim in self._tables.claims:
            silent = claim.property == "cje:notStated" and claim.status == "asserted"
            if silent and claim.value in properties and (claim.subject, claim.value) not in self._known:
                yield self._gap(claim.subject, claim.value)

    def undated(self) -> Iterator[Gap]:
        """Courts that ended on a day which no source states."""
        for court in self._courts():
            for life in self._lives.get(court, ()):
                if life.bounds.latest_end and not self._dated(life):
                    yield self._gap(court, DATE, f"The day on which it closed: {_between(life.bounds)}.")

    def unplaced(self) -> Iterator[Gap]:
        """Courts none of whose buildings has coordinates; the one Crown Court has no building of its own."""
        for court in self._courts():
            sits = SITE in self._tables.schema.expected_of(self._tables.classes[court])
            if sits and not any((site, PLACE) in self._known for site in self._sites[court]):
                yield self._gap(court, PLACE)

    def lacking(self) -> Iterator[Gap]:
        """What the class of a thing expects and nothing fills."""
        for thing in self._things:
            for property_ in self._tables.schema.expected_of(self._tables.classes[thing]):
                if (thing, property_) not in self._known:
                    yield self._gap(thing, property_)

    def _gap(self, thing: str, property_: str, what: str = "") -> Gap:
        schema, looked_at = self._tables.schema, self._looked_at(thing)
        label = schema.label(property_)
        what = what or f"{label[:1].upper()}{label[1:]}: not known."
        kind = schema.label(self._tables.classes[thing])
        return Gap(thing, property_, f"{what} {_searched(len(looked_at), kind)}", looked_at)

    def _courts(self) -> Iterator[str]:
        for thing in self._things:
            if self._tables.schema.is_a(self._tables.classes[thing], COURTS):
                yield thing

    def _dated(self, life: Life) -> bool:
        """Whether an event that ends the life has a date with a first and a last day."""
        for claim in life.claims:
            ends = self._tables.classes.get(claim.subject) in (*ENDINGS, *IDENTITY_CHANGES)
            if claim.property == DATE and ends and _closed(parse(claim.value), life.bounds):
                return True
        return False

    def _looked_at(self, thing: str) -> tuple[str, ...]:
        speakers = set(self._speakers[thing])
        for site in self._sites[thing]:
            speakers |= self._speakers[site]
        return tuple(sorted(speakers))


def _searched(sources: int, kind: str) -> str:
    """Who was asked, in a sentence.

    >>> _searched(3, "courthouse")
    'None of the 3 sources that speak of this courthouse states it.'
    """
    if sources > 1:
        return f"None of the {sources} sources that speak of this {kind} states it."
    if sources == 1:
        return f"The one source that speaks of this {kind} does not state it."
    return f"No source speaks of this {kind} itself."


def _between(bounds: Bounds) -> str:
    """Between which days a life ended, in words."""
    if bounds.earliest_end is None:
        return f"by {bounds.latest_end}"
    return f"between {bounds.earliest_end} and {bounds.latest_end}"


def _closed(span: Span, bounds: Bounds) -> bool:
    """Whether a date has a first and a last day and can be that of the end."""
    if span.earliest is None or span.latest is None or bounds.latest_end is None:
        return False
    return span.earliest <= bounds.latest_end and (
        bounds.earliest_end is None or bounds.earliest_end <= span.latest
    )
