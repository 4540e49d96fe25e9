"""The section of docs/benchmarks.md that tells of Justice Estate beside other servers."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from typing import Any

from tests.bench.load import LIMIT, Load
from tests.bench.mix import SEED
from tests.bench.page import keep, measured, put
from tests.bench.peer_engines import OurServer
from tests.bench.peers import CALLERS

TITLE = "Beside other servers"


def lines(found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The section, from what was measured at each size."""
    told = [
        measured("python -m tests.bench peers"),
        "",
        "Load and servers share the machine. A cell has the answers a second, and in brackets the "
        "milliseconds within which "
        "half, 95 and 99 in a hundred came. *Cold* was never asked before, *warm* is the same again; "
        "the number is that of "
        "connections. Things, days and words are drawn from the data "
        f"(seed {SEED}). For a day Justice Estate is asked its graph, the others the hand-written query "
        "over lifespans that "
        "gives the same rows (tests/bench/mix.py). The mix of competency questions has those that every "
        "engine answers "
        "rightly (docs/engines.md). Quick requests are sent by wrk, those of more than a third of a "
        "second by threads that "
        f"wait for what they asked; a query may take {LIMIT} s at a server that has such a limit. "
        "*Refused* with 400 or 414 is a question whose address is longer than the server takes.",
        "",
    ]
    first = next(iter(found.values()))
    told += [f"- {name}: {each['settings']}." for name, each in first.items() if each.get("settings")]
    for size, engines in found.items():
        begun = [each["when"] for each in engines.values() if "when" in each]
        told += ["", f"### {size}", ""]
        told += [f"Begun on {min(begun)} UTC.", ""] if begun else []
        told += [*_figures(engines), "", *_loads(engines), *_ratios(engines)]
        told += _runaways(engines)
    return told


def _figures(engines: Mapping[str, Mapping[str, Any]]) -> list[str]:
    kinds = list(dict.fromkeys(kind for each in engines.values() for kind in each["figures"]))
    rows = [f"| | {' | '.join(engines)} |", f"| --- |{' ---: |' * len(engines)}"]
    for kind in kinds:
        cells = [
            f"{each['figures'][kind]:,.1f}" if kind in each["figures"] else "" for each in engines.values()
        ]
        rows.append(f"| {kind} | {' | '.join(cells)} |")
    same = [each["why"] if "why" in each else "no" if each["differs"] else "yes" for each in engines.values()]
    return [*rows, f"| the same rows | {' | '.join(same)} |"]


def _loads(engines: Mapping[str, Mapping[str, Any]]) -> list[str]:
    works = list(dict.fromkeys(work for each in engines.values() for work in each["loads"]))
    rows = [f"| | {' | '.join(engines)} |", f"| --- |{' --- |' * len(engines)}"]
    for work in works:
        cells = [Load(**e["loads"][work]).told if work in e["loads"] else "" for e in engines.values()]
        rows.append(f"| {work} | {' | '.join(cells)} |")
    return rows


def ratios(engines: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """How many times as many answers a second Justice Estate gives, by work and engine."""
    if OurServer.name not in engines:
        return {}
    ours = engines[OurServer.name]["loads"]
    found: dict[str, dict[str, float]] = {}
    for name, each in engines.items():
        for work, done in each["loads"].items():
            if name != OurServer.name and done["rate"] and ours.get(work, {}).get("rate"):
                found.setdefault(work, {})[name] = ours[work]["rate"] / done["rate"]
    return found


def _ratios(engines: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The mean ratio for each kind of work, and the works in which we are behind."""
    every = ratios(engines)
    if not every:
        return []
    others = [name for name in engines if name != OurServer.name]
    told = [
        "",
        "Justice Estate answers so many times as many requests a second (geometric mean over the rows "
        "above):",
        "",
    ]
    told += [f"| | {' | '.join(others)} |", f"| --- |{' ---: |' * len(others)}"]
    for how in ("cold", "warm"):
        cells = []
        for name in others:
            some = [each[name] for work, each in every.items() if f", {how}" in work and name in each]
            cells.append(f"{statistics.geometric_mean(some):.2f}" if some else "")
        told.append(f"| {how} | {' | '.join(cells)} |")
    behind = [
        f"{work} than {name} ({ratio:.2f})"
        for work, each in every.items()
        for name, ratio in each.items()
        if ratio < 1
    ]
    return [*told, "", f"Fewer in: {'; '.join(behind)}." if behind else "It answers more in every row."]


def _runaways(engines: Mapping[str, Mapping[str, Any]]) -> list[str]:
    rows = {name: each["runaways"] for name, each in engines.items() if "runaways" in each}
    if not rows:
        return []
    return [
        "",
        f"A quiet caller's lookups, one after another, alone and beside {CALLERS} callers who send "
        "cross products:",
        "",
        "| | p50 alone, ms | p99 alone | p50 beside | p99 beside | answers beside |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {name} | {r['alone p50']:.1f} | {r['alone p99']:.1f} | "
            + (f"{r['beside p50']:.1f} | {r['beside p99']:.1f}" if r["answers"] else "none | answered")
            + f" | {r['answers']:.0f} |"
            for name, r in rows.items()
        ),
    ]


def write(found: Mapping[str, Mapping[str, Any]]) -> None:
    """Keep what was measured, and put it on the page."""
    keep("peers", found)
    put(TITLE, lines(found))
