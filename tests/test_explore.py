"""Can one walk from thing to thing, with the widget and without?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.browsing import chromium, opened, widgets
from tests.serving import Served, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from graph.build import Built

OAKHAM = "/explore?thing=magistrates-court/oakham"


@pytest.fixture(scope="module")
def served(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The project's own release, served."""
    with serving(("--release", str(built.release.folder)), tmp_path_factory.mktemp("serve")) as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with chromium() as started:
        yield started


def test_without_scripts_one_walks_by_links(browser: Browser, served: Served) -> None:
    with opened(browser, served.url, scripts=False) as page:
        page.goto(OAKHAM)
        page.get_by_role("link", name="CPS Leicestershire and Rutland", exact=True).click()
        assert "CPS Leicestershire and Rutland" in page.locator("h1").inner_text()


def test_the_way_to_another_is_told(served: Served) -> None:
    page = httpx.get(
        f"{served.url}{OAKHAM}&to=police-force/leicestershire", headers={"Accept": "text/html"}, timeout=60
    )
    assert page.status_code == 200
    assert "Oakham Magistrates&#39; Court, in the area of Leicestershire Police." in page.text


def test_an_unknown_thing_is_answered_with_what_is_like_it(served: Served) -> None:
    page = httpx.get(f"{served.url}/explore?thing=oakhamm", headers={"Accept": "text/html"}, timeout=60)
    assert page.status_code == 404
    assert "Oakham" in page.text


def test_the_graph_opens_and_kinds_can_be_hidden(browser: Browser, served: Served) -> None:
    widgets()
    with opened(browser, served.url) as page:
        page.goto(f"{OAKHAM}&to=police-force/leicestershire")
        page.wait_for_selector("#explore[data-ready]")
        assert page.locator(".explore__panel").inner_text() == (
            "Oakham Magistrates' Court, in the area of Leicestershire Police."
        )
        box = page.get_by_role("checkbox", name="police force", exact=True)
        assert box.is_checked()
        box.uncheck()
        assert not box.is_checked()


def test_what_was_opened_stands_in_the_address(browser: Browser, served: Served) -> None:
    widgets()
    with opened(browser, served.url) as page:
        page.goto(f"{OAKHAM}&open=police-force/leicestershire")
        page.wait_for_selector("#explore[data-ready]")
        assert "open=police-force%2Fleicestershire" in page.url
        assert page.get_by_role("checkbox", name="inspection", exact=True).is_checked()


def test_a_field_suggests_and_takes_the_key(browser: Browser, served: Served) -> None:
    widgets()
    with opened(browser, served.url) as page:
        page.goto("/explore")
        field = page.get_by_label("From")
        field.press_sequentially("oakam")
        page.wait_for_selector(".suggestions:not([hidden]) li >> nth=0")
        assert field.get_attribute("aria-expanded") == "true"
        field.press("ArrowDown")
        assert field.get_attribute("aria-activedescendant")
        field.press("Enter")
        assert field.input_value() == "magistrates-court/oakham"


def test_the_search_of_a_page_opens_what_is_picked(browser: Browser, served: Served) -> None:
    widgets()
    with opened(browser, served.url) as page:
        page.goto("/")
        field = page.locator("#q")
        field.press_sequentially("oakam")
        page.wait_for_selector(".suggestions:not([hidden]) li >> nth=0")
        field.press("ArrowDown")
        field.press("Enter")
        page.wait_for_url("**/doc/magistrates-court/oakham")
