"""Lists of things: what was found, by which filters it can be narrowed, and what a search suggests."""

from __future__ import annotations

from pydantic import Field

from api.models.states import State, state_words
from api.models.things import Model
from graph.dates import Bounds
from graph.entries import Entry
from graph.records import Facet
from graph.schema import Schema


class Reference(Model):
    """Another thing and what it is called."""

    key: str = Field(examples=["cps-area/1999/leicestershire-and-rutland"])
    label: str = Field(examples=["CPS Leicestershire and Rutland"])


class Name(Model):
    """A name of any time."""

    name: str = Field(examples=["Rutland"])
    language: str = Field(examples=["en", "cy"])
    """The language as a tag of BCP 47; empty if it is not known."""


class Code(Model):
    """A code by which a list knows the thing."""

    property: str = Field(examples=["cje:ouCode"])
    label: str = Field(examples=["organisation unit code"])
    code: str = Field(examples=["B33PL"])


class Life(Model):
    """A stretch in which the thing was there, as far as the sources bound it; an end that is open is null."""

    earliest_start: str | None = Field(examples=[None])
    latest_start: str | None = Field(examples=["2004-01-01"])
    earliest_end: str | None = Field(examples=["2011-01-01"])
    latest_end: str | None = Field(examples=["2011-04-30"])

    @classmethod
    def of(cls, bounds: Bounds) -> Life:
        """The bounds as ISO 8601."""
        days = (bounds.earliest_start, bounds.latest_start, bounds.earliest_end, bounds.latest_end)
        return cls(
            **dict(zip(cls.model_fields, (day.isoformat() if day else None for day in days), strict=True))
        )


class Point(Model):
    """A place on the earth, in degrees of WGS 84."""

    latitude: float = Field(examples=[52.6378])
    longitude: float = Field(examples=[-1.1398])


class Summary(Model):
    """A thing in a line."""

    key: str = Field(examples=["magistrates-court/oakham"])
    label: str = Field(examples=["Oakham Magistrates' Court"])
    """What it was called on the day, else what it was called last."""
    class_: str = Field(examples=["cje:MagistratesCourt"])
    kind: str = Field(examples=["magistrates' court"])
    state: State | None = Field(examples=["closed"])
    """Whether it stands on the day, else on the day of the release; `uncertain` where the sources do not
    tell; null for what tells of the past, such as a closure or a rating."""
    state_words: str = Field(examples=["closed", "no longer there"])
    """The state as a person says it of such a thing; empty where there is none."""
    names: tuple[Name, ...]
    """Every name of all times, in the order in which they were borne."""
    codes: tuple[Code, ...]
    """Every code of all times."""
    lives: tuple[Life, ...]
    regions: tuple[Reference, ...]
    areas: tuple[Reference, ...]
    """The criminal justice areas in which it lies, or that it covers."""
    forces: tuple[Reference, ...]
    """The police forces in whose area it lies, or that it serves."""
    cps_areas: tuple[Reference, ...]
    """The CPS areas that prosecute there, or that serve it."""
    schemes: tuple[Reference, ...]
    postcode: str = Field(examples=["LE1 6BT"])
    """The postcode of its building; empty if it is not known."""
    point: Point | None
    found: str = Field(default="", examples=["Rutland"])
    """The name, code or postcode by which a search found it."""

    @classmethod
    def of(cls, entry: Entry, schema: Schema, found: str = "") -> Summary:
        """An entry of the register as it is told."""
        point = entry.point
        return cls(
            key=entry.key,
            label=entry.label,
            class_=entry.class_,
            kind=entry.kind,
            state=entry.state,
            state_words=state_words(entry.state, (entry.class_,)),
            names=tuple(Name(name=name, language=language) for name, language in entry.names),
            codes=tuple(Code(property=p, label=schema.label(p), code=code) for p, code in entry.codes),
            lives=tuple(map(Life.of, entry.lives)),
            regions=references(entry, "region"),
            areas=references(entry, "area"),
            forces=references(entry, "force"),
            cps_areas=references(entry, "cps_area"),
            schemes=references(entry, "scheme"),
            postcode=entry.postcode,
            point=None if point is None else Point(longitude=point[0], latitude=point[1]),
            found=found,
        )


def references(entry: Entry, facet: Facet) -> tuple[Reference, ...]:
    """The things that an entry belongs to, as they are told."""
    return tuple(Reference(key=ref.key, label=ref.label) for ref in entry.refs(facet))


class FacetValue(Model):
    """A value by which a list can be narrowed."""

    value: str = Field(examples=["magistrates-court"])
    """As the parameter takes it."""
    label: str = Field(examples=["magistrates' court"])
    count: int = Field(examples=[500])
    """How many things have it, of those that fit all other filters."""
    selected: bool


class FacetOf(Model):
    """A filter with the values that it may have here, those of most things first."""

    name: str = Field(examples=["kind"])
    """The name of the parameter."""
    label: str = Field(examples=["Kind"])
    values: tuple[FacetValue, ...]


class Things(Model):
    """A page of the things that fit."""

    query: str = Field(examples=["oakam"])
    at: str | None = Field(examples=[None, "2008-12-31"])
    """The day that they are told of; null for all times."""
    sort: str = Field(examples=["relevance"])
    total: int = Field(examples=[2])
    """How many fit, on all pages."""
    page: int = Field(examples=[1])
    per_page: int = Field(examples=[25])
    pages: int = Field(examples=[1])
    items: tuple[Summary, ...]
    facets: tuple[FacetOf, ...]


class Suggestion(Model):
    """A thing that may be meant."""

    key: str = Field(examples=["magistrates-court/oakham"])
    label: str = Field(examples=["Oakham Magistrates' Court"])
    kind: str = Field(examples=["magistrates' court"])
    class_: str = Field(examples=["cje:MagistratesCourt"])
    state: State | None = Field(examples=["closed"])
    found: str = Field(examples=["Rutland"])
    """The name, code or postcode that fits."""


class Suggestions(Model):
    """What may be meant, the likeliest first."""

    query: str = Field(examples=["oakam"])
    items: tuple[Suggestion, ...]
