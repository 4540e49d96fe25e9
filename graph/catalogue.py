"""The catalogue of a release: DCAT-AP 3 for portals, VoID for programs, and how it is cited.

Nothing of it is a blank node. What is known before the dataset is written stands in its graph `catalogue`.
What is known only then (sums, sizes, statistics) stands beside that in the file `catalogue.ttl`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from graph.claims import Source
from graph.dataset import Knowledge
from graph.namespaces import EXTERNAL
from graph.nquads import XSD, Terms, iri, literal
from graph.release import DATASET, Metadata

TITLE = "Justice Estate: the criminal justice estate of England and Wales"
DESCRIPTION = (
    "CPS areas, police forces, courts, their territories and the inspections made of them, each fact a claim "
    "with its source, its place in that source and its dates. Magistrates' courts are meant to be complete "
    "from 1 January 2004 on; what is not known is recorded as a gap."
)
ATTRIBUTION = (
    "Contains public sector information licensed under the Open Government Licence v3.0 and v2.0, and "
    "Parliamentary information licensed under the Open Parliament Licence v3.0. Facts from articles of "
    "Wikipedia and copies of them, by their contributors, under CC BY-SA 3.0; code lists and registers in "
    "public repositories under the MIT and BSD licences; facts and no text from other pages. Each source "
    "with its publisher and licence stands in the graph of claims."
)
LICENCE = "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
"""The licence of most that the release contains; ATTRIBUTION tells of the rest."""
LICENCES: Mapping[str, str] = {
    "OGL-3.0": LICENCE,
    "OGL-2.0": "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/",
    "OPL-3.0": "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/",
    "CC-BY-SA-3.0": "https://creativecommons.org/licenses/by-sa/3.0/",
    "MIT": "https://opensource.org/license/mit",
    "BSD-3-Clause": "https://opensource.org/license/bsd-3-clause",
}
"""The licences of sources that have an address."""
KEYWORDS = ("courts", "magistrates' courts", "police forces", "Crown Prosecution Service", "inspections",
            "criminal justice", "England and Wales", "linked data")  # fmt: skip
LINKED: Mapping[str, str] = {
    "http://www.wikidata.org/": "Wikidata",
    "http://www.legislation.gov.uk/": "legislation.gov.uk",
    "http://statistics.data.gov.uk/": "the Office for National Statistics",
    "https://data.police.uk/": "police.uk",
}
"""Other datasets, by how their IRIs begin: those that the data link to become linksets."""
VOCABULARIES = ("org", "prov", "skos", "geo", "wgs84", "dcterms", "foaf", "sosa", "eli")

_AUTHORITY = "http://publications.europa.eu/resource/authority"
_VCARD, _SPDX, _DCATAP = (
    "http://www.w3.org/2006/vcard/ns#", "http://spdx.org/rdf/terms#", "http://data.europa.eu/r5r/",
)  # fmt: skip
_IANA = "http://www.iana.org/assignments/media-types/"

_CONCEPTS: Mapping[str, tuple[str, str]] = {
    f"{_AUTHORITY}/language/ENG": ("dcterms:LinguisticSystem", "English"),
    f"{_AUTHORITY}/language/CYM": ("dcterms:LinguisticSystem", "Welsh"),
    f"{_AUTHORITY}/country/GBR": ("dcterms:Location", "United Kingdom"),
    f"{_AUTHORITY}/access-right/PUBLIC": ("dcterms:RightsStatement", "public"),
    f"{_AUTHORITY}/frequency/IRREG": ("dcterms:Frequency", "irregular"),
    f"{_AUTHORITY}/data-theme/JUST": ("", "Justice, legal system and public safety"),
    f"{_AUTHORITY}/planned-availability/STABLE": ("", "stable"),
    "http://purl.org/adms/publishertype/PrivateIndividual(s)": ("", "Private Individual(s)"),
    "http://purl.org/adms/licencetype/Attribution": ("", "Attribution"),
}
"""The terms of the vocabularies that DCAT-AP prescribes: of which class each is beside a concept, and what it
is called there. A validator that has not these vocabularies at hand finds here what it must know."""

Fact = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Download:
    """A file in which the release can be had."""

    name: str
    file: str
    title: str
    media_type: str


@dataclass(slots=True)
class Statistics:
    """What the graph of all statements is made of, counted as it goes by in the order of its lines."""

    triples: int = 0
    subjects: int = 0
    properties: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    links: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Statements to other datasets: by the start of their IRIs and the property."""
    _last: str = ""

    def counted(self, lines: Iterable[str]) -> Iterator[str]:
        """The same lines of N-Quads, each counted."""
        rdf_type = f"<{EXTERNAL['rdf']}type>"
        for line in lines:
            subject, property_, rest = line.split(" ", 2)
            self.triples += 1
            self.subjects += subject != self._last
            self._last = subject
            self.properties[property_] += 1
            if property_ == rdf_type:
                self.classes[rest[: rest.index(" ")]] += 1
            elif rest.startswith("<"):
                for start in LINKED:
                    if rest.startswith(start, 1):
                        self.links[start, property_] += 1
            yield line


def catalogue_triples(known: Knowledge, terms: Terms, version: str, issued: str) -> list[str]:
    """The catalogue graph: the release as a DCAT and VoID dataset, with its sources and attribution."""
    term, base = terms.term, terms.names.base
    release, rights = _release(terms, issued), _part(terms, issued, "rights")
    publisher, contact, period = (_part(terms, issued, name) for name in ("publisher", "contact", "period"))
    facts: list[Fact] = [
        (release, "rdf:type", term("dcat:Resource")),
        (release, "rdf:type", term("dcat:Dataset")),
        (release, "rdf:type", term("void:Dataset")),
        (release, "rdf:type", term("prov:Entity")),
        (release, "dcterms:title", literal(TITLE, lang="en")),
        (release, "dcterms:description", literal(DESCRIPTION, lang="en")),
        (release, "dcterms:identifier", literal(f"{base}release/{issued}/")),
        (release, "dcterms:rights", rights),
        (release, "dcterms:license", iri(LICENCE)),
        (release, "dcterms:issued", _day(issued)),
        (release, "dcterms:modified", _day(issued)),
        (release, "dcterms:publisher", publisher),
        (release, "dcterms:creator", publisher),
        (release, "dcterms:conformsTo", iri(f"{base}ontology")),
        (release, "dcterms:language", iri(f"{_AUTHORITY}/language/ENG")),
        (release, "dcterms:language", iri(f"{_AUTHORITY}/language/CYM")),
        (release, "dcterms:spatial", iri(f"{_AUTHORITY}/country/GBR")),
        (release, "dcterms:temporal", period),
        (release, "dcterms:accessRights", iri(f"{_AUTHORITY}/access-right/PUBLIC")),
        (release, "dcterms:accrualPeriodicity", iri(f"{_AUTHORITY}/frequency/IRREG")),
        (release, "dcat:theme", iri(f"{_AUTHORITY}/data-theme/JUST")),
        (release, "dcat:contactPoint", contact),
        (release, "dcat:landingPage", iri(f"{base}about")),
        (release, "dcat:version", literal(issued)),
        (release, "owl:versionInfo", literal(version)),
        (release, "owl:versionIRI", release),
        (release, "void:uriSpace", literal(f"{base}id/")),
        (release, "void:entities", _number(len(known.tables.classes))),
        (release, "void:sparqlEndpoint", iri(f"{base}sparql")),
        (release, "void:dataDump", iri(f"{base}exports/estate.nq")),
        (release, "foaf:homepage", iri(base)),
        *((release, "dcat:keyword", literal(word, lang="en")) for word in KEYWORDS),
        *((release, "void:vocabulary", iri(EXTERNAL[prefix])) for prefix in VOCABULARIES),
        (release, "void:vocabulary", iri(f"{base}ontology#")),
        (rights, "rdf:type", term("dcterms:RightsStatement")),
        (rights, "rdfs:label", literal(ATTRIBUTION, lang="en")),
        (publisher, "rdf:type", term("foaf:Agent")),
        (publisher, "foaf:name", literal("Justice Estate", lang="en")),
        (publisher, "dcterms:type", iri("http://purl.org/adms/publishertype/PrivateIndividual(s)")),
        (contact, "rdf:type", iri(f"{_VCARD}Kind")),
        (contact, f"{_VCARD}fn", literal("Contributors of Justice Estate", lang="en")),
        (contact, f"{_VCARD}hasURL", iri(f"{base}report")),
        (period, "rdf:type", term("dcterms:PeriodOfTime")),
        (period, "dcat:startDate", _day(_horizon(known))),
        (period, "dcat:endDate", _day(issued)),
        (iri(LICENCE), "rdf:type", term("dcterms:LicenseDocument")),
        (iri(LICENCE), "dcterms:type", iri("http://purl.org/adms/licencetype/Attribution")),
        (iri(f"{base}ontology"), "rdf:type", term("dcterms:Standard")),
        *((iri(base + page), "rdf:type", term("foaf:Document")) for page in ("", "about")),
        *(fact for concept in _CONCEPTS for fact in _concept(concept, terms)),
        *(fact for source in known.tables.sources.values() for fact in _source(source, release, terms)),
    ]
    return [f"{subject} {_term(terms, property_)} {value}" for subject, property_, value in facts]


def _concept(concept: str, terms: Terms) -> Iterator[Fact]:
    class_, label = _CONCEPTS[concept]
    yield iri(concept), "rdf:type", terms.term("skos:Concept")
    if class_:
        yield iri(concept), "rdf:type", terms.term(class_)
    yield iri(concept), "skos:prefLabel", literal(label, lang="en")


def _source(source: Source, release: str, terms: Terms) -> Iterator[Fact]:
    """A source with its licence: an address, or in words that there is none and only facts were taken."""
    node = terms.thing(f"source/{source.key}")
    yield release, "prov:wasDerivedFrom", node
    if (licence := LICENCES.get(source.licence)) is not None:
        yield node, "dcterms:license", iri(licence)


def file_facts(
    terms: Terms,
    metadata: Metadata,
    per_graph: Mapping[str, int],
    statistics: Statistics,
    downloads: Iterable[Download],
    size: int,
) -> Iterator[str]:
    """What can be told of a release only when it is written, as triples."""
    facts = [
        *_made(terms, metadata, per_graph),
        *_counted(terms, metadata.date, statistics),
        *_catalogue(terms, metadata),
        *(fact for each in downloads for fact in _download(terms, metadata, each, size)),
    ]
    for subject, property_, value in facts:
        yield f"{subject} {_term(terms, property_)} {value}"


def _made(terms: Terms, metadata: Metadata, per_graph: Mapping[str, int]) -> Iterator[Fact]:
    """How the release was made, and its graphs."""
    release, made = _release(terms, metadata.date), _part(terms, metadata.date, "build")
    yield release, "void:triples", _number(metadata.quads)
    yield release, "prov:wasGeneratedBy", made
    yield made, "rdf:type", terms.term("prov:Activity")
    yield made, "dcterms:description", literal(f"estate build, justice-estate {metadata.version}", lang="en")
    for name, count in per_graph.items():
        graph = iri(terms.names.graph(name))
        yield release, "void:subset", graph
        yield graph, "rdf:type", terms.term("void:Dataset")
        yield graph, "void:triples", _number(count)


def _counted(terms: Terms, issued: str, found: Statistics) -> Iterator[Fact]:
    """The statistics of VoID: partitions by class and property, and what links to other datasets."""
    graph = iri(terms.names.graph("ever"))
    yield graph, "void:distinctSubjects", _number(found.subjects)
    yield graph, "void:classes", _number(len(found.classes))
    yield graph, "void:properties", _number(len(found.properties))
    for kind, what, counts, number in (
        ("class", "void:class", found.classes, "void:entities"),
        ("property", "void:property", found.properties, "void:triples"),
    ):
        for node, count in sorted(counts.items()):
            curie = terms.names.shorten(node[1:-1])
            part = _part(terms, issued, f"{kind}/{curie.replace(':', '-').replace('/', '-')}")
            yield graph, f"void:{kind}Partition", part
            yield part, "rdf:type", terms.term("void:Dataset")
            yield part, what, node
            yield part, number, _number(count)
    release = _release(terms, issued)
    for (start, property_), count in sorted(found.links.items()):
        name = LINKED[start]
        target = _part(terms, issued, f"linked/{name}")
        links = _part(terms, issued, f"links/{name}/{property_[1:-1].rpartition('#')[2]}")
        yield release, "void:subset", links
        yield links, "rdf:type", terms.term("void:Linkset")
        yield links, "void:linkPredicate", property_
        yield links, "void:subjectsTarget", release
        yield links, "void:objectsTarget", target
        yield links, "void:triples", _number(count)
        yield target, "rdf:type", terms.term("void:Dataset")
        yield target, "void:uriSpace", literal(start)
        yield target, "foaf:homepage", iri(start)


def _catalogue(terms: Terms, metadata: Metadata) -> Iterator[Fact]:
    """The catalogue itself, and the services that answer from the release."""
    term, base = terms.term, terms.names.base
    catalogue, release = iri(f"{base}catalogue"), _release(terms, metadata.date)
    record = _part(terms, metadata.date, "record")
    publisher, contact = (_part(terms, metadata.date, name) for name in ("publisher", "contact"))
    yield catalogue, "rdf:type", term("dcat:Catalog")
    yield catalogue, "dcterms:title", literal("The releases of Justice Estate", lang="en")
    yield catalogue, "dcterms:description", literal(DESCRIPTION, lang="en")
    yield catalogue, "dcterms:publisher", publisher
    yield catalogue, "dcterms:license", iri(LICENCE)
    yield catalogue, "dcterms:language", iri(f"{_AUTHORITY}/language/ENG")
    yield catalogue, "dcterms:spatial", iri(f"{_AUTHORITY}/country/GBR")
    yield catalogue, "dcterms:issued", _day(metadata.date)
    yield catalogue, "dcterms:modified", _day(metadata.date)
    yield catalogue, "foaf:homepage", iri(base)
    yield catalogue, "dcat:themeTaxonomy", iri(f"{_AUTHORITY}/data-theme")
    yield catalogue, "dcat:dataset", release
    yield catalogue, "dcat:record", record
    yield iri(f"{_AUTHORITY}/data-theme"), "rdf:type", term("skos:ConceptScheme")
    yield iri(f"{_AUTHORITY}/data-theme"), "dcterms:title", literal("Data theme", lang="en")
    yield record, "rdf:type", term("dcat:CatalogRecord")
    yield record, "foaf:primaryTopic", release
    yield record, "dcterms:modified", _day(metadata.date)
    for path, title, description in (
        ("sparql", "SPARQL endpoint", "sparql"),
        ("api/v1", "API of things, claims and changes", "openapi.json"),
    ):
        service = iri(f"{base}{path}")
        yield catalogue, "dcat:service", service
        yield service, "rdf:type", term("dcat:DataService")
        yield service, "dcterms:title", literal(title, lang="en")
        yield service, "dcterms:publisher", publisher
        yield service, "dcterms:license", iri(LICENCE)
        yield service, "dcat:endpointURL", service
        yield service, "dcat:endpointDescription", iri(f"{base}{description}")
        yield service, "dcat:servesDataset", release
        yield service, "dcat:contactPoint", contact
        yield service, "dcat:theme", iri(f"{_AUTHORITY}/data-theme/JUST")
        yield service, "dcat:keyword", literal("criminal justice", lang="en")


def _download(terms: Terms, metadata: Metadata, file: Download, size: int) -> Iterator[Fact]:
    """A distribution; the sums of the dataset itself are known, the other files are made from it later."""
    term, base = terms.term, terms.names.base
    node, essence = _part(terms, metadata.date, file.name), file.media_type.partition(";")[0]
    yield _release(terms, metadata.date), "dcat:distribution", node
    yield node, "rdf:type", term("dcat:Distribution")
    yield node, "dcterms:title", literal(file.title, lang="en")
    yield node, "dcterms:description", literal(f"Every statement of all times: {file.title}.", lang="en")
    yield node, "dcat:accessURL", iri(f"{base}exports")
    yield node, "dcat:downloadURL", iri(f"{base}exports/{file.file}")
    yield node, "dcat:mediaType", iri(_IANA + essence)
    yield node, "dcterms:format", iri(_IANA + essence)
    yield node, "dcterms:license", iri(LICENCE)
    yield node, "dcterms:rights", _part(terms, metadata.date, "rights")
    yield node, "dcterms:issued", _day(metadata.date)
    yield node, f"{_DCATAP}availability", iri(f"{_AUTHORITY}/planned-availability/STABLE")
    yield iri(_IANA + essence), "rdf:type", term("dcterms:MediaType")
    yield iri(_IANA + essence), "rdf:type", term("dcterms:MediaTypeOrExtent")
    if file.file.endswith(DATASET.partition(".")[2]) and file.name == "nq":
        checksum = _part(terms, metadata.date, "sha256")
        yield node, "dcat:byteSize", literal(str(size), datatype=f"{XSD}nonNegativeInteger")
        yield node, "dcterms:identifier", literal(f"sha256:{metadata.rdfc10_sha256}")
        yield node, f"{_SPDX}checksum", checksum
        yield checksum, "rdf:type", iri(f"{_SPDX}Checksum")
        yield checksum, f"{_SPDX}algorithm", iri(f"{_SPDX}checksumAlgorithm_sha256")
        yield iri(f"{_SPDX}checksumAlgorithm_sha256"), "rdf:type", iri(f"{_SPDX}ChecksumAlgorithm")
        yield checksum, f"{_SPDX}checksumValue", literal(metadata.rdfc10_sha256, datatype=f"{XSD}hexBinary")


def citation(metadata: Metadata) -> str:
    """How a release is cited, as a `CITATION.cff` (Citation File Format 1.2.0; its YAML is JSON here)."""
    told = {
        "cff-version": "1.2.0",
        "type": "dataset",
        "message": "Cite the release, and the day if it is put to one.",
        "title": TITLE,
        "abstract": DESCRIPTION,
        "authors": [{"name": "Justice Estate contributors"}],
        "version": f"{metadata.version}+{metadata.date}",
        "date-released": metadata.date,
        "url": f"{metadata.base}release/{metadata.date}/",
        "identifiers": [
            {
                "type": "other",
                "value": f"rdfc10-sha256:{metadata.rdfc10_sha256}",
                "description": "The SHA-256 of the canonical dataset (RDFC-1.0).",
            }
        ],
        "license-url": LICENCE,
        "keywords": list(KEYWORDS),
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _horizon(known: Knowledge) -> str:
    """The earliest day from which the sources mean to be complete of anything; else the first of all."""
    return min(known.tables.schema.horizons.values(), default=date(2004, 1, 1)).isoformat()


def _release(terms: Terms, issued: str) -> str:
    return iri(f"{terms.names.base}release/{issued}/")


def _part(terms: Terms, issued: str, name: str) -> str:
    return iri(f"{terms.names.base}release/{issued}/{name.replace(' ', '-')}")


def _term(terms: Terms, name: str) -> str:
    return iri(name) if name.startswith("http") else terms.term(name)


def _number(value: int) -> str:
    return literal(str(value), datatype=f"{XSD}integer")


def _day(value: str) -> str:
    return literal(value, datatype=f"{XSD}date")
