"""What follows from the claims, from which of them, and on which days?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from graph.dates import Bounds, Mode
from graph.infer import InferredClaim, infer
from graph.lives import lives
from graph.namespaces import Names
from graph.nquads import Terms
from graph.queries import Query, load
from graph.reading import read_tables
from graph.resolve import resolve
from graph.resources import root

if TYPE_CHECKING:
    from tests.conftest import Mini

AREA = "cps-area/1999/leicestershire-and-rutland"
RULE = load(root() / "queries" / "infer" / "prosecutes-at.rq")
SUCCESSOR = load(root() / "queries" / "infer" / "successor.rq")
AT_OTHERS = ("area-at-ons", "force-at-police-uk")
LEICESTER = f"""
{AREA},cje:servesForce,police-force/leicestershire,,1999-04-01,2011-03-31,notice
police-force/leicestershire,cje:coversJusticeArea,criminal-justice-area/33,,,,codes
magistrates-court/leicester,cje:withinJusticeArea,criminal-justice-area/33,,,,codes
"""


def inferred(folder: Path, rule: Query = RULE) -> list[InferredClaim]:
    """What a rule concludes; if none is named, the one on the courts of its forces' areas."""
    tables = read_tables(folder)
    resolution = resolve(tables)
    living, _ = lives(tables, resolution)
    return infer(resolution.statements, living, [rule], Terms(Names(), tables.schema))


def premises(folder: Path, claim: InferredClaim) -> set[tuple[str, str]]:
    """The properties and sources of the claims that an inferred claim rests on."""
    claims = {claim.key: claim for claim in read_tables(folder).claims}
    return {(claims[key].property, claims[key].source) for key in claim.premises}


def test_what_follows_for_a_court_in_the_area_of_a_force(mini: Mini) -> None:
    folder = mini(LEICESTER)
    [claim] = inferred(folder)
    assert (claim.subject, claim.property, claim.value, claim.rule) == (
        AREA,
        "cje:prosecutesAt",
        "magistrates-court/leicester",
        "prosecutes-at",
    )
    assert premises(folder, claim) == {
        ("cje:servesForce", "notice"),
        ("cje:coversJusticeArea", "codes"),
        ("cje:withinJusticeArea", "codes"),
    }
    first, last = date(1999, 4, 1), date(2011, 3, 31)
    assert claim.bounds == Bounds(first, first, last, last)
    assert (claim.extent.shown_from, claim.extent.shown_until) == (first, last)


def test_is_what_follows_ever_certain(mini: Mini) -> None:
    [claim] = inferred(mini(LEICESTER))
    assert not any(claim.extent.holds(date(year, 6, 1), Mode.CERTAIN) for year in range(1995, 2015))
    assert claim.extent.holds(date(2008, 12, 31))


def test_does_a_conclusion_outlast_the_court(mini: Mini) -> None:
    [claim] = inferred(
        mini(
            LEICESTER + "magistrates-court/leicester,cje:ouCode,B33PL,,[..2004-01-01],[..2009-04-30],codes\n"
        )
    )
    assert (claim.extent.shown_from, claim.extent.shown_until) == (date(2004, 1, 1), date(2009, 4, 30))
    assert claim.bounds == Bounds(date(1999, 4, 1), date(2004, 1, 1), None, date(2009, 4, 30))


def test_is_anything_concluded_for_the_days_between_two_lives_of_a_court(mini: Mini) -> None:
    first, second = inferred(
        mini(
            LEICESTER.replace(",1999-04-01,2011-03-31,", ",1999-04-01,,")
            + """
            opening/leicester-1990,cje:affects,magistrates-court/leicester,,,,notice
            opening/leicester-1990,cje:date,1990,,,,notice
            closure/leicester-2003,cje:affects,magistrates-court/leicester,,,,notice
            closure/leicester-2003,cje:date,2003-06-30,,,,notice
            reopening/leicester-2006,cje:affects,magistrates-court/leicester,,,,notice
            reopening/leicester-2006,cje:date,2006-01-01,,,,notice
            """
        )
    )
    assert first.key != second.key
    stretches = sorted((c.extent.shown_from, c.extent.shown_until) for c in (first, second))
    assert stretches == [
        (date(1999, 4, 1), date(2003, 6, 30)),
        (date(2006, 1, 1), date.max),
    ]


def test_is_anything_concluded_of_a_court_that_the_area_never_met(mini: Mini) -> None:
    closed = """
    closure/leicester,cje:date,1985,,,,statement
    closure/leicester,cje:affects,magistrates-court/leicester,,,,statement
    """
    assert inferred(mini(LEICESTER + closed)) == []


def test_do_two_sources_of_one_premise_make_one_inferred_claim(mini: Mini) -> None:
    folder = mini(
        LEICESTER
        + "magistrates-court/leicester,cje:withinJusticeArea,criminal-justice-area/33,,,,list-2013\n"
    )
    [claim] = inferred(folder)
    assert premises(folder, claim) == {
        ("cje:servesForce", "notice"),
        ("cje:coversJusticeArea", "codes"),
        ("cje:withinJusticeArea", "codes"),
        ("cje:withinJusticeArea", "list-2013"),
    }


def test_do_premises_whose_days_meet_make_one_longer_stretch(mini: Mini) -> None:
    folder = mini(
        LEICESTER + f"{AREA},cje:servesForce,police-force/leicestershire,,2008-01-01,2013-12-31,list-2013\n"
    )
    [claim] = inferred(folder)
    assert (claim.extent.shown_from, claim.extent.shown_until) == (date(1999, 4, 1), date(2013, 12, 31))
    assert len(claim.premises) == 4


def test_do_two_periods_apart_stay_two(mini: Mini) -> None:
    folder = mini(
        LEICESTER + f"{AREA},cje:servesForce,police-force/leicestershire,,2015-01-01,2016-12-31,list-2025\n"
    )
    claims = sorted(inferred(folder), key=lambda claim: claim.extent.shown_from)
    assert [(claim.extent.shown_from, claim.extent.shown_until) for claim in claims] == [
        (date(1999, 4, 1), date(2011, 3, 31)),
        (date(2015, 1, 1), date(2016, 12, 31)),
    ]
    assert claims[0].key != claims[1].key


def test_does_a_planned_premise_carry_a_conclusion(mini: Mini) -> None:
    planned = LEICESTER.replace(",,codes\nmagistrates", ",,codes,page 1,planned\nmagistrates")
    assert inferred(mini(planned)) == []


def test_are_the_conclusions_the_same_in_any_order_of_the_claims(mini: Mini) -> None:
    rows = LEICESTER.strip().splitlines()
    rows.append("magistrates-court/oakham,cje:withinJusticeArea,criminal-justice-area/33,,,,codes")
    one = inferred(mini("\n".join(rows)))
    other = inferred(mini("\n".join(reversed(rows))))
    assert one == other
    assert [claim.value for claim in one] == ["magistrates-court/leicester", "magistrates-court/oakham"]


def test_does_a_successor_follow_that_began_on_the_day_after_the_end(mini: Mini) -> None:
    folder = mini(f"""
    merger/cps-east-midlands-2011,cje:date,2011-04-01,,,,statement
    merger/cps-east-midlands-2011,org:originalOrganization,{AREA},,,,statement
    merger/cps-east-midlands-2011,org:resultingOrganization,cps-area/2011/east-midlands,,,,statement
    """)
    [claim] = inferred(folder, SUCCESSOR)
    assert (claim.subject, claim.value) == (AREA, "cps-area/2011/east-midlands")


def test_an_area_and_a_force_are_linked_to_what_others_call_them(mini: Mini) -> None:
    folder = mini("""
police-area/E23000021,cje:onsCode,E23000021,,2009-01-01,,codes
police-force/leicestershire,cje:policeUkId,leicestershire,,,,codes
police-force/btp,cje:policeUkId,btp,,,,codes
""")
    rules = {name: load(root() / "queries" / "infer" / f"{name}.rq") for name in AT_OTHERS}
    [area], [force] = (inferred(folder, rule) for rule in rules.values())
    there = "<http://statistics.data.gov.uk/id/statistical-geography/E23000021>"
    assert (area.subject, area.property, area.value) == ("police-area/E23000021", "skos:exactMatch", there)
    assert premises(folder, area) == {("cje:onsCode", "codes")}
    assert area.extent.shown_from == date(2009, 1, 1)
    # The British Transport Police are not in the list that the addresses are made from.
    page = "<https://data.police.uk/api/forces/leicestershire>"
    assert (force.subject, force.property, force.value) == (
        "police-force/leicestershire", "rdfs:seeAlso", page,
    )  # fmt: skip
    assert all(rule.sources for rule in rules.values())
