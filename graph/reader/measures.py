"""Measured changes: by how much a measure rose or fell, in the unit as printed, since when and where.

A level ("a conviction rate of 87.1%", "rose to 87.1%") is no change, nor is a target or a share of cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.reader.blocks import Block
from graph.reader.context import Context
from graph.reader.inspections import Earlier, Main
from graph.reader.lexicon import MEASURES, STANDINGS
from graph.reader.speakers import SOMEBODY

_ROSE = r"increas(?:ed?|es|ing)|r(?:ose|isen|ises?|ising)|gr[eo]wn?|gone +up|went +up|climbed|up"
_FELL = (
    r"decreas(?:ed?|es|ing)|f(?:ell|allen|alls?|alling)|reduc(?:ed?|es|ing)|dropp?(?:ed|s)?|declin(?:ed?|es|ing)"
    r"|gone +down|went +down|down|cut"
)
_BETTER = r"improv(?:ed?|es|ing)"
_AMOUNT = (
    r"(?P<amount>\d{1,3}(?:,\d{3})*(?:\.\d+)?) *"
    r"(?P<unit>%(?: +points?)?|per +cent(?:age)?(?: +points?)?|percentage +points?)"
)
_FIRST = re.compile(
    rf"\b(?P<verb>{_ROSE}|{_FELL}|{_BETTER}|change[ds]?)\b(?: +\w+ly)?(?: +(?:in"
    rf"|at) +(?:the +)?[^.;,]{{3,60}}?)? +by +(?:(?:some|about|around|nearly|almost|over|more +than"
    rf"|just +over) +)?{_AMOUNT}",
    re.I,
)
_NOUN = re.compile(
    rf"\b(?:an? +|the +)?{_AMOUNT} +(?P<noun>increase|rise|improvement|growth|reduction|decrease|fall|drop"
    rf"|decline)\b"
    r"(?: +in +(?P<what>[^.;]{3,80}?))?(?= +(?:since|over|on|compared|from|between|during|and|but|which|at"
    r"|to)\b|[.;,]|$)",
    re.I,
)
_NOUN_OF = re.compile(
    rf"\b(?P<noun>increase|rise|improvement|growth|reduction|decrease|fall|drop"
    rf"|decline) +(?:in +(?P<what>[^.;]{{3,80}}?) +)?of +{_AMOUNT}(?! +of\b)",
    re.I,
)
_MAYBE = re.compile(
    r"\b(?:target|aim\w*|hop\w+|plan\w*|intend\w*|expect\w*|forecast\w*|should|will|would|could|may|might"
    r"|must|budget|nationally|national|if)\b",
    re.I,
)
_SINCE = re.compile(
    r"^[^.;]{0,40}?\b(?P<word>since|compared +(?:with|to)|from|over|on|against)\b +(?P<base>[^.;,]{2,70})",
    re.I,
)
_COURTS = (
    ("cjev:court-kind-magistrates", re.compile(r"\bmagistrates' +courts?\b", re.I)),
    ("cjev:court-kind-crown", re.compile(r"\bcrown +courts?\b", re.I)),
    ("cjev:court-kind-youth", re.compile(r"\byouth +courts?\b", re.I)),
)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a measure in a sentence; places count within it."""

    start: int
    end: int
    amount: str
    unit: str
    direction: str
    what: str
    """The words before or behind in which the measure is named."""
    base: str


def changes(sentence: str) -> Iterator[Change]:
    """The measured changes that a flat sentence states.

    >>> found = changes("Effective trials rose by 3.2 percentage points since 2005.")
    >>> [(change.amount, change.unit, change.direction) for change in found]
    [('3.2', 'percentage points', 'increased')]
    >>> list(changes("The rate rose to 87.1% and 5% of cases failed; it aims to increase by 2%."))
    []
    """
    taken: list[tuple[int, int]] = []
    for pattern in (_FIRST, _NOUN, _NOUN_OF):
        for match in pattern.finditer(sentence):
            if any(match.start("amount") < end and start < match.end("amount") for start, end in taken):
                continue
            clause = re.split(r"[;:]| but | although | while ", sentence[: match.start()])[-1]
            if _MAYBE.search(clause) or _MAYBE.search(match[0]):
                continue
            taken.append(match.span("amount"))
            groups = match.groupdict()
            word = (groups.get("verb") or groups.get("noun") or "").lower()
            since = _SINCE.match(sentence[match.end() :])
            base = re.split(r" +(?:and|but|which|while)\b", since["base"])[0].strip() if since else ""
            end = match.end() + (since.start("base") + len(base) if since else 0)
            behind = (
                ""
                if groups.get("verb")
                else re.split(r"\b(?:since|compared|over|and|but)\b|[.;,]", sentence[match.end() :])[0]
            )
            what = " ".join(filter(None, (clause, match[0], behind)))
            yield Change(
                match.start(),
                end,
                match["amount"].replace(",", ""),
                _unit(match["unit"]),
                _direction(word),
                what,
                base,
            )


def _unit(text: str) -> str:
    return " ".join(text.split())


def _direction(word: str) -> str:
    if re.fullmatch(f"{_FELL}|reduction|decrease|fall|drop|decline", word, re.I):
        return "decreased"
    return "improved" if word.startswith("improv") else "increased"


def read_measures(context: Context) -> None:
    """Propose every measured change of an inspected body."""
    for block in context.blocks:
        if block.kind in ("heading", "row") or context.speakers.get(block.start) == SOMEBODY:
            continue
        for start, sentence in block.sentences():
            for change in changes(sentence):
                main = context.main_at(block, start + change.start, of_body=True)
                if main is not None:
                    _propose(context, block, start, sentence, change, main)


def _propose(context: Context, block: Block, start: int, sentence: str, change: Change, main: Main) -> None:
    reading = context.reading
    clause = sentence.rfind(";", 0, change.start) + 1
    span = (start + clause, start + change.end)
    measures = [(name, m) for name, pattern in MEASURES for m in pattern.finditer(change.what)]
    courts = [concept for concept, pattern in _COURTS if pattern.search(change.what)]
    courts = courts or [concept for concept, pattern in _COURTS if pattern.search(sentence[: change.end])]
    if not measures:
        reading.miss("measure", span, "no measure of the vocabulary is named; the change is not proposed")
        return
    measure = measures[-1][0]
    slug = measure.removeprefix("cjev:measure-")
    place = {"magistrates": "-magistrates-courts", "crown": "-crown-court", "youth": "-youth-court"}
    where = courts[0].rpartition("-")[2] if len(courts) == 1 else ""
    key = f"measured-change/{main.own}/{slug}{place.get(where, '')}"
    told = [p.claim for p in reading.proposals if (p.claim.subject, p.claim.property) == (key, "cje:amount")]
    if told and told[0].value != change.amount:
        reading.miss(
            "measured change",
            span,
            f"it differs from the {told[0].value} that the text gives for {key} as well",
        )
        return
    reading.propose(key, "cje:ofInspection", main.key, block, span)
    reading.propose(key, "sosa:hasFeatureOfInterest", main.body, block, span)
    reading.propose(key, "sosa:observedProperty", measure, block, span)
    if where:
        reading.propose(key, "cje:atCourtKind", courts[0], block, span)
    reading.propose(key, "cje:amount", change.amount, block, span, 0.95)
    reading.propose(key, "cje:unitAsPrinted", change.unit, block, span, 0.95)
    if "point" not in change.unit:
        note = "whether a relative change or percentage points"
        reading.propose(key, "cje:notStated", "cje:unitMeaning", block, span, note=note)
    _since(context, block, key, main, change, span)
    reading.propose(key, "cje:direction", f"cjev:direction-{change.direction}", block, span)
    for concept, pattern in STANDINGS:
        if match := pattern.search(sentence, change.start):
            reading.propose(
                key,
                "cje:nationalStanding",
                concept,
                block,
                (start + match.start(), start + match.end()),
                0.85,
            )
            break


def _since(
    context: Context, block: Block, key: str, main: Main, change: Change, span: tuple[int, int]
) -> None:
    """Since which inspection, where the words name one."""
    named: list[Earlier] = [each for each in main.earlier if span[0] <= each.start < span[1]]
    if named:
        context.reading.propose(key, "cje:since", named[0].key, block, (named[0].start, named[0].end))
    elif change.base:
        context.reading.miss(
            "base of a change",
            span,
            f"it counts from {change.base!r}, which is no inspection that is told of",
        )
        context.reading.propose(
            key, "cje:notStated", "cje:since", block, span, 0.6, note=f"the text says: {change.base}"
        )
    else:
        context.reading.propose(key, "cje:notStated", "cje:since", block, span, 0.8)
