"""Importing written answers: courthouses closed by 2002, counts of closed courts, sales."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from graph.claims import Claim
from graph.errors import TableError
from graph.importers.run import import_table
from graph.reading import read_tables
from tests.conftest import Mini, write_table

COURTS = """
    magistrates-court/tavistock,skos:prefLabel,Tavistock Magistrates' Court,en,,,codes
    closure/tavistock-2001,cje:affects,magistrates-court/tavistock,,,,codes
"""
HANSARD = ("mcc_area", "courthouse", "closure_date", "over_10_miles_from_nearest")
COUNTS = ("breakdown", "key", "magistrates_courts_closed")
SALES = ("property", "receipt_gbp", "programme")


def imported(
    mini: Mini,
    file: Path,
    columns: tuple[str, ...],
    row: list[str],
    form: str,
    crosswalk: str = "",
) -> tuple[list[Claim], list[str]]:
    """The claims of the answer, and the outcome and note of its one row in the ledger."""
    write_table(file, columns, [row])
    folder = mini(
        COURTS,
        crosswalk=crosswalk,
        imports=f"{file.stem.replace('_', '-')},{form},answer,{file.name}",
        sources="answer,parliamentary-answer,2002-04-16",
    )
    import_table(file.stem.replace("_", "-"), file, folder)
    with (folder / "ledger.csv").open(encoding="utf-8", newline="") as ledger:
        [entered] = list(csv.reader(ledger))[1:]
    return [claim for claim in read_tables(folder).claims if claim.source == "answer"], entered[
        2:3
    ] + entered[4:]


def test_is_a_courthouse_closed_on_the_day_of_the_answer(mini: Mini, tmp_path: Path) -> None:
    file = tmp_path / "hansard_2002_courthouse_closures_partial.csv"
    id_ = "hansard_2002_courthouse_closures_partial/2"
    crosswalk = f"""
        magistrates-court/tavistock,answer,{id_},name,name: Tavistock
        magistrates-court/tavistock,codes,B50AA00,code,B50AA
        closure/tavistock-2001,answer,{id_},statement,the closing of 2001
    """
    row = ["Devon and Cornwall", "Tavistock", "2001-04-30", "Y"]
    claims, entered = imported(mini, file, HANSARD, row, "hansard-2002", crosswalk=crosswalk)
    assert [(claim.property, claim.value, claim.locator) for claim in claims] == [
        ("cje:affects", "magistrates-court/tavistock", f"row {id_}, courthouse"),
        ("cje:date", "2001-04-30", f"row {id_}, closure_date"),
    ]
    assert entered == [id_, "claims", ""]


def test_does_the_answer_name_a_court_that_no_other_source_has(mini: Mini, tmp_path: Path) -> None:
    file = tmp_path / "hansard_2002_courthouse_closures_partial.csv"
    id_ = "hansard_2002_courthouse_closures_partial/2"
    crosswalk = f"""
        magistrates-court/tavistock,answer,{id_},name,name: Tavistock
        closure/tavistock-2001,answer,{id_},statement,the closing of 2001
    """
    row = ["Devon and Cornwall", "Tavistock (listed a second time)", "2001-04-30", "Y"]
    claims, _ = imported(mini, file, HANSARD, row, "hansard-2002", crosswalk=crosswalk)
    assert [claim.value for claim in claims if claim.property == "skos:prefLabel"] == [
        "Tavistock Magistrates' Court"
    ]


@pytest.mark.parametrize(
    ("row", "key", "since", "on", "within"),
    [
        (["financial_year", "2011/12", "84"], "2011-12", "2011-04-01", "2012-03-31", None),
        (["financial_year", "2024/25", "0"], "2024-25", "2024-04-01", "[2024-11-20..2025-03-28]", None),
        (
            ["hmcts_region_2010-05-01_to_2024-07-01", "North East", "19"],
            "2010-2024-north-east",
            "2010-05-01",
            "2024-07-01",
            "court-region/north-east",
        ),
    ],
)
def test_is_a_number_of_closed_courts_a_stated_count(
    mini: Mini, tmp_path: Path, row: list[str], key: str, since: str, on: str, within: str | None
) -> None:
    file = tmp_path / "parliament_magistrates_closure_counts.csv"
    claims, _ = imported(mini, file, COUNTS, row, "closure-counts")
    assert {claim.subject for claim in claims} == {f"stated-count/magistrates-courts-closed-{key}"}
    said = {claim.property: claim.value for claim in claims}
    assert said.pop("cje:countedWithin", None) == within
    assert said == {
        "cje:counted": "cjev:counted-magistrates-courts-closed",
        "cje:count": row[2],
        "cje:countedSince": since,
        "cje:countedOn": on,
    }


@pytest.mark.parametrize(
    "row",
    [
        ["financial_year", "2011/13", "84"],
        ["financial_year", "2011/12", "about 84"],
        ["county", "Kent", "3"],
    ],
)
def test_is_a_count_of_another_kind_a_fault(mini: Mini, tmp_path: Path, row: list[str]) -> None:
    file = tmp_path / "parliament_magistrates_closure_counts.csv"
    with pytest.raises(TableError) as caught:
        imported(mini, file, COUNTS, row, "closure-counts")
    assert [(fault.line, fault.value) for fault in caught.value.faults] == [(2, ", ".join(row))]


def test_is_the_price_of_a_sale_set_aside(mini: Mini, tmp_path: Path) -> None:
    file = tmp_path / "parliament_2019_court_sales.csv"
    row = ["Bolton Magistrates' Court", "750000", "Reform"]
    claims, entered = imported(mini, file, SALES, row, "parliament-2019-court-sales")
    assert claims == []
    assert entered == [
        "parliament_2019_court_sales/2",
        "set-aside",
        "the price of a building that was sold: no property of this estate, and no sign that the court had"
        " closed (that of Bolton went on elsewhere)",
    ]
