"""The things of a day, or of all times, in a line each: names, places, what they belong to, what stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from graph.asof import Days
from graph.dates import Bounds
from graph.records import SITE, TITLES, TOLD_OF, TYPE, Facet, Record, Spell

State: TypeAlias = Literal["standing", "closed", "uncertain"]


class Ref(NamedTuple):
    """Another thing and what it is called."""

    key: str
    label: str


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

    def __init__(self, records: Mapping[str, Record], day: date | None, issued: date) -> None:
        self._records = records
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


def _few(names: Sequence[str]) -> str:
    """Some names in words.

    >>> _few(["Kent", "Essex", "Surrey", "Sussex"])
    'Kent, Essex and 2 others'
    """
    if len(names) > 3:
        return f"{names[0]}, {names[1]} and {len(names) - 2} others"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
