"""Find a Court: pages with their codes, Welsh names and regions; withdrawn pages that are a bare name."""

from __future__ import annotations

from tests.conftest import Mini
from tests.importing import imported, of, said

SOURCE = "fact-2026-08"
MOLD = {
    "slug": "mold-law-courts",
    "name": "Mold  Law Courts",
    "name_cy": "Yr Wyddgrug -",
    "displayed": "Y",
    "court_types": "County Court; Crown Court; Magistrates' Court",
    "crown_court_number": "769",
    "magistrates_court_code": "3062",
    "gbs": "Y300",
    "region": "North Wales",
    "visit_address": "Law Courts",
    "visit_town": "Mold",
    "visit_postcode": "CH7 1AE",
    "lat": "53.17",
    "lon": "-3.137",
}
CROSSWALK = f"""
    magistrates-court/mold,{SOURCE},mold-law-courts,name,Mold
    crown-court-centre/mold,{SOURCE},mold-law-courts,name,Mold
    courthouse/mold-law-courts,{SOURCE},mold-law-courts,place,CH7 1AE
    magistrates-court/oakham,{SOURCE},rutland-magistrates-court,hand,the bench at Oakham
    magistrates-court/melton,{SOURCE},melton-magistrates-court,name,Melton
"""


def test_does_a_page_of_two_courts_speak_of_each(mini: Mini) -> None:
    bench, crown, house = "magistrates-court/mold", "crown-court-centre/mold", "courthouse/mold-law-courts"
    row = "row mold-law-courts"
    claims = said(imported(mini, "fact-courts-latest", SOURCE, MOLD, crosswalk=CROSSWALK))
    both = [
        ("skos:prefLabel", "Mold Law Courts", f"{row}, name"),
        ("skos:prefLabel", "Yr Wyddgrug", f"{row}, name_cy"),
        ("cje:findACourtSlug", "mold-law-courts", f"{row}, slug"),
        ("cje:gbsCode", "Y300", f"{row}, gbs"),
        ("cje:withinCourtRegion", "court-region/north-wales", f"{row}, region"),
        ("cje:standing", "true", f"{row}, displayed"),
        ("org:hasPrimarySite", house, row),
    ]
    assert set(claims) == {
        *((court, *rest) for court in (bench, crown) for rest in both),
        (bench, "cje:ljaCode", "3062", f"{row}, magistrates_court_code"),
        (crown, "cje:crownCourtNumber", "769", f"{row}, crown_court_number"),
        (bench, "cje:courtKind", "cjev:court-kind-magistrates", f"{row}, court_types"),
        (crown, "cje:courtKind", "cjev:court-kind-crown", f"{row}, court_types"),
        (crown, "org:unitOf", "court/crown-court", f"{row}, court_types"),
        ("court-region/north-wales", "skos:prefLabel", "North Wales", f"{row}, region"),
        (house, "cje:address", "Law Courts, Mold", row),
        (house, "skos:prefLabel", "Law Courts, Mold", row),
        (house, "cje:postcode", "CH7 1AE", f"{row}, visit_postcode"),
        (house, "cje:point", "POINT(-3.137 53.17)", f"{row}, lat and lon"),
    }


def test_is_a_code_in_the_column_of_crown_courts_that_of_the_magistrates(mini: Mini) -> None:
    page = {
        "slug": "melton-magistrates-court",
        "name": "Melton Magistrates' Court",
        "crown_court_number": "2045",
    }
    claims = imported(mini, "fact-courts-latest", SOURCE, page, crosswalk=CROSSWALK)
    [code] = [claim for claim in claims if claim.property == "cje:ljaCode"]
    assert (code.value, code.note) == ("2045", "printed in the column of Crown Court numbers")


def test_is_a_bare_withdrawn_page_a_name_without_a_site_or_a_date(mini: Mini) -> None:
    bare = {"slug": "melton-magistrates-court", "name": "Melton Magistrates' Court", "displayed": "N"}
    court, row = "magistrates-court/melton", "row melton-magistrates-court"
    assert said(imported(mini, "fact-courts-latest", SOURCE, bare, crosswalk=CROSSWALK)) == [
        (court, "skos:prefLabel", "Melton Magistrates' Court", f"{row}, name"),
        (court, "cje:findACourtSlug", "melton-magistrates-court", f"{row}, slug"),
        (court, "cje:standing", "false", f"{row}, displayed"),
        (court, "cje:notStated", "org:hasPrimarySite", row),
    ]


def test_is_a_bare_name_matched_by_hand_a_name_beside_the_other(mini: Mini) -> None:
    bare = {"slug": "rutland-magistrates-court", "name": "Rutland Magistrates' Court", "displayed": "N"}
    claims = imported(mini, "fact-courts-latest", SOURCE, bare, crosswalk=CROSSWALK)
    [name] = [claim for claim in claims if claim.property.startswith("skos:")]
    assert (name.property, name.value) == ("skos:altLabel", "Rutland Magistrates' Court")
    assert name.note.startswith("a bare entry, not displayed")


def test_is_a_page_of_another_kind_of_court_a_name_beside_the_other(mini: Mini) -> None:
    page = {"slug": "melton-magistrates-court", "name": "Melton Family Court", "court_types": "Family Court"}
    claims = imported(mini, "fact-courts-latest", SOURCE, page, crosswalk=CROSSWALK)
    assert of(claims, "skos:prefLabel", "skos:altLabel", "cje:courtKind") == [
        ("magistrates-court/melton", "skos:altLabel", "Melton Family Court")
    ]
