"""Which source is believed for which property, and why: the policy table as a function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.claims import PolicyRow, Source

UNRANKED = 99


@dataclass(frozen=True, slots=True)
class Standing:
    """How good a source is for a property (1 is best), and the policy's word for it."""

    rank: int
    reason: str


class Policy:
    """The ranks of sources for properties.

    The first of these rows that exists decides: the property by source, the property by kind of source,
    any property by source, any property by kind.
    """

    def __init__(self, rows: Iterable[PolicyRow], sources: Mapping[str, Source]) -> None:
        self._rows = {(row.property, row.source or f"kind {row.kind}"): row for row in rows}
        self._kinds = {key: f"kind {source.kind}" for key, source in sources.items()}
        self._known: dict[tuple[str, str], Standing] = {}

    def standing(self, property_: str, source: str) -> Standing:
        """The rank of a source for a property, with the reason; 99 if the policy is silent."""
        key = (property_, source)
        if key not in self._known:
            self._known[key] = self._look_up(property_, source)
        return self._known[key]

    def _look_up(self, property_: str, source: str) -> Standing:
        kind = self._kinds[source]
        for about in ((property_, source), (property_, kind), ("*", source), ("*", kind)):
            if row := self._rows.get(about):
                return Standing(row.rank, row.reason)
        return Standing(UNRANKED, "the policy does not rank it")
