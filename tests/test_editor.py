"""The editor of SPARQL: a form for everybody, a widget where it loads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, expect

from graph.build import Built
from tests.browsing import chromium, need_widgets, page_of
from tests.serving import serving

GRAPH = "https://w3id.org/justice-estate/graph/at/"


@pytest.fixture(scope="module")
def site(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    words = ["--release", str(built.release.folder), "--deadline", "61"]
    with serving(words, tmp_path_factory.mktemp("site")) as server:
        yield server.url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


def test_a_question_in_the_form_runs_as_it_stands(browser: Browser, site: str) -> None:
    with page_of(browser, scripts=False) as page:
        page.goto(f"{site}/sparql?question=courts-of-area")
        page.get_by_label("Answer as").select_option("json")
        page.get_by_role("button", name="Run").click()
        rows = json.loads(page.locator("body").inner_text())["results"]["bindings"]
        assert "Oakham Magistrates' Court" in {row["courtName"]["value"] for row in rows}
        assert {row["area"]["value"].rpartition("/")[2] for row in rows} == {"leicestershire-and-rutland"}


def test_a_question_keeps_the_arguments_that_it_was_asked_with(browser: Browser, site: str) -> None:
    with page_of(browser, scripts=False) as page:
        page.goto(f"{site}/sparql?question=what-became-of-court&court=magistrates-court/hinckley")
        assert "magistrates-court/hinckley" in page.get_by_label("Query").input_value()


def test_the_deadline_of_this_server_is_told(browser: Browser, site: str) -> None:
    with page_of(browser, scripts=False) as page:
        page.goto(f"{site}/sparql")
        expect(page.get_by_role("main")).to_contain_text("may take 61 seconds")


def test_an_unknown_question_is_told_as_a_page(browser: Browser, site: str) -> None:
    with page_of(browser, scripts=False) as page:
        answer = page.request.get(f"{site}/sparql?question=nothing", headers={"accept": "text/html"})
        assert answer.status == 404
        assert "nothing" in answer.text()
        wrong = page.request.get(
            f"{site}/sparql?question=courts-of-area&colour=red", headers={"accept": "text/html"}
        )
        assert wrong.status == 400
        assert "colour" in wrong.text()


def test_the_day_is_the_dataset_and_the_address_of_the_page_is_no_argument(
    browser: Browser, site: str
) -> None:
    need_widgets()
    with page_of(browser) as page:
        page.goto(f"{site}/sparql?at=2008-12-31&question=courts-of-area")
        page.wait_for_selector("#editor[data-ready]", timeout=60_000)
        assert _sent(page)["default-graph-uri"] == [GRAPH + "2008-12-31"]
        page.get_by_label("An example").select_option("names-of-body")
        page.get_by_label("The estate on").fill("2012-12-31")
        sent = _sent(page)
        assert sent.keys() == {"query", "default-graph-uri"}
        assert sent["default-graph-uri"] == [GRAPH + "2012-12-31"]
        assert "police-force/leicestershire" in sent["query"][0]


def _sent(page: Page) -> dict[str, list[str]]:
    with page.expect_response("**/sparql") as told:
        page.locator(".yasqe_queryButton").click()
    assert told.value.status == 200
    return parse_qs(told.value.request.post_data or "")
