"""The rules across things: queries of `queries/check`, whose rows are the problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from graph.queries import Query, catalogue
from graph.resources import CANONICAL_BASE
from graph.store import Store

CHECKS_AT_A_TIME = 2


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One row of a check: the thing, what to mend, and what was found."""

    check: str
    severity: str
    entity: str
    problem: str
    detail: str

    def __str__(self) -> str:
        about = f"{self.severity.capitalize()} ({self.check}): {self.entity}"
        return f"{about}: {self.problem} {self.detail}".strip()


def problems(store: Store, base: str = CANONICAL_BASE) -> tuple[Problem, ...]:
    """Every problem that the checks find in a dataset, in order; entities as keys."""
    with ThreadPoolExecutor(CHECKS_AT_A_TIME) as threads:
        found = threads.map(lambda query: list(_found(store, query)), catalogue("check", base).values())
        return tuple(sorted({problem for each in found for problem in each}))


def _found(store: Store, query: Query) -> Iterator[Problem]:
    answer = store.select(query.text)
    place = {column: index for index, column in enumerate(answer.columns)}
    for row in answer.texts():
        entity, problem, detail = (row[place[name]] for name in ("entity", "problem", "detail"))
        yield Problem(
            query.name, query.severity, store.names.shorten(entity), problem, store.names.shorten(detail)
        )


def violations(found: Iterable[Problem]) -> list[Problem]:
    """Those that stop a release."""
    return [problem for problem in found if problem.severity == "violation"]
