"""Do the programs that people have read what is exported, and is it the same estate?"""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import httpx
import networkx as nx
import pytest

from graph.asof import Moment
from graph.claims import REGISTRY_SOURCE, Claim
from graph.estate import Estate
from graph.exports.cells import guarded, unguarded
from graph.exports.formats import FORMATS, export
from graph.exports.selection import Selection
from graph.holding import TYPE
from graph.namespaces import Names
from graph.reading import read_tables
from graph.resources import tables
from graph.store import Literal, parse_ntriples, text
from tests.serving import free_port

DAY = Moment(date(2008, 12, 31))


def install(package: str) -> object:
    """A package of the extra `test`, or a skip with the command that installs it."""
    return pytest.importorskip(package, reason=f"pip install {package}", exc_type=ImportError)


@pytest.fixture(scope="module")
def day(estate: Estate) -> set[tuple[str, str, str, str]]:
    """The graph of a day: subject, property, value, and the datatype with the language of a literal."""
    lines = estate.engine.dates.timeline.triples(DAY)
    return {
        (
            text(s),
            text(p),
            text(o),
            f"{o.datatype.value}@{o.language or ''}" if isinstance(o, Literal) else "",
        )
        for s, p, o in parse_ntriples(lines)
    }


@pytest.fixture(scope="module")
def things(day: set[tuple[str, str, str, str]]) -> set[str]:
    """The keys of the things of that day."""
    rdf_type = Names().expand(TYPE)
    keys = {Names().shorten(s) for s, p, _, _ in day if p == rdf_type}
    return {key for key in keys if not key.startswith(("lifespan/", "geometry/"))}


def made(
    estate: Estate, format: str, folder: Path, at: Moment | None = None, kinds: tuple[str, ...] = ()
) -> Path:
    """An export in a folder."""
    path = folder / f"estate.{format}"
    export(Selection(estate.engine, at, kinds=kinds), FORMATS[format], path)
    return path


@pytest.fixture(scope="module")
def sheets(estate: Estate, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The day as CSV."""
    return made(estate, "csv", tmp_path_factory.mktemp("csv"), DAY)


def triples_of(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """The triples that files of CSV give by their metadata alone, as csv2rdf makes them."""
    described = json.loads((folder / "csv-metadata.json").read_text(encoding="utf-8"))
    rdf_type = Names().expand(TYPE)
    for table in described["tables"]:
        schema = table["tableSchema"]
        columns = {column["name"]: column for column in schema["columns"] if not column.get("virtual")}
        types = [column["valueUrl"] for column in schema["columns"] if column.get("virtual")]
        with (folder / table["url"]).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                subject = schema["aboutUrl"].replace("{+key}", row["key"])
                yield from ((subject, rdf_type, each, "") for each in types)
                for name, column in columns.items():
                    if "propertyUrl" not in column or not row[name]:
                        continue
                    whole = unguarded(row[name])
                    values = whole.split(column["separator"]) if "separator" in column else [whole]
                    yield from ((subject, column["propertyUrl"], *_term(column, v)) for v in values)


def _term(column: dict[str, object], value: str) -> tuple[str, str]:
    if "valueUrl" in column:
        return str(column["valueUrl"]).replace(f"{{+{column['name']}}}", value), ""
    if "lang" in column:
        return value, f"http://www.w3.org/1999/02/22-rdf-syntax-ns#langString@{column['lang']}"
    datatype = column["datatype"]
    if isinstance(datatype, dict):
        return value, f"{datatype['@id']}@"
    if column["propertyUrl"] == Names().expand("cje:notStated"):
        return Names().expand(value), ""  # Terms of many vocabularies are CURIEs.
    return value, f"http://www.w3.org/2001/XMLSchema#{datatype}@"


def test_the_tables_of_a_day_put_together_are_its_graph(
    sheets: Path, day: set[tuple[str, str, str, str]]
) -> None:
    found = list(triples_of(sheets))
    assert len(found) == len(set(found))
    assert set(found) == day


def test_a_reader_of_csvw_finds_the_tables_valid(sheets: Path) -> None:
    csvw = install("csvw")
    with warnings.catch_warnings(action="ignore"):
        read = csvw.CSVW(str(sheets / "csv-metadata.json"), validate=True)  # type: ignore[attr-defined]
        assert read.is_valid
        by_name = {str(table.url): table for table in read.tables}
        [oakham] = [row for row in by_name["magistrates_court.csv"] if row["key"].endswith("/oakham")]
    assert oakham["name_en"] == "Oakham Magistrates' Court"
    assert oakham["lifespan"] in (
        "lifespan/magistrates-court/oakham/1",
        ["lifespan/magistrates-court/oakham/1"],
    )


def test_claims_of_csvw_refer_to_their_sources(estate: Estate, tmp_path: Path) -> None:
    csvw = install("csvw")
    folder = made(estate, "csv", tmp_path, kinds=("office",))
    with warnings.catch_warnings(action="ignore"):
        read = csvw.CSVW(str(folder / "csv-metadata.json"), validate=True)  # type: ignore[attr-defined]
        assert read.is_valid
        tables_read = {str(table.url): list(table) for table in read.tables}
    sources = {row["key"] for row in tables_read["source.csv"]}
    assert {row["derived_from"] for row in tables_read["claim.csv"]} <= sources


def test_cells_that_a_spreadsheet_would_run() -> None:
    for cell in ("=1+1", "@SUM(A1)", "+44 20", "-2+3", "\t=1", "'=1", "''=1"):
        assert guarded(cell).startswith("'")
        assert unguarded(guarded(cell)) == cell
    for cell in ("", "-1.374", "52", "'tis", "Oakham"):
        assert guarded(cell) == unguarded(cell) == cell


def test_pandas_and_duckdb_read_parquet(
    estate: Estate, tmp_path: Path, day: set[tuple[str, str, str, str]]
) -> None:
    pandas, duckdb = install("pandas"), install("duckdb")
    install("pyarrow")
    folder = made(estate, "parquet", tmp_path, DAY)
    courts = pandas.read_parquet(folder / "magistrates_court.parquet")  # type: ignore[attr-defined]
    kind, rdf_type = Names().expand("cje:MagistratesCourt"), Names().expand(TYPE)
    wanted = {Names().shorten(s) for s, p, o, _ in day if (p, o) == (rdf_type, kind)}
    assert set(courts["key"]) == wanted
    [site] = courts.loc[courts["key"] == "magistrates-court/hinckley", "has_primary_site"]
    asked = (
        f"SELECT house.postcode, house.lat FROM '{folder}/magistrates_court.parquet' court "
        f"JOIN '{folder}/courthouse.parquet' house ON court.has_primary_site = house.key "
        "WHERE court.key = 'magistrates-court/hinckley'"
    )
    [(postcode, latitude)] = duckdb.sql(asked).fetchall()  # type: ignore[attr-defined]
    house = Names().thing(site)
    assert {(p, o) for s, p, o, _ in day if s == house} >= {
        (Names().expand("cje:postcode"), postcode),
        (Names().expand("wgs84:lat"), str(latitude)),
    }


def test_the_rows_of_parquet_and_sqlite_are_those_of_csv(
    estate: Estate, tmp_path: Path, sheets: Path
) -> None:
    install("pyarrow")
    import pyarrow.parquet as pq  # noqa: PLC0415

    folder, path = made(estate, "parquet", tmp_path, DAY), made(estate, "sqlite", tmp_path, DAY)
    with closing(sqlite3.connect(path)) as database:
        for file in sheets.glob("*.csv"):
            with file.open(encoding="utf-8", newline="") as opened:
                header, *rows = csv.reader(opened)
            table = pq.read_table(folder / f"{file.stem}.parquet")
            assert table.column_names == header
            assert table["key"].to_pylist() == [row[0] for row in rows]
            stored = database.execute(f'SELECT * FROM "{file.stem}"')
            assert [column[0] for column in stored.description] == header
            filled = Counter(n for row in rows for n, cell in enumerate(row) if cell)
            found = Counter(n for row in stored for n, cell in enumerate(row) if cell is not None)
            assert found == filled


@pytest.fixture(scope="module")
def database(estate: Estate, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forces and what is claimed of them."""
    return made(estate, "sqlite", tmp_path_factory.mktemp("sqlite"), kinds=("police-force",))


def test_keys_of_the_database_refer_to_things(database: Path) -> None:
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("PRAGMA foreign_keys = ON")
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        [(refers,)] = opened.execute("SELECT COUNT(*) FROM pragma_foreign_key_list('claim')").fetchall()
        assert refers == 3  # Its key, its subject and its source.
        with pytest.raises(sqlite3.IntegrityError):
            opened.execute("INSERT INTO link VALUES ('police-force/kent', 'cje:successor', 'no/such')")


def test_names_are_searched(database: Path) -> None:
    search = (
        "SELECT thing.key FROM thing_fts JOIN thing ON thing.rowid = thing_fts.rowid WHERE thing_fts MATCH ?"
    )
    with closing(sqlite3.connect(database)) as opened:
        assert ("police-force/kent",) in opened.execute(search, ("kent",)).fetchall()
        assert ("police-force/north-wales",) in opened.execute(search, ("heddlu gogledd",)).fetchall()


@contextmanager
def datasette(path: Path) -> Iterator[str]:
    """Datasette on loopback with a database."""
    port = free_port()
    words = [
        sys.executable,
        "-m",
        "datasette",
        "serve",
        str(path),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(300):
                try:
                    httpx.get(f"http://127.0.0.1:{port}/-/versions.json")
                    break
                except httpx.TransportError:
                    assert process.poll() is None
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def test_datasette_serves_the_database(database: Path) -> None:
    install("datasette")
    with datasette(database) as url:
        told = httpx.get(f"{url}/estate/police_force.json?_shape=array&key=police-force/kent").json()
        found = httpx.get(f"{url}/estate/thing.json?_shape=array&_search=constabulary").json()
        page = httpx.get(f"{url}/estate/police_force")
    assert [(row["key"], row["police_uk_id"]) for row in told] == [("police-force/kent", "kent")]
    assert found
    assert page.status_code == 200


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_networkx_reads_the_network_of_a_day(
    estate: Estate, tmp_path: Path, format: str, day: set[tuple[str, str, str, str]], things: set[str]
) -> None:
    read = nx.read_graphml if format == "graphml" else nx.read_gexf
    found = read(made(estate, format, tmp_path, DAY))
    short = Names().shorten
    links = Counter((short(s), short(p), short(o)) for s, p, o, _ in day if {short(s), short(o)} <= things)
    assert set(found.nodes) == things
    assert Counter((a, told["property"], b) for a, b, told in found.edges(data=True)) == links
    oakham = found.nodes["magistrates-court/oakham"]
    assert (oakham["label"], oakham["class"]) == ("Oakham Magistrates' Court", "cje:MagistratesCourt")
    assert "ended" not in oakham  # Nobody knew on that day.


def test_geopandas_reads_the_map_of_a_day(
    estate: Estate, tmp_path: Path, day: set[tuple[str, str, str, str]]
) -> None:
    geopandas = install("geopandas")
    frame = geopandas.read_file(made(estate, "geojson", tmp_path, DAY))  # type: ignore[attr-defined]
    kinds = {Names().expand(f"cje:{n}") for n in ("MagistratesCourt", "CrownCourtCentre", "PoliceArea")}
    rdf_type = Names().expand(TYPE)
    assert set(frame["key"]) == {Names().shorten(s) for s, p, o, _ in day if p == rdf_type and o in kinds}
    assert frame.crs.to_epsg() == 4326
    placed = frame.set_index("key").geometry
    assert placed["police-area/E23000021"].contains(placed["magistrates-court/hinckley"])
    outlines = frame[frame["kind"] == "police area"]
    assert len(outlines) == 43
    assert outlines.geometry.is_valid.all()


def test_names_for_a_spreadsheet_are_the_things_of_the_day(
    estate: Estate, tmp_path: Path, things: set[str]
) -> None:
    with made(estate, "names", tmp_path, DAY).open(encoding="utf-8-sig", newline="") as file:
        rows = {row["key"]: row for row in csv.DictReader(file)}
    assert set(rows) == things
    assert rows["magistrates-court/oakham"]["name"] == "Oakham Magistrates' Court"
    assert "ou_code: B33PL" in rows["magistrates-court/oakham"]["codes"]
    assert rows["magistrates-court/oakham"]["ended_latest"] == ""


def claims_in(path: Path) -> set[Claim]:
    """The claims in a table of the form of the project's own."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            Claim(**{("start" if k == "from" else k): v for k, v in r.items()}) for r in csv.DictReader(file)
        }


@pytest.fixture(scope="module")
def claims(estate: Estate, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The claims, exported beside the other tables of the project."""
    folder = tmp_path_factory.mktemp("claims")
    made_ = made(estate, "claims", folder)
    for path in tables().iterdir():
        if path.name not in ("registry.csv", "sources.csv", "claims"):
            (shutil.copytree if path.is_dir() else shutil.copy)(path, made_ / path.name)
    return made_


def test_claims_exported_and_read_again_are_the_same_claims(claims: Path) -> None:
    again, before = read_tables(claims), read_tables(tables())
    assert {claim.key: claim for claim in again.claims} == {claim.key: claim for claim in before.claims}
    assert dict(again.sources) == dict(before.sources)
    assert dict(again.classes) == dict(before.classes)


def test_the_evidence_of_the_database_is_that_of_the_claims(
    estate: Estate, tmp_path: Path, claims: Path
) -> None:
    """Key by key, since a key is the hash of a claim's cells; the note is the only cell outside it."""
    wanted = {claim.key: claim.note for claim in claims_in(claims / "claims" / "export.csv")}
    path = made(estate, "sqlite", tmp_path)
    with closing(sqlite3.connect(path)) as opened:
        rows = opened.execute(
            "SELECT key, note_en, value, value_sort, locator FROM claim WHERE derived_from <> ?",
            (f"source/{REGISTRY_SOURCE}",),
        ).fetchall()
        whole = opened.execute("SELECT COUNT(*) FROM claim WHERE value IS NULL").fetchall()
    assert {key: note or "" for key, note, *_ in rows} == wanted
    assert whole == [(0,)]
