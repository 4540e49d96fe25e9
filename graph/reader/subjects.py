"""Which bodies a text tells of as inspected, and by which inspection: of these all else is said."""

from __future__ import annotations

import re

from graph.reader import days, inspections
from graph.reader.blocks import Block
from graph.reader.context import Context
from graph.reader.inspections import Inspections, Main
from graph.reader.mentions import Meant, Mention
from graph.reader.proposals import SERVICE

_TELLS = re.compile(
    r"\b(?:inspect(?:ion|ions|ed|orate)|reviewed|assessment|report) +(?:of|on|into)\b|\b(?:has|have|was"
    r"|been) +inspected\b|\brated\b|\bPEEL\b|\bjudged\b|\bgraded\b|\b(?:effectiveness|efficiency"
    r"|legitimacy)\b",
    re.I,
)
_NAMES = re.compile(r"\b(?:inspections?|reports?|reviews?|assessments?|thematic|PEEL)\b", re.I)
_HEADLINE = re.compile(
    r"\b(?:has|have|had|is|are|was|were|will|must|ma[dk]es?|gives?|says?|needs?|finds?|found|highlights?"
    r"|improv\w+|praises?|rated|raised"
    r"|welcom\w+|criticis\w+|warns?|shows?|calls?|reveals?|fail\w*)\b",
    re.I,
)
_LEADS = re.compile(r"^\W*(?:get|read|download|view|see|about|what|why|how|contents?)\b|\bresponse\b", re.I)
_BROKEN_OFF = re.compile(r"\b(?:on|of|into|by|the|and|for|about) *$", re.I)
_OF_SERVICE = re.compile(
    r"\b(?:inspections?|reviews?|inspected|examin\w+)\b[^.]{0,160}?\b(?P<service>Crown +Prosecution"
    r" +Service(?! +Inspectorate)"
    r"|CPS(?! +(?:Inspectorate|[A-Z])))\b",
    re.I,
)
_JUDGES = re.compile(r"\b(?:judged|graded|rated|found)\b[^.]{0,60}:\s*$", re.I)


def inspected(context: Context) -> list[Mention]:
    """The bodies that were inspected: areas and forces, or the prosecution service as a whole; or none."""
    return _service(context, "heading") or _single(context) or _service(context, "heading", "paragraph")


def _single(context: Context) -> list[Mention]:
    """The bodies that were inspected, with those over whose lists of judgements a page has a line each."""
    found = _first_inspected(context)
    kinds = {mention.key.partition("/")[0] for mention in found}
    for block in context.blocks:
        if found and not block.notes and _JUDGES.search(block.flat):
            named = context.names.bodies(block)
            found += [m for m in named[-1:] if m.key.partition("/")[0] in kinds]
    return _once(found)


def _first_inspected(context: Context) -> list[Mention]:
    """The bodies of the title, else of the first sentence that tells of an inspection."""
    for number, block in enumerate(context.blocks):
        if block.notes:
            break
        named = [m for m in context.names.bodies(block) if m.key]
        told = (block.kind == "heading" and number < 3) or _TELLS.search(block.flat)
        if named and told:
            kinds = {m.key.partition("/")[0] for m in named}
            if "cps-area" in kinds and len(kinds) > 1 and "joint" not in block.flat.lower():
                named = [m for m in named if m.key.startswith("cps-area/")]
            if number == 0 or block.kind != "heading":
                return _once(named)
            # A page of notices has the name of a body over each.
            headings = [each for each in context.blocks if each.kind == "heading" and not each.notes]
            return _once([m for each in headings for m in context.names.bodies(each) if m.key])
    return []


def _service(context: Context, *kinds: str) -> list[Mention]:
    """The prosecution service, where blocks of some kinds tell of an inspection of it as a whole."""
    if any(mention.meant.several for mention in context.bodies):
        return []
    first = [block for block in context.blocks if not block.notes][:8]
    if not any(kind in ("thematic", "joint", "follow-up") for kind, _, _ in inspections.kinds(first)):
        return []
    for block in [each for each in first if each.kind in kinds]:
        if block in first[:3] or context.names.inspectorates(block) or block.kind == "heading":
            for match in _OF_SERVICE.finditer(block.flat):
                start, end = (block.start + place for place in match.span("service"))
                return [Mention("cje:ProsecutionService", start, end, match["service"], Meant(SERVICE))]
    return []


def _once(mentions: list[Mention]) -> list[Mention]:
    """The first mention of each body."""
    return list({mention.key: mention for mention in reversed(mentions)}.values())[::-1]


def title_of(context: Context) -> Block | None:
    """Of the first headings the one that names a body and an inspection, or one of them; else the first."""
    first = [block for block in context.blocks[:10] if block.kind == "heading" and not block.notes]
    first = [block for block in first if not _is_inspectorate(context, block)]
    bodies = [block for block in first if context.names.bodies(block)]
    named = [block for block in first[:3] if is_name(block.flat)]
    both = [block for block in bodies if is_name(block.flat)]
    return next(iter((*both, *named, *bodies, *first)), None)


def is_name(title: str) -> bool:
    """Whether a title names an inspection, and does not tell of it as a headline does."""
    return bool(_NAMES.search(title)) and not any(
        each.search(title) for each in (_HEADLINE, _LEADS, _BROKEN_OFF)
    )


def _is_inspectorate(context: Context, block: Block) -> bool:
    """Whether the name of an inspectorate is all of a heading: it is the letterhead."""
    named = sum(each.end - each.start for each in context.names.inspectorates(block))
    return named > 0 and len(block.flat.strip()) - named < 4


def mains_of(
    context: Context,
    bodies: list[Mention],
    known: Inspections,
    family: tuple[str, str, Block, tuple[int, int]] | None,
    issued: str,
) -> dict[str, Main]:
    """The inspection of each body; one of them all if it was made jointly."""
    name, year = (family[0], family[1]) if family else ("", "")
    programme = known.programme(name, year) if name else ""
    kinds = [kind for kind, _, _ in inspections.kinds(list(context.blocks))]
    title = " ".join(context.title.flat.split()) if context.title else ""
    made = days.made(context.blocks)
    dated = next(
        (each for each in (issued, year, made.edtf.strip("[") if made else "") if each[:4].isdigit()), ""
    )
    mains: dict[str, Main] = {}
    for body in [mention.key for mention in bodies]:
        key = known.find(body, name=title) if title else ""
        key = key or (known.find(body, programme=programme) if programme else "")
        key = key or (known.find(body, issued=issued) if issued else "")
        mains[body] = Main(body, key, known=bool(key), programme=programme, family=name)
    shared = "joint" in kinds and len(mains) > 1
    of_all = next((main.key for main in mains.values() if main.known), "") if shared else ""
    subject = inspections.slug(title or _line_of(context, bodies[0]))
    if shared and len(mains) <= 3:
        subject = "-and-".join(dict.fromkeys(body.rpartition("/")[2] for body in mains))
    for body, main in mains.items():
        if shared:
            main.shares = body.rpartition("/")[2]
            if sum(main.shares == each.rpartition("/")[2] for each in mains) > 1:
                main.shares = f"{body.partition('/')[0]}-{main.shares}"
        if shared or body == SERVICE:
            main.key = of_all or main.key or f"inspection/{_stem(main, kinds, dated)}/{subject}"
            main.known = main.known or bool(of_all)
        elif not main.key:
            main.key = f"inspection/{_stem(main, kinds, dated)}/{body.rpartition('/')[2]}"
    return mains


def _line_of(context: Context, mention: Mention) -> str:
    """The line in which something is named."""
    block = block_of(context, mention.start)
    place = mention.start - block.start
    return next((block.flat[start:end] for start, end in block.lines if start <= place < end), block.flat)


def _stem(main: Main, kinds: list[str], dated: str) -> str:
    """What the key of an inspection not in the registry begins with: its programme, or kind and year."""
    if main.programme:
        return main.programme.rpartition("/")[2]
    kind = "force" if main.body.startswith("police-force/") else "area"
    kind = next((each for each in ("follow-up", "joint", "thematic") if each in kinds), main.family or kind)
    return f"{kind}-{dated[:4]}" if dated else kind


def block_of(context: Context, place: int) -> Block:
    """The block in which a place of the document is."""
    return next(block for block in context.blocks if block.start <= place < block.end)
