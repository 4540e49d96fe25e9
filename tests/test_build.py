"""Is a release made whole or not at all, the same each time, and under whatever base is asked for?"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph.build import Built, CheckFailed, build, know
from graph.dataset import Writer
from graph.errors import EstateError, TableError
from graph.estate import Estate
from graph.namespaces import Names
from graph.nquads import Terms
from graph.release import ANSWERS, CATALOGUE, DATASET, METADATA, STORE, SUMS, TIMELINE, Release
from graph.resources import CANONICAL_BASE

if TYPE_CHECKING:
    from tests.conftest import Mini

DAY = "2026-11-23"
OAKHAM = """
court/crown-court,skos:prefLabel,Crown Court,en,,,list-2013
criminal-justice-area/33,skos:prefLabel,Leicestershire,en,,,codes
criminal-justice-area/33,cje:cjsCode,33,,,,codes
magistrates-court/oakham,skos:prefLabel,Oakham Magistrates' Court,en,,,list-2005
magistrates-court/oakham,skos:prefLabel,"Llys ""Oakham"" \\ Wyddgrug’s",cy,,,list-2005,page 1,,"A tab	and é"
magistrates-court/oakham,skos:prefLabel,Oakham (closed),en,,,list-2025
magistrates-court/oakham,cje:ouCode,B33PL,,2004-11-11,[..2012-04-30],codes
magistrates-court/oakham,cje:withinJusticeArea,criminal-justice-area/33,,,,codes
magistrates-court/oakham,org:hasPrimarySite,courthouse/oakham,,,,list-2005
courthouse/oakham,skos:prefLabel,The Castle,en,,,list-2005
courthouse/oakham,cje:point,POINT(-0.7274 52.6702),,,,list-2005
courthouse/oakham,cje:point,POINT(-0.7274 52.6712),,,,list-2025
closure/oakham,cje:date,2011-07-31,,,,statement
closure/oakham,cje:affects,magistrates-court/oakham,,,,statement
magistrates-court/oakham,cje:standing,true,,,,list-2013
magistrates-court/oakham,cje:standing,true,,,,list-2025
"""


@pytest.fixture(scope="module")
def folder(module_mini: Mini) -> Path:
    """Tables whose texts need escapes and have letters beyond ASCII, and whose sources disagree."""
    return module_mini(OAKHAM, policy="cje:point,1,,list-2005,kept with care")


@pytest.fixture(scope="module")
def small(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A release of those tables."""
    return build(tmp_path_factory.mktemp("small") / "release", folder=folder, date=DAY)


def files(release: Path) -> dict[str, bytes]:
    """The files of a release but its derived store."""
    return {
        path.relative_to(release).as_posix(): path.read_bytes()
        for path in sorted(release.rglob("*"))
        if path.is_file() and path.relative_to(release).parts[0] != STORE
    }


def quads(built: Built, graph: str) -> set[str]:
    """The triples of a graph of a release, as lines without their graph."""
    ending = f" <{built.release.names.graph(graph)}> .\n"
    with (built.release.folder / DATASET).open(encoding="utf-8", newline="\n") as lines:
        return {line.removesuffix(ending) for line in lines if line.endswith(ending)}


# What is in it


def test_is_every_file_of_a_release_as_it_should_be(small: Built) -> None:
    assert small.release.verify() == []
    answers = [name for name in files(small.release.folder) if name.startswith(f"{ANSWERS}/")]
    assert f"{ANSWERS}/closures-by-year.json" in answers
    assert sorted(files(small.release.folder).keys() - set(answers)) == [
        "CITATION.cff",
        SUMS,
        CATALOGUE,
        DATASET,
        METADATA,
        "reports/checks.json",
        "reports/conflicts.csv",
        "reports/courts-beyond-the-count.csv",
        "reports/courts-in-doubt.csv",
        "reports/coverage.json",
        "reports/crosswalk.csv",
        "reports/ledger.csv",
        "reports/only-in-source.csv",
        "reports/shacl.json",
        "reports/sources.json",
        "reports/sums.json",
        TIMELINE,
    ]


def test_is_the_hash_of_the_release_that_of_rdfc10(small: Built) -> None:
    data = (small.release.folder / DATASET).read_bytes()
    dataset = ox.Dataset(ox.parse(data, format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = (ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    digest = hashlib.sha256(b"".join(sorted(lines))).hexdigest()
    assert small.release.metadata.rdfc10_sha256 == digest
    assert '"Llys \\"Oakham\\" \\\\ Wyddgrug’s"@cy'.encode() in data
    assert '"A tab\\tand é"@en'.encode() in data


def test_do_the_sums_add_up(small: Built) -> None:
    sums = small.sums
    assert sums.claims_per_batch == {"registry": 5, "mini": 16}
    assert sums.rows_read == sums.rows_with_claims + sums.rows_set_aside == 0
    assert sum(sums.quads_per_graph.values()) == small.release.metadata.quads
    assert sums.things_per_class == {
        "cje:Closure": 1,
        "cje:Court": 1,
        "cje:Courthouse": 1,
        "cje:CriminalJusticeArea": 1,
        "cje:MagistratesCourt": 1,
    }
    assert sums.conflicts_per_property == {"cje:point": 1, "cje:standing": 1}
    assert sums.lifespans == 1
    assert json.loads((small.release.folder / "reports" / "sums.json").read_text()) == {
        "claims_per_batch": {"registry": 5, "mini": 16},
        "rows_read": 0,
        "rows_with_claims": 0,
        "rows_set_aside": 0,
        "set_aside_per_source": {},
        "set_aside_per_reason": {},
        "claims_per_kind": {
            "closure": 3,
            "court": 2,
            "courthouse": 4,
            "criminal-justice-area": 3,
            "magistrates-court": 9,
        },
        "things_per_class": dict(sums.things_per_class),
        "territorial_forces": 0,
        "schemes": [],
        "scheme_bodies": 0,
        "courts": {},
        "statements": sums.statements,
        "conflicts_per_property": dict(sums.conflicts_per_property),
        "inferred_per_rule": {},
        "omissions": 0,
        "lifespans": 1,
        "quads_per_graph": dict(sums.quads_per_graph),
    }


def test_what_are_the_conflicts_of_the_report(small: Built) -> None:
    report = (small.release.folder / "reports" / "conflicts.csv").read_text(encoding="utf-8")
    assert report.splitlines() == [
        "subject,property,chosen,rival,difference,chosen_by,rival_by,reason",
        "courthouse/oakham,cje:point,POINT(-0.7274 52.6702),POINT(-0.7274 52.6712),111.2 metres,list-2005,"
        "list-2025,rank 1 (kept with care) before rank 99 (the policy does not rank it)",
        "magistrates-court/oakham,cje:standing,2011-07-31,true,4962 days,statement,list-2013; list-2025,"
        "it ended 31 July 2011; a list of a later day still shows it",
    ]


def names_in(triples: set[str], thing: str) -> set[str]:
    """What a graph says with labels of a thing: the last part of the property and the value."""
    subject = f"<{CANONICAL_BASE}id/{thing}> "
    said = [triple.removeprefix(subject).split(" ", 1) for triple in triples if triple.startswith(subject)]
    return {f"{p.rpartition('#')[2][:-1]} {value}" for p, value in said if p.endswith("abel>")}


def test_is_the_name_of_a_dead_court_one_that_it_bore(small: Built) -> None:
    """The list of 2025 calls it (closed): that is a name beside the other, and not the latest."""
    assert names_in(quads(small, "ever"), "magistrates-court/oakham") == {
        """prefLabel "Oakham Magistrates' Court"@en""",
        """label "Oakham Magistrates' Court"@en""",
        'prefLabel "Llys \\"Oakham\\" \\\\ Wyddgrug’s"@cy',
        'label "Llys \\"Oakham\\" \\\\ Wyddgrug’s"@cy',
        'altLabel "Oakham (closed)"@en',
    }


def test_where_does_the_plain_graph_place_a_building(small: Built) -> None:
    ever, thing = quads(small, "ever"), f"<{CANONICAL_BASE}id/courthouse/oakham>"
    geometry = f"<{CANONICAL_BASE}id/geometry/courthouse/oakham>"
    decimal = "<http://www.w3.org/2001/XMLSchema#decimal>"
    assert {
        f'{thing} <http://www.w3.org/2003/01/geo/wgs84_pos#lat> "52.6702"^^{decimal}',
        f'{thing} <http://www.w3.org/2003/01/geo/wgs84_pos#long> "-0.7274"^^{decimal}',
        f"{thing} <http://www.opengis.net/ont/geosparql#hasDefaultGeometry> {geometry}",
    } <= ever
    assert not any("52.6712" in triple for triple in ever)


def test_is_a_claim_of_two_lists_against_one_closure_one_conflict(small: Built) -> None:
    kind = f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{CANONICAL_BASE}ontology#Conflict>"
    conflicts = {triple.split()[0] for triple in quads(small, "claims") if triple.endswith(kind)}
    assert len(conflicts) == 2
    differences = [triple for triple in quads(small, "claims") if "ontology#difference>" in triple]
    assert len(differences) == 2


def test_do_the_lines_of_the_evidence_come_in_order(folder: Path) -> None:
    known = know(folder)
    lines = list(Writer(known, Terms(Names(), known.tables.schema)).claims())
    assert lines == sorted(set(lines))


# The same each time


def test_is_a_release_the_same_byte_for_byte_if_it_is_made_again(
    small: Built, folder: Path, tmp_path: Path
) -> None:
    again = build(tmp_path / "release", folder=folder, date=DAY)
    assert files(again.release.folder) == files(small.release.folder)


def test_of_which_day_is_a_release(
    small: Built, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    made = build(tmp_path / "release", folder=folder)
    assert made.release.metadata.date == DAY
    assert files(made.release.folder) == files(small.release.folder)


@pytest.mark.parametrize(
    ("variable", "value"), [("2026-11-31", None), ("23/11/2026", None), (None, "soon"), (None, "9" * 30)]
)
def test_is_a_day_refused_that_no_release_can_have(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str | None, value: str | None
) -> None:
    if value:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(EstateError, match=variable or value):
        build(tmp_path / "release", folder=folder, date=variable)


def test_is_the_canonical_base_left_anywhere_under_another(folder: Path, tmp_path: Path) -> None:
    base = "https://estate.example.org/je/"
    made = build(tmp_path / "release", folder=folder, date=DAY, base=base)
    left = [name for name, data in files(made.release.folder).items() if CANONICAL_BASE.encode() in data]
    assert left == []
    assert made.release.metadata.base == base
    assert made.release.verify() == []
    codes = Estate.open(made.release.folder).ask("CQ-20", body="magistrates-court/oakham").texts()
    assert ["B33PL" in row for row in codes] == [True]


# Whole or not at all


def test_do_unsound_tables_leave_the_old_release(small: Built, mini: Mini) -> None:
    out = small.release.folder.parent.parent / "release"
    before = files(small.release.folder)
    with pytest.raises(TableError):
        build(out, folder=mini("magistrates-court/x,cje:no,1,,,,codes"))
    assert Release.open(out) == small.release
    assert files(small.release.folder) == before


def test_does_a_violation_leave_the_old_release(small: Built, mini: Mini) -> None:
    """A Crown Court centre is a unit of the Crown Court."""
    out = small.release.folder.parent.parent / "release"
    before = files(small.release.folder)
    tables = mini("crown-court-centre/leicester,skos:prefLabel,Leicester Crown Court,en,,,list-2013")
    with pytest.raises(CheckFailed) as raised:
        build(out, folder=tables)
    assert "crown-court-centre/leicester" in str(raised.value)
    assert "org:unitOf" in str(raised.value)
    assert Release.open(out) == small.release
    assert files(small.release.folder) == before
    assert [path.name for path in small.release.folder.parent.iterdir()] == [small.release.folder.name]


KILLED = """
import os, signal, sys
from pathlib import Path
from graph.build import build

out, tables, moment = sys.argv[1:]

def die(name):
    if name.startswith(moment):
        os.kill(os.getpid(), signal.SIGKILL)

seen = {}

def audit(event, arguments):
    if event in ("os.rename", "os.symlink"):
        seen[event] = seen.get(event, 0) + 1
        die(f"{event} {seen[event]}")

sys.addaudithook(audit)
build(Path(out), folder=Path(tables), date="2026-11-24", progress=die)
"""
MOMENTS = ["Reading", "Writing", "Checking", "Sealing", "os.rename 1", "os.symlink 1", "os.rename 2"]


def test_does_a_build_that_is_killed_leave_the_old_release_whole(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "release"
    old = build(out, folder=folder, date=DAY).release
    before = files(old.folder)
    left = []
    for moment in MOMENTS:
        command = [sys.executable, "-c", KILLED, str(out), str(folder), moment]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
        killed = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert (moment, killed.returncode, killed.stderr) == (moment, -9, "")
        assert Release.open(out) == old
        left.append(any(path.name.startswith(".") for path in (tmp_path / "releases").iterdir()))
    assert files(old.folder) == before
    assert old.verify() == []
    assert any(left)
    new = build(out, folder=folder, date="2026-11-25").release
    assert Release.open(out) == new
    assert new.verify() == []
    assert sorted(path.name for path in (tmp_path / "releases").iterdir()) == sorted(
        [old.folder.name, new.folder.name]
    )


def test_does_the_catalogue_tell_the_size_and_the_hash_of_the_dataset(small: Built) -> None:
    catalogue = ox.Store()
    catalogue.load(path=str(small.release.folder / CATALOGUE), format=ox.RdfFormat.TURTLE)
    answer = catalogue.query(
        """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX void: <http://rdfs.org/ns/void#>
        PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT ?triples ?hash (SUM(?part) AS ?parts) WHERE {
          ?release a dcat:Dataset ; void:triples ?triples ; dcat:distribution/dcterms:identifier ?hash ;
            void:subset/void:triples ?part
        } GROUP BY ?triples ?hash"""
    )
    assert isinstance(answer, ox.QuerySolutions)
    [row] = answer
    quads = str(small.release.metadata.quads)
    hashed = hashlib.sha256((small.release.folder / DATASET).read_bytes()).hexdigest()
    assert [cell.value for cell in row] == [quads, f"sha256:{hashed}", quads]
