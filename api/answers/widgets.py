"""Answers for the pages that have a widget: the graph view and the editor."""

from __future__ import annotations

from collections.abc import Mapping

from api.answers.links import path
from api.answers.neighbours import neighbours
from api.answers.questions import questions
from api.answers.written import written
from api.models.questions import Question
from api.models.widgets import Editor, Example, Explored
from api.rendering import examples
from graph.errors import NotThere
from graph.estate import Estate
from graph.queries import catalogue, find
from graph.schema import load_schema

MOST = 25
BEGIN = """SELECT ?court ?name WHERE {
  cps-area:1999/leicestershire-and-rutland cje:prosecutesAt ?court .
  ?court rdfs:label ?name .
}
ORDER BY ?name"""
AREA = "cps-area/1999/leicestershire-and-rutland"


def explored(estate: Estate, thing: str = "", to: str = "", at: str | None = None) -> Explored:
    """What a thing is linked to, and the way to another or why there is none; UnknownKey, DateError."""
    if not thing:
        return Explored(neighbours=None, way="", to="")
    key = estate.register.key(thing)
    other = estate.register.key(to) if to else ""
    words = _way(estate, key, other, at) if other else ""
    return Explored(neighbours=neighbours(estate, key, at, MOST), way=words, to=other)


def _way(estate: Estate, start: str, end: str, at: str | None) -> str:
    try:
        ways = path(estate, start, end, at).ways
    except NotThere as error:
        return str(error).partition(" Its life:")[0]
    return ways[0].words if ways else "Nothing links the two."


def editor(
    estate: Estate, deadline: float, name: str = "", arguments: Mapping[str, str] | None = None
) -> Editor:
    """A query to begin with: that of a question if one is named, with its arguments or else its examples.

    `deadline` is the seconds that the server gives a query. UnknownKey, QueryError for a wrong argument.
    """
    names, schema = estate.store.names, load_schema()
    begin = BEGIN.replace(f"cps-area:{AREA.partition('/')[2]}", f"<{names.thing(AREA)}>")
    declared = {"cje": names.expand("cje:"), "rdfs": names.expand("rdfs:")}
    text = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in declared.items()) + begin
    known = catalogue("answer", estate.base)
    if name:
        asked = find(name, estate.base)
        text = written(asked, arguments or examples(Question.of(asked)), estate.base)
    return Editor(
        query=text,
        deadline=deadline,
        prefixes=dict(names.prefixes),
        terms=tuple(sorted(names.expand(term) for term in {*schema.properties, *schema.classes})),
        examples=tuple(
            Example(
                name=each.name,
                answers=each.answers,
                summary=each.summary,
                sparql=written(known[each.name], examples(each), estate.base),
            )
            for each in questions(estate).items
        ),
        base=estate.base,
    )
