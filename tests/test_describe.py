"""Is a thing told whole: its facts, who says so, what belongs to it, and what is not known?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.build import build
from graph.describe import Description, Fact
from graph.errors import UnknownKey
from graph.estate import Estate
from graph.schema import load_schema

if TYPE_CHECKING:
    from tests.conftest import Mini

OAKHAM = """
criminal-justice-area/33,cje:cjsCode,33,,,,codes
criminal-justice-area/33,skos:prefLabel,Leicestershire,en,,,codes
magistrates-court/oakham,skos:prefLabel,Oakham Magistrates' Court,en,,,list-2005
magistrates-court/oakham,cje:ouCode,B33PL,,2004-11-11,[..2012-04-30],codes,row B33PL00
magistrates-court/oakham,cje:ouCode,B33LG,,,,codes,row B33LG00,deprecated,Of another court.
magistrates-court/oakham,cje:withinJusticeArea,criminal-justice-area/33,,,,codes
magistrates-court/oakham,org:hasPrimarySite,courthouse/oakham,,,,list-2005
magistrates-court/oakham,cje:notStated,cje:ljaCode,,,,list-2005
courthouse/oakham,skos:prefLabel,The Castle,en,,,list-2005
courthouse/oakham,cje:point,POINT(-0.7274 52.6702),,,,list-2005
courthouse/oakham,cje:point,POINT(-0.7274 52.6712),,,,list-2025
closure/oakham,cje:date,2011-07-31,,,,answer
closure/oakham,cje:date,2011-03-31,,,,statement,page 1,planned
closure/oakham,cje:affects,magistrates-court/oakham,,,,answer
magistrates-court/melton,skos:prefLabel,Melton Mowbray Magistrates' Court,en,,,list-2005
magistrates-court/melton,cje:annexeOf,magistrates-court/oakham,,,,list-2005
"""


@pytest.fixture(scope="module")
def small(module_mini: Mini, tmp_path_factory: pytest.TempPathFactory) -> Estate:
    """A release of Oakham, its building, its closure, and a court that names it."""
    out: Path = tmp_path_factory.mktemp("small") / "release"
    made = build(out, folder=module_mini(OAKHAM, policy="cje:point,1,,list-2005,surveyed"), date="2026-11-23")
    return Estate.open(made.release.folder)


@pytest.fixture(scope="module")
def oakham(small: Estate) -> Description:
    return small.describe("Oakham")


def told(facts: tuple[Fact, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Each fact with its words and who says so; a value that is not chosen is in brackets."""
    return [
        (
            fact.property,
            fact.value_label if fact.chosen else f"({fact.value_label})",
            tuple(map(str, fact.evidence)),
        )
        for fact in facts
    ]


def test_what_is_the_thing_and_when_did_it_live(oakham: Description) -> None:
    assert (oakham.key, oakham.title, oakham.kinds) == (
        "magistrates-court/oakham",
        "Oakham Magistrates' Court",
        ("magistrates' court",),
    )
    assert oakham.lives == ("began by 11 November 2004; ended on 31 July 2011",)


def test_what_is_said_of_it_and_by_whom(oakham: Description) -> None:
    assert sorted(told(oakham.facts)) == [
        (
            "cje:notStated",
            load_schema().label("cje:ljaCode"),
            ("The list-2005, paragraph 1",),
        ),
        ("cje:ouCode", "(B33LG)", ("The codes, row B33LG00 [deprecated]",)),
        (
            "cje:ouCode",
            "B33PL",
            ("The codes, row B33PL00: from 11 November 2004, until 30 April 2012 at the latest",),
        ),
        ("cje:withinJusticeArea", "Leicestershire", ("The codes, paragraph 1",)),
        ("org:hasPrimarySite", "The Castle", ("The list-2005, paragraph 1",)),
        ("skos:prefLabel", "Oakham Magistrates' Court", ("The list-2005, paragraph 1",)),
    ]


def test_for_which_dates_is_it_said(oakham: Description) -> None:
    [code] = [fact for fact in oakham.facts if fact.value == "B33PL"]
    assert [each.when for each in code.evidence] == [
        "from 11 November 2004, until 30 April 2012 at the latest"
    ]


def test_why_is_a_claim_not_accepted(oakham: Description) -> None:
    [code] = [fact for fact in oakham.facts if fact.value == "B33LG"]
    assert not code.chosen
    assert [(each.status, each.note) for each in code.evidence] == [("deprecated", "Of another court.")]


def test_what_belongs_to_its_story(oakham: Description) -> None:
    assert sorted((part.key, part.kind) for part in oakham.parts) == [
        ("closure/oakham", "closure"),
        ("courthouse/oakham", "courthouse"),
    ]
    closure, courthouse = sorted(oakham.parts, key=lambda part: part.key)
    assert told(closure.facts) == [
        ("cje:date", "31 July 2011", ("The answer, paragraph 1",)),
        ("cje:date", "(31 March 2011)", ("The statement, page 1 [planned; not chosen]",)),
    ]
    assert ("cje:point", "(POINT(-0.7274 52.6712))", ("The list-2025, paragraph 1 [not chosen]",)) in told(
        courthouse.facts
    )


def test_on_what_do_the_sources_disagree_of_it_and_its_building(oakham: Description) -> None:
    """A closing that was planned for another day is no rival of the one that came."""
    assert oakham.disagreements == (
        "point of courthouse/oakham: POINT(-0.7274 52.6702) (The list-2005), not POINT(-0.7274 52.6712) "
        "(The list-2025), 111.2 metres apart: rank 1 (surveyed) before rank 99 (the policy does not rank it)",
    )


def test_is_what_was_planned_told_as_agreeing_with_what_came(module_mini: Mini, tmp_path: Path) -> None:
    tables = """
magistrates-court/a,skos:prefLabel,A,en,,,list-2005
closure/a,cje:affects,magistrates-court/a,,,,answer
closure/a,cje:date,[..2011-04-30],,,,answer
closure/a,cje:date,2011-01,,,,statement,page 1,planned
closure/a,cje:date,[..2011-05-31],,,,statement
"""
    out = build(tmp_path / "release", folder=module_mini(tables), date="2026-11-23").release.folder
    [closure] = Estate.open(out).describe("magistrates-court/a").parts
    assert {fact.value: fact.mark for fact in closure.facts} == {
        "[..2011-04-30]": "",
        "2011-01": "planned",
        "[..2011-05-31]": "in agreement",
    }


def test_do_names_stand_in_the_order_in_which_they_were_borne(module_mini: Mini, tmp_path: Path) -> None:
    tables = """
police-force/a,skos:prefLabel,Zed Police,en,1857,,list-2005
police-force/a,skos:prefLabel,Middle Police,en,,1857,list-2005
police-force/a,skos:prefLabel,A Police,en,1967,,list-2005
"""
    out = build(tmp_path / "release", folder=module_mini(tables), date="2026-11-23").release.folder
    names = [fact.value for fact in Estate.open(out).describe("police-force/a").facts]
    assert names == ["Middle Police", "Zed Police", "A Police"]


def test_what_do_others_say_of_it(oakham: Description) -> None:
    assert [(fact.about, fact.property) for fact in oakham.references] == [
        ("magistrates-court/melton", "cje:annexeOf")
    ]


def test_on_which_sources_does_it_rest(oakham: Description) -> None:
    assert {"The codes", "The list-2005"} <= set(oakham.sources)
    assert "The list-2025" not in oakham.sources


def test_what_is_not_known_of_a_court_without_a_building(small: Estate) -> None:
    unknown = small.describe("magistrates-court/melton").unknown
    assert {"building", "within justice area", "point (no building is known)"} <= set(unknown)


def test_is_what_is_known_among_what_is_not(oakham: Description) -> None:
    assert not {"organisation unit code", "within justice area", "building"} & set(oakham.unknown)
    assert [gap for gap in oakham.unknown if gap.endswith("not stated by The list-2005")] != []


def test_is_a_thing_described_of_which_nothing_is_said(small: Estate) -> None:
    with pytest.raises(UnknownKey, match="Nothing is called 'magistrates-court/okeham'"):
        small.describe("magistrates-court/okeham")


# The real Oakham


def test_is_oakham_told_with_its_codes_area_force_and_closing_programme(estate: Estate) -> None:
    oakham = estate.describe("Oakham")
    said = {(fact.property, fact.value) for fact in oakham.facts if fact.chosen}
    assert {
        ("cje:ouCode", "B33PL"),
        ("cje:ouCode", "B33LG"),
        ("cje:withinJusticeArea", "criminal-justice-area/33"),
        ("cje:inAreaOfForce", "police-force/leicestershire"),
    } <= said
    [closure] = [part for part in oakham.parts if part.kind == "closure"]
    assert ("cje:underProgramme", "cjev:programme-cerp") in {
        (fact.property, fact.value) for fact in closure.facts
    }
    areas = {fact.about for fact in oakham.references if fact.property == "cje:prosecutesAt"}
    assert "cps-area/1999/leicestershire-and-rutland" in areas


def test_are_the_coordinates_of_oakham_told_as_not_known(estate: Estate) -> None:
    assert "point (no building is known)" in estate.describe("Oakham").unknown


def test_is_what_a_rule_concludes_of_oakham_marked(estate: Estate) -> None:
    [force] = [fact for fact in estate.describe("Oakham").facts if fact.property == "cje:inAreaOfForce"]
    assert [each.inferred for each in force.evidence] == [True]
    assert str(force.evidence[0]).startswith("inferred: ")
