"""One query process as its server sees it: how it is started, told of, read and ended."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import struct
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

from api.held import Served
from api.nursery import Nursery, pipe
from api.process import Reply, work
from api.settings import Settings

DAYS = 32
"""Of how many days it is remembered that a process was asked of them: it keeps about as many graphs."""
_WIDE = 12
"""Bytes before a message of 2 GiB or more."""


@dataclass(eq=False, slots=True)
class Worker:
    """One process, with the pipes to it and what it is doing."""

    nursery: Nursery
    process: ForkServerProcess
    questions: Connection
    replies: Connection
    generation: int
    buffer: bytearray = field(default_factory=bytearray)
    waiting: asyncio.Future[Reply] | None = None
    before: float = 0.0
    """The processor time that it had taken when its query began."""
    began: float = 0.0
    """When that was, by the monotonic clock."""
    slow: bool = False
    stopped: bool = False
    days: dict[str, None] = field(default_factory=dict)
    """The days of which it was asked, the last one last: it has what it made of them."""
    gone: bool = False
    """Whether nothing is left of it: its number may be another's."""
    pid: int = field(init=False)
    """The number of the process."""

    def __post_init__(self) -> None:
        self.pid = self.process.pid or 0

    @classmethod
    def start(cls, nursery: Nursery, settings: Settings, served: Served, generation: int) -> Worker:
        """A process that is about to open the release; OSError or EOFError if none can be made."""
        theirs, questions = pipe()
        replies, answers = pipe()
        try:
            process = nursery.start(work, theirs, answers, served, settings.memory, settings.deadline)
        except BaseException:
            questions.close()
            replies.close()
            raise
        finally:
            theirs.close()
            answers.close()
        os.set_blocking(replies.fileno(), False)
        return cls(nursery, process, questions, replies, generation)

    @property
    def spent(self) -> float:
        """The processor time of its query so far, in seconds; a busy machine does not add to it."""
        return self._processor_time() - self.before

    def begin(self, day: str = "") -> None:
        """Count the time of a query from now on; `day` is that which it asks of, if any."""
        self.before, self.began = self._processor_time(), time.monotonic()
        if day:
            self.days.pop(day, None)
            self.days[day] = None
            if len(self.days) > DAYS:
                del self.days[next(iter(self.days))]
        self.slow, self.stopped = False, False

    def _processor_time(self) -> float:
        clock = (
            ~self.pid << 3
        ) | 2  # The kernel's name for the clock of another process, see clock_getres(2).
        try:
            return time.clock_gettime(clock)
        except OSError:
            return 0.0

    def signal(self, number: signal.Signals) -> None:
        """Send a signal; a process that has gone is none."""
        if self.pid and not self.gone:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def exit_code(self) -> int | None:
        """How the process has ended, when it has; None for one that goes on, or was given up."""
        try:
            self.process.join(5)
            return self.process.exitcode
        except ValueError:
            return None

    def give_up(self) -> bool:
        """Close what tells of the process if it has gone; whether it has."""
        if not self.gone:
            self.process.join(0)
            if self.process.is_alive():
                return False
            self.process.close()
            self.gone = True
        return True

    def fail(self, error: BaseException) -> None:
        """Let who waits for the reply wait no longer."""
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_exception(error)

    def take(self, data: bytes) -> bytes | None:
        """Keep what the process has sent; the message, once it is whole."""
        self.buffer += data
        return _frame(self.buffer)


def _frame(buffer: bytearray) -> bytes | None:
    """The first whole message of `multiprocessing` in a buffer, taken out of it; None if there is none."""
    if len(buffer) < 4:
        return None
    (size,) = struct.unpack_from("!i", buffer)
    start = 4
    if size == -1:
        if len(buffer) < _WIDE:
            return None
        (size,) = struct.unpack_from("!Q", buffer, 4)
        start = _WIDE
    if len(buffer) < start + size:
        return None
    frame = bytes(buffer[start : start + size])
    del buffer[: start + size]
    return frame
