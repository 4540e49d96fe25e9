"""The claim tables: read whole, checked whole, and handed on as facts of one type (DESIGN 4)."""

from __future__ import annotations

import builtins
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from graph.dates import Bounds, Span, parse, parse_made
from graph.errors import DateError
from graph.namespaces import Names
from graph.schema import Property, Schema, load_schema
from graph.tables import Faults, Row, read_rows

CLAIM_COLUMNS = tuple("subject property value lang from until source locator status note".split())
SOURCE_COLUMNS = tuple("key title publisher kind licence date reference family".split())
STATUSES = ("asserted", "planned", "proposed", "deprecated")
REGISTRY_SOURCE = "registry"

_KEY = re.compile(r"[a-z-]+(/[A-Za-z0-9._-]+)+")
_IRI = re.compile(r"<[a-z]+:[^<>\"{}|\\^`\s]+>")
_POINT = re.compile(r"POINT\((-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)\)", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_LANGUAGES = ("en", "cy")


@dataclass(frozen=True, slots=True)
class Claim:
    """One row: who says what of whom, where in that source, and for which dates."""

    subject: str
    property: str
    value: str
    lang: str
    start: str
    until: str
    source: str
    locator: str
    status: str = "asserted"
    note: str = ""
    key: str = field(init=False, compare=False, default="")
    """`claim/` and the SHA-256 of all columns but status and note: the same row, the same claim."""

    def __post_init__(self) -> None:
        row = (
            self.subject,
            self.property,
            self.value,
            self.lang,
            self.start,
            self.until,
            self.source,
            self.locator,
        )
        digest = hashlib.sha256("\x1f".join(row).encode()).hexdigest()
        object.__setattr__(self, "key", f"claim/{digest}")

    @builtins.property
    def bounds(self) -> Bounds:
        """The days between which it began and ended."""
        return Bounds.of(parse(self.start), parse(self.until))


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so: a document, list or register, with its publisher, licence and date."""

    key: str
    title: str
    publisher: str
    kind: str
    licence: str
    date: str
    reference: str
    family: str

    @property
    def made(self) -> Span:
        """The days between which it was made."""
        return parse_made(self.date)


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One line of the policy: how good a source, or a kind of source, is for a property; 1 is best."""

    property: str
    rank: int
    kind: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class ExhaustiveList:
    """A place in a source that means to name every value of a class for a subject and property."""

    key: str
    source: str
    locator: str
    subject: str
    property: str
    class_: str


@dataclass(frozen=True)
class Tables:
    """Everything that the tables say, checked."""

    claims: tuple[Claim, ...]
    classes: Mapping[str, str]
    sources: Mapping[str, Source]
    policy: tuple[PolicyRow, ...]
    lists: tuple[ExhaustiveList, ...]
    batches: Mapping[str, int]
    ledger: Mapping[str, Counter[str]]
    schema: Schema

    def made(self, claim: Claim) -> Span:
        """When the source of a claim was made."""
        return self.sources[claim.source].made

    @cached_property
    def set_aside(self) -> int:
        """How many rows of the sources were read and not used."""
        return sum(counts["set-aside"] for counts in self.ledger.values())


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
        self.prefixes = Names().prefixes

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
        policy, lists = self._policy(), self._lists()
        self._crosswalk()
        ledger = self._ledger()
        self._successions()
        used = {claim.source for claim, _ in self.claims.values()} | {entry.source for entry in lists}
        for key, row in source_rows.items():
            if key not in used and key not in ledger and key != REGISTRY_SOURCE:
                self._fault(row, key, "A source that nothing cites", "Cite it or remove the row")
        self.faults.raise_any()
        return Tables(
            claims=tuple(_with_status_of_facts([claim for claim, _ in self.claims.values()])),
            classes=self.classes,
            sources=self.sources,
            policy=policy,
            lists=lists,
            batches=batches,
            ledger=ledger,
            schema=self.schema,
        )

    def _fault(self, row: Row, value: str, problem: str, remedy: str) -> None:
        self.faults.add(row.file, row.line, value, problem, remedy)

    def _fault_file(self, file: str, problem: str, remedy: str) -> None:
        self.faults.add(file, 0, "", problem, remedy)

    def _sources(self) -> dict[str, Row]:
        rows: dict[str, Row] = {}
        for row in read_rows(self.folder / "sources.csv", SOURCE_COLUMNS, self.faults):
            source = Source(*row.cells)
            if source.key in rows:
                self._fault(
                    row, source.key, f"Source already on line {rows[source.key].line}", "Give it another key"
                )
            for column, value in zip(SOURCE_COLUMNS, row.cells, strict=True):
                if not value and column != "family":
                    self._fault(row, source.key, f"No {column}", f"Give the {column} of the source")
            if f"cjev:source-kind-{source.kind}" not in self.schema.concepts:
                known = self._members("cjev:source-kinds")
                self._fault(row, source.kind, "Unknown kind of source", f"One of {known}")
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
                self._fault(row, key, f"Key already minted on line {lines[key]}", "A key is minted once")
                continue
            if not _KEY.fullmatch(key):
                self._fault(row, key, "Not a key", "Write <kind>/<key>, such as magistrates-court/oakham")
            if class_ not in self.schema.classes:
                self._fault(row, class_, "Unknown class", "Write a class of the ontology as a CURIE")
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
            self._fault(row, claim.subject, "Unknown subject", "Mint the key in registry.csv or mend it")
        if declared is None:
            self._fault(
                row,
                claim.property,
                "Unknown property",
                "Use one of docs/model.md, or declare it in the ontology",
            )
        else:
            self._of(row, claim, declared)
        self._dates(row, claim)
        if claim.source not in self.sources:
            self._fault(row, claim.source, "Unknown source", "Add it to sources.csv or mend the key")
        if claim.status not in STATUSES:
            self._fault(row, claim.status, "Unknown status", f"One of {', '.join(STATUSES)}, or nothing")
        if claim.status == "deprecated" and not claim.note:
            self._fault(
                row, claim.value, "A deprecated claim without its reason", "Give the reason in the note"
            )
        if not claim.locator:
            self._fault(row, claim.value, "No locator", "Say where in the source: a row, page or paragraph")
        if known := self.claims.get(claim.key):
            where = f"{known[1].file}:{known[1].line}"
            self._fault(row, claim.value, f"The same claim stands at {where}", "Remove one of the two")
            return
        self.claims[claim.key] = (claim, row)

    def _of(self, row: Row, claim: Claim, declared: Property) -> None:
        class_ = self.classes.get(claim.subject)
        if class_ and not self.schema.is_a(class_, declared.subjects):
            wanted = " or ".join(sorted(declared.subjects))
            self._fault(
                row, claim.subject, f"{claim.property} is not said of a {class_}", f"It is said of {wanted}"
            )
        if declared.kind == "text" and claim.lang not in _LANGUAGES:
            self._fault(row, claim.lang, "No language of the estate", "Write en or cy in the column lang")
        if declared.kind != "text" and claim.lang:
            self._fault(row, claim.lang, f"{claim.property} takes no language", "Leave the column lang empty")
        if not claim.value:
            self._fault(
                row, "", f"{claim.property} without a value", "Give the value, or remove the row if unknown"
            )
        elif fault := self._value_fault(claim.value, declared):
            self._fault(row, claim.value, *fault)

    def _value_fault(self, value: str, declared: Property) -> tuple[str, str] | None:
        """What is wrong with a value and what would be right, or None."""
        match declared.kind:
            case "key":
                return self._key_fault(value, declared)
            case "concept":
                return self._concept_fault(value, declared)
            case "scheme" if value not in self.schema.schemes:
                return "Unknown scheme", f"One of {', '.join(sorted(self.schema.schemes))}"
            case "property" if value not in self.schema.properties and value not in self.schema.labels:
                return "Unknown property", "Write a property of the ontology as a CURIE"
            case "iri" if not _IRI.fullmatch(value):
                return "Not an IRI", "Write it in angle brackets: <https://...>"
            case "integer" if not _INTEGER.fullmatch(value):
                return "Not a whole number", "Write digits only"
            case "decimal" if not _DECIMAL.fullmatch(value):
                return "Not a number", "Write digits with a point, such as 5.4"
            case "boolean" if value not in ("true", "false"):
                return "Not a truth value", "Write true or false"
            case "edtf":
                return _date_fault(value, parse)
            case "point":
                return _point_fault(value)
        if declared.pattern and not declared.pattern.search(value):
            return (
                f"Not of the form of {declared.curie}",
                f"It must match {declared.pattern.pattern}",
            )
        return None

    def _key_fault(self, value: str, declared: Property) -> tuple[str, str] | None:
        class_ = self.classes.get(value)
        if class_ is None:
            return "Unknown key", "Mint it in registry.csv or mend it"
        if not self.schema.is_a(class_, declared.ranges):
            wanted = " or ".join(sorted(declared.ranges))
            return f"A {class_} where {declared.curie} wants another thing", f"Give a key of class {wanted}"
        return None

    def _concept_fault(self, value: str, declared: Property) -> tuple[str, str] | None:
        schemes = self.schema.concepts.get(value)
        if schemes is None:
            return "Unknown concept", f"One of {', '.join(map(self._members, sorted(declared.schemes)))}"
        if declared.schemes and not schemes & declared.schemes:
            wanted = ", ".join(sorted(declared.schemes))
            return f"A concept outside the scheme of {declared.curie}", f"Take one of {wanted}"
        return None

    def _members(self, scheme: str) -> str:
        return ", ".join(concept for concept, within in self.schema.concepts.items() if scheme in within)

    def _date(self, row: Row, value: str, parser: Callable[[str], Span]) -> bool:
        fault = _date_fault(value, parser)
        if fault:
            self._fault(row, value, *fault)
        return fault is None

    def _dates(self, row: Row, claim: Claim) -> None:
        good = [self._date(row, value, parse) for value in (claim.start, claim.until)]
        if all(good) and claim.bounds.contradictory:
            value = f"{claim.start} to {claim.until}"
            self._fault(row, value, "It ends before it starts", "Check both; until is the last day")

    def _policy(self) -> tuple[PolicyRow, ...]:
        rows = []
        for row in read_rows(
            self.folder / "policy.csv", ("property", "rank", "kind", "source", "reason"), self.faults
        ):
            property_, rank, kind, source, reason = row.cells
            if property_ != "*" and property_ not in self.schema.properties:
                self._fault(row, property_, "Unknown property", "Use one of docs/model.md, or *")
            if not rank.isdecimal() or int(rank) < 1:
                self._fault(row, rank, "Not a rank", "Write 1 for the best, 2 for the next")
                continue
            if bool(kind) == bool(source):
                self._fault(row, kind + source, "A kind and a source, or neither", "Give exactly one of the two")
            if kind and f"cjev:source-kind-{kind}" not in self.schema.concepts:
                known = self._members("cjev:source-kinds")
                self._fault(row, kind, "Unknown kind of source", f"One of {known}")
            if source and source not in self.sources:
                self._fault(row, source, "Unknown source", "Add it to sources.csv or mend the key")
            if not reason:
                self._fault(row, property_, "A rank without its reason", "Say in a word why")
            rows.append(PolicyRow(property_, int(rank), kind, source, reason))
        return tuple(rows)

    def _lists(self) -> tuple[ExhaustiveList, ...]:
        columns = ("key", "source", "locator", "subject", "property", "class", "note")
        lists = []
        for row in read_rows(self.folder / "lists.csv", columns, self.faults):
            entry = ExhaustiveList(*row.cells[:6])
            if entry.source not in self.sources:
                self._fault(row, entry.source, "Unknown source", "Add it to sources.csv or mend the key")
            if entry.subject not in self.classes:
                self._fault(row, entry.subject, "Unknown subject", "Mint the key in registry.csv or mend it")
            if entry.property not in self.schema.properties:
                self._fault(row, entry.property, "Unknown property", "Use one of docs/model.md")
            if entry.class_ not in self.schema.classes:
                self._fault(row, entry.class_, "Unknown class", "Write a class of the ontology as a CURIE")
            lists.append(entry)
        return tuple(lists)

    def _crosswalk(self) -> None:
        ways = ("code", "name", "place", "statement", "hand")
        for row in read_rows(
            self.folder / "crosswalk.csv", ("key", "source", "row", "how", "evidence"), self.faults
        ):
            key, source, _, how, evidence = row.cells
            if key not in self.classes:
                self._fault(row, key, "Unknown key", "Mint it in registry.csv or mend it")
            if source not in self.sources:
                self._fault(row, source, "Unknown source", "Add it to sources.csv or mend the key")
            if how not in ways:
                self._fault(row, how, "Unknown way of matching", f"One of {', '.join(ways)}")
            if not evidence:
                self._fault(row, key, "A match without evidence", "Say what shows that they are one")

    def _ledger(self) -> dict[str, Counter[str]]:
        """Outcomes per source; every row has claims or a reason, and every cited row is in the ledger."""
        cited: dict[str, set[str]] = defaultdict(set)
        where: dict[tuple[str, str], Row] = {}
        for claim, row in self.claims.values():
            if claim.locator.startswith("row ") and claim.source != REGISTRY_SOURCE:
                id_ = claim.locator.removeprefix("row ").partition(", ")[0]
                cited[claim.source].add(id_)
                where.setdefault((claim.source, id_), row)
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        seen: dict[tuple[str, str], int] = {}
        for row in read_rows(
            self.folder / "ledger.csv", ("source", "row", "sha256", "outcome", "note"), self.faults
        ):
            source, id_, digest, outcome, note = row.cells
            if source not in self.sources:
                self._fault(row, source, "Unknown source", "Add it to sources.csv or mend the key")
            if (source, id_) in seen:
                self._fault(
                    row, id_, f"Row already entered on line {seen[source, id_]}", "Enter each row once"
                )
            seen[source, id_] = row.line
            if not re.fullmatch(r"[0-9a-f]{64}", digest):
                self._fault(row, digest, "Not a SHA-256", "Write 64 hexadecimal digits")
            if outcome not in ("claims", "set-aside"):
                self._fault(row, outcome, "Unknown outcome", "Write claims or set-aside")
            if outcome == "set-aside" and not note:
                self._fault(row, id_, "Set aside without a reason", "Give the reason in the note")
            if outcome == "claims" and id_ not in cited[source]:
                self._fault(row, id_, "No claim cites this row", "Set it aside with a reason, or claim it")
            counts[source][outcome] += 1
        for (source, id_), row in where.items():
            if source in counts and (source, id_) not in seen:
                self._fault(row, f"row {id_}", f"A row of {source} that the ledger lacks", "Enter it")
        return counts

    def _successions(self) -> None:
        """A body cannot, through mergers and splits, become what it came from."""
        results: dict[str, set[str]] = defaultdict(set)
        originals: dict[str, list[tuple[str, Row]]] = defaultdict(list)
        for claim, row in self.claims.values():
            if claim.property == "org:resultingOrganization":
                results[claim.subject].add(claim.value)
            elif claim.property == "org:originalOrganization":
                originals[claim.subject].append((claim.value, row))
        onward: dict[str, set[str]] = defaultdict(set)
        for event, before in originals.items():
            for original, _ in before:
                onward[original] |= results[event] - {original}
        for event, before in sorted(originals.items()):
            for original, row in before:
                if results[event] - {original} and original in _reached(original, onward):
                    self._fault(
                        row,
                        original,
                        "A cycle of successions: it becomes what it came from",
                        f"Mend {event} or the events after it; a body that goes on keeps its key",
                    )


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


def _reached(start: str, onward: Mapping[str, Iterable[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(onward.get(start, ()))
    while waiting:
        if (key := waiting.pop()) not in found:
            found.add(key)
            waiting.extend(onward.get(key, ()))
    return found


def _date_fault(value: str, parser: Callable[[str], Span]) -> tuple[str, str] | None:
    try:
        parser(value)
    except DateError as error:
        problem, _, remedy = str(error).partition(". ")
        return problem.removeprefix(f"{value!r} ").removeprefix("is ").capitalize(), remedy
    return None


def point(value: str) -> tuple[float, float] | None:
    """Longitude and latitude (WGS 84 degrees) of `POINT(long lat)`, or None.

    >>> point("POINT(-1.373974 52.721341)")
    (-1.373974, 52.721341)
    """
    match = _POINT.fullmatch(value)
    return (float(match[1]), float(match[2])) if match else None


def _point_fault(value: str) -> tuple[str, str] | None:
    place = point(value)
    if place is None:
        return "Not a point", "Write POINT(longitude latitude), such as POINT(-1.373974 52.721341)"
    longitude, latitude = place
    if not (-7 <= longitude <= 2.5 and 49 <= latitude <= 56.5):
        return "A point outside England and Wales", "Longitude comes first, then latitude"
    return None
