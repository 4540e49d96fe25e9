"""Sites of pre-recorded evidence: the court of a file names a site only where the place is the same."""

from __future__ import annotations

import pytest

from tests.conftest import Mini
from tests.importing import imported, said

SOURCE = "pre-sites"


@pytest.mark.parametrize(
    ("court", "expected"),
    [
        ("Durham Crown Court", ("Durham Crown Court", "row Durh, Court_name")),
        ("Newcastle upon Tyne Crown Court", ("Durham", "row Durh, Site_Name")),
        ("Not found", ("Durham", "row Durh, Site_Name")),
    ],
)
def test_is_a_site_named_by_its_own_court(mini: Mini, court: str, expected: tuple[str, str]) -> None:
    row = {"Site_Reference": "Durh", "Site_Name": "Durham", "Location": "Durham", "Court_name": court}
    crosswalk = f"crown-court-centre/durham,{SOURCE},Durh,name,Durham"
    centre = "crown-court-centre/durham"
    assert said(imported(mini, "pre-recorded-evidence-sites", SOURCE, row, crosswalk=crosswalk)) == [
        (centre, "skos:prefLabel", *expected),
        (centre, "org:unitOf", "court/crown-court", "row Durh"),
    ]
