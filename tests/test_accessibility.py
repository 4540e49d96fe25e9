"""Does axe-core, run in Chromium over a page of each kind, find nothing serious?

What it finds serious or critical fails; its best-practice rules count as its others do. It looks at a page
when its widget is ready. The policy against scripts is set aside for it; that is tested elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from graph.build import Built
from tests.browsing import chromium, widgets
from tests.kinds_of_page import KINDS, MISSING, WRONG, on
from tests.serving import serving

AXE = Path(__file__).parents[1] / "api" / "web" / "node_modules" / "axe-core" / "axe.min.js"
WIDGETS = {"map": "#map", "explore": "#explore", "way": "#explore", "editor": "#editor"}
PAGES = {
    **KINDS,
    **{f"{name} on a day": on(path) for name, path in KINDS.items()},
    "nothing there": MISSING,
    "not understood": WRONG,
}
RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .filter(({impact}) => impact === "serious" || impact === "critical")
  .map(({id, help, nodes}) => `${id}: ${help}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`)"""


@pytest.fixture(scope="module")
def site(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the real release."""
    with serving(["--release", str(built.release.folder)], tmp_path_factory.mktemp("site")) as server:
        yield server.url


@pytest.fixture(scope="module")
def page(site: str) -> Iterator[Page]:
    """A page of a browser that lets a test put its own script in."""
    widgets()
    if not AXE.is_file():
        pytest.skip("cd api/web && npm ci")
    with chromium() as browser:
        yield _page(browser, site)


def _page(browser: Browser, site: str) -> Page:
    context = browser.new_context(base_url=site, bypass_csp=True, viewport={"width": 1280, "height": 900})
    return context.new_page()


def faults(page: Page) -> list[str]:
    """What axe-core finds serious or critical in a page as it stands, with where it is."""
    page.add_script_tag(path=AXE)
    found: list[str] = page.evaluate(RUN)
    return found


@pytest.mark.parametrize("kind", PAGES)
def test_is_nothing_serious_found_on_a_page(page: Page, kind: str) -> None:
    page.goto(PAGES[kind])
    widget = WIDGETS.get(kind.removesuffix(" on a day"))
    if widget:
        page.wait_for_selector(f"{widget}[data-ready]", timeout=60_000)
    assert faults(page) == []


def test_is_nothing_serious_found_in_the_editor_with_an_answer(page: Page) -> None:
    page.goto("/sparql")
    page.wait_for_selector("#editor[data-ready]", timeout=60_000)
    page.locator(".yasqe_queryButton").click()
    page.wait_for_selector(".yasr_results table", timeout=60_000)
    assert faults(page) == []


def test_is_a_fault_seen(page: Page) -> None:
    page.goto("/about")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input><img src=x>')")
    assert [fault.partition(":")[0] for fault in faults(page)] == ["image-alt", "label"]
