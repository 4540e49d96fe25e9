"""What a request is told that cannot be answered: problem details (RFC 9457), and nothing of the inside."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from types import MappingProxyType

from graph.errors import (
    AmbiguousName,
    DateError,
    EstateError,
    NotThere,
    QueryError,
    ReleaseError,
    UnknownKey,
    Unreachable,
)

MEDIA_TYPE = "application/problem+json"

_NOTHING: Mapping[str, object] = MappingProxyType({})
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class Problem(Exception):
    """Why a request is not answered, as the body and the headers of the answer.

    `extra` holds what a program may want of it: `line` and `column`, the offending `value`, what to `allow`.

    >>> Problem(400, "The timeout is no number", "Write it in seconds.", {"value": "soon"}).body()
    b'{"type":"about:blank","title":"The timeout is no number","status":400,"detail":"Write it in seconds.","value":"soon"}'
    """  # noqa: E501

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        extra: Mapping[str, object] = _NOTHING,
        headers: Mapping[str, str] = _NO_HEADERS,
    ) -> None:
        super().__init__(f"{status} {title}: {detail}")
        self.status = status
        self.title = title
        self.detail = detail
        self.extra = MappingProxyType(dict(extra))
        self.headers = MappingProxyType(dict(headers))

    def body(self) -> bytes:
        """The problem as `application/problem+json`."""
        told: dict[str, object] = {"type": "about:blank", "title": self.title, "status": self.status}
        told["detail"] = self.detail
        more = {name: value for name, value in self.extra.items() if name not in told}
        return json.dumps(told | more, ensure_ascii=False, separators=(",", ":")).encode()


STATUS: tuple[tuple[type[EstateError], int, str], ...] = (
    (Unreachable, 502, "The store behind this server does not answer"),
    (QueryError, 400, "The query cannot be answered"),
    (DateError, 400, "The date cannot be used"),
    (AmbiguousName, 409, "The name is borne by several things"),
    (NotThere, 404, "It was not there on that day"),
    (UnknownKey, 404, "Nothing is known by that name"),
    (ReleaseError, 503, "No release can be read"),
    (EstateError, 500, "The answer cannot be given"),
)
"""What each error of the estate is over HTTP; the first class that fits counts."""

UNSAID = "The operator finds the reason in the log of the server."
"""The detail of what went wrong within: a path on the server is nothing for a client to read."""

_LINE = re.compile(r"\bline (\d+), column (\d+)|\bat (\d+):(\d+)")


def problem_of(error: EstateError) -> Problem:
    """The problem that an error of the estate is; a fault of a query comes with its line and column."""
    status, title = next((status, title) for kind, status, title in STATUS if isinstance(error, kind))
    return Problem(status, title, str(error) if status < 500 else UNSAID, place_in(str(error)))


def place_in(message: str) -> dict[str, object]:
    """The line and column that a message tells, if it tells any.

    >>> place_in("The query cannot be run: error at 3:12: expected one of ABS, AVG")
    {'line': 3, 'column': 12}
    """
    found = _LINE.search(message)
    if found is None:
        return {}
    line, column = found[1] or found[3], found[2] or found[4]
    return {"line": int(line), "column": int(column)}
