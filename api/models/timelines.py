"""The life of a thing in strands of time, as the API tells it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.models.things import Model
from graph import strands


class Span(Model):
    """A value from when until when, with the days between which it began and ended; open ends are null."""

    property: str = Field(examples=["cje:ouCode"])
    property_label: str = Field(examples=["organisation unit code"])
    label: str = Field(examples=["B33PL"])
    key: str = Field(examples=[""])
    """The key of the value if it is a thing; else empty."""
    earliest_start: str | None = Field(examples=["2004-11-11"])
    latest_start: str | None = Field(examples=["2004-11-11"])
    earliest_end: str | None = Field(examples=["2004-11-11"])
    latest_end: str | None = Field(examples=["2011-04-30"])
    shown_from: str | None = Field(examples=["2004-11-11"])
    """From which day on the graphs of days have it."""
    shown_until: str | None = Field(examples=["2011-04-30"])
    start: Literal["stated", "inferred"]
    """Whether a source states when it began; else it follows from other things that are known."""
    end: Literal["stated", "inferred"]
    inferred: bool
    """Whether the value itself follows by a rule and no source says it."""
    sources: tuple[str, ...]
    """The titles of the sources that say so, or the words of the rule."""

    @classmethod
    def of(cls, span: strands.Span) -> Span:
        """A span as it is told."""
        bounds = span.bounds
        days = {
            "earliest_start": bounds.earliest_start,
            "latest_start": bounds.latest_start,
            "earliest_end": bounds.earliest_end,
            "latest_end": bounds.latest_end,
            "shown_from": span.shown_from,
            "shown_until": span.shown_until,
        }
        return cls(
            property=span.property,
            property_label=span.property_label,
            label=span.label,
            key=span.key,
            **{name: day.isoformat() if day else None for name, day in days.items()},
            start="stated" if span.start_stated else "inferred",
            end="stated" if span.end_stated else "inferred",
            inferred=span.inferred,
            sources=span.sources,
        )


class Strand(Model):
    """The spans of one kind, in order of time."""

    name: Literal["existence", "names", "codes", "buildings", "areas", "bodies"]
    spans: tuple[Span, ...]


class Event(Model):
    """What happened to the thing."""

    key: str = Field(examples=["closure/oakham-2011"])
    label: str = Field(examples=["Closure of Oakham Magistrates' Court"])
    class_: str = Field(examples=["cje:Closure"])
    kind: str = Field(examples=["closure"])
    relation: str = Field(examples=["affects"])
    """How the thing was concerned."""
    date: str = Field(examples=["2011"])
    """As the chosen source states it (EDTF); empty if none does."""
    earliest: str | None = Field(examples=["2011-01-01"])
    latest: str | None = Field(examples=["2011-12-31"])
    words: str = Field(examples=["2011"])
    """The date in words; empty if it is not known."""
    sources: tuple[str, ...]


class RatingOf(Model):
    """A grade that an inspection gave."""

    inspection: str = Field(examples=["inspection/peel-2014/leicestershire"])
    inspection_label: str = Field(examples=["PEEL assessment 2014 of Leicestershire Police"])
    programme: str = Field(examples=["PEEL 2014"])
    date: str = Field(examples=["[..2014-11-27]"])
    """When it was made (EDTF); empty if it is not known."""
    published: str = Field(examples=["2014-11-27"])
    """When its first report was published (EDTF); empty if it is not known."""
    aspect: str = Field(examples=["Efficiency"])
    grade: str = Field(examples=["Good"])
    position: int | None = Field(examples=[2])
    """The grade's place in its scale, 1 for the best."""
    out_of: int | None = Field(examples=[4])
    """How many grades the scale has."""
    scale: str = Field(examples=["PEEL scale of 2014 to 2018/19"])
    """Grades of different scales do not compare."""
    source: str = Field(examples=["PEEL 2014: Leicestershire"])


class Timeline(Model):
    """The life of a thing."""

    key: str = Field(examples=["magistrates-court/oakham"])
    label: str = Field(examples=["Oakham Magistrates' Court"])
    strands: tuple[Strand, ...]
    events: tuple[Event, ...]
    """In order of time; what no source dates comes last."""
    ratings: tuple[RatingOf, ...]
    """The grades that it was given, the earliest inspection first."""
