"""Following a row of an upstream table: its line of the ledger, and the claims that cite that row alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.build import build
from graph.errors import ReleaseError
from graph.estate import Estate
from graph.ledger import LEDGER_COLUMNS
from graph.store import Store
from tests.conftest import Mini, Run, write_table

CLAIMS = """
magistrates-court/oakham,skos:prefLabel,Oakham,en,,,codes,"row B33PL00, name"
magistrates-court/oakham,cje:ouCode,B33PL,,,2004-11-10,codes,"row B33PL00, code and ended",,The first list.
magistrates-court/oakham,cje:ouCode,B33PL,,2004-11-11,,codes,"row B33PL00/2, code"
magistrates-court/oakham,cje:ouCode,B33PL,,,,list-2013,"row B33PL00, code"
magistrates-court/oakham,cje:standing,true,,,,list-2013,"row THE COURT, displayed"
magistrates-court/leicester,skos:prefLabel,Leicester,en,,,list-2013,"row THE COURT, GUILDHALL, name"
closure/oakham,cje:date,2011-07-31,,,,statement,row court_closures/2
closure/oakham,cje:affects,magistrates-court/oakham,,,,statement,"row court_closures/2, court"
"""
SUM = "0" * 64
LEDGER = [
    ["codes", "codes-v1", "B33PL00", SUM, "claims", ""],
    ["codes", "codes-v1", "B33PL00/2", SUM, "claims", ""],
    ["codes", "codes-v1", "B33YY00", SUM, "set-aside", "youth court"],
    ["list-2013", "list", "B33PL00", SUM, "claims", ""],
    ["list-2013", "list", "THE COURT", SUM, "claims", ""],
    ["list-2013", "list", "THE COURT, GUILDHALL", SUM, "claims", ""],
    ["statement", "court-closures", "court_closures/2", SUM, "claims", ""],
    ["answer", "court-closures", "court_closures/2", SUM, "set-aside", "says nothing of its own"],
]


@pytest.fixture(scope="module")
def release(module_mini: Mini, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of which five rows have claims."""
    folder = module_mini(CLAIMS, sources="answer,parliamentary-answer,2012-02-03")
    write_table(folder / "ledger.csv", LEDGER_COLUMNS, LEDGER)
    return build(
        tmp_path_factory.mktemp("traced") / "release", folder=folder, date="2026-11-23"
    ).release.folder


@pytest.fixture(scope="module")
def traceable(release: Path) -> Estate:
    """The same, open for questions."""
    return Estate.open(release)


def found(estate: Estate, row: str, table: str = "") -> list[tuple[str, str, list[str]]]:
    """The source and id of each row that is found, with the locators of its claims."""
    return [
        (traced.entry.source, traced.entry.row, [claim[7] for claim in traced.claims])
        for traced in estate.trace(row, table)
    ]


def test_what_does_a_row_say(traceable: Estate) -> None:
    [traced] = [row for row in traceable.trace("B33PL00", "codes-v1") if row.entry.row == "B33PL00"]
    assert (traced.entry.outcome, traced.entry.note, traced.entry.sha256) == ("claims", "", SUM)
    court, marks = "magistrates-court/oakham", ("cjev:status-asserted", "cjev:rank-preferred")
    place = "row B33PL00, code and ended"
    assert traced.claims == (
        (court, "skos:prefLabel", "Oakham", "", "", *marks, "row B33PL00, name", ""),
        (court, "cje:ouCode", "B33PL", "", "2004-11-10", *marks, place, "The first list."),
    )


def test_do_repeats_of_an_id_come_with_it_and_other_tables_of_that_id(traceable: Estate) -> None:
    first = ("codes", "B33PL00", ["row B33PL00, name", "row B33PL00, code and ended"])
    repeat = ("codes", "B33PL00/2", ["row B33PL00/2, code"])
    other = ("list-2013", "B33PL00", ["row B33PL00, code"])
    assert found(traceable, "B33PL00") == [first, repeat, other]
    assert found(traceable, "B33PL00", "list") == [other]
    assert found(traceable, "B33PL00/2") == [repeat]


def test_why_has_a_row_no_claim(traceable: Estate) -> None:
    [traced] = traceable.trace("B33YY00")
    assert (traced.entry.outcome, traced.entry.note, traced.claims) == ("set-aside", "youth court", ())


def test_is_a_curated_row_found_by_its_line_under_each_source(traceable: Estate) -> None:
    assert found(traceable, "court_closures/2") == [
        ("statement", "court_closures/2", ["row court_closures/2, court", "row court_closures/2"]),
        ("answer", "court_closures/2", []),
    ]


def test_is_a_table_no_row_though_its_rows_begin_with_its_name(traceable: Estate) -> None:
    assert found(traceable, "court_closures") == []


def test_is_a_longer_id_that_holds_a_comma_another_row(traceable: Estate) -> None:
    assert found(traceable, "THE COURT") == [("list-2013", "THE COURT", ["row THE COURT, displayed"])]
    assert found(traceable, "THE COURT, GUILDHALL") == [
        ("list-2013", "THE COURT, GUILDHALL", ["row THE COURT, GUILDHALL, name"])
    ]


def test_has_a_store_without_a_release_a_ledger() -> None:
    with pytest.raises(ReleaseError, match="Open a release"):
        Estate(Store.in_memory()).trace("B33PL00")


# On the command line


def test_is_a_row_followed_on_the_command_line(run_estate: Run, release: Path) -> None:
    code, out, err = run_estate("trace", "B33PL00", "--table", "codes-v1", "--release", str(release))
    assert (code, err) == (0, "")
    printed = " ".join(out.split())
    assert "B33PL00 of codes-v1, source codes: 2 claims" in printed
    assert (
        "magistrates-court/oakham cje:ouCode B33PL [not stated to 2004-11-10] "
        "(asserted, preferred; row B33PL00, code and ended): The first list."
    ) in printed
    assert "list-2013" not in printed


def test_is_the_reason_printed_why_a_row_is_not_used(run_estate: Run, release: Path) -> None:
    code, out, _ = run_estate("trace", "B33YY00", "--release", str(release))
    assert (code, out.splitlines()[0]) == (0, "B33YY00 of codes-v1, source codes: set aside: youth court")


def test_is_a_followed_row_as_json_the_same(run_estate: Run, release: Path) -> None:
    code, out, _ = run_estate("trace", "court_closures/2", "--json", "--release", str(release))
    assert code == 0
    assert [(row["entry"]["source"], len(row["claims"])) for row in json.loads(out)] == [
        ("statement", 2),
        ("answer", 0),
    ]


def test_is_an_unknown_row_a_no(run_estate: Run, release: Path) -> None:
    code, out, err = run_estate("trace", "B99ZZ00", "--release", str(release))
    assert (code, out, err) == (1, "No upstream table of this release has such a row.\n", "")
    assert run_estate("trace", "B99ZZ00", "--json", "--release", str(release))[:2] == (1, "[]\n")


def test_can_a_row_be_followed_without_a_release(run_estate: Run) -> None:
    code, out, err = run_estate("trace", "B33PL00", "--release", "nowhere")
    assert (code, out) == (2, "")
    assert err.startswith("There is no release at ")
