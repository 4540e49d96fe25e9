"""One answer for all who ask the same at the same time: it is made once, and as long as one of them waits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from api.attended import Attended, Message, Receive
from api.cache import Key, Ready


class Flight:
    """An answer that is being made, and how many wait for it."""

    def __init__(self, make: Callable[[Receive], Awaitable[Ready | None]]) -> None:
        self.waiting = 0
        self._abandoned = asyncio.Event()
        self._begun = False
        self.task = asyncio.ensure_future(make(self._receive))

    def abandon(self) -> None:
        """Say that nobody waits any more."""
        self._abandoned.set()

    async def _receive(self) -> Message:
        """What the one who makes it is told: a request without a body, and at last that all have gone."""
        if not self._begun:
            self._begun = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._abandoned.wait()
        return {"type": "http.disconnect"}


class Flights:
    """The answers that are being made, by what was asked."""

    def __init__(self) -> None:
        self._flights: dict[Key, Flight] = {}

    async def join(
        self, key: Key, receive: Receive, make: Callable[[Receive], Awaitable[Ready | None]]
    ) -> Ready | None:
        """The answer, made by `make` unless it is being made already; None if who asked has gone.

        Who makes it is told by its `receive` when all who waited have gone.
        """
        flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = Flight(make)
            flight.task.add_done_callback(lambda _: self._land(key, flight))
        flight.waiting += 1
        try:
            with Attended(receive):
                return await asyncio.shield(flight.task)
            return None
        finally:
            flight.waiting -= 1
            if not flight.waiting and not flight.task.done():
                # Who asks from now on may not join one that is being given up.
                self._land(key, flight)
                flight.abandon()

    def _land(self, key: Key, flight: Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
