"""A text as headings, paragraphs, items, rows and footnotes, each with its place and the words for that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from graph.reader.documents import Document

LONGEST = 2500
"""How many characters a block may have: no paragraph of a report is longer, and junk is."""

Kind = Literal["heading", "paragraph", "item", "row", "footnote"]

_ITEM = re.compile(r"\s*(?:[-*•·▪◦‣●o]|[–—](?=\s)|\(?[a-z0-9]{1,2}[.)])\s+(?=\S)")
_FOOTNOTE = re.compile(
    r"\s*(?:\[\^?\d+\]:?|\d{1,2}\s(?=[A-Z])(?!(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
    r"|dec)\w*\s+\d{4})|[†‡¹²³⁴-⁹]|\*(?=[A-Z]))\s*"
)
_NUMBERED = re.compile(r" *(?P<number>\d{1,2}\.\d{1,3}(?:\.\d{1,3})?) +(?=[A-Z])")
"""How reports number their paragraphs, by which they are cited."""
_GAP = re.compile(r"\n[ \t]*(?:\n|$)")
_MARKED = re.compile(r"\s*#{1,6}\s+")
_TABLE = re.compile(r"\S\s*\|\s*\S|\S\t+\S|\S {3,}\S")
_RULE = re.compile(r"[\s|:+=_-]+")
_NOTES = re.compile(
    r"\b(?:notes?\s+(?:for|to)\s+(?:the\s+)?editors?|editors?'?\s+notes?|about\s+(?:us|hmcpsi|hmicfrs"
    r"|the\s+inspectorate)|"
    r"further\s+information|contacts?|media\s+(?:enquiries|contacts?)|glossary|background)\b",
    re.I,
)
_ENDS = re.compile(r"\W*(?:ends?|notes)\W*", re.I)
_END_OF_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])")
_ABBREVIATION = re.compile(
    r"\b(?:ie|eg|i\.e|e\.g|etc|cf|Mr|Mrs|Ms|Dr|St|No|Nos|vs|para|approx|s|ss)\.$|\b[A-Z]\.$"
)
_LIKE = str.maketrans(
    {
        "\u2019": "'", "\u2018": "'", "\u201b": "'", "\u2032": "'", "`": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "*": " ", "_": " ", "\u00b9": " ", "\u00b2": " ", "\u00b3": " ", "\u2074": " ", "\u2075": " ",
        "\u00ad": " ", "\u200b": " ", "\ufeff": " ",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the text; `flat` is as long as it, with one kind of quote, dash and space."""

    kind: Kind
    start: int
    end: int
    flat: str
    locator: str
    """Where it is, as a curator writes it: `main findings, item 2`."""
    section: str
    """The heading over it, in lower case."""
    notes: bool
    """Whether it is of the notes for editors: what is generally so, not what was found."""
    lines: tuple[tuple[int, int], ...] = ()
    """Where each line of it begins and ends in `flat`."""

    def sentences(self) -> Iterator[tuple[int, str]]:
        """Where each sentence begins in the document, and its flat text."""
        begin = 0
        for match in _END_OF_SENTENCE.finditer(self.flat):
            if not _ABBREVIATION.search(self.flat[begin : match.start()].rstrip("\"')]")):
                yield self.start + begin, self.flat[begin : match.start()]
                begin = match.end()
        if self.flat[begin:].strip():
            yield self.start + begin, self.flat[begin:]


def flat(text: str) -> str:
    r"""A text of the same length with one kind of quote, dash and space, and no emphasis.

    >>> flat("the\u00a0force\u2019s **Good**")
    "the force's   Good  "
    """
    return re.sub(r"\s", " ", text.translate(_LIKE))


def blocks(document: Document) -> list[Block]:
    """The blocks of a document, in order."""
    found = _pieces(document.text, wrapped=document.form == "pdf")
    pieces = [part for piece in found for part in _parted(document.text, *piece)]
    return list(_told(document, pieces))


def _parted(text: str, kind: Kind, start: int, end: int) -> Iterator[tuple[Kind, int, int]]:
    """A piece in parts that are not too long to be matched against, cut behind sentences if there are any."""
    while end - start > LONGEST:
        behind = max(text.rfind(". ", start, start + LONGEST), text.rfind(".\n", start, start + LONGEST)) + 1
        cut = behind if behind > start else text.rfind(" ", start, start + LONGEST) + 1
        cut = cut if cut > start else start + LONGEST
        yield kind, start, cut
        start = cut
    yield kind, start, end


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\n]+", text):
        yield match.start(), match.end()


def _pieces(text: str, *, wrapped: bool) -> Iterator[tuple[Kind, int, int]]:
    """Kind, start and end of each piece, its marks left out.

    Where lines are wrapped, a sentence that ends well before the margin ends its paragraph.
    """
    widest = 0
    begin, last, kind = -1, -1, "paragraph"
    gap = True
    for start, end in [*_lines(text), (len(text), len(text))]:
        line = text[start:end]
        blank = not line.strip()
        parted = blank or (last >= 0 and text[last:start].count("\n") > 1)
        found = None if blank else _kind(line, alone=gap or parted)
        numbered = found == "paragraph" and _NUMBERED.match(line)
        short = wrapped and begin >= 0 and last - text.rfind("\n", 0, last) < widest * 0.7
        title = wrapped and len(line.strip()) <= 60 and line.rstrip()[-1:].isalnum() and _GAP.match(text, end)
        after = begin >= 0 and text[last - 1] in ".!?" and line.lstrip()[:1].isupper()
        parted = parted or bool(after and (short or title))
        widest = max(widest, len(line)) if begin >= 0 and not parted else len(line)
        if begin >= 0 and (parted or numbered or found != "paragraph" or kind in ("heading", "row")):
            yield kind, begin, last  # type: ignore[misc]
            begin = -1
        gap = blank or parted
        if blank:
            continue
        if begin < 0:
            kind = found or "paragraph"
            mark = {"heading": _MARKED, "item": _ITEM, "footnote": _FOOTNOTE}.get(kind)
            skipped = mark.match(line) if mark else None
            begin = start + (skipped.end() if skipped else len(line) - len(line.lstrip()))
        last = start + len(line.rstrip())


def _kind(line: str, *, alone: bool) -> Kind:
    if _MARKED.match(line):
        return "heading"
    if _TABLE.search(line) and not line.rstrip().endswith("."):
        return "row"
    if _ITEM.match(line) and not line.lstrip().startswith("**"):
        return "item"
    if alone and _FOOTNOTE.match(line):
        return "footnote"
    return "paragraph"


def _told(document: Document, pieces: list[tuple[Kind, int, int]]) -> Iterator[Block]:
    section, notes, titled = "", False, False
    counts = {"paragraph": 0, "item": 0, "row": 0, "footnote": 0}
    listed, before = "", ""
    for place, (kind, start, end) in enumerate(pieces):
        text = flat(document.text[start:end])
        if not text.strip() or _RULE.fullmatch(text):
            continue
        words = text.strip()
        following = pieces[place + 1][0] if place + 1 < len(pieces) else ""
        if kind == "paragraph" and _heads(words, first=not titled, before=before):
            kind = "heading"
        leads = kind == "paragraph" and words.endswith(":") and following in ("item", "row")
        if kind == "heading":
            over = words.rstrip(":").lower() if titled else ""
            titled = True
            if _NOTES.search(words) or over != section:
                counts = dict.fromkeys(counts, 0)
            section, listed = (over, "")
            notes = bool(_NOTES.search(words)) and not words.lower().startswith("background to the")
            locator = f"heading {words}" if over else "heading"
        elif leads:
            listed, counts["item"] = words.rstrip(":").lower(), 0
            locator = f"list of {listed}" if len(listed) < 60 else "lead-in of a list"
            listed = listed if len(listed) < 40 else section
        else:
            if _ENDS.fullmatch(words):
                notes = True
            counts[kind] += 1
            under = (listed or section) if kind in ("item", "row") else section
            locator = f"{under}, {kind} {counts[kind]}" if under else f"{kind} {counts[kind]}"
            if kind == "paragraph" and (numbered := _NUMBERED.match(text)):
                locator = f"paragraph {numbered['number']}"
                start, text = start + numbered.end(), text[numbered.end() :]
        titled = True
        if (page := document.page(start)) is not None:
            locator = f"page {page}, {locator}"
        lines = tuple(match.span() for match in re.finditer(r"[^\n]+", document.text[start:end]))
        yield Block(kind, start, end, text, locator, section, notes, lines)
        before = kind


def _heads(words: str, *, first: bool, before: str) -> bool:
    """Whether a line without a mark is a heading: short, and no sentence."""
    if len(words) > 110 or words.endswith((".", ",", ";", "?", "!", '"')):
        return False
    if first:
        return not words.endswith(":")
    if _NOTES.fullmatch(words.rstrip(":")):
        return True
    if words.endswith(":") or re.search(r"\d{4}|:\s", words) or before == "item":
        return False
    return len(words.split()) <= 9 and words[:1].isupper()


def within(found: Iterable[Block], *kinds: Kind) -> list[Block]:
    """The blocks of some kinds."""
    return [block for block in found if block.kind in kinds]
