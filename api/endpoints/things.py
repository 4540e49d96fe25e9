"""Things of the estate: searched and filtered, and each with what is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from api.calls import Call
from api.endpoints.answering import At, answered
from api.endpoints.paging import PageNumber, PerPage, linked
from api.models.listing import Suggestions, Things
from api.models.problems import problems

if TYPE_CHECKING:
    from api.server import Server

Keys = Annotated[list[str] | None, Query(max_length=20)]


def _keys(description: str, example: str) -> object:
    return Query(max_length=20, description=description, examples=[[example]])


Kinds = Annotated[list[str] | None, _keys("Only things of these kinds.", "magistrates-court")]
States = Annotated[
    list[Literal["standing", "closed", "uncertain"]] | None,
    _keys("Only things in these states, on the day or else today.", "closed"),
]
Regions = Annotated[
    list[str] | None, _keys("Only things in these court regions, by key.", "court-region/midlands")
]
Areas = Annotated[
    list[str] | None,
    _keys("Only what belongs to these areas of any kind, by key or name.", "criminal-justice-area/33"),
]
Forces = Annotated[
    list[str] | None, _keys("Only what belongs to these police forces.", "police-force/leicestershire")
]
CPSAreas = Annotated[
    list[str] | None,
    _keys("Only what belongs to these CPS areas.", "cps-area/1999/leicestershire-and-rutland"),
]
Schemes = Annotated[list[str] | None, _keys("Only areas of these schemes.", "area-scheme/cps-42-areas")]
Text = Annotated[
    str,
    Query(
        max_length=200,
        description="A name of any time, in English or Welsh, misspelt perhaps; a code; or a postcode.",
        examples=["oakam"],
    ),
]
Sort = Annotated[
    str,
    Query(
        description="relevance, label, kind, began or ended; with a minus before it the other way round.",
        examples=["label", "-ended"],
    ),
]


def things(server: Server) -> APIRouter:
    """The routes of `/api/v1/things` and `/api/v1/suggest`."""
    router = APIRouter(prefix="/api/v1", tags=["things"])

    @router.get("/things", operation_id="things", response_model=Things, responses=problems(404, 409))
    async def listed(
        request: Request,
        q: Text = "",
        at: At = None,
        kind: Kinds = None,
        state: States = None,
        region: Regions = None,
        area: Areas = None,
        force: Forces = None,
        cps_area: CPSAreas = None,
        scheme: Schemes = None,
        sort: Sort = "",
        page: PageNumber = 1,
        per_page: PerPage = 25,
    ) -> Response:
        """The things that fit, a page at a time, with the filters by which they can be narrowed."""
        filters = {
            "kind": kind,
            "state": state,
            "region": region,
            "area": area,
            "force": force,
            "cps_area": cps_area,
            "scheme": scheme,
        }
        arguments = {
            "query": q,
            "at": at,
            "filters": {name: tuple(values) for name, values in filters.items() if values},
            "sort": sort,
            "page": page,
            "per_page": per_page,
        }
        return linked(request, await answered(server, request, Call("things", arguments)))

    @router.get("/suggest", operation_id="suggest", response_model=Suggestions, responses=problems())
    async def suggested(
        request: Request,
        q: Text,
        at: At = None,
        count: Annotated[int, Query(ge=1, le=20, description="How many at most.")] = 8,
    ) -> Response:
        """The things that a text most likely means, the likeliest first."""
        return await answered(server, request, Call("suggest", {"query": q, "at": at, "count": count}))

    return router
