"""The two tables of courts that a claim for defence work can name: one source, ids that clash."""

from __future__ import annotations

from pathlib import Path

from graph.importers.run import import_table
from tests.conftest import Mini
from tests.importing import imported, said

SOURCE = "cccd-2018"


def test_is_each_cell_of_a_magistrates_court_a_claim(mini: Mini) -> None:
    row = {
        "id": "5",
        "court_name_full": "Oakham Magistrates' Court",
        "address_line_1": "The Castle",
        "address_line_2": "Market Place",
        "city": "Oakham",
        "postcode": "LE15 6DN",
        "latitude": "52.67",
        "longitude": "-0.727",
        "type": "family, magistrates",
    }
    crosswalk = f"""
        magistrates-court/oakham,{SOURCE},5,name,Oakham
        courthouse/oakham-castle,{SOURCE},5,place,LE15 6DN
    """
    court, house = "magistrates-court/oakham", "courthouse/oakham-castle"
    assert said(imported(mini, "cccd", SOURCE, row, crosswalk=crosswalk)) == [
        (court, "skos:prefLabel", "Oakham Magistrates' Court", "row 5, court_name_full"),
        (court, "cje:courtKind", "cjev:court-kind-magistrates", "row 5, type"),
        (court, "org:hasPrimarySite", house, "row 5"),
        (house, "cje:address", "The Castle, Market Place, Oakham", "row 5"),
        (house, "skos:prefLabel", "The Castle, Market Place, Oakham", "row 5"),
        (house, "cje:postcode", "LE15 6DN", "row 5, postcode"),
        (house, "cje:point", "POINT(-0.727 52.67)", "row 5, latitude and longitude"),
    ]


def test_is_the_id_of_a_crown_court_its_number_or_told_apart(mini: Mini) -> None:
    rows = (
        {"id": "430", "court_name_full": "Leicester Crown Court", "city": "Leicester", "type": "crown"},
        {"id": "154", "court_name_full": "Oakham Combined Court", "city": "Oakham", "type": "crown"},
    )
    crosswalk = f"""
        crown-court-centre/leicester,{SOURCE},430,code,430
        courthouse/leicester-wellington-street,{SOURCE},430,place,Leicester
        crown-court-centre/oakham,{SOURCE},154/2,name,Oakham
    """
    leicester, oakham = "crown-court-centre/leicester", "crown-court-centre/oakham"
    house = "courthouse/leicester-wellington-street"
    unit_of = ("org:unitOf", "court/crown-court")
    assert said(imported(mini, "cccd", SOURCE, *rows, crosswalk=crosswalk)) == [
        (leicester, "skos:prefLabel", "Leicester Crown Court", "row 430, court_name_full"),
        (leicester, "cje:courtKind", "cjev:court-kind-crown", "row 430, type"),
        (leicester, *unit_of, "row 430, type"),
        (leicester, "cje:crownCourtNumber", "430", "row 430, id"),
        (leicester, "org:hasPrimarySite", house, "row 430"),
        (house, "skos:prefLabel", "Leicester", "row 430"),
        (oakham, "skos:prefLabel", "Oakham Combined Court", "row 154/2, court_name_full"),
        (oakham, "cje:courtKind", "cjev:court-kind-crown", "row 154/2, type"),
        (oakham, *unit_of, "row 154/2, type"),
    ]


def test_may_a_row_leave_out_its_last_cells_and_a_correction_be_of_the_other_table(mini: Mini) -> None:
    folder: Path = mini(
        "",
        imports=f"one,cccd,{SOURCE},one.csv\ntwo,cccd,{SOURCE},two.csv",
        crosswalk=f"magistrates-court/oakham,{SOURCE},900,name,Oakham",
        corrections=f"{SOURCE},430,postcode,LE1,,half a postcode",
    )
    header = (
        "id,key,court_name_short,court_name_full,address_line_1,address_line_2,address_line_3,city,postcode,"
        "latitude,longitude,region,type,other_names"
    )
    path = folder / "one.csv"
    path.write_text(f"{header}\n900,,Oakham,Oakham Magistrates' Court\n", encoding="utf-8")
    assert import_table("one", path, folder).claims == 1
