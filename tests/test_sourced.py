"""Is what the release keeps of each source what the question over its claims finds?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.build import Built, build
from graph.errors import ReleaseError
from graph.estate import Estate
from graph.release import REPORTS
from graph.sourced import PER_SOURCE, only_in
from tests.conftest import Mini

CLAIMS = """
magistrates-court/oakham,skos:prefLabel,Oakham,en,2005,,list-2005
magistrates-court/oakham,skos:prefLabel,Oakham,en,2013,,list-2013
magistrates-court/oakham,skos:prefLabel,Oakham,cy,2013,,list-2013
magistrates-court/oakham,cje:standing,true,,2005-03-01,2005-03-01,list-2005,page 2
"""


def told(estate: Estate, source: str) -> list[tuple[str, ...]]:
    """What the question of the catalogue finds, as the report has it."""
    table, short = estate.ask("only-in-source", source=f"source/{source}"), estate.store.names.shorten
    rows = (dict(zip(table.columns, row, strict=True)) for row in table.texts())
    return sorted(
        (
            *(short(row[name]) for name in ("subject", "property", "value")),
            *(row[name] for name in ("locator", "status", "from", "until", "alsoInferred")),
        )
        for row in rows
    )


def test_is_a_statement_alone_that_only_one_source_makes(mini: Mini, tmp_path: Path) -> None:
    made = build(tmp_path / "release", folder=mini(CLAIMS), date="2026-11-23")
    reports = made.release.folder / REPORTS
    assert [row["locator"] for row in only_in(reports, "list-2005")] == ["page 2"]
    assert [(row["property"], row["value"]) for row in only_in(reports, "list-2013")] == [
        ("skos:prefLabel", "Oakham")
    ]
    told = json.loads((reports / PER_SOURCE).read_text())
    assert {key: each["claims"] for key, each in told.items()} == {
        "list-2005": 2, "list-2013": 2, "registry": 1
    }  # fmt: skip
    assert told["list-2005"]["title"] == "The list-2005"


@pytest.mark.parametrize(
    "source", ["hmcpsi-leicestershire-and-rutland", "name-suggestion-index-police", "mapit-2012", "registry"]
)
def test_is_it_what_the_question_finds(estate: Estate, source: str) -> None:
    assert estate.release is not None
    rows = only_in(estate.release.folder / REPORTS, source)
    assert sorted(tuple(row.values())[1:] for row in rows) == told(estate, source)


def test_are_the_claims_counted_that_rest_on_a_source(estate: Estate) -> None:
    assert estate.release is not None
    counts = json.loads((estate.release.folder / REPORTS / PER_SOURCE).read_text())
    rows = estate.query(
        "SELECT ?source (COUNT(?claim) AS ?claims) WHERE { GRAPH ?g { "
        "?claim a cje:Claim ; prov:wasDerivedFrom ?source . ?source a cje:Source } } GROUP BY ?source"
    ).texts()
    short = estate.store.names.shorten
    found = {short(source).removeprefix("source/"): int(count) for source, count in rows}
    assert {key: each["claims"] for key, each in counts.items() if each["claims"]} == found


def test_does_a_release_without_the_report_say_so(built: Built) -> None:
    with pytest.raises(ReleaseError, match="Run: estate build"):
        only_in(built.release.folder, "registry")
