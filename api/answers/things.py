"""Answers about one thing."""

from __future__ import annotations

from api.models.things import Grade, Notes, Thing
from graph.dates import parse
from graph.estate import Estate
from graph.schema import load_schema

RATED = frozenset({"cje:CPSArea", "cje:PoliceForce"})
"""What is inspected and rated."""


def thing(estate: Estate, key: str, at: str | None = None) -> Thing:
    """One thing, told whole; UnknownKey, NotThere."""
    told = estate.describe(key, at)
    ratings = ratings_of(estate, key, at) if RATED.intersection(told.classes) else ()
    return Thing.of(told, estate.store.names.thing(key), at, Notes(load_schema()), ratings)


def ratings_of(estate: Estate, key: str, at: str | None = None) -> tuple[Grade, ...]:
    """How a body was rated, in order of time; on a day only what was published by then."""
    table = estate.ask("ratings-of-body", body=key)
    short = estate.store.names.shorten
    rows = (dict(zip(table.columns, row, strict=True)) for row in table.texts())
    return tuple(
        Grade(
            inspection=short(row["inspection"]),
            inspection_words=row["inspectionName"],
            date=row["date"] or row["published"],
            aspect=row["aspect"],
            grade=row["grade"],
            position=row["position"],
            out_of=row["outOf"],
            scale=row["scale"],
            said_by=row["saidBy"],
        )
        for row in rows
        if at is None or _latest(row["date"] or row["published"]) <= at
    )


def _latest(stated: str) -> str:
    """The last day that a date admits; one that is not known admits any."""
    latest = parse(stated).latest if stated else None
    return latest.isoformat() if latest else "9999"


def statements(estate: Estate, key: str, format: str, at: str | None = None) -> bytes:
    """What is said of a thing, ever or on a day, in a syntax of RDF; UnknownKey, DateError."""
    return estate.document(key, format, at)
