"""What is otherwise on one day than on another?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.asof import Dates, Moment
from graph.build import Built
from graph.difference import Altered, Difference
from graph.engine import Engine
from graph.errors import DateError
from graph.namespaces import Names
from graph.release import TIMELINE
from graph.schema import load_schema
from tests.test_timeline import timeline_of

if TYPE_CHECKING:
    from tests.conftest import Mini

CLAIMS = """
magistrates-court/oakham,skos:prefLabel,Oakham Magistrates' Court,en,,,notice
magistrates-court/oakham,cje:standing,true,,,,list-2005
closure/oakham-2011,cje:affects,magistrates-court/oakham,,,,answer
closure/oakham-2011,cje:date,2011-03-31,,,,answer
police-force/leicestershire,skos:prefLabel,Leicestershire Constabulary,en,1974-04-01,,answer
police-force/leicestershire,skos:prefLabel,Leicestershire Police,en,2012-01-01,,answer
police-force/leicestershire,cje:onsCode,E23000021,,2009-01-01,,list-2013
"""


@pytest.fixture
def dates(mini: Mini, tmp_path: Path) -> Dates:
    """The days of a court that closed and a force that was renamed."""
    return Dates(Names(), timeline_of(mini(CLAIMS), tmp_path / TIMELINE), date(2026, 1, 1))


@pytest.fixture(scope="module")
def estate_dates(built: Built) -> Dates:
    """The days of the project's own release."""
    return Engine(built.release.store(), built.release).dates


def between(dates: Dates, before: str, after: str) -> Difference:
    """The difference of two days."""
    return Difference(dates, Moment(date.fromisoformat(before)), Moment(date.fromisoformat(after)))


def test_what_ended_began_and_was_altered(dates: Dates) -> None:
    things = {
        thing.key: (thing.state, thing.altered, [held[1:] for held in thing.added])
        for thing in between(dates, "2008-12-31", "2013-01-01").things(load_schema())
    }
    court = things.pop("magistrates-court/oakham")
    closure = things.pop("closure/oakham-2011")
    assert (court[0], closure[0]) == ("ended", "began")
    renamed = Altered("skos:prefLabel", "Leicestershire Constabulary", "Leicestershire Police")
    coded = ("cje:onsCode", "E23000021")
    linked = ("skos:exactMatch", "http://statistics.data.gov.uk/id/statistical-geography/E23000021")
    assert things == {"police-force/leicestershire": ("", (renamed,), [coded, linked])}


def test_is_nothing_otherwise_on_the_same_day(dates: Dates) -> None:
    same = between(dates, "2008-12-31", "2008-12-31")
    assert (same.removed, same.added, same.things(load_schema())) == ((), (), [])
    assert same.patch() == b"TX .\nTC .\n"


def test_the_days_the_wrong_way_round(dates: Dates) -> None:
    with pytest.raises(DateError, match=r"2013-01-01 is after 2008-12-31\. Write the earlier day first"):
        between(dates, "2013-01-01", "2008-12-31")


days = st.dates(date(1836, 1, 2), date(2026, 11, 23))


@settings(max_examples=30, deadline=None)
@given(one=days, other=days)
def test_does_a_patch_applied_to_the_first_day_give_the_second(
    estate_dates: Dates, one: date, other: date
) -> None:
    before, after = sorted((one, other))
    patch = Difference(estate_dates, Moment(before), Moment(after)).patch()
    lines = estate_dates.timeline.lines(Moment(before))
    for row in patch.splitlines():
        if row.startswith(b"D "):
            lines.remove(row[2:])
        elif row.startswith(b"A "):
            assert row[2:] not in lines
            lines.add(row[2:])
    assert lines == estate_dates.timeline.lines(Moment(after))
