"""The police areas: the lookup of districts by the statistical office, and what the law says of 2012.

Of the lookup the columns on community safety partnerships are not carried: the estate has none. A district
with several partnerships stands there on several rows, all of one police area.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow, numbered

LOOKUP_COLUMNS = (
    "lad24_code",
    "lad24_name",
    "csp24_code",
    "csp24_name",
    "pfa24_code",
    "pfa24_name",
    "source",
)
DESCRIPTION = "description_police_act_1996_sch1_as_amended"
CITED = "legislation_urls_cited"
DESCRIPTION_COLUMNS = ("force_area", DESCRIPTION, CITED, "source")
PART_COLUMNS = ("force_area", "authority_type", "authority_name", "source")

AGAIN = "the same district and police area, for another community safety partnership"

_PROVISION = re.compile(
    r"http://www\.legislation\.gov\.uk/(?P<type>[a-z]+)/(?P<year>\d{4})/(?P<number>\d+)/(?P<rest>[a-z0-9/-]+)"
)


def lookup(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """Districts and police areas by their codes, and which lies in which."""
    within: dict[str, str] = {}
    named: set[str] = set()
    for row, id_ in numbered(rows, lambda row: row["lad24_code"]):
        entry = reading.entry(row, id_)
        code, area_code = entry["lad24_code"], entry["pfa24_code"]
        area = reading.mint(f"police-area/{area_code}", "cje:PoliceArea")
        if within.setdefault(code, area_code) != area_code:
            remedy = "Say in corrections.csv in which it lies"
            reading.fault(
                row, "pfa24_code", area_code, f"{code} is said to lie in {within[code]} too", remedy
            )
        if id_ != code:
            entry.set_aside(AGAIN)
            yield entry
            continue
        district = reading.mint(f"district/{code}", "cje:LocalAuthorityDistrict", entry["lad24_name"])
        if area not in named:
            named.add(area)
            entry.say(area, "skos:prefLabel", entry["pfa24_name"], "pfa24_name", lang="en")
            entry.say(area, "cje:onsCode", area_code, "pfa24_code")
        entry.say(district, "skos:prefLabel", entry["lad24_name"], "lad24_name", lang="en")
        entry.say(district, "cje:onsCode", code, "lad24_code")
        entry.say(district, "cje:withinPoliceArea", area, "pfa24_code")
        yield entry


def descriptions(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The extent of each police area in the words of the law, and the provisions that are cited for it."""
    for row in rows:
        entry = reading.entry(row, row["force_area"])
        area = reading.key(entry, "police-area")
        if area is not None:
            entry.say(area, "skos:prefLabel", entry["force_area"], "force_area", lang="en")
            if entry[DESCRIPTION]:
                entry.say(area, "cje:legalDescription", entry[DESCRIPTION], DESCRIPTION, lang="en")
            else:
                entry.say(area, "cje:notStated", "cje:legalDescription", DESCRIPTION)
            for url in filter(None, entry[CITED].split(" | ")):
                _cite(area, url, entry, reading)
        yield entry


def _cite(area: str, url: str, entry: Entry, reading: Reading) -> None:
    """A provision that is cited for an area, with its link, as a part of the act or instrument it is in."""
    match = _PROVISION.fullmatch(url)
    if match is None:
        remedy = "Teach the importer what it means"
        reading.fault(entry.row, CITED, url, "Not the address of a provision of law", remedy)
        return
    series, year, number = match["type"], match["year"], match["number"]
    whole = reading.mint(f"law/{series}-{year}-{number}", "cje:LegalProvision")
    title = f"S.I. {year}/{number}" if series == "uksi" else f"Act of {year}, chapter {number}"
    _describe(whole, title, f"http://www.legislation.gov.uk/id/{series}/{year}/{number}", entry)
    within = [part for part in match["rest"].split("/") if part not in ("made", "introduction")]
    provision = whole
    if within:
        provision = reading.mint(f"{whole}/{'-'.join(within)}", "cje:LegalProvision")
        words = " ".join(part.replace("-", " ") for part in within if part != "crossheading")
        _describe(provision, f"{title}, {words}", url, entry)
        entry.say(provision, "dcterms:isPartOf", whole, CITED)
    entry.say(area, "cje:legalBasis", provision, CITED)


def _describe(provision: str, title: str, url: str, entry: Entry) -> None:
    entry.say(provision, "dcterms:title", title, CITED, lang="en")
    entry.say(provision, "skos:prefLabel", title, CITED, lang="en")
    entry.say(provision, "rdfs:seeAlso", f"<{url}>", CITED)


def parts(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The authorities of which each police area was made in 2012: districts, and the areas of counties."""
    for row in rows:
        entry = reading.entry(
            row, "/".join((row["force_area"], row["authority_type"], row["authority_name"]))
        )
        area, part = reading.key(entry, "police-area"), reading.key(entry, "district", "territory")
        if area is not None and part is not None:
            entry.say(area, "cje:constituent", part)
            entry.say(part, "skos:prefLabel", entry["authority_name"], "authority_name", lang="en")
            if part.startswith("district/"):
                entry.say(part, "cje:withinPoliceArea", area)
        yield entry


LOOKUP_FORM = Form(LOOKUP_COLUMNS, lookup)
DESCRIPTIONS_FORM = Form(DESCRIPTION_COLUMNS, descriptions)
PARTS_FORM = Form(PART_COLUMNS, parts)
