"""The life of a thing as strands of time: its names, codes, buildings and areas, each from when until when.

A span has the days of the timeline, and beside them whether a source states its beginning and its end or
they follow: from the life of the thing, from what took its place, or from when a source was made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.asof import Days
from graph.dates import LAST_DAY, Bounds, parse
from graph.describe import Description, Evidence, Fact
from graph.entries import Seen
from graph.records import CODES, bounds_of
from graph.schema import Schema

STRANDS: Mapping[str, tuple[str, ...]] = {
    "names": ("skos:prefLabel", "skos:altLabel"),
    "codes": CODES,
    "buildings": ("org:hasPrimarySite", "org:hasSite"),
    "areas": (
        "cje:withinJusticeArea",
        "cje:withinLocalJusticeArea",
        "cje:withinPoliceArea",
        "cje:withinCourtRegion",
        "cje:withinTerritory",
        "cje:withinCircuit",
        "cje:memberOfScheme",
        "cje:maintainedFor",
        "cje:coversJusticeArea",
        "cje:servesForce",
        "cje:inAreaOfForce",
    ),
    "bodies": ("org:subOrganizationOf", "org:unitOf"),
}
"""The strands, each of the values of some properties."""
INVERSE: Mapping[str, tuple[str, ...]] = {"areas": ("cje:prosecutesAt",)}
"""Strands that things have which name this one."""


@dataclass(frozen=True, slots=True)
class Span:
    """A value from when until when."""

    property: str
    property_label: str
    label: str
    key: str
    """The key of the value if it is a thing; else empty."""
    bounds: Bounds
    shown_from: date | None
    shown_until: date | None
    """As the graphs of days show it; None where it is open."""
    start_stated: bool
    end_stated: bool
    inferred: bool
    """Whether it follows by a rule and no source says it."""
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strand:
    """The spans of one kind, in order of time."""

    name: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a thing; `when` is EDTF as the chosen source states it, empty if none does."""

    key: str
    class_: str
    kind: str
    relation: str
    when: str
    earliest: date | None
    latest: date | None
    sources: tuple[str, ...]


def strands(
    told: Description,
    spells: Mapping[tuple[str, str, str], Sequence[Days]],
    seen: Seen,
    schema: Schema,
) -> list[Strand]:
    """The strands of a thing that have anything in them, its existence first.

    `spells` are the days on which the statements about it and those that name it hold, `seen` the
    things of all times.
    """
    facts = {(fact.about, fact.property, fact.value): fact for fact in (*told.facts, *told.references)}
    found = [Strand("existence", tuple(_lives(told, spells, schema)))]
    for name, properties in STRANDS.items():
        spans = []
        for (subject, property_, value), days in spells.items():
            inverse = subject != told.key
            if property_ not in (INVERSE.get(name, ()) if inverse else properties):
                continue
            fact = facts.get((subject, property_, value)) or facts.get((subject, "skos:prefLabel", value))
            other = subject if inverse else value
            is_thing = other in seen.entries
            spans += [
                _span(
                    property_,
                    schema.inverse_label(property_) if inverse else schema.label(property_),
                    seen.label_of(other) if is_thing else value,
                    other if is_thing else "",
                    each,
                    fact,
                )
                for each in _merged(days)
            ]
        if spans:
            found.append(Strand(name, tuple(sorted(spans, key=_order))))
    return found


def events(told: Description, schema: Schema) -> list[Event]:
    """What happened to a thing, in order of time; what no source dates comes last."""
    found = []
    for part in told.parts:
        if not schema.is_a(part.class_, frozenset(("cje:Change",))):
            continue
        dated = next((fact for fact in part.facts if fact.property == "cje:date" and fact.chosen), None)
        span = parse(dated.value) if dated else None
        sources = {s.source for fact in part.facts for s in fact.evidence if not s.inferred}
        found.append(
            Event(
                part.key,
                part.class_,
                part.kind,
                part.relation,
                dated.value if dated else "",
                span.earliest if span else None,
                span.latest if span else None,
                tuple(sorted(sources)),
            )
        )
    return sorted(found, key=lambda event: (event.latest or event.earliest or LAST_DAY, event.key))


def _lives(
    told: Description, spells: Mapping[tuple[str, str, str], Sequence[Days]], schema: Schema
) -> Iterator[Span]:
    standing = [fact for fact in told.facts if fact.property == "cje:standing"]
    sources = tuple(sorted({s.source for fact in standing for s in fact.evidence if not s.inferred}))
    for (subject, property_, value), days in spells.items():
        if subject == told.key and property_ == "rdf:type":
            for each in _merged(days):
                yield Span(
                    property_,
                    "was there",
                    schema.label(value),
                    "",
                    bounds_of(each),
                    *_shown(each),
                    start_stated=bounds_of(each).latest_start is not None,
                    end_stated=bounds_of(each).latest_end is not None,
                    inferred=False,
                    sources=sources,
                )


def _span(property_: str, property_label: str, label: str, key: str, days: Days, fact: Fact | None) -> Span:
    evidence: tuple[Evidence, ...] = fact.evidence if fact else ()
    kept = [each for each in evidence if each.rank == "preferred"] or list(evidence)
    bounds = bounds_of(days)
    if days[2] > days[3]:  # No day is certain, and nothing bounds it from within.
        bounds = Bounds(bounds.earliest_start, None, None, bounds.latest_end)
    return Span(
        property_,
        property_label,
        label,
        key,
        bounds,
        *_shown(days),
        start_stated=any(each.start for each in kept),
        end_stated=any(each.until for each in kept),
        inferred=bool(kept) and all(each.inferred for each in kept),
        sources=tuple(sorted({each.source for each in kept})),
    )


def _shown(days: Days) -> tuple[date | None, date | None]:
    bounds = bounds_of((days[1], days[1], days[4], days[4], days[4], days[4]))
    return bounds.earliest_start, bounds.earliest_end


def _merged(spells: Iterable[Days]) -> list[Days]:
    """Stretches that are shown, those that follow each other or overlap as one."""
    merged: list[Days] = []
    for days in sorted(set(spells), key=lambda each: each[1]):
        if days[1] > days[4]:
            continue
        if merged and days[1] <= merged[-1][4]:
            last = merged.pop()
            days = (*map(min, last[:3], days[:3]), *map(max, last[3:], days[3:]))
        merged.append(days)
    return merged


def _order(span: Span) -> tuple[object, ...]:
    return span.shown_from or date.min, span.shown_until or date.max, span.property, span.label


def by_statement(rows: Iterable[tuple[tuple[str, str, str], Days]]) -> dict[tuple[str, str, str], list[Days]]:
    """Rows of statements with their days, by statement."""
    found: dict[tuple[str, str, str], list[Days]] = defaultdict(list)
    for statement, days in rows:
        found[statement].append(days)
    return dict(found)
