"""A request of the SPARQL 1.1 Protocol, query part, read and refused before anything runs (DESIGN 9)."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from api.errors import Problem
from graph.errors import QueryError
from graph.sparql import Scan, scan

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
QUERIES_ONLY = "This endpoint answers queries. It takes no update."
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may be at most."""

    body: int = 1 << 20
    address: int = 64 << 10
    depth: int = 200
    dates: int = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, the graphs that the request names for it, and how the answer is wanted."""

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    accept: str
    timeout: float | None
    scan: Scan

    @property
    def form(self) -> str:
        """Whether the answer is a `table` or a `graph`."""
        return "graph" if self.scan.form in ("CONSTRUCT", "DESCRIBE") else "table"


def read(
    method: str, query_string: bytes, headers: Mapping[str, str], body: bytes, *, limits: Limits
) -> Asked | None:
    """What a request asks; None if it asks for no query, and so for the description of the service.

    Header names are in lower case. Problem with the status that the Protocol asks for.
    """
    if method not in ("GET", "HEAD", "POST"):
        raise Problem(
            405, "Method not allowed", "A query comes by GET or POST.",
            headers={"Allow": "GET, HEAD, POST, OPTIONS"},
        )  # fmt: skip
    if len(query_string) > limits.address:
        raise Problem(414, "Address too long", f"Send a query of over {limits.address:,} bytes by POST.")
    if len(body) > limits.body:
        raise Problem(413, "Request too large", f"A body may have {limits.body:,} bytes.")
    given = _parameters(query_string, "address")
    if method == "POST":
        media = headers.get("content-type", "").partition(";")[0].strip().lower()
        if media == UPDATE:
            raise Problem(403, "No updates", QUERIES_ONLY)
        if media == FORM:
            given += _parameters(body, "body")
        elif media == DIRECT:
            if any(name == "query" for name, _ in given):
                raise Problem(
                    400, "Two queries", "The query stands in the body, so none may be in the address."
                )
            given.append(("query", _decoded(body, "body")))
        else:
            raise Problem(
                415,
                "Unsupported media type",
                f"A query comes as {FORM} or {DIRECT}, not as {media or 'nothing'}.",
            )
    values = [value for name, value in given if name == "query"]
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in given):
        raise Problem(403, "No updates", QUERIES_ONLY)
    if not values:
        if method == "POST" or given:
            raise Problem(400, "No query", "There is no parameter 'query'.")
        return None
    if len(values) > 1:
        raise Problem(400, "Two queries", "The parameter 'query' stands there more than once.")
    return Asked(
        query=values[0],
        default_graphs=_graphs(given, "default-graph-uri"),
        named_graphs=_graphs(given, "named-graph-uri"),
        accept=headers.get("accept", ""),
        timeout=_timeout(given),
        scan=_scanned(values[0], limits),
    )


def _parameters(data: bytes, where: str) -> list[tuple[str, str]]:
    """The pairs of a form, decoded strictly: what is no UTF-8 is refused and not mended."""
    text = _decoded(data, where)
    if bad := _BAD_PERCENT.search(text):
        raise Problem(
            400,
            "Bad encoding",
            f"The {where} has a '%' without two hexadecimal digits, at character {bad.start()}.",
        )
    pairs = (pair.partition("=") for pair in text.split("&") if pair)
    return [(_unquoted(name, where), _unquoted(value, where)) for name, _, value in pairs]


def _unquoted(text: str, where: str) -> str:
    return _decoded(unquote_to_bytes(text.replace("+", " ")), where)


def _decoded(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, "Not UTF-8", f"The {where} is not UTF-8: byte {error.start}.") from None


def _graphs(given: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(value for key, value in given if key == name))
    for graph in found:
        if not _ABSOLUTE.fullmatch(graph):
            raise Problem(400, "Bad graph", f"{name} is {graph!r}. It must be an absolute IRI.")
    return found


def _timeout(given: list[tuple[str, str]]) -> float | None:
    texts = [value for name, value in given if name == "timeout"]
    if not texts:
        return None
    try:
        seconds = float(texts[-1])
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise Problem(
            400, "Bad timeout", f"timeout is {texts[-1]!r}. It is a number of seconds above 0, such as 2.5."
        )
    return seconds


def _scanned(query: str, limits: Limits) -> Scan:
    """What a query mentions, refused if it is none, or does what is not done here."""
    try:
        found = scan(query)
    except QueryError as error:
        raise _at(400, "Not a query", str(error), query, None) from None
    if found.form == "UPDATE":
        raise _at(
            403, "No updates", QUERIES_ONLY, query, r"INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH"
        )
    if "SERVICE" in found.keywords:
        raise _at(403, "No SERVICE", "This endpoint asks no other: SERVICE is refused.", query, "SERVICE")
    if found.queries > 1:
        raise Problem(400, "Two queries", "There are several queries in one text. Send one.")
    if found.depth > limits.depth:
        raise Problem(
            400,
            "Too deep",
            f"The query is nested {found.depth} deep. At most {limits.depth} levels are read.",
        )
    return found


def _at(status: int, title: str, detail: str, query: str, word: str | None) -> Problem:
    """A problem with the place of a word in the query."""
    match = re.search(rf"\b(?:{word})\b", query, re.IGNORECASE) if word else None
    if match is None:
        return Problem(status, title, detail)
    line = query.count("\n", 0, match.start()) + 1
    column = match.start() - query.rfind("\n", 0, match.start())
    return Problem(status, title, detail, {"line": line, "column": column})
