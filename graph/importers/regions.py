"""The regions, areas and clusters by which the courts service has administered its courts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.importers.keys import slug
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow

SERVICE_2022, SERVICE_2013 = "HMCTS reference data", "HMCTS 2013"
SOURCES = {SERVICE_2022: "hmcts-rd-location-2022", SERVICE_2013: "courtfinder-2013-07"}
STATISTICAL = "pre-court-regions"
SEVEN = ("London", "Midlands", "North East", "North West", "South East", "South West", "Wales")


def _convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    for row in rows:
        source = SOURCES.get(row["scheme"], STATISTICAL)
        id_ = f"{row['level']}/{row['id']}" if source != STATISTICAL else row["court"]
        entry = reading.entry(row, id_, source)
        if source == STATISTICAL:
            region = row["name"]
            entry.set_aside(f"a statistical region ({region}), not one by which the courts are administered")
        elif row["level"] == "region" and row["name"] not in SEVEN:
            entry.set_aside("outside England and Wales, or the whole of it: no region of this estate")
        else:
            _region(reading, entry)
        yield entry


def _region(reading: Reading, entry: Entry) -> None:
    region = reading.mint(f"court-region/{slug(entry['name'])}", "cje:CourtRegion")
    note = "a cluster; its parent region is not in the source" if entry["level"] == "cluster" else ""
    entry.say(region, "skos:prefLabel", entry["name"], "name", lang="en", note=note)
    if entry["parent"]:
        entry.say(region, "cje:withinTerritory", f"court-region/{slug(entry['parent'])}", "parent")


FORM = Form(("scheme", "level", "id", "name", "parent", "court", "as_of", "note", "source"), _convert)
