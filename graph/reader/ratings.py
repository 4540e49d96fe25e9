"""Ratings as claims: of which body, inspection and aspect, on which scale; in sentences, tables and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from rapidfuzz import fuzz

from graph.reader.blocks import Block
from graph.reader.context import Context
from graph.reader.grades import GRADES, Graded, graded
from graph.reader.inspections import Earlier, Main, families, year_in
from graph.reader.proposals import NEW
from graph.styles import plain

_LINE = re.compile(
    rf"(?P<aspect>[^:|]{{3,100}}?) *(?::|-|=) *(?P<grade>{'|'.join(GRADES).replace(' ', ' +')}) *\.?", re.I
)
_SHORT_LINE = re.compile(
    rf"(?P<aspect>[^:|]{{3,100}}?(?:: *[^:|]{{3,80}}?)?) *(?::|-|=|\.| ) *(?P<grade>{'|'.join(GRADES).replace(' ', ' +')}) *\.?",
    re.I,
)
_LABELLED = re.compile(
    r"^(?:(?:part|section|aspect|criterion|question) +)?(?:[A-Z]|\d{1,2})(?: *[:.)-] *| +- +)", re.I
)
_WHOLE = re.compile(
    r"(?:the +|its +|their +|our +|an? +)*(?:(?:area|force|cps|overall|general|whole|area's|force's)(?: +|$)|"
    r"(?:quality +of +)?performance(?: +of +the +(?:area|force))?(?: +|$)|assessment(?: +|$)|work(?: +|$)|rating(?: +|$)|as +a +whole)+\W*",
    re.I,
)
_LISTED = re.compile(
    r"^(?:(?:the +)?(?:following +)?(?:all +)?(?:\w+|\d+) +(?:of +the +)?(?:areas?|aspects?|categories|criteria)\b[^:,]*:|:|"
    r"(?:the +)?(?:areas?|aspects?) +of\b|its +|the +|how +(?:well +)?it +)\s*",
    re.I,
)
_TAIL = re.compile(
    r" +(?:but|although|while|whilst|whereas|which|with|because|since|as +it|compared|up|down)\b.*$", re.I
)
_PILLARS = (
    ("cjev:aspect-peel-effectiveness", re.compile(r"^(?:how +)?effective", re.I)),
    ("cjev:aspect-peel-efficiency", re.compile(r"^(?:(?:how|operating) +)?efficien", re.I)),
    ("cjev:aspect-peel-legitimacy", re.compile(r"^(?:how +)?(?:(?:it|they) +)?legitima", re.I)),
)
_OLDER = (
    ("cjev:aspect-peel-effectiveness-prevention", re.compile(r"^prevent\w+ +crime", re.I)),
    ("cjev:aspect-peel-effectiveness-investigation", re.compile(r"^investigat\w+ +crime", re.I)),
    (
        "cjev:aspect-peel-effectiveness-vulnerability",
        re.compile(r"^(?:protect|support)\w* .*vulnerable", re.I),
    ),
    ("cjev:aspect-peel-effectiveness-serious-and-organised-crime", re.compile(r"^tackl\w+ +serious", re.I)),
)
"""How the questions of the PEEL assessments up to 2018/19 were worded."""
_QUOTES = re.compile(r'\W*"')
_THEN = re.compile(r"\b(?:when|in +which|where|which)\b.*\b(?:was|were|had)\b", re.I)
_ANY = ("opa", "area", "aap")


class Ratings:
    """Reads the ratings of a document."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def read(self) -> None:
        """Propose every rating that is stated, and note those that cannot be placed."""
        peel = any(
            main.family == "peel" or key.startswith("police-force/")
            for key, main in self._context.mains.items()
        )
        header: list[str] = []
        heading = ""
        for block in self._context.blocks:
            if block.kind == "heading":
                heading = block.flat.strip()
            if block.kind == "row":
                cells = self._cells(block)
                if not any(_grade(text) for _, text in cells):
                    header = [text for _, text in cells]
                else:
                    self._row(block, cells, header)
                continue
            header = []
            if match := _LINE.fullmatch(block.flat.strip()):
                self._stated(block, match["aspect"], _grade(match["grade"]), (block.start, block.end), 0.9)
                continue
            if (alone := _grade(block.flat.strip())) and heading and block.kind == "paragraph":
                self._stated(block, heading, alone, (block.start, block.end), 0.85)
                continue
            self._lines(block)
            for start, sentence in block.sentences():
                for found in graded(sentence, peel=peel):
                    self._sentence(block, start, sentence, found)

    def _lines(self, block: Block) -> None:
        """Lines and short sentences that are an aspect and a grade: only where there is such an aspect."""
        raw = self._context.reading.document.text[block.start : block.end]
        lines = [
            (match.start(), block.flat[match.start() : match.end()]) for match in re.finditer(r"[^\n]+", raw)
        ]
        found = [(block.start + at, text) for at, text in lines] if len(lines) > 1 else []
        for at, text in [*found, *block.sentences()]:
            match = _SHORT_LINE.fullmatch(text.strip())
            main = self._context.main_at(block, at + len(text), about=text) if match else None
            if match and main and self._aspect(match["aspect"], main.family, main):
                self._stated(
                    block, match["aspect"], _grade(match["grade"]), (at, at + len(text)), 0.85, main=main
                )

    def _sentence(self, block: Block, start: int, sentence: str, found: Graded) -> None:
        context = self._context
        span = (start + found.start, start + found.end)
        if found.style == "peel" and _QUOTES.match(block.flat):
            return  # What somebody says in praise is no grade.
        main = context.main_at(block, span[1], about=found.about)
        if main is None:
            context.reading.miss("rating", span, "the text does not say of which inspected body it is")
            return
        other = self._earlier(main, span, start, sentence, found)
        if other is None and found.before and self._points_back(found, sentence):
            context.reading.miss(
                "earlier rating", span, "the text does not say in which inspection it was given"
            )
            return
        about = "" if self._names_programme(found.about) else found.about
        self._stated(block, about, found.grade, span, 0.95, main=main, earlier=other, sentence=found.style)

    def _points_back(self, found: Graded, sentence: str) -> bool:
        return (
            bool(found.when)
            or found.style in ("5", "6")
            or bool(
                re.search(
                    r"\b(?:previous(?:ly)?|earlier|last +(?:time|inspection)|had +been|was +then)\b",
                    sentence,
                    re.I,
                )
            )
        )

    @staticmethod
    def _names_programme(text: str) -> bool:
        return any(True for _ in families(text))

    def _earlier(
        self, main: Main, span: tuple[int, int], begin: int, flat: str, found: Graded
    ) -> Earlier | None:
        """The earlier inspection in which a rating was given, as the words beside it tell."""
        end = begin + len(flat)
        inside = [each for each in main.earlier if span[0] <= each.start < span[1]]
        if inside:
            return inside[0]
        if year := year_in(found.when):
            dated = {each.key: each for each in main.earlier if each.date.startswith(year)}
            return next(iter(dated.values())) if len(dated) == 1 else None
        between = [
            e
            for e in main.earlier
            if begin <= e.start < span[0] and _THEN.search(flat[e.end - begin : found.end])
        ]
        if between:
            return between[-1]
        if found.before:
            near = {each.key: each for each in main.earlier if begin <= each.start < end}
            others = near or ({each.key: each for each in main.earlier} if found.style in ("5", "6") else {})
            return next(iter(others.values())) if len(others) == 1 else None
        return None

    def _cells(self, block: Block) -> list[tuple[int, str]]:
        text, cells, begin = block.flat, [], 0
        raw = self._context.reading.document.text[block.start : block.end]
        for match in re.finditer(r" *\| *|\t+| {3,}", raw.replace("\u00a0", " ")):
            cells.append((begin, text[begin : match.start()].strip()))
            begin = match.end()
        cells.append((begin, text[begin:].strip()))
        return [cell for number, cell in enumerate(cells) if cell[1] or number]

    def _row(self, block: Block, cells: list[tuple[int, str]], header: list[str]) -> None:
        """A row of a table: what it is of, then a grade in each column of an inspection."""
        first = cells[0][1]
        shift = 1 if header and len(header) == len(cells) - 1 else 0
        for number, (begin, text) in list(enumerate(cells))[1:]:
            grade = _grade(text)
            if not grade:
                continue
            over = header[number - shift] if 0 <= number - shift < len(header) else ""
            main = self._context.main_at(block, block.end, about=first)
            if main is None:
                self._context.reading.miss(
                    "rating", (block.start, block.end), "no inspected body is named over it"
                )
                return
            other = None
            if over and (year := year_in(over)) and not main.programme.endswith(year):
                other = next((each for each in main.earlier if each.date.startswith(year)), None)
                if other is None and (main.earlier or re.search("previous|last|earlier", over, re.I)):
                    self._context.reading.miss(
                        "earlier rating", (block.start, block.end), f"no inspection of {over} is told of"
                    )
                    continue
            elif re.search(r"\b(?:previous|last|earlier|prior)\b", over, re.I):
                others = {each.key: each for each in main.earlier}
                other = next(iter(others.values())) if len(others) == 1 else None
                if other is None:
                    self._context.reading.miss(
                        "earlier rating",
                        (block.start, block.end),
                        "the text does not say in which inspection it was given",
                    )
                    continue
            span = (block.start, block.start + begin + len(text))
            self._stated(block, first, grade, span, 0.9, main=main, earlier=other)

    def _stated(
        self,
        block: Block,
        about: str,
        grade: str,
        span: tuple[int, int],
        confidence: float,
        *,
        main: Main | None = None,
        earlier: Earlier | None = None,
        sentence: str = "",
    ) -> None:
        """Propose the claims of a rating for each aspect that the words name."""
        context = self._context
        main = main or context.main_at(block, span[1], about=about)
        if main is None:
            context.reading.miss("rating", span, "the text does not say of which inspected body it is")
            return
        family = self._family(main, earlier)
        scale = self._scale(main, earlier, grade)
        aspects = list(self._aspects(about, main, family))
        if not aspects:
            if sentence or self._likely(about):
                context.reading.miss("aspect", span, f"no aspect is called {about.strip()!r}")
            return
        if not scale:
            context.reading.miss("grade", span, "the text does not tell which scale the grade is of")
            return
        for aspect in aspects:
            self._propose(
                block, span, confidence, main, earlier, aspect, f"cjev:{scale}-{grade.replace(' ', '-')}"
            )

    def _propose(
        self,
        block: Block,
        span: tuple[int, int],
        confidence: float,
        main: Main,
        earlier: Earlier | None,
        aspect: str,
        grade: str,
    ) -> None:
        reading = self._context.reading
        inspection = earlier.key if earlier else main.key
        known = earlier.known if earlier else main.known
        key = f"rating/{inspection.partition('/')[2]}/{_slug(aspect)}"
        other = next(
            (p.claim for p in reading.proposals if (p.claim.subject, p.claim.property) == (key, "cje:grade")),
            None,
        )
        if other is not None and other.value != grade:
            reading.miss(
                "rating", span, f"it differs from {other.value}, which the text gives for {key} as well"
            )
            return
        note = "" if known else f"{inspection} is {NEW}"
        reading.propose(key, "cje:ofInspection", inspection, block, span, confidence, note=note)
        reading.propose(key, "cje:ratedBody", main.body, block, span, confidence)
        reading.propose(key, "cje:aspect", aspect, block, span, confidence)
        start = earlier.date if earlier and earlier.programme else ""
        reading.propose(key, "cje:grade", grade, block, span, confidence, start=start)
        if self._scale_told:
            reading.propose(key, "cje:scale", grade.partition("-")[0], block, span, 0.8)
        else:
            reading.propose(key, "cje:notStated", "cje:scale", block, span, 0.8)

    @cached_property
    def _scale_told(self) -> bool:
        pattern = re.compile(
            r"\b(?:scale|rated +(?:as +)?(?:either +)?[\"']?(?:excellent|outstanding)[\"']?,)", re.I
        )
        return any(pattern.search(block.flat) for block in self._context.blocks)

    @staticmethod
    def _family(main: Main, earlier: Earlier | None) -> str:
        if earlier is not None:
            return earlier.programme.rpartition("/")[2].partition("-")[0] or main.family
        return main.family

    def _scale(self, main: Main, earlier: Earlier | None, grade: str) -> str:
        """The scale by its name in the vocabulary; empty if the text does not settle it."""
        programme = earlier.programme if earlier else main.programme
        if main.body.startswith("cps-area/"):
            return "opa4" if f"cjev:opa4-{grade}" in self._context.schema.concepts else ""
        if grade in ("excellent", "fair", "poor") or self._family(main, earlier) == "ppa":
            return "ppa4" if f"cjev:ppa4-{grade}" in self._context.schema.concepts else ""
        year = programme.rpartition("-")[2]
        if year.isdigit():
            return "peel5" if int(year) >= 2021 else "peel4"
        return "peel5" if self._five_steps else ""

    @cached_property
    def _five_steps(self) -> bool:
        return any(re.search(r"\badequate\b", block.flat, re.I) for block in self._context.blocks)

    def _aspects(self, about: str, main: Main, family: str) -> Iterator[str]:
        """The aspects that some words name; the whole for none, nothing for what is no aspect."""
        words = _TAIL.sub("", " ".join(about.split())).strip(" \"'.,:")
        if not words or _WHOLE.fullmatch(words) or self._is_body(words, main):
            yield "cjev:aspect-overall"
            return
        words = re.sub(r"^(?:performance|its +work|work) +(?:in|on|for) +", "", words, flags=re.I)
        stripped = _LISTED.sub("", words)
        for text in (words, stripped):
            if found := self._aspect(text, family, main):
                yield found
                return
        named = [part for part in re.split(r" *, *(?:and +)?| +and +", stripped) if part]
        aspects = [self._aspect(part, family, main) for part in named]
        for part, aspect in zip(named, aspects, strict=True):
            if aspect:
                yield aspect
            elif len(named) > 1 and any(aspects):
                place = self._context.reading.document.text.find(part)
                if place >= 0:
                    self._context.reading.miss("aspect", (place, place + len(part)), "no aspect is so called")

    def _is_body(self, words: str, main: Main) -> bool:
        named = [m for m in self._context.bodies if m.key == main.body]
        return any(plain(words) in (plain(m.text), f"the {plain(m.text)}") for m in named) or plain(
            words
        ) in (
            "the area",
            "the force",
        )

    def _aspect(self, text: str, family: str, main: Main) -> str:
        if main.body.startswith("police-force/"):
            older = () if self._newer(main) else _OLDER
            told = text.strip()
            if found := next((name for name, pattern in (*_PILLARS, *older) if pattern.search(told)), ""):
                return found
        text = _LABELLED.sub("", text.strip()).strip(" .:")
        wanted = plain(re.sub(r"\banti-?social\b", "antisocial", text))
        best: tuple[float, str] = (0.0, "")
        for concept, label in self._labels(family, main):
            likeness = (
                100.0
                if label == wanted
                else 97.0
                if "," not in text and wanted.startswith(f"{label} ")
                else fuzz.token_sort_ratio(label, wanted)
            )
            if likeness > best[0]:
                best = (likeness, concept)
        return best[1] if best[0] >= 86 else ""

    def _labels(self, family: str, main: Main) -> Iterator[tuple[str, str]]:
        groups = (
            (family,) if family in ("opa", "aap") else ("peel",) if main.body.startswith("police") else _ANY
        )
        groups = (*groups, *(each for each in _ANY if each not in groups and "peel" not in groups))
        newer = self._newer(main)
        for group in groups:
            concepts = [c for c in self._context.schema.concepts if c.startswith(f"cjev:aspect-{group}-")]
            if group == "peel":
                concepts.sort(key=lambda c: ("question" in c) != newer)
            for concept in concepts:
                yield concept, plain(self._context.schema.label(concept))

    def _newer(self, main: Main) -> bool:
        """Whether an assessment is of the kind that began in 2021."""
        return main.programme.rpartition("-")[2] >= "2021" if main.programme else self._five_steps

    def _likely(self, about: str) -> bool:
        """Whether a line with a grade behind it is a row of ratings: some other line of the text is one."""
        return len(about.split()) <= 12 and any(
            p.claim.property == "cje:grade" for p in self._context.reading.proposals
        )


def _grade(text: str) -> str:
    """The grade that is all of a text; empty if it is none."""
    words = " ".join(text.strip(" .*\"'()").lower().split())
    words = re.sub(r" *\((?:overall|grade|rating)\)$", "", words)
    return words if words in GRADES else ""


def _slug(aspect: str) -> str:
    name = aspect.removeprefix("cjev:aspect-")
    for group in ("opa-", "area-", "aap-pilot-", "aap-", "peel-question-", "peel-"):
        if name.startswith(group) and name != "overall":
            return name.removeprefix(group)
    return name
