"""How many bodies the graph knows, beside the numbers that others published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from graph.build import know
from graph.tally import (
    CourtTally,
    LeftOut,
    SchemeTally,
    court_tallies,
    doubt_rows,
    left_out_rows,
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


SERIES = """
stated-count/open,cje:counted,cjev:counted-magistrates-courts-open,,,,answer
stated-count/open,cje:count,3,,,,answer
stated-count/open,cje:countedOn,2010,,,,answer
stated-count/closed,cje:counted,cjev:counted-magistrates-courts-closed,,,,answer
stated-count/closed,cje:count,2,,,,answer
stated-count/closed,cje:countedSince,2010-04-01,,,,answer
stated-count/closed,cje:countedOn,2012-03-31,,,,answer
"""


def test_is_a_court_named_that_a_number_less_closings_leaves_out(mini: Mini) -> None:
    """Opened, or first seen, after the count that the number starts from; not what closed by then again."""
    courts = """
    opening/westminster-2011,cje:affects,magistrates-court/westminster,,,,statement
    opening/westminster-2011,cje:date,2011-09-27,,,,statement
    magistrates-court/westminster,cje:standing,true,,2011-09-27,[2013..],list-2013
    opening/melton-2011,cje:affects,magistrates-court/melton,,,,statement
    opening/melton-2011,cje:date,2011-05,,,,statement
    magistrates-court/melton,cje:standing,true,,2011-06,[2013..],list-2013
    magistrates-court/youth,cje:standing,true,,[..2012-02-28],[2013..],list-2013
    magistrates-court/oakham,cje:standing,true,,[..2010-06-01],[2013..],list-2013
    opening/short-2011,cje:affects,magistrates-court/short,,,,statement
    opening/short-2011,cje:date,2011-05-01,,,,statement
    closure/short-2012,cje:affects,magistrates-court/short,,,,statement
    closure/short-2012,cje:date,2012-02-01,,,,statement
    """
    first, tally = court_tallies(know(mini(SERIES + courts)))
    assert (first.count, first.left_out) == ("stated-count/open", ())
    assert [(court.court, court.reason) for court in tally.left_out] == [
        (
            "magistrates-court/melton",
            "opened from 2011-05-01 to 2011-05-31, after the count that the number starts from",
        ),
        (
            "magistrates-court/westminster",
            "opened on 2011-09-27, after the count that the number starts from",
        ),
        ("magistrates-court/youth", "first seen by 2012-02-28, after the count that the number starts from"),
    ]
    assert (tally.certain, tally.published, tally.within, str(tally.off)) == (4, "1", True, "300.0")
    assert tally.words == (
        "1 published, 3 left out by name; 4 certain, 4 shown, 4 possible; "
        "off by 300.0 %, by 0.0 % without those"
    )
    assert next(left_out_rows([first, tally])) == (
        *("2012-04-01", "open in 2010 less those closed since", "1", "magistrates-court/melton", "certain"),
        "opened from 2011-05-01 to 2011-05-31, after the count that the number starts from",
    )


def test_is_a_court_left_out_that_is_shown_and_may_have_closed_again(mini: Mini) -> None:
    """It is set against what is shown and what is possible, not against what is certain."""
    courts = """
    opening/kendal-2011,cje:affects,magistrates-court/kendal,,,,statement
    opening/kendal-2011,cje:date,2011-06-26,,,,statement
    opening/cwmbran-2011,cje:affects,magistrates-court/cwmbran,,,,statement
    opening/cwmbran-2011,cje:date,[2011-08-01..],,,,statement
    magistrates-court/oakham,cje:standing,true,,[..2010-06-01],[2013..],list-2013
    """
    _, tally = court_tallies(know(mini(SERIES + courts)))
    began = "after the count that the number starts from"
    assert tally.left_out == (
        LeftOut("magistrates-court/cwmbran", f"opened on 2011-08-01 or later, {began}", certain=False),
        LeftOut("magistrates-court/kendal", f"opened on 2011-06-26, {began}", certain=False),
    )
    assert (tally.certain, tally.shown, tally.published, tally.within) == (1, 3, "1", True)
    assert (str(tally.off), str(tally.off_without)) == ("200.0", "0.0")
    assert [row[4] for row in left_out_rows([tally])] == ["shown, not certain", "shown, not certain"]


def test_is_a_court_left_out_that_is_counted_as_closed_and_went_on(mini: Mini) -> None:
    """One that ended as it is counted is not, nor one that another count names."""
    courts = """
    stated-count/closed,cje:countsClosingOf,magistrates-court/weston,,,,answer
    stated-count/closed,cje:countsClosingOf,magistrates-court/selby,,,,answer
    stated-count/later,cje:countsClosingOf,magistrates-court/oakham,,,,answer
    magistrates-court/weston,cje:standing,true,,[..2010-01-01],[2013..],list-2013
    magistrates-court/oakham,cje:standing,true,,[..2010-01-01],[2013..],list-2013
    magistrates-court/selby,cje:standing,true,,[..2010-01-01],[2011..],list-2013
    closure/selby-2012,cje:affects,magistrates-court/selby,,,,statement
    closure/selby-2012,cje:date,2012-01-31,,,,statement
    """
    _, tally = court_tallies(know(mini(SERIES + courts)))
    assert tally.left_out == (
        LeftOut("magistrates-court/weston", "counted as closed by 2012-03-31, but went on"),
    )
    assert (tally.certain, tally.published, tally.within) == (2, "1", True)


def test_is_a_court_that_reopened_left_out_only_if_its_closing_is_counted(mini: Mini) -> None:
    """Amersham closed under a programme, Selby as a count says, and Basingstoke for a time."""
    names = ("amersham", "basingstoke", "selby")
    courts = "".join(
        f"""
        closure/{name},cje:affects,magistrates-court/{name},,,,statement
        closure/{name},cje:date,2011-01-31,,,,statement
        magistrates-court/{name},cje:standing,true,,[..2010-01-01],[2010-12..],statement
        reopening/{name},cje:affects,magistrates-court/{name},,,,statement
        reopening/{name},cje:date,2011-11-07,,,,statement
        magistrates-court/{name},cje:standing,true,,2011-12,[2013..],list-2013
        """
        for name in names
    )
    counted = """
    closure/amersham,cje:underProgramme,cjev:programme-cerp,,,,statement
    stated-count/closed,cje:countsClosingOf,magistrates-court/selby,,,,answer
    """
    _, tally = court_tallies(know(mini(SERIES + courts + counted)))
    assert tally.left_out == (
        LeftOut(
            "magistrates-court/amersham",
            "reopened on 2011-11-07, after a closing of a programme, which is counted",
        ),
        LeftOut("magistrates-court/selby", "reopened on 2011-11-07, counted as closed by 2012-03-31"),
    )
    assert (tally.certain, tally.published, tally.within) == (3, "1", True)


def test_is_a_number_outside_if_the_courts_that_it_leaves_out_do_not_explain_it() -> None:
    named = (LeftOut("magistrates-court/weston", "counted as closed by 2012-03-31, but went on"),)
    tally = CourtTally(date(2012, 4, 1), "open less closed", 2, 3, 5, 5, 5, doubts=(), left_out=named)
    assert (tally.within, replace(tally, certain=4).within) == (False, True)
    assert replace(tally, certain=2, shown=2, possible=2).within is False
    in_doubt = replace(named[0], certain=False)
    assert replace(tally, certain=4, left_out=(in_doubt,)).within is False


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
