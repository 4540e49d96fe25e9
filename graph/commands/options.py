"""The options that several commands take, and what they may choose from."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    XML = "xml"
    TTL = "ttl"
    NT = "nt"


class Layout(StrEnum):
    """A format of exports; a test compares it with `graph.exports.formats`, whose import it saves."""

    NQ = "nq"
    TRIG = "trig"
    JSONLD = "jsonld"
    NT = "nt"
    TTL = "ttl"
    XML = "xml"
    NQ12 = "nq12"
    CSV = "csv"
    PARQUET = "parquet"
    SQLITE = "sqlite"
    CLAIMS = "claims"
    NAMES = "names"
    GEOJSON = "geojson"
    GRAPHML = "graphml"
    GEXF = "gexf"


class DiffFormat(StrEnum):
    """How a difference is written."""

    WORDS = "words"
    PATCH = "patch"
    JSON = "json"


class ReadFormat(StrEnum):
    """How what was read of a document is written."""

    TABLE = "table"
    JSON = "json"
    TTL = "ttl"
    CLAIMS = "claims"


class CompareFormat(StrEnum):
    """How the difference of two releases is written."""

    NOTES = "notes"
    PATCH = "patch"
    JSON = "json"


class Engine(StrEnum):
    """Which SHACL engine checks."""

    FAST = "fast"
    PYSHACL = "pyshacl"


ReleaseOption = Annotated[
    Path | None, typer.Option("--release", help="The release; else $ESTATE_RELEASE, else build/release.")
]
EndpointOption = Annotated[
    str | None,
    typer.Option(
        "--endpoint",
        envvar="ESTATE_ENDPOINT",
        show_envvar=False,
        help="Ask this SPARQL endpoint; else $ESTATE_ENDPOINT, else the release.",
    ),
]
AtOption = Annotated[
    str | None, typer.Option("--at", help="The estate as it was on this day, such as 2008-12-31.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
OutOption = Annotated[Path, typer.Option(envvar="ESTATE_RELEASE", help="Where the release is put in place.")]
BaseOption = Annotated[str, typer.Option(help="The base of every IRI; it ends in / or #.")]
