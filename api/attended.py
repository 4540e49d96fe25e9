"""Whether who asked is still there: looked for only when an answer takes long, since most do not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from types import TracebackType
from typing import Any, Self, TypeAlias

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]

PROMPT = 0.02
"""For how many seconds nobody looks whether who asked is still there."""


class Attended:
    """While this is open, who goes cancels what is awaited within; `gone` says so, and nothing is raised.

    It is for one `with` in one task, as `asyncio.timeout` is. `receive` is that of ASGI, of a request whose
    body has been read.
    """

    __slots__ = ("_looking", "_receive", "_task", "_timer", "gone")

    def __init__(self, receive: Receive) -> None:
        self.gone = False
        self._receive = receive
        self._looking: asyncio.Future[None] | None = None
        self._task: asyncio.Task[Any] | None = None
        self._timer: asyncio.TimerHandle | None = None

    def __enter__(self) -> Self:
        self._task = asyncio.current_task()
        self._timer = asyncio.get_running_loop().call_later(PROMPT, self._look)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> bool:
        if self._timer is not None:
            self._timer.cancel()
        if self._looking is not None:
            self._looking.cancel()
        if not self.gone or self._task is None:
            return False
        others = self._task.uncancel()
        return kind is asyncio.CancelledError and not others

    def _look(self) -> None:
        self._looking = asyncio.ensure_future(_disconnected(self._receive))
        self._looking.add_done_callback(self._leave)

    def _leave(self, looking: asyncio.Future[None]) -> None:
        # One that cannot be asked any more, since its connection broke, has gone too.
        if not looking.cancelled() and self._task is not None:
            looking.exception()
            self.gone = True
            self._task.cancel()


async def _disconnected(receive: Receive) -> None:
    """Wait until who asked has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
