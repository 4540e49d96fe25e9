"""Answers about ways between things, places near others, and claims."""

from __future__ import annotations

from datetime import date

from api.answers.listing import class_of
from api.answers.neighbours import entry_of
from api.answers.paging import paged
from api.answers.words import words
from api.models.links import (
    Claim,
    Claims,
    Located,
    LocatedIn,
    Near,
    NearTo,
    Node,
    Step,
    Way,
    Ways,
)
from api.models.listing import Point
from graph import network, wording
from graph.distance import great_circle
from graph.entries import Entry
from graph.errors import QueryError
from graph.estate import Estate
from graph.schema import Schema, load_schema

KINDS = ("magistrates-court",)
"""What is sought near a place if nothing is said."""


def path(estate: Estate, start: str, end: str, at: str | None = None, limit: int = 3) -> Ways:
    """How two things are linked, the shortest ways first; UnknownKey, NotThere, AmbiguousName, DateError."""
    schema = load_schema()
    first, last = (estate.register.key(name) for name in (start, end))
    ways = estate.path(first, last, at, limit=limit)
    day = None if at is None else estate.engine.dates.day(at)
    entries = estate.register.seen(day).entries
    return Ways(
        start=_node(entries.get(first) or entry_of(estate, first)),
        end=_node(entries.get(last) or entry_of(estate, last)),
        at=at,
        ways=tuple(_way(way, schema) for way in ways),
    )


def near(
    estate: Estate,
    latitude: float | None = None,
    longitude: float | None = None,
    place: str = "",
    at: str | None = None,
    kinds: tuple[str, ...] = KINDS,
    count: int = 10,
) -> NearTo:
    """What stands nearest to a point, or to where a thing is or was last.

    QueryError if neither is given or no source tells where the thing is; UnknownKey, AmbiguousName.
    """
    day = None if at is None else estate.engine.dates.day(at)
    entries = estate.register.seen(day).entries
    key = estate.register.key(place) if place else ""
    origin = _origin(estate, key, latitude, longitude, day)
    classes = {class_of(estate, kind) for kind in kinds}
    standing = [
        entry
        for entry in entries.values()
        if entry.class_ in classes and entry.state == "standing" and entry.key != key
    ]
    placed = [(point, entry) for entry in standing if (point := entry.point) is not None]
    far = sorted(
        ((great_circle(origin, point), entry.key, point) for point, entry in placed),
        key=lambda each: each[:2],
    )
    return NearTo(
        origin=Point(longitude=origin[0], latitude=origin[1]),
        place=key,
        at=at,
        items=tuple(
            Near(
                key=other,
                label=entries[other].label,
                kind=entries[other].kind,
                class_=entries[other].class_,
                state=entries[other].state,
                km=round(metres / 1000, 1),
                point=Point(longitude=point[0], latitude=point[1]),
                postcode=entries[other].postcode,
            )
            for metres, other, point in far[:count]
        ),
        unplaced=len(standing) - len(placed),
    )


def located(estate: Estate, latitude: float, longitude: float) -> Located:
    """In which police area a point lies, or which is the nearest."""
    label = estate.register.seen().label_of
    return Located(
        point=Point(latitude=latitude, longitude=longitude),
        areas=tuple(
            LocatedIn(key=area.area, label=label(area.area), metres=round(area.metres, 1))
            for area in estate.locate(longitude, latitude)
        ),
    )


def claims(estate: Estate, key: str, property: str = "", page: int = 1, per_page: int = 50) -> Claims:
    """Every claim about a thing and every one that names it, by property; UnknownKey."""
    schema, seen, short = load_schema(), estate.register.seen(), estate.store.names.shorten
    entry = entry_of(estate, key)
    table = estate.view("claims-about", thing=key)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.texts()]
    rows = [row for row in rows if property in ("", short(row["property"]))]
    shown, told = paged(rows, page, per_page)
    return Claims(
        key=key,
        label=entry.label,
        items=tuple(
            Claim(
                claim=short(row["claim"]),
                about=short(row["subject"]),
                about_label=seen.label_of(short(row["subject"])),
                property=short(row["property"]),
                property_label=schema.label(short(row["property"])),
                value=short(row["value"]),
                words=words(short(row["value"]), short(row["property"]), seen, schema),
                start=row["from"],
                until=row["until"],
                when=wording.stretch(row["from"], row["until"]),
                source="" if row["rule"] else short(row["source"]),
                source_label=row["ruleLabel"] or row["sourceTitle"],
                source_date=row["sourceDate"],
                locator=row["locator"],
                rule=short(row["rule"]),
                rank=row["rank"].rpartition("rank-")[2],  # type: ignore[arg-type]
                status=row["status"].rpartition("status-")[2],  # type: ignore[arg-type]
                note=row["note"],
            )
            for row in shown
        ),
        **told,
    )


def _origin(
    estate: Estate, key: str, latitude: float | None, longitude: float | None, day: date | None
) -> tuple[float, float]:
    if latitude is not None and longitude is not None:
        return longitude, latitude
    if not key:
        raise QueryError("Say near what: lat and lon in degrees, or place with a key or a name.")
    then = estate.register.seen(day).entries.get(key)
    point = (then.point if then else None) or entry_of(estate, key).point
    if point is None:
        raise QueryError(f"No source tells where {key} is. Give lat and lon.")
    return point


def _node(entry: Entry) -> Node:
    return Node(key=entry.key, label=entry.label, kind=entry.kind, class_=entry.class_)


def _way(way: network.Path, schema: Schema) -> Way:
    def node(told: network.Node) -> Node:
        return Node(
            key=told.key,
            label=told.words(schema),
            kind=schema.label(told.kind) if told.kind else "",
            class_=told.kind,
        )

    steps = tuple(
        Step(
            start=node(step.start),
            property=step.property,
            label=step.label(schema),
            inverse=step.inverse,
            end=node(step.end),
        )
        for step in way.steps
    )
    return Way(words=f"{way.words(schema)}.", cost=way.cost, steps=steps)
