"""Who holds an office, where a name and an office stand side by side, and who appoints to it."""

from __future__ import annotations

import re

from graph.estate import Estate
from graph.reader.blocks import Block
from graph.reader.context import Context
from graph.reader.proposals import NEW

_PERSON = r"(?P<person>(?:[A-ZÀ-ÖØ-ÞŴŶ][\w'-]+\.? +){1,3}[A-ZÀ-ÖØ-ÞŴŶ][\w'-]+)"
_LETTERS = r"(?P<letters>(?:,? +(?:Sir|Dame|KC|QC|CB|CBE|OBE|MBE|QPM|KCB|DL|LVO|GCB))*)"
_CHIEF = (
    r"(?:(?:HM|Her +Majesty's|His +Majesty's) +)?(?P<deputy>Deputy +)?Chief +Inspector(?: +of +(?P<of>the"
    r" +Crown +Prosecution +Service(?: +Inspectorate)?"
    r"|Constabulary(?:(?: +and)? +(?:of +)?Fire +(?:and|&) +Rescue +Services)?|Prisons|Probation|HMCPSI"
    r"|HMIC(?:FRS)?))?"
)
_CCP = (
    r"Chief +Crown +Prosecutor(?: +(?:for|of) +(?:the +)?(?:CPS +)?"
    r"(?P<area>[A-Z][\w'-]*(?:(?: +(?:and|of|the))* +[A-Z][\w'-]*){0,4}))?"
)
_OFFICES = tuple(
    re.compile(text)
    for office in (_CHIEF, _CCP)
    for text in (
        rf"\b{_PERSON}{_LETTERS} *,? +(?:the +|who +is +)?{office}\b",
        rf"\b{office}\b *,? *{_PERSON}{_LETTERS}\b",
    )
)
_TITLES = re.compile(
    r"^(?:(?:The|HM|Sir|Dame|Mr|Mrs|Ms|Dr|Chief|Inspector|Crown|Prosecutor|Deputy|His|Her|But|And) +)+"
)
_APPOINTED = re.compile(
    r"\bchief +inspector +is +appointed +by(?:,? +(?:and +)?(?P<reports>reports +to),?)? +(?:the"
    r" +)?(?P<by>Attorney +General|Crown|Home +Secretary)",
    re.I,
)


def read_offices(context: Context, estate: Estate, block: Block, start: int, sentence: str) -> None:
    """Who holds an office, where name and office stand side by side."""
    reading = context.reading
    taken: list[tuple[int, int]] = []
    for pattern in _OFFICES:
        for match in pattern.finditer(sentence):
            begin = match.start("person")
            person = match["person"]
            if title := _TITLES.match(person):
                begin, person = begin + title.end(), person[title.end() :]
            letters = " ".join(match["letters"].replace(",", " ").split())
            while (words := person.split()) and words[-1] in (
                "CB",
                "CBE",
                "OBE",
                "MBE",
                "QC",
                "KC",
                "QPM",
                "said",
            ):
                letters, person = (
                    f"{words[-1]} {letters}".strip(),
                    person[: person.rindex(words[-1])].rstrip(),
                )
            if len(person.split()) < 2 or re.search(
                r"\b(?:Crown|Prosecut\w+|Service|Inspect\w+|CPS|Police|The)\b", person
            ):
                continue
            span = (start + match.start(), start + match.end())
            if any(span[0] < end and first < span[1] for first, end in taken):
                continue
            taken.append(span)
            post, body, label = _post(context, block, match)
            name = " ".join(person.split())
            if not post:
                reading.miss("office", span, "the text does not say of which body")
                continue
            slug = re.sub(r"[^a-z]+", "-", name.lower().replace("'", "")).strip("-")
            found = [
                each for each in estate.resolve(name, kind="foaf:Person") if each.matched and each.score >= 95
            ]
            holder = found[0].key if found else f"person/{slug}"
            note = "" if found else f"{holder} is {NEW}"
            member = f"membership/{holder.partition('/')[2]}/{post.removeprefix('post/').replace('/', '-')}"
            named = (start + begin, start + begin + len(person))
            reading.propose(holder, "skos:prefLabel", name, block, named, 0.9, lang="en", note=note)
            if letters:
                reading.propose(holder, "cje:postNominals", letters, block, span, 0.85)
            reading.propose(post, "skos:prefLabel", label, block, span, 0.7, lang="en")
            minted = "" if post in estate.register.seen().entries else f"{post} is {NEW}"
            reading.propose(post, "org:postIn", body, block, span, 0.85, note=minted)
            reading.propose(member, "org:member", holder, block, span, 0.9)
            reading.propose(member, "org:organization", body, block, span, 0.85)
            reading.propose(member, "cje:holdsPost", post, block, span, 0.9)


def _post(context: Context, block: Block, match: re.Match[str]) -> tuple[str, str, str]:
    """The key of an office, of the body that it is in, and its name; empty where that is not told."""
    groups = match.groupdict()
    if "deputy" in groups:
        of = " ".join((groups["of"] or "").split())
        deputy = "deputy-" if groups["deputy"] else ""
        title = f"HM {'Deputy ' if deputy else ''}Chief Inspector"
        if of.startswith("Constabulary") or of.startswith("HMIC"):
            body = "inspectorate/hmicfrs"
        elif "Prosecution" in of or of == "HMCPSI":
            body = "inspectorate/hmcpsi"
        elif of == "Prisons":
            body = "inspectorate/hmi-prisons"
        elif of == "Probation":
            body = "inspectorate/hmi-probation"
        else:
            body = context.inspectorates[0] if len(context.inspectorates) == 1 else ""
        name = {"inspectorate/hmcpsi": "hmcpsi", "inspectorate/hmicfrs": "constabulary"}.get(
            body, body.rpartition("/")[2]
        )
        prefix = "deputy-chief-inspector" if deputy else "hm-chief-inspector"
        return (f"post/{prefix}-{name}", body, f"{title} of {of}" if of else title) if body else ("", "", "")
    area = groups.get("area") or ""
    body = context.names.key(" ".join(area.split()), "cje:CPSArea").key if area else ""
    if not body and not area and (main := context.main_at(block, block.end, of_body=True)) is not None:
        body = main.body if main.body.startswith("cps-area/") else ""
    slug = body.rpartition("/")[2]
    return (
        (
            f"post/chief-crown-prosecutor/{slug}",
            body,
            f"Chief Crown Prosecutor for {area}" if area else "Chief Crown Prosecutor",
        )
        if body
        else ("", "", "")
    )


def read_appointment(context: Context, estate: Estate, block: Block, start: int, sentence: str) -> None:
    """Who appoints the chief inspector, and to whom that reports."""
    reading = context.reading
    if (match := _APPOINTED.search(sentence)) and len(context.inspectorates) == 1:
        span = (start + match.start(), start + match.end())
        found_post = [
            each for each in estate.resolve(" ".join(match["by"].split()), kind="org:Post") if each.matched
        ]
        post = {
            "inspectorate/hmcpsi": "post/hm-chief-inspector-hmcpsi",
            "inspectorate/hmicfrs": "post/hm-chief-inspector-constabulary",
        }.get(context.inspectorates[0], "")
        if not found_post or not post:
            reading.miss("office", span, "no such office is in the registry")
            return
        by, named = found_post[0].key, (start + match.start("by"), start + match.end("by"))
        reading.propose(by, "skos:prefLabel", " ".join(match["by"].split()), block, named, 0.85, lang="en")
        reading.propose(post, "cje:appointedBy", by, block, span, 0.9)
        if match["reports"]:
            reading.propose(post, "org:reportsTo", by, block, span, 0.9)
