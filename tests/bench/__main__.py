"""Measure what DESIGN 10 budgets and write docs/benchmarks.md: `python -m tests.bench`."""

from __future__ import annotations

import gc
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import ParamSpec, TypeVar

from graph.asof import AsOf, Dataset, Dates, Moment, Timeline
from graph.build import know
from graph.checking import check_release
from graph.difference import Difference
from graph.namespaces import Names
from graph.nquads import Terms
from graph.release import Release
from graph.store import Store
from graph.timeline import holding, write_timeline
from tests.bench.generated import SEED, generate

ESTATE = [sys.executable, "-m", "graph.cli"]
COPIES = (1, 2)
RUNS = 3
NEAREST = ["ask", "CQ-09", "--place", "magistrates-court/hinckley"]
DAY_COPIES = (1, 10)
DAYS = tuple(date(year, 6, 15) for year in range(2004, 2025, 4))
P = ParamSpec("P")
T = TypeVar("T")
PAGE = Path("docs/benchmarks.md")
ENGINES = ("pyoxigraph", "shacl", "pyshacl", "rdflib")


@dataclass(frozen=True, slots=True)
class Run:
    """One whole process: seconds on the wall and in the processor, and its largest memory."""

    wall: float
    processor: float
    peak_megabytes: float


def run(command: Sequence[str]) -> Run:
    """Run a command to its end; CalledProcessError if it fails."""
    started = time.perf_counter()
    # Python's compiled files are kept, as on a user's machine; some environments switch that off.
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=usual)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if status:
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), command)
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(command: Sequence[str], runs: int = RUNS) -> tuple[float, float, float]:
    """Least, median and largest wall time of a command after one run that is not counted."""
    run(command)
    walls = [run(command).wall for _ in range(runs)]
    return min(walls), statistics.median(walls), max(walls)


def main() -> None:
    """Measure everything and write the page."""
    with tempfile.TemporaryDirectory(prefix="estate-bench-") as scratch:
        place = Path(scratch)
        lines = [
            *_heading(),
            *_builds(place),
            *_engines(place),
            *_questions(place),
            *_days(place),
            *_suite(sys.argv[1:]),
        ]
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))  # noqa: T201


def _pace() -> float:
    """Seconds for ten million additions in Python: how fast the machine is just now."""
    started = time.perf_counter()
    total = 0
    for number in range(10_000_000):
        total += number
    return time.perf_counter() - started


def _heading() -> list[str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in ENGINES)
    return [
        "# Benchmarks",
        "",
        "Written by `make bench`. The data are the real estate, and so many copies of it under new keys and "
        f"places (tests/bench/generated.py, seed {SEED}). Times are of whole processes; read the ratios "
        "before the seconds.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"Python {platform.python_version()}, {versions}.",
        "",
        f"Ten million additions in Python took {_pace():.2f} s just before the run. Shared machines drift "
        "by a third within an hour: hold two pages against each other by that figure first.",
        "",
    ]


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(": ")[2]
    return platform.processor() or platform.machine()


def _builds(scratch: Path) -> list[str]:
    lines = [
        "## Build of the estate with the fast check (budget: 15 s, 600 MB)",
        "",
        "| estates | claims | quads | wall s | processor s | peak MB | µs a claim |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    points = []
    for copies in COPIES:
        tables, out = scratch / f"tables-{copies}", scratch / f"release-{copies}"
        claims = generate(tables, copies)
        done = run([*ESTATE, "build", "--data", str(tables), "--out", str(out)])
        quads = Release.open(out).metadata.quads
        points.append((claims, done))
        lines.append(
            f"| {copies} | {claims:,} | {quads:,} | {done.wall:.1f} | {done.processor:.1f} "
            f"| {done.peak_megabytes:.0f} | {done.wall / claims * 1e6:.0f} |"
        )
    (small, first), (large, last) = points[0], points[-1]
    times = math.log(last.wall / first.wall) / math.log(large / small)
    memory = math.log(last.peak_megabytes / first.peak_megabytes) / math.log(large / small)
    lines += ["", f"Growth from the least to the largest: time n^{times:.2f}, memory n^{memory:.2f}.", ""]
    return lines


def _engines(scratch: Path) -> list[str]:
    lines = [
        "## SHACL: the fast engine against pySHACL (budget: 25 times as fast)",
        "",
        "Same shapes, same data, loading included; `agree` says that focus nodes, paths and components "
        "are the same.",
        "",
        "| data | quads | fast s | pySHACL s | ratio | agree |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    folder = scratch / "release-1"
    outcome = check_release(folder, "pyshacl")
    fast = outcome.compared
    if fast is None:
        raise RuntimeError("the reference engine was not compared")
    lines.append(
        f"| the estate | {Release.open(folder).metadata.quads:,} | {fast.seconds:.2f} "
        f"| {outcome.report.seconds:.2f} | {outcome.report.seconds / fast.seconds:.1f} "
        f"| {'no' if outcome.differences else 'yes'} |"
    )
    return [*lines, ""]


def _questions(scratch: Path) -> list[str]:
    area = "cps-area/1999/leicestershire-and-rutland"
    commands = {
        "estate ask CQ-01": ["ask", "CQ-01", "--area", area],
        "estate ask CQ-18": ["ask", "CQ-18"],
        "estate ask CQ-20": ["ask", "CQ-20", "--body", "magistrates-court/oakham"],
        "estate ask CQ-07": ["ask", "CQ-07", "--force", "police-force/metropolitan"],
        "estate ask CQ-13, all": ["ask", "CQ-13"],
        "estate ask CQ-17": ["ask", "CQ-17"],
        "estate ask CQ-22": ["ask", "CQ-22"],
        "estate ask CQ-23": ["ask", "CQ-23"],
        "estate ask CQ-01 --at 2008-12-31": ["ask", "CQ-01", "--area", area, "--at", "2008-12-31"],
        "estate ask CQ-09 --at 2008-12-31": [*NEAREST, "--at", "2008-12-31"],
        "estate query, two dates": ["query", str(_two_dates(scratch))],
        "estate show Oakham": ["show", "magistrates-court/oakham"],
        "estate show Oakham --at 2008-12-31": ["show", "magistrates-court/oakham", "--at", "2008-12-31"],
        "estate changes, 2011": ["changes", "--from", "2011-01-01", "--to", "2011-12-31", "--json"],
        "estate diff 2010-12-31 2011-12-31": ["diff", "2010-12-31", "2011-12-31", "--format", "json"],
        "estate path Oakham HMCPSI": ["path", "magistrates-court/oakham", "inspectorate/hmcpsi"],
        "estate export nt --at 2008-12-31": ["export", "nt", "--at", "2008-12-31"],
        "estate trace B33PL00": ["trace", "B33PL00"],
        "estate conflicts, all": ["conflicts", "--json"],
        "estate check (fast)": ["check", "--json"],
        "estate verify": ["verify"],
    }
    lines = [
        f"## Commands from a shell (budget for ask: 0.6 s), median of {RUNS} (least to largest)",
        "",
        f"| command | the estate | {COPIES[1]} estates |",
        "| --- | ---: | ---: |",
    ]
    for name, words in commands.items():
        cells = []
        for folder in (scratch / f"release-{copies}" for copies in COPIES[:2]):
            where = [str(folder)] if words == ["verify"] else ["--release", str(folder)]
            least, middle, largest = median([*ESTATE, *words, *where])
            cells.append(f"{middle:.2f} s ({least:.2f} to {largest:.2f})")
        lines.append(f"| `{name}` | {' | '.join(cells)} |")
    return [*lines, ""]


def _two_dates(scratch: Path) -> Path:
    """The courts of Leicestershire that stood in 2008 and not in 2012, as a file."""
    path, at = scratch / "two-dates.rq", Names().graph("at/")
    path.write_text(
        f"PREFIX at: <{at}> SELECT ?court FROM NAMED at:2008-12-31 FROM NAMED at:2012-01-01 WHERE {{ "
        "GRAPH at:2008-12-31 { ?court a cje:MagistratesCourt ; cje:withinJusticeArea ?area . "
        "?area cje:cjsCode '33' } "
        "FILTER NOT EXISTS { GRAPH at:2012-01-01 { ?court a cje:MagistratesCourt } } }"
    )
    return path


def _days(scratch: Path) -> list[str]:
    """The graph of a day made, asked for again, and compared with another, on the estate and on ten."""
    lines = [
        "## The estate on a day, in memory (budget: 200 ms cold, 1 ms warm)",
        "",
        f"The timeline is read once. Medians of {len(DAYS)} days from 2004 to 2025; cold is a graph that was "
        "not there, warm one that is; a difference is what two days a year apart do not share.",
        "",
        "| estates | statements | on a day | read s | cold ms | µs a statement | warm ms | difference ms |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    held, read = {}, {}
    for copies in DAY_COPIES:
        tables, file = scratch / f"tables-days-{copies}", scratch / f"timeline-{copies}.nt"
        generate(tables, copies)
        known = know(tables)
        statements = holding(known, Terms(Names(), known.tables.schema))
        write_timeline(file, statements)
        held[copies] = len(statements)
        del known, statements
        gc.collect()
    timelines = {}
    for copies in DAY_COPIES:
        timelines[copies], read[copies] = _timed(Timeline.open, scratch / f"timeline-{copies}.nt")
    taken: dict[int, list[tuple[float, ...]]] = {copies: [] for copies in DAY_COPIES}
    # In turns, so that a slow stretch of the machine meets the small and the large alike.
    for day in DAYS * RUNS:
        for copies, timeline in timelines.items():
            dates = Dates(Names(), timeline, date(2026, 11, 26))
            asof = AsOf(Store.in_memory(), dates, limit=2**32)
            graphs = Dataset((dates.graph(Moment(day)),), ())
            cold, warm = (_timed(asof.ready, graphs)[1] for _ in range(2))
            later = Moment(day.replace(year=day.year + 1))
            differing = _timed(Difference, dates, Moment(day), later)[1]
            taken[copies].append((len(asof.store), cold, warm, differing))
    for copies, rows in taken.items():
        size, cold, warm, differing = (statistics.median(column) for column in zip(*rows, strict=True))
        lines.append(
            f"| {copies} | {held[copies]:,} | {size:,.0f} | {read[copies]:.2f} | {cold * 1e3:.0f} "
            f"| {cold / size * 1e6:.1f} | {warm * 1e3:.2f} | {differing * 1e3:.0f} |"
        )
    return [*lines, ""]


def _timed(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[T, float]:
    started = time.perf_counter()
    result = work(*args, **kwargs)
    return result, time.perf_counter() - started


def _suite(words: Sequence[str]) -> list[str]:
    """How long the tests took, if that is told: `--suite-took` and the seconds of pytest's closing line."""
    if words[:1] != ["--suite-took"]:
        return []
    return [
        "## The suite of tests",
        "",
        f"{float(words[1]):.0f} s in one process, by pytest's closing line; the reference engine's check of "
        "the whole estate is a good third of it.",
        "",
    ]


if __name__ == "__main__":
    main()
