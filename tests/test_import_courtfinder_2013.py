"""The court database of 2013: every court that it lists, its building, its numbers and its enquiries."""

from __future__ import annotations

import csv

import pytest

from graph.claims import Claim
from graph.errors import TableError
from graph.importers.forms import FORMS
from tests import upstream
from tests.conftest import Mini
from tests.importing import imported, of, said

SOURCE, NEXT = "courtfinder-2013-02", "courtfinder-2013-07"
OAKHAM = {
    "court_id": "7",
    "name": "Oakham  Magistrates' Court",
    "type": "Magistrates' Court",
    "court_code": "2046",
    "hmcts_area": "Lincolnshire, Leicestershire, Rutland and Northamptonshire",
    "hmcts_region": "Midlands",
    "addr1": "The Castle,",
    "addr2": "Market Place",
    "addr3": "Oakham",
    "town": "Oakham",
    "postcode": "LE156DN",
    "lat": "52.6707401",
    "lon": "-0.7270000",
}
MELTON = {"court_id": "8", "name": "Melton Magistrates' Court", "type": "Magistrates' Court"}
CROSSWALK = f"""
    magistrates-court/oakham,{SOURCE},7,name,Oakham
    courthouse/oakham-castle,{SOURCE},7,place,LE15 6DN
    magistrates-court/melton,{SOURCE},8,name,Melton
"""


def courts(
    mini: Mini, *rows: dict[str, str], crosswalk: str = CROSSWALK, corrections: str = ""
) -> list[Claim]:
    return imported(mini, "courtfinder-2013", SOURCE, *rows, crosswalk=crosswalk, corrections=corrections)


def test_is_each_cell_of_a_court_a_claim(mini: Mini) -> None:
    court, house = "magistrates-court/oakham", "courthouse/oakham-castle"
    area = "court-region/lincolnshire-leicestershire-rutland-and-northamptonshire"
    region = "court-region/midlands"
    assert said(courts(mini, OAKHAM)) == [
        (court, "skos:prefLabel", "Oakham Magistrates' Court", "row 7, name"),
        (court, "cje:ljaCode", "2046", "row 7, court_code"),
        (court, "cje:courtFinderId", "7", "row 7"),
        (court, "cje:courtKind", "cjev:court-kind-magistrates", "row 7, type"),
        (area, "skos:prefLabel", OAKHAM["hmcts_area"], "row 7, hmcts_area"),
        (court, "cje:withinCourtRegion", area, "row 7, hmcts_area"),
        (region, "skos:prefLabel", "Midlands", "row 7, hmcts_region"),
        (court, "cje:withinCourtRegion", region, "row 7, hmcts_region"),
        (court, "cje:standing", "true", "row 7"),
        (court, "org:hasPrimarySite", house, "row 7"),
        (house, "cje:address", "The Castle, Market Place, Oakham", "row 7"),
        (house, "skos:prefLabel", "The Castle, Market Place, Oakham", "row 7"),
        (house, "cje:postcode", "LE15 6DN", "row 7, postcode"),
        (house, "cje:point", "POINT(-0.727 52.67074)", "row 7, lat and lon"),
    ]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Oakham MagistratesÆ Court", ["magistrates-court/oakham"]),
        ("Oakham Magistrates Court - Tel: 01572 000000", ["magistrates-court/oakham"]),
        ("Oakham Magistrates’ Court, Market Place, Oakham", ["magistrates-court/oakham"]),
        ("Oakham court address", []),
        ("Melton Magistrates' Court", []),
    ],
)
def test_are_enquiries_sent_to_the_court_of_that_name_alone(
    mini: Mini, printed: str, expected: list[str]
) -> None:
    claims = courts(mini, OAKHAM, MELTON | {"enquiries_to_note": printed})
    assert [claim.value for claim in claims if claim.property == "cje:enquiriesTo"] == expected
    notes = {claim.subject: claim.note for claim in claims if claim.property == "cje:standing"}
    assert notes == {
        "magistrates-court/oakham": "",
        "magistrates-court/melton": "listed; the row sends enquiries elsewhere",
    }


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2046", [("magistrates-court/rutland", "cje:ljaCode", "2046")]),
        ("Adult: 2046, Youth: 5046", [("magistrates-court/rutland", "cje:ljaCode", "2046")]),
        ("430", [("crown-court-centre/rutland", "cje:crownCourtNumber", "430")]),
        ("282", []),
        ("0", []),
    ],
)
def test_is_a_number_that_of_the_court_whose_form_it_has(
    mini: Mini, printed: str, expected: list[tuple[str, str, str]]
) -> None:
    row = {"court_id": "9", "name": "Rutland Combined Court", "court_code": printed}
    crosswalk = f"""
        magistrates-court/rutland,{SOURCE},9,name,Rutland
        crown-court-centre/rutland,{SOURCE},9,name,Rutland
    """
    assert of(courts(mini, row, crosswalk=crosswalk), "cje:ljaCode", "cje:crownCourtNumber") == expected


def test_does_the_type_decide_the_kind_of_each_court_in_a_building(mini: Mini) -> None:
    row = {"court_id": "9", "name": "Rutland Law Courts", "type": "Crown and County Court"}
    crosswalk = f"""
        magistrates-court/rutland,{SOURCE},9,hand,sits there
        crown-court-centre/rutland,{SOURCE},9,name,Rutland
    """
    claims = courts(mini, row, crosswalk=crosswalk)
    assert of(claims, "cje:courtKind", "skos:prefLabel", "skos:altLabel") == [
        ("magistrates-court/rutland", "skos:altLabel", "Rutland Law Courts"),
        ("crown-court-centre/rutland", "skos:prefLabel", "Rutland Law Courts"),
        ("crown-court-centre/rutland", "cje:courtKind", "cjev:court-kind-crown"),
    ]


def test_does_one_row_of_two_name_the_court_and_its_site(mini: Mini) -> None:
    bench = MELTON | {"addr1": "Norman Way", "name": "Belvoir Magistrates' Court"}
    town = {**MELTON, "court_id": "9", "addr1": "Burton Street"}
    crosswalk = f"""
        magistrates-court/melton,{SOURCE},8,hand,the bench sits there
        courthouse/melton-norman-way,{SOURCE},8,place,Norman Way
        magistrates-court/melton,{SOURCE},9,name,Melton
        courthouse/melton-burton-street,{SOURCE},9,place,Burton Street
    """
    court = "magistrates-court/melton"
    claims = courts(mini, bench, town, crosswalk=crosswalk)
    assert [claim for claim in of(claims, "skos:prefLabel", "skos:altLabel") if claim[0] == court] == [
        (court, "skos:altLabel", "Belvoir Magistrates' Court"),
        (court, "skos:prefLabel", "Melton Magistrates' Court"),
    ]
    assert of(claims, "org:hasPrimarySite") == [
        (court, "org:hasPrimarySite", "courthouse/melton-burton-street")
    ]
    assert {claim[0] for claim in of(claims, "cje:address")} == {
        "courthouse/melton-norman-way",
        "courthouse/melton-burton-street",
    }


def test_is_a_building_named_by_the_first_directory_that_knows_it(mini: Mini) -> None:
    earlier = (
        CROSSWALK.replace(SOURCE, "courtfinder-2013-07")
        + f"""
        magistrates-court/oakham,{SOURCE},7,name,Oakham
        courthouse/oakham-castle,{SOURCE},7,place,LE15 6DN
    """
    )
    claims = imported(mini, "courtfinder-2013", "courtfinder-2013-07", OAKHAM, crosswalk=earlier)
    assert ("courthouse/oakham-castle", "cje:address", "The Castle, Market Place, Oakham") in of(
        claims, "cje:address"
    )
    assert {claim[0] for claim in of(claims, "skos:prefLabel")} == {
        "magistrates-court/oakham",
        "court-region/lincolnshire-leicestershire-rutland-and-northamptonshire",
        "court-region/midlands",
    }


def test_are_the_areas_of_a_note_those_of_the_crosswalk(mini: Mini) -> None:
    row = MELTON | {"lja_codes_in_note": "Rutland LJA 2046"}
    crosswalk = f"{CROSSWALK}\nlocal-justice-area/rutland,{SOURCE},8,name,Rutland LJA 2046"
    [claim] = of(courts(mini, row, crosswalk=crosswalk), "cje:withinLocalJusticeArea")
    assert claim == ("magistrates-court/melton", "cje:withinLocalJusticeArea", "local-justice-area/rutland")


def test_does_a_cell_that_is_not_to_be_read_make_no_claim(mini: Mini) -> None:
    corrections = f"""
        {SOURCE},7,court_code,2046,,the code of another court
        {SOURCE},7,lat,52.6707401,,the middle of the town
        {SOURCE},7,lon,-0.7270000,,the middle of the town
    """
    claims = courts(mini, OAKHAM, corrections=corrections)
    assert of(claims, "cje:ljaCode", "cje:point") == []


def test_is_a_wrong_postcode_named_only_where_it_is_used(mini: Mini) -> None:
    assert courts(mini, MELTON | {"postcode": "LE13"})
    with pytest.raises(TableError, match="Not a postcode"):
        courts(mini, OAKHAM | {"postcode": "LE15"})


GONE = "listed in the edition before, and no longer"
TAKEN_BACK = "the next edition, of five months later, no longer lists it: this one still listed closed courts"


def standings(mini: Mini, *, later: bool) -> list[tuple[str, str, str, str, str, str]]:
    """What two editions say of standing courts, the second of which lists Oakham alone, if it is imported."""
    folder = mini(
        "",
        imports=f"""
            {SOURCE},courtfinder-2013,{SOURCE},old.csv,{NEXT}
            {NEXT},courtfinder-2013,{NEXT},new.csv
        """,
        crosswalk=f"{CROSSWALK}\nmagistrates-court/oakham,{NEXT},7,name,Oakham",
    )
    columns = FORMS["courtfinder-2013"].columns
    rows = [row + "," * (len(columns) - 2) for row in ("7,Oakham Magistrates' Court", "8,Melton")]
    if later:
        upstream.imported(folder, NEXT, columns, rows[0])
    upstream.imported(folder, SOURCE, columns, "\n".join(rows))
    with (folder / "claims" / f"{SOURCE}.csv").open(encoding="utf-8", newline="") as file:
        claims = [Claim(*cells) for cells in list(csv.reader(file))[1:]]
    return [
        (claim.subject, claim.value, claim.source, claim.locator, claim.status, claim.note)
        for claim in claims
        if claim.property == "cje:standing"
    ]


def test_is_it_taken_back_that_a_court_stood_which_the_next_edition_no_longer_lists(mini: Mini) -> None:
    oakham, melton = "magistrates-court/oakham", "magistrates-court/melton"
    assert standings(mini, later=True) == [
        (oakham, "true", SOURCE, "row 7", "", ""),
        (melton, "true", SOURCE, "row 8", "deprecated", TAKEN_BACK),
        (melton, "false", NEXT, "no row; 8 of the edition before is gone", "", GONE),
    ]


def test_is_nothing_taken_back_before_the_next_edition_has_come(mini: Mini) -> None:
    assert [(value, status) for _, value, _, _, status, _ in standings(mini, later=False)] == [
        ("true", ""),
        ("true", ""),
    ]
