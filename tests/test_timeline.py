"""On which days does each statement hold, and do the graphs of a day keep their promises?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.asof import Dates, Moment, Timeline
from graph.build import Built, know
from graph.dataset import Writer
from graph.dates import LAST_DAY, Mode, parse
from graph.engine import Engine
from graph.errors import DateError
from graph.namespaces import Names
from graph.nquads import Terms
from graph.release import TIMELINE
from graph.timeline import holding, write_timeline

if TYPE_CHECKING:
    from tests.conftest import Mini

NAMES = Names()
OAKHAM = """
magistrates-court/oakham,cje:ouCode,B33PL,,2004-11-11,[..2011-04-30],codes
magistrates-court/oakham,skos:prefLabel,Oakham Magistrates' Court,en,,,notice
magistrates-court/oakham,cje:standing,true,,,,notice
magistrates-court/oakham,org:hasPrimarySite,courthouse/castle,,,,list-2013
magistrates-court/oakham,cje:withinJusticeArea,criminal-justice-area/33,,,,codes
courthouse/castle,cje:point,POINT(-0.7 52.6),,,,list-2013
criminal-justice-area/33,cje:cjsCode,33,,,,list-2025
closure/oakham-2011,cje:affects,magistrates-court/oakham,,,,answer
closure/oakham-2011,cje:date,2011-03-31,,,,answer
"""
Moments = Callable[..., set[str]]


def timeline_of(folder: Path, at: Path) -> Timeline:
    """The timeline of a folder of tables, written and read again."""
    known = know(folder)
    write_timeline(at, holding(known, Terms(NAMES, known.tables.schema)))
    return Timeline.open(at)


def held(timeline: Timeline, day: str, mode: Mode = Mode.SHOWN) -> set[tuple[str, str, str]]:
    """What holds on a day, as keys, CURIEs and the text of literals."""
    rows = set()
    for line in timeline.lines(Moment(date.fromisoformat(day), mode)):
        subject, property_, value = line.decode().removesuffix(" .").split(" ", 2)
        plain = value.split('"')[1] if value.startswith('"') else NAMES.shorten(value.strip("<>"))
        rows.add((NAMES.shorten(subject.strip("<>")), NAMES.shorten(property_.strip("<>")), plain))
    return rows


@pytest.fixture
def oakham(mini: Mini, tmp_path: Path) -> Timeline:
    """One court with a code, a name, a building and a closing."""
    return timeline_of(mini(OAKHAM), tmp_path / TIMELINE)


def test_what_was_so_of_a_court_on_a_day(oakham: Timeline) -> None:
    assert {row for row in held(oakham, "2008-12-31") if row[0] == "magistrates-court/oakham"} == {
        ("magistrates-court/oakham", "rdf:type", "cje:MagistratesCourt"),
        ("magistrates-court/oakham", "cje:ouCode", "B33PL"),
        ("magistrates-court/oakham", "skos:prefLabel", "Oakham Magistrates' Court"),
        ("magistrates-court/oakham", "rdfs:label", "Oakham Magistrates' Court"),
        ("magistrates-court/oakham", "cje:standing", "true"),
        ("magistrates-court/oakham", "org:hasPrimarySite", "courthouse/castle"),
        ("magistrates-court/oakham", "cje:withinJusticeArea", "criminal-justice-area/33"),
        ("magistrates-court/oakham", "cje:lifespan", "lifespan/magistrates-court/oakham/1"),
    }


def test_does_a_place_that_was_printed_later_place_the_court_of_before(oakham: Timeline) -> None:
    place = ("courthouse/castle", "cje:point", "POINT(-0.7 52.6)")
    assert place in held(oakham, "2005-01-01")
    assert place not in held(oakham, "2005-01-01", Mode.CERTAIN)
    assert place not in held(oakham, "2012-01-01")


def test_is_there_nothing_of_a_court_after_its_end_but_what_ended_it(oakham: Timeline) -> None:
    rows = {row for row in held(oakham, "2012-01-01") if "magistrates-court/oakham" in row}
    assert rows == {("closure/oakham-2011", "cje:affects", "magistrates-court/oakham")}


def test_does_a_day_before_its_end_tell_of_it(oakham: Timeline) -> None:
    before = held(oakham, "2008-12-31") | held(oakham, "2008-12-31", Mode.CERTAIN)
    assert not [row for row in before if row[0].startswith("closure/") or row[1].endswith("End")]


def test_a_renaming_ends_a_name_and_a_list_beside_it_is_another_name(mini: Mini, tmp_path: Path) -> None:
    folder = mini("""
        police-force/leicestershire,skos:prefLabel,Leicestershire Constabulary,en,1974-04-01,,answer
        police-force/leicestershire,skos:prefLabel,Leicestershire Police,en,2012-01-01,,answer
        police-force/leicestershire,skos:prefLabel,Leics Constabulary,en,,,list-2005
    """)
    timeline = timeline_of(folder, tmp_path / TIMELINE)

    def names(day: str) -> set[tuple[str, str]]:
        return {(p, v) for _, p, v in held(timeline, day) if p.startswith("skos:")}

    assert names("2003-01-01") == {("skos:prefLabel", "Leicestershire Constabulary")}
    assert names("2008-12-31") == {
        ("skos:prefLabel", "Leicestershire Constabulary"),
        ("skos:altLabel", "Leics Constabulary"),
    }
    assert names("2013-01-01") == {("skos:prefLabel", "Leicestershire Police")}
    # Before any name is told of, the first that is known stands in.
    assert names("1970-01-01") == {("skos:prefLabel", "Leicestershire Constabulary")}


def test_a_reopened_court_has_the_end_of_its_first_life_in_its_second(mini: Mini, tmp_path: Path) -> None:
    folder = mini("""
        magistrates-court/cirencester,cje:standing,true,,,,list-2005
        closure/cirencester,cje:affects,magistrates-court/cirencester,,,,answer
        closure/cirencester,cje:date,2011-03-31,,,,answer
        reopening/cirencester,cje:affects,magistrates-court/cirencester,,,,answer
        reopening/cirencester,cje:date,2020-09-01,,,,answer
    """)
    timeline = timeline_of(folder, tmp_path / TIMELINE)
    ends = {day: [row for row in held(timeline, day) if row[1] == "cje:latestEnd"] for day in DAYS}
    first = ("lifespan/magistrates-court/cirencester/1", "cje:latestEnd", "2011-03-31")
    assert ends == {"2008-01-01": [], "2015-01-01": [], "2021-01-01": [first]}
    there = ("magistrates-court/cirencester", "rdf:type", "cje:MagistratesCourt")
    assert [there in held(timeline, day) for day in DAYS] == [True, False, True]


DAYS = ("2008-01-01", "2015-01-01", "2021-01-01")


def test_a_building_known_after_a_move_is_not_that_of_before(mini: Mini, tmp_path: Path) -> None:
    folder = mini(
        """
        magistrates-court/newport,cje:standing,true,,,,list-2005
        magistrates-court/newport,org:hasPrimarySite,courthouse/usk-way,,,,list-2013
        move/newport,cje:affects,magistrates-court/newport,,,,answer
        move/newport,cje:date,2011-06-01,,,,answer
        """,
        registry="""
        magistrates-court/newport,cje:MagistratesCourt
        courthouse/usk-way,cje:Courthouse
        move/newport,cje:Move
        """,
    )
    timeline = timeline_of(folder, tmp_path / TIMELINE)
    site = ("magistrates-court/newport", "org:hasPrimarySite", "courthouse/usk-way")
    assert site not in held(timeline, "2010-01-01")
    assert site in held(timeline, "2011-06-01")


def test_a_rating_has_the_date_of_its_inspection(mini: Mini, tmp_path: Path) -> None:
    folder = mini("""
        inspection/opa-2007/kent,cje:date,2007-12,,,,answer
        rating/opa-2007/kent/overall,cje:ofInspection,inspection/opa-2007/kent,,,,answer
        rating/opa-2007/kent/overall,cje:grade,cjev:opa4-fair,,,,answer
    """)
    timeline = timeline_of(folder, tmp_path / TIMELINE)
    grade = ("rating/opa-2007/kent/overall", "cje:grade", "cjev:opa4-fair")
    modes = {mode: grade in held(timeline, "2007-12-15", mode) for mode in Mode}
    assert modes == {Mode.CERTAIN: False, Mode.SHOWN: False, Mode.POSSIBLE: True}
    assert grade in held(timeline, "2007-12-31", Mode.CERTAIN)


# What must be so of any claims: a code of a force, whose life no claim here bounds.

days = st.dates(date(1990, 1, 1), date(2020, 12, 31))
points = st.one_of(
    days.map(date.isoformat), days.map(lambda day: f"{day:%Y-%m}"), days.map(lambda day: f"{day:%Y}")
)
bounds = st.one_of(
    st.just(""), points, points.map(lambda at: f"[..{at}]"), points.map(lambda at: f"[{at}..]")
)


@st.composite
def stretches(draw: st.DrawFn) -> tuple[str, str]:
    """A start and an end that do not contradict each other."""
    start, end = draw(bounds), draw(bounds)
    first, last = parse(start).earliest, parse(end).latest
    return ("", end) if first and last and last < first else (start, end)


def expected(stretch: tuple[str, str], day: date, made: date) -> bool:
    """DESIGN 4: S ≤ D ≤ latest end, S the earliest start if finite, else the latest, else first attested."""
    start, end = map(parse, stretch)
    before_its_end = end.earliest and end.earliest - timedelta(days=1)
    attested = min(day for day in (made, before_its_end, end.latest) if day)
    latest = start.latest and min(start.latest, end.latest or LAST_DAY)
    return (start.earliest or latest or attested) <= day <= (end.latest or LAST_DAY)


@settings(max_examples=60, deadline=None)
@given(codes=st.lists(stretches(), min_size=1, max_size=4, unique=True), asked=st.lists(days, max_size=8))
def test_does_a_statement_hold_exactly_when_a_claim_says_so(
    codes: list[tuple[str, str]],
    asked: list[date],
    module_mini: Mini,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    rows = "\n".join(
        f"police-force/kent,cje:onsCode,E23000032,,{start},{end},list-2013" for start, end in codes
    )
    timeline = timeline_of(module_mini(rows), tmp_path_factory.getbasetemp() / TIMELINE)
    edges = {day for stretch in codes for text in stretch for day in _edges(text)}
    code = ("police-force/kent", "cje:onsCode", "E23000032")
    for day in [*asked, *edges]:
        wanted = any(expected(stretch, day, date(2013, 7, 1)) for stretch in codes)
        certain, shown, possible = (
            held(timeline, day.isoformat(), mode) for mode in (Mode.CERTAIN, Mode.SHOWN, Mode.POSSIBLE)
        )
        assert (code in shown) == wanted, (codes, day)
        assert certain <= shown <= possible


def _edges(text: str) -> list[date]:
    span = parse(text)
    near = [day for day in (span.earliest, span.latest) if day]
    return [day + timedelta(days=step) for day in near for step in (-1, 0, 1)]


# And of the real estate, on any day.


@pytest.fixture(scope="module")
def dates(built: Built) -> Dates:
    """The days of the project's own release."""
    return Engine(built.release.store(), built.release).dates


estate_days = st.dates(date(1836, 1, 2), date(2026, 11, 23))


@settings(max_examples=40, deadline=None)
@given(day=estate_days)
def test_is_what_is_certain_shown_and_what_is_shown_possible(dates: Dates, day: date) -> None:
    certain, shown, possible = (
        dates.timeline.lines(Moment(day, mode)) for mode in (Mode.CERTAIN, Mode.SHOWN, Mode.POSSIBLE)
    )
    assert certain - shown == set()
    assert shown - possible == set()


@settings(max_examples=40, deadline=None)
@given(day=estate_days)
def test_does_a_day_know_of_no_end_closure_or_successor_that_came_after(dates: Dates, day: date) -> None:
    lines = dates.timeline.lines(Moment(day))
    latest = {line.split(b" ")[0]: line for line in lines if b"ontology#latest> " in line}
    ends = [line for line in lines if b"ontology#latestEnd> " in line or b"ontology#earliestEnd> " in line]
    for line in [*latest.values(), *ends]:
        assert date.fromisoformat(line.split(b'"')[1].decode()) <= day, line
    results = {line.split(b" ")[2] for line in lines if b"org#resultingOrganization> " in line}
    successors = {line.split(b" ")[2] for line in lines if b"ontology#successor> " in line}
    assert successors - results == set()


@settings(max_examples=25, deadline=None)
@given(day=estate_days, step=st.integers(1, 400))
def test_is_nothing_otherwise_where_no_change_lies_between(dates: Dates, day: date, step: int) -> None:
    later = min(day + timedelta(days=step), dates.issued)
    if dates.timeline.beginning(Moment(day)) == dates.timeline.beginning(Moment(later)):
        assert dates.timeline.lines(Moment(day)) == dates.timeline.lines(Moment(later))
    else:
        edge = dates.timeline.beginning(Moment(later))
        assert day < edge <= later


def test_does_the_making_of_days_alter_no_claim(mini: Mini) -> None:
    known = know(mini(OAKHAM))
    writer = Writer(known, Terms(NAMES, known.tables.schema))
    before = [*writer.claims(), *sorted(writer.ever())]
    holding(known, Terms(NAMES, known.tables.schema))
    assert [*writer.claims(), *sorted(writer.ever())] == before


def test_does_each_thing_of_a_day_have_a_type_and_a_name(dates: Dates) -> None:
    lines = dates.timeline.lines(Moment(date(2008, 12, 31)))
    typed = {line.split(b" ")[0] for line in lines if b"22-rdf-syntax-ns#type> " in line}
    # Only what came after a body is told of it once it has gone.
    told = {line.split(b" ")[0] for line in lines if b"ontology#successor> " not in line}
    assert told - typed == set()
    courts = {line.split(b" ")[0] for line in lines if line.endswith(b"ontology#MagistratesCourt> .")}
    named = {line.split(b" ")[0] for line in lines if b"rdf-schema#label> " in line}
    assert len(courts) > 300
    assert courts - named == set()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2008", "is no day of the calendar. Write it as 2008-12-31"),
        ("2008-02-30", "is no day of the calendar"),
        ("20081231", "is no day of the calendar"),
        ("2030-01-01", "is still to come for this release"),
        ("1700-01-01", "is before anything that the sources tell of: the first day is"),
    ],
)
def test_a_day_that_cannot_be_asked_for(dates: Dates, text: str, told: str) -> None:
    with pytest.raises(DateError, match=told):
        dates.day(text)


def test_is_what_a_server_looks_up_what_is_found_in_the_text(built: Built) -> None:
    """A timeline that was made ready finds lines by their terms, any other looks through all of it."""
    text = (built.release.folder / TIMELINE).read_bytes()
    ready, plain = Timeline(text), Timeline(text)
    ready.prepare()
    day = Moment(date(2008, 12, 31))
    for key in ("magistrates-court/oakham", "closure/oakham-2011", "police-force/leicestershire", "nothing"):
        term = f"<https://w3id.org/justice-estate/id/{key}>".encode()
        for asked in (term, term + b" "):
            found = list(plain.spells(asked))
            assert list(ready.spells(asked)) == found
            assert bool(found) == (key != "nothing")
        assert ready.mentioning(day, term) == plain.mentioning(day, term)
