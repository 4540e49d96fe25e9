"""The prefixes of the project, bound once, and the IRIs that are made from keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graph.resources import CANONICAL_BASE

EXTERNAL: dict[str, str] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "sf": "http://www.opengis.net/ont/sf#",
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "locn": "http://www.w3.org/ns/locn#",
    "sosa": "http://www.w3.org/ns/sosa/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "schema": "https://schema.org/",
    "vann": "http://purl.org/vocab/vann/",
}


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs under one base.

    >>> Names().thing("magistrates-court/oakham")
    'https://w3id.org/justice-estate/id/magistrates-court/oakham'
    >>> Names().expand("cje:prosecutesAt")
    'https://w3id.org/justice-estate/ontology#prosecutesAt'
    >>> Names().shorten("http://www.w3.org/2004/02/skos/core#prefLabel")
    'skos:prefLabel'
    """

    base: str = CANONICAL_BASE

    @property
    def prefixes(self) -> Mapping[str, str]:
        """Every prefix with its namespace, the project's own three included."""
        return _prefixes(self.base)

    def thing(self, key: str) -> str:
        """The IRI of a key of the registry, or of a derived thing such as `claim/<hash>`."""
        return f"{self.base}id/{key}"

    def graph(self, name: str) -> str:
        """The IRI of a named graph."""
        return f"{self.base}graph/{name}"

    def key(self, iri: str) -> str | None:
        """The key behind a thing's IRI, or None if the IRI is not of this base."""
        prefix = f"{self.base}id/"
        return iri.removeprefix(prefix) if iri.startswith(prefix) else None

    def expand(self, curie: str) -> str:
        """The IRI of a CURIE; KeyError if its prefix is not bound."""
        prefix, _, local = curie.partition(":")
        return self.prefixes[prefix] + local

    def shorten(self, iri: str) -> str:
        """A key, else a CURIE, else the IRI itself."""
        if (key := self.key(iri)) is not None:
            return key
        for space, prefix in _longest_first(self.base):
            if iri.startswith(space):
                return f"{prefix}:{iri[len(space) :]}"
        return iri


@cache
def _prefixes(base: str) -> Mapping[str, str]:
    own = {"cje": "ontology#", "cjev": "vocabulary/", "cjs": "shapes#"}
    return MappingProxyType(EXTERNAL | {prefix: f"{base}{path}" for prefix, path in own.items()})


@cache
def _longest_first(base: str) -> tuple[tuple[str, str], ...]:
    spaces = [(space, prefix) for prefix, space in Names(base).prefixes.items()]
    return tuple(sorted(spaces, key=lambda pair: -len(pair[0])))
