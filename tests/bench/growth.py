"""How build, check, days, start, memory and lookups grow with the data, and the exponents."""

from __future__ import annotations

import math
import shutil
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import httpx

from graph.asof import AsOf, Dataset, Dates, Moment, Timeline
from graph.namespaces import Names
from graph.release import TIMELINE, Release
from graph.scale import EMBEDDED
from graph.store import Store
from tests.bench import machine
from tests.bench.charts import chart
from tests.bench.copies import replicate
from tests.bench.generated import generate
from tests.bench.load import load
from tests.bench.machine import ESTATE, run
from tests.bench.mix import Mix
from tests.bench.page import CHARTS, keep, measured, put, say
from tests.serving import serving, settle

TITLE = "Growth"
CHECK = "check s, processor"
DAYS = tuple(date(year, 6, 15) for year in range(2004, 2025, 4))
FITTED = {
    "build s": "build, on the wall",
    "build s, processor": "build, in the processor",
    "build peak MB": "build, memory",
    CHECK: "check, in the processor",
    "day ms": "a day, cold",
    "start s": "start, until it answers",
    "served MB": "memory, served",
    "on disk MB": "store on disk",
    "lookup p50 ms": "lookup of a thing, cold",
}
"""What an exponent is fitted to, and how it is called."""
MADE_FROM_CLAIMS = 10
"""The most copies that are built from claims; more are rewritten from the quads of one estate."""

Found = dict[str, dict[str, float]]


def releases(place: Path, sizes: Sequence[int]) -> tuple[dict[int, Path], Found]:
    """A release of each size below a folder, and what making it took."""
    made: dict[int, Path] = {}
    found: Found = {}
    for copies in sizes:
        tables, out = place / f"tables-{copies}", place / f"release-{copies}"
        row = found.setdefault(str(copies), {})
        if copies <= MADE_FROM_CLAIMS:
            row["claims"] = generate(tables, copies)
            done = run([*ESTATE, "build", "--data", str(tables), "--out", str(out)])
            row |= {
                "build s": done.wall,
                "build s, processor": done.processor,
                "build peak MB": done.peak_megabytes,
            }
            shutil.rmtree(tables)
        else:
            began = time.perf_counter()
            replicate(Release.open(made[min(made)]), out, copies)
            row["rewritten s"] = time.perf_counter() - began
        made[copies] = out
        row["quads"] = Release.open(out).metadata.quads
        say(f"{copies} estates: {row}")
    return made, found


def measure(made: Mapping[int, Path], found: Found) -> Found:
    """What each release takes to be checked, asked and served, beside what is known of it."""
    for copies, folder in made.items():
        row = found[str(copies)]
        if copies <= MADE_FROM_CLAIMS:
            row[CHECK] = run([*ESTATE, "check", "--json", "--release", str(folder)]).processor
        row |= days(folder)
        row |= _served(folder)
        row["on disk MB"] = machine.size(folder.resolve() / "store")
        say(f"{copies} estates: {row}")
    return found


def days(folder: Path, turns: int = 2) -> dict[str, float]:
    """Medians over days: reading the timeline, making the graph of a day, asking for it again, its size."""
    began = time.perf_counter()
    timeline = Timeline.open(folder.resolve() / TIMELINE)
    timeline.prepare()
    read = time.perf_counter() - began
    dates = Dates(Names(), timeline, date(2026, 11, 26))
    rows = []
    for day in DAYS * turns:
        asof = AsOf(Store.in_memory(), dates, limit=2**34)
        graphs = Dataset((dates.graph(Moment(day)),), ())
        taken = []
        for _ in range(2):
            began = time.perf_counter()
            asof.ready(graphs)
            taken.append(time.perf_counter() - began)
        rows.append((len(asof.store), *taken))
    size, cold, warm = (statistics.median(column) for column in zip(*rows, strict=True))
    return {"timeline read s": read, "day statements": size, "day ms": cold * 1e3, "day warm ms": warm * 1e3}


def _served(folder: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as scratch:
        began = time.perf_counter()
        with serving(["--release", str(folder)], Path(scratch)) as served:
            told = {"start s": time.perf_counter() - began}
            settle(served)
            machine.idle(served.process.pid)
            told["settled s"] = time.perf_counter() - began
            told["served MB"] = machine.megabytes(served.process.pid)
            release = Release.open(folder)
            mix = Mix(release.store())
            paths = [asked.path("/sparql", mix.names, ours=True) for asked in mix.lookups().asked]
            cold = load(served.url, paths, 1, 2, cold=True)
            told |= {"lookup p50 ms": cold.p50, "lookups a second": cold.rate}
            told["a day over HTTP"] = _status(served.url, mix)
    return told


def _status(url: str, mix: Mix) -> float:
    """The status with which a question of a day is answered: 200, or what stops it at this size."""
    path = mix.days()[0].asked[0].path("/sparql", mix.names, ours=True)
    return float(httpx.get(url + path, timeout=60).status_code)


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of the line that fits points best on logarithmic axes: 1 is linear growth.

    >>> round(exponent([(1, 3), (10, 30), (100, 300)]), 3)
    1.0
    """
    xs, ys = ([math.log(point[axis]) for point in points] for axis in (0, 1))
    across, up = statistics.fmean(xs), statistics.fmean(ys)
    over = sum((x - across) ** 2 for x in xs)
    return sum((x - across) * (y - up) for x, y in zip(xs, ys, strict=True)) / over


def exponents(found: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """The exponents of what was measured at two sizes or more, by quads."""
    told = {}
    for kind in FITTED:
        points = [(row["quads"], row[kind]) for row in found.values() if row.get(kind)]
        if len(points) > 1:
            told[kind] = exponent(points)
    return told


def lines(found: Mapping[str, Mapping[str, float]]) -> list[str]:
    """The section."""
    kinds = list(dict.fromkeys(kind for row in found.values() for kind in row))
    fitted = exponents(found)
    told = [
        measured("python -m tests.bench growth"),
        "",
        f"So many estates under other keys. Up to {MADE_FROM_CLAIMS} they are built from claims; more "
        "are the quads of one, "
        "rewritten and loaded, and are not built or checked. A day is made from the timeline, medians of "
        f"{len(DAYS)} days; memory is of all processes of the server, a shared page counted once.",
        "",
        f"| | {' | '.join(f'{copies} ×' for copies in found)} | grows as |",
        f"| --- |{' ---: |' * (len(found) + 1)}",
    ]
    for kind in kinds:
        cells = [_number(row[kind]) if kind in row else "" for row in found.values()]
        grows = f"n^{fitted[kind]:.2f}" if kind in fitted else ""
        told.append(f"| {kind} | {' | '.join(cells)} | {grows} |")
    worse = [f"{FITTED[kind]} (n^{power:.2f})" for kind, power in fitted.items() if power > 1.05]
    told += ["", f"Worse than linear: {', '.join(worse)}." if worse else "Nothing grows worse than linearly."]
    told += ["", *_until()]
    for name, title in draw(found).items():
        told += ["", f"![{title}](charts/{name})"]
    return told


def _until() -> list[str]:
    return [
        f"The embedded default is for up to {EMBEDDED:,} quads (graph/scale.py); `estate build` and "
        "`estate serve` say so "
        "beyond that, and [scaling.md](scaling.md) what to do then.",
    ]


def draw(found: Mapping[str, Mapping[str, float]], folder: Path = CHARTS) -> dict[str, str]:
    """Write the charts; the names of their files with their titles."""
    if len(found) < 2:
        return {}
    charts: dict[str, tuple[str, str, dict[str, float]]] = {
        "growth-time.svg": (
            "Time by size",
            "seconds",
            {"build s": 1, CHECK: 1, "start s": 1, "day ms": 1e-3},
        ),
        "growth-memory.svg": (
            "Memory and disk by size",
            "MB",
            {"build peak MB": 1, "served MB": 1, "on disk MB": 1},
        ),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, (title, up, kinds) in charts.items():
        drawn = {
            FITTED[kind].partition(", in ")[0]: [
                (row["quads"], row[kind] * by) for row in found.values() if row.get(kind)
            ]
            for kind, by in kinds.items()
        }
        svg = chart(title, "quads", up, {label: points for label, points in drawn.items() if points})
        (folder / name).write_text(svg, encoding="utf-8")
    return {name: title for name, (title, _, _) in charts.items()}


def write(found: Found) -> None:
    """Keep what was measured, and put it on the page."""
    keep("growth", found)
    put(TITLE, lines(found))


def _number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
