"""Are names shown safely that hold markup, quotes, right-to-left marks or three hundred letters?"""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser

from graph.build import build
from tests.browsing import chromium, opened
from tests.conftest import Mini
from tests.serving import serving

SCRIPT = "</script><script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
QUOTES = """A "double", a 'single', a `tick` & {{ braces }} {% raw %} court"""
BACKWARDS = "\u202eylsuoiverp\u202d \u2067 court"
LONG = "Llanfair" * 40
SPOKEN = "The Court of " + "the Honourable Society of " * 12 + "Justice"
NAMES = {"script": SCRIPT, "quotes": QUOTES, "backwards": BACKWARDS, "long": LONG, "spoken": SPOKEN}


def quoted(text: str) -> str:
    """A cell of a table."""
    return '"' + text.replace('"', '""') + '"'


CLAIMS = (
    "\n".join(
        line
        for key, name in NAMES.items()
        for line in (
            f"magistrates-court/{key},skos:prefLabel,{quoted(name)},en,,,codes,{quoted(name)}",
            f"magistrates-court/{key},cje:standing,true,,2005-03-01,2005-03-01,list-2005",
            f"magistrates-court/{key},cje:withinJusticeArea,criminal-justice-area/99,,,,codes",
            f"closure/{key},cje:affects,magistrates-court/{key},,,,notice",
            f"closure/{key},cje:date,2011-03-31,,,,notice",
            f"magistrates-court/{key},cje:standing,false,,2011-04-01,2011-04-01,notice",
        )
    )
    + f"\ncriminal-justice-area/99,skos:prefLabel,{quoted(SCRIPT)},en,,,codes"
    "\ncriminal-justice-area/99,cje:cjsCode,99,,,,codes"
)
PATHS = [
    "/", "/search", "/map", "/changes", "/compare?from=2006-01-01&to=2012-01-01", "/sources/codes",
    "/explore?thing=criminal-justice-area/99", "/doc/criminal-justice-area/99",
    "/questions/what-became-of-court",
    *(f"/doc/magistrates-court/{key}" for key in NAMES), "/doc/closure/script",
    str(httpx.URL("/search", params={"q": SCRIPT})),
    "/report?subject=%3Cscript%3Ealert(1)%3C/script%3E",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(module_mini: Mini, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of a small release with such names."""
    folder = tmp_path_factory.mktemp("unruly")
    build(folder / "release", folder=module_mini(CLAIMS), date="2026-11-23")
    with serving(["--release", str(folder / "release")], folder) as server:
        yield server.url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("path", PATHS)
def test_does_no_script_run_and_nothing_spill(browser: Browser, site: str, path: str, width: int) -> None:
    with opened(browser, site, width=width) as page:  # It fails on a complaint of the policy too.
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200
        page.wait_for_load_state("networkidle")
        assert page.title() != "run"
        assert page.locator("img[onerror]").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("key", NAMES)
def test_is_a_name_shown_as_it_is_and_apart(browser: Browser, site: str, key: str) -> None:
    name = " ".join(NAMES[key].split())
    with opened(browser, site) as page:
        page.goto(f"/doc/magistrates-court/{key}")
        heading = page.get_by_role("heading", level=1)
        assert name.removesuffix(" court") in " ".join(heading.inner_text().split())
        assert heading.locator("bdi").count() == 1
        told = json.loads(page.locator('script[type="application/ld+json"]').inner_text())
        assert name.removesuffix(" court") in " ".join(told["name"].split())
        page.goto("/doc/criminal-justice-area/99")
        link = page.locator(f'.links a[href="/doc/magistrates-court/{key}"]').first
        assert link.evaluate("each => getComputedStyle(each.querySelector('bdi')).unicodeBidi") == "isolate"


def test_does_a_mark_turn_nothing_beside_it(browser: Browser, site: str) -> None:
    """The words after a name that is written backwards stand to the right of it."""
    with opened(browser, site) as page:
        page.goto("/changes")
        entry = page.locator(".changes li", has=page.locator('a[href="/doc/magistrates-court/backwards"]'))
        when, kind, court = (
            entry.locator(each).bounding_box() for each in (".when", "a >> nth=0", "a >> nth=1")
        )
        assert when
        assert kind
        assert court
        assert when["x"] < kind["x"] < court["x"]
