"""How many courts stood, year by year."""

from __future__ import annotations

from pydantic import Field

from api.models.things import Model


class Year(Model):
    """The courts on a day."""

    day: str = Field(examples=["2011-01-01"])
    certain: int
    shown: int
    possible: int
    official: str = Field(examples=["330", ""])
    """What was published for that day: a number or a range; empty if nothing was."""
    said_by: str


class Reform(Model):
    """A scheme of CPS areas and when it began."""

    key: str
    label: str
    words: str


class Curve(Model):
    """The estate over time."""

    years: tuple[Year, ...]
    reforms: tuple[Reform, ...]
