"""Answers that list things of the register: a search with its filters, and suggestions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from math import ceil

from api.models.listing import FacetOf, FacetValue, Suggestion, Suggestions, Summary, Things
from graph.entries import Entry, Seen
from graph.errors import QueryError
from graph.estate import Estate
from graph.records import Facet
from graph.register import slug
from graph.schema import load_schema
from graph.search import Match

FACETS = {
    "kind": "Kind",
    "state": "State",
    "region": "Court region",
    "area": "Criminal justice area",
    "force": "Police force",
    "cps_area": "CPS area",
    "scheme": "Scheme of areas",
}
STATES = {"standing": "Standing", "closed": "Closed", "uncertain": "Not certain"}
BELONGING: tuple[Facet, ...] = ("region", "area", "force", "cps_area", "scheme")
SORTS = ("relevance", "label", "kind", "began", "ended")
MOST_SUGGESTIONS = 20


def things(
    estate: Estate,
    query: str = "",
    at: str | None = None,
    filters: Mapping[str, Sequence[str]] | None = None,
    sort: str = "",
    page: int = 1,
    per_page: int = 25,
) -> Things:
    """A page of the things that fit a text and filters, on a day or of all times.

    `filters` holds values by the names of FACETS; of one name any may fit, of several all must. `sort` is
    one of SORTS, with a minus before it for the other way round; without one, the best fit goes first, else
    the first by name. QueryError for a filter or a sort that cannot be, DateError, UnknownKey.
    """
    day = None if at is None else estate.engine.dates.day(at)
    seen = estate.register.seen(day)
    wanted = {name: _values(estate, name, values) for name, values in (filters or {}).items() if values}
    order = sort or ("relevance" if query.strip() else "label")
    if order.removeprefix("-") not in SORTS:
        raise QueryError(f"There is no order {sort!r}. Sort by one of: {', '.join(SORTS)}; -label is from z.")
    found: dict[str, Match] = {}
    entries: Iterable[Entry] = seen.entries.values()
    if query.strip():
        found = {match.key: match for match in estate.register.index.search(query)}
        entries = [seen.entries[key] for key in found if key in seen.entries]
    fitting, counts = _narrowed(entries, wanted)
    ordered = _ordered(fitting, order)
    start = (page - 1) * per_page
    return Things(
        query=query,
        at=at,
        sort=order,
        total=len(ordered),
        page=page,
        per_page=per_page,
        pages=ceil(len(ordered) / per_page),
        items=tuple(
            Summary.of(entry, load_schema(), found[entry.key].found if entry.key in found else "")
            for entry in ordered[start : start + per_page]
        ),
        facets=tuple(_facet(name, counts[name], wanted.get(name, ()), seen) for name in FACETS),
    )


def suggest(estate: Estate, query: str, at: str | None = None, count: int = 8) -> Suggestions:
    """The things that a text most likely means, on a day those that had begun by then."""
    day: date | None = None if at is None else estate.engine.dates.day(at)
    entries = estate.register.seen(day).entries
    matches = [match for match in estate.register.index.search(query) if match.key in entries]
    items = []
    for match in matches[: min(count, MOST_SUGGESTIONS)]:
        entry = entries[match.key]
        items.append(
            Suggestion(
                key=entry.key,
                label=entry.label,
                kind=entry.kind,
                class_=entry.class_,
                state=entry.state,
                found=match.found,
            )
        )
    return Suggestions(query=query, items=tuple(items))


def class_of(estate: Estate, text: str) -> str:
    """The class of things that a parameter names, by slug, CURIE or label; QueryError with all there are."""
    schema = load_schema()
    known = {slug(class_): class_ for class_ in estate.register.classes}
    wanted = text.strip()
    for name, class_ in known.items():
        if wanted.lower() in (name, schema.label(class_).lower()) or wanted == class_:
            return class_
    raise QueryError(f"There is no kind {text!r}. The kinds are: {', '.join(sorted(known))}.")


def _values(estate: Estate, name: str, values: Sequence[str]) -> tuple[str, ...]:
    """The values of a filter as entries have them."""
    if name == "kind":
        return tuple(class_of(estate, value) for value in values)
    if name == "state":
        if wrong := [value for value in values if value not in STATES]:
            raise QueryError(f"There is no state {wrong[0]!r}. The states are: {', '.join(STATES)}.")
        return tuple(values)
    if name not in FACETS:
        raise QueryError(f"There is no filter {name!r}. The filters are: {', '.join(FACETS)}.")
    known = estate.register.seen().entries
    return tuple(value if value in known else estate.register.key(value) for value in values)


def _fits(entry: Entry, name: str, values: Sequence[str]) -> bool:
    match name:
        case "kind":
            return entry.class_ in values
        case "state":
            return entry.state in values
        case "area" | "force" | "cps_area":
            return any(entry.within(value) for value in values)
    return any(value == entry.key or value in entry.belongs(name) for value in values)  # type: ignore[arg-type]


def _narrowed(
    entries: Iterable[Entry], wanted: Mapping[str, Sequence[str]]
) -> tuple[list[Entry], dict[str, Counter[str]]]:
    """What fits all filters; and for each filter, how many have each value of what fits the others."""
    fitting: list[Entry] = []
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for entry in entries:
        failed = [name for name, values in wanted.items() if not _fits(entry, name, values)]
        if len(failed) > 1:
            continue
        if not failed:
            fitting.append(entry)
        for name in failed or FACETS:
            counts[name].update(_of(entry, name))
    return fitting, counts


def _of(entry: Entry, name: str) -> Sequence[str]:
    if name == "kind":
        return (entry.class_,)
    if name == "state":
        return () if entry.state is None else (entry.state,)
    return entry.belongs(name)  # type: ignore[arg-type]


def _ordered(entries: list[Entry], order: str) -> list[Entry]:
    keys: Mapping[str, Callable[[Entry], tuple[object, ...]]] = {
        "label": lambda entry: (entry.label.casefold(), entry.key),
        "kind": lambda entry: (entry.kind, entry.label.casefold(), entry.key),
        "began": lambda entry: (_began(entry), entry.key),
        "ended": lambda entry: (_ended(entry), entry.key),
    }
    name = order.removeprefix("-")
    reverse = order.startswith("-")
    if name == "relevance":
        return entries[::-1] if reverse else entries
    return sorted(entries, key=keys[name], reverse=reverse)


def _began(entry: Entry) -> str:
    """The day by which it is known to have begun; what is not known comes last."""
    days = [life.latest_start or life.earliest_start for life in entry.lives]
    return min((day.isoformat() for day in days if day), default="~")


def _ended(entry: Entry) -> str:
    days = [life.latest_end for life in entry.lives]
    return max((day.isoformat() for day in days if day), default="~") if all(days) else "~"


def _facet(name: str, counts: Counter[str], selected: Sequence[str], seen: Seen) -> FacetOf:
    def label(value: str) -> str:
        if name == "kind":
            return load_schema().label(value)
        return STATES[value] if name == "state" else seen.label_of(value)

    for value in selected:
        counts.setdefault(value, 0)
    values = [
        FacetValue(
            value=slug(value) if name == "kind" else value,
            label=label(value),
            count=count,
            selected=value in selected,
        )
        for value, count in counts.items()
    ]
    values.sort(key=lambda each: (-each.count, each.label))
    return FacetOf(name=name, label=FACETS[name], values=tuple(values))
