"""Reading a folder of claim tables: whole, checked whole, with every fault named at once (DESIGN 4)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from graph.claims import (
    CLAIM_COLUMNS,
    CROSSWALK_COLUMNS,
    REGISTRY_SOURCE,
    SOURCE_COLUMNS,
    STATUSES,
    Claim,
    ExhaustiveList,
    Match,
    PolicyRow,
    RecordedGap,
    Source,
    Tables,
)
from graph.dates import Span, parse, parse_made
from graph.faults import ValueFaults, date_fault
from graph.ledger import UNKNOWN_SOURCE, read_ledger
from graph.queries import catalogue
from graph.schema import Property, Schema, load_schema
from graph.successions import refuse_cycles
from graph.tables import Faults, Row, read_rows

_KEY = re.compile(r"[a-z-]+(/[A-Za-z0-9._-]+)+")
_LANGUAGES = ("en", "cy")
UNKNOWN_SUBJECT = ("Unknown subject", "Mint the key in registry.csv or mend it")


def read_tables(folder: Path) -> Tables:
    """The tables of a folder, or one TableError that lists every fault in them."""
    return _Reader(folder, load_schema()).read()


class _Reader:
    """One reading of a folder: what is known so far, and the faults found so far."""

    def __init__(self, folder: Path, schema: Schema) -> None:
        self.folder = folder
        self.schema = schema
        self.faults = Faults()
        self.classes: dict[str, str] = {}
        self.sources: dict[str, Source] = {}
        self.claims: dict[str, tuple[Claim, Row]] = {}
        self.values = ValueFaults(schema, self.classes)

    def read(self) -> Tables:
        source_rows = self._sources()
        self._registry()
        batches: dict[str, int] = {}
        for path in sorted((self.folder / "claims").glob("*.csv")):
            before = len(self.claims)
            for row in read_rows(path, CLAIM_COLUMNS, self.faults):
                self._claim(row)
            batches[path.stem] = len(self.claims) - before
        if not batches:
            self._fault_file("claims", "There is no claim table", "Put one at claims/<batch>.csv")
        policy, lists, gaps = self._policy(), self._lists(), self._gaps()
        crosswalk = self._crosswalk()
        self._corrections()
        ledger, reasons = read_ledger(self.folder, self.claims.values(), self.sources, self.faults)
        refuse_cycles(self.claims.values(), self.faults)
        used = {claim.source for claim, _ in self.claims.values()} | {entry.source for entry in lists}
        used |= {source for gap in gaps for source in gap.sources}
        used |= {source for rule in catalogue("infer").values() for source in rule.sources}
        for key, row in source_rows.items():
            if key not in used and key not in ledger and key != REGISTRY_SOURCE:
                self.faults.at(row, key, "A source that nothing cites", "Cite it or remove the row")
        self.faults.raise_any()
        return Tables(
            claims=tuple(_with_status_of_facts([claim for claim, _ in self.claims.values()])),
            classes=self.classes,
            sources=self.sources,
            policy=policy,
            lists=lists,
            gaps=gaps,
            crosswalk=crosswalk,
            batches=batches,
            ledger=ledger,
            reasons=reasons,
            schema=self.schema,
        )

    def _fault_file(self, file: str, problem: str, remedy: str) -> None:
        self.faults.add(file, 0, "", problem, remedy)

    def _sources(self) -> dict[str, Row]:
        rows: dict[str, Row] = {}
        for row in read_rows(self.folder / "sources.csv", SOURCE_COLUMNS, self.faults):
            source = Source(*row.cells)
            if source.key in rows:
                self.faults.at(
                    row, source.key, f"Source already on line {rows[source.key].line}", "Give it another key"
                )
            for column, value in zip(SOURCE_COLUMNS, row.cells, strict=True):
                if not value and column != "family":
                    self.faults.at(row, source.key, f"No {column}", f"Give the {column} of the source")
            if f"cjev:source-kind-{source.kind}" not in self.schema.concepts:
                known = self.values.members("cjev:source-kinds")
                self.faults.at(row, source.kind, "Unknown kind of source", f"One of {known}")
            self._date(row, source.date, parse_made)
            rows[source.key] = row
            self.sources[source.key] = source
        if self.sources and REGISTRY_SOURCE not in self.sources:
            remedy = "Describe it on a row of its own: each row of the registry is a claim"
            self.faults.add("sources.csv", 0, REGISTRY_SOURCE, "The registry is no source", remedy)
        return rows

    def _registry(self) -> None:
        lines: dict[str, int] = {}
        for row in read_rows(self.folder / "registry.csv", ("key", "class", "note"), self.faults):
            key, class_, note = row.cells
            if key in lines:
                self.faults.at(row, key, f"Key already minted on line {lines[key]}", "A key is minted once")
                continue
            if not _KEY.fullmatch(key):
                self.faults.at(row, key, "Not a key", "Write <kind>/<key>, such as magistrates-court/oakham")
            if class_ not in self.schema.classes:
                self.faults.at(row, class_, "Unknown class", "Write a class of the ontology as a CURIE")
            lines[key] = row.line
            self.classes[key] = class_
            claim = Claim(key, "rdf:type", class_, "", "", "", REGISTRY_SOURCE, f"row {key}", note=note)
            self.claims[claim.key] = (claim, row)

    def _claim(self, row: Row) -> None:
        values = list(row.cells)
        values[8] = values[8] or "asserted"
        claim = Claim(*values)
        declared = self.schema.properties.get(claim.property)
        if claim.subject not in self.classes:
            self.faults.at(row, claim.subject, *UNKNOWN_SUBJECT)
        if declared is None:
            self.faults.at(
                row,
                claim.property,
                "Unknown property",
                "Use one of docs/model.md, or declare it in the ontology",
            )
        else:
            self._of(row, claim, declared)
        self._dates(row, claim)
        if claim.source not in self.sources:
            self.faults.at(row, claim.source, *UNKNOWN_SOURCE)
        if claim.status not in STATUSES:
            self.faults.at(row, claim.status, "Unknown status", f"One of {', '.join(STATUSES)}, or nothing")
        if claim.status == "deprecated" and not claim.note:
            self.faults.at(
                row, claim.value, "A deprecated claim without its reason", "Give the reason in the note"
            )
        if not claim.locator:
            self.faults.at(
                row, claim.value, "No locator", "Say where in the source: a row, page or paragraph"
            )
        if known := self.claims.get(claim.key):
            where = f"{known[1].file}:{known[1].line}"
            self.faults.at(row, claim.value, f"The same claim stands at {where}", "Remove one of the two")
            return
        self.claims[claim.key] = (claim, row)

    def _of(self, row: Row, claim: Claim, declared: Property) -> None:
        class_ = self.classes.get(claim.subject)
        if class_ and not self.schema.is_a(class_, declared.subjects):
            wanted = " or ".join(sorted(declared.subjects))
            self.faults.at(
                row, claim.subject, f"{claim.property} is not said of a {class_}", f"It is said of {wanted}"
            )
        if declared.kind == "text" and claim.lang not in _LANGUAGES:
            self.faults.at(row, claim.lang, "No language of the estate", "Write en or cy in the column lang")
        if declared.kind != "text" and claim.lang:
            self.faults.at(
                row, claim.lang, f"{claim.property} takes no language", "Leave the column lang empty"
            )
        if not claim.value:
            self.faults.at(
                row, "", f"{claim.property} without a value", "Give the value, or remove the row if unknown"
            )
        elif fault := self.values.fault(claim.value, declared):
            self.faults.at(row, claim.value, *fault)

    def _date(self, row: Row, value: str, parser: Callable[[str], Span]) -> bool:
        fault = date_fault(value, parser)
        if fault:
            self.faults.at(row, value, *fault)
        return fault is None

    def _dates(self, row: Row, claim: Claim) -> None:
        good = [self._date(row, value, parse) for value in (claim.start, claim.until)]
        if all(good) and claim.bounds.contradictory:
            value = f"{claim.start} to {claim.until}"
            self.faults.at(row, value, "It ends before it starts", "Check both; until is the last day")

    def _policy(self) -> tuple[PolicyRow, ...]:
        rows = []
        for row in read_rows(
            self.folder / "policy.csv", ("property", "rank", "kind", "source", "reason"), self.faults
        ):
            property_, rank, kind, source, reason = row.cells
            if property_ != "*" and property_ not in self.schema.properties:
                self.faults.at(row, property_, "Unknown property", "Use one of docs/model.md, or *")
            if not rank.isdecimal() or int(rank) < 1:
                self.faults.at(row, rank, "Not a rank", "Write 1 for the best, 2 for the next")
                continue
            if bool(kind) == bool(source):
                self.faults.at(
                    row, kind + source, "A kind and a source, or neither", "Give exactly one of the two"
                )
            if kind and f"cjev:source-kind-{kind}" not in self.schema.concepts:
                known = self.values.members("cjev:source-kinds")
                self.faults.at(row, kind, "Unknown kind of source", f"One of {known}")
            if source and source not in self.sources:
                self.faults.at(row, source, *UNKNOWN_SOURCE)
            if not reason:
                self.faults.at(row, property_, "A rank without its reason", "Say in a word why")
            rows.append(PolicyRow(property_, int(rank), kind, source, reason))
        return tuple(rows)

    def _lists(self) -> tuple[ExhaustiveList, ...]:
        columns = ("key", "source", "locator", "subject", "property", "class", "note")
        lists = []
        for row in read_rows(self.folder / "lists.csv", columns, self.faults):
            entry = ExhaustiveList(*row.cells[:6])
            if entry.source not in self.sources:
                self.faults.at(row, entry.source, *UNKNOWN_SOURCE)
            if entry.subject not in self.classes:
                self.faults.at(row, entry.subject, *UNKNOWN_SUBJECT)
            if entry.property not in self.schema.properties:
                self.faults.at(row, entry.property, "Unknown property", "Use one of docs/model.md")
            if entry.class_ not in self.schema.classes:
                self.faults.at(row, entry.class_, "Unknown class", "Write a class of the ontology as a CURIE")
            lists.append(entry)
        return tuple(lists)

    def _gaps(self) -> tuple[RecordedGap, ...]:
        recorded = []
        columns = ("key", "property", "source", "looked_at", "note")
        for row in read_rows(self.folder / "gaps.csv", columns, self.faults):
            key, property_, source, looked_at, note = row.cells
            sources = tuple(source.split(" ; ")) if source else ()
            if key not in self.classes:
                self.faults.at(row, key, *UNKNOWN_SUBJECT)
            if property_ not in self.schema.properties:
                self.faults.at(row, property_, "Unknown property", "Use one of docs/model.md")
            for name in sources:
                if name not in self.sources:
                    self.faults.at(row, name, *UNKNOWN_SOURCE)
            if not (sources or looked_at):
                self.faults.at(row, key, "A gap for which nothing was looked at", "Say what was looked at")
            if not note:
                self.faults.at(row, key, "A gap without a note", "Say in a sentence what is not known")
            recorded.append(RecordedGap(key, property_, sources, looked_at, note))
        return tuple(recorded)

    def _crosswalk(self) -> tuple[Match, ...]:
        ways = ("code", "name", "place", "statement", "hand", "none")
        matches = []
        for row in read_rows(self.folder / "crosswalk.csv", CROSSWALK_COLUMNS, self.faults):
            key, source, _, how, evidence = row.cells
            if how == "none":
                if key:
                    self.faults.at(row, key, "A key on a row of no thing", "Leave the key empty or say how")
            elif key not in self.classes:
                self.faults.at(row, key, "Unknown key", "Mint it in registry.csv or mend it")
            if source not in self.sources:
                self.faults.at(row, source, *UNKNOWN_SOURCE)
            if how not in ways:
                self.faults.at(row, how, "Unknown way of matching", f"One of {', '.join(ways)}")
            if not evidence:
                self.faults.at(row, key, "A match without evidence", "Say what shows it, or why it is none")
            matches.append(Match(*row.cells))
        return tuple(matches)

    def _corrections(self) -> None:
        columns = ("source", "row", "column", "printed", "read_as", "reason")
        for row in read_rows(self.folder / "corrections.csv", columns, self.faults):
            source, id_, _, printed, read_as, reason = row.cells
            if source not in self.sources:
                self.faults.at(row, source, *UNKNOWN_SOURCE)
            if printed == read_as:
                self.faults.at(row, printed, "A correction that changes nothing", "Take it out")
            if not reason:
                self.faults.at(row, id_, "A correction without its reason", "Say why")


def _with_status_of_facts(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims; a thing of which everything is only planned or proposed is itself only that."""
    statuses: dict[str, set[str]] = defaultdict(set)
    listed = list(claims)
    for claim in listed:
        if claim.source != REGISTRY_SOURCE:
            statuses[claim.subject].add(claim.status)
    for claim in listed:
        known = statuses.get(claim.subject)
        if claim.source == REGISTRY_SOURCE and known and "asserted" not in known:
            yield replace(claim, status=min(known, key=STATUSES.index), note=claim.note or "as its facts")
        else:
            yield claim
