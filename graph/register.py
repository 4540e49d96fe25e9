"""Every thing of the registry in a line each: what it is called, where it belongs, and whether it stands.

All is read from the timeline of the release once, so that the register of any day is a matter of comparing
dates. It holds nothing of claims: who says so is told of one thing at a time (`graph.describe`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Literal, NamedTuple, TypeAlias

from graph.asof import Dates, Days, Timeline
from graph.dates import FIRST_DAY, LAST_DAY, Bounds
from graph.errors import AmbiguousName, QueryError, UnknownKey
from graph.names import Borne, Named, Resolver
from graph.namespaces import Names
from graph.presence import RECORDS
from graph.schema import Schema, load_schema
from graph.search import Document, SearchIndex
from graph.store import Literal as RdfLiteral
from graph.store import parse_ntriples, text
from graph.styles import plain

State: TypeAlias = Literal["standing", "closed", "uncertain"]
Facet: TypeAlias = Literal["region", "area", "force", "cps_area", "scheme"]

DAYS_KEPT = 16
"""How many days are kept made."""
SURE = 95.0
"""The score of a candidate from which on it is called so, and not something that is spelt alike."""
MOST_LISTED = 12
"""How many things a message names."""

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

WEIGHTS: Mapping[str, float] = {
    "cje:MagistratesCourt": 1.0,
    "cje:CrownCourtCentre": 0.99,
    "cje:PoliceForce": 0.98,
    "cje:CPSArea": 0.97,
    "cje:CriminalJusticeArea": 0.95,
    "cje:PoliceArea": 0.93,
    "cje:Courthouse": 0.92,
    "cje:LocalJusticeArea": 0.9,
    "cje:LocalAuthorityDistrict": 0.9,
    "cje:CourtRegion": 0.9,
}
"""How likely a thing of the class is meant by a name that several bear."""
OTHER_WEIGHT = 0.75
TITLED = frozenset(
    (
        "cje:Report",
        "cje:Inspection",
        "cje:InspectionProgramme",
        "cje:StatedCount",
        "cje:LegalProvision",
        "cje:AreaScheme",
        "org:Post",
    )
)
"""The classes of what is called by a title, of which a part means nothing."""
NOT_SHOWN = ("cje:Lifespan", "sf:Point", "sf:MultiPolygon")


class Spell(NamedTuple):
    """A value with the six days between which it possibly, as shown, and certainly holds."""

    value: str
    language: str
    days: Days


class Ref(NamedTuple):
    """Another thing and what it is called."""

    key: str
    label: str


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


class Entry:
    """A thing on a day, or over all times; what is seldom asked for is made when it is."""

    __slots__ = ("_record", "_seen", "state")

    def __init__(self, record: Record, seen: Seen, state: State | None) -> None:
        self._record = record
        self._seen = seen
        self.state = state
        """Whether it stands on the day, else on the day of the release; None for what tells of the past."""

    @property
    def key(self) -> str:
        """Its key."""
        return self._record.key

    @property
    def class_(self) -> str:
        """Its class as a CURIE."""
        return self._record.class_

    @property
    def kind(self) -> str:
        """Its class in words."""
        return self._record.kind

    @property
    def label(self) -> str:
        """As it was called on the day, else as it was called last."""
        return self._seen.label(self._record)

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """Every name of all times with its language, in the order in which they were borne."""
        return self._record.names

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """Every code of all times: property and code."""
        return self._record.codes

    @property
    def lives(self) -> tuple[Bounds, ...]:
        """When it was there, each life for itself."""
        return self._record.lives

    @property
    def days(self) -> tuple[Days, ...]:
        """The six days of each life, between which it was possibly, as shown and certainly there."""
        return tuple(sorted(spell.days for spell in self._record.about[TYPE]))

    @property
    def site(self) -> str:
        """The key of its building; empty if none is known."""
        return self._seen.place(self._record)[0]

    @property
    def postcode(self) -> str:
        """The postcode of its building, or its own; empty if it is not known."""
        return self._seen.last(self._seen.place(self._record)[1], "cje:postcode")

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude in degrees (WGS 84) of its building, or of itself."""
        place = self._seen.place(self._record)[1]
        longitude, latitude = (self._seen.last(place, f"wgs84:{name}") for name in ("long", "lat"))
        return (float(longitude), float(latitude)) if longitude and latitude else None

    def belongs(self, facet: Facet) -> tuple[str, ...]:
        """The keys of the regions, areas, forces, CPS areas or schemes that it belongs to."""
        holds = self._seen.holds
        return tuple(dict.fromkeys(s.value for name, s in self._record.belongs if name == facet and holds(s)))

    def refs(self, facet: Facet) -> tuple[Ref, ...]:
        """The same with what they are called, in order of names."""
        found = (Ref(key, self._seen.label_of(key)) for key in self.belongs(facet))
        return tuple(sorted(found, key=lambda ref: ref.label))

    def within(self, area: str) -> bool:
        """Whether it belongs to an area or a force, or is that."""
        if area == self._record.key:
            return True
        holds = self._seen.holds
        return any(spell.value == area and holds(spell) for spell in self._record.within)


class Seen:
    """The things of one day, or of all times, by key: on a day those that had begun by then."""

    def __init__(self, records: Mapping[str, Record], schema: Schema, day: date | None, issued: date) -> None:
        self._records = records
        self._schema = schema
        self.day = day
        self._day = day.isoformat() if day else None
        self._today = (day or issued).isoformat()
        self._labels: dict[str, str] = {}
        found = ((record, self._state(record)) for record in records.values())
        self.entries: Mapping[str, Entry] = {
            record.key: Entry(record, self, (state or "uncertain") if record.lasting else None)
            for record, state in found
            if state is not None or day is None
        }

    def _state(self, record: Record) -> State | None:
        """None for what had not begun."""
        today = self._today
        state: State | None = None
        for spell in record.about[TYPE]:
            days = spell.days
            if days[1] <= today <= days[4]:
                return "standing"
            if days[0] <= today <= days[5]:
                state = "uncertain"
            elif days[5] < today and state is None:
                state = "closed"
        return state

    def holds(self, spell: Spell) -> bool:
        """Whether something is shown on the day; without a day, whether it ever is."""
        days = spell.days
        return days[1] <= days[4] if self._day is None else days[1] <= self._day <= days[4]

    def label_of(self, key: str) -> str:
        """What a thing is called; its key if it is not in the register."""
        return self.label(self._records[key]) if key in self._records else key

    def label(self, record: Record) -> str:
        """What a thing was called on the day, else what it was called last."""
        if record.key not in self._labels:
            self._labels[record.key] = record.key  # What is called after itself is called by its key.
            self._labels[record.key] = self._named(record)
        return self._labels[record.key]

    def _named(self, record: Record) -> str:
        for property_ in TITLES:
            if held := self._last_held(record, property_):
                return min((spell.language != "en", spell.value) for spell in held)[1]
        kind = record.kind[:1].upper() + record.kind[1:]
        for property_ in TOLD_OF:
            if spells := record.about.get(property_):
                others = [self.label(self._records[s.value]) for s in spells if s.value in self._records]
                if others:
                    return f"{kind} of {_few(list(dict.fromkeys(others)))}"
        return f"{kind} {record.key.partition('/')[2]}"

    def _last_held(self, record: Record, property_: str) -> list[Spell]:
        """The values of the day; where none holds then, and without a day, those that held last."""
        spells = record.about.get(property_, ())
        if self._day is not None and (held := [spell for spell in spells if self.holds(spell)]):
            return held
        shown = [s for s in spells if s.days[1] <= s.days[4] and s.days[1] <= self._today] or list(spells)
        last = max((spell.days[4] for spell in shown), default="")
        return sorted((s for s in shown if s.days[4] == last), key=lambda s: s.days[1], reverse=True)

    def last(self, record: Record, property_: str) -> str:
        """One value of a property, of the day if there is one; empty if there is none at all."""
        return next((spell.value for spell in self._last_held(record, property_)), "")

    def place(self, record: Record) -> tuple[str, Record]:
        """The building of a thing and its record; what has none is its own place."""
        site = self.last(record, SITE)
        return (site, self._records[site]) if site in self._records else ("", record)


class Register:
    """The things of a release, on any day."""

    def __init__(self, dates: Dates, schema: Schema) -> None:
        self._dates = dates
        self._schema = schema
        self._records = _read(dates, schema)
        self._seen: dict[date | None, Seen] = {}

    def prepare(self) -> None:
        """Make now what is otherwise made when it is first asked for."""
        self.index.search("oakham")  # It brings in what compares words.
        _ = self._changes, self._bearers, self.resolver, self.kinds

    def seen(self, day: date | None = None) -> Seen:
        """The things on a day, or over all times."""
        begun = day and self._beginning(day)
        if begun not in self._seen:
            if len(self._seen) >= DAYS_KEPT:
                self._seen.pop(next(each for each in self._seen if each is not None))
            self._seen[begun] = Seen(self._records, self._schema, begun, self._dates.issued)
        return self._seen[begun]

    def _beginning(self, day: date) -> date:
        """The first day of those up to this one on which the register is the same."""
        place = bisect_right(self._changes, day.isoformat())
        return date.fromisoformat(self._changes[place - 1]) if place else FIRST_DAY

    @cached_property
    def _changes(self) -> list[str]:
        return self._dates.timeline.days_of_change()

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The classes of the things, as CURIEs in order."""
        return tuple(sorted({record.class_ for record in self._records.values()}))

    @cached_property
    def index(self) -> SearchIndex:
        """What the things of all times are found by."""
        return SearchIndex(self._documents())

    @cached_property
    def resolver(self) -> Resolver:
        """What tells which things a name of any time may mean."""
        return Resolver(self.named())

    def named(self) -> Iterator[Named]:
        """Every thing that has a name, as a resolver knows it."""
        for entry in self.seen().entries.values():
            record = self._records[entry.key]
            names = tuple(
                Borne(spell.value, spell.days, spell.language)
                for spell in _all(record.about, (*TITLES, OTHER))
                if spell.days[0] <= spell.days[5]
            )
            if not names:
                continue
            there = [
                record,
                *(self._records[s.value] for s in record.about[SITE] if s.value in self._records),
            ]
            yield Named(
                entry.key,
                entry.class_,
                entry.label,
                names,
                tuple(Borne(s.value, s.days) for p in CODES for s in record.about.get(p, ())),
                tuple(dict.fromkeys(s.value for place in there for s in place.about["cje:postcode"])),
                tuple(dict.fromkeys(s.value for place in there for s in place.about["cje:address"])),
                tuple(spell.days for spell in record.about[TYPE]),
                frozenset(spell.value for _, spell in record.belongs)
                | frozenset(spell.value for spell in record.within),
                WEIGHTS.get(entry.class_, OTHER_WEIGHT),
                entry.class_ not in TITLED,
            )

    def classes_of(self, kind: str) -> frozenset[str]:
        """The classes of things that a kind names by its label, its CURIE or the first part of its keys.

        QueryError with all there are.
        """
        class_ = self.kinds.get(kind.strip().lower(), "")
        if not class_:
            raise QueryError(
                f"There is no kind {kind!r}. The kinds are: {', '.join(sorted(map(slug, self.classes)))}."
            )
        return frozenset(each for each in self.classes if self._schema.is_a(each, frozenset((class_,))))

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The classes of things by their CURIEs, their labels and the first parts of their keys."""
        known = {entry.key.partition("/")[0]: entry.class_ for entry in self.seen().entries.values()}
        for class_ in self.classes:
            known |= {name.lower(): class_ for name in (class_, slug(class_), self._schema.label(class_))}
        return known

    def key(self, text: str) -> str:
        """The key of the thing that a key or a whole name of any time means.

        AmbiguousName lists those that bear the name, UnknownKey those that are called alike.
        """
        ever = self.seen()
        if text in ever.entries:
            return text
        bearers = self._bearers.get(plain(text), ())
        if len(bearers) == 1:
            return bearers[0]
        if bearers:
            raise AmbiguousName(f"{text!r} may be: {self._listed(bearers)}. Ask by its key.")
        if sure := self.meant(text):
            return sure
        alike = [match.key for match in self.index.search(text.rpartition("/")[2].replace("-", " "))[:3]]
        like = f" Like it: {self._listed(alike)}" if alike else ""
        raise UnknownKey(f"Nothing is called {text!r}, and nothing has it as its key.{like}")

    def meant(self, text: str) -> str:
        """The key of the one thing that is called so in another style; empty if that is not sure.

        A name that is misspelt is not taken for another: who asks is told what is like it.
        """
        best = self.resolver.resolve(text)[:1]
        return best[0].key if best and best[0].matched and best[0].score >= SURE else ""

    @cached_property
    def _bearers(self) -> Mapping[str, Sequence[str]]:
        """The keys of the things that bear each name, by the name without its marks."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for record in self._records.values():
            for name, _ in record.names:
                found[plain(name)][record.key] = None
        return {name: sorted(keys) for name, keys in found.items()}

    def _listed(self, keys: Sequence[str]) -> str:
        return "; ".join(f"{self.seen().label_of(key)} ({key})" for key in keys[:MOST_LISTED])

    def _documents(self) -> Iterator[Document]:
        for entry in self.seen().entries.values():
            record = self._records[entry.key]
            sites = [
                self._records[spell.value] for spell in record.about[SITE] if spell.value in self._records
            ]
            postcodes = (spell.value for place in (record, *sites) for spell in place.about["cje:postcode"])
            yield Document(
                entry.key,
                (entry.label, *(name for name, _ in entry.names)),
                tuple(code for _, code in entry.codes),
                tuple(dict.fromkeys(postcodes)),
                WEIGHTS.get(entry.class_, OTHER_WEIGHT),
            )


def slug(class_: str) -> str:
    """A class as a parameter takes it.

    >>> slug("cje:CPSArea"), slug("cje:CrownCourtCentre")
    ('cps-area', 'crown-court-centre')
    """
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]*", class_.partition(":")[2])
    return "-".join(words).lower()


def register_of(dates: Dates) -> Register:
    """The register of a release, made once for each timeline, which processes share."""
    return _made(dates.timeline, dates.names, dates.issued)


@lru_cache(maxsize=2)
def _made(timeline: Timeline, names: Names, issued: date) -> Register:
    return Register(Dates(names, timeline, issued), load_schema())


def bounds_of(days: Days) -> Bounds:
    """The bounds of a life from its six days; ends that are open are None.

    >>> bounds_of(("0001-01-01", "2004-01-01", "2004-01-01", "2011-01-01", "2011-04-30", "2011-04-30"))
    Bounds(earliest_start=None, latest_start=datetime.date(2004, 1, 1), earliest_end=datetime.date(2011, 1, 1), latest_end=datetime.date(2011, 4, 30))
    """  # noqa: E501
    first, last = FIRST_DAY.isoformat(), LAST_DAY.isoformat()
    told = (days[0], days[2], days[3], days[5])
    return Bounds(*(None if day in (first, last) else date.fromisoformat(day) for day in told))


def _read(dates: Dates, schema: Schema) -> dict[str, Record]:
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
        spells = [*_all(record.about, properties), *_all(record.naming, inverse)]
        record.belongs += [(facet, spell) for spell in spells if spell.value in records]
    record.within = [*_all(record.about, WITHIN), *_all(record.naming, REACHES)]
    for spell in record.about.get("cje:inAreaOfForce", ()):
        if (force := records.get(spell.value)) is not None:
            for area in force.about.get("cje:maintainedFor", ()):
                starts = map(max, spell.days[:3], area.days[:3])
                ends = map(min, spell.days[3:], area.days[3:])
                record.within.append(Spell(area.value, "", (*starts, *ends)))


def _few(names: Sequence[str]) -> str:
    """Some names in words.

    >>> _few(["Kent", "Essex", "Surrey", "Sussex"])
    'Kent, Essex and 2 others'
    """
    if len(names) > 3:
        return f"{names[0]}, {names[1]} and {len(names) - 2} others"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _all(spells: Mapping[str, list[Spell]], properties: Iterable[str]) -> Iterator[Spell]:
    return (spell for property_ in properties for spell in spells.get(property_, ()))


def _names(record: Record) -> tuple[tuple[str, str], ...]:
    ordered = sorted(
        _all(record.about, (*TITLES, OTHER)),
        key=lambda spell: (spell.days[1], spell.days[4], spell.language, spell.value),
    )
    return tuple(dict.fromkeys((spell.value, spell.language) for spell in ordered))
