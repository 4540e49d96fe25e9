"""What the sources say of the existence of things: beginnings, ends, attestations, and codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from graph.claims import Claim, Tables
from graph.dates import LAST_DAY, ONE_DAY, UNSTATED, Span, parse
from graph.resolve import Resolution

REOPENING = "cje:Reopening"
BEGINNINGS = ("cje:Opening", "cje:Formation", REOPENING)
ENDINGS = ("cje:Closure",)
IDENTITY_CHANGES = ("cje:Merger", "cje:Split")


@dataclass(frozen=True, slots=True)
class Moment:
    """A dated beginning or end, with the claims behind it."""

    span: Span
    claims: tuple[Claim, ...]
    again: bool = False

    @property
    def order(self) -> date:
        """The day by which moments are put in order: the earliest on which it may lie."""
        return self.span.earliest or self.span.latest or LAST_DAY


@dataclass(slots=True)
class Evidence:
    """What the sources say of one thing's existence."""

    beginnings: list[Moment] = field(default_factory=list)
    endings: list[Moment] = field(default_factory=list)
    attested: list[Moment] = field(default_factory=list)
    withdrawn: list[Moment] = field(default_factory=list)
    codes: list[Moment] = field(default_factory=list)


def evidence_of_existence(tables: Tables, resolution: Resolution) -> dict[str, Evidence]:
    """What is said of each thing of whose existence anything is said, by key."""
    things: dict[str, Evidence] = defaultdict(Evidence)
    by_event: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    properties = tables.schema.properties
    for statement in resolution.statements:
        claim = statement.claim
        if claim.property == "cje:standing":
            evidence = things[claim.subject]
            target = evidence.attested if claim.value == "true" else evidence.withdrawn
            target.append(Moment(_seen(claim, tables), (claim,)))
        elif (declared := properties.get(claim.property)) and declared.bounds_life:
            things[claim.subject].codes.append(Moment(tables.made(claim), (claim,)))
        elif claim.property in (
            "cje:date",
            "cje:affects",
            "org:originalOrganization",
            "org:resultingOrganization",
        ):
            by_event[claim.subject][claim.property].append(claim)
    for event, facts in by_event.items():
        _add_event(tables.classes[event], facts, things)
    return things


def _add_event(class_: str, facts: Mapping[str, list[Claim]], things: Mapping[str, Evidence]) -> None:
    dates = tuple(facts["cje:date"])
    span = parse(dates[0].value) if dates else UNSTATED
    affected: dict[str, list[Claim]] = defaultdict(list)
    for claim in facts["cje:affects"]:
        affected[claim.value].append(claim)
    for key, claims in affected.items():
        if class_ in BEGINNINGS:
            things[key].beginnings.append(Moment(span, (*dates, *claims), again=class_ == REOPENING))
        elif class_ in ENDINGS:
            things[key].endings.append(Moment(span, (*dates, *claims)))
    if class_ not in IDENTITY_CHANGES:
        return
    originals = {claim.value: claim for claim in facts["org:originalOrganization"]}
    results = {claim.value: claim for claim in facts["org:resultingOrganization"]}
    for key in originals.keys() - results.keys():
        things[key].endings.append(Moment(_eve(span), (*dates, originals[key])))
    for key in results.keys() - originals.keys():
        things[key].beginnings.append(Moment(span, (*dates, results[key])))


def _eve(span: Span) -> Span:
    """The last day before a day that lies in the span."""
    return Span(
        span.earliest - ONE_DAY if span.earliest else None, span.latest - ONE_DAY if span.latest else None
    )


def _seen(claim: Claim, tables: Tables) -> Span:
    """The days between which a thing was seen: stated, else when the source was made."""
    if not claim.start and not claim.until:
        return tables.made(claim)
    bounds = claim.bounds
    stood_on = bounds.earliest_end or bounds.latest_start or bounds.earliest_start
    begun_by = bounds.latest_start or bounds.earliest_end or bounds.latest_end
    return Span(stood_on, begun_by)
