"""What does a list that claims to be exhaustive lack, which others have for the time of the list?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.infer import infer
from graph.lives import lives
from graph.namespaces import Names
from graph.nquads import Terms
from graph.omissions import Omission, omissions
from graph.queries import load
from graph.reading import read_tables
from graph.resolve import resolve
from graph.resources import root

if TYPE_CHECKING:
    from tests.conftest import Mini

AREA = "cps-area/1999/leicestershire-and-rutland"
LIST = f"courts-of-the-notice,notice,paragraph 4,{AREA},cje:prosecutesAt,cje:MagistratesCourt"
NOTICE = f"{AREA},cje:prosecutesAt,magistrates-court/oakham,,,,notice,paragraph 4\n"
CODES = f"""
{AREA},cje:servesForce,police-force/leicestershire,,1999-04-01,2011-03-31,codes
police-force/leicestershire,cje:coversJusticeArea,criminal-justice-area/33,,,,codes
magistrates-court/oakham,cje:withinJusticeArea,criminal-justice-area/33,,,,codes
magistrates-court/leicester,cje:withinJusticeArea,criminal-justice-area/33,,,,codes
crown-court-centre/leicester,cje:withinJusticeArea,criminal-justice-area/33,,,,codes
"""


def omitted(folder: Path) -> list[Omission]:
    tables = read_tables(folder)
    resolution = resolve(tables)
    living, _ = lives(tables, resolution)
    rule = load(root() / "queries" / "infer" / "prosecutes-at.rq")
    inferred = infer(resolution.statements, living, [rule], Terms(Names(), tables.schema))
    return omissions(tables, resolution.statements, inferred, living)


def test_does_the_notice_omit_the_court_of_leicester(mini: Mini) -> None:
    """The code list knows it, by inference; the notice, which names the courts one by one, does not."""
    [omission] = omitted(mini(NOTICE + CODES, lists=LIST))
    assert (omission.list_.key, omission.value) == ("courts-of-the-notice", "magistrates-court/leicester")
    assert len(omission.known_by) == 1


def test_does_a_list_omit_what_another_source_says(mini: Mini) -> None:
    said = f"{AREA},cje:prosecutesAt,magistrates-court/leicester,,1999,,list-2005\n"
    folder = mini(NOTICE + said, lists=LIST)
    [omission] = omitted(folder)
    [claim] = [claim for claim in read_tables(folder).claims if claim.source == "list-2005"]
    assert (omission.value, omission.known_by) == ("magistrates-court/leicester", (claim.key,))


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("magistrates-court/leicester,,2012-01-01,,list-2013", id="only later"),
        pytest.param("magistrates-court/leicester,,1999-04-01,2005-12-31,list-2013", id="only earlier"),
        pytest.param("crown-court-centre/leicester,,1999,,list-2013", id="of another class"),
        pytest.param("magistrates-court/leicester,,1999,,list-2013,page 1,planned", id="only planned"),
        pytest.param("magistrates-court/oakham,,1999,,list-2013", id="which it has"),
    ],
)
def test_is_a_value_omitted_that_the_list_could_not_have(mini: Mini, row: str) -> None:
    assert omitted(mini(f"{NOTICE}{AREA},cje:prosecutesAt,{row}\n", lists=LIST)) == []


def test_is_a_court_omitted_that_had_closed_before_the_list_was_made(mini: Mini) -> None:
    closed = """
closure/leicester,cje:date,2003-12-31,,,,statement
closure/leicester,cje:affects,magistrates-court/leicester,,,,statement
"""
    said = f"{AREA},cje:prosecutesAt,magistrates-court/leicester,,1999,,list-2005\n"
    assert omitted(mini(NOTICE + said + closed, lists=LIST)) == []


def test_is_anything_omitted_where_no_list_claims_to_be_exhaustive(mini: Mini) -> None:
    assert omitted(mini(NOTICE + CODES)) == []
