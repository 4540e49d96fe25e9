"""Are the queries that the editor shows the same as those that the catalogue asks?"""

from __future__ import annotations

import pytest

from api.answers.written import written
from api.models.questions import Question
from api.rendering import examples
from graph.build import Built
from graph.errors import QueryError
from graph.estate import Estate
from graph.queries import catalogue, find


@pytest.fixture(scope="module")
def estate(built: Built) -> Estate:
    return Estate.open(built.release.folder)


@pytest.mark.parametrize("name", catalogue("answer"))
def test_a_question_written_out_gives_the_answer_of_the_catalogue(estate: Estate, name: str) -> None:
    query = find(name, estate.base)
    given = examples(Question.of(query))
    asked = estate.ask(name, None, **given).texts()
    assert sorted(map(str, estate.query(written(query, given, estate.base)).texts())) == sorted(
        map(str, asked)
    )


def test_a_parameter_that_a_query_can_bind_itself_may_be_any_day(estate: Estate) -> None:
    query = find("open-courts-by-year", estate.base)
    rows = list(estate.query(written(query, {"day": "2010-05-17"}, estate.base)).texts())
    assert {row[0] for row in rows} == {"2010-05-17"}


def test_a_text_cannot_leave_its_literal(estate: Estate) -> None:
    query = find("closures-by-year", estate.base)
    text = written(query, {"period": '" } ; DROP \\ {'}, estate.base)
    assert list(estate.query(text).texts()) == []


def test_an_argument_that_a_question_does_not_take_is_named(estate: Estate) -> None:
    with pytest.raises(QueryError, match="colour"):
        written(find("courts-of-area", estate.base), {"colour": "red"}, estate.base)
