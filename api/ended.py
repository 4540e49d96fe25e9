"""Processes that were ended: each is waited for, and what it leaves on the disk is removed."""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path

from api.worker import Worker
from graph.release import clear_scratch

LOOK = 0.25
"""After how many seconds those that had not gone are looked for again."""
PATIENCE = 10.0
"""How many seconds the server waits for them at its own end."""


class Ended:
    """The processes that were killed and may still be going.

    A process that writes to a slow disk goes when the disk has answered, which can take seconds; what it
    wrote is removed after that, not beside it.
    """

    def __init__(self) -> None:
        self._going: dict[Worker, Path | None] = {}
        self._left: dict[int, Path] = {}
        """Of those that have gone: the release beside which something of theirs may lie."""
        self._looked = 0.0
        self._looking: asyncio.Future[None] | None = None

    def add(self, worker: Worker, release: Path | None) -> None:
        """Kill a process; `release` is the folder beside which it may have left copies."""
        worker.signal(signal.SIGKILL)
        self._going[worker] = release

    def look(self) -> None:
        """Remove what those that have gone have left, aside; to be called again and again."""
        now = time.monotonic()
        if now - self._looked < LOOK or (self._looking and not self._looking.done()):
            return
        if self._going or self._left:
            self._looked = now
            self._looking = asyncio.get_running_loop().run_in_executor(None, self._clear)

    async def all(self) -> None:
        """Wait for all of them, but not for long."""
        ends = time.monotonic() + PATIENCE
        if self._looking:
            await self._looking
        while (self._going or self._left) and time.monotonic() < ends:
            await asyncio.get_running_loop().run_in_executor(None, self._clear)
            await asyncio.sleep(LOOK / 10 if self._going else 0)

    def _clear(self) -> None:
        for worker, release in list(self._going.items()):
            pid = worker.pid
            if worker.give_up():
                del self._going[worker]
                if release is not None and pid:
                    self._left[pid] = release
        for pid, release in list(self._left.items()):
            if clear_scratch(release, pid):
                del self._left[pid]
