"""The pipeline: from claim tables to a checked release, in one readable sequence."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import date as day
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from graph.checks import Problem, problems, violations
from graph.claims import read_tables
from graph.dataset import Knowledge, Writer
from graph.errors import EstateError
from graph.infer import infer
from graph.lives import lives
from graph.namespaces import Names
from graph.nquads import Terms, iri
from graph.omissions import omissions
from graph.queries import catalogue
from graph.release import DATASET, STORE, Metadata, Release, install, seal, staging
from graph.reports import Sums, catalogue_lines, sums, write_reports
from graph.resolve import resolve
from graph.resources import CANONICAL_BASE, read, tables, turtle_files
from graph.store import Store, turtle_to_ntriples
from graph.validate import Engine, Report, shapes_text, validate

CHECKED = ("ever", "claims", "ontology", "vocabularies")


class CheckFailed(EstateError):
    """A dataset that breaks a rule; the message names each thing and what to mend."""


@dataclass(frozen=True, slots=True)
class Built:
    """A finished build: the release, its sums, and the checks that it passed."""

    release: Release
    sums: Sums
    report: Report
    problems: tuple[Problem, ...]


def know(folder: Path, base: str = CANONICAL_BASE) -> Knowledge:
    """What the tables of a folder come to; TableError with every fault if they are not sound."""
    claims = read_tables(folder)
    resolution = resolve(claims)
    living, disputes = lives(claims, resolution)
    rules = tuple(catalogue("infer", base).values())
    inferred = infer(resolution.statements, living, rules, Terms(Names(base), claims.schema))
    return Knowledge(
        tables=claims,
        resolution=resolution,
        lives=living,
        inferred=inferred,
        omissions=omissions(claims, resolution.statements, inferred, living),
        conflicts=(*resolution.conflicts, *disputes),
        rules=rules,
    )


def build(
    out: Path,
    *,
    base: str = CANONICAL_BASE,
    folder: Path | None = None,
    date: str | None = None,
    engine: Engine = "fast",
    progress: Callable[[str], None] = lambda _: None,
) -> Built:
    """Build, check and install a release at `out` from the tables of a folder (the project's own by default).

    `date` is the day whose knowledge it holds (else that of $SOURCE_DATE_EPOCH, else today). Raises
    TableError for unsound tables and CheckFailed for a violation; then whatever stood at `out` still stands.
    """
    issued = _issued(date)
    names = Names(base)
    progress("Reading the claim tables")
    known = know(folder or tables(), base)
    progress("Writing the graphs")
    lines = _lines(known, Terms(names, known.tables.schema), issued)
    totals = sums(known, _quads_per_graph(lines, names))
    with staging(out) as place:
        metadata = Metadata(_version(), issued, base, len(lines), _write(place / DATASET, lines))
        triples = place / "checked.nt"
        _write_triples(triples, lines, names)
        lines.clear()
        progress("Loading the store")
        store = Store.create(place / STORE, names)
        store.load(place / DATASET)
        store.optimize()
        progress("Checking the rules across things")
        found = problems(store, base)
        del store
        progress(f"Checking the shapes ({engine})")
        report = validate(triples, shapes_text(base), engine)
        triples.unlink()
        refuse(report, found)
        progress("Sealing the release")
        write_reports(place / "reports", known, totals, report, found)
        seal(place, metadata)
        return Built(install(place, out, metadata), totals, report, found)


def refuse(report: Report, found: Iterable[Problem]) -> None:
    """Raise CheckFailed if the shapes or the checks found a violation."""
    sentences = [
        f"{result.focus_node} {result.path}: {result.message} (found: {result.value or 'nothing'})"
        for result in report.violations
    ]
    sentences += map(str, violations(found))
    if sentences:
        heading = f"{len(sentences)} violation{'s' if len(sentences) > 1 else ''}; the release was not made"
        raise CheckFailed("\n".join([heading, *sentences]))


def _lines(known: Knowledge, terms: Terms, issued: str) -> list[str]:
    """Every quad of the dataset as a line of canonical N-Quads, sorted, each once."""
    names, writer = terms.names, Writer(known, terms)
    lines = writer.ever()
    lines.update(writer.claims())
    lines.update(catalogue_lines(known, terms, _version(), issued))
    for path in turtle_files("ontology"):
        name = "vocabularies" if path.stem == "vocabularies" else "ontology"
        lines.update(_from_turtle(path, names, name))
    for path in turtle_files("shapes"):
        lines.update(_from_turtle(path, names, "shapes"))
    return sorted(lines)


def _from_turtle(path: Path, names: Names, graph: str) -> Iterator[str]:
    ending = f" {iri(names.graph(graph))} .\n"
    for line in turtle_to_ntriples(read(path, names.base)):
        yield line.removesuffix(" .") + ending


def _write(path: Path, lines: Sequence[str]) -> str:
    """Write the lines and return their SHA-256."""
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for some in _batches(lines):
            data = "".join(some).encode()
            digest.update(data)
            file.write(data)
    return digest.hexdigest()


def _write_triples(path: Path, lines: Sequence[str], names: Names) -> None:
    """Write the graphs that the shapes look at as one N-Triples file."""
    endings = tuple(f" {iri(names.graph(name))} .\n" for name in CHECKED)
    with path.open("w", encoding="utf-8") as file:
        for some in _batches(lines):
            file.write("".join(f"{line[: line.rindex(' <')]} .\n" for line in some if line.endswith(endings)))


def _batches(lines: Sequence[str], size: int = 100_000) -> Iterator[Sequence[str]]:
    for first in range(0, len(lines), size):
        yield lines[first : first + size]


def _quads_per_graph(lines: Iterable[str], names: Names) -> dict[str, int]:
    prefix = names.graph("")
    counts = Counter(line[line.rindex(" <") + 2 : -4].removeprefix(prefix) for line in lines)
    return dict(sorted(counts.items()))


def _issued(date: str | None) -> str:
    if date is None:
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
        return moment.date().isoformat()
    try:
        return day.fromisoformat(date).isoformat()
    except ValueError:
        raise EstateError(f"{date!r} is not the day of a release. Write it as 2026-11-23.") from None


def _version() -> str:
    try:
        return version("justice-estate")
    except PackageNotFoundError:
        return "unknown"
