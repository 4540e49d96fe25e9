"""`estate import`: one table or all of them in their order; yes, no or could-not in the exit code."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from graph.errors import Fault, TableError
from graph.importers import run
from graph.importers.reading import Form, Reading
from graph.importers.run import import_all, imports
from graph.importers.upstream import Entry, UpstreamRow
from graph.tables import Faults
from tests.conftest import Mini, Run

COURT = "magistrates-court/oakham"
IMPORTS = "codes-v1,codes,codes,codes.csv,"
CYCLE = """
    a,codes,codes,a.csv,c
    b,codes,codes,b.csv,a
    c,codes,codes,c.csv,b
    d,codes,codes,d.csv,
"""


def codes(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """Claims of codes; a row says in its note which imports before it had made claims."""
    before = [name for name in reading.after for _ in reading.said(name)]
    for row in rows:
        entry = reading.entry(row, row["code"])
        if court := reading.key(entry, "magistrates-court"):
            entry.say(court, "cje:ouCode", entry["code"], "code", note=" ".join(before))
        yield entry


@pytest.fixture
def tables(mini: Mini, monkeypatch: pytest.MonkeyPatch) -> Mini:
    """Writes tables over which one form of import is known."""
    monkeypatch.setattr(run, "FORMS", {"codes": Form(("code", "name"), codes)})
    return mini


def upstream(folder: Path, **files: str) -> Path:
    """A folder of upstream tables, each of one row or of more."""
    place = folder / "upstream"
    place.mkdir()
    for name, rows in files.items():
        (place / f"{name}.csv").write_text(f"code,name\n{rows}\n", encoding="utf-8")
    return place


def crosswalk(*sources: str) -> str:
    """That the row B33PL of each source speaks of Oakham."""
    return "\n".join(f"{COURT},{source},B33PL,code,B33PL" for source in sources)


# In what order


def test_does_an_import_come_after_those_whose_claims_it_asks_for(tables: Mini, tmp_path: Path) -> None:
    folder = tables(
        "",
        imports="""
            first-by-name,codes,codes,one.csv,second third
            second,codes,answer,two.csv,third
            third,codes,notice,three.csv,
        """,
        crosswalk=crosswalk("codes", "answer", "notice"),
    )
    place = upstream(tmp_path, one="B33PL,Oakham", two="B33PL,Oakham", three="B33PL,Oakham")
    assert [done.name for done in import_all(place, folder)] == ["third", "second", "first-by-name"]
    notes = {}
    for name in ("first-by-name", "second", "third"):
        with (folder / "claims" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            [row] = csv.DictReader(file)
            notes[name] = row["note"]
    assert notes == {"first-by-name": "second third", "second": "third", "third": ""}


def test_are_imports_that_wait_for_each_other_named(tables: Mini) -> None:
    faults = Faults()
    assert list(imports(tables("", imports=CYCLE), faults)) == ["a", "b", "c", "d"]
    assert [(fault.file, fault.line, fault.problem) for fault in faults.found] == [
        ("imports.csv", line, "Imports that wait for each other") for line in (2, 3, 4)
    ]
    [value] = {fault.value for fault in faults.found}
    assert value in {"a after c after b after a", "b after a after c after b", "c after b after a after c"}


def test_is_an_import_named_that_goes_after_none(tables: Mini, tmp_path: Path) -> None:
    folder = tables("", imports="codes-v1,codes,codes,codes.csv,codes-v0")
    with pytest.raises(TableError) as caught:
        import_all(tmp_path, folder)
    assert caught.value.faults == (
        Fault("imports.csv", 2, "codes-v0", "It goes after an import that is not there", "Mend the name"),
    )


# On the command line


def test_is_a_table_imported_with_its_sums(tables: Mini, tmp_path: Path, run_estate: Run) -> None:
    nothing = ",codes,B33YY,none,youth court"
    folder = tables("", imports=IMPORTS, crosswalk=f"{crosswalk('codes')}\n{nothing}")
    file = upstream(tmp_path, codes="B33PL,Oakham\nB33YY,Youth") / "codes.csv"
    code, out, err = run_estate("import", "codes-v1", str(file), "--data", str(folder))
    assert (code, err) == (0, "")
    assert " ".join(out.split()) == (
        "codes-v1: 2 rows read, 2 entries; 1 with claims (0 by hand), 1 set aside; 1 claims, "
        "0 things named by pattern 1 youth court"
    )
    assert (folder / "claims" / "codes-v1.csv").exists()


def test_are_all_tables_imported_from_one_folder(tables: Mini, tmp_path: Path, run_estate: Run) -> None:
    imports = f"{IMPORTS}codes-v2\ncodes-v2,codes,answer,newer.csv,"
    folder = tables("", imports=imports, crosswalk=crosswalk("codes", "answer"))
    place = upstream(tmp_path, codes="B33PL,Oakham", newer="B33PL,Oakham")
    code, out, _ = run_estate("import", "all", str(place), "--data", str(folder))
    assert (code, [line.partition(":")[0] for line in out.splitlines()]) == (0, ["codes-v2", "codes-v1"])


def test_is_an_unknown_import_a_no(tables: Mini, tmp_path: Path, run_estate: Run) -> None:
    folder = tables("", imports=IMPORTS)
    code, out, err = run_estate("import", "code", str(tmp_path), "--data", str(folder))
    assert (code, out, err) == (1, "", "There is no import 'code'. There are: codes-v1\n")


def test_is_an_import_of_an_unknown_form_named(tables: Mini, tmp_path: Path, run_estate: Run) -> None:
    folder = tables("", imports="codes-v1,code,codes,codes.csv,")
    place = upstream(tmp_path, codes="B33PL,Oakham")
    words = ("--data", str(folder))
    code, out, err = run_estate("import", "codes-v1", str(place / "codes.csv"), *words)
    assert (code, out, err) == (1, "", "imports.csv: codes-v1 is of no known form: 'code'. codes\n")
    code, out, err = run_estate("import", "all", str(place), *words)
    assert (code, out) == (2, "")
    assert "imports.csv:0: An import that cannot be made: 'codes-v1'" in err


def test_are_the_faults_of_all_tables_printed_and_nothing_of_these_written(
    tables: Mini, tmp_path: Path, run_estate: Run
) -> None:
    imports = f"{IMPORTS}\ncodes-v2,codes,answer,newer.csv,"
    folder = tables("", imports=imports, crosswalk=crosswalk("codes"))
    place = upstream(tmp_path, codes="B33PL,Oakham\nB33PL,Oakham Castle", newer="B33ZZ,Uppingham")
    before = {path: path.read_bytes() for path in folder.rglob("*.csv")}
    code, out, err = run_estate("import", "all", str(place), "--data", str(folder))
    assert (code, out) == (2, "")
    assert [line.split(". ")[0] for line in err.splitlines()] == [
        "2 faults in the tables",
        "codes.csv:3: Two rows of one source with one id: 'B33PL'",
        "newer.csv:2: A row that is neither used nor set aside: 'B33ZZ, Uppingham'",
    ]
    assert {path: path.read_bytes() for path in folder.rglob("*.csv")} == before


@pytest.mark.parametrize("name", ["all", "a"])
def test_is_a_cycle_of_imports_a_fault_and_no_traceback(
    tables: Mini, tmp_path: Path, run_estate: Run, name: str
) -> None:
    folder = tables("", imports=CYCLE)
    place = upstream(tmp_path, a="B33PL,Oakham")
    file = place if name == "all" else place / "a.csv"
    code, out, err = run_estate("import", name, str(file), "--data", str(folder))
    assert (code, out) == (2, "")
    assert [line.partition(": ")[0] for line in err.splitlines()] == [
        "3 faults in the tables",
        "imports.csv:2",
        "imports.csv:3",
        "imports.csv:4",
    ]


def test_is_a_file_that_is_not_there_named(tables: Mini, tmp_path: Path, run_estate: Run) -> None:
    folder = tables("", imports=IMPORTS)
    code, out, err = run_estate("import", "all", str(tmp_path / "nowhere"), "--data", str(folder))
    assert (code, out) == (2, "")
    assert "codes.csv:0: The file cannot be read" in err
