"""SHACL reports of a graph: the only module that knows the SHACL engines.

Two engines run the same shapes: a fast one for every build, and pySHACL as the reference.
Both are imported where they are used, so that a command that checks nothing does not wait for them.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import logging
import math
import re
import time
import warnings
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from graph.errors import EstateError
from graph.resources import CANONICAL_BASE, read, turtle_files

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib import Literal as RdfLiteral
    from rdflib.term import Node

Engine = Literal["fast", "pyshacl"]
SYNTAXES = {".nt": "nt", ".ttl": "turtle"}
BLANK = "_:"

_SHACL = "http://www.w3.org/ns/shacl#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
# The lexical forms of XML Schema 1.1 part 2, where rdflib admits more (1_000, 1e5, NaN, 2000-W01-1).
_LEXICAL = {
    f"{_XSD}decimal": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII),
    f"{_XSD}integer": re.compile(r"[+-]?\d+", re.ASCII),
    f"{_XSD}date": re.compile(r"-?\d{4,}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?", re.ASCII),
}
_FORMS = {"DatatypeConstraintComponent", "PatternConstraintComponent"}
_COMPARISONS = {
    "LessThanConstraintComponent",
    "LessThanOrEqualsConstraintComponent",
    "MinInclusiveConstraintComponent",
    "MaxInclusiveConstraintComponent",
    "MinExclusiveConstraintComponent",
    "MaxExclusiveConstraintComponent",
}
_STAND_IN = "urn:justice-estate:stand-in:"


class DataError(EstateError):
    """A data file that cannot be read; the message gives the file, the line and the reason."""


class EngineError(EstateError):
    """An engine that broke down over data or shapes that it can read; the other engine may do."""


class ShapesError(EstateError):
    """Shapes that an engine cannot use; the message gives the engine's reason."""


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One thing that a shape finds in the data.

    Plain strings throughout: IRIs without brackets, lexical forms without quotes, `_:` for any blank
    node (two engines share no labels), and the empty string where a result has no path or no value.
    `component` and `severity` are local names, such as `MinCountConstraintComponent` and `Violation`.
    """

    focus_node: str
    path: str
    component: str
    shape: str
    severity: str
    value: str
    message: str

    @property
    def verdict(self) -> Verdict:
        """What every engine must agree on."""
        return Verdict(self.focus_node, self.path, self.component)


@dataclass(frozen=True, slots=True, order=True)
class Verdict:
    """That a node breaks a kind of constraint, on one of its properties or (path empty) itself."""

    focus_node: str
    path: str
    component: str


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """A verdict that one engine gives and the other does not."""

    verdict: Verdict
    only: Engine

    def __str__(self) -> str:
        node, path, component = self.verdict.focus_node, self.verdict.path, self.verdict.component
        return f"Only {self.only} finds {component} at {node}{f' on {path}' if path else ''}."


@dataclass(frozen=True)
class Report:
    """What the shapes find in a graph: each result once, in order; `seconds` includes loading."""

    engine: Engine
    results: tuple[Result, ...]
    seconds: float

    @property
    def conforms(self) -> bool:
        """Whether nothing stands against a release: no violation; warnings may be there."""
        return not self.violations

    @cached_property
    def violations(self) -> tuple[Result, ...]:
        """The results that stop a release."""
        return self._of("Violation")

    @cached_property
    def warnings(self) -> tuple[Result, ...]:
        """The results that a release reports and carries."""
        return self._of("Warning")

    @cached_property
    def verdicts(self) -> frozenset[Verdict]:
        """What the two engines must agree on."""
        return frozenset(result.verdict for result in self.results)

    def _of(self, severity: str) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.severity == severity)


def shapes_text(base: str = CANONICAL_BASE) -> str:
    """All shapes of the project as one Turtle document, with the project's base IRI replaced by `base`."""
    return "\n".join(read(path, base) for path in turtle_files("shapes"))


def validate(data: Path, shapes: str, engine: Engine = "fast") -> Report:
    """The report of the shapes (a Turtle text) over the data (a file `.nt` or `.ttl`).

    Nothing is inferred: `sh:class` and `sh:targetClass` follow the `rdfs:subClassOf` that stand in the
    data, so the file holds the ontology as well. Raises DataError for a file that cannot be read,
    ShapesError for shapes that the engine cannot use, and EngineError if it breaks down.
    """
    if data.suffix not in SYNTAXES:
        raise DataError(f"{data} is neither N-Triples (.nt) nor Turtle (.ttl). Convert it, or rename it.")
    if not data.is_file():
        raise DataError(f"There is no file {data} to check.")
    started = time.perf_counter()
    found = set(_fast(data, shapes) if engine == "fast" else _reference(data, shapes))
    return Report(engine, tuple(sorted(_comparable(found))), time.perf_counter() - started)


def agreement(a: Report, b: Report) -> tuple[Difference, ...]:
    """The verdicts on which two reports differ, in order; empty where they agree."""
    only_a = (Difference(verdict, a.engine) for verdict in a.verdicts - b.verdicts)
    only_b = (Difference(verdict, b.engine) for verdict in b.verdicts - a.verdicts)
    return tuple(sorted([*only_a, *only_b]))


def _comparable(results: Iterable[Result]) -> Iterator[Result]:
    """The results without those that compare values of a node that has values of a wrong form.

    SHACL 4.3 and 4.5.3 find a fault where values cannot be compared; rdflib puts some of them in an order.
    The wrong form itself stays in the report, with the same severity, and is to be mended first.
    """
    found = list(results)
    ill = {(result.focus_node, result.severity) for result in found if result.component in _FORMS}
    for result in found:
        if result.component not in _COMPARISONS or (result.focus_node, result.severity) not in ill:
            yield result


def _fast(data: Path, shapes: str) -> Iterator[Result]:
    import shacl

    try:
        compiled = shacl.Shapes.from_turtle(shapes)
    except ValueError as error:
        raise ShapesError(f"The shapes cannot be used: {error}") from None
    try:
        report = compiled.validate_file(str(data))
    except ValueError as error:
        raise _unreadable(data, str(error)) from None
    except BaseException as error:
        # A panic of the engine is no Exception; a year of twenty digits is enough for one.
        if type(error).__name__ != "PanicException":
            raise
        raise EngineError(f"The fast engine broke down over {data}: {error}. Try --engine pyshacl.") from None
    for result in report.results:
        value = "" if result.value is None else result.value
        yield Result(
            focus_node=_plain(result.focus_node),
            path=_plain(result.path or ""),
            component=result.component,
            shape=_plain(result.source_shape or ""),
            severity=result.severity,
            value=BLANK if value.startswith(BLANK) else result.value_plain or "",
            message=result.message or "",
        )


def _plain(term: str) -> str:
    """An IRI without its brackets; a blank node or a compound path has no name that engines share."""
    if term.startswith("<") and term.endswith(">") and ">" not in term[:-1]:
        return term[1:-1]
    return BLANK if term else ""


def _reference(data: Path, shapes: str) -> list[Result]:
    with _rdflib_as_written():
        return list(_pyshacl(data, shapes))


def _pyshacl(data: Path, shapes: str) -> Iterator[Result]:
    import pyshacl
    import rdflib
    from pyshacl.errors import ConstraintLoadError, ShapeLoadError
    from rdflib.namespace import RDF, SH

    try:
        shapes_graph = rdflib.Graph().parse(data=shapes, format="turtle")
    except Exception as error:  # rdflib's parsers raise many kinds
        raise ShapesError(f"The shapes cannot be used: {error}") from None
    try:
        data_graph = rdflib.Graph().parse(data, format=SYNTAXES[data.suffix])
    except Exception as error:
        raise _unreadable(data, str(error)) from None
    _as_standard(data_graph, _compared(shapes_graph))
    try:
        _, report, _ = pyshacl.validate(data_graph, shacl_graph=shapes_graph, inplace=True)
    except (ShapeLoadError, ConstraintLoadError, re.error) as error:
        raise ShapesError(f"The shapes cannot be used: {error}") from None
    except Exception as error:
        raise EngineError(f"The reference engine broke down over {data}. Try --engine fast.") from error
    if not isinstance(report, rdflib.Graph):
        raise EngineError(f"The reference engine gave no report on {data}: {report!r}. Try --engine fast.")

    for node in report.subjects(RDF.type, SH.ValidationResult):
        facts = dict(report.predicate_objects(node))
        yield Result(
            focus_node=_text(facts[SH.focusNode]),
            path=_text(facts.get(SH.resultPath)),
            component=_text(facts[SH.sourceConstraintComponent]).removeprefix(_SHACL),
            shape=_text(facts.get(SH.sourceShape)),
            severity=_text(facts[SH.resultSeverity]).removeprefix(_SHACL),
            value=_text(facts.get(SH.value)),
            message=_text(facts.get(SH.resultMessage)),
        )


def _text(term: Node | None) -> str:
    from rdflib import BNode

    text = "" if term is None else str(term)
    return BLANK if isinstance(term, BNode) or text.startswith(_STAND_IN) else text


def _compared(shapes: Graph) -> set[Node]:
    """The properties whose values some shape compares, with each other or with a bound."""
    from rdflib.namespace import SH

    found: set[Node] = set()
    pairs, bounds = (SH.lessThan, SH.lessThanOrEquals), (SH.minInclusive, SH.maxInclusive)
    for constraint in (*pairs, *bounds, SH.minExclusive, SH.maxExclusive):
        for shape, other in shapes.subject_objects(constraint):
            found.update(shapes.objects(shape, SH.path))
            if constraint in pairs:
                found.add(other)
    return found


def _as_standard(graph: Graph, compared: Collection[Node]) -> None:
    """Replace the values that rdflib or pySHACL takes for something else than the standards do.

    A text typed as xsd:string is the same as a plain one. What XML Schema does not admit (rdflib admits some
    of it) gets a datatype of its own, each value one, that no shape admits. Where values are compared, so
    does what has no order (pySHACL fails over it), and a blank node gets an IRI (likewise).
    """
    from rdflib import BNode, URIRef
    from rdflib import Literal as RdfLiteral
    from rdflib.namespace import XSD

    strange: dict[RdfLiteral, RdfLiteral] = {}
    changes: list[tuple[Node, Node, Node, Node]] = []
    for subject, predicate, value in graph:
        new: Node = value
        if isinstance(value, BNode) and predicate in compared:
            new = URIRef(f"{_STAND_IN}{value}")
        elif isinstance(value, RdfLiteral) and value.datatype == XSD.string:
            new = RdfLiteral(str(value))
        elif isinstance(value, RdfLiteral) and (
            _is_ill_typed(value) or (predicate in compared and _is_beyond_order(value))
        ):
            datatype = URIRef(f"{_STAND_IN}{len(strange)}")
            new = strange.setdefault(value, RdfLiteral(str(value), datatype=datatype))
        if new is not value:
            changes.append((subject, predicate, value, new))
    for subject, predicate, old, new in changes:
        graph.remove((subject, predicate, old))
        graph.add((subject, predicate, new))


def _is_ill_typed(value: RdfLiteral) -> bool:
    form = _LEXICAL.get(str(value.datatype))
    return bool(value.ill_typed) or (form is not None and form.fullmatch(str(value)) is None)


def _is_beyond_order(value: RdfLiteral) -> bool:
    known = value.value
    return known is None or (isinstance(known, float) and math.isnan(known))


@contextmanager
def _rdflib_as_written() -> Iterator[None]:
    """Literals keep the form in which they are written, and rdflib is silent about ill-typed ones."""
    import rdflib

    logger, normalize = logging.getLogger("rdflib.term"), rdflib.NORMALIZE_LITERALS
    level = logger.level
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logger.setLevel(logging.CRITICAL)
        rdflib.NORMALIZE_LITERALS = False
        try:
            yield
        finally:
            rdflib.NORMALIZE_LITERALS = normalize
            logger.setLevel(level)


def _unreadable(data: Path, reason: str) -> DataError:
    place = re.search(r"line (\d+)", reason)
    line = int(place[1]) if place else next(_bad_lines(data), None)
    reason = reason.rsplit(": ", 1)[-1] if place else reason
    where = str(data) if line is None else f"{data}:{line}"
    return DataError(f"{where}: the data cannot be read: {reason}")


def _bad_lines(data: Path) -> Iterator[int]:
    """The lines of an N-Triples file that cannot be parsed; rdflib's parser does not count them."""
    import rdflib

    with data.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                rdflib.Graph().parse(data=line.decode(), format="nt")
            except Exception:
                yield number
