"""Which of the forms that an answer can have a request likes best (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypeAlias

from api.errors import Problem

Form: TypeAlias = Literal["table", "graph"]
"""What a query is answered with: rows or yes or no, or triples."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A form in which an answer can be had."""

    media_type: str
    """As it is sent, with its parameters."""
    format: str
    """As `graph.store` calls it, and as `?format=` does."""
    aliases: tuple[str, ...] = ()
    """Other media types by which it is asked for; it is sent as the one asked for."""
    iri: str = ""
    """The format in W3C's list, as a service description names it."""
    words: tuple[str, ...] = ()
    """What clients of other endpoints call it in `?format=`."""

    @property
    def essence(self) -> str:
        """The media type without its parameters."""
        return self.media_type.partition(";")[0]


_FORMATS = "http://www.w3.org/ns/formats/"

TABLE = (
    Offer("application/sparql-results+json", "json", ("application/json", "text/json"),
          f"{_FORMATS}SPARQL_Results_JSON", ("srj",)),
    Offer("application/sparql-results+xml", "xml", ("application/xml", "text/xml"),
          f"{_FORMATS}SPARQL_Results_XML", ("srx",)),
    Offer("text/csv; charset=utf-8", "csv", iri=f"{_FORMATS}SPARQL_Results_CSV"),
    Offer("text/tab-separated-values; charset=utf-8", "tsv", iri=f"{_FORMATS}SPARQL_Results_TSV"),
)  # fmt: skip
"""For SELECT, and for ASK, which Oxigraph writes as CSV and TSV too; the first if all are liked as well."""

GRAPH = (
    Offer("text/turtle; charset=utf-8", "ttl", ("application/x-turtle", "application/turtle"),
          f"{_FORMATS}Turtle", ("turtle", "n3")),
    Offer("application/n-triples", "nt", ("text/plain",), f"{_FORMATS}N-Triples",
          ("ntriples", "n-triples")),
    Offer("application/rdf+xml", "xml", ("application/xml", "text/xml"), f"{_FORMATS}RDF_XML",
          ("rdf", "rdf+xml", "rdf/xml", "rdfxml")),
    Offer("application/ld+json", "jsonld", ("application/json",), f"{_FORMATS}JSON-LD",
          ("json-ld", "json+ld", "json")),
    Offer("application/trig", "trig", ("application/x-trig",), f"{_FORMATS}TriG"),
    Offer("application/n-quads", "nq", ("text/x-nquads",), f"{_FORMATS}N-Quads",
          ("nquads", "n-quads")),
)  # fmt: skip
"""For CONSTRUCT and DESCRIBE."""

HTML = Offer("text/html; charset=utf-8", "html", ("application/xhtml+xml",))
JSON = Offer("application/json", "json")
PROBLEM = Offer("application/problem+json", "json", ("application/json",))

OFFERS: Mapping[Form, tuple[Offer, ...]] = {"table": TABLE, "graph": GRAPH}

MOST_RANGES = 100
"""How many media ranges of a header are read; browsers send eight."""

SHORT = 300
"""What is chosen for a header of at most so many letters is remembered."""

_NAME = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_QUOTED = r'"(?:[^"\\]|\\.)*+"'
_ELEMENT = re.compile(rf'(?:{_QUOTED}|[^,"]|")*+')
_RANGE = re.compile(rf"[ \t]*+({_NAME})/({_NAME})[ \t]*+")
_PARAMETER = re.compile(rf"[ \t]*+;[ \t]*+(?:({_NAME})[ \t]*+=[ \t]*+({_NAME}|{_QUOTED}))?+[ \t]*+")
_WEIGHT = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Range:
    """A media range of an Accept header."""

    type: str
    subtype: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    quality: float = 1.0

    def specificity(self, media_type: str) -> int:
        """How exactly it names a media type: 0 not at all, 1 `*/*`, 2 `text/*`, 3 it, more with parameters.

        >>> Range("text", "*").specificity("text/csv; charset=utf-8")
        2
        """
        essence, _, written = media_type.lower().partition(";")
        type_, _, subtype = essence.strip().partition("/")
        own = dict(_parameters(f";{written}")[0])
        if any(own.get(name) != value for name, value in self.parameters.items()):
            return 0
        if (self.type, self.subtype) == ("*", "*"):
            return 1
        if self.type != type_ or self.subtype not in ("*", subtype):
            return 0
        return 2 if self.subtype == "*" else 3 + len(self.parameters)


def ranges(accept: str) -> list[Range]:
    """The media ranges of an Accept header; one that cannot be read is passed over.

    >>> [(range.subtype, range.quality) for range in ranges("text/csv;q=0.5, text/*;q=2, text/turtle")]
    [('csv', 0.5), ('turtle', 1.0)]
    """
    found: list[Range] = []
    for element in _elements(accept):
        match = _RANGE.match(element)
        if match is None or (match[1] == "*" and match[2] != "*"):
            continue
        pairs, end = _parameters(element, match.end())
        if end != len(element):
            continue
        names = [name for name, _ in pairs]
        cut = names.index("q") if "q" in names else len(names)
        weight = pairs[cut][1] if cut < len(names) else "1"
        if _WEIGHT.fullmatch(weight):
            found.append(Range(match[1].lower(), match[2].lower(), dict(pairs[:cut]), float(weight)))
    return found


def choose(accept: str, offers: Sequence[Offer]) -> Offer | None:
    """The offer that a header likes best, the first of equals; None if it likes none.

    No header, or one in which nothing can be read, likes all. Of an offer with several media types the one
    liked best is sent. Of types that are liked as well, one that is named goes before one that a wildcard
    admits, so that `text/csv, */*` gets CSV.

    >>> choose("text/html, application/xml;q=0.9, */*;q=0.8", TABLE).media_type
    'application/xml'
    """
    return _chosen(accept, tuple(offers)) if len(accept) <= SHORT else _best(accept, offers)


@lru_cache(1024)
def _chosen(accept: str, offers: tuple[Offer, ...]) -> Offer | None:
    return _best(accept, offers)


def _best(accept: str, offers: Sequence[Offer]) -> Offer | None:
    asked = ranges(accept)
    if not asked:
        return offers[0] if offers else None
    best: Offer | None = None
    best_rank = (0.0, 0)
    for offer in offers:
        for media_type in (offer.media_type, *offer.aliases):
            quality, specificity = _liked(media_type, asked)
            rank = (quality, min(specificity, 3))
            if quality > 0 and rank > best_rank and (media_type == offer.media_type or specificity >= 3):
                best_rank = rank
                best = (
                    offer
                    if media_type == offer.media_type
                    else Offer(media_type, offer.format, (), offer.iri)
                )
    return best


def chosen(accept: str, offers: Sequence[Offer], format: str | None = None) -> Offer:
    """The offer that a request gets, `?format=` before its Accept header; Problem 406 or 400 if none.

    Of several formats, separated by commas, the first that is offered is taken.
    """
    names = ", ".join(offer.format for offer in offers)
    if format is not None:
        for written in format.lower().split(","):
            for offer in offers:
                if written.strip() in (offer.format, offer.essence, *offer.aliases, *offer.words):
                    return offer
        raise Problem(
            400,
            "The format is not known",
            f"This answer can be had as {names}, not as {format!r}.",
            {"value": format, "allow": [offer.format for offer in offers]},
        )
    found = choose(accept, offers)
    if found is None:
        raise Problem(
            406,
            "No such form of the answer",
            f"The answer can be had as {', '.join(offer.essence for offer in offers)}. "
            f"Ask for one of them in Accept, or write ?format= with one of {names}.",
            {"value": accept, "allow": [offer.essence for offer in offers]},
            {"Vary": "Accept"},
        )
    return found


def _liked(media_type: str, asked: Sequence[Range]) -> tuple[float, int]:
    """How much a media type is liked, as the most specific range says, and how specific that is."""
    fits = [
        (specificity, range_.quality) for range_ in asked if (specificity := range_.specificity(media_type))
    ]
    specificity, quality = max(fits, default=(0, 0.0))
    return quality, specificity


def _elements(header: str) -> list[str]:
    """The elements of a list, split at commas outside of quotes."""
    found: list[str] = []
    position = 0
    while position <= len(header) and len(found) < MOST_RANGES:
        match = _ELEMENT.match(header, position)
        position = (match.end() if match else len(header)) + 1
        if match and match[0].strip(" \t"):
            found.append(match[0].strip(" \t"))
    return found


def _parameters(text: str, position: int = 0) -> tuple[list[tuple[str, str]], int]:
    """The parameters from a place on, names and values in lower case, and where they end."""
    found: list[tuple[str, str]] = []
    while match := _PARAMETER.match(text, position):
        position = match.end()
        if match[1]:
            value = match[2]
            if value.startswith('"'):
                value = _ESCAPED.sub(r"\1", value[1:-1])
            found.append((match[1].lower(), value.lower()))
    return found, position
