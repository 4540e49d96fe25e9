"""Queries that are answered where they arrive: those that ask what is said of one named thing.

Such a query costs no more than the thing has statements, a thousand at most, and that is known before it
runs: it takes less time than to hand it to a process and to take the answer from there. A query that could
cost more is not for here, nor is one that this does not know at a glance.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import QueryError
from graph.store import Store

if TYPE_CHECKING:
    from api.process import Question
    from graph.release import Release

LONGEST = 2048
"""Characters of the longest text that is looked at."""

_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*>"
_NAMED = rf"(?:{_IRI}|[A-Za-z][A-Za-z0-9_\-]*:[A-Za-z0-9_][A-Za-z0-9_\-]*)"
_VARIABLE = r"[?$][A-Za-z_][A-Za-z0-9_]*"
_TERM = rf"(?:{_NAMED}|{_VARIABLE})"
_PREFIXES = rf"(?:PREFIX\s+[A-Za-z][A-Za-z0-9_\-]*:\s*{_IRI}\s*)*"
_PATTERN = rf"{_NAMED}\s+(?:{_TERM}|a)\s+{_TERM}(?:\s*\.)?"
_GROUP = rf"\{{\s*(?:{_PATTERN}|GRAPH\s+{_TERM}\s*\{{\s*{_PATTERN}\s*\}})\s*\}}"
_LIMIT = r"(?:LIMIT\s+[0-9]{1,9}\s*)?"
_SELECT = (
    rf"SELECT\s+(?:DISTINCT\s+)?(?:\*|{_VARIABLE}(?:\s+{_VARIABLE})*)\s*(?:WHERE\s*)?{_GROUP}\s*{_LIMIT}"
)
_COMMENT = r"(?:#[^\r\n]*\s*)?"
_LOOKUP = re.compile(
    rf"\s*{_PREFIXES}(?:{_SELECT}|ASK\s*(?:WHERE\s*)?{_GROUP}\s*|DESCRIBE\s+{_NAMED}\s*){_COMMENT}",
    re.IGNORECASE | re.ASCII,
)
"""One pattern whose subject is named, in a graph or not; or the description of what is named."""


def is_lookup(query: str) -> bool:
    """Whether a query surely asks no more than what is said of one named thing.

    >>> is_lookup("SELECT ?p ?o { <http://e/oakham> ?p ?o }"), is_lookup("SELECT * { ?s ?p ?o }")
    (True, False)
    """
    return len(query) <= LONGEST and _LOOKUP.fullmatch(query) is not None


class Lookups:
    """Answers lookups from the release that is served."""

    def __init__(self, release: Release) -> None:
        """Open the store of a release, for reading only. ReleaseError."""
        self._store = release.store()
        graph = release.names.graph
        self._fixed = frozenset(map(graph, Store.FIXED))
        self.answered = 0

    def answer(self, question: Question) -> bytes | None:
        """The answer, as a query process would give it; None if this is to be asked there."""
        if question.default is None or question.named is None or not is_lookup(question.query):
            return None
        if not self._fixed.issuperset((*question.default, *question.named)):
            return None
        try:
            found = self._store.serialize_answer(
                question.query,
                question.format,
                default=question.default,
                named=question.named,
                limit=question.limit,
            )
        except QueryError:
            return None  # There it is told what is wrong.
        self.answered += 1
        return found
