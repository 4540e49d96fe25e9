"""The small code lists: criminal justice areas, regions of the courts service, codes of fines collection."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Mini
from tests.importing import imported, of, said, set_aside

BICHARD, FORCES = "bichard7-organisation-unit-2026", "cjs-force-codes"
OPAL, REGIONS_2022 = "opal-2026-08", "hmcts-rd-location-2022"


def test_is_a_code_with_courts_a_criminal_justice_area(mini: Mini, tmp_path: Path) -> None:
    rows = (
        {"cjs_code": "33", "magistrates_level2_names": "Leicestershire", "is_criminal_justice_area": "y"},
        {"cjs_code": "48", "police_level2_names": "City of London", "is_criminal_justice_area": "n"},
    )
    area = "criminal-justice-area/33"
    assert said(imported(mini, "cjs-area-codes", BICHARD, *rows, crosswalk="")) == [
        (area, "skos:prefLabel", "Leicestershire", "row cjs_area_codes/2, magistrates_level2_names"),
        (area, "cje:cjsCode", "33", "row cjs_area_codes/2, cjs_code"),
    ]
    assert list(set_aside(tmp_path / "tables")) == [(BICHARD, "cjs_area_codes/3")]


def test_is_a_code_of_a_force_without_an_area_set_aside(mini: Mini, tmp_path: Path) -> None:
    row = {"code": "93", "name": "BTP"}
    assert imported(mini, "cjs-force-codes", FORCES, row, crosswalk="") == []
    assert list(set_aside(tmp_path / "tables")) == [(FORCES, "93")]


def test_is_an_area_of_2013_within_its_region_and_a_cluster_within_none(mini: Mini, tmp_path: Path) -> None:
    rows = (
        {"scheme": "HMCTS 2013", "level": "region", "id": "2", "name": "Midlands"},
        {"scheme": "HMCTS 2013", "level": "area", "id": "9", "name": "Derbyshire", "parent": "Midlands"},
        {"scheme": "HMCTS reference data", "level": "cluster", "id": "11", "name": "Kent"},
        {"scheme": "HMCTS reference data", "level": "region", "id": "11", "name": "Scotland"},
        {"scheme": "Crown Court to statistical region", "name": "Wales", "court": "411"},
    )
    midlands, derbyshire = "court-region/midlands", "court-region/derbyshire"
    assert said(imported(mini, "hmcts-regions", "", *rows, crosswalk="")) == [
        (midlands, "skos:prefLabel", "Midlands", "row region/2, name"),
        (derbyshire, "skos:prefLabel", "Derbyshire", "row area/9, name"),
        (derbyshire, "cje:withinTerritory", midlands, "row area/9, parent"),
        ("court-region/kent", "skos:prefLabel", "Kent", "row cluster/11, name"),
    ]
    assert sorted(set_aside(tmp_path / "tables")) == [
        (REGIONS_2022, "region/11"),
        ("pre-court-regions", "411"),
    ]


def test_is_a_row_of_fines_collection_an_area_a_centre_or_elsewhere(mini: Mini, tmp_path: Path) -> None:
    rows = (
        {"local_justice_area_id": "2100", "name": "Leicester and Rutland Court", "lja_type": "LJA"},
        {
            "local_justice_area_id": "430",
            "name": "Leicester Crown Court",
            "lja_type": "CRWCRT",
            "address_line_1": "90 Wellington Street",
            "address_line_2": "Leicester",
            "postcode": "LE1 6HG",
        },
        {"local_justice_area_id": "5", "name": "Wick Sheriff Court", "lja_type": "SJCRT"},
    )
    area, centre = "local-justice-area/leicester-and-rutland", "crown-court-centre/leicester"
    house = "courthouse/leicester-wellington-street"
    crosswalk = f"""
        {area},{OPAL},2100,code,2100
        {centre},{OPAL},430,code,430
        {house},{OPAL},430,place,LE1 6HG
    """
    claims = imported(mini, "opal-local-justice-areas", OPAL, *rows, crosswalk=crosswalk)
    codes = ("cje:ljaCode", "cje:crownCourtNumber", "org:hasPrimarySite", "cje:postcode", "cje:address")
    assert of(claims, *codes) == [
        (area, "cje:ljaCode", "2100"),
        (centre, "cje:crownCourtNumber", "430"),
        (centre, "org:hasPrimarySite", house),
        (house, "cje:address", "90 Wellington Street, Leicester"),
        (house, "cje:postcode", "LE1 6HG"),
    ]
    assert list(set_aside(tmp_path / "tables")) == [(OPAL, "5")]
