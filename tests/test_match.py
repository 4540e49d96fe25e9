"""Does a spreadsheet of messy names come back with keys, and harmless, or with what is wrong with it?"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.build import Built
from tests.conftest import Answer, Run

Match = Callable[..., Answer]

HEARINGS = """\
hearing,court,day
1,Rutland,01/06/2005
2,Leics Constab.,
3,CPS West Midlands,2005-06-30
4,CPS West Midlands,2015
5,Leicester,2010-01-01
6,zzzz,
7,,2010-01-01
"""


@pytest.fixture
def match(run_estate: Run, built: Built, tmp_path: Path) -> Match:
    """Runs `estate match` on a file of some text or bytes."""

    def command(content: str | bytes, *words: str) -> Answer:
        file = tmp_path / "hearings.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return run_estate("match", str(file), *words, "--release", str(built.release.folder))

    return command


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_which_keys_the_names_of_a_spreadsheet_get(match: Match) -> None:
    answer = match(HEARINGS, "--column", "court", "--date-column", "day")
    assert (answer.code, answer.err) == (0, "4 of 7 names are matched.\n")
    found = rows(answer.out)
    assert [row["estate_key"] for row in found] == [
        "magistrates-court/oakham",
        "police-force/leicestershire",
        "cps-area/1999/west-midlands",
        "cps-area/2011/west-midlands",
        "",
        "",
        "",
    ]
    assert [row["hearing"] for row in found] == list("1234567")
    assert found[0]["estate_label"] == "Oakham Magistrates' Court"
    assert float(found[0]["estate_score"]) > 90
    several = found[4]
    assert several["estate_matched"] == "no"
    assert {"magistrates-court/leicester", "crown-court-centre/leicester"} <= set(
        several["estate_candidates"].split()
    )
    assert found[5]["estate_reason"] == "nothing is like it"


def test_a_kind_and_a_place_settle_which(match: Match) -> None:
    content = "name,where\nNewport,Isle of Wight\nNewport,NP20\nLeicester,\n"
    words = ("--column", "name", "--place-column", "where", "--kind", "magistrates-court")
    keys = [row["estate_key"] for row in rows(match(content, *words).out)]
    assert keys == [
        "magistrates-court/newport-isle-of-wight",
        "magistrates-court/newport-gwent",
        "magistrates-court/leicester",
    ]


def test_no_cell_is_a_formula(match: Match) -> None:
    content = 'court,note\nOakham,=1+1\nOakham,@SUM(A1)\n"=HYPERLINK(""x"")",-5\n+Oakham,"\t1"\n'
    answer = match(content, "--column", "court")
    cells = [cell for row in csv.reader(io.StringIO(answer.out)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]
    assert "-5" in cells


def test_semicolons_marks_and_a_file_that_is_written(match: Match, tmp_path: Path) -> None:
    answer = match(
        "\ufeffname;n\nLlys Ynadon Caernarfon;1\n".encode(),
        "--column", "name", "--out", str(tmp_path / "out.csv"),
    )  # fmt: skip
    assert answer.out == ""
    found = rows((tmp_path / "out.csv").read_text(encoding="utf-8"))
    assert found[0]["estate_key"] == "magistrates-court/caernarfon"


@pytest.mark.parametrize(
    ("content", "words", "message"),
    [
        pytest.param(
            HEARINGS, ("--column", "Court"),
            "hearings.csv:1: no column is called 'Court'. The columns are: 'hearing', 'court', 'day'.",
            id="no such column",
        ),
        pytest.param(
            "a,a\n1,2\n", ("--column", "a"),
            "hearings.csv:1: 2 columns are called 'a'. Give each its own name.",
            id="a column twice",
        ),
        pytest.param("", ("--column", "a"), "hearings.csv:1: the file has no header.", id="empty"),
        pytest.param(
            "court,day\nOakham,2005-06-01\nOakham,31/31/2005\n",
            ("--column", "court", "--date-column", "day"),
            "hearings.csv:3: column 'day': '31/31/2005' is no day.",
            id="no day",
        ),
        pytest.param(
            "court,day\nOakham, Rutland,2005\n", ("--column", "court"),
            "hearings.csv:2: the line has 3 cells, and the header 2 columns.",
            id="a comma too many",
        ),
        pytest.param(
            b"court\nOakham\nYnys M\xf4n\n", ("--column", "court"),
            "hearings.csv:3: byte 7 of the line is not UTF-8 (0xf4). Save the file as CSV UTF-8.",
            id="not UTF-8",
        ),
        pytest.param(
            'court\n"Oakham" x\n', ("--column", "court"), "hearings.csv:2: this is no CSV:", id="no CSV"
        ),
        pytest.param(
            HEARINGS, ("--column", "court", "--kind", "pub"), "There is no kind 'pub'. The kinds are: ",
            id="no such kind",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_told(
    match: Match, content: str | bytes, words: tuple[str, ...], message: str
) -> None:
    answer = match(content, *words)
    assert answer.code == 2
    assert answer.out == ""
    assert message in answer.err


def test_a_file_that_is_not_there(run_estate: Run, built: Built) -> None:
    words = ("match", "nowhere.csv", "--column", "a", "--release", str(built.release.folder))
    assert run_estate(*words).err == "nowhere.csv cannot be read: No such file or directory.\n"
