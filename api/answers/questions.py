"""Answers to the questions of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from api.answers.words import words
from api.models.questions import Answer, Cell, Column, Question, Questions
from graph import queries
from graph.entries import Seen
from graph.estate import Estate
from graph.queries import Query, catalogue, find
from graph.schema import load_schema
from graph.store import Table, serialize_table


def questions(estate: Estate) -> Questions:
    """The catalogue, in the order of the competency questions."""
    found = catalogue("answer", estate.base).values()
    ordered = sorted(found, key=lambda query: (query.answers or "~", query.name))
    return Questions(items=tuple(map(Question.of, ordered)))


def question(
    estate: Estate, name: str, arguments: Mapping[str, str] | None = None, at: str | None = None
) -> Answer:
    """A question, and the answer to it if all is given that it needs.

    Arguments that are empty count as not given. QueryError for one that it does not take or that cannot be,
    UnknownKey for a name that no question has, DateError.
    """
    query = find(name, estate.base)
    given = {each: value for each, value in (arguments or {}).items() if value.strip()}
    asked = _complete(query, given)
    table = estate.ask(query.name, at, **given) if asked else Table((), ())
    shown = [each for each in table.columns if each not in given]
    places = [table.columns.index(each) for each in shown]
    described, seen = dict(query.columns), estate.register.seen()
    rows = table.texts()
    # Long answers say the same many times.
    cells = {text: _cell(text, estate, seen) for text in {row[place] for row in rows for place in places}}
    return Answer(
        question=Question.of(query),
        arguments=given,
        at=at,
        asked=asked,
        columns=tuple(Column(name=each, description=described.get(each, "")) for each in shown),
        rows=tuple(tuple(cells[row[place]] for place in places) for row in rows),
    )


def ask(estate: Estate, name: str, arguments: Mapping[str, str], at: str | None = None) -> Answer:
    """The same, but a QueryError tells what is missing."""
    queries.bindings(find(name, estate.base), arguments, estate.base)
    return question(estate, name, arguments, at)


def results(estate: Estate, name: str, format: str, arguments: Mapping[str, str], at: str | None) -> bytes:
    """The answer to a question as the results of a SELECT, in a format of SPARQL; as `question` raises."""
    given = {each: value for each, value in arguments.items() if value.strip()}
    return serialize_table(estate.ask(find(name, estate.base).name, at, **given), format)


def _complete(query: Query, given: Mapping[str, str]) -> bool:
    """Whether a question is to be asked: if some of what it needs is given, the error tells the rest."""
    if given:
        return True
    required = any(each.required and each.default is None for each in query.params)
    return not required and not query.alternatives


def _cell(text: str, estate: Estate, seen: Seen) -> Cell:
    value = estate.store.names.shorten(text) if ":" in text else text
    return Cell(value=value, words=words(value, "", seen, load_schema()), is_key=value in seen.entries)
