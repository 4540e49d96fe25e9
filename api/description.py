"""The SPARQL 1.1 Service Description of the endpoint."""

from __future__ import annotations

from api.negotiation import GRAPH, TABLE
from graph.namespaces import EXTERNAL, Names
from graph.store import Store

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
UNIQUE = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON-LD",
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
}
"""The names that W3C gave to formats (https://www.w3.org/ns/formats/)."""


def description(endpoint: str, names: Names, *, fixed: bool) -> set[str]:
    """The triples of the description, without their final dots; `fixed` if a release is served."""
    type_, label = (f"<{EXTERNAL[p]}{n}>" for p, n in (("rdf", "type"), ("rdfs", "label")))
    service, dataset, default = (f"<{endpoint}{part}>" for part in ("", "#dataset", "#default-graph"))

    def sd(name: str) -> str:
        return f"<{SD}{name}>"

    found = {
        f"{service} {type_} {sd('Service')}",
        f"{service} {sd('endpoint')} {service}",
        f"{service} {sd('supportedLanguage')} {sd('SPARQL11Query')}",
        f"{service} {sd('supportedLanguage')} {sd('SPARQL10Query')}",
        f"{service} {sd('defaultDataset')} {dataset}",
        f"{dataset} {type_} {sd('Dataset')}",
        f"{dataset} {sd('defaultGraph')} {default}",
        f"{default} {type_} {sd('Graph')}",
    }
    found |= {
        f"{service} {sd('resultFormat')} <{FORMATS}{UNIQUE[offer.media_type]}>" for offer in (*TABLE, *GRAPH)
    }
    if not fixed:
        return found
    for name in Store.FIXED:
        graph = names.graph(name)
        node = f"<{endpoint}#graph-{name}>"
        found |= {
            f"{dataset} {sd('namedGraph')} {node}",
            f"{node} {type_} {sd('NamedGraph')}",
            f"{node} {sd('name')} <{graph}>",
        }
    note = (
        f"Any day is a named graph too, made when a query names it: {names.graph('at/')}2008-12-31, "
        "with /certain and /possible below it."
    )
    found.add(f'{dataset} {label} "{note}"@en')
    return found
