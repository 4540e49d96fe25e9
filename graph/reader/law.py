"""The statutes that a text names: what they founded, and since when they are in force."""

from __future__ import annotations

import re

from graph.estate import Estate
from graph.reader.blocks import Block
from graph.reader.context import Context
from graph.reader.days import DATE, edtf
from graph.reader.proposals import REWORD

_ACT = re.compile(
    r"\b(?:(?P<section>section +\d+[A-Z]?(?:\(\d+\))?) +of +)?(?:the +)?"
    r"(?P<name>[A-Z][\w'-]*(?:(?: +(?:and|of|the|in|for|to|etc))* +\(?[A-Z][\w'-]*\)?){0,9} +(?P<kind>Act"
    r"|Order|Regulations|Rules|Measure) +(?P<year>(?:18|19|20)\d\d))\b"
)
_FORCE_DATE = re.compile(r"\b(?:came|come|comes|coming) +into +(?:force|operation|effect) +on +")
_FOUNDED = re.compile(
    r"\b(?:established|created|set +up|founded|constituted)\b[^.]{0,50}\b(?:by|under)\b", re.I
)
_STATUTORY = re.compile(r"\bindependent +statutory +body\b", re.I)


def read_law(context: Context, estate: Estate, block: Block, start: int, sentence: str) -> None:
    """The statutes that a sentence names; what they founded and since when they are in force."""
    reading = context.reading
    for match in _ACT.finditer(sentence):
        name = " ".join(match["name"].split())
        span = (start + match.start("name"), start + match.end("name"))
        found = [
            each
            for each in estate.resolve(name, kind="cje:LegalProvision")
            if each.matched and each.score >= 95
        ]
        if not found:
            reading.miss("law", span, "no provision of the registry is so called")
            continue
        key = found[0].key
        reading.propose(key, "dcterms:title", name, block, span, 0.95, lang="en")
        reading.propose(key, "skos:prefLabel", name, block, span, 0.9, lang="en")
        in_force = _FORCE_DATE.search(sentence, match.end())
        if in_force and (day := DATE.match(sentence, in_force.end())) and (told := edtf(day)):
            place = (start + in_force.start(), start + day.end())
            reading.propose(key, "eli:first_date_entry_in_force", told, block, place, 0.9)
        founded = _FOUNDED.search(sentence[: match.start()])
        bodies = [m for m in context.names.inspectorates(block) if m.key and start <= m.start < span[0]]
        if founded and bodies:
            place = (bodies[0].start, span[1])
            reading.propose(bodies[0].key, "cje:establishedBy", key, block, place, 0.9)
            words = " ".join(reading.document.text[slice(*place)].split())
            reading.propose(key, "cje:provides", words, block, place, 0.6, lang="en", note=REWORD)
    statutory = _STATUTORY.search(sentence)
    if statutory is None:
        return
    before = [m for m in context.names.inspectorates(block) if start <= m.start < start + statutory.start()]
    if named := [m for m in before if m.key]:
        value, place = "cjev:body-kind-independent-statutory-body", (named[0].start, start + statutory.end())
        reading.propose(named[0].key, "org:classification", value, block, place, 0.9)
