"""Courts and police areas on the map as GeoJSON (RFC 7946, WGS 84)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from graph.catalogue import ATTRIBUTION, LICENCE, TITLE
from graph.exports.selection import Selection
from graph.exports.things import BOUNDS, Thing, lives_of, things_of
from graph.geography import parts_of
from graph.schema import load_schema

COURTS = ("cje:MagistratesCourt", "cje:CrownCourtCentre")
AREA = "cje:PoliceArea"
SITE = "org:hasPrimarySite"
_WITHIN = ("cje:withinCourtRegion", "cje:withinJusticeArea", "cje:inAreaOfForce")


def write_geojson(selection: Selection, format: str, out: IO[bytes]) -> None:  # noqa: ARG001 - there is one
    """Write a feature for each court and police area, in order of keys.

    A court whose place is not known has no geometry; of all times one that moved has all its places.
    """
    release = selection.release.metadata
    about: dict[str, Any] = {
        "title": TITLE, "licence": LICENCE, "attribution": ATTRIBUTION, "release": release.date,
        "rdfc10_sha256": release.rdfc10_sha256,
        "day": selection.moment.day.isoformat() if selection.moment else None,
    }  # fmt: skip
    out.write(b'{"type":"FeatureCollection","about":' + _json(about) + b',"features":[')
    for number, feature in enumerate(_features(selection)):
        out.write(b",\n" if number else b"\n")
        out.write(_json(feature))
    out.write(b"\n]}\n")


def _features(selection: Selection) -> Iterator[dict[str, Any]]:
    places = {
        thing.key: (float(thing.text("wgs84:long")), float(thing.text("wgs84:lat")))
        for thing in things_of(_unlimited(selection))
        if thing.text("wgs84:long") and thing.text("wgs84:lat")
    }
    lives, schema = lives_of(selection), load_schema()
    outlines = {
        shape.key.removeprefix("geometry/"): shape.text("geo:asWKT")
        for shape in things_of(selection, nested=True)
        if shape.class_ == "sf:MultiPolygon"
    }
    for thing in things_of(selection):
        if thing.class_ not in (*COURTS, AREA):
            continue
        geometry: dict[str, Any] | None = None
        if thing.class_ == AREA:
            if wkt := outlines.get(thing.key):
                geometry = {"type": "MultiPolygon", "coordinates": parts_of(wkt)}
        else:
            geometry = _place([places[site] for site in thing.things.get(SITE, []) if site in places])
        yield {
            "type": "Feature",
            "id": thing.key,
            "geometry": geometry,
            "properties": {
                "key": thing.key,
                "iri": selection.names.thing(thing.key),
                "name": thing.name,
                "kind": schema.label(thing.class_),
                "sites": "; ".join(thing.things.get(SITE, [])) or None,
                **{name.partition(":")[2]: "; ".join(thing.things.get(name, [])) or None for name in _WITHIN},
                **_codes(thing, schema.codes),
                **_life(lives.get(thing.key, [])),
            },
        }


def _unlimited(selection: Selection) -> Selection:
    """The same with every kind: the place of a court is that of its building."""
    if not selection.kinds:
        return selection
    return Selection(selection.engine, selection.moment, selection.named, progress=selection.progress)


def _place(points: list[tuple[float, float]]) -> dict[str, Any] | None:
    if not points:
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "MultiPoint", "coordinates": points}


def _codes(thing: Thing, codes: frozenset[str]) -> dict[str, str]:
    return {
        property_.partition(":")[2]: "; ".join(values)
        for (property_, _), values in sorted(thing.texts.items())
        if property_ in codes
    }


def _life(lives: list[tuple[str, ...]]) -> dict[str, str | None]:
    """The bounds of the first start and of the last end."""
    found = (*lives[0][:2], *lives[-1][2:]) if lives else ("", "", "", "")
    return {name.partition(":")[2]: bound or None for name, bound in zip(BOUNDS, found, strict=True)}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
