"""The two-digit codes of criminal justice, which join forces, courts and the 42 areas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow, numbered

NO_AREA = "a code of a police or other body, or in reserve: no courts, so no criminal justice area"
LONDON = "01"
OF_THE_FORCE = "the name of the Metropolitan Police: the criminal justice area of the code is London"
OF_NO_AREA = "a force without courts of its own, another body, or a code in reserve: no criminal justice area"


def _areas(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    for row in rows:
        entry = reading.entry(row, f"cjs_area_codes/{row.line}")
        if entry["is_criminal_justice_area"] == "y":
            area = reading.mint(f"criminal-justice-area/{entry['cjs_code']}", "cje:CriminalJusticeArea")
            name = entry["magistrates_level2_names"]
            entry.say(area, "skos:prefLabel", name, "magistrates_level2_names", lang="en")
            entry.say(area, "cje:cjsCode", entry["cjs_code"], "cjs_code")
        else:
            entry.set_aside(NO_AREA)
        yield entry


def _bodies(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    note = "a list of forces and other bodies; the code is shared by force, courts and area"
    names = {
        (claim.subject, claim.value)
        for before in reading.after
        for claim in reading.said(before)
        if claim.property == "skos:prefLabel"
    }
    for row, id_ in numbered(rows, lambda row: row["code"]):
        entry = reading.entry(row, id_)
        area = f"criminal-justice-area/{id_}"
        if area in reading.classes and id_ != LONDON:
            name = "skos:prefLabel" if (area, entry["name"]) in names else "skos:altLabel"
            entry.say(area, name, entry["name"], "name", lang="en")
            entry.say(area, "cje:cjsCode", id_, "code", note=note)
        else:
            entry.set_aside(OF_THE_FORCE if id_ == LONDON else OF_NO_AREA)
        yield entry


AREAS = Form(
    (
        "cjs_code",
        "force_name_short",
        "police_level2_names",
        "magistrates_level2_names",
        "crown_court_level2_names",
        "is_criminal_justice_area",
        "source",
    ),
    _areas,
)
BODIES = Form(("code", "name"), _bodies)
