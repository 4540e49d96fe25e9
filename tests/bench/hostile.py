"""20,000 hostile requests to one server, and what it held meanwhile: `python -m tests.bench.hostile`.

Writes docs/reliability.md. What was answered wrongly is printed, and then the page is not written.
"""

from __future__ import annotations

import argparse
import itertools
import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from graph.queries import catalogue
from tests.fuzzing import Fuzzer
from tests.hostility import State, Tally, send, send_by_schema, state
from tests.runaways import running
from tests.serving import serving, settle

SEED = 20261126
PART = 2_000
"""After how many requests the server is looked at."""
BY_SCHEMA = 5
"""Of so many requests one is of schemathesis's making: of each operation as many good as bad."""
PAGE = Path("docs/reliability.md")
MARK = "<!-- written by tests.bench.hostile -->"


def main() -> None:
    """Send, judge, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", type=Path, default=Path("build/release"))
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=SEED)
    told = parser.parse_args()
    fuzzer = Fuzzer(told.seed, [query.text for query in catalogue().values()])
    tally, began = Tally(), time.monotonic()
    points: list[tuple[int, State]] = []
    with tempfile.TemporaryDirectory() as scratch:
        words = ("--release", str(told.release), "--deadline", "1")
        with serving(words, Path(scratch)) as served:
            points.append((0, state(settle(served))))
            send_by_schema(served, told.requests // BY_SCHEMA, told.seed, tally)
            points.append((tally.requests, state(served)))
            while (left := told.requests - tally.requests) > 0:
                send(served, (fuzzer.request() for _ in itertools.repeat(None, min(PART, left))), tally)
                points.append((tally.requests, state(served)))
                print(tally.requests, points[-1][1], len(tally.wrong), flush=True)  # noqa: T201
            time.sleep(3)
            points.append((tally.requests, state(served)))
            pids = [served.process.pid, *served.children()]
        left_behind = sum(map(running, pids))
        left_on_disk = len(list(told.release.resolve().parent.glob(".scratch-*")))
    took = time.monotonic() - began
    lines = _page(tally, points, took, told.seed, left_behind, left_on_disk)
    print("\n".join(lines))  # noqa: T201
    if tally.wrong:
        print(f"\n{len(tally.wrong)} were answered wrongly:", *tally.wrong[:40], sep="\n\n")  # noqa: T201
        sys.exit(1)
    if told.requests >= 10 * PART:
        before = PAGE.read_text(encoding="utf-8").partition(MARK)[0] if PAGE.exists() else "# Reliability\n\n"
        PAGE.write_text(before + MARK + "\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


def _page(
    tally: Tally, points: list[tuple[int, State]], took: float, seed: int, behind: int, on_disk: int
) -> list[str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    kinds = sorted({kind for kind, _ in tally.answers})
    statuses = sorted({status for _, status in tally.answers})
    return [
        "## Hostile requests",
        "",
        f"`python -m tests.bench.hostile`, seed {seed}, {datetime.now(UTC):%Y-%m-%d}, "
        f"{os.cpu_count()} cores, {memory} GiB, Python {platform.python_version()}, "
        f"pyoxigraph {version('pyoxigraph')}, "
        f"schemathesis {version('schemathesis')}; one server, twelve callers, deadline 1 s.",
        "",
        f"{tally.requests:,} requests in {took:.0f} s: {len(tally.wrong)} answered wrongly (a 500, no "
        "answer within 20 s, a stack trace, an error that is no problem+json). "
        f"After the end {behind} processes and "
        f"{on_disk} copies of the store were left.",
        "",
        "| kind | " + " | ".join(map(str, statuses)) + " |",
        "| --- |" + " ---: |" * len(statuses),
        *(
            f"| {kind} | " + " | ".join(f"{tally.answers[kind, status]:,}" for status in statuses) + " |"
            for kind in kinds
        ),
        "",
        "What the process that serves held, and how many processes there were (the last line: 3 s later):",
        "",
        "| requests | MiB | open files | processes |",
        "| ---: | ---: | ---: | ---: |",
        *(
            f"| {count:,} | {held.megabytes:.0f} | {held.files} | {held.processes} |"
            for count, held in points
        ),
    ]


if __name__ == "__main__":
    main()
