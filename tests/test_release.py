"""Is a release written whole, put in place in one step, and is whatever was changed in it found?"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import ReleaseError
from graph.release import DATASET, METADATA, STORE, SUMS, Metadata, Release, install, seal, staging
from graph.store import Store

LINES = [f'<urn:a> <urn:p> "{n}" <urn:g> .\n' for n in range(3)]


def release(out: Path, date: str = "2026-11-23", lines: list[str] | None = None) -> Release:
    """A release of a few quads, put in place."""
    data = "".join(lines or LINES).encode()
    with staging(out) as folder:
        (folder / DATASET).write_bytes(data)
        (folder / "reports").mkdir()
        (folder / "reports" / "sums.json").write_text("{}\n")
        store = Store.create(folder / STORE)
        store.load(data)
        store.optimize()
        del store
        metadata = Metadata(
            "0.1.0",
            date,
            "https://example.org/",
            len(lines or LINES),
            hashlib.sha256(data).hexdigest(),
        )
        seal(folder, metadata)
        return install(folder, out, metadata)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where the release is put."""
    return tmp_path / "build" / "release"


# What stands in a release


def test_is_a_release_as_it_was_written(out: Path) -> None:
    made = release(out)
    assert made.verify() == []
    assert Release.open(out) == made
    assert made.metadata.date == "2026-11-23"
    assert made.names.thing("a/b") == "https://example.org/id/a/b"
    assert len(made.store()) == 3


def test_which_files_do_the_sums_cover(out: Path) -> None:
    folder = release(out).folder
    lines = [line.partition("  ") for line in (folder / SUMS).read_text().splitlines()]
    listed = {name: digest for digest, _, name in lines}
    assert sorted(listed) == [DATASET, METADATA, "reports/sums.json"]
    assert listed[DATASET] == hashlib.sha256((folder / DATASET).read_bytes()).hexdigest()


def altered(folder: Path) -> str:
    (folder / "reports" / "sums.json").write_text("{ }\n")
    return "reports/sums.json was altered: its SHA-256 is "


def missing(folder: Path) -> str:
    (folder / "reports" / "sums.json").unlink()
    return "reports/sums.json is missing"


def extra(folder: Path) -> str:
    (folder / "reports" / "more.json").write_text("{}")
    return "reports/more.json is not of this release"


def no_sums(folder: Path) -> str:
    (folder / SUMS).unlink()
    return f"{SUMS} is missing"


def no_store(folder: Path) -> str:
    for file in (folder / STORE).iterdir():
        file.unlink()
    (folder / STORE).rmdir()
    return "No store can be opened at "


@pytest.mark.parametrize("change", [altered, missing, extra, no_sums, no_store])
def test_is_a_changed_file_found(out: Path, change: Callable[[Path], str]) -> None:
    made = release(out)
    begins = change(made.folder)
    [fault] = made.verify()
    assert fault.startswith(begins)


def test_is_a_changed_quad_found_by_its_sum_and_by_the_hash(out: Path) -> None:
    made = release(out)
    path = made.folder / DATASET
    path.write_text(path.read_text().replace('"2"', '"3"'))
    assert [fault.split(":")[0] for fault in made.verify()] == [
        f"{DATASET} was altered",
        f"The RDFC-1.0 hash is {hashlib.sha256(path.read_bytes()).hexdigest()}, {METADATA} says "
        f"{made.metadata.rdfc10_sha256}",
    ]


def test_is_a_quad_too_many_counted(out: Path) -> None:
    made = release(out)
    path = made.folder / DATASET
    path.write_text(path.read_text() + '<urn:b> <urn:p> "0" <urn:g> .\n')
    faults = made.verify()
    assert f"{DATASET} has 4 quads, {METADATA} says 3" in faults
    assert f"The store has 3 quads, {DATASET} 4" in faults


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([LINES[1], LINES[0]], f"{DATASET}:2 is out of order, so its hash is not that of RDFC-1.0"),
        ([LINES[0], LINES[0]], f"{DATASET}:2 is out of order, so its hash is not that of RDFC-1.0"),
        ([LINES[0], '_:a <urn:p> "0" <urn:g> .\n'], f"{DATASET}:2 has a blank node"),
        (["<urn:a> <urn:p> _:a <urn:g> .\n"], f"{DATASET}:1 has a blank node"),
    ],
)
def test_is_a_dataset_refused_whose_sum_is_not_the_hash_of_rdfc10(
    out: Path, lines: list[str], fault: str
) -> None:
    assert release(out, lines=lines).verify() == [fault]


def test_may_a_text_look_like_a_blank_node(out: Path) -> None:
    assert release(out, lines=['<urn:a> <urn:p> "see _:b1" <urn:g> .\n']).verify() == []


# Opening


def test_where_is_a_release_looked_for(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = release(out)
    monkeypatch.setenv("ESTATE_RELEASE", str(out))
    assert Release.open() == made
    monkeypatch.delenv("ESTATE_RELEASE")
    monkeypatch.chdir(out.parent.parent)
    assert Release.open() == made


def test_is_a_folder_without_a_release_named(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError) as raised:
        Release.open(tmp_path)
    assert str(raised.value) == f"There is no release at {tmp_path}. Run: estate build"


def test_is_a_file_a_release(tmp_path: Path) -> None:
    file = tmp_path / "release"
    file.write_text("{}")
    with pytest.raises(ReleaseError):
        Release.open(file)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"version": "1"}', b"\xff", b"null"])
def test_is_damaged_metadata_named(out: Path, content: bytes) -> None:
    made = release(out)
    (made.folder / METADATA).write_bytes(content)
    with pytest.raises(ReleaseError) as raised:
        Release.open(out)
    assert str(raised.value).startswith(f"{made.folder / METADATA} is damaged (")


def test_are_sums_read_that_are_no_text(out: Path) -> None:
    made = release(out)
    (made.folder / SUMS).write_bytes(b"\xff\xfe\x00")
    assert f"{DATASET} is not of this release" in made.verify()


# Putting in place


def test_does_the_old_release_stand_if_the_new_one_fails(out: Path) -> None:
    old = release(out)

    def fail() -> None:
        with staging(out) as folder:
            (folder / DATASET).write_text("half a line")
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        fail()
    assert Release.open(out) == old
    assert old.verify() == []
    assert [path.name for path in sorted(out.parent.joinpath("releases").iterdir())] == [old.folder.name]


def test_is_something_else_in_the_place_of_a_release_left_alone(out: Path) -> None:
    out.mkdir(parents=True)
    (out / "notes.txt").write_text("mine")
    with pytest.raises(ReleaseError, match="stands there and is not a release of this program"):
        release(out)
    assert (out / "notes.txt").read_text() == "mine"


def test_is_a_place_named_where_no_release_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "releases").write_text("a file")
    with pytest.raises(ReleaseError) as raised:
        release(tmp_path / "release")
    assert str(raised.value).startswith(f"No release can be written at {tmp_path / 'release'} (")


def test_which_releases_are_kept(out: Path) -> None:
    days = ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-22"]
    made = [release(out, day) for day in days]
    kept = sorted(path.name for path in (out.parent / "releases").iterdir())
    assert kept == [made[2].folder.name, made[3].folder.name]
    assert made[3].folder.name == f"{made[2].folder.name}.2"
    assert Release.open(out).folder == made[3].folder


def test_does_a_reader_of_the_old_release_keep_it(out: Path) -> None:
    old = release(out)
    store = old.store()
    release(out, "2026-11-24", LINES[:1])
    assert len(store) == 3
    assert old.verify() == []


def test_is_what_killed_builds_left_behind_removed(out: Path) -> None:
    home = out.parent / "releases"
    dead = 2**22 + 1
    for name in (f".writing-{dead}-a", f".writing-{os.getpid()}-b"):
        (home / name).mkdir(parents=True)
    (home / f".link-{dead}-c").symlink_to("nowhere")
    release(out)
    assert sorted(path.name for path in home.iterdir() if path.name.startswith(".")) == [
        f".writing-{os.getpid()}-b"
    ]
