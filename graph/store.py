"""The embedded store: the only module that knows Oxigraph."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol, TypeAlias

import pyoxigraph as ox

from graph.errors import EstateError, QueryError, ReleaseError
from graph.namespaces import EXTERNAL, Names

Term: TypeAlias = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple
Literal = ox.Literal
Row: TypeAlias = tuple[Term | None, ...]

_RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_SYNTAXES = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "xml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}
"""The syntaxes of RDF; those of quads put the triples of a CONSTRUCT in the default graph."""
SUFFIXES = {
    "nt": "nt",
    "nq": "nq",
    "ttl": "ttl",
    "trig": "trig",
    "rdf": "xml",
    "owl": "xml",
    "jsonld": "jsonld",
}
"""The syntax of a file by its suffix."""


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


class AnyStore(Protocol):
    """What every store offers, whichever engine it has: answers, and room for the graphs of a day."""

    names: Names

    def select(
        self,
        query: str,
        bindings: Mapping[str, Term] | None = None,
        *,
        default: Iterable[str] | None = None,
        named: Iterable[str] | None = None,
    ) -> Table:
        """The whole answer of a SELECT; QueryError for another form of query."""

    def serialize_answer(
        self,
        query: str,
        format: str,
        *,
        default: Iterable[str] | None = None,
        named: Iterable[str] | None = None,
        limit: int | None = None,
    ) -> bytes:
        """The answer of any query, serialized; QueryError if the format does not fit, or for too much."""

    def add_graph(self, graph: str, triples: bytes) -> None:
        """Add N-Triples that this project wrote to a graph."""

    def drop_graph(self, graph: str) -> None:
        """Remove a graph with all that is in it."""

    def doubt(self, question: str) -> str:
        """Why the answer to a question of the catalogue is not to be had from this engine; else empty."""

    def close(self) -> None:
        """Give up what it holds open, if it is asked no more."""

    def __len__(self) -> int:
        """How many quads its graphs have."""


class Store:
    """A dataset that answers SPARQL, in memory or in a folder; `ever` is its default graph."""

    FIXED = ("ever", "claims", "ontology", "vocabularies", "shapes", "catalogue")
    """The graphs of every release, by name."""

    def __init__(self, store: ox.Store, names: Names, *, on_disk: bool = False) -> None:
        self._store = store
        self.names = names
        self.on_disk = on_disk

    @classmethod
    def in_memory(cls, names: Names | None = None) -> Store:
        """An empty store that lives as long as the object."""
        return cls(ox.Store(), names or Names())

    @classmethod
    def create(cls, folder: Path, names: Names | None = None) -> Store:
        """An empty store in a new folder."""
        return cls(ox.Store(folder), names or Names(), on_disk=True)

    @classmethod
    def open(cls, folder: Path, names: Names | None = None) -> Store:
        """A store in a folder, for reading only; ReleaseError if there is none."""
        try:
            return cls(ox.Store.read_only(str(folder)), names or Names(), on_disk=True)
        except OSError as error:
            raise ReleaseError(f"No store can be opened at {folder} ({error}). Run: estate build") from None

    def copy_to(self, folder: Path) -> Store:
        """The same store in a new folder, open for writing too; files are linked where that can be done."""
        self._store.backup(str(folder))
        return Store.create(folder, self.names)

    def add_graph(self, graph: str, triples: bytes) -> None:
        """Add N-Triples that this project wrote to a graph, without checking each IRI again."""
        # On disk a batch takes half the time of a transaction, in memory a quarter more.
        load = self._store.bulk_load if self.on_disk else self._store.load
        load(triples, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(graph), lenient=True)

    def drop_graph(self, graph: str) -> None:
        """Remove a graph with all that is in it."""
        self._store.remove_graph(ox.NamedNode(graph))

    def doubt(self, question: str) -> str:  # noqa: ARG002 - the engine that the questions are written for
        """Nothing: the questions are tested on this engine."""
        return ""

    def close(self) -> None:
        """Nothing: the files are given up with the object."""

    def load(self, data: bytes, *, format: str = "nq", graph: str | None = None) -> None:
        """Add N-Quads, N-Triples, Turtle, TriG or RDF/XML; SyntaxError if they cannot be parsed."""
        target = None if graph is None else ox.NamedNode(graph)
        self._store.load(data, format=_SYNTAXES[format], to_graph=target)

    def load_file(self, path: Path, *, format: str = "nq", lenient: bool = False) -> None:
        """Add a file, read piece by piece; leniently, if this project wrote it. OSError, SyntaxError.

        Relative IRIs are resolved against the address of the file.
        """
        base = path.resolve().as_uri()
        self._store.load(path=str(path), format=_SYNTAXES[format], base_iri=base, lenient=lenient)

    def append(self, quads: bytes) -> None:
        """Add a batch of many N-Quads that this project wrote: fast, and without checking each IRI again."""
        self._store.bulk_load(quads, format=ox.RdfFormat.N_QUADS, lenient=True)

    def optimize(self) -> None:
        """Compact a store that has just been written."""
        self._store.flush()
        self._store.optimize()

    def dump(self, out: IO[bytes], format: str, graph: str | None = None) -> None:
        """Write every graph in a syntax of quads (`nq`, `trig`, `jsonld`), or one graph in any syntax."""
        self._store.dump(
            out,
            format=_SYNTAXES[format],
            from_graph=None if graph is None else ox.NamedNode(graph),
            prefixes=dict(self.names.prefixes),
        )

    def triples(self) -> Iterator[str]:
        """Every triple of every graph as N-Triples, without the final dot."""
        for quad in self._store:
            yield f"{quad.subject} {quad.predicate} {quad.object}"

    def __len__(self) -> int:
        return len(self._store)

    def query(
        self,
        query: str,
        bindings: Mapping[str, Term] | None = None,
        *,
        default: Iterable[str] | None = None,
        named: Iterable[str] | None = None,
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """The engine's own result, to be consumed in this thread; QueryError with its reason.

        The dataset is always explicit (DESIGN 5): `ever` as default and the fixed graphs by name, if the
        caller does not say otherwise. What the query says itself of its dataset is for the caller to read.
        """
        graph = self.names.graph
        substitutions = {ox.Variable(name): term for name, term in (bindings or {}).items()}
        try:
            return self._store.query(
                query,
                base_iri=self.names.base,
                default_graph=_nodes([graph("ever")] if default is None else default),
                named_graphs=_nodes(map(graph, self.FIXED) if named is None else named),
                prefixes=self._prefixes_of(query),
                substitutions=substitutions,
            )
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(f"The query cannot be run: {error}") from None

    def _prefixes_of(self, query: str) -> dict[str, str]:
        """The prefixes that a query may use undeclared; the engine takes 2 µs for each, every time."""
        prefixes = self.names.prefixes.items()
        return {name: space for name, space in prefixes if f"{name}:" in query or "\\" in query}

    def select(
        self,
        query: str,
        bindings: Mapping[str, Term] | None = None,
        *,
        default: Iterable[str] | None = None,
        named: Iterable[str] | None = None,
    ) -> Table:
        """The whole answer of a SELECT; QueryError for another form of query."""
        result = self.query(query, bindings, default=default, named=named)
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

    def serialize_answer(
        self,
        query: str,
        format: str,
        *,
        default: Iterable[str] | None = None,
        named: Iterable[str] | None = None,
        limit: int | None = None,
    ) -> bytes:
        """The answer of any query, serialized; QueryError if the format does not fit, or for too much."""
        return _serialized(self.query(query, default=default, named=named), format, limit)

    def serialize_plain(
        self,
        query: str,
        format: str,
        default: Iterable[str] | None = None,
        named: Iterable[str] | None = None,
        *,
        limit: int | None = None,
    ) -> bytes:
        """The same with no dataset, prefix or graph but those of the query, or of its caller (SPARQL 1.1)."""
        explicit: dict[str, Any] = {}
        try:
            if default is not None or named is not None:
                explicit = {"default_graph": _nodes(default or ()), "named_graphs": _nodes(named or ())}
            result = self._store.query(query, base_iri=self.names.base, **explicit)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(f"The query cannot be run: {error}") from None
        return _serialized(result, format, limit)


def _serialized(
    result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, format: str, limit: int | None = None
) -> bytes:
    _check_format(format, "graph" if isinstance(result, ox.QueryTriples) else "table")
    out = _Limited(limit)
    try:
        if isinstance(result, ox.QueryTriples):
            result.serialize(out, format=_SYNTAXES[format])
        else:
            result.serialize(out, format=_RESULT_FORMATS[format])
    except _TooLarge:
        raise QueryError(
            f"The answer is larger than {limit:,} bytes. Ask for less, or for a part with LIMIT and OFFSET."
        ) from None
    except (RuntimeError, OSError) as error:
        raise QueryError(f"The query stopped before its end: {error}") from None
    return out.getvalue()


class _TooLarge(Exception):
    """An answer has grown beyond its limit."""


class _Limited(io.BytesIO):
    """Bytes in memory up to a limit."""

    def __init__(self, limit: int | None) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Any) -> int:  # noqa: ANN401 - as its base takes it
        if self._limit is not None and self.tell() + len(data) > self._limit:
            raise _TooLarge
        return super().write(data)


def _check_format(format: str, form: str) -> None:
    known = list(_SYNTAXES if form == "graph" else _RESULT_FORMATS)
    if format not in known:
        raise QueryError(f"A {form} can be had as {', '.join(known)}, not as {format}.")


def read_table(answer: bytes, format: str = "xml") -> Table:
    """The answer of a SELECT in a format of SPARQL (`xml` or `json`) as a table; QueryError if it is none."""
    try:
        result = ox.parse_query_results(answer, format=_RESULT_FORMATS[format])
        if not isinstance(result, ox.QuerySolutions):
            raise QueryError("A SELECT query is needed here.")
        columns = tuple(variable.value for variable in result.variables)
        return Table(columns, tuple(tuple(_by_value(row[name]) for name in columns) for row in result))
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"The answer is no result of SPARQL in {format.upper()}: {error}") from None


def _by_value(term: Term | None) -> Term | None:
    """A decimal as the embedded engine gives it; engines write 51 and 51.0 for one number."""
    if (
        isinstance(term, ox.Literal)
        and term.datatype.value == EXTERNAL["xsd"] + "decimal"
        and "." in term.value
    ):
        return ox.Literal(term.value.rstrip("0").rstrip("."), datatype=term.datatype)
    return term


def write_answer(answer: bytes, format: str, *, graph: bool) -> bytes:
    """An answer in SPARQL's XML, or in N-Triples, in a format that fits it; QueryError."""
    _check_format(format, "graph" if graph else "table")
    try:
        if graph:
            return ox.serialize(ox.parse(answer, format=_SYNTAXES["nt"]), format=_SYNTAXES[format]) or b""
        return _serialized(ox.parse_query_results(answer, format=ox.QueryResultsFormat.XML), format)
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"The answer cannot be read: {error}") from None


def _nodes(graphs: Iterable[str]) -> list[Any]:
    return [ox.NamedNode(graph) for graph in graphs]


def file_format(path: Path) -> str:
    """The syntax of a file of RDF, by its suffix; EstateError for one that is of no known form."""
    suffix = path.suffix.removeprefix(".")
    if suffix not in SUFFIXES:
        raise EstateError(f"{path} is of no known form. It should end in .{', .'.join(SUFFIXES)}.")
    return SUFFIXES[suffix]


def parse_turtle(document: str) -> Iterable[ox.Triple]:
    """The triples of a Turtle text; SyntaxError with line and column if it has none."""
    for quad in ox.parse(document.encode(), format=ox.RdfFormat.TURTLE):
        yield ox.Triple(quad.subject, quad.predicate, quad.object)


def parse_ntriples(data: bytes) -> Iterator[tuple[Term, Term, Term]]:
    """The terms of each triple of N-Triples that this project wrote."""
    for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES, lenient=True):
        yield quad.subject, quad.predicate, quad.object


def turtle_to_ntriples(document: str) -> Iterator[str]:
    """A Turtle text as canonical N-Triples, a line without its line feed for each triple."""
    for triple in parse_turtle(document):
        yield f"{triple} ."


def serialize_table(table: Table, format: str) -> bytes:
    """A table as the results of a SELECT, in a format of SPARQL; QueryError for one that there is not."""
    _check_format(format, "table")
    rows = [
        {name: _as_json(term) for name, term in zip(table.columns, row, strict=True) if term is not None}
        for row in table.rows
    ]
    told = json.dumps({"head": {"vars": table.columns}, "results": {"bindings": rows}}, ensure_ascii=False)
    return _serialized(ox.parse_query_results(told.encode(), format=ox.QueryResultsFormat.JSON), format)


def _as_json(term: Term) -> dict[str, str]:
    """A term as SPARQL's JSON has it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if not isinstance(term, ox.Literal):
        raise QueryError(f"{term} is neither an IRI nor a literal.")
    more = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
    return {"type": "literal", "value": term.value, **more}


def convert(data: bytes, source: str, target: str, names: Names) -> bytes:
    """RDF of one syntax in another; triples for a syntax of triples, quads for one of quads."""
    parsed = ox.parse(data, format=_SYNTAXES[source], lenient=True)
    used = {prefix: space for prefix, space in names.prefixes.items() if space.encode() in data}
    return ox.serialize(parsed, format=_SYNTAXES[target], prefixes=used) or b""


def convert_stream(source: IO[bytes], format: str, out: IO[bytes], target: str, names: Names) -> None:
    """RDF that this project wrote in another syntax, piece by piece; the memory does not grow with it."""
    parsed = ox.parse(source, format=_SYNTAXES[format], lenient=True)
    ox.serialize(parsed, out, format=_SYNTAXES[target], prefixes=dict(names.prefixes))


def to_turtle(triples: Iterable[str], names: Names) -> bytes:
    """Triples in N-Triples, each without its final dot, as Turtle that is the same each time."""
    lines = "".join(f"{triple} .\n" for triple in sorted(triples))
    return (
        ox.serialize(
            ox.parse(lines, format=ox.RdfFormat.N_TRIPLES),
            format=ox.RdfFormat.TURTLE,
            prefixes=dict(names.prefixes),
        )
        or b""
    )
