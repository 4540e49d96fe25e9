"""Where sources disagree, what checks found, and the sources themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from api.calls import Call
from api.endpoints.answering import answered
from api.endpoints.paging import PageNumber, PerPage, linked
from api.models.problems import problems
from api.models.quality import Conflicts, Sources, SourceTold, Validation

if TYPE_CHECKING:
    from api.server import Server


def quality(server: Server) -> APIRouter:
    """The routes of `/api/v1/conflicts`, `validation` and `sources`."""
    router = APIRouter(prefix="/api/v1", tags=["quality"])

    @router.get(
        "/conflicts", operation_id="conflicts", response_model=Conflicts, responses=problems(404, 409)
    )
    async def conflicts(
        request: Request,
        property: Annotated[
            str, Query(max_length=100, description="Only of this property.", examples=["cje:point"])
        ] = "",
        thing: Annotated[str, Query(max_length=200, description="Only of this thing, by key or name.")] = "",
        page: PageNumber = 1,
        per_page: PerPage = 50,
    ) -> Response:
        """Where sources disagree, with both values, who says each, and what was chosen and why."""
        arguments = {"property": property, "thing": thing, "page": page, "per_page": per_page}
        return linked(request, await answered(server, request, Call("conflicts", arguments)))

    @router.get("/validation", operation_id="validation", response_model=Validation, responses=problems())
    async def validation(
        request: Request,
        rule: Annotated[
            str,
            Query(max_length=100, description="Only of this shape or check.", examples=["ChangeEvent-date"]),
        ] = "",
        kind: Annotated[
            str,
            Query(
                max_length=100, description="The class whose coverage is told.", examples=["cje:Courthouse"]
            ),
        ] = "",
        page: PageNumber = 1,
        per_page: PerPage = 50,
    ) -> Response:
        """What the shapes and the checks found in the release, and for how many things what is known."""
        arguments = {"rule": rule, "kind": kind, "page": page, "per_page": per_page}
        return linked(request, await answered(server, request, Call("validation", arguments)))

    @router.get("/sources", operation_id="sources", response_model=Sources, responses=problems())
    async def sources(
        request: Request,
        q: Annotated[str, Query(max_length=200, description="Words of a title, publisher or key.")] = "",
        kind: Annotated[str, Query(max_length=100, description="Only of this kind, as it is told.")] = "",
        licence: Annotated[
            str, Query(max_length=100, description="Only under this licence.", examples=["OGL-3.0"])
        ] = "",
        sort: Annotated[
            Literal["title", "claims", "date"],
            Query(description="By title, the most claims first, or the newest first."),
        ] = "title",
        page: PageNumber = 1,
        per_page: PerPage = 50,
    ) -> Response:
        """The sources, with their licences and how much rests on each."""
        arguments = {
            "query": q,
            "kind": kind,
            "licence": licence,
            "sort": sort,
            "page": page,
            "per_page": per_page,
        }
        return linked(request, await answered(server, request, Call("sources", arguments)))

    @router.get("/sources/{key}", operation_id="source", response_model=SourceTold, responses=problems(404))
    async def source(request: Request, key: str, page: PageNumber = 1, per_page: PerPage = 50) -> Response:
        """One source, with what it says and no other does; its key may be told without `source/`."""
        arguments = {"key": key, "page": page, "per_page": per_page}
        return linked(request, await answered(server, request, Call("source", arguments)))

    return router
