"""Ways between things, places near others, and claims, as the API tells them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.models.listing import Point
from api.models.states import State
from api.models.things import Model


class Node(Model):
    """A thing on a way."""

    key: str = Field(examples=["magistrates-court/oakham"])
    label: str = Field(examples=["Oakham Magistrates' Court"])
    kind: str = Field(examples=["magistrates' court"])
    class_: str = Field(examples=["cje:MagistratesCourt"])


class Step(Model):
    """A link of a way, as it is walked."""

    start: Node
    property: str = Field(examples=["cje:prosecutesAt"])
    label: str = Field(examples=["prosecuted at by"])
    """What stands between the two in a sentence."""
    inverse: bool
    """Whether it is walked from its value to its subject."""
    end: Node


class Way(Model):
    """A way from one thing to another."""

    words: str
    """The way in a sentence."""
    cost: int
    """Its links, and the detours that it makes through what joins everything."""
    steps: tuple[Step, ...]


class Ways(Model):
    """How two things are linked, the shortest way first; none if nothing links them."""

    start: Node
    end: Node
    at: str | None = Field(examples=[None, "2008-12-31"])
    ways: tuple[Way, ...]


class Near(Model):
    """A thing with a place, and how far away it is."""

    key: str = Field(examples=["magistrates-court/loughborough"])
    label: str = Field(examples=["Loughborough Magistrates' Court"])
    kind: str = Field(examples=["magistrates' court"])
    class_: str = Field(examples=["cje:MagistratesCourt"])
    state: State | None
    km: float = Field(examples=[31.4])
    """Great-circle distance in kilometres, not by road."""
    point: Point
    postcode: str = Field(examples=["LE11 1AZ"])


class NearTo(Model):
    """What is nearest to a place."""

    origin: Point
    place: str = Field(examples=["magistrates-court/leicester"])
    """The thing whose place it is; empty for a point."""
    at: str | None = Field(examples=[None, "2008-12-31"])
    items: tuple[Near, ...]
    """The nearest first."""
    unplaced: int
    """How many more things of the kinds asked for stand whose place is not known; any may be nearer."""


class LocatedIn(Model):
    """A police area that holds a point, or is the nearest to it."""

    key: str = Field(examples=["police-area/E23000021"])
    label: str = Field(examples=["Leicestershire"])
    metres: float = Field(examples=[0])
    """How far the point lies outside; 0 if it lies inside."""


class Located(Model):
    """In which police area a point lies."""

    point: Point
    areas: tuple[LocatedIn, ...]


class Claim(Model):
    """A claim of a source, or what a rule infers."""

    claim: str = Field(examples=["claim/308e923afa5b29"])
    """Its key."""
    about: str = Field(examples=["magistrates-court/oakham"])
    about_label: str = Field(examples=["Oakham Magistrates' Court"])
    property: str = Field(examples=["cje:ouCode"])
    property_label: str = Field(examples=["organisation unit code"])
    value: str = Field(examples=["B33PL"])
    words: str = Field(examples=["B33PL"])
    start: str = Field(examples=["2004-11-11"])
    """From when on, as the source states it (EDTF); empty if it does not."""
    until: str = Field(examples=["[..2011-04-30]"])
    when: str = Field(examples=["from 11 November 2004, until 30 April 2011 at the latest"])
    """The same in words."""
    source: str = Field(examples=["source/cjs-ou-codes-v32"])
    """The key of the source; empty for what a rule infers."""
    source_label: str = Field(examples=["CJS organisation unit codes for courts, version 32"])
    """Its title, or the words of the rule."""
    source_date: str = Field(examples=["2021-11"])
    """When the source was made (EDTF)."""
    locator: str = Field(examples=["row B33PL00"])
    rule: str = Field(examples=[""])
    """The key of the rule; empty for what a source says."""
    rank: Literal["preferred", "normal", "deprecated"]
    """Whether the policy chose it."""
    status: Literal["asserted", "planned", "proposed", "deprecated"]
    note: str


class Claims(Model):
    """Every claim about a thing and every one that names it, a page of them."""

    key: str
    label: str
    total: int
    page: int
    per_page: int
    pages: int
    items: tuple[Claim, ...]
