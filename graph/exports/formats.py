"""The formats of exports: what each is, and who writes it. What is heavy is loaded when it is written."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Literal, TypeAlias

from graph.errors import QueryError
from graph.exports.places import folder, scratch, target
from graph.exports.selection import Selection

Form: TypeAlias = Literal["stream", "folder", "database"]
"""How it is written: as a stream, as files in a folder or an archive, or in a file that is worked in."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of exports."""

    name: str
    suffix: str
    """Of a single file; a folder is one as an archive."""
    media_type: str
    title: str
    evidence: bool
    """Whether it carries who says so, where, and for which dates."""
    writer: str
    """The module of this package and the function that write it."""
    form: Form = "stream"
    graphs: bool = False
    """Whether any graph can be chosen."""


FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format("nq", "nq", "application/n-quads", "N-Quads", True, "syntaxes:write_rdf", graphs=True),
        Format("trig", "trig", "application/trig", "TriG", True, "syntaxes:write_rdf", graphs=True),
        Format("jsonld", "jsonld", "application/ld+json", "JSON-LD", True, "syntaxes:write_rdf", graphs=True),
        Format("nt", "nt", "application/n-triples", "N-Triples", False, "syntaxes:write_rdf", graphs=True),
        Format("ttl", "ttl", "text/turtle", "Turtle", False, "syntaxes:write_rdf", graphs=True),
        Format("xml", "rdf", "application/rdf+xml", "RDF/XML", False, "syntaxes:write_rdf", graphs=True),
        Format("nq12", "rdf12.nq", 'application/n-quads;version="1.2"',
               "RDF 1.2 N-Quads, in which claims reify statements", True, "syntaxes:write_reified",
               graphs=True),
        Format("csv", "csv.zip", "application/zip", "CSV, a file for each class, described by CSVW", True,
               "csvw:write_csv", "folder"),
        Format("parquet", "parquet.zip", "application/zip", "Parquet, a file for each class", True,
               "parquet:write_parquet", "folder"),
        Format("sqlite", "sqlite", "application/vnd.sqlite3", "SQLite with a full-text search, for Datasette",
               True, "sqlite:write_sqlite", "database"),
        Format("claims", "claims.zip", "application/zip", "The claims, as the build reads them",
               True, "claimtables:write_claims", "folder"),
        Format("names", "csv", "text/csv; charset=utf-8", "Names, dates and keys for a spreadsheet", False,
               "names:write_names"),
        Format("geojson", "geojson", "application/geo+json", "Courts and police areas on the map", False,
               "geojson:write_geojson"),
        Format("graphml", "graphml", "application/graphml+xml", "The network of things, as GraphML", False,
               "networks:write_graph"),
        Format("gexf", "gexf", "application/gexf+xml", "The network of things, as GEXF for Gephi", False,
               "networks:write_graph"),
    )
}  # fmt: skip
"""Each format by its name. Of RDF in a syntax of triples the graph of claims is a file of its own."""


def check(format: Format, selection: Selection) -> None:
    """QueryError for a selection that a format cannot hold."""
    if selection.named and not format.graphs:
        rdf = ", ".join(each.name for each in FORMATS.values() if each.graphs)
        raise QueryError(f"{format.name} is made from things and claims; graphs are chosen of {rdf}.")
    if format.name == "claims" and selection.moment is not None:
        raise QueryError("Claims are exported of all times: each has its own dates. Leave out the date.")


def export(selection: Selection, format: Format, path: Path | None = None) -> None:
    """Write a selection in a format, to a path or to standard output: whole, or nothing and ExportError."""
    check(format, selection)
    module, _, function = format.writer.partition(":")
    write = getattr(import_module(f"graph.exports.{module}"), function)
    if format.form == "folder":
        with folder(path) as place:
            write(selection, place)
    elif format.form == "database":
        with scratch(path) as place:
            made = place / "database"
            write(selection, made)
            if path is not None and (path.is_file() or not path.exists()):
                made.chmod(0o644)
                made.replace(path)
            else:
                with target(path) as out, closing(made.open("rb")) as file:
                    _copy(file, out)
    else:
        with target(path) as out:
            write(selection, format.name, out)


def _copy(source: BinaryIO, out: BinaryIO) -> None:
    while data := source.read(1 << 20):
        out.write(data)
