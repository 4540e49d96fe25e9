"""What a request is told that cannot be answered, as OpenAPI declares it (RFC 9457)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.models.things import Model


class ProblemDetails(Model):
    """Why there is no answer, and what would be right."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Nothing is known by that name"])
    """What is wrong, in short."""
    status: int = Field(examples=[404])
    """The status of the answer."""
    detail: str = Field(examples=["Nothing is called 'oakhm'. Like it: Oakham (magistrates-court/oakham)"])
    """What is wrong with what was asked for, and what would be right."""


_TOLD = {
    400: "A parameter or a date cannot be understood.",
    404: "Nothing is known by that key, or it was not there on that day.",
    408: "The body did not end in time.",
    409: "Several things bear that name.",
    413: "The body is too large.",
    415: "The body is no form.",
    503: "No query process is free, or no release is served.",
    504: "The answer took too long.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that an operation may answer with, as FastAPI takes them; 400, 503 and 504 always."""
    return {
        status: {"model": ProblemDetails, "description": _TOLD[status]}
        for status in sorted({400, 503, 504, *statuses})
    }
