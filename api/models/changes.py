"""What changed, and how two days differ, as the API tells it."""

from __future__ import annotations

from pydantic import Field

from api.models.listing import Reference
from api.models.things import Model
from graph import changes, difference, wording
from graph.schema import Schema


class Concerned(Model):
    """A thing that a change concerns."""

    role: str = Field(examples=["cje:affects"])
    role_label: str = Field(examples=["affects"])
    key: str = Field(examples=["magistrates-court/oakham"])
    label: str = Field(examples=["Oakham Magistrates' Court"])


class Change(Model):
    """An event of the estate."""

    event: str = Field(examples=["closure/oakham-2011"])
    kind: str = Field(examples=["cje:Closure"])
    kind_label: str = Field(examples=["closure"])
    date: str = Field(examples=["2011"])
    """As the chosen source states it (EDTF)."""
    words: str = Field(examples=["2011"])
    """The date in words."""
    earliest: str | None = Field(examples=["2011-01-01"])
    """The first day on which it can have been; null if nothing bounds it from before."""
    latest: str | None = Field(examples=["2011-04-30"])
    within: bool
    """Whether it surely lies in the range that was asked for; else it may."""
    concerned: tuple[Concerned, ...]
    programme: str = Field(examples=["Court Estates Reform Programme"])
    """The programme or order under which it came; empty if none is known."""
    said_by: str = Field(examples=["Loughborough court house nearly empty"])

    @classmethod
    def of(cls, change: changes.Change, schema: Schema) -> Change:
        """A change as it is told."""
        return cls(
            event=change.event,
            kind=change.kind,
            kind_label=schema.label(change.kind),
            date=change.when,
            words=wording.edtf(change.when),
            earliest=change.earliest.isoformat() if change.earliest else None,
            latest=change.latest.isoformat() if change.latest else None,
            within=change.within,
            concerned=tuple(
                Concerned(role=one.role, role_label=schema.label(one.role), key=one.key, label=one.name)
                for one in change.concerned
            ),
            programme=change.programme,
            said_by=change.said_by,
        )


class Kind(Model):
    """A kind of change, and how many of it there are in the range and area."""

    value: str = Field(examples=["closure"])
    """As the parameter takes it."""
    label: str = Field(examples=["closure"])
    count: int


class Changes(Model):
    """What changed between two days, in order of time, a page of it."""

    since: str = Field(examples=["2011-01-01"])
    until: str = Field(examples=["2011-12-31"])
    kind: str = Field(examples=["closure"])
    """The kind asked for; empty for all."""
    area: Reference | None
    """The area, force or CPS area asked for."""
    total: int
    page: int
    per_page: int
    pages: int
    newest_first: bool
    kinds: tuple[Kind, ...]
    items: tuple[Change, ...]


class Value(Model):
    """A value of a property, in words too."""

    property: str = Field(examples=["cje:ouCode"])
    property_label: str = Field(examples=["organisation unit code"])
    value: str = Field(examples=["B33PL"])
    words: str = Field(examples=["B33PL"])


class Altered(Model):
    """A property that has another value."""

    property: str = Field(examples=["skos:prefLabel"])
    property_label: str = Field(examples=["preferred label"])
    before: str = Field(examples=["Leicestershire Constabulary"])
    after: str = Field(examples=["Leicestershire Police"])


class Differing(Model):
    """A thing that is otherwise on the later day."""

    key: str = Field(examples=["police-force/leicestershire"])
    label: str = Field(examples=["Leicestershire Police"])
    kind: str = Field(examples=["police force"])
    """Its class in words; empty if it was there on both days."""
    state: str = Field(examples=["", "began", "ended"])
    """`began` or `ended` if it was there on one of the days only."""
    altered: tuple[Altered, ...]
    removed: tuple[Value, ...]
    added: tuple[Value, ...]

    @classmethod
    def of(cls, thing: difference.ThingChanged, words: dict[str, str], schema: Schema) -> Differing:
        """A difference as it is told; `words` are what things are called."""

        def value(property_: str, text: str) -> Value:
            told = words.get(text) or (schema.label(text) if ":" in text else text)
            return Value(property=property_, property_label=schema.label(property_), value=text, words=told)

        return cls(
            key=thing.key,
            label=thing.name,
            kind=thing.kind,
            state=thing.state,
            altered=tuple(
                Altered(
                    property=each.property,
                    property_label=schema.label(each.property),
                    before=value(each.property, each.before).words,
                    after=value(each.property, each.after).words,
                )
                for each in thing.altered
            ),
            removed=tuple(value(property_, text) for _, property_, text in thing.removed),
            added=tuple(value(property_, text) for _, property_, text in thing.added),
        )


class KindDiffering(Model):
    """How many things of a kind ended and began."""

    kind: str = Field(examples=["magistrates' court"])
    before: int
    """How many stood on the earlier day."""
    after: int
    ended: int
    began: int


class Choice(Model):
    """A value that a parameter takes."""

    value: str = Field(examples=["magistrates-court"])
    label: str = Field(examples=["magistrates' court"])


class Diff(Model):
    """How the estate differs between two days, a page of the things that do."""

    before: str = Field(examples=["2005-01-01"])
    after: str = Field(examples=["2015-01-01"])
    total: int
    page: int
    per_page: int
    pages: int
    kinds: tuple[KindDiffering, ...]
    choices: tuple[Choice, ...]
    """The kinds of things by which the differences can be narrowed."""
    items: tuple[Differing, ...]
    """Those that ended first, then those that began, then those that changed."""
