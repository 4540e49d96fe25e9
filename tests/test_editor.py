"""Can a query be written and run in the browser, with the widget and without?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from tests.browsing import chromium, opened, widgets
from tests.serving import Served, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from graph.build import Built


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


def test_without_scripts_the_form_asks_the_endpoint(browser: Browser, served: Served) -> None:
    with opened(browser, served.url, scripts=False) as page:
        page.goto("/sparql")
        page.get_by_label("Answer as").select_option("json")
        with page.expect_response("**/sparql?query=*") as asked:
            page.get_by_role("button", name="Run").click()
        assert asked.value.status == 200
        names = [row["name"]["value"] for row in asked.value.json()["results"]["bindings"]]
        assert "Oakham Magistrates' Court" in names


def test_the_widget_runs_a_query_and_shows_its_rows(browser: Browser, served: Served) -> None:
    widgets()
    with opened(browser, served.url) as page:
        page.goto("/sparql")
        page.wait_for_selector("#editor[data-ready]")
        assert page.locator("#editor-form").is_hidden()
        page.locator(".yasqe_queryButton").click()
        page.wait_for_selector(".yasr_results table")
        assert "Oakham Magistrates' Court" in page.locator(".yasr_results").inner_text()


def test_the_day_is_the_dataset(browser: Browser, served: Served) -> None:
    widgets()
    with opened(browser, served.url) as page:
        page.goto("/sparql?at=2008-12-31")
        page.wait_for_selector("#editor[data-ready]")
        with page.expect_request(lambda asked: asked.method == "POST") as sent:
            page.locator(".yasqe_queryButton").click()
        (graph,) = parse_qs(sent.value.post_data or "")["default-graph-uri"]
        assert graph.endswith("/graph/at/2008-12-31")


def test_a_question_is_an_example(browser: Browser, served: Served) -> None:
    widgets()
    with opened(browser, served.url) as page:
        page.goto("/sparql")
        page.wait_for_selector("#editor[data-ready]")
        page.get_by_label("An example").select_option("open-courts-by-year")
        assert "SELECT" in page.locator(".CodeMirror").first.inner_text()
        assert "certainly" in page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")


def test_the_editor_fits_a_phone(browser: Browser, served: Served) -> None:
    widgets()
    with opened(browser, served.url, width=375) as page:
        page.goto("/sparql")
        page.wait_for_selector("#editor[data-ready]")
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
