"""One import: an upstream file in, a claim table and its rows of the ledger out, or every fault at once."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from graph.claims import CLAIM_COLUMNS, Claim
from graph.errors import TableError, UnknownKey
from graph.importers.candidates import proposer
from graph.importers.forms import FORMS
from graph.importers.geojson import read_features
from graph.importers.reading import REGISTRY_COLUMNS, Form, Reading
from graph.importers.upstream import FORGOTTEN, Entry, read_upstream
from graph.ledger import LEDGER_COLUMNS
from graph.tables import Faults, Row, read_rows

IMPORT_COLUMNS = ("name", "form", "source", "file", "after")


@dataclass(frozen=True, slots=True)
class Imported:
    """What one import did: rows read = rows with claims + rows set aside, per source."""

    name: str
    rows: int
    entries: int
    with_claims: int
    set_aside: Mapping[str, int]
    claims: int
    by_hand: int
    minted: int


@dataclass(frozen=True, slots=True)
class Import:
    """A row of imports.csv: what form a table is of, whose it is, where it lies, and what goes before it."""

    name: str
    form: str
    source: str
    file: str
    after: tuple[str, ...]


def imports(folder: Path, faults: Faults) -> dict[str, Import]:
    """Each import by its name, in an order in which each comes after those whose claims it asks for.

    Imports that wait for each other, or for one that is not there, are faults.
    """
    known: dict[str, Import] = {}
    rows: dict[str, Row] = {}
    for row in read_rows(folder / "imports.csv", IMPORT_COLUMNS, faults):
        name, form, source, file, after = row.cells
        known[name] = Import(name, form, source, file, tuple(after.split()))
        rows[name] = row
    for name, one in known.items():
        for before in one.after:
            if before not in known:
                faults.at(rows[name], before, "It goes after an import that is not there", "Mend the name")
    waits = {name: [before for before in one.after if before in known] for name, one in known.items()}
    order = TopologicalSorter(waits)
    try:
        return {name: known[name] for name in order.static_order()}
    except CycleError as error:
        round_ = " after ".join(reversed(error.args[1]))
        for name in sorted(set(error.args[1])):
            faults.at(rows[name], round_, "Imports that wait for each other", "Take one out of `after`")
        return known


def import_table(name: str, path: Path, folder: Path) -> Imported:
    """Import an upstream file into the tables of a folder.

    Writes `claims/<name>.csv`, the ledger's rows of that table, what it mints in the registry and what files
    it makes: all of it, or nothing and a TableError with every fault. Raises UnknownKey if no import bears
    the name.
    """
    faults = Faults()
    known = imports(folder, faults)
    if name not in known:
        raise UnknownKey(f"There is no import {name!r}. There are: {', '.join(sorted(known))}")
    source = known[name].source
    form = FORMS.get(known[name].form)
    if form is None:
        raise UnknownKey(f"imports.csv: {name} is of no known form: {known[name].form!r}. {', '.join(FORMS)}")
    if path.suffix == ".geojson":
        rows = read_features(path, form.columns, faults)
    else:
        rows = read_upstream(path, form.columns, faults, ragged=form.ragged)
    faults.raise_any()
    reading = Reading.over(folder, name, source, faults)
    reading.after = {before: known[before].source for before in known[name].after if before in known}
    by_hand = _by_hand(folder, known, faults)
    entries = list(form.convert(rows, reading))
    _settle(entries, reading, by_hand, folder, form)
    answered = {entry.row.line for entry in entries} | {fault.line for fault in faults.found}
    for lost in {row.line for row in rows} - answered:
        faults.add(path.name, lost, "", FORGOTTEN, "The importer must answer for each row")
    if [one.source for one in known.values()].count(source) == 1:
        for _, id_ in reading.unused_corrections([source]):
            remedy = "Take it out of corrections.csv, or mend its row"
            faults.add("corrections.csv", 0, id_, "A correction of a row that has not come", remedy)
    faults.raise_any()
    claims = _distinct(entries, reading.remarks, by_hand)
    table = folder / "claims" / f"{name}.csv"
    if claims:
        _write(table, CLAIM_COLUMNS, map(_cells, claims))
    else:
        table.unlink(missing_ok=True)
    _enter(folder, name, entries, faults)
    _mint(folder, reading, faults)
    for file, content in reading.files.items():
        _put(folder / file, content)
    reasons = Counter(entry.reason for entry in entries if entry.reason)
    return Imported(
        name=name,
        rows=len(rows),
        entries=len(entries),
        with_claims=len(entries) - reasons.total(),
        set_aside=dict(reasons.most_common()),
        claims=len(claims),
        by_hand=sum(not entry.claims and not entry.reason for entry in entries),
        minted=len(reading.minted),
    )


def import_all(upstream: Path, folder: Path) -> list[Imported]:
    """Import every table of imports.csv from a folder of upstream files; all faults at once."""
    faults = Faults()
    known = imports(folder, faults)
    faults.raise_any()
    done = []
    for name, one in known.items():
        try:
            done.append(import_table(name, upstream / one.file, folder))
        except TableError as error:
            faults.found.extend(error.faults)
        except UnknownKey as error:
            faults.add("imports.csv", 0, name, "An import that cannot be made", str(error))
    faults.raise_any()
    return done


@dataclass(frozen=True, slots=True)
class _Hand:
    """The claims that are no import's: which they are, and which rows of sources they cite."""

    keys: frozenset[str]
    rows: frozenset[tuple[str, str]]


def _by_hand(folder: Path, known: Mapping[str, object], faults: Faults) -> _Hand:
    keys: set[str] = set()
    rows: set[tuple[str, str]] = set()
    for path in sorted((folder / "claims").glob("*.csv")):
        if path.stem in known:
            continue
        for row in read_rows(path, CLAIM_COLUMNS, faults):
            claim = Claim(*row.cells)
            keys.add(claim.key)
            if claim.row:
                rows.add((claim.source, claim.row))
    return _Hand(frozenset(keys), frozenset(rows))


def _settle(entries: Sequence[Entry], reading: Reading, by_hand: _Hand, folder: Path, form: Form) -> None:
    """Give each entry that says nothing its reason; one that nobody has decided on is a fault."""
    propose = None
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        if (entry.source, entry.id) in seen:
            remedy = "Tell the two apart by another id"
            reading.faults.add(
                entry.row.file, entry.row.line, entry.id, "Two rows of one source with one id", remedy
            )
        seen.add((entry.source, entry.id))
        decided = reading.decided(entry)
        if (entry.source, entry.id) in by_hand.rows:
            entry.reason = ""
        elif decided and not entry.claims:
            entry.set_aside(decided)
        elif not entry.claims and not entry.reason:
            what = ", ".join(filter(None, list(entry.row.cells.values())[:4]))
            remedy = f"Say in crosswalk.csv which thing row {entry.id} of {entry.source} speaks of, or none"
            if form.sight is not None:
                propose = propose or proposer(folder, form.kinds)
                remedy += f". {propose(form.sight(entry))}"
            reading.faults.add(entry.row.file, entry.row.line, what, FORGOTTEN, remedy)
        elif entry.claims and entry.reason:
            remedy = "Leave the claims or the reason"
            reading.faults.add(entry.row.file, entry.row.line, entry.reason, "Used and set aside", remedy)


def _distinct(entries: Iterable[Entry], remarks: Iterable[Claim], by_hand: _Hand) -> list[Claim]:
    """The claims in the order of the rows, each once; what a table made by hand says is left to it."""
    claims = {claim.key: claim for entry in entries for claim in reversed(entry.claims)}
    ordered = {claim.key: claims[claim.key] for entry in entries for claim in entry.claims}
    ordered |= {claim.key: claim for claim in remarks}
    return [claim for key, claim in ordered.items() if key not in by_hand.keys]


def _cells(claim: Claim) -> tuple[str, ...]:
    status = "" if claim.status == "asserted" else claim.status
    return (
        claim.subject,
        claim.property,
        claim.value,
        claim.lang,
        claim.start,
        claim.until,
        claim.source,
        claim.locator,
        status,
        claim.note,
    )


def _enter(folder: Path, name: str, entries: Iterable[Entry], faults: Faults) -> None:
    path = folder / "ledger.csv"
    kept = [row.cells for row in read_rows(path, LEDGER_COLUMNS, faults) if row.cells[1] != name]
    made = [
        (e.source, name, e.id, e.row.sha256, "set-aside" if e.reason else "claims", e.reason) for e in entries
    ]
    _write(path, LEDGER_COLUMNS, sorted([*kept, *made], key=lambda cells: cells[1]))


def _mint(folder: Path, reading: Reading, faults: Faults) -> None:
    path = folder / "registry.csv"
    known = {row.cells[0]: row.cells for row in read_rows(path, REGISTRY_COLUMNS, faults)}
    for key, (class_, note) in reading.minted.items():
        known.setdefault(key, (key, class_, note))
    _write(path, REGISTRY_COLUMNS, sorted(known.values()))


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([columns, *rows])
    _put(path, text.getvalue())


def _put(path: Path, content: str) -> None:
    """Put a file in place whole: it is written beside the old one and then renamed over it."""
    path.parent.mkdir(exist_ok=True)
    beside = path.with_name(f".{path.name}")
    beside.write_text(content, encoding="utf-8", newline="")
    beside.replace(path)
