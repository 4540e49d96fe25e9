"""From what a person writes to the thing that is meant, or to a sentence that helps."""

from __future__ import annotations

import pytest

from graph.bearers import NameIndex
from graph.errors import AmbiguousName, UnknownKey

INDEX = NameIndex(
    [
        ("magistrates-court/oakham", "Oakham Magistrates' Court"),
        ("magistrates-court/leicester", "Leicester Magistrates’ Court"),
        ("crown-court-centre/leicester", "Leicester Crown Court"),
        ("magistrates-court/melton", "Melton and Belvoir Magistrates' Court"),
        ("magistrates-court/melton", "Melton Mowbray Magistrates' Court"),
        ("magistrates-court/mold", "Llys Ynadon yr Wyddgrug"),
        ("cps-area/1999/leicestershire-and-rutland", "CPS Leicestershire and Rutland"),
        ("police-force/leicestershire", "Leicestershire Police"),
        ("police-force/leicestershire", "Leicestershire Constabulary"),
        ("courthouse/oakham-castle", "The Castle"),
    ]
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param("magistrates-court/oakham", "magistrates-court/oakham", id="a key"),
        pytest.param("Oakham Magistrates' Court", "magistrates-court/oakham", id="a whole name"),
        pytest.param("oakham magistrates court", "magistrates-court/oakham", id="without its apostrophe"),
        pytest.param("LEICESTER MAGISTRATES' COURT", "magistrates-court/leicester", id="in capitals"),
        pytest.param("Oakham", "magistrates-court/oakham", id="without its kind"),
        pytest.param("Melton Mowbray", "magistrates-court/melton", id="a name beside the other"),
        pytest.param("Leicestershire Constabulary", "police-force/leicestershire", id="a past name"),
        pytest.param("  Oakham  ", "magistrates-court/oakham", id="with spaces"),
        pytest.param("mold", "magistrates-court/mold", id="the last part of a key"),
        pytest.param("Llys Ynadon", "magistrates-court/mold", id="the beginning of a name"),
    ],
)
def test_which_thing_is_meant(text: str, key: str) -> None:
    assert INDEX.resolve(text) == key


def test_is_a_name_ambiguous_that_two_things_bear() -> None:
    with pytest.raises(AmbiguousName) as raised:
        INDEX.resolve("Leicester")
    assert str(raised.value) == (
        "'Leicester' may be: Leicester Crown Court (crown-court-centre/leicester); "
        "Leicester Magistrates’ Court (magistrates-court/leicester). Ask by its key."
    )


def test_are_things_listed_that_bear_the_name_with_a_word_for_their_kind() -> None:
    """Two bear it as it stands, and it alone would name neither of the others."""
    index = NameIndex(
        [
            ("cps-area/1999/west-midlands", "West Midlands"),
            ("cps-area/2011/west-midlands", "CPS West Midlands"),
            ("police-area/E23000014", "West Midlands"),
            ("police-force/west-midlands", "West Midlands Police"),
            ("territory/midlands", "Midlands"),
        ]
    )
    with pytest.raises(AmbiguousName) as raised:
        index.resolve("West Midlands")
    assert str(raised.value) == (
        "'West Midlands' may be: West Midlands (cps-area/1999/west-midlands); "
        "CPS West Midlands (cps-area/2011/west-midlands); West Midlands (police-area/E23000014); "
        "West Midlands Police (police-force/west-midlands). Ask by its key."
    )


def test_how_many_things_are_listed_that_a_name_may_mean() -> None:
    index = NameIndex((f"magistrates-court/{n:02}", "The Court") for n in range(15))
    with pytest.raises(AmbiguousName, match=r"magistrates-court/11\); and 3 more\. Ask by its key\."):
        index.resolve("the court")


def test_which_names_are_spelt_like_one_that_nothing_bears() -> None:
    with pytest.raises(UnknownKey) as raised:
        INDEX.resolve("Okeham")
    message = str(raised.value)
    assert message.startswith("Nothing is called 'Okeham'. Like it: ")
    assert "Oakham Magistrates' Court (magistrates-court/oakham)" in message


@pytest.mark.parametrize("text", ["", "   ", "?!", "zzzzqqqq", "magistrates' court"])
def test_is_a_text_refused_that_is_like_no_name(text: str) -> None:
    with pytest.raises(UnknownKey):
        INDEX.resolve(text)
