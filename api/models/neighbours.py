"""What a thing is linked to, as the API tells it."""

from __future__ import annotations

from pydantic import Field

from api.models.states import State, state_words
from api.models.things import Model
from graph.entries import Entry
from graph.neighbours import Group


class Neighbour(Model):
    """A thing that one can walk to."""

    key: str = Field(examples=["cps-area/1999/leicestershire-and-rutland"])
    label: str = Field(examples=["CPS Leicestershire and Rutland"])
    kind: str = Field(examples=["CPS area"])
    class_: str = Field(examples=["cje:CPSArea"])
    state: State | None = Field(examples=["closed"])
    """Whether it stands on the day, else today; null for what tells of the past."""
    state_words: str = Field(examples=["closed", "no longer there"])
    """The state as a person says it of such a thing; empty where there is none."""

    @classmethod
    def of(cls, entry: Entry) -> Neighbour:
        """An entry of the register as it is told."""
        return cls(
            key=entry.key,
            label=entry.label,
            kind=entry.kind,
            class_=entry.class_,
            state=entry.state,
            state_words=state_words(entry.state, (entry.class_,)),
        )


class NeighbourGroup(Model):
    """The things that one property links to a thing."""

    property: str = Field(examples=["cje:prosecutesAt"])
    label: str = Field(examples=["prosecuted at by"])
    """What stands between the thing and these in a sentence."""
    inverse: bool = Field(examples=[True])
    """Whether these name the thing; else it names them."""
    total: int = Field(examples=[2])
    """How many there are; `things` has as many of them as were asked for."""
    things: tuple[Neighbour, ...]
    """Those that stand first, then by name."""

    @classmethod
    def of(cls, group: Group, most: int) -> NeighbourGroup:
        """A group with at most so many things."""
        return cls(
            property=group.property,
            label=group.label,
            inverse=group.inverse,
            total=len(group.entries),
            things=tuple(map(Neighbour.of, group.entries[:most])),
        )


class Neighbours(Model):
    """A thing and all that it is linked to."""

    thing: Neighbour
    at: str | None = Field(examples=[None, "2008-12-31"])
    """The day that is told of; null for all times."""
    present: bool
    """Whether it was there on the day; to what was not, only records such as its closing are linked."""
    groups: tuple[NeighbourGroup, ...]
