"""Is the ontology served at its IRI in each syntax, by its version, and drawn?"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from xml.etree import ElementTree

import httpx
import pytest
from rdflib import OWL, Graph, URIRef

from graph.build import Built
from graph.estate import Estate
from tests.serving import serving


@pytest.fixture(scope="module")
def site(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A reader of a server of the real release."""
    with (
        serving(["--release", str(built.release.folder)], tmp_path_factory.mktemp("ontology")) as server,
        httpx.Client(base_url=server.url, timeout=30) as client,
    ):
        yield client


@pytest.mark.parametrize(
    ("suffix", "media", "format"),
    [
        ("ttl", "text/turtle", "turtle"),
        ("rdf", "application/rdf+xml", "xml"),
        ("jsonld", "application/ld+json", "json-ld"),
        ("nt", "application/n-triples", "nt"),
    ],
)
def test_is_the_ontology_the_same_in_each_syntax(
    site: httpx.Client, estate: Estate, suffix: str, media: str, format: str
) -> None:
    asked = "SELECT ?v WHERE { GRAPH ?g { ?o a owl:Ontology ; owl:versionInfo ?v } }"
    [(version,)] = estate.query(asked).texts()
    wanted = {
        (URIRef(s), URIRef(p)) for s, p in estate.query(
            f"SELECT ?s ?p WHERE {{ GRAPH <{estate.base}graph/ontology> {{ ?s ?p ?o }} }}").texts()
    }  # fmt: skip
    by_ending = site.get(f"/ontology.{suffix}")
    assert by_ending.headers["content-type"].startswith(media)
    by_accept = site.get(f"/ontology/{version}", headers={"Accept": media})
    assert by_accept.content == by_ending.content
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        found = Graph().parse(data=by_ending.content, format=format)
    assert {(s, p) for s, p, _ in found} == wanted
    header = URIRef(f"{estate.base}ontology")
    assert found.value(header, OWL.versionIRI) == URIRef(f"{estate.base}ontology/{version}")


def test_a_version_of_the_ontology_that_is_not_served(site: httpx.Client) -> None:
    missing = site.get("/ontology/9.9.9", headers={"Accept": "text/turtle"})
    assert missing.status_code == 404
    assert "version 0.1.0 of the ontology, not 9.9.9" in missing.json()["detail"]
    assert site.get("/ontology.docx", headers={"Accept": "application/json"}).status_code == 404


def test_the_diagram_has_every_class_and_what_it_is_a_kind_of(site: httpx.Client, estate: Estate) -> None:
    told = site.get("/ontology.svg")
    assert told.headers["content-type"].startswith("image/svg+xml")
    picture = ElementTree.fromstring(told.content)  # noqa: S314 - our own server's
    links = {a.attrib["href"] for a in picture.iter("{http://www.w3.org/2000/svg}a")}
    classes = estate.query(
        f"SELECT ?c WHERE {{ GRAPH <{estate.base}graph/ontology> {{ ?c a owl:Class }} "
        "FILTER(STRSTARTS(STR(?c), STR(cje:))) }"
    ).texts()
    assert links == {f"/ontology/{row[0].rpartition('#')[2]}" for row in classes}
    assert told.text in site.get("/ontology", headers={"Accept": "text/html"}).text
