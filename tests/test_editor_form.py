"""The editor of SPARQL: a form for everybody, a widget where it loads."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from graph.build import Built
from tests.browsing import chromium, opened
from tests.serving import serving


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
    with opened(browser, site, scripts=False) as page:
        page.goto(f"{site}/sparql?question=courts-of-area")
        page.get_by_label("Answer as").select_option("json")
        page.get_by_role("button", name="Run").click()
        rows = json.loads(page.locator("body").inner_text())["results"]["bindings"]
        assert "Oakham Magistrates' Court" in {row["courtName"]["value"] for row in rows}
        assert {row["area"]["value"].rpartition("/")[2] for row in rows} == {"leicestershire-and-rutland"}


def test_a_question_keeps_the_arguments_that_it_was_asked_with(browser: Browser, site: str) -> None:
    with opened(browser, site, scripts=False) as page:
        page.goto(f"{site}/sparql?question=what-became-of-court&court=magistrates-court/hinckley")
        assert "magistrates-court/hinckley" in page.get_by_label("Query").input_value()


def test_the_deadline_of_this_server_is_told(browser: Browser, site: str) -> None:
    with opened(browser, site, scripts=False) as page:
        page.goto(f"{site}/sparql")
        expect(page.get_by_role("main")).to_contain_text("may take 61 seconds")


def test_an_unknown_question_is_told_as_a_page(browser: Browser, site: str) -> None:
    with opened(browser, site, scripts=False) as page:
        answer = page.request.get(f"{site}/sparql?question=nothing", headers={"accept": "text/html"})
        assert answer.status == 404
        assert "nothing" in answer.text()
        wrong = page.request.get(
            f"{site}/sparql?question=courts-of-area&colour=red", headers={"accept": "text/html"}
        )
        assert wrong.status == 400
        assert "colour" in wrong.text()
