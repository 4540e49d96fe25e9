"""What several commands do: open the estate, say how far its sources reach, print an answer."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path

import typer

from graph.estate import Estate
from graph.schema import load_schema
from graph.store import Table

OPEN = ExitStack()
"""What a command has open; it is closed when the command ends."""


def opened(release: Path | None, endpoint: str | None) -> Estate:
    """The estate of an endpoint if there is one, else that of a release."""
    if not endpoint:
        return Estate.open(release)
    from graph.remote import Endpoint  # noqa: PLC0415 - httpx is slow to import

    estate = Estate.connect(Endpoint.from_environment(endpoint), release)
    OPEN.callback(estate.close)
    return estate


def tell_reach(estate: Estate, at: str | None) -> None:
    """Say on standard error where the sources do not mean to be complete about a day."""
    if at is not None and (note := estate.reach(at)):
        typer.echo(note, err=True)


def print_table(estate: Estate, table: Table, *, as_json: bool = False) -> None:
    """An answer: for people with labels, for programs with keys and CURIEs and an empty list for no row."""
    names = estate.store.names
    if as_json:
        rows = [dict(zip(table.columns, map(names.shorten, row), strict=True)) for row in table.texts()]
        typer.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    if not table.rows:
        typer.echo("The sources say nothing of this: no row.")
        return
    from graph.printing import print_rows, readable  # noqa: PLC0415

    print_rows(table.columns, readable(table, names, load_schema()))
