"""Is a query answered whole or not at all, and does no query hurt another?"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from api.ended import Ended
from api.failures import Busy, Died, Lost, Refused, TimedOut
from api.lane import MODEST
from api.process import Question
from api.settings import Settings
from api.workers import Workers
from graph.build import Built
from tests.runaways import RUN_ON

OAKHAM = "SELECT ?p { <https://w3id.org/justice-estate/id/magistrates-court/oakham> ?p ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STR(?a) > STR(?f)) }"
Work = Callable[[Workers], Awaitable[None]]


def during(settings: Settings, work: Work) -> Workers:
    """Work with a pool from its start to its end."""
    # What other tests left of the engine may not be collected by a thread of the pool.
    gc.collect()

    async def run() -> Workers:
        workers = Workers(settings)
        await workers.start()
        try:
            await work(workers)
        finally:
            await workers.close()
        return workers

    return asyncio.run(run())


@pytest.fixture
def settings(built: Built) -> Settings:
    """A pool over the project's own release."""
    return Settings(release=built.release.folder, deadline=20, workers=12)


def ask(workers: Workers, query: str = OAKHAM, deadline: float = 20, client: str = "a") -> Awaitable[bytes]:
    """The answer as comma-separated values."""
    return workers.ask(Question(query, "csv"), client, deadline)


def alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_an_answer_is_whole(settings: Settings) -> None:
    async def work(workers: Workers) -> None:
        assert (await ask(workers)).startswith(b"p\r\nhttp")
        big = await ask(workers, "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 20000")
        assert big.count(b"\r\n") > 20_000

    counts = during(settings, work).counts
    assert (counts.answered, counts.died) == (2, 0)


def test_the_process_that_was_asked_last_is_asked_next(settings: Settings) -> None:
    asked: list[int] = []

    async def work(workers: Workers) -> None:
        while len(workers._idle) < settings.spare:
            await asyncio.sleep(0.01)
        for _ in range(5):
            query = asyncio.ensure_future(ask(workers))
            while not workers.running:
                await asyncio.sleep(0)
            asked.extend(worker.pid for worker in workers._busy)
            await query

    during(settings.model_copy(update={"holds": False}), work)
    assert len(set(asked)) == 1


LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c FILTER(REGEX(STR(?c), 'x+y')) }"


@pytest.mark.parametrize("allowed", [True, False], ids=["allowed", "not allowed"])
def test_a_process_that_was_slow_is_asked_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, allowed: bool
) -> None:
    """But only where it can be made as important again as it was."""
    monkeypatch.setattr("api.lane.QUICK", 0.0)
    monkeypatch.setattr("api.lane.LONG", 20.0)
    important = os.getpriority(os.PRIO_PROCESS, 0)
    told: dict[int, list[int]] = {}

    def setpriority(_: int, pid: int, level: int) -> None:
        told.setdefault(pid, []).append(level)
        if level == important and not allowed:
            raise PermissionError

    async def work(workers: Workers) -> None:
        query = asyncio.ensure_future(ask(workers, LONG))
        while not told:
            await asyncio.sleep(0.01)
        assert (await query).startswith(b"n\r\n")
        (pid,) = told
        assert told[pid] == [MODEST, important]
        assert (pid in [worker.pid for worker in workers._idle]) == allowed
        assert not any(worker.slow or worker.stopped for worker in workers._idle)
        assert await ask(workers)

    monkeypatch.setattr("api.lane.os.setpriority", setpriority)
    during(settings.model_copy(update={"holds": False}), work)


def test_few_queries_begin_at_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others wait for a moment, not for the end of those before them."""
    monkeypatch.setattr("api.workers.SPRINT", 1.0)
    most = 0

    async def work(workers: Workers) -> None:
        nonlocal most
        while len(workers._idle) < abreast + 1:
            await asyncio.sleep(0.01)
        slow = [asyncio.ensure_future(ask(workers, RUNAWAY)) for _ in range(abreast + 1)]
        await asyncio.sleep(0)
        most = workers.running
        while workers.running < len(slow):
            await asyncio.sleep(0.001)
        for query in slow:
            query.cancel()

    abreast = (os.cpu_count() or 1) + 1
    during(settings.model_copy(update={"holds": False, "spare": abreast + 1, "workers": 8 * abreast}), work)
    assert most == abreast


def test_a_day_is_answered(settings: Settings) -> None:
    day = "FROM <https://w3id.org/justice-estate/graph/at/2008-12-31>"

    async def work(workers: Workers) -> None:
        court = "<https://w3id.org/justice-estate/ontology#MagistratesCourt>"
        query = f"SELECT ?court {day} {{ ?court a {court} }}"
        assert 300 < (await ask(workers, query)).count(b"\r\n") < 400

    during(settings, work)


def test_an_error_of_the_query_keeps_its_name(settings: Settings) -> None:
    async def work(workers: Workers) -> None:
        with pytest.raises(Refused, match="The query cannot be run") as refused:
            await ask(workers, "SELECT * {")
        assert refused.value.error == "QueryError"

    during(settings, work)


def test_the_deadline_kills_and_the_next_is_answered(settings: Settings) -> None:
    async def work(workers: Workers) -> None:
        began = time.monotonic()
        with pytest.raises(TimedOut):
            await ask(workers, RUNAWAY, deadline=0.5)
        assert time.monotonic() - began < 5
        await ask(workers)

    assert during(settings, work).counts.timed_out == 1


def test_who_goes_away_takes_the_query_along(settings: Settings) -> None:
    async def work(workers: Workers) -> None:
        task = asyncio.ensure_future(ask(workers, RUNAWAY))
        while not workers.running:
            await asyncio.sleep(0.01)
        pids = [worker.process.pid for worker in workers._busy]
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        for _ in range(200):
            if not any(alive(pid) for pid in pids if pid):
                break
            await asyncio.sleep(0.05)
        assert not any(alive(pid) for pid in pids if pid)
        await ask(workers)

    assert during(settings, work).counts.cancelled == 1


def test_a_process_that_is_killed_loses_no_answer(settings: Settings) -> None:
    """Its query is asked again, once: one that kills whatever it meets does not go on."""

    async def work(workers: Workers) -> None:
        doomed = asyncio.ensure_future(ask(workers, RUNAWAY))
        others = [asyncio.ensure_future(ask(workers, client=f"c{number}")) for number in range(5)]
        killed: set[int] = set()
        while not doomed.done():
            for worker in list(workers._busy):
                if worker.slow and worker.pid not in killed:
                    killed.add(worker.pid)
                    worker.signal(signal.SIGKILL)
            await asyncio.sleep(0.01)
        with pytest.raises(Lost):
            await doomed
        assert len(killed) == 2
        assert all(await asyncio.gather(*others))

    counts = during(settings, work).counts
    assert (counts.answered, counts.lost) == (5, 2)


def test_one_that_forks_and_is_killed_loses_no_answer(settings: Settings) -> None:
    async def work(workers: Workers) -> None:
        slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c FILTER(REGEX(STR(?c), 'x+y')) }"
        asked = [asyncio.ensure_future(ask(workers, slow, client=f"c{number}")) for number in range(3)]
        while not workers.running:
            await asyncio.sleep(0.01)
        killed = workers._nursery._server._forkserver_pid  # type: ignore[attr-defined]
        os.kill(killed, signal.SIGKILL)
        assert all(await asyncio.gather(*asked))
        assert await ask(workers)

    assert during(settings, work).counts.answered == 4


def test_what_a_killed_process_leaves_on_the_disk_is_removed(settings: Settings) -> None:
    """A query over a day and the rest makes a copy of the store: of links, but not only."""
    assert settings.release

    async def work(workers: Workers) -> None:
        with pytest.raises(TimedOut):
            await ask(workers, RUN_ON["with a day"], 1.5)
        for _ in range(1200):
            if set(home.glob(".scratch-*")) <= before:
                return
            await asyncio.sleep(0.05)
        raise AssertionError("a copy of the store is left")

    home = settings.release.resolve().parent
    before = set(home.glob(".scratch-*"))  # Of engines that other tests have open.
    during(settings.model_copy(update={"hold": False}), work)


def test_slow_queries_leave_room_for_quick_ones(settings: Settings) -> None:
    """More runaways than processes: each ends at its deadline, and others are answered meanwhile."""
    small = settings.model_copy(update={"workers": 4})

    async def work(workers: Workers) -> None:
        runaways = [asyncio.ensure_future(ask(workers, RUNAWAY, 6, f"r{number}")) for number in range(9)]
        while not workers.counts.displaced:
            await asyncio.sleep(0.01)
        for _ in range(20):
            assert await ask(workers, client="quiet")
        assert not any(each.done() for each in runaways)
        ended = await asyncio.gather(*runaways, return_exceptions=True)
        assert {type(each) for each in ended} == {TimedOut}

    assert during(small, work).counts.answered == 20


def test_a_query_that_is_too_deep_for_the_engine_is_no_crash_of_the_pool(settings: Settings) -> None:
    async def work(workers: Workers) -> None:
        with pytest.raises(Died):
            await ask(workers, "SELECT * {" + "{" * 20_000 + "}" * 20_000 + "}")
        await ask(workers)

    during(settings, work)


def test_a_quiet_caller_is_answered_while_others_run_away(settings: Settings) -> None:
    async def work(workers: Workers) -> None:
        runaways = [asyncio.ensure_future(ask(workers, RUNAWAY, 6, f"r{number}")) for number in range(8)]
        await asyncio.sleep(1)
        for _ in range(20):
            assert await ask(workers, client="quiet", deadline=5)
        ended = await asyncio.gather(*runaways, return_exceptions=True)
        assert all(isinstance(each, TimedOut) for each in ended)

    counts = during(settings, work).counts
    assert (counts.answered, counts.timed_out) == (20, 8)


def test_more_than_may_wait_are_turned_away(settings: Settings) -> None:
    small = settings.model_copy(update={"workers": 2, "queue": 3})

    async def work(workers: Workers) -> None:
        tasks = [asyncio.ensure_future(ask(workers, RUNAWAY, 3, "greedy")) for _ in range(9)]
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert {type(each) for each in ended} == {Busy, TimedOut}

    assert during(small, work).counts.turned_away >= 2


def test_a_socket_cannot_be_opened_by_a_query(settings: Settings) -> None:
    """SERVICE is refused before it comes so far; were it not, the kernel would."""

    async def work(workers: Workers) -> None:
        async def reached(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            seen.append(1)
            writer.close()

        seen: list[int] = []
        server = await asyncio.start_server(reached, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(Refused):
            await ask(workers, f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}")
        server.close()
        assert seen == []

    during(settings, work)


def test_no_process_is_left(settings: Settings) -> None:
    pids: list[int] = []

    async def work(workers: Workers) -> None:
        tasks = [asyncio.ensure_future(ask(workers, RUNAWAY, 15, f"r{number}")) for number in range(4)]
        await asyncio.sleep(1)
        pids.extend(worker.process.pid or 0 for worker in (*workers._busy, *workers._idle))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    during(settings, work)
    for _ in range(200):
        if not any(map(alive, pids)):
            break
        time.sleep(0.05)
    assert [pid for pid in pids if alive(pid)] == []


def test_a_release_that_is_not_there_is_told(tmp_path: Path) -> None:
    async def work(_: Workers) -> None:
        raise AssertionError("it should not have started")

    with pytest.raises(Refused, match="There is no release at"):
        during(Settings(release=tmp_path / "none"), work)


def test_files_are_served_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "data.trig"
    path.write_text("<http://e/a> <http://e/p> 1 . <http://e/g> { <http://e/b> <http://e/p> 2 }")

    async def work(workers: Workers) -> None:
        assert await ask(workers, "SELECT ?s { ?s ?p ?o }") == b"s\r\nhttp://e/a\r\n"
        assert await ask(workers, "SELECT ?s FROM <http://e/g> { ?s ?p ?o }") == b"s\r\nhttp://e/b\r\n"
        assert await ask(workers, "SELECT ?g { GRAPH ?g { ?s ?p ?o } }") == b"g\r\nhttp://e/g\r\n"

    during(Settings(data=(path,)), work)


def test_what_a_process_leaves_is_removed_when_it_has_gone(tmp_path: Path) -> None:
    """One that writes to a slow disk goes late, and a folder may stand that was not there before."""
    release = tmp_path / "releases" / "one"
    release.mkdir(parents=True)
    left = release.parent / ".scratch-4000001-x"

    class Going:
        pid, looks = 4_000_001, 3

        def signal(self, number: signal.Signals) -> None:
            assert number == signal.SIGKILL

        def give_up(self) -> bool:
            self.looks -= 1
            if self.looks > 0:
                left.mkdir(exist_ok=True)
            return self.looks == 0

    async def run() -> None:
        ended = Ended()
        ended.add(Going(), release)  # type: ignore[arg-type]
        await ended.all()

    asyncio.run(run())
    assert not left.exists()


def test_no_file_stays_open_of_a_process_that_has_gone(settings: Settings) -> None:
    """Not even until the collector of garbage comes by."""

    def opened() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    async def work(workers: Workers) -> None:
        counts = []
        for _ in range(12):
            with pytest.raises(TimedOut):
                await ask(workers, RUNAWAY, 0.3)
            await asyncio.sleep(1)
            counts.append(opened())
        assert max(counts[6:]) <= max(counts[:6]) + 4

    gc.disable()
    try:
        during(settings.model_copy(update={"hold": False}), work)
    finally:
        gc.enable()


def test_a_day_is_asked_of_a_process_that_has_it(settings: Settings) -> None:
    """What a process has made for a day is used by the next query of that day."""
    base = "https://w3id.org/justice-estate/graph/at/"

    def of(day: str) -> Question:
        return Question("ASK { ?s ?p ?o }", "csv", (base + day,), ())

    async def work(workers: Workers) -> None:
        while not workers.settled:  # Until then better processes take the place of those that are there.
            await asyncio.sleep(0.1)
        days = [f"2010-01-{number:02}" for number in range(1, 5)]
        await asyncio.gather(*(workers.ask(of(day), "a", 20) for day in days))
        had = {day: worker.pid for worker in workers._idle for day in worker.days}
        assert set(had) == set(days)
        for day in (*days, *reversed(days)):
            await workers.ask(of(day), "a", 20)
            assert workers._idle[-1].pid == had[day]

    during(settings.model_copy(update={"holds": False}), work)
