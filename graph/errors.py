"""The errors of the estate: one class for each thing that a caller would do differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class EstateError(Exception):
    """Anything that this project raises on purpose; its text is a sentence for a person."""


class DateError(EstateError):
    """A date that is not of an admitted form (DESIGN 4, EDTF)."""


class UnknownKey(EstateError):
    """A key, name or query that the estate does not have."""


class NotThere(UnknownKey):
    """A thing that is known, and was not there on the day that was asked for."""


class AmbiguousName(EstateError):
    """A name that several things bear; the message lists them."""


class QueryError(EstateError):
    """A query that cannot be read or run; the message gives the engine's reason."""


class Unreachable(QueryError):
    """A store elsewhere that does not answer."""


class ReleaseError(EstateError):
    """A release that is missing, incomplete or altered."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one place of one file, and what would be right."""

    file: str
    line: int
    value: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}: {self.value!r}. {self.remedy}"


class TableError(EstateError):
    """Every fault found in the tables of one run, in the order of files and lines."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        heading = f"{count} fault{'s' if count != 1 else ''} in the tables"
        super().__init__("\n".join([heading, *map(str, self.faults)]))
