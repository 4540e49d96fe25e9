"""What a text says beside ratings, measures and findings: mostly in its notes for editors."""

from __future__ import annotations

import re

from graph.estate import Estate
from graph.reader.blocks import Block
from graph.reader.context import Context
from graph.reader.inspections import Main
from graph.reader.law import read_law
from graph.reader.offices import read_appointment, read_offices
from graph.reader.places import read_places, read_scheme

_TEAM = (
    ("legal", re.compile(r"\blegal(?: +and +business +management)? +inspectors\b", re.I)),
    ("business-management", re.compile(r"\bbusiness +management +inspectors\b", re.I)),
    ("lay", re.compile(r"\blay +inspectors?\b", re.I)),
)
_TEAM_SAID = re.compile(
    r"\bteam\b[^.]{0,40}\b(?:comprised|consisted|included|was +made +up)|\blay +inspectors?\b[^.]{0,40}\b(?:helped|took +part|assisted)",
    re.I,
)
_EXAMINED = re.compile(
    r"\b(?:(?:this|the|our) +inspection|inspectors|we|who) +(?:(?:also|has|have) +)*(?:included|considered|examined|helped +examine|looked +at|assessed|observed|scrutinised|reviewed)\b",
    re.I,
)
_SERVICE = re.compile(r"\b(Crown +Prosecution +Service) *\((CPS)\)")
_SHORT = re.compile(r"\boverall +performance +assessments? *\((OPA)s?\)", re.I)
_SUMMARY = re.compile(r"\bexecutive +summary\b", re.I)


def read_notes(context: Context, estate: Estate) -> None:
    """Propose what the text says of law, offices, courts and forces."""
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
            stop = re.search(r"[.;]", sentence[match.end() :])
            span = (
                start + match.end(),
                start + match.end() + (stop.start() if stop else len(sentence) - match.end()),
            )
            text = " ".join(context.reading.document.text[span[0] : span[1]].split())
            note = "the words of the text, to be put in one's own"
            context.reading.propose(main.key, "cje:examined", text, block, span, 0.6, lang="en", note=note)


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
        service = "prosecution-service/cps"
        context.reading.propose(
            service, "skos:prefLabel", "Crown Prosecution Service", block, whole, 0.9, lang="en"
        )
        short = (block.start + match.start(2), block.start + match.end(2))
        context.reading.propose(service, "skos:altLabel", "CPS", block, short, 0.9, lang="en")
        for body in context.mains:
            if body.startswith("cps-area/"):
                context.reading.propose(body, "org:subOrganizationOf", service, block, whole, 0.6)
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
    span = (block.start + match.start(), block.start + match.end())
    report = f"report/{main.path}"
    context.reading.propose(report, "dcterms:hasPart", f"{report}/executive-summary", block, span, 0.7)
    context.reading.propose(f"{report}/executive-summary", "cje:reportOf", main.key, block, span, 0.7)
    context.reading.propose(
        f"{report}/executive-summary", "skos:prefLabel", "Executive summary", block, span, 0.7, lang="en"
    )
