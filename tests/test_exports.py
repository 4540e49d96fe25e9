"""Is an export whole, of the right day, and the same in every syntax?"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import stat
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.compare import to_canonical_graph

from graph.asof import Moment
from graph.build import Built, build
from graph.commands.options import Layout
from graph.errors import QueryError, UnknownKey
from graph.estate import Estate
from graph.exports.formats import FORMATS, export
from graph.exports.places import ExportError, folder, target
from graph.exports.selection import Selection
from graph.exports.sorting import in_order
from graph.exports.syntaxes import QUADS
from graph.store import Store
from tests.conftest import Mini, Run

DAY = Moment(date(2008, 12, 31))
RDFLIB = {"nq": "nquads", "trig": "trig", "nt": "nt", "ttl": "turtle", "xml": "xml", "jsonld": "json-ld"}
FULL = Path("/dev/full")
OAKHAM = '''
magistrates-court/oakham,skos:prefLabel,"Oakham: =1+1; the ""Castle""",en,,,list-2005
magistrates-court/oakham,cje:ouCode,B33PL,,2004-11-11,[..2011-04-30],codes
magistrates-court/oakham,cje:standing,true,,,,list-2005
closure/oakham-2011,cje:affects,magistrates-court/oakham,,,,statement
closure/oakham-2011,cje:date,2011-07-31,,,,statement
'''


@pytest.fixture(scope="module")
def small(module_mini: Mini, tmp_path_factory: pytest.TempPathFactory) -> Estate:
    """A release of one court."""
    made = build(tmp_path_factory.mktemp("small") / "release", folder=module_mini(OAKHAM), date="2026-11-26")
    return Estate.open(made.release.folder)


def exported(estate: Estate, format: str, place: Path, at: Moment | None = None, **chosen: object) -> bytes:
    """What an export writes to a file."""
    path = place / f"export-{format}"
    export(Selection(estate.engine, at, **chosen), FORMATS[format], path)  # type: ignore[arg-type]
    return path.read_bytes()


def test_does_the_command_know_every_format() -> None:
    assert [each.value for each in Layout] == list(FORMATS)


def test_a_day_as_n_triples_is_the_graph_of_that_day(estate: Estate, tmp_path: Path) -> None:
    lines = exported(estate, "nt", tmp_path, DAY).splitlines()
    assert lines == sorted(estate.engine.dates.timeline.lines(DAY))


def test_lines_that_memory_has_no_room_for_come_in_order_and_once() -> None:
    lines = [b"%d\n" % (number * 7919 % 1000) for number in range(3000)]
    assert list(in_order(lines, room=500)) == sorted(set(lines))


@pytest.mark.parametrize("mode", ["certain", "possible"])
def test_a_day_as_it_certainly_and_possibly_was(estate: Estate, tmp_path: Path, mode: str) -> None:
    lines = exported(estate, "nq", tmp_path, DAY, graphs=(mode,)).splitlines()
    graph = f"<{estate.base}graph/at/2008-12-31/{mode}>"
    wanted = estate.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}").texts()
    assert len(lines) == int(wanted[0][0])
    assert all(line.endswith(f" {graph} .".encode()) for line in lines)


@pytest.mark.parametrize("format", RDFLIB)
def test_does_another_library_read_a_day_of_each_syntax(estate: Estate, tmp_path: Path, format: str) -> None:
    wanted = Graph().parse(data=exported(estate, "nt", tmp_path, DAY), format="nt")
    data = exported(estate, format, tmp_path, DAY)
    # The parsers of rdflib use what it calls deprecated itself.
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        if format in QUADS:
            dataset = Dataset()
            dataset.parse(data=data, format=RDFLIB[format])
            found: Graph = dataset.graph(URIRef(estate.engine.dates.graph(DAY)))
        else:
            found = Graph().parse(data=data, format=RDFLIB[format])
    assert len(found) == len(wanted)
    assert set(to_canonical_graph(found)) == set(to_canonical_graph(wanted))


@pytest.mark.parametrize("format", QUADS)
def test_every_graph_read_by_another_library_has_the_hash_of_the_release(
    small: Estate, tmp_path: Path, format: str
) -> None:
    """Without blank nodes the hash of RDFC-1.0 is that of the sorted canonical lines."""
    dataset = Dataset()
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        dataset.parse(data=exported(small, format, tmp_path), format=RDFLIB[format])
        lines = dataset.serialize(format="nquads", encoding="utf-8").splitlines(keepends=True)
    # rdflib writes its own escapes: the embedded engine reads them, and the lines are made canonical here.
    store = Store.in_memory()
    store.load(b"".join(lines))
    found = tmp_path / "found.nq"
    with found.open("wb") as out:
        store.dump(out, "nq")
    assert small.release is not None
    canonical = b"".join(sorted(found.read_bytes().splitlines(keepends=True)))
    assert hashlib.sha256(canonical).hexdigest() == small.release.metadata.rdfc10_sha256


@pytest.mark.parametrize("format", ["nt", "ttl", "xml"])
@pytest.mark.parametrize("graph", Store.FIXED)
def test_each_graph_alone_in_a_syntax_of_triples(
    small: Estate, tmp_path: Path, format: str, graph: str
) -> None:
    wanted = Graph().parse(data=exported(small, "nt", tmp_path, graphs=(graph,)), format="nt")
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        data = exported(small, format, tmp_path, graphs=(graph,))
        found = Graph().parse(data=data, format=RDFLIB[format])
    quads = exported(small, "nq", tmp_path, graphs=(graph,))
    assert len(found) == quads.count(b"\n")
    assert set(to_canonical_graph(found)) == set(to_canonical_graph(wanted))


def test_all_as_n_quads_is_the_dataset(estate: Estate, tmp_path: Path) -> None:
    assert estate.release is not None
    assert exported(estate, "nq", tmp_path) == (estate.release.folder / "dataset.nq").read_bytes()


def test_some_graphs_as_n_quads_are_in_order(small: Estate, tmp_path: Path) -> None:
    lines = exported(small, "nq", tmp_path, graphs=("ever", "claims")).splitlines()
    assert lines == sorted(lines)
    assert {line.split()[-2].rpartition(b"/")[2] for line in lines} == {b"ever>", b"claims>"}


def test_claims_reify_statements_and_give_back_the_dataset(estate: Estate, tmp_path: Path) -> None:
    """Turned back into classic reification it is the dataset, quad by quad; another parser reads it."""
    data = exported(estate, "nq12", tmp_path)
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    mark, lines = f" <{rdf}reifies> <<( ".encode(), []
    for line in data.splitlines():
        subject, found, rest = line.partition(mark)
        if not found:
            lines.append(line + b"\n")
            continue
        statement, _, graph = rest.rpartition(b" )>> ")
        terms = statement.split(b" ", 2)
        for part, term in zip(("subject", "predicate", "object"), terms, strict=True):
            lines.append(b"%b <%b> %b %b\n" % (subject, f"{rdf}{part}".encode(), term, graph))
    assert estate.release is not None
    found_hash = hashlib.sha256(b"".join(sorted(lines))).hexdigest()
    assert found_hash == estate.release.metadata.rdfc10_sha256
    store = Store.in_memory()
    store.append(data)
    [row] = store.select(
        f"SELECT (COUNT(?claim) AS ?n) WHERE {{ GRAPH ?g {{ ?claim <{rdf}reifies> <<( ?s ?p ?o )>> }} }}"
    ).texts()
    assert int(row[0]) == sum(mark in line for line in data.splitlines()) > 60_000


def test_only_things_of_a_kind_with_their_evidence(estate: Estate, tmp_path: Path) -> None:
    data = exported(estate, "nq", tmp_path, kinds=("police-force",))
    lines = data.splitlines()
    assert lines == sorted(lines)
    subjects = {line.split()[0].decode() for line in lines}
    kinds = {subject.removeprefix(f"<{estate.base}id/").split("/")[0] for subject in subjects}
    assert kinds == {"claim", "conflict", "gap", "lifespan", "police-force", "rule", "source"}
    about = [line for line in lines if b"rdf-syntax-ns#subject>" in line]
    assert all(f"<{estate.base}id/police-force/".encode() in line for line in about)
    cited = {line.split()[2].decode() for line in lines if b"/id/source/" in line.split()[2]}
    assert cited <= subjects


def test_a_kind_and_a_graph_that_there_is_none_of(estate: Estate) -> None:
    with pytest.raises(UnknownKey, match=r"No thing is of the kind 'castle'. There are: area-scheme,"):
        Selection(estate.engine, kinds=("castle",))
    with pytest.raises(QueryError, match="There is no graph 'now' of all times: ever, claims"):
        Selection(estate.engine, graphs=("now",))
    with pytest.raises(QueryError, match="A day has no graph 'claims'"):
        Selection(estate.engine, DAY, ("claims",))
    with pytest.raises(QueryError, match=r"geojson is made from things and claims; graphs are chosen of nq,"):
        export(Selection(estate.engine, graphs=("ever",)), FORMATS["geojson"])


def test_is_progress_told_to_its_end(estate: Estate, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    chosen = Selection(estate.engine, progress=lambda stage, done, total: told.append((stage, done, total)))
    export(chosen, FORMATS["ttl"], tmp_path / "estate.ttl")
    assert len(told) > 10
    assert {stage for stage, _, _ in told} == {"Reading ever"}
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert told[-1][1] == told[-1][2] == chosen.file.stat().st_size


def test_a_file_takes_its_place_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "estate.nt"
    path.write_text("old")
    with target(path) as file:
        file.write(b"new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_folder_that_stands_there_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "tables"
    path.mkdir()
    (path / "mine.txt").write_text("mine")
    with pytest.raises(ExportError, match="stands there already"):
        folder(path).__enter__()
    assert [each.name for each in path.iterdir()] == ["mine.txt"]


def test_an_export_that_was_stopped_leaves_nothing(tmp_path: Path) -> None:
    def stopped(place: Callable[..., object], path: Path) -> None:
        with place(path) as made:  # type: ignore[attr-defined]
            if path.suffix:
                made.write(b"half")
            else:
                (made / "half.csv").write_text("half")
            raise KeyboardInterrupt

    for place, path in ((target, tmp_path / "estate.nt"), (folder, tmp_path / "tables")):
        with pytest.raises(KeyboardInterrupt):
            stopped(place, path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", ["csv", "sqlite", "trig"])
def test_a_command_that_is_ended_leaves_nothing(built: Built, tmp_path: Path, format: str) -> None:
    words = ("export", format, "--release", str(built.release.folder), "--out", str(tmp_path / "estate"))
    with subprocess.Popen([sys.executable, "-m", "graph.cli", *words]) as process:
        for _ in range(600):
            if process.poll() is not None or any(tmp_path.iterdir()):
                break
            time.sleep(0.05)
        assert process.poll() is None, "it was over before it could be ended"
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written(small: Estate, tmp_path: Path) -> None:
    for name in ("nt", "csv", "sqlite"):
        with pytest.raises(ExportError, match="cannot be written: No such file or directory"):
            export(Selection(small.engine), FORMATS[name], tmp_path / "none" / "estate")


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full, which Linux has")
@pytest.mark.parametrize("format", ["nq", "ttl", "names", "gexf", "csv", "sqlite"])
def test_a_full_disk_is_one_clear_error(built: Built, run_estate: Run, format: str) -> None:
    words = ["export", format, "--release", str(built.release.folder), "--out", str(FULL)]
    answer = run_estate(*words, *(() if format in ("names", "gexf") else ("--kind", "police-force")))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "/dev/full cannot be written: No space left on device.\n"
    assert FULL.is_char_device()


@pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="a small disk is mounted by root")
@pytest.mark.parametrize("format", ["trig", "csv", "sqlite", "claims"])
def test_a_disk_that_fills_up_on_the_way(built: Built, run_estate: Run, tmp_path: Path, format: str) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("this system lets nobody mount a disk of memory")
    try:
        words = ("export", format, "--release", str(built.release.folder), "--out", str(disk / "estate"))
        answer = run_estate(*words)
        assert answer.code == 2
        assert answer.err.count("\n") == 1
        assert "was not written" in answer.err
        assert "Nothing of it is left." in answer.err
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_an_archive_has_the_same_bytes_each_time(small: Estate, tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        export(Selection(small.engine), FORMATS["csv"], tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert json.dumps(sorted(each.name for each in tmp_path.iterdir())) == '["one.zip", "two.zip"]'
