"""Which aspects some words name, in the framework of the inspection that graded them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from rapidfuzz import fuzz

from graph.reader.context import Context
from graph.reader.grades import WHOLE
from graph.reader.inspections import Main
from graph.styles import plain

OVERALL = "cjev:aspect-overall"
ALIKE = 86
"""From this likeness of the words, of 100, what a text names is what the vocabulary calls so."""

_LABELLED = re.compile(
    r"^(?:(?:part|section|aspect|criterion|question) +)?(?:[A-Z]|\d{1,2})(?: *[:.)-] *| +- +)", re.I
)
_LISTED = re.compile(
    r"^(?:(?:the +)?(?:following +)?(?:all +)?(?:\w+|\d+) +(?:of +(?:the +)?)?(?:areas?|aspects?|categories"
    r"|criteria)\b"
    r"(?: +of +policing)? *(?::|-|,? *(?:namely|including|which +(?:are|were))\b)|:|"
    r"terms +of\b|(?:the +)?(?:areas?|aspects?) +of\b|its +|the +(?!public\b|way\b)|how +(?:well +)?it +)\s*",
    re.I,
)
_DEEDS = re.compile(r"^(?:performance|its +work|work) +(?:in|on|for) +", re.I)
_TAIL = re.compile(
    r" +(?:but|although|while|whilst|whereas|which|with|because|since|as +it|compared|up|down)\b.*$", re.I
)
_PARTED = re.compile(r" *; *(?:and +)?| *, *(?:and +)?| +and +")
_BOTH = r"(?:keep\w* +people +safe +and +reduc\w+ +crime|reduc\w+ +crime +and +keep\w* +people +safe)"
_PILLARS = (
    ("effectiveness", re.compile(rf"^(?:how +)?effective|^(?:how +it +)?{_BOTH}", re.I)),
    ("efficiency", re.compile(r"^(?:(?:how|operat\w+) +)?(?:it +(?:operates +)?)?efficien", re.I)),
    (
        "legitimacy",
        re.compile(
            r"^(?:how +)?(?:(?:it|they) +)?legitima|^(?:(?:how|the +way) +it +)?treat\w* +(?:the +public"
            r"|people) +and +its +workforce",
            re.I,
        ),
    ),
)
_OTHER_PILLAR = re.compile(r"\b(?:effectiveness|efficiency|legitimacy)\b", re.I)
_OLDER = (
    ("effectiveness-prevention", re.compile(r"^prevent\w+ +crime", re.I)),
    ("effectiveness-investigation", re.compile(r"^investigat\w+ +crime", re.I)),
    ("effectiveness-vulnerability", re.compile(r"^(?:protect|support)\w* .*vulnerable", re.I)),
    ("effectiveness-serious-and-organised-crime", re.compile(r"^tackl\w+ +serious", re.I)),
)
"""How the questions of the PEEL assessments up to 2018/19 were worded."""
_NEWER = (
    (
        "question-preventing-crime",
        re.compile(
            r"^prevent\w+ +(?:and +deterring +)?crime(?: +and"
            r" +anti-?social +behaviour)?(?:,? +and +reducing"
            r" +vulnerability)?",
            re.I,
        ),
    ),
    ("question-investigating-crime", re.compile(r"^(?:how +it +)?investigat\w+ +(?:reported +)?crime", re.I)),
    (
        "question-responding-to-the-public",
        re.compile(r"^respond\w* +to +(?:calls +from +)?the +public", re.I),
    ),
    (
        "question-recording-data-about-crime",
        re.compile(r"^(?:crime +data +integrity|record\w+ +(?:data +about +)?crime)", re.I),
    ),
    ("question-protecting-vulnerable-people", re.compile(r"^(?:how +it +)?protect\w+ +vulnerable", re.I)),
    ("question-managing-offenders", re.compile(r"^manag\w+ +offenders(?: +and +suspects)?", re.I)),
    (
        "question-disrupting-serious-organised-crime",
        re.compile(r"^(?:disrupt|tackl)\w+ +serious(?: +and)? +organised", re.I),
    ),
    (
        "question-police-powers-and-public-treatment",
        re.compile(
            r"^(?:using +)?police +powers +and +(?:public|treat\w* +the +public +fairly +and"
            r" +respectfully|treat)",
            re.I,
        ),
    ),
    (
        "question-developing-a-positive-workplace",
        re.compile(
            r"^(?:develop\w+ +a +positive|build\w+,? +support\w+,? +and +protect\w+ +(?:the|its)) +work", re.I
        ),
    ),
    ("question-good-use-of-resources", re.compile(r"^(?:making +)?(?:good +)?use +of +resources", re.I)),
)
"""How the questions since 2021 were worded."""
_GROUPS = ("opa", "area", "aap")
"""The frameworks of CPS inspections, by what the names of their aspects begin with."""


class Aspects:
    """The aspects of the vocabulary, as a document names them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[tuple[str, bool, bool], list[tuple[str, str]]] = {}

    def named(self, about: str, main: Main, family: str) -> list[tuple[str, str]]:
        """What some words name: each wording with its aspect, or an empty one; the whole for no words."""
        written = " ".join(about.split()).strip(" \"'.,:;")
        cut = _TAIL.sub("", written).strip(" \"'.,:;")
        if not cut or WHOLE.fullmatch(cut) or self._is_body(cut, main):
            return [(written, OVERALL)]
        wordings = [each for text in (written, cut) for each in _wordings(text)]
        for wording in wordings:
            parts = [match.end() for match in _PARTED.finditer(wording)]
            if found := self.of(wording, main, family, reach=parts[-1] if parts else 0):
                return [(wording, found)]
        if several := self._several(wordings[-1], main, family):
            return several
        whole = ((each, self.of(each, main, family)) for each in wordings)
        return [(wording, aspect) for wording, aspect in whole if aspect][:1]

    def of(self, text: str, main: Main, family: str, *, reach: int = 0) -> str:
        """The aspect that a wording names, or an empty one; the words for it must go on beyond `reach`."""
        told = text.strip(" \"'.,:;")
        if main.body.startswith("police-force/"):
            asked = _NEWER if self._newer(main) else _OLDER
            for name, pattern in asked:
                if (match := pattern.search(told)) and match.end() > reach:
                    return f"cjev:aspect-peel-{name}"
            pillars = [name for name, pattern in _PILLARS if pattern.search(told)]
            if pillars and not (reach and _OTHER_PILLAR.search(told, 12)):
                return f"cjev:aspect-peel-{pillars[0]}"
        told = _LABELLED.sub("", told).strip(" .:")
        wanted = _plain(told)
        best: tuple[float, str] = (0.0, "")
        for concept, label in self._labels(family, main):
            if label == wanted:
                likeness = 100.0
            elif "," not in told and wanted.startswith(f"{label} ") and " and " not in wanted[len(label) :]:
                likeness = 97.0
            else:
                likeness = fuzz.token_sort_ratio(label, wanted)
            if likeness > best[0]:
                best = (likeness, concept)
        return best[1] if best[0] >= ALIKE else ""

    def _several(self, text: str, main: Main, family: str) -> list[tuple[str, str]]:
        """The aspects of a list, each made of as many of its parts as name one; nothing if none does."""
        ends = [*_PARTED.finditer(text), None]
        starts = [0, *(end.end() for end in ends if end)]
        told: list[tuple[str, str]] = []
        place = 0
        while place < len(starts):
            for last in range(len(starts) - 1, place - 1, -1):
                end = ends[last]
                wording = text[starts[place] : end.start() if end else len(text)]
                reach = starts[last] - starts[place]
                if found := self.of(_LISTED.sub("", wording), main, family, reach=reach):
                    told.append((wording, found))
                    place = last + 1
                    break
            else:
                end = ends[place]
                told.append((text[starts[place] : end.start() if end else len(text)], ""))
                place += 1
        return told if any(aspect for _, aspect in told) else []

    def _is_body(self, words: str, main: Main) -> bool:
        words = re.sub(
            r"^(?:the +)?(?:(?:overall|whole) +)?(?:performance|work) +(?:of|in) +", "", words, flags=re.I
        )
        if plain(words) in ("the area", "the force", "area", "force"):
            return True
        named = {plain(each.text) for each in self._context.bodies if each.key == main.body}
        bare = re.sub(r"^the +|(?:'s)? +(?:area|force)$", "", words, flags=re.I)
        return plain(bare) in named or main.body in self._context.names.named(bare)

    def _labels(self, family: str, main: Main) -> list[tuple[str, str]]:
        """The aspects with their labels made plain, those of the framework first."""
        asked = (family, main.body.startswith("police-force/"), self._newer(main))
        if asked not in self._known:
            self._known[asked] = list(self._labelled(*asked))
        return self._known[asked]

    def _labelled(self, family: str, police: bool, newer: bool) -> Iterator[tuple[str, str]]:
        first = (family,) if family in ("opa", "aap") else ("peel",) if police else _GROUPS
        groups = (*first, *(each for each in _GROUPS if each not in first and "peel" not in first))
        for group in groups:
            concepts = self._group(group)
            if group == "peel":
                concepts.sort(key=lambda concept: ("question" in concept) != newer)
            elif group == "aap" and self._pilot > 0:
                concepts.sort(key=lambda concept: "-pilot-" not in concept)
            elif group == "aap" and self._pilot < 0:
                concepts = [concept for concept in concepts if "-pilot-" not in concept]
            for concept in concepts:
                yield concept, _plain(self._context.schema.label(concept))

    def _group(self, group: str) -> list[str]:
        return [each for each in self._context.schema.concepts if each.startswith(f"cjev:aspect-{group}-")]

    @cached_property
    def _pilot(self) -> int:
        """How many more criteria the text names of the pilots of area assurance than of the rest of it."""
        whole = " ".join(plain(block.flat) for block in self._context.blocks)
        schema = self._context.schema
        named = {each for each in self._group("aap") if plain(schema.label(each)) in whole}
        pilot = {plain(schema.label(each)) for each in named if "-pilot-" in each}
        return len(pilot) - len({plain(schema.label(each)) for each in named if "-pilot-" not in each})

    def _newer(self, main: Main) -> bool:
        """Whether an assessment is of the kind that began in 2021."""
        return main.programme.rpartition("-")[2] >= "2021" if main.programme else self.five_steps

    @cached_property
    def five_steps(self) -> bool:
        """Whether the text uses a grade that only the scale since 2021 has."""
        return any(re.search(r"\badequate\b", block.flat, re.I) for block in self._context.blocks)


def _wordings(text: str) -> tuple[str, str]:
    """A text without the words for what is done, and without those that lead in a list."""
    text = _DEEDS.sub("", text)
    return text, _LISTED.sub("", text)


def _plain(text: str) -> str:
    return plain(re.sub(r"\banti-?social\b", "antisocial", text, flags=re.I))


def slug(aspect: str) -> str:
    """What the key of a rating calls an aspect.

    >>> slug("cjev:aspect-opa-disclosure"), slug("cjev:aspect-overall")
    ('disclosure', 'overall')
    """
    name = aspect.removeprefix("cjev:aspect-")
    for group in ("opa-", "area-", "aap-pilot-", "aap-", "peel-question-", "peel-"):
        if name.startswith(group) and name != "overall":
            return name.removeprefix(group)
    return name
