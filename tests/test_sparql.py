"""What does a SPARQL text mention?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyparsing import ParseResults
from rdflib import RDF, URIRef
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from graph.errors import QueryError
from graph.iris import resolve
from graph.namespaces import Names
from graph.resources import query_files, read
from graph.sparql import Scan, scan

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
    assert found.keywords == {"SELECT", "SERVICE", "FILTER"}
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

    with deep_recursion():
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


# How many triple patterns there are


def patterns(part: object) -> int:
    """How many triple patterns a parsed query matches, and one more for each further step of a path.

    What is counted is the text as rdflib reads it, which loses the patterns of an EXISTS in another when it
    makes its algebra of it. Triples are flat there, in threes.
    """
    if isinstance(part, CompValue) and part.name == "TriplesBlock":
        flat = [term for chain in part.triples for term in chain]
        return len(flat) // 3 + sum(map(steps, flat[1::3]))
    return sum(map(patterns, inner(part)))


def steps(path: object) -> int:
    """How many steps after the first a path has, in all its parts."""
    own = len(path.part) - 1 if isinstance(path, CompValue) and path.name == "PathSequence" else 0
    return own + sum(map(steps, inner(path)))


def inner(part: object) -> Iterator[object]:
    if isinstance(part, CompValue):
        yield from part.values()
    elif isinstance(part, (list, tuple, ParseResults)):
        yield from part


@contextmanager
def deep_recursion() -> Iterator[None]:
    """rdflib's parser calls itself for every branch of a UNION, and pytest has used up some of the depth."""
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    try:
        yield
    finally:
        sys.setrecursionlimit(usual)


def exact(text: str) -> int:
    with deep_recursion():
        return patterns(parseQuery(text)[1])


@pytest.mark.parametrize(
    "path",
    [p for kind in ("answer", "check", "export", "infer") for p in query_files(kind)],
    ids=lambda p: p.stem,
)
def test_are_the_patterns_of_our_own_queries_counted(path: Path) -> None:
    text = read(path)
    assert scan(text).statements == exact(text)


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("", 0),
        ("?s ?p ?o", 1),
        ("?s ?p ?o .", 1),
        ("?s ?p 1.", 1),
        ("?s ?p 1. ?t ?q -1.5e+3.", 2),
        ("?s ?p true. ?t ?q _:b. _:b ?q 'x'@en", 3),
        ("?s a e:T ; ?p 1 , 2 ; ; e:q 3 ; .", 4),
        ("?s ?p '1'^^e:d , 'x'@en-gb", 2),
        ("?s e:a/e:b/^e:c ?o", 3),
        ("?s ^e:a ?o . ?s e:a|e:b ?o . ?s !(e:a|^e:b) ?o . ?s (e:a/e:b)+ ?o . ?s e:a? ?o", 6),
        ("?s e:a/(e:b|e:c)* ?o", 2),
        ("?s e:a/e:b 1 , 2 ; e:c 3", 5),
        ("[ e:a 1 ; e:b 2 ]", 2),
        ("[] e:a [ e:b [ e:c 3 ] ] .", 3),
        ("[ e:a 1 ] e:b 2 ; e:c (1 2)", 7),
        ("(1 ?x [ e:a 1 ]) e:b ()", 8),
        ("FILTER(?a / ?b > 1 && ?c = e:a) ?s ?p ?o", 1),
        ("FILTER e:f(?x, 1, 2) ?s ?p ?o", 1),
        ("FILTER regex(?a, 'b', 'c') ?s ?p ?o FILTER(1 < 2) ?t ?q ?r", 2),
        ("FILTER NOT EXISTS { ?s ?p ?o ; ?q ?r } ?s ?t ?u", 3),
        ("FILTER(?a || EXISTS { ?s ?p ?o , 2 })", 2),
        ("BIND(IF(?a, ?b, ?c) AS ?x) ?s ?p ?x", 1),
        ("VALUES ?x { 1 2 3 4 } ?s ?p ?x", 1),
        ("VALUES (?x ?y) { (1 2) (e:a UNDEF) } ?s ?p ?x", 1),
        ("GRAPH ?g { ?s ?p ?o } OPTIONAL { ?s ?p ?o } { ?s ?p ?o } UNION { ?s ?p ?o } MINUS { ?s ?p ?o }", 5),
        ("{ SELECT ?a (COUNT(?b) AS ?n) WHERE { ?a ?p ?b } GROUP BY ?a ?c HAVING (COUNT(?b) > 1)"
         " ORDER BY ?a ?n LIMIT 5 }", 1),
        ("?s ?p ?o OPTIONAL { ?s ?q ?r } ?s ?t ?u", 3),
    ],
)  # fmt: skip
def test_how_many_triples_a_pattern_has(pattern: str, count: int) -> None:
    text = f"PREFIX e: <http://e/> SELECT * {{ {pattern} }}"
    assert (scan(text).statements, exact(text)) == (count, count)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("CONSTRUCT { ?s ?p ?o ; ?q ?r } WHERE { ?s ?p ?o }", 1),
        ("CONSTRUCT WHERE { ?s ?p ?o ; ?q ?r }", 2),
        ("DESCRIBE ?a ?b ?c { ?a ?b ?c }", 1),
        ("ASK { ?s ?p ?o } GROUP BY ?s ?o HAVING (EXISTS { ?s ?p ?o }) ORDER BY ?s VALUES ?x { 1 2 }", 2),
        # SPARQL 1.2, which rdflib does not read
        ("ASK { ?s ?p <<( ?a ?b ?c )>> . ?s ?p ?o }", 2),
        ("ASK { ?s ?p <<?a ?b ?c>> . ?s ?p ?o }", 3),
        ("ASK { <<?a?b?c>>?p?o.?s?p?o }", 3),
        ("ASK { <<?a?b?c>> ?p ?o { ?s ?p ?o } VALUES ?x { 1 } ?s ?p ?o }", 4),
        ("ASK { ?s ?p ?o ~ ?r . ?s ?p ?o {| ?a ?b ; ?c ?d |} , 2 }", 7),
        ("ASK { FILTER(?t = <<( ?a ?b ?c )>>) ?s ?p ?o }", 1),
        # What Oxigraph reads without a space
        ("ASK { ?s a5, 6; a7. }", 3),
        ("ASK { ?s ?p trueOPTIONAL{ ?s ?p 5VALUES ?x { 1 2 } ?s ?p ?o } }", 3),
        ("PREFIX : <http://e/> ASK { ?s a:x , :y }", 2),
        # Less-than, where a longest token would be an IRI with a bracket or a comment in it
        ("ASK { FILTER(?a<?b#>) VALUES ?x { \n) ?s ?p ?o . ?s ?p ?o }", 2),
        ("PREFIX : <http://e/> ASK { FILTER(?a<<(x>) ?s ?p ?o }", 1),
    ],
)  # fmt: skip
def test_how_many_triples_a_query_has(text: str, count: int) -> None:
    assert scan(text).statements == count


def test_how_many_reach_the_limit_of_a_query_of_ours() -> None:
    [path] = [p for p in query_files("answer") if p.stem == "what-became-of-court"]
    assert scan(read(path)).statements == 99


verbs = st.recursive(
    st.sampled_from(["e:a", "a", "<http://x/b>", "^e:a", "e:a?", "!e:a", "!(e:a|^e:b)"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["/", "|", " / "]), inner).map("".join),
        st.tuples(inner, st.sampled_from("*+")).map(lambda pair: f"({pair[0]}){pair[1]}"),
    ),
    max_leaves=4,
)
simple = st.sampled_from(
    ["?x", "e:t", "<http://x/t>", "1", "-15", "1e+3", "'a'",
     "'1'^^e:d", '"""b"""@en', "true", "[]", "()"]
)  # fmt: skip


def phrases(terms: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    objects = st.lists(terms, min_size=1, max_size=3).map(" , ".join)
    pairs = st.tuples(verbs | st.just("?p"), objects).map(" ".join)
    return st.lists(pairs, min_size=1, max_size=3).map("; ".join)


# In a collection and in a list, no path is admitted by every parser.
plain = st.tuples(st.sampled_from(["e:a", "a", "?p"]), simple).map(" ".join)
nested = st.recursive(
    simple,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda all_: f"({' '.join(all_)})"),
        st.tuples(st.sampled_from(["e:a", "?p"]), inner).map(lambda pair: f"[ {' '.join(pair)} ]"),
    ),
    max_leaves=4,
)
triples = st.tuples(st.sampled_from(["?s", "e:s", "[]", "[ e:k 1 ]"]), phrases(nested)).map(" ".join)
groups = st.recursive(
    st.one_of(
        st.lists(triples, min_size=1, max_size=3).map(" . ".join),
        st.sampled_from(
            ["FILTER(?a<?b && ?c / 2 > 1)", "VALUES ?v { 1 e:b }", "BIND(e:f(?x) AS ?fresh)", ""]
        ),
    ),
    lambda inner: st.one_of(
        inner.map(lambda text: f"OPTIONAL {{ {text} }}"),
        inner.map(lambda text: f"{{ {text} }} UNION {{ ?s ?p ?o }}"),
        inner.map(lambda text: f"FILTER NOT EXISTS {{ {text} }}"),
        inner.map(lambda text: f"GRAPH ?g {{ {text} }}"),
        inner.map(lambda text: f"{{ SELECT ?s (MAX(?o) AS ?m) {{ {text} }} GROUP BY ?s ORDER BY ?s ?m }}"),
    ),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(groups, max_size=3))
def test_is_the_count_that_of_a_parser(parts: list[str]) -> None:
    text = "PREFIX e: <http://e/> SELECT * { " + "\n".join(f"{{ {part} }}" for part in parts) + " }"
    assert scan(text).statements == exact(text)


# Keywords, and where they stand


def test_where_a_keyword_stands() -> None:
    assert scan("SELECT *\n{ ?s ?p ?o\n  service <http://e/> { } SERVICE <x> {} }").places == {
        "SERVICE": (3, 3)
    }
    assert scan("LOAD <http://e/>").places == {"LOAD": (1, 1)}
    assert scan("PREFIX e: <http://e/>\n DELETE { } INSERT { } WHERE { }").places == {
        "DELETE": (2, 2),
        "INSERT": (2, 13),
    }
    assert (
        scan("SELECT ?load { ?load e:service 'SERVICE' } # SERVICE", prefixes={"e": "http://e/"}).places == {}
    )


def test_where_a_second_query_begins() -> None:
    assert scan("ASK { }\n  ASK { { SELECT * { } } } ASK { }").again == (2, 3)
    assert scan("SELECT * { { SELECT * { } } }").again is None


@pytest.mark.parametrize(
    "pattern",
    [
        "?s ?p 5SERVICE <http://e/> { }",
        "?s ?p 5.SERVICE <http://e/> { }",
        "?s ?p trueSERVICE <http://e/> { }",
        "?s ?p true.SERVICE <http://e/> { }",
        "SERVICESILENT<http://e/>{ }",
        "SERVICE:x { }",
        "sErViCe?x{ }",
        "?s ?p true.SERVICE:x { }",
    ],
)
def test_a_service_is_found_where_the_engine_reads_one(pattern: str) -> None:
    assert "SERVICE" in scan(f"PREFIX : <http://e/> SELECT * {{ {pattern} }}").places


def test_a_prefix_may_be_called_service() -> None:
    prologue = "PREFIX : <http://e/> PREFIX service: <http://s/> "
    assert scan(prologue + "SELECT * { ?s service:a ?o GRAPH service:g { ?s ?p service:b } }").places == {}
    assert scan(prologue + "SELECT * { service:x { ?s ?p ?o } }").places == {"SERVICE": (1, 61)}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (r"""ASK { ?s ?p "\u0022", " SERVICE " }""", r"\u0022 at line 1, column 14 stands for a character"),
        (r"ASK { ?s ?p '\U0000005C' }", r"\U0000005C at line 1, column 14 stands for a character"),
        (r"ASK { ?s ?p '\uD800' }", r"\uD800 at line 1, column 14 is no character."),
        (r"ASK { ?s ?p '\U00110000' }", r"\U00110000 at line 1, column 14 is no character."),
        (r"ASK { ?s <http://e/\u003E> ?o }", r"\u003E at line 1, column 20 stands for a character"),
        (r"ASK { \u0053ERVICE <http://e/> { } }", "The backslash at line 1, column 7 escapes nothing."),
        (r'ASK { ?s ?p ("""a" ) . SERVICE <x> { } # \q """ }', "The string that begins at line 1, column 14"),
    ],
)  # fmt: skip
def test_what_two_engines_would_read_in_two_ways_is_refused(text: str, problem: str) -> None:
    with pytest.raises(QueryError) as raised:
        scan(text)
    assert str(raised.value).startswith(problem)
