"""Which thing a name means, on a day or of all times; and that a name of several means none of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import QueryError
from graph.estate import Estate
from graph.named import Borne, Named
from graph.names import MARGIN, UNTOLD, Resolver
from graph.styles import CROWN, DISTRICT, MAGISTRATES, REGION, examples, read

OAKHAM, COALVILLE = "magistrates-court/oakham", "magistrates-court/coalville"
MIDLANDS_1986, MIDLANDS_1999, MIDLANDS_2011 = (
    f"cps-area/{year}/west-midlands" for year in (1986, 1999, 2011)
)


def meant(estate: Estate, text: str, on: str = "", kind: str | None = None, place: str | None = None) -> str:
    """The key that is matched; empty if none is."""
    found = estate.resolve(text, on=date.fromisoformat(on) if on else None, kind=kind, place=place)
    return next((candidate.key for candidate in found if candidate.matched), "")


@pytest.mark.parametrize(
    ("text", "on", "key"),
    [
        pytest.param("Oakham", "", OAKHAM, id="the town alone"),
        pytest.param("OAKHAM MAGISTRATES COURT", "", OAKHAM, id="in capitals, no apostrophe"),
        pytest.param("Oakham Mags", "", OAKHAM, id="Mags"),
        pytest.param("Oakham M.C.", "", OAKHAM, id="with points"),
        pytest.param("Okham Magistrates' Court", "", OAKHAM, id="misspelt"),
        pytest.param("Rutland", "2005-06-01", OAKHAM, id="as its code of 2005 was called"),
        pytest.param("B33LG", "", OAKHAM, id="that code"),
        pytest.param("B33PL00", "", OAKHAM, id="a room of the court"),
        pytest.param(OAKHAM, "", OAKHAM, id="a key"),
        pytest.param("Coalville PS", "", COALVILLE, id="petty sessions"),
        pytest.param("Coalville MC", "", COALVILLE, id="MC"),
        pytest.param("Crown Court at Leicester", "", "crown-court-centre/leicester", id="at"),
        pytest.param("Crown Court sitting at Leicester", "", "crown-court-centre/leicester", id="sitting at"),
        pytest.param("Leicester Crown Court", "", "crown-court-centre/leicester", id="the new style"),
        pytest.param("Leicester Combined Court Centre", "", "crown-court-centre/leicester", id="combined"),
        pytest.param("Leicester Mags Ct", "", "magistrates-court/leicester", id="Mags Ct"),
        pytest.param("West Midlands Police", "", "police-force/west-midlands", id="the force"),
        pytest.param("CPS West Midlands", "1990-01-01", MIDLANDS_1986, id="the area of 1986"),
        pytest.param("CPS West Midlands", "2005-01-01", MIDLANDS_1999, id="the area of 1999"),
        pytest.param("CPS West Midlands", "2015-01-01", MIDLANDS_2011, id="the area of 2011"),
        pytest.param("CPS East Midlands", "", "cps-area/2011/east-midlands", id="an area"),
        pytest.param("Leics Constab.", "", "police-force/leicestershire", id="Constab."),
        pytest.param("Leicestershire Cons", "", "police-force/leicestershire", id="Cons"),
        pytest.param("Dyfed-Powys Police", "", "police-force/dyfed-powys", id="in English"),
        pytest.param("Heddlu Dyfed-Powys", "", "police-force/dyfed-powys", id="in Welsh"),
        pytest.param("Heddlu Gogledd Cymru", "", "police-force/north-wales", id="a force in Welsh"),
        pytest.param("Llys Ynadon Caernarfon", "", "magistrates-court/caernarfon", id="a court in Welsh"),
        pytest.param("Llys y Goron Abertawe", "", "crown-court-centre/swansea", id="Crown Court in Welsh"),
    ],
)
def test_which_thing_is_meant(estate: Estate, text: str, on: str, key: str) -> None:
    assert meant(estate, text, on) == key


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("Leicester", {"magistrates-court/leicester", "crown-court-centre/leicester"}, id="town"),
        pytest.param("Rutland", {OAKHAM, "district/E06000017", "police-force/rutland"}, id="of all times"),
        pytest.param(
            "West Midlands",
            {MIDLANDS_1986, MIDLANDS_1999, MIDLANDS_2011, "police-force/west-midlands"},
            id="force, areas",
        ),
        pytest.param("CPS West Midlands", {MIDLANDS_1986, MIDLANDS_1999, MIDLANDS_2011}, id="no day"),
    ],
)
def test_is_a_name_of_several_none_of_them(estate: Estate, text: str, keys: set[str]) -> None:
    found = estate.resolve(text)
    assert not any(candidate.matched for candidate in found)
    assert keys <= {candidate.key for candidate in found if candidate.score > found[0].score - MARGIN}


def candidates(text: str, *things: Named) -> list[tuple[str, bool]]:
    """The keys that a small index tells of, and whether each is matched."""
    return [(each.key, each.matched) for each in Resolver(things).resolve(text)]


SITS = Named(
    "magistrates-court/a", MAGISTRATES, "A", (Borne("Alton Magistrates' Court"),), addresses=("Alton",)
)
NOT_THERE = Named("magistrates-court/a", MAGISTRATES, "A", (Borne("Alton Magistrates' Court"),))
BOTH = Named("magistrates-court/a", MAGISTRATES, "A", (Borne("Alton Magistrates' Court"), Borne("Alton")))
BARE = Named("magistrates-court/a", MAGISTRATES, "A", (Borne("Alton"),))
HALL = Named("crown-court-centre/a", CROWN, "A", (Borne("Alton Hall"),))
LAND = Named("district/a", DISTRICT, "A", (Borne("Alton"),))
REGIONAL = Named("court-region/a", REGION, "A", (Borne("Alton and Bere"),))


@pytest.mark.parametrize(
    ("thing", "text", "matched"),
    [
        pytest.param(SITS, "Alton", True, id="a court that sits there"),
        pytest.param(BOTH, "Alton", True, id="a court so called with the word for its kind and without"),
        pytest.param(NOT_THERE, "Alton", False, id="a court that may sit elsewhere"),
        pytest.param(BARE, "Alton", False, id="a name of one list alone"),
        pytest.param(SITS, "Alten", False, id="misspelt"),
        pytest.param(LAND, "Alton", False, id="a district"),
        pytest.param(HALL, "Alton Hall", True, id="a venue"),
        pytest.param(REGIONAL, "Alton and Bere", True, id="of a class that shares few names"),
        pytest.param(NOT_THERE, "Alton Magistrates' Court", True, id="a word says of which kind"),
        pytest.param(NOT_THERE, "Altn Magistrates' Court", False, id="misspelt too far"),
        pytest.param(NOT_THERE, "Alton Court House", False, id="a word says another kind"),
        pytest.param(NOT_THERE, "Alton County Court", False, id="a court of which the estate has none"),
        pytest.param(NOT_THERE, "Alton (Bold Lane) Magistrates' Court", False, id="a street not known of it"),
        pytest.param(NOT_THERE, "Bere CC at Alton MC", False, id="only the venue of another court"),
        pytest.param(NOT_THERE, "Bere (Alton) Magistrates' Court", True, id="in brackets"),
    ],
)
def test_is_what_bears_the_name_of_a_place_what_is_meant(thing: Named, text: str, matched: bool) -> None:
    """Other kinds may bear it too, also such as an index does not know."""
    found = Resolver([thing]).resolve(text)
    assert any(each.matched for each in found) is matched
    if text == "Alton":  # What is not matched is told of, and why.
        assert [UNTOLD in each.reason for each in found] == [not matched]


def test_is_what_stands_in_brackets_found() -> None:
    thing = Named(
        "magistrates-court/a", MAGISTRATES, "A", (Borne("Bere (Alton)"), Borne("Bere (Alton Hall)"))
    )
    assert candidates("Alton MC", thing) == [(thing.key, False)]
    assert candidates("Alton Hall MC", thing) == [(thing.key, True)]


def test_is_a_joint_name_more_than_its_beginning() -> None:
    joint = Named("magistrates-court/a", MAGISTRATES, "A", (Borne("Alton and Bere Magistrates' Court"),))
    assert candidates("Alton Magistrates' Court", joint) == [(joint.key, False)]
    whole = Named("magistrates-court/b", MAGISTRATES, "B", (Borne("Burton upon Bere Magistrates' Court"),))
    assert candidates("Burton Magistrates' Court", whole) == [(whole.key, True)]


def test_does_the_kind_settle_which(estate: Estate) -> None:
    assert meant(estate, "Leicester", kind="crown-court-centre") == "crown-court-centre/leicester"
    assert meant(estate, "Leicester", kind="magistrates' court") == "magistrates-court/leicester"
    assert meant(estate, "Rutland", kind="district") == "district/E06000017"


def test_is_a_kind_refused_that_there_is_not(estate: Estate) -> None:
    with pytest.raises(QueryError, match=r"There is no kind 'court house rules'\. The kinds are: "):
        estate.resolve("Oakham", kind="court house rules")


@pytest.mark.parametrize("text", ["", "   ", "?!", "zzzzqqqq", "magistrates' court", "\u202e", "'"])
def test_what_means_nothing(estate: Estate, text: str) -> None:
    assert not any(candidate.matched for candidate in estate.resolve(text))


def test_is_any_name_or_another_way_to_write_it_better_for_another_thing(estate: Estate) -> None:
    """Each name of the graph is an example that tests it, as are its other styles and short forms."""
    resolver, wrong = estate.register.resolver, []
    for thing in estate.register.named():
        for name in thing.names:
            for text in (name.text, *examples(name.text)):
                found = resolver.resolve(text, kinds={thing.class_})
                scores = {candidate.key: candidate.score for candidate in found}
                if thing.key not in scores or scores[thing.key] < found[0].score:
                    wrong.append(f"{text!r} of {thing.key}: {found[:1]}")
    assert wrong == []


SAMPLE = [
    "Coalville Magistrates' Court",
    "Crown Court at Snaresbrook",
    "Leicestershire Police",
    "Market Harborough Magistrates' Court",
    "CPS Yorkshire and Humberside",
    "Haverfordwest Magistrates' Court",
]


@given(name=st.sampled_from(SAMPLE), place=st.integers(1, 60), data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_is_a_thing_still_the_likeliest_when_a_letter_is_wrong(
    estate: Estate, name: str, place: int, data: st.DataObject
) -> None:
    words = [word for word in name.split() if len(word) >= 7 and read(word).core]
    word = data.draw(st.sampled_from(words))
    at = place % (len(word) - 1)
    letter = data.draw(st.sampled_from("aeiorst"))
    changed = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            ]
        )
    )
    right = estate.resolve(name)[0].key
    assert estate.resolve(name.replace(word, changed))[0].key == right


@given(text=st.text(max_size=60), on=st.none() | st.dates(date(1900, 1, 1), date(2030, 1, 1)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_is_the_answer_always_the_same_and_in_order(estate: Estate, text: str, on: date | None) -> None:
    found = estate.resolve(text, on=on)
    assert found == estate.resolve(text, on=on)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert len({each.key for each in found}) == len(found)
    assert sum(each.matched for each in found) <= 1


def test_is_an_index_made_anew_and_in_another_order_the_same(estate: Estate) -> None:
    things = list(estate.register.named())
    one, other = Resolver(things), Resolver(reversed(things))
    for text in ("Leicester", "Newcastle Mags", "Okham", "west midlnads", "Llys Ynadon Caernarfon", "LE1"):
        assert one.resolve(text) == other.resolve(text)


@pytest.mark.parametrize(
    ("text", "kind", "place", "key"),
    [
        ("Newport", "crown-court-centre", "Isle of Wight", "crown-court-centre/newport-isle-of-wight"),
        ("Newport", "magistrates-court", "PO30", "magistrates-court/newport-isle-of-wight"),
        ("Newport", "crown-court-centre", "Gwent", "crown-court-centre/newport-gwent"),
        ("Newport", "crown-court-centre", "police-force/gwent", "crown-court-centre/newport-gwent"),
    ],
)
def test_does_the_place_settle_which(estate: Estate, text: str, kind: str, place: str, key: str) -> None:
    assert meant(estate, text, kind=kind, place=place) == key
