"""The rules across things: queries of `queries/check`, whose rows are the problems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.queries import catalogue
from graph.resources import CANONICAL_BASE
from graph.store import Store


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One row of a check: the thing, what to mend, and what was found."""

    check: str
    severity: str
    entity: str
    problem: str
    detail: str

    def __str__(self) -> str:
        return f"{self.severity.capitalize()} ({self.check}): {self.entity}: {self.problem} {self.detail}".strip()


def problems(store: Store, base: str = CANONICAL_BASE) -> tuple[Problem, ...]:
    """Every problem that the checks find in a dataset, in order; entities as keys."""
    found = set()
    for query in catalogue("check", base).values():
        answer = store.select(query.text)
        place = {column: index for index, column in enumerate(answer.columns)}
        for row in answer.texts():
            entity, problem, detail = (row[place[name]] for name in ("entity", "problem", "detail"))
            shown = [store.names.shorten(text) for text in (entity, detail)]
            found.add(Problem(query.name, query.severity, shown[0], problem, shown[1]))
    return tuple(sorted(found))


def violations(found: Iterable[Problem]) -> list[Problem]:
    """Those that stop a release."""
    return [problem for problem in found if problem.severity == "violation"]
