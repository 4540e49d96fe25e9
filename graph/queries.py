"""The queries of the project: each a file of SPARQL with a header that says what it answers and takes.

A header is YAML in comment lines that start with `#+`, so the file runs anywhere as it stands:
`summary`, `answers`, `dated`, `pairs` (each thing is compared with every other), `params`, `alternatives`
(groups of parameters, of which one must be given whole), `columns` and `notes`; a rule has a `label`, and
`sources` if it needs any, a check a `severity`.
Nothing is ever pasted into the text: arguments are bound by the engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from graph.errors import QueryError, UnknownKey
from graph.namespaces import EXTERNAL, Names
from graph.resources import CANONICAL_BASE, query_files, read

ArgumentType: TypeAlias = Literal["iri", "date", "string", "integer", "decimal"]

_DATATYPES = {
    "date": EXTERNAL["xsd"] + "date",
    "decimal": EXTERNAL["xsd"] + "decimal",
    "integer": EXTERNAL["xsd"] + "integer",
    "string": EXTERNAL["xsd"] + "string",
}
_FIELDS = {
    "summary",
    "answers",
    "dated",
    "pairs",
    "params",
    "alternatives",
    "columns",
    "notes",
    "label",
    "severity",
    "sources",
}
_PARAMETER_FIELDS = {"type", "description", "example", "required", "default", "minimum", "maximum"}
_KEY = re.compile(r"[a-z][a-z0-9-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)+")
_FULL_IRI = re.compile(r"(?:https?|urn):[^\s<>\"{}|\\^`]+")
_CURIE = re.compile(r"([a-z0-9]+):([A-Za-z_][\w.-]*)")
_QUESTION = re.compile(r"cq-?(\d+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a query that its caller may bind."""

    name: str
    type: ArgumentType
    description: str
    example: str
    required: bool = False
    default: str | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None

    @property
    def range(self) -> str:
        """Between which numbers the value must lie, in words; empty if any will do."""
        ends = (("from", self.minimum), ("to", self.maximum))
        return " ".join(f"{word} {number}" for word, number in ends if number is not None)


@dataclass(frozen=True, slots=True)
class Argument:
    """A value for a parameter, checked: an IRI, or a literal with its datatype's IRI."""

    type: ArgumentType
    value: str

    @property
    def datatype(self) -> str | None:
        """The IRI of the literal's datatype; None for an IRI."""
        return _DATATYPES.get(self.type)


@dataclass(frozen=True, slots=True)
class Query:
    """A query file: its text, and what its header says of it."""

    name: str
    kind: str
    summary: str
    text: str
    answers: str | None = None
    params: tuple[Parameter, ...] = ()
    alternatives: tuple[tuple[str, ...], ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    dated: bool = False
    pairs: bool = False
    """Whether it compares each thing with every other, which takes the square of the time."""
    notes: str = ""
    label: str = ""
    severity: str = "violation"
    sources: tuple[str, ...] = ()
    """The keys of the sources that tell why a rule may be applied."""


def load(path: Path, base: str = CANONICAL_BASE) -> Query:
    """The query in a file, under a base IRI; QueryError if its header is not as the module says."""
    import yaml  # noqa: PLC0415 - the command line starts quicker without it

    text = read(path, base)
    lines = [line[2:] for line in text.splitlines() if line.startswith("#+")]
    try:
        # The loader in C, where there is one, is ten times as quick.
        header = yaml.load("\n".join(lines), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except yaml.YAMLError as error:
        raise QueryError(
            f"{path.name}: the header is not YAML ({error}). Quote a text that holds ': '."
        ) from None
    if not isinstance(header, dict) or not header.get("summary"):
        raise QueryError(f"{path.name}: no summary. Start the file with '#+ summary: ...'.")
    _refuse_unknown(path.name, header, _FIELDS)
    return Query(
        name=path.stem,
        kind=path.parent.name,
        summary=str(header["summary"]),
        text=text,
        answers=str(header["answers"]) if "answers" in header else None,
        params=tuple(_parameter(path.name, str(n), d) for n, d in (header.get("params") or {}).items()),
        alternatives=tuple(tuple(names) for names in header.get("alternatives") or ()),
        columns=tuple((str(n), str(d)) for n, d in (header.get("columns") or {}).items()),
        dated=bool(header.get("dated", False)),
        pairs=bool(header.get("pairs", False)),
        notes=str(header.get("notes", "")).strip(),
        label=str(header.get("label", "")),
        severity=str(header.get("severity", "violation")),
        sources=tuple(map(str, header.get("sources") or ())),
    )


def catalogue(kind: str = "answer", base: str = CANONICAL_BASE) -> dict[str, Query]:
    """The queries of one kind (`answer`, `infer`, `check`, `export`), by name and in its order.

    >>> catalogue()["codes-of-body"].answers
    'CQ-20'
    """
    return {path.stem: _loaded(path, base) for path in query_files(kind)}


def find(name: str, base: str = CANONICAL_BASE, kind: str = "answer") -> Query:
    """The query with that name, or that answers that question; UnknownKey with the names that come close.

    >>> find("CQ-20").name, find("cq20").name, find("codes-of-body").name
    ('codes-of-body', 'codes-of-body', 'codes-of-body')
    """
    wanted = name.strip().lower()
    if question := _QUESTION.fullmatch(wanted):
        wanted = f"CQ-{int(question[1]):02}"
    if path := _file(wanted, base, kind):
        return _loaded(path, base)
    queries = catalogue(kind, base)
    known = [*queries, *(query.answers for query in queries.values() if query.answers)]
    close = get_close_matches(wanted, known, n=3, cutoff=0.5) or known
    raise UnknownKey(f"There is no query {name!r} among those of {kind}. Try: {', '.join(close)}.")


@lru_cache(256)
def _file(wanted: str, base: str, kind: str) -> Path | None:
    """The file of a query. One header is read and not thirty: a command asks one question."""
    return next(
        (
            path
            for path in query_files(kind)
            if wanted == path.stem or f"\n#+ answers: {wanted}\n" in read(path, base)
        ),
        None,
    )


def bindings(query: Query, arguments: Mapping[str, str], base: str = CANONICAL_BASE) -> dict[str, Argument]:
    """The arguments of a query, checked and typed, with the defaults of those that are not given.

    A thing is written as its key, a term as its CURIE, either also as a full IRI. A parameter that is neither
    given nor has a default stays unbound: the query then answers for every value. QueryError names
    the parameter, the value and what would be right.

    >>> bindings(find("CQ-20"), {"body": "magistrates-court/oakham"})["body"].value
    'https://w3id.org/justice-estate/id/magistrates-court/oakham'
    """
    declared = {parameter.name: parameter for parameter in query.params}
    for name in arguments:
        if name not in declared:
            takes = ", ".join(declared) or "no parameters"
            raise QueryError(f"{query.name} has no parameter {name!r}. It takes: {takes}.")
    bound = {}
    for name, parameter in declared.items():
        text = arguments.get(name) or parameter.default
        if text is not None:
            bound[name] = Argument(parameter.type, _checked(query, parameter, text.strip(), base))
        elif parameter.required:
            raise QueryError(
                f"{query.name} needs the parameter {name!r} ({parameter.description}) "
                f"For example: {name}={parameter.example}"
            )
    if query.alternatives and not any(bound.keys() >= set(names) for names in query.alternatives):
        ways = ", or ".join(" and ".join(map(repr, names)) for names in query.alternatives)
        example = " ".join(f"{name}={declared[name].example}" for name in query.alternatives[0])
        raise QueryError(f"{query.name} needs {ways}. For example: {example}")
    return bound


def readme(base: str = CANONICAL_BASE) -> str:
    """The text of `queries/README.md`, made from the headers."""
    return "\n".join(_readme(base)) + "\n"


@cache
def _loaded(path: Path, base: str) -> Query:
    return load(path, base)


def _refuse_unknown(file: str, fields: Mapping[str, Any], known: set[str]) -> None:
    for field in fields:
        if field not in known:
            raise QueryError(
                f"{file}: the header knows no {field!r}. It may have: {', '.join(sorted(known))}."
            )


def _parameter(file: str, name: str, fields: object) -> Parameter:
    if not isinstance(fields, dict):
        raise QueryError(f"{file}: parameter {name!r} is not described. Write {name}: {{type: iri, ...}}.")
    _refuse_unknown(file, fields, _PARAMETER_FIELDS)
    if fields.get("type") not in get_args(ArgumentType):
        types = ", ".join(get_args(ArgumentType))
        raise QueryError(
            f"{file}: parameter {name!r} has the type {fields.get('type')!r}. Use one of: {types}."
        )
    return Parameter(
        name=name,
        type=fields["type"],
        description=str(fields.get("description", "")),
        example=str(fields.get("example", "")),
        required=bool(fields.get("required", False)),
        default=str(fields["default"]) if "default" in fields else None,
        minimum=Decimal(str(fields["minimum"])) if "minimum" in fields else None,
        maximum=Decimal(str(fields["maximum"])) if "maximum" in fields else None,
    )


def _checked(query: Query, parameter: Parameter, text: str, base: str) -> str:
    value = _value(parameter.type, text, Names(base))
    if value is None or not _within(parameter, value):
        wanted = {
            "iri": f"a key such as {parameter.example}, a CURIE such as cje:ouCode, or a full IRI",
            "date": "a day written as 2008-12-31",
            "integer": f"a whole number such as {parameter.example or 5}",
            "decimal": f"a number such as {parameter.example or '52.67'}",
            "string": "a text",
        }[parameter.type]
        wanted += f", {parameter.range}" if parameter.range else ""
        raise QueryError(
            f"{query.name}: the parameter {parameter.name!r} cannot be {text!r}. It takes {wanted}."
        )
    return value


def _within(parameter: Parameter, value: str) -> bool:
    return (parameter.minimum is None or Decimal(value) >= parameter.minimum) and (
        parameter.maximum is None or Decimal(value) <= parameter.maximum
    )


def _value(type_: ArgumentType, text: str, names: Names) -> str | None:
    """The value as the engine takes it, or None if the text is not of the type."""
    match type_:
        case "iri":
            return _iri(text, names)
        case "date":
            try:
                return text if date.fromisoformat(text).isoformat() == text else None
            except ValueError:
                return None
        case "integer":
            return str(int(text)) if re.fullmatch(r"[+-]?\d{1,18}", text) else None
        case "decimal":
            return format(Decimal(text), "f") if re.fullmatch(r"[+-]?\d{1,18}(\.\d{1,18})?", text) else None
    return text or None


def _iri(text: str, names: Names) -> str | None:
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    if _FULL_IRI.fullmatch(bare):
        return bare
    if _KEY.fullmatch(text):
        return names.thing(text)
    if (curie := _CURIE.fullmatch(text)) and curie[1] in names.prefixes:
        return names.expand(text)
    return None


_HEADINGS = {
    "answer": "Questions",
    "infer": "Rules",
    "check": "Checks",
    "export": "Views",
}
_OPENINGS = {
    "answer": "Each answers a competency question: `estate ask NAME`, or `estate ask CQ-01`.",
    "infer": "Each makes inferred claims, which are always marked and name the claims that they rest on.",
    "check": "Each lists problems across things; the build stops at a violation.",
    "export": "Each is a table that other parts of the project are made from.",
}


_PREAMBLE = """\
# Queries

Made from the headers of the files by `make docs`; do not edit.

A query sees `ever` as its default graph and the others by `GRAPH` (docs/model.md). A parameter is a variable
that the engine binds; it is projected, in every sub-SELECT too. One that is not required may be left out:
then the query answers for every value. A dated question can be put to the estate as it was on a day.

How they are written, so that they are quick over many claims on an engine that plans a query before it knows
what is bound, and mean the same on every engine:

- The pattern with the parameter stands first. The predicate of a claim is a variable with a FILTER: the
  planner takes a constant for the more selective end, and would begin with every claim of that property.
- A group is one flat join, then its OPTIONALs. An OPTIONAL holds one pattern, and the next inside it; a join
  in there may be run over the whole graph. No OPTIONAL begins from a variable that may be unbound: it would
  match everything.
- A join has at most a dozen patterns; beyond, the planner's estimates overflow and it gives up the order.
- What must be absent is an OPTIONAL and `!BOUND`, or a MINUS, or counted; NOT EXISTS over several patterns is
  planned badly and run anew for each row.
- What is joined to a sub-SELECT is scanned whole, unless a LIMIT tells the planner that its rows are few. A
  UNION that is joined so holds no VALUES and no OPTIONAL; these come after it. A variable that one branch
  makes by IF or COALESCE counts as perhaps unbound: an OPTIONAL from it compares all with all.
- Whether a parameter is given, COALESCE(STR(?it), "") tells at the top of a sub-SELECT; BOUND does not.
- GROUP_CONCAT takes its rows from a SELECT that sorts them, and the last ORDER BY leaves no ties: answers are
  the same byte for byte.
"""


def _readme(base: str) -> Iterator[str]:
    yield _PREAMBLE.rstrip()
    for kind, heading in _HEADINGS.items():
        queries = catalogue(kind, base)
        if not queries:
            continue
        yield from ("", f"## {heading}", "", _OPENINGS[kind])
        for query in sorted(queries.values(), key=lambda query: (query.answers or "", query.name)):
            yield from _entry(query)


def _entry(query: Query) -> Iterator[str]:
    question = f"{query.answers}: " if query.answers else ""
    yield from ("", f"### {question}{query.name}", "", query.summary)
    if query.label:
        yield from ("", f"Shown to readers as: {query.label}.")
    if query.dated:
        yield from ("", "Takes a date.")
    if query.params:
        yield from ("", "| parameter | type | | example |", "| --- | --- | --- | --- |")
        for parameter in query.params:
            need = " Required." if parameter.required else ""
            need += f" If not given: `{parameter.default}`." if parameter.default else ""
            need += f" {parameter.range.capitalize()}." if parameter.range else ""
            cells = (
                f"`{parameter.name}`",
                parameter.type,
                parameter.description + need,
                f"`{parameter.example}`",
            )
            yield f"| {' | '.join(cells)} |"
    if query.alternatives:
        ways = ", or ".join(" and ".join(f"`{name}`" for name in names) for names in query.alternatives)
        yield from ("", f"Needs {ways}.")
    if query.columns:
        yield from ("", "| column | |", "| --- | --- |")
        yield from (f"| `{name}` | {description} |" for name, description in query.columns)
    if query.notes:
        yield from ("", query.notes)
