"""The tables that a selection comes to: one for each class, and which columns each has.

The statements are read twice: once to see which columns there are, of what they are and whether a thing has
several values, and once for the rows. Each column holds values of one sort, so that a table with its
metadata gives back every statement: of one datatype, of one language, or IRIs of one namespace.
"""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import groupby
from typing import NamedTuple, TypeAlias

from graph.exports.selection import WHOLE, Lines, Selection
from graph.namespaces import EXTERNAL, Names
from graph.schema import Schema, load_schema
from graph.store import Literal, Term, parse_stream, text

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
        self._thing = _iri_sort(self.space)
        self._spaces = sorted((self.space, *self.names.prefixes.values()), key=len, reverse=True)

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
        for key, types, facts in self.things():
            sheet = self.all[types]
            cells: list[Cell] = []
            for column in sheet.columns:
                if column.role == "value":
                    values = facts.get((column.property, column.sort), [])
                    cells.append(values if column.many else values[0] if values else None)
                else:
                    sort, value = next(((s, v[0]) for (p, s), v in facts.items() if p == column.property),
                                       (None, None))  # fmt: skip
                    cells.append(value if column.role == "mixed" else self.sort_word(sort))
            yield Row(sheet, key, tuple(cells))

    def sort_word(self, sort: Sort | None) -> str | None:
        """A sort in a word: `@en`, the CURIE of a datatype, or `<namespace>`."""
        if sort is None:
            return None
        if sort.is_iri:
            return f"<{sort.space}>"
        return f"@{sort.language}" if sort.language else self.names.shorten(sort.datatype)

    def sort_of(self, term: Term) -> tuple[Sort, str]:
        """The sort of a term and its text, without the namespace that its sort names."""
        if isinstance(term, Literal):
            return _literal_sort(term.datatype.value, term.language or ""), term.value
        iri = text(term)
        if iri.startswith(self.space):
            return self._thing, iri[len(self.space) :]
        space = next((space for space in self._spaces if iri.startswith(space)), "")
        return _iri_sort(space), iri[len(space) :]

    def things(self) -> Iterator[tuple[str, tuple[str, ...], dict[tuple[str, Sort], list[str]]]]:
        """Each subject: its key, its classes, and its values by property and sort."""
        shorten = cache(self.names.shorten)
        written_as = _iri_sort(CURIE)
        for graph in self.selection.graphs(self._graphs):
            lines = (
                b"".join(line + b" .\n" for line in block.lines) for block in self.selection.blocks(graph)
            )
            statements = parse_stream(io.BufferedReader(Lines(lines), 1 << 18))
            for subject, some in groupby(statements, key=lambda statement: statement[0]):
                facts: dict[tuple[str, Sort], list[str]] = defaultdict(list)
                types: list[str] = []
                for _, property_, value in some:
                    curie = shorten(text(property_))
                    if curie == TYPE:
                        types.append(shorten(text(value)))
                    elif curie in CURIES:
                        facts[curie, written_as].append(shorten(text(value)))
                    else:
                        sort, written = self.sort_of(value)
                        facts[curie, sort].append(written)
                yield text(subject).removeprefix(self.space), tuple(sorted(types)), facts

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


@cache
def _literal_sort(datatype: str, language: str) -> Sort:
    return Sort(datatype, language)


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
