"""The slow lane: queries that are no longer quick take turns, and quick ones find a core and a process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections import deque
from collections.abc import Iterable

from api.worker import Worker

QUICK = 0.05
"""After how many seconds of the processor a query goes to the slow lane."""
MODEST = 15
"""How little important a process of the slow lane is, as `nice` counts it: beside one of a quick query it
has a thirtieth of a core. At 19 it has half of that, and at 10 a quiet caller waits too long
(docs/reliability.md).
"""
GRACE = 0.2
"""After how many seconds a slow query gives up its process if there is no room for it.

Before that only if another query waits for one: to begin again takes as long as it has run.
"""
LONG = 0.5
"""After how many seconds of the processor a query takes turns with others, and has its process ended with it.

Most end before that, and would take twice as long if they had but the cores that turns leave them.
"""
TURN = 0.1
"""For how many seconds a process that takes turns runs before the next has its turn."""


class SlowLane:
    """The processes whose queries are slow, at most `room`; long ones take turns and leave a core free."""

    def __init__(self, room: int) -> None:
        self.room = max(1, room)
        self.most = max(1, (os.cpu_count() or 2) - 1)
        self._lane: deque[Worker] = deque()
        self._turned = 0.0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._promised = 0

    @property
    def waiting(self) -> int:
        """How many queries wait for room."""
        return sum(not turn.done() for turn in self._waiting)

    async def entered(self) -> None:
        """Wait until there is room for one more slow query; it is kept until `add` or `forgo`."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.forgo()
            raise

    def forgo(self) -> None:
        """Give back the room that was kept."""
        self._promised -= 1

    def add(self, worker: Worker) -> None:
        """Take the room that was kept for a query known to be slow."""
        self._promised -= 1
        self._admit(worker)

    def leave(self, worker: Worker) -> bool:
        """Let a process out whose query is done; whether it is fit for another.

        It is not if its query took long, since nobody knows what that has left in its memory, nor where the
        system lets no process be made as important again as it was.
        """
        with contextlib.suppress(ValueError):
            self._lane.remove(worker)
        if worker.spent > LONG:
            return False
        try:
            os.setpriority(os.PRIO_PROCESS, worker.pid, os.getpriority(os.PRIO_PROCESS, 0))
        except OSError:
            return False
        if worker.stopped:
            worker.signal(signal.SIGCONT)
        worker.slow = worker.stopped = False
        return True

    def look(self, busy: Iterable[Worker], wanted: int = 0) -> list[Worker]:
        """Let in what has become slow and give the next its turn; those for which there is no room.

        `wanted` is how many queries wait for a process.
        """
        now, running = time.monotonic(), set(busy)
        self._lane = deque(worker for worker in self._lane if worker in running)
        for worker in running:
            if not worker.slow and worker.spent > QUICK:
                self._admit(worker)
        without_room = self._without_room(wanted)
        for worker in without_room:
            self._lane.remove(worker)
        self._take_turns(now)
        self._let_in()
        return without_room

    def _without_room(self, wanted: int) -> list[Worker]:
        """Those that have to give up their processes, of all beyond the room the ones that came last."""
        over = len(self._lane) + self._promised - self.room
        last = sorted(self._lane, key=lambda worker: worker.spent)[: max(0, over)]
        return [worker for number, worker in enumerate(last) if number < wanted or worker.spent > GRACE]

    def _admit(self, worker: Worker) -> None:
        worker.slow = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, worker.pid, MODEST)
        self._lane.append(worker)

    def _take_turns(self, now: float) -> None:
        long = [worker for worker in self._lane if worker.spent > LONG]
        if len(long) > self.most and now - self._turned > TURN:
            for worker in long[: self.most]:
                self._lane.remove(worker)
                self._lane.append(worker)
            long = long[self.most :] + long[: self.most]
            self._turned = now
        for place, worker in enumerate(long):
            if worker.stopped != (place >= self.most):
                worker.stopped = place >= self.most
                worker.signal(signal.SIGSTOP if worker.stopped else signal.SIGCONT)

    def _let_in(self) -> None:
        free = self.room - len(self._lane) - self._promised
        while self._waiting and free > 0:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                self._promised += 1
                free -= 1
