"""The catalogue of questions: each at its own address, with its parameters."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.calls import Call
from api.endpoints.answering import At, answered
from api.models.problems import problems
from api.models.questions import Answer, Questions
from api.negotiation import JSON, TABLE, Offer, chosen
from graph import queries

if TYPE_CHECKING:
    from api.server import Server

OWN = ("at", "format")
"""Parameters that every question takes beside its own."""
RESULTS = (
    JSON,
    Offer(TABLE[0].media_type, "srj"),
    Offer(TABLE[1].media_type, "xml", TABLE[1].aliases),
    TABLE[2],
    TABLE[3],
)
"""As the API tells it, with what things are called; and the results of the query in SPARQL's formats."""
_TYPES: dict[str, dict[str, str]] = {
    "iri": {"type": "string"},
    "string": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
}

Format = Annotated[
    str | None,
    Query(
        description="json (with what things are called), srj (SPARQL results in JSON), xml, csv or tsv; "
        "without it as Accept says.",
        examples=["csv"],
    ),
]


def questions(server: Server) -> APIRouter:
    """The routes of `/api/v1/queries`, one for each question of the catalogue."""
    router = APIRouter(prefix="/api/v1", tags=["questions"])

    @router.get("/queries", operation_id="questions", response_model=Questions, responses=problems())
    async def listed(request: Request) -> Response:
        """The catalogue: each question with its parameters, columns and query."""
        return await answered(server, request, Call("questions", {}))

    async def told(request: Request, name: str, at: str | None, format: str | None) -> Response:
        offer = chosen(request.headers.get("accept", ""), RESULTS, format)
        arguments = {key: value for key, value in request.query_params.items() if key not in OWN}
        asked: dict[str, object] = {"name": name, "arguments": arguments, "at": at}
        if offer.format == "json":
            return await answered(server, request, Call("ask", asked))
        call = Call("results", asked | {"format": "json" if offer.format == "srj" else offer.format})
        return await answered(server, request, call, offer.media_type)

    def asking(name: str) -> Callable[..., Awaitable[Response]]:
        async def ask(request: Request, at: At = None, format: Format = None) -> Response:
            return await told(request, name, at, format)

        return ask

    for query in queries.catalogue("answer").values():
        router.add_api_route(
            f"/queries/{query.name}",
            asking(query.name),
            operation_id=f"ask_{query.name.replace('-', '_')}",
            summary=query.summary,
            description=query.notes or query.summary,
            response_model=Answer,
            responses=_forms() | problems(404),
            openapi_extra={"parameters": [_parameter(each) for each in query.params]},
        )

    @router.get("/queries/{name}", include_in_schema=False)
    async def named(request: Request, name: str, at: At = None, format: Format = None) -> Response:
        """A question by the number of the competency question that it answers."""
        return await told(request, name, at, format)

    return router


def _forms() -> dict[int | str, dict[str, Any]]:
    content: dict[str, Any] = {offer.essence: {"schema": {"type": "string"}} for offer in RESULTS[1:]}
    return {200: {"description": "The answer.", "content": content}}


def _parameter(parameter: queries.Parameter) -> dict[str, Any]:
    """A parameter of a question as OpenAPI declares it."""
    schema: dict[str, Any] = dict(_TYPES[parameter.type])
    for name, limit in (("minimum", parameter.minimum), ("maximum", parameter.maximum)):
        if limit is not None:
            schema[name] = float(limit)
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required and parameter.default is None,
        "description": parameter.description,
        "schema": schema,
        "example": parameter.example,
    }
