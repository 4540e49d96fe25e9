"""Ratings as claims: of which body, inspection and aspect, on which scale; in sentences, tables and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.reader.aspects import Aspects, slug
from graph.reader.blocks import Block
from graph.reader.context import Context
from graph.reader.grades import Graded, grade_of, graded
from graph.reader.inspections import Earlier, Main, families, year_in
from graph.reader.proposals import NEW
from graph.reader.speakers import SOMEBODY
from graph.reader.tables import cells_of, column_of, line_of, lines_in

_QUOTES = re.compile(r'\W*"')
_THEN = re.compile(r"\b(?:when|in +which|where|which)\b.*\b(?:was|were|had)\b", re.I)
_POINTS_BACK = re.compile(
    r"\b(?:previous(?:ly)?|earlier|last +(?:time|inspection)|had +been|was +then)\b", re.I
)
_KIND = re.compile(
    r"^(?:the +)?(?:CPS +)?|(?:'s)?(?: +(?:Police(?: +Service)?|Constabulary|area|force))?$", re.I
)
_NAME_LAST = re.compile(r"[A-Z][\w'-]*(?: +(?:(?:and|of) +)?[A-Z][\w'-]*)*$")
_RATED = re.compile(r"\b(?:rated|graded|judged|areas)\b", re.I)
_COLUMN_BEFORE = re.compile(r"\b(?:previous|last|earlier|prior)\b", re.I)
_SCALE_TOLD = re.compile(
    r"\b(?:scale|rated +(?:as +)?(?:either +)?[\"']?(?:excellent|outstanding)[\"']?,)", re.I
)
_NOT_TOLD = "the text does not say of which inspected body it is"
_NOT_DATED = "the text does not say in which inspection it was given"


@dataclass(frozen=True, slots=True)
class _Stated:
    """A grade as it stands in the text: where, how surely, of whom, and of which earlier inspection."""

    block: Block
    span: tuple[int, int]
    grade: str
    confidence: float
    main: Main
    earlier: Earlier | None = None


class Ratings:
    """Reads the ratings of a document."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._aspects = Aspects(context)

    def read(self) -> None:
        """Propose every rating that is stated, and note those that cannot be placed."""
        header: list[str] = []
        heading = ""
        for block in self._context.blocks:
            if self._context.speakers.get(block.start) == SOMEBODY:
                continue
            if block.kind == "heading":
                heading = block.flat.strip()
            if block.kind == "row":
                cells = cells_of(block, self._raw(block))
                if any(grade_of(text) for _, text in cells[1:]):
                    self._row(block, cells, header)
                else:
                    header = [text for _, text in cells]
                continue
            header = []
            span = (block.start, block.end)
            if line := line_of(block.flat):
                self._state(block, line[0], line[1], span, 0.9)
            elif (alone := grade_of(block.flat)) and heading and block.kind == "paragraph":
                self._state(block, heading, alone, span, 0.85)
            else:
                self._lines(block)
                self._sentences(block)

    def _raw(self, block: Block) -> str:
        return self._context.reading.document.text[block.start : block.end]

    def _lines(self, block: Block) -> None:
        for at, text, about, grade in lines_in(block):
            span = (at, at + len(text))
            main = self._context.main_at(block, span[1], about=text, of_body=True)
            if main and self._aspects.of(about, main, main.family):
                self._state(block, about, grade, span, 0.85, main=main)

    def _sentences(self, block: Block) -> None:
        police = any(
            main.family == "peel" or body.startswith("police-force/")
            for body, main in self._context.mains.items()
        )
        for start, sentence in block.sentences():
            for found in graded(sentence, peel=police):
                if not (found.style == "peel" and _QUOTES.match(block.flat)):
                    self._sentence(block, start, sentence, found)  # Praise in somebody's words is no grade.

    def _sentence(self, block: Block, start: int, sentence: str, found: Graded) -> None:
        context = self._context
        span = (start + found.start, start + found.end)
        context.rated.append(span)
        main = context.main_at(block, span[1], about=found.about, of_body=True)
        if main is None or self._of_another(found.subject, main):
            context.reading.miss("rating", span, _NOT_TOLD)
            return
        other = _earlier(main, span, start, sentence, found)
        points_back = found.when or found.style in ("5", "6") or _POINTS_BACK.search(sentence)
        if other is None and found.before and points_back:
            context.reading.miss("earlier rating", span, _NOT_DATED)
            return
        about = "" if any(families(found.about)) else found.about
        said = found.style not in ("peel", "fragment") or _RATED.search(sentence, found.start, found.end)
        self._state(
            block, about, found.grade, span, 0.95, main=main, earlier=other, sentence=True, said=bool(said)
        )

    def _of_another(self, subject: str, main: Main) -> bool:
        """Whether a rating is said of another body, whose name stands without the words for its kind."""
        name = _NAME_LAST.search(_KIND.sub("", subject))
        words = name[0].split() if name else []
        named = (self._context.names.named(" ".join(words[start:])) for start in range(len(words)))
        first = next(filter(None, named), set())
        return bool(first) and main.body not in first

    def _row(self, block: Block, cells: Sequence[tuple[int, str]], header: list[str]) -> None:
        """A row of a table: a grade in each column, which is an inspection or an aspect."""
        first = cells[0][1]
        main = self._context.main_at(block, block.end, about=first, of_body=True)
        if main is None:
            self._context.reading.miss(
                "rating", (block.start, block.end), "no inspected body is named over it"
            )
            return
        for number, (begin, text) in enumerate(cells):
            if not (grade := grade_of(text)) or not number:
                continue
            over = column_of(header, list(cells), number)
            span = (block.start, block.start + begin + len(text))
            if over and self._aspects.of(over, main, main.family):
                self._state(block, over, grade, span, 0.9, main=main)
                continue
            other, why = self._column(main, over)
            if why:
                self._context.reading.miss("earlier rating", (block.start, block.end), why)
            else:
                self._state(block, first, grade, span, 0.9, main=main, earlier=other)

    @staticmethod
    def _column(main: Main, over: str) -> tuple[Earlier | None, str]:
        """The earlier inspection that the head of a column names, or why it cannot be told."""
        others = {each.key: each for each in main.earlier}
        back = _COLUMN_BEFORE.search(over)
        if (year := year_in(over)) and not main.programme.endswith(year):
            found = next((each for each in others.values() if each.date.startswith(year)), None)
            return found, f"no inspection of {over} is told of" if found is None and (others or back) else ""
        if back:
            found = next(iter(others.values())) if len(others) == 1 else None
            return found, "" if found else _NOT_DATED
        return None, ""

    def _state(
        self,
        block: Block,
        about: str,
        grade: str,
        span: tuple[int, int],
        confidence: float,
        *,
        main: Main | None = None,
        earlier: Earlier | None = None,
        sentence: bool = False,
        said: bool = True,
    ) -> None:
        """Propose the claims of a rating for each aspect that the words name.

        Where no word says that it is a rating (`good at keeping people safe`), all must be aspects.
        """
        reading = self._context.reading
        self._context.rated.append(span)
        main = main or self._context.main_at(block, span[1], about=about, of_body=True)
        if main is None:
            reading.miss("rating", span, _NOT_TOLD)
            return
        named = self._aspects.named(about, main, _family(main, earlier))
        if not named or not (said or all(aspect for _, aspect in named)):
            if sentence or self._likely(about):
                reading.miss("aspect", span, f"no aspect is called {about.strip()!r}")
            return
        scale = self._scale(main, earlier, grade)
        if not scale:
            reading.miss("grade", span, "the text does not tell which scale the grade is of")
            return
        stated = _Stated(block, span, f"cjev:{scale}-{grade.replace(' ', '-')}", confidence, main, earlier)
        for wording, aspect in named:
            if aspect:
                self._propose(stated, aspect)
            elif (place := reading.document.text.find(wording, span[0], span[1])) >= 0:
                reading.miss("aspect", (place, place + len(wording)), "no aspect is so called")

    def _propose(self, stated: _Stated, aspect: str) -> None:
        reading, main, earlier = self._context.reading, stated.main, stated.earlier
        block, span, sure, grade = stated.block, stated.span, stated.confidence, stated.grade
        inspection = earlier.key if earlier else main.key
        known = earlier.known if earlier else main.known
        path = inspection.partition("/")[2] if earlier else main.own
        key = f"rating/{path}/{slug(aspect)}"
        other = reading.value(key, "cje:grade")
        if other and other != grade:
            reading.miss("rating", span, f"it differs from {other}, which the text gives for {key} as well")
            return
        note = "" if known else f"{inspection} is {NEW}"
        reading.propose(key, "cje:ofInspection", inspection, block, span, sure, note=note)
        reading.propose(key, "cje:ratedBody", main.body, block, span, sure)
        reading.propose(key, "cje:aspect", aspect, block, span, sure)
        start = earlier.date if earlier and earlier.programme else ""
        reading.propose(key, "cje:grade", grade, block, span, sure, start=start)
        if self._scale_told:
            reading.propose(key, "cje:scale", grade.partition("-")[0], block, span, 0.8)
        else:
            reading.propose(key, "cje:notStated", "cje:scale", block, span, 0.8)

    @cached_property
    def _scale_told(self) -> bool:
        return any(_SCALE_TOLD.search(block.flat) for block in self._context.blocks)

    def _scale(self, main: Main, earlier: Earlier | None, grade: str) -> str:
        """The scale by its name in the vocabulary; empty if the text does not settle it."""
        programme = earlier.programme if earlier else main.programme
        year = programme.rpartition("-")[2]
        if main.body.startswith("cps-area/"):
            scale = "opa4"
        elif grade in ("excellent", "fair", "poor") or _family(main, earlier) == "ppa":
            scale = "ppa4"
        elif year.isdigit():
            scale = "peel5" if int(year) >= 2021 else "peel4"
        else:
            scale = "peel5" if self._aspects.five_steps else ""
        known = f"cjev:{scale}-{grade.replace(' ', '-')}" in self._context.schema.concepts
        return scale if known and main.body.startswith(("cps-area/", "police-force/")) else ""

    def _likely(self, about: str) -> bool:
        """Whether a line with a grade behind it is a row of ratings: some other line of the text is one."""
        return len(about.split()) <= 12 and any(
            each.claim.property == "cje:grade" for each in self._context.reading.proposals
        )


def _family(main: Main, earlier: Earlier | None) -> str:
    if earlier is not None:
        return earlier.programme.rpartition("/")[2].partition("-")[0] or main.family
    return main.family


def _earlier(main: Main, span: tuple[int, int], begin: int, flat: str, found: Graded) -> Earlier | None:
    """The earlier inspection in which a rating was given, as the words beside it tell."""
    end = begin + len(flat)
    if inside := [each for each in main.earlier if span[0] <= each.start < span[1]]:
        return inside[0]
    if year := year_in(found.when):
        return _only(each for each in main.earlier if each.date.startswith(year))
    between = [each for each in main.earlier if begin <= each.start < span[0]]
    between = [each for each in between if _THEN.search(flat[each.end - begin : found.end])]
    if between:
        return between[-1]
    if not found.before:
        return None
    near = [each for each in main.earlier if begin <= each.start < end]
    return _only(near or (main.earlier if found.style in ("5", "6") else ()))


def _only(found: Iterator[Earlier] | Sequence[Earlier]) -> Earlier | None:
    """The inspection that all references mean; None if they mean several."""
    keys = {each.key: each for each in found}
    return next(iter(keys.values())) if len(keys) == 1 else None
