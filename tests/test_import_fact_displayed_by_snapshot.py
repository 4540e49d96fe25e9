"""Pages displayed at five moments: each column a source, an empty cell no statement."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Mini
from tests.importing import imported, said, set_aside

SNAPSHOT, END = "fact-displayed-2020-09-23", "fact-2026-08"
DISPLAYED, AFTER = "displayed_2020-09-23", "displayed_after_all_migrations"


def test_is_each_snapshot_a_source_and_an_empty_cell_no_statement(mini: Mini) -> None:
    rows = (
        {"slug": "oakham", "name": "Oakham", DISPLAYED: "Y", AFTER: "N"},
        {"slug": "melton", "name": "Melton", AFTER: "Y"},
    )
    crosswalk = f"""
        magistrates-court/oakham,{SNAPSHOT},oakham,name,Oakham
        magistrates-court/oakham,{END},oakham/2,name,Oakham
        magistrates-court/melton,{END},melton/2,name,Melton
    """
    claims = imported(mini, "fact-displayed-by-snapshot", "", *rows, crosswalk=crosswalk)
    assert [claim.source for claim in claims] == [SNAPSHOT, END, END]
    assert said(claims) == [
        ("magistrates-court/oakham", "cje:standing", "true", f"row oakham, {DISPLAYED}"),
        ("magistrates-court/oakham", "cje:standing", "false", f"row oakham/2, {AFTER}"),
        ("magistrates-court/melton", "cje:standing", "true", f"row melton/2, {AFTER}"),
    ]


def test_is_a_withdrawn_page_of_a_displayed_court_set_aside(mini: Mini, tmp_path: Path) -> None:
    rows = (
        {"slug": "rutland", "name": "Rutland", DISPLAYED: "N"},
        {"slug": "oakham", "name": "Oakham", DISPLAYED: "Y"},
        {"slug": "land-registration", "name": "Land Registration", DISPLAYED: "N"},
    )
    crosswalk = f"""
        magistrates-court/oakham,{SNAPSHOT},rutland,name,the bench at Oakham
        magistrates-court/oakham,{SNAPSHOT},oakham,name,Oakham
        ,{SNAPSHOT},land-registration,none,no court
    """
    claims = imported(mini, "fact-displayed-by-snapshot", "", *rows, crosswalk=crosswalk)
    assert [claim.value for claim in claims] == ["true"]
    assert set_aside(tmp_path / "tables") == {
        (SNAPSHOT, "rutland"): "a page withdrawn while another of the same court is displayed",
        (SNAPSHOT, "land-registration"): "no court",
    }
