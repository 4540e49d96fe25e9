"""Answers for spreadsheets: comma-separated, and harmless to open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from api.answers.links import claims
from graph.estate import Estate
from graph.exports.cells import guarded

COLUMNS = (
    "subject", "subjectName", "property", "propertyName", "value", "valueName", "from", "until", "when",
    "source", "sourceTitle", "locator", "rank", "status", "note",
)  # fmt: skip


def thing_rows(estate: Estate, key: str) -> bytes:
    """Every claim about a thing and every one that names it, a row each; UnknownKey."""
    told = claims(estate, key, per_page=1_000_000)
    return written(
        COLUMNS,
        (
            (
                each.about, each.about_label, each.property, each.property_label, each.value, each.words,
                each.start, each.until, each.when, each.source or each.rule, each.source_label, each.locator,
                each.rank, each.status, each.note,
            )
            for each in told.items
        ),
    )  # fmt: skip


def written(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    r"""Rows as RFC 4180 has them, with a quote before what a spreadsheet would run.

    >>> written(("name",), [("=1+1",), ("Oakham",)])
    b"name\r\n'=1+1\r\nOakham\r\n"
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode()
