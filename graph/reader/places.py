"""The courts at which an area prosecutes, the force that it serves, and the scheme that it is of."""

from __future__ import annotations

import re

from graph.estate import Estate
from graph.reader.blocks import Block
from graph.reader.context import Context
from graph.reader.mentions import CROWN, FORCE, MAGISTRATES, name_alone

_COUNT = re.compile(r"\bone +of +(?:the +)?(?P<count>\d+) +(?:CPS +)?areas\b", re.I)
_CROWN_AT = re.compile(r"\bcrown +courts?\b[^.;]{0,40}\b(?:at|in)\b[^.;]*$", re.I)
"""Before the place of a Crown Court: `the Crown Court sitting at Leicester` prints no name."""
MOST_OF_COVER = 14
"""Among how many blocks a cover is looked for."""
_COVER_LABEL = re.compile(r"\W*(?:(?P<magistrates>magistrates'? +courts?)|crown +courts?)\W*", re.I)
_DEALS = re.compile(
    r"\b(?:deals? +with|prosecutes?|handles?|conducts?|covers?|serv(?:es?|ing)"
    r"|presents?)\b[^.]{0,60}?\b(?:at|in|cases|courts?)\b|\bcourts +(?:covered|served)\b",
    re.I,
)
_SERVES = re.compile(
    r"\b(?:serves?|covers?|coterminous|co-terminous|same +(?:area|boundar\w+)|aligned"
    r"|corresponds?)\b[^.]{0,70}$",
    re.I,
)


def read_places(context: Context, block: Block) -> None:
    """The courts at which an area prosecutes, and the force that it serves."""
    reading = context.reading
    for mention in context.names.courts(block):
        span = (mention.start, mention.end)
        if not mention.key:
            reading.miss("court", span, mention.why)
            continue
        kind = "Magistrates' Court" if mention.class_ == MAGISTRATES else "Crown Court"
        label = mention.text if mention.text.startswith("Llys") else f"{mention.text} {kind}"
        lang = "cy" if mention.text.startswith("Llys") else "en"
        if mention.class_ == MAGISTRATES or not _CROWN_AT.search(block.flat[: mention.start - block.start]):
            reading.propose(mention.key, "skos:prefLabel", label, block, span, 0.85, lang=lang)
        begin = max((at for at, _ in block.sentences() if at <= mention.start), default=block.start)
        before = block.flat[begin - block.start : mention.start - block.start]
        main = context.main_at(block, mention.start)
        if (
            main
            and main.body.startswith("cps-area/")
            and _DEALS.search(before)
            and not re.search(r"\b(?:closed|former)\b", before)
        ):
            deals = _DEALS.search(before)
            place = (begin + deals.start() if deals else span[0], span[1])
            reading.propose(main.body, "cje:prosecutesAt", mention.key, block, place, 0.85)
            reading.propose(mention.key, "cje:standing", "true", block, place, 0.8)
    for mention in context.bodies:
        if not block.start <= mention.start < block.end:
            continue
        span = (mention.start, mention.end)
        if not mention.key:
            reading.miss("force" if mention.class_ == FORCE else "CPS area", span, mention.why)
        elif mention.class_ == FORCE:
            if mention.key not in context.mains:
                lang = "cy" if mention.text.startswith("Heddlu") else "en"
                reading.propose(mention.key, "skos:prefLabel", mention.text, block, span, 0.8, lang=lang)
            begin = max((at for at, _ in block.sentences() if at <= mention.start), default=block.start)
            before = block.flat[begin - block.start : mention.start - block.start]
            main = context.main_at(block, mention.start)
            if main and main.body.startswith("cps-area/") and (serves := _SERVES.search(before)):
                place = (begin + serves.start(), span[1])
                reading.propose(main.body, "cje:servesForce", mention.key, block, place, 0.85)
                reading.propose(mention.key, "cje:standing", "true", block, place, 0.8)


def read_cover(context: Context) -> None:
    """The courts of an area that the cover of its report lists, under a line that says their kind."""
    main = context.single
    if main is None or not main.body.startswith("cps-area/"):
        return
    kind: tuple[str, str] | None = None
    for block in context.blocks[:MOST_OF_COVER]:
        for start, end in block.lines:
            line = block.flat[start:end]
            if label := _COVER_LABEL.fullmatch(line):
                kind = (MAGISTRATES, "Magistrates' Court") if label["magistrates"] else (CROWN, "Crown Court")
            elif line.isupper() or len(line.split()) > 14 or line.rstrip().endswith("."):
                kind = None
            elif kind is not None:
                for part in re.finditer(r"[^\s,][^,]*", line):
                    _covered(context, main.body, kind, block, start + part.start(), part[0].strip())


def _covered(context: Context, area: str, kind: tuple[str, str], block: Block, place: int, name: str) -> None:
    """One court of a cover; of a name with an `and` that is none, the courts on both sides of it."""
    reading, (class_, words) = context.reading, kind
    key, why, _ = context.names.key(f"{name} {words}", class_)
    if not key and " and " in name:
        before, _, after = name.partition(" and ")
        _covered(context, area, kind, block, place, before)
        _covered(context, area, kind, block, place + len(before) + len(" and "), after)
        return
    span = (block.start + place, block.start + place + len(name))
    if not key:
        reading.miss("court", span, why)
        return
    reading.propose(area, "cje:prosecutesAt", key, block, span, 0.75)
    reading.propose(key, "cje:standing", "true", block, span, 0.7)


def read_scheme(context: Context, estate: Estate, block: Block, start: int, sentence: str) -> None:
    """How many areas there are, where one is told of as one of them."""
    reading = context.reading
    if match := _COUNT.search(sentence):
        span = (start + match.start(), start + match.end())
        found = [
            estate.store.names.shorten(scheme)
            for scheme, count in estate.query("SELECT ?s ?n { ?s cje:statedMemberCount ?n }").texts()
            if count == match["count"]
        ]
        body = next(
            (m for m in context.bodies if m.key.startswith("cps-area/") and start <= m.start < span[0]), None
        )
        main = context.main_at(block, span[0])
        area = body.key if body else main.body if main else ""
        wanted = f"area-scheme/{area.split('/')[1]}" if area.startswith("cps-area/") else ""
        if body is not None and name_alone(body.text) == body.text:
            named = (body.start, body.end)
            reading.propose(body.key, "skos:altLabel", body.text, block, named, 0.8, lang="en")
        if wanted in found or len(found) == 1:
            scheme = wanted if wanted in found else found[0]
            reading.propose(scheme, "cje:statedMemberCount", match["count"], block, span, 0.9)
            if area.startswith("cps-area/") and scheme == wanted:
                reading.propose(
                    area, "cje:memberOfScheme", scheme, block, (body.start if body else span[0], span[1]), 0.9
                )
        else:
            reading.miss("area scheme", span, "no scheme of that many areas is certain")
        if area.startswith("cps-area/") and (
            post := re.search(r"\beach +of +which +has +a +chief +crown +prosecutor\b", sentence, re.I)
        ):
            place = (start + post.start(), start + post.end())
            chief = f"post/chief-crown-prosecutor/{area.rpartition('/')[2]}"
            reading.propose(chief, "org:postIn", area, block, place, 0.8)
            if body is not None:
                label = f"Chief Crown Prosecutor for {name_alone(body.text)}"
                reading.propose(chief, "skos:prefLabel", label, block, place, 0.7, lang="en")
