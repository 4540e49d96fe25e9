"""Where the files that ship with the project stand: in a checkout or in an installed wheel."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

CANONICAL_BASE = "https://w3id.org/justice-estate/"


@cache
def root() -> Path:
    """The folder that holds `ontology`, `shapes` and `queries`."""
    packaged = Path(str(files("graph"))) / "_data"
    return packaged if packaged.is_dir() else Path(str(files("graph"))).parent


def tables() -> Path:
    """The folder of the claim tables that ship with the project."""
    return Path(str(files("graph"))) / "data"


def turtle_files(folder: str) -> Iterator[Path]:
    """The Turtle files of `ontology` or `shapes`, by name."""
    yield from sorted((root() / folder).glob("*.ttl"))


def query_files(kind: str) -> Iterator[Path]:
    """The query files of one kind (`answer`, `infer`, `check`, `export`), by name."""
    yield from sorted((root() / "queries" / kind).glob("*.rq"))


def read(path: Path, base: str = CANONICAL_BASE) -> str:
    """The text of a shipped file, with the project's base IRI replaced by `base`."""
    text = path.read_text(encoding="utf-8")
    return text if base == CANONICAL_BASE else text.replace(CANONICAL_BASE, base)
