"""Does the service description say what the endpoint is?"""

from __future__ import annotations

from rdflib import RDF, VOID, Graph, Literal, Namespace, URIRef

from api.description import SD, description
from api.negotiation import GRAPH, TABLE
from graph.namespaces import Names
from graph.store import Store

NAMES = Names()
ENDPOINT = "https://e.example/sparql"
SERVICE = URIRef(ENDPOINT)
sd = Namespace(SD)


def described() -> Graph:
    return Graph().parse(data=description(ENDPOINT, NAMES, {"ever": 12, "claims": 34}), format="turtle")


def test_the_service() -> None:
    graph = described()
    assert list(graph.subjects(RDF.type, sd.Service)) == [SERVICE]
    assert list(graph.objects(SERVICE, sd.endpoint)) == [SERVICE]
    assert set(graph.objects(SERVICE, sd.supportedLanguage)) == {sd.SPARQL11Query, sd.SPARQL12Query}
    assert set(graph.objects(SERVICE, sd.resultFormat)) == {URIRef(offer.iri) for offer in (*TABLE, *GRAPH)}
    assert len(set(graph.objects(SERVICE, sd.resultFormat))) == 10
    assert list(graph.objects(SERVICE, sd.feature)) == [URIRef(f"{ENDPOINT}#graphs-of-a-day")]


def test_its_dataset() -> None:
    graph = described()
    dataset = graph.value(SERVICE, sd.defaultDataset)
    assert graph.value(graph.value(dataset, sd.defaultGraph), VOID.triples) == Literal(12)
    sizes = {
        str(graph.value(node, sd.name)): graph.value(graph.value(node, sd.graph), VOID.triples)
        for node in graph.objects(dataset, sd.namedGraph)
    }
    assert sizes == {NAMES.graph(name): None for name in Store.FIXED} | {
        NAMES.graph("ever"): Literal(12),
        NAMES.graph("claims"): Literal(34),
    }


def test_is_it_the_same_each_time() -> None:
    assert description(ENDPOINT, NAMES) == description(ENDPOINT, NAMES)
