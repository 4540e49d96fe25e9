"""The areas of the Crown Prosecution Service: the 31 of 1986, the 42 of 1999, and those since 2011.

An area is a body, and the same words may name an area of each scheme and a police force: which area a row
speaks of stands in the crosswalk. Forces are named by their police.uk identifier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow

SERVICE = "prosecution-service/cps"
ANSWERED = "2009-12-14"
"""The day of the answer to Parliament that lists the 42 areas."""
BEGINNINGS = {"2011": "2011-04-01", "2017": "2017-04"}
"""When the areas of a scheme began: none of them served a force before."""
UNCHANGED = "London"
"""The one area that the scheme of 2011 left as it was; it keeps its key."""

_FROM_ITS_NAME = "read from the name of the area; the answer lists areas and not forces"
_NO_FORCE_NAMED = "the name of the area speaks of no police area, and the answer lists no forces"
_MATCHED = "the areas were made to match the police force areas"
_TOGETHER = "the evidence speaks of the 42 areas together"
_SCHEME_ENDED = "the end is that of the scheme, to which that of 2011 succeeded; the area went on"
_NOT_BEFORE = "the page prints no start; the area began {}"
_COUNTIES_NOT_NAMED = {
    "Yorkshire and Humberside": "the page speaks of four counties and names none; which they are follows "
    "from the name of the area and the list of the 42",
}
"""What the page on an area of 2011 leaves to be read from its name."""

AREAS_1987 = tuple(
    "area_name police_areas_named lawyers_complement_1987 lawyers_in_post_1987 planned_increase as_of "
    "source".split()
)
AREAS_42 = tuple(
    "area_name alias_in_sources police_uk_slugs_served valid_from valid_to successor_area_2011 list_source "
    "force_link_source successor_source".split()
)
AREAS_SINCE_2011 = tuple("cps_area from_42_area police_uk_slug valid_from valid_to note source".split())
COUNTS = {
    "lawyers_complement_1987": ("complement", "cjev:counted-lawyers-complement", "lawyers in the complement"),
    "lawyers_in_post_1987": ("in-post", "cjev:counted-lawyers-in-post", "lawyers in post"),
}
"""A column of lawyers, by the end of the key of its count: what was counted, and its words in a label."""


def areas_1987(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The areas of 1986, as an answer of 1987 lists them, with the lawyers of each."""
    for row in rows:
        for entry in reading.cited(row):
            area = reading.key(entry, "cps-area")
            if area:
                day = entry["as_of"]
                _listed(entry, area, "area-scheme/1986", f"[..{day}]", f"[{day}..]")
                entry.say("formation/cps-31-areas-1986", "cje:affects", area)
                _forces_by_name(entry, reading, area)
                for column in COUNTS:
                    _count_lawyers(entry, reading, area, column)
            yield entry


def _listed(entry: Entry, area: str, scheme: str, start: str, until: str, last: str = "") -> None:
    """What it means that a source lists an area of a scheme; `last` is its last day there if it went on."""
    entry.say(area, "skos:prefLabel", entry["area_name"], "area_name", lang="en", start=start, until=until)
    member_until = until.replace("..]", f"..{last}]")
    note = _SCHEME_ENDED if last else ""
    entry.say(area, "cje:memberOfScheme", scheme, start=start, until=member_until, note=note)
    entry.say(area, "cje:standing", "true", start=start, until=until)
    entry.say(area, "org:subOrganizationOf", SERVICE, start=start, until=until)


def _forces_by_name(entry: Entry, reading: Reading, area: str) -> None:
    column, day = "police_areas_named", entry["as_of"]
    named = list(filter(None, entry[column].split("|")))
    for name in named:
        force = _force(reading, name.lower().replace(" ", "-"))
        start, until = f"[..{day}]", f"[{day}..]"
        entry.say(area, "cje:servesForce", force, column, start=start, until=until, note=_FROM_ITS_NAME)
    if not named:
        entry.say(area, "cje:notStated", "cje:servesForce", column, note=_NO_FORCE_NAMED)


def _count_lawyers(entry: Entry, reading: Reading, area: str, column: str) -> None:
    ending, counted, words = COUNTS[column]
    if not entry[column].isdigit():
        remedy = "Enter in corrections.csv how it is to be read"
        reading.fault(entry.row, column, entry[column], "Not a number of lawyers", remedy)
        return
    slug = area.rpartition("/")[2]
    count = reading.mint(f"stated-count/lawyers-1987/{slug}/{ending}", "cje:StatedCount")
    entry.say(
        count, "skos:prefLabel", f"{entry['area_name']}: {words}, 1987", lang="en", note="a label of ours"
    )
    entry.say(count, "cje:counted", counted, column)
    entry.say(count, "cje:count", entry[column], column)
    entry.say(count, "cje:countedWithin", area)
    entry.say(count, "cje:countedOn", entry["as_of"], "as_of")


def areas_42(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The areas of 1999: one source lists them, one gives their forces, one each what they became."""
    for row in rows:
        entries: dict[str, Entry] = {}
        lists = _cited(reading, row, "list_source", entries)
        forces = _cited(reading, row, "force_link_source", entries)
        became = _cited(reading, row, "successor_source", entries)
        went_on = row["successor_area_2011"] == UNCHANGED
        last = row["valid_to"] if went_on else ""
        areas = {area for entry in lists if (area := reading.key(entry, "cps-area"))}
        for area in sorted(areas):
            for entry in lists:
                _listed(entry, area, "area-scheme/1999", f"[..{ANSWERED}]", f"[{ANSWERED}..]", last)
            for entry in forces:
                _matched(entry, reading, area, last)
            for entry in became:
                if not went_on:
                    _merged(entry, reading, area)
        yield from entries.values()


def _cited(reading: Reading, row: UpstreamRow, column: str, entries: dict[str, Entry]) -> list[Entry]:
    """The entries of the sources of a column; a source of two columns has one entry."""
    return [entries.setdefault(entry.source, entry) for entry in reading.cited(row, column=column)]


def _matched(entry: Entry, reading: Reading, area: str, last: str) -> None:
    """An area of the 42, which were made together; `last` is its last day in that scheme if it went on."""
    start = entry["valid_from"]
    entry.say("formation/cps-42-areas-1999", "cje:affects", area, note=_TOGETHER)
    note = _SCHEME_ENDED if last else ""
    scheme = "area-scheme/1999"
    entry.say(area, "cje:memberOfScheme", scheme, "valid_from", start=start, until=last, note=note)
    for slug in entry["police_uk_slugs_served"].split("|"):
        force = _force(reading, slug)
        entry.say(area, "cje:servesForce", force, "police_uk_slugs_served", start=start, note=_MATCHED)


def _merged(entry: Entry, reading: Reading, area: str) -> None:
    became = entry["successor_area_2011"]
    slug = became.lower().replace(" ", "-")
    merger = reading.mint(f"merger/cps-{slug}-2011", "cje:Merger")
    note = _COUNTIES_NOT_NAMED.get(became, "")
    entry.say(merger, "org:originalOrganization", area, "successor_area_2011", note=note)


def areas_since_2011(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The areas of 2011 and 2017 with their forces."""
    for row in rows:
        for entry in reading.cited(row):
            area = reading.key(entry, "cps-area")
            if area:
                _at_work(entry, reading, area)
            yield entry


def _at_work(entry: Entry, reading: Reading, area: str) -> None:
    """A row of a force. It served it not before the area began; a row of another date says no start."""
    name, began = entry["cps_area"], BEGINNINGS[area.split("/")[1]]
    start = f"[{began}..]"
    dated = _NOT_BEFORE.format(began)
    entry.say(area, "skos:prefLabel", f"CPS {name}", "cps_area", lang="en", start=start, note=dated)
    entry.say(area, "org:subOrganizationOf", SERVICE, start=start, note=dated)
    if entry["valid_from"] != began:
        start = dated = ""
    note = "; ".join(filter(None, [dated, _COUNTIES_NOT_NAMED.get(name, "")]))
    force = _force(reading, entry["police_uk_slug"])
    entry.say(area, "cje:servesForce", force, "police_uk_slug", start=start, note=note)


def _force(reading: Reading, slug: str) -> str:
    return reading.mint(f"police-force/{slug}", "cje:PoliceForce", f"police.uk identifier {slug}")


AREAS_1987_FORM = Form(AREAS_1987, areas_1987)
AREAS_42_FORM = Form(AREAS_42, areas_42)
AREAS_SINCE_2011_FORM = Form(AREAS_SINCE_2011, areas_since_2011)
