"""A query with its parameters bound and its prefixes declared, as text for an engine that is asked over HTTP.

The SPARQL Protocol has no parameters. In the body of a SELECT the tokens of a variable are replaced by a term
that was serialized from its parts, and a VALUES block of one row gives the variable back, so that it can be
grouped, sorted and returned as before. A variable of the same name that a sub-SELECT does not project is
another variable, and stays. No text of a caller ever becomes part of a query.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from graph.errors import QueryError
from graph.sparql import FORMS
from graph.tokens import tokens


def declare(query: str, prefixes: Mapping[str, str]) -> str:
    """The query with a declaration of each prefix that it uses and does not declare, before its form.

    >>> declare("SELECT ?s WHERE { ?s skos:notation 1 }", {"skos": "http://skos/", "org": "http://org/"})
    'PREFIX skos: <http://skos/> SELECT ?s WHERE { ?s skos:notation 1 }'
    """
    used: dict[str, None] = {}
    declared: set[str] = set()
    before, form = "", len(query)
    for token in _read(query):
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            if before == "PREFIX":
                declared.add(prefix)
            else:
                used[prefix] = None
        elif token.is_word(*FORMS) and form == len(query):
            form = token.place
        before = token.text.upper() if token.kind == "word" else ""
    missing = [prefix for prefix in used if prefix in prefixes and prefix not in declared]
    lines = "".join(f"PREFIX {prefix}: <{prefixes[prefix]}> " for prefix in missing)
    return query[:form] + lines + query[form:]


def bind(query: str, terms: Mapping[str, str]) -> str:
    """The query with terms, in N-Triples, for its variables; QueryError for one that cannot be bound.

    >>> bind("SELECT ?a ?n WHERE { ?a <http://e/name> ?n } ORDER BY ?a", {"a": "<http://e/1>"})
    'SELECT ?a ?n WHERE { VALUES ?a { <http://e/1> } <http://e/1> <http://e/name> ?n } ORDER BY ?a'
    """
    return _Binder(list(_read(query)), terms).whole() if terms else query


@dataclass(frozen=True, slots=True)
class _Token:
    before: str
    """The space and the comments before it."""
    text: str
    kind: str
    place: int
    """Where its text begins."""

    def is_mark(self, marks: str) -> bool:
        return self.kind == "mark" and self.text in marks

    def is_word(self, *words: str) -> bool:
        return self.kind == "word" and self.text.upper() in words

    @property
    def variable(self) -> str:
        """The name of the variable that it is, else empty."""
        return self.text[1:] if self.kind == "variable" else ""


def _read(query: str) -> Iterator[_Token]:
    for match in tokens(query):
        kind = "name" if match.lastgroup == "local" else match.lastgroup or ""
        start = match.start("word" if kind == "name" else kind) - (kind == "iri")
        yield _Token(query[match.start() : start], query[start : match.end()], kind, start)


class _Binder:
    """One pass over the tokens of a query; it writes down what becomes of them."""

    def __init__(self, read: list[_Token], terms: Mapping[str, str]) -> None:
        self._read = read
        self._terms = terms
        self._place = 0
        self._written: list[str] = []
        self._renamed = 0

    def whole(self) -> str:
        while self._place < len(self._read):
            if self._next.is_word("SELECT"):
                self._select(self._terms.keys())
            elif self._next.is_mark("{"):
                self._group(self._terms.keys())
            else:
                self._copy()
        return "".join(self._written)

    @property
    def _next(self) -> _Token:
        return self._read[self._place]

    def _copy(self, text: str | None = None) -> None:
        """Write the next token, or another text in its place."""
        token = self._next
        self._written += (token.before, token.text if text is None else text)
        self._place += 1

    def _select(self, bound: Collection[str]) -> None:
        """A SELECT as far as its body; what sorts and groups behind it is copied."""
        projected: set[str] = set()
        nested = 0
        while self._place < len(self._read) and (nested or not self._next.is_mark("{")):
            token = self._next
            nested += token.is_mark("(") - token.is_mark(")")
            if token.is_mark("*") and not nested:
                projected.update(bound)
            elif token.variable and not nested:
                projected.add(token.variable)
            elif token.variable in bound and self._read[self._place - 1].is_word("AS"):
                raise QueryError(f"?{token.variable} is what the query itself finds, so it cannot be given.")
            self._copy()
        mine = [name for name in self._terms if name in bound and name in projected]
        self._group(mine, "".join(f" VALUES ?{name} {{ {self._terms[name]} }}" for name in mine))
        opened = 0
        while self._place < len(self._read) and (opened or not self._next.is_mark("}")):
            opened += self._next.is_mark("{") - self._next.is_mark("}")
            self._copy()

    def _group(self, bound: Collection[str], first: str = "") -> None:
        """A group from its brace to the one that closes it."""
        if self._place == len(self._read):
            return
        self._copy()
        self._written.append(first)
        while self._place < len(self._read) and not self._next.is_mark("}"):
            self._part(bound)
        if self._place < len(self._read):
            self._copy()

    def _part(self, bound: Collection[str]) -> None:
        token = self._next
        if token.is_word("SELECT"):
            self._select(bound)
        elif token.is_mark("{"):
            self._group(bound)
        elif token.is_word("VALUES"):
            while self._place < len(self._read) and not self._next.is_mark("{"):
                self._copy()
        elif token.is_word("BOUND") and self._ahead(2) in bound:
            self._copy("true")
            self._place += 3
        elif token.is_word("AS") and self._ahead(1) in bound:
            self._rename(self._ahead(1))
        elif token.variable in bound:
            self._copy(self._terms[token.variable])
        else:
            self._copy()

    def _ahead(self, count: int) -> str:
        """The variable that stands so many tokens on, else empty."""
        place = self._place + count
        return self._read[place].variable if place < len(self._read) else ""

    def _rename(self, name: str) -> None:
        """BIND(… AS ?given) as a comparison of what it makes with what was given."""
        self._renamed += 1
        other = f"?{name}_made_{self._renamed}"
        self._copy()
        self._copy(other)
        if self._place < len(self._read):
            self._copy()
        self._written.append(f" FILTER(!BOUND({other}) || {other} = {self._terms[name]})")
