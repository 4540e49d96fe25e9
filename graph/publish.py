"""A release loaded into a store over HTTP, in batches that can be interrupted, and read back to prove it."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from graph.errors import ReleaseError
from graph.namespaces import Names
from graph.release import DATASET, Release
from graph.remote import BATCH, Mark, RemoteStore
from graph.store import Store, parse_ntriples

PAGE = 2_000
"""How many lines of the dataset are read back at once, and the rest of the last subject."""

Progress = Callable[[str, int], None]
"""Is told what is being done, and how many quads of the release that has dealt with."""


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a release in a store."""

    loaded: int
    """How many quads were sent."""
    there: int
    """How many stood there from a run before, which was interrupted."""
    counts: dict[str, tuple[int, int]]
    """For each graph how many triples the release and the store have."""
    wanted: str
    found: str
    """The SHA-256 of the canonical N-Quads of the release and of what was read back."""
    changes: dict[str, int]
    """How many literals the store gives back otherwise than they were sent, by what became of them."""

    @property
    def same(self) -> bool:
        """Whether the store has the release, and nothing else in its graphs."""
        return self.wanted == self.found and all(a == b for a, b in self.counts.values())


def publish(
    release: Release, store: RemoteStore, progress: Progress = lambda stage, quads: None, batch: int = BATCH
) -> Published:
    """Load a release and read it back; ReleaseError with the store's reason.

    A graph is loaded in batches, each noted when it is there. A batch that was sent and not noted is sent
    again, which changes nothing, since a graph is a set. Graphs of another release are removed first, and
    with them the graphs of days, which were made from it.
    """
    if not store.writable:
        raise ReleaseError(
            f"{store.endpoint.query} is known for reading only. "
            "Say where it takes a release: --gsp (Graph Store Protocol) or --update (SPARQL Update)."
        )
    identifier = f"rdfc10-sha256:{release.metadata.rdfc10_sha256}"
    marks = store.marks()
    if any(mark.identifier != identifier for name, mark in marks.items() if name in _fixed(store.names)):
        for graph in marks:
            store.clear(graph)
        store.mark(dict.fromkeys(marks))
        marks = {}
    loaded = there = 0
    for graph in _fixed(store.names):
        done = marks[graph].triples if graph in marks else 0
        if graph not in marks:
            store.clear(graph)
        there += done
        progress(f"Loading {graph.rpartition('/')[2]}", done)
        lines = islice(_lines(release, graph), done, None)
        while some := list(islice(lines, batch)):
            store.append(graph, some)
            done += len(some)
            loaded += len(some)
            store.mark({graph: Mark(identifier, done)})
            progress(f"Loading {graph.rpartition('/')[2]}", len(some))
    counts, found, changes = compare(release, store, progress)
    return Published(loaded, there, counts, release.metadata.rdfc10_sha256, found, changes)


def compare(
    release: Release, store: RemoteStore, progress: Progress = lambda stage, quads: None
) -> tuple[dict[str, tuple[int, int]], str, dict[str, int]]:
    """The counts of each graph, the hash of what the store gives back, and what it gives back otherwise.

    It is read back by the subjects of the release, which every engine finds at once; what else might stand
    there the counts would show.
    """
    expected: Counter[str] = Counter()
    digest = hashlib.sha256()
    changes: Counter[str] = Counter()
    for page in _pages(release):
        wanted: dict[str, set[bytes]] = defaultdict(set)
        for line in page:
            triple, graph = _parts(line)
            wanted[graph].add(triple)
        lines: list[bytes] = []
        for graph, triples in wanted.items():
            expected[graph] += len(triples)
            subjects = sorted({triple.partition(b" ")[0].decode() for triple in triples})
            found = set(_canonical(store.triples(graph, subjects)))
            lines += [b"%b <%b> .\n" % (triple, graph.encode()) for triple in found]
            changes.update(_changed(triples - found, found - triples))
        digest.update(b"".join(sorted(lines)))
        progress("Reading back", len(page))
    counts = {graph: (expected[graph], store.count(graph)) for graph in _fixed(store.names)}
    return counts, digest.hexdigest(), dict(changes.most_common())


def _fixed(names: Names) -> tuple[str, ...]:
    return tuple(names.graph(name) for name in Store.FIXED)


def _lines(release: Release, graph: str) -> Iterator[bytes]:
    """The N-Triples of one graph of a release, in its order."""
    end = f" <{graph}> .\n".encode()
    with (release.folder / DATASET).open("rb") as quads:
        for line in quads:
            if line.endswith(end):
                yield line.removesuffix(end) + b" .\n"


def _pages(release: Release) -> Iterator[list[bytes]]:
    """The lines of the dataset, so many at a time that no subject is torn."""
    page: list[bytes] = []
    subject = b""
    with (release.folder / DATASET).open("rb") as quads:
        for line in quads:
            if len(page) >= PAGE and not line.startswith(subject):
                yield page
                page = []
            subject = line[: line.index(b" ") + 1]
            page.append(line)
    if page:
        yield page


def _parts(line: bytes) -> tuple[bytes, str]:
    """A quad as a triple without its dot, and the IRI of its graph."""
    triple, _, graph = line.removesuffix(b" .\n").rpartition(b" ")
    return triple, graph[1:-1].decode()


def _canonical(ntriples: bytes) -> Iterator[bytes]:
    for subject, predicate, object_ in parse_ntriples(ntriples):
        yield f"{subject} {predicate} {object_}".encode()


def _changed(missing: Iterable[bytes], extra: Iterable[bytes]) -> Iterator[str]:
    """What became of each triple that is not there as it was sent, in a few words."""
    instead = defaultdict(list)
    for triple in sorted(extra):
        instead[triple.split(b" ", 2)[:2][0], triple.split(b" ", 2)[1]].append(triple.split(b" ", 2)[2])
    for triple in sorted(missing):
        subject, predicate, value = triple.split(b" ", 2)
        others = instead[subject, predicate]
        became = _kind(others.pop(0)) if others else "nothing"
        kind = _kind(value)
        yield f"{kind} in another form" if kind == became else f"{kind} became {became}"


def _kind(term: bytes) -> str:
    if not term.startswith(b'"'):
        return "an IRI"
    end = term[term.rindex(b'"') + 1 :].decode()
    return end[1:] if end.startswith("@") else Names().shorten(end[3:-1]) if end else "a plain string"
