"""Answers about what a thing is linked to, and its life in strands of time."""

from __future__ import annotations

from api.models.neighbours import Neighbour, NeighbourGroup, Neighbours
from api.models.timelines import Event, RatingOf, Span, Strand, Timeline
from graph import wording
from graph.entries import Entry
from graph.errors import UnknownKey
from graph.estate import Estate

MOST = 25
"""How many things of a group are told if no number is given."""
RATED = frozenset(("cje:CPSArea", "cje:PoliceForce", "cje:ProsecutionService"))
"""What inspections rate."""


def neighbours(estate: Estate, key: str, at: str | None = None, most: int = MOST) -> Neighbours:
    """What a thing is linked to, on a day or ever; UnknownKey, DateError."""
    known = entry_of(estate, key)
    day = None if at is None else estate.engine.dates.day(at)
    entry = estate.register.seen(day).entries.get(key)
    groups = estate.neighbours(key, at)
    return Neighbours(
        thing=Neighbour.of(entry or known),
        at=at,
        present=day is None or (entry is not None and entry.state in (None, "standing")),
        groups=tuple(NeighbourGroup.of(group, most) for group in groups),
    )


def timeline(estate: Estate, key: str) -> Timeline:
    """The life of a thing; UnknownKey."""
    entry = entry_of(estate, key)
    strands, events = estate.strands(key)
    label = estate.register.seen().label_of
    return Timeline(
        key=key,
        label=entry.label,
        strands=tuple(
            Strand(name=strand.name, spans=tuple(map(Span.of, strand.spans)))  # type: ignore[arg-type]
            for strand in strands
        ),
        events=tuple(
            Event(
                key=event.key,
                label=label(event.key),
                class_=event.class_,
                kind=event.kind,
                relation=event.relation,
                date=event.when,
                earliest=event.earliest.isoformat() if event.earliest else None,
                latest=event.latest.isoformat() if event.latest else None,
                words=wording.edtf(event.when) if event.when else "",
                sources=event.sources,
            )
            for event in events
        ),
        ratings=_ratings(estate, key) if entry.class_ in RATED else (),
    )


def entry_of(estate: Estate, key: str) -> Entry:
    """A thing of the register by its key; UnknownKey with those that are spelt alike."""
    entry = estate.register.seen().entries.get(key)
    if entry is None:
        raise UnknownKey(f"Nothing has the key {key!r}.{_like(estate, key)}")
    return entry


def _like(estate: Estate, key: str) -> str:
    """What may be meant by a key that nothing has; what only bears the name is no such key."""
    register = estate.register
    found = register.index.search(key.rpartition("/")[2].replace("-", " "))[:3]
    listed = "; ".join(f"{register.seen().label_of(match.key)} ({match.key})" for match in found)
    return f" Like it: {listed}" if listed else ""


def _ratings(estate: Estate, key: str) -> tuple[RatingOf, ...]:
    table = estate.ask("ratings-of-body", body=key)
    short = estate.store.names.shorten
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.texts()]
    return tuple(
        RatingOf(
            inspection=short(row["inspection"]),
            inspection_label=row["inspectionName"],
            programme=row["programme"],
            date=row["date"],
            published=row["published"],
            aspect=row["aspect"],
            grade=row["grade"],
            position=int(row["position"]) if row["position"] else None,
            out_of=int(row["outOf"]) if row["outOf"] else None,
            scale=row["scale"],
            source=row["saidBy"],
        )
        for row in rows
        if row["kind"] == "chosen"
    )
