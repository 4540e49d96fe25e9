"""The server: a bare ASGI application in front, which answers from the cache or a query process.

Whatever is not a query (health, metrics, the description of the interface) is FastAPI's behind it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
import traceback
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias

from api import operation, rsgi
from api.access import AccessLog
from api.asking import GONE, problem_for
from api.attended import Receive
from api.cache import Cache, Header, Key, Ready, encoding_for, etag, packed
from api.endpoints.sparql import GRAPHS, SparqlEndpoint
from api.errors import MEDIA_TYPE, UNSAID, Problem
from api.failures import Busy, QueryFailed
from api.flights import Flights
from api.metrics import Metrics
from api.nursery import Nursery
from api.server import Server
from api.settings import Settings
from api.site import Site
from api.workers import Workers
from graph.errors import EstateError

Scope: TypeAlias = MutableMapping[str, Any]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers: TypeAlias = Mapping[str, str]

PUBLIC = b"public, max-age=300, stale-while-revalidate=86400"
CORS: tuple[Header, ...] = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Link, Retry-After"),
)
ALLOWED: tuple[Header, ...] = (
    *CORS,
    (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match"),
    (b"access-control-max-age", b"86400"),
)
SAFE: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (
        b"content-security-policy",
        # Each hash is that of a fixed rule that a widget puts into its page: the graph view for its frame,
        # the editor's table of results for the grips of its columns.
        b"default-src 'self'; img-src 'self' data:; object-src 'none'; "
        b"style-src 'self' 'sha256-pgvDUBa4IjFA2yuSJ2cqcyxmNYJMborsd0ORcRv9vw8=' "
        b"'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='",
    ),
    (b"referrer-policy", b"same-origin"),
)


VARY = b"Accept, Accept-Encoding"
STREAMED = ("/exports/", "/static/")
"""Paths whose answers go out as they are made."""

BODYLESS = frozenset(("GET", "HEAD"))
"""The methods whose answers are kept."""

_BROKEN = Problem(500, "Something went wrong", UNSAID)


class Front:
    """The ASGI application."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.behind = Site(server)
        self.sparql = SparqlEndpoint(server)
        self.log = AccessLog()
        self._watch: asyncio.Task[None] | None = None
        self._flights = Flights()
        self._sending = 0
        """Bytes of large answers that wait for their readers."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request by ASGI, or take part in the start and end of the server."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start, where granian serves by its own interface."""
        loop.run_until_complete(self._start())

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """End."""
        loop.run_until_complete(self._end())

    async def __rsgi__(self, request: rsgi.Request, response: rsgi.Response) -> None:
        """Answer a request of granian: at once if the answer is ready, else as ASGI does."""
        began = time.perf_counter()
        method, headers = request.method, _joined(request.headers.items())
        key = _key(request.path, request.query_string, headers)
        ready = self._ready(method, headers, key)
        if ready is None:
            exchange = rsgi.Exchange(request, response)
            scope = rsgi.scope_of(request)
            ready = await self._made(scope, exchange.receive, exchange.send, headers, key)
        if ready is not None:
            if not rsgi.answer_ready(response, ready, method, headers.get("if-none-match", "")):
                ready = await self._sent(response, ready)
            self._log(method, request.path, ready.status, time.perf_counter() - began, len(ready.body))

    async def _sent(self, response: rsgi.Response, ready: Ready) -> Ready:
        """Send a large answer; if too much waits for its readers already, the answer is to ask again."""
        size = len(ready.body)
        if self._sending + size > self.server.settings.sending:
            busy = _problem(problem_for(Busy(), 0))
            response.response_bytes(busy.status, busy.told, busy.body)
            return busy
        self._sending += size
        try:
            await rsgi.send(response, ready, self.server.settings.patience)
        finally:
            self._sending -= size
        return ready

    async def _start(self) -> None:
        await self.server.start()
        self.behind.begin()
        self._watch = asyncio.create_task(self._watch_release())

    async def _end(self) -> None:
        if self._watch:
            self._watch.cancel()
        await self.server.workers.close()
        self.log.close()

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self._start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self._end()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _watch_release(self) -> None:
        """Serve a new release as soon as its link is put in place."""
        settings = self.server.settings
        if settings.data or settings.release is None:
            return
        while True:
            await asyncio.sleep(1)
            opened = self.server.release
            if opened is not None and settings.release.resolve() != opened.folder:
                with contextlib.suppress(EstateError, QueryFailed):
                    await self.server.reload()

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        method, path = scope["method"], scope["path"]
        headers = _joined((_text(name), _text(value)) for name, value in scope["headers"])
        key = _key(path, _text(scope["query_string"]), headers)
        ready = self._ready(method, headers, key)
        if ready is None:
            ready = await self._made(scope, receive, send, headers, key)
        if ready is not None:
            await _send(send, ready, method, headers.get("if-none-match", ""))
            self._log(method, path, ready.status, time.perf_counter() - began, len(ready.body))

    def _ready(self, method: str, headers: Headers, key: Key) -> Ready | None:
        """The answer that is at hand."""
        return self.server.cache.get(key) if _bare(method, headers) else None

    async def _made(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers, key: Key
    ) -> Ready | None:
        """The answer; None if it has gone out already, or if who asked has gone."""
        path = scope["path"]
        if path in ("/sparql/", "/graphs/"):
            scope["path"] = path = path.rstrip("/")
        if scope["method"] == "OPTIONS":
            return Ready(204, ALLOWED, b"")
        if path in ("/health", "/ready") and not self.behind.there:
            return self._operation(path)
        if path.startswith(STREAMED):
            await self.behind(scope, receive, send)
            return None
        if path.startswith(GRAPHS) or (path == "/sparql" and not _editor(scope, headers)):
            make = partial(self._answered, scope, headers, key)
        else:
            make = partial(self._behind, scope, key)
        if _bare(scope["method"], headers):
            return await self._flights.join(key, receive, make)
        return await make(receive)

    def _operation(self, path: str) -> Ready:
        """How the server does, while the site that tells it is still being made."""
        status, told = (200, operation.health()) if path == "/health" else operation.readiness(self.server)
        kept = tuple((name.lower().encode(), value.encode()) for name, value in operation.UNKEPT.items())
        headers = ((b"content-type", b"application/json"), *kept, *CORS, *SAFE)
        return Ready(status, headers, json.dumps(told, separators=(",", ":")).encode())

    async def _answered(self, scope: Scope, headers: Headers, key: Key, receive: Receive) -> Ready | None:
        """The answer to a query or for a graph, kept if it is good; None if who asked has gone."""
        version = self.server.version
        try:
            answer = await self.sparql.answer(scope, receive, headers)
        except Problem as problem:
            return _problem(problem)
        if answer is None:
            return None
        media = (b"content-type", answer.media_type.encode())
        return self._kept(scope["method"], key, (media, (b"vary", VARY)), answer.body, version)

    async def _behind(self, scope: Scope, key: Key, receive: Receive) -> Ready | None:
        """What FastAPI answers, kept if it is good and says nothing of its own of being kept."""
        made, version = _Answer(), self.server.version
        try:
            # What answers GET answers HEAD: the body is left out when it is sent.
            asked = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
            await self.behind(asked, receive, made)
        except Exception:  # Whatever went wrong within, the client gets one answer
            traceback.print_exc()
            made = _Answer(500, [(b"content-type", MEDIA_TYPE.encode())], _BROKEN.body())
        if made.status == GONE:
            return None
        names = {name for name, _ in made.headers}
        headers = [header for header in made.headers if header[0] != b"content-length"]
        if made.status == 200 and b"cache-control" not in names:
            headers = [header for header in headers if header[0] != b"vary"]
            told = (*headers, (b"vary", VARY))
            return self._kept(scope["method"], key, told, bytes(made.body), version)
        return Ready(made.status, (*headers, *CORS, *SAFE), bytes(made.body))

    def _kept(
        self, method: str, key: Key, headers: tuple[Header, ...], content: bytes, version: str
    ) -> Ready:
        """An answer that does not change while the release does not, packed, with its validator.

        `version` is that of what was asked: what came of a release that is served no more is not kept. What
        another store holds may change at any time: its answers are not kept either.
        """
        if self.server.settings.endpoint:
            return Ready(200, (*headers, (b"cache-control", b"no-cache"), *CORS, *SAFE), content)
        body, encoding = packed(content, key[-1])
        media = dict(headers)[b"content-type"]
        asked = (part.encode(errors="surrogatepass") for part in key[:3])
        by = b"" if method in BODYLESS else method.encode()
        tag = etag(version, *asked, media, encoding.encode(), by)
        made = (
            *headers,
            (b"etag", tag),
            (b"cache-control", PUBLIC),
            *(((b"content-encoding", encoding.encode()),) if encoding != "identity" else ()),
            *CORS,
            *SAFE,
        )
        ready = Ready(200, made, body, tag)
        if method in BODYLESS and version == self.server.version:
            self.server.cache.put(key, ready)
        return ready

    def _log(self, method: str, path: str, status: int, seconds: float, size: int) -> None:
        """Count a request and log it."""
        self.server.metrics.answered(path, status, seconds)
        self.log.write(method, path, status, seconds, size)


@dataclass(slots=True)
class _Answer:
    """What an application sends, gathered: it is called as `send` is."""

    status: int = 200
    headers: list[Header] = field(default_factory=list)
    body: bytearray | bytes = field(default_factory=bytearray)

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = [(bytes(name).lower(), bytes(value)) for name, value in message["headers"]]
        else:
            self.body += message.get("body", b"")


def _problem(problem: Problem) -> Ready:
    """A problem as an answer."""
    extra = tuple((name.lower().encode(), value.encode()) for name, value in problem.headers.items())
    media = (b"content-type", MEDIA_TYPE.encode())
    return Ready(problem.status, (media, *extra, *CORS, *SAFE), problem.body())


def _bare(method: str, headers: Headers) -> bool:
    """Whether a request is answered by what it asks for alone; one with a body is to be refused."""
    return (
        method in BODYLESS
        and headers.get("content-length", "0") == "0"
        and "transfer-encoding" not in headers
    )


def _key(path: str, query: str, headers: Headers) -> Key:
    """What tells a request from any other: the service description and the editor name their address."""
    return (
        path,
        query,
        headers.get("accept", ""),
        headers.get("host", ""),
        encoding_for(headers.get("accept-encoding", "")),
    )


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headers by name; those that stand more than once are one (RFC 9110, section 5.2)."""
    headers: dict[str, str] = {}
    for name, value in pairs:
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _text(value: bytes) -> str:
    return value.decode("latin-1")


def _editor(scope: Scope, headers: Headers) -> bool:
    """Whether a browser asks for the endpoint itself, which is shown as an editor."""
    names = {part.partition(b"=")[0] for part in scope["query_string"].split(b"&")}
    return (
        scope["method"] in ("GET", "HEAD")
        and b"query" not in names
        and "text/html" in headers.get("accept", "")
    )


async def _send(send: Send, ready: Ready, method: str, if_none_match: str) -> None:
    if method in ("GET", "HEAD") and ready.unchanged(if_none_match):
        await send({"type": "http.response.start", "status": 304, "headers": ready.validators})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": ready.status, "headers": ready.whole})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else ready.body})


def create_app(settings: Settings, nursery: Nursery | None = None) -> Front:
    """The application for some settings; nothing is opened before it starts.

    `nursery` is what it forks processes from at first, if that has been started already.
    """
    workers, metrics = Workers(settings, nursery), Metrics()
    workers.on_time = metrics.queries.observe
    server = Server(settings, workers, Cache(settings.cache), metrics)
    return Front(server)
