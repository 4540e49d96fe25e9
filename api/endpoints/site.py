"""The application behind the front: the API, the linked-data documents and the pages of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.assets import STATIC
from api.calls import Page
from api.endpoints.answering import page_of
from api.endpoints.documents import documents
from api.endpoints.estate import estate
from api.endpoints.exports import exports
from api.endpoints.interface import describe
from api.endpoints.maps import maps
from api.endpoints.meta import meta
from api.endpoints.pages import pages
from api.endpoints.quality import quality
from api.endpoints.questions import questions
from api.endpoints.reconcile import reconcile
from api.endpoints.static import Static
from api.endpoints.things import things
from api.errors import MEDIA_TYPE, Problem
from api.interface import described_by, paths
from api.negotiation import HTML, PROBLEM, choose
from api.rendering import render

if TYPE_CHECKING:
    from api.server import Server


def application(server: Server) -> FastAPI:
    """Every route of the server but the endpoint's own."""
    app = FastAPI(
        title="Justice Estate",
        summary="A knowledge graph of the criminal justice estate of England and Wales.",
        docs_url=None,
        redoc_url=None,
    )
    app.mount("/static", Static(directory=STATIC))
    for routes in (meta, documents, things, estate, quality, questions, maps, reconcile, exports, pages):
        app.include_router(routes(server))

    describe(app)

    @app.get("/docs", include_in_schema=False)
    async def api(request: Request) -> Response:
        body = render("api.html", described_by(app.openapi()), page_of(request), server.release)
        return Response(body, media_type=HTML.media_type)

    def told(request: Request, problem: Problem) -> Response:
        """A problem as a page for who reads pages, else as JSON."""
        offer = choose(request.headers.get("accept", ""), (PROBLEM, HTML))
        if offer is HTML:
            page = Page(request.url.path, tuple(request.query_params.multi_items()))
            body = render("problem.html", problem, page, server.release)
        else:
            body = problem.body()
        media_type = HTML.media_type if offer is HTML else MEDIA_TYPE
        return Response(body, problem.status, problem.headers, media_type)

    @app.exception_handler(Problem)
    async def refused(request: Request, problem: Problem) -> Response:
        return told(request, problem)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        faults = [
            {
                "parameter": ".".join(map(str, each["loc"][1:])),
                "value": each.get("input"),
                "fault": each["msg"],
            }
            for each in error.errors()
        ]
        detail = "; ".join(f"{fault['parameter']}: {fault['fault']}" for fault in faults)
        return told(
            request, Problem(400, "The request cannot be understood", f"{detail}.", {"faults": faults})
        )

    @app.exception_handler(HTTPException)
    async def nothing(request: Request, error: HTTPException) -> Response:
        detail = f"There is nothing at {request.url.path}." if error.status_code == 404 else str(error.detail)
        return told(
            request, Problem(error.status_code, str(error.detail), detail, headers=error.headers or {})
        )

    described = app.openapi

    def openapi() -> dict[str, Any]:
        told = described()
        told["paths"] |= paths()
        return told

    app.openapi = openapi  # type: ignore[method-assign]
    return app
