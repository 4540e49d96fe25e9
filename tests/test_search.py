"""Does the search find things by any name, code or postcode, however it is spelt?"""

from __future__ import annotations

import pytest

from graph.search import Document, SearchIndex

INDEX = SearchIndex(
    [
        Document("court/oakham", ("Rutland", "Oakham Magistrates' Court"), ("B33PL",), ("LE15 6LJ",)),
        Document("court/llanelli", ("Llanelli Magistrates' Court", "Llys Ynadon Llanelli"), ("B63AA", "401")),
        Document("court/okehampton", ("Okehampton Magistrates' Court",)),
        Document("district/rutland", ("Rutland",), weight=0.9),
        Document("court/mon", ("Ynys Môn",), (), ("LL77 7TW",)),
    ]
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("oakam", "court/oakham"),
        ("Oakhm magistrates", "court/oakham"),
        ("RUTLAND", "court/oakham"),
        ("b33pl", "court/oakham"),
        ("B33PL00", "court/oakham"),
        ("le15", "court/oakham"),
        ("LE15 6", "court/oakham"),
        ("LE15 6LJ", "court/oakham"),
        ("LE67", "court/oakham"),
        ("llys ynadon llanelli", "court/llanelli"),
        ("llanely", "court/llanelli"),
        ("401", "court/llanelli"),
        ("ynys mon", "court/mon"),
        ("district/rutland", "district/rutland"),
    ],
)
def test_the_first_of_what_is_found(text: str, key: str) -> None:
    assert INDEX.search(text)[0].key == key


@pytest.mark.parametrize("text", ["", "   ", "'", "zzyzx", "SW1A 1AA", "40", "\u202e"])
def test_what_finds_nothing(text: str) -> None:
    assert INDEX.search(text) == []


def test_a_name_that_two_bear_finds_both_the_likelier_first() -> None:
    assert [match.key for match in INDEX.search("rutland")] == ["court/oakham", "district/rutland"]


def test_common_words_alone_find_all_that_have_them() -> None:
    found = {match.key for match in INDEX.search("magistrates court")}
    assert found == {"court/oakham", "court/llanelli", "court/okehampton"}


def test_the_name_that_fits_is_told() -> None:
    assert INDEX.search("oakham")[0].found == "Oakham Magistrates' Court"
