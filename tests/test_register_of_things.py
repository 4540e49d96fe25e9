"""Does the register tell of each thing what the graphs tell?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from graph.dates import ONE_DAY
from graph.errors import AmbiguousName, UnknownKey

if TYPE_CHECKING:
    from graph.estate import Estate

OAKHAM = "magistrates-court/oakham"
LABELS = "SELECT ?s ?n WHERE { ?s rdfs:label ?n FILTER(LANG(?n) != 'cy') }"
THERE = "SELECT ?s ?c WHERE { ?s a ?c }"
COURTS = "SELECT ?c ?area WHERE { ?area cje:prosecutesAt ?c }"
INSIDE = "cps-area/1999/leicestershire-and-rutland"


def test_are_things_called_as_in_the_graph_of_all_times(estate: Estate) -> None:
    short = estate.store.names.shorten
    entries = estate.register.seen().entries
    named = [(short(thing), name) for thing, name in estate.store.select(LABELS).texts()]
    assert [(key, name) for key, name in named if key in entries and entries[key].label != name] == []
    assert len([key for key, _ in named if key in entries]) > 3000


def test_does_what_stands_on_a_day_stand_in_its_graph(estate: Estate) -> None:
    short = estate.store.names.shorten
    there = {short(thing) for thing, _ in estate.query(THERE, "2008-12-31").texts()}
    entries = estate.register.seen(date(2008, 12, 31)).entries
    wrong = [
        key for key, entry in entries.items() if entry.state and (entry.state == "standing") != (key in there)
    ]
    assert wrong == []
    assert {"standing", "uncertain", "closed"} <= {entry.state for entry in entries.values()}


def test_who_prosecutes_on_a_day(estate: Estate) -> None:
    short = estate.store.names.shorten
    told = {(short(c), short(area)) for c, area in estate.query(COURTS, "2008-12-31").texts()}
    entries = estate.register.seen(date(2008, 12, 31)).entries
    found = {
        (key, area)
        for key, entry in entries.items()
        if entry.class_ in ("cje:MagistratesCourt", "cje:CrownCourtCentre")
        for area in entry.belongs("cps_area")
    }
    assert found == told


def test_what_lies_within_an_area_is_what_the_view_tells(estate: Estate) -> None:
    told = {estate.store.names.shorten(thing) for _, thing in estate.view("within-area", area=INSIDE).texts()}
    found = {key for key, entry in estate.register.seen().entries.items() if entry.within(INSIDE)}
    assert found == told
    assert OAKHAM in found


def test_oakham_before_and_after_its_end(estate: Estate) -> None:
    states = [estate.register.seen(date(year, 12, 31)).entries[OAKHAM].state for year in (2008, 2012)]
    assert states == ["standing", "closed"]
    assert estate.register.seen().entries[OAKHAM].state == "closed"


def test_what_had_not_begun_is_not_there(estate: Estate) -> None:
    entries = estate.register.seen(date(2008, 12, 31)).entries
    assert "closure/oakham-2011" not in entries
    assert "cps-area/2011/east-midlands" not in entries


def test_a_building_places_its_court_on_the_day(estate: Estate) -> None:
    entry = estate.register.seen().entries["magistrates-court/leicester"]
    assert entry.site == "courthouse/leicester-pocklingtons-walk"
    assert entry.postcode == "LE1 6BT"
    assert entry.point is not None
    assert abs(entry.point[1] - 52.63) < 0.05


def test_days_without_a_change_between_them_are_one(estate: Estate) -> None:
    changes = [day for day in estate.engine.dates.timeline.days_of_change() if day.startswith("2008")]
    first, second = (date.fromisoformat(day) for day in changes[:2])
    register = estate.register
    assert register.seen(first) is register.seen(second - ONE_DAY)
    assert register.seen(first) is not register.seen(second)


def test_a_whole_name_of_any_time_means_its_thing(estate: Estate) -> None:
    register = estate.register
    assert register.key(OAKHAM) == register.key("rutland magistrates court") == OAKHAM
    with pytest.raises(AmbiguousName, match="magistrates-court/york"):
        register.key("York")
    with pytest.raises(UnknownKey, match="magistrates-court/oakham"):
        register.key("Oakam")
