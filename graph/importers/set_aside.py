"""Tables that are read and not used: each row is entered in the ledger with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow


def form(columns: str, reason: str) -> Form:
    """The form of a table of which nothing is used, for a reason, or for that of the crosswalk.

    A row is `<file>/<line>`.
    """

    def convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
        for row in rows:
            entry = reading.entry(row, f"{row.file.removesuffix('.csv')}/{row.line}")
            entry.set_aside(reading.decided(entry) or reason)
            yield entry

    return Form(tuple(columns.split()), convert)
