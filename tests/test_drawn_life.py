"""Is the life of a thing drawn so that it can be read?"""

from __future__ import annotations

import re
from datetime import date

import pytest

from api.answers.neighbours import timeline as told_of
from api.drawing.timelines import LEFT, NARROW, WIDTH, _scale, timeline
from graph.estate import Estate


@pytest.mark.parametrize(
    ("key", "year"),
    [
        ("magistrates-court/oakham", 2002),
        ("police-force/leicestershire", 1824),
        ("cps-area/1999/leicestershire-and-rutland", 1996),
    ],
)
def test_the_axis_begins_with_its_own_life(estate: Estate, key: str, year: int) -> None:
    """Not with that of a force or an area that it lay in, which may be two centuries older."""
    scale = _scale(told_of(estate, key), date(2026, 11, 27))
    assert scale is not None
    assert year <= scale.first.year <= year + 6


@pytest.mark.parametrize(
    "key",
    ["magistrates-court/oakham", "police-force/leicestershire", "courthouse/leicester-pocklingtons-walk"],
)
def test_no_label_is_cut_at_the_edge(estate: Estate, key: str) -> None:
    drawn = str(timeline(told_of(estate, key), "2026-11-27", "", str))
    labels = re.findall(r'<text x="([\d.]+)"[^>]*class="tl-label"[^>]*>([^<]+)<', drawn)
    assert labels
    for x, label in labels:
        assert float(x) >= LEFT
        assert float(x) + len(label) * NARROW <= WIDTH or float(x) == LEFT
