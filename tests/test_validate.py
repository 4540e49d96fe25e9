"""Does a report say what is wrong, where, and the same by either engine?"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import get_args

import pytest

from graph.resources import CANONICAL_BASE
from graph.validate import (
    BLANK,
    DataError,
    Difference,
    Engine,
    EngineError,
    Report,
    Result,
    ShapesError,
    Verdict,
    agreement,
    shapes_text,
    validate,
)

ENGINES: tuple[Engine, ...] = get_args(Engine)
EX = "http://example.org/"
PREFIXES = f"""\
    @prefix : <{EX}> .
    @prefix sh: <http://www.w3.org/ns/shacl#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES = dedent(
    f"""\
    {PREFIXES}
    :Court a sh:NodeShape ; sh:targetClass :court ; sh:property :Court-code, :Court-opened ;
        sh:nodeKind sh:IRI ; sh:severity sh:Warning ; sh:message "Name the court."@en .
    :Court-code a sh:PropertyShape ; sh:path :code ; sh:minCount 1 ; sh:pattern "^[A-Z][0-9]+$" ;
        sh:severity sh:Violation ; sh:message "Correct the code."@en .
    :Court-opened a sh:PropertyShape ; sh:path :opened ; sh:datatype xsd:date ; sh:lessThanOrEquals :closed ;
        sh:severity sh:Violation ; sh:message "Correct the date."@en .
    """
)

ANY_VALUE = f"""{dedent(PREFIXES)}
:S a sh:NodeShape ; sh:targetClass :c ; sh:property :P .
:P sh:path :p ;"""


def data(folder: Path, turtle: str) -> Path:
    path = folder / "data.ttl"
    path.write_text(dedent(PREFIXES) + dedent(turtle), encoding="utf-8")
    return path


def result(
    node: str, path: str, component: str, value: str, message: str, severity: str = "Violation"
) -> Result:
    shape = f"{EX}Court-{path}" if path else f"{EX}Court"
    node = node if node == BLANK else EX + node
    return Result(
        node,
        f"{EX}{path}" if path else "",
        f"{component}ConstraintComponent",
        shape,
        severity,
        value,
        message,
    )


def verdicts(report: Report) -> set[tuple[str, str, str]]:
    return {
        (
            v.focus_node.removeprefix(EX),
            v.path.removeprefix(EX),
            v.component.removesuffix("ConstraintComponent"),
        )
        for v in report.verdicts
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_does_a_report_name_node_path_component_shape_severity_value_and_message(
    engine: Engine, tmp_path: Path
) -> None:
    path = data(
        tmp_path,
        """
        :magistratesCourt rdfs:subClassOf :court .
        :oakham a :magistratesCourt ; :code "b33", "say \\"no\\"\\n" ; :opened "2011"^^xsd:date .
        :melton a :court .
        [] a :court ; :code "B33" .
        """,
    )
    report = validate(path, SHAPES, engine)
    assert report.results == (
        result(BLANK, "", "NodeKind", BLANK, "Name the court.", "Warning"),
        result("melton", "code", "MinCount", "", "Correct the code."),
        result("oakham", "code", "Pattern", "b33", "Correct the code."),
        result("oakham", "code", "Pattern", 'say "no"\n', "Correct the code."),
        result("oakham", "opened", "Datatype", "2011", "Correct the date."),
    )
    assert not report.conforms
    assert (len(report.violations), len(report.warnings)) == (4, 1)
    assert report.engine == engine


@pytest.mark.parametrize("engine", ENGINES)
def test_does_data_with_warnings_alone_conform(engine: Engine, tmp_path: Path) -> None:
    report = validate(data(tmp_path, '[] a :court ; :code "B33" .'), SHAPES, engine)
    assert report.conforms
    assert len(report.warnings) == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_does_a_result_stand_once_in_a_report(engine: Engine, tmp_path: Path) -> None:
    turtle = """
        :oakham a :court ; :code "B33" ; :opened "2011-01-01"^^xsd:date ;
            :closed "2010-01-01"^^xsd:date, "2009-01-01"^^xsd:date .
        """
    report = validate(data(tmp_path, turtle), SHAPES, engine)
    assert [(found.component, found.value) for found in report.results] == [
        ("LessThanOrEqualsConstraintComponent", "2011-01-01")
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_is_an_order_sought_only_among_values_of_the_right_datatype(engine: Engine, tmp_path: Path) -> None:
    turtle = ':oakham a :court ; :code "B33" ; :opened "2011" ; :closed "2010-01-01"^^xsd:date .'
    assert verdicts(validate(data(tmp_path, turtle), SHAPES, engine)) == {("oakham", "opened", "Datatype")}


@pytest.mark.parametrize(
    ("datatype", "form"),
    [
        ("decimal", "1e5"),
        ("decimal", "NaN"),
        ("decimal", "1_000"),
        ("decimal", " 1"),
        ("integer", "1_000"),
        ("integer", "1.0"),
        ("date", "2011-7-31"),
        ("date", "2011-02-30"),
        ("date", "20110731"),
        ("date", "2011-W01-1"),
        ("boolean", "TRUE"),
    ],
)
def test_do_both_engines_refuse_what_xml_schema_does_not_admit(
    datatype: str, form: str, tmp_path: Path
) -> None:
    shapes = f"{ANY_VALUE} sh:datatype xsd:{datatype} ."
    path = data(tmp_path, f':x a :c ; :p "{form}"^^xsd:{datatype} .')
    fast, reference = (validate(path, shapes, engine) for engine in ENGINES)
    assert verdicts(fast) == {("x", "p", "Datatype")}
    assert agreement(fast, reference) == ()
    assert [found.value for found in reference.results] == [form]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('"1"^^xsd:gYear', '"2"^^xsd:gYear'),
        ('"NaN"^^xsd:double', "1.5"),
        ('"2011-7-31"^^xsd:date', '"2011-07-31"^^xsd:date'),
        ('"2011-07-31T00:00:00Z"^^xsd:dateTime', '"2011-07-31T00:00:00"^^xsd:dateTime'),
        ("true", '"true"'),
    ],
)
def test_do_both_engines_outlive_values_that_have_no_order(one: str, other: str, tmp_path: Path) -> None:
    path = data(tmp_path, f':oakham a :court ; :code "B33" ; :opened {one} ; :closed {other} .')
    fast, reference = (validate(path, SHAPES, engine) for engine in ENGINES)
    assert ("oakham", "opened", "Datatype") in verdicts(fast)
    assert agreement(fast, reference) == ()


def test_is_a_text_typed_as_a_string_the_same_as_a_plain_one(tmp_path: Path) -> None:
    shapes = f"{ANY_VALUE} sh:maxCount 1 ; sh:datatype xsd:string ."
    path = tmp_path / "data.nt"
    path.write_text(
        f"<{EX}x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{EX}c> .\n"
        f'<{EX}x> <{EX}p> "B33" .\n'
        f'<{EX}x> <{EX}p> "B33"^^<http://www.w3.org/2001/XMLSchema#string> .\n'
    )
    assert [validate(path, shapes, engine).results for engine in ENGINES] == [(), ()]


@pytest.mark.parametrize("engine", ENGINES)
def test_does_an_unreadable_file_name_its_line(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "data.nt"
    path.write_bytes(b'<http://e/a> <http://e/b> "\xc3\xa9" .\n\n<http://e/a> <http://e/b> "unfinished .\n')
    with pytest.raises(DataError, match=rf"{path}:3: the data cannot be read: "):
        validate(path, SHAPES, engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_does_a_file_that_is_not_utf_8_name_its_line(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "data.nt"
    path.write_bytes(b'<http://e/a> <http://e/b> "a" .\n<http://e/a> <http://e/b> "\xff" .\n')
    with pytest.raises(DataError, match=rf"{path}:2: "):
        validate(path, SHAPES, engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_does_unreadable_turtle_name_its_line(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text("<http://e/a> a <http://e/b> .\n<http://e/a> a .\n")
    with pytest.raises(DataError, match=rf"{path}:2: "):
        validate(path, SHAPES, engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_does_a_missing_file_say_so(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="There is no file"):
        validate(tmp_path / "none.nt", SHAPES, engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_does_a_file_of_another_syntax_say_what_would_be_right(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.touch()
    with pytest.raises(DataError, match="neither N-Triples"):
        validate(path, SHAPES, engine)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "fault", [":S a sh:NodeShape", ':S a sh:NodeShape ; sh:targetClass :c ; sh:pattern "(" .']
)
def test_do_unusable_shapes_say_why(engine: Engine, fault: str, tmp_path: Path) -> None:
    with pytest.raises(ShapesError, match="The shapes cannot be used: "):
        validate(data(tmp_path, ":x a :c ."), dedent(PREFIXES) + fault, engine)


def test_is_a_panic_of_the_fast_engine_an_error_that_names_the_other(tmp_path: Path) -> None:
    turtle = f':x a :court ; :code "B1" ; :opened "{"9" * 26}"^^xsd:date ; :closed "2011-07-31"^^xsd:date .'
    path = data(tmp_path, turtle)
    with pytest.raises(EngineError, match="Try --engine pyshacl"):
        validate(path, SHAPES, "fast")
    assert verdicts(validate(path, SHAPES, "pyshacl")) == {("x", "opened", "Datatype")}


def test_does_agreement_name_what_only_one_engine_finds() -> None:
    both = result("oakham", "code", "MinCount", "", "Correct the code.")
    alone = result("melton", "code", "Pattern", "b33", "Correct the code.")
    other = result("rugby", "", "NodeKind", "", "Name the court.")
    fast, reference = Report("fast", (alone, both), 0.1), Report("pyshacl", (both, other), 2.0)
    assert agreement(fast, fast) == ()
    assert agreement(fast, reference) == (
        Difference(alone.verdict, "fast"),
        Difference(other.verdict, "pyshacl"),
    )
    assert [str(difference) for difference in agreement(fast, reference)] == [
        f"Only fast finds PatternConstraintComponent at {EX}melton on {EX}code.",
        f"Only pyshacl finds NodeKindConstraintComponent at {EX}rugby.",
    ]


def test_do_messages_and_values_play_no_part_in_agreement() -> None:
    one = result("oakham", "code", "Pattern", "b33", "Correct the code.")
    other = result("oakham", "code", "Pattern", "B-33", "Look at the code.")
    assert agreement(Report("fast", (one,), 0), Report("pyshacl", (other,), 0)) == ()
    assert one.verdict == Verdict(f"{EX}oakham", f"{EX}code", "PatternConstraintComponent")


def test_are_the_shapes_moved_to_another_base() -> None:
    assert CANONICAL_BASE not in shapes_text("https://estate.example/")
    assert "<https://estate.example/shapes#>" in shapes_text("https://estate.example/")


def test_does_the_module_load_no_engine_before_it_is_used() -> None:
    program = "import sys, graph.validate; print({'shacl', 'pyshacl', 'rdflib'} & set(sys.modules))"
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout == b"set()\n"
    )


TERMS = [
    *(
        f'"{form}"^^xsd:{datatype}'
        for form in (
            "1",
            "01",
            "-3",
            "5.40",
            "1e5",
            "2011-07-31",
            "2011-07-31Z",
            "2011-7-31",
            "true",
            "a b",
            "",
        )
        for datatype in ("string", "integer", "decimal", "date", "boolean", "double", "gYear")
    ),
    '"text"@en',
    '"testun"@cy',
    '"texte"@fr',
    '"LE1 6BT"',
    '"33"',
    "[]",
    *(
        f"some:{name}"
        for name in ("area", "court", "courthouse", "force", "claim", "source", "person", "nothing")
    ),
]
"""Objects of every sort, most of them wrong for most properties."""


@pytest.mark.parametrize("seed", range(4))
def test_do_the_engines_agree_on_sound_data_with_random_faults(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311
    cases = Path(__file__).parent / "cases" / "shapes"
    files = sorted(cases.glob("*/valid-full.ttl"))
    parts = [(cases / "background.ttl").read_text(encoding="utf-8"), dedent(PREFIXES)]
    for number in range(150):
        head, _, body = chance.choice(files).read_text(encoding="utf-8").partition("<#it> ")
        statements = body.removesuffix(" .\n").split(" ;\n    ")
        for _ in range(chance.randint(1, 3)):
            place = chance.randrange(len(statements))
            predicate, _, rest = statements[place].partition(" ")
            wrong = chance.choice(TERMS)
            statements[place] = (
                f"{predicate} {chance.choice([wrong, f'{rest}, {wrong}'])}"
                if predicate != "a"
                else f"a {rest}"
            )
        parts.append(f"{head}\n<{EX}{number}> " + " ;\n    ".join(statements) + " .\n")
    path = tmp_path / "data.ttl"
    path.write_text("\n".join(parts), encoding="utf-8")
    fast, reference = (validate(path, shapes_text(), engine) for engine in ENGINES)
    assert len(fast.results) > 100
    assert agreement(fast, reference) == ()
    assert fast.results == reference.results
