"""`/sparql` and `/graphs` in OpenAPI: they answer in front of FastAPI, which knows nothing of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.errors import MEDIA_TYPE
from api.negotiation import OFFERS

_PROBLEMS = {
    400: "The request or its query is wrong.",
    403: "It is an update, or asks another service.",
    404: "There is no such graph or day.",
    405: "The method is not allowed.",
    406: "No form of the answer is accepted.",
    408: "The body did not end in time.",
    413: "The body is too large.",
    414: "The URL is too long.",
    415: "The media type is not that of a query.",
    422: "The query takes too much memory, or is too complex.",
    503: "Too many queries wait, or the server is not ready.",
    504: "The deadline was reached.",
}


def paths() -> dict[str, Any]:
    """The paths, as OpenAPI 3.1 has them."""
    query = _parameter("query", "A SPARQL query; without one the service is described.", "ASK {}")
    asked = [
        _parameter("default-graph-uri", "A graph of the default graph.", many=True),
        _parameter("named-graph-uri", "A graph by its name.", many=True),
        _parameter("timeout", "Seconds, to ask for less than the deadline.", "2"),
        _parameter("format", "The form of the answer, in place of Accept.", "json"),
    ]
    form = {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}
    bodies = {
        "application/sparql-query": {"schema": {"type": "string"}},
        "application/x-www-form-urlencoded": {"schema": form},
    }
    graph = [
        _parameter("graph", "The IRI of a graph."),
        {**_parameter("default", "The default graph."), "allowEmptyValue": True},
    ]
    return {
        "/sparql": {
            "get": _operation("query", "Answer a query.", [query, *asked]),
            "post": {
                **_operation("query-by-post", "Answer a query in the body.", asked),
                "requestBody": {"required": True, "content": bodies},
            },
        },
        "/graphs": {"get": _operation("graph", "A graph, whole.", graph)},
    }


def _operation(name: str, summary: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    forms = {offer.media_type.split(";")[0] for offers in OFFERS.values() for offer in offers}
    problem = {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
        },
    }
    answers: dict[str, Any] = {
        "200": {"description": "The whole answer.", "content": {form: {} for form in sorted(forms)}},
        "304": {"description": "It is what the client has."},
    }
    for status, description in _PROBLEMS.items():
        answers[str(status)] = {"description": description, "content": {MEDIA_TYPE: {"schema": problem}}}
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["SPARQL"],
        "parameters": parameters,
        "responses": answers,
    }


def _parameter(
    name: str, description: str, example: str | None = None, *, many: bool = False
) -> dict[str, Any]:
    text = {"type": "string"}
    told: dict[str, Any] = {
        "name": name,
        "in": "query",
        "description": description,
        "schema": {"type": "array", "items": text} if many else text,
    }
    return told if example is None else {**told, "example": example}


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the API as its page tells it."""

    method: str
    path: str
    summary: str
    parameters: tuple[tuple[str, str, bool, str], ...]
    """Of each its name, what it is, whether it must be given, and an example."""


def described_by(openapi: Mapping[str, Any]) -> dict[str, list[Operation]]:
    """The operations of a description, by their first tag."""
    found: dict[str, list[Operation]] = {}
    for path, methods in openapi["paths"].items():
        for method, told in methods.items():
            parameters = tuple(
                (each["name"], each.get("description", ""), each.get("required", False), _example(each))
                for each in told.get("parameters", ())
            )
            text = told.get("description") or told.get("summary", "")
            tag = next(iter(told.get("tags", ())), "other")
            found.setdefault(tag, []).append(Operation(method.upper(), path, text, parameters))
    return found


def _example(parameter: Mapping[str, Any]) -> str:
    schema = parameter.get("schema", {})
    examples = schema.get("examples") or [parameter.get("example", "")]
    first = examples[0]
    return str(first[0] if isinstance(first, list) and first else first)
