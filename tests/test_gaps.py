"""What is told as not known, who was asked, and what is no gap?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.build import know
from graph.gaps import Gap

if TYPE_CHECKING:
    from tests.conftest import Mini

COURT = "magistrates-court/oakham"
STANDING = f"{COURT},cje:standing,true,,2005,,list-2005\n"


def found(folder: Path) -> dict[tuple[str, str], Gap]:
    return {(gap.subject, gap.property): gap for gap in know(folder).gaps}


def test_is_told_what_the_class_expects_and_nobody_says(mini: Mini) -> None:
    gap = found(mini(STANDING + f"{COURT},skos:prefLabel,Oakham,en,,,list-2013"))[COURT, "cje:ouCode"]
    assert gap.looked_at == ("list-2005", "list-2013")
    assert gap.comment == (
        "Organisation unit code: not known. "
        "None of the 2 sources that speak of this magistrates' court states it."
    )


@pytest.mark.parametrize("status", ["planned", "proposed"])
def test_does_a_plan_fill_a_gap(mini: Mini, status: str) -> None:
    said = f"{COURT},cje:ljaCode,2100,,,,list-2013,page 1,{status}"
    assert (COURT, "cje:ljaCode") in found(mini(STANDING + said))


def test_is_anything_a_gap_that_is_said_or_follows(mini: Mini) -> None:
    gaps = found(
        mini(
            STANDING + f"{COURT},cje:ljaCode,2100,,,,list-2013\n"
            f"{COURT},cje:withinJusticeArea,criminal-justice-area/33,,,,codes\n"
            "cps-area/1999/leicestershire-and-rutland,cje:servesForce,police-force/leicestershire,,1999,,codes\n"
            "police-force/leicestershire,cje:coversJusticeArea,criminal-justice-area/33,,,,codes\n"
        )
    )
    assert (COURT, "cje:ljaCode") not in gaps
    assert ("cps-area/1999/leicestershire-and-rutland", "cje:prosecutesAt") not in gaps
    assert ("cps-area/1999/leicestershire-and-rutland", "cje:memberOfScheme") in gaps


def test_has_an_event_the_gaps_of_every_change(mini: Mini) -> None:
    """A closure expects a date because every change does."""
    gaps = found(mini(f"closure/oakham,cje:affects,{COURT},,,,statement"))
    assert {property_ for thing, property_ in gaps if thing == "closure/oakham"} == {
        "cje:date",
        "cje:underProgramme",
        "cje:workMovedTo",
    }


@pytest.mark.parametrize(
    ("place", "placed"),
    [
        pytest.param(
            "courthouse/oakham,cje:point,POINT(-0.7274 52.6702),,,,list-2013", True, id="coordinates"
        ),
        pytest.param("courthouse/oakham,cje:postcode,LE15 6DN,,,,list-2013", False, id="only a postcode"),
    ],
)
def test_has_a_court_a_place_by_its_building(mini: Mini, place: str, placed: bool) -> None:
    gaps = found(mini(f"{STANDING}{COURT},org:hasPrimarySite,courthouse/oakham,,,,list-2005\n{place}"))
    assert ((COURT, "cje:point") not in gaps) is placed
    if not placed:
        assert gaps[COURT, "cje:point"].looked_at == ("list-2005", "list-2013")


def test_is_a_place_wanted_of_the_one_crown_court(mini: Mini) -> None:
    gaps = found(mini("court/crown-court,skos:prefLabel,Crown Court,en,,,list-2013"))
    assert ("court/crown-court", "cje:point") not in gaps


@pytest.mark.parametrize(
    ("date", "comment"),
    [
        ("2011", None),
        ("[2011..2012-06]", None),
        ("[..2011-07-31]", "The day on which it closed: between 2005-12-31 and 2011-07-31."),
    ],
)
def test_is_the_closing_of_a_court_dated(mini: Mini, date: str, comment: str | None) -> None:
    closed = f"closure/oakham,cje:date,{date},,,,statement\nclosure/oakham,cje:affects,{COURT},,,,statement"
    gap = found(mini(STANDING + closed)).get((COURT, "cje:date"))
    assert (gap.comment.partition(" None")[0] if gap else None) == comment


def test_is_a_court_that_only_vanished_dated(mini: Mini) -> None:
    gap = found(mini(f"{STANDING}{COURT},cje:standing,false,,2013-07,,list-2013"))[COURT, "cje:date"]
    assert gap.comment.startswith("The day on which it closed: ")


def test_is_a_court_that_stands_asked_when_it_closed(mini: Mini) -> None:
    assert (COURT, "cje:date") not in found(mini(STANDING))


def test_is_a_silence_a_gap_until_another_source_speaks(mini: Mini) -> None:
    silent = "measured-change/opa-2007/lr,cje:notStated,cje:unitMeaning,,,,notice\n"
    gaps = found(mini(silent))
    assert gaps["measured-change/opa-2007/lr", "cje:unitMeaning"].looked_at == ("notice",)
    spoken = f"{silent}measured-change/opa-2007/lr,cje:unitMeaning,points,,,,answer\n"
    assert ("measured-change/opa-2007/lr", "cje:unitMeaning") not in found(mini(spoken))


def test_is_what_was_recorded_by_hand_told_in_its_own_words(mini: Mini) -> None:
    recorded = f"{COURT},cje:ouCode,list-2013,local newspapers,No code was found."
    gap = found(mini(STANDING, gaps=recorded))[COURT, "cje:ouCode"]
    assert gap.comment == "No code was found. Looked at: local newspapers."
    assert gap.looked_at == ("list-2005", "list-2013")
