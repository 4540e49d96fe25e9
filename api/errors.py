"""Errors as they go over HTTP: one form for all (RFC 9457), which says what would be right."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from http import HTTPStatus

STATUS = {
    "UnknownKey": HTTPStatus.NOT_FOUND,
    "NotThere": HTTPStatus.NOT_FOUND,
    "AmbiguousName": HTTPStatus.CONFLICT,
    "DateError": HTTPStatus.BAD_REQUEST,
    "QueryError": HTTPStatus.BAD_REQUEST,
    "ReleaseError": HTTPStatus.SERVICE_UNAVAILABLE,
}
"""The status of each of the project's own errors; of any other 400."""

_PLACE = re.compile(r"\b(?:at |line )(\d+)(?::|, column )(\d+)")


class Problem(Exception):
    """What was wrong with a request, and what would be right."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        extra: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = int(status)
        self.title = title
        self.detail = detail
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})

    def body(self) -> bytes:
        """The problem as `application/problem+json`."""
        told = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        return json.dumps(told | self.extra, ensure_ascii=False).encode() + b"\n"


def problem_named(error: str, message: str) -> Problem:
    """The problem of an error of the project, by the name of its class and its message.

    A message that names a place in a query gives its line and column.

    >>> problem_named("QueryError", "The query cannot be run: error at 2:10: expected a dot").extra
    {'line': 2, 'column': 10}
    """
    status = STATUS.get(error, HTTPStatus.BAD_REQUEST)
    place = _PLACE.search(message)
    extra = {"line": int(place[1]), "column": int(place[2])} if place else {}
    return Problem(status, status.phrase, message, extra)
