"""Things of the estate: searched and filtered, and each with what is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from api.calls import Call
from api.endpoints.answering import At, answered
from api.endpoints.paging import PageNumber, PerPage, linked
from api.models.links import Claims
from api.models.listing import Suggestions, Things
from api.models.neighbours import Neighbours
from api.models.problems import problems
from api.models.things import Thing
from api.models.timelines import Timeline

if TYPE_CHECKING:
    from api.server import Server


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
Kind = Annotated[
    str, Path(max_length=100, description="The first part of a key.", examples=["magistrates-court"])
]
Key = Annotated[
    str,
    Path(
        max_length=200, description="The rest of the key; a slash in it may be escaped.", examples=["oakham"]
    ),
]
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

    @router.get(
        "/things/{kind}/{key:path}/neighbours",
        operation_id="neighbours",
        response_model=Neighbours,
        responses=problems(404),
    )
    async def neighbours(
        request: Request,
        kind: Kind,
        key: Key,
        at: At = None,
        most: Annotated[int, Query(ge=1, le=500, description="How many things of a group at most.")] = 25,
    ) -> Response:
        """What a thing is linked to, in groups by how it is; after its end, only what tells of the past."""
        arguments = {"key": f"{kind}/{key}", "at": at, "most": most}
        return await answered(server, request, Call("neighbours", arguments))

    @router.get(
        "/things/{kind}/{key:path}/timeline",
        operation_id="timeline",
        response_model=Timeline,
        responses=problems(404),
    )
    async def timeline(request: Request, kind: Kind, key: Key) -> Response:
        """The life of a thing: names, codes, buildings and areas in time, what happened, how it was rated."""
        return await answered(server, request, Call("timeline", {"key": f"{kind}/{key}"}))

    @router.get(
        "/things/{kind}/{key:path}/claims",
        operation_id="claims",
        response_model=Claims,
        responses=problems(404),
    )
    async def claims(
        request: Request,
        kind: Kind,
        key: Key,
        property: Annotated[
            str, Query(max_length=100, description="Only of this property.", examples=["cje:ouCode"])
        ] = "",
        page: PageNumber = 1,
        per_page: PerPage = 50,
    ) -> Response:
        """Every claim about a thing and every one that names it, with its source or rule."""
        arguments = {"key": f"{kind}/{key}", "property": property, "page": page, "per_page": per_page}
        return linked(request, await answered(server, request, Call("claims", arguments)))

    @router.get(
        "/things/{kind}/{key:path}", operation_id="thing", response_model=Thing, responses=problems(404)
    )
    async def thing(request: Request, kind: Kind, key: Key, at: At = None) -> Response:
        """One thing told whole, with who says what; of a day on which it was not there, what followed."""
        return await answered(server, request, Call("thing", {"key": f"{kind}/{key}", "at": at}))

    return router
