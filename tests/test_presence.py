"""When is a thing there?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from graph.build import know
from graph.dates import ALWAYS, LAST_DAY, Extent, Mode
from graph.presence import Presence, largest, presence

if TYPE_CHECKING:
    from tests.conftest import Mini

ordinals = st.integers(date(2000, 1, 1).toordinal(), date(2000, 3, 1).toordinal()).map(date.fromordinal)


def there(folder: Path) -> Presence:
    """When the things of a folder of tables are there."""
    known = know(folder)
    return presence(known.tables, known.resolution.statements, known.lives)


def shown(found: Presence, key: str) -> list[tuple[date, date]]:
    """The days on which a thing is shown."""
    return [(piece.shown_from, piece.shown_until) for piece in found.of(key)]


def test_a_force_of_which_only_a_list_tells_was_always_there_and_is_certain_while_lists_tell(
    mini: Mini,
) -> None:
    found = there(
        mini("""
        police-force/kent,skos:prefLabel,Kent Police,en,,,list-2005
        police-force/kent,skos:prefLabel,Kent Police,en,,,list-2013
    """)
    )
    [kent] = found.of("police-force/kent")
    assert kent.holds(date(1900, 1, 1))
    certain = (kent.certain_from, kent.certain_until)
    assert certain == (date(2005, 3, 1), date(2013, 7, 1))


def test_a_county_of_which_only_a_list_tells_is_there_from_the_list_on(mini: Mini) -> None:
    found = there(
        mini(
            "territory/rutland,skos:prefLabel,Rutland,en,,,list-2013",
            registry="territory/rutland,cje:Territory",
        )
    )
    assert shown(found, "territory/rutland") == [(date(2013, 7, 1), LAST_DAY)]


def test_a_courthouse_is_there_while_a_court_sits_in_it(mini: Mini) -> None:
    found = there(
        mini("""
        magistrates-court/oakham,cje:standing,true,,,,list-2005
        magistrates-court/oakham,org:hasPrimarySite,courthouse/castle,,,,list-2013
        closure/oakham,cje:affects,magistrates-court/oakham,,,,answer
        closure/oakham,cje:date,2011-03-31,,,,answer
    """)
    )
    assert shown(found, "courthouse/castle") == [(date(2005, 3, 1), date(2011, 3, 31))]


def test_a_record_is_there_from_its_latest_date_on_and_possibly_from_its_earliest(mini: Mini) -> None:
    found = there(mini("inspection/opa-2007/kent,cje:date,2007-12,,,,answer"))
    [inspection] = found.of("inspection/opa-2007/kent")
    firsts = (inspection.possible_from, inspection.shown_from, inspection.certain_from)
    assert firsts == (date(2007, 12, 1), date(2007, 12, 31), date(2007, 12, 31))
    assert inspection.shown_until == LAST_DAY


def test_a_record_without_a_date_is_there_once_a_source_tells_of_it(mini: Mini) -> None:
    found = there(mini("inspection/opa-2007/kent,cje:inspects,police-force/kent,,,,list-2013"))
    assert shown(found, "inspection/opa-2007/kent") == [(date(2013, 7, 1), LAST_DAY)]


def test_a_post_is_there_with_its_body(mini: Mini) -> None:
    found = there(
        mini("""
        cps-area/1999/kent,cje:standing,true,,1999-04-01,2011-03-31,notice
        post/chief/kent,org:postIn,cps-area/1999/kent,,,,notice
    """)
    )
    assert shown(found, "post/chief/kent") == shown(found, "cps-area/1999/kent") != []


@st.composite
def extents(draw: st.DrawFn) -> Extent:
    """Certain days within shown within possible ones."""
    a, b, c, d, e, f = sorted(draw(st.lists(ordinals, min_size=6, max_size=6)))
    return Extent(a, b, c, d, e, f)


@given(st.lists(extents(), max_size=6), ordinals)
def test_do_the_largest_stretches_hold_when_any_of_them_does(found: list[Extent], day: date) -> None:
    kept = largest(found)
    for mode in Mode:
        assert any(e.holds(day, mode) for e in kept) == any(e.holds(day, mode) for e in found)


@given(extents(), extents(), ordinals)
def test_do_two_hold_together_when_both_do(one: Extent, other: Extent, day: date) -> None:
    for mode in Mode:
        assert one.within(other).holds(day, mode) == (one.holds(day, mode) and other.holds(day, mode))
    assert one.within(ALWAYS) == one
