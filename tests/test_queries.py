"""The queries: their headers, and their answers on small graphs, on two engines, and on the release.

A case is `tests/cases/queries/<name>.trig` with the exact answer in `<name>.csv`; things stand there as keys
and terms as CURIEs. The answers on the project's own release are in `tests/cases/queries/release`.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, cast

import pytest
from rdflib import Dataset, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.plugins.sparql.operators import register_custom_function
from rdflib.plugins.sparql.sparql import SPARQLError
from rdflib.term import Identifier, Node

from graph.errors import QueryError, UnknownKey
from graph.estate import Estate
from graph.namespaces import Names
from graph.queries import Argument, Query, bindings, catalogue, find, load, readme
from graph.resources import root
from graph.store import Store, Term, iri, text, typed
from graph.values import metres
from tests.expected import examples, shown

# rdflib warns of its own calls.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

CASES = Path(__file__).parent / "cases" / "queries"
NAMES = Names()
KINDS = ("answer", "infer", "check", "export")
QUERIES = [query for kind in KINDS for query in catalogue(kind).values()]
ANSWERS = list(catalogue("answer").values())
RULES = list(catalogue("infer").values())

Table: TypeAlias = list[list[str]]
Ask: TypeAlias = Callable[[Query, Mapping[str, Argument]], Table]


def distance(one: Node, other: Node, _unit: Node) -> Node:
    """Metres between two points: GeoSPARQL's function, which rdflib lacks."""
    try:
        return RdfLiteral(metres(str(one), str(other)))
    except ValueError as error:
        raise SPARQLError(str(error)) from None


register_custom_function(
    URIRef("http://www.opengis.net/def/function/geosparql/distance"), cast("Any", distance)
)


def identity(query: Query) -> str:
    return f"{query.kind}/{query.name}"


# Headers


@pytest.mark.parametrize("query", QUERIES, ids=identity)
def test_a_summary_is_a_sentence(query: Query) -> None:
    assert re.fullmatch(r"[A-Z].*[.?]", query.summary)


@pytest.mark.parametrize("query", ANSWERS, ids=identity)
def test_an_answer_names_its_question_and_describes_its_columns(query: Query) -> None:
    assert query.answers is not None
    assert re.fullmatch(r"CQ-\d\d", query.answers)
    assert [name for name, _ in query.columns] == projections(query.text)[0]


def test_no_question_is_answered_twice() -> None:
    answers = [query.answers for query in ANSWERS]
    assert sorted(set(answers), key=str) == sorted(answers, key=str)


def test_the_questions_that_take_a_date_are_those_of_the_design() -> None:
    taking = {"CQ-01", "CQ-02", "CQ-08", "CQ-09", "CQ-14", "CQ-16", "CQ-25"}
    assert {query.answers for query in ANSWERS if query.dated} == {
        query.answers for query in ANSWERS if query.answers in taking
    }


@pytest.mark.parametrize("query", RULES, ids=identity)
def test_a_rule_has_a_label_for_readers(query: Query) -> None:
    assert query.label
    assert not query.label.endswith(".")
    assert query.text.count("CONSTRUCT") == 1


@pytest.mark.parametrize("query", QUERIES, ids=identity)
def test_a_parameter_is_described_and_its_example_fits(query: Query) -> None:
    for parameter in query.params:
        assert parameter.description.endswith(".")
        assert bindings(query, examples(query))[parameter.name].type == parameter.type


@pytest.mark.parametrize("query", QUERIES, ids=identity)
def test_a_parameter_is_projected(query: Query) -> None:
    """In each sub-SELECT too, if that speaks of it; else the engine does not bind it there."""
    for parameter in query.params:
        assert parameter.name in projections(query.text)[0]
        for projected, body in subselects(query.text):
            if re.search(rf"\?{parameter.name}\b", body):
                assert parameter.name in projected, body


@pytest.mark.parametrize("query", QUERIES, ids=identity)
def test_prefixes_are_the_projects_and_all_are_used(query: Query) -> None:
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]*)>$", query.text, re.M))
    assert all(NAMES.prefixes[prefix] == space for prefix, space in declared.items())
    assert list(declared) == sorted(declared)
    body = re.sub(r"<[^>]*>|\"[^\"]*\"|#.*", "", query.text)
    assert set(re.findall(r"(?<![\w?])([a-z]\w*):", body)) == set(declared)


@pytest.mark.parametrize("query", ANSWERS, ids=identity)
def test_an_answer_has_an_order(query: Query) -> None:
    assert re.search(r"\nORDER BY [^{}]+$", query.text)


@pytest.mark.parametrize("query", QUERIES, ids=identity)
def test_a_query_stays_within_the_limit_of_patterns(query: Query) -> None:
    """The endpoint refuses more than 100 triple patterns; separators count them well enough."""
    body = re.sub(r"<[^>]*>|\"[^\"]*\"|#.*", "", query.text)
    assert len(re.findall(r"(?:\{|\s[.;])\s*(?=[?\w])", body)) <= 100


def test_the_readme_is_current() -> None:
    """If not: make docs"""
    assert (root() / "queries" / "README.md").read_text(encoding="utf-8") == readme()


# Loading and arguments


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("", "no summary"),
        ("#+ summary: One: two", "not YAML"),
        ("#+ summary: One.\n#+ author: me", "knows no 'author'"),
        ("#+ summary: One.\n#+ params: {x: a thing}", "'x' is not described"),
        ("#+ summary: One.\n#+ params: {x: {type: float}}", "the type 'float'"),
        ("#+ summary: One.\n#+ params: {x: {type: iri, unit: m}}", "knows no 'unit'"),
    ],
)
def test_a_wrong_header_is_refused(tmp_path: Path, header: str, reason: str) -> None:
    file = tmp_path / "wrong.rq"
    file.write_text(f"{header}\nSELECT ?x WHERE {{ ?x a ?y }}\n", encoding="utf-8")
    with pytest.raises(QueryError, match=reason):
        load(file)


def test_another_base_stands_throughout() -> None:
    text = find("CQ-01", "https://example.org/").text
    assert "w3id.org" not in text
    assert "PREFIX cje: <https://example.org/ontology#>" in text


def test_an_unknown_query_is_told_what_comes_close() -> None:
    with pytest.raises(UnknownKey, match=r"'courts-of-aera'.*courts-of-area"):
        find("courts-of-aera")


@pytest.mark.parametrize(
    ("given", "bound"),
    [
        ("magistrates-court/oakham", NAMES.thing("magistrates-court/oakham")),
        ("  police-area/E23000021 ", NAMES.thing("police-area/E23000021")),
        ("cje:ouCode", NAMES.expand("cje:ouCode")),
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("<https://example.org/a>", "https://example.org/a"),
    ],
)
def test_a_key_a_curie_and_an_iri_become_an_iri(given: str, bound: str) -> None:
    assert bindings(find("codes-of-body"), {"body": given}) == {"body": Argument("iri", bound)}


@pytest.mark.parametrize(
    "given",
    [
        "Oakham",
        "oakham court",
        "nope:thing",
        "a/",
        "http://a b",
        "a/b> } INSERT {",
        "magistrates-court/../x y",
    ],
)
def test_what_is_no_iri_is_refused(given: str) -> None:
    with pytest.raises(QueryError, match=r"parameter 'body' cannot be .* It takes a key such as"):
        bindings(find("codes-of-body"), {"body": given})


@pytest.mark.parametrize(
    ("type_", "given", "bound"),
    [
        ("date", "2008-12-31", "2008-12-31"),
        ("date", "2008-02-30", None),
        ("date", "20081231", None),
        ("integer", "+05", "5"),
        ("integer", "5.0", None),
        ("string", "any text", "any text"),
        ("string", " ", None),
    ],
)
def test_literals_are_checked(tmp_path: Path, type_: str, given: str, bound: str | None) -> None:
    file = tmp_path / "q.rq"
    file.write_text(
        f"#+ summary: A.\n#+ params: {{x: {{type: {type_}}}}}\nSELECT ?x WHERE {{}}\n", encoding="utf-8"
    )
    query = load(file)
    if bound is None:
        with pytest.raises(QueryError, match="parameter 'x' cannot be"):
            bindings(query, {"x": given})
    else:
        argument = bindings(query, {"x": given})["x"]
        assert argument == Argument(query.params[0].type, bound)
        assert argument.datatype == NAMES.expand(f"xsd:{type_}")


def test_an_unknown_parameter_is_named_with_those_there_are() -> None:
    with pytest.raises(
        QueryError, match=r"forces-of-area has no parameter 'court'\. It takes: area, force\."
    ):
        bindings(find("CQ-02"), {"court": "magistrates-court/oakham"})


def test_a_missing_parameter_is_named_with_an_example() -> None:
    with pytest.raises(QueryError, match=r"courts-of-area needs the parameter 'area' .* area=cps-area/1999/"):
        bindings(find("CQ-01"), {})


def test_a_default_stands_in() -> None:
    assert bindings(find("CQ-18"), {})["inspection"].value.endswith("/leicestershire-and-rutland")


# Answers on small graphs, on two engines


@cache
def oxigraph(name: str) -> Store:
    store = Store.in_memory()
    store.load((CASES / f"{name}.trig").read_bytes(), format="trig")
    return store


@cache
def rdflib_dataset(name: str) -> Dataset:
    """The same with `ever` as the default graph, as a store of the project sees it."""
    dataset = Dataset()
    dataset.parse(data=(CASES / f"{name}.trig").read_text(encoding="utf-8"), format="trig")
    for triple in dataset.graph(URIRef(NAMES.graph("ever"))):
        dataset.default_graph.add(triple)
    return dataset


def ask_oxigraph(query: Query, arguments: Mapping[str, Argument]) -> Table:
    def term(argument: Argument) -> Term:
        return typed(argument.value, argument.datatype) if argument.datatype else iri(argument.value)

    bound = {name: term(argument) for name, argument in arguments.items()}
    answer = oxigraph(query.name).select(query.text, bound)
    return [list(answer.columns), *([shown(cell) for cell in row] for row in answer.texts())]


@contextmanager
def deep_recursion() -> Iterator[None]:
    """rdflib's parser calls itself for every branch of a UNION, and pytest has used up some of the depth."""
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    try:
        yield
    finally:
        sys.setrecursionlimit(usual)


def ask_rdflib(query: Query, arguments: Mapping[str, Argument]) -> Table:
    def term(argument: Argument) -> Identifier:
        if argument.datatype:
            return RdfLiteral(argument.value, datatype=URIRef(argument.datatype))
        return URIRef(argument.value)

    bound = {name: term(argument) for name, argument in arguments.items()}
    with deep_recursion():
        result = rdflib_dataset(query.name).query(query.text, initBindings=bound)
    variables = result.vars or []
    rows = [
        ["" if (value := solution.get(variable)) is None else shown(str(value)) for variable in variables]
        for solution in result.bindings
    ]
    return [[str(variable) for variable in variables], *rows]


ENGINES = pytest.mark.parametrize("ask", [ask_oxigraph, ask_rdflib], ids=["oxigraph", "rdflib"])


@ENGINES
@pytest.mark.parametrize("query", ANSWERS, ids=identity)
def test_the_answer_is_exact(query: Query, ask: Ask) -> None:
    needed = {parameter.name for parameter in query.params if parameter.required}
    arguments = bindings(query, {name: value for name, value in examples(query).items() if name in needed})
    assert ask(query, arguments) == expected(CASES / f"{query.name}.csv")


@ENGINES
def test_can_the_open_courts_be_counted_on_a_day_of_ones_own(ask: Ask) -> None:
    """Of Hythe the first life counts and that of the pandemic does not."""
    query = find("CQ-17")
    counts = {
        day: ask(query, bindings(query, {"day": day}))[1]
        for day in ("2005-03-05", "2006-05-31", "2006-06-01", "2021-03-05")
    }
    assert counts == {
        "2005-03-05": ["2005-03-05", "in all", "3", "3", "5", "", ""],
        "2006-05-31": ["2006-05-31", "in all", "3", "3", "4", "", ""],
        "2006-06-01": ["2006-06-01", "in all", "1", "1", "2", "", ""],
        "2021-03-05": ["2021-03-05", "in all", "2", "3", "3", "", ""],
    }


@ENGINES
def test_are_areas_compared_by_the_districts_that_both_are_known_to_have(ask: Ask) -> None:
    """A district stated to lie in an area and to be a part of it is one part; a county is not compared."""
    query = find("CQ-14")
    columns, *rows = ask(query, bindings(query, {"kind": "cje:PoliceArea", "against": "cje:CPSArea"}))
    assert [dict(zip(columns, row, strict=True)) for row in rows] == [
        {
            "kind": "cje:PoliceArea", "against": "cje:CPSArea", "parts": "cje:LocalAuthorityDistrict",
            "area": "police-area/E23000021", "areaName": "Leicestershire",
            "other": "cps-area/2011/east-midlands", "otherName": "CPS East Midlands",
            "inBoth": "Leicester", "onlyInArea": "Rutland", "onlyInOther": "Nottingham",
        }
    ]  # fmt: skip


@ENGINES
def test_of_a_court_that_stands_no_closure_is_known(ask: Ask) -> None:
    """And what stands there now is not asked."""
    query = find("CQ-03")
    answer = ask(query, bindings(query, {"court": "magistrates-court/leicester"}))
    assert answer == expected(CASES / "what-became-of-court-that-stands.csv")


@ENGINES
@pytest.mark.parametrize(
    ("query", "name"),
    [
        (query, parameter.name)
        for query in ANSWERS
        for parameter in query.params
        if not parameter.required and parameter.default is None
    ],
    ids=lambda value: identity(value) if isinstance(value, Query) else str(value),
)
def test_binding_a_parameter_keeps_the_rows_that_have_its_value(query: Query, name: str, ask: Ask) -> None:
    value = examples(query)[name]
    columns, *rows = expected(CASES / f"{query.name}.csv")
    kept = [row for row in rows if row[columns.index(name)] == value]
    assert kept
    assert kept != rows
    assert ask(query, bindings(query, {name: value})) == [columns, *kept]


@ENGINES
def test_a_parameter_with_no_answer_gives_no_rows(ask: Ask) -> None:
    for query in ANSWERS:
        nothing = {"date": "1066-10-14"}
        arguments = {
            parameter.name: nothing.get(parameter.type, "nothing/at-all") for parameter in query.params
        }
        # Of a court that is not there everything is unknown; on any day the courts can be counted.
        if arguments and query.name not in ("what-became-of-court", "open-courts-by-year"):
            assert len(ask(query, bindings(query, arguments))) == 1, query.name


@pytest.mark.parametrize("rule", RULES, ids=identity)
def test_a_rule_concludes_exactly_this(rule: Query) -> None:
    found: dict[str, dict[str, set[str]]] = {}
    for triple in oxigraph(rule.name).construct(rule.text):
        about = found.setdefault(text(triple.subject), {})
        about.setdefault(shown(text(triple.predicate)), set()).add(shown(text(triple.object)))
    rows = [
        [*(" ".join(sorted(about[column])) for column in ("rdf:subject", "rdf:predicate", "rdf:object")),
         " ".join(sorted(about["prov:wasDerivedFrom"]))]
        for about in found.values()
    ]  # fmt: skip
    columns = ["subject", "predicate", "object", "premises"]
    assert [columns, *sorted(rows)] == expected(CASES / f"{rule.name}.csv")
    assert all(about["rdf:type"] == {"cje:InferredClaim"} for about in found.values())


@pytest.mark.parametrize("rule", RULES, ids=identity)
def test_a_rule_concludes_the_same_in_another_engine(rule: Query) -> None:
    graph = rdflib_dataset(rule.name).query(rule.text).graph
    assert graph is not None
    assert len(graph) == sum(1 for _ in oxigraph(rule.name).construct(rule.text))


# Answers on the release


def release_cases() -> list[Path]:
    return sorted((CASES / "release").glob("*.csv"))


@pytest.mark.parametrize("file", release_cases(), ids=lambda file: file.stem)
def test_the_answer_on_the_release_is_exact(file: Path, estate: Estate) -> None:
    """A file holds the answer to the examples of the query whose name it has."""
    answer = estate.ask(file.stem, **examples(find(file.stem)))
    rows = [[shown(cell) for cell in row] for row in answer.texts()]
    assert [list(answer.columns), *rows] == expected(file)


@pytest.mark.parametrize("query", ANSWERS, ids=identity)
def test_the_example_of_a_parameter_is_of_the_release(query: Query, estate: Estate) -> None:
    """An example that finds nothing teaches nothing."""
    assert estate.ask(query.name, **examples(query)).rows


def test_every_fact_of_the_notice_is_found(estate: Estate) -> None:
    """Each claim of the press notice has its row in the answer to CQ-18, or is told in another's."""
    query = find("CQ-18")
    claims = estate.query(
        "SELECT ?subject ?property ?value ?locator WHERE { GRAPH ?graph {"
        "  ?claim prov:wasDerivedFrom ?source ; rdf:subject ?subject ; rdf:predicate ?property ;"
        "    rdf:object ?value ; cje:locator ?locator ."
        "  FILTER(STRENDS(STR(?source), '/source/hmcpsi-leicestershire-and-rutland')) } }"
    ).texts()
    answer = estate.ask(query.name)
    told = {(row[answer.columns.index("locator")]) for row in answer.texts()}
    assert {locator for _, _, _, locator in claims} <= told
    folded = {
        "rating": {"cje:ofInspection", "cje:ratedBody", "cje:aspect"},
        "finding": {"cje:ofInspection", "cje:theme", "cje:direction"},
        "measured-change": {
            "cje:ofInspection", "sosa:hasFeatureOfInterest", "sosa:observedProperty", "cje:atCourtKind",
            "cje:unitAsPrinted", "cje:since",
        },
        "membership": {"org:organization", "cje:holdsPost"},
    }  # fmt: skip
    with_amount = {subject for subject, property_, _, _ in claims if shown(property_) == "cje:amount"}
    rows = [
        (subject, property_)
        for subject, property_, _, _ in claims
        if shown(property_) != "rdf:type"
        and shown(property_) not in folded.get(shown(subject).partition("/")[0], ())
        and not (shown(property_) == "cje:direction" and subject in with_amount)
    ]
    source = answer.columns.index("saidBy")
    by_notice = [
        row for row in answer.texts() if row[source] == "HMCPSI inspection of CPS Leicestershire and Rutland"
    ]
    assert len(by_notice) == len(rows)


# Reading queries and tables


def expected(file: Path) -> Table:
    return list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"))))


def subselects(text_: str) -> list[tuple[list[str], str]]:
    """The columns and the bodies of the sub-SELECTs."""
    body = re.sub(r"#[^\n>]*$", "", text_, flags=re.M)
    found = []
    for start in list(re.finditer(r"\bSELECT\b", body))[1:]:
        opening = body.index("{", start.end())
        depth, end = 1, opening + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(body[end], 0)
            end += 1
        found.append((_columns(body[start.end() : opening]), body[opening:end]))
    return found


def projections(text_: str) -> list[list[str]]:
    """The columns of the SELECT and of its sub-SELECTs, in the order of the text."""
    body = re.sub(r"#[^\n>]*$", "", text_, flags=re.M)
    return [_columns(match[1]) for match in re.finditer(r"\bSELECT\b(.*?)\{", body, re.S)]


def _columns(between: str) -> list[str]:
    named = re.sub(r"\((?:[^()]|\([^()]*\))*\bAS\s+\?(\w+)\s*\)", r"?\1", between)
    return re.findall(r"\?(\w+)", named)
