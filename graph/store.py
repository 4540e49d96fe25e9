"""The embedded store: the only module that knows Oxigraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from graph.errors import QueryError, ReleaseError
from graph.namespaces import Names

Term: TypeAlias = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple
Row: TypeAlias = tuple[Term | None, ...]

_RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPH_FORMATS = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "xml": ox.RdfFormat.RDF_XML}


@dataclass(frozen=True, slots=True)
class Table:
    """The answer of a SELECT: its columns and rows; a column not bound in a row is None."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def texts(self) -> list[tuple[str, ...]]:
        """The rows as plain strings: IRIs and lexical forms; not bound is the empty string."""
        return [tuple("" if term is None else text(term) for term in row) for row in self.rows]


def text(term: Term) -> str:
    """An IRI or a lexical form as a plain string."""
    return str(term) if isinstance(term, ox.Triple) else term.value


def iri(value: str) -> ox.NamedNode:
    """A named node; ValueError if the text is no IRI."""
    return ox.NamedNode(value)


def typed(value: str, datatype: str) -> ox.Literal:
    """A literal of a datatype, given by its IRI."""
    return ox.Literal(value, datatype=ox.NamedNode(datatype))


class Store:
    """A dataset that answers SPARQL, in memory or in a folder; `ever` is its default graph."""

    def __init__(self, store: ox.Store, names: Names) -> None:
        self._store = store
        self.names = names

    @classmethod
    def in_memory(cls, names: Names | None = None) -> Store:
        """An empty store that lives as long as the object."""
        return cls(ox.Store(), names or Names())

    @classmethod
    def create(cls, folder: Path, names: Names | None = None) -> Store:
        """An empty store in a new folder."""
        return cls(ox.Store(folder), names or Names())

    @classmethod
    def open(cls, folder: Path, names: Names | None = None) -> Store:
        """A store in a folder, for reading only; ReleaseError if there is none."""
        try:
            return cls(ox.Store.read_only(str(folder)), names or Names())
        except OSError as error:
            raise ReleaseError(f"No store can be opened at {folder} ({error}). Run: estate build") from None

    def load(self, data: bytes, *, format: str = "nq", graph: str | None = None) -> None:
        """Add N-Quads, N-Triples, Turtle, TriG or RDF/XML; SyntaxError if they cannot be parsed."""
        syntax = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG} | _GRAPH_FORMATS
        target = None if graph is None else ox.NamedNode(graph)
        self._store.load(data, format=syntax[format], to_graph=target)

    def append(self, quads: bytes) -> None:
        """Add a batch of many N-Quads that this project wrote: fast, and without checking each IRI again."""
        self._store.bulk_load(quads, format=ox.RdfFormat.N_QUADS, lenient=True)

    def optimize(self) -> None:
        """Compact a store that has just been written."""
        self._store.flush()
        self._store.optimize()

    def triples(self) -> Iterator[str]:
        """Every triple of every graph as N-Triples, without the final dot."""
        for quad in self._store:
            yield f"{quad.subject} {quad.predicate} {quad.object}"

    def __len__(self) -> int:
        return len(self._store)

    def query(
        self, query: str, bindings: Mapping[str, Term] | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """The engine's own result, to be consumed in this thread; QueryError with its reason."""
        default, named = self._dataset()
        substitutions = {ox.Variable(name): term for name, term in (bindings or {}).items()}
        try:
            return self._store.query(
                query,
                default_graph=default,
                named_graphs=named,
                prefixes=self.names.prefixes,
                substitutions=substitutions,
            )
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"The query cannot be run: {error}") from None

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> Table:
        """The whole answer of a SELECT; QueryError for another form of query."""
        result = self.query(query, bindings)
        if not isinstance(result, ox.QuerySolutions):
            raise QueryError("A SELECT query is needed here.")
        columns = tuple(variable.value for variable in result.variables)
        try:
            rows = tuple(tuple(solution[name] for name in columns) for solution in result)
        except (RuntimeError, OSError) as error:
            raise QueryError(f"The query stopped before its end: {error}") from None
        return Table(columns, rows)

    def construct(self, query: str) -> Iterator[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE; QueryError for another form of query."""
        result = self.query(query)
        if not isinstance(result, ox.QueryTriples):
            raise QueryError("A CONSTRUCT query is needed here.")
        return iter(result)

    def serialize_answer(self, query: str, format: str) -> bytes:
        """The answer of any query, serialized; QueryError if the format does not fit its form."""
        result = self.query(query)
        is_graph = isinstance(result, ox.QueryTriples)
        form, known = ("graph", list(_GRAPH_FORMATS)) if is_graph else ("table", list(_RESULT_FORMATS))
        if format not in known:
            raise QueryError(f"A {form} can be had as {', '.join(known)}, not as {format}.")
        try:
            if isinstance(result, ox.QueryTriples):
                return result.serialize(format=_GRAPH_FORMATS[format]) or b""
            return result.serialize(format=_RESULT_FORMATS[format]) or b""
        except (RuntimeError, OSError) as error:
            raise QueryError(f"The query stopped before its end: {error}") from None

    def _dataset(self) -> tuple[ox.NamedNode, list[ox.NamedNode | ox.BlankNode]]:
        """The explicit dataset of every query (DESIGN 5): `ever` as default, the fixed graphs by name."""
        fixed = ("ever", "claims", "ontology", "vocabularies", "shapes", "catalogue")
        return ox.NamedNode(self.names.graph("ever")), [ox.NamedNode(self.names.graph(n)) for n in fixed]


def parse_turtle(document: str) -> Iterable[ox.Triple]:
    """The triples of a Turtle text; SyntaxError with line and column if it has none."""
    for quad in ox.parse(document.encode(), format=ox.RdfFormat.TURTLE):
        yield ox.Triple(quad.subject, quad.predicate, quad.object)


def turtle_to_ntriples(document: str) -> Iterator[str]:
    """A Turtle text as canonical N-Triples, a line without its line feed for each triple."""
    for triple in parse_turtle(document):
        yield f"{triple} ."


def to_turtle(triples: Iterable[str], names: Names) -> bytes:
    """Triples in N-Triples, each without its final dot, as Turtle that is the same each time."""
    lines = "".join(f"{triple} .\n" for triple in sorted(triples))
    return (
        ox.serialize(
            ox.parse(lines, format=ox.RdfFormat.N_TRIPLES),
            format=ox.RdfFormat.TURTLE,
            prefixes=names.prefixes,
        )
        or b""
    )
