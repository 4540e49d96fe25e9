"""Does every IRI answer, in every form, with the statements of the graph?"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import RDF

from graph.context import context
from graph.namespaces import Names
from tests.serving import Served, serving

if TYPE_CHECKING:
    from graph.build import Built
    from graph.estate import Estate

OAKHAM = "magistrates-court/oakham"
NAMES = Names()
CJE = NAMES.prefixes["cje"]
FORMS = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
MEDIA = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}
KEYS = (
    OAKHAM,
    "police-force/leicestershire",
    "cps-area/1999/leicestershire-and-rutland",
    "courthouse/leicester-pocklingtons-walk",
    "closure/oakham-2011",
    "inspection/peel-2014/leicestershire",
    "source/cjs-ou-codes-v32",
    "rule/prosecutes-at",
    f"lifespan/{OAKHAM}/1",
)
PLAIN = "SELECT ?p ?o WHERE { <THING> ?p ?o }"


@pytest.fixture(scope="module")
def served(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The project's own release, served."""
    with serving(("--release", str(built.release.folder)), tmp_path_factory.mktemp("serve")) as server:
        yield server


@pytest.fixture(scope="module")
def http(served: Served) -> Iterator[httpx.Client]:
    """A client of the server."""
    with httpx.Client(base_url=served.url, timeout=60) as client:
        yield client


def parsed(answer: httpx.Response, form: str) -> Graph:
    """An answer as a graph; JSON-LD with the context of the project, which is not fetched."""
    assert answer.status_code == 200, answer.text
    if form != "json-ld":
        return Graph().parse(data=answer.content, format=form)
    told = answer.json()
    assert told["@context"] == "/context.jsonld"
    told["@context"] = dict(context(NAMES))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's parser warns of rdflib's classes.
        return Graph().parse(data=json.dumps(told), format=form)


def test_what_was_only_planned_has_a_document_too(http: httpx.Client) -> None:
    key = "membership/robert-marshall/chief-crown-prosecutor-north-west"
    told = http.get(f"/doc/{key}.json").json()
    assert (told["iri"], told["class_"]) == (NAMES.thing(key), "org:Membership")
    assert "<h1" in http.get(f"/doc/{key}", headers={"Accept": "text/html"}).text
    absent = http.get("/doc/membership/of-no-such-person.json")
    assert (absent.status_code, "Nothing has the key" in absent.json()["detail"]) == (404, True)


@pytest.mark.parametrize("key", KEYS)
def test_every_form_says_the_same(http: httpx.Client, key: str) -> None:
    first, *others = (parsed(http.get(f"/doc/{key}.{suffix}"), form) for suffix, form in FORMS.items())
    assert all(isomorphic(first, other) for other in others)
    assert len(first) >= 2
    assert http.get(f"/doc/{key}.html").headers["content-type"].startswith("text/html")
    assert http.get(f"/doc/{key}.json").json()["key"] == key


@pytest.mark.parametrize("media", MEDIA)
def test_accept_chooses_the_form_after_a_redirect(http: httpx.Client, media: str) -> None:
    answer = http.get(f"/id/{OAKHAM}?at=2008-12-31", headers={"accept": media})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/doc/{OAKHAM}?at=2008-12-31")
    document = http.get(answer.headers["location"], headers={"accept": media})
    assert document.headers["content-type"].startswith(media)
    assert (URIRef(NAMES.thing(OAKHAM)), RDF.type, URIRef(f"{CJE}MagistratesCourt")) in parsed(
        document, MEDIA[media]
    )


@pytest.mark.parametrize("at", [None, "2008-12-31"])
@pytest.mark.parametrize("key", KEYS[:6])
def test_a_document_has_each_statement_of_the_graph(
    http: httpx.Client, estate: Estate, key: str, at: str | None
) -> None:
    told = parsed(http.get(f"/doc/{key}.nt", params={"at": at} if at else {}), "nt")
    thing = URIRef(NAMES.thing(key))
    rows = estate.query(PLAIN.replace("THING", thing), at).texts()
    if rows:  # What was not there on the day is told by its lives alone.
        assert {(str(p), str(o)) for p, o in told.predicate_objects(thing)} == set(rows)


def test_claims_come_with_their_sources(http: httpx.Client) -> None:
    told = parsed(http.get(f"/doc/{OAKHAM}.ttl"), "turtle")
    claims = set(told.subjects(RDF.subject, URIRef(NAMES.thing(OAKHAM))))
    assert len(claims) > 10
    source = URIRef(NAMES.thing("source/cjs-ou-codes-v32"))
    assert (source, URIRef("http://purl.org/dc/terms/title"), None) in told
    dated = parsed(http.get(f"/doc/{OAKHAM}.ttl?at=2008-12-31"), "turtle")
    assert set(dated.subjects(RDF.subject, None)) == set()


def test_a_day_after_its_end_tells_its_lives_and_what_followed(http: httpx.Client) -> None:
    told = http.get(f"/doc/{OAKHAM}.json?at=2015-01-01")
    assert told.status_code == 200
    assert told.json()["present"] is False
    assert told.json()["facts"] == []
    assert "30 April 2011" in told.json()["absence"]
    assert [each["key"] for each in told.json()["followed_by"]] == ["magistrates-court/loughborough"]
    graph = parsed(http.get(f"/doc/{OAKHAM}.ttl?at=2015-01-01"), "turtle")
    thing = URIRef(NAMES.thing(OAKHAM))
    assert {str(p).removeprefix(CJE) for p in graph.predicates(thing)} == {str(RDF.type), "lifespan"}
    assert (None, URIRef(f"{CJE}latestEnd"), None) in graph


def test_a_past_area_names_its_successor(http: httpx.Client) -> None:
    told = http.get("/doc/cps-area/1999/leicestershire-and-rutland.json").json()
    assert told["followed_by"][0]["key"] == "cps-area/2011/east-midlands"


def test_links_lead_to_each_form_and_to_the_days(http: httpx.Client) -> None:
    answer = http.get(f"/doc/{OAKHAM}?at=2008-12-31", headers={"accept": "text/turtle"})
    links = [link.strip() for link in answer.headers["link"].split(",")]
    alternates = [link.partition(">")[0][1:] for link in links if 'rel="alternate"' in link]
    assert len(alternates) == 7
    assert all(http.get(path).status_code == 200 for path in alternates)
    assert f'<{NAMES.thing(OAKHAM)}>; rel="canonical"' in links
    timemap = next(link.partition(">")[0][1:] for link in links if 'rel="timemap"' in link)
    days = http.get(timemap).json()["days"]
    assert days == ["2004-01-01", "2004-11-11", "2005-12-13", "2007-12-01", "2011-04-01", "2011-05-01"]
    listed = http.get(timemap, headers={"accept": "application/link-format"}).text
    assert listed.count("memento") == len(days)
    assert 'rel="last memento";datetime="Sun, 01 May 2011 00:00:00 GMT"' in listed


def test_the_context_is_the_one_that_the_ontology_makes(http: httpx.Client) -> None:
    answer = http.get("/context.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    assert answer.json()["@context"] == dict(context(NAMES))
    assert answer.json()["@context"]["withinJusticeArea"] == {"@id": "cje:withinJusticeArea", "@type": "@id"}


@pytest.mark.parametrize("path", ["/doc/magistrates-court/nowhere.ttl", "/doc/a%20b.nt", "/timemap/x/y"])
def test_a_key_that_is_not_known(http: httpx.Client, path: str) -> None:
    answer = http.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_day_that_is_none(http: httpx.Client) -> None:
    assert http.get(f"/doc/{OAKHAM}.ttl?at=31-12-2008").status_code == 400
