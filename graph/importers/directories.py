"""What every directory or register of courts says in a row: of the courts that it names, of their building.

A row may speak of a magistrates' court and of the Crown Court in one building, and two rows of a directory
may speak of one court (its present page and a withdrawn one, or the bench and the town). One row of each
court then leads: it names the court and says where it sits.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from graph.importers import cells
from graph.importers.keys import slug
from graph.importers.reading import Reading
from graph.importers.upstream import Entry
from graph.matching import Sight

MAGISTRATES, CROWN = "magistrates-court", "crown-court-centre"
CROWN_COURT = "court/crown-court"

_KINDS = {
    MAGISTRATES: {
        "magistrate": "magistrates",
        "youth": "youth",
        "family proceedings": "family-proceedings",
    },
    CROWN: {"crown": "crown"},
}
_LJA = re.compile(r"(?:.*\bAdults?:? )?(\d{4})\b.*")
_CROWN_NUMBER = re.compile(r"4\d\d|7[5-9]\d")
_ADDRESS_AS_NAME = "no name of its own is printed; the address stands for it"
_BARE = "a bare entry, not displayed; the directory does not say when the name was used"

NAMING_ORDER = (
    "courtfinder-2013-02",
    "courtfinder-2013-07",
    "courtfinder-2014-11",
    "courtfinder-2017-01",
    "fact-2026-08",
    "hmpps-court-register-2023",
    "juror-locations",
    "cccd-2018",
)
"""The first of these that gives the address of a building names it by that."""


def text(cell: str) -> str:
    """A cell as a reader sees it: entities read, single spaces, no comma at its end.

    >>> text("Cardiff  Magistrates&#39; Court,")
    "Cardiff Magistrates' Court"
    """
    return " ".join(html.unescape(cell).split()).rstrip(", ")


def sight(
    name: str, place: str = "", *, postcode: str = "", latitude: str = "", longitude: str = ""
) -> Callable[[Entry], Sight]:
    """What a row shows of the court that it speaks of: the columns of its name, town, postcode and point."""

    def shown(entry: Entry) -> Sight:
        return Sight(
            text(entry[name]),
            place=entry[place] if place else "",
            codes=frozenset({entry.id}),
            postcode=entry[postcode] if postcode else "",
            point=_seen_at(entry[latitude], entry[longitude]) if latitude else None,
        )

    return shown


def _seen_at(latitude: str, longitude: str) -> tuple[float, float] | None:
    try:
        return float(longitude), float(latitude)
    except ValueError:
        return None


def plain(name: str) -> str:
    """A name for comparison: small letters and digits, no apostrophes (nor what stands for one).

    >>> plain("Hastings MagistratesÆ  Court") == plain("Hastings Magistrates' Court")
    True
    """
    return " ".join(re.sub(r"[^\w ]+", " ", re.sub("['’`Æ]", "", name).casefold()).split())


def joined(lines: Iterable[str]) -> str:
    """The lines of an address in one, without those that only repeat the one before."""
    kept: list[str] = []
    for line in filter(None, map(text, lines)):
        last = kept[-1].rpartition(", ")[2] if kept else ""
        if line.casefold() != last.casefold():
            kept.append(line)
    return ", ".join(kept)


class Directory:
    """The rows of one directory, by the courts that they speak of.

    `name` is the column of the court's name. `listed` says whether a row shows its court as existing: in a
    directory without withdrawn pages every row does. `read` makes a name of the cell.
    """

    def __init__(
        self,
        reading: Reading,
        entries: Sequence[Entry],
        name: str,
        *,
        listed: Callable[[Entry], bool] = lambda _: True,
        read: Callable[[str], str] = text,
    ) -> None:
        self._reading = reading
        self._name = name
        self._listed = listed
        self._read = read
        self._rows: dict[str, list[Entry]] = defaultdict(list)
        self._named: set[str] = set()
        for entry in entries:
            for court in self.courts(entry):
                self._rows[court].append(entry)
        for court, rows in self._rows.items():
            rows.sort(key=lambda entry: (not listed(entry), reading.by_hand(entry, court)))

    def courts(self, entry: Entry) -> tuple[str, ...]:
        """The courts that the crosswalk says a row speaks of."""
        return self._reading.keys(entry, MAGISTRATES, CROWN)

    def courthouse(self, entry: Entry) -> str | None:
        """The building that the crosswalk says a row speaks of."""
        return self._reading.key(entry, "courthouse")

    def resolve(self, printed: str) -> str | None:
        """The one court that a row of this directory names so, or None."""
        wanted = plain(printed)
        found = {
            court
            for court, rows in self._rows.items()
            for entry in rows
            if plain(entry[self._name]) == wanted
        }
        return found.pop() if len(found) == 1 else None

    def name(self, entry: Entry, types: str = "", *, bare: bool = False, note: str = "") -> None:
        """The name of each court of the row; a name beside it, if another row leads or the types are others.

        `types` is what the row prints of the kinds of court; `bare` says that it has a name and nothing else.
        """
        printed = self._read(entry[self._name])
        for court in self.courts(entry) if printed else ():
            said = f"{types} {printed}".casefold()
            stray = bool(types) and not any(word in said for word in _KINDS[_kind(court)])
            if bare and not self._listed(entry) and self._reading.by_hand(entry, court):
                entry.say(court, "skos:altLabel", printed, self._name, lang="en", note=_BARE)
            elif stray or self._read(self._rows[court][0][self._name]) != printed:
                entry.say(court, "skos:altLabel", printed, self._name, lang="en", note=note)
            else:
                entry.say(court, "skos:prefLabel", printed, self._name, lang="en", note=note)

    def welsh_name(self, entry: Entry, column: str) -> None:
        """The Welsh name of each court that the row leads."""
        printed = text(entry[column]).rstrip(" -")
        for court in self.courts(entry) if printed else ():
            if self._rows[court][0] is entry:
                entry.say(court, "skos:prefLabel", printed, column, lang="cy")

    def kinds(self, entry: Entry, column: str, types: str) -> None:
        """The kinds of each court of the row, out of what the row prints of them in a column.

        Kinds that are no court of the estate (county, family, tribunal) sit in the same building, and are
        not kinds of these courts.
        """
        printed = types.casefold()
        for court in self.courts(entry):
            for word, kind in _KINDS[_kind(court)].items():
                if word in printed:
                    entry.say(court, "cje:courtKind", f"cjev:court-kind-{kind}", column)
                    if kind == "crown":
                        entry.say(court, "org:unitOf", CROWN_COURT, column)

    def unit(self, entry: Entry, column: str = "") -> None:
        """That each centre of a row that speaks of the Crown Court is a unit of it."""
        for court in self.courts(entry):
            if _kind(court) == CROWN:
                entry.say(court, "org:unitOf", CROWN_COURT, column)

    def number(self, entry: Entry, column: str, *, note: str = "") -> None:
        """A code of four digits of a magistrates' court, a number of the Crown Court; no county court's."""
        lja, crown = _LJA.fullmatch(entry[column]), _CROWN_NUMBER.fullmatch(entry[column])
        for court in self.courts(entry):
            if lja and _kind(court) == MAGISTRATES:
                entry.say(court, "cje:ljaCode", lja[1], column, note=note)
            elif crown and _kind(court) == CROWN:
                entry.say(court, "cje:crownCourtNumber", crown[0], column)

    def code(self, entry: Entry, property_: str, column: str, *, place: str = "") -> None:
        """The code by which the source knows each court of the row; `place` is the column of its locator."""
        for court in self.courts(entry) if entry[column] else ():
            entry.say(court, property_, entry[column], place)

    def region(self, entry: Entry, column: str, note: str) -> None:
        """The region of each court of the row; `note` says in the registry what kind of region it is."""
        printed = text(entry[column])
        for court in self.courts(entry) if printed else ():
            key = self._reading.mint(f"court-region/{slug(printed)}", "cje:CourtRegion", note)
            if key not in self._named:
                entry.say(key, "skos:prefLabel", printed, column, lang="en")
                self._named.add(key)
            entry.say(court, "cje:withinCourtRegion", key, column)

    def local_justice_areas(self, entry: Entry, column: str) -> None:
        """The local justice areas that a note of the row lists with their codes."""
        for court in self.courts(entry) if entry[column] else ():
            for area in self._reading.keys(entry, "local-justice-area"):
                entry.say(court, "cje:withinLocalJusticeArea", area, column)

    def standing(self, entry: Entry, column: str = "", *, note: str = "") -> None:
        """That each court of the row is shown as existing, or as withdrawn.

        A page withdrawn while another of the same court is shown is not the end of the court.
        """
        for court in self.courts(entry):
            if self._listed(entry):
                entry.say(court, "cje:standing", "true", column, note=note)
            elif not self._listed(self._rows[court][0]):
                entry.say(court, "cje:standing", "false", column, note=note)

    def site(
        self,
        entry: Entry,
        lines: Iterable[str],
        town: str,
        *,
        postcode: str,
        point: tuple[str, str] | None = None,
        column: str = "",
    ) -> None:
        """The building of the row's courts: its address, if a street is printed, its postcode and point.

        `lines` and `town` are texts of the address, `column` its one column; the others are columns.
        """
        house = self.courthouse(entry)
        if house is None:
            return
        self.sits(entry, house)
        street = joined(lines)
        if address := joined([street, town]):
            if street:
                entry.say(house, "cje:address", address, column)
            if house not in self._named and self._first_to_name(house, entry.source):
                entry.say(house, "skos:prefLabel", address, lang="en", note=_ADDRESS_AS_NAME)
                self._named.add(house)
        if code := cells.postcode(self._reading, entry, postcode):
            entry.say(house, "cje:postcode", code, postcode)
        if point and (place := cells.point(self._reading, entry, *point)):
            entry.say(house, "cje:point", place, " and ".join(point))

    def sits(self, entry: Entry, house: str) -> None:
        """That the row's courts sit in a building, if no row that speaks of them better names another."""
        for court in self.courts(entry):
            first = next(row for row in self._rows[court] if self.courthouse(row))
            if self.courthouse(first) == house:
                entry.say(court, "org:hasPrimarySite", house)

    def _first_to_name(self, house: str, source: str) -> bool:
        known = self._reading.sources(house)
        return next((of for of in NAMING_ORDER if of in known), source) == source


def _kind(key: str) -> str:
    return key.partition("/")[0]
