"""Dates and stretches of time in words, as uncertain as they are."""

from __future__ import annotations

from datetime import date

from graph.dates import ONE_DAY, Bounds, Span, parse, parse_made

MONTHS = "January February March April May June July August September October November December".split()


def day(value: date) -> str:
    """A day in words.

    >>> day(date(2011, 7, 31))
    '31 July 2011'
    """
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def edtf(value: str) -> str:
    """An admitted EDTF text in words; the empty string for one that is not stated.

    >>> edtf("2011-07"), edtf("2012"), edtf("[..2011-04-30]"), edtf("2007-12/2011-03")
    ('July 2011', '2012', 'by 30 April 2011', 'between December 2007 and March 2011')
    """
    if "/" in value:
        first, _, last = value.partition("/")
        return f"between {edtf(first)} and {edtf(last)}"
    if not value.startswith("["):
        return _point(value)
    first, _, last = value.strip("[]").partition("..")
    if first and last:
        return f"between {_point(first)} and {_point(last)}"
    return f"from {_point(first)} or later" if first else f"by {_point(last)}"


def made(value: str) -> str:
    """When a source was made, in words."""
    parse_made(value)
    return edtf(value)


def stretch(start: str, until: str) -> str:
    """From and until as a source states them, in words; the empty string if it states neither.

    >>> stretch("2004-11-11", "[..2011-04-30]")
    'from 11 November 2004, until 30 April 2011 at the latest'
    """
    parts = []
    if start:
        span = parse(start)
        parts.append(
            f"already {edtf(start)}"
            if span.earliest is None
            else f"from {edtf(start)}".replace("from from", "from")
        )
    if until:
        parts.append(_until(parse(until), until))
    return ", ".join(parts)


def life(bounds: Bounds) -> str:
    """A life in words.

    >>> life(Bounds(None, date(2004, 1, 1), date(2007, 12, 1), date(2011, 4, 30)))
    'began by 1 January 2004; ended between 1 December 2007 and 30 April 2011'
    >>> life(Bounds(date(1839, 1, 1), date(1839, 12, 31)))
    'began in 1839; no end is known'
    """
    begun = _moment(Span(bounds.earliest_start, bounds.latest_start), "began", "its beginning is not known")
    if bounds.latest_end is None:
        seen = f"; last known to stand on {day(bounds.earliest_end)}" if bounds.earliest_end else ""
        return f"{begun}; no end is known{seen}"
    return f"{begun}; {_moment(Span(bounds.earliest_end, bounds.latest_end), 'ended', '')}"


def life_on(bounds: Bounds, on: date, *, sure: bool) -> str:
    """A life in words as it was told on a day: nothing of what came later.

    >>> life_on(Bounds(None, date(2004, 1, 1), None, date(2011, 4, 30)), date(2008, 12, 31), sure=True)
    'began by 1 January 2004; certainly there on 31 December 2008'
    """
    if bounds.latest_end is not None and bounds.latest_end < on:
        return life(bounds)
    begun = _moment(Span(bounds.earliest_start, bounds.latest_start), "began", "its beginning is not known")
    there = "certainly there" if sure else "there as far as the sources tell"
    return f"{begun}; {there} on {day(on)}"


def _moment(span: Span, verb: str, unknown: str) -> str:
    first, last = span.earliest, span.latest
    if first and last:
        return f"{verb} {_within(first, last)}"
    if last:
        return f"{verb} by {day(last)}"
    return f"{verb} on {day(first)} or later" if first else unknown


def _within(first: date, last: date) -> str:
    """One day, a whole month or year by its name, else the two ends."""
    if first == last:
        return f"on {day(first)}"
    begins, ends = first.day == 1, (last + ONE_DAY).day == 1
    if begins and ends and (first.year, first.month) == (last.year, last.month):
        return f"in {MONTHS[first.month - 1]} {first.year}"
    if begins and ends and first.year == last.year and (first.month, last.month) == (1, 12):
        return f"in {first.year}"
    return f"between {day(first)} and {day(last)}"


def _until(span: Span, text: str) -> str:
    if span.earliest is None:
        return f"until {_point(text.strip('[].'))} at the latest"
    if span.latest is None:
        return f"still on {_point(text.strip('[].'))}"
    return f"until {edtf(text)}"


def _point(value: str) -> str:
    parts = value.split("-")
    match len(parts):
        case 3:
            return day(date.fromisoformat(value))
        case 2:
            return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return value
