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

BATCH = 150_000
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
    waiting = iter(lines)
    with dataset.open("wb") as quads, triples.open("w", encoding="utf-8", newline="\n") as checked:
        while batch := list(islice(waiting, BATCH)):
            data = "".join(batch).encode()
            digest.update(data)
            quads.write(data)
            counts.update(line[line.rindex(" <") + 2 : -4] for line in batch)
            checked.writelines(as_triples(batch, names))
            each(data)
    prefix = names.graph("")
    per_graph = {graph.removeprefix(prefix): count for graph, count in sorted(counts.items())}
    return Written(counts.total(), digest.hexdigest(), per_graph)


def as_triples(lines: Iterable[str], names: Names) -> Iterator[str]:
    """The lines of the graphs that the shapes look at, without their graphs."""
    endings = tuple(f" {iri(names.graph(name))} .\n" for name in CHECKED)
    return (f"{line[: line.rindex(' <')]} .\n" for line in lines if line.endswith(endings))
