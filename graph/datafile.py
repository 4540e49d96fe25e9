"""The dataset of a release as a file: canonical N-Quads, written, hashed and counted in one pass."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from graph.namespaces import Names
from graph.nquads import iri

CHECKED = ("ever", "claims", "ontology", "vocabularies")
"""The graphs that the shapes look at, together."""

BATCH = 75_000
"""How many lines are in memory at a time."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: how many quads, in which graphs, and the SHA-256 of the file."""

    quads: int
    sha256: str
    per_graph: dict[str, int]


def write(
    dataset: Path, triples: Path, lines: Iterable[str], names: Names, each: Callable[[bytes], None]
) -> Written:
    """Write lines, which come in order, to `dataset`, and the checked graphs as N-Triples to `triples`.

    `each` is called with every batch of lines that has been written.
    """
    digest, counts = hashlib.sha256(), Counter[str]()
    waiting, wanted = iter(lines), _endings(names)
    with dataset.open("wb") as quads, triples.open("w", encoding="utf-8", newline="\n") as checked:
        while batch := list(islice(waiting, BATCH)):
            data = "".join(batch).encode()
            digest.update(data)
            quads.write(data)
            each(data)
            split = [(line, line.rindex(" <")) for line in batch]
            counts.update(line[place:] for line, place in split)
            checked.writelines(f"{line[:place]} .\n" for line, place in split if line[place:] in wanted)
    start, end = f" <{names.graph('')}", "> .\n"
    per_graph = {e.removeprefix(start).removesuffix(end): count for e, count in sorted(counts.items())}
    return Written(counts.total(), digest.hexdigest(), per_graph)


def as_triples(lines: Iterable[str], names: Names) -> Iterator[str]:
    """The lines of the graphs that the shapes look at, without their graphs."""
    wanted = tuple(_endings(names))
    return (f"{line[: line.rindex(' <')]} .\n" for line in lines if line.endswith(wanted))


def _endings(names: Names) -> frozenset[str]:
    """How the lines of the graphs end that the shapes look at."""
    return frozenset(f" {iri(names.graph(name))} .\n" for name in CHECKED)
