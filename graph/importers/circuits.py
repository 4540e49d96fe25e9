"""The circuits, and the tiers and circuits of Crown Court centres in the plan of 1971."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.importers.directories import CROWN
from graph.importers.keys import slug
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow, numbered

PLAN = "hansard-1971-01-26"
CONFIRMED = "provisional conclusion; the answer of 1971-07-01 confirms the list"
TIERS = ("first", "second", "third")
PROBATION = "probation trust: no such thing in this estate"


def _units(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """Circuits by name, each with the town of its headquarters."""
    for row in rows:
        for entry in reading.cited(row):
            if entry["kind"] == "probation-trust":
                entry.set_aside(PROBATION)
            elif entry["kind"] == "court-circuit":
                _circuit(reading, entry)
            yield entry


def _circuit(reading: Reading, entry: Entry) -> None:
    name, day = entry["name"], entry["as_of"]
    circuit = reading.mint(f"circuit/{slug(name)}", "cje:Circuit")
    note = f"as of {day}, one of six circuits"
    entry.say(circuit, "skos:prefLabel", name, "name", lang="en", note=note)
    if town := entry["headquarters"]:
        told = f"In {day[:4]} its headquarters were in {town}."
        entry.say(circuit, "dcterms:description", told, "headquarters", lang="en")


def _links(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """What joins Crown Court centres to other things: the plan of 1971 by rule, the rest read by hand.

    A row is `<subject>/<property>`.
    """
    for row, id_ in numbered(rows, lambda row: f"{row['subject']}/{row['property']}"):
        for cited in reading.cited(row):
            entry = reading.entry(row, id_, cited.source)
            if entry.source == PLAN and entry["property"] in ("tier", "circuit"):
                _planned(reading, entry)
            yield entry


def _planned(reading: Reading, entry: Entry) -> None:
    centre, value = reading.key(entry, CROWN), entry["value"]
    if centre is None:
        return
    if entry["property"] == "tier":
        if value not in TIERS:
            remedy = f"A tier is one of {', '.join(TIERS)}"
            reading.fault(entry.row, "value", value, "Not a tier", remedy)
            return
        entry.say(centre, "cje:tier", f"cjev:tier-{value}", status="planned", note=CONFIRMED)
        entry.say(centre, "skos:prefLabel", entry["subject"], "subject", lang="en")
    else:
        circuit = reading.mint(f"circuit/{slug(value)}", "cje:Circuit")
        entry.say(centre, "cje:withinCircuit", circuit, status="planned", note=CONFIRMED)
        entry.say(circuit, "skos:prefLabel", value, lang="en")


UNITS = Form(tuple("kind name headquarters as_of note source".split()), _units)
LINKS = Form(tuple("subject subject_kind property value from to as_of note source".split()), _links)
