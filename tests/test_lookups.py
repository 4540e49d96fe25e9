"""Is a query answered where it arrives only if it must be light, and then as a process answers it?"""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from api.lookups import GRAPH, LONGEST, TABLE, Lookups
from api.process import Question, ReleaseAnswers
from graph.build import Built
from graph.estate import Estate
from tests.serving import Served, serving

BASE = "https://w3id.org/justice-estate/"
OAKHAM = f"<{BASE}id/magistrates-court/oakham>"
EVER = f"<{BASE}graph/ever>"
TODAY = f"<{BASE}graph/now>"

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
    f"SELECT * {{ GRAPH {TODAY} {{ {OAKHAM} ?p ?o }} }}",
    f"SELECT * {{ GRAPH <graph/now> {{ {OAKHAM} ?p ?o }} }}",
    f"PREFIX g: <{BASE}graph/> SELECT * {{ GRAPH g:now {{ {OAKHAM} ?p ?o }} }}",
    f"DESCRIBE {OAKHAM} {OAKHAM}",
    f"DESCRIBE ?s {{ {OAKHAM} ?p ?s }}",
    f"CONSTRUCT {{ ?a ?b ?c }} WHERE {{ {OAKHAM} ?p ?o }}",
    f"INSERT DATA {{ {OAKHAM} a {OAKHAM} }}",
    f"SELECT * {{ {OAKHAM} ?p ?o }} SELECT * {{ {OAKHAM} ?p ?o }}",
    f"SELECT * {{ {OAKHAM} ?p ?o }} # one line\r?s ?p ?o",
    f"SELECT * {{ {OAKHAM} ?p ?o }}" + " " * LONGEST,
]


@pytest.fixture(scope="module")
def lookups(built: Built) -> Lookups:
    """Of the project's own release."""
    return Lookups(built.release)


@pytest.mark.parametrize("query", LIGHT)
def test_one_pattern_about_a_named_thing_is_a_lookup(lookups: Lookups, query: str) -> None:
    assert lookups.scan(query) is (GRAPH if query.startswith("DESCRIBE") else TABLE)


@pytest.mark.parametrize("query", HEAVY)
def test_nothing_else_is(lookups: Lookups, query: str) -> None:
    assert lookups.scan(query) is None


@pytest.mark.parametrize("query", LIGHT)
def test_a_lookup_is_answered_as_a_process_answers_it(lookups: Lookups, estate: Estate, query: str) -> None:
    for format in ("ttl", "nt") if query.startswith("DESCRIBE") else ("json", "csv", "tsv", "xml"):
        ready = lookups.answer(query, format, 1 << 20)
        assert ready is not None
        asked = ReleaseAnswers(estate).answer(Question(query, format))
        assert sorted(ready.splitlines()) == sorted(asked.splitlines())


def test_what_is_wrong_is_told_by_a_process(lookups: Lookups) -> None:
    assert lookups.answer(LIGHT[0].replace("oakham> ?p", "oakham> none:p"), "csv", 1 << 20) is None
    assert lookups.answer(LIGHT[0], "csv", 10) is None


@pytest.fixture(scope="module")
def served(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The project's own release, served."""
    with serving(("--release", str(built.release.folder)), tmp_path_factory.mktemp("serve")) as server:
        yield server


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_lookup_takes_no_process(served: Served, method: str) -> None:
    day = f"{BASE}graph/at/2008-12-31"

    def counted() -> tuple[float, ...]:
        text = httpx.get(f"{served.url}/metrics").text
        found = [
            re.search(rf'estate_queries_ended{{how="{how}"}} (.*)', text) for how in ("looked_up", "answered")
        ]
        return tuple(float(each[1]) if each else 0.0 for each in found)

    def ask(**more: str) -> str:
        given, text = {"query": f"{LIGHT[0]} # {method}", **more}, {"Accept": "text/csv"}
        if method == "GET":
            answer = httpx.get(f"{served.url}/sparql", params=given, headers=text, timeout=60)
        else:
            answer = httpx.post(f"{served.url}/sparql", data=given, headers=text, timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.text

    looked_up, answered = counted()
    told = ask()
    assert counted() == (looked_up + 1, answered)
    # Of a day, or of a graph that the request names, a process is asked.
    assert "http://www.w3.org/ns/org#hasPrimarySite" in told
    assert ask(**{"default-graph-uri": day}) != told
    assert counted() == (looked_up + 1, answered + 1)
