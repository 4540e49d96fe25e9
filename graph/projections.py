"""The triples made from a claim beside the statement itself: names, places, bounds (docs/model.md)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from graph.claims import Claim, point
from graph.dates import Bounds, parse
from graph.geography import Boundary
from graph.namespaces import EXTERNAL
from graph.nquads import XSD, Terms, day, literal

BOUNDS = ("earliest_start", "latest_start", "earliest_end", "latest_end")
STARTS, ENDS = BOUNDS[:2], BOUNDS[2:]


class Projections:
    """Triples as N-Triples without the final dot, for the terms of one base."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self._t = terms.term

    def said(self, key: str, property_: str, value: str) -> str:
        """A triple about a key; the value is a term."""
        return f"{self.terms.thing(key)} {self._t(property_)} {value}"

    def name(self, subject: str, claim: Claim) -> Iterator[str]:
        """The name of a thing, which is its label too."""
        name = literal(claim.value, lang=claim.lang)
        yield self.said(subject, "skos:prefLabel", name)
        yield self.said(subject, "rdfs:label", name)

    def date(self, subject: str, claim: Claim) -> Iterator[str]:
        """The first and last day that a date admits."""
        span = parse(claim.value)
        if span.earliest:
            yield self.said(subject, "cje:earliest", day(span.earliest))
        if span.latest:
            yield self.said(subject, "cje:latest", day(span.latest))

    def place(self, subject: str, claim: Claim) -> Iterator[str]:
        """A point as degrees and as a geometry."""
        degrees = point(claim.value)
        if degrees is None:
            return
        for property_, number in zip(("wgs84:long", "wgs84:lat"), degrees, strict=True):
            yield self.said(subject, property_, literal(str(number), datatype=f"{XSD}decimal"))
        geometry = f"geometry/{subject}"
        yield self.said(subject, "geo:hasDefaultGeometry", self.terms.thing(geometry))
        yield self.said(geometry, "rdf:type", self._t("sf:Point"))
        yield self.said(geometry, "geo:asWKT", self.terms.value(claim))

    def outline(self, boundary: Boundary) -> Iterator[str]:
        """The outline of an area as a geometry."""
        geometry = f"geometry/{boundary.area}"
        yield self.said(boundary.area, "geo:hasGeometry", self.terms.thing(geometry))
        yield self.said(geometry, "rdf:type", self._t("sf:MultiPolygon"))
        wkt = literal(boundary.wkt, datatype=f"{EXTERNAL['geo']}wktLiteral")
        yield self.said(geometry, "geo:asWKT", wkt)

    def bounds(self, key: str, bounds: Bounds, which: tuple[str, ...] = BOUNDS) -> Iterator[str]:
        """Those of the four bounds of a stretch of time that are known."""
        return (self.said(key, property_, value) for property_, value in bounding(bounds, which))


def bounding(bounds: Bounds, which: tuple[str, ...] = BOUNDS) -> Iterator[tuple[str, str]]:
    """Those of the four bounds that are known, each as a property and a term."""
    for name in which:
        value: date | None = getattr(bounds, name)
        if value is not None:
            first, _, last = name.partition("_")
            yield f"cje:{first}{last.capitalize()}", day(value)
