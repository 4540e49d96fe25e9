"""What the sources cover and what they do not, in numbers: `docs/data.md` is written from them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from graph.claims import REGISTRY_SOURCE
from graph.dataset import Knowledge
from graph.errors import ReleaseError
from graph.release import Release

REPORT = "coverage.json"


@dataclass(frozen=True, slots=True)
class PropertyCoverage:
    """Of how many things of a class a property is known, said by how many sources, and of how many not."""

    class_: str
    property: str
    things: int
    known: int
    only_inferred: int
    sources: int
    gaps: int


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """What became of the rows of an upstream table; read = used + set aside."""

    key: str
    title: str
    read: int
    used: int
    set_aside: int
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of a release."""

    things: Mapping[str, int]
    properties: tuple[PropertyCoverage, ...]
    sources: tuple[SourceCoverage, ...]
    texts: int
    conflicts: Mapping[str, int]


def coverage(known: Knowledge) -> Coverage:
    """The numbers of a build, by class, property and source, in order."""
    ledger = known.tables.ledger
    return Coverage(
        things=dict(sorted(Counter(known.tables.classes.values()).items())),
        properties=tuple(_properties(known)),
        sources=tuple(
            SourceCoverage(
                key,
                known.tables.sources[key].title,
                sum(counts.values()),
                counts["claims"],
                counts["set-aside"],
                dict(sorted(known.tables.reasons.get(key, Counter()).items())),
            )
            for key, counts in sorted(ledger.items())
        ),
        texts=len(known.tables.sources.keys() - ledger.keys() - {REGISTRY_SOURCE}),
        conflicts=dict(sorted(Counter(conflict.property for conflict in known.conflicts).items())),
    )


def _properties(known: Knowledge) -> Iterator[PropertyCoverage]:
    classes = known.tables.classes
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    sources: dict[tuple[str, str], set[str]] = defaultdict(set)
    inferred: dict[tuple[str, str], set[str]] = defaultdict(set)
    for statement in known.resolution.statements:
        claim = statement.claim
        if claim.source != REGISTRY_SOURCE:
            said[classes[claim.subject], claim.property].add(claim.subject)
            sources[classes[claim.subject], claim.property].add(claim.source)
    for conclusion in known.inferred:
        inferred[classes[conclusion.subject], conclusion.property].add(conclusion.subject)
    gaps = Counter((classes[gap.subject], gap.property) for gap in known.gaps)
    things = Counter(classes.values())
    for place in sorted(said.keys() | inferred.keys() | gaps.keys()):
        only_inferred = inferred[place] - said[place]
        yield PropertyCoverage(
            *place,
            things=things[place[0]],
            known=len(said[place] | only_inferred),
            only_inferred=len(only_inferred),
            sources=len(sources[place]),
            gaps=gaps[place],
        )


def report(covered: Coverage) -> str:
    """The coverage as JSON."""
    return json.dumps(asdict(covered), indent=1, ensure_ascii=False) + "\n"


def read_report(release: Release) -> Coverage:
    """The coverage that a release tells; ReleaseError if it was made by a program that told none."""
    path = release.folder / "reports" / REPORT
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Coverage(
            things=content["things"],
            properties=tuple(PropertyCoverage(**row) for row in content["properties"]),
            sources=tuple(SourceCoverage(**row) for row in content["sources"]),
            texts=content["texts"],
            conflicts=content["conflicts"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReleaseError(f"{path} cannot be read ({error}). Run: estate build") from None


def page(covered: Coverage, date: str, labels: Mapping[str, str]) -> str:
    """The text of `docs/data.md`: what is known, what is not, and what became of each source's rows."""
    parts = (_heading(covered, date), _known(covered, labels), _rows(covered), _conflicts(covered, labels))
    return "\n".join(line for part in parts for line in part)


def _heading(covered: Coverage, date: str) -> Iterator[str]:
    tables = covered.sources
    used, aside = sum(source.used for source in tables), sum(source.set_aside for source in tables)
    gaps = sum(row.gaps for row in covered.properties)
    yield "# What the data cover, and what they do not"
    yield ""
    yield f"Written by `make docs` from the release of {date}; do not edit."
    yield ""
    yield f"- Things: {sum(covered.things.values()):,}, of {len(covered.things)} classes."
    yield f"- Sources: {len(tables) + covered.texts:,}. Tables among them: {len(tables):,}."
    yield f"- Rows of tables: {used + aside:,} read, {used:,} have claims, {aside:,} set aside with a reason."
    yield f"- Gaps: {gaps:,}. `estate ask CQ-13` tells each of them, and which sources were looked at."


def _known(covered: Coverage, labels: Mapping[str, str]) -> Iterator[str]:
    yield from ("", "## By class and property", "")
    yield (
        "Known: of how many things a source says it, or a rule infers it (in brackets, of how many it is only"
        " inferred). Gaps: of how many it is known not to be known."
    )
    for class_, things in covered.things.items():
        rows = [row for row in covered.properties if row.class_ == class_]
        yield from ("", f"### {labels.get(class_, class_)}: {things:,}", "")
        cells = (
            (
                labels.get(row.property, row.property),
                f"`{row.property}`",
                f"{row.known:,}" + (f" ({row.only_inferred:,})" if row.only_inferred else ""),
                f"{row.sources:,}",
                f"{row.gaps:,}",
            )
            for row in rows
        )
        yield from _table(("", "property", "known", "sources", "gaps"), cells)


def _rows(covered: Coverage) -> Iterator[str]:
    yield from ("", "## By source", "", "What became of the rows of each table.", "")
    cells = (
        (source.title, f"`{source.key}`", f"{source.read:,}", f"{source.used:,}", f"{source.set_aside:,}")
        for source in covered.sources
    )
    yield from _table(("source", "key", "rows read", "used", "set aside"), cells)
    yield from ("", "### Why rows were set aside", "")
    reasons = (
        (f"`{source.key}`", reason, f"{number:,}")
        for source in covered.sources
        for reason, number in source.reasons.items()
    )
    yield from _table(("source", "reason", "rows"), reasons)


def _conflicts(covered: Coverage, labels: Mapping[str, str]) -> Iterator[str]:
    yield from ("", "## Conflicts", "", "Where sources disagree: `estate ask CQ-11` tells each.", "")
    cells = (
        (labels.get(property_, property_), f"`{property_}`", f"{number:,}")
        for property_, number in covered.conflicts.items()
    )
    yield from _table(("", "property", "conflicts"), cells)
    yield ""


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"| {' | '.join('---' for _ in columns)} |"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
