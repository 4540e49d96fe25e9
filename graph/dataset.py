"""The graphs of a release as lines of N-Quads: what docs/model.md says of `ever` and `claims`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from graph.claims import Claim, ExhaustiveList, Source, Tables
from graph.dates import LAST_DAY
from graph.gaps import Gap
from graph.geography import Boundary
from graph.infer import InferredClaim
from graph.lives import Life, hull
from graph.namespaces import EXTERNAL
from graph.nquads import XSD, Terms, iri, literal
from graph.omissions import Omission
from graph.projections import Projections, bounding
from graph.queries import Query
from graph.resolve import Conflict, Resolution, Statement

_EDTF = EXTERNAL["edtf"] + "EDTF"


Said: TypeAlias = tuple[str, str]
"""A property, as a CURIE, and its value, as a term."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that a build knows: the tables and all that was concluded from them."""

    tables: Tables
    resolution: Resolution
    lives: Mapping[str, Sequence[Life]]
    inferred: Sequence[InferredClaim]
    omissions: Sequence[Omission]
    gaps: Sequence[Gap]
    conflicts: Sequence[Conflict]
    boundaries: Mapping[str, Boundary]
    rules: Sequence[Query]


class Writer:
    """Lines of N-Quads for the graphs of one base; each line ends in ` .` and a line feed."""

    def __init__(self, knowledge: Knowledge, terms: Terms) -> None:
        self.known = knowledge
        self.terms = terms
        self._t = terms.term
        self._make = Projections(terms)

    def ever(self) -> set[str]:
        """The default graph: what is accepted, at any time, with lifespans and projections."""
        graph = iri(self.terms.names.graph("ever"))
        triples = {*self._statements(), *self._inferred(), *self._projections(), *self._lifespans()}
        return {f"{triple} {graph} .\n" for triple in triples}

    def claims(self) -> Iterator[str]:
        """The graph of evidence, in the order of its lines.

        It is the largest graph by far and is never held whole: all lines of one thing stand together, so
        it is enough to order the things.
        """
        ending = f" {iri(self.terms.names.graph('claims'))} .\n"
        for key, said in sorted(self._evidence(), key=lambda block: f"{block[0]}>"):
            start = self.terms.thing(key)
            yield from sorted({f"{start} {self._t(property_)} {value}{ending}" for property_, value in said})

    def _evidence(self) -> Iterator[tuple[str, Iterator[Said]]]:
        """Each thing of the graph of evidence with what is said of it, which is made when it is asked for."""
        known = self.known
        preferred = {statement.claim.key for statement in known.resolution.statements}
        yield from ((claim.key, self._claim(claim, preferred)) for claim in known.tables.claims)
        yield from ((claim.key, self._inferred_claim(claim)) for claim in known.inferred)
        yield from (
            (f"source/{source.key}", self._source(source)) for source in known.tables.sources.values()
        )
        yield from ((f"rule/{rule.name}", self._rule(rule)) for rule in known.rules)
        yield from ((_conflict_key(conflict), self._conflict(conflict)) for conflict in known.conflicts)
        yield from ((f"list/{entry.key}", self._list(entry)) for entry in known.tables.lists)
        yield from ((omission.key, self._omission(omission)) for omission in known.omissions)
        yield from ((gap.key, self._gap(gap)) for gap in known.gaps)

    def _statements(self) -> Iterator[str]:
        for statement in self.known.resolution.statements:
            claim = statement.claim
            if claim.property != "skos:prefLabel":
                yield self._make.said(claim.subject, claim.property, self.terms.value(claim))

    def _inferred(self) -> Iterator[str]:
        for claim in self.known.inferred:
            value = self.terms.concluded(claim.value)
            yield self._make.said(claim.subject, claim.property, value)

    def _projections(self) -> Iterator[str]:
        resolution = self.known.resolution
        latest = {key: resolution.latest(key, self._end(key[0])) for key in resolution.timelines}
        for (subject, property_, _), claim in latest.items():
            match property_:
                case "skos:prefLabel":
                    yield from self._make.name(subject, claim)
                case "cje:point":
                    yield from self._make.place(subject, claim)
                case "cje:date":
                    yield from self._make.date(subject, claim)
        for boundary in self.known.boundaries.values():
            yield from self._make.outline(boundary)
        for claim in self.known.tables.claims:
            if claim.property == "skos:prefLabel" and claim.status == "asserted":
                chosen = latest.get((claim.subject, claim.property, claim.lang))
                if chosen is not None and chosen.value != claim.value:
                    yield self._make.said(claim.subject, "skos:altLabel", self.terms.value(claim))

    def _end(self, subject: str) -> date:
        """The last day of a thing: its latest name is one that it bore, not one it got in a later list."""
        lives = self.known.lives.get(subject)
        return hull(lives).shown_until if lives else LAST_DAY

    def _lifespans(self) -> Iterator[str]:
        for subject, lives in self.known.lives.items():
            for life in lives:
                yield self._make.said(subject, "cje:lifespan", self.terms.thing(life.key))
                yield self._make.said(life.key, "rdf:type", self._t("cje:Lifespan"))
                yield from self._make.bounds(life.key, life.bounds)
                for claim in life.claims:
                    yield self._make.said(life.key, "prov:wasDerivedFrom", self.terms.thing(claim.key))

    def _claim(self, claim: Claim, preferred: set[str]) -> Iterator[Said]:
        status = claim.status
        rank = "deprecated" if status == "deprecated" else "preferred" if claim.key in preferred else "normal"
        yield "rdf:type", self._t("cje:Claim")
        yield "rdf:subject", self.terms.thing(claim.subject)
        yield "rdf:predicate", self._t(claim.property)
        yield "rdf:object", self.terms.value(claim)
        yield "prov:wasDerivedFrom", self.terms.thing(f"source/{claim.source}")
        yield "cje:locator", literal(claim.locator)
        yield "cje:status", self._t(f"cjev:status-{status}")
        yield "cje:rank", self._t(f"cjev:rank-{rank}")
        if claim.start:
            yield "cje:from", literal(claim.start, datatype=_EDTF)
        if claim.until:
            yield "cje:until", literal(claim.until, datatype=_EDTF)
        if claim.note:
            yield "rdfs:comment", literal(claim.note, lang="en")
        if claim.start or claim.until:
            yield from bounding(claim.bounds)

    def _inferred_claim(self, claim: InferredClaim) -> Iterator[Said]:
        yield "rdf:type", self._t("cje:Claim")
        yield "rdf:type", self._t("cje:InferredClaim")
        yield "rdf:subject", self.terms.thing(claim.subject)
        yield "rdf:predicate", self._t(claim.property)
        yield "rdf:object", self.terms.concluded(claim.value)
        yield "cje:byRule", self.terms.thing(f"rule/{claim.rule}")
        yield "cje:status", self._t("cjev:status-asserted")
        yield "cje:rank", self._t("cjev:rank-preferred")
        for premise in claim.premises:
            yield "prov:wasDerivedFrom", self.terms.thing(premise)
        yield from bounding(claim.bounds)

    def _source(self, source: Source) -> Iterator[Said]:
        title = literal(source.title, lang="en")
        yield "rdf:type", self._t("cje:Source")
        yield "dcterms:title", title
        yield "rdfs:label", title
        yield "dc:publisher", literal(source.publisher)
        yield "cje:sourceKind", self._t(f"cjev:source-kind-{source.kind}")
        yield "cje:licence", literal(source.licence)
        yield "cje:sourceDate", literal(source.date, datatype=_EDTF)
        yield "cje:reference", literal(source.reference)
        if source.family:
            yield "cje:sourceFamily", literal(source.family)

    def _rule(self, rule: Query) -> Iterator[Said]:
        yield "rdf:type", self._t("cje:Rule")
        yield "rdfs:label", literal(rule.label, lang="en")
        for source in self.known.tables.sources.keys() & set(rule.sources):
            yield "dcterms:source", self.terms.thing(f"source/{source}")

    def _conflict(self, conflict: Conflict) -> Iterator[Said]:
        first, rival = conflict.chosen[0], conflict.rivals[0]
        yield "rdf:type", self._t("cje:Conflict")
        yield "rdf:subject", self.terms.thing(conflict.subject)
        yield "rdf:predicate", self._t(conflict.property)
        yield "cje:chosenValue", self.terms.value(first)
        yield "cje:rivalValue", self.terms.value(rival)
        yield "cje:reason", literal(conflict.reason, lang="en")
        for claim in conflict.chosen:
            yield "cje:chosenClaim", self.terms.thing(claim.key)
        for claim in conflict.rivals:
            yield "cje:rivalClaim", self.terms.thing(claim.key)
        if conflict.equal_rank:
            yield "cje:equalRank", literal("true", datatype=f"{XSD}boolean")
        if conflict.difference.amount is not None:
            # Engines keep numbers by their value, and give back the canonical form.
            canonical = format(conflict.difference.amount.normalize(), "f")
            amount = literal(canonical, datatype=f"{XSD}decimal")
            yield "cje:difference", amount
            yield "cje:differenceUnit", literal(conflict.difference.unit)

    def _list(self, entry: ExhaustiveList) -> Iterator[Said]:
        yield "rdf:type", self._t("cje:ExhaustiveList")
        yield "prov:wasDerivedFrom", self.terms.thing(f"source/{entry.source}")
        yield "cje:locator", literal(entry.locator)
        yield "rdf:subject", self.terms.thing(entry.subject)
        yield "rdf:predicate", self._t(entry.property)
        yield "cje:listsClass", self._t(entry.class_)

    def _omission(self, omission: Omission) -> Iterator[Said]:
        entry = omission.list_
        yield "rdf:type", self._t("cje:Omission")
        yield "cje:omittedFrom", self.terms.thing(f"list/{entry.key}")
        yield "rdf:subject", self.terms.thing(entry.subject)
        yield "rdf:predicate", self._t(entry.property)
        yield "rdf:object", self.terms.thing(omission.value)
        for claim in omission.known_by:
            yield "cje:knownBy", self.terms.thing(claim)

    def _gap(self, gap: Gap) -> Iterator[Said]:
        yield "rdf:type", self._t("cje:Gap")
        yield "rdf:subject", self.terms.thing(gap.subject)
        yield "rdf:predicate", self._t(gap.property)
        yield "rdfs:comment", literal(gap.comment, lang="en")
        for source in gap.looked_at:
            yield "cje:lookedAt", self.terms.thing(f"source/{source}")


def _conflict_key(conflict: Conflict) -> str:
    first, rival = conflict.chosen[0], conflict.rivals[0]
    parts = (conflict.subject, conflict.property, first.lang, first.value, rival.property, rival.value)
    return "conflict/" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def shown(statements: Iterable[Statement]) -> int:
    """How many different statements the claims make."""
    return len({(s.claim.subject, s.claim.property, s.claim.value, s.claim.lang) for s in statements})
