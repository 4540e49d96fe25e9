"""What can become of a query instead of an answer."""

from __future__ import annotations

from dataclasses import dataclass


class QueryFailed(Exception):
    """A query without an answer."""


@dataclass(slots=True)
class TimedOut(QueryFailed):
    """The deadline was reached, and the process was killed."""

    seconds: float


@dataclass(slots=True)
class Died(QueryFailed):
    """The process died of the query: `memory` for too much of it, else `crash`."""

    cause: str


class Lost(QueryFailed):
    """The process was ended from outside, twice: the query is not to blame."""


class Busy(QueryFailed):
    """More queries wait than may."""


class Refused(QueryFailed):
    """The project's own error, by the name of its class and its message."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error


class Displaced(QueryFailed):
    """The query is slow, and there is no room for it just now."""
