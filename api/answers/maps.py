"""The courts with their places, as data and drawn."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from functools import cache

from api.answers.listing import STATES, slug
from api.drawing.maps import Outline, drawn_map
from api.models.listing import FacetValue, Life, Point
from api.models.maps import Map, Placed
from graph.estate import OUTLINES, Estate
from graph.geography import drawn
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
) -> Map:
    """The courts that have a place and fit the filters; DateError."""
    day = None if at is None else estate.engine.dates.day(at)
    schema = load_schema()
    found: list[Placed] = []
    counts: dict[str, Counter[str]] = {"kind": Counter(), "region": Counter(), "state": Counter()}
    unplaced = 0
    for entry in estate.register.seen(day).entries.values():
        if entry.class_ not in KINDS:
            continue
        regions = entry.refs("region")
        told = {
            "kind": slug(entry.class_),
            "region": regions[-1].label if regions else "",
            "state": entry.state or "",
        }
        wanted = {"kind": kind, "region": region, "state": state}
        misses = {name for name, values in wanted.items() if values and told[name] not in values}
        for name, value in told.items():
            if value and not misses - {name}:
                counts[name][value] += 1
        if misses:
            continue
        if entry.point is None:
            unplaced += 1
            continue
        found.append(
            Placed(
                key=entry.key,
                label=entry.label,
                class_=entry.class_,
                kind=entry.kind,
                state=entry.state,
                point=Point(longitude=entry.point[0], latitude=entry.point[1]),
                lives=tuple(map(Life.of, entry.lives)),
                region=told["region"],
            )
        )
    found.sort(key=lambda court: (_ORDER.get(court.state or "", 1), court.label))

    def values(name: str, chosen: Sequence[str], labels: dict[str, str]) -> tuple[FacetValue, ...]:
        return tuple(
            FacetValue(value=value, label=labels.get(value, value), count=count, selected=value in chosen)
            for value, count in sorted(counts[name].items())
        )

    return Map(
        at=at,
        items=tuple(found),
        kinds=values("kind", kind, {slug(class_): schema.label(class_) for class_ in KINDS}),
        regions=values("region", region, {}),
        states=values("state", state, STATES),
        unplaced=unplaced,
    )


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
