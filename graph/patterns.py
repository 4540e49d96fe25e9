"""How many triple patterns a query has and how deep its brackets are, counted token by token.

A count is never too low: what could be a pattern in any reading of the engine is one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

_CLAUSES = frozenset("SELECT DESCRIBE WHERE FROM GROUP ORDER HAVING LIMIT OFFSET BY".split())
_ENDS = frozenset("OPTIONAL GRAPH UNION MINUS SERVICE SILENT LATERAL EXISTS NOT ASK".split())

_Kind: TypeAlias = Literal["group", "list", "collection", "path", "expression", "data", "term"]
_Mode: TypeAlias = Literal["", "clause", "expression", "values", "template"]


@dataclass(slots=True)
class _Bracket:
    """What is open: a pattern or list counts its triples, all others pass over what they hold."""

    kind: _Kind
    place: int = 0
    """What is read next: 0 a subject, 1 a verb, 2 an object; 3 after an object."""
    mode: _Mode = ""
    """What of a pattern is no triple: a clause of a query, or a filter, up to its bracket."""
    joined: bool = False
    """Whether the next term belongs to the last: a step of a path, a datatype, a reifier."""
    steps: int = 0
    """How many further steps the path has that each object of the verb ends."""

    @property
    def counts(self) -> bool:
        return self.kind in ("group", "list") and not self.mode

    def go(self, place: int) -> None:
        """Go on to a subject (0), a verb (1), or another object of the verb (2)."""
        self.place, self.joined = place, False
        if place < 2:
            self.steps = 0


@dataclass(slots=True)
class Patterns:
    """The brackets that are open, and what has been counted in them so far."""

    depth: int = 0
    """How deep brackets were nested at most."""
    statements: int = 0
    """How many triple patterns there are."""
    operand: bool = False
    """Whether the last token was an operand: an IRI does not follow one in an expression."""
    stack: list[_Bracket] = field(default_factory=lambda: [_Bracket("group", mode="clause")])

    @property
    def outside(self) -> bool:
        """Whether no bracket is open."""
        return len(self.stack) == 1

    @property
    def compares(self) -> bool:
        """Whether a `<` would be less-than."""
        return self.operand and self.stack[-1].kind == "expression"

    def word(self, word: str, keyword: str) -> None:
        """Count a bare word, given as it stands and in capitals."""
        self.operand = False
        inner = self.stack[-1]
        if inner.kind in ("group", "list"):
            self._turn(inner, keyword, word, self.outside)
        elif keyword in ("TRUE", "FALSE"):
            self.term()

    def _turn(self, inner: _Bracket, keyword: str, word: str, bottom: bool) -> None:
        """What a word in a pattern, or outside of all, makes of what follows."""
        if keyword in ("FILTER", "BIND"):
            inner.mode = "expression"
            inner.go(0)
        elif keyword == "VALUES":
            inner.mode = "values"
            inner.go(0)
        elif keyword == "CONSTRUCT" and bottom:
            inner.mode = "template"
        elif keyword in _CLAUSES or bottom:
            inner.mode = "clause"
            inner.go(0)
        elif word == "a" or keyword in ("TRUE", "FALSE") or word[0] in "0123456789":
            self.term()
        elif keyword in _ENDS:
            inner.go(0)
        elif inner.counts:
            # Whatever it is: `a5` is a verb and an object to Oxigraph.
            self.statements += 1 + inner.steps
            inner.go(3)

    def term(self) -> None:
        """Count a term, which may end a triple."""
        self.operand = True
        inner = self.stack[-1]
        if inner.joined:
            inner.joined = False
        elif inner.kind == "collection":
            self.statements += 2
        elif inner.counts:
            self.statements += 1 + inner.steps if inner.place >= 2 else 0
            inner.place = min(inner.place + 1, 3)

    def mark(self, mark: str, text: str, place: int) -> int:
        """Count a mark that stands at a place of a text; how many characters beyond it belong to it."""
        operand, self.operand = self.operand, mark in ")]}"
        inner = self.stack[-1]
        two = text[place : place + 2]
        if mark in "([{":
            return self._open(mark, text, place)
        if mark in ")]}":
            self._close()
        elif mark in ".;,":
            self.separate(mark)
        elif two == "|}" and inner.kind == "list":
            self._close()
            return 1
        elif two == "^^":
            inner.joined = inner.kind in ("group", "list", "collection")
            return 1
        elif mark == "/" and (inner.counts or inner.kind == "path"):
            inner.steps += 1
            inner.joined = inner.counts
        elif mark == "|" and inner.counts:
            inner.joined = True
        elif mark == "~" and inner.counts:
            self.statements += 1
            inner.joined = True
        elif two == "<<" and (inner.counts or inner.kind in ("collection", "data", "term")):
            # A reified triple matches one; a triple term is a term.
            self.statements += inner.kind != "data" and text[place + 2 : place + 3] != "("
            self.term()
            self._push("term")
            return 1
        elif two == "<<" and inner.kind == "expression" and not operand:
            return 1
        elif mark == ">" and inner.kind == "term":
            self._close()
            return two == ">>"
        return 0

    def _open(self, mark: str, text: str, place: int) -> int:
        inner = self.stack[-1]
        kind: _Kind
        if mark == "{" and text[place + 1 : place + 2] == "|" and inner.counts:
            self.statements += 1
            self._push("list", 1)
            return 1
        if mark == "{":
            kind = "data" if inner.mode in ("values", "template") or inner.kind == "data" else "group"
            inner.go(0)
            if inner.kind == "group":
                inner.mode = "clause" if self.outside else ""
            self._push(kind)
        elif inner.kind in ("data", "term") or text[place - 2 : place] == "<<":
            self._push("term" if inner.kind != "data" else "data")
        elif mark == "[":
            self.term()
            self._push("list", 1)
        elif inner.kind == "path" or (inner.counts and (inner.place == 1 or inner.joined)):
            self.term()
            self._push("path")
        elif inner.counts or inner.kind == "collection":
            self.term()
            self._push("collection")
        else:
            self._push("expression")
        return 0

    def _push(self, kind: _Kind, place: int = 0) -> None:
        self.stack.append(_Bracket(kind, place))
        self.depth = max(self.depth, len(self.stack) - 1)
        self.operand = False

    def _close(self) -> None:
        closed = self.stack.pop() if len(self.stack) > 1 else self.stack[0]
        inner = self.stack[-1]
        if closed.kind == "path":
            inner.steps += closed.steps
        if inner.mode == "expression":
            inner.mode = ""
        self.operand = True

    def separate(self, mark: str) -> None:
        """Begin anew after a dot, a semicolon or a comma."""
        self.operand = False
        inner = self.stack[-1]
        if inner.kind in ("group", "list"):
            inner.go({".": 0, ";": 1, ",": 2}.get(mark, inner.place))
