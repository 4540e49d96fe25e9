"""Inspections of CPS areas by HMCPSI, and the grades that they gave: one row an inspection, one row a grade.

Both tables name an inspection by an identifier of their own (`aap-wessex-2017`), from which its key follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.importers.inspections import (
    BEFORE_REPORT,
    HMCPSI,
    LABEL_OF_OURS,
    Inspections,
    by_then,
    span,
)
from graph.importers.keys import slug
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow

INSPECTION_COLUMNS = tuple(
    "inspection_id inspectorate programme area_name fieldwork published title_or_note source".split()
)
RATING_COLUMNS = tuple("inspection_id area_name aspect rating source_is_heldout_page note source".split())
ASPECT_COLUMNS = ("no", "aspect", "source")
INSPECTIONS_TABLE = "hmcpsi-area-inspections"
GRADES = {grade: f"cjev:opa4-{grade.lower()}" for grade in ("Excellent", "Good", "Fair", "Poor")}
CPS = "prosecution-service/cps"
_NOTICE = "seed: "
_NOTICE_SOURCE = "hmcpsi-leicestershire-and-rutland"
_PILOT = "cjev:inspection-kind-pilot"
_TITLE = re.compile(r".* \([A-Z][a-z]{2} \d\d\)")


@dataclass(frozen=True, slots=True)
class Series:
    """A series of inspections of areas: how its keys begin, its kind, its programme and the labels of it."""

    stem: str
    kind: str
    label: str
    programme: str = ""


_SERIES = {
    "opa-2005": Series(
        "opa-2005",
        "overall-performance-assessment",
        "Overall performance assessment 2005 of {bodies}",
        "Overall performance assessment 2005",
    ),
    "opa-2007": Series(
        "opa-2007",
        "overall-performance-assessment",
        "Overall performance assessment 2007 of {bodies}",
        "Overall performance assessment 2007",
    ),
    "aap": Series(
        "aap-2016", "area-assurance", "Area Assurance Inspection of {bodies}", "Area Assurance Programme"
    ),
    "aip": Series(
        "aip-2021",
        "area-inspection-programme",
        "Area Inspection Programme: {bodies} baseline assessment",
        "Area Inspection Programme",
    ),
    "aip3": Series(
        "aip-phase-3",
        "area-inspection-programme",
        "Area Inspection Programme, phase 3: {bodies}",
        "Area Inspection Programme, phase 3",
    ),
}
# What the programme column adds in brackets or after a word, and the kind of inspection that it means.
_MORE_KINDS = (
    ("(pilot)", "pilot"),
    ("(composite)", "composite"),
    ("follow-up", "follow-up"),
    ("(limited revisit)", "follow-up"),
)


@dataclass(frozen=True, slots=True)
class Inspected:
    """An inspection that a row names: its series and year, its place in a key, the bodies inspected."""

    series: Series
    year: str
    place: str
    bodies: tuple[str, ...]
    names: str

    @property
    def key(self) -> str:
        """The key of the inspection."""
        return f"inspection/{self.series.stem}/{self.place}"

    def label(self, programme: str = "") -> str:
        """A label of ours for the inspection."""
        if self.bodies == (CPS,):
            return (
                f"{self.series.programme}: {'composite report' if 'composite' in programme else 'all areas'}"
            )
        label = self.series.label.format(bodies=self.names, year=self.year)
        if programme.startswith("Review"):
            label = f"Review of the performance of {self.names}, {self.year}"
        if "follow-up" in programme:
            label = f"Follow-up of the {label[0].lower()}{label[1:]}"
        return f"{label} (revisit of {self.year})" if "revisit" in programme else label


def inspected(entry: Entry, reading: Reading, *, again: bool = False) -> Inspected | None:
    """Which inspection a row names; None, with a fault, if it names an area that is not known.

    `again` tells a second inspection of an area within a programme from the first.
    """
    id_ = entry["inspection_id"]
    year = (re.findall(r"\d{4}", id_) or [""])[-1]
    head = id_[:8] if id_.startswith("opa-") else id_.partition("-")[0]
    stem = f"area-{year}" if year else "area"
    label = "Inspection of {bodies}, {year}" if year else "Inspection of {bodies}"
    series = _SERIES.get(head) or Series(stem, "area", label)
    if re.fullmatch(r"\d+ areas", entry["area_name"]):
        place = f"composite-{year}" if "composite" in id_ else "all-areas"
        return Inspected(series, year, place, (CPS,), "the CPS")
    names = entry["area_name"].split("|")
    before_2011 = head.startswith("opa") or not year or year < "2011"
    bodies = tuple(_area(name, before_2011, reading) for name in names)
    if not all(bodies):
        remedy = "Mint the CPS area in registry.csv, with the year in which it began, or mend the name"
        reading.fault(entry.row, "area_name", entry["area_name"], "No CPS area of that name", remedy)
        return None
    place = "-and-".join(slug(name) for name in names) + (f"-{year}" if again else "")
    return Inspected(series, year, place, bodies, " and ".join(f"CPS {name}" for name in names))


def _area(name: str, before_2011: bool, reading: Reading) -> str:
    """The key of an area: of 1999 for an inspection before 2011, else of 2011 or 2017, where there is one."""
    begun = ("1999", "2011", "2017") if before_2011 else ("2011", "2017", "1999")
    keys = (f"cps-area/{year}/{slug(name)}" for year in begun)
    return next((key for key in keys if key in reading.classes), "")


def _entries(row: UpstreamRow, reading: Reading, held_out: str = "") -> Iterator[Entry]:
    """The entries of a row; one that repeats the press notice of this estate's example is set aside."""
    if row["source"].startswith(_NOTICE):
        entry = reading.entry(row, f"{reading.table.replace('-', '_')}/{row.line}", _NOTICE_SOURCE)
        entry.set_aside("read from the notice itself")
        yield entry
    else:
        yield from reading.cited(row, held_out=held_out)


def convert_inspections(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The entries of the table of inspections and of composite reports."""
    inspections = Inspections(reading)
    for row in rows:
        for entry in _entries(row, reading):
            if not entry.reason and not reading.decided(entry):
                _inspect(entry, inspections)
            yield entry


def _inspect(entry: Entry, inspections: Inspections) -> None:
    reading, programme = inspections.reading, entry["programme"]
    found = inspected(entry, reading, again="revisit" in programme)
    if found is None:
        return
    title = entry["title_or_note"]
    printed = bool(_TITLE.fullmatch(title))
    label, note = (title, "") if printed else (found.label(programme), LABEL_OF_OURS)
    _describe(entry, inspections, found, label, note)
    for mark, kind in _MORE_KINDS:
        if mark in programme:
            entry.say(found.key, "cje:inspectionKind", f"cjev:inspection-kind-{kind}", "programme")
    if programme.startswith("Review"):
        entry.say(found.key, "cje:inspectionKind", "cjev:inspection-kind-review", "programme")
    published, fieldwork = span(reading, entry, "published"), span(reading, entry, "fieldwork")
    report = found.key.replace("inspection/", "report/", 1)
    inspections.report(entry, report, found.key, label, note)
    if published:
        entry.say(report, "dcterms:issued", published, "published")
    if fieldwork:
        entry.say(found.key, "cje:date", fieldwork, "fieldwork")
    elif published:
        entry.say(found.key, "cje:date", by_then(published), "published", note=BEFORE_REPORT)
    if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", published) and found.series.programme and found.bodies != (CPS,):
        for body in found.bodies:
            entry.say(body, "cje:standing", "true", start=f"[..{published}]", until=f"[{published}..]")


def _describe(entry: Entry, inspections: Inspections, found: Inspected, label: str, note: str = "") -> None:
    if found.series.programme:
        programme = f"inspection-programme/{found.series.stem}"
        columns = ("programme", "inspectorate") if "programme" in entry.row.cells else ("inspection_id",) * 2
        inspections.programme(entry, programme, found.series.programme, HMCPSI, columns)
    if not inspections.inspection(entry, found.key, label, found.bodies, (HMCPSI,), note):
        return
    if found.series.programme:
        entry.say(found.key, "cje:withinProgramme", f"inspection-programme/{found.series.stem}")
    entry.say(found.key, "cje:inspectionKind", f"cjev:inspection-kind-{found.series.kind}")


def convert_ratings(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The entries of a table of grades, to be read after the table of inspections.

    What that table says of an inspection is not repeated; it tells which were pilots, which graded other
    aspects, and when the report was published, from which day on the grade is given.
    """
    described: set[str] = set()
    pilots: set[str] = set()
    issued: dict[str, str] = {}
    for claim in reading.said(INSPECTIONS_TABLE):
        described.add(claim.subject)
        if claim.value == _PILOT:
            pilots.add(claim.subject)
        if claim.property == "dcterms:issued" and not claim.value.startswith("["):
            issued.setdefault(claim.subject.replace("report/", "inspection/", 1), claim.value)
    inspections = Inspections(reading)
    for row in rows:
        for entry in _entries(row, reading, "source_is_heldout_page"):
            found = None if entry.reason or reading.decided(entry) else inspected(entry, reading)
            if found:
                if found.key not in described:
                    _describe(entry, inspections, found, found.label(), LABEL_OF_OURS)
                _rate(entry, reading, found, issued.get(found.key, ""), pilot=found.key in pilots)
            yield entry


def _rate(entry: Entry, reading: Reading, found: Inspected, issued: str, *, pilot: bool) -> None:
    aspect, family = slug(entry["aspect"]).removeprefix("the-"), found.series.stem.partition("-")[0]
    grade = GRADES.get(entry["rating"])
    if grade is None:
        reading.fault(
            entry.row, "rating", entry["rating"], "Not a grade of opa4", f"One of {', '.join(GRADES)}"
        )
        return
    rating = reading.mint(f"{found.key.replace('inspection/', 'rating/', 1)}/{aspect}", "cje:Rating")
    concept = aspect if aspect == "overall" else f"{family}{'-pilot' if pilot else ''}-{aspect}"
    entry.say(rating, "cje:ofInspection", found.key)
    entry.say(rating, "cje:ratedBody", found.bodies[0])
    entry.say(rating, "cje:aspect", f"cjev:aspect-{concept}", "aspect")
    entry.say(rating, "cje:grade", grade, "rating", start=issued)


def convert_aspects(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The entries of the list of aspects that an assessment examined; the crosswalk names the inspection."""
    for row in rows:
        for entry in reading.cited(row):
            inspection = reading.key(entry, "inspection")
            if inspection:
                entry.say(inspection, "cje:examined", entry["aspect"], "aspect", lang="en")
            yield entry


INSPECTIONS_FORM = Form(INSPECTION_COLUMNS, convert_inspections)
RATINGS_FORM = Form(RATING_COLUMNS, convert_ratings)
ASPECTS_FORM = Form(ASPECT_COLUMNS, convert_aspects)
