"""The endpoint beside other servers on the same data, in one run: `python -m tests.bench.peers`.

It wants wrk (apt-get install wrk) for the load, and measures each server that it finds: Oxigraph's, Virtuoso,
Fuseki (make fuseki) and rdflib-endpoint, which it installs into build/peers. A cold request is one that was
never asked before; a warm one is the same again.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from graph.binding import bind, declare
from graph.namespaces import Names
from graph.publish import publish
from graph.queries import Query, bindings, catalogue
from graph.release import DATASET, Release
from graph.remote import ASTRAY, Endpoint, RemoteStore
from graph.store import Store, iri, typed
from tests.servers import free_port, fuseki, oxigraph, running, virtuoso

CONNECTIONS = 16
SECONDS = 4
EACH = 1
"""Seconds for each question, cold and warm."""
SECTION = "## Beside other servers"
PAGE = Path("docs/benchmarks.md")
THING = "magistrates-court/oakham"

LUA = """\
local paths, place, count = {}, 0, 0
function init(args)
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  cold = args[2] == "cold"
end
function request()
  place = place % #paths + 1
  count = count + 1
  if cold and paths[place]:find("query=") then
    return wrk.format("GET", paths[place] .. "%20%23" .. count)
  elseif cold then
    local headers = {Host = "h" .. count .. ".example", Accept = wrk.headers["Accept"]}
    return wrk.format("GET", paths[place], headers)
  end
  return wrk.format("GET", paths[place])
end
function done(summary, latency)
  local form = '{"requests": %d, "seconds": %.3f, "bad": %d, "p50": %.3f, "p95": %.3f, "p99": %.3f}'
  io.write(string.format(form, summary.requests, summary.duration / 1e6,
    summary.errors.status + summary.errors.timeout + summary.errors.read + summary.errors.connect,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3))
end
"""
"""For wrk: each path in turn; a cold one with a comment that was never there, so that nothing can be kept.

What is no query is asked by a host that was never there.
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of a load: requests a second, and milliseconds of the half, 95 and 99 in a hundred."""

    rate: float
    p50: float
    p95: float
    p99: float
    bad: int

    @property
    def told(self) -> str:
        """As a cell of a table."""
        if math.isnan(self.rate):
            return "not run"
        bad = f", {self.bad} failed" if self.bad else ""
        return f"{self.rate:,.0f}/s ({self.p50:.1f}, {self.p95:.1f}, {self.p99:.1f} ms{bad})"


NOT_RUN = Load(math.nan, math.nan, math.nan, math.nan, 0)


def load(origin: str, paths: Sequence[str], *, cold: bool, seconds: int = SECONDS) -> Load:
    """Ask paths in turn over 16 connections for some seconds."""
    with tempfile.TemporaryDirectory() as folder:
        script, listed = Path(folder, "load.lua"), Path(folder, "paths")
        script.write_text(LUA, encoding="utf-8")
        listed.write_text("\n".join(paths), encoding="utf-8")
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "15s", "-s", str(script)]
        command += ["-H", "Accept: application/sparql-results+json, text/html;q=0.9", origin, "--"]
        done = subprocess.run(
            [*command, str(listed), "cold" if cold else "warm"], capture_output=True, text=True, check=True
        )
    told = json.loads(done.stdout[done.stdout.rindex("{") :])
    answered = told["requests"] - told["bad"]
    return Load(answered / told["seconds"], told["p50"], told["p95"], told["p99"], told["bad"])


@dataclass(frozen=True, slots=True)
class Peer:
    """A server under load: what it is called, where it stands and at which path it is asked."""

    name: str
    origin: str
    path: str
    explicit: bool = True
    """Whether the graphs that a question sees must be told."""


def point_paths(peer: Peer, names: Names, things: Sequence[str]) -> list[str]:
    """The statements of a thing, one thing after another."""
    graph = names.graph("ever")
    queries = (f"SELECT ?p ?o WHERE {{ GRAPH <{graph}> {{ <{names.thing(t)}> ?p ?o }} }}" for t in things)
    return [f"{peer.path}?{urlencode({'query': query})}" for query in queries]


def question_path(peer: Peer, names: Names, query: Query) -> str:
    """A competency question with the example of each parameter that it must have, else of its first."""
    taken = [parameter for parameter in query.params if parameter.required] or query.params[:1]
    examples = {parameter.name: parameter.example for parameter in taken}
    bound = {
        name: str(iri(value.value) if value.datatype is None else typed(value.value, value.datatype))
        for name, value in bindings(query, examples, names.base).items()
    }
    given = [("query", declare(bind(query.text, bound), names.prefixes))]
    if peer.explicit:
        given.append(("default-graph-uri", names.graph("ever")))
        given += [("named-graph-uri", names.graph(name)) for name in Store.FIXED]
    return f"{peer.path}?{urlencode(given)}"


def api_path(query: Query) -> str:
    """The same question at the API, where the whole answers are kept in memory."""
    taken = [parameter for parameter in query.params if parameter.required] or query.params[:1]
    given = {parameter.name: parameter.example for parameter in taken}
    return f"/api/v1/queries/{query.name}?{urlencode(given | {'format': 'srj'})}"


@contextmanager
def estate(folder: Path, release: Release) -> Iterator[Peer]:
    """Our own server."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "graph.cli",
        "serve",
        "--port",
        str(port),
        "--release",
        str(release.folder),
    ]
    origin = f"http://127.0.0.1:{port}"
    with running(command, Path.cwd(), f"{origin}/ready", folder / "estate.log"):
        while b'"settled":true' not in urllib.request.urlopen(f"{origin}/ready").read():  # noqa: S310
            time.sleep(0.2)
        yield Peer("Justice Estate", f"http://127.0.0.1:{port}", "/sparql", explicit=False)


@contextmanager
def oxigraph_server(folder: Path, release: Release) -> Iterator[Peer]:
    """Oxigraph's own server, over a store on disk as ours."""
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program:
        file = str(release.folder / DATASET)
        command = [program, "load", "--location", str(folder / "store"), "--file", file]
        subprocess.run(command, check=True, capture_output=True)
    with oxigraph(folder) as server:
        yield Peer("Oxigraph's server", *_split(server.query))


@contextmanager
def virtuoso_server(folder: Path, release: Release) -> Iterator[Peer]:
    """Virtuoso 7."""
    with virtuoso(folder) as server:
        _publish(release, Endpoint(server.query, server.update, server.graphs, server.user, server.password))
        yield Peer("Virtuoso", *_split(server.query))


@contextmanager
def fuseki_server(folder: Path, release: Release) -> Iterator[Peer]:
    """Fuseki over TDB2."""
    with fuseki(folder) as server:
        _publish(release, Endpoint(server.query, server.update, server.graphs))
        yield Peer("Fuseki", *_split(server.query))


@contextmanager
def rdflib_endpoint(folder: Path, release: Release) -> Iterator[Peer]:
    """rdflib-endpoint, in an environment of its own."""
    environment = Path("build/peers/rdflib-endpoint").resolve()
    program = environment / "bin" / "rdflib-endpoint"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        packages = ["rdflib-endpoint[cli]", "uvicorn"]
        subprocess.run([str(environment / "bin/python"), "-m", "pip", "-q", "install", *packages], check=True)
    port = free_port()
    command = [
        str(program),
        "serve",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        str(release.folder / DATASET),
    ]
    probe = f"http://127.0.0.1:{port}/?query=ASK%7B%7D"
    with running(command, folder, probe, folder / "rdflib.log", patience=600):
        yield Peer("rdflib-endpoint", f"http://127.0.0.1:{port}", "/")


SERVERS = {
    "estate": estate,
    "oxigraph": oxigraph_server,
    "virtuoso": virtuoso_server,
    "fuseki": fuseki_server,
    "rdflib-endpoint": rdflib_endpoint,
}


def measure(wanted: Sequence[str]) -> dict[str, dict[str, Load]]:
    """The loads of each server, by its name and the work."""
    release = Release.open()
    names = release.names
    things = _things(release)
    questions = {q.answers or q.name: q for q in catalogue("answer", names.base).values()}
    found: dict[str, dict[str, Load]] = {}
    for key in wanted:
        with tempfile.TemporaryDirectory(prefix="peer-") as folder:
            began = time.perf_counter()
            with SERVERS[key](Path(folder), release) as peer:
                _say(f"{peer.name}: loaded and ready after {time.perf_counter() - began:.1f} s")
                loads = found.setdefault(peer.name, {})
                points = point_paths(peer, names, things)
                loads["point query, cold"] = load(peer.origin, points, cold=True)
                loads["point query, warm"] = load(peer.origin, points[:1], cold=False)
                if key == "estate":
                    pages = [f"/doc/{thing}.html" for thing in _things(release, "cje:MagistratesCourt")]
                    loads["page of a court, cold"] = load(peer.origin, pages, cold=True)
                    loads["page of a court, warm"] = load(peer.origin, [f"/doc/{THING}.html"], cold=False)
                for id_, query in questions.items():
                    if query.name in ASTRAY.get(peer.name, ()):
                        continue
                    path = question_path(peer, names, query)
                    for how in ("cold", "warm"):
                        loads[f"{id_}, {how}"] = (
                            load(peer.origin, [path], cold=how == "cold", seconds=EACH)
                            if _answers(peer.origin + path)
                            else NOT_RUN
                        )
                    if key == "estate":
                        by_api = api_path(query)
                        for how in ("cold", "warm"):
                            done = load(peer.origin, [by_api], cold=how == "cold", seconds=EACH)
                            loads[f"{id_} by the API, {how}"] = done
                for work, each in loads.items():
                    _say(f"  {work}: {each.told}")
    return found


def table(found: Mapping[str, Mapping[str, Load]]) -> str:
    """The loads as Markdown."""
    works = list(dict.fromkeys(work for loads in found.values() for work in loads))
    rows = [f"| | {' | '.join(found)} |", f"| --- |{' --- |' * len(found)}"]
    rows += [
        f"| {work} | {' | '.join(loads.get(work, NOT_RUN).told for loads in found.values())} |"
        for work in works
    ]
    return "\n".join(rows)


def main() -> None:
    """Measure and put the table into docs/benchmarks.md."""
    if shutil.which("wrk") is None:
        sys.exit("The load comes from wrk. Run: apt-get install wrk")
    found = measure(sys.argv[1:] or list(SERVERS))
    now = datetime.now(UTC).date().isoformat()
    text = (
        f"{SECTION}\n\nMeasured {now} on {os.cpu_count()} cores in one run, {CONNECTIONS} connections, load "
        "and server on the same machine: requests a second (p50, p95, p99). Cold: never asked before. "
        f"`python -m tests.bench.peers`\n\n{table(found)}\n"
    )
    before, _, after = PAGE.read_text(encoding="utf-8").partition(SECTION)
    rest = after.partition("\n## ")
    PAGE.write_text(f"{before.rstrip()}\n\n{text}{rest[1]}{rest[2]}", encoding="utf-8")


def _things(release: Release, kind: str = "?class") -> list[str]:
    prefix = release.names.thing("")
    query = f"SELECT DISTINCT ?thing WHERE {{ ?thing a {kind} }} ORDER BY ?thing"
    rows = release.store().select(query).texts()
    return [thing.removeprefix(prefix) for (thing,) in rows if thing.startswith(prefix)]


def _publish(release: Release, endpoint: Endpoint) -> None:
    with RemoteStore(endpoint, release.names) as store:
        publish(release, store)


def _answers(url: str) -> bool:
    """Whether a question is answered in ten seconds; one that is not would only fill the time."""
    request = urllib.request.Request(url, headers={"Accept": "application/sparql-results+json"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310 - a server of our own
            response.read()
            return True
    except OSError:
        return False


def _split(url: str) -> tuple[str, str]:
    origin, slash, path = url.removeprefix("http://").partition("/")
    return f"http://{origin}", slash + path


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
