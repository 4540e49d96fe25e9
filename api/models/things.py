"""A thing of the estate as the API tells it: its life, its facts with who says so, and what is not known."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from graph.describe import Description, Evidence, Fact, Part


class Model(BaseModel):
    """A part of an answer; its fields are told in OpenAPI by their docstrings."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Said(Model):
    """Who says so, where and for which dates; or the rule by which it follows."""

    source: str = Field(examples=["CJS organisation unit codes for courts, version 32"])
    """The title of the source, or what the rule says."""
    source_key: str = Field(examples=["source/cjs-ou-codes-v32"])
    """The key of the source; empty for a rule."""
    locator: str = Field(examples=["row B33PL00"])
    """Where in the source."""
    when: str = Field(examples=["from 11 November 2004, until 30 April 2011 at the latest"])
    """For which dates, in words."""
    start: str = Field(examples=["2004-11-11"])
    """From when on, as the source states it (EDTF); empty if it does not."""
    until: str = Field(examples=["[..2011-04-30]"])
    """Until when, as the source states it (EDTF); empty if it does not."""
    rank: Literal["preferred", "normal", "deprecated"]
    """Whether the policy chose it."""
    status: Literal["asserted", "planned", "proposed", "deprecated"]
    note: str
    inferred: bool
    """Whether it follows by a rule and no source says it."""
    rule: str
    """The IRI of the rule; empty for what a source says."""
    claim: str = Field(examples=["claim/308e923afa5b29"])
    """The key of the claim."""

    @classmethod
    def of(cls, evidence: Evidence) -> Said:
        """The evidence as it is told."""
        return cls(
            source=evidence.source,
            source_key="" if evidence.inferred else evidence.key,
            locator=evidence.locator,
            when=evidence.when,
            start=evidence.start,
            until=evidence.until,
            rank=evidence.rank,  # type: ignore[arg-type]
            status=evidence.status,  # type: ignore[arg-type]
            note=evidence.note,
            inferred=evidence.inferred,
            rule=evidence.key if evidence.inferred else "",
            claim=evidence.claim,
        )


class FactOf(Model):
    """A property and a value, with all evidence for it."""

    about: str = Field(examples=["magistrates-court/oakham"])
    """The key of the thing that the fact is about."""
    property: str = Field(examples=["cje:ouCode"])
    """The property as a CURIE."""
    label: str = Field(examples=["organisation unit code"])
    """The property in words."""
    value: str = Field(examples=["B33PL"])
    """A key, a CURIE or a text."""
    words: str = Field(examples=["B33PL"])
    """The value in words."""
    is_thing: bool
    """Whether the value is the key of a thing."""
    chosen: bool
    """Whether the plain graph shows it."""
    mark: str = Field(examples=["", "not chosen", "planned"])
    """What a reader must know of a value that the plain graph does not show."""
    evidence: tuple[Said, ...]

    @classmethod
    def of(cls, fact: Fact, things: frozenset[str]) -> FactOf:
        """The fact as it is told; `things` are the properties whose values are things."""
        return cls(
            about=fact.about,
            property=fact.property,
            label=fact.label,
            value=fact.value,
            words=fact.value_label,
            is_thing=fact.property in things,
            chosen=fact.chosen,
            mark=fact.mark,
            evidence=tuple(map(Said.of, fact.evidence)),
        )


class PartOf(Model):
    """What belongs to the story of a thing and has facts of its own: an event, a building."""

    key: str = Field(examples=["closure/oakham-2011"])
    kind: str = Field(examples=["closure"])
    class_: str = Field(examples=["cje:Closure"])
    relation: str = Field(examples=["affects"])
    facts: tuple[FactOf, ...]

    @classmethod
    def of(cls, part: Part, things: frozenset[str]) -> PartOf:
        """The part as it is told."""
        return cls(
            key=part.key,
            kind=part.kind,
            class_=part.class_,
            relation=part.relation,
            facts=tuple(FactOf.of(fact, things) for fact in part.facts),
        )


class Thing(Model):
    """One thing, told whole."""

    key: str = Field(examples=["magistrates-court/oakham"])
    iri: str = Field(examples=["https://w3id.org/justice-estate/id/magistrates-court/oakham"])
    title: str = Field(examples=["Oakham Magistrates' Court"])
    kinds: tuple[str, ...] = Field(examples=[("magistrates' court",)])
    at: str | None = Field(examples=[None, "2008-12-31"])
    """The day that it is told of; null for all times."""
    lives: tuple[str, ...]
    """When it was there, in words."""
    facts: tuple[FactOf, ...]
    references: tuple[FactOf, ...]
    """What is said of it among the facts of other things."""
    parts: tuple[PartOf, ...]
    disagreements: tuple[str, ...]
    """Where the sources disagree: who says what against whom, and why the one was chosen."""
    unknown: tuple[str, ...]
    """What is expected of such a thing and not known."""
    sources: tuple[str, ...]
    """The titles of the sources that it rests on."""

    @classmethod
    def of(cls, told: Description, iri: str, at: str | None, things: frozenset[str]) -> Thing:
        """A description as it is told."""
        return cls(
            key=told.key,
            iri=iri,
            title=told.title,
            kinds=told.kinds,
            at=at,
            lives=told.lives,
            facts=tuple(FactOf.of(fact, things) for fact in told.facts),
            references=tuple(FactOf.of(fact, things) for fact in told.references),
            parts=tuple(PartOf.of(part, things) for part in told.parts),
            disagreements=told.disagreements,
            unknown=told.unknown,
            sources=told.sources,
        )
