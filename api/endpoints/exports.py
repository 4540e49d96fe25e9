"""Downloads of the estate, its catalogue, and the feed of what changed."""

from __future__ import annotations

import re
from email.utils import formatdate
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse

from api.cache import etag
from api.calls import Call
from api.endpoints.answering import At, answered, page_of
from api.endpoints.paging import PageNumber
from api.errors import Problem
from api.exporting import Exporter, Wanted
from api.models.exports import Exports
from api.models.problems import problems
from api.negotiation import GRAPH, HTML, chosen
from graph.exports.formats import FORMATS

if TYPE_CHECKING:
    from api.server import Server

HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Content-Length, Content-Range, Accept-Ranges",
    "Cache-Control": "public, max-age=300, stale-while-revalidate=86400",
    "X-Content-Type-Options": "nosniff",
}
LATER = {"Retry-After": "5", "Preference-Applied": "respond-async", "Cache-Control": "no-store"}
"""What is told of a file that is being made; who asks again joins those who wait for it."""
SOON = 10.0
"""Seconds that are waited for who prefers an answer soon and says not how soon."""
CATALOGUES = tuple(offer for offer in GRAPH if offer.format in ("ttl", "nt", "xml", "jsonld"))
BY_FILE = {f"estate.{each.suffix}": each for each in FORMATS.values()}
Names = Annotated[list[str] | None, Query(max_length=20)]


def _wait(preferences: str) -> float | None:
    """How many seconds to wait for a file, by the header `Prefer`; None for as long as it takes."""
    words = [word.strip().lower() for word in re.split("[,;]", preferences)]
    if "respond-async" not in words:
        return None
    waits = (word.removeprefix("wait=") for word in words if word.startswith("wait="))
    return next((float(seconds) for seconds in waits if seconds.isdecimal()), SOON)


def exports(server: Server) -> APIRouter:
    """The routes of `/exports`, `/catalogue` and `/.well-known/void`."""
    router = APIRouter()
    exporter = Exporter()

    @router.get(
        "/api/v1/exports",
        operation_id="exports",
        response_model=Exports,
        tags=["exports"],
        responses=problems(),
    )
    async def listed(request: Request) -> Response:
        """The formats in which the estate can be had, each with its address."""
        return await answered(server, request, Call("exports", {}))

    @router.get("/exports", include_in_schema=False)
    async def page(request: Request, at: At = None) -> Response:
        call = Call("exports", {}, "html", page_of(request, at or None), "exports.html")
        return await answered(server, request, call)

    @router.api_route("/exports/", methods=["GET", "HEAD"], include_in_schema=False)
    async def slash() -> Response:
        return RedirectResponse("/exports", 308)

    @router.api_route("/exports/{name}", methods=["GET", "HEAD"], include_in_schema=False)
    async def file(
        request: Request, name: str, at: At = None, graph: Names = None, kind: Names = None
    ) -> Response:
        """A file, whole or in ranges; one that nobody has asked for is made first.

        202 and no file for who prefers that to waiting (`Prefer: respond-async, wait=10`; RFC 7240).
        """
        format = BY_FILE.get(name)
        if format is None:
            known = ", ".join(BY_FILE)
            raise Problem(404, "There is no such export", f"There is no {name}. There are: {known}.")
        if server.release is None:
            raise Problem(503, "No release is served", "Files are served, which are not exported.")
        wanted = Wanted(format, at or "", tuple(graph or ()), tuple(kind or ()))
        query = request.url.query.encode()
        tag = etag(server.version, name.encode(), query)
        told = {**HEADERS, "ETag": tag.decode()}
        if tag in {each.strip() for each in request.headers.get("if-none-match", "").encode().split(b",")}:
            return Response(status_code=304, headers=told)
        path = await exporter.file(server.release, wanted, _wait(request.headers.get("prefer", "")))
        if path is None:
            made = {"status": "being made", "file": wanted.name}
            return JSONResponse(made, 202, {**HEADERS, **LATER})
        told["Last-Modified"] = formatdate(path.stat().st_mtime, usegmt=True)
        return FileResponse(path, headers=told, media_type=format.media_type, filename=wanted.name)

    @router.get("/feed/changes.atom", include_in_schema=False)
    async def feed(request: Request, page: PageNumber = 1) -> Response:
        call = Call("feed", {"origin": page_of(request).origin, "page": page})
        return await answered(server, request, call, "application/atom+xml; charset=utf-8")

    @router.get("/catalogue", include_in_schema=False)
    @router.get("/.well-known/void", include_in_schema=False)
    async def catalogue(request: Request) -> Response:
        offer = chosen(request.headers.get("accept", ""), (*CATALOGUES, HTML))
        if offer.format == HTML.format:  # What the catalogue says, for people.
            return RedirectResponse("/exports", 303, {"Vary": "Accept"})
        return await answered(
            server, request, Call("catalogue_text", {"format": offer.format}), offer.media_type
        )

    return router
