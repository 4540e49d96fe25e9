"""Commands from a shell: whole processes on one estate and on several."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from pathlib import Path

from graph.namespaces import Names
from tests.bench.machine import ESTATE, run
from tests.bench.page import keep, measured, put, say

TITLE = "Commands from a shell (budget for ask: 0.6 s)"
RUNS = 2
AREA = "cps-area/1999/leicestershire-and-rutland"
DAY = "2008-12-31"
COMMANDS = {
    "estate ask CQ-01": ["ask", "CQ-01", "--area", AREA],
    "estate ask CQ-18": ["ask", "CQ-18"],
    "estate ask CQ-20": ["ask", "CQ-20", "--body", "magistrates-court/oakham"],
    "estate ask CQ-07": ["ask", "CQ-07", "--force", "police-force/metropolitan"],
    "estate ask CQ-13, all": ["ask", "CQ-13"],
    "estate ask CQ-17": ["ask", "CQ-17"],
    "estate ask CQ-22": ["ask", "CQ-22"],
    "estate ask CQ-23": ["ask", "CQ-23"],
    f"estate ask CQ-01 --at {DAY}": ["ask", "CQ-01", "--area", AREA, "--at", DAY],
    f"estate ask CQ-09 --at {DAY}": ["ask", "CQ-09", "--place", "magistrates-court/hinckley", "--at", DAY],
    "estate show Oakham": ["show", "magistrates-court/oakham"],
    f"estate show Oakham --at {DAY}": ["show", "magistrates-court/oakham", "--at", DAY],
    "estate changes, 2011": ["changes", "--from", "2011-01-01", "--to", "2011-12-31", "--json"],
    "estate diff 2010-12-31 2011-12-31": ["diff", "2010-12-31", "2011-12-31", "--format", "json"],
    "estate path Oakham HMCPSI": ["path", "magistrates-court/oakham", "inspectorate/hmcpsi"],
    "estate trace B33PL00": ["trace", "B33PL00"],
    "estate conflicts, all": ["conflicts", "--json"],
    "estate verify": ["verify"],
}
TWO_DAYS = "estate query, two dates"

Found = dict[str, dict[str, list[float]]]


def measure(made: Mapping[int, Path], scratch: Path) -> Found:
    """Least, median and largest seconds of each command for each release, after a run not counted."""
    commands = {**COMMANDS, TWO_DAYS: ["query", str(_two_days(scratch))]}
    found: Found = {}
    for name, words in commands.items():
        for copies, folder in made.items():
            where = [str(folder)] if words == ["verify"] else ["--release", str(folder)]
            run([*ESTATE, *words, *where])
            walls = [run([*ESTATE, *words, *where]).wall for _ in range(RUNS)]
            told = [min(walls), statistics.median(walls), max(walls)]
            found.setdefault(name, {})[str(copies)] = told
        say(f"{name}: {found[name]}")
    return found


def lines(found: Found) -> list[str]:
    """The section."""
    sizes = list(next(iter(found.values())))
    told = [
        measured("python -m tests.bench shell"),
        "",
        f"Median of {RUNS} runs (least to largest), after one that is not counted.",
        "",
        f"| command | {' | '.join(f'{size} ×' for size in sizes)} |",
        f"| --- |{' ---: |' * len(sizes)}",
    ]
    for name, by_size in found.items():
        cells = [f"{middle:.2f} s ({least:.2f} to {most:.2f})" for least, middle, most in by_size.values()]
        told.append(f"| `{name}` | {' | '.join(cells)} |")
    return told


def write(found: Found) -> None:
    """Keep what was measured, and put it on the page."""
    keep("shell", found)
    put(TITLE, lines(found))


def _two_days(scratch: Path) -> Path:
    """The courts of Leicestershire that stood in 2008 and not in 2012, as a file."""
    path, at = scratch / "two-dates.rq", Names().graph("at/")
    path.write_text(
        f"PREFIX at: <{at}> SELECT ?court FROM NAMED at:{DAY} FROM NAMED at:2012-01-01 WHERE {{ "
        f"GRAPH at:{DAY} {{ ?court a cje:MagistratesCourt ; cje:withinJusticeArea ?area . "
        "?area cje:cjsCode '33' } "
        "FILTER NOT EXISTS { GRAPH at:2012-01-01 { ?court a cje:MagistratesCourt } } }"
    )
    return path
