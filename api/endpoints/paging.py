"""Answers of several pages: their parameters, and the links from one to the next (RFC 8288)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response
from pydantic_core import from_json
from starlette.datastructures import URL

PageNumber = Annotated[int, Query(ge=1, le=100_000, description="Which page, from 1 on.")]
PerPage = Annotated[int, Query(ge=1, le=200, description="How many to a page.")]


def linked(request: Request, response: Response) -> Response:
    """The same answer with links to its other pages; an answer that is none of a list stays as it is."""
    if response.status_code != 200:
        return response
    told = from_json(bytes(response.body))
    page, pages = told["page"], max(told["pages"], 1)
    others = {"first": 1, "prev": page - 1, "next": page + 1, "last": pages}
    links = [
        # Relative to the request: the answer is kept for whoever asks, by whatever name of the host.
        f'<{_path(request.url.include_query_params(page=number))}>; rel="{relation}"'
        for relation, number in others.items()
        if 1 <= number <= pages
    ]
    response.headers["Link"] = ", ".join(links)
    return response


def _path(url: URL) -> str:
    return f"{url.path}?{url.query}"
