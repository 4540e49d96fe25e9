"""From claims to statements: which value the plain graph shows, and where the sources disagree (DESIGN 4).

Nothing is thrown away. For a property that has one value at a time the best supported claim is chosen
and the others stay beside it; for any other property every claim that is not deprecated holds.
"""

from __future__ import annotations

import builtins
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from graph import wording
from graph.claims import Claim, Tables
from graph.dates import (
    ALWAYS,
    FIRST_DAY,
    LAST_DAY,
    ONE_DAY,
    Extent,
    attested_extent,
    day_before,
    parse,
    state_extent,
)
from graph.policy import Policy, Standing
from graph.values import Difference, agree, difference

SITE = "org:hasPrimarySite"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two values that cannot both be so, what was chosen, and why."""

    subject: str
    property: str
    chosen: tuple[Claim, ...]
    rivals: tuple[Claim, ...]
    difference: Difference
    reason: str
    equal_rank: bool = False

    @builtins.property
    def chosen_value(self) -> str:
        """The value that the plain graph shows."""
        return self.chosen[0].value

    @builtins.property
    def rival_value(self) -> str:
        """The value that it does not show."""
        return self.rivals[0].value


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim that the plain graph shows, and the days on which it is shown."""

    claim: Claim
    extent: Extent


Key = tuple[str, str, str]
"""Subject, property and language of a property that has one value at a time."""

Timeline = Sequence[tuple[date, Claim]]
"""The claims chosen for such a property, each with the first day of a stretch, in order."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the claims come to: the statements shown, the values chosen over time, the disagreements."""

    statements: tuple[Statement, ...]
    timelines: Mapping[Key, Timeline]
    conflicts: tuple[Conflict, ...]

    def latest(self, key: Key, until: date = LAST_DAY) -> Claim:
        """The claim chosen last up to a day; if none was chosen by then, the first that was."""
        timeline = self.timelines[key]
        begun = [claim for first, claim in timeline if first <= until]
        return begun[-1] if begun else timeline[0][1]


def resolve(tables: Tables) -> Resolution:
    """The statements of all asserted claims; planned, proposed and deprecated ones make none."""
    return _Resolver(tables).resolve()


def extent_of(tables: Tables, claim: Claim) -> Extent:
    """The days on which a claim holds by itself, before others are heard."""
    declared = tables.schema.properties.get(claim.property)
    match declared.persistence if declared else "permanent":
        case "state":
            return state_extent(claim.bounds, tables.made(claim))
        case "attested":
            return attested_extent(claim.bounds, tables.made(claim))
    return ALWAYS


@dataclass(frozen=True, slots=True)
class _Candidate:
    claim: Claim
    extent: Extent
    dated: bool
    surely_from: date
    explicit_until: date
    standing: Standing

    @property
    def begins(self) -> date:
        return self.extent.shown_from


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Days on which one candidate is chosen."""

    first: date
    last: date
    winner: _Candidate


class _Resolver:
    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.policy = Policy(tables.policy, tables.sources)
        self.statements: list[Statement] = []
        self.timelines: dict[Key, Timeline] = {}
        self.conflicts: list[Conflict] = []
        self.moves = _moves(tables)

    def resolve(self) -> Resolution:
        groups: dict[Key, list[Claim]] = defaultdict(list)
        properties = self.tables.schema.properties
        for claim in self.tables.claims:
            if claim.status != "asserted":
                continue
            declared = properties.get(claim.property)
            if declared is None:
                self.statements.append(Statement(claim, extent_of(self.tables, claim)))
            elif not declared.single:
                back = declared.extends_back and claim.bounds.earliest_start is None
                extent = extent_of(self.tables, claim)
                self.statements.append(Statement(claim, extent.back(FIRST_DAY) if back else extent))
            else:
                groups[claim.subject, claim.property, claim.lang].append(claim)
        for key, claims in groups.items():
            if properties[key[1]].persistence in ("permanent", "event"):
                self._one_value(key, claims)
            else:
                self._value_at_a_time(key, claims)
        return Resolution(tuple(self.statements), self.timelines, tuple(self.conflicts))

    def _standing(self, claim: Claim) -> Standing:
        return self.policy.standing(claim.property, claim.source)

    def _made(self, claim: Claim) -> date:
        made = self.tables.made(claim)
        return made.latest or made.earliest or FIRST_DAY

    def _one_value(self, key: Key, claims: Sequence[Claim]) -> None:
        """A value for good: the best ranked, of equals the later source; a date as close as can be."""
        kind = self.tables.schema.properties[key[1]].kind

        def order(claim: Claim) -> tuple[bool, int, int, int, str]:
            span = parse(claim.value) if kind == "edtf" else None
            bound = span is not None and span.is_bound
            narrow = span.days if span else 0
            newest_first = -self._made(claim).toordinal()
            return bound, self._standing(claim).rank, narrow, newest_first, claim.key

        ranked = best = min(claims, key=order)
        if kind == "edtf":
            best = self._closest(ranked, claims)
        chosen = [claim for claim in claims if claim.value == best.value]
        self.statements.extend(Statement(claim, ALWAYS) for claim in chosen)
        self.timelines[key] = [(FIRST_DAY, best)]
        rivals: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            if not agree(key[1], kind, best.value, claim.value):
                rivals[claim.value].append(claim)
        for value, disagreeing in rivals.items():
            why = ""
            if kind == "edtf" and parse(value).is_bound and not parse(best.value).is_bound:
                why = "a date before a bound"
            elif best is not ranked:
                standing = self._standing(ranked)
                why = f"the closest date within that of rank {standing.rank} ({standing.reason})"
            self._record(chosen, disagreeing, kind, why)

    def _closest(self, best: Claim, claims: Iterable[Claim]) -> Claim:
        """The claim that dates most closely what the best ranked claim admits."""
        span = parse(best.value)
        agreeing = [c for c in claims if span.contains(parse(c.value)) and parse(c.value) != span]
        return min(
            agreeing, key=lambda c: (*parse(c.value).closeness, self._standing(c).rank, c.key), default=best
        )

    def _value_at_a_time(self, key: Key, claims: Sequence[Claim]) -> None:
        """The value on each day: see `_winner`; a claim that speaks of a day and is not chosen is a rival."""
        candidates = self._without_overrun([self._candidate(claim) for claim in claims])
        stretches = _stretches(candidates)
        won: list[_Stretch] = []
        disputes: dict[tuple[str, str], tuple[dict[str, _Candidate], dict[str, _Candidate]]] = {}
        kind = self.tables.schema.properties[key[1]].kind
        for first, last in stretches:
            present = [c for c in candidates if c.extent.holds(first)]
            if not present:
                continue
            winner = _winner(present)
            won.append(_Stretch(first, last, winner))
            for other in present:
                if _speaks_against(winner, other, first, last) and not agree(
                    key[1], kind, winner.claim.value, other.claim.value
                ):
                    values = (winner.claim.value, other.claim.value)
                    chosen, rivals = disputes.setdefault(values, ({}, {}))
                    chosen[winner.claim.key] = winner
                    rivals[other.claim.key] = other
        won = self._extended_back(key, won)
        self.timelines[key] = [(stretch.first, stretch.winner.claim) for stretch in won]
        for candidate in candidates:
            self._accept(candidate, won)
        for chosen, rivals in disputes.values():
            outlasts = all(c.dated for c in chosen.values()) and not any(c.dated for c in rivals.values())
            why = "a dated change outlasts a later snapshot" if outlasts else ""
            self._record([c.claim for c in chosen.values()], [c.claim for c in rivals.values()], kind, why)

    def _extended_back(self, key: Key, won: list[_Stretch]) -> list[_Stretch]:
        """The stretches, the first of them begun before its first source where the property says so."""
        if not won or won[0].winner.dated or not self.tables.schema.properties[key[1]].extends_back:
            return won
        first = won[0]
        moved = [day for day in self.moves.get(key[0], ()) if day <= first.first] if key[1] == SITE else []
        return [_Stretch(max(moved, default=FIRST_DAY), first.last, first.winner), *won[1:]]

    def _candidate(self, claim: Claim) -> _Candidate:
        bounds, made, extent = claim.bounds, self.tables.made(claim), extent_of(self.tables, claim)
        undated = not claim.start and not claim.until
        spoken = [bounds.earliest_end, bounds.latest_start, made.latest if undated else None]
        return _Candidate(
            claim=claim,
            extent=extent,
            dated=bounds.earliest_start is not None,
            surely_from=bounds.latest_start or (made.latest if undated else None) or extent.shown_from,
            explicit_until=max([extent.shown_from, *(day for day in spoken if day)]),
            standing=self._standing(claim),
        )

    def _without_overrun(self, candidates: list[_Candidate]) -> list[_Candidate]:
        """Drop snapshots that still show a value after a source of no lower rank has ended it."""
        kept: list[_Candidate] = []
        overrun: dict[str, list[_Candidate]] = defaultdict(list)
        enders: dict[str, _Candidate] = {}
        for candidate in candidates:
            ended_by = [other for other in candidates if _ends(other, candidate)]
            if ended_by:
                value = candidate.claim.value
                known = [enders[value]] if value in enders else []
                enders[value] = max([*known, *ended_by], key=lambda c: (c.extent.shown_until, c.claim.key))
                overrun[value].append(candidate)
            else:
                kept.append(candidate)
        for value, late in overrun.items():
            end, last = enders[value].extent.shown_until, max(c.begins for c in late)
            claims = tuple(c.claim for c in late if c is not enders[value])
            reason = f"stated to end on {wording.day(end)}; still shown on {wording.day(last)}"
            self.conflicts.append(
                Conflict(
                    claims[0].subject,
                    claims[0].property,
                    (enders[value].claim,),
                    claims,
                    Difference(Decimal((last - end).days), "days"),
                    reason,
                )
            )
        return kept

    def _accept(self, holder: _Candidate, won: Sequence[_Stretch]) -> None:
        """Show a claim from the first day on which its value is chosen until another takes its place."""
        begun: date | None = None
        before = LAST_DAY
        for stretch in won:
            if stretch.last < holder.begins or stretch.first > holder.extent.shown_until:
                continue
            chosen = stretch.winner.claim.value == holder.claim.value
            if begun is None and chosen:
                begun = max(stretch.first, holder.begins)
                before = stretch.first if stretch.first < stretch.winner.begins else begun
            elif begun is not None and not chosen:
                extent = holder.extent.starting(begun).until(stretch.winner.extent)
                self.statements.append(Statement(holder.claim, extent.back(before)))
                return
        if begun is not None:
            self.statements.append(Statement(holder.claim, holder.extent.starting(begun).back(before)))

    def _record(self, chosen: Sequence[Claim], rivals: Sequence[Claim], kind: str, why: str) -> None:
        best = min(map(self._standing, chosen), key=lambda standing: standing.rank)
        other = min(map(self._standing, rivals), key=lambda standing: standing.rank)
        equal = best.rank == other.rank and not why
        if not why:
            closer = kind == "edtf" and parse(chosen[0].value).days < parse(rivals[0].value).days
            why = (
                f"equal rank: the {'closer date' if closer else 'later source'}"
                if equal
                else f"rank {best.rank} ({best.reason}) before rank {other.rank} ({other.reason})"
            )
        first = chosen[0]
        self.conflicts.append(
            Conflict(
                first.subject,
                first.property,
                tuple(chosen),
                tuple(rivals),
                difference(kind, first.value, rivals[0].value),
                why,
                equal,
            )
        )


def _moves(tables: Tables) -> Mapping[str, list[date]]:
    """The first days on which a court may have sat in the building that it moved to, by court."""
    days = {
        claim.subject: span.earliest or span.latest or FIRST_DAY
        for claim in tables.claims
        if claim.property == "cje:date" and tables.classes.get(claim.subject) == "cje:Move"
        for span in [parse(claim.value)]
    }
    moves: dict[str, list[date]] = defaultdict(list)
    for claim in tables.claims:
        if claim.property == "cje:affects" and claim.subject in days:
            moves[claim.value].append(days[claim.subject])
    return moves


def _winner(present: Sequence[_Candidate]) -> _Candidate:
    """A dated change before a snapshot; of changes the last; of snapshots the best ranked, then the last."""
    changes = [candidate for candidate in present if candidate.dated]
    if changes:
        return max(changes, key=lambda c: (c.begins, -c.standing.rank, c.claim.key))
    return min(present, key=lambda c: (c.standing.rank, -c.begins.toordinal(), c.claim.key))


def _ends(ender: _Candidate, snapshot: _Candidate) -> bool:
    """Whether a claim states an end of the value before the snapshot shows it, and ranks no lower."""
    return (
        ender.claim.value == snapshot.claim.value
        and not snapshot.dated
        and ender.extent.shown_until < snapshot.begins
        and ender.standing.rank <= snapshot.standing.rank
    )


def _speaks_against(winner: _Candidate, other: _Candidate, first: date, last: date) -> bool:
    """Whether, in a stretch that one won, there is a day of which both surely speak."""
    return max(first, winner.surely_from, other.surely_from) <= min(last, other.explicit_until)


def _stretches(candidates: Sequence[_Candidate]) -> list[tuple[date, date]]:
    """The stretches of days in which the same candidates are present and speak."""
    starts = {candidate.begins for candidate in candidates}
    for candidate in candidates:
        for last in (candidate.extent.shown_until, candidate.explicit_until):
            if last < LAST_DAY:
                starts.add(last + ONE_DAY)
    ordered = sorted(starts)
    return [(day, day_before(after)) for day, after in zip(ordered, [*ordered[1:], LAST_DAY], strict=True)]
