"""The Reconciliation Service API 0.2 at `/reconcile`, so that OpenRefine matches a column of names with keys.

https://reconciliation-api.github.io/specs/0.2/ . Nothing is read of what is asked here: the form goes as it
came to a query process.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.requests import ClientDisconnect

from api.asking import GONE
from api.calls import Call
from api.endpoints.answering import answered, page_of
from api.errors import Problem
from api.models.problems import problems
from api.models.reconcile import Extended, Manifest, Proposals, Results, SuggestedAll

if TYPE_CHECKING:
    from api.server import Server

FORM = "application/x-www-form-urlencoded"
_ASKED = {
    "queries": {"type": "string", "description": "A batch of queries, in JSON."},
    "extend": {"type": "string", "description": "Entities and the properties that are fetched, in JSON."},
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {FORM: {"schema": {"type": "object", "properties": _ASKED}}},
    }
}

Prefix = Annotated[str, Query(max_length=200, description="What is written so far.", examples=["oak"])]
Cursor = Annotated[int, Query(ge=0, le=100_000, description="How many suggestions are left out.")]
Id = Annotated[str, Query(max_length=300, description="A key.", examples=["magistrates-court/oakham"])]
Asked = Annotated[str | None, Query(description="In JSON, as the specification has it.")]


def reconcile(server: Server) -> APIRouter:
    """The routes of `/reconcile`."""
    router = APIRouter(prefix="/reconcile", tags=["reconcile"])

    @router.get(
        "",
        operation_id="reconcile",
        response_model=Manifest | Results | Extended,
        responses=problems(),
    )
    async def asked(request: Request, queries: Asked = None, extend: Asked = None) -> Response:
        """What the service is; with a parameter, the answer to a small batch or the values of properties."""
        del queries, extend  # They are read where they are answered.
        if not request.url.query:
            return await answered(server, request, Call("manifest", {"origin": page_of(request).origin}))
        form = request.url.query.encode("ascii", "replace")
        return await answered(server, request, Call("reconcile", {"form": form}))

    @router.post(
        "",
        operation_id="reconcile-batch",
        response_model=Results | Extended,
        responses=problems(408, 413, 415),
        openapi_extra=_BODY,
    )
    async def batch(request: Request) -> Response:
        """The candidates of every query of a batch, or the values of properties of entities."""
        try:
            form = await _form(request, server.settings.batch, server.settings.patience)
        except ClientDisconnect:
            return Response(status_code=GONE)
        answer = await answered(server, request, Call("reconcile", {"form": form}))
        # It may be large, and nobody asks it again: it is not packed, and not kept.
        answer.headers["cache-control"] = "no-store"
        return answer

    @router.get(
        "/suggest/entity", operation_id="suggest-entity", response_model=SuggestedAll, responses=problems()
    )
    async def entity(request: Request, prefix: Prefix, cursor: Cursor = 0) -> Response:
        """Things whose name, code or postcode may be meant."""
        return await answered(server, request, Call("suggest_entity", {"prefix": prefix, "cursor": cursor}))

    @router.get(
        "/suggest/type", operation_id="suggest-type", response_model=SuggestedAll, responses=problems()
    )
    async def kind(request: Request, prefix: Prefix, cursor: Cursor = 0) -> Response:
        """Classes of things."""
        return await answered(server, request, Call("suggest_type", {"prefix": prefix, "cursor": cursor}))

    @router.get(
        "/suggest/property",
        operation_id="suggest-property",
        response_model=SuggestedAll,
        responses=problems(),
    )
    async def property_(request: Request, prefix: Prefix, cursor: Cursor = 0) -> Response:
        """Properties by which names are narrowed, and those that can be fetched."""
        return await answered(server, request, Call("suggest_property", {"prefix": prefix, "cursor": cursor}))

    @router.get("/properties", operation_id="properties", response_model=Proposals, responses=problems())
    async def properties(
        request: Request,
        type: Annotated[
            str, Query(max_length=100, description="A class.", examples=["cje:PoliceForce"])
        ] = "",
        limit: Annotated[int | None, Query(ge=1, le=1000, description="How many at most.")] = None,
    ) -> Response:
        """The properties that can be fetched of things of a class."""
        return await answered(server, request, Call("proposed", {"type": type, "limit": limit}))

    @router.get(
        "/preview",
        operation_id="preview",
        response_class=Response,
        responses={
            200: {"description": "A small page.", "content": {"text/html": {}}},
            **problems(404),
        },
    )
    async def preview(request: Request, id: Id) -> Response:
        """A small page about a thing, for a frame."""
        call = Call("preview", {"key": id}, "html", page_of(request), "preview.html")
        return await answered(server, request, call)

    return router


async def _form(request: Request, most: int, patience: float) -> bytes:
    """The form in a body; Problem 408, 413 or 415."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        raise Problem(
            415,
            "No form",
            f"The body is {kind or 'of no stated type'}. Send a form of the type {FORM}.",
            {"value": kind},
            {"Accept-Post": FORM},
        )
    told = request.headers.get("content-length", "0")
    too_large = Problem(413, "Request too large", f"The body has over {most:,} bytes. Send smaller batches.")
    if told.isdigit() and int(told) > most:
        raise too_large
    parts, size = [], 0
    try:
        async with asyncio.timeout(patience):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise too_large
                parts.append(part)
    except TimeoutError:
        raise Problem(
            408,
            "The request is too slow",
            f"Its body did not end within {patience:g} s. Send it whole.",
            headers={"Connection": "close"},
        ) from None
    return b"".join(parts)
