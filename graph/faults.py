"""What is wrong with a value of a table and what would be right, in a sentence each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from graph.claims import point
from graph.dates import Span, parse
from graph.errors import DateError
from graph.schema import Property, Schema

_IRI = re.compile(r"<[a-z]+:[^<>\"{}|\\^`\s]+>")
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


class ValueFaults:
    """Judges values by what the ontology declares and the registry has minted so far."""

    def __init__(self, schema: Schema, classes: Mapping[str, str]) -> None:
        self._schema = schema
        self._classes = classes

    def fault(self, value: str, declared: Property) -> tuple[str, str] | None:
        """What is wrong with a value and what would be right, or None."""
        match declared.kind:
            case "key":
                return self._key(value, declared)
            case "concept":
                return self._concept(value, declared)
            case "scheme" if value not in self._schema.schemes:
                return "Unknown scheme", f"One of {', '.join(sorted(self._schema.schemes))}"
            case "property" if value not in self._schema.properties and value not in self._schema.labels:
                return "Unknown property", "Write a property of the ontology as a CURIE"
            case "iri" if not _IRI.fullmatch(value):
                return "Not an IRI", "Write it in angle brackets: <https://...>"
            case "integer" if not _INTEGER.fullmatch(value):
                return "Not a whole number", "Write digits only"
            case "decimal" if not _DECIMAL.fullmatch(value):
                return "Not a number", "Write digits with a point, such as 5.4"
            case "boolean" if value not in ("true", "false"):
                return "Not a truth value", "Write true or false"
            case "edtf":
                return date_fault(value, parse)
            case "point":
                return _point_fault(value)
        if declared.pattern and not declared.pattern.search(value):
            return (
                f"Not of the form of {declared.curie}",
                f"It must match {declared.pattern.pattern}",
            )
        return None

    def _key(self, value: str, declared: Property) -> tuple[str, str] | None:
        class_ = self._classes.get(value)
        if class_ is None:
            return "Unknown key", "Mint it in registry.csv or mend it"
        if not self._schema.is_a(class_, declared.ranges):
            wanted = " or ".join(sorted(declared.ranges))
            return f"A {class_} where {declared.curie} wants another thing", f"Give a key of class {wanted}"
        return None

    def _concept(self, value: str, declared: Property) -> tuple[str, str] | None:
        schemes = self._schema.concepts.get(value)
        if schemes is None:
            return "Unknown concept", f"One of {', '.join(map(self.members, sorted(declared.schemes)))}"
        if declared.schemes and not schemes & declared.schemes:
            wanted = ", ".join(sorted(declared.schemes))
            return f"A concept outside the scheme of {declared.curie}", f"Take one of {wanted}"
        return None

    def members(self, scheme: str) -> str:
        """The concepts of a scheme, for a remedy."""
        return ", ".join(concept for concept, within in self._schema.concepts.items() if scheme in within)


def date_fault(value: str, parser: Callable[[str], Span]) -> tuple[str, str] | None:
    """What is wrong with a date and what would be right, or None."""
    try:
        parser(value)
    except DateError as error:
        problem, _, remedy = str(error).partition(". ")
        return problem.removeprefix(f"{value!r} ").removeprefix("is ").capitalize(), remedy
    return None


def _point_fault(value: str) -> tuple[str, str] | None:
    place = point(value)
    if place is None:
        return "Not a point", "Write POINT(longitude latitude), such as POINT(-1.373974 52.721341)"
    longitude, latitude = place
    if not (-7 <= longitude <= 2.5 and 49 <= latitude <= 56.5):
        return "A point outside England and Wales", "Longitude comes first, then latitude"
    return None
