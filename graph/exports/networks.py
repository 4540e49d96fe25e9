"""The things and the links between them as GraphML and GEXF, with attributes that Gephi reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from graph.exports.selection import Selection
from graph.exports.things import NESTED, Thing, lives_of, things_of
from graph.network import Link, Written, write_network
from graph.schema import load_schema


def write_graph(selection: Selection, format: Written, out: IO[bytes]) -> None:
    """Write a node for each thing and a link for each statement that links two of them."""
    lives = lives_of(selection)
    keys = {thing.key for thing in things_of(selection)}
    nodes = ((thing.key, _told(thing, lives.get(thing.key, []), selection)) for thing in things_of(selection))
    write_network(nodes, _links(selection, keys), load_schema().label, format, out)


def _told(thing: Thing, lives: list[tuple[str, ...]], selection: Selection) -> dict[str, str | float]:
    """What is told of a node; what is not known is left out."""
    told: dict[str, str | float] = {
        "label": thing.name or thing.key,
        "kind": load_schema().label(thing.class_),
        "class": thing.class_,
        "iri": selection.names.thing(thing.key),
        "began": next((bound for bound in (lives[0][0], lives[0][1]) if bound), "") if lives else "",
        "ended": next((bound for bound in (lives[-1][3], lives[-1][2]) if bound), "") if lives else "",
        "date": thing.text("cje:date"),
    }
    for name, property_ in (("longitude", "wgs84:long"), ("latitude", "wgs84:lat")):
        if degrees := thing.text(property_):
            told[name] = float(degrees)
    return {name: value for name, value in told.items() if value != ""}


def _links(selection: Selection, keys: set[str]) -> Iterator[Link]:
    for thing in things_of(selection):
        for property_, values in sorted(thing.things.items()):
            for value in values:
                if value in keys and not value.startswith(NESTED):
                    yield Link(thing.key, property_, value)
