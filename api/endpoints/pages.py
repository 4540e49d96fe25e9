"""The pages of the site that are no documents of things."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse

from api.assets import STATIC
from api.calls import Call
from api.endpoints.answering import At, answered, page_of
from api.endpoints.paging import PageNumber
from api.errors import Problem
from api.negotiation import GRAPH, HTML, chosen
from graph.queries import catalogue

if TYPE_CHECKING:
    from api.server import Server

FILTERS = ("kind", "state", "region", "area", "force", "cps_area", "scheme")
TERMS = (HTML, *(offer for offer in GRAPH if offer.format in ("ttl", "nt", "xml", "jsonld")))
"""The forms of the ontology."""
SUFFIX = {"xml": "rdf"}
VERSION = re.compile(r"\d+(\.\d+)+")
Text = Annotated[str, Query(max_length=200)]


def pages(server: Server) -> APIRouter:
    """The routes of the site, in HTML alone: what they show the API gives as data."""
    router = APIRouter(include_in_schema=False)

    async def shown(
        request: Request, call: str, template: str, day: str | None = None, **arguments: object
    ) -> Response:
        asked = Call(call, arguments, "html", page_of(request, day), template)
        return await answered(server, request, asked)

    @router.get("/favicon.ico")
    async def icon() -> Response:
        return FileResponse(STATIC / "icon.svg", media_type="image/svg+xml")

    @router.get("/")
    async def home(request: Request, at: At = None) -> Response:
        return await shown(request, "home", "home.html", at or None, at=at or None)

    @router.get("/search")
    async def search(request: Request, q: Text = "", at: At = None, page: PageNumber = 1) -> Response:
        filters = {name: tuple(request.query_params.getlist(name)) for name in FILTERS}
        filters = {name: values for name, values in filters.items() if any(values)}
        return await shown(
            request, "things", "search.html", at or None,
            query=q, at=at or None, filters=filters, sort=request.query_params.get("sort", ""), page=page,
        )  # fmt: skip

    @router.get("/questions")
    async def questions(request: Request, at: At = None) -> Response:
        return await shown(request, "questions", "questions.html", at)

    @router.get("/questions/{name}")
    async def question(request: Request, name: str, at: At = None) -> Response:
        known = catalogue("answer")
        query = known.get(name) or next((each for each in known.values() if each.answers == name), None)
        day = at if at and (query is None or query.dated) else None
        arguments = {key: value for key, value in request.query_params.items() if key != "at"}
        return await shown(request, "question", "question.html", at, name=name, arguments=arguments, at=day)

    @router.get("/changes")
    async def changes(request: Request, at: At = None, page: PageNumber = 1) -> Response:
        given = {name: request.query_params.get(name, "") for name in ("from", "to", "kind", "area")}
        return await shown(
            request, "changes", "changes.html", at,
            since=given["from"] or None, until=given["to"] or at or None, kind=given["kind"],
            area=given["area"], newest_first=True, page=page,
        )  # fmt: skip

    @router.get("/compare")
    async def compare(request: Request, at: At = None, page: PageNumber = 1) -> Response:
        given = {name: request.query_params.get(name, "") for name in ("from", "to", "kind", "area")}
        issued = server.release.metadata.date if server.release else ""
        return await shown(
            request, "diff", "compare.html", at,
            before=given["from"] or "2010-01-01", after=given["to"] or at or issued, kind=given["kind"],
            area=given["area"], page=page,
        )  # fmt: skip

    @router.get("/sources")
    async def sources(
        request: Request,
        q: Text = "",
        kind: Text = "",
        licence: Text = "",
        sort: Literal["claims", "title", "date"] = "claims",
        at: At = None,
        page: PageNumber = 1,
    ) -> Response:
        return await shown(
            request, "sources", "sources.html", at,
            query=q, kind=kind, licence=licence, sort=sort, page=page,
        )  # fmt: skip

    @router.get("/sources/{key:path}")
    async def source(request: Request, key: str, at: At = None, page: PageNumber = 1) -> Response:
        return await shown(request, "source", "source.html", at, key=f"source/{key}", page=page)

    @router.get("/quality")
    async def quality(request: Request, kind: Text = "", at: At = None) -> Response:
        return await shown(request, "quality", "quality.html", at, kind=kind)

    @router.get("/timeline")
    async def timeline(request: Request, at: At = None) -> Response:
        return await shown(request, "curve", "curve.html", at)

    @router.get("/about")
    async def about(request: Request, at: At = None) -> Response:
        return await shown(request, "about", "about.html", at)

    @router.get("/report")
    async def report(request: Request, at: At = None) -> Response:
        return await shown(request, "report", "report.html", at, given=dict(request.query_params))

    @router.get("/explore")
    async def explore(request: Request, thing: Text = "", to: Text = "", at: At = None) -> Response:
        return await shown(request, "explored", "explore.html", at or None, thing=thing, to=to, at=at or None)

    @router.get("/sparql")
    async def editor(request: Request, question: Text = "", at: At = None) -> Response:
        given = {key: value for key, value in request.query_params.items() if key not in ("question", "at")}
        return await shown(
            request, "editor", "sparql.html", at or None,
            deadline=server.settings.deadline, name=question, arguments=given if question else {},
        )  # fmt: skip

    @router.get("/ontology")
    async def ontology(request: Request, at: At = None) -> Response:
        offer = chosen(request.headers.get("accept", ""), TERMS)
        if offer is HTML:
            return await shown(request, "ontology", "ontology.html", at)
        call = Call("ontology_text", {"format": offer.format})
        return await answered(server, request, call, offer.media_type)

    @router.get("/ontology.{suffix}")
    async def document(request: Request, suffix: str, at: At = None) -> Response:
        if suffix == "html":
            return await shown(request, "ontology", "ontology.html", at)
        if suffix == "svg":
            return await answered(server, request, Call("ontology_diagram", {}), "image/svg+xml")
        offer = next((each for each in TERMS[1:] if suffix in (each.format, SUFFIX.get(each.format))), None)
        if offer is None:
            raise Problem(
                404, "There is no such form", "The ontology is had as html, ttl, nt, rdf, jsonld, svg."
            )
        call = Call("ontology_text", {"format": offer.format})
        return await answered(server, request, call, offer.media_type)

    @router.get("/ontology/{name}")
    async def term(request: Request, name: str, at: At = None) -> Response:
        if VERSION.fullmatch(name):
            offer = chosen(request.headers.get("accept", ""), TERMS)
            if offer is HTML:
                return await shown(request, "ontology_version", "ontology.html", at, version=name)
            call = Call("ontology_text", {"format": offer.format, "version": name})
            return await answered(server, request, call, offer.media_type)
        offer = chosen(request.headers.get("accept", ""), TERMS)
        if offer is HTML:
            return await shown(request, "term", "term.html", at, name=name)
        call = Call("ontology_text", {"format": offer.format, "name": name})
        return await answered(server, request, call, offer.media_type)

    return router
