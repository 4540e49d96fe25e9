"""How many bodies the graph knows, beside the numbers that others published, each miss by name.

A count of courts on a day is a range: those that certainly stood, those that are shown, those that may have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
CLOSING_COUNTED = "cje:countsClosingOf"
SHOWN_NOT_CERTAIN = "shown, not certain"

Courts = Mapping[str, Sequence[Life]]
"""The lives of each court."""
Facts = Mapping[str, Claim]
"""What is shown of a stated count, by property."""


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
class LeftOut:
    """A court shown on a day that, as far as is known, the number of that day leaves out, and why.

    One that is not certain may have closed again by then.
    """

    court: str
    reason: str
    certain: bool = True

    @property
    def state(self) -> str:
        """How well it is known that it stood on the day."""
        return "certain" if self.certain else SHOWN_NOT_CERTAIN


@dataclass(frozen=True, slots=True)
class Closings:
    """Which closings are known to be counted: the courts that each stated count names, and the events.

    Only what closed for good is counted. The closings of a programme did; of another event nobody knows.
    """

    named: Mapping[str, frozenset[str]]
    of_programmes: frozenset[str]


@dataclass(frozen=True, slots=True)
class CourtTally:
    """The magistrates' courts open on a day beside the published number; `doubts` names what lies between.

    `lowest` and `highest` differ where the number comes of several that sources give. `left_out` names the
    courts that a number worked out from closings leaves out; of a number as printed nothing is left out.
    """

    day: date
    count: str
    lowest: int
    highest: int
    certain: int
    shown: int
    possible: int
    doubts: tuple[Doubt, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def published(self) -> str:
        """The published number in words: `323`, or `235 to 238`."""
        return str(self.lowest) if self.lowest == self.highest else f"{self.lowest} to {self.highest}"

    @property
    def words(self) -> str:
        """The numbers of one day in a line."""
        counts = f"{self.certain} certain, {self.shown} shown, {self.possible} possible"
        left_out = f", {len(self.left_out)} left out by name" if self.left_out else ""
        without = f", by {self.off_without} % without those" if self.left_out else ""
        outside = "" if self.within else "; outside what is possible"
        return f"{self.published} published{left_out}; {counts}; off by {self.off} %{without}{outside}"

    @property
    def within(self) -> bool:
        """Whether the number can lie between certain and possible, each without the courts it leaves out."""
        certain = self.certain - sum(court.certain for court in self.left_out)
        return certain <= self.highest and self.lowest <= self.possible - len(self.left_out)

    @property
    def off(self) -> Decimal:
        """By how many per cent the courts shown miss the published number as it is; 0 if they meet it."""
        return self._off(self.shown)

    @property
    def off_without(self) -> Decimal:
        """By how many per cent the courts shown miss it without those that it leaves out."""
        return self._off(self.shown - len(self.left_out))

    def _off(self, courts: int) -> Decimal:
        nearest = min(max(courts, self.lowest), self.highest)
        return (Decimal(abs(courts - nearest)) * 100 / nearest).quantize(Decimal("0.1"))


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
    which the series of closings starts, less the courts closed since. Such a number leaves out those that
    began since, and those that were counted as closed and went on; the tally names them. The numbers of
    ministers leave out courts of the pandemic (Nightingale courts), and so does the count beside them.
    Numbers of days before the horizon of magistrates' courts, where the graph does not mean to be whole, are
    left out.
    """
    facts: dict[str, dict[str, Claim]] = defaultdict(dict)
    named: dict[str, set[str]] = defaultdict(set)
    of_programmes: set[str] = set()
    for claim in _shown(known):
        if claim.property == CLOSING_COUNTED:
            named[claim.subject].add(claim.value)
        elif claim.subject.startswith("stated-count/"):
            facts[claim.subject][claim.property] = claim
        elif claim.property == "cje:underProgramme":
            of_programmes.add(claim.subject)
    national = {key: said for key, said in facts.items() if "cje:countedWithin" not in said}
    openings = {key: said for key, said in national.items() if _is(said, "cje:counted", OPEN_COURTS)}
    courts = _counted(known)
    tallies = [
        _tally(courts, key, _on(said).latest or date.max, _number(said), _number(said))
        for key, said in openings.items()
    ]
    closings = Closings({key: frozenset(named[key]) for key in named}, frozenset(of_programmes))
    tallies += _after_closings(courts, openings.values(), national, closings)
    horizon = known.tables.schema.horizons[MAGISTRATES_COURT]
    return sorted(
        (tally for tally in tallies if tally.day >= horizon), key=lambda tally: (tally.day, tally.count)
    )


def _after_closings(
    courts: Courts, openings: Iterable[Facts], national: Mapping[str, Facts], closings: Closings
) -> Iterator[CourtTally]:
    """The tallies on the day after each of the periods that follow each other, the shortest first."""
    periods: dict[date, list[tuple[date, int, str]]] = defaultdict(list)
    for key, said in national.items():
        if _is(said, "cje:counted", CLOSED_COURTS) and "cje:countedSince" in said:
            since, last = parse(said["cje:countedSince"].value).earliest, _on(said).latest
            if since is not None and last is not None:
                periods[since].append((last, _number(said), key))
    openings = list(openings)
    open_then = {since: [said for said in openings if _covers(_on(said), since)] for since in sorted(periods)}
    series = [(min(periods[since])[0] - since, since) for since, counts in open_then.items() if counts]
    if not series:
        return
    since = first = min(series)[1]
    numbers = [_number(said) for said in open_then[first]]
    base = _together(_on(said) for said in open_then[first])
    closed, counted = 0, dict[str, str]()
    while since in periods:
        last, number, key = min(periods[since])
        closed += number
        counted |= dict.fromkeys(closings.named.get(key, ()), f"counted as closed by {last}")
        since = last + ONE_DAY
        tally = _tally(
            courts,
            f"open in {first.year} less those closed since",
            since,
            min(numbers) - closed,
            max(numbers) - closed,
        )
        yield replace(tally, left_out=tuple(_left_out(courts, base, since, counted, closings.of_programmes)))


def _left_out(
    courts: Courts, base: Span, day: date, counted: Mapping[str, str], of_programmes: frozenset[str]
) -> Iterator[LeftOut]:
    """The courts shown on a day that the base less the closings leaves out.

    A court that closed and reopened is one only if its closing was counted: what closed for a time was not
    taken off. `counted` says of each court that a count names as closed before the day by when it did.
    """
    for court, lives in sorted(courts.items()):
        life = next((life for life in reversed(lives) if life.extent.holds(day)), None)
        if life and (reason := _why_left_out(life, lives, base, counted.get(court, ""), of_programmes)):
            yield LeftOut(court, reason, life.extent.holds(day, Mode.CERTAIN))


def _why_left_out(
    life: Life, lives: Iterable[Life], base: Span, counted: str, of_programmes: frozenset[str]
) -> str:
    """Why the base less the closings leaves out a court in one of its lives, or an empty text."""
    before = [one for one in lives if _shown_within(one, base)]
    if life in before:
        return f"{counted}, but went on" if counted else ""
    if not before:
        return f"{_began(life)}, after the count that the number starts from"
    if counted:
        return f"{_began(life)}, {counted}"
    if of_programmes & {claim.subject for claim in before[-1].claims}:
        return f"{_began(life)}, after a closing of a programme, which is counted"
    return ""


def _shown_within(life: Life, span: Span) -> bool:
    """Whether a life is shown on a day of the span."""
    first, last = max(life.extent.shown_from, span.earliest or date.min), life.extent.shown_until
    return first <= min(last, span.latest or date.max)


def _began(life: Life) -> str:
    """How a life that is shown began, in words."""
    earliest, latest = life.bounds.earliest_start, life.bounds.latest_start
    if earliest is None:
        return f"first seen by {life.extent.shown_from}"
    how = "reopened" if life.number > 1 else "opened"
    if latest is None:
        return f"{how} on {earliest} or later"
    return f"{how} on {latest}" if earliest == latest else f"{how} from {earliest} to {latest}"


def _together(spans: Iterable[Span]) -> Span:
    """From the earliest day of spans that have both ends to the latest."""
    ends = [(span.earliest or date.min, span.latest or date.max) for span in spans]
    return Span(min(first for first, _ in ends), max(last for _, last in ends))


def _on(said: Facts) -> Span:
    return parse(said["cje:countedOn"].value) if "cje:countedOn" in said else UNSTATED


def _covers(span: Span, day: date) -> bool:
    return not span.is_bound and span.contains(Span(day, day))


def _number(said: Facts) -> int:
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
            doubts.append(Doubt(court, SHOWN_NOT_CERTAIN, held[Mode.SHOWN][0]))
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


def _is(said: Facts, property_: str, value: str) -> bool:
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


def left_out_rows(tallies: Iterable[CourtTally]) -> Iterator[tuple[str, ...]]:
    """A row for each court that a number leaves out on each day: the number, the court, and why."""
    for tally in tallies:
        for court in tally.left_out:
            counted = (tally.day.isoformat(), tally.count, tally.published)
            yield (*counted, court.court, court.state, court.reason)


LEFT_OUT_COLUMNS = ("day", "stated_count", "published", "court", "state", "reason")
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
