"""Importing the gathered closures: how sure a row is, what its date means, and which event it tells of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.claims import Claim
from graph.errors import TableError
from graph.importers import printed_dates
from graph.importers.closures import COLUMNS
from graph.importers.run import import_table
from graph.reading import read_tables
from tests.conftest import Mini, write_table

CLAIMS = """
    magistrates-court/kettering,skos:prefLabel,Kettering Magistrates' Court,en,,,codes
    magistrates-court/wellingborough,skos:prefLabel,Wellingborough Magistrates' Court,en,,,codes
    courthouse/kettering-london-road,skos:prefLabel,"London Road, Kettering",en,,,codes
    closure/kettering-2016,cje:affects,magistrates-court/kettering,,,,codes
    opening/kettering-1960,cje:affects,magistrates-court/kettering,,,,codes
"""
SOURCES = {"file:bbc": "bbc,newspaper,2016-06-30", "file:notice": "notice,court-directory,2016-06-01"}
LISTED = "magistrates-court/kettering,codes,B34HL00,code,B34HL"
CROSSWALK = """
    magistrates-court/kettering,bbc,court_closures/2,name,name: Kettering
    closure/kettering-2016,bbc,court_closures/2,statement,the closing of 2016
    magistrates-court/wellingborough,bbc,court_closures/2/receiving/Wellingborough,name,name: Wellingborough
    ,bbc,court_closures/2/receiving/Northampton County Court,none,county court: no criminal court
    magistrates-court/wellingborough,bbc,court_closures/2/receiving/Wellingborough (as proposed),name,name
    magistrates-court/kettering,notice,court_closures/3,name,name: Kettering
    closure/kettering-2016,notice,court_closures/3,statement,the closing of 2016
"""
ROW = {"court": "Kettering Magistrates' Court", "kind": "magistrates", "source": "file:bbc"}
NOTICE = ROW | {"source": "file:notice"}

Run = Callable[..., list[Claim]]


@pytest.fixture
def run(mini: Mini, tmp_path: Path) -> Run:
    """Imports rows given by their cells; the claims that come of it."""

    def importing(*rows: dict[str, str], crosswalk: str = LISTED, corrections: str = "") -> list[Claim]:
        cited = {row["source"].removeprefix("file:") for row in rows} | {"codes"}
        lines = [
            line for line in f"{CROSSWALK}\n{crosswalk}".split("\n") if line and line.split(",")[1] in cited
        ]
        folder = mini(
            CLAIMS,
            sources="\n".join(SOURCES[row["source"]] for row in rows),
            crosswalk="\n".join(lines),
            corrections=corrections,
            imports="court-closures,court-closures,,court_closures.csv",
        )
        cells = [[row.get(column, "") for column in COLUMNS] for row in rows]
        write_table(tmp_path / "court_closures.csv", COLUMNS, cells)
        import_table("court-closures", tmp_path / "court_closures.csv", folder)
        return [claim for claim in read_tables(folder).claims if claim.source in ("bbc", "notice")]

    return importing


def said(claims: list[Claim]) -> list[tuple[str, str, str, str]]:
    return [(claim.property, claim.value, claim.locator, claim.status) for claim in claims]


def test_does_a_dated_row_close_its_court(run: Run) -> None:
    row = ROW | {
        "closed_on": "2016-06-30",
        "closed_on_precision": "day",
        "receiving_court": "Wellingborough|Northampton County Court",
        "programme": "2015-16 estates programme",
    }
    place = "row court_closures/2, "
    assert said(run(row)) == [
        ("cje:affects", "magistrates-court/kettering", place + "court", "asserted"),
        ("cje:date", "2016-06-30", place + "closed_on", "asserted"),
        ("cje:underProgramme", "cjev:programme-erp2", place + "programme", "asserted"),
        ("cje:workMovedTo", "magistrates-court/wellingborough", place + "receiving_court", "asserted"),
    ]


@pytest.mark.parametrize(
    ("precision", "note", "status"),
    [
        ("day", "", "asserted"),
        ("day (announced); year not printed", "", "planned"),
        ("day (last hearings, announced)", "", "planned"),
        ("day (last sitting)", "the decision was announced long before", "asserted"),
        ("day (criminal work moved)", "", "asserted"),
        ("day (expected)", "", "planned"),
    ],
)
def test_does_the_bracket_of_the_precision_say_how_sure_a_date_is(
    run: Run, precision: str, note: str, status: str
) -> None:
    row = ROW | {"closed_on": "2016-06-30", "closed_on_precision": precision, "note": note}
    assert {claim.status for claim in run(row)} == {status}


@pytest.mark.parametrize(
    ("note", "status"),
    [
        ("decision of 2016-02-11", "planned"),
        ("named as to be closed Dec 2010", "planned"),
        ("proposal of July 2015", "proposed"),
        ("proposal of July 2015; decided Feb 2016", "planned"),
        ('closed "this week"; no date in the stored text', "asserted"),
    ],
)
def test_does_the_note_say_how_sure_a_closing_without_a_date_is(run: Run, note: str, status: str) -> None:
    row = ROW | {"note": note, "receiving_court": "Wellingborough"}
    affects, moved = run(row)
    assert (affects.status, moved.property, moved.status) == (status, "cje:workMovedTo", status)


def test_is_a_closing_that_was_only_proposed_never_shown(run: Run) -> None:
    row = ROW | {
        "note": "proposal of January 2018",
        "programme": "2018 consultations (decision of 2018-07-24)",
    }
    assert {claim.status for claim in run(row)} == {"proposed"}


def test_is_the_programme_of_a_decision_a_fact_once_the_court_has_closed(run: Run) -> None:
    decided = ROW | {"note": "decision of Feb 2016", "programme": "2015-16 estates programme"}
    closed = NOTICE | {"note": "notice in place by 2017-03-10: closed"}
    assert [claim.status for claim in run(decided)] == ["planned", "planned"]
    assert said(run(decided, closed)) == [
        ("cje:affects", "magistrates-court/kettering", "row court_closures/2, court", "planned"),
        ("cje:underProgramme", "cjev:programme-erp2", "row court_closures/2, programme", "asserted"),
        ("cje:affects", "magistrates-court/kettering", "row court_closures/3, court", "asserted"),
        ("cje:date", "[..2017-03-10]", "row court_closures/3, note", "asserted"),
    ]


@pytest.mark.parametrize(
    "note", ['"with effect from the 30th June 2016 ... will be closed"', "will be closed from 30 June 2016"]
)
def test_is_the_last_day_the_one_before_a_court_is_closed_from(run: Run, note: str) -> None:
    row = ROW | {"closed_on": "2016-06-30", "closed_on_precision": "day", "note": note}
    [date] = [claim for claim in run(row) if claim.property == "cje:date"]
    assert (date.value, date.note) == (
        "2016-06-29",
        "closed from 2016-06-30 on, so the day before is the last",
    )


def test_is_a_receiving_court_that_was_only_proposed_said_so(run: Run) -> None:
    row = ROW | {"note": "decision of Feb 2016", "receiving_court": "Wellingborough (as proposed)"}
    assert [claim.status for claim in run(row)] == ["planned", "proposed"]


def test_does_the_crosswalk_say_what_opened(run: Run) -> None:
    row = ROW | {"closed_on": "2016", "closed_on_precision": "year", "opened_on": "1960s (the building)"}
    house = "courthouse/kettering-london-road,bbc,court_closures/2,statement,the year of the building"
    event = "opening/kettering-1960,bbc,court_closures/2,statement,the year of the court"
    assert said(run(row, crosswalk=f"{LISTED}\n{house}"))[2:] == [
        ("cje:builtIn", "[1960..1969]", "row court_closures/2, opened_on", "asserted")
    ]
    assert said(run(row, crosswalk=f"{LISTED}\n{event}"))[2:] == [
        ("cje:affects", "magistrates-court/kettering", "row court_closures/2, court", "asserted"),
        ("cje:date", "[1960..1969]", "row court_closures/2, opened_on", "asserted"),
    ]


def test_is_a_court_named_where_no_list_or_directory_names_it(run: Run) -> None:
    row = ROW | {"court": "Kettering Magistrates' Court (London Road)", "note": "closed"}
    assert said(run(row, crosswalk=""))[0][:2] == ("skos:prefLabel", "Kettering Magistrates' Court")
    assert [claim.property for claim in run(row)] == ["cje:affects"]


def test_are_county_courts_set_aside(run: Run) -> None:
    assert run(ROW | {"kind": "county", "closed_on": "1996-03-29", "closed_on_precision": "day"}) == []


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (
            {"closed_on": "2016-06-31", "closed_on_precision": "day"},
            "closed_on: day is out of range for month",
        ),
        ({"closed_on": "2016-06", "closed_on_precision": "day"}, "closed_on: Not a day"),
        ({"closed_on": "2016-06-30"}, "closed_on: Not a date without its precision"),
        ({"closed_on": "2016/2017", "closed_on_precision": "year"}, "closed_on: Two dates for a year"),
        ({"programme": "another programme"}, "programme: A programme without a concept"),
        ({"receiving_court": "Corby"}, "receiving_court: A court that nobody has decided on"),
        ({"opened_on": "1960"}, "opened_on: An opening of nobody knows what"),
        ({"opened_on": "long ago"}, "opened_on: Not a day, month or year"),
    ],
)
def test_is_a_cell_that_cannot_be_right_a_fault(run: Run, cells: dict[str, str], problem: str) -> None:
    with pytest.raises(TableError) as caught:
        run(ROW | cells)
    assert [fault.problem for fault in caught.value.faults] == [problem]


def test_does_a_correction_change_how_sure_a_row_is(run: Run) -> None:
    correction = "bbc,court_closures/2,closed_on_precision,,(planned),the page tells of a decision"
    assert [claim.status for claim in run(ROW, corrections=correction)] == ["planned"]


@pytest.mark.parametrize(
    ("printed", "unit", "edtf"),
    [
        ("2011-06-30", "month", "2011-06"),
        ("2010/2019", "range", "[2010..2019]"),
        ("2011/2012", "financial year", "[2011-04-01..2012-03-31]"),
        ("2015", "before", "[..2015]"),
        ("2010/2011", "before 2011-06", "[2010..2011-06]"),
        ("2011-03/2011-04", "approximate", "[2011-03..2011-04]"),
        ("2011-05-28", "approximate", "[2011-05-21..2011-06-04]"),
        ("2014-01", "approximate", "[2013-12..2014-02]"),
        ("2000", "approximate", "[1999..2001]"),
    ],
)
def test_is_a_printed_date_as_close_as_its_precision(printed: str, unit: str, edtf: str) -> None:
    assert printed_dates.edtf(printed, unit) == edtf
