"""IRI references made whole (RFC 3986, section 5.2), without a check of what they are made of."""

from __future__ import annotations

import re

_IRI = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_ABSOLUTE = re.compile(r"[^:/?#]+://")


def resolve(iri: str, base: str) -> str:
    """An IRI reference as an IRI (RFC 3986, section 5.2); as it is if there is no base.

    >>> resolve("../g", "http://a/b/c/d;p?q"), resolve("?y", "http://a/b/c/d;p?q")
    ('http://a/b/g', 'http://a/b/c/d;p?y')
    """
    if "/." not in iri and _ABSOLUTE.match(iri):
        return iri
    scheme, host, path, query, fragment = _parts(iri)
    if not base or scheme is not None:
        return iri if not base else _whole(scheme, host, _without_dots(path), query, fragment)
    scheme, base_host, base_path, base_query, _ = _parts(base)
    if host is not None:
        return _whole(scheme, host, _without_dots(path), query, fragment)
    if not path:
        query = base_query if query is None else query
        return _whole(scheme, base_host, base_path, query, fragment)
    if not path.startswith("/"):
        folder = base_path[: base_path.rfind("/") + 1]
        path = f"/{path}" if base_host is not None and not base_path else folder + path
    return _whole(scheme, base_host, _without_dots(path), query, fragment)


def _parts(iri: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    match = _IRI.fullmatch(iri)
    if match is None:
        return None, None, iri, None, None
    return match[1], match[2], match[3], match[4], match[5]


def _whole(scheme: str | None, host: str | None, path: str, query: str | None, fragment: str | None) -> str:
    pieces = [f"{scheme}:" if scheme is not None else "", f"//{host}" if host is not None else "", path]
    pieces += [f"?{query}" if query is not None else "", f"#{fragment}" if fragment is not None else ""]
    return "".join(pieces)


def _without_dots(path: str) -> str:
    """A path without the segments `.` and `..`."""
    if "/." not in path and not path.startswith("."):
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == ".." and len(kept) > 1:
            kept.pop()
        elif segment not in (".", ".."):
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)
