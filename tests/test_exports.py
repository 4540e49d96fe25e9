"""Is an export whole, of the right day, and the same in every syntax?"""

from __future__ import annotations

import io
import stat
import warnings
from datetime import date
from pathlib import Path

import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.compare import to_canonical_graph

from graph.asof import Moment
from graph.estate import Estate
from graph.exports import FORMATS, ExportError, export, target

DAY = Moment(date(2008, 12, 31))
RDFLIB = {"nq": "nquads", "trig": "trig", "nt": "nt", "ttl": "turtle", "xml": "xml", "jsonld": "json-ld"}


def exported(estate: Estate, format: str, at: Moment | None = None) -> bytes:
    """What an export writes."""
    out = io.BytesIO()
    export(estate.engine, format, out, at)
    return out.getvalue()


def test_a_day_as_n_triples_is_the_graph_of_that_day(estate: Estate) -> None:
    lines = exported(estate, "nt", DAY).splitlines()
    assert lines == sorted(estate.engine.dates.timeline.lines(DAY))


@pytest.mark.parametrize("format", FORMATS)
def test_does_another_library_read_a_day_of_each_syntax(estate: Estate, format: str) -> None:
    # The parsers of rdflib use what it calls deprecated itself.
    wanted = Graph().parse(data=exported(estate, "nt", DAY), format="nt")
    if format in ("nq", "trig"):
        dataset = Dataset()
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            dataset.parse(data=exported(estate, format, DAY), format=RDFLIB[format])
        found: Graph = dataset.graph(URIRef(estate.engine.dates.graph(DAY)))
    else:
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            found = Graph().parse(data=exported(estate, format, DAY), format=RDFLIB[format])
    assert len(found) == len(wanted)
    assert set(to_canonical_graph(found)) == set(to_canonical_graph(wanted))


def test_all_as_n_quads_is_the_dataset(estate: Estate) -> None:
    assert estate.release is not None
    assert exported(estate, "nq") == (estate.release.folder / "dataset.nq").read_bytes()


def test_ever_as_n_triples(estate: Estate) -> None:
    [row] = estate.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }").texts()
    assert exported(estate, "nt").count(b" .\n") == int(row[0])


def test_a_file_takes_its_place_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "estate.nt"
    path.write_text("old")
    with target(path) as file:
        file.write(b"new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_an_export_that_was_stopped_leaves_nothing(tmp_path: Path) -> None:
    def stopped() -> None:
        with target(tmp_path / "estate.nt") as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written: No such file or directory"):
        target(tmp_path / "none" / "estate.nt").__enter__()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which Linux has")
def test_a_full_disk_is_one_clear_error() -> None:
    with (
        pytest.raises(ExportError, match="/dev/full cannot be written: No space left on device"),
        target(Path("/dev/full")) as file,
    ):
        file.write(b"x" * 100_000)
    assert Path("/dev/full").is_char_device()
