"""The SHACL engines on the same shapes and the same data: the fast one, pySHACL, and Jena's."""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import _pytest.outcomes

from graph.checking import check_release
from graph.datafile import as_triples
from graph.release import DATASET, Release
from graph.validate import shapes_text
from tests.bench.page import keep, measured, put, say
from tests.servers import jena

TITLE = "SHACL (budget: 25 times as fast as pySHACL)"
MOST = 300
"""Seconds that Jena may take."""


def measure(folder: Path) -> dict[str, Any]:
    """Seconds of each engine, loads included, and whether the first two agree."""
    outcome = check_release(folder, "pyshacl")
    fast = outcome.compared
    if fast is None:
        raise RuntimeError("the reference engine was not compared")
    found = {
        "quads": Release.open(folder).metadata.quads,
        "fast s": fast.seconds,
        "pySHACL s": outcome.report.seconds,
        "agree": not outcome.differences,
    }
    say(f"SHACL: {found}")
    return found | {"Jena": _jena(folder)}


def _jena(folder: Path) -> str:
    """What Jena's command takes for the same, its start included; or why it was not measured."""
    release = Release.open(folder)
    with tempfile.TemporaryDirectory() as scratch:
        data, shapes = Path(scratch, "data.nt"), Path(scratch, "shapes.ttl")
        with (release.folder / DATASET).open(encoding="utf-8", newline="\n") as quads:
            data.write_text("".join(as_triples(quads, release.names)), encoding="utf-8")
        shapes.write_text(shapes_text(release.names.base), encoding="utf-8")
        try:
            command = [*jena("4g"), "shacl.shacl_validate", f"--shapes={shapes}", f"--data={data}", "--quiet"]
            began = time.perf_counter()
            done = subprocess.run(command, capture_output=True, text=True, timeout=MOST, check=False)
        except subprocess.TimeoutExpired:
            return f"not in {MOST} s"
        except _pytest.outcomes.OutcomeException as error:
            return str(error)
        took = time.perf_counter() - began
    if done.returncode or "rror" in done.stderr:
        return f"failed: {done.stderr.strip().splitlines()[-1][:150] if done.stderr else done.returncode}"
    return f"{took:.1f} s"


def lines(found: dict[str, Any]) -> list[str]:
    """The section."""
    return [
        measured("python -m tests.bench shacl"),
        "",
        "Same shapes, same data, loading included; `agree` says that focus nodes, paths and components "
        "of the fast engine "
        "and pySHACL are the same. Jena's is its whole command, the start of Java included.",
        "",
        "| quads | fast | pySHACL | ratio | agree | Jena |",
        "| ---: | ---: | ---: | ---: | --- | ---: |",
        f"| {found['quads']:,} | {found['fast s']:.2f} s | {found['pySHACL s']:.1f} s "
        f"| {found['pySHACL s'] / found['fast s']:.1f} | {'yes' if found['agree'] else 'no'} | "
        f"{found['Jena']} |",
    ]


def write(found: dict[str, Any]) -> None:
    """Keep what was measured, and put it on the page."""
    keep("shacl", found)
    put(TITLE, lines(found))
