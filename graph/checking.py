"""Checks of a finished release or of files: shapes by one or both engines, and the rules across things."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.checks import Problem, problems, violations
from graph.claims import CROSSWALK_COLUMNS, Claim, Match
from graph.crosswalk import crosswalk_problems
from graph.datafile import as_triples
from graph.errors import EstateError
from graph.namespaces import Names
from graph.queries import find
from graph.release import DATASET, REPORTS, Release
from graph.resources import read, turtle_files
from graph.store import Store, file_format, turtle_to_ntriples
from graph.tables import Faults, read_rows
from graph.trace import CROSSWALK
from graph.validate import Difference, Engine, Report, agreement, shapes_text, validate


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found; `compared` is the fast engine's report where the reference engine ran."""

    report: Report
    problems: tuple[Problem, ...]
    names: Names
    compared: Report | None = None

    @property
    def passed(self) -> bool:
        """Whether there is no violation and the engines, if both ran, agree."""
        return self.report.conforms and not violations(self.problems) and not self.differences

    @property
    def differences(self) -> tuple[Difference, ...]:
        """On what the two engines differ."""
        return agreement(self.compared, self.report) if self.compared else ()

    def as_json(self) -> dict[str, object]:
        """The same for a program."""
        return {
            "passed": self.passed,
            "engine": self.report.engine,
            "seconds": round(self.report.seconds, 3),
            "results": [asdict(result) for result in self.report.results],
            "problems": [asdict(problem) for problem in self.problems],
            "compared_seconds": round(self.compared.seconds, 3) if self.compared else None,
            "differences": [str(difference) for difference in self.differences],
        }


def check_release(folder: Path | None, engine: Engine) -> Outcome:
    """The check of a release by the shapes and by the queries of `queries/check`."""
    release = Release.open(folder)
    names = release.names
    with _scratch() as triples:
        dataset = release.folder / DATASET
        with (
            dataset.open(encoding="utf-8", newline="\n") as quads,
            triples.open("w", encoding="utf-8", newline="\n") as out,
        ):
            out.writelines(as_triples(quads, names))
        store = release.store()
        found = (*problems(store, names.base), *_contradicted(store, release.folder / REPORTS))
        return _outcome(triples, engine, names, found)


def check_files(files: Sequence[Path], engine: Engine) -> Outcome:
    """The check of RDF files by the shapes alone, with the ontology beside them."""
    store = Store.in_memory()
    for file in files:
        format = file_format(file)
        try:
            store.load(file.read_bytes(), format=format)
        except OSError as error:
            raise EstateError(f"{file} cannot be read: {error.strerror}.") from None
        except SyntaxError as error:
            raise EstateError(f"{file}:{error.lineno}: {error.msg}") from None
    with _scratch() as triples:
        with triples.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(f"{line} .\n" for line in store.triples())
            for path in turtle_files("ontology"):
                out.writelines(f"{line}\n" for line in turtle_to_ntriples(read(path)))
        return _outcome(triples, engine, Names(), ())


def _contradicted(store: Store, reports: Path) -> list[Problem]:
    """What speaks against the release's own decisions of identity."""
    faults = Faults()
    rows = read_rows(reports / CROSSWALK, CROSSWALK_COLUMNS, faults)
    matches = [Match(*row.cells) for row in rows]
    faults.raise_any()
    shorten = store.names.shorten
    asked = store.select(find("identifying-claims", store.names.base, kind="export").text)
    claims = (
        Claim(shorten(thing), shorten(property_), value, "", "", "", source.rpartition("/")[2], locator)
        for thing, property_, value, source, locator in asked.texts()
    )
    return crosswalk_problems(matches, claims)


def _outcome(triples: Path, engine: Engine, names: Names, found: tuple[Problem, ...]) -> Outcome:
    shapes = shapes_text(names.base)
    report = validate(triples, shapes, engine)
    compared = validate(triples, shapes, "fast") if engine == "pyshacl" else None
    return Outcome(report, found, names, compared)


@contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="estate-") as folder:
        yield Path(folder) / "checked.nt"
