"""The courts on a map."""

from __future__ import annotations

from pydantic import Field

from api.models.listing import FacetValue, Life, Point, Reference
from api.models.states import State
from api.models.things import Model
from graph.asof import Days


class Stretch(Model):
    """The days of a life: it was possibly there from the first to the last of them, and shown within."""

    possible_from: str = Field(examples=["0001-01-01"])
    """In ISO 8601, as all of these; the year 1 if its start is not known."""
    shown_from: str = Field(examples=["2004-01-01"])
    certain_from: str = Field(examples=["2004-01-01"])
    certain_until: str = Field(examples=["2011-01-01"])
    shown_until: str = Field(examples=["2011-04-30"])
    possible_until: str = Field(examples=["2011-04-30"])
    """The year 9999 if no end is known."""

    @classmethod
    def of(cls, days: Days) -> Stretch:
        """The six days of a life by their names."""
        return cls(**dict(zip(cls.model_fields, days, strict=True)))


class Placed(Model):
    """A court with the place of its building."""

    key: str = Field(examples=["magistrates-court/leicester"])
    label: str = Field(examples=["Leicester Magistrates' Court"])
    class_: str = Field(examples=["cje:MagistratesCourt"])
    kind: str = Field(examples=["magistrates' court"])
    state: State | None = Field(examples=["standing"])
    point: Point
    """Where it was on the day; else where it was last, or later where no source tells of the day."""
    lives: tuple[Life, ...]
    stretches: tuple[Stretch, ...]
    """The same lives as the days from which the state on any day follows: it stands while it is shown, is not
    certain while it is only possible, and is closed after the last day on which it was possible."""
    programmes: tuple[Reference, ...]
    """The programmes under which it was closed."""
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
    programmes: tuple[FacetValue, ...]
    unplaced: int
    """How many more fit, of which no source tells the place."""
