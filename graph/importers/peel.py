"""PEEL ratings of police forces, 2014 to 2025: one row a force, cycle, aspect and grade.

The two tables are curated: each row cites the page on which the grade was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from graph.importers.inspections import HMICFRS, Inspections, by_then, span
from graph.importers.keys import slug
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow

COLUMNS = (
    "police_uk_slug",
    "cycle",
    "pillar",
    "rating",
    "published",
    "source_is_heldout_page",
    "note",
    "source",
)
_GRADES4 = ("outstanding", "good", "requires-improvement", "inadequate")
_GRADES5 = ("outstanding", "good", "adequate", "requires-improvement", "inadequate")


@dataclass(frozen=True, slots=True)
class Cycle:
    """A cycle of PEEL: the year in its keys, its scale, and whether each pillar had a report of its own.

    `days` are the national days of publication of its pillars, `tranches` its tranches of forces by their
    days, as the README of the tables gives them; the tables fill them in where a force's page prints no day.
    """

    year: str
    scale: str
    grades: tuple[str, ...]
    report_per_pillar: bool = False
    days: Mapping[str, str] | None = None
    tranches: Mapping[str, str] = field(default_factory=dict)

    @property
    def programme(self) -> str:
        """The key of the programme."""
        return f"inspection-programme/peel-{self.year}"

    def grade(self, rating: str) -> str:
        """The grade that a table prints, a concept of the cycle's scale, or an empty text."""
        printed = slug(rating)
        return f"cjev:{self.scale}-{printed}" if printed in self.grades else ""


def _days(effectiveness: str, efficiency: str, legitimacy: str = "") -> Mapping[str, str]:
    return {"effectiveness": effectiveness, "efficiency": efficiency, "legitimacy": legitimacy}


CYCLES: Mapping[str, Cycle] = {
    "2014": Cycle("2014", "peel4", _GRADES4, days=_days("2014-11-27", "2014-11-27")),
    "2015": Cycle("2015", "peel4", _GRADES4, True, _days("2016-02-18", "2015-10-20", "2016-02-11")),
    "2016": Cycle("2016", "peel4", _GRADES4, True, _days("2017-03-02", "2016-11-03", "2016-12-08")),
    "2017": Cycle("2017", "peel4", _GRADES4, True, _days("2018-03-22", "2017-11-09", "2017-12-12")),
    "2018/19": Cycle(
        "2018", "peel4", _GRADES4, tranches={"2019-05-02": "one", "2019-09-27": "two", "2020-02": "three"}
    ),
    "2021/22": Cycle("2021", "peel5", _GRADES5),
    "2023-25": Cycle("2023", "peel5", _GRADES5),
}

_CONSTABULARIES = frozenset(
    "avon-and-somerset cambridgeshire cheshire cumbria derbyshire durham gloucestershire hampshire"
    " hertfordshire lancashire norfolk suffolk".split()
)
_OTHER_NAMES = {"metropolitan": "Metropolitan Police Service", "dyfed-powys": "Dyfed-Powys Police"}

# What a note of the tables means for the claim, in words of ours.
_REMARKS = (
    (r"carried (over|forward)|held from a previous|not re-inspected", "carried over from an earlier cycle"),
    (
        r"programme( is)? not named|not name the programme|names neither the programme",
        "the page does not name the programme, which was told by its date or by what it grades",
    ),
    (r"PEEL 2020/21", "the page calls the programme PEEL 2020/21"),
)
_CHANGED = re.compile(r"grade changed on (\d{4}-\d\d-\d\d) from")
_REPLACED = re.compile(r"as first published; changed on (\d{4}-\d\d-\d\d) to")
_UPDATED = re.compile(r"page last updated (\d\d)/(\d\d)/(\d{4})")


def force_name(police_uk_id: str) -> str:
    """The name of a force in labels of ours, from its police.uk identifier.

    >>> force_name("avon-and-somerset"), force_name("city-of-london")
    ('Avon and Somerset Constabulary', 'City of London Police')
    """
    words = (word if word in ("and", "of") else word.capitalize() for word in police_uk_id.split("-"))
    kind = "Constabulary" if police_uk_id in _CONSTABULARIES else "Police"
    return _OTHER_NAMES.get(police_uk_id, f"{' '.join(words)} {kind}")


def convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The entries of a table of ratings."""
    last = _last_published(rows)
    inspections = Inspections(reading)
    for row in rows:
        for entry in reading.cited(row, held_out="source_is_heldout_page"):
            if not entry.reason and not reading.decided(entry):
                _rate(entry, inspections, last)
            yield entry


def _last_published(rows: Sequence[UpstreamRow]) -> Mapping[tuple[str, str], str]:
    """When the last report on each force and cycle was published, in this table or by the national days."""
    last: dict[tuple[str, str], str] = {}
    for row in rows:
        if row["source_is_heldout_page"] != "y" and row["cycle"] in CYCLES:
            about = (row["police_uk_slug"], row["cycle"])
            national = max((CYCLES[row["cycle"]].days or {"": ""}).values())
            last[about] = max(last.get(about, national), row["published"] or _national_day(row))
    return last


def _national_day(row: UpstreamRow | Entry) -> str:
    days = CYCLES[row["cycle"]].days or {}
    return days.get(row["pillar"].partition("/")[0], "")


def _rate(entry: Entry, inspections: Inspections, last: Mapping[tuple[str, str], str]) -> None:
    reading = inspections.reading
    force, cycle = f"police-force/{entry['police_uk_slug']}", CYCLES.get(entry["cycle"])
    pillar, _, question = entry["pillar"].partition("/")
    if entry["rating"] == "Not graded":
        entry.set_aside("not graded")
        return
    if cycle is None:
        reading.fault(
            entry.row, "cycle", entry["cycle"], "Not a cycle of PEEL", f"One of {', '.join(CYCLES)}"
        )
        return
    if force not in reading.classes:
        remedy = f"Mint {force} in registry.csv or mend the identifier"
        reading.fault(entry.row, "police_uk_slug", entry["police_uk_slug"], "Not a force known here", remedy)
        return
    grade = cycle.grade(entry["rating"])
    if not grade:
        remedy = f"One of {', '.join(cycle.grades)}"
        reading.fault(entry.row, "rating", entry["rating"], f"Not a grade of {cycle.scale}", remedy)
        return
    about = f"peel-{cycle.year}/{entry['police_uk_slug']}"
    published = span(reading, entry, "published")
    day = published or _national_day(entry)
    why = _why(entry, published, day)
    ended = day if day == last[entry.row["police_uk_slug"], entry.row["cycle"]] else ""
    _inspection(entry, inspections, cycle, force, ended, why)
    _report(entry, inspections, cycle, pillar, day, why)
    rating = reading.mint(f"rating/{about}/{slug(question or pillar)}", "cje:Rating")
    start, until = published, ""
    if changed := _CHANGED.search(entry["note"]):
        first, start = rating, changed[1]
        rating = reading.mint(f"{rating}/{start}", "cje:Rating", "as changed on that day")
        entry.say(rating, "cje:supersedes", first, "note")
    elif replaced := _REPLACED.search(entry["note"]):
        until = str(date.fromisoformat(replaced[1]) - timedelta(days=1))
    entry.say(rating, "cje:ofInspection", f"inspection/{about}")
    entry.say(rating, "cje:ratedBody", force)
    aspect = "-".join(slug(part) for part in ("peel", pillar, question) if part)
    entry.say(rating, "cje:aspect", f"cjev:aspect-{aspect}", "pillar")
    remarks = [meaning for pattern, meaning in _REMARKS if re.search(pattern, entry["note"])]
    if published:
        remarks.insert(0, why)
    notes = "; ".join(filter(None, remarks))
    entry.say(rating, "cje:grade", grade, "rating", start=start, until=until, note=notes)


def _why(entry: Entry, published: str, day: str) -> str:
    """Where the day of publication comes from, if it is not the page's own."""
    updated = _UPDATED.search(entry["note"])
    if not day or (updated and day == "-".join(reversed(updated.groups()))):
        return ""
    if tranche := CYCLES[entry["cycle"]].tranches.get(day):
        if "tranche" in entry["note"]:
            return f"the day of tranche {tranche}; filled in by the rule of the table"
        return f"the day of tranche {tranche}, which the table fills in where a page has none"
    if day != _national_day(entry):
        return ""
    if published:
        return "the national day of publication, which the table fills in where a page has none"
    return "the national day of publication for this pillar, by the rule of the table; not read from the page"


def _inspection(
    entry: Entry, inspections: Inspections, cycle: Cycle, force: str, last: str, why: str
) -> None:
    printed, name = entry["cycle"], force_name(entry["police_uk_slug"])
    key = f"inspection/peel-{cycle.year}/{entry['police_uk_slug']}"
    label = f"PEEL assessment {printed} of {name}"
    pillars = "PEEL: police effectiveness, efficiency and legitimacy"
    if inspections.inspection(entry, key, label, (force,), (HMICFRS,), pillars):
        entry.say(key, "cje:withinProgramme", cycle.programme, "cycle")
        entry.say(key, "cje:inspectionKind", "cjev:inspection-kind-peel-assessment")
    inspections.programme(entry, cycle.programme, f"PEEL {printed}", HMICFRS, ("cycle", ""))
    if last and inspections.first(f"{key} {last}", entry.source):
        note = "made before the last of its reports was published"
        entry.say(key, "cje:date", by_then(last), "published", note="; ".join(filter(None, [note, why])))


def _report(entry: Entry, inspections: Inspections, cycle: Cycle, pillar: str, day: str, why: str) -> None:
    about, part = f"peel-{cycle.year}/{entry['police_uk_slug']}", f"PEEL {entry['cycle']}"
    key = f"report/{about}"
    if cycle.report_per_pillar:
        key, part = f"{key}/{pillar}", f"{part}, {pillar}"
    label = f"{part}: report on {force_name(entry['police_uk_slug'])}"
    inspections.report(entry, key, f"inspection/{about}", label)
    if day and inspections.first(f"{key} {day}", entry.source):
        entry.say(key, "dcterms:issued", day, "published", note=why)


FORM = Form(COLUMNS, convert)
