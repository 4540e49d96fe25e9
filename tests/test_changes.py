"""What changed between two days?"""

from __future__ import annotations

from datetime import date

import pytest

from graph.changes import Concerned, changes_of, kind_of
from graph.errors import DateError, UnknownKey
from graph.estate import Estate
from graph.schema import load_schema

ROW = {
    "event": "closure/oakham-2011",
    "kind": "cje:Closure",
    "when": "2011",
    "earliest": "2011-01-01",
    "latest": "2011-12-31",
    "role": "cje:affects",
    "thing": "magistrates-court/oakham",
    "thingName": "Oakham",
    "programme": "",
    "saidBy": "A newspaper",
}
YEAR = (date(2011, 1, 1), date(2011, 12, 31))


def test_the_rows_of_an_event_are_one_change() -> None:
    moved = ROW | {"role": "cje:workMovedTo", "thing": "magistrates-court/melton", "thingName": "Melton"}
    [change] = changes_of([ROW, moved], *YEAR)
    assert change.concerned == (
        Concerned("cje:affects", "magistrates-court/oakham", "Oakham"),
        Concerned("cje:workMovedTo", "magistrates-court/melton", "Melton"),
    )
    assert change.within


@pytest.mark.parametrize("first", [ROW | {"earliest": ""}, ROW | {"earliest": "2010-12-31"}])
def test_a_date_that_only_touches_the_range_is_not_surely_within(first: dict[str, str]) -> None:
    assert [change.within for change in changes_of([first], *YEAR)] == [False]


def test_only_what_concerns_some_things() -> None:
    assert changes_of([ROW], *YEAR, {"magistrates-court/melton"}) == []


def test_a_kind_by_its_name() -> None:
    schema = load_schema()
    assert [kind_of(text, schema) for text in ("closure", "cje:Closure", "boundary change")] == [
        "cje:Closure",
        "cje:Closure",
        "cje:BoundaryChange",
    ]
    with pytest.raises(UnknownKey, match=r"No change is of the kind 'fire'\. There are: boundary change"):
        kind_of("fire", schema)


def test_what_closed_in_leicestershire_in_2011(estate: Estate) -> None:
    found = estate.changes("2011-01-01", "2011-12-31", kind="closure", area="criminal-justice-area/33")
    closed = [one.key for change in found for one in change.concerned if one.role == "cje:affects"]
    assert set(closed) == {
        "magistrates-court/coalville",
        "magistrates-court/market-harborough",
        "magistrates-court/melton-mowbray",
        "magistrates-court/oakham",
    }


def test_a_renaming_of_a_force(estate: Estate) -> None:
    [change] = estate.changes("2017-01-01", "2017-12-31", kind="renaming")
    assert [one.name for one in change.concerned] != []


def test_all_that_changed_is_asked_for_without_days(estate: Estate) -> None:
    found = estate.changes()
    assert len(found) > 350
    assert len({change.event for change in found}) == len(found)
    dated = [change.latest or change.earliest for change in found]
    assert all(dated)


def test_days_the_wrong_way_round(estate: Estate) -> None:
    with pytest.raises(DateError, match=r"2012-01-01 is after 2011-01-01\. Write the earlier day first"):
        estate.changes("2012-01-01", "2011-01-01")
