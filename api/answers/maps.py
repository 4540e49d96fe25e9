"""The courts with their places, as data and drawn."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

from api.answers.listing import STATES
from api.drawing.maps import Outline, drawn_map
from api.models.listing import FacetValue, Life, Point, Reference
from api.models.maps import Map, Placed, Stretch
from graph.errors import QueryError
from graph.estate import OUTLINES, Estate
from graph.geography import drawn
from graph.register import slug
from graph.resources import tables
from graph.schema import load_schema

KINDS = ("cje:MagistratesCourt", "cje:CrownCourtCentre")
_ORDER = {"closed": 0, "uncertain": 1, "standing": 2}


def courts_map(
    estate: Estate,
    at: str | None = None,
    kind: Sequence[str] = (),
    region: Sequence[str] = (),
    state: Sequence[str] = (),
    programme: Sequence[str] = (),
) -> Map:
    """The courts that have a place and fit the filters; DateError, QueryError."""
    day = None if at is None else estate.engine.dates.day(at)
    schema = load_schema()
    ever = estate.register.seen().entries
    closed_under = _programmes(estate)
    names = {each.key: each.label for some in closed_under.values() for each in some}
    wanted = {"kind": kind, "region": region, "state": state, "programme": programme}
    _check(wanted, {*names})
    found: list[Placed] = []
    counts: dict[str, Counter[str]] = {name: Counter() for name in wanted}
    unplaced = 0
    for entry in estate.register.seen(day).entries.values():
        if entry.class_ not in KINDS:
            continue
        regions = entry.refs("region")
        under = closed_under.get(entry.key, ())
        told = {
            "kind": (slug(entry.class_),),
            "region": tuple(ref.label for ref in regions[-1:]),
            "state": (entry.state or "uncertain",),
            "programme": tuple(each.key for each in under),
        }
        misses = {name for name, values in wanted.items() if values and not {*told[name]} & {*values}}
        for name, values in told.items():
            if not misses - {name}:
                counts[name].update(values)
        if misses:
            continue
        point = entry.point or ever[entry.key].point
        if point is None:
            unplaced += 1
            continue
        found.append(
            Placed(
                key=entry.key,
                label=entry.label,
                class_=entry.class_,
                kind=entry.kind,
                state=entry.state,
                point=Point(longitude=point[0], latitude=point[1]),
                lives=tuple(map(Life.of, entry.lives)),
                stretches=tuple(map(Stretch.of, entry.days)),
                region=next(iter(told["region"]), ""),
                programmes=under,
            )
        )
    found.sort(key=lambda court: (_ORDER.get(court.state or "", 1), court.label))

    def facet(name: str, chosen: Sequence[str], labels: dict[str, str]) -> tuple[FacetValue, ...]:
        return tuple(
            FacetValue(value=value, label=labels.get(value, value), count=count, selected=value in chosen)
            for value, count in sorted(counts[name].items())
        )

    return Map(
        at=at,
        items=tuple(found),
        kinds=facet("kind", kind, {slug(class_): schema.label(class_) for class_ in KINDS}),
        regions=facet("region", region, {}),
        states=facet("state", state, STATES),
        programmes=facet("programme", programme, names),
        unplaced=unplaced,
    )


def _check(wanted: dict[str, Sequence[str]], programmes: set[str]) -> None:
    """QueryError for a value that no court can have; a region is a name, and may have none on a day."""
    possible = {"kind": {*map(slug, KINDS)}, "state": {*STATES}, "programme": programmes}
    for name, known in possible.items():
        if wrong := [value for value in wanted[name] if value not in known]:
            raise QueryError(f"There is no {name} {wrong[0]!r}. There are: {', '.join(sorted(known))}.")


def _programmes(estate: Estate) -> dict[str, tuple[Reference, ...]]:
    """The programmes under which each court was closed, by its key."""
    found: dict[str, list[Reference]] = defaultdict(list)
    short = estate.store.names.shorten
    for court, programme, name in estate.view("closure-programmes").texts():
        found[short(court)].append(Reference(key=short(programme), label=name))
    return {court: tuple(references) for court, references in found.items()}


def geojson(estate: Estate, **filters: object) -> bytes:
    """The same as a GeoJSON FeatureCollection (RFC 7946)."""
    told = courts_map(estate, **filters)  # type: ignore[arg-type]
    features = [
        {
            "type": "Feature",
            "id": court.key,
            "geometry": {"type": "Point", "coordinates": [court.point.longitude, court.point.latitude]},
            "properties": court.model_dump(exclude={"point"}),
        }
        for court in told.items
    ]
    return json.dumps(
        {"type": "FeatureCollection", "features": features, "unplaced": told.unplaced}, separators=(",", ":")
    ).encode()


def outlines(estate: Estate) -> bytes:
    """The outlines of the police areas as GeoJSON, with what they are called."""
    label = estate.register.seen().label_of
    features = [
        {
            "type": "Feature",
            "id": outline.key,
            "geometry": {"type": "MultiPolygon", "coordinates": outline.parts},
            "properties": {"key": outline.key, "label": label(outline.key)},
        }
        for outline in _outlines()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()


def picture(estate: Estate, **filters: object) -> bytes:
    """The map as SVG, which stands alone."""
    return str(drawn_map(courts_map(estate, **filters), _outlines())).encode()  # type: ignore[arg-type]


@cache
def _outlines() -> tuple[Outline, ...]:
    return tuple(Outline(key, boundary.parts) for key, boundary in drawn(tables() / OUTLINES).items())
