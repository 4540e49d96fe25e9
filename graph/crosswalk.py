"""Accepted pairs of a source's row and a key, and those of them whose evidence contradicts itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.checks import Problem
from graph.claims import REGISTRY_SOURCE, Claim, Match, point
from graph.distance import great_circle
from graph.matching import plain_name, postcode_parts

FAR = 1_000.0
"""Metres beyond which two points are not of one courthouse."""
LEAST_WORDS = 3
"""Words that a decision by hand, or one that a source states, needs to be one."""

_WORD = re.compile(r"\w+")
_NAMES = frozenset({"skos:prefLabel", "skos:altLabel"})
_CODES = frozenset({"cje:ouCode", "cje:ljaCode", "cje:crownCourtNumber", "cje:cjsCode", "cje:onsCode"})


@dataclass(slots=True)
class _Said:
    """What one row says: names and codes of each key, and places of whatever it places."""

    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    codes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    points: set[tuple[float, float]] = field(default_factory=set)
    areas: set[str] = field(default_factory=set)


def contradictions(matches: Iterable[Match], claims: Iterable[Claim]) -> Iterator[tuple[Match, str]]:
    """Accepted pairs that their own evidence speaks against, with what is wrong, in the order given.

    A pair by code whose code no other row of the key has, while the names differ too; one by name whose name
    shares no word with another of the key, or with the key; one by place that lies over a kilometre from, or
    in another postcode area than, every other row of the key; one by hand or by statement in fewer than three
    words; a row that is said to be of nothing and of something.
    """
    listed = list(matches)
    said = _said(claims)
    rows: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for match in listed:
        if match.key:
            rows[match.key].add((match.source, match.row))
    of_something = {row for keyed in rows.values() for row in keyed}
    for match in listed:
        row = (match.source, match.row)
        if match.how == "none":
            if row in of_something:
                yield match, "the row is said to be of nothing, and on another line of something"
            continue
        if match.how in ("hand", "statement") and len(match.evidence.split()) < LEAST_WORDS:
            yield match, f"a decision by {match.how} needs its reason in {LEAST_WORDS} words or more"
        mine = said.get(row)
        others = [said[other] for other in sorted(rows[match.key] - {row}) if other in said]
        if mine is None or not others:
            continue
        if match.how == "code" and (problem := _against_code(match, mine, others)):
            yield match, problem
        if match.how == "name" and (problem := _against_name(match.key, mine, others)):
            yield match, problem
        if match.how == "place" and (problem := _against_place(mine, others)):
            yield match, problem


def crosswalk_problems(matches: Iterable[Match], claims: Iterable[Claim]) -> list[Problem]:
    """The contradictions as violations of a check, in the order of keys."""
    return sorted(
        Problem(
            "crosswalk",
            "violation",
            match.key or f"source/{match.source}",
            f"Its identity with row {match.row} of {match.source} contradicts itself. "
            "Mend the line of crosswalk.csv, or write there by hand what decides.",
            problem,
        )
        for match, problem in contradictions(matches, claims)
    )


def _said(claims: Iterable[Claim]) -> Mapping[tuple[str, str], _Said]:
    said: dict[tuple[str, str], _Said] = defaultdict(_Said)
    for claim in claims:
        if claim.source == REGISTRY_SOURCE or not claim.row:
            continue
        row = said[claim.source, claim.row]
        if claim.property in _NAMES:
            row.names[claim.subject].update(plain_name(claim.value).split())
        elif claim.property in _CODES and not _of_its_area(claim):
            row.codes[claim.subject].add(claim.value)
        elif claim.property == "cje:point" and (place := point(claim.value)):
            row.points.add(place)
        elif claim.property == "cje:postcode" and (parts := postcode_parts(claim.value)):
            row.areas.add(parts[0])
    return said


def _of_its_area(claim: Claim) -> bool:
    """Whether a code is that of the justice area of a court: it changes, and other courts have it too."""
    return claim.property == "cje:ljaCode" and not claim.subject.startswith("local-justice-area/")


def _names(key: str, rows: list[_Said]) -> set[str]:
    """The words of a key's names in some rows, and those of the key itself."""
    return set(plain_name(key.rpartition("/")[2]).split()).union(*(row.names.get(key, set()) for row in rows))


def _against_code(match: Match, mine: _Said, others: list[_Said]) -> str:
    key = match.key
    codes = mine.codes.get(key, set())
    known = set().union(*(other.codes.get(key, set()) for other in others))
    if not codes or not known or (codes | set(_WORD.findall(match.evidence))) & known:
        return ""
    if mine.names.get(key, set()) & _names(key, others):
        return ""
    return f"no other row of {key} has the code {', '.join(sorted(codes))}, and the names differ too"


def _against_name(key: str, mine: _Said, others: list[_Said]) -> str:
    words = mine.names.get(key, set())
    if not words or not any(key in other.names for other in others) or words & _names(key, others):
        return ""
    return f"no other name of {key} shares a word with {' '.join(sorted(words))}"


def _against_place(mine: _Said, others: list[_Said]) -> str:
    points = {place for other in others for place in other.points}
    if mine.points and points:
        nearest = min(great_circle(one, other) for one in mine.points for other in points)
        return f"it lies {nearest / 1000:.1f} km from every other row" if nearest > FAR else ""
    areas = {area for other in others for area in other.areas}
    if mine.areas and areas and not mine.areas & areas:
        listed = ", ".join(sorted(areas))
        return f"it lies in postcode area {', '.join(sorted(mine.areas))}, the other rows in {listed}"
    return ""
