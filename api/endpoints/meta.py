"""Whether the server lives, is ready, and what it does: for those who run it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.errors import MEDIA_TYPE, Problem
from api.interface import paths

if TYPE_CHECKING:
    from api.app import Server


class Health(BaseModel):
    """That the server answers at all."""

    status: Literal["ok"] = Field(default="ok", description="Always ok: whoever is not answers nothing.")


class Readiness(BaseModel):
    """Whether queries are answered, and from what."""

    ready: bool = Field(description="Whether queries are answered.")
    release: str | None = Field(
        description="The day of the release, if one is served.", examples=["2026-11-23"]
    )
    rdfc10_sha256: str | None = Field(description="The hash of its dataset.")
    problem: str | None = Field(description="Why it is not ready.")


def meta(server: Server) -> FastAPI:
    """The part of the server that FastAPI serves."""
    app = FastAPI(
        title="Justice Estate",
        summary="A knowledge graph of the criminal justice estate of England and Wales.",
        docs_url="/docs",
    )

    @app.get("/health", operation_id="health", tags=["operation"])
    def health() -> Health:
        """Whether the server lives."""
        return Health()

    @app.get("/ready", operation_id="ready", tags=["operation"], responses={503: {"model": Readiness}})
    def ready() -> Response:
        """Whether queries are answered; 503 with the reason if not."""
        metadata = server.release.metadata if server.release else None
        told = Readiness(
            ready=server.ready,
            release=metadata.date if metadata else None,
            rdfc10_sha256=metadata.rdfc10_sha256 if metadata else None,
            problem=server.problem or None,
        )
        return JSONResponse(told.model_dump(), 200 if server.ready else 503)

    @app.get("/metrics", operation_id="metrics", tags=["operation"], response_class=Response)
    def metrics() -> Response:
        """Counts and times in the text format of Prometheus."""
        known = server.metrics
        for how, count in asdict(server.workers.counts).items():
            known.ended.labels(how).set(count)
        known.running.set(server.workers.running)
        known.queued.set(server.workers.queued)
        known.processes.set(server.workers.counts.started)
        for what in ("hits", "misses", "size"):
            known.cache.labels(what).set(getattr(server.cache, what))
        return Response(known.text(), media_type="text/plain; version=0.0.4")

    @app.exception_handler(HTTPException)
    async def told(request: Request, error: HTTPException) -> Response:
        detail = f"There is nothing at {request.url.path}." if error.status_code == 404 else str(error.detail)
        problem = Problem(error.status_code, str(error.detail), detail)
        return Response(problem.body(), error.status_code, media_type=MEDIA_TYPE)

    described = app.openapi

    def openapi() -> dict[str, Any]:
        told = described()
        told["paths"] |= paths()
        return told

    app.openapi = openapi  # type: ignore[method-assign]
    return app
