"""Which form of an answer is sent, by what the client accepts (RFC 9110, section 12)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """A form in which an answer can be had: its media type, and the format's name in `graph.store`."""

    media_type: str
    format: str


TABLE = (
    Offer("application/sparql-results+json", "json"),
    Offer("application/sparql-results+xml", "xml"),
    Offer("text/csv", "csv"),
    Offer("text/tab-separated-values", "tsv"),
)
"""The forms of SELECT and ASK, the default first."""

GRAPH = (
    Offer("text/turtle", "ttl"),
    Offer("application/n-triples", "nt"),
    Offer("application/rdf+xml", "xml"),
    Offer("application/ld+json", "jsonld"),
    Offer("application/trig", "trig"),
    Offer("application/n-quads", "nq"),
)
"""The forms of CONSTRUCT, DESCRIBE and graphs, the default first."""

ALIASES = {
    "application/json": ("application/sparql-results+json", "application/ld+json"),
    "application/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/plain": ("application/n-triples",),
    "application/x-turtle": ("text/turtle",),
}
"""Names under which clients ask for a form, too."""


def choose(accept: str, offers: tuple[Offer, ...]) -> Offer | None:
    """The offer that the client likes best, the first of equals; None if it accepts none.

    A more specific range speaks before a wider one, and its weight may be nothing.

    >>> choose("text/*;q=0.5, application/rdf+xml;q=0.2", GRAPH).format
    'ttl'
    >>> choose("text/csv;q=0, */*", TABLE).format
    'json'
    """
    if not accept.strip():
        return offers[0]
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    best: tuple[float, int] = (0.0, 0)
    chosen = None
    for place, offer in enumerate(offers):
        weight = _weight(offer.media_type, ranges)
        if weight > 0 and (chosen is None or (weight, -place) > best):
            chosen, best = offer, (weight, -place)
    return chosen


def _range(text: str) -> tuple[str, float]:
    """A media range and its weight; one that cannot be read counts for nothing."""
    media, *parameters = (part.strip().lower() for part in text.split(";"))
    weight = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = min(max(float(value), 0.0), 1.0)
            except ValueError:
                weight = 0.0
    return media, weight


def _weight(media: str, ranges: list[tuple[str, float]]) -> float:
    """The weight of the most specific range that takes in a media type; 0 if none does."""
    wide = media.partition("/")[0] + "/*"
    exact = [weight for name, weight in ranges if name == media or media in ALIASES.get(name, ())]
    by_kind = [weight for name, weight in ranges if name == wide]
    any_ = [weight for name, weight in ranges if name == "*/*"]
    return next((max(found) for found in (exact, by_kind, any_) if found), 0.0)
