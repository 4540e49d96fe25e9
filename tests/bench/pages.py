"""How large pages are and how soon they are there, against the budget: `python -m tests.bench.pages`.

The size of the HTML of things' pages, by kind, unpacked; and the largest contentful paint of a page of each
kind of the site in Chromium, opened for the first time by a browser whose cache is empty; the server's is
warm. Prints Markdown for docs/benchmarks.md. `--each N` measures one thing in N of each kind.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from graph.estate import Estate
from graph.release import DEFAULT
from tests.browsing import chromium
from tests.kinds_of_page import KINDS
from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BUDGET = 60_000
"""Bytes of HTML that the page of a thing may have."""
TIMES = 5
PAINTED = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
    .observe({type: "largest-contentful-paint", buffered: true});
})"""


def sizes(client: httpx.Client, each: int) -> dict[str, list[tuple[int, str]]]:
    """The bytes and the key of things' pages by kind, the smallest first."""
    keys: dict[str, list[str]] = defaultdict(list)
    for key in sorted(Estate.open().register.seen().entries):
        keys[key.partition("/")[0]].append(key)
    found = {}
    for kind, all_of_kind in keys.items():
        with ThreadPoolExecutor(3) as pool:
            picked = all_of_kind[::each]
            answers = list(pool.map(lambda key: client.get(f"/doc/{key}").raise_for_status(), picked))
        found[kind] = sorted((len(a.content), key) for a, key in zip(answers, picked, strict=True))
    return found


def painted(browser: Browser, url: str) -> list[float]:
    """Milliseconds until the largest thing of a page was painted, some times over."""
    told = []
    for _ in range(TIMES):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(url, wait_until="load")
        told.append(float(page.evaluate(PAINTED)))
        context.close()
    return told


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=1, help="one thing in so many of each kind")
    each = parser.parse_args().each
    out = sys.stdout
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(["--release", str(DEFAULT), "--deadline", "60"], Path(folder)) as server,
        httpx.Client(base_url=server.url, headers={"accept": "text/html"}, timeout=120) as client,
    ):
        out.write(
            "| page | bytes | largest contentful paint, ms: median (least to largest) |\n"
            "| --- | ---: | ---: |\n"
        )
        with chromium() as browser:
            for kind, path in KINDS.items():
                size = len(client.get(path).content)
                times = painted(browser, f"{server.url}{path}")
                told = f"{statistics.median(times):.0f} ({min(times):.0f} to {max(times):.0f})"
                out.write(f"| {kind} `{path}` | {size:,} | {told} |\n")
        out.write(
            "\n| things | pages | median bytes | largest | over 60 KB |\n| --- | ---: | ---: | --- | ---: |\n"
        )
        for kind, found in sorted(sizes(client, each).items()):
            size, key = found[-1]
            over = sum(size > BUDGET for size, _ in found)
            middle = statistics.median(size for size, _ in found)
            out.write(f"| {kind} | {len(found)} | {middle:,.0f} | {size:,} `{key}` | {over} |\n")


if __name__ == "__main__":
    main()
