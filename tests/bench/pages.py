"""How large pages are and how soon they are there, against the budget: `python -m tests.bench.pages`.

The size of the HTML of things' pages, by kind, unpacked; and the largest contentful paint of a page of each
kind of the site in Chromium, opened for the first time by a browser whose cache is empty; the server's is
warm. Writes its section of docs/benchmarks.md. `--each N` measures one thing in N of each kind.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from graph.estate import Estate
from graph.release import DEFAULT
from tests.bench import budgets
from tests.bench.page import keep, measured, put, say
from tests.browsing import chromium
from tests.kinds_of_page import KINDS
from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TITLE = "Pages (budget: 60 KB of HTML for a thing, largest contentful paint 1 s)"
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


def measure(each: int) -> dict[str, Any]:
    """The bytes and paints of each kind of page, and the sizes of things' pages by kind."""
    found: dict[str, Any] = {"pages": {}, "things": {}, "each": each}
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(["--release", str(DEFAULT), "--deadline", "60"], Path(folder)) as server,
        httpx.Client(base_url=server.url, headers={"accept": "text/html"}, timeout=120) as client,
    ):
        with chromium() as browser:
            for kind, path in KINDS.items():
                size = len(client.get(path).content)
                found["pages"][f"{kind} `{path}`"] = [size, *painted(browser, f"{server.url}{path}")]
                say(f"{kind}: {found['pages'][f'{kind} `{path}`']}")
        for kind, of_kind in sorted(sizes(client, each).items()):
            size, key = of_kind[-1]
            found["things"][kind] = {
                "pages": len(of_kind),
                "median": statistics.median(size for size, _ in of_kind),
                "largest": size,
                "which": key,
                "over": sum(size > BUDGET for size, _ in of_kind),
            }
    return found


def lines(found: dict[str, Any]) -> list[str]:
    """The section."""
    which = "every thing" if found["each"] == 1 else f"one in {found['each']} things of each kind"
    told = [
        measured("python -m tests.bench.pages"),
        "",
        f"The HTML as it is made, unpacked, of {which}; Chromium with an empty cache, the server warm; "
        f"{TIMES} paints of each page.",
        "",
        "| page | bytes | largest contentful paint, ms: median (least to largest) |",
        "| --- | ---: | ---: |",
    ]
    for page, (size, *paints) in found["pages"].items():
        middle = statistics.median(paints)
        told.append(f"| {page} | {size:,} | {middle:.0f} ({min(paints):.0f} to {max(paints):.0f}) |")
    told += [
        "",
        "| things | pages | median bytes | largest | over 60 KB |",
        "| --- | ---: | ---: | --- | ---: |",
    ]
    for kind, row in found["things"].items():
        largest = f"{row['largest']:,} `{row['which']}`"
        told.append(f"| {kind} | {row['pages']} | {row['median']:,.0f} | {largest} | {row['over']} |")
    return told


def main() -> None:
    """Measure, and put the section and the budgets on the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=1, help="one thing in so many of each kind")
    found = measure(parser.parse_args().each)
    keep("pages", found)
    put(TITLE, lines(found))
    budgets.write()


if __name__ == "__main__":
    main()
