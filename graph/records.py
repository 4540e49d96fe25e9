"""What the register reads of each thing of a release: names, codes, places and what it belongs to.

All is read from the timeline once, with the days on which each value holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal, NamedTuple, TypeAlias

from graph.asof import Dates, Days
from graph.dates import FIRST_DAY, LAST_DAY, Bounds
from graph.presence import RECORDS
from graph.schema import Schema
from graph.store import Literal as RdfLiteral
from graph.store import parse_ntriples, text

Facet: TypeAlias = Literal["region", "area", "force", "cps_area", "scheme"]

LABEL, OTHER, TYPE = "rdfs:label", "skos:altLabel", "rdf:type"
TITLES = (LABEL, "dcterms:title")
CODES = (
    "cje:ouCode",
    "cje:ljaCode",
    "cje:crownCourtNumber",
    "cje:cjsCode",
    "cje:onsCode",
    "cje:gbsCode",
    "cje:hmppsCode",
    "cje:courtFinderId",
    "cje:policeUkId",
    "cje:findACourtSlug",
)
SITE = "org:hasPrimarySite"
PLACED = ("cje:postcode", "cje:address", "wgs84:lat", "wgs84:long")
WITHIN = (
    "cje:withinJusticeArea",
    "cje:inAreaOfForce",
    "cje:withinCourtRegion",
    "cje:withinLocalJusticeArea",
    "cje:withinPoliceArea",
    "cje:withinTerritory",
    "cje:withinCircuit",
    "cje:maintainedFor",
    "cje:servesForce",
    "cje:coversJusticeArea",
)
"""By what a thing belongs to an area or a force; the same as of the view `within-area`."""
REACHES = (
    "cje:prosecutesAt",
    "cje:servesForce",
    "cje:constituent",
    "cje:maintainedFor",
    "cje:coversJusticeArea",
)
"""By what an area or a force has things that belong to it."""
SCHEME = "cje:memberOfScheme"
TOLD_OF = (
    "cje:affects",
    "org:resultingOrganization",
    "org:originalOrganization",
    "cje:ratedBody",
    "cje:ofInspection",
    "cje:inspects",
    "org:member",
    "org:postIn",
)
"""After what a thing without a name is called, best first."""
BELONGS: Mapping[Facet, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "region": (("cje:withinCourtRegion",), ()),
    "area": (("cje:withinJusticeArea", "cje:coversJusticeArea"), ()),
    "force": (("cje:inAreaOfForce", "cje:servesForce"), ("cje:coversJusticeArea", "cje:maintainedFor")),
    "cps_area": ((), ("cje:prosecutesAt", "cje:servesForce")),
    "scheme": ((SCHEME,), ()),
}
"""By which properties, and by which the other way round, a thing belongs to others."""
READ = frozenset((*TITLES, OTHER, TYPE, *CODES, SITE, *PLACED, *WITHIN, *REACHES, SCHEME, *TOLD_OF))

NOT_SHOWN = ("cje:Lifespan", "sf:Point", "sf:MultiPolygon")


class Spell(NamedTuple):
    """A value with the six days between which it possibly, as shown, and certainly holds."""

    value: str
    language: str
    days: Days


@dataclass(slots=True)
class Record:
    """All that the register reads of a thing, whatever the day."""

    key: str
    about: dict[str, list[Spell]] = field(default_factory=lambda: defaultdict(list))
    naming: dict[str, list[Spell]] = field(default_factory=lambda: defaultdict(list))
    """The other way round: by property, the things that name it."""
    belongs: list[tuple[Facet, Spell]] = field(default_factory=list)
    within: list[Spell] = field(default_factory=list)
    """The areas and forces that it belongs to, in any way."""
    class_: str = ""
    kind: str = ""
    lasting: bool = True
    """Whether it can end; what tells of the past cannot."""
    names: tuple[tuple[str, str], ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    lives: tuple[Bounds, ...] = ()


def read(dates: Dates, schema: Schema) -> dict[str, Record]:
    """Every thing of the timeline with what the register reads of it."""
    records: dict[str, Record] = {}
    short = cache(dates.names.shorten)
    for days, triples in dates.timeline.blocks():
        for subject, property_, value in parse_ntriples(triples):
            curie = short(text(property_))
            if curie not in READ:
                continue
            key = short(text(subject))
            record = records.setdefault(key, Record(key))
            if isinstance(value, RdfLiteral):
                record.about[curie].append(Spell(text(value), value.language or "", days))
            else:
                other = short(text(value))
                record.about[curie].append(Spell(other, "", days))
                if curie != TYPE:
                    records.setdefault(other, Record(other)).naming[curie].append(Spell(key, "", days))
    found = {
        key: record
        for key, record in records.items()
        if record.about[TYPE] and record.about[TYPE][0].value not in NOT_SHOWN
    }
    for record in found.values():
        _complete(record, found, schema)
    return found


def _complete(record: Record, records: Mapping[str, Record], schema: Schema) -> None:
    """What is the same on every day, and in what it lies."""
    there = record.about[TYPE]
    record.class_ = there[0].value
    record.kind = schema.label(record.class_)
    record.lasting = not schema.is_a(record.class_, RECORDS)
    record.names = _names(record)
    record.codes = tuple(dict.fromkeys((p, spell.value) for p in CODES for spell in record.about.get(p, ())))
    record.lives = tuple(bounds_of(spell.days) for spell in sorted(there, key=lambda spell: spell.days))
    for facet, (properties, inverse) in BELONGS.items():
        spells = [*spells_of(record.about, properties), *spells_of(record.naming, inverse)]
        record.belongs += [(facet, spell) for spell in spells if spell.value in records]
    record.within = [*spells_of(record.about, WITHIN), *spells_of(record.naming, REACHES)]
    for spell in record.about.get("cje:inAreaOfForce", ()):
        if (force := records.get(spell.value)) is not None:
            for area in force.about.get("cje:maintainedFor", ()):
                starts = map(max, spell.days[:3], area.days[:3])
                ends = map(min, spell.days[3:], area.days[3:])
                record.within.append(Spell(area.value, "", (*starts, *ends)))


def bounds_of(days: Days) -> Bounds:
    """The bounds of a life from its six days; ends that are open are None.

    >>> bounds_of(("0001-01-01", "2004-01-01", "2004-01-01", "2011-01-01", "2011-04-30", "2011-04-30"))
    Bounds(earliest_start=None, latest_start=datetime.date(2004, 1, 1), earliest_end=datetime.date(2011, 1, 1), latest_end=datetime.date(2011, 4, 30))
    """  # noqa: E501
    first, last = FIRST_DAY.isoformat(), LAST_DAY.isoformat()
    told = (days[0], days[2], days[3], days[5])
    return Bounds(*(None if day in (first, last) else date.fromisoformat(day) for day in told))


def spells_of(spells: Mapping[str, list[Spell]], properties: Iterable[str]) -> Iterator[Spell]:
    """The values of some properties, one property after another."""
    return (spell for property_ in properties for spell in spells.get(property_, ()))


def _names(record: Record) -> tuple[tuple[str, str], ...]:
    ordered = sorted(
        spells_of(record.about, (*TITLES, OTHER)),
        key=lambda spell: (spell.days[1], spell.days[4], spell.language, spell.value),
    )
    return tuple(dict.fromkeys((spell.value, spell.language) for spell in ordered))
