"""What a text says beside ratings, measures and findings: mostly in its notes for editors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.estate import Estate
from graph.reader.blocks import Block
from graph.reader.context import Context
from graph.reader.inspections import Main
from graph.reader.law import read_law
from graph.reader.offices import read_appointment, read_offices
from graph.reader.places import read_cover, read_places, read_scheme
from graph.reader.proposals import REWORD, SERVICE

_TEAM = (
    ("legal", re.compile(r"\blegal(?: +and +business +management)? +inspectors\b", re.I)),
    ("business-management", re.compile(r"\bbusiness +management +inspectors\b", re.I)),
    ("lay", re.compile(r"\blay +inspectors?\b", re.I)),
)
_TEAM_SAID = re.compile(
    r"\bteam\b[^.]{0,40}\b(?:comprised|consisted|included|was +made +up)"
    r"|\blay +inspectors?\b[^.]{0,40}\b(?:helped|took +part|assisted)",
    re.I,
)
_EXAMINED = re.compile(
    r"\b(?:(?:this|the|our) +inspection|inspectors|we|who) +(?:(?:also|has|have) +)*(?:included|considered"
    r"|examined|helped +examine|looked +at|assessed|observed|scrutinised|reviewed)\b",
    re.I,
)
_INCLUDING = re.compile(
    r" *(?:a +(?:wide|broad) +(?:aspect|range|variety) +of +(?:\w+ +){1,2})(?:including|such +as)\b", re.I
)
_TOGETHER = re.compile(r",? +(?:together|along) +with +")
_THINGS = re.compile(r" *, *(?:and +)?| +and +(?!(?:\w+ +){0,3}\w+ *,)")
_CLAUSES = re.compile(r",? +and +(?=[^,]*\b(?:was|were)\b)")
_SERVICE = re.compile(r"\b(Crown +Prosecution +Service) *\((CPS)\)")
_SHORT = re.compile(r"\boverall +performance +assessments? *\((OPA)s?\)", re.I)
_ABOUT_SUMMARY = re.compile(r",? +(?:which|that) +(?:is|can|may)\b[^.;]{5,200}")
_SUMMARY = re.compile(r"\bexecutive +summary\b", re.I)


def read_notes(context: Context, estate: Estate) -> None:
    """Propose what the text says of law, offices, courts and forces."""
    read_cover(context)
    for block in context.blocks:
        for start, sentence in block.sentences():
            read_law(context, estate, block, start, sentence)
            read_offices(context, estate, block, start, sentence)
            read_scheme(context, estate, block, start, sentence)
            read_appointment(context, estate, block, start, sentence)
            _inspectors(context, block, start, sentence)
        read_places(context, block)
        _names(context, block)
        _summary(context, block)


def _inspectors(context: Context, block: Block, start: int, sentence: str) -> None:
    """Who made up the team, and what was looked at."""
    for main in context.mains.values():
        if _TEAM_SAID.search(sentence):
            for kind, pattern in _TEAM:
                if match := pattern.search(sentence):
                    span = (start + match.start(), start + match.end())
                    value = f"cjev:inspector-kind-{kind}"
                    context.reading.propose(main.key, "cje:teamIncludes", value, block, span, 0.9)
        if match := _EXAMINED.search(sentence):
            for begin, end in _listed(sentence, match.end()):
                span = (start + begin, start + end)
                text = " ".join(context.reading.document.text[span[0] : span[1]].split())
                context.reading.propose(
                    main.key, "cje:examined", text, block, span, 0.6, lang="en", note=REWORD
                )


def _listed(sentence: str, place: int) -> Iterator[tuple[int, int]]:
    """Each thing of a list that goes on from a place to the end of the clause.

    Two commas or more part things; with fewer, an `and` does so only before a clause.
    """
    stop = re.search(r"[.;]", sentence[place:])
    end = place + stop.start() if stop else len(sentence)
    if including := _INCLUDING.match(sentence, place, end):
        place = including.end()
    for begin, until in _cut(_TOGETHER, sentence, place, end):
        things = _THINGS if sentence.count(",", begin, until) > 1 else _CLAUSES
        yield from _cut(things, sentence, begin, until)


def _cut(at: re.Pattern[str], text: str, place: int, end: int) -> Iterator[tuple[int, int]]:
    for match in at.finditer(text, place, end):
        yield place, match.start()
        place = match.end()
    yield place, end


def _names(context: Context, block: Block) -> None:
    """What inspectorates and the prosecution service are called."""
    for mention in context.names.inspectorates(block):
        if mention.key:
            full = re.match(r"(?:Her|His) Majesty's|HM ", mention.text)
            property_ = "skos:prefLabel" if full else "skos:altLabel"
            span = (mention.start, mention.end)
            context.reading.propose(mention.key, property_, mention.text, block, span, 0.85, lang="en")
    if (match := _SERVICE.search(block.flat)) is not None:
        whole = (block.start + match.start(1), block.start + match.end(1))
        context.reading.propose(
            SERVICE, "skos:prefLabel", "Crown Prosecution Service", block, whole, 0.9, lang="en"
        )
        short = (block.start + match.start(2), block.start + match.end(2))
        context.reading.propose(SERVICE, "skos:altLabel", "CPS", block, short, 0.9, lang="en")
        for body in context.mains:
            if body.startswith("cps-area/"):
                context.reading.propose(body, "org:subOrganizationOf", SERVICE, block, whole, 0.6)
    for main in context.mains.values():
        for each in main.earlier:
            if each.block is block and each.programme and (match := _SHORT.search(block.flat)):
                named = (block.start + match.start(1), block.start + match.end(1))
                context.reading.propose(
                    each.programme, "skos:altLabel", match[1], block, named, 0.8, lang="en"
                )


def _summary(context: Context, block: Block) -> None:
    """That the report has an executive summary."""
    main: Main | None = context.single
    match = _SUMMARY.search(block.flat)
    if main is None or match is None or block.kind == "heading":
        return
    reading = context.reading
    span = (block.start + match.start(), block.start + match.end())
    report, summary = f"report/{main.path}", f"report/{main.path}/executive-summary"
    reading.propose(report, "dcterms:hasPart", summary, block, span, 0.7)
    reading.propose(summary, "cje:reportOf", main.key, block, span, 0.7)
    reading.propose(summary, "skos:prefLabel", "Executive summary", block, span, 0.7, lang="en")
    if not reading.value(report, "dcterms:issued"):
        reading.propose(summary, "cje:notStated", "dcterms:issued", block, span, 0.6)
    if about := _ABOUT_SUMMARY.match(block.flat, match.end()):
        place = (block.start + match.start(), block.start + about.end())
        words = " ".join(reading.document.text[slice(*place)].split())
        reading.propose(summary, "dcterms:description", words, block, place, 0.6, lang="en", note=REWORD)
