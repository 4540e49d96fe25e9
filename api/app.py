"""The server: a bare ASGI application in front, which answers from the cache or a query process.

Whatever is not a query (health, metrics, the description of the interface) is FastAPI's behind it.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from fastapi import FastAPI

from api.access import AccessLog
from api.cache import Cache, Header, Ready, encoding_for, etag, packed
from api.endpoints.meta import meta
from api.endpoints.sparql import SparqlEndpoint
from api.errors import MEDIA_TYPE, Problem
from api.metrics import Metrics
from api.settings import Settings
from api.workers import QueryFailed, Refused, Workers
from graph.errors import EstateError
from graph.release import Release

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
    (b"content-security-policy", b"default-src 'self'; img-src 'self' data:; object-src 'none'"),
    (b"referrer-policy", b"same-origin"),
)


@dataclass(slots=True)
class Server:
    """Everything that one server holds."""

    settings: Settings
    workers: Workers
    cache: Cache
    metrics: Metrics
    release: Release | None = None
    ready: bool = False
    problem: str = ""
    """Why it is not ready, if something went wrong."""

    @property
    def version(self) -> str:
        """What tells the served data from any other: the hash of the release."""
        return self.release.metadata.rdfc10_sha256 if self.release else "files"

    async def start(self) -> None:
        """Open the release and start the first query process."""
        try:
            self.release = None if self.settings.data else Release.open(self.settings.release)
            await self.workers.start()
        except (EstateError, Refused) as error:
            self.problem = str(error)
            print(f"estate serve: {error}", file=sys.stderr, flush=True)  # noqa: T201
            return
        self.ready = True

    async def reload(self) -> None:
        """Serve the release that stands in place now; a release that cannot be opened changes nothing."""
        release = Release.open(self.settings.release)
        await self.workers.reload()
        self.release = release
        self.cache.clear()


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
        headers = dict(scope["headers"])
        key = (
            scope.get("raw_path") or path.encode(),
            scope["query_string"],
            headers.get(b"accept", b""),
            encoding_for(headers.get(b"accept-encoding", b"")).encode(),
        )
        ready = self.server.cache.get(key) if method in ("GET", "HEAD") else None
        if ready is None:
            if path not in ("/sparql", "/graphs"):
                await self.behind(scope, receive, send)
                return
            ready = await self._answered(scope, receive, headers, key)
        if ready is not None:
            await _send(send, ready, method, headers.get(b"if-none-match", b""))
            self._log(method, path, ready.status, time.perf_counter() - began, len(ready.body))

    async def _answered(
        self, scope: Scope, receive: Receive, headers: dict[bytes, bytes], key: tuple[bytes, ...]
    ) -> Ready | None:
        """The answer to a query or for a graph, kept if it is good; None if who asked has gone."""
        if scope["method"] == "OPTIONS":
            return Ready(204, ALLOWED, b"")
        try:
            answer = await self.sparql.answer(scope, receive, headers)
        except Problem as problem:
            extra = tuple((k.lower().encode(), v.encode()) for k, v in problem.headers.items())
            media = (b"content-type", MEDIA_TYPE.encode())
            return Ready(problem.status, (media, *extra, *CORS, *SAFE), problem.body())
        if answer is None:
            return None
        body, encoding = packed(answer.body, key[-1].decode())
        tag = etag(
            self.server.version,
            *key[:3],
            answer.media_type.encode(),
            encoding.encode(),
            scope["method"].encode(),
        )
        made = (
            (b"content-type", answer.media_type.encode()),
            (b"etag", tag),
            (b"cache-control", PUBLIC),
            (b"vary", b"Accept, Accept-Encoding"),
            *(((b"content-encoding", encoding.encode()),) if encoding != "identity" else ()),
            *CORS,
            *SAFE,
        )
        ready = Ready(200, made, body, tag)
        if scope["method"] in ("GET", "HEAD"):
            self.server.cache.put(key, ready)
        return ready

    def _log(self, method: str, path: str, status: int, seconds: float, size: int) -> None:
        """Count a request and log it."""
        self.server.metrics.requests.labels(path, str(status)).inc()
        self.server.metrics.latency.labels(path).observe(seconds)
        line: dict[str, object] = {
            "method": method,
            "path": path,
            "status": status,
            "ms": round(seconds * 1e3, 2),
            "bytes": size,
        }
        self.log.write(line)


async def _send(send: Send, ready: Ready, method: str, if_none_match: bytes) -> None:
    if method in ("GET", "HEAD") and ready.unchanged(if_none_match):
        kept = tuple(
            header for header in ready.headers if header[0] not in (b"content-type", b"content-encoding")
        )
        await send({"type": "http.response.start", "status": 304, "headers": kept})
        await send({"type": "http.response.body", "body": b""})
        return
    length = (b"content-length", str(len(ready.body)).encode())
    headers = ready.headers if ready.status == 204 else (*ready.headers, length)
    await send({"type": "http.response.start", "status": ready.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else ready.body})


def create_app(settings: Settings) -> Front:
    """The application for some settings; nothing is opened before it starts."""
    workers, metrics = Workers(settings), Metrics()
    workers.on_time = metrics.queries.observe
    server = Server(settings, workers, Cache(settings.cache), metrics)
    return Front(server, meta(server))
