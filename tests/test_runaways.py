"""Do queries that run away, and processes that are killed, hurt nobody but themselves?"""

from __future__ import annotations

import http.client
import itertools
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from graph.build import Built
from tests.runaways import EAT, RUN_ON, running
from tests.serving import Served, serving

DEADLINE = 3
Told = tuple[int, dict[str, object]]
_number = itertools.count(1)


def ask(served: Served, query: str, caller: int = 1) -> Told:
    """The status and the body of an answer to one caller; a new query each time, so that none is at hand."""
    address = urlsplit(served.url)
    connection = http.client.HTTPConnection(
        address.hostname or "", address.port, timeout=60, source_address=(f"127.0.0.{caller}", 0)
    )
    connection.request("GET", f"/sparql?query={quote(f'{query} #{next(_number)}')}")
    response = connection.getresponse()
    body = json.loads(response.read())
    connection.close()
    return response.status, body


def point(served: Served) -> int:
    """The status of a quick answer."""
    return ask(served, "SELECT ?p { <https://w3id.org/justice-estate/id/magistrates-court/oakham> ?p ?o }")[0]


@contextmanager
def eight(served: Served, queries: Mapping[str, str]) -> Iterator[list[Future[Told]]]:
    """Eight callers with a query each."""
    with ThreadPoolExecutor(8) as pool:
        each = itertools.islice(itertools.cycle(queries.values()), 8)
        yield [pool.submit(ask, served, query, caller) for caller, query in enumerate(each, 2)]


def gone(pids: list[int], seconds: float) -> list[int]:
    """Those of some processes that are still there after a while."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and any(map(running, pids)):
        time.sleep(0.05)
    return [pid for pid in pids if running(pid)]


def words(built: Built, deadline: float = DEADLINE) -> tuple[str, ...]:
    """The options of a server over the estate."""
    return ("--release", str(built.release.folder), "--deadline", str(deadline))


@pytest.fixture(scope="module")
def served(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The estate, served."""
    with serving(words(built), tmp_path_factory.mktemp("runaways")) as server:
        yield server


# Runaways


def test_is_every_runaway_told_that_it_was_stopped(served: Served) -> None:
    with eight(served, RUN_ON) as sent:
        for _ in range(20):
            assert point(served) == 200
        told = [each.result() for each in sent]
    assert {status for status, _ in told} == {504}
    assert {body["seconds"] for _, body in told} == {DEADLINE}


def test_is_a_query_that_eats_all_memory_told_so(built: Built, tmp_path: Path) -> None:
    with serving(words(built, 120), tmp_path) as server:
        for query in EAT.values():
            status, problem = ask(server, query)
            assert (status, problem["title"]) == (422, "Too much memory")
            assert point(server) == 200


def test_is_nothing_left_on_the_disk(served: Served, built: Built) -> None:
    home = built.release.folder.resolve().parent
    before = set(home.glob(".scratch-*"))  # Of engines that other tests have open.
    assert ask(served, RUN_ON["with a day"])[0] == 504
    for _ in range(1200):
        if set(home.glob(".scratch-*")) <= before:
            break
        time.sleep(0.05)
    assert set(home.glob(".scratch-*")) <= before


# Killed


def _query_processes(served: Served) -> list[int]:
    """The query processes, by the process that forks them: the one with most children."""
    parents = [int(_stat(pid)[1]) for pid in served.children()]
    forks = max(set(parents), key=parents.count)
    return [pid for pid in served.children() if int(_stat(pid)[1]) == forks]


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def test_is_no_answer_lost_when_a_query_process_is_killed(served: Served) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c FILTER(REGEX(STR(?c), 'x+y')) }"
    with eight(served, {"slow": slow}) as sent:
        time.sleep(0.3)
        os.kill(_query_processes(served)[-1], signal.SIGKILL)
        statuses = {each.result()[0] for each in sent}
    assert statuses <= {200, 504}
    assert point(served) == 200


def test_is_no_answer_lost_when_the_one_that_forks_is_killed(built: Built, tmp_path: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c FILTER(STR(?a) = 'x') }"
    with serving(words(built, 30), tmp_path) as server, eight(server, {"slow": slow}) as sent:
        time.sleep(0.1)
        os.kill(int(_stat(_query_processes(server)[0])[1]), signal.SIGKILL)
        assert {each.result()[0] for each in sent} == {200}
        assert point(server) == 200


def test_is_a_serving_process_that_is_killed_replaced(built: Built, tmp_path: Path) -> None:
    with serving(words(built), tmp_path) as server:
        queries = _query_processes(server)
        serves = int(_stat(int(_stat(queries[0])[1]))[1])
        time.sleep(0.2)
        os.kill(serves, signal.SIGKILL)
        assert gone([serves, *queries], 10) == []
        for _ in range(400):
            try:
                assert point(server) == 200
                break
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
        else:
            raise AssertionError("nothing serves again")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_is_no_process_left_when_the_server_ends(
    built: Built, tmp_path: Path, number: signal.Signals
) -> None:
    """Only the first process is told, or killed: most of those below are stopped, in turn."""
    with serving(words(built, 20), tmp_path) as server, eight(server, RUN_ON) as sent:
        time.sleep(1.5)
        pids = server.children()
        server.process.send_signal(number)
        for each in sent:
            assert isinstance(each.exception(), OSError | http.client.HTTPException)
        assert gone(pids, 10) == []


# The log


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_is_no_answer_lost_when_the_disk_of_the_log_is_full(built: Built, tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full, serving(words(built), tmp_path, full) as server:
        assert [point(server) for _ in range(50)] == [200] * 50


def test_is_no_answer_lost_when_the_log_may_grow_no_more(built: Built, tmp_path: Path) -> None:
    """A limit on the size of files: the log stops at it, and who writes on gets a signal to ignore."""
    limited = ("prlimit", f"--fsize={64 << 10}", "--")
    with (tmp_path / "long.log").open("wb") as log:
        log.write(b"x" * ((64 << 10) - 500))
        log.flush()
        with serving(words(built), tmp_path, log, limited) as server:
            assert [point(server) for _ in range(50)] == [200] * 50
    assert (tmp_path / "long.log").stat().st_size <= 64 << 10


def test_is_no_answer_lost_when_nobody_reads_the_log(built: Built, tmp_path: Path) -> None:
    """A pipe that is full stops who writes to it; one without a reader is an error."""
    reads, writes = os.pipe()
    with serving(words(built), tmp_path, writes) as server:
        os.set_blocking(writes, False)
        with suppress(BlockingIOError):
            while True:
                os.write(writes, b"x")
        os.set_blocking(writes, True)
        assert [point(server) for _ in range(20)] == [200] * 20
        os.close(reads)
        os.close(writes)
        assert [point(server) for _ in range(20)] == [200] * 20


def test_is_no_answer_lost_when_the_streams_are_closed(built: Built, tmp_path: Path) -> None:
    closed = ("sh", "-c", 'exec "$0" "$@" <&- >&- 2>&-')
    with serving(words(built), tmp_path, subprocess.DEVNULL, closed) as server:
        assert [point(server) for _ in range(20)] == [200] * 20
