"""How many bodies the graph knows, beside the numbers that others published, each miss by name.

A count of courts on a day is a range: those that certainly stood, those that are shown, those that may have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from graph.claims import Claim
from graph.dataset import Knowledge
from graph.dates import ONE_DAY, UNSTATED, Mode, Span, parse
from graph.lives import Life

OPEN_COURTS = "cjev:counted-magistrates-courts-open"
CLOSED_COURTS = "cjev:counted-magistrates-courts-closed"
MAGISTRATES_COURT = "cje:MagistratesCourt"
NIGHTINGALE = "cjev:court-kind-nightingale"
TERRITORIAL = "cje:maintainedFor"

Courts = Mapping[str, Sequence[Life]]
"""The lives of each court."""


@dataclass(frozen=True, slots=True)
class SchemeTally:
    """An area scheme: how many members its sources state, and how many are known by name."""

    scheme: str
    stated: int | None
    members: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """A court that counts on a day in one mode and not in another, and between which days it stood."""

    court: str
    state: str
    life: Life


@dataclass(frozen=True, slots=True)
class CourtTally:
    """The magistrates' courts open on a day beside the published number; `doubts` names what lies between.

    `lowest` and `highest` differ where the number comes of several that sources give.
    """

    day: date
    count: str
    lowest: int
    highest: int
    certain: int
    shown: int
    possible: int
    doubts: tuple[Doubt, ...]

    @property
    def published(self) -> str:
        """The published number in words: `323`, or `235 to 238`."""
        return str(self.lowest) if self.lowest == self.highest else f"{self.lowest} to {self.highest}"

    @property
    def words(self) -> str:
        """The numbers of one day in a line."""
        counts = f"{self.certain} certain, {self.shown} shown, {self.possible} possible"
        outside = "" if self.within else "; outside what is possible"
        return f"{self.published} published; {counts}; off by {self.off} %{outside}"

    @property
    def within(self) -> bool:
        """Whether the published number can lie between what is certain and what is possible."""
        return self.certain <= self.highest and self.lowest <= self.possible

    @property
    def off(self) -> Decimal:
        """By how many per cent of it the courts shown miss the published number; 0 if they meet it."""
        nearest = min(max(self.shown, self.lowest), self.highest)
        return (Decimal(abs(self.shown - nearest)) * 100 / nearest).quantize(Decimal("0.1"))


def scheme_tallies(known: Knowledge) -> list[SchemeTally]:
    """Every area scheme with its size, in order of keys."""
    members: dict[str, set[str]] = defaultdict(set)
    stated: dict[str, int] = {}
    for claim in _shown(known):
        if claim.property == "cje:memberOfScheme":
            members[claim.value].add(claim.subject)
        elif claim.property == "cje:statedMemberCount":
            stated[claim.subject] = int(claim.value)
    schemes = sorted(key for key, class_ in known.tables.classes.items() if class_ == "cje:AreaScheme")
    return [SchemeTally(key, stated.get(key), len(members[key])) for key in schemes]


def scheme_bodies(known: Knowledge) -> int:
    """How many bodies stand behind the schemes; an area that a new scheme leaves unchanged counts once."""
    return len({claim.subject for claim in _shown(known) if claim.property == "cje:memberOfScheme"})


def territorial_forces(known: Knowledge) -> int:
    """How many police forces are maintained for a police area, and have not ended."""
    return len(
        {
            claim.subject
            for claim in _shown(known)
            if claim.property == TERRITORIAL and not _ended(known.lives.get(claim.subject, ()))
        }
    )


def court_tallies(known: Knowledge) -> list[CourtTally]:
    """The courts open on each day for which sources give their number, in order of days.

    Beside the numbers of courts open stand those that follow after each year: the numbers of the year in
    which the series of closings starts, less the courts closed since. The numbers of ministers leave out
    courts of the pandemic (Nightingale courts), and so does the count beside them. Numbers of days before the
    horizon of magistrates' courts, where the graph does not mean to be whole, are left out.
    """
    facts: dict[str, dict[str, Claim]] = defaultdict(dict)
    for claim in _shown(known):
        if claim.subject.startswith("stated-count/"):
            facts[claim.subject][claim.property] = claim
    national = {key: said for key, said in facts.items() if "cje:countedWithin" not in said}
    openings = {key: said for key, said in national.items() if _is(said, "cje:counted", OPEN_COURTS)}
    courts = _counted(known)
    tallies = [
        _tally(courts, key, _on(said).latest or date.max, _number(said), _number(said))
        for key, said in openings.items()
    ]
    tallies += _after_closings(courts, openings.values(), national.values())
    horizon = known.tables.schema.horizons[MAGISTRATES_COURT]
    return sorted(
        (tally for tally in tallies if tally.day >= horizon), key=lambda tally: (tally.day, tally.count)
    )


def _after_closings(
    courts: Courts, openings: Iterable[Mapping[str, Claim]], national: Iterable[Mapping[str, Claim]]
) -> Iterator[CourtTally]:
    """The tallies on the day after each of the periods that follow each other, the shortest first."""
    periods: dict[date, list[tuple[date, int]]] = defaultdict(list)
    for said in national:
        if _is(said, "cje:counted", CLOSED_COURTS) and "cje:countedSince" in said:
            since, last = parse(said["cje:countedSince"].value).earliest, _on(said).latest
            if since is not None and last is not None:
                periods[since].append((last, _number(said)))
    open_then = {
        since: [_number(said) for said in openings if _covers(_on(said), since)] for since in sorted(periods)
    }
    series = [(min(periods[since])[0] - since, since) for since, numbers in open_then.items() if numbers]
    first = min(series)[1] if series else None
    since, closed = first, 0
    while first is not None and since is not None and since in periods:
        last, number = min(periods[since])
        closed += number
        lowest, highest = min(open_then[first]) - closed, max(open_then[first]) - closed
        since = last + ONE_DAY
        yield _tally(courts, f"open in {first.year} less those closed since", since, lowest, highest)


def _on(said: Mapping[str, Claim]) -> Span:
    return parse(said["cje:countedOn"].value) if "cje:countedOn" in said else UNSTATED


def _covers(span: Span, day: date) -> bool:
    return not span.is_bound and span.contains(Span(day, day))


def _number(said: Mapping[str, Claim]) -> int:
    return int(said["cje:count"].value)


def _counted(known: Knowledge) -> Courts:
    """The lives of the magistrates' courts that are counted: not the last of a court of the pandemic."""
    temporary = {claim.subject for claim in _shown(known) if claim.value == NIGHTINGALE}
    return {
        court: lives[:-1] if court in temporary else lives
        for court, lives in known.lives.items()
        if known.tables.classes.get(court) == MAGISTRATES_COURT
    }


def _tally(courts: Courts, key: str, on: date, lowest: int, highest: int) -> CourtTally:
    doubts: list[Doubt] = []
    counts: dict[Mode, int] = dict.fromkeys(Mode, 0)
    for court, lives in courts.items():
        held = {mode: [life for life in lives if life.extent.holds(on, mode)] for mode in Mode}
        for mode in Mode:
            counts[mode] += bool(held[mode])
        if held[Mode.SHOWN] and not held[Mode.CERTAIN]:
            doubts.append(Doubt(court, "shown, not certain", held[Mode.SHOWN][0]))
        elif held[Mode.POSSIBLE] and not held[Mode.SHOWN]:
            doubts.append(Doubt(court, "possible, not shown", held[Mode.POSSIBLE][0]))
    return CourtTally(
        on,
        key,
        lowest,
        highest,
        counts[Mode.CERTAIN],
        counts[Mode.SHOWN],
        counts[Mode.POSSIBLE],
        tuple(sorted(doubts, key=lambda doubt: (doubt.state, doubt.court))),
    )


def _is(said: Mapping[str, Claim], property_: str, value: str) -> bool:
    return property_ in said and said[property_].value == value


def _ended(lives: Sequence[Life]) -> bool:
    return bool(lives) and lives[-1].bounds.latest_end is not None


def _shown(known: Knowledge) -> Iterator[Claim]:
    return (statement.claim for statement in known.resolution.statements)


def doubt_rows(tallies: Iterable[CourtTally]) -> Iterator[tuple[str, ...]]:
    """A row for each court in doubt on each day: the numbers, the court, and the bounds of its life."""
    for tally in tallies:
        counted = (tally.day.isoformat(), tally.count, tally.published)
        found = (str(tally.certain), str(tally.shown), str(tally.possible))
        for doubt in tally.doubts:
            bounds = doubt.life.bounds
            days = (bounds.earliest_start, bounds.latest_start, bounds.earliest_end, bounds.latest_end)
            written = tuple(day.isoformat() if day else "" for day in days)
            yield (*counted, *found, doubt.court, doubt.state, *written)


DOUBT_COLUMNS = (
    "day",
    "stated_count",
    "published",
    "certain",
    "shown",
    "possible",
    "court",
    "state",
    "earliest_start",
    "latest_start",
    "earliest_end",
    "latest_end",
)
