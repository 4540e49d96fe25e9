"""What rests on each source, and what one says that no other does, written when a release is built.

To find it by a query takes seconds for a directory of courts: each of its claims is looked for among all that
is said of the same court. The question `only-in-source` is still that query; this is its answer, kept.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from itertools import takewhile
from pathlib import Path

from graph.dataset import Knowledge
from graph.errors import ReleaseError

ALONE = "only-in-source.csv"
PER_SOURCE = "sources.json"
COLUMNS = (
    "source", "subject", "property", "value", "locator", "status", "from", "until", "alsoInferred",
)  # fmt: skip


def described(known: Knowledge) -> dict[str, dict[str, str | int]]:
    """Each source with how many claims rest on it, by its key without `source/`."""
    counts = Counter(claim.source for claim in known.tables.claims)
    return {
        key: {**asdict(known.tables.sources[key]), "claims": counts[key]}
        for key in sorted(known.tables.sources)
    }


def alone(known: Knowledge) -> list[tuple[str, ...]]:
    """Rows of COLUMNS: the claims whose statement no other source makes, in order of source and statement.

    A statement is a thing, a property and a value, whatever its dates; its class is left out. IRIs stand
    without brackets.
    """
    makers: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for claim in known.tables.claims:
        makers[claim.subject, claim.property, claim.value, claim.lang].add(claim.source)
    inferred = {(claim.subject, claim.property, claim.value) for claim in known.inferred}
    rows = {
        (
            claim.source,
            claim.subject,
            claim.property,
            claim.value.removeprefix("<").removesuffix(">")
            if claim.value.startswith("<http")
            else claim.value,
            claim.locator,
            claim.status,
            claim.start,
            claim.until,
            "true" if (claim.subject, claim.property, claim.value) in inferred else "false",
            claim.key,
        )
        for claim in known.tables.claims
        if claim.property != "rdf:type"
        and len(makers[claim.subject, claim.property, claim.value, claim.lang]) == 1
    }
    return [row[:-1] for row in sorted(rows)]


def write(folder: Path, known: Knowledge) -> None:
    """Write both reports."""
    with (folder / ALONE).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *alone(known)])
    text = json.dumps(described(known), indent=1, ensure_ascii=False)
    (folder / PER_SOURCE).write_text(text + "\n", encoding="utf-8")


def only_in(reports: Path, source: str) -> list[dict[str, str]]:
    """The rows of a source, by its key without `source/`; ReleaseError if the release has no such report."""
    try:
        content = (reports / ALONE).read_bytes()
    except OSError:
        raise ReleaseError(
            f"The release has no {ALONE}: an earlier version made it. Run: estate build"
        ) from None
    begin = content.find(f"\n{source},".encode())
    return [] if begin < 0 else list(_rows(content[begin + 1 :], source))


def _rows(content: bytes, source: str) -> Iterator[dict[str, str]]:
    lines = csv.reader(io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline=""))
    for row in takewhile(lambda row: row[:1] == [source], lines):
        yield dict(zip(COLUMNS, row, strict=True))
