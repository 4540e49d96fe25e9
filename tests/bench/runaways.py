"""A quiet caller beside runaway queries, against the budgets of DESIGN 10: `python -m tests.bench.runaways`.

Eight callers send queries that never end or eat all memory, one after another; a ninth sends point queries,
each of them new, so that none comes from the cache. It is measured alone and beside them in turns, so that a
slow stretch of the machine meets both alike. Then the server is ended twice while eight runaways run.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import signal
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from tests.runaways import EAT, RUN_ON, memory, running
from tests.serving import Served, serving, settle

CALLERS = 8
DEADLINE = 4.0
POINT = """SELECT ?p ?label {{
  <https://w3id.org/justice-estate/id/magistrates-court/oakham> ?p ?o .
  ?o <http://www.w3.org/2000/01/rdf-schema#label> ?label
}} LIMIT {}"""
"""It takes a process: one about a single thing would be answered without."""
PAUSE = 0.005
"""Seconds between an answer and the quiet caller's next question."""


@dataclass(slots=True)
class Ended:
    """How runaways ended: status by status, and the most seconds beyond the deadline."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    latest: float = 0.0


@dataclass(slots=True)
class Peak:
    """The most that the processes of a server took at one time."""

    whole: int = 0
    one: int = 0
    processes: int = 0


def caller(served: Served, number: int) -> http.client.HTTPConnection:
    """A connection of one caller, kept open; each comes from an address of its own."""
    address = urlsplit(served.url)
    source = (f"127.0.0.{number + 2}", 0)
    return http.client.HTTPConnection(address.hostname or "", address.port, 60, source_address=source)


def asked(connection: http.client.HTTPConnection, query: str) -> tuple[int, float]:
    """The status of an answer and the seconds it took."""
    began = time.perf_counter()
    connection.request("GET", f"/sparql?query={quote(query)}")
    response = connection.getresponse()
    response.read()
    return response.status, time.perf_counter() - began


def quiet(served: Served, seconds: float, numbers: Iterator[int]) -> list[float]:
    """The seconds that each point query took; RuntimeError for one that was not answered."""
    connection, taken = caller(served, CALLERS), []
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        status, took = asked(connection, POINT.format(next(numbers)))
        if status != 200:
            raise RuntimeError(f"a point query was answered with {status}")
        taken.append(took)
        time.sleep(PAUSE)
    return taken


def run_away(
    served: Served, first: int, queries: Mapping[str, str], stop: threading.Event, ended: Ended
) -> None:
    """Send one runaway after another, each as soon as the last has ended."""
    names = itertools.islice(itertools.cycle(queries), first, None)
    connection = caller(served, first)
    while not stop.is_set():
        name = next(names)
        status, took = asked(connection, queries[name])
        ended.statuses[status] += 1
        if status != (504 if name in RUN_ON else 422) and not (name in EAT and status == 504):
            ended.wrong[f"{name}: {status}"] += 1
        if status == 504:
            ended.latest = max(ended.latest, took - DEADLINE)


@contextmanager
def runaways(served: Served, queries: Mapping[str, str]) -> Iterator[Ended]:
    """Eight callers who send runaways until the end of the block."""
    stop, ended = threading.Event(), Ended()
    with ThreadPoolExecutor(CALLERS) as pool:
        sent = [pool.submit(run_away, served, first, queries, stop, ended) for first in range(CALLERS)]
        try:
            yield ended
        finally:
            stop.set()
        for each in sent:
            each.result()


@contextmanager
def watched(served: Served) -> Iterator[Peak]:
    """Look ten times a second at what the processes of a server take."""
    stop, peak = threading.Event(), Peak()

    def watch() -> None:
        while not stop.wait(0.1):
            taken = [memory(pid) for pid in [served.process.pid, *served.children()]]
            peak.whole = max(peak.whole, sum(taken))
            peak.one = max(peak.one, *taken)
            peak.processes = max(peak.processes, len(taken))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        stop.set()
        watcher.join()


def quantile(taken: list[float], share: float) -> float:
    """A quantile in milliseconds."""
    return sorted(taken)[min(len(taken) - 1, int(share * len(taken)))] * 1e3


def ended_by(end: Callable[[Served], None], release: Path, folder: Path) -> tuple[float, int]:
    """Seconds until the last process of a server that is ended amid runaways has gone; how many have not."""
    with serving(("--release", str(release), "--deadline", str(DEADLINE)), folder) as served:
        with ThreadPoolExecutor(CALLERS) as pool:
            query = RUN_ON["cross product"]
            sent = [pool.submit(asked, caller(served, n), f"{query} #{n}") for n in range(CALLERS)]
            time.sleep(1.5)
            pids = [served.process.pid, *served.children()]
            began = time.monotonic()
            end(served)
            while time.monotonic() - began < DEADLINE + 6:
                served.process.poll()
                if not any(map(running, pids)):
                    break
                time.sleep(0.02)
            took = time.monotonic() - began
            for each in sent:
                each.exception()
        return took, sum(map(running, pids))


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", type=Path, default=Path("build/release"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=12.0, help="how long each turn of a round is")
    told = parser.parse_args()
    numbers = itertools.count(1)
    lines = [
        "| round | beside | queries | p50 ms | p99 ms | most ms | 504 | 422 | other | latest 504, s late |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: |",
    ]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        words = ("--release", str(told.release), "--deadline", str(DEADLINE))
        ratios, slowest = [], []
        with serving(words, folder) as served, watched(served) as peak:
            quiet(settle(served), 2, numbers)
            for turn in range(1, told.rounds + 1):
                alone = quiet(served, told.seconds, numbers)
                lines.append(_row(turn, "nothing", alone, None))
                for what, queries in (("runaways", RUN_ON), ("runaways and eaters", {**EAT, **RUN_ON})):
                    with runaways(served, queries) as ended:
                        time.sleep(0.5)
                        beside = quiet(served, told.seconds, numbers)
                    lines.append(_row(turn, what, beside, ended))
                    ratios.append(quantile(beside, 0.5) / quantile(alone, 0.5))
                    slowest.append(quantile(beside, 0.99))
        print("\n".join(lines))  # noqa: T201
        print(  # noqa: T201
            f"\np50 beside against alone: median {statistics.median(ratios):.2f}, most {max(ratios):.2f} "
            f"(budget 2); p99 beside: median {statistics.median(slowest):.1f} ms, most {max(slowest):.1f} ms "
            f"(budget 20).\nMemory of all {peak.processes} processes at most {peak.whole >> 20} MiB, "
            f"of one {peak.one >> 20} MiB (limit 1024 a process)."
        )
        ways: dict[str, Callable[[Served], None]] = {
            "SIGTERM": lambda served: served.process.send_signal(signal.SIGTERM),
            "SIGKILL of the server": lambda served: served.process.kill(),
        }
        for name, end in ways.items():
            took, left = ended_by(end, told.release, folder)
            print(f"{name} amid {CALLERS} runaways: {left} processes left, the last gone after {took:.2f} s.")  # noqa: T201


def _row(turn: int, what: str, taken: list[float], ended: Ended | None) -> str:
    figures = (
        f"{len(taken):,} | {quantile(taken, 0.5):.1f} | {quantile(taken, 0.99):.1f} | {max(taken) * 1e3:.1f}"
    )
    if ended is None:
        return f"| {turn} | {what} | {figures} | | | | |"
    other = ", ".join(f"{name} ×{count}" for name, count in sorted(ended.wrong.items())) or "none"
    return (
        f"| {turn} | {what} | {figures} | {ended.statuses[504]} | {ended.statuses[422]} | {other} "
        f"| {ended.latest:.2f} |"
    )


if __name__ == "__main__":
    main()
