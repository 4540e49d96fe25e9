"""When did a court or body exist, as far as the evidence goes, and where does the evidence disagree?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.claims import Claim, Source, Tables
from graph.dates import FIRST_DAY, LAST_DAY, Bounds, Extent, Mode
from graph.lives import Life, hull, lives
from graph.reading import read_tables
from graph.resolve import Conflict, resolve
from graph.schema import load_schema

if TYPE_CHECKING:
    from tests.conftest import Mini

OAKHAM = "magistrates-court/oakham"


def living(folder: Path) -> tuple[dict[str, list[Life]], list[Conflict]]:
    tables = read_tables(folder)
    return lives(tables, resolve(tables))


def bounds(folder: Path, key: str = OAKHAM) -> list[Bounds]:
    """The bounds of each life of a thing, where the evidence agrees."""
    found, conflicts = living(folder)
    assert conflicts == []
    return [life.bounds for life in found[key]]


# Openings and closures


def test_when_did_a_court_exist_whose_days_are_known(mini: Mini) -> None:
    found, conflicts = living(
        mini(f"""
        opening/oakham,cje:date,1872-05-01,,,,statement
        opening/oakham,cje:affects,{OAKHAM},,,,statement
        closure/oakham,cje:date,2011-07-31,,,,answer
        closure/oakham,cje:affects,{OAKHAM},,,,answer
        """)
    )
    [life] = found[OAKHAM]
    first, last = date(1872, 5, 1), date(2011, 7, 31)
    assert life.bounds == Bounds(first, first, last, last)
    assert life.extent == Extent(first, first, first, last, last, last)
    assert life.key == "lifespan/magistrates-court/oakham/1"
    assert [(claim.property, claim.source) for claim in life.claims] == [
        ("cje:date", "statement"),
        ("cje:affects", "statement"),
        ("cje:date", "answer"),
        ("cje:affects", "answer"),
    ]
    assert conflicts == []


def test_when_did_a_court_exist_that_closed_in_a_month(mini: Mini) -> None:
    folder = mini(f"""
        closure/oakham,cje:date,2011-07,,,,statement
        closure/oakham,cje:affects,{OAKHAM},,,,statement
        """)
    assert bounds(folder) == [Bounds(None, None, date(2011, 7, 1), date(2011, 7, 31))]


def test_is_a_closure_by_some_day_a_bound_of_the_end(mini: Mini) -> None:
    folder = mini(f"""
        closure/oakham,cje:date,[..2012-02-03],,,,answer
        closure/oakham,cje:affects,{OAKHAM},,,,answer
        """)
    assert bounds(folder) == [Bounds(None, None, None, date(2012, 2, 3))]


@pytest.mark.parametrize("status", ["planned", "proposed"])
def test_is_a_planned_closure_an_end(mini: Mini, status: str) -> None:
    folder = mini(f"""
        {OAKHAM},cje:standing,true,,,,list-2013
        closure/oakham,cje:date,2011-07-31,,,,statement,page 1,{status}
        closure/oakham,cje:affects,{OAKHAM},,,,statement,page 1,{status}
        """)
    assert bounds(folder) == [Bounds(None, date(2013, 7, 1), date(2013, 7, 1), None)]


def test_is_a_closure_an_end_whose_date_is_only_planned(mini: Mini) -> None:
    folder = mini(f"""
        {OAKHAM},cje:standing,true,,,,list-2005
        closure/oakham,cje:date,2011-07-31,,,,statement,page 1,planned
        closure/oakham,cje:affects,{OAKHAM},,,,answer
        """)
    assert bounds(folder) == [Bounds(None, date(2005, 3, 1), date(2005, 3, 1), None)]


def test_is_there_a_life_without_evidence_of_one(mini: Mini) -> None:
    found, conflicts = living(mini(f"{OAKHAM},skos:prefLabel,Oakham,en,1990,,statement"))
    assert (found, conflicts) == ({}, [])


def test_does_a_move_end_a_life(mini: Mini) -> None:
    folder = mini(
        f"""
        move/oakham,cje:date,2005-06-01,,,,statement
        move/oakham,cje:affects,{OAKHAM},,,,statement
        {OAKHAM},cje:standing,true,,,,list-2013
        """,
        registry=f"""
        {OAKHAM},cje:MagistratesCourt
        move/oakham,cje:Move
        """,
    )
    assert bounds(folder) == [Bounds(None, date(2013, 7, 1), date(2013, 7, 1), None)]


# What was seen


def test_what_do_two_lists_say_of_a_life(mini: Mini) -> None:
    folder = mini(f"""
        {OAKHAM},cje:standing,true,,,,list-2005
        {OAKHAM},cje:standing,true,,,,list-2013
        """)
    assert bounds(folder) == [Bounds(None, date(2005, 3, 1), date(2013, 7, 1), None)]


def test_when_was_a_court_seen_in_a_source_without_a_day(mini: Mini) -> None:
    """The notice was made between December 2007 and March 2011."""
    folder = mini(f"{OAKHAM},cje:standing,true,,,,notice")
    assert bounds(folder) == [Bounds(None, date(2011, 3, 31), date(2007, 12, 1), None)]


def test_when_was_a_court_seen_on_the_days_that_a_source_states(mini: Mini) -> None:
    folder = mini(f"{OAKHAM},cje:standing,true,,[..2006-01-02],[2009-12-08..],list-2013")
    assert bounds(folder) == [Bounds(None, date(2006, 1, 2), date(2009, 12, 8), None)]


def test_when_did_a_court_begin_that_stood_from_some_day_on(mini: Mini) -> None:
    """Standing from 2009 or later: it may have begun at any time."""
    folder = mini(f"{OAKHAM},cje:standing,true,,[2009..],,list-2013")
    assert bounds(folder) == [Bounds(None, None, date(2009, 1, 1), None)]


def test_when_did_a_court_begin_that_stood_until_some_day(mini: Mini) -> None:
    folder = mini(f"{OAKHAM},cje:standing,true,,,[..2009],list-2013")
    assert bounds(folder) == [Bounds(None, date(2009, 12, 31), None, None)]


def test_is_a_court_that_a_list_shows_after_its_closure_a_conflict(mini: Mini) -> None:
    found, [conflict] = living(
        mini(f"""
        closure/oakham,cje:date,2011-07-31,,,,statement
        closure/oakham,cje:affects,{OAKHAM},,,,statement
        {OAKHAM},cje:standing,true,,,,list-2013
        """)
    )
    assert [life.bounds for life in found[OAKHAM]] == [
        Bounds(None, None, date(2011, 7, 31), date(2011, 7, 31))
    ]
    assert (conflict.property, str(conflict.difference), conflict.reason) == (
        "cje:standing",
        "701 days",
        "it ended 31 July 2011; a list of a later day still shows it",
    )
    assert [claim.source for claim in conflict.rivals] == ["list-2013"]


# Codes


def test_what_do_the_codes_of_oakham_say_of_its_life(mini: Mini) -> None:
    """One code began with the code list itself, another ended years after the doors may have shut."""
    folder = mini(f"""
        {OAKHAM},cje:ouCode,B33LG,,[..2004-01-01],[..2005-12-12],codes
        {OAKHAM},cje:ouCode,B33PL,,2004-11-11,[..2011-04-30],codes
        """)
    assert bounds(folder) == [Bounds(None, date(2004, 1, 1), None, date(2011, 4, 30))]


def test_is_a_court_over_of_which_one_code_runs(mini: Mini) -> None:
    folder = mini(f"""
        {OAKHAM},cje:ouCode,B33LG,,[..2004-01-01],[..2005-12-12],codes
        {OAKHAM},cje:ouCode,B33PL,,2004-11-11,,codes
        """)
    assert bounds(folder) == [Bounds(None, date(2004, 1, 1), None, None)]


def test_does_a_code_move_an_opening_or_a_closure_that_is_known(mini: Mini) -> None:
    folder = mini(f"""
        opening/oakham,cje:date,1872,,,,statement
        opening/oakham,cje:affects,{OAKHAM},,,,statement
        closure/oakham,cje:date,2011-03-31,,,,answer
        closure/oakham,cje:affects,{OAKHAM},,,,answer
        {OAKHAM},cje:ouCode,B33PL,,[..2004-01-01],[..2011-04-30],codes
        """)
    closed = date(2011, 3, 31)
    assert bounds(folder) == [Bounds(date(1872, 1, 1), date(1872, 12, 31), closed, closed)]


def test_does_a_court_end_with_its_codes_though_an_older_list_shows_it_later(mini: Mini) -> None:
    found, [conflict] = living(
        mini(f"""
        {OAKHAM},cje:ouCode,B33PL,,[..2004-01-01],[..2011-04-30],codes
        {OAKHAM},cje:standing,true,,,,list-2013
        """)
    )
    ended = date(2011, 4, 30)
    assert [life.bounds for life in found[OAKHAM]] == [Bounds(None, date(2004, 1, 1), None, ended)]
    assert (conflict.property, str(conflict.difference), conflict.reason) == (
        "cje:standing",
        "793 days",
        "the last of its codes ended on 30 April 2011; a list of a later day still shows it",
    )
    assert [claim.value for claim in conflict.chosen] == ["B33PL"]


def test_does_a_court_go_on_that_is_seen_after_the_list_was_made_that_ends_its_code(mini: Mini) -> None:
    found, [conflict] = living(
        mini(f"""
        {OAKHAM},cje:ouCode,B33PL,,[..2004-01-01],[..2011-04-30],codes
        {OAKHAM},cje:standing,true,,,,list-2025
        """)
    )
    assert [life.bounds for life in found[OAKHAM]] == [Bounds(None, date(2004, 1, 1), date(2025, 3, 1), None)]
    assert (conflict.property, conflict.reason) == (
        "cje:ouCode",
        "it stood on 1 March 2025, after the last of its codes had ended",
    )
    assert [claim.value for claim in conflict.rivals] == ["B33PL"]


def test_do_the_codes_of_a_reopened_court_tell_by_when_each_life_had_begun(mini: Mini) -> None:
    found, _ = living(
        mini(f"""
        {OAKHAM},cje:ouCode,B33PL,,[..2004-01-01],[..2011-04-30],codes
        {OAKHAM},cje:ouCode,B33PL,,2018-09-21,,codes
        closure/oakham,cje:date,2011-03-31,,,,statement
        closure/oakham,cje:affects,{OAKHAM},,,,statement
        reopening/oakham,cje:date,[2018..2020],,,,statement
        reopening/oakham,cje:affects,{OAKHAM},,,,statement
        """)
    )
    first, second = found[OAKHAM]
    closed = date(2011, 3, 31)
    assert first.bounds == Bounds(None, date(2004, 1, 1), closed, closed)
    assert [first.extent.holds(date(year, 7, 1)) for year in (2005, 2010, 2012)] == [True, True, False]
    assert second.bounds.earliest_start == date(2018, 1, 1)


def test_does_a_page_end_a_second_life_that_was_withdrawn_in_the_first(mini: Mini) -> None:
    found, conflicts = living(
        mini(f"""
        {OAKHAM},cje:ouCode,B33PL,,[..2004-01-01],[..2011-04-30],codes
        {OAKHAM},cje:ouCode,B33PL,,2018-09-21,,codes
        closure/oakham,cje:date,2011-03-31,,,,statement
        closure/oakham,cje:affects,{OAKHAM},,,,statement
        reopening/oakham,cje:date,2018-09-21,,,,statement
        reopening/oakham,cje:affects,{OAKHAM},,,,statement
        {OAKHAM},cje:standing,false,,,,list-2025
        """)
    )
    assert found[OAKHAM][1].bounds.latest_end is None
    assert [conflict.property for conflict in conflicts] == ["cje:standing"]


def test_is_a_court_shown_of_which_only_the_end_is_known(mini: Mini) -> None:
    found, _ = living(
        mini(f"""
        closure/oakham,cje:date,[..2014],,,,statement
        closure/oakham,cje:affects,{OAKHAM},,,,statement
        """)
    )
    [life] = found[OAKHAM]
    assert life.extent.never
    assert life.extent.holds(date(2010, 1, 1), Mode.POSSIBLE)


def test_is_a_code_a_conflict_that_ended_before_a_closure_that_is_known(mini: Mini) -> None:
    found, [conflict] = living(
        mini(f"""
        closure/oakham,cje:date,2011-07-31,,,,statement
        closure/oakham,cje:affects,{OAKHAM},,,,statement
        {OAKHAM},cje:ouCode,B33PL,,[..2004-01-01],[..2011-04-30],codes
        """)
    )
    closed = date(2011, 7, 31)
    assert [life.bounds for life in found[OAKHAM]] == [Bounds(None, date(2004, 1, 1), closed, closed)]
    assert str(conflict.difference) == "92 days"


def test_is_a_code_a_conflict_that_ended_before_the_court_opened(mini: Mini) -> None:
    found, [conflict] = living(
        mini(f"""
        opening/oakham,cje:date,2014-06-02,,,,statement
        opening/oakham,cje:affects,{OAKHAM},,,,statement
        {OAKHAM},cje:ouCode,B33PL,,[..2004-01-01],[..2011-04-30],codes
        """)
    )
    opened = date(2014, 6, 2)
    assert [life.bounds for life in found[OAKHAM]] == [Bounds(opened, opened, None, None)]
    assert conflict.property == "cje:ouCode"


# Withdrawn pages


def test_does_a_withdrawn_page_end_a_life(mini: Mini) -> None:
    folder = mini(f"""
        {OAKHAM},cje:standing,true,,,,list-2005
        {OAKHAM},cje:standing,false,,,,list-2013
        """)
    assert bounds(folder) == [Bounds(None, date(2005, 3, 1), date(2005, 3, 1), date(2013, 7, 1))]


def test_does_a_withdrawn_page_move_a_closure_that_is_known(mini: Mini) -> None:
    folder = mini(f"""
        closure/oakham,cje:date,2011-07-31,,,,statement
        closure/oakham,cje:affects,{OAKHAM},,,,statement
        {OAKHAM},cje:standing,false,,,,list-2013
        """)
    assert bounds(folder) == [Bounds(None, None, date(2011, 7, 31), date(2011, 7, 31))]


def test_does_a_withdrawn_page_end_a_life_that_a_later_list_shows(mini: Mini) -> None:
    found, [conflict] = living(
        mini(f"""
        {OAKHAM},cje:standing,false,,,,list-2013
        {OAKHAM},cje:standing,true,,,,list-2025
        """)
    )
    assert [life.bounds for life in found[OAKHAM]] == [Bounds(None, date(2025, 3, 1), date(2025, 3, 1), None)]
    assert (conflict.chosen_value, conflict.rival_value, str(conflict.difference), conflict.reason) == (
        "true",
        "false",
        "4261 days",
        "later evidence shows it standing; a page withdrawn is no end",
    )


def test_does_a_withdrawn_page_end_a_court_whose_code_runs(mini: Mini) -> None:
    """Cirencester: the page was withdrawn, the code runs again."""
    found, [conflict] = living(
        mini("""
        magistrates-court/cirencester,cje:ouCode,B53AA,,[..2004-01-01],[..2012-03-31],codes
        magistrates-court/cirencester,cje:ouCode,B53AB,,2015-04-01,,codes
        magistrates-court/cirencester,cje:standing,false,,,,list-2013
        """)
    )
    assert [life.bounds for life in found["magistrates-court/cirencester"]] == [
        Bounds(None, date(2004, 1, 1), None, None)
    ]
    assert conflict.reason == "its code still runs; a page withdrawn is no end"
    assert [claim.value for claim in conflict.chosen] == ["B53AB"]


def test_does_a_code_run_that_was_listed_before_the_page_was_withdrawn(mini: Mini) -> None:
    folder = mini(f"""
        {OAKHAM},cje:ouCode,B33PL,,[..2004-01-01],,codes
        {OAKHAM},cje:standing,false,,,,list-2025
        """)
    assert [known.latest_end for known in bounds(folder)] == [date(2025, 3, 1)]


@pytest.mark.parametrize(("beginning", "lives_of_it"), [("opening", 1), ("reopening", 2)])
def test_does_what_opened_in_the_year_in_which_it_closed_close_first(
    mini: Mini, beginning: str, lives_of_it: int
) -> None:
    """What opens may close within the year; what opens again had closed before."""
    folder = mini(f"""
        {beginning}/oakham,cje:date,2009-05-01,,,,statement
        {beginning}/oakham,cje:affects,{OAKHAM},,,,statement
        closure/oakham,cje:date,2009,,,,answer
        closure/oakham,cje:affects,{OAKHAM},,,,answer
        """)
    assert len(bounds(folder)) == lives_of_it


def test_are_two_withdrawn_pages_of_one_court_one_conflict(mini: Mini) -> None:
    _, [conflict] = living(
        mini(f"""
        {OAKHAM},cje:standing,false,,2012-02-03,2012-02-03,answer
        {OAKHAM},cje:standing,false,,,,list-2013
        {OAKHAM},cje:standing,true,,,,list-2025
        """)
    )
    assert [claim.source for claim in conflict.rivals] == ["answer", "list-2013"]
    assert str(conflict.difference) == "4775 days"


def test_are_two_lists_after_a_closure_one_conflict(mini: Mini) -> None:
    _, [conflict] = living(
        mini(f"""
        closure/oakham,cje:date,2011-07-31,,,,statement
        closure/oakham,cje:affects,{OAKHAM},,,,statement
        {OAKHAM},cje:standing,true,,,,list-2013
        {OAKHAM},cje:standing,true,,,,list-2025
        """)
    )
    assert [claim.source for claim in conflict.rivals] == ["list-2013", "list-2025"]
    assert str(conflict.difference) == "4962 days"


# Reopened courts


REOPENED = f"""
    opening/oakham,cje:date,1872,,,,statement
    opening/oakham,cje:affects,{OAKHAM},,,,statement
    closure/oakham,cje:date,2011-07-31,,,,statement
    closure/oakham,cje:affects,{OAKHAM},,,,statement
    reopening/oakham,cje:date,2014-06-02,,,,statement
    reopening/oakham,cje:affects,{OAKHAM},,,,statement
    """
LIVES = [
    Bounds(date(1872, 1, 1), date(1872, 12, 31), date(2011, 7, 31), date(2011, 7, 31)),
    Bounds(date(2014, 6, 2), date(2014, 6, 2), None, None),
]


def test_how_many_lives_has_a_reopened_court(mini: Mini) -> None:
    assert bounds(mini(REOPENED)) == LIVES


def test_to_which_life_does_a_list_speak(mini: Mini) -> None:
    folder = mini(
        REOPENED
        + f"""{OAKHAM},cje:standing,true,,,,list-2005
    {OAKHAM},cje:standing,true,,,,list-2025
    """
    )
    second = Bounds(date(2014, 6, 2), date(2014, 6, 2), date(2025, 3, 1), None)
    assert bounds(folder) == [LIVES[0], second]


def test_has_a_court_two_lives_whose_first_opening_is_not_known(mini: Mini) -> None:
    folder = mini(f"""
        closure/oakham,cje:date,2011-07-31,,,,statement
        closure/oakham,cje:affects,{OAKHAM},,,,statement
        reopening/oakham,cje:date,2014-06-02,,,,statement
        reopening/oakham,cje:affects,{OAKHAM},,,,statement
        {OAKHAM},cje:standing,true,,,,list-2025
        """)
    assert bounds(folder) == [
        Bounds(None, None, date(2011, 7, 31), date(2011, 7, 31)),
        Bounds(date(2014, 6, 2), date(2014, 6, 2), date(2025, 3, 1), None),
    ]


def test_does_a_page_withdrawn_between_two_lives_end_the_second(mini: Mini) -> None:
    folder = mini(REOPENED + f"{OAKHAM},cje:standing,false,,,,list-2013\n")
    assert bounds(folder) == LIVES


def test_does_a_code_bound_one_life_of_two(mini: Mini) -> None:
    folder = mini(REOPENED + f"{OAKHAM},cje:ouCode,B33PL,,[..2004-01-01],[..2020-04-30],codes\n")
    assert bounds(folder) == LIVES


def test_from_when_to_when_reach_two_lives_together(mini: Mini) -> None:
    found, _ = living(mini(REOPENED))
    whole = hull(found[OAKHAM])
    assert (whole.shown_from, whole.shown_until) == (date(1872, 1, 1), LAST_DAY)


# Mergers and splits


MERGER = """
    merger/1967,cje:date,1967-04-01,,,,statement
    merger/1967,org:originalOrganization,police-force/county,,,,statement
    merger/1967,org:originalOrganization,police-force/city,,,,statement
    """


def test_does_the_survivor_of_a_merger_go_on_and_the_absorbed_end_the_day_before(mini: Mini) -> None:
    found, conflicts = living(
        mini(MERGER + "merger/1967,org:resultingOrganization,police-force/county,,,,statement\n")
    )
    eve = date(1967, 3, 31)
    assert {key: [life.bounds for life in lives_] for key, lives_ in found.items()} == {
        "police-force/city": [Bounds(None, None, eve, eve)]
    }
    assert conflicts == []


def test_when_does_a_body_begin_that_a_merger_made(mini: Mini) -> None:
    found, _ = living(mini(MERGER + "merger/1967,org:resultingOrganization,police-force/new,,,,statement\n"))
    eve, day = date(1967, 3, 31), date(1967, 4, 1)
    assert {key: [life.bounds for life in lives_] for key, lives_ in found.items()} == {
        "police-force/city": [Bounds(None, None, eve, eve)],
        "police-force/county": [Bounds(None, None, eve, eve)],
        "police-force/new": [Bounds(day, day, None, None)],
    }


def test_when_did_a_body_end_that_was_absorbed_in_some_month(mini: Mini) -> None:
    found, _ = living(
        mini("""
        merger/1967,cje:date,1967-04,,,,statement
        merger/1967,org:originalOrganization,police-force/city,,,,statement
        merger/1967,org:resultingOrganization,police-force/county,,,,statement
        """)
    )
    assert found["police-force/city"][0].bounds == Bounds(None, None, date(1967, 3, 31), date(1967, 4, 29))
    assert found["police-force/county"][0].bounds == Bounds(date(1967, 4, 1), date(1967, 4, 30), None, None)


def test_is_a_body_that_a_merger_of_no_known_date_absorbed_without_an_end(mini: Mini) -> None:
    found, _ = living(
        mini("""
        merger/old,org:originalOrganization,police-force/city,,,,statement
        merger/old,org:resultingOrganization,police-force/county,,,,statement
        """)
    )
    assert found["police-force/city"][0].bounds == Bounds()


def test_do_the_parts_of_a_split_begin_as_the_whole_ends(mini: Mini) -> None:
    found, _ = living(
        mini("""
        split/1986,cje:date,1986-10-01,,,,statement
        split/1986,org:originalOrganization,police-force/whole,,,,statement
        split/1986,org:resultingOrganization,police-force/east,,,,statement
        split/1986,org:resultingOrganization,police-force/west,,,,statement
        """)
    )
    day = date(1986, 10, 1)
    assert found["police-force/whole"][0].bounds.latest_end == date(1986, 9, 30)
    assert [found[f"police-force/{side}"][0].bounds.earliest_start for side in ("east", "west")] == [day, day]


# The days of a life


@pytest.mark.parametrize(
    ("limits", "extent"),
    [
        (Bounds(), Extent(FIRST_DAY, LAST_DAY, LAST_DAY, FIRST_DAY, LAST_DAY, LAST_DAY)),
        (
            Bounds(None, date(2004, 1, 1), date(2007, 12, 1), date(2011, 4, 30)),
            Extent(
                FIRST_DAY,
                date(2004, 1, 1),
                date(2004, 1, 1),
                date(2007, 12, 1),
                date(2011, 4, 30),
                date(2011, 4, 30),
            ),
        ),
        (
            Bounds(date(1999, 1, 1), date(1999, 12, 31), date(2011, 1, 1), date(2011, 12, 31)),
            Extent(
                date(1999, 1, 1),
                date(1999, 1, 1),
                date(1999, 12, 31),
                date(2011, 1, 1),
                date(2011, 12, 31),
                date(2011, 12, 31),
            ),
        ),
    ],
)
def test_on_which_days_did_a_thing_exist(limits: Bounds, extent: Extent) -> None:
    assert Life(OAKHAM, 1, limits, ()).extent == extent


def test_is_there_a_day_of_a_life_that_ended_before_the_day_by_which_it_began() -> None:
    """Closed by 2003; its code says no more than that it had begun by 2004."""
    life = Life(OAKHAM, 1, Bounds(None, date(2004, 1, 1), None, date(2003, 12, 31)), ())
    assert [life.extent.holds(date(2003, 12, 31), mode) for mode in Mode] == [False, True, True]


def test_is_a_court_certain_to_stand_after_it_was_last_seen() -> None:
    life = Life(OAKHAM, 1, Bounds(None, date(2004, 1, 1), date(2007, 12, 1), date(2011, 4, 30)), ())
    day = date(2008, 12, 31)
    assert [life.extent.holds(day, mode) for mode in Mode] == [False, True, True]


# Whatever the sources say


SOURCES = {
    key: Source(key, key, "A publisher", "court-directory", "OGL-3.0", made, f"file:{key}", "")
    for key, made in (("a", "2005"), ("b", "2010-06-01"), ("c", "2004/2012"))
}
years = st.integers(2000, 2015).map(str)
dates = years | years.map("[..{}]".format) | years.map("{}-06-01".format)
sources = st.sampled_from(sorted(SOURCES))


def event(kind: str, number: int, day: str, source: str) -> list[Claim]:
    key = f"{kind}/{number}"
    return [
        Claim(key, "cje:date", day, "", "", "", source, "page 1"),
        Claim(key, "cje:affects", OAKHAM, "", "", "", source, "page 1"),
    ]


events = st.builds(
    event, st.sampled_from(["opening", "closure", "reopening"]), st.integers(1, 3), dates, sources
)
standing = st.builds(
    lambda value, source: [Claim(OAKHAM, "cje:standing", value, "", "", "", source, "page 1")],
    st.sampled_from(["true", "false"]),
    sources,
)
codes = st.builds(
    lambda code, start, until, source: [
        Claim(OAKHAM, "cje:ouCode", code, "", start, until, source, "page 1")
    ],
    st.sampled_from(["B33PL", "B33LG"]),
    st.just("[..2004-01-01]") | years,
    st.just("") | years.map("[..{}]".format),
    sources,
).filter(lambda claims: not claims[0].bounds.contradictory)
evidence = st.lists(events | standing | codes, min_size=1, max_size=7)


@given(evidence)
def test_are_the_lives_of_a_thing_sound_whatever_is_said(said: list[list[Claim]]) -> None:
    claims = {claim.key: claim for some in said for claim in some}
    classes = {OAKHAM: "cje:MagistratesCourt"} | {
        f"{kind}/{n}": f"cje:{kind.capitalize()}"
        for kind in ("opening", "closure", "reopening")
        for n in (1, 2, 3)
    }
    tables = Tables(tuple(claims.values()), classes, SOURCES, (), (), {}, {}, load_schema())
    found, conflicts = lives(tables, resolve(tables))
    assert [life.number for life in found[OAKHAM]] == list(range(1, len(found[OAKHAM]) + 1))
    for life in found[OAKHAM]:
        assert not life.bounds.contradictory
        for year in range(1999, 2017):
            day = date(year, 6, 1)
            holds = [life.extent.holds(day, mode) for mode in (Mode.CERTAIN, Mode.SHOWN, Mode.POSSIBLE)]
            assert holds == sorted(holds)
    pairs = [(c.chosen[0].lang, c.chosen_value, c.rivals[0].property, c.rival_value) for c in conflicts]
    assert len(set(pairs)) == len(pairs)
