"""Things by their IRI (303) and the documents about them, in HTML, JSON and every form of RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.calls import Call
from api.endpoints.answering import At, answered, page_of
from api.negotiation import GRAPH, HTML, JSON, chosen

if TYPE_CHECKING:
    from api.server import Server

FORMS = (HTML, *GRAPH, JSON)
SUFFIXES = {"html": "html", "json": "json", "ttl": "ttl", "nt": "nt", "rdf": "xml", "jsonld": "jsonld"}


def documents(server: Server) -> APIRouter:
    """The routes of `/id` and `/doc`."""
    router = APIRouter(tags=["documents"])

    @router.get("/id/{key:path}", operation_id="identified", status_code=303, response_class=RedirectResponse)
    async def identified(request: Request, key: str) -> Response:
        """Where the document about a thing is."""
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/doc/{key}{query}", 303)

    @router.get("/doc/{key:path}", operation_id="document", response_class=Response)
    async def document(request: Request, key: str, at: At = None) -> Response:
        """The document about a thing, in the form that its suffix or Accept asks for."""
        bare, _, suffix = key.rpartition(".")
        if suffix in SUFFIXES:
            offer = chosen("", FORMS, SUFFIXES[suffix])
        else:
            bare, offer = key, chosen(request.headers.get("accept", ""), FORMS)
        if offer.format in ("html", "json"):
            call = Call("thing", {"key": bare, "at": at}, offer.format, page_of(request, at))  # type: ignore[arg-type]
        else:
            call = Call("statements", {"key": bare, "format": offer.format, "at": at})
        return await answered(server, request, call, offer.media_type)

    return router
