"""From a name in a text to keys: what a mention may mean, the likeliest first."""

from __future__ import annotations

from dataclasses import dataclass

from graph.estate import Estate
from graph.search import plain


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a name may mean; the score runs to 1 for a name that it bears."""

    key: str
    label: str
    score: float
    matched: str
    """The name, code or postcode by which it was found."""
    reason: str


def candidates(
    estate: Estate, text: str, *, on: str | None = None, kind: str | None = None, place: str | None = None
) -> list[Candidate]:
    """The things that a name may mean, the likeliest first; an empty list if nothing is called alike.

    `kind` is a class as a CURIE; `place` an area or force by its key, to which the thing must belong.
    """
    seen = estate.register.seen(None if on is None else estate.engine.dates.day(on))
    found = []
    for match in estate.register.index.search(text):
        entry = seen.entries.get(match.key)
        if entry is None or kind not in (None, entry.class_) or (place and not entry.within(place)):
            continue
        exact = plain(match.found) == plain(text)
        score = 1.0 if exact else min(match.score, 0.99)
        reason = "it bears this name" if exact else f"it is called {match.found}"
        found.append(Candidate(entry.key, entry.label, round(score, 3), match.found, reason))
    return sorted(found, key=lambda each: (-each.score, each.key))
