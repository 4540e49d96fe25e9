"""Thematic, joint and follow-up inspections in which HMCPSI took part: one row a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.importers.inspections import BEFORE_REPORT, HMCPSI, HMICFRS, Inspections, by_then, span
from graph.importers.keys import slug
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow

COLUMNS = ("title", "published", "inspectorates", "kind", "source")
KINDS = ("thematic", "joint", "follow-up")
NO_INSPECTION = {
    "annual report": "an annual report, of no one inspection",
    "guidance": "guidance, no inspection",
}
_INSPECTORATES = {
    "HMCPSI": HMCPSI,
    "HMIC": HMICFRS,
    "HMICFRS": HMICFRS,
    "HM Inspectorate of Prisons": "inspectorate/hmi-prisons",
    "HM Inspectorate of Probation": "inspectorate/hmi-probation",
    "HM Magistrates Courts Service Inspectorate": "inspectorate/hm-magistrates-courts-service-inspectorate",
    "Social Services Inspectorate": "inspectorate/social-services-inspectorate",
}
_SFO = "prosecution-service/serious-fraud-office"
_CPS = "prosecution-service/cps"
_LATER = re.compile(r"(.*) \(follow-up to (\d{4})\)")


def convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The entries of the table."""
    inspections = Inspections(reading)
    for row in rows:
        for entry in reading.cited(row):
            if entry["kind"] in NO_INSPECTION:
                entry.set_aside(NO_INSPECTION[entry["kind"]])
            elif not reading.decided(entry):
                _inspect(entry, inspections)
            yield entry


def _inspect(entry: Entry, inspections: Inspections) -> None:
    reading = inspections.reading
    by = [_INSPECTORATES.get(name, "") for name in entry["inspectorates"].split("|")]
    published, title = span(reading, entry, "published"), entry["title"]
    if not all(by):
        remedy = "Give the inspectorate a key in this importer, or mend its name"
        reading.fault(entry.row, "inspectorates", entry["inspectorates"], "An unknown inspectorate", remedy)
        return
    for name, key in zip(entry["inspectorates"].split("|"), by, strict=True):
        if key not in (HMCPSI, HMICFRS) and inspections.first(
            reading.mint(key, "cje:Inspectorate"), entry.source
        ):
            entry.say(key, "skos:prefLabel", name, "inspectorates", lang="en")
    kind = next((kind for kind in KINDS if kind == entry["kind"]), "")
    earlier = _LATER.fullmatch(title)
    name = earlier[1] if earlier else title
    about = f"{kind or 'commissioned'}-{published[:4]}/{slug(re.sub(r' [(].*', '', title))}"
    key, body = f"inspection/{about}", _body(entry, inspections)
    inspections.inspection(entry, key, title, (), tuple(by))
    note = "the list names no body: what HMCPSI inspects" if body == _CPS else ""
    entry.say(key, "cje:inspects", body, note=note)
    if kind:
        entry.say(key, "cje:inspectionKind", f"cjev:inspection-kind-{kind}", "kind")
    inspections.report(entry, f"report/{about}", key, title, "")
    entry.say(f"report/{about}", "dcterms:issued", published, "published")
    entry.say(key, "cje:date", by_then(published), "published", note=BEFORE_REPORT)
    if earlier:
        first = f"inspection/thematic-{earlier[2]}/{slug(name)}"
        inspections.inspection(entry, first, f"{name}, {earlier[2]}", (body,), (HMCPSI,), "a label of ours")
        entry.say(first, "cje:date", by_then(earlier[2]), "title")
        entry.say(key, "cje:followsUp", first, "title")


def _body(entry: Entry, inspections: Inspections) -> str:
    if not entry["title"].startswith("SFO "):
        return _CPS
    if inspections.first(inspections.reading.mint(_SFO, "cje:ProsecutionService"), entry.source):
        entry.say(_SFO, "skos:prefLabel", "SFO", "title", lang="en")
    return _SFO


FORM = Form(COLUMNS, convert)
