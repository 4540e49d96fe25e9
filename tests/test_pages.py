"""Does each page of the site answer, hold together as HTML, and lead somewhere?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from urllib.parse import urldefrag, urljoin
from xml.etree.ElementTree import Element

import html5lib
import httpx
import pytest
from rdflib import Graph, Namespace
from rdflib.namespace import RDF

from api.answers.quality import source, sources
from api.calls import Page
from api.rendering import render
from graph.build import Built
from graph.estate import Estate
from tests.serving import serving

PAGES = (
    "/",
    "/search",
    "/questions",
    "/changes",
    "/changes?at=2008-12-31",
    "/changes?from=2011-01-01&to=2011-12-31&kind=closure",
    "/compare",
    "/compare?from=2009-12-31&to=2012-01-01",
    "/sources",
    "/quality",
    "/ontology",
    "/ontology/Court",
    "/ontology/successor",
    "/timeline",
    "/about",
    "/exports",
    "/exports?at=2008-12-31",
    "/report",
    "/report?subject=magistrates-court/oakham&property=cje:point",
)
FOLLOWED = 150
"""How many links are followed; the crawl of all is the journeys' and takes minutes."""
CJE = Namespace("https://w3id.org/justice-estate/ontology#")


@pytest.fixture(scope="module")
def site(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A reader of pages, of a server of the real release."""
    with (
        serving(["--release", str(built.release.folder)], tmp_path_factory.mktemp("pages")) as server,
        httpx.Client(base_url=server.url, headers={"accept": "text/html"}, timeout=30) as client,
    ):
        yield client


def page_at(site: httpx.Client, path: str) -> Element:
    """A page, read by the rules of HTML without any mending: what is not well formed raises."""
    answer = site.get(path)
    assert answer.status_code == 200, answer.text
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    page: Element = parser.parse(answer.text)
    return page


def words_of(page: Element, tag: str = "main") -> str:
    """The words of the only element of a name."""
    (element,) = page.iter(tag)
    return " ".join("".join(element.itertext()).split())


def links_of(page: Element) -> list[str]:
    return [each.attrib["href"] for each in page.iter("a") if "href" in each.attrib]


@pytest.mark.parametrize("path", PAGES)
def test_does_a_page_have_its_landmarks_and_no_style_that_the_policy_forbids(
    site: httpx.Client, path: str
) -> None:
    page = page_at(site, path)
    tags = [str(each.tag) for each in page.iter()]
    assert [tags.count(name) for name in ("h1", "main")] == [1, 1]
    assert [name for name in ("header", "nav", "footer") if name not in tags] == []
    levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert [pair for pair in pairwise(levels) if pair[1] - pair[0] > 1] == []
    ids = Counter(each.attrib["id"] for each in page.iter() if "id" in each.attrib)
    assert [name for name, times in ids.items() if times > 1] == []
    assert [each.tag for each in page.iter() if "style" in each.attrib or each.tag == "style"] == []
    inline = [each for each in page.iter("script") if "src" not in each.attrib]
    assert {each.get("type") for each in inline} <= {"application/ld+json"}
    labelled = {each.get("for") for each in page.iter("label")}
    fields = [each for tag in ("input", "select") for each in page.iter(tag) if each.get("type") != "hidden"]
    assert [each.get("name") for each in fields if not labelled & {each.get("id")}] == []


@pytest.mark.parametrize("path", ["/sources", "/quality", "/ontology", "/about", "/timeline", "/changes"])
def test_is_a_day_that_is_none_refused_even_where_nothing_depends_on_it(
    site: httpx.Client, path: str
) -> None:
    answer = site.get(path, params={"at": "2008-13-01"})
    assert answer.status_code == 400
    assert "2008-13-01" in answer.text


def test_do_links_of_the_pages_lead_somewhere(site: httpx.Client) -> None:
    found = {
        urldefrag(urljoin(str(site.base_url.join(path)), link)).url: path
        for path in PAGES
        for link in links_of(page_at(site, path))
    }
    inner = sorted(link for link in found if link.startswith(str(site.base_url)))
    events = [link for link in inner if "/doc/closure/" in link and "at=2008-12-31" in link]
    assert events, "no page tells of a closing that the day may not know of"
    picked = {*inner[:: max(1, len(inner) // FOLLOWED)], *events[:5]}
    answers = {link: site.get(link, follow_redirects=True).status_code for link in sorted(picked)}
    assert {link: (code, found[link]) for link, code in answers.items() if code != 200} == {}


def test_is_a_closing_told_of_on_a_day_before_it(site: httpx.Client) -> None:
    page = page_at(site, "/doc/closure/woolwich-2011?at=2008-12-31")
    assert "Woolwich" in words_of(page, "h1")


def test_does_a_page_of_a_term_lead_to_its_neighbours(site: httpx.Client) -> None:
    page = page_at(site, "/ontology/Court?at=2008-12-31")
    assert words_of(page, "h1") == "Court"
    assert "/ontology/CriminalCourt?at=2008-12-31" in links_of(page)
    missing = site.get("/ontology/Nonesuch")
    assert missing.status_code == 404
    assert "Nonesuch" in missing.text


def test_is_the_ontology_had_as_turtle_whole_and_by_the_term(site: httpx.Client, estate: Estate) -> None:
    wanted = {"accept": "text/turtle"}
    whole = Graph().parse(data=site.get("/ontology", headers=wanted).text, format="turtle")
    term = Graph().parse(data=site.get("/ontology/Court", headers=wanted).text, format="turtle")
    held = f"SELECT ?s ?p ?o WHERE {{ GRAPH <{estate.store.names.base}graph/ontology> {{ ?s ?p ?o }} }}"
    assert len(whole) == len(estate.query(held).rows) > 0
    assert set(term) == set(whole.triples((CJE.Court, None, None)))
    assert (CJE.Court, RDF.type, None) in term


def test_are_the_figures_of_the_pages_those_of_the_release(site: httpx.Client, estate: Estate) -> None:
    count = len(estate.view("sources-told").rows)
    assert f"{count} sources" in words_of(page_at(site, "/sources"))
    assert f"{count} sources" in words_of(page_at(site, "/about"))
    conflicts = len(estate.view("conflicts").rows)
    assert f"disagree on {conflicts} points" in words_of(page_at(site, "/quality"))


def test_is_a_reported_error_a_row_of_the_claim_tables(site: httpx.Client) -> None:
    given = {"subject": "magistrates-court/oakham", "property": "skos:prefLabel", "value": 'A "b", <script>'}
    page = page_at(site, str(httpx.URL("/report", params=given)))
    assert words_of(page, "pre").endswith(
        'magistrates-court/oakham,skos:prefLabel,"A ""b"", <script>",,,,,,,'
    )
    assert "Still missing: source, locator." in words_of(page)


@pytest.mark.parametrize(
    "given",
    [
        {"licence": "OPL-3.0"},
        {"kind": "newspaper"},
        {"q": "leicester"},
        {"kind": "code list", "sort": "title"},
    ],
)
def test_are_sources_filtered_as_the_api_does(site: httpx.Client, given: dict[str, str]) -> None:
    asked = {"sort": "claims"} | given
    told = site.get("/api/v1/sources", params=asked | {"per_page": "50"}).json()
    page = page_at(site, str(httpx.URL("/sources", params=given)))
    assert 0 < told["total"] < 935
    assert f"{told['total']} sources" in words_of(page)
    listed = [link for link in links_of(page) if link.startswith("/sources/")]
    assert listed == [f"/sources/{each['key'].partition('/')[2]}" for each in told["items"]]
    chosen = [each.get("value") for each in page.iter("option") if "selected" in each.attrib]
    assert set(given.values()) - {given.get("q")} <= set(chosen)


def test_do_the_pages_of_sources_and_of_one_source_go_on(site: httpx.Client) -> None:
    for path in ("/sources", "/sources/cjs-ou-codes-v32"):
        first, second = (words_of(page_at(site, f"{path}?page={number}")) for number in (1, 2))
        assert "Page 1 of " in first
        assert "Page 2 of " in second
        assert len(site.get(f"{path}?page=2").content) <= 60_000


def test_does_each_source_have_a_page(site: httpx.Client, estate: Estate) -> None:
    """Each is made, and those of most claims are asked for as well."""
    keys = [key.partition("/id/source/")[2] for key, *_ in estate.view("sources-told").texts()]
    assert len(keys) > 900
    pages = {
        key: len(render("source.html", source(estate, key), Page(f"/sources/{key}"), estate.release))
        for key in keys
    }
    assert [key for key, size in pages.items() if size > 60_000] == []
    most = sources(estate, sort="claims", per_page=12).items
    answers = {each.key: site.get(f"/sources/{each.key.partition('/')[2]}").status_code for each in most}
    assert set(answers.values()) == {200}, answers


def test_are_gaps_told_in_words_and_by_class(site: httpx.Client) -> None:
    whole = page_at(site, "/quality")
    assert re.search(r"the [a-z ]+ of \d+ of \d+ was looked for and not found", words_of(whole))
    kinds = [each.attrib["value"] for each in whole.iter("option") if each.attrib["value"]]
    assert "cje:MagistratesCourt" in kinds
    for kind in ("", *kinds):
        assert len(site.get("/quality", params={"kind": kind}).content) <= 60_000
    court = words_of(page_at(site, "/quality?kind=cje:MagistratesCourt"))
    assert "How much is known of each magistrates' court" in court
    refused = site.get("/quality?kind=cje:Nonesuch")
    assert refused.status_code == 400
    assert "cje:Nonesuch" in refused.text


def test_is_a_kind_chosen_from_those_that_there_are(site: httpx.Client) -> None:
    page = page_at(site, "/compare?from=2009-12-31&to=2012-01-01&kind=magistrates-court")
    assert [each.attrib["value"] for each in page.iter("option") if "selected" in each.attrib] == [
        "magistrates-court"
    ]
    assert "Magistrates' court" in words_of(page)
    assert "Police force" not in [" ".join(each.itertext()) for each in page.iter("th")]


def test_is_the_past_told_in_words_that_fit_the_thing(site: httpx.Client) -> None:
    said = {
        key: (site.get(f"/api/v1/things/{key}").json()["state_words"], words_of(page_at(site, f"/doc/{key}")))
        for key in ("magistrates-court/oakham", "cps-area/1999/leicestershire-and-rutland")
    }
    assert [words for words, _ in said.values()] == ["closed", "no longer there"]
    assert all(words in page for words, page in said.values())
    found = site.get("/api/v1/things", params={"kind": "cps-area", "state": "closed"}).json()["items"]
    assert {each["state_words"] for each in found} == {"no longer there"}


def test_are_years_drawn_to_scale(site: httpx.Client) -> None:
    page = page_at(site, "/timeline")
    (line,) = (each for each in page.iter() if str(each.tag).endswith("polyline"))
    across = [float(point.partition(",")[0]) for point in line.attrib["points"].split()]
    days = [
        date.fromisoformat(link.partition("at=")[2]) for link in links_of(page) if link.startswith("/map?at=")
    ]
    days = [day for day in days if day >= date(2004, 1, 1)]
    assert len(days) == len(across) > 20
    shares = [(x - across[0]) / (across[-1] - across[0]) for x in across]
    wanted = [(day - days[0]).days / (days[-1] - days[0]).days for day in days]
    assert shares == pytest.approx(wanted, abs=0.001)
