"""The façade: what a Python user imports.

from graph.estate import Estate
estate = Estate.open()
estate.ask("CQ-20", body="magistrates-court/oakham")
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from graph.claims import row_of
from graph.describe import Describer, Description
from graph.errors import ReleaseError
from graph.names import NameIndex
from graph.queries import Argument, bindings, find
from graph.release import REPORTS, Release
from graph.schema import load_schema
from graph.store import Store, Table, Term, iri, typed
from graph.trace import Traced, traced

NAMES = ("rdfs:label", "skos:altLabel", "rdf:type")
"""What a thing can be called by, best first; its class brings in its key."""


@dataclass(frozen=True, slots=True)
class TracedRow:
    """What became of a row of an upstream table: its line of the ledger and the claims that cite it."""

    entry: Traced
    claims: tuple[tuple[str, ...], ...]
    """Subject, property, value, from, until, status, rank, locator and note of each claim."""

    def as_json(self) -> dict[str, object]:
        """The same as plain data."""
        return asdict(self)


class Estate:
    """A release, open for questions."""

    def __init__(self, store: Store, release: Release | None = None) -> None:
        self.store = store
        self.release = release
        self.base = store.names.base

    @classmethod
    def open(cls, folder: Path | None = None) -> Estate:
        """The release at a folder, else at $ESTATE_RELEASE, else at `build/release`; ReleaseError if none."""
        release = Release.open(folder)
        return cls(release.store(), release)

    def ask(self, name: str, **arguments: str) -> Table:
        """The answer to a query of `queries/answer`, by its name or the id of its question.

        Arguments are keys, CURIEs, dates or strings as the query declares them. An empty answer means that
        the sources say nothing of it. UnknownKey for a name that no query has, QueryError for an argument
        that it does not take.
        """
        return self._run(name, "answer", arguments)

    def view(self, name: str, **arguments: str) -> Table:
        """The answer to a query of `queries/export`."""
        return self._run(name, "export", arguments)

    def query(self, query: str) -> Table:
        """The answer to a SELECT of one's own; QueryError with the engine's reason."""
        return self.store.select(query)

    def key(self, name: str) -> str:
        """The key of the thing that a key or a name means; AmbiguousName, UnknownKey."""
        return name if self._has(name) else self._index.resolve(name)

    def _has(self, key: str) -> bool:
        """Whether there is a thing of that key; most callers give one, and need no index of names."""
        try:
            thing = iri(self.store.names.thing(key))
        except ValueError:
            return False
        return bool(
            self.store.select("SELECT ?thing ?class WHERE { ?thing a ?class }", {"thing": thing}).rows
        )

    def describe(self, name: str) -> Description:
        """One thing told whole, by its key or a name that it alone bears."""
        return self._describer.describe(self.key(name))

    def trace(self, row: str, table: str = "") -> list[TracedRow]:
        """What became of the rows of upstream tables with this id, each with its claims.

        An empty list means that no table of the release has such a row.
        """
        if self.release is None:
            raise ReleaseError("A store without a release has no ledger. Open a release.")
        found = traced(self.release.folder / REPORTS, row, table)
        return [TracedRow(entry, self._claims_of(entry.source, entry.row)) for entry in found]

    def _claims_of(self, source: str, row: str) -> tuple[tuple[str, ...], ...]:
        """The query finds locators that begin with the id; of a longer id with a comma they begin so too."""
        table = self.view("claims-of-row", source=f"source/{source}", row=row)
        locator, shorten = table.columns.index("locator"), self.store.names.shorten
        return tuple(
            tuple(map(shorten, cells[2:])) for cells in table.texts() if row_of(cells[locator]) == row
        )

    def _run(self, name: str, kind: str, arguments: dict[str, str]) -> Table:
        query = find(name, self.base, kind=kind)
        bound = bindings(query, arguments, self.base)
        return self.store.select(query.text, {name: _term(argument) for name, argument in bound.items()})

    @cached_property
    def _index(self) -> NameIndex:
        shorten = self.store.names.shorten
        rows = ((shorten(thing), shorten(use), name) for thing, use, name in self.view("names").texts())
        ranked = sorted(
            (key, NAMES.index(use), key if use == "rdf:type" else name) for key, use, name in rows
        )
        return NameIndex((key, name) for key, _, name in ranked)

    @cached_property
    def _describer(self) -> Describer:
        return Describer(self.store, load_schema())


def _term(argument: Argument) -> Term:
    if argument.datatype is None:
        return iri(argument.value)
    return typed(argument.value, argument.datatype)
