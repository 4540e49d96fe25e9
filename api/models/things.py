"""A thing of the estate as the API tells it: its life, its facts with who says so, and what is not known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from api.models.states import state_words
from graph.describe import Description, Evidence, Fact, Part
from graph.schema import Schema
from graph.sentences import heading, sentences

_KEY = re.compile(r"[a-z-]+/[A-Za-z0-9/-]+")

Topic: TypeAlias = Literal["name", "code", "sighting", "silence", "fact"]
_TOPICS: Mapping[str, Topic] = {
    "skos:prefLabel": "name",
    "skos:altLabel": "name",
    "cje:standing": "sighting",
    "cje:notStated": "silence",
}


class Model(BaseModel):
    """A part of an answer; its fields are told in OpenAPI by their docstrings."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Footnote(Model):
    """A source or a rule on which an answer rests, by the number that its facts carry."""

    number: int
    title: str = Field(examples=["CJS organisation unit codes for courts, version 32"])
    key: str = Field(examples=["source/cjs-ou-codes-v32"])
    """The key of the source; empty for a rule."""
    rule: str
    """The IRI of the rule; empty for a source."""
    date: str = Field(examples=["2021-11"])
    """When the source was made (EDTF)."""


class Notes:
    """The footnotes of an answer, numbered as they come."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._notes: dict[str, Footnote] = {}

    def number(self, evidence: Evidence) -> int:
        """The number of a piece of evidence's source or rule."""
        if evidence.key not in self._notes:
            source, rule = ("", evidence.key) if evidence.inferred else (evidence.key, "")
            note = Footnote(
                number=len(self._notes) + 1,
                title=evidence.source,
                key=source,
                rule=rule,
                date=evidence.made,
            )
            self._notes[evidence.key] = note
        return self._notes[evidence.key].number

    def leads_to_thing(self, fact: Fact) -> bool:
        """Whether the value of a fact is the key of a thing."""
        declared = self._schema.properties.get(fact.property)
        return declared.kind == "key" if declared else _KEY.fullmatch(fact.value) is not None

    def topic(self, property_: str) -> Topic:
        """What a property tells."""
        if property_ in self._schema.codes:
            return "code"
        return _TOPICS.get(property_, "fact")

    def listed(self) -> tuple[Footnote, ...]:
        """The footnotes, in order."""
        return tuple(self._notes.values())


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
    number: int
    """Which of the `footnotes` of the answer it is."""

    @classmethod
    def of(cls, evidence: Evidence, notes: Notes) -> Said:
        """The evidence as it is told; its source is noted."""
        return cls(
            number=notes.number(evidence),
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
    about_words: str = Field(examples=["", "CPS Leicestershire and Rutland"])
    """What the other thing is called, where the fact is one of another thing."""
    topic: Topic
    """What it tells: a name, a code, that a source shows the thing as standing or not, what a source leaves
    unsaid, or anything else."""
    is_thing: bool
    """Whether the value is the key of a thing."""
    chosen: bool
    """Whether the plain graph shows it."""
    mark: str = Field(examples=["", "not chosen", "planned"])
    """What a reader must know of a value that the plain graph does not show."""
    evidence: tuple[Said, ...]

    @classmethod
    def of(cls, fact: Fact, notes: Notes) -> FactOf:
        """The fact as it is told."""
        return cls(
            about=fact.about,
            property=fact.property,
            label=fact.label,
            value=fact.value,
            words=fact.value_label,
            about_words=fact.about_label,
            topic=notes.topic(fact.property),
            is_thing=notes.leads_to_thing(fact),
            chosen=fact.chosen,
            mark=fact.mark,
            evidence=tuple(Said.of(each, notes) for each in fact.evidence),
        )


class PartOf(Model):
    """What belongs to the story of a thing and has facts of its own: an event, a building."""

    key: str = Field(examples=["closure/oakham-2011"])
    kind: str = Field(examples=["closure"])
    class_: str = Field(examples=["cje:Closure"])
    relation: str = Field(examples=["affects"])
    facts: tuple[FactOf, ...]

    @classmethod
    def of(cls, part: Part, notes: Notes) -> PartOf:
        """The part as it is told."""
        return cls(
            key=part.key,
            kind=part.kind,
            class_=part.class_,
            relation=part.relation,
            facts=tuple(FactOf.of(fact, notes) for fact in part.facts),
        )


class Grade(Model):
    """How a body was rated for one aspect in one inspection."""

    inspection: str = Field(examples=["inspection/opa-2007/leicestershire-and-rutland"])
    inspection_words: str
    date: str = Field(examples=["2007-12"])
    """When it was made (EDTF); empty if not known."""
    aspect: str = Field(examples=["Overall"])
    """Empty for an inspection of which no grade is known."""
    grade: str = Field(examples=["Poor"])
    position: str = Field(examples=["4"])
    """Its place on the scale, the best being 1."""
    out_of: str = Field(examples=["4"])
    scale: str = Field(examples=["CPS inspection scale"])
    said_by: str


class Following(Model):
    """What came after a thing, or took over its work."""

    relation: str = Field(examples=["work moved to", "successor"])
    key: str = Field(examples=["magistrates-court/loughborough"])
    label: str = Field(examples=["Loughborough Magistrates' Court"])


class Thing(Model):
    """One thing, told whole."""

    key: str = Field(examples=["magistrates-court/oakham"])
    iri: str = Field(examples=["https://w3id.org/justice-estate/id/magistrates-court/oakham"])
    title: str = Field(examples=["Oakham Magistrates' Court"])
    kinds: tuple[str, ...] = Field(examples=[("magistrates' court",)])
    at: str | None = Field(examples=[None, "2008-12-31"])
    """The day that it is told of; null for all times."""
    sentences: tuple[str, ...]
    """What it was, in a few sentences made from its statements."""
    standing: bool
    """Whether it is shown as there on the day, or of all times: whether no end of it is known."""
    state_words: str = Field(examples=["standing", "closed", "no longer there"])
    """The same as a person says it of such a thing; empty for what tells of the past."""
    classes: tuple[str, ...] = Field(examples=[("cje:MagistratesCourt",)])
    lives: tuple[str, ...]
    """When it was there, in words."""
    facts: tuple[FactOf, ...]
    references: tuple[FactOf, ...]
    """What is said of it among the facts of other things."""
    parts: tuple[PartOf, ...]
    ratings: tuple[Grade, ...]
    """How it was rated, inspection by inspection; only of a body that is inspected."""
    disagreements: tuple[str, ...]
    """Where the sources disagree: who says what against whom, and why the one was chosen."""
    unknown: tuple[str, ...]
    """What is expected of such a thing and not known."""
    footnotes: tuple[Footnote, ...]
    """The sources and rules on which all this rests."""
    present: bool = True
    """Whether it was there on the day; if not, only its lives and what followed are told."""
    absence: str = ""
    """Why it is not told of on that day, in a sentence; empty if it is."""
    followed_by: tuple[Following, ...] = ()
    """What came after it or took over its work; not told of a day on which it was there."""

    @classmethod
    def of(
        cls, told: Description, iri: str, at: str | None, notes: Notes, ratings: tuple[Grade, ...]
    ) -> Thing:
        """A description as it is told."""
        facts = tuple(FactOf.of(fact, notes) for fact in told.facts)
        parts = tuple(PartOf.of(part, notes) for part in told.parts)
        references = tuple(FactOf.of(fact, notes) for fact in told.references)
        return cls(
            sentences=sentences(told),
            standing=told.standing,
            state_words=_state(told.standing, told),
            classes=told.classes,
            key=told.key,
            iri=iri,
            title=heading(told),
            kinds=told.kinds,
            at=at,
            lives=told.lives,
            facts=facts,
            references=references,
            parts=parts,
            ratings=ratings,
            disagreements=told.disagreements,
            unknown=told.unknown,
            footnotes=notes.listed(),
        )


def _state(standing: bool, told: Description) -> str:
    return state_words("standing" if standing else "closed", told.classes) if told.lives else ""
