"""Whole answers that are kept: the answer for one value of a parameter is then a part of one of them.

A query that is given no argument answers for every value (see `graph.queries.bindings`). Where a parameter is
a column as well, its rows with that value are the answer for it. A build writes such answers into the
release, each with the hash of the query that it answers, so that no other version of that query has it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from graph.errors import QueryError, ReleaseError
from graph.queries import Query
from graph.store import Table, Term, read_table, serialize_table


def is_whole(query: Query) -> bool:
    """Whether the answer without arguments holds that for every argument.

    Of days it does not: there is no end of those that may be asked for, and an answer names but some.
    """
    columns = {name for name, _ in query.columns}
    return not query.alternatives and all(
        not each.required and each.default is None and each.name in columns and each.type != "date"
        for each in query.params
    )


class Wholes:
    """The answers of queries to which no argument was given."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Mapping[str, Term], bool, Table]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._kept

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

    def write(self, folder: Path, queries: Mapping[str, Query]) -> None:
        """Write what is kept of these queries into a folder, a file for each.

        An answer with a triple as a term is not written: the results of SPARQL 1.1 have none.
        """
        folder.mkdir()
        for name, (_, _, table) in sorted(self._kept.items()):
            try:
                answer = serialize_table(table, "json").decode()
            except QueryError:
                continue
            told = {"query": _hash(queries[name]), "answer": json.loads(answer)}
            (folder / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")

    def read(self, folder: Path, query: Query, defaults: Mapping[str, Term]) -> None:
        """Keep the answer of a query that a build has written; nothing if there is none to it as it is now.

        ReleaseError for a file that is damaged.
        """
        path = folder / f"{query.name}.json"
        try:
            told = json.loads(path.read_bytes())
            if told["query"] == _hash(query):
                self.keep(query, defaults, read_table(json.dumps(told["answer"]).encode(), "json"))
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError, QueryError) as error:
            raise ReleaseError(f"{path} is damaged ({error}). Run: estate build") from None


def _hash(query: Query) -> str:
    """What tells a query from any other version of it: its text, and what its parameters are by default."""
    asked = (query.text, *(f"{each.name} {each.type} {each.default}" for each in query.params))
    return sha256("\n".join(asked).encode()).hexdigest()
