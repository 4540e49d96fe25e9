"""Does the report tell what is known, by whom, what is not, and what became of every row?"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docs.generate import data
from graph.build import build, know
from graph.coverage import PropertyCoverage, SourceCoverage, coverage, read_report
from graph.errors import ReleaseError
from graph.release import Release

if TYPE_CHECKING:
    from tests.conftest import Mini

SHA = hashlib.sha256(b"").hexdigest()
CLAIMS = """
magistrates-court/oakham,skos:prefLabel,Oakham,en,,,list-2005
magistrates-court/oakham,cje:standing,true,,2005,,list-2005
magistrates-court/oakham,cje:ljaCode,2100,,,,list-2005
magistrates-court/oakham,dcterms:description,A court of one room,en,,,list-2005
magistrates-court/oakham,dcterms:description,A court of two rooms,en,,,list-2013
magistrates-court/oakham,cje:withinJusticeArea,criminal-justice-area/33,,,,codes,row B33PL
magistrates-court/leicester,skos:prefLabel,Leicester,en,,,codes,row B33LE
magistrates-court/leicester,cje:standing,true,,2005,,list-2005
magistrates-court/leicester,cje:withinJusticeArea,criminal-justice-area/33,,,,codes,row B33LE
criminal-justice-area/33,skos:prefLabel,Leicestershire,en,,,codes,row 33
criminal-justice-area/33,cje:cjsCode,33,,,,codes,row 33
police-force/leicestershire,skos:prefLabel,Leicestershire,en,,,codes,row 33
police-force/leicestershire,cje:coversJusticeArea,criminal-justice-area/33,,,,codes,row 33
"""
LEDGER = f"""
codes,B33PL,{SHA},claims
codes,B33LE,{SHA},claims
codes,33,{SHA},claims
codes,B33XX,{SHA},set-aside,a youth court | no place
codes,B33YY,{SHA},set-aside,a youth court | no place
codes,B33ZZ,{SHA},set-aside,a county court
"""


@pytest.fixture
def folder(mini: Mini) -> Path:
    return mini(CLAIMS, ledger=LEDGER)


def test_is_each_property_counted_with_its_sources_and_gaps(folder: Path) -> None:
    rows = {(row.class_, row.property): row for row in coverage(know(folder)).properties}
    court = "cje:MagistratesCourt"
    assert rows[court, "cje:ljaCode"] == PropertyCoverage(court, "cje:ljaCode", 2, 1, 0, 1, 1)
    assert rows[court, "skos:prefLabel"] == PropertyCoverage(court, "skos:prefLabel", 2, 2, 0, 2, 0)
    assert rows[court, "cje:ouCode"] == PropertyCoverage(court, "cje:ouCode", 2, 0, 0, 0, 2)
    assert rows[court, "cje:inAreaOfForce"] == PropertyCoverage(court, "cje:inAreaOfForce", 2, 2, 2, 0, 0)


def test_does_every_row_that_was_read_have_its_outcome(folder: Path) -> None:
    covered = coverage(know(folder))
    reasons = {"a county court": 1, "a youth court | no place": 2}
    assert covered.sources == (SourceCoverage("codes", "The codes", 6, 3, 3, reasons),)
    assert covered.texts == 2
    assert covered.conflicts == {"dcterms:description": 1}


def test_is_the_page_written_from_a_release(folder: Path, tmp_path: Path) -> None:
    made = build(tmp_path / "release", folder=folder, date="2026-11-23")
    assert read_report(made.release) == coverage(know(folder))
    text = data(Release.open(tmp_path / "release"))
    assert "from the release of 2026-11-23" in text
    assert "- Things: 4, of 3 classes.\n- Sources: 3. Tables among them: 1.\n" in text
    assert "- Rows of tables: 6 read, 3 have claims, 3 set aside with a reason.\n" in text
    assert "### magistrates' court: 2\n" in text
    assert "| justice area code | `cje:ljaCode` | 1 | 1 | 1 |" in text
    assert "| in area of force | `cje:inAreaOfForce` | 2 (2) | 0 | 0 |" in text
    assert "| The codes | `codes` | 6 | 3 | 3 |" in text
    assert "| `codes` | a youth court / no place | 2 |" in text
    assert text.endswith("| description | `dcterms:description` | 1 |\n")


def test_is_a_release_refused_that_tells_no_coverage(folder: Path, tmp_path: Path) -> None:
    made = build(tmp_path / "release", folder=folder, date="2026-11-23")
    report = made.release.folder / "reports" / "coverage.json"
    report.write_text(json.dumps({"things": {}}), encoding="utf-8")
    with pytest.raises(ReleaseError, match="Run: estate build"):
        read_report(made.release)
