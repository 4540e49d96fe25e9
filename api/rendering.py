"""Models laid out as pages; every value is escaped, whatever it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from api.assets import script, styles
from api.calls import Page
from api.drawing import charts
from api.drawing.neighbourhood import neighbourhood
from api.drawing.ontology import diagram as ontology_diagram
from api.drawing.timelines import timeline
from api.models.listing import Life
from api.models.questions import Answer, Question
from api.models.widgets import Editor
from api.structured import structured
from graph import wording
from graph.dates import Bounds
from graph.release import Release
from graph.schema import load_schema

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


NAVIGATION = (
    ("/search", "Search"),
    ("/map", "Map"),
    ("/questions", "Questions"),
    ("/changes", "Changes"),
    ("/explore", "Explore"),
    ("/sparql", "SPARQL"),
    ("/sources", "Sources"),
    ("/about", "About"),
)
"""The pages that every page leads to."""


@dataclass(frozen=True, slots=True)
class Group:
    """Items that have something in common."""

    key: str
    items: tuple[Any, ...]


def groupby_order(items: Iterable[Any], attribute: str) -> list[Group]:
    """Items by an attribute, the groups in the order in which they first come."""
    found: dict[str, list[Any]] = {}
    for item in items:
        found.setdefault(getattr(item, attribute), []).append(item)
    return [Group(key, tuple(group)) for key, group in found.items()]


def point(value: str) -> str:
    """A point as a person reads it, in degrees.

    >>> point("POINT(-1.134346 52.632246)")
    '52.632246° N, 1.134346° W'
    """
    east, north = (float(number) for number in value.removeprefix("POINT(").rstrip(")").split())
    return f"{north:.6f}° N, {abs(east):.6f}° {'W' if east < 0 else 'E'}"


def day(value: str) -> str:
    """A day in words; what is no day is told as it is, since a page must tell of that too."""
    try:
        return wording.day(date.fromisoformat(value))
    except ValueError:
        return value


def sentence(text: str) -> str:
    """A text with a capital at its start; the rest as it is.

    >>> sentence("prosecuted at by CPS East Midlands")
    'Prosecuted at by CPS East Midlands'
    """
    return f"{text[:1].upper()}{text[1:]}"


def heading(name: str) -> str:
    """The name of a column in words.

    >>> heading("courtName"), heading("asShown")
    ('Court name', 'As shown')
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return f"{words[:1].upper()}{words[1:].lower()}"


def life(told: Life) -> str:
    """A stretch of life in words."""
    days = (told.earliest_start, told.latest_start, told.earliest_end, told.latest_end)
    return wording.life(Bounds(*(date.fromisoformat(each) if each else None for each in days)))


def numeric(answer: Answer, column: int) -> bool:
    """Whether a column of an answer holds numbers alone."""
    cells = [row[column].value for row in answer.rows[:50] if row[column].value]
    return bool(cells) and all(_NUMBER.fullmatch(cell) for cell in cells)


def examples(question: Question) -> dict[str, str]:
    """The examples of what a question must be given: of its first set of parameters, else of its first."""
    wanted = {each.name for each in question.parameters if each.required}
    if not wanted:
        sets = question.alternatives or ((question.parameters[0].name,),) if question.parameters else ((),)
        wanted = set(sets[0])
    return {each.name: each.example for each in question.parameters if each.name in wanted}


def editor_data(editor: Editor) -> Markup:
    """What the editor's widget is told, as JSON that may stand in a page."""
    told = {
        "prefixes": editor.prefixes,
        "terms": editor.terms,
        "base": editor.base,
        "questions": [{"name": each.name, "sparql": each.sparql} for each in editor.examples],
    }
    return Markup(json.dumps(told).replace("<", "\\u003c"))  # noqa: S704 - no tag can be in it


def _address(path: str, parameters: Iterable[tuple[str, str]]) -> str:
    given = list(parameters)
    return quote(path, safe="/.:") + (f"?{urlencode(given)}" if given else "")


def _but(parameters: Iterable[tuple[str, str]], name: str) -> list[tuple[str, str]]:
    return [each for each in parameters if each[0] != name]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("api"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": day,
        "sentence": sentence,
        "heading": heading,
        "life": life,
        "made": wording.made,
        "edtf": wording.edtf,
        "point": point,
        "groupby_order": groupby_order,
    }
    return environment


def compile_templates() -> None:
    """Compile every template, so that no page waits for it."""
    environment = _environment()
    for name in environment.list_templates():
        environment.get_template(name)


def render(template: str, answer: object, page: Page, release: Release | None) -> bytes:
    """A page as UTF-8; `answer` is the model that the API gives in JSON."""

    def link(path: str, **parameters: object) -> str:
        """A path on this server that keeps the day of the page."""
        kept = {"at": page.at} if page.at else {}
        given = {name: str(value) for name, value in (kept | parameters).items() if value not in (None, "")}
        return quote(path, safe="/.:") + (f"?{urlencode(given)}" if given else "")

    def here(**parameters: object) -> str:
        """This page with some parameters otherwise; an empty one is left out."""
        given = dict(page.query) | {name: str(value) for name, value in parameters.items()}
        return _address(page.path, [(name, value) for name, value in given.items() if value])

    def data(path: str, **parameters: object) -> str:
        """The same as data: the parameters of this page at a path of the API."""
        given = dict(page.query) | {name: str(value) for name, value in parameters.items()}
        return link(path, **(given | {"page": ""}))

    def within(name: str, value: str) -> str:
        """This page narrowed by one more value of a filter, from its first page."""
        return _address(page.path, [*_but(page.query, "page"), (name, value)])

    def without(name: str, value: str) -> str:
        """This page without a value of a filter."""
        return _address(page.path, [each for each in _but(page.query, "page") if each != (name, value)])

    def doc(key: str, **parameters: object) -> str:
        """The page of a thing."""
        return link(f"/doc/{key}", **parameters)

    return (
        _environment()
        .get_template(template)
        .render(
            answer=answer,
            page=page,
            release=release,
            navigation=NAVIGATION,
            link=link,
            here=here,
            doc=doc,
            timeline=lambda told: timeline(told, release.metadata.date if release else "", page.at, doc),
            data=data,
            within=within,
            without=without,
            numeric=numeric,
            example_of=lambda question: link(f"/questions/{question.name}", **examples(question)),
            data_of=lambda page, name: dict(page.query).get(name, ""),
            charts=charts,
            ontology_diagram=lambda told: ontology_diagram(told, load_schema().label),
            neighbourhood=lambda told: neighbourhood(told, doc),
            editor_data=editor_data,
            script=script,
            styles=styles,
            structured=lambda title: structured(answer, page, Markup(title).unescape(), release),  # noqa: S704
            inverse=lambda property_: load_schema().inverse_label(property_),
        )
        .encode()
    )
