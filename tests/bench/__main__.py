"""Measure what DESIGN 10 budgets and write docs/benchmarks.md: `python -m tests.bench`."""

from __future__ import annotations

import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from graph.checking import check_release
from graph.release import Release
from tests.bench.generated import SEED, generate

ESTATE = [sys.executable, "-m", "graph.cli"]
COPIES = (1, 2)
RUNS = 3
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
        lines = [*_heading(), *_builds(place), *_engines(place), *_questions(place), *_suite(sys.argv[1:])]
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
        "estate show Oakham": ["show", "magistrates-court/oakham"],
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
