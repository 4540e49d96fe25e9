"""Which value does the plain graph show on a day, which claims stay beside it, and where is a conflict?"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.claims import Claim, PolicyRow, Source, Tables
from graph.dates import ALWAYS, FIRST_DAY, LAST_DAY, Mode
from graph.reading import read_tables
from graph.resolve import Conflict, Resolution, resolve
from graph.schema import load_schema

if TYPE_CHECKING:
    from tests.conftest import Mini

Shown = list[tuple[str, str, date, date]]


def resolved(folder: Path) -> Resolution:
    return resolve(read_tables(folder))


def shown(resolution: Resolution, property_: str) -> Shown:
    """The values of a property, each with its source and its first and last day as shown, in order."""
    return sorted(
        (
            (s.claim.value, s.claim.source, s.extent.shown_from, s.extent.shown_until)
            for s in resolution.statements
            if s.claim.property == property_
        ),
        key=lambda row: (row[2], row[1]),
    )


def told(conflict: Conflict) -> tuple[str, str, str, str, bool]:
    """What a conflict says: chosen value, rival, how far apart, why, and whether the ranks are equal."""
    return (
        conflict.chosen_value,
        conflict.rival_value,
        str(conflict.difference),
        conflict.reason,
        conflict.equal_rank,
    )


# One value for good


def test_does_the_better_ranked_source_place_a_building(mini: Mini) -> None:
    resolution = resolved(
        mini(
            """
            courthouse/oakham,cje:point,POINT(-0.7274 52.6702),,,,list-2013
            courthouse/oakham,cje:point,POINT(-0.7274 52.6712),,,,list-2025
            """,
            policy="cje:point,1,,list-2013,surveyed",
        )
    )
    assert shown(resolution, "cje:point") == [("POINT(-0.7274 52.6702)", "list-2013", FIRST_DAY, LAST_DAY)]
    assert [told(conflict) for conflict in resolution.conflicts] == [
        (
            "POINT(-0.7274 52.6702)",
            "POINT(-0.7274 52.6712)",
            "111.2 metres",
            "rank 1 (surveyed) before rank 99 (the policy does not rank it)",
            False,
        )
    ]


def test_are_two_points_within_a_metre_a_conflict(mini: Mini) -> None:
    resolution = resolved(
        mini("""
        courthouse/oakham,cje:point,POINT(-0.7274 52.6702),,,,list-2013
        courthouse/oakham,cje:point,POINT(-0.727401 52.670201),,,,list-2025
        """)
    )
    assert shown(resolution, "cje:point") == [
        ("POINT(-0.727401 52.670201)", "list-2025", FIRST_DAY, LAST_DAY)
    ]
    assert resolution.conflicts == ()


def test_which_source_is_chosen_if_the_policy_cannot_tell(mini: Mini) -> None:
    resolution = resolved(
        mini("""
        area-scheme/1986,cje:statedMemberCount,31,,,,list-2005
        area-scheme/1986,cje:statedMemberCount,32,,,,list-2013
        """)
    )
    assert [told(conflict) for conflict in resolution.conflicts] == [
        ("32", "31", "1 units", "equal rank: the later source", True)
    ]


def test_does_a_bound_that_contains_a_date_agree_with_it(mini: Mini) -> None:
    """The code's end is a bound: the closing date is preferred and the bound stays, in agreement."""
    resolution = resolved(
        mini(
            """
            closure/oakham,cje:date,[..2011-04-30],,,,codes
            closure/oakham,cje:date,2011-03-31,,,,list-2013
            """,
            policy="*,1,,codes,kept by the centre",
        )
    )
    assert shown(resolution, "cje:date") == [("2011-03-31", "list-2013", FIRST_DAY, LAST_DAY)]
    assert resolution.conflicts == ()


def test_does_a_bound_that_excludes_a_date_conflict_with_it(mini: Mini) -> None:
    resolution = resolved(
        mini(
            """
            closure/oakham,cje:date,[..2011-04-30],,,,codes
            closure/oakham,cje:date,2011-07-31,,,,list-2013
            """,
            policy="*,1,,codes,kept by the centre",
        )
    )
    assert [told(conflict) for conflict in resolution.conflicts] == [
        ("2011-07-31", "[..2011-04-30]", "92 days", "a date before a bound", False)
    ]


def test_is_the_closest_date_chosen_that_the_best_source_admits(mini: Mini) -> None:
    resolution = resolved(
        mini(
            """
            closure/oakham,cje:date,2011,,,,statement
            closure/oakham,cje:date,2011-07,,,,list-2013
            closure/oakham,cje:date,2011-07-31,,,,list-2025
            closure/oakham,cje:date,2012-01-31,,,,codes
            """,
            policy="*,1,ministerial-statement,,said to Parliament",
        )
    )
    assert [row[:2] for row in shown(resolution, "cje:date")] == [("2011-07-31", "list-2025")]
    assert [told(conflict) for conflict in resolution.conflicts] == [
        (
            "2011-07-31",
            "2012-01-31",
            "184 days",
            "the closest date within that of rank 1 (said to Parliament)",
            False,
        )
    ]


def test_is_a_date_closer_to_the_day_chosen_that_the_best_source_excludes(mini: Mini) -> None:
    resolution = resolved(
        mini(
            """
            closure/oakham,cje:date,2011,,,,statement
            closure/oakham,cje:date,2012-01-31,,,,codes
            """,
            policy="*,1,ministerial-statement,,said to Parliament",
        )
    )
    assert [told(conflict)[:3] for conflict in resolution.conflicts] == [("2011", "2012-01-31", "31 days")]


def test_why_is_a_day_chosen_before_a_year_of_equal_rank(mini: Mini) -> None:
    """The source of the year is the later one; it is not chosen, because the day is closer."""
    resolution = resolved(
        mini("""
        closure/oakham,cje:date,2011-07-31,,,,list-2013
        closure/oakham,cje:date,2012,,,,list-2025
        """)
    )
    assert [told(conflict) for conflict in resolution.conflicts] == [
        ("2011-07-31", "2012", "154 days", "equal rank: the closer date", True)
    ]


def test_are_two_dates_a_conflict_that_can_be_one_day(mini: Mini) -> None:
    resolution = resolved(
        mini("""
        closure/oakham,cje:date,[2011-01..2011-07],,,,list-2013
        closure/oakham,cje:date,[2011-06..2011-12],,,,list-2025
        """)
    )
    assert resolution.conflicts == ()


def test_do_all_sources_of_the_chosen_value_support_it(mini: Mini) -> None:
    resolution = resolved(
        mini("""
        courthouse/oakham,cje:postcode,LE15 6AP,,,,list-2005
        courthouse/oakham,cje:postcode,LE15 6AP,,,,list-2013
        courthouse/oakham,cje:postcode,LE15 6QT,,,,codes
        """)
    )
    [conflict] = resolution.conflicts
    assert conflict.chosen_value == "LE15 6QT"
    assert {claim.source for claim in conflict.rivals} == {"list-2005", "list-2013"}


# One value at a time


def test_does_a_later_list_take_the_place_of_an_earlier_one(mini: Mini) -> None:
    resolution = resolved(
        mini("""
        magistrates-court/oakham,org:hasPrimarySite,courthouse/castle,,,,list-2005
        magistrates-court/oakham,org:hasPrimarySite,courthouse/ashwell,,,,list-2013
        """)
    )
    assert shown(resolution, "org:hasPrimarySite") == [
        ("courthouse/castle", "list-2005", FIRST_DAY, date(2013, 6, 30)),
        ("courthouse/ashwell", "list-2013", date(2013, 7, 1), LAST_DAY),
    ]
    assert resolution.conflicts == ()


def test_is_the_first_building_known_that_of_before_unless_a_claim_tells_since_when(mini: Mini) -> None:
    """What a list of 2013 shows was so before, as far as is known; what began in 2009 was not."""
    listed = "magistrates-court/oakham,org:hasPrimarySite,courthouse/castle,,,,list-2013"
    begun = "magistrates-court/oakham,org:hasPrimarySite,courthouse/castle,,2009-05-01,,list-2013"
    assert [shown(resolved(mini(claim)), "org:hasPrimarySite")[0][2] for claim in (listed, begun)] == [
        FIRST_DAY,
        date(2009, 5, 1),
    ]


def test_does_a_list_of_lower_rank_take_the_place_of_a_better_one(mini: Mini) -> None:
    resolution = resolved(
        mini(
            """
            magistrates-court/oakham,org:hasPrimarySite,courthouse/castle,,,,list-2005
            magistrates-court/oakham,org:hasPrimarySite,courthouse/ashwell,,,,list-2013
            """,
            policy="*,1,,list-2005,kept with care",
        )
    )
    assert shown(resolution, "org:hasPrimarySite") == [
        ("courthouse/castle", "list-2005", FIRST_DAY, LAST_DAY)
    ]
    assert [told(conflict) for conflict in resolution.conflicts] == [
        (
            "courthouse/castle",
            "courthouse/ashwell",
            "",
            "rank 1 (kept with care) before rank 99 (the policy does not rank it)",
            False,
        )
    ]


def test_does_a_later_list_of_names_override_a_renaming(mini: Mini) -> None:
    """A list of 2025 still says Hampshire Constabulary, which was renamed in 2022."""
    resolution = resolved(
        mini(
            """
            police-force/hants,skos:prefLabel,Hampshire Constabulary,en,,,list-2005
            police-force/hants,skos:prefLabel,Hampshire and Wight Constabulary,en,2022-11-28,,statement
            police-force/hants,skos:prefLabel,Hampshire Constabulary,en,,,list-2025
            """,
            policy="*,1,,list-2025,the newest",
        )
    )
    assert shown(resolution, "skos:prefLabel") == [
        ("Hampshire Constabulary", "list-2005", date(2005, 3, 1), date(2022, 11, 27)),
        ("Hampshire and Wight Constabulary", "statement", date(2022, 11, 28), LAST_DAY),
    ]
    [conflict] = resolution.conflicts
    assert told(conflict) == (
        "Hampshire and Wight Constabulary",
        "Hampshire Constabulary",
        "",
        "a dated change outlasts a later snapshot",
        False,
    )
    assert [claim.source for claim in conflict.rivals] == ["list-2025"]


def test_may_a_name_come_back(mini: Mini) -> None:
    resolution = resolved(
        mini("""
        police-force/city,skos:prefLabel,City Police,en,2001-01-01,,statement
        police-force/city,skos:prefLabel,Town Police,en,2005-01-01,,statement
        police-force/city,skos:prefLabel,City Police,en,2010-01-01,,statement
        """)
    )
    assert shown(resolution, "skos:prefLabel") == [
        ("City Police", "statement", date(2001, 1, 1), date(2004, 12, 31)),
        ("Town Police", "statement", date(2005, 1, 1), date(2009, 12, 31)),
        ("City Police", "statement", date(2010, 1, 1), LAST_DAY),
    ]
    assert resolution.conflicts == ()


def test_does_a_value_go_on_after_its_stated_end(mini: Mini) -> None:
    resolution = resolved(
        mini("""
        magistrates-court/oakham,org:hasPrimarySite,courthouse/castle,,2001-01-01,2004-12-31,statement
        magistrates-court/oakham,org:hasPrimarySite,courthouse/ashwell,,,,list-2013
        """)
    )
    assert shown(resolution, "org:hasPrimarySite") == [
        ("courthouse/castle", "statement", date(2001, 1, 1), date(2004, 12, 31)),
        ("courthouse/ashwell", "list-2013", date(2013, 7, 1), LAST_DAY),
    ]


def test_is_a_list_believed_that_shows_what_had_ended(mini: Mini) -> None:
    resolution = resolved(
        mini(
            """
            magistrates-court/oakham,org:hasPrimarySite,courthouse/castle,,2001-01-01,2004-12-31,statement
            magistrates-court/oakham,org:hasPrimarySite,courthouse/castle,,,,list-2005
            """,
            policy="*,1,ministerial-statement,,said to Parliament",
        )
    )
    assert shown(resolution, "org:hasPrimarySite") == [
        ("courthouse/castle", "statement", date(2001, 1, 1), date(2004, 12, 31))
    ]
    assert [told(conflict) for conflict in resolution.conflicts] == [
        (
            "courthouse/castle",
            "courthouse/castle",
            "60 days",
            "stated to end on 31 December 2004; still shown on 1 March 2005",
            False,
        )
    ]


def test_is_a_better_list_believed_that_shows_what_a_worse_source_ended(mini: Mini) -> None:
    resolution = resolved(
        mini(
            """
            magistrates-court/oakham,org:hasPrimarySite,courthouse/castle,,2001-01-01,2004-12-31,answer
            magistrates-court/oakham,org:hasPrimarySite,courthouse/castle,,,,list-2005
            """,
            policy="*,1,,list-2005,kept with care",
        )
    )
    assert [row[1:] for row in shown(resolution, "org:hasPrimarySite")] == [
        ("answer", date(2001, 1, 1), date(2004, 12, 31)),
        ("list-2005", date(2005, 3, 1), LAST_DAY),
    ]


def test_which_of_two_changes_of_one_day_is_shown(mini: Mini) -> None:
    resolution = resolved(
        mini(
            """
            police-force/city,skos:prefLabel,City Police,en,2005-01-01,,statement
            police-force/city,skos:prefLabel,Town Police,en,2005-01-01,,answer
            """,
            policy="""
            *,1,ministerial-statement,,said to Parliament
            *,2,parliamentary-answer,,answered
            """,
        )
    )
    assert shown(resolution, "skos:prefLabel") == [("City Police", "statement", date(2005, 1, 1), LAST_DAY)]
    assert [told(conflict)[3] for conflict in resolution.conflicts] == [
        "rank 1 (said to Parliament) before rank 2 (answered)"
    ]


def test_does_one_name_conflict_with_its_welsh_form(mini: Mini) -> None:
    resolution = resolved(
        mini("""
        magistrates-court/mold,skos:prefLabel,Mold Magistrates' Court,en,,,list-2013
        magistrates-court/mold,skos:prefLabel,Llys Ynadon yr Wyddgrug,cy,,,list-2013
        """)
    )
    assert len(shown(resolution, "skos:prefLabel")) == 2
    assert resolution.conflicts == ()


def test_do_two_spellings_conflict(mini: Mini) -> None:
    resolution = resolved(
        mini("""
        magistrates-court/oakham,skos:prefLabel,Oakham Magistrates' Court,en,,,list-2013
        magistrates-court/oakham,skos:prefLabel,Oakham Magistrates Court,en,[..2013-07],[2013-07..],codes
        """)
    )
    assert resolution.conflicts == ()


def test_do_two_lists_of_one_day_conflict(mini: Mini) -> None:
    resolution = resolved(
        mini(
            """
            magistrates-court/oakham,org:hasPrimarySite,courthouse/castle,,,,list-2013
            magistrates-court/oakham,org:hasPrimarySite,courthouse/ashwell,,,,map
            """,
            sources="map,boundary-data,2013-07-01",
        )
    )
    [conflict] = resolution.conflicts
    assert conflict.equal_rank
    assert len(shown(resolution, "org:hasPrimarySite")) == 1


def test_which_claim_is_chosen_last_up_to_a_day(mini: Mini) -> None:
    """A court that died in 2011 keeps a name that it bore, whatever a later list calls it."""
    resolution = resolved(
        mini("""
        magistrates-court/oakham,skos:prefLabel,Oakham Magistrates' Court,en,,,list-2005
        magistrates-court/oakham,skos:prefLabel,Oakham (closed),en,,,list-2025
        """)
    )
    key = ("magistrates-court/oakham", "skos:prefLabel", "en")
    assert resolution.latest(key).value == "Oakham (closed)"
    assert resolution.latest(key, date(2011, 7, 31)).value == "Oakham Magistrates' Court"
    assert resolution.latest(key, date(1999, 1, 1)).value == "Oakham Magistrates' Court"


# Many values


def test_do_all_codes_of_a_court_hold(mini: Mini) -> None:
    resolution = resolved(
        mini("""
        magistrates-court/oakham,cje:ouCode,B33LG,,[..2004-01-01],[..2005-12-12],codes
        magistrates-court/oakham,cje:ouCode,B33PL,,2004-11-11,[..2011-04-30],codes
        """)
    )
    assert shown(resolution, "cje:ouCode") == [
        ("B33LG", "codes", date(2004, 1, 1), date(2005, 12, 12)),
        ("B33PL", "codes", date(2004, 11, 11), date(2011, 4, 30)),
    ]
    assert resolution.conflicts == ()


def test_how_long_does_something_attested_hold(mini: Mini) -> None:
    resolution = resolved(mini("magistrates-court/oakham,cje:standing,true,,,,list-2013"))
    assert shown(resolution, "cje:standing") == [("true", "list-2013", date(2013, 7, 1), date(2013, 7, 1))]


def test_when_does_a_state_hold_that_a_notice_without_a_date_gives(mini: Mini) -> None:
    resolution = resolved(
        mini("cps-area/1999/leicestershire-and-rutland,cje:prosecutesAt,magistrates-court/oakham,,,,notice")
    )
    [statement] = [s for s in resolution.statements if s.claim.property == "cje:prosecutesAt"]
    assert statement.extent.shown_from == date(2007, 12, 1)
    assert not any(
        statement.extent.holds(day, Mode.CERTAIN) for day in (date(2007, 12, 1), date(2011, 3, 31))
    )


def test_does_the_kind_of_a_thing_hold_for_good(mini: Mini) -> None:
    resolution = resolved(mini("magistrates-court/oakham,cje:standing,true,,,,list-2013"))
    [kind] = [s for s in resolution.statements if s.claim.property == "rdf:type"]
    assert (kind.claim.value, kind.extent) == ("cje:MagistratesCourt", ALWAYS)


# What makes no statement


@pytest.mark.parametrize("status", ["planned", "proposed", "deprecated"])
@pytest.mark.parametrize(
    "row",
    [
        "closure/oakham,cje:date,2011-07-31,,,,statement,page 1",
        "magistrates-court/oakham,cje:ouCode,B33LG,,,,codes,page 1",
        "magistrates-court/oakham,skos:prefLabel,Oakham,en,,,codes,page 1",
    ],
)
def test_does_a_claim_that_is_not_asserted_make_a_statement(mini: Mini, row: str, status: str) -> None:
    resolution = resolved(mini(f"{row},{status},Its reason."))
    assert resolution.statements == ()
    assert resolution.timelines == {}


def test_does_a_plan_conflict_with_what_came_of_it(mini: Mini) -> None:
    resolution = resolved(
        mini("""
        closure/oakham,cje:date,2011-03-31,,,,statement,page 1,planned
        closure/oakham,cje:date,2011-07-31,,,,answer
        """)
    )
    assert [row[0] for row in shown(resolution, "cje:date")] == ["2011-07-31"]
    assert resolution.conflicts == ()


# Whatever the sources say


SOURCES = {
    key: Source(key, key, "A publisher", "court-directory", "OGL-3.0", made, f"file:{key}", "")
    for key, made in (("a", "2005-01-10"), ("b", "2005-01-20"), ("c", "2005-01-05/2005-01-25"))
}
DAYS = [date(2005, 1, 1) + timedelta(days=n) for n in range(31)]
days = st.sampled_from(DAYS).map(date.isoformat)
starts = st.just("") | days | days.map("[..{}]".format)
ends = st.just("") | days.map("[..{}]".format) | days.map("[{}..]".format) | days
claims = st.builds(
    Claim,
    st.just("police-force/city"),
    st.just("skos:prefLabel"),
    st.sampled_from(["City Police", "Town Police", "Borough Police"]),
    st.just("en"),
    starts,
    ends,
    st.sampled_from(sorted(SOURCES)),
    st.sampled_from(["page 1", "page 2"]),
).filter(lambda claim: not claim.bounds.contradictory)


def said(claims: list[Claim], ranks: dict[str, int]) -> Resolution:
    policy = tuple(PolicyRow("*", rank, "", source, "as drawn") for source, rank in ranks.items())
    schema = load_schema()
    return resolve(Tables(tuple(claims), {}, SOURCES, policy, (), {}, {}, schema))


many = st.lists(claims, max_size=6, unique_by=lambda claim: claim.key)
ranked = st.fixed_dictionaries({key: st.integers(1, 2) for key in SOURCES})


@given(many, ranked)
def test_is_there_ever_more_than_one_value_at_a_time(claims: list[Claim], ranks: dict[str, int]) -> None:
    resolution = said(claims, ranks)
    for day in DAYS:
        assert len({s.claim.value for s in resolution.statements if s.extent.holds(day)}) <= 1


@given(many, ranked)
def test_is_the_value_shown_the_one_that_was_chosen(claims: list[Claim], ranks: dict[str, int]) -> None:
    resolution = said(claims, ranks)
    key = ("police-force/city", "skos:prefLabel", "en")
    for statement in resolution.statements:
        for day in DAYS:
            if statement.extent.holds(day):
                assert resolution.latest(key, day).value == statement.claim.value


@given(many, ranked)
def test_is_what_is_certain_shown_and_what_is_shown_possible(
    claims: list[Claim], ranks: dict[str, int]
) -> None:
    for statement in said(claims, ranks).statements:
        for day in DAYS:
            extent = statement.extent
            assert extent.holds(day, Mode.CERTAIN) <= extent.holds(day) <= extent.holds(day, Mode.POSSIBLE)


@given(st.data(), many, ranked)
def test_does_the_order_of_the_claims_matter(
    data: st.DataObject, claims: list[Claim], ranks: dict[str, int]
) -> None:
    one, other = said(claims, ranks), said(data.draw(st.permutations(claims)), ranks)
    assert set(one.statements) == set(other.statements)
    assert one.timelines == other.timelines
    assert {(c.chosen_value, c.rival_value, c.reason) for c in one.conflicts} == {
        (c.chosen_value, c.rival_value, c.reason) for c in other.conflicts
    }


@given(many, ranked)
def test_is_every_claim_shown_in_conflict_or_in_agreement(claims: list[Claim], ranks: dict[str, int]) -> None:
    """Two values that both surely hold on a day are a conflict."""
    resolution = said(claims, ranks)
    rivals = {claim.key for conflict in resolution.conflicts for claim in conflict.rivals}
    shown_keys = {statement.claim.key for statement in resolution.statements}
    for conflict in resolution.conflicts:
        assert conflict.chosen
        assert conflict.rivals
    assert rivals | shown_keys <= {claim.key for claim in claims}
