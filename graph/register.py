"""The things of a release: on any day (`graph.entries`), and by what a person writes.

All is read from the timeline of the release once (`graph.records`), so that the register of any day is a
matter of comparing dates. It holds nothing of claims: who says so is told of one thing at a time
(`graph.describe`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache

from graph.asof import Dates, Timeline
from graph.dates import FIRST_DAY
from graph.entries import Seen
from graph.errors import AmbiguousName, QueryError, UnknownKey
from graph.named import Borne, Named
from graph.names import Resolver
from graph.namespaces import Names
from graph.records import CODES, OTHER, SITE, TITLES, TYPE, read, spells_of
from graph.schema import Schema, load_schema
from graph.search import Document, SearchIndex
from graph.styles import plain

DAYS_KEPT = 16
"""How many days are kept made."""
SURE = 95.0
"""The score of a candidate from which on it is called so, and not something that is spelt alike."""
MOST_LISTED = 12
"""How many things a message names."""

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


class Register:
    """The things of a release, on any day."""

    def __init__(self, dates: Dates, schema: Schema) -> None:
        self._dates = dates
        self._schema = schema
        self._records = read(dates, schema)
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
            self._seen[begun] = Seen(self._records, begun, self._dates.issued)
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
                for spell in spells_of(record.about, (*TITLES, OTHER))
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
