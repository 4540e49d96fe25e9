"""Values of statements in words: what things are called, terms by their labels, dates written out."""

from __future__ import annotations

from graph import wording
from graph.entries import Seen
from graph.errors import DateError
from graph.schema import Schema


def words(value: str, property_: str, seen: Seen, schema: Schema) -> str:
    """A key, a CURIE, a date or a text as a person reads it."""
    if value in seen.entries:
        return seen.label_of(value)
    declared = schema.properties.get(property_)
    if declared is not None and declared.kind == "edtf":
        try:
            return wording.edtf(value)
        except (DateError, ValueError):
            return value
    return schema.label(value)
