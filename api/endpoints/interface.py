"""The description of the interface in OpenAPI: problems have their own media type, and none is a 422."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from api.errors import MEDIA_TYPE

_NOT_SENT = ("HTTPValidationError", "ValidationError")
"""What FastAPI declares for parameters that cannot be: here that is a problem of the status 400."""


def describe(app: FastAPI) -> None:
    """Make an application describe what it answers, problems by their own media type."""
    made = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _mended(made())  # What is made is kept, and mended in place.
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _mended(described: dict[str, Any]) -> dict[str, Any]:
    for operations in described["paths"].values():
        for operation in operations.values():
            responses = operation["responses"]
            responses.pop("422", None)
            for response in responses.values():
                if "/ProblemDetails" in str(response):
                    _as_problem(response)
    schemas = described.get("components", {}).get("schemas", {})
    for name in _NOT_SENT:
        schemas.pop(name, None)
    return described


def _as_problem(response: dict[str, Any]) -> None:
    told: dict[str, Any] = next(iter(response.get("content", {}).values()), {})
    response["content"] = {MEDIA_TYPE: told}
