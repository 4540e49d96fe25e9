"""Local justice areas: which were combined into which, by which order, and which courts sat for them.

The crosswalk says which areas a row speaks of: under its own id the existing ones, under `<id>/into` the one
that they became. An event whose new area is not printed has a key there too. An order prints the existing
areas in one line, in which a comma or an "and" may stand within a name as well as between two; a line that
other evidence does not divide gives the event and what came of it, and no existing areas.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from graph.dates import day_before, parse
from graph.importers.keys import slug
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow

AREA, COURT = "local-justice-area", "magistrates-court"
RECODED = "area code of a court changed"
ORDER_2011 = "si-2011-1168"
BENCH = "benches, which are bodies of magistrates and no areas"
DIVISIONS = "petty sessional divisions, which came before local justice areas"
UNDATED = "the change is printed without a day; the versions of the list that have it bound it"
NEW_CODE_UNKNOWN = "the new code is not printed"
JOINED = "joined by code: one list gives the code of the court's area, the other its name"
UNDIVIDED = "the existing areas stand in one line, which can be divided in several ways"
BENCHES = "the source names the benches of the existing areas and not the areas"
NEW_NAME_CUT = "the text as stored breaks off before the name of the new area"
ISSUED = (((5, 3), "2009-09-02"), ((7, 0), "2013-09-20"), ((7, 1), "2013-11-08"), ((7, 2), "2014-01-28"))
"""The days on which versions of the list of codes were issued, where the list prints one."""
LAST_ISSUED = "2021-11-30"
"""The day by which the version was made in which the history of all versions stands."""

_ORDER = re.compile(r"S\.I\. (\d{4})/(\d+)")
_OLD_CODE = re.compile(r"old code (?:(\d{4})|not given); list version (\d+)\.(\d+)")
_AS_OF = re.compile(r"as of (\d{4}-\d\d-\d\d)")


def _by_order(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The first table; a row of the order of 2011 is `<region>/<n>`, as the order counts its lines."""
    lines: Counter[str] = Counter()
    for row in rows:
        region = row["region_heading"].title()
        lines[region] += 1
        for entry in reading.cited(row):
            said = entry
            if entry.source == ORDER_2011:
                said = reading.entry(row, f"{region}/{lines[region]}", ORDER_2011)
            _combined(reading, said, "existing_areas_text", "new_area")
            yield said


def _second_reading(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The same lines of the order of 2011 in another table."""
    lines: Counter[str] = Counter()
    for row in rows:
        lines[row["region"]] += 1
        line = f"{row['region']}/{lines[row['region']]}"
        entry = reading.entry(row, f"{line}/2")
        entry.set_aside(f"a second reading of the line {line} of the order")
        yield entry


def _relations(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The second table: a relation a row, of several kinds; those that no rule reads are read by hand."""
    ends = _ends(rows)
    for row in rows:
        for entry in reading.cited(row):
            relation = entry["relation"]
            if "(bench)" in entry["member"]:
                entry.set_aside(BENCH)
            elif "petty sessional division" in relation:
                entry.set_aside(DIVISIONS)
            elif relation == "merged into":
                _combined(reading, entry, "member", "area")
            elif relation == "merger proposed":
                _combined(reading, entry, "member", "area", status="proposed")
            elif relation == "contains court":
                _contains(reading, entry)
            elif relation == RECODED:
                _recoded(reading, entry, ends)
            yield entry


def _combined(reading: Reading, entry: Entry, existing: str, new: str, status: str = "asserted") -> None:
    """The combining of areas: its event, its order, and the names that ended and began with it."""
    areas = reading.keys(entry, AREA)
    into = reading.key(reading.entry(entry.row, f"{entry.id}/into", entry.source), AREA)
    merger = reading.key(entry, "merger") or (into and f"merger/lja-{slug(entry[new])}")
    if not merger:
        return
    reading.mint(merger, "cje:Merger")
    began = entry["in_force"]
    if began:
        entry.say(merger, "cje:date", began, "in_force", status=status)
    for area in areas:
        entry.say(merger, "org:originalOrganization", area, existing, status=status)
    if not areas:
        silent = BENCHES if "bench" in entry[existing] else UNDIVIDED
        entry.say(merger, "cje:notStated", "org:originalOrganization", existing, note=silent)
    if into:
        entry.say(merger, "org:resultingOrganization", into, new, status=status)
    else:
        entry.say(merger, "cje:notStated", "org:resultingOrganization", new, note=NEW_NAME_CUT)
    if order := _ORDER.search(entry["si"] if "si" in entry.row.cells else entry["note"]):
        law = reading.mint(f"law/uksi-{order[1]}-{order[2]}", "cje:LegalProvision", order[0])
        entry.say(merger, "cje:legalBasis", law, "si" if "si" in entry.row.cells else "")
    if status == "asserted":
        for area in areas:
            if area != into:
                _named(reading, entry, area, existing, until=_eve(began))
        if into:
            _named(reading, entry, into, new, start="" if into in areas else began)


def _named(
    reading: Reading, entry: Entry, area: str, column: str, *, start: str = "", until: str = ""
) -> None:
    """The name of an area as a column prints it, alone or in a line of several."""
    words = r"\W+".join(area.rpartition("/")[2].split("-"))
    printed = entry[column]
    name = re.search(rf"\b{words}\b", printed, re.IGNORECASE)
    if name is None:
        remedy = f"Leave {area} out of crosswalk.csv, or mint the area by its name"
        reading.fault(entry.row, column, printed, f"Does not name {area}", remedy)
    else:
        entry.say(area, "skos:prefLabel", name[0], column, lang="en", start=start, until=until)


def _eve(began: str) -> str:
    """The last day of what ended when something else began: the day before, or the days that it may be.

    >>> _eve("2012-01-01"), _eve("2006"), _eve("")
    ('2011-12-31', '[2005-12-31..2006-12-30]', '')
    """
    if not began:
        return ""
    span = parse(began)
    if span.earliest is None or span.latest is None:
        return ""
    first, last = day_before(span.earliest), day_before(span.latest)
    return f"{first}" if first == last else f"[{first}..{last}]"


def _contains(reading: Reading, entry: Entry) -> None:
    """A court and its area on the day of the lists that were joined."""
    court, area = reading.key(entry, COURT), reading.key(entry, AREA)
    seen = _AS_OF.search(entry["note"])
    if seen is None:
        remedy = "Give the day of the lists in the note: as of 2024-05-22"
        reading.fault(entry.row, "note", entry["note"], "No day on which the court lay in the area", remedy)
    elif court and area:
        first, last = f"[..{seen[1]}]", f"[{seen[1]}..]"
        entry.say(court, "cje:withinLocalJusticeArea", area, "area", start=first, until=last, note=JOINED)


def _recoded(reading: Reading, entry: Entry, ends: Mapping[tuple[str, str], str]) -> None:
    """The code of a court before and after a change, as far as the history of the list prints them."""
    court, before, after = reading.key(entry, COURT), _change(entry.row), entry["area_code"]
    if before is None:
        remedy = "Give it as: old code 2088; list version 7.0; ..."
        reading.fault(entry.row, "note", entry["note"], "No old code and version of the list", remedy)
    elif court:
        began, note = entry["in_force"], "" if entry["in_force"] else UNDATED
        if before[0]:
            until = _eve(began) or f"[..{ends[entry['member_code'], before[0]]}]"
            notes = "; ".join(filter(None, ("" if after else NEW_CODE_UNKNOWN, note)))
            entry.say(court, "cje:ljaCode", before[0], "note", until=until, note=notes)
        if after:
            gone = ends.get((entry["member_code"], after), "")
            start = began or f"[..{min(filter(None, (gone, before[1])))}]"
            until = f"[..{gone}]" if gone else ""
            entry.say(court, "cje:ljaCode", after, "area_code", start=start, until=until, note=note)
            if area := reading.key(entry, AREA):
                entry.say(court, "cje:withinLocalJusticeArea", area, "area", start=start, note=note)


def _change(row: UpstreamRow) -> tuple[str, str] | None:
    """The old code (empty if it is not given), and the day by which the version that has it was issued."""
    match = _OLD_CODE.match(row["note"])
    return (match[1] or "", _issued_by(int(match[2]), int(match[3]))) if match else None


def _ends(rows: Sequence[UpstreamRow]) -> dict[tuple[str, str], str]:
    """By court and code: the earliest day by which an old code is known to have ended.

    A code that another followed had ended when that other had; so a day serves for the codes before it.
    """
    ends: dict[tuple[str, str], str] = {}
    chains: list[tuple[tuple[str, str], tuple[str, str]]] = []
    for row in rows:
        change = _change(row) if row["relation"] == RECODED else None
        if change:
            before, after = (row["member_code"], change[0]), (row["member_code"], row["area_code"])
            by = _eve(row["in_force"] or change[1])
            ends[before] = min(by, ends.get(before, by))
            chains.append((before, after))
    for before, after in chains:
        ends[before] = min(ends[before], ends.get(after, ends[before]))
    return ends


def _issued_by(*version: int) -> str:
    """The day by which a version of the list was issued: its own, or that of the next that has one.

    >>> _issued_by(6, 5), _issued_by(7, 5)
    ('2013-09-20', '2021-11-30')
    """
    return next((day for dated, day in ISSUED if version <= dated), LAST_ISSUED)


MERGES = Form(tuple("region_heading existing_areas_text new_area in_force note source".split()), _by_order)
ORDER_AGAIN = Form(tuple("region existing_areas_as_printed new_area in_force".split()), _second_reading)
RELATIONS = Form(
    tuple("relation si in_force area area_code member member_code note source".split()), _relations
)
