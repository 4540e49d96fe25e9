"""The façade: what a Python user imports.

from graph.estate import Estate
estate = Estate.open()
estate.ask("CQ-20", body="magistrates-court/oakham")
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from graph import wording
from graph.asof import Dataset, Moment
from graph.bearers import NameIndex
from graph.changes import Change, changes_of, check_range, kind_of
from graph.claims import row_of
from graph.describe import Describer, Description
from graph.difference import Difference
from graph.document import serialized, triples_of
from graph.engine import Engine
from graph.errors import AmbiguousName, NotThere, QueryError, ReleaseError, UnknownKey
from graph.geography import Located, drawn, locate
from graph.holding import Held, Holding, statements
from graph.names import Candidate
from graph.neighbours import Group, groups
from graph.network import Network, Path
from graph.queries import Argument, Query, bindings, catalogue, find
from graph.register import Register, register_of
from graph.release import ANSWERS, REPORTS, Release
from graph.resources import tables
from graph.schema import load_schema
from graph.store import AnyStore, Store, Table, Term, iri, typed
from graph.strands import Event, Strand, by_statement, events, strands
from graph.trace import Traced, traced
from graph.whole import Wholes

if TYPE_CHECKING:
    from graph.remote import Endpoint

OUTLINES = "boundaries/police-areas.geojson"
NAMES = ("rdfs:label", "skos:altLabel", "rdf:type")
"""What a thing can be called by, best first; its class brings in its key."""


@dataclass(frozen=True, slots=True)
class TracedRow:
    """What became of a row of an upstream table: its line of the ledger and the claims that cite it."""

    entry: Traced
    claims: tuple[tuple[str, ...], ...]
    """Subject, property, value, from, until, status, rank, locator and note of each claim."""

    def as_json(self) -> dict[str, object]:
        """The same as plain data."""
        return asdict(self)


PREPARED = ("claims-per-source", "closure-programmes", "conflicts", "sources-told")
"""The views that pages show whole."""


class Estate:
    """A release, open for questions."""

    def __init__(self, store: AnyStore, release: Release | None = None) -> None:
        self.store = store
        self.release = release
        self.base = store.names.base
        self.engine = Engine(store, release)
        self._wholes = Wholes()
        # A page asks for the same description several times.
        self._told: dict[tuple[str, Moment | None], Description] = {}

    @classmethod
    def open(cls, folder: FilePath | None = None) -> Estate:
        """The release at a folder, else at $ESTATE_RELEASE, else at `build/release`; ReleaseError if none."""
        release = Release.open(folder)
        return cls(release.store(), release)

    @classmethod
    def connect(cls, endpoint: Endpoint, folder: FilePath | None = None) -> Estate:
        """A release that was published to a SPARQL endpoint.

        What tells of days comes from the release on this machine, as `open` finds it. Without one, questions
        that take no day are answered; ReleaseError only for a folder that was named and holds none.
        """
        from graph.remote import RemoteStore  # noqa: PLC0415 - httpx is slow to import

        try:
            release = Release.open(folder)
        except ReleaseError:
            if folder is not None:
                raise
            release = None
        return cls(RemoteStore(endpoint, None if release is None else release.names), release)

    def close(self) -> None:
        """Give up the connection to a store elsewhere, or the copy that graphs of days were put in."""
        self.engine.close()

    def ask(self, name: str, at: str | None = None, **arguments: str) -> Table:
        """The answer to a query of `queries/answer`, by its name or the id of its question.

        Arguments are keys, CURIEs, dates or strings as the query declares them; `at` puts a question that
        takes a date to the estate as it was on that day. An empty answer means that the sources say nothing
        of it. UnknownKey for a name that no query has, QueryError for an argument that it does not take,
        DateError for a day that cannot be asked for.
        """
        query = find(name, self.base)
        if at is not None and not query.dated:
            dated = ", ".join(
                sorted(q.answers or q.name for q in catalogue("answer", self.base).values() if q.dated)
            )
            raise QueryError(f"{query.name} takes no date: it tells of all times. Those that do: {dated}.")
        return self._run(query, arguments, self.moment(at))

    def view(self, name: str, **arguments: str) -> Table:
        """The answer to a query of `queries/export`."""
        return self._run(find(name, self.base, kind="export"), arguments)

    def prepare(self, *, pairs: bool = True) -> None:
        """Answer what may be asked with no argument, and keep it: what is asked of a part is a part of that.

        It takes some seconds unless a build has written them, and a tenth of the memory of the store.
        Questions of a day are not in it, and without `pairs` none that compares each thing with every other.
        """
        for query in self._to_prepare().values():
            if query.pairs and not pairs:
                continue
            self._wholes.keep(query, self._terms(query, {}), self._run(query, {}))

    def write_prepared(self, folder: FilePath) -> None:
        """Write what was prepared into a new folder, from which an estate with this release has it."""
        self._wholes.write(folder, self._to_prepare())

    def _to_prepare(self) -> dict[str, Query]:
        views = (find(view, self.base, kind="export") for view in PREPARED)
        asked = (*catalogue("answer", self.base).values(), *views)
        return {query.name: query for query in asked if _needs_nothing(query)}

    def query(self, query: str, at: str | None = None) -> Table:
        """The answer to a SELECT of one's own, on a day if one is given; QueryError with the engine's reason.

        Each graph of a day that the query names is there: `FROM <…/graph/at/2008-12-31>`.
        """
        return self.engine.select(query, dataset=self.engine.dataset(query, self.moment(at)))

    def serialize(self, query: str, format: str, at: str | None = None) -> bytes:
        """The answer of any query of one's own in a format of SPARQL results or of RDF."""
        return self.engine.serialize(query, format, dataset=self.engine.dataset(query, self.moment(at)))

    def moment(self, at: str | None) -> Moment | None:
        """A day as a person writes it, as a moment; None stays None. DateError."""
        return None if at is None else Moment(self.engine.dates.day(at))

    def reach(self, at: str) -> str:
        """What a reader must know of a day on which the sources do not mean to be complete; else empty."""
        day = self.engine.dates.day(at)
        schema = load_schema()
        late = sorted((first, schema.label(c)) for c, first in schema.horizons.items() if day < first)
        if not late:
            return ""
        listed = ", ".join(f"{label}: from {wording.day(first)} on" for first, label in late)
        return (
            f"The sources do not reach back to {wording.day(day)} for all: what is told is what is known. "
            f"They mean to be complete only later ({listed})."
        )

    def difference(self, before: str, after: str) -> Difference:
        """What is otherwise on a later day than on an earlier one; DateError."""
        dates = self.engine.dates
        return Difference(dates, Moment(dates.day(before)), Moment(dates.day(after)))

    def changes(
        self,
        since: str | None = None,
        until: str | None = None,
        *,
        kind: str | None = None,
        area: str | None = None,
    ) -> list[Change]:
        """What changed from one day to another, both included, in order of time.

        Without days it is all that the sources tell; `kind` is a class of change, `area` an area, force or
        CPS area by key or name. DateError, UnknownKey.
        """
        dates, schema = self.engine.dates, load_schema()
        first = dates.day(since) if since else dates.timeline.first
        last = dates.day(until) if until else dates.issued
        check_range(first, last)
        wanted = kind_of(kind, schema) if kind else None
        things = None
        if area is not None:
            inside = self.view("within-area", area=self.key(area))
            things = {self.store.names.shorten(thing) for _, thing in inside.texts()}
        table = self.view("changes", since=first.isoformat(), until=last.isoformat())
        short = self.store.names.shorten
        rows = (dict(zip(table.columns, map(short, row), strict=True)) for row in table.texts())
        return changes_of((row for row in rows if wanted in (None, row["kind"])), first, last, things)

    def network(self, at: str | None = None) -> Network:
        """The things with the links between them: of all times, or as they were on a day."""
        moment = self.moment(at)
        graph = self.store.names.graph("ever") if moment is None else self.engine.dates.graph(moment)
        seen = Dataset((graph,), ())
        return Network.read(lambda text: self.engine.select(text, dataset=seen), self.store.names)

    def path(self, start: str, end: str, at: str | None = None, *, limit: int = 1) -> list[Path]:
        """How two things are linked, the shortest way first; an empty list if nothing links them.

        NotThere for a thing that is not shown as there on the day, UnknownKey and AmbiguousName for names.
        """
        keys = [self.key(name) for name in (start, end)]
        network = self.network(at)
        absent = [key for key in keys if key not in network]
        if at is not None and absent:
            raise NotThere(f"{absent[0]} is not shown as there on {at}. Its life: estate show {absent[0]}")
        return network.path(*keys, limit=limit)

    @property
    def register(self) -> Register:
        """Every thing in a line each, on any day; ReleaseError for a store without a release."""
        return register_of(self.engine.dates)

    def mentions(self, key: str, at: str | None = None) -> frozenset[Held]:
        """The statements about a thing and those that name it, of all times or of a day."""
        moment = self.moment(at)
        if moment is not None:
            return Holding(self.engine.dates, moment).mentions(key)
        short = self.store.names.shorten
        table = self.view("mentions", thing=key)
        return frozenset(
            (short(subject) or key, short(property_), short(value) if subject == "" else key)
            for _, property_, value, subject in table.texts()
        )

    def neighbours(self, key: str, at: str | None = None) -> list[Group]:
        """What is linked to a thing, in groups; on a day, what was then."""
        day = None if at is None else self.engine.dates.day(at)
        return groups(key, self.mentions(key, at), self.register.seen(day), load_schema())

    def strands(self, key: str) -> tuple[list[Strand], list[Event]]:
        """The life of a thing as strands of time, and what happened to it; UnknownKey."""
        told, dates = self.describe(key), self.engine.dates
        lines = list(dates.timeline.spells(f"<{dates.names.thing(told.key)}>".encode()))
        held = statements(b"\n".join(line for _, line in lines), dates.names)
        spells = by_statement(zip(held, (days for days, _ in lines), strict=True))
        return strands(told, spells, self.register.seen(), load_schema()), events(told, load_schema())

    def document(self, key: str, format: str, at: str | None = None) -> bytes:
        """What is said of a thing in a syntax of RDF: see `graph.document`; UnknownKey, DateError."""
        moment = self.moment(at)
        dates = None if moment is None else self.engine.dates
        return serialized(triples_of(key, self.store, dates, moment), format, self.store.names, key)

    def locate(self, longitude: float, latitude: float) -> list[Located]:
        """The police areas that hold a point (WGS 84 degrees), or the nearest with its distance in metres."""
        return locate(longitude, latitude, drawn(tables() / OUTLINES))

    def resolve(
        self, text: str, *, on: date | None = None, kind: str | None = None, place: str | None = None
    ) -> list[Candidate]:
        """What a name, a code, a postcode or a key may mean, the likeliest first; empty for nothing.

        `on` is a day on which it was so called, `kind` a class by its label, CURIE or the first part of its
        keys, `place` an area, force, town or postcode. Of several that fit alike none is matched.
        QueryError for a kind that there is not, ReleaseError for a store without a release.
        """
        register = self.register
        kinds = register.classes_of(kind) if kind else None
        return register.resolver.resolve(text, on=on, kinds=kinds, place=place)

    def key(self, name: str) -> str:
        """The key of the thing that a key or a name means; AmbiguousName, UnknownKey."""
        if self._has(name):
            return name
        try:
            return self._index.resolve(name)
        except (AmbiguousName, UnknownKey):
            # Another style of it: `Crown Court at Leicester`. It takes the register, which is slow to read.
            if self.release is not None and (meant := self.register.meant(name)):
                return meant
            raise

    def _has(self, key: str) -> bool:
        """Whether there is a thing of that key; most callers give one, and need no index of names."""
        try:
            thing = iri(self.store.names.thing(key))
        except ValueError:
            return False
        return bool(
            self.store.select("SELECT ?thing ?class WHERE { ?thing a ?class }", {"thing": thing}).rows
        )

    def describe(self, name: str, at: str | None = None) -> Description:
        """One thing told whole, by its key or a name that it alone bears; on a day, as it was then.

        NotThere if it is not shown as there on that day.
        """
        moment = self.moment(at)
        holding = None if moment is None else Holding(self.engine.dates, moment)
        key = self.key(name)
        self._vouch("claims-about")
        told = self._told.get((key, moment))
        if told is None or not isinstance(self.store, Store):
            told = Describer(self.store, load_schema(), holding).describe(key)
            # Those of one page: of the day, and of all times.
            self._told = {**dict(list(self._told.items())[-1:]), (key, moment): told}
        return told

    def trace(self, row: str, table: str = "") -> list[TracedRow]:
        """What became of the rows of upstream tables with this id, each with its claims.

        An empty list means that no table of the release has such a row.
        """
        if self.release is None:
            raise ReleaseError("A store without a release has no ledger. Open a release.")
        found = traced(self.release.folder / REPORTS, row, table)
        return [TracedRow(entry, self._claims_of(entry.source, entry.row)) for entry in found]

    def _claims_of(self, source: str, row: str) -> tuple[tuple[str, ...], ...]:
        """The query finds locators that begin with the id; of a longer id with a comma they begin so too."""
        table = self.view("claims-of-row", source=f"source/{source}", row=row)
        locator, shorten = table.columns.index("locator"), self.store.names.shorten
        return tuple(
            tuple(map(shorten, cells[2:])) for cells in table.texts() if row_of(cells[locator]) == row
        )

    def _run(self, query: Query, arguments: dict[str, str], moment: Moment | None = None) -> Table:
        terms = self._terms(query, arguments)
        if moment is None and (part := self._whole(query, terms)) is not None:
            return part
        dataset = self.engine.fixed if moment is None else self.engine.on(moment)
        try:
            self._vouch(query.name)
            return self.engine.select(query.text, terms, dataset=dataset)
        finally:
            self._vouch(query.name)  # A store elsewhere is known only when it has answered.

    def _terms(self, query: Query, arguments: dict[str, str]) -> dict[str, Term]:
        return {name: _term(each) for name, each in bindings(query, arguments, self.base).items()}

    def _whole(self, query: Query, terms: dict[str, Term]) -> Table | None:
        """The answer that is kept, or was written by the build; what another store holds is asked there."""
        release = self.release if isinstance(self.store, Store) else None
        if release and query.name not in self._wholes and _needs_nothing(query):
            self._wholes.read(release.folder / ANSWERS, query, self._terms(query, {}))
        return self._wholes.part(query, terms)

    def _vouch(self, question: str) -> None:
        if doubt := self.store.doubt(question):
            raise QueryError(doubt)

    @cached_property
    def _index(self) -> NameIndex:
        shorten = self.store.names.shorten
        rows = ((shorten(thing), shorten(use), name) for thing, use, name in self.view("names").texts())
        ranked = sorted(
            (key, NAMES.index(use), key if use == "rdf:type" else name) for key, use, name in rows
        )
        return NameIndex((key, name) for key, _, name in ranked)


def _needs_nothing(query: Query) -> bool:
    """Whether a question may be asked with no argument."""
    return not any(parameter.required for parameter in query.params) and not query.alternatives


def _term(argument: Argument) -> Term:
    if argument.datatype is None:
        return iri(argument.value)
    return typed(argument.value, argument.datatype)
