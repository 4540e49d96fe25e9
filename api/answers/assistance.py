"""Answers for assistants: the facts that the API tells, shorter, with the sources that they rest on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from api.answers import changes as telling
from api.answers.questions import ask
from api.answers.things import thing
from api.errors import Problem
from api.models.assistance import Changed, Line, Meanings, Meant, Origin, Rows, Shown
from api.models.things import FactOf, Said
from api.protocol import Limits, checked
from graph.errors import QueryError
from graph.estate import Estate
from graph.queries import find
from graph.schema import load_schema

MOST_CANDIDATES = 10
MOST_FACTS = 150
"""How many facts of a thing are told: an assistant reads all that it is given."""
TRACED = 20
"""Of how many things that the rows of a query name the sources are told."""
SAID_BY = ("saidBy", "sourceTitle")
"""The columns of the questions that tell who says so."""
ROWS = ("SELECT", "ASK")


def meant(
    estate: Estate, text: str, on: str | None = None, kind: str | None = None, place: str | None = None
) -> Meanings:
    """What a name, code or postcode may mean, with who calls it so; DateError, UnknownKey, QueryError."""
    day = None if on is None else estate.engine.dates.day(on)
    found = estate.resolve(text, on=day, kind=kind, place=place)[:MOST_CANDIDATES]
    entries = estate.register.seen(day).entries
    return Meanings(
        text=text,
        candidates=tuple(
            Meant(
                key=each.key,
                label=each.label,
                kind=load_schema().label(each.class_),
                state=entries[each.key].state if each.key in entries else None,
                score=each.score,
                matched=each.matched,
                reason=each.reason,
            )
            for each in found
        ),
        sources=_sources_of(estate, (each.key for each in found[:3])),
    )


def shown(estate: Estate, name: str, at: str | None = None) -> Shown:
    """One thing by its key or a name that it alone bears; UnknownKey, AmbiguousName, DateError."""
    key = estate.register.key(name)
    told = thing(estate, key, at)
    facts = [*told.facts, *(fact for part in told.parts for fact in part.facts), *told.references]
    return Shown(
        key=told.key,
        title=told.title,
        kinds=told.kinds,
        at=told.at,
        present=told.present,
        absence=told.absence,
        sentences=told.sentences,
        lives=told.lives,
        facts=tuple(_line(fact, key) for fact in facts[:MOST_FACTS]),
        ratings=tuple(each.model_dump() for each in told.ratings),
        disagreements=told.disagreements,
        unknown=told.unknown,
        left_out=max(0, len(facts) - MOST_FACTS),
        sources=tuple(Origin(key=note.key or note.rule, title=note.title) for note in told.footnotes)
        or _sources_of(estate, [key]),
    )


def _line(fact: FactOf, key: str) -> Line:
    about = "" if fact.about == key else fact.about_words or fact.about
    return Line(
        about=about,
        property=fact.label,
        value=fact.words,
        key=fact.value if fact.is_thing else "",
        mark=fact.mark,
        said_by=tuple(_said(each) for each in fact.evidence),
    )


def _said(said: Said) -> str:
    if said.inferred:
        return f"inferred: {said.source}"
    return "; ".join(filter(None, (f"{said.source} ({said.locator})", said.when, said.note)))


def answer(
    estate: Estate, name: str, arguments: Mapping[str, str], at: str | None = None, most: int = 100
) -> Rows:
    """The answer to a question of the catalogue; things may be given by name. As `questions.ask` raises."""
    told = ask(estate, name, _by_key(estate, name, arguments), at)
    rows, titles = [], []
    for row in told.rows:
        cells = dict(zip((column.name for column in told.columns), row, strict=True))
        titles += [cells[each].words for each in SAID_BY if each in cells and cells[each].words]
        rows.append(
            _written({column: (cell.words, cell.value, cell.is_key) for column, cell in cells.items()})
        )
    by_row = any(column.name in SAID_BY for column in told.columns)
    keys = (cell.value for row in told.rows for cell in row if cell.is_key)
    return Rows(
        summary=told.question.summary,
        notes=told.question.notes,
        at=at,
        rows=tuple(rows[:most]),
        total=len(rows),
        sources=tuple(Origin(key="", title=title) for title in dict.fromkeys(titles))
        if by_row
        else _sources_of(estate, [*told.arguments.values(), *keys]),
        about_sources="Each row names its own." if by_row else _about(),
    )


def _by_key(estate: Estate, name: str, arguments: Mapping[str, str]) -> dict[str, str]:
    """The arguments with keys for names of things; what is no name of a thing stays for `ask` to judge."""
    iris = {each.name for each in find(name, estate.base).params if each.type == "iri"}
    return {
        each: estate.register.key(value) if each in iris and ":" not in value else value
        for each, value in arguments.items()
    }


def selected(estate: Estate, query: str, at: str | None = None, most: int = 100) -> Rows:
    """The answer to a SELECT or ASK of one's own; QueryError, DateError."""
    engine, names = estate.engine, estate.store.names
    try:
        form = checked(query, Limits(), names.prefixes, names.base).form
    except Problem as problem:
        raise QueryError(f"{problem.title}. {problem.detail}") from None
    if form not in ROWS:
        raise QueryError(f"{form} does not give rows. Write a SELECT or an ASK.")
    body = engine.serialize(query, "json", dataset=engine.dataset(query, estate.moment(at)), limit=8 << 20)
    results = json.loads(body)
    seen, short = estate.register.seen(), names.shorten
    rows, keys = [], []
    found = results["results"]["bindings"] if "results" in results else [{"answer": results["boolean"]}]
    for binding in found:
        cells = {}
        for column, term in binding.items():
            value = str(term["value"]) if isinstance(term, dict) else str(term).lower()
            value = short(value) if isinstance(term, dict) and term["type"] == "uri" else value
            cells[column] = (seen.label_of(value), value, value in seen.entries)
            keys += [value] if value in seen.entries else []
        rows.append(_written(cells))
    return Rows(
        summary="A query of the caller's.",
        notes="",
        at=at,
        rows=tuple(rows[:most]),
        total=len(rows),
        sources=_sources_of(estate, keys),
        about_sources=_about(),
    )


def _written(cells: Mapping[str, tuple[str, str, bool]]) -> dict[str, str]:
    """The cells that are not empty: each in words, and the key of a thing beside it."""
    row = {}
    for column, (words, value, is_key) in cells.items():
        if value:
            row[column] = words
            if is_key and words != value:
                row[f"{column}_key"] = value
    return row


def changed(
    estate: Estate,
    since: str | None = None,
    until: str | None = None,
    kind: str = "",
    area: str = "",
    most: int = 50,
) -> Changed:
    """What changed from one day to another, both included; DateError, UnknownKey, AmbiguousName."""
    told = telling.changes(estate, since, until, kind, area, per_page=most)
    items = [
        {
            "event": each.event,
            "kind": each.kind_label,
            "when": each.words,
            "surely_within": each.within,
            "concerned": [f"{one.role_label}: {one.label} ({one.key})" for one in each.concerned],
            "programme": each.programme,
            "said_by": each.said_by,
        }
        for each in told.items
    ]
    titles = dict.fromkeys(each.said_by for each in told.items if each.said_by)
    return Changed(
        since=told.since,
        until=told.until,
        total=told.total,
        changes=tuple(items),
        sources=tuple(Origin(key="", title=title) for title in titles),
    )


def _about() -> str:
    return (
        f"The sources are those of what is said of the first {TRACED} things that the rows name; "
        "show a thing for the source of each fact."
    )


def _sources_of(estate: Estate, things: Iterable[str]) -> tuple[Origin, ...]:
    """The sources and rules of what is said of some things, in the order in which they come."""
    known = estate.register.seen().entries
    first = [key for key in dict.fromkeys(things) if key in known][:TRACED]
    found = {origin.key: origin for key in first for origin in _of(estate, key)}
    return tuple(found.values())


def _of(estate: Estate, key: str) -> Iterator[Origin]:
    table, short = estate.view("claims-about", thing=key), estate.store.names.shorten
    for row in table.texts():
        cells = dict(zip(table.columns, row, strict=True))
        if short(cells["subject"]) != key:
            continue
        if cells["source"]:
            yield Origin(key=short(cells["source"]), title=cells["sourceTitle"])
        elif cells["rule"]:
            yield Origin(key=cells["rule"], title=f"inferred: {cells['ruleLabel']}")
