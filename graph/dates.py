"""Dates as sources give them (a subset of EDTF), and the days on which a claim holds.

DESIGN 4 admits a day, a month or a year; `[..X]` on or before; `[X..]` on or after; `[X..Y]` between;
and for the making of a source also `X/Y`, at some moment of that stretch.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from graph.errors import DateError

FIRST_DAY = date.min
LAST_DAY = date.max
ONE_DAY = timedelta(days=1)

REMEDY = (
    "Write 2011, 2011-07, 2011-07-31, [..2011-07-31] (by then), [2011-07-31..] (from then) "
    "or [2010-01..2011-07]"
)

_POINT = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?", re.ASCII)
_SET = re.compile(r"\[(?P<first>[^.\]\[]*)\.\.(?P<last>[^.\]\[]*)\]")


@dataclass(frozen=True, slots=True)
class Span:
    """A moment that is known to lie between two days, both included; None where it is open."""

    earliest: date | None
    latest: date | None

    @property
    def is_bound(self) -> bool:
        """Whether one side is open: such a span limits a date and does not give one."""
        return self.earliest is None or self.latest is None

    @property
    def days(self) -> int:
        """How many days the span leaves open; the largest number for a bound."""
        if self.earliest is None or self.latest is None:
            return (LAST_DAY - FIRST_DAY).days
        return (self.latest - self.earliest).days

    @property
    def closeness(self) -> tuple[int, int]:
        """For sorting, the closest first: by the days left open; of two bounds the narrower."""
        latest = self.latest.toordinal() if self.latest else LAST_DAY.toordinal()
        earliest = self.earliest.toordinal() if self.earliest else FIRST_DAY.toordinal()
        return self.days, latest - earliest

    def contains(self, other: Span) -> bool:
        """Whether every day that the other span admits is admitted by this one."""
        return (self.earliest or FIRST_DAY) <= (other.earliest or FIRST_DAY) and (
            other.latest or LAST_DAY
        ) <= (self.latest or LAST_DAY)

    def gap(self, other: Span) -> int:
        """Days between two spans that cannot be the same moment; 0 if they can."""
        first, second = sorted((self, other), key=lambda span: span.earliest or FIRST_DAY)
        if first.latest is None or second.earliest is None:
            return 0
        return max(0, (second.earliest - first.latest).days)


UNSTATED = Span(None, None)


def _point(text: str, whole: str) -> Span:
    match = _POINT.fullmatch(text)
    if match is None:
        raise DateError(f"{whole!r} is not a date. {REMEDY}")
    year, month, day = int(match["year"]), match["month"], match["day"]
    try:
        first = date(year, int(month or 1), int(day or 1))
        if day:
            return Span(first, first)
        last_month = int(month or 12)
        return Span(first, date(year, last_month, calendar.monthrange(year, last_month)[1]))
    except ValueError as error:
        raise DateError(f"{whole!r} is not a day of the calendar ({error}). {REMEDY}") from None


@lru_cache(maxsize=65536)
def parse(text: str) -> Span:
    """The span that an EDTF text of an admitted form stands for; an empty text is unstated.

    Raises DateError, whose message says what would be right.

    >>> parse("2011-02")
    Span(earliest=datetime.date(2011, 2, 1), latest=datetime.date(2011, 2, 28))
    >>> parse("[..2004-01-01]")
    Span(earliest=None, latest=datetime.date(2004, 1, 1))
    """
    if not text:
        return UNSTATED
    match = _SET.fullmatch(text)
    if match is None:
        return _point(text, text)
    first, last = match["first"], match["last"]
    if not first and not last:
        raise DateError(f"{text!r} bounds nothing. {REMEDY}")
    span = Span(
        _point(first, text).earliest if first else None,
        _point(last, text).latest if last else None,
    )
    if span.earliest and span.latest and span.earliest > span.latest:
        raise DateError(f"{text!r} ends before it starts. {REMEDY}")
    return span


@lru_cache(maxsize=4096)
def parse_made(text: str) -> Span:
    """When a source was made: any form of `parse`, or `X/Y`, at some moment from X to Y.

    >>> parse_made("2007-12/2011-03").earliest
    datetime.date(2007, 12, 1)
    """
    first, slash, last = text.partition("/")
    if not slash:
        return parse(text)
    span = Span(_point(first, text).earliest, _point(last, text).latest)
    if span.earliest and span.latest and span.earliest > span.latest:
        raise DateError(f"{text!r} ends before it starts. {REMEDY}")
    return span


@dataclass(frozen=True, slots=True)
class Bounds:
    """The earliest and latest day on which something may have begun and ended; None where not known."""

    earliest_start: date | None = None
    latest_start: date | None = None
    earliest_end: date | None = None
    latest_end: date | None = None

    @classmethod
    def of(cls, start: Span, end: Span) -> Bounds:
        """The bounds of a stretch of time whose start and last day are so stated."""
        return cls(start.earliest, start.latest, end.earliest, end.latest)

    @property
    def contradictory(self) -> bool:
        """Whether the stretch must have ended before it started."""
        start, end = self.earliest_start, self.latest_end
        return start is not None and end is not None and end < start


class Mode(StrEnum):
    """How much is required for a statement to hold on a day (DESIGN 4, holding on a date)."""

    CERTAIN = "certain"
    SHOWN = "shown"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Extent:
    """The days on which a statement certainly, as shown, and possibly holds; all ends included.

    The certain days lie within the shown and these within the possible. A stretch whose last day is
    before its first is empty.
    """

    possible_from: date = FIRST_DAY
    shown_from: date = FIRST_DAY
    certain_from: date = FIRST_DAY
    certain_until: date = LAST_DAY
    shown_until: date = LAST_DAY
    possible_until: date = LAST_DAY

    def holds(self, day: date, mode: Mode = Mode.SHOWN) -> bool:
        """Whether the statement holds on the day in that mode."""
        match mode:
            case Mode.CERTAIN:
                return self.certain_from <= day <= self.certain_until
            case Mode.SHOWN:
                return self.shown_from <= day <= self.shown_until
            case Mode.POSSIBLE:
                return self.possible_from <= day <= self.possible_until

    @property
    def never(self) -> bool:
        """Whether there is no day on which it is shown."""
        return self.shown_until < self.shown_from

    def within(self, other: Extent) -> Extent:
        """The days on which both hold."""
        if other is ALWAYS or self is ALWAYS:
            return self if other is ALWAYS else other
        return Extent(
            max(self.possible_from, other.possible_from),
            max(self.shown_from, other.shown_from),
            max(self.certain_from, other.certain_from),
            min(self.certain_until, other.certain_until),
            min(self.shown_until, other.shown_until),
            min(self.possible_until, other.possible_until),
        )

    def together(self, other: Extent) -> Extent:
        """The stretch from the first day on which either holds to the last."""
        both = (self, other)
        possible = _hull(*((one.possible_from, one.possible_until) for one in both))
        shown = _hull(*((one.shown_from, one.shown_until) for one in both))
        certain = _hull(*((one.certain_from, one.certain_until) for one in both))
        return Extent(possible[0], shown[0], certain[0], certain[1], shown[1], possible[1])

    def starting(self, day: date) -> Extent:
        """This extent without the days before a day on which it is first shown."""
        return replace(
            self,
            possible_from=min(self.possible_from, day),
            shown_from=max(self.shown_from, day),
            certain_from=max(self.certain_from, day),
        )

    def back(self, day: date) -> Extent:
        """This extent shown from an earlier day on; the days that are certain stay as they are."""
        return replace(self, possible_from=min(self.possible_from, day), shown_from=min(self.shown_from, day))

    def until(self, successor: Extent) -> Extent:
        """This extent cut off where a statement that takes its place begins."""
        shown = min(self.shown_until, day_before(successor.shown_from))
        possible = min(self.possible_until, day_before(successor.certain_from))
        return Extent(
            self.possible_from,
            self.shown_from,
            self.certain_from,
            min(self.certain_until, shown),
            shown,
            max(possible, shown),
        )

    def inferred(self) -> Extent:
        """The same with no certain day: what a rule concludes is never certain."""
        return Extent(
            self.possible_from, self.shown_from, LAST_DAY, FIRST_DAY, self.shown_until, self.possible_until
        )


ALWAYS = Extent()


def _hull(*stretches: tuple[date, date]) -> tuple[date, date]:
    """The stretch from the first day of all to the last; one that is empty adds nothing."""
    filled = [stretch for stretch in stretches if stretch[0] <= stretch[1]] or stretches[:1]
    return min(first for first, _ in filled), max(last for _, last in filled)


def day_before(day: date) -> date:
    """The day before, or the first day that there is."""
    return day - ONE_DAY if day > FIRST_DAY else FIRST_DAY


def state_extent(bounds: Bounds, made: Span) -> Extent:
    """When a state holds: from its start until its stated end, beyond what is attested by inference.

    `made` is when the source was made: it attests the state only if the claim states no date at all.
    """
    dated = bounds != Bounds()
    first_seen = None if dated else (made.earliest or made.latest)
    surely_seen = None if dated else (made.latest or made.earliest)
    start, end = bounds.earliest_start, bounds.latest_end
    if start is None and bounds.latest_start is not None:
        start = min(bounds.latest_start, end or LAST_DAY)
    if start is None:
        # What lasted until some year stood before that year: "until 2008" attests the last day of 2007.
        before_its_end = day_before(bounds.earliest_end) if bounds.earliest_end else None
        mentioned = [day for day in (first_seen, made.earliest, before_its_end, end) if day]
        start = min(mentioned, default=made.latest or LAST_DAY)
    certain_start = bounds.latest_start or surely_seen
    if bounds.latest_start is None and dated:
        certain_start = bounds.earliest_end
    attested = [
        day for day in (bounds.earliest_end, bounds.latest_start, made.earliest if not dated else None) if day
    ]
    shown_until = end or LAST_DAY
    certain_from = max(certain_start or LAST_DAY, start)
    return Extent(
        possible_from=bounds.earliest_start or FIRST_DAY,
        shown_from=start,
        certain_from=certain_from,
        certain_until=min(max(attested, default=FIRST_DAY), shown_until),
        shown_until=shown_until,
        possible_until=shown_until,
    )


def attested_extent(bounds: Bounds, made: Span) -> Extent:
    """When something attested holds: on the stated dates only."""
    state = state_extent(bounds, made)
    if bounds.latest_end is not None:
        return state
    seen = [day for day in (bounds.earliest_end, bounds.latest_start, bounds.earliest_start) if day]
    last = max(seen, default=made.latest or made.earliest or state.shown_from)
    return Extent(
        state.possible_from,
        state.shown_from,
        state.certain_from,
        min(state.certain_until, last),
        last,
        state.possible_until,
    )
