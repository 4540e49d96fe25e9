"""Are the shapes in order, does each of them find what it is for, and do the two engines agree?

A case is a small graph under `cases/shapes/<node shape>`. It is checked together with the ontology and
with `background.ttl`, in which every thing that it leans on stands. The header of an invalid case names
the one verdict that is expected of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from graph.namespaces import Names
from graph.resources import read, turtle_files
from graph.store import turtle_to_ntriples
from graph.validate import BLANK, Report, Verdict, shapes_text, validate

CASES = Path(__file__).parent / "cases" / "shapes"
NAMES = Names()
CJE, CJS = f"{NAMES.base}ontology#", f"{NAMES.base}shapes#"
SHAPES = shapes_text()

CONSTRAINTS: dict[Node, str] = {
    SH["class"]: "Class",
    SH.datatype: "Datatype",
    SH.disjoint: "Disjoint",
    SH.equals: "Equals",
    SH.hasValue: "HasValue",
    SH.languageIn: "LanguageIn",
    SH.lessThanOrEquals: "LessThanOrEquals",
    SH.maxCount: "MaxCount",
    SH.maxInclusive: "MaxInclusive",
    SH.minCount: "MinCount",
    SH.minInclusive: "MinInclusive",
    SH.minLength: "MinLength",
    SH.nodeKind: "NodeKind",
    SH.pattern: "Pattern",
    SH.uniqueLang: "UniqueLang",
}
"""What the shapes may use: both engines are seen to agree on each of them by the cases."""

OTHERS = {SH.message, SH.name, SH.path, SH.property, SH.severity, SH.targetClass, SH.targetSubjectsOf}


@dataclass(frozen=True)
class Case:
    """A case file, with the shape and the verdict that its header expects if it is an invalid one."""

    path: Path

    def __str__(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"

    @property
    def base(self) -> str:
        return f"{NAMES.base}id/case/{self}"

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def header(self) -> dict[str, str]:
        return dict(re.findall(r"^#\+ (\w+): (.+)$", self.text, flags=re.MULTILINE))

    @property
    def shape(self) -> str:
        return self.header["breaks"].replace("cjs:", CJS)

    @property
    def is_blank(self) -> bool:
        return self.header.get("focus", "").startswith(BLANK)

    @cached_property
    def verdict(self) -> Verdict:
        path = self.header.get("path")
        return Verdict(
            focus_node=BLANK if self.is_blank else self.base + self.header["focus"][1:-1],
            path=NAMES.expand(path) if path else "",
            component=self.header["component"].removeprefix("sh:"),
        )

    def ntriples(self) -> str:
        lines = turtle_to_ntriples(f"@base <{self.base}> .\n{self.text}")
        return "".join(f"{line}\n" for line in lines)


VALID = [Case(path) for path in sorted(CASES.glob("*/valid-*.ttl"))]
INVALID = [Case(path) for path in sorted(CASES.glob("*/invalid-*.ttl"))]
NAMED = [case for case in INVALID if not case.is_blank]


@cache
def shapes_graph() -> Graph:
    return Graph().parse(data=SHAPES, format="turtle")


@cache
def ontology() -> Graph:
    return Graph().parse(data="".join(map(read, turtle_files("ontology"))), format="turtle")


def shapes(*kinds: URIRef) -> list[URIRef]:
    found = chain.from_iterable(shapes_graph().subjects(RDF.type, kind) for kind in kinds)
    return sorted(shape for shape in found if isinstance(shape, URIRef))


def local(shape: URIRef) -> str:
    return shape.removeprefix(CJS)


@cache
def surroundings() -> str:
    background = (CASES / "background.ttl").read_text(encoding="utf-8")
    documents = [*map(read, turtle_files("ontology")), background]
    return "".join(f"{line}\n" for document in documents for line in turtle_to_ntriples(document))


def checked_fast(folder: Path, triples: str) -> Report:
    return validate(_data(folder, triples), SHAPES, "fast")


def checked_by_reference(folder: Path, triples: str) -> Report:
    return validate(_data(folder, triples), SHAPES, "pyshacl")


def _data(folder: Path, triples: str) -> Path:
    path = folder / "data.nt"
    path.write_text(surroundings() + triples, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """All cases, checked by the reference engine at once: each speaks of its own things only."""
    triples = "".join(case.ntriples() for case in (*VALID, *NAMED))
    return checked_by_reference(tmp_path_factory.mktemp("reference"), triples)


@pytest.mark.parametrize("case", INVALID, ids=str)
def test_does_each_shape_find_what_it_is_for(case: Case, tmp_path: Path) -> None:
    report = checked_fast(tmp_path, case.ntriples())
    assert report.verdicts == {case.verdict}
    assert case.shape in {result.shape for result in report.results}


@pytest.mark.parametrize("case", VALID, ids=str)
def test_does_each_shape_let_sound_data_pass(case: Case, tmp_path: Path) -> None:
    assert checked_fast(tmp_path, case.ntriples()).results == ()


def test_does_the_background_of_the_cases_pass(tmp_path: Path) -> None:
    assert checked_fast(tmp_path, "").results == ()


@pytest.mark.parametrize("case", NAMED, ids=str)
def test_does_the_reference_engine_name_the_same_node_path_and_component(
    case: Case, reference: Report
) -> None:
    found = [result for result in reference.results if result.focus_node.startswith(f"{case.base}#")]
    assert {result.verdict for result in found} == {case.verdict}
    assert case.shape in {result.shape for result in found}


def test_does_the_reference_engine_find_nothing_else(reference: Report) -> None:
    assert reference.verdicts == {case.verdict for case in NAMED}


def test_does_the_reference_engine_find_nodes_without_a_name(tmp_path: Path) -> None:
    nameless = [case for case in INVALID if case.is_blank]
    triples = "".join(case.ntriples().replace("_:", f"_:n{i}") for i, case in enumerate(nameless))
    report = checked_by_reference(tmp_path, triples)
    assert report.verdicts == {case.verdict for case in nameless}
    assert {result.shape for result in report.results} == {case.shape for case in nameless}


def test_is_each_constraint_of_each_shape_broken_by_a_case() -> None:
    broken = {(case.shape, case.header["component"]) for case in INVALID}
    constraints = [
        (str(shape), f"sh:{CONSTRAINTS[predicate]}ConstraintComponent")
        for shape in shapes(SH.PropertyShape, SH.NodeShape)
        for predicate in shapes_graph().predicates(shape)
        if predicate in CONSTRAINTS
    ]
    assert sorted(set(constraints) - broken) == []


def test_has_each_node_shape_a_valid_case() -> None:
    named = {case.path.parent.name for case in VALID}
    assert {local(shape) for shape in shapes(SH.NodeShape)} - named == set()


def test_has_each_case_a_shape() -> None:
    known = {str(shape) for shape in shapes(SH.PropertyShape, SH.NodeShape)}
    assert [str(case) for case in INVALID if case.shape not in known] == []
    assert [str(case) for case in VALID if f"{CJS}{case.path.parent.name}" not in known] == []


def test_has_no_shape_a_blank_node() -> None:
    assert [node for triple in shapes_graph() for node in triple if isinstance(node, BNode)] == []


def test_has_each_property_shape_a_path_a_name_a_message_and_a_severity() -> None:
    wanting = [
        f"{local(shape)} {predicate}"
        for shape in shapes(SH.PropertyShape)
        for predicate in (SH.path, SH.name, SH.message, SH.severity)
        if len(list(shapes_graph().objects(shape, predicate))) != 1
    ]
    assert wanting == []


def test_has_each_node_shape_a_label_and_one_that_constrains_a_message_and_a_severity() -> None:
    graph = shapes_graph()
    wanting = [
        f"{local(shape)} {predicate}"
        for shape in shapes(SH.NodeShape)
        for predicate in (RDFS.label, SH.message, SH.severity)
        if len(list(graph.objects(shape, predicate))) != 1
        and (predicate == RDFS.label or CONSTRAINTS.keys() & set(graph.predicates(shape)))
    ]
    assert wanting == []


def test_is_each_message_a_sentence_in_english() -> None:
    wrong = [
        text
        for text in shapes_graph().objects(None, SH.message)
        if not isinstance(text, Literal) or text.language != "en" or not re.fullmatch(r"[A-Z].+[.]", text)
    ]
    assert wrong == []


def test_belongs_each_property_shape_to_the_node_shape_that_its_name_says() -> None:
    strays = [
        local(shape)
        for shape in shapes(SH.PropertyShape)
        if [str(owner) for owner in shapes_graph().subjects(SH.property, shape)] != [shape.rpartition("-")[0]]
    ]
    assert strays == []


def test_use_the_shapes_only_what_both_engines_are_seen_to_agree_on() -> None:
    used = {str(predicate) for predicate in shapes_graph().predicates() if str(predicate).startswith(str(SH))}
    assert used - {str(term) for term in (*CONSTRAINTS, *OTHERS)} == set()


def test_are_the_terms_that_shapes_use_terms_of_the_ontology() -> None:
    used = {node for triple in shapes_graph() for node in triple if str(node).startswith(CJE)}
    assert [node for node in sorted(used, key=str) if (node, None, None) not in ontology()] == []


def test_are_the_values_of_claims_held_to_one_form_by_ontology_and_shapes() -> None:
    paths = shapes_graph().subject_objects(SH.path)
    forms = {(path, str(shapes_graph().value(shape, SH.pattern))) for shape, path in paths}
    declared = ontology().subject_objects(URIRef(f"{CJE}claimPattern"))
    assert [(term, str(form)) for term, form in declared if (term, str(form)) not in forms] == []


def test_has_each_class_of_the_ontology_a_shape() -> None:
    targets = set(shapes_graph().objects(None, SH.targetClass))
    bare = [
        class_
        for class_ in ontology().subjects(RDF.type, OWL.Class)
        if str(class_).startswith(CJE)
        and not targets & set(ontology().transitive_objects(class_, RDFS.subClassOf))
    ]
    assert bare == []


@pytest.mark.parametrize("path", list(turtle_files("shapes")), ids=lambda path: path.stem)
def test_begins_each_file_with_a_comment_that_says_what_it_holds(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# Shapes of ")
