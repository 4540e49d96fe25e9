"""The court finder of 2014 and 2017: displayed and withdrawn pages; kinds by type or by what a court does."""

from __future__ import annotations

from tests.conftest import Mini
from tests.importing import imported, of, said

SOURCE = "courtfinder-2017-01"
PAGE = {
    "slug": "oakham-magistrates-court",
    "name": "Oakham Magistrates' Court",
    "displayed": "Y",
    "court_number": "2046",
    "visiting_address": "The Castle, Market Place",
    "visiting_town": "Oakham",
    "visiting_postcode": "LE15 6DN",
    "lat": "52.67",
    "lon": "-0.727",
    "areas_of_law": "Criminal; Youth Court; Family Proceedings Court",
}
CROSSWALK = f"""
    magistrates-court/oakham,{SOURCE},oakham-magistrates-court,name,Oakham
    courthouse/oakham-castle,{SOURCE},oakham-magistrates-court,place,LE15 6DN
"""


def test_is_each_cell_of_a_page_a_claim(mini: Mini) -> None:
    court, house, row = "magistrates-court/oakham", "courthouse/oakham-castle", "row oakham-magistrates-court"
    assert said(imported(mini, "courtfinder-search", SOURCE, PAGE, crosswalk=CROSSWALK)) == [
        (court, "skos:prefLabel", "Oakham Magistrates' Court", f"{row}, name"),
        (court, "cje:ljaCode", "2046", f"{row}, court_number"),
        (court, "cje:findACourtSlug", "oakham-magistrates-court", f"{row}, slug"),
        (court, "cje:courtKind", "cjev:court-kind-youth", f"{row}, areas_of_law"),
        (court, "cje:courtKind", "cjev:court-kind-family-proceedings", f"{row}, areas_of_law"),
        (court, "cje:standing", "true", f"{row}, displayed"),
        (court, "org:hasPrimarySite", house, row),
        (house, "cje:address", "The Castle, Market Place, Oakham", row),
        (house, "skos:prefLabel", "The Castle, Market Place, Oakham", row),
        (house, "cje:postcode", "LE15 6DN", f"{row}, visiting_postcode"),
        (house, "cje:point", "POINT(-0.727 52.67)", f"{row}, lat and lon"),
    ]


def test_is_a_court_withdrawn_only_if_no_page_of_it_is_displayed(mini: Mini) -> None:
    old = {"slug": "rutland", "name": "Rutland Magistrates' Court", "displayed": "N"}
    crosswalk = f"{CROSSWALK}\nmagistrates-court/oakham,{SOURCE},rutland,name,the bench at Oakham"
    both = imported(mini, "courtfinder-search", SOURCE, old, PAGE, crosswalk=crosswalk)
    assert of(both, "cje:standing") == [("magistrates-court/oakham", "cje:standing", "true")]
    assert of(both, "skos:altLabel") == [
        ("magistrates-court/oakham", "skos:altLabel", "Rutland Magistrates' Court")
    ]
    alone = imported(mini, "courtfinder-search", SOURCE, old, crosswalk=crosswalk)
    assert of(alone, "cje:standing") == [("magistrates-court/oakham", "cje:standing", "false")]
