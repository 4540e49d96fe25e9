"""How many bodies the graph knows, beside the numbers that others published, each miss by name.

A count of courts on a day is a range: those that certainly stood, those that are shown, those that may have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.claims import Claim
from graph.dataset import Knowledge
from graph.dates import Mode, parse
from graph.lives import Life

OPEN_COURTS = "cjev:counted-magistrates-courts-open"
MAGISTRATES_COURT = "cje:MagistratesCourt"
TERRITORIAL = "cje:maintainedFor"


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
    """The magistrates' courts open on a day beside a published number; `doubts` names what lies between."""

    day: date
    count: str
    published: int
    certain: int
    shown: int
    possible: int
    doubts: tuple[Doubt, ...]

    @property
    def within(self) -> bool:
        """Whether the published number lies between what is certain and what is possible."""
        return self.certain <= self.published <= self.possible


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
    """The courts open on each day for which a source gives their number, in order of days."""
    facts: dict[str, dict[str, Claim]] = defaultdict(dict)
    for claim in _shown(known):
        if claim.subject.startswith("stated-count/"):
            facts[claim.subject][claim.property] = claim
    tallies = [
        _tally(known, key, parse(said["cje:countedOn"].value).latest, int(said["cje:count"].value))
        for key, said in facts.items()
        if _is(said, "cje:counted", OPEN_COURTS) and "cje:countedWithin" not in said
    ]
    return sorted(tallies, key=lambda tally: (tally.day, tally.count))


def _tally(known: Knowledge, key: str, day: date | None, published: int) -> CourtTally:
    on = day or date.max
    doubts: list[Doubt] = []
    counts: dict[Mode, int] = dict.fromkeys(Mode, 0)
    for court, lives in known.lives.items():
        if known.tables.classes.get(court) != MAGISTRATES_COURT:
            continue
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
        published,
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
        counted = (tally.day.isoformat(), tally.count, str(tally.published))
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
