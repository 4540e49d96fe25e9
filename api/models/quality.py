"""Where sources disagree and what the checks of a release found, as the API tells it."""

from __future__ import annotations

from pydantic import Field

from api.models.things import Model


class Count(Model):
    """How many there are of something."""

    value: str = Field(examples=["cje:point"])
    label: str = Field(examples=["point"])
    count: int


class Conflict(Model):
    """Two values of which only one can be, or that are at odds, and what was chosen."""

    thing: str = Field(examples=["courthouse/leicester-pocklingtons-walk"])
    thing_label: str
    property: str = Field(examples=["cje:point"])
    property_label: str
    chosen: str = Field(examples=["POINT(-1.1398 52.6378)"])
    rival: str
    chosen_words: str
    rival_words: str
    chosen_by: str
    """The titles of the sources that say so."""
    rival_by: str
    difference: str = Field(examples=["458"])
    """How far apart they are; empty where that cannot be measured."""
    unit: str = Field(examples=["days"])
    reason: str
    """Why the one was chosen."""


class Conflicts(Model):
    """Where sources disagree, a page of it."""

    total: int
    page: int
    per_page: int
    pages: int
    property: str
    """The property asked for; empty for all."""
    properties: tuple[Count, ...]
    """How many disagreements there are of each property."""
    items: tuple[Conflict, ...]


class Result(Model):
    """What a shape or a check found of one thing."""

    thing: str = Field(examples=["closure/leigh"])
    """The key of the thing, or the IRI of what is none."""
    thing_label: str
    rule: str = Field(examples=["ChangeEvent-date"])
    """The name of the shape or the check."""
    property: str = Field(examples=["cje:date"])
    """The property that it is about; empty if none is."""
    severity: str = Field(examples=["warning"])
    message: str
    detail: str


class Rule(Model):
    """A shape or a check with how often it was broken."""

    name: str
    count: int
    severity: str
    message: str


class Coverage(Model):
    """For how many things of a class a property is known."""

    class_: str = Field(examples=["cje:Courthouse"])
    class_label: str
    property: str = Field(examples=["cje:postcode"])
    property_label: str
    things: int
    known: int
    only_inferred: int
    sources: int
    gaps: int
    """For how many it was looked for and not found."""


class Validation(Model):
    """What the shapes and the checks found in the release, and how complete it is."""

    conforms: bool
    """Whether no shape is violated; a warning violates none."""
    shapes: tuple[Rule, ...]
    checks: tuple[Rule, ...]
    total: int
    page: int
    per_page: int
    pages: int
    rule: str
    """The shape or check asked for; empty for all."""
    items: tuple[Result, ...]
    coverage: tuple[Coverage, ...]


class Source(Model):
    """A source and how much rests on it."""

    key: str = Field(examples=["source/cjs-ou-codes-v32"])
    title: str
    publisher: str
    licence: str = Field(examples=["ogl-3"])
    kind: str = Field(examples=["code list"])
    date: str = Field(examples=["2019-11-08"])
    """When it was made (EDTF)."""
    date_words: str
    claims: int
    rows_read: int
    rows_used: int
    rows_set_aside: int


class Sources(Model):
    """The sources, a page of them."""

    query: str
    total: int
    page: int
    per_page: int
    pages: int
    sort: str
    claims: int
    """How many claims rest on all of them together."""
    kinds: tuple[Count, ...]
    licences: tuple[Count, ...]
    items: tuple[Source, ...]


class Statement(Model):
    """What one source says and no other does."""

    subject: str
    subject_label: str
    property: str
    property_label: str
    value: str
    value_words: str
    locator: str
    status: str
    start: str
    until: str
    also_inferred: bool


class SetAside(Model):
    """Why rows of the source make no claim, and how many."""

    reason: str
    rows: int


class SourceTold(Model):
    """One source with what only it says."""

    source: Source
    reference: str
    """Where it is to be had."""
    family: str
    """What it is one edition of; empty if it stands alone."""
    set_aside: tuple[SetAside, ...]
    alone: int
    """How many statements rest on it alone."""
    page: int
    per_page: int
    pages: int
    items: tuple[Statement, ...]
    """A page of these statements."""
