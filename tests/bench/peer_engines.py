"""The servers that are measured beside each other: how each is loaded, tuned as it documents, and started."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.release import DATASET, Release
from tests.bench.load import LIMIT
from tests.servers import Server, free_port, fuseki, jena, oxigraph, oxigraph_program, running, virtuoso
from tests.serving import serving

BUFFERS = 340_000
"""What Virtuoso's documentation gives for 4 GB of memory, of which three quarters may be dirty."""
HEAP = "4g"
MOST_LOADING = 240
"""Seconds in which a server must have loaded the data."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A server under load: where it stands, at which path it is asked, and its first process."""

    origin: str
    path: str
    pid: int

    @property
    def query(self) -> str:
        """The address of its SPARQL endpoint."""
        return self.origin + self.path


class Engine:
    """A server that can be loaded with a release and started, again and again, in one folder."""

    name = ""
    settings = ""
    ours = False
    most_quads = 2**62
    """More than so many it is not tried with, since it would not have read them in MOST_LOADING seconds."""

    def __init__(self, folder: Path, release: Release) -> None:
        self.folder = folder
        self.release = release

    @property
    def dataset(self) -> Path:
        """The N-Quads of the release."""
        return self.release.folder / DATASET

    def load(self) -> None:
        """Load the data by the quickest way that its documentation tells."""
        raise NotImplementedError

    def serve(self) -> Any:
        """A context in which the server runs: a Peer."""
        raise NotImplementedError

    def stored(self) -> Path:
        """Where its data lie."""
        return self.folder


class OurServer(Engine):
    """Our own: the release folder is what it serves, so nothing is loaded."""

    name = "Justice Estate"
    settings = "`estate serve` as it comes"
    ours = True

    def load(self) -> None:
        """Nothing: `estate build` made the store (see Growth)."""

    @contextmanager
    def serve(self) -> Iterator[Peer]:
        """The server from when it is ready."""
        with serving(
            ["--release", str(self.release.folder), "--deadline", str(LIMIT)], self.folder
        ) as served:
            yield Peer(served.url, "/sparql", served.process.pid)

    def stored(self) -> Path:
        return self.release.folder


class OxigraphServer(Engine):
    """Oxigraph's own server over its store on disk."""

    name = "Oxigraph"
    settings = (
        "`oxigraph load`, `oxigraph optimize`, `oxigraph serve` without a limit of time: with `--timeout-s` "
        "each request leaves a thread until its limit, and a load of quick ones ends the server"
    )

    def load(self) -> None:
        """By its bulk loader."""
        at = ["--location", str(self.folder / "store")]
        _run([oxigraph_program(), "load", *at, "--file", str(self.dataset), "--lenient"])
        _run([oxigraph_program(), "optimize", *at])

    @contextmanager
    def serve(self) -> Iterator[Peer]:
        """The server."""
        with oxigraph(self.folder) as server:
            yield _peer(server)


class Virtuoso(Engine):
    """Virtuoso 7."""

    name = "Virtuoso"
    settings = (
        f"bulk loader; `NumberOfBuffers {BUFFERS}`, `MaxDirtyBuffers {BUFFERS * 3 // 4}` (as documented for "
        "4 GB), `ServerThreads` and `MaxKeepAlives` 100, `ResultSetMaxRows 100000`, "
        f"`MaxQueryExecutionTime {LIMIT}`"
    )

    @contextmanager
    def serve(self) -> Iterator[Peer]:
        """The server."""
        with self._server() as server:
            yield _peer(server)

    def load(self) -> None:
        """By its bulk loader, then a checkpoint."""
        with self._server() as server:
            script = (
                f"ld_dir('{self.release.folder.resolve()}', '{DATASET}', 'urn:x');\n"
                "rdf_loader_run();\ncheckpoint;\n"
            )
            isql = shutil.which("isql-vt") or shutil.which("isql") or "isql-vt"
            at = [isql, f"127.0.0.1:{server.sql}", server.user, server.password, "ERRORS=STDOUT"]
            done = _run(at, input=script)
            if "*** Error" in done:
                raise RuntimeError(done)

    @contextmanager
    def _server(self) -> Iterator[Server]:
        reads = self.release.folder.resolve()
        with virtuoso(self.folder, buffers=BUFFERS, threads=100, limit=LIMIT, reads=reads) as server:
            yield server


class Fuseki(Engine):
    """Apache Jena Fuseki over TDB2."""

    name = "Fuseki"
    settings = (
        "`tdb2.tdbloader --loader=parallel`, statistics by `tdb2.tdbstats`, "
        f"`-Xmx{HEAP}`, `--timeout={LIMIT * 1000}`"
    )

    def load(self) -> None:
        """By its bulk loader; then the statistics by which it orders joins."""
        place = self.folder / "tdb2"
        place.mkdir(exist_ok=True)
        _run([*jena(HEAP), "tdb2.tdbloader", "--loader=parallel", f"--loc={place}", str(self.dataset)])
        graph = self.release.names.graph("claims")
        told = _run([*jena(HEAP), "tdb2.tdbstats", f"--loc={place}", f"--graph={graph}"])
        (place / "Data-0001" / "stats.opt").write_text(told, encoding="utf-8")

    @contextmanager
    def serve(self) -> Iterator[Peer]:
        """The server."""
        with fuseki(self.folder, heap=HEAP, words=[f"--timeout={LIMIT * 1000}"]) as server:
            yield _peer(server)


class RdflibEndpoint(Engine):
    """rdflib-endpoint over rdflib's store in memory, in an environment of its own."""

    name = "rdflib-endpoint"
    settings = "`rdflib-endpoint serve FILE`: rdflib's store in memory; it has no limit of time"
    most_quads = 2_000_000

    def load(self) -> None:
        """Nothing is stored: it reads the file at each start. Here it is only installed."""
        if not self._program.exists():
            home = self._program.parents[1]
            _run([sys.executable, "-m", "venv", str(home)])
            packages = ["rdflib-endpoint[cli]", "uvicorn"]
            _run([str(home / "bin/python"), "-m", "pip", "-q", "install", *packages])

    @property
    def _program(self) -> Path:
        return Path("build/peers/rdflib-endpoint/bin/rdflib-endpoint").resolve()

    @contextmanager
    def serve(self) -> Iterator[Peer]:
        """The server, when it has read the file."""
        port = free_port()
        command = [str(self._program), "serve", "--host", "127.0.0.1", "--port", str(port), str(self.dataset)]
        at = f"http://127.0.0.1:{port}"
        log = self.folder / "rdflib.log"
        with running(command, self.folder, f"{at}/?query=ASK%7B%7D", log, patience=MOST_LOADING) as pid:
            yield Peer(at, "/", pid)


ENGINES: dict[str, type[Engine]] = {
    "estate": OurServer,
    "oxigraph": OxigraphServer,
    "virtuoso": Virtuoso,
    "fuseki": Fuseki,
    "rdflib-endpoint": RdflibEndpoint,
}


def _peer(server: Server) -> Peer:
    origin, slash, path = server.query.removeprefix("http://").partition("/")
    return Peer(f"http://{origin}", slash + path, server.pid)


def _run(command: Sequence[str], input: str = "") -> str:
    """What a command writes; RuntimeError with its last words if it fails or takes too long."""
    try:
        done = subprocess.run(
            command, input=input, capture_output=True, text=True, timeout=MOST_LOADING, check=False
        )
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"did not load in {MOST_LOADING} s") from None
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} ended with {done.returncode}: {done.stderr[-300:]}")
    return done.stdout
