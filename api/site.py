"""The application behind the front, imported and made aside: queries are answered before it is there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any

from api.attended import Receive

if TYPE_CHECKING:
    from fastapi import FastAPI

    from api.server import Server

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Site:
    """FastAPI's application for a server, as an ASGI application that waits for it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._coming: asyncio.Future[FastAPI] | None = None

    @property
    def there(self) -> bool:
        """Whether it has been made."""
        return self._coming is not None and self._coming.done()

    def begin(self) -> asyncio.Future[FastAPI]:
        """Make it in another thread, unless that has begun: it takes half a second."""
        if self._coming is None:
            self._coming = asyncio.get_running_loop().run_in_executor(None, self._make)
        return self._coming

    def _make(self) -> FastAPI:
        from api.endpoints.site import application  # noqa: PLC0415 - it is what takes so long

        return application(self._server)

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer, as soon as it is there."""
        # Who asked may go, and others still wait for it.
        app = await asyncio.shield(self.begin())
        await app(scope, receive, send)
