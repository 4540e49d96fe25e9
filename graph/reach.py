"""What can be reached from a thing by following arrows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def reached(start: str, arrows: Mapping[str, Iterable[str]]) -> set[str]:
    """All that lies beyond a start; the start itself only if an arrow leads back to it.

    >>> sorted(reached("a", {"a": ["b"], "b": ["c"], "d": ["a"]}))
    ['b', 'c']
    """
    found: set[str] = set()
    waiting = list(arrows.get(start, ()))
    while waiting:
        if (key := waiting.pop()) not in found:
            found.add(key)
            waiting.extend(arrows.get(key, ()))
    return found
