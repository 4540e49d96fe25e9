"""Answers about one thing."""

from __future__ import annotations

from api.models.things import Thing
from graph.estate import Estate
from graph.schema import load_schema


def thing(estate: Estate, key: str, at: str | None = None) -> Thing:
    """One thing, told whole; UnknownKey, NotThere."""
    schema = load_schema()
    things = frozenset(name for name, declared in schema.properties.items() if declared.kind == "key")
    return Thing.of(estate.describe(key, at), estate.store.names.thing(key), at, things)


def statements(estate: Estate, key: str, format: str, at: str | None = None) -> bytes:
    """What the plain graph, or that of a day, says of a thing, in a format of RDF."""
    raise NotImplementedError
