"""What an assistant is told: little enough for it to read, and always with the sources."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.models.things import Model


class Origin(Model):
    """A source, or a rule of inference, on which an answer rests."""

    key: str = Field(examples=["source/cjs-ou-codes-v32"])
    """The key of the source or the IRI of the rule; empty where only its title is told."""
    title: str = Field(examples=["CJS organisation unit codes for courts, version 32"])


class Told(Model):
    """An answer with all that it rests on."""

    sources: tuple[Origin, ...]
    """Who says so. None means that nothing was found, or that the answer tells why there is none."""


class Meant(Model):
    """A thing that a name may mean."""

    key: str = Field(examples=["magistrates-court/oakham"])
    label: str = Field(examples=["Oakham Magistrates' Court"])
    kind: str = Field(examples=["magistrates' court"])
    state: str | None = Field(examples=["closed"])
    score: float = Field(examples=[100.0])
    """From 0 to 100."""
    matched: bool
    """Whether it is the one that is meant, as far as can be told."""
    reason: str = Field(examples=["called 'Oakham Magistrates\\' Court'"])


class Meanings(Told):
    """The things that a name may mean, the likeliest first."""

    text: str
    candidates: tuple[Meant, ...]


class Line(Model):
    """A fact in words, with who says it."""

    about: str = Field(examples=["closure/oakham-2011"])
    """What it is of, where that is another thing than the one asked for; else empty."""
    property: str = Field(examples=["organisation unit code"])
    value: str = Field(examples=["B33PL"])
    key: str
    """The key of the value, if it is a thing."""
    mark: str
    """What must be known of a value that is not the chosen one; empty for one that is."""
    said_by: tuple[str, ...]
    """Source, place in it and dates; or the rule by which it was inferred."""


class Shown(Told):
    """One thing, of all times or on a day."""

    key: str
    title: str
    kinds: tuple[str, ...]
    at: str | None
    present: bool
    absence: str
    """Why it is not told of on that day; empty if it is."""
    sentences: tuple[str, ...]
    lives: tuple[str, ...]
    facts: tuple[Line, ...]
    ratings: tuple[dict[str, str], ...]
    disagreements: tuple[str, ...]
    unknown: tuple[str, ...]
    left_out: int
    """How many facts more there are than are told here."""


class Rows(Told):
    """The rows of an answer, in words; keys stand beside as `<column>_key`."""

    summary: str
    notes: str
    at: str | None
    rows: tuple[dict[str, Any], ...]
    total: int
    """How many rows there are; `rows` may hold fewer."""
    about_sources: str
    """How the sources were found: of each row, or of the things that the rows name."""


class Changed(Told):
    """What changed between two days."""

    since: str
    until: str
    total: int
    changes: tuple[dict[str, Any], ...]
