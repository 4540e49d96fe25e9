"""What a request asks of the endpoint: SPARQL 1.1 Protocol, section 2.1, with the limits of DESIGN 9.

Nothing is executed and no query is parsed here: what is refused is refused for what the text mentions.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from api.errors import Problem, problem_of
from api.negotiation import Form
from graph.errors import QueryError
from graph.sparql import UPDATES, Scan, scan

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
METHODS = ("GET", "HEAD", "POST")

_READ_ONLY = "This endpoint answers queries only"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|\\^`]+")
_BAD_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})[^&]{0,2}")
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?|\.[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may come to."""

    url: int = 16 * 1024
    """Bytes of the query string of a URL."""
    body: int = 1024 * 1024
    """Bytes of a body."""
    nesting: int = 200
    """How deep brackets may be nested."""
    patterns: int = 100
    """How many triple patterns."""
    parameters: int = 200
    """How many parameters a form or a URL may have."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that may be run, with what its request says of it."""

    query: str
    default_graphs: tuple[str, ...]
    """`default-graph-uri`: with `named_graphs` they go before any dataset clause of the query."""
    named_graphs: tuple[str, ...]
    accept: str
    format: str | None
    """`?format=`, which goes before Accept; more than one are separated by commas, as clients write them."""
    timeout: float | None
    """Seconds, if the request names a limit of its own."""
    form: Form
    scan: Scan

    @property
    def has_dataset(self) -> bool:
        """Whether the request names its dataset itself."""
        return bool(self.default_graphs or self.named_graphs)


def read(
    method: str,
    query_string: bytes,
    headers: Mapping[str, str],
    body: bytes,
    *,
    limits: Limits | None = None,
    prefixes: Mapping[str, str] | None = None,
    base: str = "",
    glance: Callable[[str], Scan | None] | None = None,
) -> Asked | None:
    """The query that a request asks; None for a GET or HEAD without one, which asks what the endpoint is.

    The names of headers are in lower case; `prefixes` are those that a query need not declare, and `base` is
    that of the IRIs that it writes relative. What `glance` tells of a query is not looked for again. Problem.

    >>> read("GET", b"query=ASK%20%7B%7D&timeout=2", {"accept": "text/csv"}, b"").timeout
    2.0
    """
    limits = limits or Limits()
    if method not in METHODS:
        raise Problem(
            405,
            "The method is not allowed",
            f"A query is asked by GET or POST, not by {method}.",
            {"value": method, "allow": list(METHODS)},
            {"Allow": ", ".join(METHODS)},
        )
    if len(query_string) > limits.url:
        raise Problem(
            414,
            "The URL is too long",
            f"It has {len(query_string)} bytes after the question mark; {limits.url} are read. "
            "Send the query by POST.",
        )
    in_url = parameters(query_string, limits)
    reading = _Reading(headers, limits, prefixes, base, glance)
    if method != "POST":
        if body:
            raise Problem(
                400,
                f"A {method} has no body",
                f"The request has a body of {len(body)} bytes, which nothing would read. Send it by POST.",
            )
        return reading.asked(in_url, None) if _asks(in_url) else None
    if len(body) > limits.body:
        raise Problem(413, "The body is too large", f"It has {len(body)} bytes; {limits.body} are read.")
    match media_type(headers):
        case "application/x-www-form-urlencoded":
            in_body = parameters(body, limits)
            return reading.asked([*in_url, *in_body], None)
        case "application/sparql-query":
            return reading.asked(in_url, _text(body, "The body"))
        case "application/sparql-update":
            raise _refused_update({"value": UPDATE})
        case other:
            raise Problem(
                415,
                "The media type is not supported",
                (
                    f"{other} is no media type of a query. "
                    if other
                    else "The request does not say what its body is. "
                )
                + f"Set Content-Type to {FORM} with a parameter query, or to {QUERY}.",
                {"value": other, "allow": [FORM, QUERY]},
                {"Accept-Post": f"{FORM}, {QUERY}"},
            )


def media_type(headers: Mapping[str, str]) -> str:
    """The media type of a body; Problem 415 if it is written in anything but UTF-8.

    >>> media_type({"content-type": "Application/SPARQL-Query; charset=UTF-8"})
    'application/sparql-query'
    """
    essence, *settings = headers.get("content-type", "").split(";")
    for setting in settings:
        name, _, value = setting.partition("=")
        charset = value.strip().strip('"')
        if name.strip().lower() == "charset" and charset.lower() not in ("utf-8", "utf8", "us-ascii"):
            raise Problem(
                415,
                "The charset is not supported",
                f"Send the query in UTF-8, not in {charset}.",
                {"value": charset, "allow": ["utf-8"]},
            )
    return essence.strip().lower()


def parameters(encoded: bytes, limits: Limits) -> list[tuple[str, str]]:
    """The names and values of a query string or form, in order; Problem 400 for one that cannot be read.

    >>> parameters(b"query=ASK+%7B%7D&a", Limits())
    [('query', 'ASK {}'), ('a', '')]
    """
    if not encoded:
        return []
    if encoded.count(b"&") >= limits.parameters:
        raise Problem(400, "There are too many parameters", f"{limits.parameters} at most are read.")
    found = []
    for pair in encoded.split(b"&"):
        if pair:
            name, _, value = pair.partition(b"=")
            key = _decoded(name, "The name of a parameter")
            found.append((key, _decoded(value, f"The parameter {key}")))
    return found


def _decoded(encoded: bytes, what: str) -> str:
    if bad := _BAD_PERCENT.search(encoded):
        written = bad[0].decode("ascii", "replace")
        raise Problem(
            400,
            "The request is not well encoded",
            f"{what} holds {written!r}. Write two hexadecimal digits after %, and %25 for the sign itself.",
            {"value": written},
        )
    return _text(unquote_to_bytes(encoded.replace(b"+", b" ")), what)


def _text(data: bytes, what: str) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(
            400,
            "The request is not in UTF-8",
            f"{what} is no UTF-8 at byte {error.start + 1} (0x{data[error.start]:02X}). Send it in UTF-8.",
            {"value": f"0x{data[error.start]:02X}"},
        ) from None
    if "\0" in text:
        raise Problem(400, "The request cannot be read", f"{what} has a character U+0000. Leave it out.")
    return text


def _asks(given: list[tuple[str, str]]) -> bool:
    return any(name in ("query", "update") for name, _ in given)


def _refused_update(extra: Mapping[str, object]) -> Problem:
    return Problem(
        403, _READ_ONLY, "No update is run over HTTP. Ask a SELECT, ASK, CONSTRUCT or DESCRIBE.", extra
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the query of a request is read with."""

    headers: Mapping[str, str]
    limits: Limits
    prefixes: Mapping[str, str] | None
    base: str
    glance: Callable[[str], Scan | None] | None

    def asked(self, given: list[tuple[str, str]], direct: str | None) -> Asked:
        """What parameters ask, with the query of the body if that is where it stands."""
        if _values(given, "update"):
            raise _refused_update({"value": "update"})
        queries = _values(given, "query")
        if direct is not None:
            if queries:
                raise Problem(
                    400,
                    "There is more than one query",
                    "The body is a query, and the URL has one as well. Leave out the parameter query.",
                    {"value": "query"},
                )
            queries = [direct]
        if not queries:
            raise Problem(400, "There is no query", "Send it as the parameter query.", {"value": "query"})
        if len(queries) > 1:
            raise Problem(
                400,
                "There is more than one query",
                f"The parameter query stands {len(queries)} times. Send one query a request.",
                {"value": "query"},
            )
        default = graphs_of(given, "default-graph-uri")
        named = graphs_of(given, "named-graph-uri")
        # The engine reads every version of SPARQL alike, but a request may not announce two.
        _single(given, "version")
        found = self.glance(queries[0]) if self.glance else None
        found = found or checked(queries[0], self.limits, self.prefixes, self.base)
        return Asked(
            queries[0],
            default,
            named,
            self.headers.get("accept", ""),
            ",".join(_values(given, "format")) or None,
            _timeout(_single(given, "timeout")),
            "graph" if found.form in ("CONSTRUCT", "DESCRIBE") else "table",
            found,
        )


def checked(query: str, limits: Limits, prefixes: Mapping[str, str] | None = None, base: str = "") -> Scan:
    """What a query mentions; Problem if it is not one query that may be run."""
    try:
        found = scan(query, base=base, prefixes=prefixes)
    except QueryError as error:
        raise problem_of(error) from None
    if found.form == "UPDATE" or "LOAD" in found.places:
        first = min(((place, word) for word, place in found.places.items() if word in UPDATES), default=None)
        raise _refused_update(_at(*first) if first else {})
    if not found.queries:
        raise Problem(
            400,
            "There is no query",
            "The text has no SELECT, ASK, CONSTRUCT or DESCRIBE outside braces. Put a space after it.",
        )
    if found.again:
        line, column = found.again
        raise Problem(
            400,
            "There is more than one query",
            f"A second one begins at line {line}, column {column}. Send one query a request.",
            {"line": line, "column": column},
        )
    if "SERVICE" in found.places:
        raise Problem(
            403,
            "SERVICE is not answered",
            "This endpoint asks no other. Ask the other endpoint yourself, or load its data beside this.",
            _at(found.places["SERVICE"], "SERVICE"),
        )
    _within(
        found.depth, limits.nesting, "The query is nested too deeply", "Its brackets are {} deep; {} may be."
    )
    _within(
        found.statements, limits.patterns, "The query is too long", "It has {} triple patterns; {} are run."
    )
    return found


def _within(number: int, most: int, title: str, detail: str) -> None:
    if number > most:
        raise Problem(400, title, detail.format(number, most), {"value": number, "allow": most})


def _at(place: tuple[int, int], word: str) -> dict[str, object]:
    return {"value": word, "line": place[0], "column": place[1]}


def _values(given: list[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in given if key == name]


def _single(given: list[tuple[str, str]], name: str) -> str | None:
    values = _values(given, name)
    if len(values) > 1:
        raise Problem(
            400,
            f"There is more than one {name}",
            f"The parameter {name} stands {len(values)} times. Send it once.",
            {"value": values[1]},
        )
    return values[0] if values else None


def graphs_of(given: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    """The graphs that a parameter names; Problem 400 for one that is no absolute IRI."""
    graphs = _values(given, name)
    for graph in graphs:
        if not _SCHEME.fullmatch(graph):
            raise Problem(
                400,
                "A graph is not named by an IRI",
                f"{name} is {graph!r}. Write an absolute IRI, such as https://example.org/graph.",
                {"value": graph},
            )
    return tuple(dict.fromkeys(graphs))


def _timeout(written: str | None) -> float | None:
    if written is None:
        return None
    seconds = float(written) if _NUMBER.fullmatch(written) else 0.0
    if not seconds > 0 or not math.isfinite(seconds):
        raise Problem(
            400,
            "The timeout is no positive number",
            f"timeout is {written!r}. Write seconds, such as 2 or 0.5.",
            {"value": written},
        )
    return seconds
