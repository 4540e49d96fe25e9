"""The catalogue of questions, and the answers to them, as the API tells them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.models.things import Model
from graph.queries import Parameter, Query


class ParameterOf(Model):
    """What a question can be asked for."""

    name: str = Field(examples=["area"])
    type: Literal["iri", "date", "string", "integer", "decimal"]
    """`iri` takes a key, a CURIE or a full IRI."""
    description: str = Field(examples=["The CPS area."])
    example: str = Field(examples=["cps-area/1999/leicestershire-and-rutland"])
    required: bool
    default: str | None = Field(examples=[None])
    minimum: float | None = Field(examples=[None])
    maximum: float | None = Field(examples=[None])

    @classmethod
    def of(cls, parameter: Parameter) -> ParameterOf:
        """A parameter as it is told."""
        low, high = parameter.minimum, parameter.maximum
        return cls(
            name=parameter.name,
            type=parameter.type,
            description=parameter.description,
            example=parameter.example,
            required=parameter.required,
            default=parameter.default,
            minimum=None if low is None else float(low),
            maximum=None if high is None else float(high),
        )


class Column(Model):
    """A column of an answer."""

    name: str = Field(examples=["courtName"])
    description: str = Field(examples=["the court's name"])
    """Empty where the question does not tell."""


class Question(Model):
    """A question of the catalogue."""

    name: str = Field(examples=["courts-of-area"])
    answers: str = Field(examples=["CQ-01"])
    """The competency question that it answers; empty if it answers none."""
    summary: str
    """The question."""
    dated: bool
    """Whether it can be put to the estate as it was on a day."""
    notes: str
    """What a reader of the answer must know."""
    parameters: tuple[ParameterOf, ...]
    alternatives: tuple[tuple[str, ...], ...]
    """Of these sets of parameters one must be given whole; none needs to if there is none."""
    columns: tuple[Column, ...]
    sparql: str
    """The query; its parameters are variables that are bound from outside."""

    @classmethod
    def of(cls, query: Query) -> Question:
        """A query of the catalogue as it is told."""
        text = "".join(line for line in query.text.splitlines(keepends=True) if not line.startswith("#+"))
        return cls(
            name=query.name,
            answers=query.answers or "",
            summary=query.summary,
            dated=query.dated,
            notes=query.notes,
            parameters=tuple(map(ParameterOf.of, query.params)),
            alternatives=query.alternatives,
            columns=tuple(Column(name=name, description=told) for name, told in query.columns),
            sparql=text.strip() + "\n",
        )


class Questions(Model):
    """The catalogue."""

    items: tuple[Question, ...]


class Cell(Model):
    """A value of an answer."""

    value: str = Field(examples=["magistrates-court/oakham"])
    """A key, a CURIE or a text; empty if there is none."""
    words: str = Field(examples=["Oakham Magistrates' Court"])
    """The value as a person reads it."""
    is_key: bool
    """Whether it is the key of a thing."""


class Answer(Model):
    """A question and the answer to it."""

    question: Question
    arguments: dict[str, str] = Field(examples=[{"area": "cps-area/1999/leicestershire-and-rutland"}])
    """What it was asked for."""
    at: str | None = Field(examples=[None, "2008-12-31"])
    asked: bool
    """Whether it could be asked; else something that it needs is missing, and there are no rows."""
    columns: tuple[Column, ...]
    """Those of the rows, in their order."""
    rows: tuple[tuple[Cell, ...], ...]
    """All that was found; none means that the sources say nothing of it."""
