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
from graph.reader.subjects import block_of, inspected, is_name, mains_of, title_of
from graph.schema import load_schema


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
    bodies = inspected(context)
    if not inspectorates or not bodies:
        reading.silence = _why(bool(inspectorates), context)
        return reading
    context.inspectorates = _producers(context, inspectorates)
    known = Inspections(estate)
    context.title = title_of(context)
    family = inspections.main_family(found)
    context.mains = mains_of(context, bodies, known, family, out.edtf if out else "")
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


def _why(named: bool, context: Context) -> str:
    unknown = [mention for mention in context.bodies if not mention.key]
    if named and unknown:
        return (
            f"An inspectorate is named, but no body that could be told: {unknown[0].text} ({unknown[0].why})."
        )
    if named:
        return "An inspectorate is named, but no CPS area or police force as inspected: nothing is proposed."
    return (
        "The text names no inspectorate: it is read as no report or notice of an inspection, "
        "and nothing is proposed."
    )


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


def _inspection(
    context: Context,
    main: Main,
    mention: Mention,
    inspectorates: list[Mention],
    family: tuple[str, str, Block, tuple[int, int]] | None,
    out: tuple[days.Day | None, float],
) -> None:
    """Propose what was inspected, by whom, under which programme, of which kind and when."""
    reading, block = context.reading, block_of(context, mention.start)
    span, note = (mention.start, mention.end), "" if main.known else f"{main.key} is {NEW}"
    title = context.title
    if title is not None and context.single is not None and is_name(title.flat):
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
            main.key, "cje:conductedBy", key, block_of(context, by.start), (by.start, by.end), 0.9
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


def _day(text: str) -> date | None:
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return date(year, month, day)
