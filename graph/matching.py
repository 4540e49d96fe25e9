"""Which thing a source's row may speak of: candidates, ranked, with the reasons in words (DESIGN 4)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from graph.dates import Bounds, parse
from graph.distance import great_circle

_DROPPED = re.compile(
    r"\b(?:her majestys|h ?m|the|magistrates?|mags?|crown|county|combined|family|youth|adult|law|civil|"
    r"criminal|justice|courts?|courthouse|house|cent(?:re|er)|and|at|of|on|upon|under|le|in|super|by|mc|sitting)\b"
)
_POSTCODE = re.compile(r"([A-Z]{1,2})(\d[A-Z\d]?)\s*(\d[A-Z]{2})")
NEAR = 300.0
"""Metres within which two points are taken for one building."""
FAR = 20_000.0
"""Metres beyond which two points speak against one court."""
LEAST_NAME = 80.0
"""The likeness of two names (0 to 100) below which they are no reason."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What one row shows of a thing; empty where it shows nothing. The point is longitude, latitude."""

    name: str
    place: str = ""
    codes: frozenset[str] = frozenset()
    postcode: str = ""
    point: tuple[float, float] | None = None
    bounds: Bounds = field(default_factory=lambda: Bounds.of(parse(""), parse("")))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A key that a row may speak of; the higher the score, the likelier. Reasons stand strongest first."""

    key: str
    score: float
    reasons: tuple[str, ...]


def plain_name(name: str) -> str:
    """The words of a court's name that tell it apart: no kind of court, no brackets, one spelling.

    >>> plain_name("Newcastle-upon-Tyne Magistrates' Court (Market Street)")
    'newcastle tyne'
    >>> plain_name("St. Albans Law Courts") == plain_name("Saint Albans Crown Court")
    True
    """
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    text = re.sub(r"\([^)]*\)?", " ", text.lower())
    text = re.sub(r"[^a-z0-9]+", " ", re.sub(r"['`]", "", text))
    text = re.sub(r"\bsaint\b", "st", text)
    return " ".join(_DROPPED.sub(" ", text).split())


def postcode_parts(postcode: str) -> tuple[str, str] | None:
    """Area and district of a postcode, or None if it is not one.

    >>> postcode_parts("le15 6dn")
    ('LE', 'LE15')
    """
    match = _POSTCODE.fullmatch(postcode.strip().upper())
    return (match[1], match[1] + match[2]) if match else None


class Matcher:
    """The things known so far and what was seen of them; proposes which of them a new row speaks of."""

    def __init__(self, known: Iterable[tuple[str, Sight]]) -> None:
        self._sights: dict[str, list[Sight]] = defaultdict(list)
        self._blocks: dict[str, set[str]] = defaultdict(set)
        for key, sight in known:
            self.add(key, sight)

    def add(self, key: str, sight: Sight) -> None:
        """Note that a row was taken to speak of a key."""
        self._sights[key].append(sight)
        for block in _blocks(sight):
            self._blocks[block].add(key)

    def propose(self, row: Sight) -> list[Candidate]:
        """The keys that a row may speak of, likeliest first, equals by key; none if nothing speaks for it.

        Compared are things that share a code, a postcode district, or the initial of a word of a name or
        place. A key scores by the best of each kind of reason over all that was seen of it.
        """
        keys = {key for block in _blocks(row) for key in self._blocks.get(block, ())}
        found = (self._candidate(key, row) for key in keys)
        return sorted(
            (candidate for candidate in found if candidate is not None and candidate.score > 0),
            key=lambda candidate: (-candidate.score, candidate.key),
        )

    def _candidate(self, key: str, row: Sight) -> Candidate | None:
        best: dict[str, tuple[float, str]] = {}
        for sight in self._sights[key]:
            for kind, score, reason in _compared(row, sight):
                if kind not in best or (score, reason) > best[kind]:
                    best[kind] = (score, reason)
        if not best or max(score for score, _ in best.values()) <= 0:
            return None
        ranked = sorted(best.values(), key=lambda pair: (-abs(pair[0]), pair[1]))
        total = round(sum(score for score, _ in ranked), 1)
        return Candidate(key, total, tuple(reason for score, reason in ranked if score))


def _blocks(sight: Sight) -> Iterator[str]:
    for code in sight.codes:
        yield f"code {code}"
    if parts := postcode_parts(sight.postcode):
        yield f"district {parts[1]}"
    for text in (sight.name, sight.place):
        for word in plain_name(text).split():
            yield f"initial {word[0]}"


def _compared(row: Sight, sight: Sight) -> Iterator[tuple[str, float, str]]:
    """Kind, score and words of each reason for or against that two rows speak of one thing."""
    if shared := sorted(row.codes & sight.codes):
        yield "code", 100.0, f"both carry the code {shared[0]}"
    yield from _by_name(row, sight)
    yield from _by_place(row, sight)
    if _apart(row.bounds, sight.bounds) or _apart(sight.bounds, row.bounds):
        yield "date", -20.0, "their dates do not meet"
    else:
        yield "date", 0.0, "their dates may meet"


def _by_name(row: Sight, sight: Sight) -> Iterator[tuple[str, float, str]]:
    one, other = plain_name(row.name), plain_name(sight.name)
    if one and other:
        likeness = fuzz.token_sort_ratio(one, other)
        if likeness == 100:
            yield "name", 60.0, f"both are called {one}"
        elif likeness >= LEAST_NAME:
            yield "name", likeness / 2, f"{one} is spelt like {other}"
        elif set(one.split()) & set(other.split()):
            yield "name", 20.0, f"{one} shares a word with {other}"
    place, their_place = plain_name(row.place), plain_name(sight.place)
    if place and place in (other, their_place):
        yield "town", 25.0, f"both are in {place}"
    elif their_place and their_place == one:
        yield "town", 25.0, f"the name is the town of the other, {one}"


def _by_place(row: Sight, sight: Sight) -> Iterator[tuple[str, float, str]]:
    one, other = postcode_parts(row.postcode), postcode_parts(sight.postcode)
    if one and other:
        if row.postcode.replace(" ", "").upper() == sight.postcode.replace(" ", "").upper():
            yield "postcode", 40.0, f"both are at {row.postcode}"
        elif one[1] == other[1]:
            yield "postcode", 10.0, f"both are in {one[1]}"
        elif one[0] == other[0]:
            yield "postcode", 0.0, f"both are in the postcode area {one[0]}"
        else:
            yield "postcode", -40.0, f"{one[1]} and {other[1]} are different postcode areas"
    if row.point and sight.point:
        apart = great_circle(row.point, sight.point)
        score = 30.0 if apart <= NEAR else -30.0 if apart > FAR else 0.0
        yield "point", score, f"their points are {apart:.0f} m apart"


def _apart(one: Bounds, other: Bounds) -> bool:
    """Whether the first must have ended before the other can have begun."""
    end, start = one.latest_end, other.earliest_start
    return end is not None and start is not None and end < start
