"""Members that others know and an exhaustive list lacks (DESIGN 4, resolution)."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.claims import ExhaustiveList, Tables
from graph.dates import FIRST_DAY, LAST_DAY, Extent
from graph.infer import InferredClaim
from graph.lives import Life, hull
from graph.resolve import Statement


@dataclass(frozen=True, slots=True)
class Omission:
    """A value that a list lacks, and the claims that have it for the time of the list."""

    list_: ExhaustiveList
    value: str
    known_by: tuple[str, ...]

    @property
    def key(self) -> str:
        """`omission/` and the SHA-256 of the list's key and the value."""
        return "omission/" + hashlib.sha256(f"{self.list_.key}\x1f{self.value}".encode()).hexdigest()


def omissions(
    tables: Tables,
    statements: Sequence[Statement],
    inferred: Sequence[InferredClaim],
    lives: Mapping[str, Sequence[Life]],
) -> list[Omission]:
    """What each exhaustive list lacks, of the class that it lists and the time when it was made."""
    wanted = {(entry.subject, entry.property) for entry in tables.lists}
    known: dict[tuple[str, str], list[tuple[str, str, Extent, str]]] = defaultdict(list)
    for statement in statements:
        claim = statement.claim
        if (claim.subject, claim.property) in wanted:
            row = (claim.value, claim.key, statement.extent, claim.source)
            known[claim.subject, claim.property].append(row)
    for conclusion in inferred:
        if (conclusion.subject, conclusion.property) in wanted:
            row = (conclusion.value, conclusion.key, conclusion.extent, "")
            known[conclusion.subject, conclusion.property].append(row)
    found = []
    for entry in tables.lists:
        rows = known[entry.subject, entry.property]
        listed = {value for value, _, _, source in rows if source == entry.source}
        others: dict[str, list[str]] = defaultdict(list)
        for value, key, extent, _ in rows:
            class_ = tables.classes.get(value, "")
            if value in listed or not tables.schema.is_a(class_, frozenset({entry.class_})):
                continue
            if value in lives:
                extent = extent.within(hull(lives[value]))
            if _at_the_time(entry, extent, tables):
                others[value].append(key)
        found += [Omission(entry, value, tuple(sorted(keys))) for value, keys in sorted(others.items())]
    return found


def _at_the_time(entry: ExhaustiveList, extent: Extent, tables: Tables) -> bool:
    made = tables.sources[entry.source].made
    first, last = made.earliest or FIRST_DAY, made.latest or LAST_DAY
    return not extent.never and extent.shown_from <= last and extent.shown_until >= first
