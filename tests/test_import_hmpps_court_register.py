"""The court register of HMPPS: codes, names that end in an older code, addresses; no standing."""

from __future__ import annotations

import pytest

from tests.conftest import Mini
from tests.importing import imported, of, said

SOURCE = "hmpps-court-register-2023"
ROW = {
    "court_id": "OAKMMC",
    "name": "Oakham Magistrates Court",
    "type": "MAG",
    "active": "Y",
    "building_name": "The Castle,",
    "street": "Market Place",
    "locality": "Oakham",
    "town": "Oakham",
    "county": "Rutland",
    "postcode": "LE15 6DN",
}
CROSSWALK = f"""
    magistrates-court/oakham,{SOURCE},OAKMMC,name,Oakham
    courthouse/oakham-castle,{SOURCE},OAKMMC,place,LE15 6DN
"""


def test_is_each_cell_of_a_court_a_claim_but_that_it_is_active(mini: Mini) -> None:
    court, house = "magistrates-court/oakham", "courthouse/oakham-castle"
    assert said(imported(mini, "hmpps-court-register", SOURCE, ROW, crosswalk=CROSSWALK)) == [
        (court, "skos:prefLabel", "Oakham Magistrates Court", "row OAKMMC, name"),
        (court, "cje:hmppsCode", "OAKMMC", "row OAKMMC, court_id"),
        (court, "cje:courtKind", "cjev:court-kind-magistrates", "row OAKMMC, type"),
        (court, "org:hasPrimarySite", house, "row OAKMMC"),
        (house, "cje:address", "The Castle, Market Place, Oakham", "row OAKMMC"),
        (house, "skos:prefLabel", "The Castle, Market Place, Oakham", "row OAKMMC"),
        (house, "cje:postcode", "LE15 6DN", "row OAKMMC, postcode"),
    ]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Oakham Magistrates Court - OAKMMC", "Oakham Magistrates Court"),
        ("Oakham Magistrates Court OAKMMC", "Oakham Magistrates Court"),
        ("Oakham Magistrates (OAKMC)", "Oakham Magistrates (OAKMC)"),
        ("Oakham (Rutland) Magistrates Court", "Oakham (Rutland) Magistrates Court"),
    ],
)
def test_is_a_name_read_without_the_older_code_at_its_end(mini: Mini, printed: str, expected: str) -> None:
    claims = imported(mini, "hmpps-court-register", SOURCE, ROW | {"name": printed}, crosswalk=CROSSWALK)
    assert claims[0].value == expected


def test_is_a_youth_court_a_kind_and_no_name_of_the_adult_court(mini: Mini) -> None:
    youth = {"court_id": "OAKMYC", "name": "Oakham Youth Court", "type": "YTH"}
    crosswalk = f"{CROSSWALK}\nmagistrates-court/oakham,{SOURCE},OAKMYC,hand,the same building"
    claims = imported(mini, "hmpps-court-register", SOURCE, youth, ROW, crosswalk=crosswalk)
    court = "magistrates-court/oakham"
    assert of(claims, "skos:altLabel", "cje:hmppsCode", "cje:courtKind") == [
        (court, "skos:altLabel", "Oakham Youth Court"),
        (court, "cje:hmppsCode", "OAKMYC"),
        (court, "cje:courtKind", "cjev:court-kind-youth"),
        (court, "cje:hmppsCode", "OAKMMC"),
        (court, "cje:courtKind", "cjev:court-kind-magistrates"),
    ]


def test_does_the_second_building_of_a_court_get_an_address_and_no_court(mini: Mini) -> None:
    other = ROW | {"building_name": "County Hall", "street": "Catmose"}
    crosswalk = f"""{CROSSWALK}
        magistrates-court/oakham,{SOURCE},OAKMMC/2,name,Oakham
        courthouse/oakham-catmose,{SOURCE},OAKMMC/2,place,Catmose
    """
    claims = imported(mini, "hmpps-court-register", SOURCE, ROW, other, crosswalk=crosswalk)
    assert [claim[2] for claim in of(claims, "org:hasPrimarySite")] == ["courthouse/oakham-castle"]
    assert ("courthouse/oakham-catmose", "cje:address", "County Hall, Catmose, Oakham") in of(
        claims, "cje:address"
    )
