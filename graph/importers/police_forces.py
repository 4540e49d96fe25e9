"""The police forces: their identifiers, and the names by which lists know them.

A row gathers what several sources say, so each source answers for its own cells. A force is known by its
police.uk identifier. A list's short name for its own use (`leics`) is no name and is not carried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.importers.reading import REFERENCES, Form, Reading
from graph.importers.upstream import Entry, UpstreamRow

FORCE_COLUMNS = (
    "police_uk_slug",
    "name_2025",
    "pfa_code",
    "pfa_name_2024",
    "wikidata_qid",
    "cjs_force_code",
    "defra_short_name",
    "name_cy",
    "country",
    "force_type",
    "source",
)
NAME_COLUMNS = ("police_uk_slug", "name", "lang", "kind", "as_of", "source")

ABROAD = "a force of Scotland or Northern Ireland, outside the estate"
STATISTICAL = "a statistical name of the police area, not a name of the force"
SHORT_NAME = "short name of the standing data"
ARTICLE = "title of a Wikipedia article, one of the aliases of this list"
SAID = {
    "slug+short": ("police_uk_slug", "[..2025-10]", "[2025-10..]"),
    "slug btp": ("police_uk_slug", "", ""),
    "short": ("defra_short_name", "", ""),
    "PFA": ("pfa_code", "[..2024]", "[2024..]"),
    "QID+Welsh name": ("wikidata_qid", "", ""),
    "QID": ("wikidata_qid", "", ""),
    "CJS code": ("cjs_force_code", "[..2026-08]", "[2026-08..]"),
    "CJS code and name": ("cjs_force_code", "[..2026-08]", "[2026-08..]"),
}
"""What the label before a reference says: the column that it gives, and when that source shows it."""
CITY_OF_LONDON = "48"
"""A code of a force that has no courts: London is one criminal justice area, 01."""

_MONTH = re.compile(r"(\d{4}(?:-\d\d)?) \(")
_YEARS = re.compile(r"\d{4}-\d{4} \(")


def forces(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The identifiers of each force, from whoever gives them."""
    for row in rows:
        slug = row["police_uk_slug"]
        for part in row["source"].split(REFERENCES):
            label, _, reference = part.partition(": ")
            if label not in SAID:
                reading.fault(row, "source", part, "A label that the importer does not know", "Teach it what")
                continue
            entry = reading.citing(row, _bare(reference))
            if entry is None:
                continue
            if row["force_type"] == "territorial-outside-EW":
                entry.set_aside(ABROAD)
            else:
                force = reading.mint(f"police-force/{slug}", "cje:PoliceForce", _note(row))
                _identify(force, label, entry, reading)
            yield entry


def _note(row: UpstreamRow) -> str:
    if row["force_type"] == "territorial":
        return f"police.uk identifier {row['police_uk_slug']}"
    return "a national force, without a police area"


def _identify(force: str, label: str, entry: Entry, reading: Reading) -> None:
    """What one source says of a force in its column."""
    column, since, until = SAID[label]
    cell = entry[column]
    if column == "defra_short_name":
        entry.set_aside("gives a short name for its own use, which is no name of the force")
    elif not cell:
        what = {"wikidata_qid": "Wikidata identifier"}.get(column, column.replace("_", " "))
        entry.set_aside(f"the row has no {what}")
    elif column == "police_uk_slug":
        entry.say(force, "cje:policeUkId", cell, column, start=since, until=until)
    elif column == "pfa_code":
        area = reading.mint(f"police-area/{cell}", "cje:PoliceArea")
        entry.say(force, "cje:maintainedFor", area, column, start=since, until=until)
    elif column == "wikidata_qid":
        entry.say(force, "skos:exactMatch", f"<http://www.wikidata.org/entity/{cell}>", column)
    else:
        entry.say(force, "cje:cjsCode", cell, column, start=since, until=until)
        if entry["force_type"] != "territorial":
            entry.say(
                force, "skos:prefLabel", entry["name_2025"], "name_2025", lang="en", start=since, until=until
            )
        elif cell != CITY_OF_LONDON:
            area = reading.mint(f"criminal-justice-area/{cell}", "cje:CriminalJusticeArea")
            entry.say(force, "cje:coversJusticeArea", area, column)


def names(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The names of each force, from the lists that show it.

    A list of a month shows the force under that name. That it stands then is not claimed: the oldest list
    is of 2012, and would become the first day of forces that are all older. The list of articles has no
    date and gives several names at once: that which a dated list has too is the name, the others stand
    beside it.
    """
    dated = {
        (row["police_uk_slug"], _letters(row["name"]))
        for row in rows
        if row["kind"] == "name" and _MONTH.match(row["as_of"])
    }
    for row in rows:
        entry = reading.citing(row, _bare(row["source"]))
        if entry is None:
            continue
        force = f"police-force/{row['police_uk_slug']}"
        if force not in reading.classes:
            remedy = "Import the forces first, or mend the identifier"
            reading.fault(row, "police_uk_slug", row["police_uk_slug"], "A force that nobody knows", remedy)
        elif row["kind"] == "statistical-area-name":
            entry.set_aside(STATISTICAL)
        else:
            shared = (row["police_uk_slug"], _letters(row["name"])) in dated
            _name(force, entry, reading, shared=shared)
        yield entry


def _name(force: str, entry: Entry, reading: Reading, *, shared: bool) -> None:
    name, lang, as_of = entry["name"], entry["lang"], entry["as_of"]
    if _YEARS.match(as_of):
        entry.say(force, "skos:prefLabel" if shared else "skos:altLabel", name, lang=lang, note=ARTICLE)
        return
    month = _MONTH.match(as_of)
    if month is None:
        reading.fault(entry.row, "as_of", as_of, "Not a year or month with its remark", "As `2025-10 (...)`")
        return
    since, until = f"[..{month[1]}]", f"[{month[1]}..]"
    if entry["kind"] == "name" or "Police" in name or "Constabulary" in name:
        entry.say(force, "skos:prefLabel", name, lang=lang, start=since, until=until)
    else:
        entry.say(force, "skos:altLabel", name, lang=lang, start=since, until=until, note=SHORT_NAME)


def _bare(reference: str) -> str:
    """A reference without the remark behind it, in brackets."""
    return reference.partition(" (")[0]


def _letters(name: str) -> str:
    """A name without the marks in which lists differ: `Dyfed-Powys` with a hyphen, a dash, a space."""
    return "".join(character for character in name.casefold() if character.isalnum())


FORCES_FORM = Form(FORCE_COLUMNS, forces)
NAMES_FORM = Form(NAME_COLUMNS, names)
