"""Queries that are answered where they arrive: those that ask what is said of one named thing.

Such a query costs no more than the thing has statements, a thousand at most, and that is known before it
runs: it takes less time than to hand it to a process and to take the answer from there. A query that could
cost more is not for here, nor is one that this does not know at a glance.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import QueryError
from graph.sparql import Scan
from graph.store import Store

if TYPE_CHECKING:
    from api.protocol import Asked
    from graph.release import Release

LONGEST = 2048
"""Characters of the longest text that is looked at."""

_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*>"
_NAMED = rf"(?:{_IRI}|[A-Za-z][A-Za-z0-9_\-]*:[A-Za-z0-9_][A-Za-z0-9_\-]*)"
_VARIABLE = r"[?$][A-Za-z_][A-Za-z0-9_]*"
_TERM = rf"(?:{_NAMED}|{_VARIABLE})"
_PREFIXES = rf"(?:PREFIX\s+[A-Za-z][A-Za-z0-9_\-]*:\s*{_IRI}\s*)*"
_PATTERN = rf"{_NAMED}\s+(?:{_TERM}|a)\s+{_TERM}(?:\s*\.)?"
_GRAPH = rf"GRAPH\s+(?:{_VARIABLE}|(?P<graph>{_IRI}))\s*\{{\s*{_PATTERN}\s*\}}"
_LIMIT = r"(?:LIMIT\s+[0-9]{1,9}\s*)?"
_COLUMNS = rf"(?:DISTINCT\s+)?(?:\*|{_VARIABLE}(?:\s+{_VARIABLE})*)"
_FORM = rf"(?P<form>SELECT\s+{_COLUMNS}|ASK)\s*(?:WHERE\s*)?\{{\s*(?:{_PATTERN}|{_GRAPH})\s*\}}\s*{_LIMIT}"
_COMMENT = r"(?:#[^\r\n]*\s*)?"
_LOOKUP = re.compile(rf"\s*{_PREFIXES}(?:{_FORM}|DESCRIBE\s+{_NAMED}\s*){_COMMENT}", re.IGNORECASE | re.ASCII)
"""One pattern whose subject is named, in a graph or not; or the description of what is named."""


def _light(form: str) -> Scan:
    return Scan(form, frozenset(), (), (), frozenset({form}), depth=2, statements=1, queries=1)


TABLE, GRAPH = _light("SELECT"), _light("DESCRIBE")
"""What there is to know of a lookup: nothing that it mentions changes what it is asked of."""


class Lookups:
    """Answers lookups from the release that is served."""

    def __init__(self, release: Release) -> None:
        """Open the store of a release, for reading only. ReleaseError."""
        self._store = release.store()
        self._graphs = frozenset(f"<{release.names.graph(name)}>" for name in Store.FIXED)
        self.answered = 0

    def scan(self, query: str) -> Scan | None:
        """What a lookup mentions that matters to its answer; None for a query that is none."""
        found = _LOOKUP.fullmatch(query) if len(query) <= LONGEST else None
        if found is None or found["graph"] not in (None, *self._graphs):
            return None
        return TABLE if found["form"] else GRAPH

    def meant(self, asked: Asked) -> bool:
        """Whether a request asks a lookup of the release as it is, and names no graphs beside."""
        return not asked.has_dataset and (asked.scan is TABLE or asked.scan is GRAPH)

    def answer(self, query: str, format: str, limit: int) -> bytes | None:
        """The answer, as a query process would give it; None if that is to say what is wrong."""
        try:
            found = self._store.serialize_answer(query, format, limit=limit)
        except QueryError:
            return None
        self.answered += 1
        return found
