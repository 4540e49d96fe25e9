"""What stands behind the statements, and the days on which a thing changed, as documents tell it."""

from __future__ import annotations

from pydantic import Field

from api.models.things import Model


class Statement(Model):
    """A property and a value."""

    property: str = Field(examples=["cje:locator"])
    label: str = Field(examples=["locator"])
    value: str = Field(examples=["row B33PL00"])
    """A key, a CURIE, an IRI or a text."""
    words: str = Field(examples=["row B33PL00"])
    is_key: bool
    """Whether the value is a key, and so has a document of its own."""


class Evidence(Model):
    """A claim, a source, a rule, a lifespan, or what else is no thing of the estate and has a key."""

    key: str = Field(examples=["source/cjs-ou-codes-v32"])
    iri: str = Field(examples=["https://w3id.org/justice-estate/id/source/cjs-ou-codes-v32"])
    class_: str = Field(examples=["cje:Source"])
    kind: str = Field(examples=["source"])
    title: str = Field(examples=["CJS organisation unit codes for courts, version 32"])
    statements: tuple[Statement, ...]


class TimeMap(Model):
    """The days on which what is shown of a thing changed."""

    key: str = Field(examples=["magistrates-court/oakham"])
    label: str = Field(examples=["Oakham Magistrates' Court"])
    days: tuple[str, ...] = Field(examples=[("2004-01-01", "2004-11-11", "2011-05-01")])
    """Each is the first of some days that are alike, up to the day before the next."""
