"""Are the shapes in order, does each of them find what it is for, and do the two engines agree?

A case is a small graph under `cases/shapes/<node shape>`. It is checked together with the ontology and
with `background.ttl`, in which every thing that it leans on stands. The header of an invalid case names
the one verdict that is expected of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef

from graph.namespaces import Names
from graph.resources import read, turtle_files
from graph.store import turtle_to_ntriples
from graph.validate import BLANK, Report, Verdict, shapes_text, validate

CASES = Path(__file__).parent / "cases" / "shapes"
NAMES = Names()
CJS = f"{NAMES.base}shapes#"
CJE = f"{NAMES.base}ontology#"
SHAPES = shapes_text()
CORE = {
    "class datatype disjoint equals hasValue languageIn lessThanOrEquals maxCount maxInclusive message",
    "minCount minInclusive minLength name nodeKind path pattern property severity",
    "targetClass targetSubjectsOf uniqueLang",
}
ALLOWED = {SH[name] for names in CORE for name in names.split()}
NOT_CONSTRAINTS = {
    SH[name] for name in "message name path property severity targetClass targetSubjectsOf".split()
}
COMPONENTS = {
    predicate: f"{_[0].upper()}{_[1:]}" for predicate in ALLOWED if (_ := predicate.removeprefix(str(SH)))
}


@dataclass(frozen=True)
class Case:
    """A case file: its graph, and the shape and verdict that its header expects (None for a valid one)."""

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

    @cached_property
    def verdict(self) -> Verdict:
        path = self.header.get("path")
        return Verdict(
            focus_node=BLANK
            if self.header["focus"].startswith(BLANK)
            else self.base + self.header["focus"][1:-1],
            path=NAMES.expand(path) if path else "",
            component=self.header["component"].removeprefix("sh:"),
        )

    def ntriples(self) -> str:
        return "".join(f"{line}\n" for line in turtle_to_ntriples(f"@base <{self.base}> .\n{self.text}"))


VALID = [Case(path) for path in sorted(CASES.glob("*/valid-*.ttl"))]
INVALID = [Case(path) for path in sorted(CASES.glob("*/invalid-*.ttl"))]


@cache
def shapes_graph() -> Graph:
    return Graph().parse(data=SHAPES, format="turtle")


def property_shapes() -> Iterator[URIRef]:
    for shape in shapes_graph().subjects(RDF.type, SH.PropertyShape):
        assert isinstance(shape, URIRef)
        yield shape


@cache
def surroundings() -> str:
    ontology = "".join(read(path) for path in turtle_files("ontology"))
    background = (CASES / "background.ttl").read_text(encoding="utf-8")
    return Graph().parse(data=ontology + background, format="turtle").serialize(format="nt")


def checked(folder: Path, triples: str, *, reference: bool = False) -> Report:
    data = folder / "data.nt"
    data.write_text(surroundings() + triples, encoding="utf-8")
    return validate(data, SHAPES, "pyshacl" if reference else "fast")


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """All cases checked by the reference engine at once: each speaks of its own things only."""
    triples = "".join(case.ntriples() for case in [*VALID, *INVALID] if case.header.get("focus") != "_:it")
    return checked(tmp_path_factory.mktemp("reference"), triples, reference=True)


@pytest.mark.parametrize("case", INVALID, ids=str)
def test_does_each_shape_find_what_it_is_for(case: Case, tmp_path: Path) -> None:
    report = checked(tmp_path, case.ntriples())
    assert report.verdicts == {case.verdict}
    assert case.shape in {result.shape for result in report.results}


@pytest.mark.parametrize("case", VALID, ids=str)
def test_does_each_shape_let_sound_data_pass(case: Case, tmp_path: Path) -> None:
    assert checked(tmp_path, case.ntriples()).results == ()


def test_does_the_background_of_the_cases_pass(tmp_path: Path) -> None:
    assert checked(tmp_path, "").results == ()


@pytest.mark.parametrize("case", [case for case in INVALID if case.header["focus"] != "_:it"], ids=str)
def test_does_the_reference_engine_name_the_same_node_path_and_component(
    case: Case, reference: Report
) -> None:
    found = [result for result in reference.results if result.focus_node.startswith(f"{case.base}#")]
    assert {result.verdict for result in found} == {case.verdict}
    assert case.shape in {result.shape for result in found}


def test_does_the_reference_engine_find_nothing_else(reference: Report) -> None:
    assert reference.verdicts == {case.verdict for case in INVALID if case.header["focus"] != "_:it"}


@pytest.mark.parametrize("case", [case for case in INVALID if case.header["focus"] == "_:it"][:2], ids=str)
def test_do_both_engines_find_a_node_without_a_name(case: Case, tmp_path: Path) -> None:
    assert checked(tmp_path, case.ntriples(), reference=True).verdicts == {case.verdict}


def test_is_each_constraint_of_each_shape_broken_by_a_case() -> None:
    broken = {(case.shape, case.header["component"]) for case in INVALID}
    graph = shapes_graph()
    unbroken = [
        f"{shape.removeprefix(CJS)} {component}"
        for kind in (SH.PropertyShape, SH.NodeShape)
        for shape in graph.subjects(RDF.type, kind)
        for predicate in graph.predicates(shape)
        if predicate in ALLOWED - NOT_CONSTRAINTS
        and (str(shape), component := f"sh:{COMPONENTS[predicate]}ConstraintComponent") not in broken
    ]
    assert unbroken == []


def test_has_each_node_shape_a_valid_case() -> None:
    named = {case.path.parent.name for case in VALID}
    shapes = {str(shape).removeprefix(CJS) for shape in shapes_graph().subjects(RDF.type, SH.NodeShape)}
    assert shapes - named == set()


def test_has_each_case_a_shape() -> None:
    shapes = {
        str(shape)
        for kind in (SH.PropertyShape, SH.NodeShape)
        for shape in shapes_graph().subjects(RDF.type, kind)
    }
    assert [str(case) for case in INVALID if case.shape not in shapes] == []
    assert [str(case) for case in VALID if f"{CJS}{case.path.parent.name}" not in shapes] == []


def test_has_no_shape_a_blank_node() -> None:
    assert [node for triple in shapes_graph() for node in triple if isinstance(node, BNode)] == []


def test_has_each_property_shape_a_path_a_name_a_message_and_a_severity() -> None:
    graph = shapes_graph()
    wanting = [
        f"{shape.removeprefix(CJS)} {predicate.removeprefix(str(SH))}"
        for shape in property_shapes()
        for predicate in (SH.path, SH.name, SH.message, SH.severity)
        if len(list(graph.objects(shape, predicate))) != 1
    ]
    assert wanting == []


def test_has_each_node_shape_a_label_and_if_it_constrains_the_node_a_message_and_a_severity() -> None:
    graph = shapes_graph()
    wanting = [
        f"{shape.removeprefix(CJS)} {predicate}"
        for shape in graph.subjects(RDF.type, SH.NodeShape)
        for predicate in (
            RDFS.label,
            *([SH.message, SH.severity] if (shape, SH.nodeKind, None) in graph else []),
        )
        if len(list(graph.objects(shape, predicate))) != 1
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
    graph = shapes_graph()
    owners = {
        shape: [str(owner) for owner in graph.subjects(SH.property, shape)] for shape in property_shapes()
    }
    assert {shape: owner for shape, owner in owners.items() if owner != [shape.rpartition("-")[0]]} == {}


def test_use_the_shapes_only_what_both_engines_are_known_to_support() -> None:
    used = {predicate for predicate in shapes_graph().predicates() if predicate.startswith(str(SH))}
    assert used - ALLOWED == set()


def test_are_the_terms_that_shapes_use_terms_of_the_ontology() -> None:
    ontology = Graph()
    for path in turtle_files("ontology"):
        ontology.parse(data=read(path), format="turtle")
    used = {node for triple in shapes_graph() for node in triple if str(node).startswith(CJE)}
    assert {node for node in used if (node, None, None) not in ontology} == set()


def test_are_literal_values_of_claims_held_to_one_form_by_ontology_and_shapes() -> None:
    graph, ontology = shapes_graph(), Graph()
    for path in turtle_files("ontology"):
        ontology.parse(data=read(path), format="turtle")
    forms = {(path, str(graph.value(shape, SH.pattern))) for shape, path in graph.subject_objects(SH.path)}
    declared = ontology.subject_objects(URIRef(f"{CJE}claimPattern"))
    assert [property_ for property_, form in declared if (property_, str(form)) not in forms] == []


def test_has_each_class_of_the_ontology_a_shape() -> None:
    graph, ontology = shapes_graph(), Graph()
    for path in turtle_files("ontology"):
        ontology.parse(data=read(path), format="turtle")
    targets = set(graph.objects(None, SH.targetClass))
    classes = {
        class_
        for class_ in ontology.subjects(RDF.type, URIRef("http://www.w3.org/2002/07/owl#Class"))
        if class_.startswith(CJE)
    }
    bare = {c for c in classes if not targets & set(ontology.transitive_objects(c, RDFS.subClassOf))}
    assert bare == set()


@pytest.mark.parametrize("path", list(turtle_files("shapes")), ids=lambda path: path.stem)
def test_begins_each_file_with_a_comment_that_says_what_it_holds(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# Shapes of ")
