"""Does the store answer what it holds, refuse what it cannot run, and never write to a release?"""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import QueryError, ReleaseError
from graph.namespaces import Names
from graph.store import Store, Table, iri, parse_turtle, text, turtle_to_ntriples, typed

NAMES = Names("https://example.org/")
EVER, CLAIMS, OTHER = (NAMES.graph(name) for name in ("ever", "claims", "at/2008-12-31"))
DATA = f"""
<urn:a> <urn:p> "1" <{EVER}> .
<urn:a> <urn:p> "2" <{CLAIMS}> .
<urn:a> <urn:p> "3" <{OTHER}> .
<urn:a> <urn:p> "4" .
"""


@pytest.fixture
def store() -> Store:
    """A store with one quad in each of four graphs."""
    store = Store.in_memory(NAMES)
    store.load(DATA.encode())
    return store


def test_which_graph_does_a_plain_query_see(store: Store) -> None:
    assert store.select("SELECT ?o { <urn:a> <urn:p> ?o }").texts() == [("1",)]


def test_which_graphs_are_seen_by_name(store: Store) -> None:
    """Another's date is not among them."""
    answer = store.select("SELECT ?g ?o { GRAPH ?g { ?s ?p ?o } } ORDER BY ?o")
    assert answer.texts() == [(EVER, "1"), (CLAIMS, "2")]


def test_is_a_parameter_bound_and_never_pasted(store: Store) -> None:
    query = "SELECT ?s ?o { ?s <urn:p> ?o }"
    assert store.select(query, {"s": iri("urn:a")}).texts() == [("urn:a", "1")]
    assert store.select(query, {"s": iri("urn:b")}).texts() == []
    with pytest.raises(ValueError, match="IRI"):
        iri("urn:a> ?p ?o } #")


def test_what_is_a_column_that_is_not_bound(store: Store) -> None:
    table = store.select("SELECT ?s ?x { ?s <urn:p> ?o }")
    assert table.columns == ("s", "x")
    assert table.rows[0][1] is None
    assert table.texts() == [("urn:a", "")]


def test_are_the_prefixes_of_the_project_bound(store: Store) -> None:
    assert store.select("SELECT (cje:Court AS ?c) {}").texts() == [("https://example.org/ontology#Court",)]


@pytest.mark.parametrize(
    "query", ["SELECT", "SELECT ?x WHERE { ?x }", "INSERT DATA { <urn:a> <urn:b> 1 }", "", "\x00"]
)
def test_is_a_query_refused_that_cannot_be_read(store: Store, query: str) -> None:
    with pytest.raises(QueryError, match=r"^The query cannot be run: "):
        store.select(query)


@pytest.mark.parametrize("query", ["ASK {}", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"])
def test_is_another_form_of_query_refused_where_a_table_is_wanted(store: Store, query: str) -> None:
    with pytest.raises(QueryError, match="A SELECT query is needed here"):
        store.select(query)


def test_which_triples_does_a_construct_make(store: Store) -> None:
    [triple] = store.construct("CONSTRUCT { ?s <urn:q> ?o } { ?s <urn:p> ?o }")
    assert [text(term) for term in (triple.subject, triple.predicate, triple.object)] == [
        "urn:a",
        "urn:q",
        "1",
    ]
    with pytest.raises(QueryError, match="A CONSTRUCT query is needed here"):
        store.construct("ASK {}")


@pytest.mark.parametrize(
    ("query", "format", "answer"),
    [
        ("SELECT ?o { ?s ?p ?o }", "csv", b"o\r\n1\r\n"),
        ("SELECT ?o { ?s ?p ?o }", "tsv", b'?o\n"1"\n'),
        (
            "SELECT ?o { ?s ?p ?o }",
            "json",
            b'{"head":{"vars":["o"]},"results":{"bindings":[{"o":{"type":"literal","value":"1"}}]}}',
        ),
        ("ASK {}", "json", b'{"head":{},"boolean":true}'),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "nt", b'<urn:a> <urn:p> "1" .\n'),
    ],
)
def test_how_is_an_answer_written(store: Store, query: str, format: str, answer: bytes) -> None:
    assert store.serialize_answer(query, format) == answer


@pytest.mark.parametrize(
    ("query", "format", "message"),
    [
        ("SELECT ?o { ?s ?p ?o }", "ttl", "A table can be had as json, xml, csv, tsv, not as ttl."),
        (
            "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
            "csv",
            "A graph can be had as ttl, nt, xml, jsonld, trig, nq, not as csv.",
        ),
    ],
)
def test_is_a_format_refused_that_does_not_fit_the_answer(
    store: Store, query: str, format: str, message: str
) -> None:
    with pytest.raises(QueryError) as raised:
        store.serialize_answer(query, format)
    assert str(raised.value) == message


def test_is_a_query_refused_whose_service_does_not_answer(store: Store) -> None:
    query = "SELECT ?s { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }"
    with pytest.raises(QueryError, match=r"^The query stopped before its end: "):
        store.select(query)
    with pytest.raises(QueryError, match=r"^The query stopped before its end: "):
        store.serialize_answer(query, "csv")


def test_is_a_store_on_disk_what_was_put_into_it(tmp_path: Path) -> None:
    made = Store.create(tmp_path / "store", NAMES)
    made.load(DATA.encode())
    made.optimize()
    del made
    store = Store.open(tmp_path / "store", NAMES)
    assert len(store) == 4
    assert store.select("SELECT ?o { ?s ?p ?o }").texts() == [("1",)]
    with pytest.raises(RuntimeError, match="read-write"):
        store.load(b"<urn:b> <urn:p> <urn:c> .")


def test_is_a_store_named_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"No store can be opened at .*Run: estate build"):
        Store.open(tmp_path / "store")


def test_are_the_triples_of_a_turtle_text_canonical() -> None:
    document = '@prefix a: <urn:> . a:a a:p """two\nlines""" , 5 .'
    assert list(turtle_to_ntriples(document)) == [
        '<urn:a> <urn:p> "two\\nlines" .',
        '<urn:a> <urn:p> "5"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    ]
    with pytest.raises(SyntaxError):
        list(parse_turtle("<urn:a> <urn:p>"))


def test_what_is_the_plain_text_of_a_term() -> None:
    assert text(iri("urn:a")) == "urn:a"
    assert text(typed("2008-12-31", "http://www.w3.org/2001/XMLSchema#date")) == "2008-12-31"
    assert Table(("a",), ((iri("urn:a"),), (None,))).texts() == [("urn:a",), ("",)]
