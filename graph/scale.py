"""How much the embedded store is for, and what to say beyond it (docs/scaling.md has the numbers)."""

from __future__ import annotations

EMBEDDED = 8_000_000
"""Quads, some thirteen estates: beyond, a recent day is larger than all that is kept of days (graph.asof)."""


def advice(quads: int, most: int = EMBEDDED) -> str:
    """What to say to who builds or serves so many quads: a sentence, or nothing.

    >>> advice(620_000)
    ''
    >>> advice(60_000_000).partition(",000 for ")[0]
    '60,000,000 quads are more than the 8,000'
    """
    if quads <= most:
        return ""
    return (
        f"{quads:,} quads are more than the {most:,} for which the embedded store is meant: no two recent "
        "days are kept at once. Serve them from a store of its own (docs/scaling.md)."
    )
