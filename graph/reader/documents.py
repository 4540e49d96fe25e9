"""A document as text: plain, Markdown, HTML or PDF, or one clear reason why it cannot be read."""

from __future__ import annotations

import codecs
import csv
import json
import re
import subprocess
import sys
from bisect import bisect_right
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from graph.errors import EstateError
from graph.reader.markup import text_of

MOST_BYTES = 20 << 20
MOST_CHARACTERS = 1_500_000
LEAST_ROWS = 5
PDF_SECONDS = 60
"""How long the process may take that reads a PDF."""
_MARKS = (
    (b"PK\x03\x04", "a zip archive, or an office document, which is one"),
    (b"\xd0\xcf\x11\xe0", "an office document of the old kind"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"{\\rtf", "a document in rich text"),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|main|article|section|div"
    rb"|p|h[1-6]|table|ul|ol)\b",
    re.I | re.S,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffd]")
_INDENTED = re.compile(r" {3,}\S")
_LEADING = re.compile(r"^ +(?=\S)")
_ENDS_ITEM = re.compile(r"(?:[;.:]|;? (?:and|or))$")
_XML = b"<?xml"


class DocumentError(EstateError):
    """A document that cannot be read; the message says what it is and what would be right."""


@dataclass(frozen=True, slots=True)
class Document:
    """The text that spans count in, in characters from 0."""

    name: str
    text: str
    form: Literal["text", "markdown", "html", "pdf"]
    pages: tuple[int, ...] = ()
    """Where each page begins; empty for what has none."""

    def page(self, place: int) -> int | None:
        """The number of the page, from 1."""
        return bisect_right(self.pages, place) if self.pages else None


def open_document(path: Path) -> Document:
    """The document at a path; DocumentError for what is missing, empty, too large or no text."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise DocumentError(f"{path} is a folder. Name a document: text, Markdown, HTML or PDF.")
        if size > MOST_BYTES:
            raise DocumentError(
                f"{path} has {size / 1e6:,.0f} MB; a report or notice of up to {MOST_BYTES / 1e6:,.0f} MB"
                f" is read."
            )
        content = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {error.strerror}.") from None
    return document_of(content, path.name)


def document_of(content: bytes, name: str) -> Document:
    """The same for what has been read; it is judged by what it holds; a name tells Markdown and tables."""
    if not content.strip():
        raise DocumentError(f"{name} is empty. Name a report or notice: text, Markdown, HTML or PDF.")
    if content.lstrip()[:5] == b"%PDF-":
        return _pdf(content, name)
    for mark, kind in _MARKS:
        if content.startswith(mark):
            raise DocumentError(f"{name} is {kind}. Save what it holds as text, HTML or PDF with text.")
    text = _decoded(content, name)
    if _HTML.match(content):
        text, form = text_of(text), "html"
    elif content.startswith(_XML):
        raise DocumentError(f"{name} is XML. Save what it holds as text, Markdown, HTML or PDF.")
    elif _is_json(text):
        raise DocumentError(f"{name} is JSON. Save what it holds as text, Markdown, HTML or PDF.")
    elif _is_table(text, name):
        raise DocumentError(f"{name} is a table, and no report. Names in a column are found by: estate match")
    else:
        form = "markdown" if name.lower().endswith((".md", ".markdown")) else "text"
    if not text.strip():
        raise DocumentError(f"{name} holds no text. Name a report or notice with words in it.")
    if len(text) > MOST_CHARACTERS:
        raise DocumentError(f"{name} has {len(text):,} characters; up to {MOST_CHARACTERS:,} are read.")
    return Document(name, text, form)  # type: ignore[arg-type]


def _is_json(text: str) -> bool:
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_table(text: str, name: str) -> bool:
    """Whether a text is a table by its name, or by five rows or more that have as many cells each."""
    if name.lower().endswith((".csv", ".tsv")):
        return True
    try:
        rows = [row for row in csv.reader(text.splitlines()) if row]
    except csv.Error:
        return False
    return len(rows) >= LEAST_ROWS and len(rows[0]) > 1 and {len(row) for row in rows} == {len(rows[0])}


def _decoded(content: bytes, name: str) -> str:
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if len(_CONTROL.findall(text)) > len(text) / 1000:
        raise DocumentError(f"{name} is not text. Name a report or notice: text, Markdown, HTML or PDF.")
    return text


def _itemised(page: str) -> str:
    """A page whose lists have marks again: of a drawn bullet only the indent of its item is left."""
    lines = page.split("\n")
    told: list[str] = []
    lead, listed = "", False
    for number, line in enumerate(lines):
        indented = _INDENTED.match(line)
        if not indented or not (listed or number == 0 or lead.endswith(":") or not lines[number - 1].strip()):
            listed = False
        elif not listed:
            run = [each for each in lines[number:] if each.strip()]
            run = run[: next((n for n, each in enumerate(run) if not _INDENTED.match(each)), len(run))]
            listed = lead.endswith(":") or sum(each.rstrip().endswith((";", "; and")) for each in run) > 0
            told.append(_LEADING.sub("- ", line) if listed else line)
            lead = line.rstrip() or lead
            continue
        begins = listed and _ENDS_ITEM.search(lead)
        told.append(_LEADING.sub("- " if begins else "  ", line) if listed and line.strip() else line)
        lead = line.rstrip() or lead
    return "\n".join(told)


def _pdf(content: bytes, name: str) -> Document:
    if find_spec("pypdf") is None:
        raise DocumentError("To read PDF, install the extra: pip install 'justice-estate[reader]'")
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter, on a file of the project
            [sys.executable, "-I", str(Path(__file__).with_name("pages.py"))],
            input=content,
            capture_output=True,
            timeout=PDF_SECONDS,
            check=False,
        )
        told: dict[str, Any] = (
            json.loads(done.stdout) if done.returncode == 0 else {"error": "it asks for too much memory"}
        )
    except subprocess.TimeoutExpired:
        told = {"error": f"it takes longer than {PDF_SECONDS} seconds"}
    except ValueError:
        told = {"error": "it is not whole"}
    if "error" in told:
        raise DocumentError(f"{name} cannot be read as PDF: {told['error']}. Save it anew, or as text.")
    pages: list[str] = told["pages"]
    letters = sum(character.isalpha() for page in pages for character in page)
    if letters < 20 * min(len(pages), 5):
        raise DocumentError(
            f"{name} has {len(pages)} page{'s' * (len(pages) > 1)} with hardly any text: it is made of"
            f" pictures. "
            "Have the text recognised first, and name the PDF or text that results."
        )
    text, starts = "", []
    for page in pages:
        starts.append(len(text))
        text += _itemised(page.rstrip()) + "\n\n"
    if len(text) > MOST_CHARACTERS:
        raise DocumentError(f"{name} has {len(text):,} characters; up to {MOST_CHARACTERS:,} are read.")
    return Document(name, text, "pdf", tuple(starts))
