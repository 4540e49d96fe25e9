"""Are dates read as their sources mean them, and do statements hold on the right days?"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from graph.dates import (
    ALWAYS,
    FIRST_DAY,
    LAST_DAY,
    UNSTATED,
    Bounds,
    Extent,
    Mode,
    Span,
    attested_extent,
    day_before,
    parse,
    parse_made,
    state_extent,
)
from graph.errors import DateError

JULY_31 = date(2011, 7, 31)
MADE = Span(date(2007, 12, 1), date(2011, 3, 31))
"""When the press notice was made: it prints no date."""

days = st.dates(date(2004, 1, 1), date(2004, 3, 31))
perhaps = st.none() | days
spans = st.builds(
    lambda one, other: Span(min(one, other), max(one, other)) if one and other else Span(one, other),
    perhaps,
    perhaps,
)
bounds = st.builds(Bounds.of, spans, spans)
extents = st.builds(state_extent, bounds, spans) | st.builds(attested_extent, bounds, spans)
modes = st.sampled_from(Mode)
around = st.dates(date(2003, 12, 30), date(2004, 4, 2)) | st.sampled_from([FIRST_DAY, LAST_DAY])


def held(extent: Extent, mode: Mode) -> tuple[date, date] | None:
    """The first and the last day on which the extent holds, or None if there is none."""
    first, last = {
        Mode.CERTAIN: (extent.certain_from, extent.certain_until),
        Mode.SHOWN: (extent.shown_from, extent.shown_until),
        Mode.POSSIBLE: (extent.possible_from, extent.possible_until),
    }[mode]
    return (first, last) if first <= last else None


# What a text stands for


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2011", date(2011, 1, 1), date(2011, 12, 31)),
        ("2011-07", date(2011, 7, 1), JULY_31),
        ("2011-02", date(2011, 2, 1), date(2011, 2, 28)),
        ("2008-02", date(2008, 2, 1), date(2008, 2, 29)),
        ("2011-07-31", JULY_31, JULY_31),
        ("2008-02-29", date(2008, 2, 29), date(2008, 2, 29)),
        ("[..2011-07-31]", None, JULY_31),
        ("[..2011-07]", None, JULY_31),
        ("[..2011]", None, date(2011, 12, 31)),
        ("[2009-12-08..]", date(2009, 12, 8), None),
        ("[2009-12..]", date(2009, 12, 1), None),
        ("[2009..]", date(2009, 1, 1), None),
        ("[2010-01..2011-07]", date(2010, 1, 1), JULY_31),
        ("[2010..2010]", date(2010, 1, 1), date(2010, 12, 31)),
        ("", None, None),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
        ("9999-12-31", date(9999, 12, 31), date(9999, 12, 31)),
    ],
)
def test_which_days_does_an_admitted_text_stand_for(
    text: str, earliest: date | None, latest: date | None
) -> None:
    assert parse(text) == Span(earliest, latest)
    assert parse_made(text) == Span(earliest, latest)


def test_when_was_a_source_made_that_prints_no_date() -> None:
    assert parse_made("2007-12/2011-03") == MADE


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("20014-10-30", "'20014-10-30' is not a date"),
        ("30/10/2014", "'30/10/2014' is not a date"),
        ("2014/10/30", "'2014/10/30' is not a date"),
        ("31 July 2011", "'31 July 2011' is not a date"),
        ("2011-7", "'2011-7' is not a date"),
        ("11", "'11' is not a date"),
        ("2011-07-31T00:00:00", "'2011-07-31T00:00:00' is not a date"),
        ("2011?", "'2011?' is not a date"),
        ("201X", "'201X' is not a date"),
        (" 2011", "' 2011' is not a date"),
        ("2011\n", "'2011\\n' is not a date"),
        ("２０１１", "'２０１１' is not a date"),
        ("2007-12/2011-03", "'2007-12/2011-03' is not a date"),
        ("[2011]", "'[2011]' is not a date"),
        ("[2011-07-31..2011-7]", "'[2011-07-31..2011-7]' is not a date"),
        ("2011-02-30", "'2011-02-30' is not a day of the calendar"),
        ("2011-02-29", "'2011-02-29' is not a day of the calendar"),
        ("2011-13", "'2011-13' is not a day of the calendar"),
        ("2011-00", "'2011-00' is not a day of the calendar"),
        ("2011-07-00", "'2011-07-00' is not a day of the calendar"),
        ("2011-04-31", "'2011-04-31' is not a day of the calendar"),
        ("0000", "'0000' is not a day of the calendar"),
        ("[..]", "'[..]' bounds nothing"),
        ("[2012..2011]", "'[2012..2011]' ends before it starts"),
    ],
)
def test_which_texts_are_no_dates_and_what_would_be_right(text: str, problem: str) -> None:
    with pytest.raises(DateError) as raised:
        parse(text)
    message = str(raised.value)
    assert message.startswith(problem)
    assert "Write 2011, 2011-07, 2011-07-31, [..2011-07-31] (by then)" in message


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2012/2011", "'2012/2011' ends before it starts"),
        ("30/10/2014", "'30/10/2014' is not a date"),
        ("2011/", "'2011/' is not a date"),
        ("/2011", "'/2011' is not a date"),
        ("2011-13/2012", "'2011-13/2012' is not a day of the calendar"),
    ],
)
def test_which_texts_do_not_say_when_a_source_was_made(text: str, problem: str) -> None:
    with pytest.raises(DateError) as raised:
        parse_made(text)
    assert str(raised.value).startswith(problem)


@settings(deadline=None)
@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)), st.sampled_from([4, 7, 10]))
def test_does_the_edtf_package_read_closed_forms_alike(day: date, length: int) -> None:
    text = day.isoformat()[:length]
    oracle = parse_edtf(text)
    lower, upper = oracle.lower_strict(), oracle.upper_strict()
    assert parse(text) == Span(date(*lower[:3]), date(*upper[:3]))


@given(st.text(max_size=14) | st.from_regex(r"\[?[0-9./-]{0,12}\]?", fullmatch=True))
def test_is_any_text_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        span = parse(text)
    except DateError as error:
        assert repr(text) in str(error)
    else:
        assert span.earliest is None or span.latest is None or span.earliest <= span.latest


# Spans


def test_how_far_apart_are_two_moments() -> None:
    assert parse("2011-07-31").gap(parse("2012")) == 154
    assert parse("2012").gap(parse("2011-07-31")) == 154
    assert parse("2011").gap(parse("2011-07-31")) == 0
    assert parse("[..2011-07-31]").gap(parse("2012-07-31")) == 366
    assert parse("[..2011-07-31]").gap(parse("2009")) == 0
    assert parse("[2012..]").gap(parse("2011-12-31")) == 1
    assert UNSTATED.gap(parse("2011")) == 0


@given(spans, spans)
def test_is_the_gap_none_exactly_if_a_day_is_in_both(one: Span, other: Span) -> None:
    earliest = max(one.earliest or FIRST_DAY, other.earliest or FIRST_DAY)
    latest = min(one.latest or LAST_DAY, other.latest or LAST_DAY)
    assert (one.gap(other) == 0) == (earliest <= latest)
    assert one.gap(other) == other.gap(one)


@given(spans, spans, around)
def test_does_a_span_contain_another_only_with_all_its_days(one: Span, other: Span, day: date) -> None:
    def admits(span: Span) -> bool:
        return (span.earliest or FIRST_DAY) <= day <= (span.latest or LAST_DAY)

    if one.contains(other) and admits(other):
        assert admits(one)


def test_is_a_span_with_an_open_side_a_bound() -> None:
    assert [parse(text).is_bound for text in ("2011", "[2010..2011]", "[..2011]", "[2010..]", "")] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_how_many_days_does_a_span_leave_open() -> None:
    assert parse("2011-07-31").days == 0
    assert parse("2011").days == 364
    assert parse("[..2011]").days == (LAST_DAY - FIRST_DAY).days


# When a state holds


def extent_of(start: str, until: str, made: Span = MADE) -> Extent:
    return state_extent(Bounds.of(parse(start), parse(until)), made)


def test_when_does_a_code_hold_that_has_a_start_and_a_latest_end() -> None:
    assert extent_of("2004-11-11", "[..2011-04-30]") == Extent(
        possible_from=date(2004, 11, 11),
        shown_from=date(2004, 11, 11),
        certain_from=date(2004, 11, 11),
        certain_until=date(2004, 11, 11),
        shown_until=date(2011, 4, 30),
        possible_until=date(2011, 4, 30),
    )


def test_when_does_a_code_hold_whose_list_is_younger_than_it() -> None:
    assert extent_of("[..2004-01-01]", "[..2005-12-12]") == Extent(
        possible_from=FIRST_DAY,
        shown_from=date(2004, 1, 1),
        certain_from=date(2004, 1, 1),
        certain_until=date(2004, 1, 1),
        shown_until=date(2005, 12, 12),
        possible_until=date(2005, 12, 12),
    )


def test_when_does_a_state_hold_of_which_no_date_is_given() -> None:
    made_on_a_day = Span(date(2013, 7, 1), date(2013, 7, 1))
    assert extent_of("", "", made_on_a_day) == Extent(
        possible_from=FIRST_DAY,
        shown_from=date(2013, 7, 1),
        certain_from=date(2013, 7, 1),
        certain_until=date(2013, 7, 1),
        shown_until=LAST_DAY,
        possible_until=LAST_DAY,
    )


def test_is_a_state_certain_if_its_source_prints_no_date() -> None:
    notice = extent_of("", "")
    assert (notice.shown_from, notice.shown_until) == (date(2007, 12, 1), LAST_DAY)
    assert held(notice, Mode.CERTAIN) is None


def test_when_does_a_state_hold_that_was_still_so_on_a_day() -> None:
    extent = extent_of("2004", "[2009-12-08..]")
    assert held(extent, Mode.SHOWN) == (date(2004, 1, 1), LAST_DAY)
    assert held(extent, Mode.CERTAIN) == (date(2004, 12, 31), date(2009, 12, 8))
    assert held(extent, Mode.POSSIBLE) == (date(2004, 1, 1), LAST_DAY)


def test_when_does_a_state_hold_that_ended_in_a_month() -> None:
    extent = extent_of("1999-04-01", "2011-03")
    assert held(extent, Mode.CERTAIN) == (date(1999, 4, 1), date(2011, 3, 1))
    assert held(extent, Mode.SHOWN) == (date(1999, 4, 1), date(2011, 3, 31))


def test_when_does_a_state_hold_that_began_and_ended_by_some_day() -> None:
    """Begun by 2010 and over by 2005: the bound of the end is the closer one for both."""
    extent = extent_of("[..2010]", "[..2005]")
    assert held(extent, Mode.SHOWN) == (date(2005, 12, 31), date(2005, 12, 31))
    assert held(extent, Mode.CERTAIN) is None


@given(spans, spans, spans, around)
def test_does_a_state_with_a_start_hold_as_the_design_says(
    start: Span, end: Span, made: Span, day: date
) -> None:
    """DESIGN 4: S ≤ D ≤ latest end; certainly: latest start ≤ D ≤ the later of earliest end and last seen."""
    assume(start != UNSTATED)
    stated = Bounds.of(start, end)
    assume((stated.latest_start or FIRST_DAY) <= (stated.latest_end or LAST_DAY))
    extent = state_extent(stated, made)
    begins = stated.earliest_start or stated.latest_start
    assert begins is not None
    latest_end = stated.latest_end or LAST_DAY
    shown = begins <= day <= latest_end
    assert extent.holds(day) == shown
    assert extent.holds(day, Mode.POSSIBLE) == (
        shown or (stated.earliest_start or FIRST_DAY) <= day <= latest_end
    )
    if stated.latest_start is not None:
        attested = max(stated.latest_start, stated.earliest_end or FIRST_DAY)
        assert extent.holds(day, Mode.CERTAIN) == (shown and stated.latest_start <= day <= attested)


# When something attested holds


def attested(start: str, until: str, made: Span = MADE) -> Extent:
    return attested_extent(Bounds.of(parse(start), parse(until)), made)


def test_how_long_does_an_office_last_that_was_held_on_a_day() -> None:
    in_office = attested("[..2006-03-14]", "[2006-03-14..]")
    assert [held(in_office, mode) for mode in (Mode.CERTAIN, Mode.SHOWN)] == [
        (date(2006, 3, 14), date(2006, 3, 14))
    ] * 2
    assert held(in_office, Mode.POSSIBLE) == (FIRST_DAY, LAST_DAY)


def test_does_something_attested_go_on_after_it_was_last_seen() -> None:
    assert held(attested("2005-03-01", ""), Mode.SHOWN) == (date(2005, 3, 1), date(2005, 3, 1))
    assert held(attested("2005-03-01", "[2009-12-08..]"), Mode.SHOWN) == (date(2005, 3, 1), date(2009, 12, 8))
    assert held(attested("2005-03-01", "2010"), Mode.SHOWN) == (date(2005, 3, 1), date(2010, 12, 31))


def test_when_is_something_attested_without_a_date() -> None:
    assert held(attested("", ""), Mode.SHOWN) == (MADE.earliest, MADE.latest)


# Every extent


@given(extents, around)
def test_is_what_is_certain_shown_and_what_is_shown_possible(extent: Extent, day: date) -> None:
    if extent.holds(day, Mode.CERTAIN):
        assert extent.holds(day, Mode.SHOWN)
    if extent.holds(day, Mode.SHOWN):
        assert extent.holds(day, Mode.POSSIBLE)


@given(extents, extents, around, modes)
def test_does_an_extent_within_another_hold_on_the_days_of_both(
    one: Extent, other: Extent, day: date, mode: Mode
) -> None:
    assert one.within(other).holds(day, mode) == (one.holds(day, mode) and other.holds(day, mode))


@given(extents, extents, around)
def test_does_an_extent_cut_off_stay_ordered_and_leave_the_successor_its_days(
    one: Extent, successor: Extent, day: date
) -> None:
    cut = one.until(successor)
    assert not cut.holds(day, Mode.CERTAIN) or cut.holds(day, Mode.SHOWN)
    assert not cut.holds(day, Mode.SHOWN) or cut.holds(day, Mode.POSSIBLE)
    assert cut.holds(day) == (one.holds(day) and day < successor.shown_from)
    for mode in Mode:
        assert one.holds(day, mode) or not cut.holds(day, mode)


@given(extents, days, around)
def test_does_an_extent_that_starts_later_hold_on_its_days_from_then(
    one: Extent, start: date, day: date
) -> None:
    late = one.starting(start)
    assert late.holds(day) == (one.holds(day) and day >= start)
    assert not late.holds(day, Mode.CERTAIN) or late.holds(day)
    assert not late.holds(day) or late.holds(day, Mode.POSSIBLE)


def test_how_long_may_a_state_have_gone_on_whose_successor_begins_at_some_time() -> None:
    """A change in 2005, the day not known: shown to its first day, possible to its last."""
    old, new = extent_of("2001-01-01", ""), extent_of("2005", "")
    assert held(old.until(new), Mode.SHOWN) == (date(2001, 1, 1), date(2004, 12, 31))
    assert held(old.until(new), Mode.POSSIBLE) == (date(2001, 1, 1), date(2005, 12, 30))


@given(extents, extents, modes)
@example(
    state_extent(Bounds(), Span(date(2004, 3, 1), date(2004, 3, 31))),
    state_extent(Bounds(*[date(2004, 3, 20)] * 4), UNSTATED),
    Mode.CERTAIN,
)
@example(
    Extent(certain_from=date(2010, 6, 1), certain_until=date(2005, 1, 1)),
    Extent(certain_from=date(2020, 1, 1), certain_until=date(2021, 1, 1)),
    Mode.CERTAIN,
)
@example(
    Extent(certain_from=date(2010, 6, 1), certain_until=date(2005, 1, 1)),
    Extent(certain_from=date(2003, 1, 1), certain_until=date(2002, 1, 1)),
    Mode.CERTAIN,
)
def test_do_two_extents_together_reach_from_the_first_day_of_either_to_the_last(
    one: Extent, other: Extent, mode: Mode
) -> None:
    parts = [part for part in (held(one, mode), held(other, mode)) if part]
    whole = (min(p[0] for p in parts), max(p[1] for p in parts)) if parts else None
    assert held(one.together(other), mode) == whole


@given(extents, around)
def test_is_an_inferred_extent_never_certain_and_otherwise_the_same(extent: Extent, day: date) -> None:
    inferred = extent.inferred()
    assert not inferred.holds(day, Mode.CERTAIN)
    assert inferred.holds(day) == extent.holds(day)
    assert inferred.holds(day, Mode.POSSIBLE) == extent.holds(day, Mode.POSSIBLE)


@given(extents)
def test_is_an_extent_never_shown_exactly_if_it_has_no_day(extent: Extent) -> None:
    assert extent.never == (held(extent, Mode.SHOWN) is None)


def test_does_always_hold_on_the_first_and_the_last_day() -> None:
    assert [ALWAYS.holds(day, mode) for day in (FIRST_DAY, LAST_DAY) for mode in Mode] == [True] * 6


# Bounds and days


def test_is_a_stretch_contradictory_that_ends_before_it_starts() -> None:
    assert Bounds.of(parse("2011-07-31"), parse("2011-07-30")).contradictory
    assert not Bounds.of(parse("2011-07-31"), parse("2011-07-31")).contradictory
    assert not Bounds.of(parse("2011"), parse("2011-07-31")).contradictory
    assert not Bounds().contradictory


@given(st.dates())
def test_is_the_day_before_the_one_that_the_day_follows(day: date) -> None:
    assert day_before(day) == (day - timedelta(days=1) if day > FIRST_DAY else FIRST_DAY)


@given(st.integers(1, 9999), st.integers(1, 12))
def test_does_a_month_have_the_days_of_the_calendar(year: int, month: int) -> None:
    span = parse(f"{year:04}-{month:02}")
    assert span.days == calendar.monthrange(year, month)[1] - 1
