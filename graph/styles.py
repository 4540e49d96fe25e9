"""How bodies are written: the words that tell one apart, and those that only say of which kind it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

MAGISTRATES, CROWN, COURT, COURTHOUSE = (
    "cje:MagistratesCourt",
    "cje:CrownCourtCentre",
    "cje:Court",
    "cje:Courthouse",
)
FORCE, FORCE_AREA, CPS_AREA, OFFICE = "cje:PoliceForce", "cje:PoliceArea", "cje:CPSArea", "cje:Office"
LOCAL_AREA, JUSTICE_AREA, BOARD, DISTRICT, REGION = (
    "cje:LocalJusticeArea",
    "cje:CriminalJusticeArea",
    "cje:CriminalJusticeBoard",
    "cje:LocalAuthorityDistrict",
    "cje:CourtRegion",
)
TERRITORY = "cje:Territory"

ASKEW = 20
"""How far a class is that words for a kind do not mean, but that is often called by them."""

_KINDS: tuple[tuple[str, Mapping[str, int]], ...] = (
    (
        r"local justice areas?|ljas?|petty session(?:s|al) (?:areas?|divisions?)|psa|psd",
        {LOCAL_AREA: 0},
    ),
    (r"criminal justice boards?|lcjb", {BOARD: 0}),
    (r"criminal justice areas?|cja", {JUSTICE_AREA: 0}),
    (r"police (?:force )?areas?", {FORCE_AREA: 0}),
    (
        r"gwasanaeth erlyn y goron|cps",
        {CPS_AREA: 0, "cje:ProsecutionService": 0, OFFICE: 10},
    ),
    (
        r"(?:combined courts?|llys(?:oedd)? cyfun(?:edig|ol)?)(?: cent(?:re|er))?",
        {CROWN: 0, MAGISTRATES: 10, COURTHOUSE: ASKEW},
    ),
    (
        r"magistrates? (?:courts?|crts?|cts?)|magistrates?|mags?(?: courts?| crts?| cts?)?|mcs?"
        r"|llys(?:oedd)? (?:yr )?ynadon|petty sessions",
        {MAGISTRATES: 0, COURTHOUSE: ASKEW, LOCAL_AREA: ASKEW},
    ),
    (r"crown (?:courts?|crts?|cts?)|llys y goron|trial cent(?:re|er)|cc", {CROWN: 0, COURTHOUSE: ASKEW}),
    (
        r"justice cent(?:re|er)s?|canolfan (?:g|c)yfiawnder|jc|law courts?|courts? of justice"
        r"|court cent(?:re|er)",
        {MAGISTRATES: 0, CROWN: 0, COURTHOUSE: 8},
    ),
    (r"court ?houses?", {COURTHOUSE: 0, MAGISTRATES: ASKEW, CROWN: ASKEW}),
    (r"county courts?|civil hearing centre", {CROWN: ASKEW, MAGISTRATES: ASKEW, COURTHOUSE: ASKEW}),
    (r"police(?: (?:force|service))?|constabulary|heddlu", {FORCE: 0, FORCE_AREA: 20}),
    (r"ps", {MAGISTRATES: 0, FORCE: 0, LOCAL_AREA: 10}),  # Petty sessions, or police service.
    (r"courts?|crts?|cts?|llys(?:oedd)?", {MAGISTRATES: 0, CROWN: 0, COURT: 0, COURTHOUSE: 8}),
)
"""Words for kinds of body, and the classes that they may mean with what each costs: those at 0 are meant
first. What is longer goes before its parts."""
_KIND = re.compile("|".join(rf"(?P<k{place}>\b(?:{words})\b)" for place, (words, _) in enumerate(_KINDS)))

_STOP = frozenset(
    "the at of and in on upon under le by cum sitting hm her his majestys y yr yn a area venue".split()
)
"""Words that tell nothing apart."""
_BESIDE = frozenset("county family civil teulu tribunal tribunals hearing hearings centre center".split())
"""Words for what else sits in the building of a court."""
INSTITUTIONS = frozenset((MAGISTRATES, CROWN, COURT))
COURTS = INSTITUTIONS | {COURTHOUSE}
SHARED = COURTS | {FORCE, FORCE_AREA, CPS_AREA, LOCAL_AREA, JUSTICE_AREA, BOARD, OFFICE, DISTRICT, TERRITORY}
"""The classes of what is called after places: of most of them two names in five or more are those of another
class too, if the words for a kind are left out."""
STREETS = frozenset("st road lane square avenue place way gate row bars rd house".split())
"""Words for a street or a building, as `Style.aside` has them."""
_LIST = re.compile(
    r"\b(crown|magistrates?)(?: (?:and|county|family|civil|youth|tribunals?))+ (?:courts?|hearings?)\b"
)
_ABBREVIATED: Mapping[str, str] = {
    "saint": "st", "street": "st", "sq": "square", "rd": "road", "ave": "avenue", "ln": "lane",
    "gt": "great", "gtr": "greater", "met": "metropolitan", "mids": "midlands",
    "n": "north", "s": "south", "e": "east", "w": "west", "nth": "north", "sth": "south",
    "beds": "bedfordshire", "berks": "berkshire", "bucks": "buckinghamshire", "cambs": "cambridgeshire",
    "ches": "cheshire", "derbys": "derbyshire", "glos": "gloucestershire", "hants": "hampshire",
    "herts": "hertfordshire", "lancs": "lancashire", "leics": "leicestershire", "lincs": "lincolnshire",
    "northants": "northamptonshire", "notts": "nottinghamshire", "oxon": "oxfordshire",
    "staffs": "staffordshire", "warks": "warwickshire", "wilts": "wiltshire", "worcs": "worcestershire",
    "yorks": "yorkshire", "sy": "yorkshire", "manc": "manchester", "bham": "birmingham",
}  # fmt: skip
"""Short forms of words, and the words as names have them; "st" stands for saint and for street."""
_WELSH: tuple[tuple[str, str], ...] = (
    ("llysoedd ynadon", "magistrates court"),
    ("llys yr ynadon", "magistrates court"),
    ("llys ynadon", "magistrates court"),
    ("llys y goron", "crown court"),
    ("canolfan cyfiawnder", "justice centre"),
    ("canolfan gyfiawnder", "justice centre"),
    ("heddlu", "police"),
)
"""The Welsh words for kinds of body."""
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}|\b(?:[A-Za-z]\.)+[A-Za-z]\b")
_CONSTABULARY = re.compile(r"\b(?:Constab|Cons)\b\.?", re.IGNORECASE)
_SERVICE = re.compile(r"\bCrown Prosecution Service\b", re.IGNORECASE)
_ASIDE = re.compile(r"\(([^()]*)\)?")


@dataclass(frozen=True, slots=True)
class Style:
    """A name as it is read."""

    plain: str
    """Lower case without marks, `&` and the short forms of Constabulary in full, CPS short."""
    core: tuple[str, ...]
    """The words that tell the body apart, in order; none if it has only words for its kind."""
    aside: frozenset[str]
    """The words in brackets."""
    kinds: Mapping[str, int]
    """The classes that its words for a kind may mean, and how far each is from what they say; none if it has
    no such words."""

    @property
    def joined(self) -> str:
        """The telling words in one, so that `Haverford West` is as `Haverfordwest`."""
        return "".join(self.core)


def plain(text: str) -> str:
    """Lower case without accents, apostrophes or other marks, single spaces.

    >>> plain("Llys  Ynadon Môn – King's Lynn")
    'llys ynadon mon kings lynn'
    """
    if text.isascii():
        return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['`]", "", text.lower())).split())
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+|_", " ", re.sub(r"['’`]", "", bare.casefold())).split())


def english(words: str) -> str:
    """Plain words with those for kinds of body in English.

    >>> english("llys ynadon mon")
    'magistrates court mon'
    """
    for welsh, told in _WELSH:
        words = re.sub(rf"\b{welsh}\b", told, words)
    return words


@lru_cache(maxsize=65536)
def read(text: str) -> Style:
    """A name taken apart.

    >>> read("The Crown Court at St. Albans").core, dict(read("Crown Court at York").kinds)
    (('st', 'albans'), {'cje:CrownCourtCentre': 0, 'cje:Courthouse': 20})
    >>> read("Manchester M.C. (Crown Square)").core, sorted(read("Manchester (Crown Sq)").aside)
    (('manchester',), ['crown', 'square'])
    """
    text = _SERVICE.sub("CPS", _CONSTABULARY.sub("Constabulary", text.replace("&", " and ")))
    text = _INITIALS.sub(lambda match: match[0].replace(".", ""), text)
    asides = " ".join(_ASIDE.findall(text))
    outside = plain(_ASIDE.sub(" ", text))
    if not outside:
        outside, asides = plain(text), ""
    outside = _LIST.sub(r"\1 court", outside).replace(" iow", " isle of wight")
    kinds: dict[str, int] = {}
    generic: Mapping[str, int] = {}
    for match in _KIND.finditer(outside):
        place = int((match.lastgroup or "k0")[1:])
        if place == len(_KINDS) - 1:
            generic = _KINDS[place][1]  # "court" alone tells nothing beside another word.
            continue
        for class_, cost in _KINDS[place][1].items():
            kinds[class_] = min(cost, kinds.get(class_, cost))
    told = kinds or generic
    core = _words(_KIND.sub(" ", outside))
    if COURTS & told.keys():
        core = [word for word in core if word not in _BESIDE]
    return Style(
        plain(text), tuple(core), frozenset(_words(plain(asides).replace("iow", "isle of wight"))), told
    )


def examples(name: str) -> tuple[str, ...]:
    """Other ways to write a name, each of which must mean the same.

    >>> examples("Crown Court at Leicester")
    ('CROWN COURT AT LEICESTER', 'Leicester Crown Court', 'Leicester CC')
    >>> examples("King's Lynn Magistrates' Court")[1:]
    ('Kings Lynn Magistrates Court', "King's Lynn Mags", "King's Lynn MC")
    """
    made = [name.upper(), name.replace("'", "").replace("’", "")]
    for pattern, others in _OTHERWISE:
        if pattern.search(name):
            made += [pattern.sub(other, name) for other in others]
    return tuple(dict.fromkeys(each for each in made if each != name))


_OTHERWISE: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), others)
    for pattern, others in (
        (r"^(?:The )?Crown Court (?:sitting )?at ([^()]+)$", (r"\1 Crown Court", r"\1 CC")),
        (r"^([^()]+) Crown Court$", (r"Crown Court at \1", r"The Crown Court sitting at \1")),
        (r"\bMagistrates['’]? Court$", ("Mags", "MC")),
        (r"\bConstabulary$", ("Constab.", "Cons.")),
        (r"\bJustice Centre$", ("JC",)),
        (r"\band\b", ("&",)),
        (r"^CPS ", ("Crown Prosecution Service ",)),
    )
)
"""The styles of names, and other styles of the same."""


def _words(outside: str) -> list[str]:
    return [_ABBREVIATED.get(word, word) for word in outside.split() if word not in _STOP]
