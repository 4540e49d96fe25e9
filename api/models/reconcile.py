"""What the Reconciliation Service API 0.2 asks and answers (W3C Entity Reconciliation Community Group).

https://reconciliation-api.github.io/specs/0.2/ . What is asked is read as its JSON Schemas have it: a field
that they do not know is refused in a query, and left alone elsewhere.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    RootModel,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    model_validator,
)

from api.models.things import Model

MOST = 5
"""How many candidates a query gets that sets no limit."""


class Told(Model):
    """A part of an answer that has nothing but what is declared, as it is declared."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Asked(BaseModel):
    """A part of what is asked, in which what is not known is left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Kind(Told):
    """A type of entities: a class of the ontology."""

    id: str = Field(min_length=1, examples=["cje:MagistratesCourt"])
    name: str = Field(min_length=1, examples=["magistrates' court"])


class Property(Told):
    """A property of entities."""

    id: str = Field(min_length=1, examples=["cje:ouCode"])
    name: str = Field(min_length=1, examples=["organisation unit code"])
    description: str | None = Field(default=None, exclude_if=lambda value: value is None)


Template = Annotated[str, Field(pattern=r"\{\{id\}\}")]


class View(Told):
    """Where the page of an entity is."""

    url: Template


class Preview(Told):
    """Where a small page of an entity is, and its size in pixels."""

    url: Template
    width: int = Field(gt=0)
    height: int = Field(gt=0)


class Path(Told):
    """Where a service is: the two make its address."""

    service_url: str
    service_path: str


class Suggest(Told):
    """The services that complete what is being written."""

    entity: Path
    property: Path
    type: Path


class Setting(Told):
    """A setting of a property that is fetched."""

    name: str
    label: str
    type: Literal["text"]
    default: str
    help_text: str


class Extend(Told):
    """What can be fetched of entities."""

    propose_properties: Path
    property_settings: tuple[Setting, ...]


class Manifest(Told):
    """What the service is and can do."""

    versions: tuple[Literal["0.2"], ...] = Field(min_length=1)
    name: str
    identifierSpace: str  # noqa: N815 - the name of the specification
    schemaSpace: str  # noqa: N815
    documentation: str
    serviceVersion: str  # noqa: N815
    defaultTypes: tuple[Kind, ...]  # noqa: N815
    view: View
    preview: Preview
    suggest: Suggest
    extend: Extend
    batchSize: int = Field(gt=0)  # noqa: N815
    """The most queries of a batch, and the most entities of a data extension."""


class Entity(Asked):
    """An entity that stands as a value."""

    id: StrictStr
    name: StrictStr = ""


Value: TypeAlias = StrictStr | StrictBool | StrictInt | StrictFloat | Entity


class Constraint(Asked):
    """A property that an entity must have, with one of the values."""

    pid: StrictStr = Field(examples=["on"])
    v: Value | tuple[Value, ...]


class Query(Asked):
    """A name that is looked up; it or properties must be there, and nothing that is not declared."""

    model_config = ConfigDict(extra="forbid")

    query: StrictStr = Field(default="", examples=["Rutland"])
    type: StrictStr | tuple[StrictStr, ...] = ()
    limit: Annotated[StrictInt | StrictFloat, Field(ge=1)] = MOST
    properties: tuple[Constraint, ...] = ()
    type_strict: Literal["should", "all", "any"] = "any"

    @model_validator(mode="after")
    def _asks(self) -> Query:
        if "query" not in self.model_fields_set and not self.properties:
            raise ValueError("it has neither a query nor properties")
        return self


class Queries(RootModel[dict[str, Query]]):
    """A batch of queries by identifiers of the client's own."""


class CandidateTold(Told):
    """An entity that a query may mean."""

    id: str = Field(min_length=1, examples=["magistrates-court/oakham"])
    name: str = Field(min_length=1, examples=["Oakham Magistrates' Court"])
    description: str = Field(examples=["magistrates' court: called 'Rutland'; so called on 2005-06-01"])
    """What it is, and why it is a candidate."""
    type: tuple[Kind, ...]
    score: float = Field(ge=0, le=100)
    match: bool
    """Whether it is the one that is meant, as far as can be told."""


class Result(Told):
    """The candidates of a query, the best first."""

    result: tuple[CandidateTold, ...]


class Results(RootModel[dict[str, Result]]):
    """The candidates of each query of a batch."""


class Suggested(Told):
    """An entity, a property or a type that completes what is written."""

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    description: str | None = Field(default=None, exclude_if=lambda value: value is None)
    notable: tuple[Kind, ...] | None = Field(default=None, exclude_if=lambda value: value is None)


class SuggestedAll(Told):
    """What completes what is written, the likeliest first."""

    result: tuple[Suggested, ...]


class Proposals(Told):
    """The properties that can be fetched of entities of a type."""

    type: str
    limit: int | None = Field(default=None, exclude_if=lambda value: value is None)
    properties: tuple[Property, ...]


class Wanted(Asked):
    """A property that is fetched, with its settings."""

    id: StrictStr
    settings: dict[str, JsonValue] = {}


class Extension(Asked):
    """A question for properties of entities."""

    ids: tuple[StrictStr, ...]
    properties: tuple[Wanted, ...]


class Meta(Told):
    """A property that was fetched."""

    id: str
    name: str
    type: Kind | None = Field(default=None, exclude_if=lambda value: value is None)


class Text(Told):
    """A value that is text."""

    str: str


class Number(Told):
    """A value that is a number."""

    float: float


class Thing(Told):
    """A value that is an entity."""

    id: str
    name: str


class Extended(Told):
    """The values of properties of entities."""

    meta: tuple[Meta, ...]
    rows: dict[str, dict[str, tuple[Text | Number | Thing, ...]]]


class Flat(Told):
    """What the preview of an entity shows."""

    key: str
    label: str
    kind: str
    state: str
    lives: tuple[str, ...]
    others: tuple[str, ...]
    codes: tuple[str, ...]
