"""What does a SPARQL text mention?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, URIRef
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from graph.errors import QueryError
from graph.namespaces import Names
from graph.resources import query_files, read
from graph.sparql import Scan, resolve, scan

AT = "http://e/graph/at/"
DAY = f"{AT}2008-12-31"


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ GRAPH <{DAY}> {{ ?s ?p ?o }} }}",
        f"PREFIX at: <{AT}> SELECT * {{ GRAPH at:2008-12-31 {{ ?s ?p ?o }} }}",
        f"prefix : <{AT}> SELECT * {{ VALUES ?g {{ :2008-12-31 }} GRAPH ?g {{ ?s ?p ?o }} }}",
        "BASE <http://e/x> SELECT * { GRAPH <graph/at/2008-12-31> { ?s ?p ?o } }",
        "BASE <http://e/graph/> PREFIX a: <at/> SELECT * { GRAPH a:2008-12-31 { ?s ?p ?o } }",
        "BASE <http://e/> BASE <graph/> SELECT * { GRAPH <at/2008-12-31> { ?s ?p ?o } }",
        r"SELECT * { GRAPH <http://e/graph/at/2008\u002D12-31> { ?s ?p ?o } }",
        rf"PREFIX at: <{AT}> SELECT * {{ GRAPH at:2008\-12\-31 {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p ?o FILTER(?s = <{DAY}>) }}",
        f"PREFIX at: <{AT}> SELECT * {{ ?s ?p at:2008-12-31. }}",
        f"PREFIX at: <{AT}> SELECT * {{ ?s (at:2008-12-31/at:x)* ?o }}",
        f"SELECT * {{ ?s ?p <<( <{DAY}> ?q ?r )>> }}",
    ],
)
def test_a_graph_is_found_wherever_it_is_named(text: str) -> None:
    assert DAY in scan(text).iris


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ ?s ?p '<{DAY}>' }}",
        f'SELECT * {{ ?s ?p """a " <{DAY}> ""b""" }}',
        f"SELECT * {{ ?s ?p '''a '' <{DAY}> ''' }}",
        rf"SELECT * {{ ?s ?p 'a \' <{DAY}>' }}",
        f"SELECT * {{ ?s ?p ?o }} # <{DAY}>",
        f"PREFIX at: <{DAY}> SELECT * {{ ?s ?p ?o }}",
        "PREFIX at: <http://other/> SELECT * { ?s ?p at:2008-12-31 }",
        "SELECT * { ?s ?p unknown:2008-12-31 }",
    ],
)
def test_what_only_looks_like_a_graph(text: str) -> None:
    assert DAY not in scan(text, prefixes={"at": AT}).iris


def test_the_clauses_of_a_dataset() -> None:
    found = scan(
        f"PREFIX at: <{AT}> SELECT * FROM at:a FROM NAMED <{DAY}> from named at:b FROM <{DAY}> {{ }}"
    )
    assert (found.default_graphs, found.named_graphs) == ((f"{AT}a", DAY), (DAY, f"{AT}b"))
    assert found.iris == {f"{AT}a", f"{AT}b", DAY}
    assert found.has_dataset


def test_has_a_query_without_a_clause_a_dataset() -> None:
    assert not scan("SELECT ?from { ?from ?named 'FROM <http://e/g>' }").has_dataset


@pytest.mark.parametrize(
    ("text", "form", "queries"),
    [
        ("SELECT * { { SELECT ?s { ?s ?p ?o } } }", "SELECT", 1),
        ("# SELECT\nPREFIX a: <b> construct { } where { select * { } }", "CONSTRUCT", 1),
        ("ASK { } SELECT * { }", "ASK", 2),
        ("DESCRIBE <http://e/select>", "DESCRIBE", 1),
        ("BASE <http://e/> INSERT DATA { <a> <b> <c> } ; DELETE WHERE { }", "UPDATE", 1),
        ("WITH <http://e/g> DELETE { } WHERE { }", "UPDATE", 1),
        ("SELECT ?add ?load { ?add ?load ?drop }", "SELECT", 1),
        ("", "", 0),
        ("hello", "", 0),
    ],
)
def test_the_form_of_a_text(text: str, form: str, queries: int) -> None:
    found = scan(text)
    assert (found.form, found.queries) == (form, queries)


def test_the_words_and_the_nesting() -> None:
    found = scan("SELECT * { SERVICE <http://e/> { ?s ?p [ ?q (1 2) ] } FILTER(?load < ?b) }")
    assert found.keywords == {"SELECT", "SERVICE", "FILTER", "1", "2"}
    assert found.depth == 4


def test_less_than_is_no_beginning_of_an_iri() -> None:
    assert scan("PREFIX e: <http://e/> SELECT * { FILTER(?a<?b && e:a >= e:b) }").iris == {
        "http://e/a",
        "http://e/b",
    }


@pytest.mark.parametrize("string", ['"a', "'a\nb'", '"""a"" '])
def test_a_string_that_does_not_end(string: str) -> None:
    with pytest.raises(QueryError, match="The string that begins at line 2, column 9 does not end"):
        scan("SELECT *\n { ?s a " + string)


@pytest.mark.parametrize(
    "piece", ["{", "<", "\\u", "a.", "a", ":", "''", "%", "<a", "a:b ", " ", "#", "[(", "\\", '"""']
)
def test_does_a_megabyte_of_anything_come_to_an_end(piece: str) -> None:
    try:
        found = scan(piece * (300_000 // len(piece)))
    except QueryError:
        return
    assert isinstance(found, Scan)


REFERENCES = """
g:h g:h
g http://a/b/c/g
./g http://a/b/c/g
g/ http://a/b/c/g/
/g http://a/g
//g http://g
?y http://a/b/c/d;p?y
g?y http://a/b/c/g?y
#s http://a/b/c/d;p?q#s
g#s http://a/b/c/g#s
;x http://a/b/c/;x
. http://a/b/c/
./ http://a/b/c/
.. http://a/b/
../ http://a/b/
../g http://a/b/g
../.. http://a/
../../g http://a/g
../../../g http://a/g
/./g http://a/g
/../g http://a/g
g. http://a/b/c/g.
..g http://a/b/c/..g
./../g http://a/b/g
g/./h http://a/b/c/g/h
g/../h http://a/b/c/h
g?y/./x http://a/b/c/g?y/./x
"""


@pytest.mark.parametrize("pair", REFERENCES.split("\n")[1:-1])
def test_the_examples_of_rfc_3986(pair: str) -> None:
    reference, whole = pair.split(" ")
    assert resolve(reference, "http://a/b/c/d;p?q") == whole


def test_a_reference_to_the_base_itself() -> None:
    assert resolve("", "http://a/b/c/d;p?q#f") == "http://a/b/c/d;p?q"


def iris_of(text: str) -> set[str]:
    """The IRIs that rdflib's parser finds, but for the datatypes that it gives to numbers."""
    found: set[str] = set()

    def walk(part: object) -> None:
        if isinstance(part, URIRef):
            found.add(str(part))
        elif isinstance(part, CompValue):
            for value in part.values():
                walk(value)
        elif isinstance(part, (list, tuple, set)):
            for value in part:
                walk(value)
        elif hasattr(part, "args"):
            walk(list(part.args))
        elif isinstance(part, dict):
            for value in part.values():
                walk(value)

    walk(translateQuery(parseQuery(text)).algebra)
    return found - {str(RDF.type)}  # The word `a` is no IRI of the text.


pieces = st.sampled_from(
    [
        "?s ?p <http://a/b> .",
        "?s e:x-y ?o .",
        "?s a e:c.d .",
        "?s ?p 'its <http://no/>' .",
        '?s ?p """<http://no/> "quoted" """ .',
        "# <http://no/>\n",
        "FILTER(?s<?o&&?o > e:k)",
        "OPTIONAL { ?s e:é ?o }",
        "GRAPH <g/h> { ?s ?p <../r> }",
        "?s e:a/^e:b ?o .",
        "VALUES ?v { e:v <http://v/#w> }",
        "{ ?s ?p <?q> } UNION { ?s ?p <#f> }",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces, max_size=8))
def test_are_the_iris_those_that_a_parser_finds(parts: list[str]) -> None:
    text = "BASE <http://b/c/d>\nPREFIX e: <../e#> SELECT * WHERE { " + " ".join(parts) + " }"
    wanted = iris_of(text)
    assert wanted - scan(text).iris == set()
    assert not any("//no/" in iri for iri in scan(text).iris)


@pytest.mark.parametrize(
    "path",
    [p for kind in ("answer", "check", "export", "infer") for p in query_files(kind)],
    ids=lambda p: p.stem,
)
def test_are_the_iris_of_our_own_queries_found(path: Path) -> None:
    text = read(path)
    own = {iri for iri in iris_of(text) if iri.startswith(Names().base)}
    assert own - scan(text, prefixes=Names().prefixes).iris == set()
