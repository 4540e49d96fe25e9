"""The SPARQL endpoint and the read part of the Graph Store Protocol: queries only, whole answers only."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from api.asking import asked_of, problem_for
from api.attended import Receive
from api.description import description
from api.errors import Problem
from api.failures import Busy
from api.negotiation import GRAPH, OFFERS, Offer, chosen
from api.process import Question
from api.protocol import Asked, Limits, graphs_of, parameters, read
from graph.namespaces import Names
from graph.store import Store, convert

if TYPE_CHECKING:
    from api.server import Server

GRAPHS = ("/graphs", "/graph/")
"""What the paths begin with at which graphs are read: named by a parameter, or by the path itself."""
GRAPH_NAMES = "SELECT DISTINCT ?g { GRAPH ?g {} } ORDER BY ?g LIMIT 1000"
ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
BODY = ("content-length", "transfer-encoding")
"""What a request with a body has."""
SHORT = 16 * 1024
"""A request of at most so many bytes is read at once: it takes a few milliseconds."""
DRAINED = 8 << 20
"""How many bytes of a body that is too large are read and thrown away."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer and its media type."""

    body: bytes
    media_type: str


class SparqlEndpoint:
    """Answers `/sparql` and `/graphs`."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.limits = Limits(body=server.settings.body)
        # One at a time: more would only take turns with the loop more often.
        self._reader = ThreadPoolExecutor(1, "reader")
        self._long = 0

    async def answer(
        self,
        scope: MutableMapping[str, Any],
        receive: Receive,
        known: Mapping[str, str],
    ) -> Answer | None:
        """The answer to a request; None if who asked has gone. Problem for one that has no answer.

        The names of the headers are in lower case.
        """
        bare = scope["method"] in ("GET", "HEAD") and not any(name in known for name in BODY)
        body = b"" if bare else await self._body(receive, known)
        if body is None:
            return None
        began = time.monotonic()
        client = (scope.get("client") or ("",))[0]
        reads_graph = scope["path"] != "/sparql"
        if reads_graph:
            question, offer = self._graph(scope, known)
            deadline = self.server.settings.deadline
        else:
            names, lookups = self._names(), self.server.lookups
            reading = partial(
                read,
                scope["method"],
                scope["query_string"],
                known,
                body,
                limits=self.limits,
                prefixes=names.prefixes if names else None,
                base=(names or Names()).base,
                glance=lookups.scan if lookups else None,
            )
            asked = reading() if len(body) <= SHORT else await self._aside(reading)
            if asked is None:
                graphs = None if names else await self._graphs_of_files(client, receive)
                return self._description(scope, known, graphs)
            offer = chosen(asked.accept, OFFERS[asked.form], asked.format)
            if lookups and lookups.meant(asked):
                looked_up = lookups.answer(asked.query, offer.format, self.server.settings.result)
                if looked_up is not None:
                    return Answer(looked_up, offer.media_type)
            default, named = self._dataset(asked)
            question = Question(asked.query, offer.format, default, named, self.server.settings.result)
            deadline = min(asked.timeout or self.server.settings.deadline, self.server.settings.deadline)
        late = time.monotonic() - began
        found = await asked_of(self.server, question, client, deadline, receive, late)
        if found is None:
            return None
        if reads_graph and not found.strip() and question.default not in (None, (self._default(),)):
            raise _absent(*question.default)
        return Answer(found, offer.media_type)

    def _dataset(self, asked: Asked) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
        """The graphs that the request names, or those of a release for a query that names none.

        None leaves them to the process that answers: it knows the days.
        """
        if asked.has_dataset:
            return asked.default_graphs, asked.named_graphs
        names = self._names()
        if names is None or asked.scan.has_dataset:
            return None, None
        days = names.graph("at/"), names.graph("now")
        if any(iri.startswith(days) for iri in asked.scan.iris):
            return None, None
        return (names.graph("ever"),), tuple(map(names.graph, Store.FIXED))

    async def _aside(self, reading: Callable[[], Asked | None]) -> Asked | None:
        """What a long request asks, read beside the loop: a megabyte takes a second."""
        if self._long >= self.server.settings.queue:
            raise problem_for(Busy(), self.server.settings.memory)
        self._long += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._reader, reading)
        finally:
            self._long -= 1

    async def _body(self, receive: Receive, headers: Mapping[str, str]) -> bytes | None:
        """The body; None if who sends it has gone before its end. Problem 408 if it does not end in time."""
        try:
            async with asyncio.timeout(self.server.settings.patience):
                return await self._sent(receive, headers)
        except TimeoutError:
            raise Problem(
                408,
                "The request is too slow",
                f"Its body did not end within {self.server.settings.patience:g} s. Send it whole.",
                headers={"Connection": "close"},
            ) from None

    async def _sent(self, receive: Receive, headers: Mapping[str, str]) -> bytes | None:
        """The body; None if who sends it has gone before its end."""
        most = self.limits.body
        told = headers.get("content-length", "0")
        parts, size = [], 0
        more = int(told) <= most if told.isdigit() else True
        if not more:
            # Read to its end if that is near: who still sends when the connection closes sees no answer.
            while size < DRAINED:
                message = await receive()
                size += len(message.get("body", b""))
                if not message.get("more_body", False):
                    break
            raise Problem(413, "Request too large", f"The body has {told} bytes. At most {most:,} are read.")
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            part = message.get("body", b"")
            parts.append(part)
            size += len(part)
            if size > most:
                raise Problem(
                    413, "Request too large", f"The body is larger than the {most:,} bytes allowed."
                )
            more = message.get("more_body", False)
        return b"".join(parts)

    def _graph(self, scope: Mapping[str, Any], headers: Mapping[str, str]) -> tuple[Question, Offer]:
        """The question for a graph that the Graph Store Protocol names."""
        if scope["method"] not in ("GET", "HEAD"):
            raise Problem(
                405,
                "Method not allowed",
                f"Graphs can only be read here, by GET or HEAD, not by {scope['method']}.",
                {"value": scope["method"], "allow": ["GET", "HEAD"]},
                {"Allow": "GET, HEAD, OPTIONS"},
            )
        graph, names = self._named(scope, headers), self._names()
        if names is not None:
            fixed = {names.graph(name) for name in Store.FIXED}
            if graph not in fixed and not graph.startswith((names.graph("at/"), names.graph("now"))):
                raise _absent(graph)
        default = (graph,) if graph else None
        offer = chosen(headers.get("accept", ""), GRAPH)
        return Question(
            ALL, offer.format, default, () if default else None, self.server.settings.result
        ), offer

    def _named(self, scope: Mapping[str, Any], headers: Mapping[str, str]) -> str:
        """The graph that a request names by its parameter or by its path; empty for that of the files."""
        given = parameters(scope["query_string"], self.limits)
        graphs = graphs_of(given, "graph")
        default = [value for name, value in given if name == "default"]
        direct = scope["path"] != "/graphs"
        if len(graphs) + len(default) + direct != 1:
            raise Problem(
                400,
                "Name one graph",
                "Ask for /graphs?default, or for /graphs?graph= with the IRI of one graph, encoded.",
            )
        if default:
            return self._default()
        if graphs:
            return graphs[0]
        names = self._names()
        path: str = scope["path"]
        if names is not None and path.startswith("/graph/"):
            return names.graph(path.removeprefix("/graph/"))
        return _address(scope, headers)

    def _names(self) -> Names | None:
        return self.server.release.names if self.server.release else None

    def _default(self) -> str:
        names = self._names()
        return names.graph("ever") if names else ""

    async def _graphs_of_files(self, client: str, receive: Receive) -> tuple[str, ...]:
        """The names of the graphs in the files that are served."""
        settings = self.server.settings
        question = Question(GRAPH_NAMES, "csv", limit=settings.result)
        found = await asked_of(self.server, question, client, settings.deadline, receive)
        return tuple((found or b"").decode().split()[1:])

    def _description(
        self, scope: Mapping[str, Any], headers: Mapping[str, str], graphs: Sequence[str] | None
    ) -> Answer:
        """The service description of this endpoint, at the address by which it was asked."""
        accept = headers.get("accept", "")
        offer = chosen(accept if accept not in ("", "*/*") else "text/turtle", GRAPH)
        names = self._names() or Names()
        turtle = description(_address(scope, headers), names, graphs=graphs)
        body = turtle if offer.format == "ttl" else convert(turtle, "ttl", offer.format, names)
        return Answer(body, offer.media_type)


def _address(scope: Mapping[str, Any], headers: Mapping[str, str]) -> str:
    """The address by which a request was sent, without its parameters."""
    path: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    return f"{scope.get('scheme', 'http')}://{headers.get('host', 'localhost')}{path.decode('latin-1')}"


def _absent(graph: str) -> Problem:
    return Problem(
        404, "No such graph", f"There is no graph <{graph}> here, or it is empty.", {"value": graph}
    )
