"""What held of single things on a day?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.asof import Dates, Moment
from graph.dates import Mode
from graph.holding import Holding
from graph.namespaces import Names
from graph.release import TIMELINE
from tests.test_timeline import OAKHAM, timeline_of

if TYPE_CHECKING:
    from tests.conftest import Mini

DAY = Moment(date(2008, 12, 31))


@pytest.fixture
def dates(mini: Mini, tmp_path: Path) -> Dates:
    """The days of one court's tables."""
    return Dates(Names(), timeline_of(mini(OAKHAM), tmp_path / TIMELINE), date(2026, 1, 1))


def test_the_statements_about_a_thing_and_those_that_name_it(dates: Dates) -> None:
    assert Holding(dates, DAY).mentions("courthouse/castle") >= {
        ("courthouse/castle", "cje:point", "POINT(-0.7 52.6)"),
        ("magistrates-court/oakham", "org:hasPrimarySite", "courthouse/castle"),
    }


def test_is_a_thing_there(dates: Dates) -> None:
    holding = Holding(dates, DAY)
    assert holding.there("magistrates-court/oakham")
    assert not holding.there("closure/oakham-2011")
    assert not Holding(dates, Moment(date(2012, 1, 1))).there("magistrates-court/oakham")


def test_the_same_day_in_another_mode(dates: Dates) -> None:
    assert not Holding(dates, DAY).at(Mode.CERTAIN).there("courthouse/castle")
    assert Holding(dates, DAY).at(Mode.POSSIBLE).there("courthouse/castle")


def test_what_things_were_called(dates: Dates) -> None:
    assert Holding(dates, DAY).name("magistrates-court/oakham") == "Oakham Magistrates' Court"
    assert Holding(dates, DAY).name("courthouse/castle") is None
