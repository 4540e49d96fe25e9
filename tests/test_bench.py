"""The benchmark in short, for its correctness: each engine has the rows of the mix, and the page holds."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from graph.asof import LIMIT, Moment, Timeline
from graph.build import Built
from graph.estate import Estate
from graph.namespaces import Names
from graph.queries import find
from graph.release import TIMELINE, Release
from graph.remote import ASTRAY
from graph.scale import EMBEDDED, advice
from tests.bench import budgets, page
from tests.bench.charts import chart
from tests.bench.copies import replicate, rewriting
from tests.bench.growth import exponent, exponents
from tests.bench.load import Load
from tests.bench.mix import Mix, Work, plain, same_rows
from tests.bench.page import put, read
from tests.bench.peer_page import lines, ratios
from tests.bench.peers import own_rows, rows_of
from tests.conftest import Mini, Run
from tests.loaded import Loaded

DRAWS = 6
TABLES = "court/crown-court,skos:prefLabel,Crown Court,en,,,list-2013,row 1"


@pytest.fixture(scope="session")
def mix(embedded: Estate) -> Mix:
    return Mix(embedded.store, DRAWS)


def test_every_engine_gives_the_rows_of_the_mix(loaded: Loaded, mix: Mix, embedded: Estate) -> None:
    ours, theirs = partial(own_rows, embedded), partial(rows_of, loaded.store(), False)
    differing = []
    for work in mix.works():
        some = Work(work.name, work.asked[: 3 * DRAWS])
        assert any(own_rows(embedded, asked) for asked in some.asked), f"{work.name} has no row at all"
        differing += same_rows(some, ours, theirs)
    assert differing == []


def test_other_rows_are_told(mix: Mix, embedded: Estate) -> None:
    work = mix.lookups()
    empty = same_rows(work, partial(own_rows, embedded), lambda _: [])
    assert len(empty) == len(work.asked)
    assert "0 rows for" in empty[0]


def test_days_over_lifespans_are_those_of_the_graphs_of_days(mix: Mix, embedded: Estate) -> None:
    for work in mix.days():
        for asked in work.asked:
            assert own_rows(embedded, asked) == embedded.query(asked.others).texts(), (work.name, asked.day)


def test_the_mix_is_drawn_by_its_seed_and_varies(mix: Mix, embedded: Estate) -> None:
    again, question = Mix(embedded.store, DRAWS), find("court-changes")
    drawn_twice = [[each.arguments(question, number) for number in range(DRAWS)] for each in (mix, again)]
    assert drawn_twice[0] == drawn_twice[1]
    assert all(given["since"] <= given["until"] for given in drawn_twice[0])
    assert [work.asked for work in again.days()] == [work.asked for work in mix.days()]
    drawn = mix.each_question()
    assert len(drawn["courts-of-area"].asked) == DRAWS
    assert len({asked.day for asked in mix.days()[0].asked}) == DRAWS
    assert not ASTRAY["Virtuoso"] & {
        name for name, work in drawn.items() if set(work.asked) & set(mix.questions().asked)
    }


@pytest.mark.parametrize(
    ("cell", "value"), [("51.0", "51"), ("51", "51"), ("0.50", "0.5"), ("1.0.0", "1.0.0")]
)
def test_numbers_are_compared_by_value(cell: str, value: str) -> None:
    assert plain((cell,)) == (value,)


def test_copies_are_estates_of_their_own(part: Release, tmp_path: Path) -> None:
    replicate(part, tmp_path / "three", 3)
    store = Release.open(tmp_path / "three").store()
    count = "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a cje:MagistratesCourt }"
    courts = [int(Estate(each).query(count).texts()[0][0]) for each in (part.store(), store)]
    assert courts[1] == 3 * courts[0]
    laws = "SELECT (COUNT(DISTINCT ?l) AS ?n) { ?l a cje:LegalProvision }"
    assert Estate(store).query(laws).texts() == Estate(part.store()).query(laws).texts()


def test_a_copy_has_its_own_keys_and_names(part: Release) -> None:
    court = Names().thing("magistrates-court/oakham")
    line = f'<{court}> <http://www.w3.org/2000/01/rdf-schema#label> "Oakham \\"Castle\\""@en .\n'
    assert rewriting(part, 0)(line) == line
    assert rewriting(part, 7)(line) == (
        f'<{court}-x7> <http://www.w3.org/2000/01/rdf-schema#label> "Oakham \\"Castle\\" (7)"@en .\n'
    )


def test_an_exponent_is_the_slope() -> None:
    assert exponent([(1, 2), (10, 200), (100, 20_000)]) == pytest.approx(2)
    found = {"1": {"quads": 10.0, "build s": 1.0}, "10": {"quads": 100.0, "build s": 10.0}}
    assert exponents(found) == {"build s": pytest.approx(1)}


def test_a_section_takes_the_place_of_the_old_one_and_the_rest_stays(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("# Old\n\nhead\n\n## By hand\n\nkept\n\n## Growth (2025)\n\nold\n\n### Below\n\nit\n")
    put("Growth (2026)", ["new"], path)
    put("Budgets", ["table"], path)
    assert read(path) == {"Budgets": "table", "Growth (2026)": "new", "By hand": "kept"}
    assert list(read(path)) == ["Budgets", "Growth (2026)", "By hand"]
    text = path.read_text()
    put("Budgets", ["table"], path)
    assert path.read_text() == text


def test_the_page_has_each_section_once() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    assert text.count("\n## ") == len(read())
    for name in page.CHARTS.glob("*.svg"):
        assert f"charts/{name.name}" in text


def test_a_budget_is_met_missed_or_not_measured() -> None:
    build = budgets.BUDGETS[0]
    assert "not measured" in build.row({})
    line = build.row({"growth": {"1": {"build s": 12.0}}, "growth measured": "2026-01-02"})
    assert "2026-01-02" in line
    assert line in list(budgets.lines({}, f"| what |\n{line}"))
    assert build.row({"growth": {"1": {"build s": 14.0}}, "growth measured": "2026-11-27"}).endswith(
        "| met |"
    )
    assert "missed by 20 %" in build.row({"growth": {"1": {"build s": 18.0}}})
    shacl = next(budget for budget in budgets.BUDGETS if budget.section == "shacl")
    assert "missed by 60 %" in shacl.row({"shacl": {"pySHACL s": 10.0, "fast s": 1.0}})


def test_a_server_that_failed_is_told_and_ratios_are_of_what_both_did() -> None:
    done, none = Load(100, 1, 2, 3).as_json(), Load(why="not in 10 s").as_json()
    engines: dict[str, dict[str, Any]] = {
        "Justice Estate": {
            "figures": {"start s": 1.0},
            "loads": {"a, cold, 1": done, "b, cold, 1": done},
            "differs": [],
        },
        "Fuseki": {
            "figures": {},
            "loads": {"a, cold, 1": Load(400, 1, 2, 3).as_json(), "b, cold, 1": none},
            "differs": [],
        },
        "Virtuoso": {"figures": {}, "loads": {}, "differs": [], "why": "did not load in 240 s"},
    }
    assert ratios(engines) == {"a, cold, 1": {"Fuseki": 0.25}}
    text = "\n".join(lines({"The estate": engines}))
    assert "did not load in 240 s" in text
    assert "a, cold, 1 than Fuseki (0.25)" in text
    assert "| b, cold, 1 | 100/s (1.0, 2.0, 3.0 ms) | not in 10 s |  |" in text


def test_a_chart_is_svg_that_says_what_its_lines_are() -> None:
    svg = chart("A & b", "quads", "s", {"build": [(1e6, 2.0), (1e7, 30.0)], "check": [(1e6, 0.5)]})
    root = ET.fromstring(svg)  # noqa: S314 - our own
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"A & b", "quads", "s", "build", "check", "1M", "10M"} <= set(texts)
    assert "prefers-color-scheme:dark" in ET.tostring(root, encoding="unicode")


def test_the_embedded_store_ends_where_a_recent_day_fills_what_is_kept(built: Built) -> None:
    """A release of EMBEDDED quads has days that can be kept; one of a fifth more has not."""
    timeline = Timeline.open(built.release.folder / TIMELINE)
    day = len(timeline.triples(Moment(date(2025, 6, 15))))
    copies = EMBEDDED / built.release.metadata.quads
    assert copies * day < LIMIT < 1.2 * copies * day
    assert advice(EMBEDDED) == ""
    assert advice(EMBEDDED + 1).startswith("8,000,001 quads are more than the 8,000,000")


def test_who_builds_and_serves_too_much_is_told(
    mini: Mini, run_estate: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = mini(TABLES), tmp_path / "release"
    assert "embedded" not in run_estate("build", "--data", str(folder), "--out", str(out)).err
    monkeypatch.setattr("graph.commands.making.advice", partial(advice, most=100))
    assert (
        "for which the embedded store is meant"
        in run_estate("build", "--data", str(folder), "--out", str(out)).err
    )
