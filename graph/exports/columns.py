"""The tables that a selection comes to: one for each class, and which columns each has.

The statements are read twice: once to see which columns there are, of what they are and whether a thing has
several values, and once for the rows. Each column holds values of one sort, so that a table with its
metadata gives back every statement: of one datatype, of one language, or IRIs of one namespace.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import NamedTuple, TypeAlias

from graph.exports.selection import WHOLE, Selection
from graph.namespaces import EXTERNAL, Names
from graph.nquads import literal_of
from graph.schema import Schema, load_schema

TYPE = "rdf:type"
STRING = EXTERNAL["xsd"] + "string"
LANGUAGE = EXTERNAL["rdf"] + "langString"
MIXED = ("rdf:object", "cje:chosenValue", "cje:rivalValue")
"""Properties whose values are of any sort: each has a column beside it that tells of which."""
CURIES = ("rdf:predicate", "cje:notStated", "cje:listsClass")
"""Properties whose values are terms of many vocabularies, and are written as CURIEs."""
CURIE = "curie"
"""The space of a sort whose values are CURIEs."""
SEPARATORS = ("; ", " | ", " ¦ ", " § ", "\x1f")
"""What may stand between several values of a cell; the first that none of the values has."""
NAMED = {
    "rdf:subject": "subject",
    "rdf:predicate": "property",
    "rdf:object": "value",
    "prov:wasDerivedFrom": "derived_from",
    "rdfs:comment": "note",
    "skos:prefLabel": "name",
    "skos:altLabel": "other_name",
}
"""Columns that are not called after the local name of their property."""
_FIRST = ("skos:prefLabel", "rdfs:label", "dcterms:title", "rdf:subject", "rdf:predicate", "rdf:object")
_SEPARATED = re.compile(f"[{''.join(map(str.strip, SEPARATORS[:-1]))}\x1f]")
_UPPER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

REMEMBERED = 1 << 14
"""How many statements are remembered as they were read: most of them come often."""

Cell: TypeAlias = str | list[str] | None


class Sort(NamedTuple):
    """What a value is: a literal of a datatype, and of a language, or an IRI of a namespace."""

    datatype: str
    language: str = ""
    space: str = ""

    @property
    def is_iri(self) -> bool:
        """Whether the values are IRIs; `space` is then what is left out before each."""
        return not self.datatype


Facts: TypeAlias = dict[tuple[str, Sort], list[str]]
"""What is said of a thing: values by the CURIE of the property and their sort."""


@dataclass(slots=True)
class Column:
    """A column: its name, the property that it gives, and of which sort its values are."""

    name: str
    property: str
    """A CURIE."""
    sort: Sort
    many: bool = False
    """Whether some thing has several values."""
    separator: str = ""
    """What stands between them where a cell is one text."""
    role: str = "value"
    """`value`; `mixed` for one of any sort, with `sort` for the column that tells which."""
    filled: bool = False
    """Whether every row has a value."""


@dataclass(slots=True)
class Sheet:
    """A table: its name, the class of its rows, every class of them, and its columns after the key."""

    name: str
    class_: str
    types: tuple[str, ...]
    columns: list[Column] = field(default_factory=list)
    rows: int = 0

    @property
    def header(self) -> list[str]:
        """The names of its columns."""
        return ["key", *(column.name for column in self.columns)]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the key of the thing and a cell for each column; a list where it may have several."""

    sheet: Sheet
    key: str
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class _Use:
    """How a column is used, as the first reading sees it."""

    rows: int = 0
    many: bool = False
    separators: set[str] = field(default_factory=lambda: set(SEPARATORS))


class Sheets:
    """The tables of a selection, and their rows, in order of classes and keys as the dataset has them."""

    def __init__(self, selection: Selection, graphs: tuple[str, ...] = WHOLE) -> None:
        """`graphs` are the names of those that are told of where no day is selected."""
        self.selection = selection
        self._graphs = graphs
        self.names: Names = selection.names
        self.space = f"{self.names.base}id/"
        longest_first = sorted(self.names.prefixes.values(), key=len, reverse=True)
        self._spaces = (self.space, *longest_first)

    @cached_property
    def all(self) -> Mapping[tuple[str, ...], Sheet]:
        """Each table by the classes of its rows."""
        uses: dict[tuple[str, ...], dict[tuple[str, Sort], _Use]] = defaultdict(lambda: defaultdict(_Use))
        counts: Counter[tuple[str, ...]] = Counter()
        for _, types, facts in self.things():
            counts[types] += 1
            for column, values in facts.items():
                use = uses[types][column]
                use.rows += 1
                use.many |= len(values) > 1
                for value in values:
                    if _SEPARATED.search(value):
                        use.separators -= {each for each in SEPARATORS if each.strip(" ") in value}
        schema = load_schema()
        return {types: self._sheet(types, uses[types], n, schema) for types, n in sorted(counts.items())}

    def rows(self) -> Iterator[Row]:
        """Each row, its table with it."""
        layouts = {types: _Layout(sheet) for types, sheet in self.all.items()}
        for key, types, facts in self.things():
            layout = layouts[types]
            cells = layout.empty.copy()
            for column, values in facts.items():
                if (place := layout.places.get(column)) is not None:
                    cells[place] = values if layout.many[place] else values[0]
                else:
                    place = layout.mixed[column[0]]
                    cells[place], cells[place + 1] = values[0], self.sort_word(column[1])
            yield Row(layout.sheet, key, tuple(cells))

    def sort_word(self, sort: Sort | None) -> str | None:
        """A sort in a word: `@en`, the CURIE of a datatype, or `<namespace>`."""
        if sort is None:
            return None
        if sort.is_iri:
            return f"<{sort.space}>"
        return f"@{sort.language}" if sort.language else self.names.shorten(sort.datatype)

    def things(self) -> Iterator[tuple[str, tuple[str, ...], Facts]]:
        """Each subject: its key, its classes, and its values by property and sort."""
        fact = lru_cache(REMEMBERED)(self._fact)
        for graph in self.selection.graphs(self._graphs):
            for block in self.selection.blocks(graph):
                facts: Facts = {}
                start = len(block.subject) + 1
                for line in block.lines:
                    column, value = fact(line[start:])
                    if column in facts:
                        facts[column].append(value)
                    else:
                        facts[column] = [value]
                types = facts.pop((TYPE, _iri_sort(CURIE)), [])
                key = block.subject[1:-1].decode().removeprefix(self.space)
                yield key, tuple(sorted(types)), facts

    def _fact(self, said: bytes) -> tuple[tuple[str, Sort], str]:
        """A property and a value as N-Triples: the property, the sort of the value, and its text."""
        property_, _, value = said.decode().partition(" ")
        curie = self.names.shorten(property_[1:-1])
        if curie == TYPE or curie in CURIES:
            return (curie, _iri_sort(CURIE)), self.names.shorten(value[1:-1])
        if value.startswith("<"):
            iri = value[1:-1]
            space = next((space for space in self._spaces if iri.startswith(space)), "")
            return (curie, _iri_sort(space)), iri[len(space) :]
        text, of = literal_of(value)
        return (curie, _literal_sort(of)), text

    def _sheet(
        self, types: tuple[str, ...], uses: Mapping[tuple[str, Sort], _Use], count: int, schema: Schema
    ) -> Sheet:
        class_ = max(types, key=lambda name: (len(schema.superclasses.get(name, ())), name), default="")
        sheet = Sheet(snake(class_) or "untyped", class_, types, rows=count)
        sorts: dict[str, list[Sort]] = defaultdict(list)
        for property_, sort in sorted(uses):
            sorts[property_].append(sort)
        for property_ in sorted(sorts, key=_order):
            name = NAMED.get(property_) or snake(property_)
            if property_ in MIXED:
                sheet.columns.append(Column(name, property_, Sort(STRING), role="mixed", filled=True))
                sheet.columns.append(
                    Column(f"{name}_sort", property_, Sort(STRING), role="sort", filled=True)
                )
                continue
            for sort in sorts[property_]:
                use = uses[property_, sort]
                between = next((each for each in SEPARATORS if each in use.separators), SEPARATORS[-1])
                sheet.columns.append(
                    Column(
                        _variant(name, sort, sorts[property_], self.names),
                        property_, sort, use.many, between if use.many else "", filled=use.rows == count,
                    )
                )  # fmt: skip
        return sheet


class _Layout:
    """Where in the rows of a table each property of each sort stands, and each whose values are of any."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.empty: list[Cell] = [[] if column.many else None for column in sheet.columns]
        self.many = [column.many for column in sheet.columns]
        columns = list(enumerate(sheet.columns))
        self.places = {(each.property, each.sort): n for n, each in columns if each.role == "value"}
        self.mixed = {each.property: n for n, each in columns if each.role == "mixed"}


@cache
def _literal_sort(of: str) -> Sort:
    """The sort of a literal, by what stands behind its text."""
    if of.startswith("@"):
        return Sort(LANGUAGE, of[1:])
    return Sort(of[3:-1] if of else STRING)


@cache
def _iri_sort(space: str) -> Sort:
    return Sort("", "", space)


def snake(curie: str) -> str:
    """The local name of a term in the style of columns.

    >>> snake("cje:MagistratesCourt"), snake("cje:CPSArea")
    ('magistrates_court', 'cps_area')
    """
    return _UPPER.sub("_", curie.rpartition(":")[2]).lower()


def _order(property_: str) -> tuple[int, str]:
    return (_FIRST.index(property_) if property_ in _FIRST else len(_FIRST), snake(property_))


def _variant(name: str, sort: Sort, others: Iterable[Sort], names: Names) -> str:
    """A name that tells one sort of a property's values from the others."""
    if sort.language:
        return f"{name}_{sort.language.lower()}"
    if len({*others}) == 1:
        return name
    if sort.is_iri:
        spaces = {space: prefix for prefix, space in names.prefixes.items()} | {f"{names.base}id/": "key"}
        return f"{name}_{spaces.get(sort.space, 'iri')}"
    return f"{name}_{snake(names.shorten(sort.datatype))}"
