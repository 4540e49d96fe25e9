"""Accepted pairs that contradict themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.build import CheckFailed, build
from graph.checking import check_release
from graph.claims import CROSSWALK_COLUMNS, Claim, Match
from graph.crosswalk import contradictions
from tests.conftest import Mini, Run, write_table

OAKHAM = "magistrates-court/oakham"
HOUSE = "courthouse/oakham-station-road"
NEAR, FARTHER = "POINT(-0.7300 52.6700)", "POINT(-0.7300 52.6900)"


def said(row: str, property_: str, value: str, subject: str = OAKHAM) -> Claim:
    return Claim(subject, property_, value, "", "", "", "list", f"row {row}, cell")


def matched(row: str, how: str, evidence: str = "what the row itself shows", key: str = OAKHAM) -> Match:
    return Match(key, "list", row, how, evidence)


def found(matches: list[Match], *claims: Claim) -> list[tuple[str, str]]:
    return [(match.row, problem) for match, problem in contradictions(matches, claims)]


def test_a_code_that_no_other_row_has_under_another_name() -> None:
    pairs = [matched("1", "hand"), matched("2", "code")]
    claims = [
        said("1", "cje:ouCode", "B33PL"),
        said("2", "cje:ouCode", "B20OA"),
        said("1", "skos:prefLabel", "Oakham"),
    ]
    problem = f"no other row of {OAKHAM} has the code B20OA, and the names differ too"
    assert found(pairs, *claims, said("2", "skos:prefLabel", "West Bromwich")) == [("2", problem)]
    assert found(pairs, *claims, said("2", "skos:prefLabel", "Oakham Magistrates' Court")) == []
    assert found(pairs, *claims, said("2", "cje:ouCode", "B33PL")) == []


def test_the_words_of_the_key_are_a_name_of_it() -> None:
    pairs = [matched("1", "hand"), matched("2", "code"), matched("3", "name")]
    claims = [
        said("1", "cje:ouCode", "B33LG"),
        said("1", "skos:prefLabel", "Rutland"),
        said("2", "cje:ouCode", "B33PL"),
        said("2", "skos:prefLabel", "Oakham"),
        said("3", "skos:prefLabel", "Oakham"),
    ]
    assert found(pairs, *claims) == []


def test_the_code_of_its_area_tells_no_court_from_another() -> None:
    pairs = [matched("1", "hand"), matched("2", "code")]
    assert found(pairs, said("1", "cje:ljaCode", "2100"), said("2", "cje:ljaCode", "2088")) == []
    area = "local-justice-area/rutland"
    pairs = [matched("1", "hand", key=area), matched("2", "code", key=area)]
    claims = [said("1", "cje:ljaCode", "2100", area), said("2", "cje:ljaCode", "2088", area)]
    assert found(pairs, *claims) == [
        ("2", f"no other row of {area} has the code 2088, and the names differ too")
    ]


def test_a_code_alone_has_nothing_against_it() -> None:
    assert found([matched("1", "code")], said("1", "cje:ouCode", "B33PL")) == []


def test_a_name_without_a_word_in_common() -> None:
    pairs = [matched("1", "name"), matched("2", "hand")]
    claims = [
        said("1", "skos:prefLabel", "Rutland"),
        said("2", "skos:prefLabel", "Oakham Magistrates' Court"),
    ]
    assert found(pairs, *claims) == [("1", f"no other name of {OAKHAM} shares a word with rutland")]
    assert found(pairs, *claims, said("2", "skos:altLabel", "Rutland Law Courts")) == []


def test_words_for_kinds_of_court_are_nothing_in_common() -> None:
    claims = [
        said("1", "skos:prefLabel", "Rutland Magistrates' Court"),
        said("2", "skos:prefLabel", "Oakham Magistrates' Court"),
    ]
    assert len(found([matched("1", "name"), matched("2", "hand")], *claims)) == 1


def test_a_place_over_a_kilometre_away() -> None:
    pairs = [matched("1", "place"), matched("2", "code")]
    far = said("1", "cje:point", FARTHER, HOUSE), said("2", "cje:point", NEAR, HOUSE)
    assert found(pairs, *far) == [("1", "it lies 2.2 km from every other row")]
    assert found([*pairs, matched("3", "code")], *far, said("3", "cje:point", FARTHER, HOUSE)) == []


@pytest.mark.parametrize(("postcode", "problems"), [("LE15 7AA", 0), ("PE9 2RD", 1)])
def test_a_postcode_of_another_area(postcode: str, problems: int) -> None:
    pairs = [matched("1", "place"), matched("2", "code")]
    claims = [said("1", "cje:postcode", postcode, HOUSE), said("2", "cje:postcode", "LE15 6DN", HOUSE)]
    assert len(found(pairs, *claims)) == problems


@pytest.mark.parametrize("how", ["hand", "statement"])
def test_a_decision_needs_its_reason(how: str) -> None:
    problem = f"a decision by {how} needs its reason in 3 words or more"
    assert found([matched("1", how, "Oakham, Rutland")]) == [("1", problem)]
    assert found([matched("1", how, "Oakham is Rutland's court")]) == []


def test_a_row_of_nothing_and_of_something() -> None:
    pairs = [
        matched("1", "none", "a county court", key=""),
        matched("1", "name"),
        matched("2", "none", key=""),
    ]
    assert [row for row, _ in found(pairs)] == ["1"]


# In a release

CLAIMS = """
magistrates-court/oakham,skos:prefLabel,Oakham Magistrates' Court,en,,,list-2005,"row 1, name"
magistrates-court/oakham,skos:altLabel,Rutland Magistrates' Court,en,,,list-2013,"row 7, name"
magistrates-court/oakham,cje:standing,true,,,,list-2013,"row 7, displayed"
"""
LEDGER = "\n".join(f"{row},{'0' * 64},claims" for row in ("list-2005,1", "list-2013,7"))
BY_NAME = f"{OAKHAM},list-2005,1,name,Oakham\n{OAKHAM},list-2013,7,name,Rutland"
BY_HAND = f"{OAKHAM},list-2005,1,name,Oakham\n{OAKHAM},list-2013,7,hand,Oakham is Rutland's court"
SENTENCE = (
    f"Violation (crosswalk): {OAKHAM}: Its identity with row 7 of list-2013 contradicts itself. "
    "Mend the line of crosswalk.csv, or write there by hand what decides. "
    f"no other name of {OAKHAM} shares a word with rutland"
)


def test_is_a_release_refused_whose_crosswalk_contradicts_itself(mini: Mini, tmp_path: Path) -> None:
    tables = mini(CLAIMS, ledger=LEDGER, crosswalk=BY_NAME)
    with pytest.raises(CheckFailed) as refused:
        build(tmp_path / "release", folder=tables, date="2026-11-23")
    assert str(refused.value).splitlines() == ["1 violation; the release was not made", SENTENCE]
    assert not (tmp_path / "release").exists()


def test_does_estate_check_find_what_speaks_against_an_identity(
    mini: Mini, tmp_path: Path, run_estate: Run
) -> None:
    tables = mini(CLAIMS, ledger=LEDGER, crosswalk=BY_HAND)
    release = build(tmp_path / "release", folder=tables, date="2026-11-23").release.folder
    outcome = check_release(release, "fast")
    assert (outcome.passed, [found for found in outcome.problems if found.check == "crosswalk"]) == (True, [])
    assert run_estate("check", "--release", str(release)).code == 0
    rows = [line.split(",") for line in BY_NAME.splitlines()]
    write_table(release / "reports" / "crosswalk.csv", CROSSWALK_COLUMNS, rows)
    outcome = check_release(release, "fast")
    assert not outcome.passed
    assert [str(found) for found in outcome.problems if found.check == "crosswalk"] == [SENTENCE]
    code, out, err = run_estate("check", "--release", str(release))
    assert (code, err) == (1, "")
    assert "Failed: violation: 1, warning: 1." in out
