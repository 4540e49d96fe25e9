"""A store on another machine or of another engine, asked and filled over the SPARQL 1.1 Protocol.

Writing needs an address that takes SPARQL Update, or the Graph Store Protocol, which is quicker; a store that
has neither can be asked all that needs no graph of its own. What this project has put there, and how much of
it, is noted in the graph `…/graph/publication`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

import httpx

from graph.binding import bind, declare
from graph.errors import EstateError, QueryError, ReleaseError, Unreachable
from graph.iris import resolve
from graph.namespaces import EXTERNAL, Names
from graph.sparql import scan
from graph.store import Store, Table, Term, read_table, write_answer

TIMEOUT = 120.0
"""Seconds that an answer may take."""

BATCH = 20_000
"""How many triples are sent at once."""

ASTRAY: Mapping[str, frozenset[str]] = {
    "Fuseki": frozenset({"nearest-courts"}),
    "Virtuoso": frozenset(
        (
            "areas-of-force claims-about closures-by-year conflicts court-changes courts-of-area coverage "
            "distances district findings-of-inspection identifying-claims nearest-courts only-in-source "
            "open-courts-by-year ratings-of-body what-became-of-court"
        ).split()
    ),
}
"""The questions and views that an engine cannot run, or answers wrongly (docs/engines.md)."""

_RESULTS = "application/sparql-results+xml"
"""Virtuoso writes booleans as numbers in JSON, and as they are in XML."""

_TRIPLES = "application/n-triples"
_WAYS = "ESTATE_UPDATE (SPARQL Update) or ESTATE_GSP (Graph Store Protocol)"
_IDENTIFIER = EXTERNAL["dcterms"] + "identifier"
_COUNT = EXTERNAL["void"] + "triples"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a store is asked, where it takes updates and graphs, and who may do so; empty if not known."""

    query: str
    update: str = ""
    gsp: str = ""
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, query: str) -> Endpoint:
        """The endpoint at an address, with what $ESTATE_UPDATE, _GSP, _USER and _PASSWORD say of it."""
        names = ("ESTATE_UPDATE", "ESTATE_GSP", "ESTATE_USER", "ESTATE_PASSWORD")
        return cls(query, *(os.environ.get(name, "") for name in names))


@dataclass(frozen=True, slots=True)
class Mark:
    """What is noted of a graph that was put there: what it is made from, and how many triples it got."""

    identifier: str
    triples: int


class RemoteStore:
    """A dataset behind a SPARQL endpoint; `ever` is its default graph."""

    def __init__(self, endpoint: Endpoint, names: Names | None = None, timeout: float = TIMEOUT) -> None:
        self.endpoint = endpoint
        self.names = names or Names()
        self._engine = ""
        login = _Login(endpoint.user, endpoint.password) if endpoint.user else None
        self._client = httpx.Client(timeout=httpx.Timeout(timeout, connect=10), auth=login)

    @property
    def engine(self) -> str:
        """Which of the known engines answered last; empty for another, and before any answer."""
        return self._engine

    def doubt(self, question: str) -> str:
        """Why the answer to a question of the catalogue is not to be had from this engine; else empty."""
        if question not in ASTRAY.get(self._engine, ()):
            return ""
        return (
            f"{self._engine} does not answer {question} as it should: docs/engines.md says how. "
            "Ask the release itself, without an endpoint, or another engine."
        )

    def __enter__(self) -> RemoteStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give up the connection."""
        self._client.close()

    def select(
        self,
        query: str,
        bindings: Mapping[str, Term] | None = None,
        *,
        default: Iterable[str] | None = None,
        named: Iterable[str] | None = None,
    ) -> Table:
        """The whole answer of a SELECT; QueryError for another form of query, or for one that was cut."""
        text = bind(query, {name: str(term) for name, term in (bindings or {}).items()})
        response = self._ask(text, default, named, _RESULTS)
        table = read_table(response.content)
        most = response.headers.get("X-SPARQL-MaxRows", "")
        if most.isdecimal() and len(table.rows) >= int(most):
            raise QueryError(
                f"{self.endpoint.query} cut the answer at {most} rows. Ask for fewer, "
                "or let it give more (ResultSetMaxRows in virtuoso.ini)."
            )
        return table

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
        graph = scan(query).form in ("CONSTRUCT", "DESCRIBE")
        response = self._ask(query, default, named, _TRIPLES if graph else _RESULTS)
        written = write_answer(response.content, format, graph=graph)
        if limit is not None and len(written) > limit:
            raise QueryError(
                f"The answer is larger than {limit:,} bytes. Ask for less, or for a part with LIMIT."
            )
        return written

    def count(self, graph: str) -> int:
        """How many triples a graph has; 0 if there is none of that name."""
        table = self.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", default=[graph], named=())
        return int(table.texts()[0][0])

    def __len__(self) -> int:
        return sum(self.count(self.names.graph(name)) for name in Store.FIXED)

    def triples(self, graph: str, subjects: Iterable[str]) -> bytes:
        """What a graph says of some subjects, given as terms, in N-Triples as the store writes them."""
        terms = " ".join(subjects)
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {terms} }} ?s ?p ?o }}"
        return self._ask(query, [graph], (), _TRIPLES).content

    def add_graph(self, graph: str, triples: bytes) -> None:
        """Put N-Triples in a graph of their own, unless it stands there with the same content already."""
        lines = list(dict.fromkeys(triples.splitlines(keepends=True)))
        content = b"".join(lines)
        wanted = Mark(f"sha256:{hashlib.sha256(content).hexdigest()}", len(lines))
        if self.marks().get(graph) == wanted:
            return
        if not self.writable:
            raise ReleaseError(
                f"{self.endpoint.query} is known for reading only, so {graph} cannot be put there. "
                f"Say where it takes graphs in {_WAYS}, or ask the release itself, without an endpoint."
            )
        self.clear(graph)
        for start in range(0, len(lines), BATCH):
            self.append(graph, lines[start : start + BATCH])
        self.mark({graph: wanted})

    def drop_graph(self, graph: str) -> None:
        """Remove a graph with all that is in it, and what is noted of it."""
        self.clear(graph)
        self.mark({graph: None})

    @property
    def writable(self) -> bool:
        """Whether it is known where the store takes triples."""
        return bool(self.endpoint.gsp or self.endpoint.update)

    def append(self, graph: str, lines: Sequence[bytes]) -> None:
        """Add N-Triples to a graph; ReleaseError with the store's reason.

        Some engines take no long update: one that they refuse is sent in two halves.
        """
        if self.endpoint.gsp:
            self._graphs("POST", graph, b"".join(lines))
            return
        text = f"INSERT DATA {{ GRAPH <{graph}> {{\n".encode() + b"".join(lines) + b"} }"
        response = self._send(ReleaseError, "POST", self._update_url(), **_update(text))
        if response.status_code in (400, 413, 500) and len(lines) > 1:
            middle = len(lines) // 2
            self.append(graph, lines[:middle])
            self.append(graph, lines[middle:])
        elif response.is_error:
            self._refuse(ReleaseError, response)

    def clear(self, graph: str) -> None:
        """Remove a graph, if it is there; ReleaseError with the store's reason."""
        if self.endpoint.gsp:
            self._graphs("DELETE", graph, None)
            return
        text = f"DROP SILENT GRAPH <{graph}>".encode()
        response = self._send(ReleaseError, "POST", self._update_url(), **_update(text))
        if response.is_error:
            self._refuse(ReleaseError, response)

    def marks(self) -> dict[str, Mark]:
        """What is noted of each graph that this project put there."""
        table = self.select(
            f"SELECT ?graph ?identifier ?triples WHERE {{ ?graph <{_IDENTIFIER}> ?identifier ; "
            f"<{_COUNT}> ?triples }}",
            default=[self._publication],
            named=(),
        )
        return {graph: Mark(identifier, int(triples)) for graph, identifier, triples in table.texts()}

    def mark(self, changed: Mapping[str, Mark | None]) -> None:
        """Note what became of some graphs; None takes a note away."""
        noted: Mapping[str, Mark | None] = self.marks() | dict(changed)
        self.clear(self._publication)
        lines = [
            line
            for graph, mark in sorted(noted.items())
            if mark is not None
            for line in (
                f'<{graph}> <{_IDENTIFIER}> "{mark.identifier}" .\n',
                f'<{graph}> <{_COUNT}> "{mark.triples}"^^<{EXTERNAL["xsd"]}integer> .\n',
            )
        ]
        if lines:
            self.append(self._publication, [line.encode() for line in lines])

    @property
    def _publication(self) -> str:
        return self.names.graph("publication")

    def _ask(
        self, query: str, default: Iterable[str] | None, named: Iterable[str] | None, accept: str
    ) -> httpx.Response:
        """The store's answer; the dataset is always explicit, as that of the embedded store.

        Some engines take none for every graph, so in its place one is named that is not there.
        """
        graph = self.names.graph
        defaults = [graph("ever")] if default is None else list(default)
        nameds = [graph(name) for name in Store.FIXED] if named is None else list(named)
        text = declare(query, self.names.prefixes)
        if any(resolve(iri, self.names.base) != iri for iri in scan(query).iris):
            text = f"BASE <{self.names.base}> {text}"
        response = self._send(
            Unreachable,
            "POST",
            self.endpoint.query,
            data={
                "query": text,
                "default-graph-uri": defaults or [graph("none")],
                "named-graph-uri": nameds or [graph("none")],
            },
            headers={"Accept": accept},
        )
        self._engine = _engine_of(response.headers)
        if response.is_error:
            self._refuse(QueryError, response)
        if "X-SQL-State" in response.headers:
            raise QueryError(f"{self.endpoint.query} stopped before the end of the answer. Ask for less.")
        return response

    def _graphs(self, method: str, graph: str, content: bytes | None) -> None:
        response = self._send(
            ReleaseError,
            method,
            self.endpoint.gsp,
            params={"graph": graph},
            content=content,
            headers={} if content is None else {"Content-Type": _TRIPLES},
        )
        if response.is_error and not (method == "DELETE" and response.status_code == 404):
            self._refuse(ReleaseError, response)

    def _update_url(self) -> str:
        if not self.endpoint.update:
            raise ReleaseError(
                f"{self.endpoint.query} is known for reading only. Say where it writes: {_WAYS}."
            )
        return self.endpoint.update

    def _send(self, error: type[EstateError], method: str, url: str, **request: object) -> httpx.Response:
        try:
            return self._client.request(method, url, **request)  # type: ignore[arg-type]
        except httpx.TimeoutException:
            raise error(f"{url} did not answer in time.") from None
        except (httpx.HTTPError, httpx.InvalidURL) as reason:
            raise error(f"{url} cannot be asked: {reason}") from None

    def _refuse(self, error: type[EstateError], response: httpx.Response) -> NoReturn:
        """Raise an error with what the store says, which some end with the whole query."""
        lines = [line.strip() for line in response.text.splitlines() if line.strip()]
        is_page = "html" in response.headers.get("Content-Type", "")
        reason = response.reason_phrase if is_page or not lines else lines[0][:500]
        help_ = ""
        if response.status_code in (401, 403):
            help_ = " Say who may do that in ESTATE_USER and ESTATE_PASSWORD."
        raise error(
            f"{response.request.url.copy_with(query=None)} refuses ({response.status_code}): {reason}{help_}"
        )


class _Login(httpx.Auth):
    """The way of telling who asks that the server wants, Digest or Basic, and not before it wants it."""

    requires_response_body = True

    def __init__(self, user: str, password: str) -> None:
        self._basic = httpx.BasicAuth(user, password)
        self._digest = httpx.DigestAuth(user, password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._chosen is None:
            response = yield request
            if response.status_code != 401:
                return
            wanted = response.headers.get("WWW-Authenticate", "").lower()
            self._chosen = self._digest if wanted.startswith("digest") else self._basic
        yield from self._chosen.auth_flow(request)


def _engine_of(headers: httpx.Headers) -> str:
    if "Fuseki-Request-Id" in headers:
        return "Fuseki"
    server = headers.get("Server", "").partition("/")[0]
    return server if server in ("Virtuoso", "Oxigraph") else ""


def _update(text: bytes) -> dict[str, object]:
    return {"content": text, "headers": {"Content-Type": "application/sparql-update"}}
