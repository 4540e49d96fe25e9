"""Is the ontology whole, in one voice, and in agreement with itself and with docs/model.md?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import owlrl
import pytest
from owlrl.Namespaces import ERRNS
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection

from graph.namespaces import Names
from graph.resources import query_files, root, turtle_files

NAMES = Names()
CJE = Namespace(NAMES.prefixes["cje"])
CJEV = Namespace(NAMES.prefixes["cjev"])
EDTF = URIRef(NAMES.expand("edtf:EDTF"))
WKT = URIRef(NAMES.expand("geo:wktLiteral"))
ONTOLOGY = URIRef(f"{NAMES.base}ontology")
MODEL = root() / "docs" / "model.md"
FILES = [*turtle_files("ontology")]
PERSISTENCE = {"P": "permanent", "S": "state", "A": "attested", "E": "event"}

# Axioms of the vocabularies that we build on, so that a term put under the wrong one is caught.
REUSED = """
prov:Activity owl:disjointWith prov:Entity .
prov:Plan rdfs:subClassOf prov:Entity .
org:Organization rdfs:subClassOf foaf:Agent .
org:FormalOrganization rdfs:subClassOf org:Organization .
org:OrganizationalUnit rdfs:subClassOf org:Organization .
org:ChangeEvent rdfs:subClassOf prov:Activity .
org:unitOf rdfs:domain org:OrganizationalUnit .
org:hasSite rdfs:domain org:Organization ; rdfs:range org:Site .
org:hasPrimarySite rdfs:subPropertyOf org:hasSite ; rdfs:domain org:Organization ; rdfs:range org:Site .
org:originalOrganization rdfs:range org:Organization .
org:resultingOrganization rdfs:range org:Organization .
foaf:Person rdfs:subClassOf foaf:Agent ; owl:disjointWith org:Organization, foaf:Document .
foaf:Document owl:disjointWith org:Organization .
prov:wasDerivedFrom rdfs:domain prov:Entity ; rdfs:range prov:Entity .
prov:wasGeneratedBy rdfs:domain prov:Entity ; rdfs:range prov:Activity .
prov:wasAssociatedWith rdfs:domain prov:Activity .
prov:wasInformedBy rdfs:domain prov:Activity ; rdfs:range prov:Activity .
skos:OrderedCollection rdfs:subClassOf skos:Collection .
skos:ConceptScheme owl:disjointWith skos:Concept, skos:Collection .
skos:Collection owl:disjointWith skos:Concept .
skos:inScheme rdfs:range skos:ConceptScheme .
skos:exactMatch rdfs:domain skos:Concept ; rdfs:range skos:Concept .
geo:Feature owl:disjointWith geo:Geometry .
geo:hasDefaultGeometry rdfs:domain geo:Feature ; rdfs:range geo:Geometry .
geo:sfWithin rdfs:domain geo:SpatialObject ; rdfs:range geo:SpatialObject .
"""


def prefixes() -> str:
    return "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in NAMES.prefixes.items())


def load(*paths: Path) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return load(*FILES)


@pytest.fixture(scope="module")
def properties(ontology: Graph) -> set[URIRef]:
    """The properties that claims may use."""
    return {term for term in ontology.subjects(RDF.type, CJE.ClaimProperty) if isinstance(term, URIRef)}


def terms(graph: Graph) -> Iterator[URIRef]:
    """Our own terms; the cells of a list are no terms."""
    for subject in set(graph.subjects()):
        ours = str(subject).startswith((str(CJE), str(CJEV)))
        if isinstance(subject, URIRef) and ours and (subject, RDF.type, RDF.List) not in graph:
            yield subject


def short(term: object) -> str:
    return NAMES.shorten(str(term))


def model_properties() -> dict[URIRef, str]:
    """Each property in the table of docs/model.md with its code, such as `S1`."""
    table = (
        MODEL.read_text(encoding="utf-8")
        .split("## Properties that claims may use")[1]
        .split("\nKinds of key")[0]
    )
    rows = [row.strip("| ").split(" | ") for row in table.splitlines() if row.startswith("| `")]
    return {
        URIRef(NAMES.expand(curie)): row[-1] for row in rows for curie in re.findall(r"`([^`]+)`", row[0])
    }


def above(graph: Graph, term: URIRef) -> set[URIRef]:
    """A class with all its superclasses."""
    return {URIRef(str(node)) for node in graph.transitive_objects(term, RDFS.subClassOf)}


def contradictions(graph: Graph) -> list[str]:
    """What cannot be true together in the OWL RL closure of the graph, which is extended in place."""
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    found = [str(message) for message in graph.objects(None, ERRNS.error)]
    found += [f"{short(thing)} is in the empty class" for thing in graph.subjects(RDF.type, OWL.Nothing)]
    for one, other in graph.subject_objects(OWL.disjointWith):
        both = set(graph.subjects(RDF.type, one)) & set(graph.subjects(RDF.type, other))
        found += [f"{short(thing)} is a {short(one)} and a {short(other)}" for thing in both]
    return sorted(set(found))


# Files


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_does_the_file_parse_and_say_what_it_holds(path: Path) -> None:
    assert len(load(path)) > 0
    assert re.match(r"# [A-Z].+", path.read_text(encoding="utf-8"))


def test_are_all_modules_there() -> None:
    modules = (
        "alignments bodies change courts estate evidence inspections people territory vocabularies".split()
    )
    assert [path.stem for path in FILES] == modules


def test_is_there_any_blank_node(ontology: Graph) -> None:
    assert [triple for triple in ontology if any(isinstance(term, BNode) for term in triple)] == []


def test_is_every_prefix_bound_once_and_to_one_namespace() -> None:
    spaces = {prefix: {space} for prefix, space in NAMES.prefixes.items()}
    culprits = []
    for path in [*FILES, *turtle_files("shapes"), *sorted((root() / "tests" / "cases").rglob("*.ttl"))]:
        bound = re.findall(r"(?im)^\s*@?prefix\s+([\w-]*):\s*<([^>]*)>", path.read_text(encoding="utf-8"))
        times = Counter(prefix for prefix, _ in bound)
        culprits += [f"{path.name}: {prefix} is bound {n} times" for prefix, n in times.items() if n > 1]
        culprits += [
            f"{path.name}: {p} is none of ours" for p in times if path in FILES and p not in NAMES.prefixes
        ]
        for prefix, space in bound:
            spaces.setdefault(prefix, set()).add(space)
    culprits += [f"{prefix}: {sorted(values)}" for prefix, values in spaces.items() if len(values) > 1]
    assert culprits == []


def test_does_the_header_declare_every_prefix(ontology: Graph) -> None:
    declared = {
        str(ontology.value(node, SH.prefix)): ontology.value(node, SH.namespace)
        for node in ontology.objects(ONTOLOGY, SH.declare)
    }
    assert declared == {
        prefix: Literal(space, datatype=XSD.anyURI) for prefix, space in NAMES.prefixes.items()
    }


# Terms


def test_is_every_term_labelled_defined_and_placed(ontology: Graph) -> None:
    culprits = []
    for term in terms(ontology):
        labels, definitions = (
            list(ontology.objects(term, RDFS.label)),
            list(ontology.objects(term, SKOS.definition)),
        )
        if [getattr(label, "language", None) for label in labels] != ["en"]:
            culprits.append(f"{short(term)}: one English label is wanted")
        if len(definitions) != 1 or not re.fullmatch(r"[A-Z].{20,}\.", str(definitions[0])):
            culprits.append(f"{short(term)}: one definition, a sentence with its full stop, is wanted")
        if list(ontology.objects(term, RDFS.isDefinedBy)) != [ONTOLOGY]:
            culprits.append(f"{short(term)}: rdfs:isDefinedBy the ontology is wanted")
    assert culprits == []


def test_is_any_term_defined_in_two_files() -> None:
    homes = Counter(term for path in FILES for term in set(load(path).subjects(SKOS.definition)))
    assert [short(term) for term, n in homes.items() if n > 1] == []


def test_do_two_terms_share_a_definition(ontology: Graph) -> None:
    texts = Counter(str(text) for text in ontology.objects(None, SKOS.definition))
    assert [text for text, n in texts.items() if n > 1] == []


def test_is_every_term_that_the_ontology_uses_defined(ontology: Graph) -> None:
    known = {*terms(ontology), *ontology.subjects(RDF.type, RDF.List)}
    used = {term for triple in ontology for term in triple if isinstance(term, URIRef)}
    ours = {term for term in used if str(term).startswith((str(CJE), str(CJEV)))}
    assert sorted(short(term) for term in ours - known) == []


def test_is_every_concept_used_in_shapes_and_queries_defined(ontology: Graph) -> None:
    queries = [path for kind in ("answer", "infer", "check", "export") for path in query_files(kind)]
    culprits = [
        f"{path.name}: cjev:{name}"
        for path in [*turtle_files("shapes"), *queries]
        for name in re.findall(r"\bcjev:(\w[\w-]*)", path.read_text(encoding="utf-8"))
        if (CJEV[name], None, None) not in ontology
    ]
    assert culprits == []


def test_does_every_term_of_the_model_exist(ontology: Graph) -> None:
    text = MODEL.read_text(encoding="utf-8")
    mentioned = {*re.findall(r"\b(cjev?:\w[\w-]*)", text)}
    assert [
        curie for curie in sorted(mentioned) if (URIRef(NAMES.expand(curie)), None, None) not in ontology
    ] == []


def test_is_every_kind_of_key_a_class(ontology: Graph) -> None:
    text = MODEL.read_text(encoding="utf-8").split("\nKinds of key")[1].split("\n")[0]
    classes = set(re.findall(r"` ([A-Z]\w+)", text))
    assert [name for name in sorted(classes) if (CJE[name], RDF.type, OWL.Class) not in ontology] == []


def test_does_a_legal_term_cite_legislation_by_its_identifier(ontology: Graph) -> None:
    pattern = r"http://www\.legislation\.gov\.uk/id/(ukpga|uksi)/\d{4}/\d+(/(section|schedule|article)/\w+)?"
    assert [
        str(act) for act in ontology.objects(None, DCTERMS.source) if not re.fullmatch(pattern, str(act))
    ] == []


# Properties that claims may use


def test_are_the_claim_properties_those_of_the_model(properties: set[URIRef]) -> None:
    model = set(model_properties())
    assert (
        sorted(short(term) for term in model - properties),
        sorted(short(term) for term in properties - model),
    ) == ([], [])


def test_do_persistence_and_number_agree_with_the_model(ontology: Graph) -> None:
    culprits = {}
    for term, code in model_properties().items():
        said = (list(ontology.objects(term, CJE.persistence)), list(ontology.objects(term, CJE.singleValued)))
        if said != ([CJEV[f"persistence-{PERSISTENCE[code[0]]}"]], [Literal(code[1] == "1")]):
            culprits[short(term)] = (code, said)
    assert culprits == {}


def test_does_every_claim_property_say_what_it_takes(ontology: Graph, properties: set[URIRef]) -> None:
    schemes = set(ontology.subjects(RDF.type, SKOS.ConceptScheme))
    culprits = []
    for term in properties:
        ranges, origins = (
            set(ontology.objects(term, CJE.claimRange)),
            set(ontology.objects(term, CJE.valuesFrom)),
        )
        if not ranges or not set(ontology.objects(term, CJE.claimSubject)):
            culprits.append(f"{short(term)}: cje:claimSubject and cje:claimRange are wanted")
        if (SKOS.Concept in ranges) != bool(origins) or origins - schemes:
            culprits.append(f"{short(term)}: concepts, and only they, come from schemes that exist")
    assert culprits == []


def test_is_every_pattern_a_regular_expression_for_the_whole_value(ontology: Graph) -> None:
    for term, pattern in ontology.subject_objects(CJE.claimPattern):
        assert re.fullmatch(r"\^.+\$", str(pattern)), short(term)
        re.compile(str(pattern))


@pytest.mark.parametrize(
    ("curie", "right", "wrong"),
    [
        ("cje:ouCode", "B33PL", "B33PL00"),
        ("cje:ljaCode", "2100", "210"),
        ("cje:crownCourtNumber", "430", "Leicester"),
        ("cje:cjsCode", "33", "3"),
        ("cje:onsCode", "E23000021", "E2300021"),
        ("cje:postcode", "LE15 6AP", "LE156AP"),
        ("cje:point", "POINT(-0.7274 52.6702)", "POINT(52,6702 -0,7274)"),
    ],
)
def test_does_the_pattern_admit_the_code_and_refuse_the_slip(
    ontology: Graph, curie: str, right: str, wrong: str
) -> None:
    pattern = str(ontology.value(URIRef(NAMES.expand(curie)), CJE.claimPattern))
    assert re.search(pattern, right)
    assert not re.search(pattern, wrong)


def test_has_every_property_between_things_words_for_both_directions(
    ontology: Graph, properties: set[URIRef]
) -> None:
    """A path label that says what the label says already is none."""
    texts = {RDF.langString, XSD.string, XSD.integer, XSD.decimal, XSD.boolean, EDTF, WKT}
    culprits = []
    for term in properties | set(ontology.subjects(RDF.type, CJE.InferredProperty)):
        label, forward, inverse = (
            ontology.value(term, said) for said in (RDFS.label, CJE.pathLabel, CJE.inverseLabel)
        )
        if (inverse is None) != bool(texts & set(ontology.objects(term, CJE.claimRange))):
            culprits.append(
                f"{short(term)}: an inverse label is wanted of what links things, and of nothing else"
            )
        if forward == label:
            culprits.append(f"{short(term)}: the path label is the label")
        culprits += [
            f"{short(term)}: {words!r} is no part of a sentence"
            for words in (forward, inverse)
            if words is not None and not re.fullmatch(r"[a-z][a-z ]*[a-z]", str(words))
        ]
    assert culprits == []


def test_is_every_code_property_under_code(ontology: Graph, properties: set[URIRef]) -> None:
    codes = {term for term in properties if re.search(r"(Code|Id|Slug|Number)$", str(term))}
    assert codes == set(ontology.subjects(RDFS.subPropertyOf, CJE.code))


def test_is_only_the_organisation_unit_code_a_bound_of_life(ontology: Graph) -> None:
    assert list(ontology.subjects(CJE.boundsLife, Literal(True))) == [CJE.ouCode]


def test_does_any_class_expect_what_no_claim_can_say(ontology: Graph, properties: set[URIRef]) -> None:
    culprits = []
    for term, wanted in ontology.subject_objects(CJE.expects):
        subjects = set(ontology.objects(wanted, CJE.claimSubject))
        if wanted not in properties or not subjects & {RDFS.Resource, *above(ontology, URIRef(str(term)))}:
            culprits.append(f"{short(term)} cje:expects {short(wanted)}")
    assert culprits == []


def test_is_every_projection_from_a_claim_property(ontology: Graph, properties: set[URIRef]) -> None:
    projected = dict(ontology.subject_objects(CJE.projectedFrom))
    things = "rdfs:label skos:altLabel wgs84:lat wgs84:long".split()
    places = "geo:hasDefaultGeometry geo:hasGeometry geo:asWKT".split()
    dates = "cje:earliest cje:latest cje:lifespan".split()
    bounds = "cje:earliestStart cje:latestStart cje:earliestEnd cje:latestEnd".split()
    assert {short(term) for term in projected} == {*things, *places, *dates, *bounds}
    assert [short(term) for term in ontology.objects(None, CJE.projectedFrom) if term not in properties] == []


# Meaning


def test_does_a_domain_or_range_say_more_than_the_model(ontology: Graph, properties: set[URIRef]) -> None:
    culprits = []
    for term, (said, admitted) in product(
        properties, ((RDFS.domain, CJE.claimSubject), (RDFS.range, CJE.claimRange))
    ):
        for bound, given in product(ontology.objects(term, said), ontology.objects(term, admitted)):
            narrower = {(CJE.RatingScale, SKOS.ConceptScheme), (CJE.Grade, SKOS.Concept)}
            if (bound, given) not in narrower and bound not in above(ontology, URIRef(str(given))):
                culprits.append(
                    f"{short(term)}: {short(said)} {short(bound)} does not hold of {short(given)}"
                )
    assert culprits == []


def test_is_a_term_of_another_vocabulary_given_a_new_meaning(ontology: Graph) -> None:
    meanings = (
        RDFS.domain,
        RDFS.range,
        RDFS.subClassOf,
        RDFS.subPropertyOf,
        OWL.disjointWith,
        SKOS.definition,
    )
    ours = set(terms(ontology))
    assert [short(term) for said in meanings for term in ontology.subjects(said) if term not in ours] == []


def test_does_the_ontology_contradict_itself_or_any_claim_that_the_model_allows(
    ontology: Graph, properties: set[URIRef]
) -> None:
    graph = Graph().parse(data=prefixes() + REUSED) + ontology
    for term in ontology.subjects(RDF.type, OWL.Class):
        graph.add((URIRef(f"urn:a:{short(term)}"), RDF.type, term))
    for term in properties:
        pairs = product(ontology.objects(term, CJE.claimSubject), ontology.objects(term, CJE.claimRange))
        for number, (subject, value) in enumerate(pairs):
            one, other = (URIRef(f"urn:{role}:{short(term)}:{number}") for role in ("subject", "value"))
            graph.add((one, RDF.type, subject))
            if str(value).startswith(str(CJE)):
                graph.add((one, term, other))
                graph.add((other, RDF.type, value))
    assert contradictions(graph) == []


def test_is_each_contradiction_detected(ontology: Graph) -> None:
    mutations = """
        <urn:building-that-judges> a cje:MagistratesCourt, cje:Courthouse .
        <urn:some-area> cje:servesForce <urn:area-as-force> . <urn:area-as-force> a cje:CPSArea .
        cje:Flicker rdfs:subClassOf cje:Opening, cje:Closure . <urn:open-and-shut> a cje:Flicker .
        <urn:report-that-happens> a cje:Report, prov:Activity .
        <urn:impossible> a owl:Nothing .
        cjev:opa4 a skos:Concept .
    """
    found = contradictions(Graph().parse(data=prefixes() + REUSED + mutations) + ontology)
    wanted = [
        "building-that-judges",
        "area-as-force",
        "open-and-shut",
        "report-that-happens",
        "impossible",
        "cjev:opa4",
    ]
    assert [name for name in wanted if not any(name in message for message in found)] == []


# Rating scales


@pytest.mark.parametrize("name", ["opa4", "peel4", "peel5", "ppa4"])
def test_do_list_positions_and_scheme_of_a_scale_agree(ontology: Graph, name: str) -> None:
    scale = CJEV[name]
    order = ontology.value(scale, CJE.gradesInOrder)
    cells = ontology.value(order, SKOS.memberList)
    assert order is not None
    assert cells is not None
    grades = list(Collection(ontology, cells))
    assert [ontology.value(grade, CJE.position) for grade in grades] == [
        Literal(n) for n in range(1, len(grades) + 1)
    ]
    assert (
        set(grades)
        == set(ontology.objects(order, SKOS.member))
        == set(ontology.subjects(SKOS.inScheme, scale))
    )
    assert len(grades) == int(name[-1])


def test_is_a_grade_compared_with_one_of_another_scale(ontology: Graph) -> None:
    scheme = {grade: ontology.value(grade, SKOS.inScheme) for grade in ontology.subjects(RDF.type, CJE.Grade)}
    across = [
        (short(a), short(b)) for a, _, b in ontology if a in scheme and b in scheme and scheme[a] != scheme[b]
    ]
    assert across == []


def test_is_every_scale_in_the_range_of_grade(ontology: Graph) -> None:
    assert set(ontology.objects(CJE.grade, CJE.valuesFrom)) == set(
        ontology.subjects(RDF.type, CJE.RatingScale)
    )


# Concept schemes


def test_is_every_concept_in_one_scheme_and_named_as_it_is_labelled(ontology: Graph) -> None:
    culprits = []
    for concept in ontology.subjects(RDF.type, SKOS.Concept):
        if len(list(ontology.objects(concept, SKOS.inScheme))) != 1:
            culprits.append(f"{short(concept)}: one skos:inScheme is wanted")
        if ontology.value(concept, SKOS.prefLabel) != ontology.value(concept, RDFS.label):
            culprits.append(f"{short(concept)}: skos:prefLabel and rdfs:label differ")
    assert culprits == []


def test_does_a_change_kind_stand_for_each_class_of_change(ontology: Graph) -> None:
    kinds = {
        ontology.value(kind, RDFS.seeAlso) for kind in ontology.subjects(SKOS.inScheme, CJEV["change-kinds"])
    }
    assert kinds == set(ontology.subjects(RDFS.subClassOf, CJE.Change))


def test_is_any_broader_concept_in_another_scheme(ontology: Graph) -> None:
    pairs = ontology.subject_objects(SKOS.broader)
    assert [
        (short(a), short(b))
        for a, b in pairs
        if ontology.value(a, SKOS.inScheme) != ontology.value(b, SKOS.inScheme)
    ] == []
