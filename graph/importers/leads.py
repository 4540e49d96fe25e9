"""Tables that are leads and no evidence: each row is set aside, so that it can be found in the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow

MATCHED = "a match of names made in the folder of sources: a lead, no evidence"
UNSOURCED = "a statement without a source: a lead, no fact"


def lead(columns: str, reason: str, own_id: str = "") -> Form:
    """A table of leads; its rows bear their own id or, without one, `<table>/<line>`."""

    def convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
        stem = reading.table.replace("-", "_")
        for row in rows:
            entry = reading.entry(row, row[own_id] if own_id else f"{stem}/{row.line}")
            entry.set_aside(reason)
            yield entry

    return Form(tuple(columns.split()), convert)
