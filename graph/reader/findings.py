"""Findings: what an inspection says of a theme, and which way it points; nothing where it points no way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.reader.blocks import Block
from graph.reader.context import Context
from graph.reader.grades import GRADES
from graph.reader.inspections import Main, last_of
from graph.reader.lexicon import (
    CROWN,
    DECLINED,
    IMPROVED,
    MAGISTRATES,
    MIXED,
    STANDINGS,
    STRENGTH,
    SUCCESSFUL,
    THEMES,
    TO_COME,
    UNCHANGED,
    WEAKNESS,
)

_ORDER = (
    ("mixed", MIXED),
    ("unchanged", UNCHANGED),
    ("declined", DECLINED),
    ("weakness", WEAKNESS),
    ("improved", IMPROVED),
    ("strength", STRENGTH),
)
_CONTRAST = re.compile(r"; *|,? +(?:but|although|though|however|whereas|while|whilst|yet)\b,? +", re.I)
_AND = re.compile(r",? +and +(?=\w)", re.I)
_ABOUT_THE_TEXT = re.compile(
    r"\b(?:press +(?:release|notice)|this +report|the +report +(?:can|is +available)|for +further|contact|telephone|media +enquir\w+|www\.|https?:)\b",
    re.I,
)
_GENERAL = re.compile(
    r"\b(?:this|the +inspection) +(?:inspection +)?(?:included|covered|considered|examined|focus\w+|assess\w+)\b",
    re.I,
)
_SAID = re.compile(r'[^"]*\b(?:said|says|added|commented)\b[^"]{0,60}"')
_QUOTED = re.compile(r'^\W*"')
_RECOMMENDS = re.compile(
    r"\b(?:we +recommend|recommendations? *:|should +(?:ensure|make|take|review|work)|by +\d+ +\w+ +20\d\d)\b",
    re.I,
)
_CONDITION = re.compile(r"\b(?:if|unless|whether|in +order +for)\b", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """A clause that says something of a theme, its places counted in the sentence."""

    start: int
    end: int
    themes: tuple[str, ...]
    direction: str


def themes_of(text: str) -> tuple[str, ...]:
    """The themes that some flat words name, as the vocabulary calls them.

    >>> themes_of("Successful outcomes in the Crown Court and disclosure")
    ('successful-outcomes-crown', 'disclosure')
    """
    found = [(match.start(), name) for name, pattern in THEMES for match in pattern.finditer(text)]
    for match in SUCCESSFUL.finditer(text):
        courts = [
            name for name, pattern in (("magistrates", MAGISTRATES), ("crown", CROWN)) if pattern.search(text)
        ]
        found += [(match.start(), f"successful-outcomes-{name}") for name in courts]
        if not courts:
            found.append((match.start(), "case-outcomes"))
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def direction_of(text: str) -> str:
    """Which way some flat words point; empty for no way.

    >>> direction_of("has improved"), direction_of("needs to improve"), direction_of("is to be improved next year")
    ('improved', 'weakness', '')
    """
    spoken = TO_COME.sub(" ", text) if not re.search(r"\bneed(?:s|ed)? +to\b", text, re.I) else text
    for name, pattern in _ORDER:
        if pattern.search(spoken):
            return name
    return ""


def parts(sentence: str) -> Iterator[Part]:
    """The findings of a flat sentence: one, or one for each clause where clauses point different ways."""
    told: list[Part] = []
    for start, end in _cut(sentence, _CONTRAST, 0, len(sentence)):
        clauses = [_part(sentence, *span) for span in _cut(sentence, _AND, start, end)]
        whole = all(part.themes and part.direction for part in clauses)
        for part in clauses if whole else [_part(sentence, start, end)]:
            if told and part.direction == told[-1].direction and part.direction:
                last = told[-1]
                themes = tuple(dict.fromkeys((*last.themes, *part.themes)))
                told[-1] = Part(last.start, part.end, themes, last.direction)
            else:
                told.append(part)
    yield from (part for part in told if part.themes and part.direction)


def _cut(text: str, at: re.Pattern[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in at.finditer(text, start, end):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    yield start, end


def _part(sentence: str, start: int, end: int) -> Part:
    return Part(start, end, themes_of(sentence[start:end]), direction_of(sentence[start:end]))


class Findings:
    """Reads the findings of a document; they are numbered in its order, for each inspection anew."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._numbers: dict[str, int] = {}
        self._speaker = ""

    def read(self) -> None:
        """Propose what is found of themes, with the inspections that it refers to."""
        speaker, last = "", -9
        for number, block in enumerate(self._context.blocks):
            if block.notes or block.kind in ("heading", "row", "footnote"):
                continue
            if spoken := self._speaks(block):
                speaker, last = spoken, number
            quoted = bool(_QUOTED.match(block.flat)) or ('"' in block.flat[:400] and spoken != "")
            self._speaker = speaker if quoted and number - last <= 4 else ""
            if self._speaker and quoted:
                last = number
            if _ABOUT_THE_TEXT.search(block.flat) or _GENERAL.search(block.flat):
                continue
            self._block(block, joined=quoted)

    def _speaks(self, block: Block) -> str:
        """The person of whom an earlier step of the reading proposed an office in this block."""
        return next(
            (
                p.claim.value
                for p in self._context.reading.proposals
                if p.claim.property == "org:member" and block.start <= p.start < block.end
            ),
            "",
        )

    def _block(self, block: Block, *, joined: bool) -> None:
        whole: list[tuple[Main, tuple[int, int], Part]] = []
        for start, sentence in block.sentences():
            if _RECOMMENDS.search(sentence) or _CONDITION.match(sentence.strip()):
                continue
            if _only_rates(sentence):
                continue
            main = self._context.main_at(block, start + len(sentence))
            if main is None:
                continue
            if said := _SAID.match(sentence):
                start, sentence = start + said.end(), sentence[said.end() :]
            for part in parts(sentence):
                whole.append((main, (start + part.start, start + part.end), part))
        if joined:
            whole = _merged(whole)
        for main, span, part in whole:
            self._propose(main, block, span, part)

    def _propose(self, main: Main, block: Block, span: tuple[int, int], part: Part) -> None:
        reading = self._context.reading
        number = self._numbers[main.key] = self._numbers.get(main.key, 0) + 1
        key = f"finding/{main.path}/{number:02}"
        sure = 0.75 if part.direction in ("improved", "declined", "mixed") else 0.65
        text = " ".join(reading.document.text[span[0] : span[1]].replace("*", "").split())
        reading.propose(key, "cje:ofInspection", main.key, block, span, sure)
        note = "the words of the text, to be put in one's own"
        reading.propose(key, "dcterms:description", text, block, span, sure, lang="en", note=note)
        for theme in part.themes:
            reading.propose(key, "cje:theme", f"cjev:theme-{theme}", block, span, sure)
        reading.propose(key, "cje:direction", f"cjev:direction-{part.direction}", block, span, sure)
        for each in main.earlier:
            if span[0] <= each.start < span[1]:
                reading.propose(key, "cje:refersTo", each.key, block, (each.start, each.end), 0.8)
        words = self._flat(block, span)
        if last := last_of(main, words, span[0]):
            reading.propose(
                key,
                "cje:refersTo",
                last[0].key,
                block,
                last[1],
                0.5,
                note="the text does not name it by its date",
            )
        for concept, pattern in STANDINGS:
            if match := pattern.search(words):
                place = (span[0] + match.start(), span[0] + match.end())
                reading.propose(key, "cje:nationalStanding", concept, block, place, 0.8)
        if self._speaker:
            reading.propose(key, "cje:statedBy", self._speaker, block, span, 0.7)

    @staticmethod
    def _flat(block: Block, span: tuple[int, int]) -> str:
        return block.flat[span[0] - block.start : span[1] - block.start]


def _merged(whole: list[tuple[Main, tuple[int, int], Part]]) -> list[tuple[Main, tuple[int, int], Part]]:
    """The findings of what a person says in one go: those that point one way are one."""
    kept: list[tuple[Main, tuple[int, int], Part]] = []
    for main, span, part in whole:
        if kept and kept[-1][0] is main and kept[-1][2].direction == part.direction:
            _, before, last = kept[-1]
            themes = tuple(dict.fromkeys((*last.themes, *part.themes)))
            kept[-1] = (main, (before[0], span[1]), Part(last.start, part.end, themes, last.direction))
        else:
            kept.append((main, span, part))
    return kept


def _only_rates(sentence: str) -> bool:
    """Whether a sentence states a rating, which is read as that."""
    return bool(
        re.search(
            rf"\b(?:rated|graded|rating|grade|marking)\b[^.]{{0,80}}\b(?:{'|'.join(GRADES)})\b",
            sentence,
            re.I,
        )
        or re.search(rf"\b(?:{'|'.join(GRADES)})\b[\"' ]+(?:rating|grade|marking)", sentence, re.I)
    )
