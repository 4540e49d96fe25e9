"""An inspection report or press notice, read: which inspection it tells of, and all that it says of it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from graph.estate import Estate
from graph.reader import days, inspections
from graph.reader.blocks import Block, blocks
from graph.reader.context import Context
from graph.reader.documents import Document, open_document
from graph.reader.findings import Findings
from graph.reader.inspections import Inspections, Main
from graph.reader.measures import read_measures
from graph.reader.mentions import Mention, Names, name_alone
from graph.reader.notes import read_notes
from graph.reader.proposals import NEW, SERVICE, Reading
from graph.reader.ratings import Ratings
from graph.reader.speakers import speakers
from graph.schema import load_schema

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


def read(path: Path, estate: Estate, source: str = "") -> Reading:
    """What a document says, as proposals; DocumentError for what cannot be read.

    `source` is the key of the document in `sources.csv`; without one it is made of the name of the file.
    """
    return read_document(open_document(path), estate, source)


def read_document(document: Document, estate: Estate, source: str = "") -> Reading:
    """The same for a document that is open."""
    key = (
        source
        or re.sub(r"[^a-z0-9]+", "-", document.name.rpartition(".")[0].lower()).strip("-")
        or "document"
    )
    reading = Reading(document, key)
    found = blocks(document)
    about = days.about_when(found)
    out, sure = days.published(found)
    day = _day(out.edtf) if out else about
    context = Context(reading, found, Names(estate, day), load_schema())
    inspectorates = [mention for block in found for mention in context.names.inspectorates(block)]
    bodies = _service(context, "heading") or _inspected(context) or _service(context, "heading", "paragraph")
    if not inspectorates or not bodies:
        reading.silence = _why(bool(inspectorates), context)
        return reading
    context.inspectorates = _producers(context, inspectorates)
    known = Inspections(estate)
    context.title = _title(context)
    family = inspections.main_family(found)
    context.mains = _mains(context, bodies, known, family, out.edtf if out else "")
    for mention in bodies:
        main = context.mains[mention.key]
        main.earlier = inspections.earlier(main, _own(context, main), known)
        _inspection(context, main, mention, inspectorates, family, (out, sure))
    read_notes(context, estate)
    context.speakers = speakers(reading, found)
    Ratings(context).read()
    read_measures(context)
    Findings(context).read()
    return reading


def _is_name(title: str) -> bool:
    """Whether a title names an inspection, and does not tell of it as a headline does."""
    return bool(_NAMES.search(title)) and not any(
        each.search(title) for each in (_HEADLINE, _LEADS, _BROKEN_OFF)
    )


def _why(inspected: bool, context: Context) -> str:
    unknown = [mention for mention in context.bodies if not mention.key]
    if inspected and unknown:
        return (
            f"An inspectorate is named, but no body that could be told: {unknown[0].text} ({unknown[0].why})."
        )
    if inspected:
        return "An inspectorate is named, but no CPS area or police force as inspected: nothing is proposed."
    return (
        "The text names no inspectorate: it is read as no report or notice of an inspection, "
        "and nothing is proposed."
    )


def _inspected(context: Context) -> list[Mention]:
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
    if any("may be" in mention.why for mention in context.bodies):
        return []
    first = [block for block in context.blocks if not block.notes][:8]
    if not any(kind in ("thematic", "joint", "follow-up") for kind, _, _ in inspections.kinds(first)):
        return []
    for block in [each for each in first if each.kind in kinds]:
        if block in first[:3] or context.names.inspectorates(block) or block.kind == "heading":
            for match in _OF_SERVICE.finditer(block.flat):
                start, end = (block.start + place for place in match.span("service"))
                return [Mention("cje:ProsecutionService", start, end, match["service"], SERVICE)]
    return []


def _once(mentions: list[Mention]) -> list[Mention]:
    """The first mention of each body."""
    return list({mention.key: mention for mention in reversed(mentions)}.values())[::-1]


def _producers(context: Context, mentions: list[Mention]) -> tuple[str, ...]:
    """The inspectorates that made the inspection: the first that is named, or all of a joint one."""
    linked = [mention for mention in mentions if mention.key]
    for mention in mentions:
        if not mention.key:
            context.reading.miss("inspectorate", (mention.start, mention.end), mention.why)
    if not linked:
        return ()
    head = [block for block in context.blocks if not block.notes][:5]
    joint = any(re.search(r"\bjoint(?:ly)?\b", block.flat, re.I) for block in head)
    if not joint:
        return (linked[0].key,)
    end = head[-1].end
    return tuple(dict.fromkeys(mention.key for mention in linked if mention.start < end))


def _own(context: Context, main: Main) -> list[Block]:
    """The blocks that may speak of one inspection: all, if there is no other."""
    if context.single is not None:
        return list(context.blocks)
    return [block for block in context.blocks if context.main_at(block, block.end) is main]


def _title(context: Context) -> Block | None:
    """Of the first headings the one that names a body and an inspection, or one of them; else the first."""
    first = [block for block in context.blocks[:10] if block.kind == "heading" and not block.notes]
    first = [block for block in first if not _is_inspectorate(context, block)]
    bodies = [block for block in first if context.names.bodies(block)]
    named = [block for block in first[:3] if _is_name(block.flat)]
    both = [block for block in bodies if _is_name(block.flat)]
    return next(iter((*both, *named, *bodies, *first)), None)


def _is_inspectorate(context: Context, block: Block) -> bool:
    """Whether the name of an inspectorate is all of a heading: it is the letterhead."""
    named = sum(each.end - each.start for each in context.names.inspectorates(block))
    return named > 0 and len(block.flat.strip()) - named < 4


def _mains(
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
    block = _block_of(context, mention.start)
    place = mention.start - block.start
    return next((block.flat[start:end] for start, end in block.lines if start <= place < end), block.flat)


def _stem(main: Main, kinds: list[str], dated: str) -> str:
    """What the key of an inspection not in the registry begins with: its programme, or kind and year."""
    if main.programme:
        return main.programme.rpartition("/")[2]
    kind = "force" if main.body.startswith("police-force/") else "area"
    kind = next((each for each in ("follow-up", "joint", "thematic") if each in kinds), main.family or kind)
    return f"{kind}-{dated[:4]}" if dated else kind


def _inspection(
    context: Context,
    main: Main,
    mention: Mention,
    inspectorates: list[Mention],
    family: tuple[str, str, Block, tuple[int, int]] | None,
    out: tuple[days.Day | None, float],
) -> None:
    """Propose what was inspected, by whom, under which programme, of which kind and when."""
    reading, block = context.reading, _block_of(context, mention.start)
    span, note = (mention.start, mention.end), "" if main.known else f"{main.key} is {NEW}"
    title = context.title
    if title is not None and context.single is not None and _is_name(title.flat):
        name = " ".join(title.flat.split())
        reading.propose(
            main.key, "skos:prefLabel", name, title, (title.start, title.end), 0.6, lang="en", note=note
        )
    reading.propose(main.key, "cje:inspects", main.body, block, span, 0.95, note=note)
    if main.body != SERVICE:
        names = [" ".join(each.text.split()) for each in context.bodies if each.key == main.body]
        label = next((each for each in names if not name_alone(each).isupper()), names[0])
        reading.propose(main.body, "skos:prefLabel", label, block, span, 0.6, lang="en")
        reading.propose(main.body, "cje:standing", "true", block, span, 0.6, note="it was inspected")
    for key in context.inspectorates:
        by = next(each for each in inspectorates if each.key == key)
        reading.propose(
            main.key, "cje:conductedBy", key, _block_of(context, by.start), (by.start, by.end), 0.9
        )
    if family is not None:
        name, year, where, place = family
        if main.programme:
            reading.propose(main.key, "cje:withinProgramme", main.programme, where, place, 0.85)
        else:
            reading.miss(
                "programme", place, f"no programme {name} {year} is in the registry".replace("  ", " ")
            )
        reading.propose(
            main.key,
            "cje:inspectionKind",
            f"cjev:inspection-kind-{inspections.KINDS[name]}",
            where,
            place,
            0.85,
        )
    else:
        reading.propose(main.key, "cje:notStated", "cje:withinProgramme", block, span, 0.6)
    for kind, where, place in inspections.kinds(list(context.blocks)):
        reading.propose(main.key, "cje:inspectionKind", f"cjev:inspection-kind-{kind}", where, place, 0.9)
    _dates(context, main, block, span, out)
    for each in main.earlier:
        _earlier(context, main, each)


def _dates(
    context: Context, main: Main, block: Block, span: tuple[int, int], out: tuple[days.Day | None, float]
) -> None:
    reading, report = context.reading, f"report/{main.path}"
    day, sure = out
    reading.propose(report, "cje:reportOf", main.key, block, span, 0.8)
    if day is not None:
        reading.propose(report, "dcterms:issued", day.edtf, day.block, (day.start, day.end), sure)
    elif (today := days.without_day(context.blocks)) is not None:
        note = "the text says that it is published, and gives no day"
        reading.propose(report, "cje:notStated", "dcterms:issued", *today, 0.8, note=note)
    if (made := days.made(context.blocks)) is not None and context.single is not None:
        reading.propose(main.key, "cje:date", made.edtf, made.block, (made.start, made.end), 0.8)
    else:
        reading.propose(main.key, "cje:notStated", "cje:date", block, span, 0.6)


def _earlier(context: Context, main: Main, each: inspections.Earlier) -> None:
    """Propose what is said of an earlier inspection, and that this one followed it where the text says so."""
    reading, span = context.reading, (each.start, each.end)
    note = "" if each.known else f"{each.key} is {NEW}"
    reading.propose(each.key, "cje:inspects", main.body, each.block, span, 0.8, note=note)
    if each.published:
        report = f"report/{each.key.partition('/')[2]}"
        reading.propose(report, "cje:reportOf", each.key, each.block, span, 0.7)
        reading.propose(report, "dcterms:issued", each.date, each.block, span, 0.7)
    elif each.date[:4] in reading.document.text[each.start : each.end]:
        reading.propose(each.key, "cje:date", each.date, each.block, span, 0.8)
    if each.programme:
        reading.propose(each.key, "cje:withinProgramme", each.programme, each.block, span, 0.85)
        family = each.programme.rpartition("/")[2].partition("-")[0]
        if name := inspections.called(family, reading.document.text[each.start : each.end]):
            reading.propose(each.programme, "skos:prefLabel", name, each.block, span, 0.8, lang="en")
        kind = f"cjev:inspection-kind-{inspections.KINDS[family]}"
        reading.propose(each.key, "cje:inspectionKind", kind, each.block, span, 0.85)
    else:
        reading.propose(each.key, "cje:notStated", "cje:withinProgramme", each.block, span, 0.6)
    begin, sentence = max((at, text) for at, text in each.block.sentences() if at <= each.start)
    by = [m for m in context.names.inspectorates(each.block) if begin <= m.start < begin + len(sentence)]
    if not by and not re.search(r"\b(?:our|we)\b", sentence, re.I):
        reading.propose(each.key, "cje:notStated", "cje:conductedBy", each.block, span, 0.6)
    if inspections.follows(each.block.flat[begin - each.block.start : each.start - each.block.start]):
        place = (begin, each.end)
        reading.propose(main.key, "cje:followsUp", each.key, each.block, place, 0.75)
        reading.propose(
            main.key, "cje:inspectionKind", "cjev:inspection-kind-follow-up", each.block, place, 0.7
        )


def _block_of(context: Context, place: int) -> Block:
    return next(block for block in context.blocks if block.start <= place < block.end)


def _day(text: str) -> date | None:
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return date(year, month, day)
