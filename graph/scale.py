"""How much the embedded store is for, and what to say beyond it (docs/scaling.md has the numbers)."""

from __future__ import annotations

EMBEDDED = 20_000_000
"""Quads up to which one process with its own store is the simplest that serves well."""


def advice(quads: int) -> str:
    """What to say to who builds or serves so many quads: a sentence, or nothing.

    >>> advice(620_000)
    ''
    >>> advice(60_000_000).partition(" for ")[0]
    '60,000,000 quads are more than the 20,000,000'
    """
    if quads <= EMBEDDED:
        return ""
    return (
        f"{quads:,} quads are more than the {EMBEDDED:,} for which the embedded store is meant: "
        "put a server store behind (docs/scaling.md)."
    )
