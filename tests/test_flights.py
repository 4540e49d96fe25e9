"""Is one answer made for all who ask the same at once, and none when all of them have gone?"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from api.attended import Receive
from api.cache import Ready
from api.flights import Flights

READY = Ready(200, (), b"one")
KEY = ("/a",)


class Asking:
    """One who asks, and goes when told to."""

    def __init__(self) -> None:
        self.gone = asyncio.Event()

    async def receive(self) -> dict[str, object]:
        await self.gone.wait()
        return {"type": "http.disconnect"}


class Maker:
    """Makes an answer when told to, or stops when all have gone."""

    def __init__(self) -> None:
        self.made = 0
        self.stopped = 0
        self.done = asyncio.Event()

    async def __call__(self, receive: Receive) -> Ready | None:
        self.made += 1
        assert (await receive())["type"] == "http.request"
        gone = asyncio.ensure_future(receive())
        done = asyncio.create_task(self.done.wait())
        await asyncio.wait((gone, done), return_when=asyncio.FIRST_COMPLETED)
        done.cancel()
        if gone.done():
            self.stopped += 1
            return None
        gone.cancel()
        return READY


def run(work: Callable[[Flights, Maker], Awaitable[None]]) -> None:
    async def all_of_it() -> None:
        await work(Flights(), Maker())

    asyncio.run(all_of_it())


def test_what_many_ask_at_once_is_made_once() -> None:
    async def work(flights: Flights, make: Maker) -> None:
        asked = [asyncio.ensure_future(flights.join(KEY, Asking().receive, make)) for _ in range(8)]
        other = asyncio.ensure_future(flights.join(("/b",), Asking().receive, make))
        await asyncio.sleep(0.05)
        make.done.set()
        assert await asyncio.gather(*asked, other) == [READY] * 9
        assert make.made == 2
        assert await flights.join(KEY, Asking().receive, make) == READY
        assert make.made == 3

    run(work)


def test_it_is_made_as_long_as_one_waits() -> None:
    async def work(flights: Flights, make: Maker) -> None:
        first, second = Asking(), Asking()
        asked = [asyncio.ensure_future(flights.join(KEY, each.receive, make)) for each in (first, second)]
        await asyncio.sleep(0.05)
        first.gone.set()
        assert await asked[0] is None
        await asyncio.sleep(0.05)
        assert (make.stopped, asked[1].done()) == (0, False)
        make.done.set()
        assert await asked[1] == READY

    run(work)


def test_it_is_stopped_when_all_have_gone_and_made_anew_for_who_comes_then() -> None:
    async def work(flights: Flights, make: Maker) -> None:
        asking = [Asking(), Asking()]
        asked = [asyncio.ensure_future(flights.join(KEY, each.receive, make)) for each in asking]
        await asyncio.sleep(0.05)
        for each in asking:
            each.gone.set()
        assert await asyncio.gather(*asked) == [None, None]
        later = asyncio.ensure_future(flights.join(KEY, Asking().receive, make))
        await asyncio.sleep(0.05)
        assert (make.made, make.stopped) == (2, 1)
        make.done.set()
        assert await later == READY

    run(work)


def test_what_goes_wrong_goes_wrong_for_all() -> None:
    async def work(flights: Flights, make: Maker) -> None:
        async def fail(receive: Receive) -> Ready | None:
            await receive()
            await asyncio.sleep(0.05)
            raise OSError("the disk")

        asked = [asyncio.ensure_future(flights.join(KEY, Asking().receive, fail)) for _ in range(3)]
        for each in asked:
            with pytest.raises(OSError, match="the disk"):
                await each
        make.done.set()
        assert await flights.join(KEY, Asking().receive, make) == READY

    run(work)
