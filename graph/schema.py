"""What the ontology says of the properties, classes and concepts that the tables may use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from graph.namespaces import Names
from graph.reach import reached
from graph.resources import CANONICAL_BASE, read, turtle_files
from graph.store import parse_turtle, text

LITERALS = {
    "xsd:string": "string",
    "rdf:langString": "text",
    "xsd:integer": "integer",
    "xsd:decimal": "decimal",
    "xsd:boolean": "boolean",
    "edtf:EDTF": "edtf",
    "geo:wktLiteral": "point",
}
SPECIAL = {"rdfs:Resource": "iri", "rdf:Property": "property", "skos:Concept": "concept"}
ANYTHING = "rdfs:Resource"


@dataclass(frozen=True, slots=True)
class Property:
    """A property that claims may use, as the ontology declares it."""

    curie: str
    persistence: str
    single: bool
    subjects: frozenset[str]
    ranges: frozenset[str]
    schemes: frozenset[str]
    pattern: re.Pattern[str] | None
    bounds_life: bool
    extends_back: bool
    label: str

    @property
    def kind(self) -> str:
        """How a table writes its value: a literal's kind, `iri`, `property`, `concept`, `scheme` or `key`."""
        for range_ in self.ranges:
            if range_ in LITERALS:
                return LITERALS[range_]
            if range_ in SPECIAL:
                return SPECIAL[range_]
            if range_ == "skos:ConceptScheme":
                return "scheme"
        return "key"


@dataclass(frozen=True)
class Schema:
    """The declarations of the ontology that the tables are read by; terms are CURIEs throughout."""

    properties: Mapping[str, Property]
    superclasses: Mapping[str, frozenset[str]]
    concepts: Mapping[str, frozenset[str]]
    schemes: frozenset[str]
    labels: Mapping[str, str]
    path_labels: Mapping[str, str]
    inverse_labels: Mapping[str, str]
    expected: Mapping[str, tuple[str, ...]]
    horizons: Mapping[str, date]
    """From which day the sources mean to be complete, by class."""
    projected: frozenset[str]
    codes: frozenset[str]
    """The properties that give a code."""

    @cached_property
    def classes(self) -> frozenset[str]:
        """Every class that a key may have."""
        return frozenset(self.superclasses)

    def is_a(self, class_: str, others: frozenset[str]) -> bool:
        """Whether a class is one of the others or lies under one of them."""
        if ANYTHING in others or class_ in others:
            return True
        return not others.isdisjoint(self.superclasses.get(class_, frozenset()))

    def expected_of(self, class_: str) -> tuple[str, ...]:
        """The properties worth telling as not known of a thing of the class: its own and those above it."""
        above = (class_, *self.superclasses.get(class_, ()))
        return tuple(sorted({property_ for name in above for property_ in self.expected.get(name, ())}))

    def label(self, curie: str) -> str:
        """The English label of a term, or the CURIE if it has none."""
        return self.labels.get(curie, curie)

    def path_label(self, curie: str) -> str:
        """The words for a property between its subject and its value, in a sentence; else its label.

        >>> load_schema().path_label("cje:prosecutesAt"), load_schema().path_label("cje:conductedBy")
        ('prosecuting at', 'conducted by')
        """
        return self.path_labels.get(curie) or self.label(curie)

    def inverse_label(self, curie: str) -> str:
        """The words for a property between its value and its subject, in a sentence; else "<label> of".

        >>> load_schema().inverse_label("cje:prosecutesAt"), load_schema().inverse_label("cje:address")
        ('prosecuted at by', 'address of')
        """
        return self.inverse_labels.get(curie) or f"{self.label(curie)} of"


@cache
def load_schema() -> Schema:
    """The schema of the ontology that ships with the project."""
    names = Names(CANONICAL_BASE)
    statements: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in turtle_files("ontology"):
        for triple in parse_turtle(read(path)):
            subject, predicate = (
                names.shorten(text(triple.subject)),
                names.shorten(text(triple.predicate)),
            )
            value = text(triple.object)
            statements[subject][predicate].append(names.shorten(value) if ":" in value else value)
    return _schema(statements)


def _schema(statements: Mapping[str, Mapping[str, list[str]]]) -> Schema:
    def subjects_of(type_: str) -> Iterable[str]:
        return (term for term, facts in statements.items() if type_ in facts.get("rdf:type", ()))

    def values(term: str, predicate: str) -> list[str]:
        return statements[term].get(predicate, [])

    def first(predicate: str) -> dict[str, str]:
        return {term: values(term, predicate)[0] for term in list(statements) if values(term, predicate)}

    properties = {}
    for term in sorted(subjects_of("cje:ClaimProperty")):
        pattern = next(iter(values(term, "cje:claimPattern")), None)
        properties[term] = Property(
            curie=term,
            persistence=values(term, "cje:persistence")[0].removeprefix("cjev:persistence-"),
            single=values(term, "cje:singleValued") == ["true"],
            subjects=frozenset(values(term, "cje:claimSubject")),
            ranges=frozenset(values(term, "cje:claimRange")),
            schemes=frozenset(values(term, "cje:valuesFrom")),
            pattern=re.compile(pattern) if pattern else None,
            bounds_life=values(term, "cje:boundsLife") == ["true"],
            extends_back=values(term, "cje:extendsBack") == ["true"],
            label=next(iter(values(term, "rdfs:label")), term),
        )
    direct = {
        term: set(facts.get("rdfs:subClassOf", ()))
        for term, facts in statements.items()
        if "owl:Class" in facts.get("rdf:type", ()) or "rdfs:subClassOf" in facts
    }
    direct |= {
        range_: set() for prop in properties.values() for range_ in prop.ranges if range_ not in direct
    }
    direct |= {name: set() for name in ("org:Post", "org:Membership", "foaf:Person") if name not in direct}
    concepts = {
        term: frozenset(values(term, "skos:inScheme")) for term in sorted(subjects_of("skos:Concept"))
    }
    return Schema(
        properties=properties,
        superclasses={term: frozenset(reached(term, direct)) for term in direct},
        concepts=concepts,
        schemes=frozenset(subjects_of("skos:ConceptScheme")),
        labels=first("rdfs:label"),
        path_labels=first("cje:pathLabel"),
        inverse_labels=first("cje:inverseLabel"),
        expected={
            term: tuple(sorted(facts["cje:expects"]))
            for term, facts in statements.items()
            if "cje:expects" in facts
        },
        horizons={
            term: date.fromisoformat(facts["cje:horizon"][0])
            for term, facts in statements.items()
            if "cje:horizon" in facts
        },
        projected=frozenset(t for t, facts in statements.items() if "cje:projectedFrom" in facts),
        codes=frozenset(
            t for t, facts in statements.items() if "cje:code" in facts.get("rdfs:subPropertyOf", ())
        ),
    )
