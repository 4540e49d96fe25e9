"""One small upstream table, imported: what its rows came to."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from graph.claims import CLAIM_COLUMNS, Claim
from graph.importers.forms import FORMS
from graph.importers.run import import_table
from graph.tables import Faults, read_rows
from tests.conftest import Mini, write_table

Said = tuple[str, str, str, str]
"""Subject, property, value and where in the table: `row 7, name` or `row 7`."""


def imported(
    mini: Mini, form: str, source: str, *rows: Mapping[str, str], crosswalk: str, corrections: str = ""
) -> list[Claim]:
    """The claims that a table of a form makes; the rows name only the cells that are filled."""
    folder = mini(
        "", imports=f"small,{form},{source},small.csv", crosswalk=crosswalk, corrections=corrections
    )
    columns = FORMS[form].columns
    for row in rows:
        assert set(row) <= set(columns)
    path = folder / "small.csv"
    write_table(path, columns, [[row.get(column, "") for column in columns] for row in rows])
    import_table("small", path, folder)
    return [Claim(*row.cells) for row in read_rows(folder / "claims" / "small.csv", CLAIM_COLUMNS, Faults())]


def said(claims: list[Claim]) -> list[Said]:
    """Who says what of whom, and where."""
    return [(claim.subject, claim.property, claim.value, claim.locator) for claim in claims]


def of(claims: list[Claim], *properties: str) -> list[tuple[str, str, str]]:
    """Subject, property and value of the claims with these properties, in their order."""
    return [(claim.subject, claim.property, claim.value) for claim in claims if claim.property in properties]


def set_aside(folder: Path) -> dict[tuple[str, str], str]:
    """The rows of the ledger that were set aside, by source and id, with the reason."""
    with (folder / "ledger.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row["source"], row["row"]): row["note"] for row in rows if row["outcome"] == "set-aside"}
