"""Does every error become one shape, that tells what to mend and nothing of the inside?"""

from __future__ import annotations

import json

import pytest

from api.errors import UNSAID, Problem, problem_of
from graph import errors
from graph.errors import (
    AmbiguousName,
    DateError,
    EstateError,
    NotThere,
    QueryError,
    ReleaseError,
    TableError,
    UnknownKey,
)
from graph.store import Store


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (QueryError("no"), 400),
        (DateError("no"), 400),
        (UnknownKey("no"), 404),
        (NotThere("no"), 404),
        (AmbiguousName("no"), 409),
        (ReleaseError("no"), 503),
        (TableError([]), 500),
        (EstateError("no"), 500),
    ],
)
def test_the_status_of_an_error(error: EstateError, status: int) -> None:
    assert problem_of(error).status == status
    assert problem_of(error).detail == ("no" if status < 500 else UNSAID)


def test_has_every_error_of_the_estate_a_status() -> None:
    kinds = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, EstateError)
    ]
    assert len(kinds) == 9


def test_a_body_is_problem_details() -> None:
    problem = Problem(400, "Bad", "Mend é.", {"line": 3, "status": 200}, {"Allow": "GET"})
    assert json.loads(problem.body()) == {
        "type": "about:blank", "title": "Bad", "status": 400, "detail": "Mend é.", "line": 3,
    }  # fmt: skip
    assert problem.headers == {"Allow": "GET"}


def test_a_fault_of_a_query_has_its_place() -> None:
    with pytest.raises(QueryError) as raised:
        Store.in_memory().query("SELECT ?x {\n ?x a ?y .\n  FILTER( }")
    assert problem_of(raised.value).extra == {"line": 3, "column": 12}
    assert problem_of(QueryError("The string at line 2, column 9 does not end.")).extra == {
        "line": 2,
        "column": 9,
    }
    assert problem_of(QueryError("no")).extra == {}
