"""Answers that only pages ask for: what the project is, its quality, its terms, and how errors are told."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Mapping

from api.answers.quality import conflicts, sources, validation
from api.drawing.ontology import diagram
from api.models.quality import Count
from api.models.quality_page import About, Licence, Ontology, Quality, Row, Term, TermTold
from graph.claims import CLAIM_COLUMNS
from graph.errors import QueryError, UnknownKey
from graph.estate import Estate
from graph.schema import load_schema
from graph.store import iri

_TERMS = """SELECT ?term ?property ?value WHERE {
  GRAPH ?ontology { ?term ?property ?value ; rdfs:isDefinedBy ?header }
  FILTER(STRSTARTS(STR(?term), STR(cje:)))
}"""
_VERSION = "SELECT ?version WHERE { GRAPH ?ontology { ?header a owl:Ontology ; owl:versionInfo ?version } }"
MOST, WORST = 100, 8
"""How many rows of coverage a page has, and how many gaps are told in words."""
_NEEDED = ("subject", "property", "value", "source", "locator")


def quality(estate: Estate, kind: str = "") -> Quality:
    """What the checks found, where sources disagree, and what is known of a class; QueryError."""
    told = validation(estate, per_page=1)
    kinds = {
        row.class_: Count(value=row.class_, label=row.class_label, count=row.things) for row in told.coverage
    }
    if kind and kind not in kinds:
        raise QueryError(
            f"Of no class {kind!r} is it told how much is known. Those told of: {', '.join(kinds)}."
        )
    gaps = sorted(
        (row for row in told.coverage if row.gaps), key=lambda row: (-row.gaps, row.class_, row.property)
    )
    shown = [row for row in told.coverage if row.class_ == kind] if kind else gaps
    return Quality(
        validation=told.model_copy(update={"coverage": tuple(shown[:MOST])}),
        conflicts=conflicts(estate, per_page=1),
        kind=kind,
        kinds=tuple(sorted(kinds.values(), key=lambda each: each.label.casefold())),
        gaps=tuple(gaps[:WORST]),
    )


def about(estate: Estate) -> About:
    """What the release is made of, and by whom its sources were published."""
    listed = sources(estate, per_page=100_000)
    by_licence: dict[str, Counter[str]] = defaultdict(Counter)
    for source in listed.items:
        by_licence[source.licence][source.publisher] += 1
    return About(
        claims=listed.claims,
        sources=listed.total,
        things=len(estate.register.seen().entries),
        licences=tuple(
            Licence(
                key=licence,
                sources=publishers.total(),
                publishers=tuple(Count(value=p, label=p, count=n) for p, n in publishers.most_common()),
            )
            for licence, publishers in sorted(by_licence.items(), key=lambda item: -item[1].total())
        ),
    )


def report(estate: Estate, given: Mapping[str, str]) -> Row:  # noqa: ARG001 - each answer takes the estate
    """A claim row of what was given, and what it lacks."""
    cells = {column: given.get(column, "").strip()[:500] for column in CLAIM_COLUMNS}
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells[column] for column in CLAIM_COLUMNS)
    return Row(
        **{name: cells[name] for name in cells if name != "from"},
        start=cells["from"],
        line=out.getvalue(),
        missing=tuple(name for name in _NEEDED if not cells[name]),
        page=given.get("page", "")[:500],
    )


def term(estate: Estate, name: str) -> TermTold:
    """One term of the ontology by its local name, with the terms next to it; UnknownKey."""
    told = ontology(estate)
    every = told.classes + told.properties
    found = next((each for each in every if each.curie == f"cje:{name}"), None)
    if found is None:
        raise UnknownKey(f"The ontology has no term {name!r}. All of them: /ontology")
    return TermTold(
        term=found,
        narrower=tuple(each for each in every if found.curie in each.under),
        used_on=tuple(each for each in every if found.curie in each.subjects),
        valued_by=tuple(each for each in every if found.curie in each.values),
    )


def ontology_text(estate: Estate, format: str, name: str = "", version: str = "") -> bytes:
    """The ontology, that of a version, or one term of it, in a syntax of RDF; UnknownKey."""
    if version:
        ontology_version(estate, version)
    graph = iri(f"{estate.store.names.base}graph/ontology")
    about = f"<{estate.store.names.expand(term(estate, name).term.curie)}>" if name else "?term"
    return estate.serialize(
        f"CONSTRUCT {{ {about} ?property ?value }} WHERE {{ GRAPH {graph} {{ {about} ?property ?value }} }}",
        format,
    )


def ontology_diagram(estate: Estate) -> bytes:
    """The classes with what links them, as SVG that stands alone."""
    return str(diagram(ontology(estate), load_schema().label)).encode()


def ontology_version(estate: Estate, version: str) -> Ontology:
    """The ontology of a version: that of the release; UnknownKey for another."""
    told = ontology(estate)
    if version != told.version:
        raise UnknownKey(f"This release has version {told.version} of the ontology, not {version}.")
    return told


def ontology(estate: Estate) -> Ontology:
    """The terms of the ontology, each kind in the order of their names."""
    names, schema = estate.store.names, load_schema()
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for term, property_, value in estate.query(_TERMS).texts():
        facts[names.shorten(term)][names.shorten(property_)].append(value)
    kinds = Counter(entry.class_ for entry in estate.register.seen().entries.values())
    terms = []
    for curie, told in sorted(facts.items()):
        declared = schema.properties.get(curie)
        under = told.get("rdfs:subClassOf", []) + told.get("rdfs:subPropertyOf", [])
        is_class = "owl:Class" in map(names.shorten, told.get("rdf:type", []))
        terms.append(
            Term(
                curie=curie,
                iri=names.expand(curie),
                label=schema.label(curie),
                definition=next(iter(told.get("skos:definition", told.get("rdfs:comment", []))), ""),
                kind="class" if is_class else "property",
                under=tuple(sorted(names.shorten(each) for each in under if ":" in each)),
                subjects=tuple(sorted(declared.subjects)) if declared else (),
                values=tuple(sorted(declared.ranges)) if declared else (),
                persistence=declared.persistence if declared else "",
                things=kinds[curie],
            )
        )
    classes, properties = (
        tuple(term for term in terms if term.kind == kind) for kind in ("class", "property")
    )
    return Ontology(
        classes=classes,
        properties=properties,
        version=next(iter(estate.query(_VERSION).texts()), ("",))[0],
    )
