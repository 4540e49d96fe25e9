"""Every statement of the estate with the days on which it holds: what the graphs of a day are made from.

The file `timeline.nt` of a release has a block for each stretch of days: a comment line of six days
(possible, shown and certain from; certain, shown and possible until; all included), then the statements that
hold in it, as canonical N-Triples. The graph of a day is the union of the blocks whose days include it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

from graph.claims import Claim
from graph.dataset import Knowledge
from graph.dates import FIRST_DAY, LAST_DAY, Extent, day_before
from graph.infer import ACROSS_LIVES, InferredClaim
from graph.nquads import Terms
from graph.presence import Pieces, Presence, days, largest, presence
from graph.projections import ENDS, STARTS, Projections
from graph.resolve import Timeline, extent_of

NAME = "skos:prefLabel"
MARK = "# "

Held = Mapping[str, Pieces]
"""The days on which each triple holds; a triple is N-Triples without its final dot."""


def holding(known: Knowledge, terms: Terms) -> Held:
    """Each triple of the graphs of a day with the stretches in which it holds."""
    maker = _Maker(known, terms)
    found: dict[str, list[Extent]] = defaultdict(list)
    for triples, pieces in maker.all():
        for triple in triples:
            found[triple] += pieces
    return {triple: largest(extents) for triple, extents in found.items()}


def write_timeline(path: Path, held: Held) -> None:
    """Write the blocks, in the order of their days."""
    blocks: dict[tuple[date, ...], list[str]] = defaultdict(list)
    for triple, pieces in held.items():
        for extent in pieces:
            blocks[days(extent)].append(triple)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for six in sorted(blocks):
            file.write(MARK + " ".join(day.isoformat() for day in six) + "\n")
            file.writelines(f"{triple} .\n" for triple in sorted(blocks[six]))


class _Maker:
    """Triples with their days, from what a build knows."""

    def __init__(self, known: Knowledge, terms: Terms) -> None:
        self.known = known
        self.terms = terms
        self.make = Projections(terms)
        self.there: Presence = presence(known.tables, known.resolution.statements, known.lives)
        self.about = {claim.key: claim.subject for claim in known.tables.claims}

    def all(self) -> Iterator[tuple[Iterable[str], Pieces]]:
        yield from self._statements()
        yield from self._inferred()
        yield from self._names()
        yield from self._projections()
        yield from self._lifespans()

    def _statements(self) -> Iterator[tuple[Iterable[str], Pieces]]:
        for statement in self.known.resolution.statements:
            claim = statement.claim
            if claim.property != NAME:
                triple = self.make.said(claim.subject, claim.property, self.terms.value(claim))
                yield (triple,), self.there.clipped(claim.subject, claim.value, statement.extent)

    def _inferred(self) -> Iterator[tuple[Iterable[str], Pieces]]:
        for claim in self.known.inferred:
            value = self.terms.concluded(claim.value)
            yield (self.make.said(claim.subject, claim.property, value),), self._concluded(claim)

    def _concluded(self, claim: InferredClaim) -> Pieces:
        """When a conclusion holds; what followed on a thing does so from the event on that made it follow."""
        if claim.property not in ACROSS_LIVES:
            return self.there.clipped(claim.subject, claim.value, claim.extent)
        extents = [claim.extent]
        for premise in claim.premises:
            pieces = self.there.of(self.about[premise])
            extents = [extent.within(piece).inferred() for extent in extents for piece in pieces]
        return tuple(extents)

    def _names(self) -> Iterator[tuple[Iterable[str], Pieces]]:
        """The name of each day in each language, and beside it the others that sources then use."""
        timelines = self.known.resolution.timelines
        chosen = {key: _stretches(line) for key, line in timelines.items() if key[1] == NAME}
        for (subject, _, _), stretches in chosen.items():
            for claim, stretch in stretches:
                yield tuple(self.make.name(subject, claim)), self._clipped(subject, stretch)
        for claim in self.known.tables.claims:
            if claim.property == NAME and claim.status == "asserted":
                triple = self.make.said(claim.subject, "skos:altLabel", self.terms.value(claim))
                stretches = chosen.get((claim.subject, NAME, claim.lang), [])
                used = _until_a_renaming(extent_of(self.known.tables, claim), stretches)
                for other, stretch in stretches:
                    if other.value != claim.value:
                        beside = self._clipped(claim.subject, stretch.within(used))
                        yield (triple,), tuple(extent for extent in beside if not extent.never)

    def _clipped(self, subject: str, used: Extent) -> Pieces:
        return tuple(used.within(piece) for piece in self.there.of(subject))

    def _projections(self) -> Iterator[tuple[Iterable[str], Pieces]]:
        for (subject, property_, _), line in self.known.resolution.timelines.items():
            if property_ == "cje:point":
                yield tuple(self.make.place(subject, line[0][1])), self.there.of(subject)
            elif property_ == "cje:date":
                yield tuple(self.make.date(subject, line[0][1])), self.there.of(subject)
        for boundary in self.known.boundaries.values():
            yield tuple(self.make.outline(boundary)), self.there.of(boundary.area)

    def _lifespans(self) -> Iterator[tuple[Iterable[str], Pieces]]:
        """Each life while it lasts, of which no end is told, and with its end in the lives that follow."""
        for subject, lives in self.known.lives.items():
            for number, life in enumerate(lives):
                node, known = self.terms.thing(life.key), tuple(later.extent for later in lives[number:])
                begun = (
                    self.make.said(subject, "cje:lifespan", node),
                    self.make.said(life.key, "rdf:type", self.terms.term("cje:Lifespan")),
                    *self.make.bounds(life.key, life.bounds, STARTS),
                )
                yield begun, known
                yield tuple(self.make.bounds(life.key, life.bounds, ENDS)), known[1:]
                for claim in life.claims:
                    derived = self.make.said(life.key, "prov:wasDerivedFrom", self.terms.thing(claim.key))
                    yield (derived,), self._told(claim, known)

    def _told(self, claim: Claim, known: Pieces) -> Pieces:
        """Of those days the ones on which an event had come to pass; evidence of any other kind on all."""
        if claim.subject not in self.there.records:
            return known
        return tuple(extent.within(piece) for extent in known for piece in self.there.of(claim.subject))


def _until_a_renaming(used: Extent, stretches: Iterable[tuple[Claim, Extent]]) -> Extent:
    """A name that sources use beside the chosen one, until a name is taken of which they tell the start."""
    begins = used.shown_from
    taken = (days for claim, days in stretches if claim.bounds.earliest_start and days.shown_from > begins)
    return next((used.until(days) for days in taken), used)


def _stretches(line: Timeline) -> list[tuple[Claim, Extent]]:
    """Which claim names a thing on which days; the first name known is that of the days before, too."""
    changes = [line[0], *(after for before, after in pairwise(line) if before[1].value != after[1].value)]
    firsts = [FIRST_DAY, *(first for first, _ in changes[1:])]
    lasts = [*(day_before(first) for first in firsts[1:]), LAST_DAY]
    return [
        (claim, Extent(first, first, first, last, last, last))
        for (_, claim), first, last in zip(changes, firsts, lasts, strict=True)
    ]
