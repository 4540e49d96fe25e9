"""What a person does on the site, in a real browser, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from rdflib import Graph

from graph.build import Built
from tests.browsing import chromium, opened, widgets
from tests.serving import serving

SCREENS = Path("build/screens")
DAYS = {"map-2005": "/map?at=2005-06-01", "map-2020": "/map?at=2020-06-01"}
PAGES = {
    "home": "/",
    "court": "/doc/magistrates-court/oakham",
    "area": "/doc/cps-area/1999/leicestershire-and-rutland",
    "explore": "/explore?thing=magistrates-court/oakham",
    "question": "/questions/open-courts-by-year",
    "editor": "/sparql",
    **DAYS,
}


@pytest.fixture(scope="module")
def site(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the real release."""
    with serving(["--release", str(built.release.folder)], tmp_path_factory.mktemp("site")) as server:
        yield server.url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for all journeys."""
    with chromium() as launched:
        yield launched


def find_oakham(page: Page) -> None:
    """From its page on: that it closed, who prosecuted there in 2008, how that area was rated and by whom."""
    main = page.locator("main")
    expect(main.get_by_role("heading", level=1)).to_have_text("Oakham Magistrates' Court")
    expect(main).to_contain_text("closed")
    expect(main).to_contain_text("ended between 1 January 2011 and 30 April 2011")
    page.get_by_label("On", exact=True).fill("2008-12-31")
    page.get_by_role("button", name="Show").click()
    expect(main).to_contain_text("standing on 31 December 2008")
    main.get_by_role("link", name="CPS Leicestershire and Rutland").first.click()
    expect(main.get_by_role("heading", level=1)).to_have_text("CPS Leicestershire and Rutland")
    ratings = main.locator("section", has=page.get_by_role("heading", name="Ratings"))
    expect(ratings).to_contain_text("Poor")
    ratings.get_by_role("link", name="December 2007").click()
    expect(main).to_contain_text("Her Majesty's Crown Prosecution Service Inspectorate")


def take_along(page: Page, site: str) -> None:
    """The court's page as Turtle and CSV, by the links on it."""
    page.goto(f"{site}/doc/magistrates-court/oakham")
    turtle = page.get_by_role("link", name="Turtle").get_attribute("href")
    csv = page.get_by_role("link", name="CSV", exact=True).get_attribute("href")
    told = page.request.get(f"{site}{turtle}")
    assert len(Graph().parse(data=told.text(), format="turtle")) > 50
    rows = page.request.get(f"{site}{csv}").text().splitlines()
    assert rows[0].startswith("subject,subjectName,property")
    assert any("B33PL" in row for row in rows)


def test_oakham_is_found_by_a_misspelt_name_and_the_keyboard(browser: Browser, site: str) -> None:
    widgets()
    with opened(browser, site) as page:
        page.goto(site)
        page.get_by_role("combobox", name="Find a court").press_sequentially("oakam")
        expect(page.get_by_role("option", name=re.compile("^Oakham Magistrates"))).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        find_oakham(page)
        take_along(page, site)


def test_oakham_is_found_without_scripts(browser: Browser, site: str) -> None:
    with opened(browser, site, scripts=False) as page:
        page.goto(site)
        page.get_by_role("searchbox").fill("oakam")
        page.get_by_role("main").get_by_role("button", name="Search").click()
        page.get_by_role("main").get_by_role("link", name="Oakham Magistrates' Court", exact=True).click()
        find_oakham(page)
        take_along(page, site)


def test_the_map_walks_through_the_years(browser: Browser, site: str) -> None:
    widgets()
    with opened(browser, site) as page:
        page.goto(f"{site}/map?at=2011-01-01")
        page.wait_for_selector("#map[data-ready]", timeout=60_000)
        counts = page.locator(".map__counts")
        before = [int(number) for number in re.findall(r"\d+", counts.inner_text())]
        page.get_by_label("Month").fill("156")  # January 2017
        expect(counts).not_to_have_text(re.compile(f"^{before[0]} standing"))
        after = [int(number) for number in re.findall(r"\d+", counts.inner_text())]
        assert after[0] < before[0] - 50
        assert after[1] > before[1] + 50


def test_the_graph_is_walked_by_clicks(browser: Browser, site: str) -> None:
    widgets()
    with opened(browser, site) as page:
        page.goto(f"{site}/explore?thing=magistrates-court/oakham&open=police-force/leicestershire")
        page.wait_for_selector("#explore[data-ready]", timeout=60_000)
        assert "open=police-force" in page.url
        expect(page.get_by_role("main")).to_contain_text("CPS Leicestershire and Rutland")


def test_the_editor_runs_a_query(browser: Browser, site: str) -> None:
    widgets()
    with opened(browser, site) as page:
        page.goto(f"{site}/sparql")
        page.wait_for_selector("#editor[data-ready]", timeout=60_000)
        page.locator(".yasqe_queryButton").click()
        expect(page.locator(".yasr_results")).to_contain_text("Oakham Magistrates' Court", timeout=30_000)


def test_the_form_runs_a_query_without_scripts(browser: Browser, site: str) -> None:
    with opened(browser, site, scripts=False) as page:
        page.goto(f"{site}/sparql?question=courts-of-area")
        assert "prosecutesAt" in page.get_by_label("Query").input_value()
        page.goto(f"{site}/sparql")
        page.get_by_label("Answer as").select_option("json")
        page.get_by_role("button", name="Run").click()
        assert "Oakham Magistrates' Court" in page.content()


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_its_width(browser: Browser, site: str, name: str, width: int) -> None:
    """Its picture is kept in build/screens, to be looked at."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with opened(browser, site, width=width) as page:
        page.goto(f"{site}{PAGES[name]}")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=SCREENS / f"{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
