"""What a SPARQL text mentions, found by a tokenizer in one pass and without parsing it (DESIGN 9).

The engine has no parser to ask, and rdflib's takes a hundred times as long. A text that is no SPARQL is not
refused here, beyond a string that does not end and an escape that two engines could read in two ways: the
engine says what is wrong with it. Oxigraph asks for no space between two tokens (`5SERVICE`, `SERVICE:x`),
and a word counts wherever it could read one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from graph.errors import QueryError
from graph.iris import resolve
from graph.patterns import Patterns
from graph.tokens import TOKEN

FORMS = frozenset({"SELECT", "CONSTRUCT", "ASK", "DESCRIBE"})
UPDATES = frozenset("INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD WITH".split())
PLACED = UPDATES | {"SERVICE"}
"""The keywords of which a scan tells where they first stand."""

Place: TypeAlias = tuple[int, int]
"""A line and a column, counted from 1."""

_PIECE = re.compile(r"\.|-|(?i:true|false)|[^.\-]+")
_ESCAPE = re.compile(r"\\\\|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LOCAL_ESCAPE = re.compile(r"\\(.)")
_NO_IRI = re.compile(r"[<>\"{}|^`\\\x00-\x20]")


@dataclass(frozen=True, slots=True)
class Scan:
    """What a text mentions."""

    form: str
    """`SELECT`, `CONSTRUCT`, `ASK`, `DESCRIBE`, `UPDATE`, or empty if nothing of that kind stands in it."""
    iris: frozenset[str]
    """Every IRI outside the declarations of prefixes and bases, resolved."""
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    keywords: frozenset[str]
    """The bare words, in capitals."""
    depth: int
    """How deep brackets of any kind are nested."""
    statements: int
    """How many triple patterns are matched, never too few: each further step of a path counts as one."""
    queries: int
    """How many query forms or updates stand outside all braces."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where each keyword of `PLACED` first stands."""
    again: Place | None = None
    """Where a second query begins."""

    @property
    def has_dataset(self) -> bool:
        """Whether it has a dataset clause of its own."""
        return bool(self.default_graphs or self.named_graphs)


def scan(text: str, *, base: str = "", prefixes: Mapping[str, str] | None = None) -> Scan:
    """What a text mentions; QueryError with line and column for a string that does not end.

    Relative IRIs are resolved against the last BASE before them, else against `base`; prefixes that the text
    does not declare are those given. A name of an unknown prefix is no IRI.

    >>> found = scan("BASE <http://e/> SELECT * FROM NAMED <graph/a> { GRAPH x:b { ?s a ?t } }",
    ...              prefixes={"x": "http://x/"})
    >>> found.form, found.named_graphs, sorted(found.iris), found.statements
    ('SELECT', ('http://e/graph/a',), ['http://e/graph/a', 'http://x/b'], 1)
    """
    return _Scanner(text, base, dict(prefixes or {})).scan()


@lru_cache(1024)
def _pieces(run: str) -> tuple[tuple[str, int], ...]:
    """The words of a run and the dots and hyphens between, with their places: most runs are keywords."""
    return tuple((piece[0], piece.start()) for piece in _PIECE.finditer(run))


@dataclass(slots=True)
class _Scanner:
    text: str
    base: str
    prefixes: dict[str, str]
    forms: list[str] = field(default_factory=list)
    iris: set[str] = field(default_factory=set)
    default: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    keywords: set[str] = field(default_factory=set)
    places: dict[str, Place] = field(default_factory=dict)
    again: Place | None = None
    before: tuple[str, ...] = ()
    """The words of a clause of the prologue or dataset that waits for its IRI."""
    last: str = ""
    """The last token, if it was a word."""
    doubtful: int = -1
    """Where the last token begins, if it is a name that is a SERVICE if a brace follows."""
    patterns: Patterns = field(default_factory=Patterns)

    def scan(self) -> Scan:
        position, ended = 0, False
        while not ended:
            found = TOKEN.match(self.text, position)
            if found is None:
                break
            position = found.end()
            last, self.last = self.last, ""
            doubtful, self.doubtful = self.doubtful, -1
            match found.lastgroup:
                case "mark":
                    if found["mark"] == "{" and doubtful >= 0 and not self.patterns.outside:
                        self._keyword("SERVICE", doubtful)
                    position += self._mark(found["mark"], position - 1)
                case "word":
                    self._words(found["word"], found.start("word"))
                case "local":
                    self._name(found["word"], found["local"], found.start("word"), last)
                case "iri" if self.patterns.compares:
                    position = found.start("iri")
                    self._mark("<", position - 1)
                case "iri":
                    self._iri(self._unescaped(found["iri"], found.start("iri"), _NO_IRI))
                    self._term()
                case "string":
                    self._unescaped(found["string"], found.start("string"), None)
                    self._term()
                case "variable" | "number":
                    self._term()
                case "blank":
                    self._term()
                    self._dots(found["blank"])
                case "tag":
                    self.before = ()
                case _:
                    ended = True
        forms = ["UPDATE" if form in UPDATES else form for form in self.forms]
        return Scan(
            forms[0] if forms else "",
            frozenset(self.iris),
            tuple(self.default),
            tuple(self.named),
            frozenset(self.keywords),
            self.patterns.depth,
            self.patterns.statements,
            len(forms),
            self.places,
            self.again,
        )

    # Words and names

    def _name(self, prefix: str, written: str, start: int, last: str) -> None:
        """A prefixed name; dots at its end belong to what follows.

        Of a prefix that is not declared Oxigraph reads the beginning as words, and the rest as a name.
        """
        if self.before == ("PREFIX",):
            self.before = ("PREFIX", prefix)
            return
        if prefix and prefix not in self.prefixes:
            words, dot, rest = prefix.rpartition(".")
            known = rest in self.prefixes and bool(rest)
            self._words(words + dot if known else prefix, start)
            prefix = rest if known else ""
        elif "SERVICE" in prefix.upper() and last != "GRAPH":
            self.doubtful = start
        if prefix in self.prefixes:
            local = written.rstrip(".")
            self._iri(self.prefixes[prefix] + _LOCAL_ESCAPE.sub(r"\1", local), resolved=True)
        self._term()
        self._dots(written)

    def _dots(self, written: str) -> None:
        for _ in range(len(written) - len(written.rstrip("."))):
            self.patterns.separate(".")

    def _words(self, run: str, start: int) -> None:
        for piece, place in _pieces(run):
            if piece in ".-":
                self.patterns.separate(piece)
            else:
                self._word(piece, start + place)

    def _word(self, word: str, start: int) -> None:
        self.last = keyword = word.upper()
        self._keyword(keyword, start)
        bottom = self.patterns.outside
        if keyword == "NAMED" and self.before == ("FROM",):
            self.before = ("FROM", "NAMED")
        else:
            self.before = (keyword,) if keyword in ("BASE", "PREFIX", "FROM") and bottom else ()
        if bottom and (keyword in FORMS or (keyword in UPDATES and not self.forms)):
            if len(self.forms) == 1:
                self.again = self._place(start)
            self.forms.append(keyword)
        self.patterns.word(word, keyword)

    def _keyword(self, keyword: str, start: int) -> None:
        self.keywords.add(keyword)
        known = "SERVICE" if "SERVICE" in keyword else keyword
        if known in PLACED and known not in self.places:
            self.keywords.add(known)
            self.places[known] = self._place(start)

    # Terms

    def _iri(self, iri: str, *, resolved: bool = False) -> None:
        whole = iri if resolved else resolve(iri, self.base)
        match self.before:
            case ("BASE",):
                self.base = whole
            case ("PREFIX", name):
                self.prefixes[name] = whole
            case ("FROM",):
                self.default.append(whole)
                self.iris.add(whole)
            case ("FROM", "NAMED"):
                self.named.append(whole)
                self.iris.add(whole)
            case _:
                self.iris.add(whole)

    def _term(self) -> None:
        self.before = ()
        self.patterns.term()

    def _unescaped(self, text: str, start: int, refused: re.Pattern[str] | None) -> str:
        """A text without its escapes of characters; QueryError for one that no two engines read alike.

        SPARQL has them replaced before all else, so that an escaped quote ends a string; Oxigraph has not.
        """
        if "\\" not in text:
            return text

        def character(match: re.Match[str]) -> str:
            written = match[1] or match[2]
            if not written:
                return match[0]
            code = int(written, 16)
            if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
                raise QueryError(f"{match[0]} at {self._told(start + match.start())} is no character.")
            if chr(code) in "\"'\\\n\r" or (refused and refused.match(chr(code))):
                raise QueryError(
                    f"{match[0]} at {self._told(start + match.start())} stands for a character that ends or "
                    "escapes something. Write it out, or as \\\", \\', \\\\, \\n or \\r."
                )
            return chr(code)

        return _ESCAPE.sub(character, text)

    # Marks

    def _mark(self, mark: str, place: int) -> int:
        """Count a mark; how many characters beyond it belong to it."""
        if mark in "\"'":
            raise QueryError(
                f"The string that begins at {self._told(place)} does not end, "
                "or has an escape that SPARQL does not know."
            )
        if mark == "\\":
            raise QueryError(
                f"The backslash at {self._told(place)} escapes nothing. Write the character itself."
            )
        if mark != "<":
            self.before = ()
        return self.patterns.mark(mark, self.text, place)

    def _place(self, offset: int) -> Place:
        return self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset)

    def _told(self, offset: int) -> str:
        line, column = self._place(offset)
        return f"line {line}, column {column}"
