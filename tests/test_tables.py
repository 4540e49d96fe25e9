"""Is a table read row by row, and is whatever does not fit named by file, line and value?"""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import Fault, TableError
from graph.tables import Faults, Row, read_rows

COLUMNS = ("key", "class", "note")


def read(path: Path, data: bytes) -> tuple[list[Row], list[Fault]]:
    """The rows of a table with these bytes, and what is wrong with it."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    faults = Faults()
    return list(read_rows(path, COLUMNS, faults)), faults.found


def test_which_rows_has_a_table(tmp_path: Path) -> None:
    data = b'key,class,note\na/b,cje:Court,"Mold, Yr Wyddgrug: llys yr ynadon"\na/c,cje:Court,\n'
    assert read(tmp_path / "registry.csv", data) == (
        [
            Row("registry.csv", 2, ("a/b", "cje:Court", "Mold, Yr Wyddgrug: llys yr ynadon")),
            Row("registry.csv", 3, ("a/c", "cje:Court", "")),
        ],
        [],
    )


def test_how_is_a_batch_of_claims_named(tmp_path: Path) -> None:
    rows, _ = read(tmp_path / "claims" / "courts.csv", b"key,class,note\na,b,c\n")
    assert rows == [Row("claims/courts.csv", 2, ("a", "b", "c"))]


def test_at_which_line_stands_a_row_after_a_cell_of_two_lines(tmp_path: Path) -> None:
    rows, _ = read(tmp_path / "t.csv", b'key,class,note\na,b,"one\ntwo"\nd,e,f\n')
    assert [(row.line, row.cells[2]) for row in rows] == [(2, "one\ntwo"), (4, "f")]


def test_is_a_header_alone_a_table(tmp_path: Path) -> None:
    assert read(tmp_path / "t.csv", b"key,class,note\n") == ([], [])


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        pytest.param(
            b"",
            Fault("t.csv", 1, "", "The file is empty", "Its first line must be: key,class,note"),
            id="empty",
        ),
        pytest.param(
            b"key,klass,note\na,b,c\n",
            Fault("t.csv", 1, "klass", "Wrong columns", "The first line must be: key,class,note"),
            id="wrong column",
        ),
        pytest.param(
            b"class,key,note\na,b,c\n",
            Fault("t.csv", 1, "class,key,note", "Wrong columns", "The first line must be: key,class,note"),
            id="columns in another order",
        ),
        pytest.param(
            b"key,class\na,b\n",
            Fault("t.csv", 1, "key,class", "Wrong columns", "The first line must be: key,class,note"),
            id="column missing",
        ),
        pytest.param(
            b"key;class;note\na;b;c\n",
            Fault("t.csv", 1, "key;class;note", "Wrong columns", "The first line must be: key,class,note"),
            id="semicolons",
        ),
        pytest.param(
            b"key,class,note\na,b,c\nM\xf4ld,b,c\n",
            Fault("t.csv", 3, "\xf4ld,", "Not UTF-8 (byte 22)", "Save the file as UTF-8"),
            id="Latin-1",
        ),
        pytest.param(
            "key,class,note\na,b,c\n".encode("utf-16"),
            Fault("t.csv", 1, "\xff\xfek\x00", "Not UTF-8 (byte 0)", "Save the file as UTF-8"),
            id="UTF-16",
        ),
        pytest.param(
            "\ufeffkey,class,note\na,b,c\n".encode(),
            Fault(
                "t.csv",
                1,
                "\ufeff",
                "The file starts with a byte order mark",
                "Save it as UTF-8 without one",
            ),
            id="byte order mark",
        ),
        pytest.param(
            b"key,class,note\na,b,c,d\n",
            Fault("t.csv", 2, "a,b,c,d", "4 cells where 3 belong", "Quote a cell that holds a comma"),
            id="a cell too many",
        ),
        pytest.param(
            b"key,class,note\na,b\n",
            Fault("t.csv", 2, "a,b", "2 cells where 3 belong", "Quote a cell that holds a comma"),
            id="a cell too few",
        ),
        pytest.param(
            b"key,class,note\n\na,b,c\n",
            Fault("t.csv", 2, "", "0 cells where 3 belong", "Quote a cell that holds a comma"),
            id="blank line",
        ),
        pytest.param(
            b"key,class,note\na, b,c\n",
            Fault("t.csv", 2, " b", "White space round a cell", "Remove it"),
            id="white space",
        ),
        pytest.param(
            "key,class,note\na,b\u00a0,c\n".encode(),
            Fault("t.csv", 2, "b\u00a0", "White space round a cell", "Remove it"),
            id="no-break space",
        ),
    ],
)
def test_is_a_fault_named_by_line_and_value(tmp_path: Path, data: bytes, fault: Fault) -> None:
    assert read(tmp_path / "t.csv", data)[1] == [fault]


@pytest.mark.parametrize("line", [b'a,"b,c\n', b'a,"b"x,c\n'])
def test_is_a_quote_that_is_not_closed_named(tmp_path: Path, line: bytes) -> None:
    _, [fault] = read(tmp_path / "t.csv", b"key,class,note\n" + line)
    assert (fault.file, fault.line, fault.remedy) == ("t.csv", 2, "Check the quotes of this line")
    assert fault.problem.startswith("Not CSV (")


def test_is_a_table_that_is_not_there_named(tmp_path: Path) -> None:
    faults = Faults()
    assert list(read_rows(tmp_path / "policy.csv", COLUMNS, faults)) == []
    [fault] = faults.found
    assert (fault.file, fault.line, fault.problem) == ("policy.csv", 0, "There is no such table")


def test_do_the_sound_rows_still_come_beside_a_fault(tmp_path: Path) -> None:
    rows, faults = read(tmp_path / "t.csv", b"key,class,note\na,b,c\nd,e\nf,g,h\n")
    assert [row.cells[0] for row in rows] == ["a", "f"]
    assert [fault.line for fault in faults] == [3]


def test_are_all_faults_raised_at_once_in_the_order_of_files_and_lines() -> None:
    faults = Faults()
    faults.add("sources.csv", 2, "x", "Unknown kind", "Mend it")
    faults.add("registry.csv", 12, "y", "Not a key", "Mend it")
    faults.add("registry.csv", 3, "z", "Not a key", "Mend it")
    with pytest.raises(TableError) as raised:
        faults.raise_any()
    assert str(raised.value).splitlines() == [
        "3 faults in the tables",
        "registry.csv:3: Not a key: 'z'. Mend it",
        "registry.csv:12: Not a key: 'y'. Mend it",
        "sources.csv:2: Unknown kind: 'x'. Mend it",
    ]


def test_is_nothing_raised_if_nothing_is_wrong() -> None:
    Faults().raise_any()
