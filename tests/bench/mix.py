"""The mix: what every engine is asked, with parameters drawn from the data by a stated seed.

A question of a day has two texts: ours asks the graph of the day, and that for other engines says over the
lifespans what stood on it, as one must write it there. Both give the same rows.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from graph.binding import bind, declare
from graph.errors import QueryError
from graph.namespaces import Names
from graph.queries import Parameter, Query, bindings, catalogue
from graph.remote import ASTRAY
from graph.store import AnyStore, Store, iri, typed

SEED = 20261127
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")
UNESCAPED = "?:/@!$'()*,"
"""What may stand in an address as it is (RFC 3986, 3.4): long questions fit that else would not."""
FIRST, LAST = date(2004, 1, 1), date(2025, 12, 31)
"""The days between which days are drawn."""

STOOD = """\
OPTIONAL {{ ?court cje:lifespan ?life }}
OPTIONAL {{ ?life cje:earliestStart ?begins }}
OPTIONAL {{ ?life cje:latestStart ?begun }}
OPTIONAL {{ ?life cje:earliestEnd ?ends }}
OPTIONAL {{ ?life cje:latestEnd ?ended }}
BIND(COALESCE(STR(?begins), STR(?begun), STR(?ends), "9999-12-31") AS ?seen)
BIND(COALESCE(STR(?ended), "9999-12-31") AS ?last)
FILTER(!BOUND(?life) || ?last >= "{day}" && (?seen <= "{day}" || ?last = "{day}" && ?seen < "9999-12-31"))"""
"""A court stands on a day if it was seen by then, or ends that day, and had not ended before.

One of which nothing but an end is known is seen on no day. One without a lifespan stands on all days.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its text for Justice Estate, with the day whose graph it asks, and that for others."""

    own: str
    others: str
    day: str = ""

    def dataset(self, names: Names) -> list[tuple[str, str]]:
        """The parameters that tell another engine the graphs of a release."""
        given = [("default-graph-uri", names.graph("ever"))]
        return given + [("named-graph-uri", names.graph(name)) for name in Store.FIXED]

    def path(self, at: str, names: Names, *, ours: bool) -> str:
        """The path and query of the request."""
        if ours:
            given = [("default-graph-uri", names.graph(f"at/{self.day}"))] if self.day else []
        else:
            given = self.dataset(names)
        # The query comes last: what makes a request a cold one is a comment after it.
        given.append(("query", self.own if ours else self.others))
        return f"{at}?{urlencode(given, safe=UNESCAPED)}"


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of request, with one for each of its drawn parameters."""

    name: str
    asked: tuple[Asked, ...]
    every: bool = False
    """Whether it is asked at every number of connections, and not at 16 alone."""


class Mix:
    """What is asked of a release, and of its copies in other stores."""

    def __init__(self, store: AnyStore, draws: int = 20) -> None:
        self.names = store.names
        self._store = store
        self._draws = draws
        self._things: dict[str, list[str]] = {}
        self._questions: dict[str, Work] = {}

    def works(self) -> list[Work]:
        """Every kind of request but the single questions."""
        return [self.lookups(), *self.days(), self.questions(), self.search(), *self.aggregates()]

    def lookups(self) -> Work:
        """The statements about a thing, one thing after another."""
        ever = self.names.graph("ever")
        described = [keys for kind, keys in self._kinds().items() if kind != "source"]
        things = self._drawn("things", [key for keys in described for key in keys], 500)
        texts = (f"SELECT ?p ?o {{ GRAPH <{ever}> {{ <{self.names.thing(t)}> ?p ?o }} }}" for t in things)
        return Work("lookup of a thing", tuple(Asked(text, text) for text in texts), every=True)

    def days(self) -> list[Work]:
        """What stood on a day: all magistrates' courts, and those of one area."""
        areas = self._drawn("areas", self._kinds()["criminal-justice-area"], self._draws)
        days = [self._day("days", number) for number in range(self._draws)]
        which = "?court a cje:MagistratesCourt"
        where = [f"?court cje:withinJusticeArea <{self.names.thing(area)}>" for area in areas]
        return [
            Work("courts of a day", tuple(self._on(which, day) for day in days), every=True),
            Work(
                "courts of an area on a day",
                tuple(self._on(each, day) for each, day in zip(where, days, strict=False)),
            ),
        ]

    def search(self) -> Work:
        """The things in whose name some letters stand; SPARQL has no other search that all engines have."""
        labels = self._texts("SELECT DISTINCT ?label { ?thing rdfs:label ?label } ORDER BY STR(?label)")
        words = sorted({word.lower() for label in labels for word in label.split() if word.isalpha()})
        drawn = self._drawn("words", [word for word in words if len(word) > 4], min(self._draws, 20))
        called = "?thing rdfs:label ?name FILTER(CONTAINS(LCASE(STR(?name)),"
        texts = [self._declared(f'SELECT ?thing ?name {{ {called} "{word}")) }}') for word in drawn]
        return Work("names that contain a word", tuple(Asked(text, text) for text in texts))

    def aggregates(self) -> list[Work]:
        """Counts over a whole graph."""
        claims = self.names.graph("claims")
        told = {
            "things by class": "SELECT ?class (COUNT(?t) AS ?n) { ?t a ?class } GROUP BY ?class",
            "statements by property": "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
            "claims by property": (
                f"SELECT ?p (COUNT(?c) AS ?n) {{ GRAPH <{claims}> {{ ?c rdf:predicate ?p }} }} GROUP BY ?p"
            ),
        }
        texts = {name: self._declared(text) for name, text in told.items()}
        return [Work(name, (Asked(text, text),)) for name, text in texts.items()]

    def questions(self) -> Work:
        """The questions that every engine answers rightly, in turn."""
        astray = frozenset().union(*ASTRAY.values())
        drawn = [work.asked for name, work in self.each_question().items() if name not in astray]
        longest = max(map(len, drawn))
        mixed = [
            asked[turn] for turn in range(min(longest, self._draws)) for asked in drawn if turn < len(asked)
        ]
        return Work("competency questions", tuple(mixed), every=True)

    def each_question(self) -> dict[str, Work]:
        """Each competency question with drawn parameters, by its name."""
        for query in () if self._questions else catalogue("answer", self.names.base).values():
            drawn = {tuple(self.arguments(query, number).items()) for number in range(self._draws)}
            texts = [self._question(query, dict(arguments)) for arguments in sorted(drawn)]
            title = f"{query.answers or ''} {query.name}".strip()
            self._questions[query.name] = Work(title, tuple(Asked(text, text) for text in texts))
        return self._questions

    def arguments(self, query: Query, number: int) -> dict[str, str]:
        """Arguments of a question for the draw of that number; that of number 0 is its examples.

        A thing is drawn from those of the kind of the example, and a day from all.
        """
        given = examples_of(query)
        if not number:
            return given
        taken = [parameter for parameter in query.params if parameter.name in given]
        drawn = {p.name: self._value(query, p, number) for p in taken}
        named = [p.name for p in taken if p.type == "date"]
        return drawn | dict(zip(named, sorted(drawn[name] for name in named), strict=True))

    def _value(self, query: Query, parameter: Parameter, number: int) -> str:
        chance = self._chance(f"{query.name} {parameter.name} {number}")
        kind = parameter.example.partition("/")[0]
        if parameter.type == "date":
            return self._day(query.name + parameter.name, number)
        if parameter.type == "iri" and kind in self._kinds():
            return chance.choice(self._kinds()[kind])
        if parameter.type == "decimal" and parameter.minimum is not None:
            return str(Decimal(parameter.example) + chance.randrange(-50, 50) / Decimal(100))
        if parameter.name == "period":
            year = chance.randrange(2005, 2022)
            return f"{year}/{(year + 1) % 100:02}"
        return parameter.example

    def _question(self, query: Query, arguments: Mapping[str, str]) -> str:
        bound = {
            name: str(iri(value.value) if value.datatype is None else typed(value.value, value.datatype))
            for name, value in bindings(query, arguments, self.names.base).items()
        }
        return _shorter(self._declared(bind(query.text, bound)))

    def _on(self, which: str, day: str) -> Asked:
        own = f"SELECT DISTINCT ?court {{ {which} }} ORDER BY STR(?court)"
        others = f"SELECT DISTINCT ?court {{ {which} . {STOOD.format(day=day)} }} ORDER BY STR(?court)"
        return Asked(self._declared(own), self._declared(others), day)

    def _day(self, purpose: str, number: int) -> str:
        span = (LAST - FIRST).days
        return (FIRST + timedelta(self._chance(f"{purpose} {number}").randrange(span))).isoformat()

    def _kinds(self) -> dict[str, list[str]]:
        """The keys of things by the first word of the key."""
        if not self._things:
            prefix = self.names.thing("")
            for thing in self._texts("SELECT DISTINCT ?t { ?t a ?class } ORDER BY STR(?t)"):
                if thing.startswith(prefix):
                    key = thing.removeprefix(prefix)
                    self._things.setdefault(key.partition("/")[0], []).append(key)
            sources = "SELECT DISTINCT ?s { GRAPH ?g { ?s a cje:Source } } ORDER BY STR(?s)"
            self._things["source"] = [t.removeprefix(prefix) for t in self._texts(sources)]
        return self._things

    def _texts(self, query: str) -> list[str]:
        return [row[0] for row in self._store.select(self._declared(query)).texts()]

    def _declared(self, text: str) -> str:
        return declare(text, self.names.prefixes)

    def _drawn(self, purpose: str, values: Sequence[str], most: int) -> list[str]:
        """So many values, each once, as the seed has it."""
        return self._chance(purpose).sample(values, min(most, len(values)))

    @staticmethod
    def _chance(purpose: str) -> random.Random:
        return random.Random(f"{SEED} {purpose}")  # noqa: S311 - an experiment that can be repeated


def _shorter(text: str) -> str:
    """A query without comment lines and indents: Virtuoso takes an address of 10 KB."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("#"))


def examples_of(query: Query) -> dict[str, str]:
    """The examples of the parameters that a question must have, else of its first."""
    needed = [parameter for parameter in query.params if parameter.required]
    if not needed and query.alternatives:
        needed = [parameter for parameter in query.params if parameter.name in query.alternatives[0]]
    return {parameter.name: parameter.example for parameter in needed or query.params[:1]}


def same_rows(
    work: Work,
    ours: Callable[[Asked], list[tuple[str, ...]]],
    theirs: Callable[[Asked], list[tuple[str, ...]]],
) -> list[str]:
    """In what two engines differ over some work, a sentence each; the order of rows is not compared."""
    found = []
    for asked in work.asked:
        expected = sorted(map(plain, ours(asked)))
        try:
            rows = sorted(map(plain, theirs(asked)))
        except QueryError as error:
            found.append(f"{work.name}: {error}")
            continue
        if rows != expected:
            odd = [row for row in rows if row not in expected] or [r for r in expected if r not in rows]
            found.append(f"{work.name}: {len(rows)} rows for {len(expected)}, {odd[:1]} of {asked.others}")
    return found


def plain(row: Sequence[str]) -> tuple[str, ...]:
    """A row with its numbers by their value, and points to four places.

    Some engines give `51` back as `51.0`, and Virtuoso keeps a point with the precision of a single float
    (docs/engines.md).
    """
    return tuple(_plain(cell) for cell in row)


def _plain(cell: str) -> str:
    if cell.startswith("POINT("):
        return _DECIMAL.sub(lambda number: f"{float(number[0]):.4f}", cell)
    return cell.rstrip("0").rstrip(".") if _DECIMAL.fullmatch(cell) else cell
