"""The ledger: every row that was read of a source has claims, or a reason why it was set aside."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from pathlib import Path

from graph.claims import REGISTRY_SOURCE, Claim
from graph.tables import Faults, Row, read_rows

LEDGER_COLUMNS = ("source", "table", "row", "sha256", "outcome", "note")
OUTCOMES = ("claims", "set-aside")
UNKNOWN_SOURCE = ("Unknown source", "Add it to sources.csv or mend the key")


def read_ledger(
    folder: Path, claims: Iterable[tuple[Claim, Row]], sources: Container[str], faults: Faults
) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
    """The outcomes per source, and the reasons why its rows were set aside.

    Rows that no claim cites, and cited rows that the ledger lacks, are faults.
    """
    cited = _cited(claims)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    seen: dict[tuple[str, str], int] = {}
    for row in read_rows(folder / "ledger.csv", LEDGER_COLUMNS, faults):
        source, table, id_, digest, outcome, note = row.cells
        if source not in sources:
            faults.at(row, source, *UNKNOWN_SOURCE)
        if not table:
            faults.at(row, id_, "A row of no table", "Name the upstream table in which it stands")
        if (source, id_) in seen:
            line = seen[source, id_]
            faults.at(row, id_, f"Row already entered on line {line}", "Enter each row once")
        seen[source, id_] = row.line
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            faults.at(row, digest, "Not a SHA-256", "Write 64 hexadecimal digits")
        if outcome not in OUTCOMES:
            faults.at(row, outcome, "Unknown outcome", "Write claims or set-aside")
        if outcome == "set-aside" and not note:
            faults.at(row, id_, "Set aside without a reason", "Give the reason in the note")
        if outcome == "claims" and (source, id_) not in cited:
            faults.at(row, id_, "No claim cites this row", "Set it aside with a reason, or claim it")
        counts[source][outcome] += 1
        if outcome == "set-aside":
            reasons[source][note] += 1
    for (source, id_), row in cited.items():
        if source in counts and (source, id_) not in seen:
            faults.at(row, f"row {id_}", f"A row of {source} that the ledger lacks", "Enter it")
    return counts, reasons


def _cited(claims: Iterable[tuple[Claim, Row]]) -> dict[tuple[str, str], Row]:
    """The rows of sources that claims name in their locators (`row <id>`), with where they first do."""
    cited: dict[tuple[str, str], Row] = {}
    for claim, row in claims:
        if claim.row and claim.source != REGISTRY_SOURCE:
            cited.setdefault((claim.source, claim.row), row)
    return cited
