"""Answers about what changed, and how two days differ."""

from __future__ import annotations

from collections import Counter

from api.answers.listing import class_of
from api.answers.paging import paged
from api.models.changes import Change, Changes, Choice, Diff, Differing, Kind, KindDiffering
from api.models.listing import Reference
from graph.changes import kind_of
from graph.entries import Seen
from graph.estate import Estate
from graph.register import slug
from graph.schema import load_schema


def changes(
    estate: Estate,
    since: str | None = None,
    until: str | None = None,
    kind: str = "",
    area: str = "",
    newest_first: bool = False,
    page: int = 1,
    per_page: int = 50,
) -> Changes:
    """What changed from one day to another, both included; DateError, UnknownKey, AmbiguousName."""
    schema, dates = load_schema(), estate.engine.dates
    within = estate.register.key(area) if area else None
    wanted = kind_of(kind, schema) if kind else ""
    found = estate.changes(since, until, area=within)
    kinds = Counter(change.kind for change in found)
    fitting = [change for change in found if wanted in ("", change.kind)]
    rows, told = paged(fitting[::-1] if newest_first else fitting, page, per_page)
    return Changes(
        since=since or dates.timeline.first.isoformat(),
        until=until or dates.issued.isoformat(),
        kind=slug(wanted) if wanted else "",
        area=None if within is None else Reference(key=within, label=estate.register.seen().label_of(within)),
        newest_first=newest_first,
        kinds=tuple(
            Kind(value=slug(class_), label=schema.label(class_), count=count)
            for class_, count in kinds.most_common()
        ),
        items=tuple(Change.of(change, schema) for change in rows),
        **told,
    )


def diff(
    estate: Estate,
    before: str,
    after: str,
    kind: str = "",
    area: str = "",
    page: int = 1,
    per_page: int = 50,
) -> Diff:
    """How the estate differs between two days, of one kind or in one area if they are given.

    DateError if the first day is after the second, QueryError for a kind that there is not, UnknownKey.
    """
    schema = load_schema()
    difference = estate.difference(before, after)
    old, new = (estate.register.seen(moment.day) for moment in (difference.before, difference.after))
    ever = estate.register.seen().entries
    class_ = class_of(estate, kind) if kind else ""
    within = estate.register.key(area) if area else ""
    things = [
        thing
        for thing in difference.things(schema)
        if (entry := ever.get(thing.key)) is not None
        and class_ in ("", entry.class_)
        and (not within or entry.within(within))
    ]
    rows, told = paged(things, page, per_page)
    words = {value: new.label_of(value) for thing in rows for value in _values(thing.removed, thing.added)}
    words |= {each.before: old.label_of(each.before) for thing in rows for each in thing.altered}
    words |= {each.after: new.label_of(each.after) for thing in rows for each in thing.altered}
    named = {value: label for value, label in words.items() if value != label}
    states = {state: Counter(t.kind for t in things if t.state == state) for state in ("ended", "began")}
    counts = [_standing(seen, class_, within) for seen in (old, new)]
    return Diff(
        before=before,
        after=after,
        kinds=tuple(
            KindDiffering(
                kind=each,
                before=counts[0][each],
                after=counts[1][each],
                ended=states["ended"][each],
                began=states["began"][each],
            )
            for each in sorted({*counts[0], *counts[1], *states["ended"], *states["began"]})
            if states["ended"][each] or states["began"][each]
        ),
        choices=tuple(
            Choice(value=slug(each), label=schema.label(each))
            for each in sorted(estate.register.classes, key=schema.label)
        ),
        items=tuple(Differing.of(thing, named, schema) for thing in rows),
        **told,
    )


def _values(*held: tuple[tuple[str, str, str], ...]) -> list[str]:
    return [value for statements in held for _, _, value in statements]


def _standing(seen: Seen, class_: str, within: str) -> Counter[str]:
    """How many things of each kind stand."""
    return Counter(
        entry.kind
        for entry in seen.entries.values()
        if entry.state in (None, "standing")
        and class_ in ("", entry.class_)
        and (not within or entry.within(within))
    )
