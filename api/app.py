"""The server: a bare ASGI application in front, which answers from the cache or a query process.

Whatever is not a query (health, metrics, the description of the interface) is FastAPI's behind it.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
import traceback
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from fastapi import FastAPI

from api.access import AccessLog
from api.asking import GONE
from api.cache import Cache, Header, Ready, encoding_for, etag, packed
from api.endpoints.site import application
from api.endpoints.sparql import GRAPHS, SparqlEndpoint
from api.errors import MEDIA_TYPE, UNSAID, Problem
from api.failures import QueryFailed
from api.metrics import Metrics
from api.server import Server
from api.settings import Settings
from api.workers import Workers
from graph.errors import EstateError

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]

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

_BROKEN = Problem(500, "Something went wrong", UNSAID)


class Front:
    """The ASGI application."""

    def __init__(self, server: Server, behind: FastAPI) -> None:
        self.server = server
        self.behind = behind
        self.sparql = SparqlEndpoint(server)
        self.log = AccessLog()
        self._watch: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or take part in the start and end of the server."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self.server.start()
                self._watch = asyncio.create_task(self._watch_release())
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                if self._watch:
                    self._watch.cancel()
                await self.server.workers.close()
                self.log.close()
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
        if path in ("/sparql/", "/graphs/"):
            scope["path"] = path = path.rstrip("/")
        headers = dict(scope["headers"])
        key = (
            scope.get("raw_path") or path.encode(),
            scope["query_string"],
            headers.get(b"accept", b""),
            # The service description and the editor name the address by which they were asked.
            headers.get(b"host", b""),
            encoding_for(headers.get(b"accept-encoding", b"")).encode(),
        )
        may_be_ready = (
            method in ("GET", "HEAD")
            # One with a body is refused.
            and headers.get(b"content-length", b"0") == b"0"
            and b"transfer-encoding" not in headers
        )
        ready = self.server.cache.get(key) if may_be_ready else None
        if ready is None:
            if method == "OPTIONS":
                ready = Ready(204, ALLOWED, b"")
            elif path.startswith(STREAMED):
                await self.behind(scope, receive, send)
                return
            elif path.startswith(GRAPHS) or (path == "/sparql" and not _editor(scope, headers)):
                ready = await self._answered(scope, receive, headers, key)
            else:
                ready = await self._behind(scope, receive, key)
        if ready is not None:
            await _send(send, ready, method, headers.get(b"if-none-match", b""))
            self._log(method, path, ready.status, time.perf_counter() - began, len(ready.body))

    async def _answered(
        self, scope: Scope, receive: Receive, headers: dict[bytes, bytes], key: tuple[bytes, ...]
    ) -> Ready | None:
        """The answer to a query or for a graph, kept if it is good; None if who asked has gone."""
        try:
            answer = await self.sparql.answer(scope, receive, headers)
        except Problem as problem:
            extra = tuple((k.lower().encode(), v.encode()) for k, v in problem.headers.items())
            media = (b"content-type", MEDIA_TYPE.encode())
            return Ready(problem.status, (media, *extra, *CORS, *SAFE), problem.body())
        if answer is None:
            return None
        media = (b"content-type", answer.media_type.encode())
        return self._kept(scope["method"], key, (media, (b"vary", VARY)), answer.body)

    async def _behind(self, scope: Scope, receive: Receive, key: tuple[bytes, ...]) -> Ready | None:
        """What FastAPI answers, kept if it is good and says nothing of its own of being kept."""
        made = _Answer()
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
        headers = [header for header in made.headers if header[0] not in (b"content-length", b"vary")]
        if made.status == 200 and b"cache-control" not in names:
            return self._kept(scope["method"], key, (*headers, (b"vary", VARY)), bytes(made.body))
        return Ready(made.status, (*headers, *CORS, *SAFE), bytes(made.body))

    def _kept(
        self, method: str, key: tuple[bytes, ...], headers: tuple[Header, ...], content: bytes
    ) -> Ready:
        """An answer that does not change while the release does not, packed, with its validator."""
        body, encoding = packed(content, key[-1].decode())
        media = dict(headers)[b"content-type"]
        tag = etag(self.server.version, *key[:3], media, encoding.encode(), method.encode())
        made = (
            *headers,
            (b"etag", tag),
            (b"cache-control", PUBLIC),
            *(((b"content-encoding", encoding.encode()),) if encoding != "identity" else ()),
            *CORS,
            *SAFE,
        )
        ready = Ready(200, made, body, tag)
        if method in ("GET", "HEAD"):
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


def _editor(scope: Scope, headers: dict[bytes, bytes]) -> bool:
    """Whether a browser asks for the endpoint itself, which is shown as an editor."""
    names = {part.partition(b"=")[0] for part in scope["query_string"].split(b"&")}
    return (
        scope["method"] in ("GET", "HEAD")
        and b"query" not in names
        and b"text/html" in headers.get(b"accept", b"")
    )


async def _send(send: Send, ready: Ready, method: str, if_none_match: bytes) -> None:
    if method in ("GET", "HEAD") and ready.unchanged(if_none_match):
        kept = tuple(
            header for header in ready.headers if header[0] not in (b"content-type", b"content-encoding")
        )
        await send({"type": "http.response.start", "status": 304, "headers": kept})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": ready.status, "headers": ready.whole})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else ready.body})


def create_app(settings: Settings) -> Front:
    """The application for some settings; nothing is opened before it starts."""
    workers, metrics = Workers(settings), Metrics()
    workers.on_time = metrics.queries.observe
    server = Server(settings, workers, Cache(settings.cache), metrics)
    return Front(server, application(server))
