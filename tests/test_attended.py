"""Does who goes away end what is awaited for them, and nobody else's work?"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from api.attended import Attended, Message

Receive = Callable[[], Awaitable[Message]]


async def _stays() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


async def _goes() -> Message:
    return {"type": "http.disconnect"}


async def _breaks() -> Message:
    raise ConnectionResetError


@pytest.mark.parametrize("receive", [_goes, _breaks])
def test_who_goes_ends_what_is_awaited(receive: Receive) -> None:
    async def work() -> bool:
        ended = False
        with Attended(receive) as attended:
            try:
                await asyncio.Event().wait()
            finally:
                ended = True
        # The task goes on as if it had never been cancelled.
        await asyncio.sleep(0)
        task = asyncio.current_task()
        return ended and attended.gone and task is not None and not task.cancelling()

    assert asyncio.run(work())


def test_who_stays_gets_the_answer() -> None:
    async def work() -> tuple[bool, int]:
        with Attended(_stays) as attended:
            answer = await asyncio.sleep(0.1, 42)
        return attended.gone, answer

    assert asyncio.run(work()) == (False, 42)


def test_nobody_is_looked_for_while_an_answer_is_prompt() -> None:
    async def work() -> int:
        with Attended(_goes):
            return 42
        return 0

    assert asyncio.run(work()) == 42


def test_another_who_cancels_is_heard() -> None:
    async def answer() -> None:
        with Attended(_stays):
            await asyncio.Event().wait()

    async def work() -> None:
        task = asyncio.create_task(answer())
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(work())


def test_an_error_within_is_told() -> None:
    async def work() -> None:
        with Attended(_stays):
            await asyncio.sleep(0.05)
            raise ValueError("told")

    with pytest.raises(ValueError, match="told"):
        asyncio.run(work())
