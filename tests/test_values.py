"""When are two values the same fact, and how far apart are they when they are not?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import difference, metres, same

places = st.builds(
    "POINT({:.6f} {:.6f})".format, st.floats(-7, 2.5, allow_nan=False), st.floats(49, 56.5, allow_nan=False)
)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("edtf", "2011-07-31", "2011-07-31"),
        ("edtf", "2011-07-31", "2011"),
        ("edtf", "2011-07-31", "[..2011-07-31]"),
        ("edtf", "2016-06-29", "[..2017-02-03]"),
        ("edtf", "[2011..]", "[..2011]"),
        ("point", "POINT(-1.1337 52.6366)", "POINT(-1.133701 52.636601)"),
        ("integer", "42", "042"),
        ("decimal", "5.4", "5.40"),
        ("text", "Leicester Magistrates' Court", "Leicester Magistrates Court"),
        ("text", "Leicester Magistrates’ Court", "LEICESTER MAGISTRATES COURT"),
        ("string", "LE1 6BT", "LE16BT"),
        ("key", "courthouse/a", "courthouse/a"),
    ],
)
def test_do_two_values_agree(kind: str, one: str, other: str) -> None:
    assert same(kind, one, other)
    assert same(kind, other, one)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("edtf", "2011-07-31", "2011-08-01"),
        ("edtf", "2011-07-31", "[..2011-07-30]"),
        ("edtf", "2011", "2012"),
        ("point", "POINT(-1.1337 52.6366)", "POINT(-1.1337 52.6367)"),
        ("integer", "42", "43"),
        ("decimal", "5.4", "5.41"),
        ("text", "Leicester", "Leicester City"),
        ("text", "Yr Wyddgrug", "Mold"),
        ("key", "courthouse/a", "courthouse/A"),
        ("concept", "cjev:opa4-fair", "cjev:opa4-poor"),
        ("boolean", "true", "false"),
    ],
)
def test_do_two_values_disagree(kind: str, one: str, other: str) -> None:
    assert not same(kind, one, other)
    assert not same(kind, other, one)


@pytest.mark.parametrize(
    ("kind", "one", "other", "words"),
    [
        ("edtf", "2011-07-31", "2012", "154 days"),
        ("edtf", "2012", "2011-07-31", "154 days"),
        ("edtf", "2011-07-31", "[..2011-04-30]", "92 days"),
        ("point", "POINT(-0.7274 52.6702)", "POINT(-0.7274 52.6712)", "111.2 metres"),
        ("integer", "43", "42", "1 units"),
        ("decimal", "5.4", "7", "1.6 units"),
        ("text", "Leicester", "Loughborough", ""),
        ("key", "courthouse/a", "courthouse/b", ""),
    ],
)
def test_how_far_apart_are_two_values(kind: str, one: str, other: str, words: str) -> None:
    assert str(difference(kind, one, other)) == words


def test_how_far_is_it_from_leicester_to_oakham() -> None:
    """By Vincenty's formula on the WGS 84 ellipsoid it is 28.1 km; a sphere differs by less than 0.5 %."""
    assert metres("POINT(-1.1398 52.6369)", "POINT(-0.7274 52.6702)") == pytest.approx(28_050, rel=0.005)


@given(places, places)
def test_is_the_way_there_as_long_as_the_way_back(one: str, other: str) -> None:
    assert metres(one, other) == pytest.approx(metres(other, one), abs=0.001)
    assert metres(one, one) == 0


def test_is_there_a_distance_to_what_is_no_point() -> None:
    with pytest.raises(ValueError, match="are not both points"):
        metres("POINT(-1.1398 52.6369)", "Oakham")
