"""What every route of the API and the site does alike: read the day, ask, and send what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Query, Request, Response

from api.asking import GONE, asked_of
from api.calls import Call, Page
from api.negotiation import HTML, JSON

if TYPE_CHECKING:
    from api.server import Server

At = Annotated[
    str | None,
    Query(
        description="The day on which the estate is seen, in ISO 8601; without it all times are told.",
        examples=["2008-12-31"],
    ),
]


def page_of(request: Request, at: str | None = None) -> Page:
    """What a page needs to know of a request."""
    origin = f"{request.url.scheme}://{request.url.netloc}"
    return Page(request.url.path, tuple(request.query_params.multi_items()), at or "", origin)


async def answered(server: Server, request: Request, call: Call, media_type: str = "") -> Response:
    """The answer to a call; Problem if there is none."""
    client = request.client.host if request.client else ""
    body = await asked_of(server, call, client, server.settings.deadline, request.receive)
    if body is None:
        return Response(status_code=GONE)
    return Response(body, media_type=media_type or (HTML if call.form == "html" else JSON).media_type)
