"""Is an answer sent in the form that the request likes best?"""

from __future__ import annotations

import pytest

from api.errors import Problem
from api.negotiation import GRAPH, TABLE, Offer, choose, chosen, ranges
from graph.store import Store


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/*", "application/sparql-results+json"),
        ("text/*", "text/csv; charset=utf-8"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("TEXT/CSV ; Q=0.5", "text/csv; charset=utf-8"),
        ("application/json", "application/json"),
        ("application/xml", "application/xml"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.7", "text/tab-separated-values; charset=utf-8"),
        ("text/csv, */*", "text/csv; charset=utf-8"),
        ("text/csv;q=0, text/*", "text/tab-separated-values; charset=utf-8"),
        ("*/*, application/sparql-results+json;q=0", "application/sparql-results+xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
        ("text/csv; charset=utf-8", "text/csv; charset=utf-8"),
        ('text/csv; charset="UTF-8"', "text/csv; charset=utf-8"),
        ("text/html", None),
        ("text/csv; charset=latin1", None),
        ("text/csv;q=0", None),
        ("*/*;q=0", None),
        ("nonsense", "application/sparql-results+json"),
        ("nonsense, text/csv", "text/csv; charset=utf-8"),
        ('text/html;a=",text/csv", application/json', "application/json"),
    ],
)
def test_the_form_of_a_table(accept: str, media_type: str | None) -> None:
    found = choose(accept, TABLE)
    assert (found.media_type if found else None) == media_type


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("", "ttl"),
        ("application/n-triples, text/turtle;q=0.9", "nt"),
        ("text/plain", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "jsonld"),
        ("application/trig", "trig"),
        ("application/n-quads", "nq"),
        ("application/sparql-results+json", None),
    ],
)
def test_the_form_of_a_graph(accept: str, format: str | None) -> None:
    found = choose(accept, GRAPH)
    assert (found.format if found else None) == format


def test_a_format_goes_before_the_header() -> None:
    assert chosen("text/csv", TABLE, "xml").media_type == "application/sparql-results+xml"
    with pytest.raises(Problem) as raised:
        chosen("", TABLE, "ttl")
    assert (raised.value.status, raised.value.extra["allow"]) == (400, ["json", "xml", "csv", "tsv"])


def test_a_refusal_lists_what_there_is() -> None:
    with pytest.raises(Problem) as raised:
        chosen("text/html", GRAPH[:2])
    assert raised.value.status == 406
    assert raised.value.extra == {"value": "text/html", "allow": ["text/turtle", "application/n-triples"]}


def test_how_many_ranges_are_read() -> None:
    assert len(ranges("a/b," * 50_000)) == 100
    assert ranges('"' * 10_000) == []


@pytest.mark.parametrize("offer", TABLE, ids=lambda offer: offer.format)
def test_is_every_form_of_a_table_written_by_the_store(offer: Offer) -> None:
    assert Store.in_memory().serialize_answer("ASK { }", offer.format)
    assert Store.in_memory().serialize_answer("SELECT ?x { }", offer.format)


@pytest.mark.parametrize("offer", GRAPH, ids=lambda offer: offer.format)
def test_is_every_form_of_a_graph_written_by_the_store(offer: Offer) -> None:
    query = "CONSTRUCT { <http://e/a> <http://e/b> 1 } { }"
    assert Store.in_memory().serialize_answer(query, offer.format)


@pytest.mark.parametrize(
    ("written", "format"),
    [("turtle", "ttl"), ("rdf+xml", "xml"), ("json-ld", "jsonld"), ("application/x-none,N3", "ttl")],
)
def test_a_format_by_the_names_of_other_clients(written: str, format: str) -> None:
    assert chosen("", GRAPH, written).format == format
