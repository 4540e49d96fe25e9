"""The budgets (DESIGN 10) beside what was measured: met, or missed by how much and why."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.bench.growth import exponents
from tests.bench.page import kept, put, read

TITLE = "Budgets"
OURS = "Justice Estate"
POINT = "lookup of a thing"
Kept = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Budget:
    """What is asked for: a number that was measured, and the most or the least that it may be."""

    what: str
    limit: float
    unit: str
    section: str
    read: Callable[[Kept], float | None]
    least: bool = False
    why: str = ""
    """What is known of the reason if it is missed."""

    def row(self, found: Kept, before: str = "") -> str:
        """A line of the table; what was not measured keeps its line of before."""
        try:
            value = self.read(found)
        except (KeyError, ValueError, ZeroDivisionError):
            value = None
        told = f"{'≥' if self.least else '≤'} {self.limit:g} {self.unit}".strip()
        if value is None:
            return before or f"| {self.what} | {told} | not measured | |"
        met = value >= self.limit if self.least else value <= self.limit
        share = abs(value / self.limit - 1) * 100
        verdict = "met" if met else f"missed by {share:.0f} %"
        if not met and self.why:
            verdict += f": {self.why}"
        when = found.get(f"{self.section} measured", "")
        number = f"{value:,.2f} {self.unit}".strip()
        return f"| {self.what} | {told} | {number}, {when} | {verdict} |"


def _growth(kind: str, size: str = "1") -> Callable[[Kept], float]:
    return lambda found: float(found["growth"][size][kind])


def _rate(found: Kept, engine: str, work: str) -> float:
    return float(next(iter(found["peers"].values()))[engine]["loads"][work]["rate"])


def _times(work: str, engine: str) -> Callable[[Kept], float]:
    return lambda found: _rate(found, OURS, work) / _rate(found, engine, work)


def _ask(found: Kept) -> float:
    return float(max(by_size["1"][1] for name, by_size in found["shell"].items() if "ask CQ" in name))


def _questions(how: str, share: str) -> Callable[[Kept], float]:
    """The slowest of the questions."""

    def read(found: Kept) -> float:
        loads = next(iter(found["peers"].values()))[OURS]["loads"]
        asked = {work: each for work, each in loads.items() if work.startswith("CQ-")}
        return float(
            max(each[share] for work, each in asked.items() if f", {how}, 16" in work and "API" not in work)
        )

    return read


def _beside(found: Kept) -> float:
    told = next(iter(found["peers"].values()))[OURS]["runaways"]
    return float(told["beside p50"] / told["alone p50"])


def _worst(found: Kept) -> float:
    return max(exponents(found["growth"]).values())


def _largest(found: Kept) -> float:
    return float(max(row["largest"] for row in found["pages"]["things"].values())) / 1000


def _paint(found: Kept) -> float:
    return float(max(statistics.median(paints) for _, *paints in found["pages"]["pages"].values()))


BUDGETS = (
    Budget(
        "build with the fast check",
        15,
        "s",
        "growth",
        _growth("build s"),
        why="what Python reads, resolves and writes takes one core most of that time; loading, rules, shapes "
        "and the answers made ready fill the other",
    ),
    Budget("its memory", 600, "MB", "growth", _growth("build peak MB")),
    Budget(
        "growth of anything that is measured, exponent",
        1.05,
        "",
        "growth",
        _worst,
        why="which it is stands under Growth; checks join all claims, and ten estates of them fit no cache",
    ),
    Budget(
        "fast SHACL, times pySHACL",
        25,
        "×",
        "shacl",
        lambda f: f["shacl"]["pySHACL s"] / f["shacl"]["fast s"],
        least=True,
    ),
    Budget(
        "`estate ask`, the slowest that was measured",
        0.6,
        "s",
        "shell",
        _ask,
        why="on a day, a graph of that day is first made and loaded into a copy of the store; of all courts "
        "and years, hundreds of rows are laid out",
    ),
    Budget(
        "server ready after start",
        1.5,
        "s",
        "growth",
        _growth("start s"),
        why="three processes import what they need one after another",
    ),
    Budget("graph of a day, cold", 200, "ms", "growth", _growth("day ms")),
    Budget("graph of a day, warm", 1, "ms", "growth", _growth("day warm ms")),
    Budget(
        "the same at 10 ×, times the cold cost",
        10,
        "×",
        "growth",
        lambda f: f["growth"]["10"]["day ms"] / f["growth"]["1"]["day ms"],
    ),
    Budget(
        "warm SPARQL, times Oxigraph's server",
        1.5,
        "×",
        "peers",
        _times(f"{POINT}, warm, 16", "Oxigraph"),
        least=True,
    ),
    Budget(
        "warm page, times Oxigraph's server's lookup",
        1.5,
        "×",
        "peers",
        lambda f: _rate(f, OURS, "page of a court, warm, 16") / _rate(f, "Oxigraph", f"{POINT}, warm, 16"),
        least=True,
        why="a page has twenty times the bytes of a lookup",
    ),
    Budget(
        "cold lookup, times Virtuoso", 2, "×", "peers", _times(f"{POINT}, cold, 16", "Virtuoso"), least=True
    ),
    Budget("cold lookup, times Fuseki", 5, "×", "peers", _times(f"{POINT}, cold, 16", "Fuseki"), least=True),
    Budget(
        "cold lookup, times rdflib-endpoint",
        20,
        "×",
        "peers",
        _times(f"{POINT}, cold, 16", "rdflib-endpoint"),
        least=True,
        why="the server's own process reads each request, looks up and writes in Python, on one core",
    ),
    Budget(
        "slowest question over HTTP, cold p95",
        100,
        "ms",
        "peers",
        _questions("cold", "p95"),
        why="as plain SPARQL it takes a quarter of a second of a core, and sixteen are asked at once on two; "
        "asked by its name, the answer of most is kept ready",
    ),
    Budget(
        "slowest question over HTTP, warm p99",
        5,
        "ms",
        "peers",
        _questions("warm", "p99"),
        why="the longest answers have hundreds of kilobytes, and sending them is all that is left to do",
    ),
    Budget("quiet caller beside runaways, p50, times alone", 2, "×", "peers", _beside),
    Budget(
        "the same, p99",
        20,
        "ms",
        "peers",
        lambda f: next(iter(f["peers"].values()))[OURS]["runaways"]["beside p99"],
        why="both cores are taken for half a second by queries that nobody knows yet to be long",
    ),
    Budget("largest page of a thing", 60, "KB", "pages", _largest),
    Budget("slowest kind of page, median of its largest contentful paint", 1000, "ms", "pages", _paint),
)


def lines(found: Kept, before: str = "") -> Iterator[str]:
    """The section, with that of before for what was not measured on this machine."""
    old = {line.split(" | ")[0]: line for line in before.splitlines() if line.startswith("| ")}
    yield (
        "From the sections below, with the day of each measurement. When a runaway gets its 504 is in "
        "[reliability.md](reliability.md)."
    )
    yield ""
    yield "| what | budget | measured | |"
    yield "| --- | ---: | ---: | --- |"
    for budget in BUDGETS:
        yield budget.row(found, old.get(f"| {budget.what}", ""))


def write() -> None:
    """Put the table on the page, from all that was measured."""
    put(TITLE, list(lines(kept(), read().get(TITLE, ""))))
