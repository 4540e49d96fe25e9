"""The estate on a day: ordinary named graphs of a store, made when a query names them (DESIGN 4 and 5).

`…/graph/at/2008-12-31` holds what was so on that day, `…/certain` and `…/possible` below it what certainly
and what possibly was, and `…/graph/now` what is so on the day of the release. A graph is made from the
timeline of the release and dropped again, the least recently used first, when all take too much memory.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import IO, TypeAlias

from graph.dates import FIRST_DAY, LAST_DAY, ONE_DAY, Mode
from graph.errors import DateError, QueryError, ReleaseError
from graph.namespaces import EXTERNAL, Names
from graph.sparql import Scan
from graph.store import AnyStore, Store

MOST_DATES = 8
"""How many graphs of a day one query may name (DESIGN 9)."""

LIMIT = 128 * 1024 * 1024
"""How many bytes of N-Triples the graphs of a store may come from; in memory they take about twice that."""

_MARK = b"# "
_STEP = 1 << 20
"""How many bytes of a file are read at once."""
_FIRST, _LAST = FIRST_DAY.isoformat(), LAST_DAY.isoformat()
_NAMINGS = tuple(f" <{EXTERNAL[p]}{n}> ".encode() for p, n in (("rdfs", "label"), ("dcterms", "title")))
_SHARES = {Mode.POSSIBLE: (0, 5), Mode.SHOWN: (1, 4), Mode.CERTAIN: (2, 3)}
"""Where in the six days of a block those of a mode stand."""


Days: TypeAlias = tuple[str, ...]
"""The first days on which something possibly, as shown and certainly holds, then the last days on which it
certainly, as shown and possibly does; in ISO 8601."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and how much is required for a statement to hold on it."""

    day: date
    mode: Mode = Mode.SHOWN


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query sees: those that are its default graph together, and those by name."""

    default: tuple[str, ...]
    named: tuple[str, ...]


class Timeline:
    """The statements of a release by the days on which they hold, read from its file."""

    def __init__(self, source: bytes | Path) -> None:
        """`source` is its text, or its file, which is read into memory for all but `holding` and `first`."""
        self._source = source

    @classmethod
    def open(cls, path: Path) -> Timeline:
        """The timeline in a file, one for each content; ReleaseError if it is not there."""
        try:
            status = path.stat()
        except OSError as error:
            raise _unreadable(path, error) from None
        return _opened(path, status.st_mtime_ns, status.st_size)

    def prepare(self) -> None:
        """Make now what is otherwise made when it is first asked for."""
        _ = self.naming, self._changes, self._places

    def triples(self, moment: Moment) -> bytes:
        """What holds at a moment, as N-Triples; a triple may stand there twice."""
        return b"".join(self._holding(moment))

    def holding(self, moment: Moment) -> Iterator[bytes]:
        """The lines of what holds at a moment, as the file is read; one may stand there twice.

        Of the file no more than a piece is in memory at a time.
        """
        start, end = _SHARES[moment.mode]
        day, holds = moment.day.isoformat(), False
        for lines in self._read():
            for line in lines:
                if line.startswith(_MARK):
                    days = _days(line)
                    holds = days[start] <= day <= days[end]
                elif holds:
                    yield line

    def lines(self, moment: Moment) -> set[bytes]:
        """The same as a set of lines, without their line feeds."""
        return set(self.triples(moment).splitlines())

    def blocks(self) -> Iterator[tuple[Days, bytes]]:
        """Everything that holds on any day, as N-Triples, with its days."""
        return iter(self._blocks)

    def days_of_change(self) -> list[str]:
        """The days on which, in any mode, something begins or is no more, in order."""
        return sorted(set().union(*self._changes.values()))

    def mentioning(self, moment: Moment, term: bytes) -> set[bytes]:
        """The lines of what holds at a moment in which a term stands."""
        start, end = _SHARES[moment.mode]
        day = moment.day.isoformat()
        return {line for days, line in self.spells(term) if days[start] <= day <= days[end]}

    @staticmethod
    def edges(spells: Iterable[Days]) -> list[str]:
        """The days on which something of what is shown begins or is no more, in order."""
        shown = list(spells)
        found = {days[1] for days in shown} | {_day_after(days[4]) for days in shown}
        return sorted(found - {_FIRST, _LAST})

    def spells(self, term: bytes) -> Iterator[tuple[Days, bytes]]:
        """Every line of any day in which a term stands, with its days; a space after it asks for subjects."""
        if "_places" in vars(self):
            for number, start in self._places.get(term.rstrip(), ()):
                days, triples = self._blocks[number]
                line = triples[start : triples.index(b"\n", start)]
                if term in line:
                    yield days, line
            return
        for days, triples in self._blocks:
            place = triples.find(term)
            while place >= 0:
                start, end = triples.rfind(b"\n", 0, place) + 1, triples.index(b"\n", place)
                yield days, triples[start:end]
                place = triples.find(term, end)

    @cached_property
    def _places(self) -> dict[bytes, list[tuple[int, int]]]:
        """Of each term the blocks and places of the lines in which it is the subject or the object.

        Who asks once looks through the text in less time than this is made.
        """
        found: dict[bytes, list[tuple[int, int]]] = defaultdict(list)
        for number, (_, triples) in enumerate(self._blocks):
            start = 0
            for line in triples.splitlines(keepends=True):
                subject, _, rest = line.partition(b" ")
                value = rest.partition(b" ")[2].removesuffix(b" .\n")
                for term in {subject, value} if value.startswith(b"<") else (subject,):
                    found[term].append((number, start))
                start += len(line)
        return dict(found)

    def labels(self, moment: Moment, subject: bytes) -> list[bytes]:
        """The lines that name a subject at a moment."""
        start, end = _SHARES[moment.mode]
        day = moment.day.isoformat()
        named = self.naming.get(subject, ())
        return list(dict.fromkeys(line for days, line in named if days[start] <= day <= days[end]))

    @cached_property
    def naming(self) -> dict[bytes, list[tuple[tuple[str, ...], bytes]]]:
        """Every line that names something, with its days, by its subject."""
        found: dict[bytes, list[tuple[tuple[str, ...], bytes]]] = defaultdict(list)
        for days, triples in self._blocks:
            for naming in _NAMINGS:
                place = triples.find(naming)
                while place >= 0:
                    start, end = triples.rfind(b"\n", 0, place) + 1, triples.index(b"\n", place)
                    found[triples[start:place]].append((days, triples[start:end]))
                    place = triples.find(naming, end)
        return dict(found)

    def beginning(self, moment: Moment) -> date:
        """The first of the days up to this one between which nothing changes."""
        changes = self._changes[moment.mode]
        place = bisect_right(changes, moment.day.isoformat())
        return date.fromisoformat(changes[place - 1]) if place else FIRST_DAY

    @cached_property
    def first(self) -> date:
        """The first day from which on something is shown that was not always so."""
        return date.fromisoformat(next(iter(self._changes[Mode.SHOWN]), _FIRST))

    @cached_property
    def _blocks(self) -> list[tuple[Days, bytes]]:
        with self._text() as source:
            text, blocks = source.read(), []
        for block in text.removeprefix(_MARK).split(b"\n" + _MARK) if text else ():
            header, _, triples = block.partition(b"\n")
            blocks.append((_days(header), triples.rstrip(b"\n") + b"\n"))
        return blocks

    @cached_property
    def _headers(self) -> list[Days]:
        """The days of every block."""
        if "_blocks" in vars(self):
            return [days for days, _ in self._blocks]
        return [_days(line) for lines in self._read() for line in lines if line.startswith(_MARK)]

    def _read(self) -> Iterator[list[bytes]]:
        """The lines of the source, some at once."""
        with self._text() as source:
            while lines := source.readlines(_STEP):
                yield lines

    @contextmanager
    def _text(self) -> Iterator[IO[bytes]]:
        """The source, open for reading; ReleaseError."""
        try:
            source = self._source
            with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as text:
                yield text
        except OSError as error:
            raise _unreadable(self._source, error) from None

    def _holding(self, moment: Moment) -> Iterator[bytes]:
        start, end = _SHARES[moment.mode]
        day = moment.day.isoformat()
        return (triples for days, triples in self._blocks if days[start] <= day <= days[end])

    @cached_property
    def _changes(self) -> dict[Mode, list[str]]:
        """The days on which something begins or is no more, in order, by mode."""
        found: dict[Mode, list[str]] = {}
        for mode, (start, end) in _SHARES.items():
            filled = [days for days in self._headers if days[start] <= days[end]]
            changes = {days[start] for days in filled} | {_day_after(days[end]) for days in filled}
            found[mode] = sorted(changes - {_FIRST, _LAST})
        return found


@lru_cache(maxsize=2)
def _opened(path: Path, modified: int, size: int) -> Timeline:  # noqa: ARG001 - they tell contents apart
    return Timeline(path)


def _unreadable(path: object, error: OSError) -> ReleaseError:
    return ReleaseError(f"{path} cannot be read ({error.strerror}). Run: estate build")


def _days(header: bytes) -> Days:
    """The six days of the line that begins a block."""
    return tuple(header.decode().removeprefix(_MARK.decode()).split())


def _day_after(day: str) -> str:
    return _LAST if day == _LAST else (date.fromisoformat(day) + ONE_DAY).isoformat()


class Dates:
    """The graphs of a day of one release: which a name means, and which days it may mean."""

    def __init__(self, names: Names, timeline: Timeline, issued: date) -> None:
        self.names = names
        self.timeline = timeline
        self.issued = issued

    def graph(self, moment: Moment) -> str:
        """The IRI of the graph of a moment."""
        below = "" if moment.mode is Mode.SHOWN else f"/{moment.mode}"
        return self.names.graph(f"at/{moment.day.isoformat()}{below}")

    def moment(self, graph: str) -> Moment | None:
        """The moment that a graph is of, or None for a graph of another kind; DateError for a bad date."""
        for mode in Mode:
            if graph == self.names.graph("now") + ("" if mode is Mode.SHOWN else f"/{mode}"):
                return Moment(self.issued, mode)
        prefix = self.names.graph("at/")
        if not graph.startswith(prefix):
            return None
        text, slash, mode_name = graph.removeprefix(prefix).partition("/")
        if slash and mode_name not in ("certain", "possible"):
            raise DateError(
                f"{graph} is no graph. After the day stands nothing, /certain or /possible, "
                f"for example {prefix}2008-12-31/certain"
            )
        return Moment(self.day(text), Mode(mode_name) if slash else Mode.SHOWN)

    def day(self, text: str) -> date:
        """A day on which the estate may be asked for; DateError with what would be right."""
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:
            raise DateError(f"{text!r} is no day of the calendar. Write it as 2008-12-31.")
        if day > self.issued:
            raise DateError(
                f"{text} is still to come for this release, which knows the estate up to {self.issued}."
            )
        if day < self.timeline.first:
            raise DateError(
                f"{text} is before anything that the sources tell of: the first day is {self.timeline.first}."
            )
        return day


class AsOf:
    """A store that takes graphs, with those of the days that queries have named."""

    def __init__(self, store: AnyStore, dates: Dates, limit: float = LIMIT) -> None:
        self.store = store
        self.dates = dates
        self._limit = limit
        self._made: OrderedDict[str, tuple[Moment, int]] = OrderedDict()
        """The graphs that stand in the store: what each is of, from which day on, and its size in bytes."""

    def ready(self, dataset: Dataset) -> Dataset:
        """Make the graphs of a day that a dataset names; the dataset to ask, which may share some.

        As part of the default graph a day is served by the graph of any other day on which the same holds,
        since nothing in an answer can tell them apart.
        """
        wanted = {graph: moment for graph in dataset.named if (moment := self.dates.moment(graph))}
        for graph, moment in wanted.items():
            self._make(graph, moment, wanted)
        default = []
        for graph in dataset.default:
            moment = self.dates.moment(graph)
            default.append(graph if moment is None else self._shared(graph, moment, wanted))
        return Dataset(tuple(dict.fromkeys(default)), dataset.named)

    @property
    def graphs(self) -> tuple[str, ...]:
        """The graphs of a day that stand in the store, the least recently used first."""
        return tuple(self._made)

    def _key(self, moment: Moment) -> Moment:
        return Moment(self.dates.timeline.beginning(moment), moment.mode)

    def _shared(self, graph: str, moment: Moment, kept: Collection[str]) -> str:
        key = self._key(moment)
        for other, (content, _) in self._made.items():
            if content == key:
                self._made.move_to_end(other)
                return other
        self._make(graph, moment, kept)
        return graph

    def _make(self, graph: str, moment: Moment, kept: Collection[str]) -> None:
        if graph in self._made:
            self._made.move_to_end(graph)
            return
        triples = self.dates.timeline.triples(moment)
        self._forget(self._limit - len(triples), kept)
        self.store.add_graph(graph, triples)
        self._made[graph] = (self._key(moment), len(triples))

    def _forget(self, limit: float, kept: Collection[str]) -> None:
        """Drop graphs, the least recently used first, until the others are within the limit."""
        held = sum(size for _, size in self._made.values())
        for graph in [graph for graph in self._made if graph not in kept]:
            if held <= limit:
                return
            held -= self._made.pop(graph)[1]
            self.store.drop_graph(graph)


def dataset_of(scan: Scan, dates: Dates, at: Moment | None = None) -> Dataset:
    """The graphs that a query sees: those of its own clause, else a default graph and every fixed graph.

    The default graph is `ever`, or that of the moment asked for; a query that has a clause of its own cannot
    be put to another moment. The graphs of a day that it mentions are there by name. QueryError.
    """
    if scan.has_dataset:
        if at is not None:
            raise QueryError(
                "The query names its graphs itself (FROM), so it cannot be put to another date as well. "
                f"Leave out the date, or write FROM <{dates.graph(at)}> in the query."
            )
        chosen = Dataset(scan.default_graphs, scan.named_graphs)
    else:
        fixed = tuple(dates.names.graph(name) for name in Store.FIXED)
        mentioned = sorted(graph for graph in scan.iris if dates.moment(graph))
        default = dates.names.graph("ever") if at is None else dates.graph(at)
        chosen = Dataset((default,), (*fixed, *mentioned))
    days = {graph for graph in (*chosen.default, *chosen.named) if dates.moment(graph)}
    if len(days) > MOST_DATES:
        raise QueryError(f"The query names {len(days)} dates. Name {MOST_DATES} at most.")
    return chosen


def only_days(dataset: Dataset, dates: Dates) -> bool:
    """Whether a dataset consists of graphs of a day, and so needs nothing of the store on disk."""
    return all(dates.moment(graph) for graph in (*dataset.default, *dataset.named))
