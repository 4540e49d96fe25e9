"""How many bodies the graph knows, beside the numbers that others published."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from graph.build import know
from graph.tally import (
    CourtTally,
    SchemeTally,
    court_tallies,
    doubt_rows,
    scheme_bodies,
    scheme_tallies,
    territorial_forces,
)

if TYPE_CHECKING:
    from tests.conftest import Mini

COUNT = """
stated-count/2010,cje:counted,cjev:counted-magistrates-courts-open,,,,answer
stated-count/2010,cje:count,2,,,,answer
stated-count/2010,cje:countedOn,2010-07-01,,,,answer
"""
COURTS = """
magistrates-court/oakham,cje:ouCode,B33PL,,[..2004-01-01],[..2011-04-30],codes
closure/oakham-2011,cje:affects,magistrates-court/oakham,,,,statement
closure/oakham-2011,cje:date,[2011-01..2011-04],,,,statement
magistrates-court/hinckley,cje:ouCode,B33GW,,[..2004-01-01],[..2017-02-03],codes
opening/melton-2012,cje:affects,magistrates-court/melton,,,,statement
opening/melton-2012,cje:date,[2009..2012],,,,statement
magistrates-court/melton,cje:standing,true,,[..2013],[2013..],list-2013
"""


def test_are_the_courts_open_on_a_day_set_beside_a_published_number(mini: Mini) -> None:
    [tally] = court_tallies(know(mini(COUNT + COURTS)))
    assert tally == CourtTally(
        date(2010, 7, 1), "stated-count/2010", 2, 2, certain=1, shown=3, possible=3, doubts=tally.doubts
    )
    assert (tally.within, str(tally.off)) == (True, "50.0")
    assert [(doubt.court, doubt.state) for doubt in tally.doubts] == [
        ("magistrates-court/hinckley", "shown, not certain"),
        ("magistrates-court/melton", "shown, not certain"),
    ]
    assert next(iter(doubt_rows([tally]))) == (
        *("2010-07-01", "stated-count/2010", "2", "1", "3", "3"),
        *("magistrates-court/hinckley", "shown, not certain", "", "2004-01-01", "", "2017-02-03"),
    )


def test_do_courts_open_in_a_year_and_those_closed_since_give_a_number_for_each_year(mini: Mini) -> None:
    counts = """
    stated-count/least,cje:counted,cjev:counted-magistrates-courts-open,,,,answer
    stated-count/least,cje:count,2,,,,answer
    stated-count/least,cje:countedOn,2010,,,,answer
    stated-count/most,cje:counted,cjev:counted-magistrates-courts-open,,,,answer
    stated-count/most,cje:count,3,,,,answer
    stated-count/most,cje:countedOn,2010,,,,answer
    stated-count/closed,cje:counted,cjev:counted-magistrates-courts-closed,,,,answer
    stated-count/closed,cje:count,1,,,,answer
    stated-count/closed,cje:countedSince,2010-04-01,,,,answer
    stated-count/closed,cje:countedOn,2011-04-30,,,,answer
    stated-count/wales,cje:counted,cjev:counted-magistrates-courts-closed,,,,answer
    stated-count/wales,cje:count,1,,,,answer
    stated-count/wales,cje:countedSince,2010-04-01,,,,answer
    stated-count/wales,cje:countedOn,2011-04-30,,,,answer
    stated-count/wales,cje:countedWithin,criminal-justice-area/62,,,,answer
    """
    tallies = court_tallies(know(mini(counts + COURTS)))
    assert [(str(tally.day), tally.published, str(tally.off)) for tally in tallies] == [
        ("2010-12-31", "2", "50.0"),
        ("2010-12-31", "3", "0.0"),
        ("2011-05-01", "1 to 2", "0.0"),
    ]


def test_is_a_count_of_one_region_left_out(mini: Mini) -> None:
    within = "stated-count/2010,cje:countedWithin,criminal-justice-area/33,,,,answer\n"
    assert court_tallies(know(mini(COUNT + within))) == []


def test_does_a_scheme_say_how_many_of_its_members_are_known(mini: Mini) -> None:
    known = know(
        mini(
            """
            area-scheme/1993,cje:statedMemberCount,13,,,,answer
            area-scheme/1999,cje:statedMemberCount,42,,,,answer
            cps-area/1999/london,cje:memberOfScheme,area-scheme/1999,,,,answer
            cps-area/1999/london,cje:memberOfScheme,area-scheme/2011,,,,statement
            cps-area/2011/wessex,cje:memberOfScheme,area-scheme/2011,,,,statement
            """
        )
    )
    assert scheme_tallies(known) == [
        SchemeTally("area-scheme/1993", 13, 0),
        SchemeTally("area-scheme/1999", 42, 1),
        SchemeTally("area-scheme/2011", None, 2),
    ]
    assert scheme_bodies(known) == 2


def test_is_a_force_that_has_ended_none_of_today(mini: Mini) -> None:
    known = know(
        mini(
            """
            police-force/leicestershire,cje:maintainedFor,police-area/E23000021,,,,list-2025
            police-force/rutland,cje:maintainedFor,police-area/rutland,,,,notice
            merger/rutland-1951,org:originalOrganization,police-force/rutland,,,,notice
            merger/rutland-1951,org:originalOrganization,police-force/leicestershire,,,,notice
            merger/rutland-1951,org:resultingOrganization,police-force/leicestershire,,,,notice
            merger/rutland-1951,cje:date,1951,,,,notice
            """
        )
    )
    assert territorial_forces(known) == 1
