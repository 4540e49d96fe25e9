"""The SPARQL endpoint and the read part of the Graph Store Protocol: queries only, whole answers only."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from api.description import description
from api.errors import Problem, problem_of
from api.negotiation import GRAPH, OFFERS, Offer, chosen
from api.process import Question
from api.protocol import Asked, Limits, parameters, read
from api.workers import Busy, Died, QueryFailed, Refused, TimedOut
from graph import errors
from graph.errors import EstateError
from graph.namespaces import Names
from graph.store import Store, convert

if TYPE_CHECKING:
    from api.app import Server

ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
SHORT = 16 * 1024
"""A request of at most so many bytes is read at once: it takes a few milliseconds."""
DRAINED = 8 << 20
"""How many bytes of a body that is too large are read and thrown away."""
RETRY = {"Retry-After": "2"}


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
        receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
        headers: Mapping[bytes, bytes],
    ) -> Answer | None:
        """The answer to a request; None if who asked has gone. Problem for one that has no answer."""
        known = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers.items()}
        try:
            async with asyncio.timeout(self.server.settings.patience):
                body = await self._body(receive, known)
        except TimeoutError:
            raise Problem(
                408,
                "The request is too slow",
                f"Its body did not end within {self.server.settings.patience:g} s. Send it whole.",
                headers={"Connection": "close"},
            ) from None
        if body is None:
            return None
        began = time.monotonic()
        accept = known.get("accept", "")
        if scope["path"] == "/graphs":
            question, offer = self._graph(scope["method"], scope["query_string"], accept)
            deadline = self.server.settings.deadline
        else:
            prefixes = names.prefixes if (names := self._names()) else None
            reading = partial(
                read,
                scope["method"],
                scope["query_string"],
                known,
                body,
                limits=self.limits,
                prefixes=prefixes,
            )
            asked = reading() if len(body) <= SHORT else await self._aside(reading)
            if asked is None:
                return self._description(scope, known, accept)
            offer = chosen(asked.accept, OFFERS[asked.form], asked.format)
            question = Question(
                asked.query,
                offer.format,
                asked.default_graphs if asked.has_dataset else None,
                asked.named_graphs if asked.has_dataset else None,
                self.server.settings.result,
            )
            deadline = min(asked.timeout or self.server.settings.deadline, self.server.settings.deadline)
        client = (scope.get("client") or ("",))[0]
        late = time.monotonic() - began
        found = await self._asked(question, client, deadline, late, receive)
        if found is None:
            return None
        if scope["path"] == "/graphs" and not found.strip() and question.default != (self._default(),):
            raise Problem(
                404, "No such graph", f"There is no graph {question.default!r} here, or it is empty."
            )
        return Answer(found, offer.media_type)

    async def _aside(self, reading: Callable[[], Asked | None]) -> Asked | None:
        """What a long request asks, read beside the loop: a megabyte takes a second."""
        if self._long >= self.server.settings.queue:
            raise _problem(Busy(), self.server.settings.memory)
        self._long += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._reader, reading)
        finally:
            self._long -= 1

    async def _body(
        self, receive: Callable[[], Awaitable[MutableMapping[str, Any]]], headers: Mapping[str, str]
    ) -> bytes | None:
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

    async def _asked(
        self,
        question: Question,
        client: str,
        deadline: float,
        late: float,
        receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
    ) -> bytes | None:
        """The answer of a query process; who goes away before takes the query along."""
        if not self.server.ready:
            raise Problem(503, "Not ready", self.server.problem or "The server is starting.", headers=RETRY)
        left = max(0.0, deadline - late)
        query = asyncio.create_task(self.server.workers.ask(question, client, left))
        gone = asyncio.create_task(_disconnected(receive))
        try:
            await asyncio.wait((query, gone), return_when=asyncio.FIRST_COMPLETED)
            if not query.done():
                return None
            return query.result()
        except TimedOut:
            raise _problem(TimedOut(deadline), self.server.settings.memory) from None
        except QueryFailed as failure:
            raise _problem(failure, self.server.settings.memory) from None
        finally:
            for task in (query, gone):
                task.cancel()
            await asyncio.gather(query, gone, return_exceptions=True)

    def _graph(self, method: str, query_string: bytes, accept: str) -> tuple[Question, Offer]:
        """The question for a graph that the Graph Store Protocol names."""
        if method not in ("GET", "HEAD"):
            raise Problem(
                405,
                "Method not allowed",
                "Graphs can only be read here.",
                headers={"Allow": "GET, HEAD, OPTIONS"},
            )
        given = parameters(query_string, self.limits)
        graphs = [value for name, value in given if name == "graph"]
        if any(name == "default" for name, _ in given) == bool(graphs) or len(graphs) > 1:
            raise Problem(400, "Name one graph", "Ask for ?default, or ?graph= with the IRI of one graph.")
        graph = graphs[0] if graphs else self._default()
        names = self._names()
        if names is not None:
            fixed = {names.graph(name) for name in Store.FIXED}
            if graph not in fixed and not graph.startswith((names.graph("at/"), names.graph("now"))):
                raise Problem(404, "No such graph", f"There is no graph <{graph}> here.")
        default = (graph,) if graph else None
        offer = chosen(accept, GRAPH)
        return Question(
            ALL, offer.format, default, () if default else None, self.server.settings.result
        ), offer

    def _names(self) -> Names | None:
        return self.server.release.names if self.server.release else None

    def _default(self) -> str:
        names = self._names()
        return names.graph("ever") if names else ""

    def _description(self, scope: Mapping[str, Any], headers: Mapping[str, str], accept: str) -> Answer:
        """The service description of this endpoint, at the address by which it was asked."""
        offer = chosen(accept if accept not in ("", "*/*") else "text/turtle", GRAPH)
        host = headers.get("host", "localhost")
        endpoint = f"{scope.get('scheme', 'http')}://{host}{scope['path']}"
        names = self._names() or Names()
        turtle = description(endpoint, names)
        body = turtle if offer.format == "ttl" else convert(turtle, "ttl", offer.format, names)
        return Answer(body, offer.media_type)


async def _disconnected(receive: Callable[[], Awaitable[MutableMapping[str, Any]]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _problem(failure: QueryFailed, memory: int) -> Problem:
    match failure:
        case TimedOut(seconds=seconds):
            return Problem(
                504,
                "Deadline reached",
                f"The query took longer than {seconds:g} s and was stopped. Ask for less, add a LIMIT, "
                "or begin with a thing that you know.",
                {"seconds": seconds},
            )
        case Died(cause="memory"):
            return Problem(
                422, "Too much memory", f"The query needs more than the {memory >> 20} MiB that it may have."
            )
        case Died():
            return Problem(422, "Too complex", "The query is too complex for the engine: it gave up on it.")
        case Busy():
            return Problem(503, "Too busy", "Too many queries wait. Ask again in a moment.", headers=RETRY)
        case Refused(error=error):
            return problem_of(_named(error)(str(failure)))
    return Problem(503, "No answer", "The query got no answer.", headers=RETRY)


def _named(error: str) -> type[EstateError]:
    """The class of an error of the project, by its name."""
    found = getattr(errors, error, EstateError)
    return found if isinstance(found, type) and issubclass(found, EstateError) else EstateError
