"""Curated tables whose rows are read by hand: their claims stand in tables of their own.

Such a table is small and of many kinds of rows, so no rule reads it. What is imported is the ledger: that
each row is cited by a claim, or was set aside in the crosswalk with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow


def form(columns: str, *, held_out: str = "") -> Form:
    """The form of a curated table: `columns` in order, one of them `source`."""

    def convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
        for row in rows:
            yield from reading.cited(row, held_out=held_out)

    return Form(tuple(columns.split()), convert)
