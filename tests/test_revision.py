"""Does the difference of two releases make the one of the other, and are its notes what happened?"""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.build import build
from graph.errors import EstateError, ReleaseError
from graph.release import Release
from graph.revision import notes, patched, quads, revision, write_patch
from tests.conftest import Run, mini_in

BEFORE = """
magistrates-court/oakham,skos:prefLabel,Oakham Magistrates' Court,en,,,list-2005
magistrates-court/oakham,cje:standing,true,,,,list-2005
magistrates-court/melton,skos:prefLabel,Melton Magistrates' Court,en,,,list-2005
magistrates-court/melton,cje:standing,true,,,,list-2005
closure/melton-2012,cje:affects,magistrates-court/melton,,,,answer
closure/melton-2012,cje:date,2012,,,,answer
"""
AFTER = """
magistrates-court/oakham,skos:prefLabel,Oakham Castle,en,,,list-2013
magistrates-court/oakham,cje:standing,true,,,,list-2005
magistrates-court/melton,skos:prefLabel,Melton Magistrates' Court,en,,,list-2005
magistrates-court/melton,cje:standing,true,,,,list-2005
magistrates-court/melton,cje:standing,true,,,,list-2013
closure/melton-2012,cje:affects,magistrates-court/melton,,,,answer
closure/melton-2012,cje:date,2012-06-30,,,,answer
closure/oakham-2014,cje:affects,magistrates-court/oakham,,,,statement
closure/oakham-2014,cje:date,2014-03-31,,,,statement
"""


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Release]:
    made = []
    for name, claims, day in (("before", BEFORE, "2026-01-01"), ("after", AFTER, "2026-02-01")):
        folder = tmp_path_factory.mktemp(name)
        made.append(build(folder / "release", folder=mini_in(folder / "tables")(claims), date=day).release)
    return made[0], made[1]


def patch_of(before: Release, after: Release) -> list[bytes]:
    out = io.BytesIO()
    write_patch(before, after, out)
    return out.getvalue().splitlines(keepends=True)


def test_a_patch_makes_the_one_of_the_other(releases: tuple[Release, Release]) -> None:
    before, after = releases
    lines = (before.folder / "dataset.nq").read_bytes().splitlines(keepends=True)
    made = b"".join(patched(iter(lines), iter(patch_of(before, after))))
    assert hashlib.sha256(made).hexdigest() == after.metadata.rdfc10_sha256
    back = b"".join(patched(iter(made.splitlines(keepends=True)), iter(patch_of(after, before))))
    assert hashlib.sha256(back).hexdigest() == before.metadata.rdfc10_sha256


def test_a_patch_names_both_releases_and_is_one_transaction(releases: tuple[Release, Release]) -> None:
    lines = patch_of(*releases)
    hashes = [f'"rdfc10-sha256:{each.metadata.rdfc10_sha256}" .\n'.encode() for each in releases]
    assert lines[:3] == [b"H previous " + hashes[0], b"H id " + hashes[1], b"TX .\n"]
    assert lines[-1] == b"TC .\n"


@given(st.sets(st.binary(min_size=1, max_size=3)), st.sets(st.binary(min_size=1, max_size=3)))
def test_any_two_sets_of_lines(
    tmp_path_factory: pytest.TempPathFactory, old: set[bytes], new: set[bytes]
) -> None:
    made: list[Release] = []
    for lines in (old, new):
        folder = tmp_path_factory.mktemp("any")
        rows = sorted(line.hex().encode() + b"\n" for line in lines)
        (folder / "dataset.nq").write_bytes(b"".join(rows))
        told = {"version": "0", "date": "2026-01-01", "base": "http://example/", "quads": len(rows)}
        (folder / "release.json").write_text(json.dumps(told | {"rdfc10_sha256": "0"}))
        made.append(Release.open(folder))
    found = list(quads(*made))
    assert {bytes.fromhex(line.decode()) for sign, line in found if sign == b"D"} == old - new
    assert {bytes.fromhex(line.decode()) for sign, line in found if sign == b"A"} == new - old


def test_a_patch_of_another_dataset_is_refused(releases: tuple[Release, Release]) -> None:
    with pytest.raises(EstateError, match="The patch removes what is not there: <https"):
        list(patched(iter([]), iter(patch_of(*releases))))


def test_the_notes_tell_what_happened(releases: tuple[Release, Release]) -> None:
    made = revision(*releases)
    assert made.changes_new == ["closure of Oakham Castle, 31 March 2014"]
    assert made.changes_dated == ["closure of Melton Magistrates' Court, 30 June 2012 (before: 2012)"]
    assert made.renamed == ["magistrates-court/oakham: Oakham Magistrates' Court → Oakham Castle"]
    assert made.sources_new == ["source/list-2013: The list-2013", "source/statement: The statement"]
    assert made.claims_new == {"The list-2013": 2, "The statement": 2, "The answer": 1, "The registry": 1}
    assert made.claims_gone == {"The list-2005": 1, "The answer": 1}
    assert (made.things_new, made.things_gone, made.changes_gone) == ([], [], [])
    text = notes(made)
    assert text.startswith("# Release of 1 February 2026\n")
    assert (
        "## What happened, and was not told of before (1)\n\n- closure of Oakham Castle, 31 March 2014\n"
        in text
    )


def test_two_of_one_dataset(releases: tuple[Release, Release], run_estate: Run) -> None:
    folder = str(releases[0].folder)
    answer = run_estate("compare", folder, folder)
    assert (answer.code, "Nothing is otherwise." in answer.out) == (1, True)


def test_the_command_writes_notes_patch_and_json(
    releases: tuple[Release, Release], run_estate: Run, tmp_path: Path
) -> None:
    words = ("compare", *(str(each.folder) for each in releases))
    assert run_estate(*words).out == notes(revision(*releases))
    assert run_estate(*words, "--format", "patch").out.encode() == b"".join(patch_of(*releases))
    answer = run_estate(*words, "--format", "json", "--out", str(tmp_path / "notes.json"))
    assert answer.code == 0
    told = json.loads((tmp_path / "notes.json").read_text())
    assert told["changes_new"] == revision(*releases).changes_new
    assert told["after"]["date"] == "2026-02-01"


def test_two_of_different_bases(releases: tuple[Release, Release], tmp_path: Path) -> None:
    claims = mini_in(tmp_path / "tables")(BEFORE)
    other = build(tmp_path / "release", folder=claims, base="http://example/", date="2026-01-01").release
    with pytest.raises(ReleaseError, match="The releases have different bases"):
        list(quads(releases[0], other))
