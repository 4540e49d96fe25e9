"""The pipeline: from claim tables to a checked release, in one readable sequence."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import date as day
from heapq import merge
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import copyfile
from threading import Lock
from typing import ParamSpec, Self, TypeVar

from graph.catalogue import Download, Statistics, catalogue_triples, citation, file_facts
from graph.checks import Problem, problems, violations
from graph.crosswalk import crosswalk_problems
from graph.datafile import write
from graph.dataset import Knowledge, Writer
from graph.errors import EstateError
from graph.estate import Estate
from graph.exports.formats import FORMATS
from graph.gaps import gaps
from graph.geography import boundaries, misplaced
from graph.infer import infer
from graph.lives import lives
from graph.namespaces import Names
from graph.nquads import Terms, iri
from graph.omissions import omissions
from graph.queries import catalogue
from graph.reading import read_tables
from graph.release import (
    ANSWERS,
    CATALOGUE,
    CITATION,
    DATASET,
    REPORTS,
    STORE,
    TIMELINE,
    Metadata,
    Release,
    install,
    seal,
    staging,
)
from graph.reports import Sums, sums, write_reports
from graph.resolve import resolve
from graph.resources import CANONICAL_BASE, read, tables, turtle_files
from graph.store import Store, to_turtle, turtle_to_ntriples
from graph.tally import court_tallies
from graph.timeline import holding, write_timeline
from graph.trace import CROSSWALK, LEDGER
from graph.validate import Engine, Report, shapes_text, validate

P = ParamSpec("P")
T = TypeVar("T")

AT_A_TIME = 2
"""How many batches are loaded at a time."""
BESIDE = 3
"""How much else is done at a time: the shapes, the rules and the answers."""


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
    outlines = boundaries(folder, resolution.statements)
    return Knowledge(
        tables=claims,
        resolution=resolution,
        lives=living,
        inferred=inferred,
        omissions=omissions(claims, resolution.statements, inferred, living),
        gaps=gaps(claims, resolution.statements, inferred, living),
        conflicts=(*resolution.conflicts, *disputes, *misplaced(resolution.statements, outlines)),
        boundaries=outlines,
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
    with staging(out) as place, _no_collection():
        progress("Reading the claim tables")
        known = know(folder or tables(), base)
        terms = Terms(names, known.tables.schema)
        about = catalogue_triples(known, terms, _version(), issued)
        statistics = Statistics()
        progress("Writing and loading the graphs")
        triples = place / "checked.nt"
        with _Loader(Store.create(place / STORE, names)) as loader:
            written = write(
                place / DATASET, triples, _lines(known, terms, about, statistics), names, loader.append
            )
            progress(f"Checking shapes ({engine}) and rules")
            shapes = loader.beside(validate, triples, shapes_text(base), engine)
            rules = loader.beside(lambda: problems(loader.finished(), base))
            answers = loader.beside(lambda: _prepare(loader.finished(), place / ANSWERS))
            write_timeline(place / TIMELINE, holding(known, terms))
            counts = court_tallies(known)
            totals = sums(known, counts, written.per_graph)
            matched = crosswalk_problems(known.tables.crosswalk, known.tables.claims)
            report, found = shapes.result(), (*rules.result(), *matched)
            answers.result()
        triples.unlink()
        refuse(report, found)
        progress("Sealing the release")
        write_reports(place / REPORTS, known, totals, counts, report, found)
        for table in (LEDGER, CROSSWALK):
            copyfile((folder or tables()) / table, place / REPORTS / table)
        metadata = Metadata(_version(), issued, base, written.quads, written.sha256)
        size = (place / DATASET).stat().st_size
        about += file_facts(terms, metadata, written.per_graph, statistics, downloads(), size)
        (place / CATALOGUE).write_bytes(to_turtle(about, names))
        (place / CITATION).write_text(citation(metadata), encoding="utf-8")
        seal(place, metadata)
        return Built(install(place, out, metadata), totals, report, found)


def _prepare(store: Store, folder: Path) -> None:
    """Write the answers to what may be asked with no argument, but for what takes the square of the time."""
    estate = Estate(store)
    estate.prepare(pairs=False)
    estate.write_prepared(folder)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without the search for reference cycles: the tables make a million objects and no cycle among them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Loader:
    """Loads a store on all cores while what is to be loaded is still being made.

    The engines let go of Python's lock while they work. Few batches are under way at a time, since each
    is held in memory until it is loaded.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._threads = ThreadPoolExecutor(AT_A_TIME + BESIDE)
        self._loading: deque[Future[None]] = deque()
        self._finishing, self._finished = Lock(), False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown()

    def append(self, quads: bytes) -> None:
        """Load a batch as soon as few enough are under way."""
        while len(self._loading) >= AT_A_TIME:
            self._loading.popleft().result()
        self._loading.append(self._threads.submit(self._store.append, quads))

    def beside(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Do other work meanwhile."""
        return self._threads.submit(work, *args, **kwargs)

    def finished(self) -> Store:
        """The store with everything in it; who asks meanwhile waits for who asked first."""
        with self._finishing:
            if not self._finished:
                while self._loading:
                    self._loading.popleft().result()
                self._store.optimize()
                self._finished = True
        return self._store


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


def downloads() -> list[Download]:
    """The files in which a server gives a release."""
    return [Download(f.name, f"estate.{f.suffix}", f.title, f.media_type) for f in FORMATS.values()]


def _lines(known: Knowledge, terms: Terms, about: Iterable[str], counted: Statistics) -> Iterable[str]:
    """Every quad of the dataset as a line of canonical N-Quads, in order, each once."""
    writer = Writer(known, terms)
    small = set(_in_graph(about, terms.names, "catalogue"))
    for folder in ("ontology", "shapes"):
        for path in turtle_files(folder):
            graph = "vocabularies" if path.stem == "vocabularies" and folder == "ontology" else folder
            lines = turtle_to_ntriples(read(path, terms.names.base))
            small.update(_in_graph((line.removesuffix(" .") for line in lines), terms.names, graph))
    return merge(sorted(small), counted.counted(sorted(writer.ever())), writer.claims())


def _in_graph(triples: Iterable[str], names: Names, graph: str) -> Iterator[str]:
    ending = f" {iri(names.graph(graph))} .\n"
    return (triple + ending for triple in triples)


def _issued(date: str | None) -> str:
    if date is None:
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        try:
            moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
        except (ValueError, OverflowError, OSError):
            raise EstateError(f"SOURCE_DATE_EPOCH is {epoch!r}. Write it as seconds since 1970.") from None
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
