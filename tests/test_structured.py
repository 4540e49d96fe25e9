"""Does each page name itself, and describe what it is about in schema.org's terms as the graph tells it?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import html5lib
import httpx
import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDFS

from api.calls import Page
from api.structured import TYPES, structured
from graph.build import Built
from graph.estate import Estate
from graph.resources import turtle_files
from tests.browsing import chromium, opened
from tests.kinds_of_page import KINDS, MISSING, WRONG, on
from tests.serving import serving

SCHEMA = Namespace("https://schema.org/")
WANTED = {
    "home": "WebSite",
    "court": "GovernmentOrganization",
    "building": "Courthouse",
    "area": "GovernmentOrganization",
    "force": "GovernmentOrganization",
    "source": "Dataset",
    "sources": "Dataset",
    "about": "Dataset",
    "term": "DefinedTerm",
    "ontology": "DefinedTermSet",
}
"""The types of what pages are about; the others are pages and no more."""
KNOWN = {
    *WANTED.values(), "AdministrativeArea", "CreativeWork", "EntryPoint", "GeoCoordinates", "Legislation",
    "Organization", "Person", "Place", "PostalAddress", "Report", "SearchAction", "Thing", "WebPage",
}  # fmt: skip
DATE = re.compile(r"\d{4}(-\d\d){0,2}")


@pytest.fixture(scope="module")
def url(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the real release."""
    with serving(["--release", str(built.release.folder)], tmp_path_factory.mktemp("site")) as server:
        yield server.url


@pytest.fixture(scope="module")
def site(url: str) -> Iterator[httpx.Client]:
    """A reader of its pages."""
    with httpx.Client(base_url=url, headers={"accept": "text/html"}, timeout=60) as client:
        yield client


def told(site: httpx.Client, path: str) -> dict[str, Any]:
    """What a page says that it is about."""
    answer = site.get(path)
    assert answer.status_code == 200, answer.text
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.text, re.DOTALL)
    found: dict[str, Any] = json.loads(block)
    assert found["@context"] == "https://schema.org"
    return found


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every node of a description."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(inner)


@pytest.mark.parametrize("path", [*KINDS.values(), *map(on, KINDS.values()), MISSING, WRONG])
def test_does_a_page_have_a_title_a_heading_a_language_and_an_address_of_its_own(
    site: httpx.Client, path: str
) -> None:
    answer = site.get(path)
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.text)
    assert page.get("lang") == "en"
    (title,), (heading,) = page.iter("title"), page.iter("h1")
    assert re.fullmatch(r"\S.* – Justice Estate", title.text)
    assert "".join(heading.itertext()).strip()
    canonical = [each.get("href") for each in page.iter("link") if each.get("rel") == "canonical"]
    if answer.status_code == 200:
        (address,) = canonical
        assert address.startswith(
            (f"{site.base_url}/", str(site.base_url), "https://w3id.org/justice-estate/")
        )
    else:
        assert canonical == []


@pytest.mark.parametrize("kind", KINDS)
def test_is_a_page_described_as_what_it_is(site: httpx.Client, kind: str) -> None:
    found = told(site, KINDS[kind])
    assert found["@type"] == WANTED.get(kind, "WebPage")
    for node in nodes(found):
        assert node["@type"] in KNOWN
        assert all(value not in ("", [], None) for value in node.values())
        assert all(DATE.fullmatch(node[name]) for name in node if name.startswith("date"))


def test_is_a_building_where_the_graph_says_that_it_is(site: httpx.Client, estate: Estate) -> None:
    rows = estate.query(
        """SELECT ?key ?address ?postcode WHERE {
          ?building a cje:Courthouse ; cje:address ?address ; cje:postcode ?postcode .
          FILTER NOT EXISTS { ?building cje:address ?other FILTER(?other != ?address) }
          FILTER NOT EXISTS { ?building cje:postcode ?rival FILTER(?rival != ?postcode) }
          BIND(STRAFTER(STR(?building), "/id/") AS ?key)
        } ORDER BY ?key"""
    ).texts()
    assert len(rows) > 100
    for key, address, postcode in rows[::20]:
        place = told(site, f"/doc/{key}")["address"]
        assert (place["streetAddress"], place["postalCode"]) == (address, postcode)
    geo = told(site, KINDS["building"])["geo"]
    assert (geo["latitude"], geo["longitude"]) == (52.632246, -1.134346)


def test_is_a_day_told_only_where_it_is_known_to_the_day(site: httpx.Client) -> None:
    assert "dissolutionDate" not in told(site, KINDS["court"])  # Between 1 January and 30 April 2011.
    area = told(site, KINDS["area"])
    assert area["dissolutionDate"] == "2011-03-31"
    assert "dissolutionDate" not in told(site, on(KINDS["area"]))


def test_are_territories_areas_and_changes_no_more_than_what_a_page_is_about(site: httpx.Client) -> None:
    assert told(site, "/doc/criminal-justice-area/33")["@type"] == "AdministrativeArea"
    closing = told(site, KINDS["closing"])
    assert (closing["@type"], closing["about"]["@type"]) == ("WebPage", "Thing")


def test_are_the_types_those_of_the_alignments() -> None:
    graph = Graph()
    for module in turtle_files("ontology"):
        graph.parse(module)
    prefixes = {prefix: str(iri) for prefix, iri in graph.namespaces()}
    for curie, type_ in TYPES.items():
        prefix, _, name = curie.partition(":")
        if prefix == "cje":
            above = set(graph.transitive_objects(URIRef(prefixes[prefix] + name), RDFS.subClassOf))
            assert SCHEMA[type_] in above, curie


def test_can_no_text_end_the_block() -> None:
    block = structured(object(), Page("/"), "</script><script>alert(1)</script><!-- &amp;", None)
    assert block.count("<") == 2
    text = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(text)["name"] == "</script><script>alert(1)</script><!-- &amp;"


def test_does_the_browser_take_the_block_for_data(url: str) -> None:
    with chromium() as browser, opened(browser, url) as page:  # It fails on any complaint of the policy.
        page.goto("/doc/magistrates-court/oakham")
        block = page.locator('script[type="application/ld+json"]')
        assert json.loads(block.inner_text())["name"] == "Oakham Magistrates' Court"
