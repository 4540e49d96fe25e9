"""Who waits for a query process: one after another for each client, so that none is served before all others.

A client whose query was slow a moment ago leaves the last free process to others.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from typing import NamedTuple

from api.worker import Worker

PATIENCE = 5.0
"""For how many seconds after a slow query its client leaves the last free process to others."""
REMEMBERED = 4096
"""Of how many clients that is remembered."""


class Turn(NamedTuple):
    """One who waits: the process is told to it, and what its query is of chooses among them."""

    given: asyncio.Future[Worker]
    day: str


class Waiting:
    """Those who wait, by client, in the order of their turns."""

    def __init__(self) -> None:
        self._queues: OrderedDict[str, deque[Turn]] = OrderedDict()
        self._slow_ones: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return sum(map(len, self._queues.values()))

    def add(self, client: str, day: str) -> asyncio.Future[Worker]:
        """Wait from now on, behind what the same client waits for; what comes is a process."""
        turn = Turn(asyncio.get_running_loop().create_future(), day)
        self._queues.setdefault(client, deque()).append(turn)
        return turn.given

    def next(self, free: int) -> str | None:
        """Whose turn it is: of those who wait longest, the first for whom enough processes are free."""
        return next((client for client in self._queues if free > self.left_by(client)), None)

    def take(self, client: str) -> Turn:
        """The next turn of a client, who is the last in the row after that."""
        turns = self._queues[client]
        turn = turns.popleft()
        if turns:
            self._queues.move_to_end(client)
        else:
            del self._queues[client]
        return turn

    def left_by(self, client: str) -> int:
        """How many free processes a client leaves to others: one, if a query of its was slow a moment ago."""
        return int(time.monotonic() - self._slow_ones.get(client, -PATIENCE) < PATIENCE)

    def was_slow(self, client: str) -> None:
        """Remember that a query of a client was slow just now."""
        self._slow_ones.pop(client, None)
        self._slow_ones[client] = time.monotonic()
        if len(self._slow_ones) > REMEMBERED:
            self._slow_ones.popitem(last=False)
