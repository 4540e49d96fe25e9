"""What the endpoint is, for a program: the SPARQL 1.1 Service Description."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from api.negotiation import GRAPH, TABLE
from graph.namespaces import Names
from graph.store import Store, to_turtle

SD = "http://www.w3.org/ns/sparql-service-description#"
LANGUAGES = ("SPARQL11Query", "SPARQL12Query")
"""Oxigraph reads SPARQL 1.2 too, under the name that its draft gives it."""


def description(
    endpoint: str,
    names: Names,
    sizes: Mapping[str, int] | None = None,
    graphs: Sequence[str] | None = None,
) -> bytes:
    """The service description of an endpoint, as Turtle that is the same each time.

    `sizes` holds how many triples the fixed graphs have, by name, as far as they are known. `graphs` names
    the graphs of an endpoint that serves other files than a release.
    """
    return to_turtle(triples(endpoint, names, sizes or {}, graphs), names)


def triples(
    endpoint: str, names: Names, sizes: Mapping[str, int], graphs: Sequence[str] | None = None
) -> Iterator[str]:
    """The same as N-Triples, each without its final dot. The parts are named by fragments of the endpoint."""
    service = f"<{endpoint}>"
    yield f"{service} {_A} {_sd('Service')}"
    yield f"{service} {_sd('endpoint')} {service}"
    for language in LANGUAGES:
        yield f"{service} {_sd('supportedLanguage')} {_sd(language)}"
    for offer in (*TABLE, *GRAPH):
        yield f"{service} {_sd('resultFormat')} <{offer.iri}>"
    if graphs is None:
        yield from _feature(endpoint, names)
    dataset, default = f"<{endpoint}#dataset>", f"<{endpoint}#default>"
    yield f"{service} {_sd('defaultDataset')} {dataset}"
    yield f"{service} {_sd('availableGraphs')} {dataset}"
    yield f"{dataset} {_A} {_sd('Dataset')}"
    yield f"{dataset} {_A} {_sd('GraphCollection')}"
    yield f"{dataset} {_sd('defaultGraph')} {default}"
    yield from _graph(default, sizes.get("ever"))
    if graphs is None:
        named = {name: names.graph(name) for name in Store.FIXED}
    else:
        named = {str(number): graph for number, graph in enumerate(graphs, 1)}
    for name, iri in named.items():
        node, graph = f"<{endpoint}#graph-{name}>", f"<{endpoint}#{name}>"
        yield f"{dataset} {_sd('namedGraph')} {node}"
        yield f"{node} {_A} {_sd('NamedGraph')}"
        yield f"{node} {_sd('name')} <{iri}>"
        yield f"{node} {_sd('graph')} {graph}"
        yield from _graph(graph, sizes.get(name))


def _feature(endpoint: str, names: Names) -> Iterator[str]:
    feature = f"<{endpoint}#graphs-of-a-day>"
    yield f"<{endpoint}> {_sd('feature')} {feature}"
    yield f"{feature} {_A} {_sd('Feature')}"
    yield f"{feature} {_RDFS}label> {_text('Graphs of a day')}"
    told = (
        f"The graph {names.graph('at/2008-12-31')} holds the estate as it was on that day, so for any day; "
        f"/certain and /possible below it hold what certainly and what possibly was so, "
        f"{names.graph('now')} what is so on the day of the release. A query sees those that it names by a "
        "constant IRI, or its request by default-graph-uri or named-graph-uri. No list names them all."
    )
    yield f"{feature} {_RDFS}comment> {_text(told)}"


def _graph(node: str, size: int | None) -> Iterator[str]:
    yield f"{node} {_A} {_sd('Graph')}"
    if size is not None:
        yield f'{node} <http://rdfs.org/ns/void#triples> "{size}"^^<http://www.w3.org/2001/XMLSchema#integer>'


_A = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_RDFS = "<http://www.w3.org/2000/01/rdf-schema#"


def _sd(name: str) -> str:
    return f"<{SD}{name}>"


def _text(words: str) -> str:
    return f"{json.dumps(words)}@en"
