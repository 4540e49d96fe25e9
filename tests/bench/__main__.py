"""Measure what DESIGN 10 budgets, beside other servers, and write docs/benchmarks.md: `make bench`.

`python -m tests.bench [SECTION…] [--copies 1 3 10] [--seconds 1] [--engines …]`. Sections: growth, shell,
shacl, exports (of the least size), peers; all if none is named. What one cannot measure is told on the page,
and the others go on.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from graph.release import Release
from tests.bench import budgets, engines, exports, growth, peer_page, peers, shell
from tests.bench.machine import ESTATE, pace, run
from tests.bench.page import kept, say
from tests.bench.peer_engines import ENGINES
from tests.bench.peers import Plan

__all__ = ["ESTATE", "run"]
SECTIONS = ("growth", "shell", "shacl", "exports", "peers")
COPIES = (1, 3, 10)
BESIDE = (1, 10)
"""At which sizes the other servers are measured."""
NAMES = {1: "The estate"}


def main() -> None:
    """Measure section by section; each is on the page as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", choices=(*SECTIONS, []), help="all if none is named")
    parser.add_argument(
        "--copies", type=int, nargs="+", default=list(COPIES), help="how many estates, the least first"
    )
    parser.add_argument("--seconds", type=float, default=1.0, help="how long a cell is under load")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--minutes", type=float, default=33, help="after which no more server is begun with")
    parser.add_argument("--scratch", type=Path, help="where the data are made, and kept for another run")
    told = parser.parse_args()
    wanted = told.sections or SECTIONS
    began = time.monotonic()
    say(f"ten million additions: {pace():.2f} s")
    failed = []
    with tempfile.TemporaryDirectory(prefix="estate-bench-") as folder:
        place = told.scratch or Path(folder)
        place.mkdir(exist_ok=True)
        made, found = _releases(place, sorted(told.copies))
        steps: dict[str, Callable[[], None]] = {
            "peers": lambda: _peers(made, told.engines, told.seconds, began + 60 * told.minutes),
            "exports": lambda: exports.measure([made[min(made)]]),
            "shacl": lambda: engines.write(engines.measure(made[min(made)])),
            "shell": lambda: shell.write(shell.measure({n: made[n] for n in list(made)[:2]}, place)),
            "growth": lambda: growth.write(growth.measure(made, found)),
        }
        for name in reversed(list(steps)):
            if name in wanted:
                say(f"--- {name}")
                try:
                    steps[name]()
                except Exception as error:
                    failed.append(name)
                    say(f"{name} failed: {error!r}")
                budgets.write()
    say(f"done in {(time.monotonic() - began) / 60:.1f} min")
    if failed:
        sys.exit(f"Not measured, so the page keeps what it had: {', '.join(failed)}.")


def _releases(place: Path, copies: list[int]) -> tuple[dict[int, Path], growth.Found]:
    """The releases of each size, made anew unless the scratch folder has them, with what making them took."""
    there = {n: place / f"release-{n}" for n in copies if (place / f"release-{n}").exists()}
    if len(there) == len(copies):
        before = kept().get("growth", {})
        quads = {n: {"quads": float(Release.open(folder).metadata.quads)} for n, folder in there.items()}
        return there, {str(n): {**before.get(str(n), {}), **quads[n]} for n in copies}
    return growth.releases(place, copies)


def _peers(made: dict[int, Path], wanted: list[str], seconds: float, until: float) -> None:
    """Every server at each size, the page written after each; a size that is not measured stays on it."""
    if shutil.which("wrk") is None:
        raise RuntimeError("The load comes from wrk. Run: apt-get install wrk")
    found: dict[str, Any] = dict(kept().get("peers", {}))
    for copies in [n for n in made if n in BESIDE]:
        plan = Plan(seconds, until=until)
        if copies > 1:
            plan = replace(plan, most=60, questions=0, runaways=0)
        name = NAMES.get(copies, f"{copies} estates")
        release = Release.open(made[copies])
        found[name] = peers.measure(release, wanted, plan, partial(_so_far, found, name))


def _so_far(found: dict[str, Any], name: str, told: dict[str, Any]) -> None:
    peer_page.write(found | {name: told})


if __name__ == "__main__":
    main()
