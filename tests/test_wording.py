"""Do words say of a date what is known of it, and no more?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import wording
from graph.dates import Bounds, parse
from graph.errors import DateError

days = st.dates(date(1000, 1, 1))
admitted = st.one_of(
    days.map(lambda day: day.isoformat()),
    days.map(lambda day: day.isoformat()[:7]),
    days.map(lambda day: day.isoformat()[:4]),
    days.map("[..{}]".format),
    days.map("[{}..]".format),
    st.tuples(days, days).map(lambda pair: f"[{min(pair)}..{max(pair)}]"),
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2011-07-31", "31 July 2011"),
        ("2011-07", "July 2011"),
        ("2011", "2011"),
        ("[..2011-07-31]", "by 31 July 2011"),
        ("[..2011]", "by 2011"),
        ("[2009-12-08..]", "from 8 December 2009 or later"),
        ("[2010-01..2011-07]", "between January 2010 and July 2011"),
        ("2007-12/2011-03", "between December 2007 and March 2011"),
        ("", ""),
    ],
)
def test_how_is_a_date_said(text: str, words: str) -> None:
    assert wording.edtf(text) == words
    assert wording.made(text) == words


def test_is_the_making_of_a_source_said_of_a_text_that_is_no_date() -> None:
    with pytest.raises(DateError):
        wording.made("30/10/2014")


@pytest.mark.parametrize(
    ("start", "until", "words"),
    [
        ("2004-11-11", "[..2011-04-30]", "from 11 November 2004, until 30 April 2011 at the latest"),
        (
            "[..2004-01-01]",
            "[..2005-12-12]",
            "already by 1 January 2004, until 12 December 2005 at the latest",
        ),
        ("1999-04-01", "2011-03-31", "from 1 April 1999, until 31 March 2011"),
        ("2004", "", "from 2004"),
        ("[2009..]", "", "from 2009 or later"),
        ("[2009..2010]", "", "from between 2009 and 2010"),
        ("", "2011-07", "until July 2011"),
        ("", "[2009-12-08..]", "still on 8 December 2009"),
        ("", "[2009..2010]", "until between 2009 and 2010"),
        ("", "", ""),
    ],
)
def test_how_is_a_stretch_of_time_said(start: str, until: str, words: str) -> None:
    assert wording.stretch(start, until) == words


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (Bounds(), "its beginning is not known; no end is known"),
        (
            Bounds(None, date(2004, 1, 1), date(2007, 12, 1), date(2011, 4, 30)),
            "began by 1 January 2004; ended between 1 December 2007 and 30 April 2011",
        ),
        (
            Bounds(date(1872, 5, 1), date(1872, 5, 1), date(2011, 7, 31), date(2011, 7, 31)),
            "began on 1 May 1872; ended on 31 July 2011",
        ),
        (
            Bounds(date(1872, 1, 1), date(1872, 12, 31), date(2025, 3, 1), None),
            "began in 1872; no end is known; last known to stand on 1 March 2025",
        ),
        (Bounds(date(1872, 1, 1), None, None, None), "began on 1 January 1872 or later; no end is known"),
        (
            Bounds(None, None, None, date(2011, 4, 30)),
            "its beginning is not known; ended by 30 April 2011",
        ),
    ],
)
def test_how_is_a_life_told(bounds: Bounds, words: str) -> None:
    assert wording.life(bounds) == words


@given(admitted)
def test_has_every_admitted_date_words_with_its_years(text: str) -> None:
    parse(text)
    words = wording.edtf(text)
    years = {part[:4] for part in text.strip("[]").split("..") if part}
    assert all(year in words for year in years)
    assert "[" not in words


@given(admitted | st.just(""), admitted | st.just(""))
def test_has_every_stretch_words(start: str, until: str) -> None:
    words = wording.stretch(start, until)
    assert bool(words) == bool(start or until)
    assert "from from" not in words
    assert "[" not in words
    assert ".." not in words
