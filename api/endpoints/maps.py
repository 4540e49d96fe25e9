"""The map: as data, as a picture, and as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.calls import Call
from api.endpoints.answering import At, answered, page_of
from api.models.problems import problems

if TYPE_CHECKING:
    from api.server import Server

GEOJSON = "application/geo+json"
_FORM: dict[int | str, dict[str, Any]] = {
    200: {"description": "A FeatureCollection (RFC 7946).", "content": {GEOJSON: {}}}
}
Some = Annotated[list[str] | None, Query(max_length=20, description="Only courts that have one of these.")]


def maps(server: Server) -> APIRouter:
    """The routes of the map."""
    router = APIRouter(tags=["map"])

    def chosen(at: str | None, kind: Some, region: Some, state: Some, programme: Some) -> dict[str, object]:
        given = {"kind": kind, "region": region, "state": state, "programme": programme}
        return {"at": at or None} | {
            name: tuple(filter(None, values or ())) for name, values in given.items()
        }

    @router.get("/api/v1/map", operation_id="map", response_class=Response, responses=_FORM | problems())
    async def courts(
        request: Request,
        at: At = None,
        kind: Some = None,
        region: Some = None,
        state: Some = None,
        programme: Some = None,
    ) -> Response:
        """The courts that have a place, with their lives, as GeoJSON; on a day with their state then."""
        return await answered(
            server, request, Call("geojson", chosen(at, kind, region, state, programme)), GEOJSON
        )

    @router.get("/api/v1/areas", operation_id="areas", response_class=Response, responses=_FORM | problems())
    async def areas(request: Request) -> Response:
        """The police areas in outline, as GeoJSON: those of December 2020."""
        return await answered(server, request, Call("outlines", {}), GEOJSON)

    @router.get("/map.svg", include_in_schema=False)
    async def drawn(
        request: Request,
        at: At = None,
        kind: Some = None,
        region: Some = None,
        state: Some = None,
        programme: Some = None,
    ) -> Response:
        call = Call("picture", chosen(at, kind, region, state, programme))
        return await answered(server, request, call, "image/svg+xml")

    @router.get("/map", include_in_schema=False)
    async def page(
        request: Request,
        at: At = None,
        kind: Some = None,
        region: Some = None,
        state: Some = None,
        programme: Some = None,
    ) -> Response:
        call = Call(
            "courts_map", chosen(at, kind, region, state, programme), "html", page_of(request, at), "map.html"
        )
        return await answered(server, request, call)

    return router
