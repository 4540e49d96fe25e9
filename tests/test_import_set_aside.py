"""Tables of which nothing is used: each row stands in the ledger with its own id and a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.importers import run
from graph.importers.forms import FORMS
from graph.importers.set_aside import form
from tests.conftest import Mini
from tests.importing import set_aside
from tests.upstream import imported

REASON = "a unit of accounts"
CROSSWALK = ",answer,small_table/7,none,a unit of another service"


def reasons(mini: Mini, monkeypatch: pytest.MonkeyPatch, own_id: str, crosswalk: str = "") -> dict[str, str]:
    """Why each row of a table of three was set aside, by its id; two of them have one id of their own."""
    monkeypatch.setattr(run, "FORMS", {"unused": form("id name", REASON, own_id)})
    folder = mini("", imports="small-table,unused,answer,x.csv", crosswalk=crosswalk)
    done = imported(folder, "small-table", ("id", "name"), "7,Oakham\n8,Melton\n7,Oakham Castle")
    assert (done.rows, done.entries, done.with_claims, done.claims) == (3, 3, 0, 0)
    assert not (folder / "claims" / "small-table.csv").exists()
    return {row: reason for (_, row), reason in set_aside(folder).items()}


def test_has_a_row_the_id_of_its_own_in_its_file(mini: Mini, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reasons(mini, monkeypatch, "id") == {
        "small_table/7": REASON,
        "small_table/8": REASON,
        "small_table/7/2": REASON,
    }


def test_has_a_row_without_an_id_that_of_its_line(mini: Mini, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(reasons(mini, monkeypatch, "")) == ["small_table/2", "small_table/3", "small_table/4"]


def test_does_the_crosswalk_know_a_better_reason(mini: Mini, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reasons(mini, monkeypatch, "id", CROSSWALK) == {
        "small_table/7": "a unit of another service",
        "small_table/8": REASON,
        "small_table/7/2": REASON,
    }


def test_are_payees_of_penalties_no_bodies(mini: Mini, tmp_path: Path) -> None:
    """The form of a table of the project itself."""
    folder = mini("", imports="opal-prosecutors,opal-prosecutors,answer,x.csv")
    columns = FORMS["opal-prosecutors"].columns
    done = imported(folder, "opal-prosecutors", columns, "12,031,A ticket office,,,,,,,")
    reason = "a payee for fixed penalties: an office of a force, no body of this estate"
    assert done.set_aside == {reason: 1}
    assert set_aside(tmp_path / "tables") == {("answer", "opal_prosecutors/12"): reason}
