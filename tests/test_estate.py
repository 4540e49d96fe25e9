"""Does the real estate answer as its sources say, and is all that they disagree on to be seen?"""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

import pytest

from graph.build import Built
from graph.checking import check_release
from graph.errors import AmbiguousName, QueryError, UnknownKey
from graph.estate import Estate
from graph.release import REPORTS
from graph.resources import tables

AREA = "cps-area/1999/leicestershire-and-rutland"
SIX = {
    "magistrates-court/coalville",
    "magistrates-court/hinckley",
    "magistrates-court/loughborough",
    "magistrates-court/market-harborough",
    "magistrates-court/melton-mowbray",
    "magistrates-court/oakham",
}


def columns(estate: Estate, name: str, wanted: tuple[str, ...], **arguments: str) -> list[tuple[str, ...]]:
    """Some columns of an answer, IRIs as keys."""
    table = estate.ask(name, **arguments)
    places = [table.columns.index(column) for column in wanted]
    return [tuple(estate.store.names.shorten(row[place]) for place in places) for row in table.texts()]


# The notice: at which courts does the area prosecute?


def test_at_which_courts_did_leicestershire_and_rutland_prosecute(estate: Estate) -> None:
    rows = columns(estate, "CQ-01", ("court", "kind"), area=AREA)
    asserted = {court for court, kind in rows if kind == "asserted"}
    inferred = {court for court, kind in rows if kind == "inferred"}
    assert asserted == SIX | {"crown-court-centre/leicester"}
    assert inferred - asserted == {"magistrates-court/leicester"}


def test_who_says_so_and_where(estate: Estate) -> None:
    rows = columns(estate, "CQ-01", ("court", "kind", "saidBy", "locator"), area=AREA)
    said = {row[2:] for row in rows if row[1] == "asserted"}
    assert said == {("HMCPSI inspection of CPS Leicestershire and Rutland", "notes for editors, paragraph 4")}
    assert all(row[2] and not row[3] for row in rows if row[1] == "inferred")


def test_does_a_source_say_what_only_a_rule_concludes(estate: Estate) -> None:
    area, court = map(estate.store.names.thing, (AREA, "magistrates-court/leicester"))
    said = estate.query(f"""
        SELECT ?where {{ GRAPH ?g {{
          ?claim rdf:subject <{area}> ; rdf:predicate cje:prosecutesAt ; rdf:object <{court}> ;
            cje:locator ?where }} }}""")
    assert said.rows == ()


def test_what_does_the_list_of_the_notice_omit(estate: Estate) -> None:
    omissions = estate.query("""
        SELECT ?list ?value { GRAPH ?g {
          ?omission a cje:Omission ; cje:omittedFrom ?list ; rdf:object ?value } }""")
    found = {tuple(map(estate.store.names.shorten, row)) for row in omissions.texts()}
    assert (
        "list/hmcpsi-leicestershire-and-rutland-magistrates-courts",
        "magistrates-court/leicester",
    ) in found
    assert not any(value in SIX for _, value in found)


# Oakham


def test_which_codes_has_oakham_had(estate: Estate) -> None:
    codes = {cell for row in estate.ask("CQ-20", body="magistrates-court/oakham").texts() for cell in row}
    assert {"B33PL", "B33LG"} <= codes


def test_is_a_name_enough_to_find_a_thing(estate: Estate) -> None:
    assert estate.key("Oakham") == "magistrates-court/oakham"
    assert estate.key("magistrates-court/oakham") == "magistrates-court/oakham"
    with pytest.raises(AmbiguousName, match="crown-court-centre/leicester"):
        estate.key("Leicester")
    with pytest.raises(UnknownKey, match="Nothing is called 'Xyzzyx'"):
        estate.key("Xyzzyx")


# Conflicts


@pytest.mark.parametrize(
    ("thing", "property_", "chosen", "rival", "difference", "unit"),
    [
        ("magistrates-court/hinckley", "cje:standing", "2016-06-29", "true", "204", "days"),
        ("magistrates-court/tower-bridge", "cje:standing", "2013-06-01", "true", "1328", "days"),
        ("magistrates-court/warley", "cje:standing", "[..2016-09-30]", "true", "111", "days"),
        (
            "courthouse/loughborough-pinfold-gate",
            "cje:point",
            "POINT(-1.20219 52.772199)",
            "POINT(-1.202193 52.771708)",
            "54.6",
            "metres",
        ),
        (
            "courthouse/market-harborough-dodderidge-road",
            "cje:address",
            "Dodderidge Road, Market Harborough",
            "Doddridge Road, Market Harborough",
            "",
            "",
        ),
        (
            "local-justice-area/market-bosworth",
            "skos:prefLabel",
            "Market Bosworth",
            "Market Bosworth",
            "1846",
            "days",
        ),
    ],
)
def test_do_the_sources_disagree_and_by_how_much(
    estate: Estate, thing: str, property_: str, chosen: str, rival: str, difference: str, unit: str
) -> None:
    table = estate.view("conflicts", property=property_)
    places = [table.columns.index(name) for name in ("thing", "chosen", "rival", "difference", "unit")]
    found = {tuple(row[place] for place in places) for row in table.texts()}
    assert (estate.store.names.thing(thing), chosen, rival, difference, unit) in found


@pytest.mark.parametrize(
    ("row", "court"), [("171", "magistrates-court/coalville"), ("392", "magistrates-court/market-harborough")]
)
def test_is_a_court_that_the_next_edition_drops_no_conflict(estate: Estate, row: str, court: str) -> None:
    """The database of February 2013 still lists courts of 2011; that of July does not."""
    [traced] = estate.trace(row, "courtfinder-2013-02")
    statuses = {(claim[0], claim[2]): claim[5] for claim in traced.claims if claim[1] == "cje:standing"}
    assert statuses == {(court, "true"): "cjev:status-deprecated"}
    rows = estate.view("conflicts", property="cje:standing").texts()
    assert [row for row in rows if estate.store.names.thing(court) in row] == []


def test_has_every_conflict_two_sides_and_a_reason(estate: Estate) -> None:
    table = estate.view("conflicts")
    assert [row for row in table.texts() if not all(row[: table.columns.index("difference")])] == []
    reason, by = table.columns.index("reason"), table.columns.index("rivalBy")
    assert [row for row in table.texts() if not (row[reason] and row[by])] == []


# Nothing dropped in silence


def test_are_courts_counted_by_the_query_as_by_the_build(built: Built, estate: Estate) -> None:
    """On each day of which a number is published: open certainly, as shown and possibly."""
    with (built.release.folder / REPORTS / "courts-in-doubt.csv").open(encoding="utf-8") as file:
        counted = {
            row["day"]: (row["certain"], row["shown"], row["possible"]) for row in csv.DictReader(file)
        }
    assert len(counted) > 5
    assert {day: estate.ask("CQ-17", day=day).texts()[0][2:5] for day in counted} == counted


def test_do_the_sums_of_the_ledger_add_up(built: Built) -> None:
    with (tables() / "ledger.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    sums = built.sums
    assert sums.rows_read == len(rows) == sums.rows_with_claims + sums.rows_set_aside
    assert sums.rows_set_aside == sum(row["outcome"] == "set-aside" for row in rows)
    assert sum(sums.set_aside_per_source.values()) == sums.rows_set_aside


def test_is_every_claim_of_the_tables_in_the_graph(built: Built, estate: Estate) -> None:
    table = estate.query(
        """SELECT (COUNT(?c) AS ?n) { GRAPH ?g {
        ?c a cje:Claim FILTER NOT EXISTS { ?c a cje:InferredClaim } } }"""
    )
    assert table.texts() == [(str(sum(built.sums.claims_per_batch.values())),)]
    rows = {path.stem: data_rows(path) for path in (tables() / "claims").glob("*.csv")}
    assert built.sums.claims_per_batch == {"registry": data_rows(tables() / "registry.csv"), **rows}


def data_rows(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def test_is_the_release_whole(built: Built) -> None:
    assert built.release.verify() == []
    assert built.sums.lifespans > 0
    assert built.sums.inferred_per_rule["prosecutes-at"] > 0


def test_do_both_engines_find_the_release_sound(built: Built) -> None:
    outcome = check_release(built.release.folder, "pyshacl")
    assert outcome.passed
    assert outcome.differences == ()
    assert outcome.compared is not None
    assert outcome.compared.verdicts == outcome.report.verdicts


# What stands in the graphs


def test_is_any_statement_of_the_plain_graph_without_a_claim(estate: Estate) -> None:
    """Lifespans, geometries and projections are made; all else is claimed or inferred."""
    stated = set(estate.query("SELECT ?s ?p ?o { ?s ?p ?o }").texts())
    claimed = estate.query(
        "SELECT ?s ?p ?o { GRAPH ?g { ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } }"
    ).texts()
    projected = {row[0] for row in estate.query("SELECT ?p { GRAPH ?g { ?p cje:projectedFrom ?q } }").texts()}
    made = {
        row[0]
        for kind in ("cje:Lifespan", "sf:Point", "sf:MultiPolygon")
        for row in estate.query(f"SELECT ?s {{ ?s a {kind} }}").texts()
    }
    left = stated - set(claimed)
    assert {(s, p) for s, p, _ in left if p not in projected and s not in made} == set()


def test_does_every_thing_of_the_registry_stand_in_the_plain_graph(estate: Estate) -> None:
    with (tables() / "registry.csv").open(encoding="utf-8", newline="") as file:
        keys = {row["key"] for row in csv.DictReader(file)}
    typed = {
        estate.store.names.shorten(row[0]) for row in estate.query("SELECT DISTINCT ?s { ?s a ?c }").texts()
    }
    only_planned = {
        estate.store.names.shorten(row[0])
        for row in estate.query("""
            SELECT DISTINCT ?s { GRAPH ?g {
              ?claim rdf:subject ?s ; rdf:predicate rdf:type ; cje:status ?status
              FILTER(?status != cjev:status-asserted) } }""").texts()
    }
    assert keys - typed == only_planned


def test_has_any_thing_two_preferred_names_in_a_language(estate: Estate) -> None:
    rows = estate.query("SELECT ?s (LANG(?n) AS ?lang) ?n { ?s skos:prefLabel ?n } ORDER BY ?s ?lang").texts()
    twice = [key for key, group in groupby(rows, key=lambda row: row[:2]) if len(list(group)) > 1]
    assert twice == []


# Asking


def test_is_a_question_refused_that_is_not_in_the_catalogue(estate: Estate) -> None:
    with pytest.raises(UnknownKey, match="There is no query 'CQ-99'"):
        estate.ask("CQ-99")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"areas": AREA}, "has no parameter 'areas'. It takes: area"),
        ({}, "needs the parameter 'area'"),
        ({"area": "not a key"}, "the parameter 'area' cannot be 'not a key'"),
    ],
)
def test_is_an_argument_refused_that_the_question_does_not_take(
    estate: Estate, arguments: dict[str, str], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        estate.ask("CQ-01", **arguments)


def test_what_is_answered_for_a_thing_that_is_not_there(estate: Estate) -> None:
    assert estate.ask("CQ-01", area="cps-area/1999/atlantis").rows == ()


def test_in_which_police_area_does_a_point_lie(estate: Estate) -> None:
    """Loughborough, and a point in the North Sea."""
    assert [found.area for found in estate.locate(-1.2, 52.77)] == ["police-area/E23000021"]
    [nearest] = estate.locate(2.5, 53.5)
    assert nearest.metres > 10_000
