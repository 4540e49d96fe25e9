"""The estate as a whole: ways through it, places in it, and what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response

from api.calls import Call
from api.endpoints.answering import At, answered
from api.endpoints.paging import PageNumber, PerPage, linked
from api.models.changes import Changes, Diff
from api.models.links import Located, NearTo, Ways
from api.models.problems import problems

if TYPE_CHECKING:
    from api.server import Server

Name = Annotated[
    str, Query(max_length=200, description="A thing by its key, or by a name that it alone bears.")
]
Latitude = Annotated[
    float, Query(alias="lat", ge=-90, le=90, description="Degrees north (WGS 84).", examples=[52.67])
]
Longitude = Annotated[
    float, Query(alias="lon", ge=-180, le=180, description="Degrees east.", examples=[-0.73])
]
Kind = Annotated[str, Query(max_length=100, description="Only of this kind.", examples=["closure"])]
Area = Annotated[
    str,
    Query(
        max_length=200,
        description="Only what concerns this area, force or CPS area, by key or name.",
        examples=["criminal-justice-area/33"],
    ),
]


def estate(server: Server) -> APIRouter:
    """The routes of `/api/v1/path`, `near`, `locate`, `changes` and `diff`."""
    router = APIRouter(prefix="/api/v1", tags=["estate"])

    @router.get("/path", operation_id="path", response_model=Ways, responses=problems(404, 409))
    async def path(
        request: Request,
        start: Annotated[Name, Query(alias="from", examples=["magistrates-court/oakham"])],
        end: Annotated[Name, Query(alias="to", examples=["police-force/leicestershire"])],
        at: At = None,
        count: Annotated[int, Query(ge=1, le=10, description="How many ways at most.")] = 3,
    ) -> Response:
        """How two things are linked, the shortest ways first."""
        arguments = {"start": start, "end": end, "at": at, "limit": count}
        return await answered(server, request, Call("path", arguments))

    @router.get("/near", operation_id="near", response_model=NearTo, responses=problems(404, 409))
    async def near(
        request: Request,
        latitude: Annotated[
            float | None, Query(alias="lat", ge=-90, le=90, description="Degrees north.")
        ] = None,
        longitude: Annotated[
            float | None, Query(alias="lon", ge=-180, le=180, description="Degrees east.")
        ] = None,
        place: Annotated[
            str, Query(max_length=200, description="A thing that has a place, by key or name.")
        ] = "",
        kind: Annotated[list[str] | None, Query(max_length=10, description="Kinds of things sought.")] = None,
        at: At = None,
        count: Annotated[int, Query(ge=1, le=100, description="How many at most.")] = 10,
    ) -> Response:
        """What stands nearest to a point or a thing, on a day or today: courts, or of other kinds."""
        arguments: dict[str, object] = {
            "latitude": latitude,
            "longitude": longitude,
            "place": place,
            "at": at,
            "count": count,
        }
        if kind:
            arguments["kinds"] = tuple(kind)
        return await answered(server, request, Call("near", arguments))

    @router.get("/locate", operation_id="locate", response_model=Located, responses=problems())
    async def locate(request: Request, latitude: Latitude, longitude: Longitude) -> Response:
        """In which police area a point lies, or which is the nearest."""
        return await answered(server, request, Call("locate", {"latitude": latitude, "longitude": longitude}))

    @router.get("/changes", operation_id="changes", response_model=Changes, responses=problems(404, 409))
    async def changes(
        request: Request,
        since: Annotated[
            str | None, Query(alias="from", description="The first day.", examples=["2011-01-01"])
        ] = None,
        until: Annotated[
            str | None, Query(alias="to", description="The last day.", examples=["2011-12-31"])
        ] = None,
        kind: Kind = "",
        area: Area = "",
        newest_first: Annotated[bool, Query(description="Whether the newest goes first.")] = False,
        page: PageNumber = 1,
        per_page: PerPage = 50,
    ) -> Response:
        """What changed from one day to another, both included, in order of time."""
        arguments = {
            "since": since,
            "until": until,
            "kind": kind,
            "area": area,
            "newest_first": newest_first,
            "page": page,
            "per_page": per_page,
        }
        return linked(request, await answered(server, request, Call("changes", arguments)))

    @router.get("/diff", operation_id="diff", response_model=Diff, responses=problems(404, 409))
    async def diff(
        request: Request,
        before: Annotated[str, Query(alias="from", description="The earlier day.", examples=["2005-01-01"])],
        after: Annotated[str, Query(alias="to", description="The later day.", examples=["2015-01-01"])],
        kind: Annotated[str, Query(max_length=100, description="Only things of this kind.")] = "",
        area: Area = "",
        page: PageNumber = 1,
        per_page: PerPage = 50,
    ) -> Response:
        """How the estate differs between two days, thing by thing."""
        arguments = {
            "before": before,
            "after": after,
            "kind": kind,
            "area": area,
            "page": page,
            "per_page": per_page,
        }
        return linked(request, await answered(server, request, Call("diff", arguments)))

    return router
