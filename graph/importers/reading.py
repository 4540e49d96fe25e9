"""What an importer may ask while it reads: whose row it is, what was decided of it, who is cited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.claims import CLAIM_COLUMNS, CROSSWALK_COLUMNS, SOURCE_COLUMNS, Claim
from graph.importers.upstream import Correction, Entry, UpstreamRow
from graph.matching import Sight
from graph.tables import Faults, read_rows

CORRECTION_COLUMNS = ("source", "row", "column", "printed", "read_as", "reason")
REGISTRY_COLUMNS = ("key", "class", "note")
REFERENCES = " ; "
HELD_OUT = "from a page that is held out for tests"


@dataclass(slots=True)
class Reading:
    """One run of an importer over the tables of a folder.

    `table` is the name of the import, `source` the source of all its rows, or empty where each row cites its
    own; `after` are the imports that go before it, with their sources. What the run mints (ratings, events:
    things whose keys follow a pattern) is in `minted`; `remarks` are claims that come of the whole of a table
    and of no row; what files it makes beside its claims is in `files`, by their paths in the folder.
    """

    table: str
    source: str
    faults: Faults
    classes: dict[str, str] = field(default_factory=dict)
    minted: dict[str, tuple[str, str]] = field(default_factory=dict)
    folder: Path | None = None
    files: dict[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    remarks: list[Claim] = field(default_factory=list)
    _keys: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    _by_hand: set[tuple[str, str, str]] = field(default_factory=set)
    _sources: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _none: dict[tuple[str, str], str] = field(default_factory=dict)
    _references: dict[str, str] = field(default_factory=dict)
    _corrections: dict[tuple[str, str], dict[str, Correction]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    @classmethod
    def over(cls, folder: Path, table: str, source: str, faults: Faults) -> Reading:
        """A run over the tables of a folder."""
        reading = cls(table, source, faults, folder=folder)
        for row in read_rows(folder / "registry.csv", REGISTRY_COLUMNS, faults):
            reading.classes[row.cells[0]] = row.cells[1]
        for row in read_rows(folder / "crosswalk.csv", CROSSWALK_COLUMNS, faults):
            key, of, id_, how, evidence = row.cells
            if how == "none":
                reading._none[of, id_] = evidence
            else:
                reading._keys[of, id_].append(key)
                reading._sources[key].add(of)
                if how == "hand":
                    reading._by_hand.add((of, id_, key))
        for row in read_rows(folder / "corrections.csv", CORRECTION_COLUMNS, faults):
            of, id_, column, printed, read_as, reason = row.cells
            reading._corrections[of, id_][column] = Correction(printed, read_as, reason)
        for row in read_rows(folder / "sources.csv", SOURCE_COLUMNS, faults):
            reading._references[row.cells[6]] = row.cells[0]
        return reading

    def entry(self, row: UpstreamRow, id_: str, source: str = "") -> Entry:
        """The entry of a row under a source (that of the import if none is named), corrections applied."""
        of = source or self.source
        corrections: Mapping[str, Correction] = self._corrections.pop((of, id_), {})
        for column, correction in corrections.items():
            printed = row.cells.get(column)
            if printed is None or printed.strip() != correction.printed:
                remedy = f"corrections.csv mends {correction.printed!r} here: take that row out or renew it"
                self.fault(row, column, printed or "", "The cell has changed since it was corrected", remedy)
        return Entry(row, of, id_, corrections)

    def cited(self, row: UpstreamRow, *, column: str = "source", held_out: str = "") -> Iterator[Entry]:
        """An entry for each source that a curated row cites; held-out ones are set aside.

        The row's id is `<table>/<line>`. `held_out` names the column that says y for a page held out.
        """
        for reference in filter(None, (part.strip() for part in row[column].split(REFERENCES))):
            entry = self.citing(row, reference, column)
            if entry is None:
                continue
            if held_out and row[held_out] == "y":
                entry.set_aside(HELD_OUT)
            yield entry

    def citing(self, row: UpstreamRow, reference: str, column: str = "source") -> Entry | None:
        """The entry of a curated row under the source of a reference; a fault if no source has it."""
        source = self._references.get(reference)
        if source is None:
            remedy = "Describe it in sources.csv, with this as its reference"
            self.fault(row, column, reference, "A reference that no source has", remedy)
            return None
        stem = self.table.replace("-", "_")
        return self.entry(row, f"{stem}/{row.line}", source)

    def keys(self, entry: Entry, *kinds: str) -> tuple[str, ...]:
        """The things that the crosswalk says a row speaks of, of these kinds (of any, if none is named)."""
        found = self._keys.get((entry.source, entry.id), ())
        return tuple(key for key in found if not kinds or key.partition("/")[0] in kinds)

    def key(self, entry: Entry, *kinds: str) -> str | None:
        """The one thing of these kinds that a row speaks of, or None; a row that matches two is a fault."""
        found = self.keys(entry, *kinds)
        if len(found) > 1:
            remedy = "Leave one of them in crosswalk.csv, with its evidence"
            self.fault(entry.row, entry.id, " and ".join(found), "A row that matches two keys", remedy)
        return found[0] if found else None

    def by_hand(self, entry: Entry, key: str) -> bool:
        """Whether a person had to judge that the row speaks of the thing: its name alone does not show it."""
        return (entry.source, entry.id, key) in self._by_hand

    def sources(self, key: str) -> frozenset[str]:
        """The sources whose rows speak of a thing."""
        return frozenset(self._sources.get(key, ()))

    def decided(self, entry: Entry) -> str:
        """Why the crosswalk says that a row speaks of nothing in this estate, or an empty text."""
        return self._none.get((entry.source, entry.id), "")

    def mint(self, key: str, class_: str, note: str = "") -> str:
        """The key of a thing that a row makes: a rating, an event; minted in the registry if it is new."""
        known = self.classes.setdefault(key, class_)
        if known != class_:
            remedy = f"It is minted as a {known}; give the other another key"
            self.faults.add("registry.csv", 0, key, f"A key wanted for a {class_}", remedy)
        elif key not in self.minted:
            self.minted[key] = (class_, note)
        return key

    def said(self, table: str) -> Iterator[Claim]:
        """The claims that another import has made; none if it has not run."""
        path = self.folder / "claims" / f"{table}.csv" if self.folder else None
        if path and path.exists():
            for row in read_rows(path, CLAIM_COLUMNS, self.faults):
                claim = Claim(*row.cells)
                yield claim if claim.status else replace(claim, status="asserted")

    def fault(self, row: UpstreamRow, column: str, value: str, problem: str, remedy: str) -> None:
        """Record what is wrong in a cell of an upstream row."""
        self.faults.add(row.file, row.line, value, f"{column}: {problem}", remedy)

    def unused_corrections(self, sources: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The corrections of these sources whose rows have not come."""
        wanted = set(sources)
        return (place for place in self._corrections if place[0] in wanted and self._corrections[place])


@dataclass(frozen=True, slots=True)
class Form:
    """A form of upstream table: its columns, how its rows become entries, and what a row shows of a thing.

    `sight` serves to propose candidates for a row on which nobody has decided; `kinds` are those of the
    things that it may be. In a `ragged` one the last cells of a row may be left out, where they are empty.
    """

    columns: tuple[str, ...]
    convert: Callable[[Sequence[UpstreamRow], Reading], Iterable[Entry]]
    sight: Callable[[Entry], Sight] | None = None
    kinds: tuple[str, ...] = ("magistrates-court", "crown-court-centre")
    ragged: bool = False
