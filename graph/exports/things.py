"""The things of a selection, a mapping each: what names, places and networks are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.exports.columns import Sheets
from graph.exports.selection import Selection

NESTED = ("lifespan/", "geometry/")
"""What is told of with the thing that has it."""
BOUNDS = ("cje:earliestStart", "cje:latestStart", "cje:earliestEnd", "cje:latestEnd")


@dataclass(slots=True)
class Thing:
    """What a graph says of a thing: texts by property and language, and other things by property."""

    key: str
    class_: str
    texts: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    things: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def text(self, *properties: str, language: str = "en") -> str:
        """The first text of the first property that has one, in a language or in none; empty if none has."""
        for property_ in properties:
            for each in (language, ""):
                if found := self.texts.get((property_, each)):
                    return found[0]
        return ""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.text("rdfs:label", "dcterms:title")


def things_of(selection: Selection, *, nested: bool = False) -> Iterator[Thing]:
    """The things of `ever` or of the day in order of keys; or their lifespans and places on the map.

    What has no class is left out: a thing that is over, of which a day tells only what came after it.
    """
    sheets = Sheets(selection, ("ever",))
    for key, types, facts in sheets.things():
        if types and key.startswith(NESTED) == nested:
            thing = Thing(key, types[0])
            for (property_, sort), values in facts.items():
                if sort.is_iri and sort.space == sheets.space:
                    thing.things[property_] += values
                else:
                    thing.texts[property_, sort.language] += values
            yield thing


def lives_of(selection: Selection) -> dict[str, list[tuple[str, ...]]]:
    """The bounds of each life by the key of the thing, in the order of BOUNDS; not known is empty."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for life in things_of(selection, nested=True):
        if life.key.startswith(NESTED[0]):
            key, _, number = life.key.removeprefix(NESTED[0]).rpartition("/")
            found[key].append((f"{int(number):03}", *(life.text(bound) for bound in BOUNDS)))
    return {key: [life[1:] for life in sorted(lives)] for key, lives in found.items()}
