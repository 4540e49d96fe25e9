"""When are two values the same fact, and how far apart are they when they are not?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import agree, difference, metres, same

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
        ("point", "POINT(-1.1337 52.6366)", "POINT(-1.1337 52.63668)"),
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
        ("text", "Leicester", "Leicester Magistrates' Court"),
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
    ("one", "other"),
    [
        ("Leicester", "Leicester Magistrates' Court"),
        ("LEICESTER CROWN COURT", "Leicester Combined Court Centre"),
        ("THE CROWN COURT AT BRADFORD", "Bradford Combined Court"),
        ("Barnsley Law Courts", "Barnsley Magistrates Court"),
        ("Newport Magistrates' Court", "Newport (South Wales) Magistrates' Court"),
        ("Manchester Crown Court (Minshull St)", "Manchester Minshull Street"),
        ("Devon & Cornwall Police", "Devon and Cornwall Police"),
        ("Royal Courts of Justice", "ROYAL COURTS OF JUSTICE"),
        ("Crown Court", "CROWN COURT"),
    ],
)
def test_is_one_name_another_spelling_of_the_other(one: str, other: str) -> None:
    assert agree("skos:prefLabel", "text", one, other)
    assert agree("skos:prefLabel", "text", other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sandwell Magistrates' Court", "Warley Magistrates' Court"),
        ("Hampshire Constabulary", "Hampshire and Isle of Wight Constabulary"),
        ("Leicestershire Constabulary", "Leicestershire Police"),
        ("Oxford", "Oxford and Southern Oxfordshire Magistrates' Court"),
        ("Newport (Civic Centre)", "Newport (Pentonville)"),
        ("Kirklees Magistrates' Court (formerly Huddersfield Magistrates' Court)", "Huddersfield"),
        ("Crown Court", "Magistrates' Court"),
    ],
)
def test_are_two_names_different(one: str, other: str) -> None:
    assert not agree("skos:prefLabel", "text", one, other)
    assert not agree("skos:prefLabel", "text", other, one)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The Law Courts, College Road, Doncaster", "College Road, Doncaster", True),
        ("Walden Rd, Huntingdon", "Huntingdon Law Courts, Walden Road, Huntingdon", True),
        ("80 Victoria Avenue, Southend-on-Sea", "Victoria Av, Southend-on-Sea", True),
        (
            "Law Courts, Legh Street, Warrington",
            "Warrington Combined Court Centre, Legh St, Warrington",
            True,
        ),
        ("80 Victoria Avenue, Southend-on-Sea", "Victoria Avenue, Southend-on-Sea, Essex", False),
        ("Aytoun Street, Manchester", "Minshull Street, Manchester", False),
        ("2 Belmarsh Road, London", "3 Belmarsh Road, London", False),
        ("The Court House", "The Law Courts", False),
    ],
)
def test_is_one_address_the_other_with_less_said(one: str, other: str, expected: bool) -> None:
    assert agree("cje:address", "string", one, other) is expected
    assert agree("cje:address", "string", other, one) is expected


def test_are_other_texts_compared_by_their_letters_only() -> None:
    assert not agree("dcterms:title", "text", "Leicester", "Leicester Magistrates' Court")
    assert agree("dcterms:title", "text", "Leicester", "LEICESTER")


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
