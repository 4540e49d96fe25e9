"""Where jurors are summoned to: numbers, Welsh names, an address in one cell or in lines."""

from __future__ import annotations

import pytest

from tests.conftest import Mini
from tests.importing import imported, of, said

SOURCE = "juror-locations"
ROW = {
    "loc_code": "441",
    "loc_name": "NEWPORT",
    "loc_court_name": "THE CROWN COURT AT NEWPORT",
    "loc_address1": "FAULKNER ROAD",
    "loc_address2": "NEWPORT",
    "loc_zip": "NP204PR",
    "location_address": "Newport Crown Court,The Law Courts,Faulkner Road,Newport NP20 4PR",
    "region_name": "Wales",
    "welsh_name": "CASNEWYDD",
}
CROSSWALK = f"""
    crown-court-centre/newport,{SOURCE},441,code,441
    courthouse/newport-faulkner-road,{SOURCE},441,place,NP20 4PR
"""


def test_is_each_cell_of_a_location_a_claim(mini: Mini) -> None:
    court, house = "crown-court-centre/newport", "courthouse/newport-faulkner-road"
    address, region = "The Law Courts, Faulkner Road, Newport", "court-region/wales"
    claims = imported(mini, "juror-court-locations", SOURCE, ROW, crosswalk=CROSSWALK)
    assert said(claims) == [
        (court, "skos:prefLabel", "THE CROWN COURT AT NEWPORT", "row 441, loc_court_name"),
        (court, "org:unitOf", "court/crown-court", "row 441"),
        (court, "skos:prefLabel", "CASNEWYDD", "row 441, welsh_name"),
        (court, "cje:crownCourtNumber", "441", "row 441, loc_code"),
        (region, "skos:prefLabel", "Wales", "row 441, region_name"),
        (court, "cje:withinCourtRegion", region, "row 441, region_name"),
        (court, "org:hasPrimarySite", house, "row 441"),
        (house, "cje:address", address, "row 441, location_address"),
        (house, "skos:prefLabel", address, "row 441"),
        (house, "cje:postcode", "NP20 4PR", "row 441, loc_zip"),
    ]
    assert [(claim.value, claim.lang) for claim in claims if claim.subject == court and claim.lang] == [
        ("THE CROWN COURT AT NEWPORT", "en"),
        ("CASNEWYDD", "cy"),
    ]


def test_do_the_lines_stand_for_an_address_that_is_not_printed_whole(mini: Mini) -> None:
    row = ROW | {"location_address": ""}
    claims = imported(mini, "juror-court-locations", SOURCE, row, crosswalk=CROSSWALK)
    [address] = [claim for claim in claims if claim.property == "cje:address"]
    assert (address.value, address.locator) == ("FAULKNER ROAD, NEWPORT", "row 441")


@pytest.mark.parametrize("printed", ["", "-", "THE CROWN COURT", "Crown Court", "c/o Newport County Court"])
def test_is_a_court_named_by_its_place_where_its_name_says_none(mini: Mini, printed: str) -> None:
    row = ROW | {"loc_court_name": printed}
    claims = imported(mini, "juror-court-locations", SOURCE, row, crosswalk=CROSSWALK)
    assert of(claims, "skos:prefLabel")[0] == ("crown-court-centre/newport", "skos:prefLabel", "NEWPORT")


def test_is_a_code_that_no_crown_court_has_no_number(mini: Mini) -> None:
    crosswalk = CROSSWALK.replace(",441,", ",127,")
    claims = imported(mini, "juror-court-locations", SOURCE, ROW | {"loc_code": "127"}, crosswalk=crosswalk)
    assert of(claims, "cje:crownCourtNumber") == []
