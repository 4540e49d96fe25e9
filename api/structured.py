"""What a page is about in the terms of schema.org, for search engines: no more than the page itself tells.

A class stands for the term to which `ontology/alignments.ttl` relates it; a thing of another class is what a
plain page is about. A day is given only where it is known to the day, a place only where a source tells it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from markupsafe import Markup

from api.calls import Page
from api.models.documents import Evidence
from api.models.home import Home
from api.models.profile import Profile
from api.models.quality import Source, Sources, SourceTold
from api.models.quality_page import About, Ontology, Term, TermTold
from api.models.things import FactOf, Thing
from graph.release import Release

Node: TypeAlias = dict[str, object]

CONTEXT = "https://schema.org"
TYPES: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "cje:Court", "cje:MagistratesCourt", "cje:CrownCourtCentre", "cje:PoliceForce", "cje:CPSArea",
            "cje:Inspectorate", "cje:ProsecutionService", "cje:GovernmentOffice",
        ),
        "GovernmentOrganization",
    ),
    **dict.fromkeys(
        (
            "cje:Territory", "cje:CriminalJusticeArea", "cje:LocalJusticeArea", "cje:PoliceArea",
            "cje:LocalAuthorityDistrict", "cje:CourtRegion", "cje:Circuit",
        ),
        "AdministrativeArea",
    ),
    "cje:Courthouse": "Courthouse",
    "cje:Report": "Report",
    "cje:LegalProvision": "Legislation",
    "foaf:Person": "Person",
}  # fmt: skip
"""The type of schema.org that a class is."""
TABLES = frozenset(
    ("code list", "court directory", "system register", "statistical lookup", "boundary data", "registry")
)
"""The kinds of sources that are data; the others are works of another kind."""
_LICENCES = {
    "OGL-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "OGL-2.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/",
    "OPL-3.0": "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/",
}


def structured(answer: object, page: Page, title: str, release: Release | None) -> Markup:
    """A page's description as a data block, from which no text of the data can break out."""
    told = {"@context": CONTEXT} | described(answer, page, title, release)
    text = json.dumps(told).replace("<", "\\u003c")
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704 - no tag can be in it


def described(answer: object, page: Page, title: str, release: Release | None) -> Node:
    """What a page is about; else that it is a page of the site."""
    for kind, tell in _TOLD.items():
        if isinstance(answer, kind):
            found: Node | None = tell(answer, page, release)
            if found is not None:
                return found
    return _page(page, title)


def _page(page: Page, title: str, about: Node | None = None) -> Node:
    told: Node = {"@type": "WebPage", "name": title, "url": _url(page), "inLanguage": "en-GB"}
    return (
        told
        | {"isPartOf": {"@type": "WebSite", "name": "Justice Estate", "url": f"{page.origin}/"}}
        | ({"about": about} if about else {})
    )


def _url(page: Page) -> str:
    return f"{page.origin}{page.path}"


def _site(answer: Home, page: Page, release: Release | None) -> Node:  # noqa: ARG001 - each takes the same
    return {
        "@type": "WebSite",
        "name": "Justice Estate",
        "url": f"{page.origin}/",
        "inLanguage": "en-GB",
        "description": "The criminal justice estate of England and Wales on any day since 1986.",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{page.origin}/search?q={{name}}"},
            "query-input": "required name=name",
        },
    }


def _thing(answer: Profile, page: Page, release: Release | None) -> Node:  # noqa: ARG001
    thing = answer.thing
    type_ = next((TYPES[each] for each in thing.classes if each in TYPES), None)
    told: Node = {"@type": type_ or "Thing", "@id": thing.iri, "name": thing.title}
    told |= {"url": _url(page)} if type_ else {}
    told |= {"description": " ".join(thing.sentences)} if thing.sentences else {}
    names = {fact.words: None for fact in thing.facts if fact.chosen and fact.topic == "name"}
    told |= _some("alternateName", [name for name in names if name != thing.title])
    told |= _some(
        "sameAs", [f.value for f in _chosen(thing, "skos:exactMatch") if f.value.startswith("http")]
    )
    if type_ is None:
        return _page(page, thing.title, told)
    if type_ == "Courthouse":
        told |= _place(thing)
    elif type_ == "GovernmentOrganization":
        told |= dict(_days(answer))
    return told


def _chosen(thing: Thing, property_: str) -> list[FactOf]:
    return [fact for fact in thing.facts if fact.property == property_ and fact.chosen]


def _some(name: str, values: list[str]) -> Node:
    return {name: values} if values else {}


def _place(thing: Thing) -> Node:
    """The address and the place of a building, if there is one of each: of several none is the one."""
    found = {
        name: {fact.value for fact in _chosen(thing, property_)}
        for name, property_ in (
            ("streetAddress", "cje:address"),
            ("postalCode", "cje:postcode"),
            ("point", "cje:point"),
        )
    }
    one = {name: values.pop() for name, values in found.items() if len(values) == 1}
    point = one.pop("point", "")
    told: Node = {"address": {"@type": "PostalAddress", **one, "addressCountry": "GB"}} if one else {}
    if point:
        east, north = point.removeprefix("POINT(").rstrip(")").split()
        told["geo"] = {"@type": "GeoCoordinates", "latitude": float(north), "longitude": float(east)}
    return told


def _days(answer: Profile) -> Iterator[tuple[str, object]]:
    """When a body was founded and dissolved, if it had one life; a day does not know of a later end."""
    spans = [
        span for strand in answer.timeline.strands if strand.name == "existence" for span in strand.spans
    ]
    if len(spans) != 1:
        return
    (span,) = spans
    if span.earliest_start and span.earliest_start == span.latest_start:
        yield "foundingDate", span.earliest_start
    if span.earliest_end and span.earliest_end == span.latest_end and answer.thing.at is None:
        yield "dissolutionDate", span.earliest_end


def _evidence(answer: Evidence, page: Page, release: Release | None) -> Node:  # noqa: ARG001
    return _page(page, answer.title, {"@type": "Thing", "@id": answer.iri, "name": answer.title})


def _source(told: Source, reference: str, iri: str) -> Node:
    made = told.date if len(told.date) in (4, 7, 10) and told.date.replace("-", "").isdigit() else ""
    node: Node = {
        "@type": "Dataset" if told.kind in TABLES else "CreativeWork",
        "@id": iri,
        "name": told.title,
        "publisher": {"@type": "Organization", "name": told.publisher},
    }
    if told.kind in TABLES:
        node["description"] = f"{told.title}, a {told.kind} of {told.publisher}."
    node |= {"dateCreated": made} if made else {}
    node |= {"url": reference} if reference.startswith("http") else {}
    return node | ({"license": _LICENCES[told.licence]} if told.licence in _LICENCES else {})


def _source_told(answer: SourceTold, page: Page, release: Release | None) -> Node:  # noqa: ARG001
    iri = release.names.thing(answer.source.key) if release else answer.source.key
    return _source(answer.source, answer.reference, iri)


def _dataset(answer: About | Sources, page: Page, release: Release | None) -> Node | None:  # noqa: ARG001
    """The release."""
    if release is None:
        return None
    told = release.metadata
    return {
        "@type": "Dataset",
        "@id": f"{told.base}release/{told.date}/",
        "name": "Justice Estate: the criminal justice estate of England and Wales",
        "description": (
            "Courts, police forces, CPS areas, their territories and the inspections made of them, "
            "each fact a claim with its source, its place in that source and its dates."
        ),
        "url": f"{page.origin}/about",
        "version": told.version,
        "datePublished": told.date,
        "identifier": f"urn:sha256:{told.rdfc10_sha256}",
        "spatialCoverage": {"@type": "Place", "name": "England and Wales"},
        "isAccessibleForFree": True,
    }


def _term(term: Term, namespace: str) -> Node:
    return {
        "@type": "DefinedTerm",
        "@id": term.iri,
        "name": term.label,
        "termCode": term.curie,
        "description": term.definition,
        "inDefinedTermSet": namespace,
    }


def _term_told(answer: TermTold, page: Page, release: Release | None) -> Node:  # noqa: ARG001
    return _term(answer.term, answer.term.iri.partition("#")[0] + "#") | {"url": _url(page)}


def _terms(answer: Ontology, page: Page, release: Release | None) -> Node | None:  # noqa: ARG001
    every = answer.classes + answer.properties
    if not every:
        return None
    namespace = every[0].iri.partition("#")[0] + "#"
    return {"@type": "DefinedTermSet", "@id": namespace, "name": "Justice Estate ontology", "url": _url(page)}


_TOLD: Mapping[type, Callable[..., Node | None]] = {
    Home: _site,
    Profile: _thing,
    Evidence: _evidence,
    SourceTold: _source_told,
    Sources: _dataset,
    About: _dataset,
    TermTold: _term_told,
    Ontology: _terms,
}
