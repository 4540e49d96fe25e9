"""Does the map show the courts as they stood, as a picture and as a widget, and do both say the same?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.browsing import chromium, opened, widgets
from tests.serving import Served, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from graph.build import Built

# No source tells where Oakham's court stood, so it is on no map.
ASHFORD = "magistrates-court/ashford"
MAP = "/api/v1/map"


@pytest.fixture(scope="module")
def served(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The project's own release, served."""
    with serving(("--release", str(built.release.folder)), tmp_path_factory.mktemp("serve")) as server:
        yield server


@pytest.fixture(scope="module")
def http(served: Served) -> Iterator[httpx.Client]:
    """A client of the server."""
    with httpx.Client(base_url=served.url, timeout=60, headers={"Accept": "text/html"}) as client:
        yield client


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with chromium() as started:
        yield started


def features(http: httpx.Client, **wanted: str) -> dict[str, dict[str, Any]]:
    """The properties of the courts on the map, by key."""
    return {each["id"]: each["properties"] for each in http.get(MAP, params=wanted).json()["features"]}


def test_a_court_is_drawn_as_it_was(http: httpx.Client) -> None:
    assert features(http, at="2008-12-31")[ASHFORD]["state"] == "standing"
    assert features(http, at="2020-01-01")[ASHFORD]["state"] == "closed"


def test_filters_narrow_and_combine(http: httpx.Client) -> None:
    found = features(http, at="2020-01-01", programme="cjev:programme-cerp", kind="magistrates-court")
    assert ASHFORD in found
    assert {each["class_"] for each in found.values()} == {"cje:MagistratesCourt"}
    assert all(
        "cjev:programme-cerp" in [programme["key"] for programme in each["programmes"]]
        for each in found.values()
    )


@pytest.mark.parametrize("name", ["kind", "state", "programme"])
def test_a_filter_that_no_court_has_is_refused_with_those_there_are(http: httpx.Client, name: str) -> None:
    answer = http.get(MAP, params={name: "nothing"}, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert f"There is no {name} 'nothing'. There are: " in answer.json()["detail"]


def test_the_page_lists_what_it_draws(http: httpx.Client) -> None:
    page = http.get("/map", params={"at": "2008-12-31"})
    assert len(page.content) <= 60_000
    assert f'href="/doc/{ASHFORD}?at=2008-12-31"' in page.text
    listed = page.text.count('href="/doc/magistrates-court/') + page.text.count('href="/doc/crown-court-ce')
    assert listed == len(features(http, at="2008-12-31"))


def test_the_picture_has_a_mark_for_each_court(http: httpx.Client) -> None:
    picture = http.get("/map.svg", params={"at": "2008-12-31"})
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text.count("magistrates&#39; court, ") + picture.text.count("Crown Court centre, ") == len(
        features(http, at="2008-12-31")
    )
    assert "<style" not in picture.text


def test_without_scripts_the_page_has_the_picture(browser: Browser, served: Served) -> None:
    with opened(browser, served.url, scripts=False) as page:
        page.goto("/map?at=2008-12-31")
        picture = page.locator("#map img")
        assert picture.is_visible()
        assert picture.evaluate("image => image.naturalWidth") > 0


@pytest.mark.parametrize("day", ["2005-06-30", "2012-06-30", "2020-01-01"])
def test_the_widget_counts_as_the_server_does(
    browser: Browser, served: Served, http: httpx.Client, day: str
) -> None:
    widgets()
    told = Counter(each["state"] for each in features(http, at=day).values())
    with opened(browser, served.url) as page:
        page.goto(f"/map?at={day}")
        page.wait_for_selector("#map[data-ready]")
        assert page.locator(".map__counts").inner_text() == (
            f"{told['standing']} standing, {told['closed']} closed, {told['uncertain']} not certain"
        )


def test_the_slider_shows_closures_as_they_come(browser: Browser, served: Served) -> None:
    widgets()
    with opened(browser, served.url) as page:
        page.goto("/map?at=2010-01-01")
        page.wait_for_selector("#map[data-ready]")
        before = page.locator(".map__counts").inner_text()
        page.locator("#map-year").focus()
        page.keyboard.press("End")
        page.wait_for_function(
            "before => document.querySelector('.map__counts').innerText !== before", arg=before
        )
        after = page.locator(".map__counts").inner_text()
        closed = [int(text.split(", ")[1].split()[0]) for text in (before, after)]
        assert closed[0] < closed[1]


def test_the_map_fits_a_phone(browser: Browser, served: Served) -> None:
    widgets()
    with opened(browser, served.url, width=375) as page:
        page.goto("/map?at=2012-06-30")
        page.wait_for_selector("#map[data-ready]")
        assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_the_picture_stays_if_the_widget_cannot_have_its_data(browser: Browser, served: Served) -> None:
    widgets()
    context = browser.new_context(base_url=served.url)
    page = context.new_page()
    page.route("**/api/v1/map*", lambda route: route.abort())
    with page.expect_console_message(lambda said: "stays a picture" in said.text):
        page.goto("/map?at=2012-06-30")
    assert page.locator("#map img").is_visible()
    context.close()
