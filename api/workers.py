"""The processes in which queries run: made ahead, fair between clients, killed at the deadline (DESIGN 9).

A query starts at once in a process that waits for it. One that takes longer goes to the slow lane: its
process is made less important, and of those only as many run at a time as leave a core free, each for
a short turn. Some processes are kept out of that lane: a quiet caller finds one while others run away.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from api.calls import Call
from api.ended import Ended
from api.failures import Busy, Died, Displaced, Lost, QueryFailed, Refused, TimedOut
from api.held import Served
from api.lane import QUICK, SlowLane
from api.nursery import Nursery, first
from api.process import Question, Reply
from api.settings import Settings
from api.telling import tell
from api.waiting import Waiting
from api.worker import Worker
from graph.release import clear_scratch

START = 30.0
"""How many seconds a process may take to start."""
AGAIN = 0.5
"""How many seconds pass before a process that could not be started is tried again."""
LINGER = 10.0
"""For how many seconds more processes wait than need be, before they are ended one by one."""
_FROM_OUTSIDE = (None, -signal.SIGKILL, -signal.SIGTERM, 255)
"""How a process ends that did nothing for it; 255 is told of one whose forkserver has gone."""
SPRINT = 0.002
"""For how many seconds after its start a query is not to have more beside it than the cores can run.

Most are answered by then, each by the process that was asked last: what it needs lies in the caches still.
"""
FOR_THE_QUICK = 4
"""Of how many processes no slow query can have one: a fourth of all, if they are fewer than 16."""


@dataclass(slots=True)
class Counts:
    """What has happened since the start."""

    started: int = 0
    answered: int = 0
    refused: int = 0
    timed_out: int = 0
    cancelled: int = 0
    died: int = 0
    lost: int = 0
    displaced: int = 0
    unstarted: int = 0
    turned_away: int = 0


class Workers:
    """A pool of query processes for one release, or for files."""

    def __init__(self, settings: Settings, nursery: Nursery | None = None) -> None:
        self.settings = settings
        self.counts = Counts()
        self.generation = 0
        self.settled = False
        """Whether answers come as fast as they will: from memory, where that is wanted."""
        self._served = Served(None, settings.data)
        self._bare = nursery or first(settings)
        self._nursery = self._bare
        self._coming: set[Nursery] = set()
        """Those that get ready to take the place of the one processes are forked from."""
        self._open = {self._bare}
        """These, and those before them from which queries still run."""
        kept = max(1, min(FOR_THE_QUICK, settings.workers // 4))
        self._lane = SlowLane(settings.workers - kept)
        self._ended = Ended()
        self._idle: deque[Worker] = deque()
        self._busy: dict[Worker, None] = {}
        self._starting = 0
        self._crowded = 0.0
        self._waiting = Waiting()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False
        self._whole = asyncio.Event()
        self._abreast = (os.cpu_count() or 1) + 1
        self._again: asyncio.TimerHandle | None = None
        self._turns: asyncio.Task[None] | None = None
        self.on_time: Callable[[float], None] = lambda _: None

    async def start(self) -> None:
        """Start the processes that wait for queries; Refused says why none can be started."""
        self._served = self._to_serve()
        if self._served.release:
            clear_scratch(self._served.release)
        self._idle.append(await self._new())
        self._turns = asyncio.create_task(self._take_turns())
        self._fill()
        self._hold()

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
        await self._ended.all()
        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(None, nursery.close) for nursery in self._open))

    async def reload(self) -> None:
        """Answer from the release that stands there now; queries under way are answered from the old one."""
        before = self._served, self.generation, self._nursery
        self.settled = False
        self._served = self._to_serve()
        self.generation += 1
        self._nursery = self._bare
        try:
            fresh = await self._new()
        except BaseException:
            self._served, self.generation, self._nursery = before
            raise
        self._renew(fresh)
        self._hold()

    def _to_serve(self) -> Served:
        """The release that stands in place now, or the files."""
        release = self.settings.release
        return Served(release.resolve() if release else None, self.settings.data, self.settings.endpoint)

    def _renew(self, fresh: Worker) -> None:
        """Let a process of this generation wait for queries, and end those of earlier ones that do."""
        old = [worker for worker in self._idle if worker.generation != self.generation]
        self._idle = deque([fresh])
        for worker in old:
            self._end(worker)
        self._fill()

    def _hold(self) -> None:
        """Get better processes ready, aside: see `_grow`."""
        if not self._closing:
            task = asyncio.create_task(self._grow())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _grow(self) -> None:
        """Have processes forked with what pages need, and then with all that is served in memory."""
        if self._bare.light:
            whole = Nursery()
            if await self._move(whole):
                self._bare = whole
        self._whole.set()
        if self.settings.holds:
            await self._move(Nursery(self._served))
        self.settled = True

    async def _move(self, nursery: Nursery) -> bool:
        """Fork from another nursery from now on; whether a process can be had from it."""
        served = self._served
        self._open.add(nursery)
        self._coming.add(nursery)
        try:
            fresh = await self._new(nursery)
        except QueryFailed as error:
            tell(f"queries are answered as before: {error!r}")
            return False
        finally:
            self._coming.remove(nursery)
        if served != self._served:
            self._end(fresh)
            return False
        self._nursery = nursery
        self.generation += 1
        fresh.generation = self.generation
        self._renew(fresh)
        return True

    def _let_go(self) -> None:
        """End one of the processes that wait, when for a while there have been more than are to wait."""
        now = time.monotonic()
        if len(self._idle) <= self.settings.spare:
            self._crowded = now
        elif now - self._crowded > LINGER:
            self._end(self._idle.popleft())

    def _close_left(self) -> None:
        """Close the nurseries that nothing comes from or runs from any more."""
        used = {worker.nursery for worker in (*self._idle, *self._busy)}
        for nursery in self._open - used - self._coming - {self._bare, self._nursery}:
            self._open.remove(nursery)
            asyncio.get_running_loop().run_in_executor(None, nursery.close)

    @property
    def running(self) -> int:
        """How many queries run."""
        return len(self._busy)

    @property
    def queued(self) -> int:
        """How many queries wait for a process."""
        return len(self._waiting)

    async def ask(self, question: Question | Call, client: str, deadline: float) -> bytes:
        """The answer; QueryFailed without one. Cancelling this kills the query."""
        ends = time.monotonic() + deadline
        lost, slow = 0, False
        while True:
            try:
                async with asyncio.timeout(ends - time.monotonic()):
                    if isinstance(question, Call):
                        await self._whole.wait()
                    reply = await self._asked(question, client, slow=slow)
            except TimeoutError:
                self.counts.timed_out += 1
                raise TimedOut(deadline) from None
            except asyncio.CancelledError:
                self.counts.cancelled += 1
                raise
            except Died:
                self.counts.died += 1
                raise
            except Lost:
                self.counts.lost += 1
                lost, slow = lost + 1, False
                if lost > 1:
                    raise
                continue
            if reply is None:
                slow = True
                continue
            if reply.error:
                self.counts.refused += 1
                raise Refused(reply.error, reply.message)
            self.counts.answered += 1
            return reply.body

    async def _asked(self, question: Question | Call, client: str, *, slow: bool) -> Reply | None:
        """What a process replies; None if it is slow, and has to be asked again now that there is room."""
        try:
            worker = await self._worker(client, question.day)
        except BaseException:
            if slow:
                self._lane.forgo()
            raise
        if slow:
            self._lane.add(worker)
        began = time.monotonic()
        try:
            reply = await self._run(worker, question)
        except Displaced:
            reply = None
        except BaseException:
            self._end(worker)
            raise
        finally:
            self._busy.pop(worker, None)
            if worker.slow:
                self._waiting.was_slow(client)
            self.on_time(time.monotonic() - began)
            self._fill()
        if reply is None:
            self._end(worker)
            self._fill()
            self.counts.displaced += 1
            if self._lane.waiting + self.queued >= self.settings.queue:
                self.counts.turned_away += 1
                raise Busy("too many slow queries wait")
            await self._lane.entered()
            return None
        self._rest(worker)
        return reply

    async def _worker(self, client: str, day: str) -> Worker:
        """A process that is free; one after another for each client that waits."""
        if not self._waiting and len(self._idle) > self._waiting.left_by(client) and not self._sprinting():
            worker = self._take(day)
        else:
            if self.queued >= self.settings.queue:
                self.counts.turned_away += 1
                raise Busy("too many queries wait")
            turn = self._waiting.add(client, day)
            self._hand_out()
            self._fill()
            try:
                worker = await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    del self._busy[turn.result()]
                    self._rest(turn.result())
                raise
        self._fill()
        return worker

    def _take(self, day: str) -> Worker:
        """Of the processes that are free the one that was asked last, for a query that begins now.

        A query of a day is for one that was asked of that before: most take less time than to make its graph.
        """
        worker = next((each for each in reversed(self._idle) if day in each.days), None) if day else None
        if worker is None:
            worker = self._idle.pop()
        else:
            self._idle.remove(worker)
        worker.begin(day)
        self._busy[worker] = None
        return worker

    def _sprinting(self) -> float:
        """For how many seconds no query is to begin, since enough of them have just begun."""
        last = [*islice(reversed(self._busy), self._abreast)]
        if len(last) < self._abreast:
            return 0.0
        return max(0.0, last[-1].began + SPRINT - time.monotonic())

    def _rest(self, worker: Worker, *, fresh: bool = False) -> None:
        """Give a process to who waits next, or let it wait; one of an old release, or a slow one, ends.

        One that is fresh is asked when all those are busy that have been asked before.
        """
        wanted = worker.generation == self.generation and not self._closing
        if not wanted or (worker.slow and not self._lane.leave(worker)):
            self._end(worker)
            self._fill()
            return
        (self._idle.appendleft if fresh else self._idle.append)(worker)
        self._hand_out()

    def _hand_out(self) -> None:
        """Give the processes that are free to those who wait, one after another for each client."""
        while self._idle and (client := self._waiting.next(len(self._idle))) is not None:
            if wait := self._sprinting():
                if self._again is None:
                    self._again = asyncio.get_running_loop().call_later(wait, self._hand_out_again)
                return
            turn = self._waiting.take(client)
            if not turn.given.done():
                turn.given.set_result(self._take(turn.day))

    def _hand_out_again(self) -> None:
        self._again = None
        self._hand_out()

    async def _run(self, worker: Worker, question: Question | Call) -> Reply:
        loop = asyncio.get_running_loop()
        worker.waiting = loop.create_future()
        try:
            worker.questions.send_bytes(pickle.dumps(question))
        except OSError:
            raise Lost("the process has gone") from None
        return await worker.waiting

    def _fill(self) -> None:
        """Start as many processes as wait or are to spare, within the most there may be."""
        if self._closing:
            return
        there = len(self._idle) + len(self._busy) + self._starting
        soon = sum(not worker.slow for worker in self._busy)
        wanted = self.settings.spare + self.queued - len(self._idle) - self._starting - soon
        for _ in range(min(wanted, self.settings.workers - there)):
            self._starting += 1
            task = asyncio.create_task(self._add())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _add(self) -> None:
        try:
            worker = await self._new()
        except QueryFailed:
            # The forkserver was killed, or there is no memory for one more: who waits still waits.
            self.counts.unstarted += 1
            await asyncio.sleep(AGAIN)
            asyncio.get_running_loop().call_soon(self._fill)
            return
        finally:
            self._starting -= 1
        self._rest(worker, fresh=True)

    async def _new(self, nursery: Nursery | None = None) -> Worker:
        """A process that has opened the release; Refused with the reason, Died if it did not start."""
        loop = asyncio.get_running_loop()
        chosen = nursery or self._nursery
        told = chosen, self.settings, self._served, self.generation
        try:
            # Here, not in the thread: what forks ends with the thread that started it.
            chosen.ensure_running()
            worker = await loop.run_in_executor(None, lambda: Worker.start(*told))
        except (OSError, EOFError):
            raise Died("crash") from None
        self.counts.started += 1
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
        frame = worker.take(data)
        if frame is not None and waiting is not None and not waiting.done():
            reply = pickle.loads(frame)  # noqa: S301 - from our own child
            waiting.set_result(reply)

    async def _bury(self, worker: Worker, waiting: asyncio.Future[Reply]) -> None:
        """Say of what a process died."""
        code = await asyncio.get_running_loop().run_in_executor(None, worker.exit_code)
        if waiting.done():
            return
        if code == -signal.SIGABRT:
            waiting.set_exception(Died("memory"))
        elif code == -signal.SIGALRM:
            waiting.set_exception(TimedOut(self.settings.deadline))
        elif code in _FROM_OUTSIDE:
            waiting.set_exception(Lost("the process was ended from outside"))
        else:
            tell(f"a query process ended with {code}")
            waiting.set_exception(Died("crash"))

    def _forget(self, worker: Worker) -> None:
        if not worker.replies.closed:
            asyncio.get_running_loop().remove_reader(worker.replies.fileno())
            worker.replies.close()
            worker.questions.close()

    def _end(self, worker: Worker) -> None:
        """Kill a process; what it leaves is removed when it has gone."""
        self._forget(worker)
        self._busy.pop(worker, None)
        self._ended.add(worker, self._served.release)

    async def _take_turns(self) -> None:
        """Look at what runs, as long as the server does."""
        while True:
            await asyncio.sleep(QUICK / 2)
            for worker in self._lane.look(self._busy, self.queued):
                worker.fail(Displaced())
            self._close_left()
            self._let_go()
            self._ended.look()
