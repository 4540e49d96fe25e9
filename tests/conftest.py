"""What several tests start from: a small folder of tables, and the real estate, built once."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest

from graph import cli
from graph.build import Built, build
from graph.claims import CLAIM_COLUMNS, REGISTRY_SOURCE, SOURCE_COLUMNS
from graph.estate import Estate
from graph.importers.reading import CORRECTION_COLUMNS
from graph.importers.run import IMPORT_COLUMNS
from graph.ledger import LEDGER_COLUMNS
from graph.publish import publish
from graph.release import Release
from graph.remote import RemoteStore
from tests.loaded import Loaded, endpoint_of, part_of
from tests.servers import SERVERS

TABLES = {
    "registry": ("key", "class", "note"),
    "sources": SOURCE_COLUMNS,
    "policy": ("property", "rank", "kind", "source", "reason"),
    "lists": ("key", "source", "locator", "subject", "property", "class", "note"),
    "gaps": ("key", "property", "source", "looked_at", "note"),
    "crosswalk": ("key", "source", "row", "how", "evidence"),
    "ledger": LEDGER_COLUMNS,
    "corrections": CORRECTION_COLUMNS,
    "imports": IMPORT_COLUMNS,
    "claims": CLAIM_COLUMNS,
}
"""The columns of each table, as docs/model.md gives them."""

CLASSES = {
    "cps-area": "cje:CPSArea",
    "police-force": "cje:PoliceForce",
    "inspectorate": "cje:Inspectorate",
    "magistrates-court": "cje:MagistratesCourt",
    "crown-court-centre": "cje:CrownCourtCentre",
    "court": "cje:Court",
    "courthouse": "cje:Courthouse",
    "office": "cje:Office",
    "police-area": "cje:PoliceArea",
    "criminal-justice-area": "cje:CriminalJusticeArea",
    "area-scheme": "cje:AreaScheme",
    "inspection": "cje:Inspection",
    "inspection-programme": "cje:InspectionProgramme",
    "rating": "cje:Rating",
    "finding": "cje:Finding",
    "measured-change": "cje:MeasuredChange",
    "stated-count": "cje:StatedCount",
    "post": "org:Post",
    "membership": "org:Membership",
    "person": "foaf:Person",
    "law": "cje:LegalProvision",
    "opening": "cje:Opening",
    "closure": "cje:Closure",
    "reopening": "cje:Reopening",
    "formation": "cje:Formation",
    "merger": "cje:Merger",
    "split": "cje:Split",
}
"""The class of each kind of key (docs/model.md)."""

SOURCES = {
    "notice": ("press-notice", "2007-12/2011-03"),
    "codes": ("code-list", "2019-11-08"),
    "list-2005": ("court-directory", "2005-03-01"),
    "list-2013": ("court-directory", "2013-07-01"),
    "list-2025": ("court-directory", "2025-03-01"),
    "statement": ("ministerial-statement", "2010-12-14"),
    "answer": ("parliamentary-answer", "2012-02-03"),
}
"""The kind and date of the sources that claims may cite without more ado."""


class Mini(Protocol):
    """Writes a small, complete folder of tables and returns it."""

    def __call__(
        self,
        claims: str,
        *,
        registry: str | None = None,
        sources: str = "",
        policy: str = "",
        lists: str = "",
        gaps: str = "",
        crosswalk: str = "",
        ledger: str = "",
        corrections: str = "",
        imports: str = "",
    ) -> Path:
        """Write the tables.

        A row may leave out its last cells: a claim that has no locator says `paragraph 1`. `sources` adds
        rows `key,kind,date` to those of SOURCES that the claims cite. Keys are minted by their kind, unless
        `registry` gives every row.
        """


def mini_in(folder: Path) -> Mini:
    """A factory of small, complete tables in one folder."""

    def write(
        claims: str,
        *,
        registry: str | None = None,
        sources: str = "",
        policy: str = "",
        lists: str = "",
        gaps: str = "",
        crosswalk: str = "",
        ledger: str = "",
        corrections: str = "",
        imports: str = "",
    ) -> Path:
        (folder / "claims").mkdir(parents=True, exist_ok=True)
        said = [_claim(row) for row in _rows(claims)]
        known = SOURCES | {row[0]: (row[1], row[2]) for row in _rows(sources)}
        cited = (
            {row[6] for row in said} | {row[0] for row in _rows(ledger)} | {row[0] for row in _rows(sources)}
        )
        cited |= {row[1] for row in _rows(lists)}
        cited |= {source for row in _rows(gaps) for source in row[2].split(" ; ")}
        described = [_source(key, *known[key]) for key in sorted(cited & known.keys())]
        minted = _rows(registry) if registry is not None else _minted(said)
        for name, rows in (
            ("registry", minted),
            ("sources", [_source(REGISTRY_SOURCE, "registry", "2026-11"), *described]),
            ("policy", _rows(policy)),
            ("lists", _rows(lists)),
            ("gaps", _rows(gaps)),
            ("crosswalk", _rows(crosswalk)),
            ("ledger", [[row[0], "table", *row[1:]] for row in _rows(ledger)]),
            ("corrections", _rows(corrections)),
            ("imports", _rows(imports)),
        ):
            write_table(folder / f"{name}.csv", TABLES[name], rows)
        write_table(folder / "claims" / "mini.csv", CLAIM_COLUMNS, said)
        return folder

    return write


@pytest.fixture
def mini(tmp_path: Path) -> Mini:
    """A factory of small, complete folders of tables."""
    return mini_in(tmp_path / "tables")


@pytest.fixture(scope="module")
def module_mini(tmp_path_factory: pytest.TempPathFactory) -> Mini:
    """The same for a folder that all tests of a module share."""
    return mini_in(tmp_path_factory.mktemp("mini") / "tables")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The release of the project's own tables, built once."""
    return build(tmp_path_factory.mktemp("estate") / "release", date="2026-11-23")


@pytest.fixture(scope="session")
def part(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The estate without most of its claims."""
    return part_of(built.release, tmp_path_factory.mktemp("part") / "release")


@pytest.fixture(scope="session")
def embedded(part: Release) -> Iterator[Estate]:
    """That part, open for questions."""
    estate = Estate(part.store(), part)
    yield estate
    estate.close()


@pytest.fixture(scope="session", params=SERVERS)
def loaded(
    request: pytest.FixtureRequest, part: Release, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    """Each engine that is on this machine, holding that part."""
    with SERVERS[request.param](tmp_path_factory.mktemp(request.param)) as server:
        with RemoteStore(endpoint_of(server)) as store:
            made = Loaded(server, publish(part, store, batch=20_000))
        yield made
        for store in made.stores:
            store.close()


@pytest.fixture(scope="session")
def estate(built: Built) -> Estate:
    """The project's own release, open for questions."""
    return Estate.open(built.release.folder)


class Answer(NamedTuple):
    """What a run of the command left."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def run_estate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Run:
    """Runs the command `estate` from an empty folder, where there is no release unless it is named."""

    def command(*words: str, stdin: str = "") -> Answer:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["estate", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = 0
        try:
            cli.main()
        except SystemExit as stopped:
            code = stopped.code if isinstance(stopped.code, int) else 0
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = capfdbinary.readouterr()
        return Answer(code, out.decode(), err.decode())

    return command


def write_table(path: Path, columns: tuple[str, ...], rows: Iterable[list[str]]) -> None:
    """Write a table; rows that are too short are filled up."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([*row, *[""] * (len(columns) - len(row))] for row in rows)


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(line.strip() for line in text.splitlines() if line.strip()))


def _claim(row: list[str]) -> list[str]:
    cells = [*row, *[""] * (len(CLAIM_COLUMNS) - len(row))]
    return [*cells[:7], cells[7] or "paragraph 1", *cells[8:]]


def _source(key: str, kind: str, date: str) -> list[str]:
    return [key, f"The {key}", "A publisher", kind, "OGL-3.0", date, f"file:{key}", ""]


def _minted(claims: list[list[str]]) -> list[list[str]]:
    keys = dict.fromkeys(cell for row in claims for cell in (row[0], row[2]))
    return [
        [key, CLASSES[key.partition("/")[0]]]
        for key in keys
        if key.partition("/")[0] in CLASSES and "/" in key
    ]
