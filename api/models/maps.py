"""The courts on a map."""

from __future__ import annotations

from pydantic import Field

from api.models.listing import FacetValue, Life, Point, State
from api.models.things import Model


class Placed(Model):
    """A court with the place of its building."""

    key: str = Field(examples=["magistrates-court/leicester"])
    label: str = Field(examples=["Leicester Magistrates' Court"])
    class_: str = Field(examples=["cje:MagistratesCourt"])
    kind: str = Field(examples=["magistrates' court"])
    state: State | None = Field(examples=["standing"])
    point: Point
    lives: tuple[Life, ...]
    region: str = Field(examples=["Midlands"])
    """The court region it was in last; empty if none is known."""


class Map(Model):
    """The courts with a place, on a day or of all times, and how many have none."""

    at: str | None = Field(examples=[None, "2008-12-31"])
    items: tuple[Placed, ...]
    """Those that stand last, so that they are drawn above the others."""
    kinds: tuple[FacetValue, ...]
    regions: tuple[FacetValue, ...]
    states: tuple[FacetValue, ...]
    unplaced: int
    """How many more fit, of which no source tells the place."""
