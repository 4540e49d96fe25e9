"""RDF as JSON-LD that is pleasant to read: compacted with a context made from the ontology.

The context is a constant of the release, so that nothing need be fetched to write it or, once it is known,
to read it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from graph.namespaces import EXTERNAL, Names
from graph.resources import read, turtle_files
from graph.store import Literal, Term, parse_turtle, text

_RDF, _XSD, _OWL = EXTERNAL["rdf"], EXTERNAL["xsd"], EXTERNAL["owl"]
TYPE = f"{_RDF}type"
FIRST = ("@id", "@type")


@lru_cache(maxsize=4)
def context(names: Names) -> Mapping[str, Any]:
    """The terms of the ontology as a JSON-LD context: a term for each property, and the prefixes.

    >>> context(Names())["prosecutesAt"]
    {'@id': 'cje:prosecutesAt', '@type': '@id'}
    """
    kinds: dict[str, set[str]] = defaultdict(set)
    ranges: dict[str, set[str]] = defaultdict(set)
    for path in turtle_files("ontology"):
        for triple in parse_turtle(read(path, names.base)):
            subject, predicate, value = text(triple.subject), text(triple.predicate), text(triple.object)
            if predicate == TYPE:
                kinds[subject].add(value.removeprefix(_OWL))
            elif predicate == f"{EXTERNAL['rdfs']}range":
                ranges[subject].add(value)
    objects = {iri for iri, kind in kinds.items() if "ObjectProperty" in kind}
    data = {iri for iri, kind in kinds.items() if "DatatypeProperty" in kind}
    locals_ = Counter(_local(iri) for iri in objects | data)
    terms: dict[str, Any] = {}
    for iri in sorted(objects | data):
        curie = names.shorten(iri)
        if locals_[_local(iri)] > 1 or _local(iri) in names.prefixes or curie == iri:
            continue
        typed = sorted(ranges[iri])
        if iri in objects:
            terms[_local(iri)] = {"@id": curie, "@type": "@id"}
        elif len(typed) == 1 and typed[0] not in (f"{_RDF}langString", f"{_XSD}string"):
            terms[_local(iri)] = {"@id": curie, "@type": names.shorten(typed[0])}
        else:
            terms[_local(iri)] = curie
    return {"@version": 1.1, **dict(sorted(names.prefixes.items())), **terms}


def context_document(names: Names) -> bytes:
    """The context as it is served."""
    return json.dumps({"@context": context(names)}, ensure_ascii=False, indent=1).encode() + b"\n"


def compacted(triples: Iterable[tuple[Term, Term, Term]], names: Names, where: str, first: str = "") -> bytes:
    """Triples as JSON-LD under a context that is served at `where`; the node of `first` goes first."""
    terms = _Terms(names)
    nodes: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for subject, property_, value in sorted(set(triples), key=str):
        node, iri = nodes[text(subject)], text(property_)
        if iri == TYPE:
            node["@type"].append(names.shorten(text(value)))
        else:
            name = terms.of.get(iri) or terms.curie(iri)
            node[name].append(terms.value(name, value))
    graph = [
        {"@id": iri, **{name: values[0] if len(values) == 1 else values for name, values in node.items()}}
        for iri, node in sorted(nodes.items(), key=lambda pair: (pair[0] != first, pair[0]))
    ]
    return json.dumps({"@context": where, "@graph": graph}, ensure_ascii=False, indent=1).encode() + b"\n"


class _Terms:
    """The terms of the context the other way round."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._types: dict[str, str] = {}
        self.of: dict[str, str] = {}
        for term, defined in context(names).items():
            if term.startswith("@") or term in names.prefixes:
                continue
            curie: str = defined["@id"] if isinstance(defined, dict) else defined
            self.of[names.expand(curie)] = term
            if isinstance(defined, dict):
                self._types[term] = defined["@type"]

    def curie(self, iri: str) -> str:
        """A CURIE of the context, else the IRI: a key of the registry stays an IRI."""
        return iri if self._names.key(iri) is not None else self._names.shorten(iri)

    def value(self, term: str, value: Term) -> Any:  # noqa: ANN401 - JSON
        """A value under a term."""
        if not isinstance(value, Literal):
            iri = text(value)
            return self.curie(iri) if self._types.get(term) == "@id" else {"@id": self.curie(iri)}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        datatype = self._names.shorten(value.datatype.value)
        if self._types.get(term, "xsd:string") == datatype:
            return value.value
        return {"@value": value.value} | ({"@type": datatype} if datatype != "xsd:string" else {})


def _local(iri: str) -> str:
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]
