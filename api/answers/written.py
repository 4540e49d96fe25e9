"""Queries of the catalogue written out with their arguments, so that they run as they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping

from graph.queries import Argument, Query, bindings
from graph.store import iri, typed

_SELECT = re.compile(r"SELECT\b(?:(?!SELECT\b)[^{])*\{(?!\s*SELECT\b)", re.IGNORECASE)
"""The head of a SELECT with the brace of its pattern, unless that is another SELECT and no more."""


def written(query: Query, arguments: Mapping[str, str], base: str) -> str:
    """The text of a query with its arguments, without the header that tells of it.

    Whoever binds a variable from outside binds it in every part that projects it, and so do the VALUES here.
    QueryError as of `graph.queries.bindings`.
    """
    bound = {name: _term(argument) for name, argument in bindings(query, arguments, base).items()}
    text = "".join(line for line in query.text.splitlines(keepends=True) if not line.startswith("#+"))

    # Where a query itself binds what was not given, SPARQL allows no VALUES: what it asks of it is replaced.
    for name in [each for each in bound if re.search(rf"BIND\(COALESCE\(\?{each}\b.*AS \?{each}\)", text)]:
        term = bound.pop(name)
        text = re.sub(rf"\b(STR|COALESCE)\(\?{name}\b", lambda use, term=term: f"{use[1]}({term}", text)  # type: ignore[misc]

    def given(head: re.Match[str]) -> str:
        names = [name for name in bound if re.search(rf"\?{name}\b", head[0])]
        return head[0] + "".join(f" VALUES ?{name} {{ {bound[name]} }}" for name in names)

    return _SELECT.sub(given, text)


def _term(argument: Argument) -> str:
    if argument.datatype is None:
        return str(iri(argument.value))
    return str(typed(argument.value, argument.datatype))
