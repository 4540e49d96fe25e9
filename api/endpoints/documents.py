"""Things by their IRI (303) and the documents about them, in HTML, JSON and every form of RDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic_core import from_json

from api.calls import Call
from api.endpoints.answering import At, answered, page_of
from api.errors import Problem
from api.models.documents import TimeMap
from api.models.problems import problems
from api.negotiation import GRAPH, HTML, JSON, Offer, chosen
from graph.context import context_document
from graph.document import CONTEXT
from graph.namespaces import Names

if TYPE_CHECKING:
    from api.server import Server

TRIPLES = tuple(offer for offer in GRAPH if offer.format in ("ttl", "nt", "xml", "jsonld"))
CSV = Offer("text/csv; charset=utf-8", "csv")
FORMS = (HTML, JSON, *TRIPLES, CSV)
"""JSON before JSON-LD, which goes by its media type too."""
SUFFIXES = {
    "html": "html",
    "json": "json",
    "ttl": "ttl",
    "nt": "nt",
    "rdf": "xml",
    "jsonld": "jsonld",
    "csv": "csv",
}
LINK_FORMAT = Offer("application/link-format", "link-format")
EVIDENCE = frozenset("claim conflict gap geometry lifespan list omission rule source".split())
"""The first parts of keys of what is no thing of the estate, and stands behind what is said of things."""


def documents(server: Server) -> APIRouter:
    """The routes of `/id`, `/doc`, `/timemap` and the context of JSON-LD."""
    router = APIRouter(tags=["documents"])

    def names() -> Names:
        return server.release.names if server.release else Names()

    @router.get(
        "/id/{key:path}",
        operation_id="identified",
        status_code=303,
        response_class=RedirectResponse,
        responses={303: {"description": "Where the document is."}},
    )
    async def identified(request: Request, key: str) -> Response:
        """Where the document about a thing is."""
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/doc/{quote(key)}{query}", 303)

    @router.get(
        "/doc/{key:path}",
        operation_id="document",
        response_class=Response,
        responses={
            200: {
                "description": "The document, with links to its other forms.",
                "content": {offer.essence: {} for offer in FORMS if offer is not JSON}
                | {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
            },
            **problems(404),
        },
    )
    async def document(request: Request, key: str, at: At = None) -> Response:
        """The document about a thing, in the form that its suffix or Accept asks for.

        It answers also of a day on which the thing was not there: with its lives and what came after it.
        """
        bare, _, suffix = key.rpartition(".")
        if suffix in SUFFIXES:
            offer = next(each for each in FORMS if each.format == SUFFIXES[suffix])
        else:
            bare, offer = key, chosen(request.headers.get("accept", ""), FORMS)
        if offer.format in ("html", "json"):
            page = page_of(request, at)
            behind = bare.partition("/")[0] in EVIDENCE
            name, arguments = ("evidence", {"key": bare}) if behind else ("thing", {"key": bare, "at": at})
            template = "behind.html" if behind else "thing.html"
            if offer is HTML and not behind:
                name = "profile"
            call = Call(name, arguments, offer.format, page, template)  # type: ignore[arg-type]
        elif offer is CSV:
            call = Call("thing_rows", {"key": bare})
        else:
            call = Call("statements", {"key": bare, "format": offer.format, "at": at})
        try:
            response = await answered(server, request, call, offer.media_type)
        except Problem as problem:
            if problem.status != 404 or call.name not in ("thing", "profile"):
                raise
            # What was only planned has no life, and so is not in the register; statements it has.
            plain = replace(call, name="evidence", arguments={"key": bare}, template="behind.html")
            try:
                response = await answered(server, request, plain, offer.media_type)
            except Problem:
                raise problem from None
        response.headers["Link"] = _links(bare, at, names())
        return response

    @router.get(
        "/timemap/{key:path}", operation_id="timemap", response_model=TimeMap, responses=problems(404)
    )
    async def timemap(request: Request, key: str) -> Response:
        """The days on which what is shown of a thing changed, as JSON or in the link format of RFC 7089.

        What a memento is dated by there is the day that it tells of, at midnight, not when it was recorded.
        """
        offer = chosen(request.headers.get("accept", ""), (JSON, LINK_FORMAT))
        response = await answered(server, request, Call("timemap", {"key": key}))
        if offer is JSON or response.status_code != 200:
            return response
        told = from_json(bytes(response.body))
        return Response(_link_format(key, told["days"]), media_type=LINK_FORMAT.media_type)

    @router.get(CONTEXT, operation_id="context", response_class=Response)
    async def context() -> Response:
        """The context of the documents in JSON-LD, made from the ontology."""
        return Response(context_document(names()), media_type="application/ld+json")

    return router


def _links(key: str, at: str | None, names: Names) -> str:
    """The other forms of a document, the thing that it is about, and the days that there are of it."""
    path, day = f"/doc/{quote(key)}", f"?at={at}" if at else ""
    suffixes = {format_: suffix for suffix, format_ in SUFFIXES.items()}
    links = [
        f'<{path}.{suffixes[offer.format]}{day}>; rel="alternate"; type="{offer.essence}"' for offer in FORMS
    ]
    links.append(f'<{path}.ttl{day}>; rel="describedby"; type="text/turtle"')
    links.append(f'<{quote(names.thing(key), safe=":/#")}>; rel="canonical"')
    if key.partition("/")[0] not in EVIDENCE:
        links.append(f'</timemap/{quote(key)}>; rel="timemap"; type="application/link-format"')
        links.append(f'<{path}>; rel="original"')
    return ", ".join(links)


def _link_format(key: str, days: list[str]) -> str:
    """The days as a time map; the first and the last are told."""
    path = f"/doc/{quote(key)}"
    lines = [
        f'<{path}>;rel="original"',
        f'</timemap/{quote(key)}>;rel="self";type="application/link-format"',
    ]
    for place, day in enumerate(days):
        marks = ["first"] * (place == 0) + ["last"] * (place == len(days) - 1) + ["memento"]
        moment = format_datetime(datetime.combine(date.fromisoformat(day), time(), UTC), usegmt=True)
        lines.append(f'<{path}?at={day}>;rel="{" ".join(marks)}";datetime="{moment}"')
    return ",\n".join(lines) + "\n"
