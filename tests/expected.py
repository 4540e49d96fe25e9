"""Writes the expected answers on the release anew: `python -m tests.expected`, then read the difference.

Each file of tests/cases/queries/release holds the answer of the query of that name to its own examples.
"""

from __future__ import annotations

import csv
from pathlib import Path

from graph.estate import Estate
from graph.namespaces import Names
from graph.queries import Query, catalogue

FOLDER = Path(__file__).parent / "cases" / "queries" / "release"
NAMES = Names()


def examples(query: Query) -> dict[str, str]:
    """The arguments that a query's header shows."""
    return {parameter.name: parameter.example for parameter in query.params}


def shown(cell: str) -> str:
    """A cell as a case file has it: a key or a CURIE for an IRI."""
    return NAMES.shorten(cell) if cell.startswith("http") else cell


def main() -> None:
    """Ask every question of the release at hand and write down what it says."""
    estate = Estate.open()
    FOLDER.mkdir(exist_ok=True)
    for query in catalogue("answer").values():
        answer = estate.ask(query.name, **examples(query))
        rows = [[shown(cell) for cell in row] for row in answer.texts()]
        with (FOLDER / f"{query.name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([answer.columns, *rows])


if __name__ == "__main__":
    main()
