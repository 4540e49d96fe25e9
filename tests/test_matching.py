"""Candidates for a row: the courts that name, place, code and date could confuse."""

from __future__ import annotations

from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dates import Bounds, parse
from graph.distance import great_circle
from graph.matching import Matcher, Sight, plain_name, postcode_parts


def dates(start: str, end: str) -> Bounds:
    return Bounds.of(parse(start), parse(end))


def codes(*given: str) -> frozenset[str]:
    return frozenset(given)


KNOWN = [
    (
        "oakham",
        Sight("Oakham", "Oakham", codes("B33PL"), "LE15 6QT", bounds=dates("2004-11-11", "2011-04-30")),
    ),
    ("melton-mowbray", Sight("Melton Mowbray", "Melton Mowbray", codes("B33IY"), "LE13 1RN")),
    ("warley", Sight("Warley", "Oldbury", codes("B20NU"), "B69 4JN", (-2.011359, 52.502221))),
    ("west-bromwich", Sight("West Bromwich", "West Bromwich", codes("B20OA"), "B70 8ED")),
    ("newport-gwent", Sight("Newport", "Newport", codes("B61JL"), "NP20 4UR", (-3.005809, 51.588652))),
    (
        "newport-isle-of-wight",
        Sight("Newport", "Newport", codes("B44JK"), "PO30 5YT", (-1.291858, 50.701208)),
    ),
    (
        "horseferry-road",
        Sight("Horseferry Road", "London", codes("B01HA"), "SW1P 2AX", (-0.128767, 51.494987)),
    ),
    ("westminster", Sight("Westminster", "London", codes("B01IX"), "NW1 5BR", (-0.164181, 51.520671))),
    ("mansfield", Sight("Mansfield (Rosemary St)", "Mansfield", codes("B31IT"), "NG19 6EE")),
]
COURTS = Matcher(KNOWN)


def best(row: Sight) -> tuple[str, tuple[str, ...]]:
    first = COURTS.propose(row)[0]
    return first.key, first.reasons


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Oakham Magistrates' Court", "oakham"),
        ("Mansfield Magistrates and County Courts", "mansfield"),
        ("Bridgend Law Courts", "bridgend"),
        ("Aberystwyth Justice Centre", "aberystwyth"),
        ("The Court House, Lewes", "lewes"),
        ("King’s Lynn Magistrates’ Court", "kings lynn"),
        ("Saint Helens", "st helens"),
        ("St. Helens", "st helens"),
        ("Newcastle-upon-Tyne", "newcastle tyne"),
        ("Newcastle on Tyne", "newcastle tyne"),
        ("Stratford (County Court", "stratford"),
        ("Ystradgynlais Llys Ynadon", "ystradgynlais llys ynadon"),
        ("Magistrates' Court", ""),
    ],
)
def test_a_name_keeps_the_words_that_tell_it_apart(name: str, plain: str) -> None:
    assert plain_name(name) == plain


@given(st.text())
def test_a_plain_name_is_plain(name: str) -> None:
    assert plain_name(plain_name(name)) == plain_name(name)


@pytest.mark.parametrize("written", ["LE15 6QT", "le156qt", " LE15  6QT "])
def test_a_postcode_in_any_spelling(written: str) -> None:
    assert postcode_parts(written) == ("LE", "LE15")


@pytest.mark.parametrize("written", ["", "LE15", "P.O. Box 87", "LE15 6QT1"])
def test_what_is_no_postcode(written: str) -> None:
    assert postcode_parts(written) is None


def test_metres_of_a_degree() -> None:
    degree = pi * 6_371_008.8 / 180
    assert great_circle((-1.0, 52.0), (-1.0, 53.0)) == pytest.approx(degree)
    assert great_circle((0.0, 60.0), (0.001, 60.0)) == pytest.approx(degree / 2_000, rel=1e-6)


def test_a_code_is_the_strongest_reason() -> None:
    assert best(Sight("Rutland", codes=codes("B33PL"))) == ("oakham", ("both carry the code B33PL",))


def test_a_place_finds_the_court_that_a_county_names() -> None:
    assert best(Sight("Rutland", "Oakham")) == ("oakham", ("both are in oakham",))


def test_a_county_alone_finds_nothing() -> None:
    assert COURTS.propose(Sight("Rutland")) == []


def test_dates_that_do_not_meet_speak_against_a_court() -> None:
    later = Sight("Oakham", bounds=dates("2020-09-21", ""))
    (court,) = COURTS.propose(later)
    assert court.reasons == (
        "both are called oakham",
        "the name is the town of the other, oakham",
        "their dates do not meet",
    )
    assert court.score == 65.0


def test_sandwell_is_warley_by_its_place() -> None:
    row = Sight("Sandwell Magistrates' Court", "Oldbury", postcode="B69 4JN", point=(-2.011358, 52.502222))
    assert [court.key for court in COURTS.propose(row)] == ["warley"]


def test_west_bromwich_is_not_warley() -> None:
    ranked = COURTS.propose(Sight("West Bromwich Magistrates' Court", "West Bromwich"))
    assert [court.key for court in ranked] == ["west-bromwich"]


def test_two_towns_of_one_name_are_a_tie_without_a_place() -> None:
    ranked = COURTS.propose(Sight("Newport Magistrates' Court", "Newport"))
    assert [(court.key, court.score) for court in ranked] == [
        ("newport-gwent", 85.0),
        ("newport-isle-of-wight", 85.0),
    ]


@pytest.mark.parametrize(
    ("postcode", "key"), [("NP20 2GE", "newport-gwent"), ("PO30 5YT", "newport-isle-of-wight")]
)
def test_a_postcode_tells_the_two_newports_apart(postcode: str, key: str) -> None:
    first, second = COURTS.propose(Sight("Newport Magistrates' Court", "Newport", postcode=postcode))
    assert first.key == key
    assert first.score - second.score >= 50


def test_city_of_westminster_is_the_court_in_horseferry_road() -> None:
    row = Sight(
        "City of Westminster Magistrates' Court", "London", postcode="SW1P 2AX", point=(-0.128767, 51.494987)
    )
    assert best(row)[0] == "horseferry-road"


def test_a_building_of_two_courts_is_found_by_its_town() -> None:
    row = Sight("Mansfield Magistrates and County Courts", "Mansfield", postcode="NG19 6EE")
    assert best(row) == (
        "mansfield",
        ("both are called mansfield", "both are at NG19 6EE", "both are in mansfield"),
    )


def test_a_misspelt_name_is_found() -> None:
    assert best(Sight("Manfield")) == ("mansfield", ("manfield is spelt like mansfield",))


def test_the_best_of_all_that_was_seen_counts() -> None:
    courts = Matcher(KNOWN)
    courts.add("warley", Sight("Sandwell", "Oldbury"))
    assert courts.propose(Sight("Sandwell"))[0].reasons == ("both are called sandwell",)


def test_the_order_of_what_is_known_changes_nothing() -> None:
    row = Sight("Newport", "Newport", postcode="PO30 5YT")
    assert Matcher(reversed(KNOWN)).propose(row) == COURTS.propose(row)
