"""The queries: their headers, and their answers on small graphs, on two engines, and on the release.

A case is `tests/cases/queries/<name>.trig` with the exact answer in `<name>.csv`; things stand there as keys
and terms as CURIEs. The answers on the project's own release are in `tests/cases/queries/release`.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, cast

import pytest
from rdflib import Dataset, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.operators import register_custom_function
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
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
POINT = {"latitude": "52.67", "longitude": "-0.73"}

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


def patterns(part: object) -> int:
    """How many triple patterns a part of a parsed query has."""
    if isinstance(part, CompValue):
        return len(part.triples) if part.name == "BGP" else sum(map(patterns, part.values()))
    return sum(map(patterns, part)) if isinstance(part, list | tuple) else 0


@pytest.mark.parametrize("query", QUERIES, ids=identity)
def test_a_query_stays_within_the_limit_of_patterns(query: Query) -> None:
    """The endpoint refuses more than 100 triple patterns."""
    with deep_recursion():
        assert 0 < patterns(translateQuery(parseQuery(query.text)).algebra) <= 100


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
        ("decimal", "+052.670", "52.670"),
        ("decimal", "-1", "-1"),
        ("decimal", "52,67", None),
        ("decimal", "5e1", None),
        ("decimal", "NaN", None),
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


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (
            {"latitude": "91", "longitude": "0"},
            r"'latitude' cannot be '91'\. It takes a number .*, from -90 to 90\.",
        ),
        (
            {"latitude": "north", "longitude": "0"},
            r"'latitude' cannot be 'north'\. It takes a number such as 52\.67",
        ),
        ({"place": "magistrates-court/oakham", "count": "0"}, r"'count' cannot be '0'\. .*, from 1 to 50\."),
        (
            {"latitude": "52"},
            r"needs 'place', or 'latitude' and 'longitude'\. For example: place=magistrates-court/",
        ),
        ({}, r"needs 'place', or 'latitude' and 'longitude'\."),
    ],
)
def test_a_point_lies_on_the_earth_and_has_both_its_numbers(arguments: dict[str, str], reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        bindings(find("CQ-09"), arguments)


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
    return rdflib_answer(rdflib_dataset(query.name), query, arguments)


def rdflib_answer(dataset: Dataset, query: Query, arguments: Mapping[str, Argument]) -> Table:
    def term(argument: Argument) -> Identifier:
        if argument.datatype:
            return RdfLiteral(argument.value, datatype=URIRef(argument.datatype))
        return URIRef(argument.value)

    bound = {name: term(argument) for name, argument in arguments.items()}
    with deep_recursion():
        result = dataset.query(query.text, initBindings=bound)
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
    assert ask(query, bindings(query, necessary(query))) == expected(CASES / f"{query.name}.csv")


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
@pytest.mark.parametrize(
    ("court", "case"),
    [
        pytest.param(
            "leicester", "that-stands", id="stands: no closure is known, nor asked what stands there now"
        ),
        pytest.param("newport", "that-reopened", id="closed, took its work back, and never closed again"),
        pytest.param("leigh", "in-a-circle", id="in a circle of closings without dates, which ends"),
    ],
)
def test_what_became_of_a_court_that(court: str, case: str, ask: Ask) -> None:
    query = find("CQ-03")
    answer = ask(query, bindings(query, {"court": f"magistrates-court/{court}"}))
    assert answer == expected(CASES / f"what-became-of-court-{case}.csv")


@ENGINES
def test_why_the_area_of_a_force_is_not_known(ask: Ask) -> None:
    """A gap of the whole scheme, a source that is silent on one of its areas, or no source at all."""
    query = find("CQ-07")
    columns, *rows = ask(query, bindings(query, {"force": "police-force/kent"}))
    place = [columns.index(name) for name in ("scheme", "area", "kind", "saidBy", "note")]
    assert [[row[column] for column in place] for row in rows] == [
        ["area-scheme/1986", "cps-area/1986/kent", "stated", "The answer", ""],
        ["area-scheme/1993", "", "not known", "", "The names were not found."],
        ["area-scheme/1999", "cps-area/1999/london", "not known", "The page", "the page names no force"],
        ["area-scheme/2011", "", "not known", "", "no source names an area of this scheme for this force"],
        ["area-scheme/2017", "", "not known", "", "no source names an area of this scheme for this force"],
    ]


@ENGINES
@pytest.mark.parametrize(
    ("query", "name"),
    [
        (query, parameter.name)
        for query in ANSWERS
        for parameter in query.params
        if not parameter.required and parameter.default is None and not query.alternatives
    ],
    ids=lambda value: identity(value) if isinstance(value, Query) else str(value),
)
def test_binding_a_parameter_keeps_the_rows_that_have_its_value(query: Query, name: str, ask: Ask) -> None:
    value = examples(query)[name]
    columns, *rows = expected(CASES / f"{query.name}.csv")
    kept = [row for row in rows if row[columns.index(name)] == value]
    assert kept
    assert kept != rows
    assert ask(query, bindings(query, necessary(query) | {name: value})) == [columns, *kept]


@ENGINES
@pytest.mark.parametrize(
    ("area", "courts"),
    [
        ("police-force/leicestershire", ["magistrates-court/oakham"]),
        ("cps-area/1999/leicestershire", ["magistrates-court/oakham"]),
        ("court-region/midlands", ["magistrates-court/oakham"]),
        ("criminal-justice-area/46", []),
    ],
)
def test_the_changes_of_the_courts_of_any_kind_of_area(area: str, courts: list[str], ask: Ask) -> None:
    query = find("CQ-04")
    columns, *rows = ask(query, bindings(query, necessary(query) | {"area": area}))
    assert [row[columns.index("court")] for row in rows] == courts
    assert {row[columns.index("area")] for row in rows} <= {area}


@ENGINES
@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [
        ({"place": "magistrates-court/hinckley", "count": "1"}, ["melton"]),
        ({"place": "magistrates-court/hinckley", "count": "2"}, ["melton", "corby", "kettering"]),
        ({"place": "magistrates-court/melton", "count": "1"}, ["leicester"]),
        ({"place": "courthouse/leicester", "count": "1"}, ["leicester"]),
        ({"latitude": "52.67", "longitude": "-0.73", "count": "1"}, ["melton"]),
        # A point goes before where the place is.
        ({"place": "magistrates-court/melton", "latitude": "52.47", "longitude": "-0.73", "count": "1"},
         ["corby", "kettering"]),
        ({"place": "magistrates-court/uppingham"}, []),
    ],
)  # fmt: skip
def test_the_nearest_courts_that_stand(arguments: dict[str, str], nearest: list[str], ask: Ask) -> None:
    query = find("CQ-09")
    columns, *rows = ask(query, bindings(query, arguments))
    rank, court = columns.index("rank"), columns.index("court")
    assert [row[court] for row in rows if row[rank]] == [f"magistrates-court/{name}" for name in nearest]
    unranked = [row[court] for row in rows if not row[rank]]
    assert unranked == (["magistrates-court/bourne", "magistrates-court/rutland-hall"] if nearest else [""])


def test_the_nearest_courts_of_a_day() -> None:
    """The graph of a day has its courts in their buildings of then; where the place is comes from `ever`."""
    query = find("CQ-09")
    dataset = Dataset()
    dataset.parse(data=(CASES / "nearest-courts.trig").read_text(encoding="utf-8"), format="trig")
    for triple in dataset.graph(URIRef(NAMES.graph("ever"))):
        dataset.default_graph.add(triple)

    def thing(key: str) -> URIRef:
        return URIRef(NAMES.thing(key))

    day = dataset.default_graph
    day.remove((thing("lifespan/magistrates-court/stamford/1"), URIRef(NAMES.expand("cje:latestEnd")), None))
    day.remove((thing("magistrates-court/leicester"), None, thing("courthouse/leicester")))
    day.remove((thing("magistrates-court/melton"), None, None))
    arguments = bindings(query, {"place": "magistrates-court/uppingham"} | POINT | {"count": "2"})
    columns, *rows = rdflib_answer(dataset, query, arguments)
    told = [(row[columns.index("court")], row[columns.index("km")]) for row in rows if row[4]]
    assert told == [("magistrates-court/stamford", "0.7"), ("magistrates-court/leicester", "4.7")]
    columns, *rows = rdflib_answer(dataset, query, bindings(query, {"place": "magistrates-court/melton"}))
    assert rows[0][columns.index("court")] == "magistrates-court/leicester"


@ENGINES
def test_a_parameter_with_no_answer_gives_no_rows(ask: Ask) -> None:
    for query in ANSWERS:
        nothing = {"date": "1066-10-14"}
        arguments = {
            parameter.name: nothing.get(parameter.type, "nothing/at-all") for parameter in query.params
        }
        # Of a court that is not there everything is unknown; on any day the courts can be counted; from any
        # point some court is the nearest.
        if arguments and query.name not in ("what-became-of-court", "open-courts-by-year", "nearest-courts"):
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


Told: TypeAlias = list[tuple[str, ...]]


def told(estate: Estate, question: str, columns: Sequence[str], **arguments: str) -> Told:
    answer = estate.ask(question, **arguments)
    places = [answer.columns.index(column) for column in columns]
    return [tuple(shown(row[place]) for place in places) for row in answer.texts()]


def chain(estate: Estate, court: str) -> Told:
    """How many moves lead where, how each court stands, and which gaps the sources leave on the way."""
    rows = told(estate, "CQ-03", ("hop", "at", "topic", "value", "kind"), court=court)
    return [
        (hop, at.partition("/")[2], value, kind)
        for hop, at, topic, value, kind in rows
        if topic == "how it stands" or (topic == "work moved to" and kind == "not known")
    ]


OPEN = "open; last known to stand on 2026-08-21"
NO_RECEIVER = "where its work went is not known: no source tells a receiving court"


@pytest.mark.parametrize(
    ("court", "rows"),
    [
        ("magistrates-court/oakham", [
            ("0", "oakham", "closed; last day [2011-01-01..2011-04-30]", "derived"),
            ("1", "loughborough", OPEN, "derived"),
        ]),
        ("magistrates-court/hinckley", [
            ("0", "hinckley", NO_RECEIVER, "not known"),
            ("0", "hinckley", "closed; last day 2016-06-29", "derived"),
        ]),
        ("magistrates-court/coalville", [
            ("0", "coalville", "only planned: no source tells that the work went there", "not known"),
            ("0", "coalville", "closed; last day [2007-12-01..2011-07-31]", "derived"),
            ("1", "hinckley", "closed; last day 2016-06-29", "planned"),
        ]),
        ("magistrates-court/cirencester", [
            ("0", "cirencester", NO_RECEIVER, "not known"),
            ("0", "cirencester", "open; last known to stand on 2020-09-21", "derived"),
        ]),
        ("magistrates-court/bow-street", [
            ("0", "bow-street", "closed; last day 2006-07-14", "derived"),
            ("1", "horseferry-road", "closed; last day 2011-09-22", "derived"),
            ("2", "westminster", OPEN, "derived"),
        ]),
        # Called Sandwell later: a renaming, and no court of that name took its work.
        ("magistrates-court/warley", [
            ("0", "warley", "only proposed: no source tells that the work went there", "not known"),
            ("0", "warley", "closed; last day [2014-11-21..2016-09-30]", "derived"),
            ("1", "walsall", OPEN, "proposed"),
        ]),
        ("crown-court-centre/blackfriars", [
            ("0", "blackfriars", "closed; last day 2019-12-20", "derived"),
            ("1", "inner-london", OPEN, "derived"),
            ("1", "kingston-upon-thames", OPEN, "derived"),
            ("1", "snaresbrook", OPEN, "derived"),
            ("1", "wood-green", OPEN, "derived"),
        ]),
    ],
)  # fmt: skip
def test_the_chain_from_a_court_to_those_that_stand(court: str, rows: Told, estate: Estate) -> None:
    assert chain(estate, court) == rows


def test_no_chain_is_longer_than_the_question_follows(estate: Estate) -> None:
    """If one is: add a move to what-became-of-court."""
    longer = estate.query(
        "SELECT ?court ?end WHERE {"
        " ?one cje:affects ?court ; cje:workMovedTo ?first ."
        " ?two cje:affects ?first ; cje:workMovedTo ?second ."
        " ?three cje:affects ?second ; cje:workMovedTo ?third ."
        " ?four cje:affects ?third ; cje:workMovedTo ?end ."
        " OPTIONAL { ?one cje:earliest ?from1 } OPTIONAL { ?two cje:latest ?to2 ; cje:earliest ?from2 }"
        " OPTIONAL { ?three cje:latest ?to3 ; cje:earliest ?from3 } OPTIONAL { ?four cje:latest ?to4 }"
        " FILTER(COALESCE(?to2 >= ?from1, true) && COALESCE(?to3 >= ?from2, true)"
        "   && COALESCE(?to4 >= ?from3, true)) }"
    )
    assert longer.texts() == []


def test_the_changes_of_the_courts_of_leicestershire(estate: Estate) -> None:
    rows = told(
        estate, "CQ-04", ("court", "change", "when", "certainty"),
        since="2008-12-31", until="2012-01-01", area="police-force/leicestershire",
    )  # fmt: skip
    assert rows == [
        ("magistrates-court/loughborough", "move", "[2008-01-01..2008-12-31]", "perhaps"),
        ("magistrates-court/oakham", "closure", "[2011-01-01..2011-04-30]", "within"),
        ("magistrates-court/market-harborough", "closure", "2011-06-30", "within"),
        ("magistrates-court/melton-mowbray", "closure", "2011-07-29", "within"),
        ("magistrates-court/coalville", "closure", "[2007-12-01..2011-07-31]", "perhaps"),
    ]


def test_the_courts_that_are_nearest_to_one_that_closed(estate: Estate) -> None:
    rows = told(estate, "CQ-09", ("rank", "court", "km"), place="magistrates-court/hinckley", count="3")
    assert [row for row in rows if row[0]] == [
        ("1", "magistrates-court/nuneaton", "6.5"),
        ("2", "magistrates-court/coventry", "17.9"),
        ("3", "magistrates-court/leicester", "18.9"),
    ]


def test_no_source_tells_where_oakham_was_but_a_point_can_be_given(estate: Estate) -> None:
    oakham = {"place": "magistrates-court/oakham"}
    assert told(estate, "CQ-09", ("rank", "court", "note"), **oakham) == [
        ("", "", "no source tells where that place is: give latitude and longitude")
    ]
    rows = told(estate, "CQ-09", ("court", "km"), **oakham, **POINT, count="2")
    assert rows[:2] == [("magistrates-court/leicester", "27.6"), ("magistrates-court/loughborough", "33.8")]


def test_why_the_areas_of_the_city_of_london_are_not_known(estate: Estate) -> None:
    rows = told(estate, "CQ-07", ("scheme", "area", "kind"), force="police-force/city-of-london")
    assert [row for row in rows if row[2] == "not known"] == [
        ("area-scheme/1986", "cps-area/1986/inner-london", "not known"),
        ("area-scheme/1986", "cps-area/1986/outer-london-north", "not known"),
        ("area-scheme/1993", "", "not known"),
        ("area-scheme/2017", "cps-area/2017/london-north", "not known"),
        ("area-scheme/2017", "cps-area/2017/london-south", "not known"),
    ]
    notes = told(estate, "CQ-07", ("kind", "note"), force="police-force/city-of-london")
    assert all(note for kind, note in notes if kind == "not known")


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


def necessary(query: Query) -> dict[str, str]:
    """The examples of the parameters that a query cannot do without."""
    needed = {parameter.name for parameter in query.params if parameter.required}
    needed.update(query.alternatives[0] if query.alternatives else ())
    return {name: value for name, value in examples(query).items() if name in needed}


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
