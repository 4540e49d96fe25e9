"""Real SPARQL servers on loopback, each with a folder of its own, stopped when they are done with."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PATIENCE = 90
"""Seconds in which a server must answer; a machine that is busy with other tests is slow to start one."""

VIRTUOSO = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableTcpSocket = 0
CaseMode = 2
CheckpointInterval = 0
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxSortedTopRows = 100000
MaxClientConnections = {threads}
DirsAllowed = {folder}, {reads}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = {threads}
MaxKeepAlives = {threads}
KeepAliveTimeout = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 100000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = {limit}
"""
"""What Debian's file sets, on loopback, with as many rows as the longest view of the project has."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it is asked, where it takes updates and graphs, and who may do so."""

    name: str
    query: str
    update: str
    graphs: str
    user: str = ""
    password: str = ""
    sql: int = 0
    """Virtuoso's own port, for its bulk loader."""
    pid: int = 0


@contextmanager
def virtuoso(
    folder: Path, *, buffers: int = 40_000, threads: int = 10, limit: int = 60, reads: Path | None = None
) -> Iterator[Server]:
    """Virtuoso 7; its update and its Graph Store Protocol ask for a password.

    `buffers` are pages of 8 KB, `limit` is the seconds that a query may take, `reads` a folder whose files
    its bulk loader may read.
    """
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is missing. Run: apt-get install virtuoso-opensource")
    http, sql = free_port(), free_port()
    settings = folder / "virtuoso.ini"
    told = VIRTUOSO.format(
        folder=folder,
        reads=reads or folder,
        http=http,
        sql=sql,
        buffers=buffers,
        dirty=buffers * 3 // 4,
        threads=threads,
        limit=limit,
    )
    settings.write_text(told, encoding="utf-8")
    at = f"http://127.0.0.1:{http}"
    command = [program, "+foreground", "+configfile", str(settings)]
    with running(command, folder, f"{at}/sparql?query=ASK%7B%7D") as pid:
        yield Server(
            "virtuoso",
            query=f"{at}/sparql",
            update=f"{at}/sparql-auth",
            graphs=f"{at}/sparql-graph-crud-auth",
            user="dba",
            password="dba",  # noqa: S106 - of a server that lives as long as the test
            sql=sql,
            pid=pid,
        )


def jena(heap: str = "2g") -> list[str]:
    """The start of a command of Apache Jena, before the name of its class."""
    jars = ROOT / "build" / "fuseki"
    java = shutil.which("java")
    if java is None or not any(jars.glob("jena-fuseki-main-*.jar")):
        pytest.skip("Fuseki is missing. Run: make fuseki (it needs Java 17 and Maven)")
    return [java, f"-Xmx{heap}", "-cp", f"{jars}/*"]


@contextmanager
def fuseki(folder: Path, *, heap: str = "2g", words: Sequence[str] = ()) -> Iterator[Server]:
    """Apache Jena Fuseki over TDB2."""
    port = free_port()
    at = f"http://127.0.0.1:{port}/estate"
    main = "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"
    (folder / "tdb2").mkdir(exist_ok=True)
    command = [*jena(heap), main, "--localhost", f"--port={port}", "--update", *words]
    command += ["--tdb2", f"--loc={folder / 'tdb2'}", "/estate"]
    with running(command, folder, f"{at}/query?query=ASK%7B%7D") as pid:
        yield Server("fuseki", query=f"{at}/query", update=f"{at}/update", graphs=f"{at}/data", pid=pid)


def oxigraph_program() -> str:
    """Oxigraph's command, which the package `oxigraph` holds."""
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        pytest.skip("Oxigraph's server is missing. Run: pip install oxigraph")
    return program


@contextmanager
def oxigraph(folder: Path, *, words: Sequence[str] = ()) -> Iterator[Server]:
    """Oxigraph's server."""
    port = free_port()
    at = f"http://127.0.0.1:{port}"
    command = [oxigraph_program(), "serve", "--location", str(folder / "store")]
    command += ["--bind", f"127.0.0.1:{port}", *words]
    with running(command, folder, f"{at}/query?query=ASK%7B%7D") as pid:
        yield Server("oxigraph", query=f"{at}/query", update=f"{at}/update", graphs=f"{at}/store", pid=pid)


SERVERS: dict[str, Callable[[Path], AbstractContextManager[Server]]] = {
    "virtuoso": virtuoso,
    "fuseki": fuseki,
    "oxigraph": oxigraph,
}


@contextmanager
def running(
    command: Sequence[str], folder: Path, probe: str, log: Path | None = None, patience: float = PATIENCE
) -> Iterator[int]:
    """The id of a server's process, which runs in a folder from when it answers a probe until the end."""
    log = log or folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait(process, probe, log, patience)
            yield process.pid
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], probe: str, log: Path, patience: float) -> None:
    ends = time.monotonic() + patience
    while time.monotonic() < ends:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(probe, timeout=5):  # noqa: S310 - an address of our own
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    pytest.fail(f"The server did not start: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


def free_port() -> int:
    """A port of loopback that nothing listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
