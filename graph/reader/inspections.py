"""Which inspection a text tells of, and which earlier ones it refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.estate import Estate
from graph.reader.blocks import Block
from graph.reader.days import DATE, YEAR, edtf
from graph.styles import plain

_WHEN = rf"(?:(?:{DATE.pattern.replace('(?P<', '(?P<w_')})|(?P<w_only>(?:19|20)\d\d)\b(?![/-]\d))"
_WHEN = re.sub(r"\(\?P<w_\w+>", "(", _WHEN)
PROGRAMMES = (
    ("opa", re.compile(r"\b(?:overall +performance +assessments?(?: *\(OPAs?\))?|OPAs?)\b", re.I)),
    ("aap", re.compile(r"\b(?:area +assurance +(?:programme|inspections?)(?: *\(AAP\))?|AAP)\b", re.I)),
    ("aip", re.compile(r"\barea +inspection +programme(?: *\(AIP\))?", re.I)),
    ("ppa", re.compile(r"\bpolice +performance +assessments?\b", re.I)),
    ("peel", re.compile(r"\bPEEL\b(?: +(?:assessments?|inspections?|programme))?")),
)
LONGEST_SLUG = 90
KINDS = {
    "opa": "overall-performance-assessment",
    "aap": "area-assurance",
    "aip": "area-inspection-programme",
    "peel": "peel-assessment",
    "ppa": "police-performance-assessment",
}
_YEAR_NEAR = re.compile(r"(?P<year>(?:19|20)\d\d)(?:[/-](?P<to>\d{2,4}))?")
_BEFORE = re.compile(r"\b(?P<year>(?:19|20)\d\d)(?:[/-]\d{2,4})? *$")
_AFTER = re.compile(
    r" *(?:\(OPA\) *)?,? *(?:assessment +)?(?:(?:in|of|for|from|published +in|carried +out +in"
    r"|conducted +in)(?: +early| +late| +mid)? +)?\(?"
    rf"(?:(?P<date>(?:19|20)\d\d[/-]\d{{2,4}}\b|{_WHEN}))",
    re.I,
)
_DATED = re.compile(
    rf"\b(?P<what>(?:(?:last|previous|earlier|full|area|follow-up|baseline|first|original) +)*(?:inspection"
    rf"|review|report)|(?:was|were) +last +inspected)"
    r"(?: +(?:report|of +the +area|of +the +force))?,? +"
    rf"(?:(?:made|carried +out|conducted|undertaken|published) +)?(?:in|of|from|dated) +(?:early +|late +"
    rf"|mid-)?(?P<date>{_WHEN})",
    re.I,
)
_LAST = re.compile(r"\b(?:last|previous|earlier) +(?:full +|area +)?inspection\b(?! +(?:in|of) )", re.I)
_FOLLOWS = re.compile(
    r"\bfollow(?:s|ed|ing|[- ]up)\b|\brecommendations? +(?:of|from|made +(?:in|by))\b|\brevisit", re.I
)
_PART_OF = re.compile(
    r"\b(?:part +of|under|within|as +an?|this +is +(?:an|the)|the +first|our|series +of)\b[^.]{0,60}$", re.I
)
_KIND = (
    ("full", re.compile(r"\bfull +inspection", re.I)),
    (
        "follow-up",
        re.compile(
            r"\bfollow[- ]?up +(?:inspection|review|report|visit|assessment)|\bre-?inspection\b", re.I
        ),
    ),
    ("joint", re.compile(r"\bjoint +(?:[\w-]+ +){0,3}(?:inspection|review|report|thematic)", re.I)),
    ("thematic", re.compile(r"\bthematic +(?:[\w-]+ +){0,2}(?:inspection|review|report)", re.I)),
    ("risk-based", re.compile(r"\brisk[- ]based +(?:[\w-]+ +)?inspection", re.I)),
    ("pilot", re.compile(r"\bpilot +(?:[\w-]+ +){0,2}inspection", re.I)),
    ("area", re.compile(r"\barea +inspection\b(?! +programme)", re.I)),
    ("composite", re.compile(r"\bcomposite +report\b", re.I)),
)
_SAYS_KIND = re.compile(
    r"\b(?:this|the +(?:inspection|report)|it) +(?:was|is)\b|\binspection +of\b|\breview +of\b"
    r"|\b(?:published|issued) +(?:today +)?(?:its|their|a|the)\b",
    re.I,
)
_PHASE = re.compile(
    r"\bphase +(?P<number>\d|one|two|three)\b|\b(?P<ordinal>first|second|third) +phase\b", re.I
)
_PHASES = {"one": "1", "first": "1", "two": "2", "second": "2", "three": "3", "third": "3"}
_ENDS_IN_YEAR = re.compile(r"\b(?P<year>20\d\d)(?:[/-]\d{2,4})?\W*$")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A reference to another inspection: its key, programme or date, and where it stands."""

    key: str
    known: bool
    programme: str
    date: str
    start: int
    end: int
    block: Block
    published: bool = False
    """Whether the date is that of its report."""


@dataclass(slots=True)
class Main:
    """The inspection that a text tells of, for one body."""

    body: str
    key: str
    known: bool
    programme: str = ""
    """The key of the programme; empty if none is named."""
    family: str = ""
    shares: str = ""
    """What tells this body from the others that the same inspection examined; empty if it examined one."""
    earlier: list[Earlier] = field(default_factory=list)

    @property
    def path(self) -> str:
        """What the keys of its findings and of its report begin with."""
        return self.key.partition("/")[2]

    @property
    def own(self) -> str:
        """What the keys of the ratings and measured changes of this body begin with."""
        return f"{self.path}/{self.shares}" if self.shares else self.path


class Inspections:
    """The inspections that the estate knows of a body, and the programmes."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        short = estate.store.names.shorten
        table = estate.query(
            "SELECT ?i ?body ?date ?programme ?issued ?name { ?i cje:inspects ?body OPTIONAL { ?i cje:date"
            " ?date } "
            "OPTIONAL { ?i cje:withinProgramme ?programme } OPTIONAL { ?r cje:reportOf ?i ; dcterms:issued"
            " ?issued } "
            "OPTIONAL { ?i rdfs:label ?name } } ORDER BY ?i"
        )
        self._known = [tuple(map(short, row)) for row in table.texts()]
        self._programmes = {
            short(key) for (key,) in estate.query("SELECT ?p { ?p a cje:InspectionProgramme }").texts()
        }

    def programme(self, family: str, year: str) -> str:
        """The key of a programme or cycle; empty if there is none of that year or phase."""
        found = sorted(
            each for each in self._programmes if each.startswith(f"inspection-programme/{family}-")
        )
        wanted = year[:4] if year[:4].isdigit() else year
        exact = [each for each in found if wanted and each.endswith(f"-{wanted}")]
        if not exact and family == "aip" and wanted.isdigit():  # Its baseline took two years.
            exact = [each for each in found if each.endswith(f"-{int(wanted) - 1}")]
        return exact[0] if exact else found[0] if len(found) == 1 and family in ("aap",) else ""

    def find(
        self, body: str, *, programme: str = "", date: str = "", issued: str = "", name: str = ""
    ) -> str:
        """The inspection of a body under a programme, of a date, published on a day, or so called."""
        fitting = {
            inspection
            for inspection, inspected, made, under, out, called in self._known
            if inspected == body
            and (not programme or under == programme)
            and (not date or (made.startswith(date) or (made and date.startswith(made))))
            and (not issued or out == issued)
            and (not name or plain(called) == plain(name))
        }
        return next(iter(fitting)) if len(fitting) == 1 else ""


def families(text: str) -> Iterator[tuple[str, re.Match[str], str]]:
    """The programmes that a text names, each with its year if one stands beside it, or its phase."""
    for family, pattern in PROGRAMMES:
        for match in pattern.finditer(text):
            yield family, match, _year_by(text, match)[0] or (_phase(text) if family == "aip" else "")


def _phase(text: str) -> str:
    """The only phase of a programme that a text names, as keys of programmes end."""
    told = {(match["number"] or match["ordinal"]).lower() for match in _PHASE.finditer(text)}
    numbers = {_PHASES.get(each, each) for each in told}
    return f"phase-{numbers.pop()}" if len(numbers) == 1 else ""


def _year_by(text: str, match: re.Match[str]) -> tuple[str, int, int]:
    """The date beside a name of a programme as EDTF, and the span of both."""
    if before := _BEFORE.search(text[: match.start()]):
        return before["year"], before.start(), match.end()
    if after := _AFTER.match(text, match.end()):
        full = DATE.search(after["date"])
        return (edtf(full) if full else after["date"][:4]), match.start(), after.end()
    return "", match.start(), match.end()


def main_family(blocks: list[Block]) -> tuple[str, str, Block, tuple[int, int]] | None:
    """The programme that the inspection is itself of: family, year, and where that is said."""
    title = next((block for block in blocks if block.kind == "heading"), None)
    for block in [each for each in blocks if not each.notes][:14] + [each for each in blocks if each.notes]:
        for family, match, year in families(block.flat):
            before = block.flat[: match.start()]
            spoken = before.rpartition(". ")[2]
            if _FOLLOWS.search(spoken) or re.search(
                r"\b(?:since|previous|last|in +the)\b[^.]{0,40}$", spoken, re.I
            ):
                continue
            if (
                block is title
                or block.kind == "heading"
                or _PART_OF.search(before)
                or (family == "peel" and not block.notes)
            ):
                span = (block.start + match.start(), block.start + match.end())
                return family, year or _year_elsewhere(blocks, family, block), block, span
    return None


def _year_elsewhere(blocks: list[Block], family: str, block: Block) -> str:
    """The year of a programme that stands elsewhere: beside another mention of it, or in the same heading."""
    beside = [year for _, _, year in _found(blocks, family) if year]
    if beside:
        return beside[0]
    if block.kind == "heading":
        found = _YEAR_NEAR.search(block.flat)
        return found["year"] if found else ""
    over = [each for each in blocks if each.kind == "heading" and each.start < block.start]
    over += [each for each in blocks[:8] if len(each.flat.split()) <= 4 and each.start < block.start]
    ends = [match["year"] for each in over if (match := _ENDS_IN_YEAR.search(each.flat))]
    return ends[0] if len(set(ends)) == 1 else ""


def kinds(blocks: list[Block]) -> Iterator[tuple[str, Block, tuple[int, int]]]:
    """The kinds of inspection that the title and the first paragraphs call it."""
    first = [block for block in blocks if not block.notes and block.kind in ("heading", "paragraph")][:7]
    for block in first:
        for start, sentence in block.sentences():
            if block.kind != "heading" and not _SAYS_KIND.search(sentence):
                continue
            for name, pattern in _KIND:
                match = pattern.search(sentence)
                if match and not re.search(
                    r"\b(?:last|previous|earlier)\W+(?:\w+\W+)?$", sentence[: match.start()]
                ):
                    yield name, block, (start + match.start(), start + match.end())


def earlier(main: Main, blocks: list[Block], known: Inspections) -> list[Earlier]:
    """The references to other inspections of the same body, in order."""
    found: list[Earlier] = []
    years: dict[str, dict[str, str]] = {}
    for family, _ in PROGRAMMES:
        named = sorted((year for _, _, year in _found(blocks, family) if year), key=len)
        years[family] = {year[:4]: year for year in named}
    for block in blocks:
        for family, pattern in PROGRAMMES:
            for match in pattern.finditer(block.flat):
                told, start, end = _year_by(block.flat, match)
                if family == "peel" and not known.programme(family, told):
                    continue  # Such documents speak of the programme all the time.
                if not told and len(years[family]) == 1:
                    told = next(iter(years[family].values()))
                elif told and len(told) == 4:
                    told = max(
                        (each for each in years[family].values() if each.startswith(told)),
                        key=len,
                        default=told,
                    )
                programme = known.programme(family, told)
                if not told or (programme and programme == main.programme):
                    continue
                if family == main.family and not _year_by(block.flat, match)[0]:
                    continue
                key = known.find(main.body, programme=programme) if programme else ""
                slug = main.body.rpartition("/")[2]
                made = f"inspection/{family}-{told[:4]}/{slug}"
                found.append(
                    Earlier(
                        key or made, bool(key), programme, told, block.start + start, block.start + end, block
                    )
                )
        for match in _DATED.finditer(block.flat):
            span = (block.start + match.start(), block.start + match.end())
            full = DATE.search(match["date"])
            told = edtf(full) if full else match["date"]
            if not told or any(span[0] < each.end and each.start < span[1] for each in found):
                continue
            if block.notes or re.search(r"\bthis +$|\bAct\b", block.flat[: match.start()]):
                continue
            out = "published" in match[0].lower()
            key = known.find(main.body, issued=told) if out else known.find(main.body, date=told)
            if key == main.key:
                continue
            made = f"inspection/area-{told[:4]}/{main.body.rpartition('/')[2]}"
            found.append(Earlier(key or made, bool(key), "", told, *span, block, published=out))
    return sorted(found, key=lambda each: each.start)


def _found(blocks: list[Block], wanted: str) -> Iterator[tuple[str, re.Match[str], str]]:
    for block in blocks:
        for family, match, year in families(block.flat):
            if family == wanted:
                yield family, match, year


def last_of(main: Main, text: str, start: int) -> tuple[Earlier, tuple[int, int]] | None:
    """What `the last inspection` means, where only one earlier one is named that is of no programme."""
    match = _LAST.search(text)
    others = {each.key: each for each in main.earlier if not each.programme}
    if match is None or len(others) != 1:
        return None
    return next(iter(others.values())), (start + match.start(), start + match.end())


def slug(title: str) -> str:
    """A title as the keys of inspections of a subject have it.

    >>> slug("Joint inspection of the Police\u2019s and the CPS\u2019s response to rape: phase one")
    'joint-inspection-of-the-polices-and-the-cpss-response-to-rape-phase-one'
    """
    words = re.sub(r"[^a-z0-9]+", "-", re.sub("['\u2019]", "", title.lower())).strip("-")
    return words if len(words) <= LONGEST_SLUG else words[:LONGEST_SLUG].rpartition("-")[0]


def called(family: str, text: str) -> str:
    """What a mention of a programme in full calls it, with its year; empty for an abbreviation or no year.

    >>> called("opa", "its 2007 overall performance assessments"), called("opa", "OPA of 2007")
    ('Overall performance assessment 2007', '')
    """
    match = dict(PROGRAMMES)[family].search(text)
    name = re.sub(r" *\(.*", "", " ".join(match[0].split())).lower().removesuffix("s") if match else ""
    year = year_in(re.sub(r"(?<=\d{4})[/-]\d+", "", text))
    return f"{name.capitalize()} {year}" if " " in name and year else ""


def follows(text: str) -> bool:
    """Whether a sentence tells that the inspection came after another because of that."""
    return _FOLLOWS.search(text) is not None


def year_in(text: str) -> str:
    """The only year that a text names; empty if it names none or several."""
    years = {match["year"] for match in YEAR.finditer(text)}
    return next(iter(years)) if len(years) == 1 else ""
