"""Successions that cannot be: a body cannot, through mergers and splits, become what it came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from graph.claims import Claim
from graph.reach import reached
from graph.tables import Faults, Row


def refuse_cycles(claims: Iterable[tuple[Claim, Row]], faults: Faults) -> None:
    """Make a fault of each claim by which a body would come, in the end, from itself."""
    results: dict[str, set[str]] = defaultdict(set)
    originals: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for claim, row in claims:
        if claim.property == "org:resultingOrganization":
            results[claim.subject].add(claim.value)
        elif claim.property == "org:originalOrganization":
            originals[claim.subject].append((claim.value, row))
    onward: dict[str, set[str]] = defaultdict(set)
    for event, before in originals.items():
        for original, _ in before:
            onward[original] |= results[event] - {original}
    for event, before in sorted(originals.items()):
        for original, row in before:
            if results[event] - {original} and original in reached(original, onward):
                remedy = f"Mend {event} or the events after it; a body that goes on keeps its key"
                faults.at(row, original, "A cycle of successions: it becomes what it came from", remedy)
