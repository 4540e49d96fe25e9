"""Tables that are read and not used: each row is entered in the ledger with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow, numbered

MATCHED = "a match of names made in the folder of sources: a lead, no evidence"
UNSOURCED = "a statement without a source: a lead, no fact"
ACCOUNTS = "a unit of accounts for fines: no body of this estate"
PAYEE = "a payee for fixed penalties: an office of a force, no body of this estate"


def form(columns: str, reason: str, own_id: str = "") -> Form:
    """The form of a table of which nothing is used, for a reason, or for that of the crosswalk.

    A row is `<file>/<its own id>`, or `<file>/<line>` if it has none.
    """

    def convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
        for row, id_ in numbered(rows, lambda row: row[own_id] if own_id else str(row.line)):
            entry = reading.entry(row, f"{row.file.removesuffix('.csv')}/{id_}")
            entry.set_aside(reading.decided(entry) or reason)
            yield entry

    return Form(tuple(columns.split()), convert)
