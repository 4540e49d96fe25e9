"""Whole answers that are kept: the answer for one value of a parameter is then a part of one of them.

A query that is given no argument answers for every value (see `graph.queries.bindings`). Where a parameter is
a column as well, its rows with that value are the answer for it.
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.queries import Query
from graph.store import Table, Term


def is_whole(query: Query) -> bool:
    """Whether the answer without arguments holds that for every argument."""
    columns = {name for name, _ in query.columns}
    return not query.alternatives and all(
        not parameter.required and parameter.default is None and parameter.name in columns
        for parameter in query.params
    )


class Wholes:
    """The answers of queries to which no argument was given."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Mapping[str, Term], bool, Table]] = {}

    def keep(self, query: Query, defaults: Mapping[str, Term], table: Table) -> None:
        """Keep the answer of a query with nothing bound but the defaults of its parameters."""
        self._kept[query.name] = dict(defaults), is_whole(query), table

    def part(self, query: Query, terms: Mapping[str, Term]) -> Table | None:
        """The answer with these terms bound, out of a whole one; None if that is not to be had from it."""
        defaults, whole, table = self._kept.get(query.name, ({}, False, None))
        if table is None or terms == defaults:
            return table
        if not whole:
            return None
        places = {table.columns.index(name): term for name, term in terms.items()}
        rows = (row for row in table.rows if all(row[place] == term for place, term in places.items()))
        return Table(table.columns, tuple(rows))
