"""docs/benchmarks.md: sections, each owned by one module, each with the day on which it was measured.

A section that was not measured in a run keeps its text. What was measured is kept in `build/bench` as it
comes, so that a run which was stopped loses nothing.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.generated import SEED
from tests.bench.machine import gibibytes, processor

PAGE = Path("docs/benchmarks.md")
CHARTS = Path("docs/charts")
KEPT = Path("build/bench/results.json")
ORDER = (
    "Budgets",
    "Beside other servers",
    "Growth",
    "SHACL",
    "Commands from a shell",
    "Exports",
    "Names",
    "Pages",
)
"""The sections in their order, by how their titles begin; others come after them as they stand."""
PACKAGES = ("pyoxigraph", "granian", "shacl", "pyshacl", "rdflib")
HEAD = (
    "# Benchmarks\n\n"
    "`make bench` measures what stands here, with everything on one machine and each comparison in one "
    "run. Every section "
    "says when it was measured; one that a run leaves out keeps its text and its date. Read the ratios "
    "before the seconds: "
    "shared machines drift by a third within an hour. The data are the real estate, and so many copies "
    "of it under "
    f"new keys and places (tests/bench/generated.py, seed {SEED})."
)


def put(title: str, lines: Sequence[str], page: Path = PAGE) -> None:
    """Write a section, in place of the one whose title begins alike up to a bracket or colon."""
    sections = read(page)
    name = _name(title)
    sections = {t: text for t, text in sections.items() if _name(t) != name}
    sections[title] = "\n".join(lines).strip()
    places = {name: place for place, name in enumerate(ORDER)}
    ordered = sorted(sections, key=lambda title: places.get(_name(title), len(places)))
    text = "\n\n".join([HEAD, *(f"## {title}\n\n{sections[title]}" for title in ordered)])
    page.write_text(text + "\n", encoding="utf-8")


def read(page: Path = PAGE) -> dict[str, str]:
    """The sections of the page by their titles, in their order."""
    _, *parts = ("\n" + page.read_text(encoding="utf-8")).split("\n## ") if page.exists() else [""]
    return {part.partition("\n")[0]: part.partition("\n")[2].strip() for part in parts}


def measured(how: str) -> str:
    """The line that tells when, on what and by what a section was measured."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"Measured {datetime.now(UTC):%Y-%m-%d} by `{how}`: {processor()}, {os.cpu_count()} cores, "
        f"{gibibytes():.0f} GiB, {platform.system()} {platform.release()}, Python "
        f"{platform.python_version()}, "
        f"{versions}; load {os.getloadavg()[0]:.1f} when it was written."
    )


def keep(name: str, found: object) -> None:
    """Keep what was measured, by the name of its section."""
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    told = kept() | {name: found, f"{name} measured": f"{datetime.now(UTC):%Y-%m-%d}"}
    KEPT.write_text(json.dumps(told, indent=1), encoding="utf-8")


def kept() -> dict[str, Any]:
    """All that was measured, in this run or before."""
    return dict(json.loads(KEPT.read_text(encoding="utf-8"))) if KEPT.exists() else {}


def say(text: str) -> None:
    """One line of progress, with the time."""
    print(f"{datetime.now(UTC):%H:%M:%S} {text}", flush=True)  # noqa: T201


def _name(title: str) -> str:
    return title.partition(" (")[0].partition(":")[0].strip()
