"""Published counts of grades: how many bodies of a programme, or aspects of one body, got which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.importers.hmcpsi import GRADES
from graph.importers.inspections import span
from graph.importers.keys import slug
from graph.importers.peel import CYCLES, Cycle, force_name
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow

OPA_COLUMNS = ("programme", "batch", "rating", "n_areas", "note", "source")
PEEL_COLUMNS = ("cycle", "pillar", "rating", "n_forces", "source")
AREA_COLUMNS = tuple(
    "police_uk_slug cycle n_graded_areas outstanding good adequate requires_improvement inadequate published"
    " source_is_heldout_page source".split()
)
_BODIES = "cjev:counted-bodies-rated"
_ASPECTS = "cjev:counted-aspects-rated"


@dataclass(frozen=True, slots=True)
class Batch:
    """The bodies over which a count of the first table was made."""

    stem: str
    label: str
    programme: str = ""
    on: str = ""
    on_note: str = ""
    within: str = ""


# The days are those of the publication of the reports, as the README of the tables tells them.
_BATCHES: Mapping[tuple[str, str], Batch] = {
    ("OPA 2005", "first 22 areas"): Batch(
        "opa-2005/first-22-areas",
        "Overall performance assessment 2005, the first 22 areas",
        "inspection-programme/opa-2005",
        "2005-12",
        "the month of a report of this batch; the page prints no date",
    ),
    ("OPA 2005", "all 42 areas"): Batch(
        "opa-2005/all-areas",
        "Overall performance assessment 2005, all 42 areas",
        "inspection-programme/opa-2005",
        "2006-03-14",
        "the day on which the ratings of all areas were published",
        "area-scheme/1999",
    ),
    ("London 2010", "20 of 33 boroughs"): Batch(
        "area-2010/metropolitan-and-city",
        "Inspection of CPS London 2010, 20 of 33 boroughs",
        on="2010",
        on_note="the year of the inspection; the page prints no date",
        within="cps-area/1999/metropolitan-and-city",
    ),
}


def convert_opa(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The entries of the counts of several programmes; its PEEL rows repeat the counts of the next form."""
    for row in rows:
        for entry in reading.cited(row):
            _, peel, rest = entry["programme"].partition("PEEL ")
            if peel:
                cycle, _, pillar = rest.partition(" ")
                _count_forces(entry, reading, cycle, pillar, "n_areas", "programme")
            else:
                _count_areas(entry, reading)
            yield entry


def _count_areas(entry: Entry, reading: Reading) -> None:
    batch = _BATCHES.get((entry["programme"], entry["batch"]))
    if batch is None:
        remedy = "Teach the importer over which bodies it counts"
        reading.fault(entry.row, "batch", entry["batch"], "An unknown batch of areas", remedy)
        return
    grade = GRADES.get(entry["rating"])
    if grade is None:
        _unknown_grade(entry, reading, "opa4")
        return
    key = _count(entry, reading, f"{batch.stem}/{slug(entry['rating'])}", _BODIES, "n_areas")
    entry.say(key, "skos:prefLabel", f"{batch.label}: graded {entry['rating']}", lang="en")
    entry.say(key, "cje:countedOn", batch.on, "batch", note=batch.on_note)
    entry.say(key, "cje:aspect", "cjev:aspect-overall")
    entry.say(key, "cje:grade", grade, "rating")
    if batch.programme:
        entry.say(key, "cje:withinProgramme", batch.programme, "programme")
    if batch.within:
        entry.say(key, "cje:countedWithin", batch.within, "batch")


def convert_peel(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The entries of the counts of forces per grade."""
    for row in rows:
        for entry in reading.cited(row):
            _count_forces(entry, reading, entry["cycle"], entry["pillar"], "n_forces", "cycle")
            yield entry


def _count_forces(entry: Entry, reading: Reading, printed: str, pillar: str, count: str, where: str) -> None:
    cycle = _cycle(entry, reading, printed, where)
    grade = cycle.grade(entry["rating"]) if cycle else ""
    if cycle is None:
        return
    if not grade:
        _unknown_grade(entry, reading, cycle.scale)
        return
    key = _count(entry, reading, f"peel-{cycle.year}/{slug(pillar)}/{slug(entry['rating'])}", _BODIES, count)
    entry.say(key, "skos:prefLabel", f"PEEL {printed}, {pillar}: forces graded {entry['rating']}", lang="en")
    entry.say(key, "cje:withinProgramme", cycle.programme, where)
    entry.say(
        key, "cje:aspect", f"cjev:aspect-peel-{slug(pillar)}", where if where == "programme" else "pillar"
    )
    entry.say(key, "cje:grade", grade, "rating")
    if day := (cycle.days or {}).get(pillar, ""):
        note = "the national day of publication for this pillar"
        entry.say(key, "cje:countedOn", day, where, note=note)


def convert_areas(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The entries of the counts, within one force, of aspects per grade."""
    for row in rows:
        for entry in reading.cited(row, held_out="source_is_heldout_page"):
            if not entry.reason and not reading.decided(entry):
                _count_aspects(entry, reading)
            yield entry


def _count_aspects(entry: Entry, reading: Reading) -> None:
    cycle, force = _cycle(entry, reading, entry["cycle"], "cycle"), f"police-force/{entry['police_uk_slug']}"
    if cycle is None:
        return
    if force not in reading.classes:
        remedy = f"Mint {force} in registry.csv or mend the identifier"
        reading.fault(entry.row, "police_uk_slug", entry["police_uk_slug"], "Not a force known here", remedy)
        return
    grades = tuple(grade.replace("-", "_") for grade in cycle.grades)
    total = sum(int(entry[grade]) for grade in grades if entry[grade].isdigit())
    if str(total) != entry["n_graded_areas"]:
        remedy = "Mend the counts, so that they come to the number of graded areas"
        reading.fault(
            entry.row, "n_graded_areas", entry["n_graded_areas"], f"The grades come to {total}", remedy
        )
        return
    published = span(reading, entry, "published")
    about = f"PEEL {entry['cycle']}, {force_name(entry['police_uk_slug'])}"
    for column in ("n_graded_areas", *grades):
        grade = "" if column == "n_graded_areas" else slug(column.replace("_", " "))
        stem = f"peel-{cycle.year}/{entry['police_uk_slug']}/{grade or 'graded'}"
        key = _count(entry, reading, stem, _ASPECTS, column)
        label = f"{about}: aspects graded {grade.replace('-', ' ')}".rstrip()
        entry.say(key, "skos:prefLabel", label, lang="en")
        entry.say(key, "cje:countedWithin", force, "police_uk_slug")
        entry.say(key, "cje:withinProgramme", cycle.programme, "cycle")
        if grade:
            entry.say(key, "cje:grade", f"cjev:{cycle.scale}-{grade}", column)
        if published:
            entry.say(key, "cje:countedOn", published, "published")


def _count(entry: Entry, reading: Reading, stem: str, counted: str, column: str) -> str:
    """The key of a stated count, with its number and what was counted; a number that is none is a fault."""
    key = reading.mint(f"stated-count/{stem}", "cje:StatedCount")
    if not entry[column].isdigit():
        reading.fault(entry.row, column, entry[column], "Not a number", "A whole number from 0")
    entry.say(key, "cje:counted", counted)
    entry.say(key, "cje:count", entry[column], column)
    return key


def _cycle(entry: Entry, reading: Reading, printed: str, column: str) -> Cycle | None:
    cycle = CYCLES.get(printed)
    if cycle is None:
        reading.fault(entry.row, column, printed, "Not a cycle of PEEL", f"One of {', '.join(CYCLES)}")
    return cycle


def _unknown_grade(entry: Entry, reading: Reading, scale: str) -> None:
    remedy = "Mend the grade, or the scale of the programme"
    reading.fault(entry.row, "rating", entry["rating"], f"Not a grade of {scale}", remedy)


OPA_FORM = Form(OPA_COLUMNS, convert_opa)
PEEL_FORM = Form(PEEL_COLUMNS, convert_peel)
AREA_FORM = Form(AREA_COLUMNS, convert_areas)
