"""Does an assistant get the facts with their sources, and nothing that it could break?"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

from graph.build import Built
from tests.runaways import EAT, RUN_ON

mcp = pytest.importorskip("mcp", reason="The extra is missing: pip install 'justice-estate[mcp]'")

OAKHAM, AREA = "magistrates-court/oakham", "cps-area/1999/leicestershire-and-rutland"
NOTICE = "HMCPSI inspection of CPS Leicestershire and Rutland"
TOOLS = {"resolve", "show", "questions", "ask", "query", "changes"}
Calls = tuple[tuple[str, dict[str, Any]], ...]


def told(folder: Path, *calls: tuple[str, dict[str, Any]], options: tuple[str, ...] = ()) -> list[Any]:
    """What the SDK's own client is told: the names of the tools, then an answer or an error's text each."""
    words = ["-m", "graph.cli", "mcp", "--release", str(folder), *options]
    server = mcp.StdioServerParameters(command=sys.executable, args=words)

    async def ask() -> list[Any]:
        async with mcp.Client(server) as client:
            found: list[Any] = [{tool.name for tool in (await client.list_tools()).tools}]
            for name, arguments in calls:
                result = await client.call_tool(name, arguments)
                found.append(result.content[0].text if result.is_error else result.structured_content)
            return found

    return asyncio.run(ask())


@pytest.fixture(scope="module")
def chain(built: Built) -> list[Any]:
    """The tools, and the chain from the name of a court to how the area that prosecuted there was rated."""
    return told(
        built.release.folder,
        ("resolve", {"text": "Oakham"}),
        ("ask", {"question": "CQ-03", "arguments": {"court": OAKHAM}}),
        ("show", {"thing": OAKHAM, "on": "2008-12-31"}),
        ("ask", {"question": "CQ-01", "arguments": {"area": AREA}, "on": "2008-12-31"}),
        ("ask", {"question": "CQ-05", "arguments": {"body": "CPS Leicestershire and Rutland"}}),
        ("ask", {"question": "CQ-18", "arguments": {"inspection": NOTICE}}),
        ("show", {"thing": OAKHAM, "on": "2012-01-01"}),
        ("query", {"sparql": f"SELECT ?area {{ ?area cje:prosecutesAt <id/{OAKHAM}> }}", "on": "2008-12-31"}),
        ("changes", {"since": "2011-01-01", "until": "2011-12-31", "kind": "closure", "area": AREA}),
        ("questions", {}),
        options=("--deadline", "120"),  # A machine under load is slow, which is not what is tested here.
    )


def sources(answer: dict[str, Any]) -> str:
    return " | ".join(source["title"] for source in answer["sources"])


def test_the_tools_are_listed(chain: list[Any]) -> None:
    assert chain[0] == TOOLS


def test_every_answer_carries_its_sources(chain: list[Any]) -> None:
    assert [answer for answer in chain[1:] if not answer["sources"]] == []


def test_a_name_leads_to_the_court(chain: list[Any]) -> None:
    first = chain[1]["candidates"][0]
    assert (first["key"], first["kind"], first["state"]) == (OAKHAM, "magistrates' court", "closed")
    assert "organisation unit codes" in sources(chain[1])


def test_when_it_closed_and_where_its_work_went(chain: list[Any]) -> None:
    rows = [row for row in chain[2]["rows"] if row.get("at_key") == OAKHAM]
    assert {row["value"] for row in rows if row["topic"] == "work moved to"} == {
        "Loughborough Magistrates' Court"
    }
    assert any(row["topic"] == "end" and row["saidBy"] for row in rows)
    assert "Loughborough court house nearly empty" in sources(chain[2])


def test_who_prosecuted_there_on_a_day(chain: list[Any]) -> None:
    facts = [fact for fact in chain[3]["facts"] if fact["about"] == "CPS Leicestershire and Rutland"]
    assert [fact["property"] for fact in facts] == ["prosecutes at"]
    assert any(NOTICE in said for said in facts[0]["said_by"])
    assert OAKHAM in {row["court_key"] for row in chain[4]["rows"]}


def test_how_it_was_rated_and_by_whom(chain: list[Any]) -> None:
    grades = [(row["grade"], row["scale"], row["saidBy"]) for row in chain[5]["rows"] if "grade" in row]
    assert grades == [("Poor", "CPS inspection scale", NOTICE), ("Fair", "CPS inspection scale", NOTICE)]
    assert any("Inspectorate" in str(row) for row in chain[6]["rows"])
    assert NOTICE in sources(chain[6])


def test_a_court_that_had_closed_is_told_as_absent(chain: list[Any]) -> None:
    assert (chain[7]["present"], chain[7]["facts"]) == (False, [])
    assert "not shown as there on 1 January 2012" in chain[7]["absence"]


def test_a_query_of_ones_own_on_a_day(chain: list[Any]) -> None:
    assert chain[8]["rows"] == [{"area": "CPS Leicestershire and Rutland", "area_key": AREA}]
    assert NOTICE in sources(chain[8])


def test_changes_between_two_days(chain: list[Any]) -> None:
    assert "closure/oakham-2011" in {change["event"] for change in chain[9]["changes"]}
    assert all(change["said_by"] for change in chain[9]["changes"])


def test_the_questions_are_listed(chain: list[Any]) -> None:
    assert {f"CQ-{number:02}" for number in range(1, 26)} <= {each["id"] for each in chain[10]["questions"]}


def test_what_cannot_be_answered_is_told_in_a_sentence(built: Built) -> None:
    runaways = [("query", {"sparql": next(iter(queries.values()))}) for queries in (RUN_ON, EAT)]
    _, *answers = told(
        built.release.folder,
        ("show", {"thing": "Nowhere Magistrates' Court"}),
        ("ask", {"question": "CQ-99"}),
        ("ask", {"question": "CQ-03"}),
        ("show", {"thing": OAKHAM, "on": "31/12/2008"}),
        ("query", {"sparql": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"}),
        ("query", {"sparql": "INSERT DATA { <a:a> <a:b> <a:c> }"}),
        ("query", {"sparql": "SELECT ?s { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}),
        *runaways,
        ("resolve", {"text": "Oakham"}),
        options=("--deadline", "20", "--memory", "256"),
    )
    words = (
        "Nothing is called",
        "CQ-99",
        "court",
        "31/12/2008",
        "SELECT or an ASK",
        "update",
        "SERVICE is not answered",
        "was stopped",
        "",
    )
    assert [(text, word) for text, word in zip(answers, words, strict=False) if word not in text] == []
    assert [text for text in answers[:-1] if "Traceback" in text or not isinstance(text, str)] == []
    assert answers[-1]["candidates"][0]["key"] == OAKHAM
