"""Is the estate whole, beside what others published of it? On the real tables."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from graph.build import know
from graph.dataset import Knowledge
from graph.geography import TOLERANCE, outside
from graph.resources import tables
from graph.tally import CourtTally, court_tallies, scheme_bodies, scheme_tallies, territorial_forces

CASES = Path(__file__).parent / "cases" / "coordinates"


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return know(tables())


def listed(name: str) -> list[str]:
    """The keys of a frozen list: which courts are counted does not change with the data."""
    return (CASES / f"{name}.txt").read_text(encoding="utf-8").split()


def places(known: Knowledge) -> dict[str, set[str]]:
    """The buildings with a point in which each court sits or sat."""
    shown = [statement.claim for statement in known.resolution.statements]
    with_point = {claim.subject for claim in shown if claim.property == "cje:point"}
    found: dict[str, set[str]] = {}
    for claim in shown:
        if claim.property == "org:hasPrimarySite" and claim.value in with_point:
            found.setdefault(claim.subject, set()).add(claim.value)
    return found


def test_are_there_43_forces_and_the_members_of_each_scheme(known: Knowledge) -> None:
    assert territorial_forces(known) == 43
    tallies = {tally.scheme: (tally.stated, tally.members) for tally in scheme_tallies(known)}
    assert tallies == {
        "area-scheme/1986": (31, 31),
        "area-scheme/1993": (13, 1),
        "area-scheme/1999": (42, 42),
        "area-scheme/2011": (13, 13),
        "area-scheme/2017": (14, 14),
    }
    assert scheme_bodies(known) == 31 + 1 + 42 + 12 + 2
    assert ("area-scheme/1993", "cje:memberOfScheme") in {(gap.subject, gap.property) for gap in known.gaps}


def test_are_the_courts_open_as_many_as_was_published(known: Knowledge) -> None:
    """Within 5 per cent as shown; what is certain and what is possible take the number between them.

    A number of courts open less those closed since leaves courts out, which are named beside it.
    """
    tallies = [tally for tally in court_tallies(known) if tally.day >= date(2010, 1, 1)]
    assert len(tallies) == 21
    assert {tally.day: tally.off for tally in tallies if tally.off > Decimal(5)} == {}
    assert [tally.words for tally in tallies if not tally.within] == []


def _certain(tally: CourtTally) -> list[str]:
    return [court.court for court in tally.left_out if court.certain]


def test_is_each_court_that_a_published_number_leaves_out_named(known: Knowledge) -> None:
    """On 1 April 2013, four courts more are certain than can have been counted, and these are the four.

    Basingstoke, too, closed and reopened by then; it closed for building work, which is not counted. Those
    that began later are shown, and may have closed again.
    """
    tallies = [tally for tally in court_tallies(known) if tally.left_out]
    left_out = {
        tally.day: {court.court.removeprefix("magistrates-court/"): court.reason for court in tally.left_out}
        for tally in tallies
    }
    assert left_out[date(2013, 4, 1)] == {
        "amersham": "reopened on 2012-11-07, after a closing of a programme, which is counted",
        "liverpool-youth-court": "first seen by 2013-02-28, after the count that the number starts from",
        "westminster": "opened on 2011-09-27, after the count that the number starts from",
        "weston-super-mare": "counted as closed by 2013-03-31, but went on",
    }
    assert list(left_out[date(2012, 4, 1)]) == ["westminster"]
    assert list(left_out[date(2025, 3, 29)]) == [
        *("amersham", "kendal-town-hall", "liverpool-st-georges-hall", "liverpool-youth-court", "llangefni"),
        *("manchester-crown-square", "newcastle-upon-tyne-second-venue", "westminster", "weston-super-mare"),
    ]
    numbers = {tally.day.year: (len(tally.left_out), len(_certain(tally))) for tally in tallies}
    assert numbers == {
        **{2012: (1, 1), 2013: (4, 4), 2014: (4, 4), 2015: (4, 4), 2016: (4, 4), 2017: (5, 4)},
        **{2018: (6, 4), 2019: (6, 4), 2020: (6, 4)},
        **dict.fromkeys(range(2021, 2026), (9, 4)),
    }
    assert {tally.day: tally.off_without for tally in tallies if tally.off_without > Decimal(5)} == {}
    assert {tally.off_without for tally in tallies if tally.day >= date(2019, 4, 1)} == {Decimal(0)}


def test_does_the_answer_name_as_many_closings_as_are_counted(known: Knowledge) -> None:
    """One answer gives the numbers of 2012/13 and 2013/14, two others the names, all without integrations."""
    shown = [statement.claim for statement in known.resolution.statements]
    named = Counter(claim.subject for claim in shown if claim.property == "cje:countsClosingOf")
    counts = {claim.subject: int(claim.value) for claim in shown if claim.property == "cje:count"}
    assert named == {
        "stated-count/magistrates-courts-closed-2012-13": 5,
        "stated-count/magistrates-courts-closed-2013-14": 4,
    }
    assert {count: counts[count] for count in named} == named


@pytest.mark.parametrize(
    ("name", "share"),
    [("magistrates-courts-open-2010-07-01", 85), ("crown-court-centres-of-directories", 95)],
)
def test_do_enough_courts_have_a_place(known: Knowledge, name: str, share: int) -> None:
    courts, placed = listed(name), places(known)
    assert 100 * sum(court in placed for court in courts) >= share * len(courts)
    gaps = {gap.subject for gap in known.gaps if gap.property in ("cje:point", "org:hasPrimarySite")}
    assert [court for court in courts if court not in placed and court not in gaps] == []


def test_does_each_courthouse_stand_in_its_police_area_or_in_a_conflict(known: Knowledge) -> None:
    shown = [statement.claim for statement in known.resolution.statements]
    points = {claim.subject: claim.value for claim in shown if claim.property == "cje:point"}
    disputed = {conflict.subject for conflict in known.conflicts if conflict.property == "cje:point"}
    areas = {claim.subject: claim.value for claim in shown if claim.property == "cje:withinJusticeArea"}
    forces: dict[str, list[str]] = {}
    for claim in shown:
        if claim.property == "cje:coversJusticeArea":
            forces.setdefault(claim.value, []).append(claim.subject)
    land = {claim.subject: claim.value for claim in shown if claim.property == "cje:maintainedFor"}
    looked_at, astray = 0, set()
    for court, houses in places(known).items():
        outlines = [known.boundaries[land[force]] for force in forces.get(areas.get(court, ""), [])]
        for house in houses if outlines else ():
            longitude, latitude = map(float, points[house].removeprefix("POINT(").rstrip(")").split())
            looked_at += 1
            if min(outside(longitude, latitude, outline) for outline in outlines) > TOLERANCE:
                astray.add(house)
    assert looked_at > 350
    assert astray - disputed == set()
