"""Does `estate serve --data` answer the W3C's suites of SPARQL queries as the engine itself does?

One server has every file of the suites in a graph of its own, named by its address. A case's dataset is told
by the Protocol's parameters; the engine has the same files loaded as the case says, and no parameters.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from tests.serving import serving
from tests.w3c import EVALUATED, READ, VARIABLE, Case, cases, path_of, suites

if not suites():
    pytest.skip(
        f"The W3C's suites are not here. Run: make suites, or name a checkout of rdf-tests in {VARIABLE}",
        allow_module_level=True,
    )

CASES = tuple(cases(*EVALUATED))
TEXTS = tuple(cases(*READ))
SYNTAXES = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".n3": ox.RdfFormat.N3,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
}
FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
NO_GRAPH = "urn:x-no-graph"
LABEL = re.compile(r"_:[0-9a-f]+")


@cache
def quads(address: str) -> tuple[ox.Quad, ...]:
    """What a file holds; blank nodes of two files are never the same."""
    path = path_of(address)
    form = SYNTAXES[path.suffix]
    return tuple(ox.parse(path=str(path), format=form, base_iri=address, rename_blank_nodes=True))


def files(case: Case) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The files of the default graph, and those of the named graphs, those that FROM names included."""
    own = case.scanned()
    assert own is not None
    return case.default, tuple(dict.fromkeys((*case.named, *own.default_graphs, *own.named_graphs)))


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server of every file of the suites."""
    folder = tmp_path_factory.mktemp("suites")
    addresses = dict.fromkeys(address for case in CASES for part in files(case) for address in part)
    with (folder / "data.nq").open("wb") as file:
        for address in addresses:
            graph = ox.NamedNode(address)
            moved = (ox.Quad(q.subject, q.predicate, q.object, graph) for q in quads(address))
            ox.serialize(moved, file, format=ox.RdfFormat.N_QUADS)
    with (
        serving(["--data", str(folder / "data.nq")], folder) as served,
        httpx.Client(base_url=served.url, timeout=30) as client,
    ):
        yield client


def asked(http: httpx.Client, text: str, dataset: Sequence[tuple[str, str]], format: str) -> httpx.Response:
    """The answer of the server to a query sent as it is."""
    return http.post(
        "/sparql",
        params=[*dataset, ("format", format)],
        content=text.encode(),
        headers={"content-type": "application/sparql-query"},
    )


def of_engine(case: Case) -> bytes | None:
    """What the engine gives, serialized; None if it refuses the query."""
    default, named = files(case)
    store = ox.Store()
    for address in default:
        store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads(address))
    for address in named:
        graph = ox.NamedNode(address)
        store.add_graph(graph)
        store.extend(ox.Quad(q.subject, q.predicate, q.object, graph) for q in quads(address))
    try:
        result = store.query(case.text, base_iri=case.query)
        if isinstance(result, ox.QueryTriples):
            return result.serialize(format=ox.RdfFormat.N_TRIPLES)
        return result.serialize(format=FORMATS[case.format])
    except (SyntaxError, ValueError, RuntimeError):
        return None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_answer_is_that_of_the_engine(http: httpx.Client, case: Case) -> None:
    own = case.scanned()
    assert own is not None
    dataset: list[tuple[str, str]] = []
    if not own.has_dataset:
        dataset += [("default-graph-uri", address) for address in case.default or (NO_GRAPH,)]
        dataset += [("named-graph-uri", address) for address in case.named]
    is_graph = own.form in ("CONSTRUCT", "DESCRIBE")
    # The base of a case is the address of its query.
    answer = asked(http, f"BASE <{case.query}>\n{case.text}", dataset, "nt" if is_graph else case.format)
    if "SERVICE" in own.places:
        assert answer.status_code == 403  # No other endpoint is asked.
        return
    expected = of_engine(case)
    if expected is None:
        assert answer.status_code == 400, answer.text
        return
    assert answer.status_code == 200, answer.text
    if is_graph:
        assert isomorphic(
            Graph().parse(data=answer.content, format="nt"), Graph().parse(data=expected, format="nt")
        )
    elif case.format == "json":
        same_results(json.loads(answer.content), json.loads(expected), ordered="ORDER" in own.keywords)
    else:
        assert lines(answer.content) == lines(expected)


def lines(table: bytes) -> Counter[str]:
    """The lines of CSV or TSV, with each blank node named by how often it stands in them."""
    text = table.decode()
    often = Counter(LABEL.findall(text))
    return Counter(LABEL.sub(lambda label: f"_:{often[label[0]]}", text).splitlines())


def same_results(one: dict[str, Any], other: dict[str, Any], *, ordered: bool) -> None:
    """Assert that two results have the same columns and rows, but for the labels of blank nodes."""
    assert one["head"] == other["head"]
    assert one.get("boolean") == other.get("boolean")
    rows, others = (result.get("results", {}).get("bindings", []) for result in (one, other))
    if '"bnode"' in json.dumps(rows):
        assert isomorphic(graph_of(rows), graph_of(others))
        return
    texts, other_texts = ([json.dumps(row, sort_keys=True) for row in each] for each in (rows, others))
    assert Counter(texts) == Counter(other_texts)
    assert not ordered or texts == other_texts


def graph_of(rows: list[dict[str, Any]]) -> Graph:
    """Rows as a graph, a node for each."""
    graph = Graph()
    for row in rows:
        node = BNode()
        graph.add((node, URIRef("urn:x-row"), Literal(True)))
        for name, term in row.items():
            graph.add((node, URIRef(f"urn:x-column:{name}"), _term(term)))
    return graph


def _term(term: dict[str, Any]) -> BNode | URIRef | Literal:
    match term["type"]:
        case "bnode":
            return BNode(term["value"])
        case "uri":
            return URIRef(term["value"])
        case "literal":
            datatype = term.get("datatype")
            return Literal(term["value"], lang=term.get("xml:lang"), datatype=datatype and URIRef(datatype))
    return Literal(json.dumps(term, sort_keys=True), datatype=URIRef("urn:x-triple"))


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case.name)
def test_a_text_is_read_or_refused_as_by_the_engine(http: httpx.Client, case: Case) -> None:
    own = case.scanned()
    is_graph = own is not None and own.form in ("CONSTRUCT", "DESCRIBE")
    answer = asked(http, case.text, [("default-graph-uri", NO_GRAPH)], "nt" if is_graph else "json")
    if own and "SERVICE" in own.places:
        assert answer.status_code == 403  # No other endpoint is asked.
        return
    try:
        ox.Store().query(case.text, base_iri=case.query)
    except (SyntaxError, RuntimeError):
        assert answer.status_code == 400, answer.text
    else:
        assert answer.status_code == 200, answer.text


def test_are_the_suites_whole() -> None:
    assert len(CASES) >= 500
    assert len(TEXTS) >= 290
    assert {Path(case.name).parts[0] for case in (*CASES, *TEXTS)} >= {suite.name for suite in suites()}
