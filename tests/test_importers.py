"""Importing an upstream table: whole or not at all, each row answered for."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from graph.claims import Claim
from graph.errors import Fault, TableError, UnknownKey
from graph.importers import cells, run
from graph.importers.curated import form as curated
from graph.importers.reading import Form, Reading
from graph.importers.run import Imported, import_table
from graph.importers.upstream import Entry, UpstreamRow, numbered
from graph.matching import Sight
from graph.reading import read_tables
from graph.tables import Faults
from tests.conftest import Mini

COLUMNS = ("code", "name", "postcode", "lat", "lon", "ended")

CLAIMS = "magistrates-court/oakham,skos:prefLabel,Oakham Magistrates' Court,en,,,notice"
CROSSWALK = """
    magistrates-court/oakham,codes,B33PL00,code,B33PL
    ,codes,B33YY00,none,youth court
"""
IMPORTS = "codes-v1,small,codes,codes.csv,"


def small(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    for row, id_ in numbered(rows, lambda row: row["code"]):
        entry = reading.entry(row, id_)
        court = reading.key(entry, "magistrates-court")
        ended = cells.day(reading, entry, "ended")
        cells.postcode(reading, entry, "postcode")
        cells.point(reading, entry)
        if court:
            entry.say(court, "cje:ouCode", id_[:5], "code", until=ended)
        yield entry


@pytest.fixture
def tables(mini: Mini, monkeypatch: pytest.MonkeyPatch) -> Path:
    forms = {
        "small": Form(COLUMNS, small, lambda entry: Sight(entry["name"], postcode=entry["postcode"])),
        "read-by-hand": curated("place source held", held_out="held"),
    }
    monkeypatch.setattr(run, "FORMS", forms)
    return mini(CLAIMS, crosswalk=CROSSWALK, imports=IMPORTS, sources="codes,code-list,2021-11-01")


def upstream(folder: Path, *lines: str, header: str = ",".join(COLUMNS)) -> Path:
    path = folder / "codes.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def faults(file: Path, folder: Path) -> list[tuple[str, int, str, str]]:
    with pytest.raises(TableError) as caught:
        import_table("codes-v1", file, folder)
    return [(fault.file, fault.line, fault.value, fault.problem) for fault in caught.value.faults]


def ledger(folder: Path) -> list[list[str]]:
    with (folder / "ledger.csv").open(encoding="utf-8", newline="") as file:
        return [[*row[:3], *row[4:]] for row in list(csv.reader(file))[1:]]


def test_does_each_row_end_in_claims_or_in_a_reason(tables: Path, tmp_path: Path) -> None:
    file = upstream(tmp_path, "B33PL00,Oakham,,,,2011-04-30", "B33YY00,Rutland Youth,,,,")
    assert import_table("codes-v1", file, tables) == Imported(
        "codes-v1",
        rows=2,
        entries=2,
        with_claims=1,
        set_aside={"youth court": 1},
        claims=1,
        by_hand=0,
        minted=0,
    )
    assert ledger(tables) == [
        ["codes", "codes-v1", "B33PL00", "claims", ""],
        ["codes", "codes-v1", "B33YY00", "set-aside", "youth court"],
    ]
    read = read_tables(tables)
    assert read.batches == {"codes-v1": 1, "mini": 1}
    place = "row B33PL00, code"
    said = Claim("magistrates-court/oakham", "cje:ouCode", "B33PL", "", "", "2011-04-30", "codes", place)
    assert said in read.claims


def test_does_an_import_replace_what_it_wrote_before(tables: Path, tmp_path: Path) -> None:
    import_table("codes-v1", upstream(tmp_path, "B33PL00,Oakham,,,,", "B33YY00,Youth,,,,"), tables)
    once = {path.name: path.read_bytes() for path in tables.rglob("*.csv")}
    import_table("codes-v1", upstream(tmp_path, "B33PL00,Oakham,,,,", "B33YY00,Youth,,,,"), tables)
    assert {path.name: path.read_bytes() for path in tables.rglob("*.csv")} == once
    import_table("codes-v1", upstream(tmp_path, "B33YY00,Youth,,,,"), tables)
    assert ledger(tables) == [["codes", "codes-v1", "B33YY00", "set-aside", "youth court"]]
    assert read_tables(tables).batches == {"mini": 1}


def test_is_a_claim_made_by_hand_left_to_its_table(tables: Path, tmp_path: Path) -> None:
    row = (
        'magistrates-court/oakham,cje:ouCode,B33PL,,,2011-04-30,codes,"row B33PL00, code",deprecated,A slip.'
    )
    with (tables / "claims" / "mini.csv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    done = import_table("codes-v1", upstream(tmp_path, "B33PL00,Oakham,,,,2011-04-30"), tables)
    assert (done.claims, done.with_claims) == (0, 1)
    assert "deprecated" in {claim.status for claim in read_tables(tables).claims}


def test_is_a_row_that_nobody_has_decided_on_a_fault(tables: Path, tmp_path: Path) -> None:
    file = upstream(tmp_path, "B33PL00,Oakham,,,,", "B33ZZ00,Uppingham,,,,")
    found = faults(file, tables)
    assert found == [("codes.csv", 3, "B33ZZ00, Uppingham", "A row that is neither used nor set aside")]
    assert ledger(tables) == []


def test_are_the_likeliest_things_proposed_for_such_a_row(tables: Path, tmp_path: Path) -> None:
    with pytest.raises(TableError) as caught:
        import_table(
            "codes-v1", upstream(tmp_path, "B33PL01,Oakham (The Castle),,,,", "B33XX00,Zeal,,,,"), tables
        )
    near, far = caught.value.faults
    assert near.remedy == (
        "Say in crosswalk.csv which thing row B33PL01 of codes speaks of, or none. "
        "Candidates: magistrates-court/oakham (60: both are called oakham)"
    )
    assert far.remedy.endswith("Nothing known is like it")


def test_is_a_row_that_matches_two_keys_a_fault(mini: Mini, tables: Path, tmp_path: Path) -> None:
    claims = f"{CLAIMS}\nmagistrates-court/melton,skos:prefLabel,Melton,en,,,notice"
    mini(
        claims,
        crosswalk=f"{CROSSWALK}\nmagistrates-court/melton,codes,B33PL00,name,Melton",
        imports=IMPORTS,
        sources="codes,code-list,2021-11-01",
    )
    keys = "magistrates-court/oakham and magistrates-court/melton"
    problem = "B33PL00: A row that matches two keys"
    assert faults(upstream(tmp_path, "B33PL00,Oakham,,,,"), tables) == [("codes.csv", 2, keys, problem)]


@pytest.mark.parametrize(
    ("row", "value", "problem"),
    [
        ("B33PL00,Oakham,LE15,,,", "LE15", "postcode: Not a postcode"),
        ("B33PL00,Oakham,,52.67,-40,", "52.67, -40", "lat: A point outside England and Wales"),
        ("B33PL00,Oakham,,-0.73,52.67,", "-0.73, 52.67", "lat: Latitude and longitude are swapped"),
        ("B33PL00,Oakham,,north,52.67,", "north, 52.67", "lat: Not two numbers"),
        ("B33PL00,Oakham,,,,20014-10-30", "20014-10-30", "ended: Not a day"),
        ("B33PL00,Oakham,,,,2011-02-30", "2011-02-30", "ended: Not a day"),
    ],
)
def test_is_a_cell_that_cannot_be_right_named(
    tables: Path, tmp_path: Path, row: str, value: str, problem: str
) -> None:
    assert faults(upstream(tmp_path, row), tables) == [("codes.csv", 2, value, problem)]


def test_is_a_cell_mended_by_a_recorded_correction(tables: Path, tmp_path: Path) -> None:
    with (tables / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write("codes,B33PL00,ended,20014-10-30,2014-10-30,a nought too many\n")
        file.write("codes,B33PL00,lat,0,,no place\n")
    import_table("codes-v1", upstream(tmp_path, "B33PL00,Oakham,,0,1,20014-10-30"), tables)
    [claim] = [claim for claim in read_tables(tables).claims if claim.property == "cje:ouCode"]
    assert (claim.until, claim.note) == ("2014-10-30", "")


def test_does_a_claim_tell_that_its_cell_was_mended(tables: Path) -> None:
    with (tables / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write("codes,B33PL00,code,b33pl00,B33PL00,printed small\n")
    reading = Reading.over(tables, "codes-v1", "codes", Faults())
    row = UpstreamRow("codes.csv", 2, {"code": "b33pl00"})
    entry = reading.entry(row, "B33PL00")
    entry.say("magistrates-court/oakham", "cje:ouCode", entry["code"][:5], "code")
    assert [claim.note for claim in entry.claims] == ["printed b33pl00: printed small"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "B33PL00,Oakham,,,,2011-04-30",
            ("2011-04-30", "ended: The cell has changed since it was corrected"),
        ),
        ("B33YY00,Youth,,,,", ("B33PL00", "A correction of a row that has not come")),
    ],
)
def test_is_a_correction_that_no_longer_fits_a_fault(
    tables: Path, tmp_path: Path, row: str, expected: tuple[str, str]
) -> None:
    with (tables / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write("codes,B33PL00,ended,20014-10-30,2014-10-30,a nought too many\n")
    assert [fault[2:] for fault in faults(upstream(tmp_path, row), tables)] == [expected]


def test_is_a_changed_column_named(tables: Path, tmp_path: Path) -> None:
    file = upstream(tmp_path, "B33PL00,Oakham,,,,", header="code,name,postcode,lat,lon,end_date")
    assert faults(file, tables) == [
        ("codes.csv", 1, "ended", "A column that the file no longer has"),
        ("codes.csv", 1, "end_date", "A column that the importer does not know"),
    ]


def test_are_an_empty_file_and_a_missing_one_named(tables: Path, tmp_path: Path) -> None:
    assert faults(upstream(tmp_path), tables) == [("codes.csv", 1, "", "A table without rows")]
    [fault] = faults(tmp_path / "none.csv", tables)
    assert fault[3] == "The file cannot be read"


def test_is_an_unknown_import_named_with_the_known_ones(tables: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownKey, match="There are: codes-v1"):
        import_table("codes", tmp_path / "codes.csv", tables)


def test_does_a_curated_row_answer_for_each_source_that_it_cites(
    mini: Mini, tables: Path, tmp_path: Path
) -> None:
    mini(
        'magistrates-court/oakham,cje:standing,true,,,,answer,"row by_hand/2"',
        imports="by-hand,read-by-hand,,by_hand.csv",
        crosswalk=",list-2013,by_hand/2,none,says nothing of its own",
        sources="list-2013,court-directory,2013-07-01",
    )
    file = tmp_path / "by_hand.csv"
    file.write_text("place,source,held\nOakham,file:answer ; file:list-2013,n\nMelton,file:answer,y\n")
    assert import_table("by-hand", file, tables).by_hand == 1
    assert ledger(tables) == [
        ["answer", "by-hand", "by_hand/2", "claims", ""],
        ["list-2013", "by-hand", "by_hand/2", "set-aside", "says nothing of its own"],
        ["answer", "by-hand", "by_hand/3", "set-aside", "from a page that is held out for tests"],
    ]
    file.write_text("place,source,held\nOakham,file:nowhere,n\n")
    with pytest.raises(TableError) as caught:
        import_table("by-hand", file, tables)
    assert caught.value.faults[0] == Fault(
        "by_hand.csv",
        2,
        "file:nowhere",
        "source: A reference that no source has",
        "Describe it in sources.csv, with this as its reference",
    )
