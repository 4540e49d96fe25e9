"""The formats in which the estate is exported."""

from __future__ import annotations

from pydantic import Field

from api.models.things import Model


class ExportTold(Model):
    """A format of exports."""

    name: str = Field(examples=["nq"])
    """What the command calls it."""
    title: str = Field(examples=["N-Quads"])
    media_type: str = Field(examples=["application/n-quads"])
    href: str = Field(examples=["/exports/estate.nq"])
    evidence: bool
    """Whether it carries who says so, where, and for which dates."""
    dated: bool
    """Whether it can be had of a day, by `?at=`."""
    graphs: bool
    """Whether single graphs can be had, by `?graph=`."""


class Exports(Model):
    """The formats, and the graphs and kinds of thing that can be chosen."""

    formats: tuple[ExportTold, ...]
    graphs: tuple[str, ...] = Field(examples=[("ever", "claims")])
    kinds: tuple[str, ...] = Field(examples=[("magistrates-court", "police-force")])
