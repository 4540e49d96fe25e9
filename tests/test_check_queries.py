"""Does each check query find its problem and nothing else, on two SPARQL engines?

A case is a TriG file under `cases/checks`, one for each query: its default graph stands for `ever`, its
header lists the rows that are expected, and whatever else it holds is sound. The real ontology and
vocabularies stand beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.query import ResultRow

from graph.namespaces import Names
from graph.queries import Query, load
from graph.resources import query_files, read, turtle_files

CASES = Path(__file__).parent / "cases" / "checks"
NAMES = Names()
QUERIES = [load(path) for path in query_files("check")]
SENTENCE = re.compile(r"[A-Z].+[.]")


def case(query: Query) -> Path:
    return CASES / f"{query.name}.trig"


def expected(query: Query) -> list[tuple[str, str]]:
    rows = re.findall(
        r"^#\+ row: (\S+) \| ?(.*)$", case(query).read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    return sorted(rows)


def shown(value: object) -> str:
    return "" if value is None else NAMES.shorten(str(value))


@pytest.fixture(scope="module")
def schema() -> dict[str, Graph]:
    """The ontology and the vocabularies, by the names of their graphs."""
    graphs = {"ontology": Graph(), "vocabularies": Graph()}
    for path in turtle_files("ontology"):
        name = "vocabularies" if path.stem == "vocabularies" else "ontology"
        graphs[name].parse(data=read(path), format="turtle")
    return graphs


@pytest.fixture(scope="module")
def dataset(schema: dict[str, Graph]) -> Dataset:
    """A dataset that has the schema alone; a test adds its case and takes it away again."""
    dataset = Dataset()
    for name, triples in schema.items():
        dataset.graph(URIRef(NAMES.graph(name))).__iadd__(triples)
    return dataset


@pytest.fixture(scope="module")
def schema_quads(schema: dict[str, Graph]) -> list[ox.Quad]:
    return [
        ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(NAMES.graph(name)))
        for name, triples in schema.items()
        for triple in ox.parse(triples.serialize(format="nt").encode(), format=ox.RdfFormat.N_TRIPLES)
    ]


def on_oxigraph(query: Query, schema_quads: list[ox.Quad]) -> Iterator[tuple[str, str, str]]:
    store = ox.Store()
    store.extend(schema_quads)
    store.load(path=case(query), format=ox.RdfFormat.TRIG)
    solutions = store.query(query.text)
    assert isinstance(solutions, ox.QuerySolutions)
    for solution in solutions:
        row = [getattr(solution[name], "value", None) for name in ("entity", "problem", "detail")]
        yield shown(row[0]), shown(row[1]), shown(row[2])


def on_rdflib(query: Query, dataset: Dataset) -> Iterator[tuple[str, str, str]]:
    case_ = Dataset().parse(data=case(query).read_text(encoding="utf-8"), format="trig")
    quads = [((s, p, o), dataset.graph(name)) for s, p, o, name in case_.quads()]
    try:
        for triple, graph in quads:
            graph.add(triple)
        for row in dataset.query(query.text):
            assert isinstance(row, ResultRow)
            yield shown(row.entity), shown(row.problem), shown(row.detail)
    finally:
        for triple, graph in quads:
            graph.remove(triple)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_does_the_check_find_its_problem_and_nothing_else(query: Query, schema_quads: list[ox.Quad]) -> None:
    rows = list(on_oxigraph(query, schema_quads))
    assert sorted((entity, detail) for entity, _, detail in rows) == expected(query)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_do_two_engines_find_the_same(query: Query, schema_quads: list[ox.Quad], dataset: Dataset) -> None:
    assert sorted(on_rdflib(query, dataset)) == sorted(on_oxigraph(query, schema_quads))


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_does_the_check_say_what_to_mend_and_how_grave_it_is(
    query: Query, schema_quads: list[ox.Quad]
) -> None:
    assert query.severity in ("violation", "warning")
    assert SENTENCE.fullmatch(query.summary)
    problems = {problem for _, problem, _ in on_oxigraph(query, schema_quads)}
    assert [problem for problem in problems if not SENTENCE.fullmatch(problem)] == []
    assert len(problems) == 1


def test_is_each_check_broken_by_a_case() -> None:
    assert {query.name for query in QUERIES} == {path.stem for path in CASES.glob("*.trig")}
    assert [query.name for query in QUERIES if not expected(query)] == []


def test_are_the_prefixes_of_the_checks_those_of_the_project() -> None:
    strange = [
        f"{query.name} {prefix}"
        for query in QUERIES
        for prefix, space in re.findall(r"^PREFIX (\w+): <(.+)>$", query.text, flags=re.MULTILINE)
        if NAMES.prefixes.get(prefix) != space
    ]
    assert strange == []
