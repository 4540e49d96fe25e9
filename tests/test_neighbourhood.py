"""What a thing is linked to: drawn by the server, and walked in a browser."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from api.drawing.neighbourhood import MOST, neighbourhood
from api.models.neighbours import Neighbour, NeighbourGroup, Neighbours
from graph.build import Built
from tests.browsing import chromium, opened, widgets
from tests.serving import serving

SVG = "{http://www.w3.org/2000/svg}"
OAKHAM = "/explore?thing=magistrates-court/oakham"


@pytest.fixture(scope="module")
def site(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(["--release", str(built.release.folder)], tmp_path_factory.mktemp("site")) as server:
        yield server.url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


def thing(name: str, state: str | None = "standing") -> Neighbour:
    class_ = "cje:MagistratesCourt"
    return Neighbour(
        key=f"court/{name}",
        label=name,
        kind="court",
        class_=class_,
        state=state,  # type: ignore[arg-type]
        state_words=state or "",
    )


def told(*sizes: int, name: str = "thing") -> Neighbours:
    groups = tuple(
        NeighbourGroup(
            property=f"cje:p{place}", label=f"group {place}", inverse=False, total=size,
            things=tuple(thing(f"{place}-{i}", "closed" if i % 2 else "standing") for i in range(size)),
        )
        for place, size in enumerate(sizes)
    )  # fmt: skip
    return Neighbours(thing=thing(name), at=None, present=True, groups=groups)


def drawn(shown: Neighbours) -> ET.Element:
    return ET.fromstring(neighbourhood(shown, lambda key: f"/doc/{key}"))  # noqa: S314 - our own picture


def test_what_is_linked_to_nothing_has_no_picture() -> None:
    assert neighbourhood(told(), str) == ""


def test_every_group_has_its_share_of_the_most_that_is_drawn() -> None:
    links = [link.attrib["href"] for link in drawn(told(40, 2, 1)).iter(f"{SVG}a")]
    assert len(links) == MOST
    assert [sum(link.startswith(f"/doc/court/{group}-") for link in links) for group in range(3)] == [
        22,
        2,
        1,
    ]
    texts = [text.text for text in drawn(told(40, 2, 1)).iter(f"{SVG}text")]
    assert "group 0 (40, of which 22 are drawn)" in texts
    assert "group 1" in texts


def test_a_closed_thing_is_hollow_and_says_so() -> None:
    (standing, closed) = drawn(told(2)).iter(f"{SVG}a")
    (mark, words) = closed
    assert (mark.attrib["fill"], words.text) == ("#ffffff", "0-1, closed")
    assert standing[0].attrib["fill"] != "#ffffff"


def test_names_are_shown_as_they_are_and_none_is_cut() -> None:
    name = "<script>alert(1)</script> & “a very long name” " * 4
    shown = told(1, name=name)
    long = Neighbours(**shown.model_dump() | {"groups": (
        {"property": "p", "label": "g", "inverse": False, "total": 1, "things": (thing(name).model_dump(),)},
    )})  # fmt: skip
    picture = drawn(long)
    width = float(picture.attrib["viewBox"].split()[2])
    assert not list(picture.iter(f"{SVG}script"))
    assert max(float(text.attrib["x"]) + 6 * len(text.text or "") for text in picture.iter(f"{SVG}a")
               for text in text.iter(f"{SVG}text")) < width  # fmt: skip
    own = [text.text for text in picture.iter(f"{SVG}text") if text.attrib.get("text-anchor") == "end"]
    assert " ".join(map(str, own)) == " ".join(name.split())


def test_without_scripts_the_picture_leads_to_what_it_shows(browser: Browser, site: str) -> None:
    with opened(browser, site, scripts=False) as page:
        page.goto(f"{site}{OAKHAM}&at=2008-12-31")
        link = page.locator("svg.neighbourhood a", has_text="CPS Leicestershire and Rutland")
        assert link.get_attribute("href") == "/doc/cps-area/1999/leicestershire-and-rutland?at=2008-12-31"
        link.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("CPS Leicestershire and Rutland")


def test_kinds_that_are_taken_away_stay_away_at_the_same_address(browser: Browser, site: str) -> None:
    widgets()
    with opened(browser, site) as page:
        page.goto(f"{site}{OAKHAM}")
        page.wait_for_selector("#explore[data-ready]", timeout=60_000)
        page.get_by_label("police force").uncheck()
        assert "without=police+force" in page.url
        page.goto(page.url)
        page.wait_for_selector("#explore[data-ready]", timeout=60_000)
        expect(page.get_by_label("police force")).not_to_be_checked()
        expect(page.get_by_label("CPS area")).to_be_checked()


def test_the_way_between_two_things_is_told(browser: Browser, site: str) -> None:
    widgets()
    with opened(browser, site) as page:
        page.goto(f"{site}{OAKHAM}&to=police-force/leicestershire")
        page.wait_for_selector("#explore[data-ready]", timeout=60_000)
        expect(page.locator(".explore__panel")).to_have_text(re.compile("Oakham.*Leicestershire"))


def test_a_widget_that_does_not_load_leaves_the_picture(browser: Browser, site: str) -> None:
    widgets()
    with opened(browser, site) as page:
        page.route(
            "**/static/built/assets/explore-*.js",
            lambda route: route.fulfill(body="", content_type="text/javascript"),
        )
        page.goto(f"{site}{OAKHAM}")
        page.wait_for_load_state("networkidle")
        expect(page.locator("svg.neighbourhood")).to_be_visible()
