"""The things that a resolver knows: their names, codes and places, and when they bore or had them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

Days: TypeAlias = tuple[str, ...]
"""The six days between which something possibly, as shown, and certainly holds (`graph.asof`)."""
ALWAYS: Days = ("0001-01-01", "0001-01-01", "0001-01-01", "9999-12-31", "9999-12-31", "9999-12-31")


class Borne(NamedTuple):
    """A name or a code, when it is borne, and the language of a name."""

    text: str
    days: Days = ALWAYS
    language: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing as the resolver knows it."""

    key: str
    class_: str
    label: str
    names: tuple[Borne, ...]
    codes: tuple[Borne, ...] = ()
    postcodes: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    lives: tuple[Days, ...] = (ALWAYS,)
    places: frozenset[str] = frozenset()
    """The keys of the areas and forces that it belongs to."""
    weight: float = 1.0
    """How likely such a thing is meant; of those that fit alike a likely one goes first."""
    distinctive: bool = True
    """Whether a part of its name may mean it; the title of a report is meant only as a whole."""
