"""The lists of organisation units: codes of courts with their periods, and the log of their changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import TableError
from graph.importers.cjs_ou_changes import remark
from tests.conftest import Mini
from tests.importing import imported, of, said, set_aside

CODES, LOG, ACTIVE = "cjs-ou-codes-v32", "cjs-ou-change-log-v32", "cjs-ou-active-2024"
OAKHAM = "magistrates-court/oakham"


def unit(code: str, name: str, start: str, end: str = "", **cells: str) -> dict[str, str]:
    """A row of the list: `B33PL00` is made of its four levels."""
    levels = {"level1": code[0], "level2": code[1:3], "level3": code[3:5], "level4": code[5:]}
    dates = {"ou_start_date": start, "ou_end_date": end}
    return {"ou_code": code, **levels, "level3_name": name, **dates, **cells}


def change(version: str, row: str, text: str, code: str = "B33PL00", on: str = "") -> dict[str, str]:
    """A row of the change log about a code."""
    levels = {"level1": code[0], "level2": code[1:3], "level3": code[3:5], "level4": code[5:]}
    return {
        "list_version": version,
        "version_date_as_given": on,
        "sheet_row": row,
        **levels,
        "text": f"Magistrates' Courts | Leicestershire | Oakham | {text}",
    }


def test_is_a_period_of_a_code_a_claim_with_its_bounds(mini: Mini) -> None:
    rows = (
        unit("B33PL00", "Oakham", "2004-01-01", "2006-03-27"),
        unit("B33PL00", "Oakham", "2006-03-28", "2014-03-01"),
    )
    crosswalk = f"{OAKHAM},{CODES},B33PL00,code,B33PL\n{OAKHAM},{CODES},B33PL00/2,code,B33PL"
    claims = imported(mini, CODES, CODES, *rows, crosswalk=crosswalk)
    periods = [(c.value, c.start, c.until, c.note) for c in claims if c.property == "cje:ouCode"]
    looked_through = "the list ends many codes on this day, when they were looked through"
    assert periods == [
        ("B33PL", "[..2004-01-01]", "[..2006-03-27]", ""),
        ("B33PL", "2006-03-28", "[..2014-03-01]", looked_through),
    ]
    names = [(c.start, c.until) for c in claims if c.property == "skos:prefLabel"]
    assert names == [("[..2004-01-01]", ""), ("[..2006-03-28]", "[..2014-03-01]")]
    assert of(claims, "cje:courtKind") == [(OAKHAM, "cje:courtKind", "cjev:court-kind-magistrates")] * 2


def test_does_the_end_of_a_code_bound_a_closing_that_the_crosswalk_names(mini: Mini) -> None:
    rows = (
        unit("B33PL00", "Oakham", "2004-01-01", "2006-03-27"),
        unit("B33PL00", "Oakham", "2006-03-28", "2011-04-30"),
    )
    crosswalk = f"""
        {OAKHAM},{CODES},B33PL00,code,B33PL
        {OAKHAM},{CODES},B33PL00/2,code,B33PL
        closure/oakham-2011,{CODES},B33PL00/2,statement,list 6.0 closes the court
    """
    claims = imported(mini, CODES, CODES, *rows, crosswalk=crosswalk)
    assert [claim for claim in said(claims) if claim[1] == "cje:date"] == [
        ("closure/oakham-2011", "cje:date", "[..2011-04-30]", "row B33PL00/2, ou_end_date")
    ]


def test_is_a_row_that_repeats_another_set_aside(mini: Mini, tmp_path: Path) -> None:
    row = unit("B33PL00", "Oakham", "2004-01-01", "2011-04-30")
    crosswalk = f"{OAKHAM},{CODES},B33PL00,code,B33PL\n{OAKHAM},{CODES},B33PL00/2,code,B33PL"
    claims = imported(mini, CODES, CODES, row, row, crosswalk=crosswalk)
    assert {claim.row for claim in claims} == {"B33PL00"}
    assert set_aside(tmp_path / "tables") == {
        (CODES, "B33PL00/2"): "repeats row B33PL00 of the same list",
    }


@pytest.mark.parametrize(
    ("row", "value", "problem"),
    [
        (
            unit("B33PL00", "Oakham", "2004-01-01", "30/10/20014"),
            "30/10/20014",
            "ou_end_date: Not a day",
        ),
        (
            unit("B33PL00", "Oakham", "2007-11-12", "2006-06-30"),
            "2007-11-12, 2006-06-30",
            "ou_end_date: A code that ends before it begins",
        ),
        (
            unit("B33PL00", "Oakham", "2004-01-01", level2="31"),
            "B33PL00",
            "ou_code: A code that is not its four levels",
        ),
    ],
)
def test_is_a_period_that_cannot_be_right_named(
    mini: Mini, row: dict[str, str], value: str, problem: str
) -> None:
    with pytest.raises(TableError) as caught:
        imported(mini, CODES, CODES, row, crosswalk=f"{OAKHAM},{CODES},B33PL00,code,B33PL")
    assert [(fault.value, fault.problem) for fault in caught.value.faults] == [(value, problem)]


def test_is_the_date_20014_read_as_a_correction_says(mini: Mini) -> None:
    row = unit("B33PL00", "Oakham", "2004-01-01", "30/10/20014")
    mended = f"{CODES},B33PL00,ou_end_date,30/10/20014,2014-10-30,a year with a nought too many"
    crosswalk = f"{OAKHAM},{CODES},B33PL00,code,B33PL"
    claims = imported(mini, CODES, CODES, row, crosswalk=crosswalk, corrections=mended)
    assert [claim.until for claim in claims if claim.property == "cje:ouCode"] == ["[..2014-10-30]"]


def test_is_a_code_that_two_courts_would_bear_at_once_a_fault(mini: Mini) -> None:
    row = unit("B33PL00", "Oakham", "2004-01-01")
    crosswalk = f"{OAKHAM},{CODES},B33PL00,code,B33PL\nmagistrates-court/melton,{CODES},B33PL00,code,B33PL"
    with pytest.raises(TableError) as caught:
        imported(mini, CODES, CODES, row, crosswalk=crosswalk)
    [fault] = caught.value.faults
    assert fault.problem == "B33PL00: A row that matches two keys"


def test_is_the_number_beside_an_active_code_the_crown_courts_or_the_areas(mini: Mini) -> None:
    column = "psa_or_lja_or_crown_court_code"
    rows = (
        {"ou_code": "B33PL00", "level2": "33", "level3_name": "Oakham", column: "2100"},
        {"ou_code": "C33LC00", "level2": "33", "level3_name": "Leicester", column: "0430"},
    )
    centre = "crown-court-centre/leicester"
    crosswalk = f"{OAKHAM},{ACTIVE},B33PL00,code,B33PL\n{centre},{ACTIVE},C33LC00,code,C33LC"
    claims = imported(mini, ACTIVE, ACTIVE, *rows, crosswalk=crosswalk)
    assert of(claims, "cje:ljaCode", "cje:crownCourtNumber") == [
        (OAKHAM, "cje:ljaCode", "2100"),
        (centre, "cje:crownCourtNumber", "430"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Closed on 1 May | v 6.0", "Closed on 1 May"),
        ("v7.5", ""),
        ("New building | v 7.0", "New building"),
    ],
)
def test_is_the_remark_of_a_row_what_follows_its_names(text: str, expected: str) -> None:
    assert remark(f"Magistrates' Courts | Leicestershire | Oakham | {text}") == expected
    assert remark(f"Oakham | {text}") == expected


def test_is_a_closing_in_the_log_an_event_under_its_programme(mini: Mini) -> None:
    rows = (
        change("6.0", "521", "Closure following MoJ Court Estate Rationalisation Program"),
        change("14.0", "997", "ERP2 - End date applied", code="B33GW00"),
        change("10.0", "957", "Oakham closing 01/07/2017", code="B33HK00"),
    )
    hinckley, kendal = "magistrates-court/hinckley", "magistrates-court/kendal"
    crosswalk = f"""
        {OAKHAM},{LOG},6.0/521,code,B33PL
        closure/oakham-2011,{LOG},6.0/521,statement,it closes the court
        {hinckley},{LOG},14.0/997,code,B33GW
        closure/hinckley-2016,{LOG},14.0/997,statement,it closes the court
        {kendal},{LOG},10.0/957,code,B33HK
        closure/kendal-2017,{LOG},10.0/957,statement,it closes the court
    """
    claims = imported(mini, "cjs-ou-codes-change-log", LOG, *rows, crosswalk=crosswalk)
    assert of(claims, "cje:affects", "cje:underProgramme", "cje:date") == [
        ("closure/oakham-2011", "cje:affects", OAKHAM),
        ("closure/oakham-2011", "cje:underProgramme", "cjev:programme-cerp"),
        ("closure/hinckley-2016", "cje:affects", hinckley),
        ("closure/hinckley-2016", "cje:underProgramme", "cjev:programme-erp2"),
        ("closure/kendal-2017", "cje:affects", kendal),
        ("closure/kendal-2017", "cje:date", "2017-07-01"),
    ]


def test_is_an_end_without_an_event_or_in_error_set_aside(mini: Mini, tmp_path: Path) -> None:
    rows = (
        change("5.2", "450", "Closed", code="C07WA00"),
        change("5.3", "473", "Reactivated with changed 3rd level code", code="C07WA00"),
        change("9.0", "916", "ERP 2016-2017"),
        change("9.0", "931", "ERP 2016-2017", code="B33HU00"),
        change("18.0", "1040", "Nightingale Court locations", code="B33IY00"),
        change("25.0", "1067", "Code Reinstated - End-dated in error under ERP 2016-2017"),
    )
    crosswalk = "\n".join(f"{OAKHAM},{LOG},{r['list_version']}/{r['sheet_row']},code,B33PL" for r in rows)
    claims = imported(mini, "cjs-ou-codes-change-log", LOG, *rows, crosswalk=crosswalk)
    assert of(claims, "cje:courtKind") == [(OAKHAM, "cje:courtKind", "cjev:court-kind-nightingale")]
    assert set_aside(tmp_path / "tables") == {
        (LOG, "5.2/450"): "an end after which row 5.3/473 has the code in use again",
        (LOG, "5.3/473"): "a code in use again: told by the list itself",
        (LOG, "9.0/916"): "an end in error, taken back by row 25.0/1067",
        (LOG, "9.0/931"): "the end of a code: told by the list itself",
        (LOG, "25.0/1067"): "a slip mended: told by the list itself",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Legacy code changed from 2088 with effect from 1 Jan 2014 | v 7.0",
            [("2088", "", "2013-12-31", "the new code is not printed")],
        ),
        (
            "Legacy code change from 1398 with effect from 01/01/2015 | v7.4",
            [("1398", "", "2014-12-31", "the new code is not printed")],
        ),
        ("Legacy code changed to 2105 with effect from 1 Jan 2014", [("2105", "2014-01-01", "", "")]),
        (
            "Legacy code change 1177 to 1722",
            [
                ("1177", "", "[..2013-09-19]", "the day of the change is not printed"),
                ("1722", "[..2013-09-20]", "", "the day of the change is not printed"),
            ],
        ),
        (
            "Was 2073",
            [
                (
                    "2073",
                    "",
                    "[..2013-09-19]",
                    "the new code is not printed; the day of the change is not printed",
                )
            ],
        ),
    ],
)
def test_is_a_changed_code_of_a_local_justice_area_a_claim_with_its_end(
    mini: Mini, text: str, expected: list[tuple[str, str, str, str]]
) -> None:
    rows = (change("6.5", "610", text), change("7.0", "700", "name change", on="2013-09-20"))
    crosswalk = f"{OAKHAM},{LOG},6.5/610,code,B33PL\n{OAKHAM},{LOG},7.0/700,code,B33PL"
    claims = imported(mini, "cjs-ou-codes-change-log", LOG, *rows, crosswalk=crosswalk)
    assert [(c.value, c.start, c.until, c.note) for c in claims if c.property == "cje:ljaCode"] == expected


def test_is_a_remark_that_is_new_to_the_importer_left_for_a_person(mini: Mini) -> None:
    row = change("33.0", "1200", "Sold to a brewery")
    with pytest.raises(TableError) as caught:
        imported(mini, "cjs-ou-codes-change-log", LOG, row, crosswalk=f"{OAKHAM},{LOG},33.0/1200,code,B33PL")
    [fault] = caught.value.faults
    assert (fault.value, fault.problem) == ("33.0, 1200, B", "A row that is neither used nor set aside")


def test_is_a_unit_of_the_prosecution_set_aside(mini: Mini, tmp_path: Path) -> None:
    row = change("5.0", "42", "New Entry", code="A05AL00")
    assert imported(mini, "cjs-ou-codes-change-log", LOG, row, crosswalk="") == []
    reason = "a unit of the prosecution service: an office, no body of this estate"
    assert set_aside(tmp_path / "tables") == {(LOG, "5.0/42"): reason}
