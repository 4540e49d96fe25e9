"""Is a query answered where it arrives only if it must be light, and then as a process answers it?"""

from __future__ import annotations

import pytest

from api.lookups import LONGEST, Lookups, is_lookup
from api.process import Question, ReleaseAnswers
from graph.build import Built
from graph.estate import Estate
from graph.store import Store

BASE = "https://w3id.org/justice-estate/"
OAKHAM = f"<{BASE}id/magistrates-court/oakham>"
EVER = f"<{BASE}graph/ever>"

LIGHT = [
    f"SELECT ?p ?o {{ {OAKHAM} ?p ?o }}",
    f"select distinct * where {{ {OAKHAM} ?p ?o . }} limit 3",
    f"SELECT ?p ?o {{ GRAPH {EVER} {{ {OAKHAM} ?p ?o }} }}#as asked before",
    f"SELECT ?g ?o {{\n  GRAPH ?g {{ {OAKHAM} skos:prefLabel ?o }}\n}}\n# why\n",
    f"PREFIX l: <http://www.w3.org/2004/02/skos/core#>\nSELECT $name {{ {OAKHAM} l:prefLabel $name }}",
    f"ASK {{ {OAKHAM} a cje:MagistratesCourt }}",
    f"DESCRIBE {OAKHAM}",
]
HEAVY = [
    "SELECT ?s ?p ?o { ?s ?p ?o }",
    f"SELECT ?s {{ ?s ?p {OAKHAM} }}",
    f"SELECT * {{ {OAKHAM} ?p ?o . ?o ?q ?r }}",
    f"SELECT * {{ {OAKHAM} ?p ?o ; ?q ?r }}",
    f"SELECT * {{ {OAKHAM} ?p ?o, ?q }}",
    f"SELECT * {{ {OAKHAM} ?p ?o }} VALUES ?x {{ 1 }}",
    f"SELECT * {{ {OAKHAM} ?p ?o {{ ?a ?b ?c }} }}",
    f"SELECT * {{ {OAKHAM} (cje:successor|^cje:successor)* ?o }}",
    f"SELECT * {{ {OAKHAM} cje:successor* ?o }}",
    f"SELECT (COUNT(*) AS ?n) {{ {OAKHAM} ?p ?o }}",
    f"SELECT * FROM {EVER} {{ {OAKHAM} ?p ?o }}",
    f"SELECT * {{ SERVICE <http://e/> {{ {OAKHAM} ?p ?o }} }}",
    f"SELECT * {{ {OAKHAM} ?p ?o }} ORDER BY ?o",
    f"DESCRIBE {OAKHAM} {OAKHAM}",
    f"DESCRIBE ?s {{ {OAKHAM} ?p ?s }}",
    f"CONSTRUCT {{ ?a ?b ?c }} WHERE {{ {OAKHAM} ?p ?o }}",
    f"INSERT DATA {{ {OAKHAM} a {OAKHAM} }}",
    f"SELECT * {{ {OAKHAM} ?p ?o }} SELECT * {{ {OAKHAM} ?p ?o }}",
    f"SELECT * {{ {OAKHAM} ?p ?o }} # one line\r?s ?p ?o",
    f"SELECT * {{ {OAKHAM} ?p ?o }}" + " " * LONGEST,
]


@pytest.mark.parametrize("query", LIGHT)
def test_one_pattern_about_a_named_thing_is_a_lookup(query: str) -> None:
    assert is_lookup(query)


@pytest.mark.parametrize("query", HEAVY)
def test_nothing_else_is(query: str) -> None:
    assert not is_lookup(query)


@pytest.fixture(scope="module")
def lookups(built: Built) -> Lookups:
    """Of the project's own release."""
    return Lookups(built.release)


def asked(query: str, format: str) -> Question:
    """What the endpoint makes of a query that names no graph of its own."""
    graphs = tuple(f"{BASE}graph/{name}" for name in Store.FIXED)
    return Question(query, format, (f"{BASE}graph/ever",), graphs)


@pytest.mark.parametrize("query", LIGHT)
def test_a_lookup_is_answered_as_a_process_answers_it(lookups: Lookups, estate: Estate, query: str) -> None:
    for format in ("ttl", "nt") if query.startswith("DESCRIBE") else ("json", "csv", "tsv", "xml"):
        question = asked(query, format)
        ready = lookups.answer(question)
        assert ready is not None
        assert sorted(ready.splitlines()) == sorted(ReleaseAnswers(estate).answer(question).splitlines())


def test_what_it_is_not_for_goes_to_a_process(lookups: Lookups) -> None:
    light = asked(LIGHT[0], "json")
    on_a_day = light._replace(default=(f"{BASE}graph/at/2008-12-31",))
    for other in (
        light._replace(query=HEAVY[0]),
        light._replace(default=None, named=None),
        on_a_day,
        light._replace(limit=10),
        light._replace(query=LIGHT[0].replace("?p ?o {", "?p {").replace("oakham> ?p", "oakham> none:p")),
    ):
        assert lookups.answer(other) is None
    assert lookups.answer(light) is not None
