"""What a thing is linked to, in groups by how it is: what a reader can walk to next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from graph.entries import Entry, Seen
from graph.holding import Held
from graph.schema import Schema

_STATES = ("standing", "uncertain", None, "closed")


@dataclass(frozen=True, slots=True)
class Group:
    """The things that one property links to a thing; `inverse` if they are what names it."""

    property: str
    label: str
    inverse: bool
    entries: tuple[Entry, ...]
    """What stands first, then by name."""


def groups(key: str, held: Iterable[Held], seen: Seen, schema: Schema) -> list[Group]:
    """The groups of what is linked to a thing by some statements, those that it names itself first."""
    found: dict[tuple[bool, str], dict[str, Entry]] = defaultdict(dict)
    for subject, property_, value in held:
        other = value if subject == key else subject
        if other != key and (entry := seen.entries.get(other)) is not None:
            found[subject != key, property_][other] = entry
    made = [
        Group(
            property_,
            schema.inverse_label(property_) if inverse else schema.path_label(property_),
            inverse,
            tuple(sorted(entries.values(), key=_order)),
        )
        for (inverse, property_), entries in found.items()
    ]
    return sorted(made, key=lambda group: (group.inverse, group.label))


def _order(entry: Entry) -> tuple[object, ...]:
    return _STATES.index(entry.state), entry.label.casefold(), entry.key
