"""Findings: what an inspection says of a theme, and which way it points; nothing where it points no way."""

from __future__ import annotations

import re

from graph.reader.blocks import Block
from graph.reader.clauses import Part, parts
from graph.reader.context import Context
from graph.reader.grades import GRADES
from graph.reader.inspections import Main, last_of
from graph.reader.lexicon import MEASURES, SENSITIVE, STANDINGS
from graph.reader.proposals import REWORD
from graph.reader.speakers import SOMEBODY

_ABOUT_THE_TEXT = re.compile(
    r"\b(?:press +(?:release|notice)|this +report|the +report +(?:can|is +available)|for +further|contact"
    r"|telephone|media +enquir\w+|www\.|https?:)\b",
    re.I,
)
_GENERAL = re.compile(
    r"\b(?:this|the +inspection) +(?:inspection +)?(?:included|covered|considered|examined|focus\w+"
    r"|assess\w+)\b",
    re.I,
)
_SAID = re.compile(r'[^"]*\b(?:said|says|added|commented)\b[^"]{0,60}"')
_RECOMMENDS = re.compile(
    r"\b(?:(?:we|inspectors|(?:the|this) +report|HMCPSI|HMIC(?:FRS)?) +(?:also +)?recommend(?:s|ed)?\b"
    r"|recommendations? *:|should +(?:ensure|make|take|review|work)|by +\d+ +\w+ +20\d\d)\b",
    re.I,
)
_FOUND_BEFORE = re.compile(
    r"\W*(?:\w+ +){0,3}?(?:found|reported|identified|concluded|noted|highlighted|criticised|said|raised"
    r"|judged)\b",
    re.I,
)
_LAST_FOUND = re.compile(
    r"\b(?:last|previous|earlier) +(?:\w+ +)?(?:inspection|report|review|assessment|OPA)\b"
    + _FOUND_BEFORE.pattern,
    re.I,
)
_ELSEWHERE = re.compile(
    r"\W*(?:historically|in +the +past|nationally|across +(?:the +(?:country|service|CPS)|England|all)"
    r"|(?:most|many|all|other|some|several) +(?:other +)?"
    r"(?:CPS +)?(?:forces|areas)|in +(?:most|many|other|all) +(?:forces|areas)|the +national)\b",
    re.I,
)
_MOVED = re.compile(
    r"\b(?:has|have) +(?:\w+ +)?(?P<moved>(?:increased|risen|grown|fallen|decreased|dropped|reduced"
    r"|declined)(?: +\w+ly)?)\b(?! +by\b)",
    re.I,
)
_CONDITION = re.compile(r"\b(?:if|unless|whether|in +order +for)\b", re.I)
_RATES = re.compile(
    rf"\b(?:rated|graded|rating|grade|marking|scores?)\b[^.]{{0,80}}\b(?:{'|'.join(GRADES)})\b"
    rf"|\b(?:{'|'.join(GRADES)})\b[\"' ]+(?:rating|grade|marking)",
    re.I,
)
_SENSITIVE = "serious-and-sensitive-casework"


class Findings:
    """Reads the findings of a document; they are numbered in its order, for each inspection anew."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._numbers: dict[str, int] = {}
        self._speaker = ""

    def read(self) -> None:
        """Propose what is found of themes, with the inspections that it refers to."""
        for block in self._context.blocks:
            if block.notes or block.kind in ("heading", "row", "footnote"):
                continue
            speaker = self._context.speakers.get(block.start)
            self._speaker = speaker or ""
            if speaker == SOMEBODY or _ABOUT_THE_TEXT.search(block.flat) or _GENERAL.search(block.flat):
                continue
            self._block(block, joined=speaker is not None)

    def _block(self, block: Block, *, joined: bool) -> None:
        whole: list[tuple[Main, tuple[int, int], Part]] = []
        rated = [span for span in self._context.rated if block.start <= span[0] < block.end]
        sensitive = False
        for start, sentence in block.sentences():
            if any(each.search(sentence) for each in (_RECOMMENDS, _LAST_FOUND)) or any(
                each.match(sentence.strip()) for each in (_CONDITION, _ELSEWHERE)
            ):
                continue
            main = self._context.main_at(block, start + len(sentence))
            if main is None:
                continue
            if said := _SAID.match(sentence):
                start, sentence = start + said.end(), sentence[said.end() :]
            for part in parts(sentence):
                span = (start + part.start, start + part.end)
                words = sentence[part.start : part.end]
                if _RATES.search(words) or any(span[0] < end and begin < span[1] for begin, end in rated):
                    continue
                if self._of_before(main, span, block):
                    continue
                themes = part.themes
                if sensitive and SENSITIVE.intersection(themes):
                    themes = tuple(dict.fromkeys((*themes, _SENSITIVE)))
                sensitive = sensitive or _SENSITIVE in themes
                whole.append((main, span, Part(part.start, part.end, themes, part.direction)))
        if joined:
            whole = _merged(whole)
        for main, span, part in whole:
            self._propose(main, block, span, part)

    @staticmethod
    def _of_before(main: Main, span: tuple[int, int], block: Block) -> bool:
        """Whether a clause tells what an earlier inspection found."""
        named = [each for each in main.earlier if span[0] <= each.start < span[1]]
        return any(_FOUND_BEFORE.match(block.flat, each.end - block.start) for each in named)

    def _propose(self, main: Main, block: Block, span: tuple[int, int], part: Part) -> None:
        reading = self._context.reading
        number = self._numbers[main.key] = self._numbers.get(main.key, 0) + 1
        key = f"finding/{main.path}/{number:02}"
        sure = 0.75 if part.direction in ("improved", "declined", "mixed") else 0.65
        text = " ".join(reading.document.text[span[0] : span[1]].replace("*", "").split())
        reading.propose(key, "cje:ofInspection", main.key, block, span, sure)
        reading.propose(key, "dcterms:description", text, block, span, sure, lang="en", note=REWORD)
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
        if (moved := _MOVED.search(words)) and any(pattern.search(words) for _, pattern in MEASURES):
            said = f"said to have {moved['moved']}"
            reading.propose(key, "cje:notStated", "cje:amount", block, span, 0.7, note=said)
            if not any(span[0] <= each.start < span[1] for each in main.earlier):
                reading.propose(key, "cje:notStated", "cje:since", block, span, 0.7)
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
