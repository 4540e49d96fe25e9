"""Does the command answer, say yes, no or could-not in its exit code, and never show a traceback?"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.build import Built
from graph.namespaces import Names
from tests.conftest import Answer

if TYPE_CHECKING:
    from tests.conftest import Mini, Run

AREA = "cps-area/1999/leicestershire-and-rutland"
NAMES = Names()
OAKHAM = "magistrates-court/oakham"
FROM = f"SELECT * FROM <{NAMES.graph('at/2008-12-31')}> WHERE {{ ?s ?p ?o }}"
TWO_DATES = f"""PREFIX at: <{NAMES.graph("at/")}>
SELECT ?name FROM NAMED at:2008-12-31 FROM NAMED at:2012-01-01
WHERE {{
  GRAPH at:2008-12-31 {{
    ?court a cje:MagistratesCourt ; cje:withinJusticeArea ?area ; skos:prefLabel ?name .
    ?area a cje:CriminalJusticeArea ; cje:cjsCode "33"
  }}
  FILTER NOT EXISTS {{ GRAPH at:2012-01-01 {{ ?court a cje:MagistratesCourt }} }}
}} ORDER BY ?name"""
SELECT = "SELECT ?name { ?court cje:ouCode 'B33PL' ; rdfs:label ?name }"


@pytest.fixture
def run(built: Built, run_estate: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command on the real release, from an empty folder."""
    monkeypatch.setenv("ESTATE_RELEASE", str(built.release.folder))
    return run_estate


# Yes


def test_which_courts_are_answered(run: Run) -> None:
    code, out, err = run("ask", "CQ-01", "--area", AREA)
    assert (code, err) == (0, "")
    for name in ("Coalville", "Hinckley", "Loughborough", "Market Harborough", "Melton Mowbray", "Oakham"):
        assert name in out
    assert "inferred" in out


def test_is_an_answer_as_json_the_same(run: Run) -> None:
    code, out, _ = run("ask", "CQ-01", f"--area={AREA}", "--json")
    rows = json.loads(out)
    assert code == 0
    assert {(row["court"], row["kind"]) for row in rows} >= {
        ("magistrates-court/oakham", "asserted"),
        ("magistrates-court/leicester", "inferred"),
    }
    assert ("magistrates-court/leicester", "asserted") not in {(row["court"], row["kind"]) for row in rows}


def test_which_questions_are_there(run: Run) -> None:
    code, out, _ = run("ask")
    assert code == 0
    assert [f"CQ-{n:02}" for n in (1, 2, 5, 10, 20) if f"CQ-{n:02}" not in out] == []


def test_is_a_thing_shown_by_its_name(run: Run) -> None:
    code, out, _ = run("show", "Oakham")
    assert code == 0
    for words in (
        "magistrates-court/oakham",
        "B33PL",
        "B33LG",
        "Leicestershire Police",
        "Not known",
        "point",
    ):
        assert words in out


def test_are_all_sources_of_a_fact_named_in_full_only(run: Run) -> None:
    more = " more (all with --full)"
    short, full = (run("show", "magistrates-court/warley", *option).out for option in ((), ("--full",)))
    assert (more in short, more in full) == (True, False)
    assert len(full) > len(short)
    assert "Where the sources disagree" in short


def test_is_a_thing_shown_as_json(run: Run) -> None:
    code, out, _ = run("show", "magistrates-court/oakham", "--json")
    assert (code, json.loads(out)["key"]) == (0, "magistrates-court/oakham")


@pytest.mark.parametrize("command", ["conflicts", "sources"])
def test_is_a_list_printed_and_as_json_parsed(run: Run, command: str) -> None:
    assert run(command).code == 0
    code, out, _ = run(command, "--json")
    assert code == 0
    assert len(json.loads(out)) > 10


def test_are_the_conflicts_of_one_property_only_of_it(run: Run) -> None:
    _, out, _ = run("conflicts", "--property", "cje:point", "--json")
    assert {row["thing"].partition("/")[0] for row in json.loads(out)} == {"courthouse"}


def test_is_the_release_found_sound(run: Run, built: Built) -> None:
    code, out, _ = run("verify")
    assert code == 0
    assert built.release.metadata.rdfc10_sha256 in out
    assert run("verify", str(built.release.folder)).code == 0
    assert run("check").code == 0
    assert json.loads(run("check", "--json").out)["passed"] is True


@pytest.mark.parametrize(
    ("format", "begins"),
    [("csv", "name\r\n"), ("tsv", "?name\n"), ("json", '{"head"'), ("xml", "<?xml"), ("table", "name")],
)
def test_how_is_the_answer_of_a_query_written(run: Run, format: str, begins: str) -> None:
    code, out, err = run("query", "-", "--format", format, stdin=SELECT)
    assert (code, err) == (0, "")
    assert out.lstrip().startswith(begins)
    assert "Oakham" in out


def test_is_a_query_read_from_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("CONSTRUCT { ?s rdfs:label ?n } { ?s cje:ouCode 'B33PL' ; rdfs:label ?n }")
    code, out, _ = run("query", "q.rq", "--format", "nt")
    assert code == 0
    assert out.startswith("<https://w3id.org/justice-estate/id/magistrates-court/oakham> ")


def test_what_is_the_version(run: Run) -> None:
    code, out, _ = run("--version")
    assert (code, out.strip()) == (0, version("justice-estate"))


# On a day


def test_is_a_question_put_to_a_day(run: Run) -> None:
    code, out, err = run("ask", "CQ-01", "--area", AREA, "--at", "2008-12-31", "--json")
    assert (code, err) == (0, "")
    assert OAKHAM in {row["court"] for row in json.loads(out)}
    code, out, err = run("ask", "CQ-01", "--area", AREA, "--at", "2012-01-01")
    assert (code, out) == (1, "The sources say nothing of this: no row.\n")
    assert (
        "CPS Leicestershire and Rutland (cps-area/1999/leicestershire-and-rutland) is not shown as there"
        in err
    )


def test_which_courts_of_leicestershire_stood_in_2008_and_not_in_2012(run: Run) -> None:
    """Two dates in one query, by full and by prefixed names."""
    full = TWO_DATES.replace("at:", NAMES.graph("at/"))
    full = re.sub(rf"({NAMES.graph('at/')}[0-9-]+)", r"<\1>", full.split("\n", 1)[1])
    names = ["Coalville", "Market Harborough", "Melton Mowbray", "Oakham"]
    for query in (TWO_DATES, full):
        code, out, _ = run("query", "-", "--format", "csv", stdin=query)
        assert code == 0
        assert out.split("\r\n")[1:-1] == [f"{name} Magistrates' Court" for name in names]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("1960-06-01", "Leicestershire and Rutland Constabulary"),
        ("1970-06-01", "Leicester and Rutland Constabulary"),
        ("2008-12-31", "Leicestershire Constabulary"),
        ("2013-01-01", "Leicestershire Police"),
    ],
)
def test_is_a_thing_shown_under_the_name_of_the_day(run: Run, day: str, name: str) -> None:
    code, out, err = run("show", "leicestershire-police", "--at", day)
    assert code == 0
    assert out.startswith(f"{name}  police-force/leicestershire")
    assert ("do not reach back" in err) == (day < "2004-01-01")


def test_is_what_changed_listed(run: Run) -> None:
    words = ("changes", "--from", "2011-01-01", "--to", "2011-12-31", "--kind", "closure", "--area")
    code, out, _ = run(*words, "criminal-justice-area/33")
    assert code == 0
    assert "Melton Mowbray Magistrates' Court" in out
    assert run(*words, "criminal-justice-area/33", "--json").code == 0
    assert run("changes", "--from", "1850-01-01", "--to", "1850-01-02").code == 1


def test_is_a_difference_told_in_words_as_a_patch_and_as_json(run: Run) -> None:
    code, out, _ = run("diff", "2011-12-01", "2012-02-01")
    assert code == 0
    assert "Leicestershire Constabulary → Leicestershire Police" in out
    patch = run("diff", "2011-12-01", "2012-02-01", "--format", "patch").out.splitlines()
    assert (patch[0], patch[-1]) == ("TX .", "TC .")
    assert {row[:2] for row in patch[1:-1]} == {"D ", "A "}
    things = json.loads(run("diff", "2011-12-01", "2012-02-01", "--format", "json").out)
    assert "police-force/leicestershire" in {thing["key"] for thing in things}
    assert run("diff", "2011-12-01", "2011-12-01").code == 1


def test_is_a_way_from_one_thing_to_another_told(run: Run) -> None:
    code, out, _ = run("path", "Oakham", "inspectorate/hmcpsi", "--at", "2008-12-31", "--limit", "1")
    assert code == 0
    assert out.startswith(
        "Oakham Magistrates' Court, prosecuted at by CPS Leicestershire and Rutland, inspected in "
    )
    assert json.loads(run("path", "Oakham", "inspectorate/hmcpsi", "--json").out)[0]["steps"]


def test_is_a_day_exported(run: Run, tmp_path: Path) -> None:
    assert run("export", "nt", "--at", "2008-12-31", "--out", "day.nt").code == 0
    assert (tmp_path / "day.nt").read_text() == run("export", "nt", "--at", "2008-12-31").out


# No


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["show", "Leicester"], "'Leicester' may be: "),
        (["show", "Xyzzyx"], "Nothing is called 'Xyzzyx'"),
        (["show", "Okeham"], "Like it: "),
        (["show", ""], "Nothing is called ''"),
        (["ask", "CQ-99"], "There is no query 'CQ-99'"),
        (["ask", "courts-of-aera"], "Try: courts-of-area"),
        (["show", "Oakham", "--at", "2012-01-01"], "is not shown as there on 1 January 2012. Began by"),
        (["path", "Oakham", "magistrates-court/none"], "Nothing is called 'magistrates-court/none'"),
        (
            ["path", OAKHAM, "inspectorate/hmcpsi", "--at", "2012-01-01"],
            "is not shown as there on 2012-01-01",
        ),
        (["changes", "--kind", "fire"], "No change is of the kind 'fire'. There are: boundary change"),
    ],
)
def test_is_the_answer_no(run: Run, words: list[str], says: str) -> None:
    code, out, err = run(*words)
    assert (code, out) == (1, "")
    assert says in err
    assert "Traceback" not in err


def test_is_an_empty_answer_a_no(run: Run) -> None:
    code, out, err = run("ask", "CQ-01", "--area", "cps-area/1999/atlantis")
    assert (code, out, err) == (1, "The sources say nothing of this: no row.\n", "")
    assert run("ask", "CQ-01", "--area", "cps-area/1999/atlantis", "--json") == Answer(1, "[]\n", "")


def test_is_an_altered_release_a_no(run: Run, tmp_path: Path, small_release: Path) -> None:
    del tmp_path
    (small_release / "reports" / "sums.json").write_text("{}")
    code, out, _ = run("verify", str(small_release))
    assert code == 1
    assert out.startswith("reports/sums.json was altered")


@pytest.fixture
def small_release(mini: Mini, tmp_path: Path) -> Path:
    """A release that may be broken."""
    from graph.build import build  # noqa: PLC0415 - this fixture alone builds

    folder = mini("court/crown-court,skos:prefLabel,Crown Court,en,,,list-2013")
    return build(tmp_path / "small", folder=folder, date="2026-11-23").release.folder


def test_is_a_violation_a_no(run: Run, mini: Mini, tmp_path: Path) -> None:
    folder = mini("crown-court-centre/leicester,skos:prefLabel,Leicester,en,,,list-2013")
    code, out, err = run("build", "--out", str(tmp_path / "release"), "--data", str(folder))
    assert (code, out) == (1, "")
    assert "the release was not made" in err
    assert not (tmp_path / "release").exists()


def test_are_files_checked_that_break_a_rule(run: Run, tmp_path: Path) -> None:
    centre = "<https://w3id.org/justice-estate/id/crown-court-centre/x>"
    (tmp_path / "x.ttl").write_text(
        f"@prefix cje: <https://w3id.org/justice-estate/ontology#> . {centre} a cje:CrownCourtCentre ."
    )
    code, out, _ = run("check", "x.ttl")
    assert code == 1
    assert "crown-court-centre/x" in out
    assert json.loads(run("check", "x.ttl", "--json").out)["passed"] is False


# Could not


@pytest.mark.parametrize(
    ("words", "stdin", "says"),
    [
        (["ask", "CQ-01", "--aera", AREA], "", "has no parameter 'aera'. It takes: area"),
        (["ask", "CQ-01"], "", "needs the parameter 'area'"),
        (["ask", "CQ-01", AREA], "", "belongs to no parameter. Write --name value."),
        (["ask", "CQ-01", "--area"], "", "--area has no value"),
        (["ask", "CQ-01", "--area", "an area"], "", "the parameter 'area' cannot be 'an area'"),
        (["query", "-"], "SELECT", "The query cannot be run: "),
        (["query", "-"], "", "The query cannot be run: "),
        (["query", "-"], "ASK {}", "A SELECT query is needed here"),
        (["query", "-", "--format", "ttl"], SELECT, "not as ttl"),
        (["query", "no.rq"], "", "no.rq cannot be read"),
        (["query", "."], "", ". cannot be read"),
        (["query", "-", "--format", "pdf"], SELECT, "pdf"),
        (["show", "Oakham", "--release", "nowhere"], "", "There is no release at "),
        (["ask", "CQ-20", "--release", "nowhere"], "", "There is no release at "),
        (["verify", "nowhere"], "", "There is no release at "),
        (["check", "no.ttl"], "", "no.ttl cannot be read"),
        (["check", "no.txt"], "", "no.txt is of no known form"),
        (["conflicts", "--property", "a property"], "", "the parameter 'property' cannot be"),
        (["build", "--base", "https://example.org"], "", "is no base: it must be an IRI that ends in / or #"),
        (["build", "--base", "not a base/"], "", "is no base"),
        (["build", "--date", "23/11/2026", "--out", "r"], "", "is not the day of a release"),
        (["build", "--data", "nowhere", "--out", "r"], "", "There is no such table"),
        (["build", "--out", "/proc/estate"], "", "No release can be written at /proc/estate"),
        (["frobnicate"], "", "No such command"),
        (["ask", "CQ-01", "--area", AREA, "--at", "2008"], "", "'2008' is no day of the calendar."),
        (
            ["ask", "CQ-03", "--court", OAKHAM, "--at", "2008-12-31"],
            "",
            "takes no date: it tells of all times",
        ),
        (["show", "Oakham", "--at", "2130-01-01"], "", "2130-01-01 is still to come for this release"),
        (["show", "Oakham", "--at", "1066-10-14"], "", "is before anything that the sources tell of"),
        (["query", "-", "--at", "2008-02-30"], SELECT, "'2008-02-30' is no day of the calendar."),
        (["query", "-", "--at", "2008-12-31"], FROM, "The query names its graphs itself (FROM)"),
        (["query", "-"], FROM.replace("2008-12-31", "2008-12-32"), "'2008-12-32' is no day of the calendar."),
        (["changes", "--from", "2012-01-01", "--to", "2011-01-01"], "", "2012-01-01 is after 2011-01-01."),
        (["diff", "2012-01-01", "2011-01-01"], "", "2012-01-01 is after 2011-01-01."),
        (["diff", "yesterday", "2011-01-01"], "", "'yesterday' is no day of the calendar."),
        (["export", "nt", "--out", "no/such/folder.nt"], "", "cannot be written: No such file or directory"),
        (["export", "doc"], "", "'doc' is not one of"),
    ],
)
def test_is_it_said_why_the_command_could_not_run(run: Run, words: list[str], stdin: str, says: str) -> None:
    code, out, err = run(*words, stdin=stdin)
    assert (code, out) == (2, "")
    assert says in " ".join(err.split())
    assert "Traceback" not in err


def test_are_all_faults_of_the_tables_printed_at_once(run: Run, mini: Mini, tmp_path: Path) -> None:
    folder = mini("""
    magistrates-court/oakham,cje:ouCod,B33PL,,20014-10-30,,codes
    magistrates-court/oakham,cje:ouCode,B33PL,,,,codes,page 1,deprecated
    """)
    code, _, err = run("build", "--data", str(folder), "--out", str(tmp_path / "r"))
    assert code == 2
    lines = [line for line in err.splitlines() if line.startswith("claims/") or "faults" in line]
    assert [line.split(". ")[0] for line in lines] == [
        "3 faults in the tables",
        "claims/mini.csv:2: Not a date: '20014-10-30'",
        "claims/mini.csv:2: Unknown property: 'cje:ouCod'",
        "claims/mini.csv:3: A deprecated claim without its reason: 'B33PL'",
    ]


def test_are_files_named_that_cannot_be_parsed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text("<urn:a> <urn:b>\n\n , .")
    code, _, err = run("check", "x.ttl")
    assert code == 2
    assert err.startswith("x.ttl:")


# Building


def test_what_does_a_build_print(run: Run, mini: Mini, tmp_path: Path) -> None:
    folder = mini(
        "court/crown-court,skos:prefLabel,Crown Court,en,,,list-2013,row 1",
        ledger=f"list-2013,1,{'0' * 64},claims\nlist-2013,2,{'0' * 64},set-aside,Blank.",
    )
    words = ("build", "--data", str(folder), "--out", str(tmp_path / "r"), "--date", "2026-11-23")
    code, out, _ = run(*words)
    assert code == 0
    assert "Rows read of the sources: 2 = 1 with claims + 1 set aside" in " ".join(out.split())
    assert "Release 2026-11-23 with " in out
    code, out, _ = run(*words, "--json")
    assert (code, json.loads(out)["rows_read"]) == (0, 2)


# As a process of its own


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "graph.cli", *words]


def test_does_the_process_end_with_the_code_of_the_answer(built: Built) -> None:
    environment = {
        **os.environ,
        "ESTATE_RELEASE": str(built.release.folder),
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }

    def code(*words: str) -> tuple[int, bool]:
        ended = subprocess.run(command(*words), env=environment, capture_output=True, text=True, check=False)
        return ended.returncode, "Traceback" in ended.stderr

    assert [code("show", "Oakham"), code("show", "Leicester"), code("ask", "CQ-01")] == [
        (0, False),
        (1, False),
        (2, False),
    ]


def test_is_a_reader_that_leaves_early_told_anything(built: Built) -> None:
    environment = {
        **os.environ,
        "ESTATE_RELEASE": str(built.release.folder),
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    with subprocess.Popen(
        command("conflicts", "--json"), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
