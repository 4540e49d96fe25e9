"""The syntaxes of RDF: each is written as it is read, so the memory does not grow with the dataset."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from heapq import merge
from typing import IO

from graph.exports.selection import Block, Lines, Selection
from graph.namespaces import EXTERNAL
from graph.store import convert_stream

QUADS = ("nq", "trig", "jsonld")
"""Those that hold several graphs."""
_RDF = EXTERNAL["rdf"]
_PARTS = tuple(f" <{_RDF}{part}> ".encode() for part in ("subject", "predicate", "object"))
_TYPE = f" <{_RDF}type> ".encode()
_REIFIES = f" <{_RDF}reifies> ".encode()


def write_rdf(selection: Selection, format: str, out: IO[bytes]) -> None:
    """The graphs in a syntax: all in one of quads, `ever` in one of triples, if none are named.

    N-Quads and N-Triples are canonical and in order.
    """
    if format == "nq" and selection.whole:
        with selection.file.open("rb") as dataset:
            shutil.copyfileobj(dataset, out)
        return
    if format == "nq":
        out.writelines(_quads_in_order(selection))
    elif format == "nt":
        out.writelines(_triples(selection))
    elif format in QUADS:
        convert_stream(_file(_quads(selection)), "nq", out, format, selection.names)
    else:
        convert_stream(_file(_triples(selection)), "nt", out, format, selection.names)


def write_reified(selection: Selection, format: str, out: IO[bytes]) -> None:  # noqa: ARG001 - there is one
    """RDF 1.2 N-Quads, in which a claim reifies the statement that it makes (`rdf:reifies <<( … )>>`).

    It takes the place of `rdf:subject`, `rdf:predicate` and `rdf:object` of a claim; all else is the same.
    """
    claim = f"<{selection.names.expand('cje:Claim')}>".encode()
    claims = selection.names.graph("claims")
    for graph in selection.graphs():
        end = f" <{graph}> .\n".encode()
        for block in selection.blocks(graph):
            lines = reified(block, claim) if graph == claims else block.lines
            out.writelines(line + end for line in lines)


def reified(block: Block, claim: bytes) -> tuple[bytes, ...]:
    """The lines of a claim with its statement as a triple term; of anything else as they are."""
    if block.subject + _TYPE + claim not in block.lines:
        return block.lines
    prefixes = tuple(block.subject + part for part in _PARTS)
    parts = [line[len(prefix) :] for prefix in prefixes for line in block.lines if line.startswith(prefix)]
    if len(parts) != len(_PARTS):
        return block.lines
    statement = block.subject + _REIFIES + b"<<( %b %b %b )>>" % tuple(parts)
    return tuple(sorted((*(line for line in block.lines if not line.startswith(prefixes)), statement)))


def _triples(selection: Selection) -> Iterator[bytes]:
    """N-Triples of the graphs together, each once where one graph is asked for."""
    for block in selection.union(selection.graphs(("ever",))):
        yield b"".join(line + b" .\n" for line in block.lines)


def _quads(selection: Selection) -> Iterator[bytes]:
    """N-Quads, graph after graph, as a syntax that groups by graph wants them."""
    for graph in selection.graphs():
        end = f" <{graph}> .\n".encode()
        for block in selection.blocks(graph):
            yield b"".join(line + end for line in block.lines)


def _quads_in_order(selection: Selection) -> Iterator[bytes]:
    """N-Quads in the order of their lines."""
    graphs = selection.graphs()
    if len(graphs) == 1 or selection.kinds:
        yield from merge(*(_lines(selection, graph) for graph in graphs))
        return
    ends = tuple(f" <{graph}> .\n".encode() for graph in graphs)
    for lines in selection.read("Reading"):
        yield from (line for line in lines if line.endswith(ends))


def _lines(selection: Selection, graph: str) -> Iterator[bytes]:
    end = f" <{graph}> .\n".encode()
    for block in selection.blocks(graph):
        yield from sorted(line + end for line in block.lines)


def _file(pieces: Iterator[bytes]) -> IO[bytes]:
    return io.BufferedReader(Lines(pieces), 1 << 18)
