"""Whether the server lives, is ready, and what it does: for those who run it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Literal

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from api import operation
from api.operation import UNKEPT

if TYPE_CHECKING:
    from api.server import Server


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
    settled: bool = Field(description="Whether it answers as fast as it will: from memory, with all loaded.")
    problem: str | None = Field(description="Why it is not ready.")


def meta(server: Server) -> APIRouter:
    """What tells how the server does; none of it is kept."""
    router = APIRouter(tags=["operation"])

    @router.get("/health", operation_id="health")
    def health(response: Response) -> Health:
        """Whether the server lives."""
        response.headers.update(UNKEPT)
        return Health(**operation.health())

    @router.get("/ready", operation_id="ready", responses={503: {"model": Readiness}})
    def ready() -> Response:
        """Whether queries are answered; 503 with the reason if not."""
        status, told = operation.readiness(server)
        return JSONResponse(told, status, UNKEPT)

    @router.get("/metrics", operation_id="metrics", response_class=Response)
    def metrics() -> Response:
        """Counts and times in the text format of Prometheus."""
        known = server.metrics
        for how, count in asdict(server.workers.counts).items():
            known.ended.labels(how).set(count)
        if server.lookups:
            known.ended.labels("looked_up").set(server.lookups.answered)
        known.running.set(server.workers.running)
        known.queued.set(server.workers.queued)
        known.processes.set(server.workers.counts.started)
        for what in ("hits", "misses", "size"):
            known.cache.labels(what).set(getattr(server.cache, what))
        return Response(known.text(), 200, UNKEPT, "text/plain; version=0.0.4")

    return router
