"""An ASGI application as granian's own interface (RSGI) asks it, with a way past it for ready answers.

RSGI hands over an answer in one call, where ASGI takes two messages and a dictionary of the request: that
is half the time of an answer that is ready.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, MutableMapping
from typing import Any, Protocol, TypeAlias
from urllib.parse import quote

from api.cache import Ready, as_text

Message: TypeAlias = MutableMapping[str, Any]


class Request(Protocol):
    """A request as granian tells of it."""

    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str

    @property
    def headers(self) -> Any:  # noqa: ANN401 - granian's own kind of mapping
        """Headers by name, in lower case."""


class Stream(Protocol):
    """An answer that goes out in parts."""

    async def send_bytes(self, data: bytes) -> None:
        """Send a part."""


class Response(Protocol):
    """What granian is told to answer."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...

    async def client_disconnect(self) -> None:
        """Wait until who asked has gone."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Answer with a body."""

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        """Answer without one."""

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Stream:
        """Answer in parts."""


def scope_of(request: Request) -> Message:
    """The request as ASGI has it."""
    host, _, port = request.client.rpartition(":")
    at, _, number = request.server.rpartition(":")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": request.http_version,
        "method": request.method,
        "scheme": request.scheme,
        "path": request.path,
        # Granian tells the path decoded; this is one way to write it.
        "raw_path": quote(request.path).encode(),
        "root_path": "",
        "query_string": request.query_string.encode(),
        "headers": [(name.encode("latin-1"), value.encode()) for name, value in request.headers.items()],
        "client": (host.strip("[]"), int(port or 0)),
        "server": (at.strip("[]"), int(number or 0)),
    }


class Exchange:
    """`receive` and `send` of ASGI for one request."""

    def __init__(self, request: Request, response: Response) -> None:
        headers = request.headers
        self._response = response
        self._length = headers.get("content-length")
        self._body = (
            aiter(response) if self._length not in (None, "0") or "transfer-encoding" in headers else None
        )
        self._read = 0
        self._begun = False
        self._status = 500
        self._headers: list[tuple[str, str]] = []
        self._stream: Stream | None = None

    async def receive(self) -> Message:
        """The next part of the body; when there is no more, word that who asked has gone."""
        if not self._begun and self._body is None:
            self._begun = True
            return {"type": "http.request", "body": b"", "more_body": False}
        if self._body is not None:
            self._begun = True
            try:
                part = await anext(self._body)
            except StopAsyncIteration:
                self._body = None
                if self._length is None or self._read >= int(self._length):
                    return {"type": "http.request", "body": b"", "more_body": False}
                return {"type": "http.disconnect"}
            self._read += len(part)
            return {"type": "http.request", "body": bytes(part), "more_body": True}
        await self._response.client_disconnect()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """A part of the answer: one that is whole goes out at once, others as they come."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._headers = [(_text(name), _text(value)) for name, value in message["headers"]]
            return
        body, more = message.get("body", b""), message.get("more_body", False)
        if self._stream is None and not more:
            answer(self._response, self._status, self._headers, body)
            return
        if self._stream is None:
            self._stream = self._response.response_stream(self._status, self._headers)
        if body:
            await self._stream.send_bytes(bytes(body))


def answer(response: Response, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
    """Answer at once."""
    if body:
        response.response_bytes(status, headers, body)
    else:
        response.response_empty(status, headers)


LARGE = 1 << 20
"""Bodies of more bytes go out as they are read, others at once."""
PART = 1 << 17


def answer_ready(response: Response, ready: Ready, method: str, if_none_match: str) -> bool:
    """Answer with what is ready, or say that it is the same still; False for a body to be sent in parts."""
    if method in ("GET", "HEAD") and if_none_match and ready.unchanged(if_none_match):
        response.response_empty(304, as_text(ready.validators))
        return True
    if len(ready.body) > LARGE and method != "HEAD":
        return False
    # What a HEAD is told of the length is that of the body, which granian leaves out.
    response.response_bytes(ready.status, ready.told, ready.body)
    return True


async def send(response: Response, ready: Ready, patience: float) -> None:
    """Send a large body as fast as it is read; no more if nothing of it is read for so many seconds."""
    stream = response.response_stream(ready.status, ready.told)
    for place in range(0, len(ready.body), PART):
        try:
            async with asyncio.timeout(patience):
                await stream.send_bytes(ready.body[place : place + PART])
        except (TimeoutError, RuntimeError):  # Who asked reads no more, or has gone.
            return


def _text(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")
