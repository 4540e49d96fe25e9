"""What the pages of the widgets are made from."""

from __future__ import annotations

from api.models.neighbours import Neighbours
from api.models.things import Model


class Explored(Model):
    """A thing and what it is linked to, with the things of another if a way to it is asked for."""

    neighbours: Neighbours | None
    """None where no thing was named."""
    way: str
    """The shortest way to the other thing in a sentence; empty if none was asked for."""
    to: str


class Example(Model):
    """A question of the catalogue as a query that runs as it stands."""

    name: str
    answers: str
    summary: str
    sparql: str


class Editor(Model):
    """A query to begin with, and what helps to write one."""

    query: str
    deadline: float
    """How many seconds a query may take."""
    prefixes: dict[str, str]
    terms: tuple[str, ...]
    """The IRIs of the ontology's terms."""
    examples: tuple[Example, ...]
    base: str
