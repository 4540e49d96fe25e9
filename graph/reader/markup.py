"""HTML as text: a block a line group, headings and list items marked as Markdown marks them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_SKIPPED = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "nav",
        "head",
        "iframe",
        "form",
        "textarea",
        "select",
        "button",
    )
)
_EMPTY = frozenset("area base br col embed hr img input link meta source track wbr".split())
_HIDDEN = re.compile(r"display *: *none|visibility *: *hidden", re.I)
_BLOCKS = frozenset(
    "p div section article main header footer ul ol table blockquote dl dd tr figure figcaption address"
    " aside dt caption "
    "body tbody thead".split()
)
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}


def text_of(html: str) -> str:
    """The text that a reader of a page sees; rows of tables have their cells parted by ` | `."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (re.sub(r"[ \t\r\f\v]+", " ", line).strip() for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._skipping: list[str] = []
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED or (tag not in _EMPTY and (self._skipping or _is_hidden(dict(attrs)))):
            self._skipping.append(tag)
        elif tag in _HEADINGS:
            self.parts.append("\n\n" + _HEADINGS[tag])
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag == "tr":
            self._cells = 0
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" | " if self._cells else "")
            self._cells += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag in _BLOCKS and not self._cells and not self._after_mark():
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            if tag in self._skipping:
                while self._skipping.pop() != tag:
                    continue
        elif tag in _HEADINGS or tag in ("table", "ul", "ol"):
            self._cells = 0
            self.parts.append("\n\n")
        elif tag == "tr":
            self._cells = 0
        elif tag in _BLOCKS and not self._cells:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.parts.append(re.sub(r"\s+", " ", data))

    def _after_mark(self) -> bool:
        """Whether a list item or heading has just begun: a block in it goes on in its line."""
        return bool(self.parts) and self.parts[-1].endswith(("- ", "# "))


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    """Whether a reader of the page does not see what an element holds."""
    return "hidden" in attributes or _HIDDEN.search(attributes.get("style") or "") is not None
