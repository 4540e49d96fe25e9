"""Where the Crown Court's sittings are recorded: names, annexes by name, a rough date that is no opening."""

from __future__ import annotations

import pytest

from tests.conftest import Mini
from tests.importing import imported, of, said

SOURCE = "darts-courthouses"
HARROW = {
    "courthouse_name": "HARROW",
    "display_name": "Harrow Combined Court Centre",
    "created_on": "2012-03-09",
}
ANNEXE = {"courthouse_name": "HARROW AT HENDON", "display_name": "Harrow CC at Hendon MC"}
CROSSWALK = f"""
    crown-court-centre/harrow,{SOURCE},HARROW,name,Harrow
    crown-court-centre/harrow-at-hendon,{SOURCE},HARROW AT HENDON,name,Hendon
    courthouse/london-the-hyde,{SOURCE},HARROW AT HENDON,name,Hendon magistrates' court
"""


def test_does_a_name_say_of_which_court_a_place_is_an_annexe(mini: Mini) -> None:
    harrow, annexe = "crown-court-centre/harrow", "crown-court-centre/harrow-at-hendon"
    row = "row HARROW AT HENDON"
    claims = imported(mini, "darts-courthouses", SOURCE, HARROW, ANNEXE, crosswalk=CROSSWALK)
    assert said(claims) == [
        (harrow, "skos:prefLabel", "Harrow Combined Court Centre", "row HARROW, display_name"),
        (harrow, "org:unitOf", "court/crown-court", "row HARROW"),
        (annexe, "skos:prefLabel", "Harrow CC at Hendon MC", f"{row}, display_name"),
        (annexe, "org:unitOf", "court/crown-court", row),
        (annexe, "cje:annexeOf", harrow, f"{row}, display_name"),
        (annexe, "org:hasPrimarySite", "courthouse/london-the-hyde", row),
    ]
    assert [claim.note for claim in claims if claim.property == "skos:prefLabel"] == [
        "the entry was created on 2012-03-09, which is not taken as an opening",
        "",
    ]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Harrow Crown Court sitting at Hendon", ["crown-court-centre/harrow"]),
        ("Harrow Crown Sitting At Hendon", ["crown-court-centre/harrow"]),
        ("Harrow at Hendon", ["crown-court-centre/harrow"]),
        ("Crown Court at Hendon", []),
        ("Harr Crown Sitting at Hendon", []),
    ],
)
def test_is_a_seat_named_exactly_or_not_taken(mini: Mini, printed: str, expected: list[str]) -> None:
    annexe = ANNEXE | {"display_name": printed}
    claims = imported(mini, "darts-courthouses", SOURCE, HARROW, annexe, crosswalk=CROSSWALK)
    assert [claim[2] for claim in of(claims, "cje:annexeOf")] == expected


def test_does_the_first_entry_of_a_court_name_it(mini: Mini) -> None:
    again = {"courthouse_name": "HARROW CROWN COURT", "display_name": "Harrow Crown Court"}
    crosswalk = f"{CROSSWALK}\ncrown-court-centre/harrow,{SOURCE},HARROW CROWN COURT,name,Harrow"
    claims = imported(mini, "darts-courthouses", SOURCE, HARROW, again, crosswalk=crosswalk)
    assert [claim[1:] for claim in of(claims, "skos:prefLabel", "skos:altLabel")] == [
        ("skos:prefLabel", "Harrow Combined Court Centre"),
        ("skos:altLabel", "Harrow Crown Court"),
    ]
