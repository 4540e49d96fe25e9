"""What is otherwise on one day than on another: statements removed, added and altered, by thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.asof import Dates, Moment
from graph.errors import DateError
from graph.holding import TYPE, Held, names_in
from graph.schema import Schema
from graph.store import Literal, parse_ntriples, text

NAME = "skos:prefLabel"
PROJECTED = frozenset(
    "rdfs:label cje:earliest cje:latest wgs84:lat wgs84:long geo:hasDefaultGeometry geo:hasGeometry "
    "cje:lifespan".split()
)
"""What only repeats another statement, and is left out where a difference is told in words."""
DERIVED = ("lifespan/", "geometry/")


@dataclass(frozen=True, slots=True)
class Altered:
    """A property of a thing that has another value."""

    property: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ThingChanged:
    """How one thing differs: `began` or `ended` if it is there on one of the days only."""

    key: str
    name: str
    kind: str
    state: str
    removed: tuple[Held, ...]
    added: tuple[Held, ...]
    altered: tuple[Altered, ...]


class Difference:
    """The statements that hold on one of two days and not on the other, as lines of N-Triples."""

    def __init__(self, dates: Dates, before: Moment, after: Moment) -> None:
        """DateError if the first day is after the second."""
        if before.day > after.day:
            raise DateError(f"{before.day} is after {after.day}. Write the earlier day first.")
        self.before = before
        self.after = after
        self._dates = dates
        old, new = dates.timeline.lines(before), dates.timeline.lines(after)
        self.removed: tuple[bytes, ...] = tuple(sorted(old - new))
        self.added: tuple[bytes, ...] = tuple(sorted(new - old))
        self._lines = (old, new)

    def patch(self) -> bytes:
        """The difference as an RDF patch: applied to the first day's graph it gives the second's."""
        rows = [b"D " + line for line in self.removed] + [b"A " + line for line in self.added]
        return b"".join(row + b"\n" for row in (b"TX .", *rows, b"TC ."))

    def things(self, schema: Schema) -> list[ThingChanged]:
        """The things that differ, those that ended first, then those that began, in order of names."""
        removed, added = (self._by_thing(lines) for lines in (self.removed, self.added))
        found = [
            self._thing(key, removed.get(key, []), added.get(key, []), schema)
            for key in removed.keys() | added.keys()
        ]
        order = {"ended": 0, "began": 1, "": 2}
        return sorted(
            (thing for thing in found if thing.removed or thing.added or thing.altered),
            key=lambda thing: (order[thing.state], thing.kind, thing.name, thing.key),
        )

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What things are called, on the second day if they are there."""
        old, new = self._lines
        return names_in(old, self._dates) | names_in(new, self._dates)

    def _by_thing(self, lines: Iterable[bytes]) -> dict[str, list[Held]]:
        found: dict[str, list[Held]] = defaultdict(list)
        for held in self._told(lines):
            found[held[0]].append(held)
        return found

    def _told(self, lines: Iterable[bytes]) -> Iterator[Held]:
        short = self._dates.names.shorten
        for subject, property_, value in parse_ntriples(b"\n".join(lines)):
            key, curie = short(text(subject)), short(text(property_))
            if curie not in PROJECTED and not key.startswith(DERIVED):
                yield key, curie, text(value) if isinstance(value, Literal) else short(text(value))

    def _thing(self, key: str, removed: list[Held], added: list[Held], schema: Schema) -> ThingChanged:
        kinds = [value for _, property_, value in (*removed, *added) if property_ == TYPE]
        ended, began = (any(p == TYPE for _, p, _ in held) for held in (removed, added))
        state = "ended" if ended and not began else "began" if began and not ended else ""
        altered = [] if state else list(_altered(removed, added, schema))
        pairs = {(change.property, change.before) for change in altered}
        gone = [held for held in removed if held[1:] not in pairs]
        pairs = {(change.property, change.after) for change in altered}
        come = [held for held in added if held[1:] not in pairs]
        return ThingChanged(
            key=key,
            name=self.names.get(key, key),
            kind=schema.label(kinds[0]) if kinds else "",
            state=state,
            removed=tuple(sorted(gone)),
            added=tuple(sorted(come)),
            altered=tuple(altered),
        )


def _altered(removed: Iterable[Held], added: Iterable[Held], schema: Schema) -> Iterator[Altered]:
    """One value that took the place of another, of a property that has one value at a time."""
    values: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, held in enumerate((removed, added)):
        for _, property_, value in held:
            values[property_][side].append(value)
    for property_, (before, after) in sorted(values.items()):
        declared = schema.properties.get(property_)
        if declared is not None and declared.single and len(before) == len(after) == 1:
            yield Altered(property_, before[0], after[0])
