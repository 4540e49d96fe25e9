"""An answer of the API or a page of the site, asked of a query process as a query is.

The server's own process computes nothing: a call names a function of `api.answers` and its arguments. What
that returns is the JSON of the API; a page is the same model, laid out by the template of the same name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Page:
    """What a page knows of the request beside its answer."""

    path: str
    query: tuple[tuple[str, str], ...] = ()
    """The parameters of the request, in order, `at` included."""
    at: str = ""
    """The day of the page, in ISO 8601; empty for any time."""
    origin: str = ""
    """Scheme and host by which the server was asked."""


@dataclass(frozen=True, slots=True)
class Call:
    """A function of `api.answers` with its arguments, and the form of its answer."""

    name: str
    arguments: Mapping[str, object]
    form: Literal["json", "html"] = "json"
    page: Page = Page("")
    template: str = ""
    """The template of a page, where it is not the one named as the function is."""
    limit: int = 64 << 20
    """The largest answer, in bytes."""

    @property
    def day(self) -> str:
        """The day that it asks of; empty for any time."""
        return str(self.arguments.get("at") or self.page.at)
