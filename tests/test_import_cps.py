"""Importing the areas of the prosecution service, and the courts and offices that sources name for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.claims import Claim
from graph.errors import TableError
from graph.importers import cps, cps_courts
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, read_upstream
from graph.tables import Faults
from tests.conftest import TABLES, Mini, write_table

DURHAM = "cps-area/1999/durham"
LONDON = "cps-area/1999/metropolitan-and-city"
NORTH_EAST = "cps-area/2011/north-east"
CROSSWALK = f"""
    cps-area/1986/durham-northumbria,answer,t/2,name,listed as Durham/Northumbria
    cps-area/1986/inner-london,answer,t/3,name,listed as Inner London
    {DURHAM},answer,areas/2,name,listed as Durham
    {LONDON},answer,areas/3,name,listed as Metropolitan and City
    {NORTH_EAST},notice,forces/2,name,CPS North East prosecutes the cases of Durham
    {NORTH_EAST},notice,forces/3,name,CPS North East prosecutes the cases of the railways
    {DURHAM},notice,courts/2,name,CPS Durham
    {DURHAM},notice,courts/3,name,CPS Durham
    magistrates-court/consett,notice,courts/3,name,listed as Consett
    {DURHAM},notice,courts/4,name,CPS Durham
    {NORTH_EAST},notice,counts/2,name,CPS North East
    {NORTH_EAST},notice,counts/3,name,CPS North East
"""


@pytest.fixture
def tables(mini: Mini) -> Path:
    sources = "answer,parliamentary-answer,1987-03-11\nnotice,press-notice,2012\nstatement,press-notice,2011"
    folder = mini("", registry="", sources=sources, crosswalk=CROSSWALK)
    noted = ["answer", "t/3", "lawyers_in_post_1987", "1 75", "75", "a stray mark"]
    write_table(folder / "corrections.csv", TABLES["corrections"], [noted])
    return folder


def entries(form: Form, table: str, tables: Path, *rows: str) -> list[Entry]:
    """The entries of hand-made rows, whose sources are `file:answer` and so on."""
    file = tables / f"{table}.csv"
    file.write_text("\n".join([",".join(form.columns), *rows]) + "\n", encoding="utf-8")
    faults = Faults()
    reading = Reading.over(tables, table, "", faults)
    made = list(form.convert(read_upstream(file, form.columns, faults), reading))
    faults.raise_any()
    return made


def said(entry: Entry, property_: str) -> list[tuple[str, str, str, str]]:
    """Subject, value and dates of the claims of a property."""
    return [(c.subject, c.value, c.start, c.until) for c in entry.claims if c.property == property_]


def only(entry: Entry, property_: str) -> Claim:
    """The one claim of a property."""
    [claim] = [claim for claim in entry.claims if claim.property == property_]
    return claim


def test_does_an_area_of_1986_serve_the_forces_of_its_name(tables: Path) -> None:
    row = "Durham/Northumbria,Durham|Northumbria,56,50,14,1987-03-11,file:answer"
    [entry] = entries(cps.AREAS_1987_FORM, "t", tables, row)
    area, shown = "cps-area/1986/durham-northumbria", ("[..1987-03-11]", "[1987-03-11..]")
    assert said(entry, "cje:servesForce") == [
        (area, "police-force/durham", *shown),
        (area, "police-force/northumbria", *shown),
    ]
    assert said(entry, "cje:memberOfScheme") == [(area, "area-scheme/1986", *shown)]
    assert said(entry, "cje:affects") == [("formation/cps-31-areas-1986", area, "", "")]
    counts = "stated-count/lawyers-1987/durham-northumbria"
    assert said(entry, "cje:count") == [
        (f"{counts}/complement", "56", "", ""),
        (f"{counts}/in-post", "50", "", ""),
    ]


def test_is_a_force_guessed_that_no_name_gives_and_a_figure_read_as_corrected(tables: Path) -> None:
    [_, entry] = entries(
        cps.AREAS_1987_FORM,
        "t",
        tables,
        "Durham/Northumbria,Durham|Northumbria,56,50,14,1987-03-11,file:answer",
        "Inner London,,152,1 75,,1987-03-11,file:answer",
    )
    assert said(entry, "cje:servesForce") == []
    assert only(entry, "cje:notStated").value == "cje:servesForce"
    assert [c.note for c in entry.claims if c.value == "75"] == ["printed 1 75: a stray mark"]


def test_is_a_figure_that_is_none_a_fault(tables: Path) -> None:
    row = "Durham/Northumbria,Durham,fifty,50,14,1987-03-11,file:answer"
    with pytest.raises(TableError) as caught:
        entries(cps.AREAS_1987_FORM, "t", tables, row)
    assert [(fault.value, fault.problem) for fault in caught.value.faults] == [
        ("fifty", "lawyers_complement_1987: Not a number of lawyers")
    ]


AREAS = (
    "Durham,,durham,1999-04-01,2011-03-31,North East,file:answer,file:statement,file:notice",
    "Metropolitan and City,,metropolitan|city-of-london,1999-04-01,2011-03-31,London,file:answer,"
    "file:statement,file:statement",
)


def test_does_each_source_of_an_area_of_1999_answer_for_its_own_cells(tables: Path) -> None:
    listed, matched, became, *_ = entries(cps.AREAS_42_FORM, "areas", tables, *AREAS)
    assert [entry.source for entry in (listed, matched, became)] == ["answer", "statement", "notice"]
    assert only(listed, "skos:prefLabel").value == "Durham"
    assert said(listed, "cje:memberOfScheme") == [
        (DURHAM, "area-scheme/1999", "[..2009-12-14]", "[2009-12-14..]")
    ]
    assert said(matched, "cje:servesForce") == [(DURHAM, "police-force/durham", "1999-04-01", "")]
    assert [(c.subject, c.value) for c in became.claims] == [("merger/cps-north-east-2011", DURHAM)]


def test_does_the_area_that_went_on_leave_the_scheme_and_join_no_merger(tables: Path) -> None:
    *_, listed, matched = entries(cps.AREAS_42_FORM, "areas", tables, *AREAS)
    assert said(listed, "cje:memberOfScheme") == [
        (LONDON, "area-scheme/1999", "[..2009-12-14]", "[2009-12-14..2011-03-31]")
    ]
    assert said(matched, "cje:memberOfScheme") == [(LONDON, "area-scheme/1999", "1999-04-01", "2011-03-31")]
    assert [value for _, value, *_ in said(matched, "cje:servesForce")] == [
        "police-force/metropolitan",
        "police-force/city-of-london",
    ]
    assert said(matched, "org:originalOrganization") == []


def test_does_an_area_of_2011_serve_a_force_before_it_began(tables: Path) -> None:
    durham, railways = entries(
        cps.AREAS_SINCE_2011_FORM,
        "forces",
        tables,
        "North East,Durham,durham,2011-04-01,,,file:notice",
        "North East,,btp,2017,,,file:notice",
    )
    assert only(durham, "skos:prefLabel").value == "CPS North East"
    assert said(durham, "cje:servesForce") == [(NORTH_EAST, "police-force/durham", "[2011-04-01..]", "")]
    assert said(railways, "cje:servesForce") == [(NORTH_EAST, "police-force/btp", "", "")]


def test_are_courts_and_offices_told_apart(tables: Path) -> None:
    office, court, seed = entries(
        cps_courts.NAMED_FORM,
        "courts",
        tables,
        "Durham,cps-area-office,Bishop Auckland,2003-11,file:notice",
        "Durham,magistrates-court,Consett,undated,file:notice",
        "Durham,crown-court,Durham,2003-11,seed: a notice",
    )
    assert only(office, "skos:prefLabel").value == "CPS Durham area office, Bishop Auckland"
    assert said(office, "org:hasSite") == [
        (DURHAM, "office/durham-bishop-auckland", "[..2003-11]", "[2003-11..]")
    ]
    assert said(court, "cje:prosecutesAt") == [(DURHAM, "magistrates-court/consett", "", "")]
    assert (seed.source, seed.claims) == ("hmcpsi-leicestershire-and-rutland", [])
    assert seed.reason.startswith("read from the notice itself")


def test_is_the_number_of_courts_kept_with_its_year(tables: Path) -> None:
    dated, undated = entries(
        cps_courts.COUNTED_FORM,
        "counts",
        tables,
        'North East,crown-court-centres,3,"2017 (includes one outside)",file:notice',
        "North East,magistrates-courts,10,undated,file:notice",
    )
    count = "stated-count/cps-north-east-2017/crown-court-centres"
    assert said(dated, "cje:count") == [(count, "3", "", "")]
    assert only(dated, "cje:count").note == "includes one outside"
    assert said(dated, "cje:countedOn") == [(count, "2017", "", "")]
    assert said(undated, "cje:countedOn") == []


@pytest.mark.parametrize(
    ("form", "row", "problem"),
    [
        (cps_courts.COUNTED_FORM, "North East,prisons,3,2017,file:notice", "kind: A kind of court"),
        (cps_courts.COUNTED_FORM, "North East,magistrates-courts,ten,2017,file:notice", "n: Not a number"),
        (cps_courts.NAMED_FORM, "Durham,prison,Durham,2003-11,file:notice", "kind: A kind of place"),
    ],
)
def test_is_a_kind_or_a_number_that_is_not_known_a_fault(
    tables: Path, form: Form, row: str, problem: str
) -> None:
    with pytest.raises(TableError) as caught:
        entries(form, "counts", tables, row)
    assert [fault.problem.startswith(problem) for fault in caught.value.faults] == [True]
