"""Dates of the gathered closures, as printed with their precision, in the admitted forms of EDTF."""

from __future__ import annotations

import re
from datetime import date, timedelta

REMEDY = "Enter in corrections.csv how it is to be read, or that it is not (read_as empty)"

_POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_LENGTHS = {"day": 10, "month": 7, "year": 4}
_WEEK = timedelta(days=7)


def edtf(printed: str, unit: str, *, by: bool = False) -> str:
    """The date of a closing in a form of EDTF; raises ValueError, which says what is wrong.

    `before D` is by then: D is when somebody saw the court closed. What is approximate may be one unit out,
    either way: a year, a month, or for a day a week. `by` makes a planned date the last that is admitted.

    >>> edtf("2011/2012", "financial year")
    '[2011-04-01..2012-03-31]'
    >>> edtf("2014-01", "approximate")
    '[2013-12..2014-02]'
    """
    first, slash, last = printed.partition("/")
    for point in filter(None, (first, last)):
        _checked(point)
    if unit == "financial year":
        if not slash or int(last) != int(first) + 1:
            raise ValueError("A financial year is two years, the second the next")
        return f"[{first}-04-01..{last}-03-31]"
    if unit.startswith("before"):
        return f"[{first}..{unit.removeprefix('before').strip() or last}]" if slash else f"[..{first}]"
    if slash:
        if unit not in ("range", "approximate"):
            raise ValueError(f"Two dates for a {unit or 'date without its precision'}")
        return f"[{first}..{last}]"
    if unit == "approximate":
        return _about(first)
    if unit not in _LENGTHS or len(first) < _LENGTHS[unit]:
        raise ValueError(f"Not a {unit or 'date without its precision'}")
    point = first[: _LENGTHS[unit]]
    return f"[..{point}]" if by else point


def opened(printed: str) -> str:
    """The date of an opening in a form of EDTF: a point, two of them, or a decade; raises ValueError.

    >>> opened("1860s")
    '[1860..1869]'
    """
    if match := re.fullmatch(r"(\d{3})0s", printed, re.ASCII):
        return f"[{match[1]}0..{match[1]}9]"
    first, slash, last = printed.partition("/")
    for point in (first, last) if slash else (first,):
        _checked(point)
    return f"[{first}..{last}]" if slash else first


def eve(day: str) -> str:
    """The day before a day, both as YYYY-MM-DD.

    >>> eve("2016-07-01")
    '2016-06-30'
    """
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _checked(point: str) -> None:
    match = _POINT.fullmatch(point)
    if match is None:
        raise ValueError("Not a day, month or year")
    date(int(match[1]), int(match[2] or 1), int(match[3] or 1))


def _about(point: str) -> str:
    if len(point) == _LENGTHS["day"]:
        day = date.fromisoformat(point)
        return f"[{day - _WEEK}..{day + _WEEK}]"
    year = int(point[:4])
    if len(point) == _LENGTHS["year"]:
        return f"[{year - 1}..{year + 1}]"
    months = [year * 12 + int(point[5:]) - 1 + step for step in (-1, 1)]
    return "[" + "..".join(f"{month // 12}-{month % 12 + 1:02}" for month in months) + "]"
