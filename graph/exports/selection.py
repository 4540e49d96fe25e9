"""What is exported: some graphs of a release or the graph of a day, whole or only some kinds of thing.

Everything is read from the file of the dataset, which is in order, so that all that is said of one subject
stands together and nothing has to be held whole. The graph of a day is read from the timeline, which is in
the order of its days, and put in order of its lines on the way.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from graph.asof import Moment
from graph.dates import Mode
from graph.engine import Engine
from graph.errors import QueryError, ReleaseError, UnknownKey
from graph.exports.sorting import in_order
from graph.namespaces import EXTERNAL
from graph.release import DATASET
from graph.store import Store

Progress: TypeAlias = Callable[[str, int, int], None]
"""Is told what is being done, and how many bytes of how many that has read."""

WHOLE = ("ever", "claims")
"""The graphs of things and of evidence: what tables and networks are made from."""
_RDF = EXTERNAL["rdf"]
_SUBJECT = f" <{_RDF}subject> ".encode()
_NESTED = ("lifespan", "geometry")
_RESTS_ON = ("prov:wasDerivedFrom", "cje:byRule", "dcterms:source")
"""How a claim names its sources and its rule, and a rule its sources."""
_STEP = 1 << 20
"""How many bytes are read at once; after each step progress is told."""


def silent(stage: str, done: int, total: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Block:
    """All that one graph says of one subject: lines of N-Triples without their final dot, in order."""

    subject: bytes
    """With its angle brackets."""
    lines: tuple[bytes, ...]


class Selection:
    """Some graphs of a release, or one of a day, and of these all or only some kinds of thing."""

    def __init__(
        self,
        engine: Engine,
        at: Moment | None = None,
        graphs: Sequence[str] = (),
        kinds: Collection[str] = (),
        progress: Progress = silent,
    ) -> None:
        """`graphs` are names of fixed graphs; with a day `certain` or `possible`, for the graph of that mode.

        `kinds` are those of keys, such as `magistrates-court`. QueryError, UnknownKey, ReleaseError.
        """
        if engine.release is None:
            raise ReleaseError("A store without a release has no dataset file. Open a release.")
        self.engine = engine
        self.names = engine.store.names
        self.release = engine.release
        self.progress = progress
        self.file = engine.release.folder / DATASET
        self.moment = at if at is None else Moment(at.day, _mode(graphs, at.mode))
        if at is None and (wrong := [graph for graph in graphs if graph not in Store.FIXED]):
            raise QueryError(f"There is no graph {wrong[0]!r} of all times: {', '.join(Store.FIXED)}.")
        self.named = tuple(dict.fromkeys(graphs)) if at is None else ()
        self.kinds = frozenset(kinds)
        self._rule, self._source = (f"<{self.names.thing(kind)}/".encode() for kind in ("rule", "source"))
        self._rests = tuple(f" <{self.names.expand(each)}> ".encode() for each in _RESTS_ON)
        if self.kinds:
            self._check_kinds()

    @property
    def whole(self) -> bool:
        """Whether it is the dataset itself."""
        return self.moment is None and not self.named and not self.kinds

    def graphs(self, default: Sequence[str] = Store.FIXED) -> tuple[str, ...]:
        """The IRIs of the graphs: of the day, or those that were named, else the default."""
        if self.moment is not None:
            return (self.engine.dates.graph(self.moment),)
        return tuple(self.names.graph(name) for name in self.named or default)

    def blocks(self, graph: str) -> Iterator[Block]:
        """What a graph says, subject by subject, in order."""
        if not self.kinds:
            yield from self._all(graph)
            return
        cited = self._cited(graph)
        yield from (b for b in self._all(graph) if self._is_of(b) or b.subject in cited)

    def union(self, graphs: Iterable[str]) -> Iterator[Block]:
        """What several graphs say, one after another."""
        for graph in graphs:
            yield from self.blocks(graph)

    def _all(self, graph: str) -> Iterator[Block]:
        lines = self._of_day() if self.moment is not None else self._of_file(graph)
        for subject, some in groupby(lines, key=_subject):
            yield Block(subject, tuple(some))

    def _of_day(self) -> Iterator[bytes]:
        assert self.moment is not None  # noqa: S101 - for the type checker; `_all` asked
        for line in in_order(self.engine.dates.timeline.holding(self.moment)):
            yield line.removesuffix(b" .\n")

    def _of_file(self, graph: str) -> Iterator[bytes]:
        end = f" <{graph}> .\n".encode()
        for lines in self.read(f"Reading {graph.rpartition('/')[2]}"):
            yield from (line.removesuffix(end) for line in lines if line.endswith(end))

    def read(self, stage: str) -> Iterator[list[bytes]]:
        """The lines of the dataset, some at once; who waits is told how far they are."""
        done, total = 0, self.file.stat().st_size
        with self.file.open("rb") as dataset:
            while lines := dataset.readlines(_STEP):
                done += sum(map(len, lines))
                self.progress(stage, done, total)
                yield lines

    def _kind(self, term: bytes) -> str:
        """The kind of the thing that a term names; a lifespan or a place is of the kind of what has it."""
        kind, *rest = term[1:-1].decode().removeprefix(f"{self.names.base}id/").split("/")
        return rest[0] if kind in _NESTED and rest else kind

    def _is_of(self, block: Block) -> bool:
        if self._kind(block.subject) in self.kinds:
            return True
        start = block.subject + _SUBJECT
        about = (line[len(start) :] for line in block.lines if line.startswith(start))
        return any(self._kind(term) in self.kinds for term in about)

    def _cited(self, graph: str) -> frozenset[bytes]:
        """The sources and rules that the claims about these kinds rest on, and the sources of those rules."""
        if graph != self.names.graph("claims"):
            return frozenset()
        found: set[bytes] = set()
        sources: dict[bytes, set[bytes]] = {}
        for block in self._all(graph):
            if block.subject.startswith(self._rule):
                sources[block.subject] = self._rests_on(block)
            elif self._is_of(block):
                found |= self._rests_on(block)
        return frozenset(found.union(*(sources[rule] for rule in found & sources.keys())))

    def _rests_on(self, block: Block) -> set[bytes]:
        """The sources and rules that a claim, or a rule, names as its own."""
        named = (line.rpartition(b" ")[2] for line in block.lines if any(p in line for p in self._rests))
        return {term for term in named if term.startswith((self._rule, self._source))}

    def _check_kinds(self) -> None:
        start, end = f"<{self.names.base}id/".encode(), f" <{self.names.graph('ever')}> .\n".encode()
        known = {
            self._kind(line[: line.index(b" ")])
            for lines in self.read("Reading the kinds of thing")
            for line in lines
            if line.startswith(start) and line.endswith(end)
        }
        if unknown := sorted(self.kinds - known):
            raise UnknownKey(
                f"No thing is of the kind {unknown[0]!r}. There are: {', '.join(sorted(known))}."
            )


def _subject(line: bytes) -> bytes:
    return line[: line.index(b" ")]


def _mode(graphs: Sequence[str], mode: Mode) -> Mode:
    if not graphs:
        return mode
    if len(graphs) > 1 or graphs[0] not in ("certain", "possible", "shown"):
        raise QueryError(
            f"A day has no graph {graphs[-1]!r}: it has shown (if none is named), certain and possible."
        )
    return Mode(graphs[0]) if graphs[0] != "shown" else Mode.SHOWN


class Lines(io.RawIOBase):
    """Pieces of bytes as a file that is read, each made when it is asked for."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer; 0 at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count
