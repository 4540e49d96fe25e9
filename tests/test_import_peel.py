"""PEEL ratings: one row a force, cycle and aspect."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.importers.peel import COLUMNS
from tests.conftest import Mini
from tests.upstream import faults, imported, notes, said, set_aside

NAME = "peel-ratings"


@pytest.fixture
def tables(mini: Mini) -> Path:
    return mini(
        "police-force/kent,skos:prefLabel,Kent Police,en,,,notice",
        imports=f"{NAME},{NAME},,peel_ratings.csv",
        sources="page,inspectorate-page,2017\nnews,newspaper,2017-03-02",
    )


def test_what_does_a_row_say(tables: Path) -> None:
    imported(tables, NAME, COLUMNS, "kent,2016,effectiveness,Good,2017-03-02,n,,file:news")
    assert said(tables, NAME) == [
        "inspection/peel-2016/kent skos:prefLabel PEEL assessment 2016 of Kent Police | news, row",
        "inspection/peel-2016/kent cje:inspects police-force/kent | news, row",
        "inspection/peel-2016/kent cje:conductedBy inspectorate/hmicfrs | news, row",
        "inspection/peel-2016/kent cje:withinProgramme inspection-programme/peel-2016 | news, cycle",
        "inspection/peel-2016/kent cje:inspectionKind cjev:inspection-kind-peel-assessment | news, row",
        "inspection-programme/peel-2016 skos:prefLabel PEEL 2016 | news, cycle",
        "inspection-programme/peel-2016 cje:conductedBy inspectorate/hmicfrs | news, row",
        "inspection/peel-2016/kent cje:date [..2017-03-02] | news, published",
        "report/peel-2016/kent/effectiveness cje:reportOf inspection/peel-2016/kent | news, row",
        "report/peel-2016/kent/effectiveness skos:prefLabel"
        " PEEL 2016, effectiveness: report on Kent Police | news, row",
        "report/peel-2016/kent/effectiveness dcterms:issued 2017-03-02 | news, published",
        "rating/peel-2016/kent/effectiveness cje:ofInspection inspection/peel-2016/kent | news, row",
        "rating/peel-2016/kent/effectiveness cje:ratedBody police-force/kent | news, row",
        "rating/peel-2016/kent/effectiveness cje:aspect cjev:aspect-peel-effectiveness | news, pillar",
        "rating/peel-2016/kent/effectiveness cje:grade cjev:peel4-good (2017-03-02 to ) | news, rating",
    ]


def test_does_each_source_of_a_row_say_it(tables: Path) -> None:
    row = "kent,2021/22,question/investigating crime,Adequate,,n,,file:news ; file:page"
    done = imported(tables, NAME, COLUMNS, row)
    assert (done.rows, done.entries) == (1, 2)
    rating = "rating/peel-2021/kent/investigating-crime"
    aspect = "cjev:aspect-peel-question-investigating-crime"
    assert said(tables, NAME, rating)[2::4] == [
        f"{rating} cje:aspect {aspect} | news, pillar",
        f"{rating} cje:aspect {aspect} | page, pillar",
    ]
    assert said(tables, NAME, rating)[3::4] == [
        f"{rating} cje:grade cjev:peel5-adequate | news, rating",
        f"{rating} cje:grade cjev:peel5-adequate | page, rating",
    ]
    assert "cje:date" not in " ".join(said(tables, NAME))


def test_is_a_question_reported_with_its_pillar_and_the_page_described_once(tables: Path) -> None:
    rows = """
        kent,2017,efficiency,Good,2017-11-09,n,,file:page
        kent,2017,efficiency/planning,Outstanding,2017-11-09,n,,file:page
    """
    imported(tables, NAME, COLUMNS, rows)
    assert [line.partition(" ")[0] for line in said(tables, NAME, "report/")] == [
        "report/peel-2017/kent/efficiency"
    ] * 3
    assert len(said(tables, NAME, "inspection/peel-2017/kent")) == 5
    assert said(tables, NAME, "rating/peel-2017/kent/planning")[3].startswith(
        "rating/peel-2017/kent/planning cje:grade cjev:peel4-outstanding (2017-11-09 to )"
    )


def test_is_a_national_day_told_as_what_it_is(tables: Path) -> None:
    rows = """
        kent,2016,effectiveness,Good,2017-03-02,n,,file:page
        kent,2016,legitimacy,Good,,n,,file:page
    """
    imported(tables, NAME, COLUMNS, rows)
    legitimacy = "rating/peel-2016/kent/legitimacy"
    filled = "the national day of publication, which the table fills in where a page has none"
    assert notes(tables, NAME, "cje:grade") == {"rating/peel-2016/kent/effectiveness": filled, legitimacy: ""}
    assert said(tables, NAME, legitimacy)[3] == f"{legitimacy} cje:grade cjev:peel4-good | page, rating"
    assert "report/peel-2016/kent/legitimacy dcterms:issued 2016-12-08 | page, published" in said(
        tables, NAME
    )
    assert notes(tables, NAME, "dcterms:issued") == {
        "report/peel-2016/kent/effectiveness": filled,
        "report/peel-2016/kent/legitimacy": (
            "the national day of publication for this pillar, by the rule of the table; not read from the"
            " page"
        ),
    }
    dates = [line for line in said(tables, NAME) if "cje:date" in line]
    assert dates == ["inspection/peel-2016/kent cje:date [..2017-03-02] | page, published"]


def test_is_the_day_from_which_a_grade_is_given_told_as_filled_in(tables: Path) -> None:
    rows = """
        kent,2014,efficiency,Good,2014-11-27,n,,file:page
        kent,2018/19,efficiency,Good,2019-09-27,n,,file:page
        kent,2018/19,legitimacy,Good,2019-09-30,n,,file:news
    """
    imported(tables, NAME, COLUMNS, rows)
    assert notes(tables, NAME, "cje:grade") == {
        "rating/peel-2014/kent/efficiency": (
            "the national day of publication, which the table fills in where a page has none"
        ),
        "rating/peel-2018/kent/efficiency": (
            "the day of tranche two, which the table fills in where a page has none"
        ),
        "rating/peel-2018/kent/legitimacy": "",
    }


@pytest.mark.parametrize(
    ("row", "note"),
    [
        ("2017,legitimacy,Good,2017-12-12,n,page last updated 12/12/2017", ""),
        (
            "2014,efficiency,Good,2014-11-27,n,page last updated 12/11/2014",
            "the national day of publication, which the table fills in where a page has none",
        ),
        ("2018/19,legitimacy,Good,2019-05-02,n,page last updated 02/05/2019", ""),
        ("2018/19,legitimacy,Good,2019-05,n,force page: published May 2019; tranche one", ""),
        (
            "2018/19,legitimacy,Good,2019-09-27,n,inspected in tranche three and published with tranche two",
            "the day of tranche two; filled in by the rule of the table",
        ),
    ],
)
def test_is_a_day_that_the_page_prints_its_own(tables: Path, row: str, note: str) -> None:
    imported(tables, NAME, COLUMNS, f"kent,{row},file:page")
    assert list(notes(tables, NAME, "cje:grade").values()) == [note]


def test_is_a_changed_grade_another_rating(tables: Path) -> None:
    first, later = "rating/peel-2023/kent/managing-offenders", "2024-08-08"
    row = "kent,2023-25,question/managing offenders"
    rows = f"""
        {row},Inadequate,,n,grade changed on {later} from adequate,file:page
        {row},Adequate,,n,as first published; changed on {later} to inadequate,file:page
    """
    imported(tables, NAME, COLUMNS, rows)
    told = [line for line in said(tables, NAME, first) if "grade" in line or "supersedes" in line]
    assert told == [
        f"{first}/{later} cje:supersedes {first} | page, note",
        f"{first}/{later} cje:grade cjev:peel5-inadequate ({later} to ) | page, rating",
        f"{first} cje:grade cjev:peel5-adequate ( to 2024-08-07) | page, rating",
    ]


def test_does_the_note_of_the_table_reach_the_grade_in_our_words(tables: Path) -> None:
    rows = """
        kent,2018/19,effectiveness/prevention,Good,2019-05-02,n,tranche one; carried over from 2016,file:page
        kent,2021/22,question/preventing crime,Good,,n,programme not named,file:page
    """
    imported(tables, NAME, COLUMNS, rows)
    assert notes(tables, NAME, "cje:grade") == {
        "rating/peel-2018/kent/prevention": (
            "the day of tranche one; filled in by the rule of the table; carried over from an earlier cycle"
        ),
        "rating/peel-2021/kent/preventing-crime": (
            "the page does not name the programme, which was told by its date or by what it grades"
        ),
    }
    assert notes(tables, NAME, "dcterms:issued") == {
        "report/peel-2018/kent": "the day of tranche one; filled in by the rule of the table"
    }


def test_which_rows_are_set_aside(tables: Path) -> None:
    rows = """
        kent,2016,efficiency,Good,,y,,file:page
        kent,2017,efficiency,Not graded,2017-11-09,n,,file:page
        kent,2016,legitimacy,Good,,n,,file:page
    """
    imported(tables, NAME, COLUMNS, rows)
    assert set_aside(tables, NAME) == [
        ("peel_ratings/2", "from a page that is held out for tests"),
        ("peel_ratings/3", "not graded"),
    ]


@pytest.mark.parametrize(
    ("row", "value", "problem"),
    [
        ("kent,2013,efficiency,Good,,n,,file:page", "2013", "cycle: Not a cycle of PEEL"),
        ("rutland,2016,efficiency,Good,,n,,file:page", "rutland", "police_uk_slug: Not a force known here"),
        ("kent,2016,efficiency,Adequate,,n,,file:page", "Adequate", "rating: Not a grade of peel4"),
        (
            "kent,2016,efficiency,Good,May,n,,file:page",
            "May",
            "published: Not a day, month, year or two of them",
        ),
    ],
)
def test_is_a_cell_that_cannot_be_right_named(tables: Path, row: str, value: str, problem: str) -> None:
    assert (2, value, problem) in faults(tables, NAME, COLUMNS, row)
