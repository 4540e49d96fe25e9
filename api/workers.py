"""The processes in which queries run: made ahead, fair between clients, killed at the deadline (DESIGN 9).

A query starts at once in a process that waits for it. One that takes longer goes to the slow lane: its
process is made the least important, and of those only as many run at a time as leave a core free, each for
a short turn. So a quiet caller's query is answered while others run away.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import signal
import struct
import sys
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from api.calls import Call
from api.process import Question, Reply, work
from api.settings import Settings

QUICK = 0.05
"""After how many seconds a query goes to the slow lane."""
TURN = 0.1
"""For how many seconds a process of the slow lane runs before the next has its turn."""
START = 30.0
"""How many seconds a process may take to start."""


class QueryFailed(Exception):
    """A query without an answer."""


@dataclass(slots=True)
class TimedOut(QueryFailed):
    """The deadline was reached, and the process was killed."""

    seconds: float


@dataclass(slots=True)
class Died(QueryFailed):
    """The process died of the query: `memory` for too much of it, else `crash`."""

    cause: str


class Busy(QueryFailed):
    """More queries wait than may."""


class Refused(QueryFailed):
    """The project's own error, by the name of its class and its message."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error


@dataclass(slots=True)
class Counts:
    """What has happened since the start."""

    started: int = 0
    answered: int = 0
    refused: int = 0
    timed_out: int = 0
    cancelled: int = 0
    died: int = 0
    turned_away: int = 0


@dataclass(eq=False, slots=True)
class Worker:
    """One process, with the pipes to it and what it is doing."""

    process: ForkServerProcess
    questions: Connection
    replies: Connection
    generation: int
    buffer: bytearray = field(default_factory=bytearray)
    waiting: asyncio.Future[Reply] | None = None
    since: float = 0.0
    slow: bool = False
    stopped: bool = False

    def signal(self, number: signal.Signals) -> None:
        """Send a signal; a process that has gone is none."""
        pid = self.process.pid
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)


class Workers:
    """A pool of query processes for one release, or for files."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.counts = Counts()
        self.generation = 0
        self._release: Path | None = None
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(["api.process", "api.preload"])
        self._idle: deque[Worker] = deque()
        self._busy: dict[Worker, None] = {}
        self._starting = 0
        self._queues: OrderedDict[str, deque[asyncio.Future[Worker]]] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False
        self._turns: asyncio.Task[None] | None = None
        self.on_time: Callable[[float], None] = lambda _: None

    async def start(self) -> None:
        """Start the processes that wait for queries; Refused says why none can be started."""
        self._release = self.settings.release.resolve() if self.settings.release else None
        self._idle.append(await self._new())
        self._turns = asyncio.create_task(self._take_turns())
        self._fill()

    async def close(self) -> None:
        """End every process; queries under way get no answer."""
        self._closing = True
        if self._turns:
            self._turns.cancel()
        workers = [*self._idle, *self._busy]
        self._idle.clear()
        for worker in workers:
            self._end(worker)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def reload(self) -> None:
        """Answer from the release that stands there now; queries under way are answered from the old one."""
        self._release = self.settings.release.resolve() if self.settings.release else None
        self.generation += 1
        fresh = await self._new()
        old = [worker for worker in self._idle if worker.generation != self.generation]
        self._idle = deque([fresh])
        for worker in old:
            self._end(worker)
        self._fill()

    @property
    def running(self) -> int:
        """How many queries run."""
        return len(self._busy)

    @property
    def queued(self) -> int:
        """How many queries wait for a process."""
        return sum(map(len, self._queues.values()))

    async def ask(self, question: Question | Call, client: str, deadline: float) -> bytes:
        """The answer; QueryFailed without one. Cancelling this kills the query."""
        ends = time.monotonic() + deadline
        try:
            worker = await asyncio.wait_for(self._worker(client), deadline)
        except TimeoutError:
            self.counts.timed_out += 1
            raise TimedOut(deadline) from None
        began = time.monotonic()
        try:
            reply = await asyncio.wait_for(self._run(worker, question), ends - began)
        except TimeoutError:
            self.counts.timed_out += 1
            self._end(worker)
            raise TimedOut(deadline) from None
        except asyncio.CancelledError:
            self.counts.cancelled += 1
            self._end(worker)
            raise
        except Died:
            self.counts.died += 1
            self._end(worker)
            raise
        finally:
            self._busy.pop(worker, None)
            self.on_time(time.monotonic() - began)
            self._fill()
        self._rest(worker)
        if reply.error:
            self.counts.refused += 1
            raise Refused(reply.error, reply.message)
        self.counts.answered += 1
        return reply.body

    async def _worker(self, client: str) -> Worker:
        """A process that is free; one after another for each client that waits."""
        if self._idle and not self._queues:
            worker = self._idle.popleft()
        else:
            if self.queued >= self.settings.queue:
                self.counts.turned_away += 1
                raise Busy("too many queries wait")
            turn: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
            self._queues.setdefault(client, deque()).append(turn)
            self._fill()
            try:
                worker = await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self._rest(turn.result())
                raise
        worker.since, worker.slow, worker.stopped = time.monotonic(), False, False
        self._busy[worker] = None
        self._fill()
        return worker

    def _rest(self, worker: Worker) -> None:
        """Give a process to who waits next, or let it wait; one of an old release, or a slow one, ends."""
        if self._closing or worker.generation != self.generation or worker.slow:
            self._end(worker)
            self._fill()
            return
        while self._queues:
            client, turns = next(iter(self._queues.items()))
            turn = turns.popleft()
            if turns:
                self._queues.move_to_end(client)
            else:
                del self._queues[client]
            if not turn.done():
                turn.set_result(worker)
                return
        self._idle.append(worker)
        while len(self._idle) > self.settings.spare:
            self._end(self._idle.popleft())

    async def _run(self, worker: Worker, question: Question | Call) -> Reply:
        loop = asyncio.get_running_loop()
        worker.waiting = loop.create_future()
        try:
            worker.questions.send_bytes(pickle.dumps(question))
        except OSError:
            raise Died("crash") from None
        return await worker.waiting

    def _fill(self) -> None:
        """Start as many processes as wait or are to spare, within the most there may be."""
        if self._closing:
            return
        there = len(self._idle) + len(self._busy) + self._starting
        wanted = self.settings.spare + self.queued - len(self._idle) - self._starting
        for _ in range(min(wanted, self.settings.workers - there)):
            self._starting += 1
            task = asyncio.create_task(self._add())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _add(self) -> None:
        try:
            worker = await self._new()
        except QueryFailed:
            return
        finally:
            self._starting -= 1
        self._rest(worker)

    async def _new(self) -> Worker:
        """A process that has opened the release; Refused with the reason, Died if it did not start."""
        loop = asyncio.get_running_loop()
        worker = await loop.run_in_executor(None, self._spawn)
        self.counts.started += 1
        os.set_blocking(worker.replies.fileno(), False)
        worker.waiting = loop.create_future()
        loop.add_reader(worker.replies.fileno(), self._read, worker)
        try:
            reply = await asyncio.wait_for(worker.waiting, START)
        except TimeoutError:
            self._end(worker)
            raise Died("crash") from None
        except BaseException:
            self._end(worker)
            raise
        if reply.error:
            self._end(worker)
            raise Refused(reply.error, reply.message)
        return worker

    def _spawn(self) -> Worker:
        theirs, questions = self._context.Pipe(duplex=False)
        replies, answers = self._context.Pipe(duplex=False)
        settings = self.settings
        process = self._context.Process(
            target=work,
            args=(theirs, answers, self._release, settings.data, settings.memory, settings.deadline),
            daemon=True,
        )
        process.start()
        theirs.close()
        answers.close()
        return Worker(process, questions, replies, self.generation)

    def _read(self, worker: Worker) -> None:
        """Take what a process has sent; when a frame is whole it is the reply."""
        try:
            data = os.read(worker.replies.fileno(), 1 << 20)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        waiting = worker.waiting
        if not data:
            self._forget(worker)
            if waiting is not None and not waiting.done():
                task = asyncio.create_task(self._bury(worker, waiting))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            elif worker in self._idle:
                self._idle.remove(worker)
                self._fill()
            return
        worker.buffer += data
        frame = _frame(worker.buffer)
        if frame is not None and waiting is not None and not waiting.done():
            reply = pickle.loads(frame)  # noqa: S301 - from our own child
            waiting.set_result(reply)

    async def _bury(self, worker: Worker, waiting: asyncio.Future[Reply]) -> None:
        """Say of what a process died."""
        await asyncio.get_running_loop().run_in_executor(None, worker.process.join, 5)
        if not waiting.done():
            code = worker.process.exitcode
            print(f"estate serve: a query process ended with {code}", file=sys.stderr, flush=True)  # noqa: T201
            memory = code == -signal.SIGABRT
            waiting.set_exception(Died("memory" if memory else "crash"))

    def _forget(self, worker: Worker) -> None:
        if not worker.replies.closed:
            asyncio.get_running_loop().remove_reader(worker.replies.fileno())
            worker.replies.close()
            worker.questions.close()

    def _end(self, worker: Worker) -> None:
        """Kill a process and wait for it elsewhere."""
        worker.signal(signal.SIGKILL)
        self._forget(worker)
        self._busy.pop(worker, None)
        loop = asyncio.get_running_loop()
        if not self._closing:
            loop.run_in_executor(None, worker.process.join)

    async def _take_turns(self) -> None:
        """Look at what runs: what is no longer quick goes to the slow lane, where processes take turns."""
        most = max(1, (os.cpu_count() or 2) - 1)
        lane: deque[Worker] = deque()
        turned = 0.0
        while True:
            await asyncio.sleep(QUICK / 2)
            now = time.monotonic()
            lane = deque(worker for worker in lane if worker in self._busy)
            for worker in self._busy:
                if not worker.slow and now - worker.since > QUICK:
                    worker.slow = True
                    with contextlib.suppress(OSError, TypeError):
                        os.setpriority(os.PRIO_PROCESS, worker.process.pid or 0, 19)
                    lane.append(worker)
            if len(lane) > most and now - turned > TURN:
                lane.rotate(-most)
                turned = now
            for place, worker in enumerate(lane):
                if worker.stopped != (place >= most):
                    worker.stopped = place >= most
                    worker.signal(signal.SIGSTOP if worker.stopped else signal.SIGCONT)


def _frame(buffer: bytearray) -> bytes | None:
    """The first whole message of `multiprocessing` in a buffer, taken out of it; None if there is none."""
    if len(buffer) < 4:
        return None
    (size,) = struct.unpack_from("!i", buffer)
    start = 4
    if size == -1:
        if len(buffer) < 12:
            return None
        (size,) = struct.unpack_from("!Q", buffer, 4)
        start = 12
    if len(buffer) < start + size:
        return None
    frame = bytes(buffer[start : start + size])
    del buffer[: start + size]
    return frame
