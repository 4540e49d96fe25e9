"""Canonical N-Quads, written as lines: what RDFC-1.0 prescribes for a dataset without blank nodes."""

from __future__ import annotations

import re
from datetime import date

from graph.claims import Claim
from graph.namespaces import EXTERNAL, Names
from graph.schema import Schema

XSD = EXTERNAL["xsd"]
_ESCAPED = re.compile('[\\x00-\\x1f"\\\\\\x7f]')
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_LONG = {escape: character for character, escape in _SHORT.items()}
_ESCAPE = re.compile(r"\\(?:u[0-9A-F]{4}|U[0-9A-F]{8}|.)")
_DATATYPES = {
    "integer": f"{XSD}integer",
    "decimal": f"{XSD}decimal",
    "boolean": f"{XSD}boolean",
    "edtf": EXTERNAL["edtf"] + "EDTF",
    "point": EXTERNAL["geo"] + "wktLiteral",
}


def iri(value: str) -> str:
    """An IRI as a term."""
    return f"<{value}>"


def literal(value: str, *, lang: str = "", datatype: str = "") -> str:
    r"""A literal as a term, escaped as canonical N-Quads asks.

    >>> print(literal('He said "no"\n', lang="en"))
    "He said \"no\"\n"@en
    """
    escaped = _ESCAPED.sub(_escape, value)
    if lang:
        return f'"{escaped}"@{lang}'
    return f'"{escaped}"^^<{datatype}>' if datatype else f'"{escaped}"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _SHORT.get(character) or f"\\u{ord(character):04X}"


def literal_of(term: str) -> tuple[str, str]:
    r"""The text of a literal of canonical N-Quads, and what stands behind it: `@en`, `^^<datatype>` or "".

    >>> literal_of(literal('He said "no"\n', lang="en"))
    ('He said "no"\n', '@en')
    """
    end = term.rindex('"')
    text = term[1:end]
    return _ESCAPE.sub(_unescape, text) if "\\" in text else text, term[end + 1 :]


def _unescape(match: re.Match[str]) -> str:
    return _LONG.get(match[0]) or chr(int(match[0][2:], 16))


def day(value: date) -> str:
    """A day as an xsd:date."""
    return f'"{value.isoformat()}"^^<{XSD}date>'


class Terms:
    """The terms of claims under one base."""

    def __init__(self, names: Names, schema: Schema) -> None:
        self.names = names
        self._schema = schema
        self._prefixes = names.prefixes
        self._iris: dict[str, str] = {}

    def term(self, curie: str) -> str:
        """A CURIE as a term."""
        known = self._iris.get(curie)
        if known is None:
            prefix, _, local = curie.partition(":")
            known = self._iris[curie] = f"<{self._prefixes[prefix]}{local}>"
        return known

    def thing(self, key: str) -> str:
        """A key as a term."""
        return f"<{self.names.base}id/{key}>"

    def value(self, claim: Claim) -> str:
        """The object of a claim as a term."""
        declared = self._schema.properties.get(claim.property)
        kind = declared.kind if declared else "property"
        match kind:
            case "key":
                return self.thing(claim.value)
            case "concept" | "scheme" | "property":
                return self.term(claim.value)
            case "iri":
                return claim.value
            case "text":
                return literal(claim.value, lang=claim.lang)
        return literal(claim.value, datatype=_DATATYPES.get(kind, ""))

    def concluded(self, value: str) -> str:
        """The object of an inferred claim as a term: a key, or an IRI in angle brackets."""
        return value if value.startswith("<") else self.thing(value)
