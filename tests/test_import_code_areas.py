"""The small code lists: criminal justice areas, regions of the courts service, codes of fines collection."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.claims import Claim
from graph.errors import TableError
from graph.importers.forms import FORMS
from tests import upstream
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


def test_does_a_force_bear_the_code_and_a_name_of_its_area(mini: Mini) -> None:
    folder = mini(
        "",
        registry="""
            criminal-justice-area/01,cje:CriminalJusticeArea
            criminal-justice-area/33,cje:CriminalJusticeArea
        """,
        imports=f"cjs-force-codes,cjs-force-codes,{FORCES},x.csv",
    )
    rows = "33,Leicestershire Constabulary\n01,Metropolitan Police\n93,BTP\n33,Leicestershire again"
    upstream.imported(folder, "cjs-force-codes", ("code", "name"), rows)
    area = "criminal-justice-area/33"
    assert upstream.said(folder, "cjs-force-codes") == [
        f"{area} skos:altLabel Leicestershire Constabulary | {FORCES}, name",
        f"{area} cje:cjsCode 33 | {FORCES}, code",
    ]
    assert [row for row, _ in upstream.set_aside(folder, "cjs-force-codes")] == ["01", "93", "33/2"]


def fines(mini: Mini, *rows: dict[str, str], crosswalk: str = "") -> list[Claim]:
    """What rows of local justice areas of fines collection come to."""
    return imported(mini, "opal-local-justice-areas", OPAL, *rows, crosswalk=crosswalk)


def test_is_an_area_that_nobody_knows_minted_by_its_name(mini: Mini, tmp_path: Path) -> None:
    rows = (
        {"local_justice_area_id": "2046", "name": "Rutland  and Melton", "lja_type": "LJA"},
        {"local_justice_area_id": "2047", "name": "Oakham Magistrates' Court", "lja_type": "LJA"},
        {"local_justice_area_id": "2047", "name": "Vale of Catmose", "lja_type": "LJA"},
    )
    claims = fines(mini, *rows)
    assert said(claims) == [
        (area, property_, value, f"row {row}, {column}")
        for area, row, name, code in (
            ("local-justice-area/rutland-and-melton", "2046", "Rutland and Melton", "2046"),
            ("local-justice-area/oakham", "2047", "Oakham Magistrates' Court", "2047"),
            ("local-justice-area/vale-of-catmose", "2047/2", "Vale of Catmose", "2047"),
        )
        for property_, value, column in (
            ("skos:prefLabel", name, "name"),
            ("cje:ljaCode", code, "local_justice_area_id"),
        )
    ]
    noted = {claim.subject: claim.note for claim in claims if claim.note}
    assert noted == {"local-justice-area/oakham": "listed as a local justice area by the name of a court"}
    registry = (tmp_path / "tables" / "registry.csv").read_text(encoding="utf-8").splitlines()
    assert "local-justice-area/vale-of-catmose,cje:LocalJusticeArea," in registry


@pytest.mark.parametrize(
    ("kind", "where"), [("SJCRT", "Scotland"), ("SCSCRT", "Scotland"), ("NICRT", "Northern Ireland")]
)
def test_is_a_court_elsewhere_set_aside(mini: Mini, tmp_path: Path, kind: str, where: str) -> None:
    assert fines(mini, {"local_justice_area_id": "5", "name": "Wick", "lja_type": kind}) == []
    reason = f"a court in {where}: outside England and Wales"
    assert set_aside(tmp_path / "tables") == {(OPAL, "5"): reason}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"lja_type": "NEW"}, "A row that is neither used nor set aside"),
        ({"local_justice_area_id": "6", "lja_type": "CRWCRT"}, "A row that is neither used nor set aside"),
        ({"lja_type": "CRWCRT", "postcode": "LE1"}, "postcode: Not a postcode"),
    ],
)
def test_is_a_row_of_fines_collection_that_cannot_be_right_named(
    mini: Mini, row: dict[str, str], problem: str
) -> None:
    crosswalk = f"""
        crown-court-centre/leicester,{OPAL},5,code,5
        courthouse/leicester-wellington-street,{OPAL},5,place,Wellington Street
    """
    with pytest.raises(TableError) as caught:
        fines(mini, {"local_justice_area_id": "5", **row}, crosswalk=crosswalk)
    assert [fault.problem for fault in caught.value.faults] == [problem]


def test_is_a_cluster_noted_and_a_region_beyond_the_seven_none_of_the_estate(mini: Mini) -> None:
    folder = mini("", imports="hmcts-regions,hmcts-regions,,x.csv")
    rows = """
        HMCTS reference data,cluster,11,Kent,,,,,
        HMCTS reference data,region,7,Wales,,,,,
        HMCTS reference data,region,12,National,,,,,
        Crown Court to statistical region,region,1,East Midlands,,Leicester,,,
    """
    columns = FORMS["hmcts-regions"].columns
    done = upstream.imported(folder, "hmcts-regions", columns, rows)
    assert done.minted == 2
    assert upstream.notes(folder, "hmcts-regions", "skos:prefLabel") == {
        "court-region/kent": "a cluster; its parent region is not in the source",
        "court-region/wales": "",
    }
    statistical = "a statistical region (East Midlands), not one by which the courts are administered"
    assert upstream.set_aside(folder, "hmcts-regions") == [
        ("region/12", "outside England and Wales, or the whole of it: no region of this estate"),
        ("Leicester", statistical),
    ]
