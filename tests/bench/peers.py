"""Justice Estate beside other servers on the same data, in one run: `python -m tests.bench.peers`.

It wants wrk (apt-get install wrk) for the load, and measures each server that it finds: Oxigraph's, Virtuoso,
Fuseki (make fuseki) and rdflib-endpoint, which it installs into build/peers. A cold request is one that was
never asked before; a warm one is the same again.
"""

from __future__ import annotations

import math
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import _pytest.outcomes
import httpx

from graph.estate import Estate
from graph.namespaces import Names
from graph.queries import find
from graph.release import DATASET, Release
from graph.remote import ASTRAY, Endpoint, RemoteStore
from graph.store import Store
from tests.bench import machine
from tests.bench.load import LIMIT, PATIENCE, Load, load, quantile
from tests.bench.mix import SEED, Asked, Mix, Work, examples_of, same_rows
from tests.bench.page import keep, measured, put, say
from tests.runaways import RUN_ON
from tests.servers import (
    Server,
    free_port,
    fuseki,
    jena,
    oxigraph,
    oxigraph_program,
    running,
    virtuoso,
)
from tests.serving import serving

TITLE = "Beside other servers"
CONNECTIONS = (1, 16, 64)
BUFFERS = 340_000
"""What Virtuoso's documentation gives for 4 GB of memory, of which three quarters may be dirty."""
HEAP = "4g"
MOST_LOADING = 240
"""Seconds in which a server must have loaded the data."""
CALLERS = 8
"""How many callers send runaways."""

Loads = dict[str, Load]


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


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured of each server at one size, in seconds; what does not fit is told and not asked."""

    cell: float = 1.0
    most: float = 110.0
    """For all kinds of work together."""
    questions: float = 45.0
    """For the single questions; three times as long for ours, which are asked in four ways."""
    runaways: float = 3.0
    until: float = math.inf
    """The moment of `time.monotonic` after which no server is begun with."""


def measure(
    release: Release,
    wanted: Sequence[str],
    plan: Plan,
    each: Callable[[dict[str, dict[str, Any]]], None] = lambda _: None,
) -> dict[str, dict[str, Any]]:
    """What each server did, by its name: `figures` by what they are, `loads` by work, `why` if it failed.

    `each` is called with all that is known whenever a server is done with.
    """
    estate = Estate(release.store(), release)
    mix = Mix(estate.store)
    works, questions = mix.works(), mix.each_question()
    found: dict[str, dict[str, Any]] = {}
    for key in wanted:
        with tempfile.TemporaryDirectory(prefix="peer-") as folder:
            engine = ENGINES[key](Path(folder), release)
            told: dict[str, Any] = {"figures": {}, "loads": {}, "settings": engine.settings, "differs": []}
            found[engine.name] = told
            try:
                if time.monotonic() > plan.until:
                    raise RuntimeError("no time left in this run")
                if release.metadata.quads > engine.most_quads:
                    raise RuntimeError(f"not tried with more than {engine.most_quads:,} quads")
                _measure(engine, estate, works, questions, plan, told)
            # A peer that fails is told on the page, and the others are measured all the same.
            except (Exception, _pytest.outcomes.OutcomeException) as error:
                told["why"] = " ".join(str(error).split())[:300]
                say(f"{engine.name}: {told['why']}")
        each(found)
    estate.close()
    return found


def _measure(
    engine: Engine,
    estate: Estate,
    works: Sequence[Work],
    questions: Mapping[str, Work],
    plan: Plan,
    told: dict[str, Any],
) -> None:
    figures, loads = told["figures"], told["loads"]
    figures["load s"], _ = _timed(engine.load)
    say(f"{engine.name}: loaded in {figures['load s']:.1f} s")
    began = time.perf_counter()
    with engine.serve() as peer:
        figures["start s"] = time.perf_counter() - began
        if engine.ours:
            _settled(peer)
        figures["on disk MB"] = machine.size(engine.stored())
        figures["memory MB, at rest"] = machine.megabytes(peer.pid)
        say(f"{engine.name}: ready after {figures['start s']:.1f} s, {figures['memory MB, at rest']:.0f} MB")
        told["differs"] = _compare(engine, peer, estate, works)
        ends = time.monotonic() + plan.most
        names = estate.store.names
        for work in works:
            paths = [asked.path(peer.path, names, ours=engine.ours) for asked in work.asked]
            at = CONNECTIONS if work.every else (16,)
            _cells(peer, work.name, paths, plan, loads, ends, at)
        if engine.ours:
            courts = _courts(estate)
            towns = sorted({court.partition("/")[2].partition("-")[0] for court in courts})
            searches = [f"/api/v1/things?q={quote(town)}" for town in towns]
            _cells(peer, "search, by the API", searches, plan, loads, ends)
            _cells(peer, "page of a court", [f"/doc/{court}.html" for court in courts], plan, loads, ends)
        figures["memory MB, after the mix"] = machine.megabytes(peer.pid)
        if plan.questions:
            _each_question(engine, peer, names, questions, plan, loads)
        if plan.runaways:
            first = works[0].asked
            paths = [asked.path(peer.path, names, ours=engine.ours) for asked in first]
            told["runaways"] = _beside_runaways(engine, peer, names, paths, plan.runaways)


def _cells(
    peer: Peer,
    name: str,
    paths: Sequence[str],
    plan: Plan,
    loads: dict[str, Any],
    ends: float,
    connections: Sequence[int] = (16,),
) -> None:
    """A kind of work, cold and warm, at each number of connections."""
    for how in ("cold", "warm"):
        for each in connections:
            if time.monotonic() > ends:
                done = Load(why="no time left")
            elif not machine.idle(peer.pid):
                done = Load(why="still at an earlier query")
            else:
                done = load(peer.origin, paths, each, plan.cell, cold=how == "cold")
            loads[f"{name}, {how}, {each}"] = done.as_json()
            say(f"  {name}, {how}, {each}: {done.told}")


def _each_question(
    engine: Engine, peer: Peer, names: Names, questions: Mapping[str, Work], plan: Plan, loads: dict[str, Any]
) -> None:
    """Every question at 16 connections, cold; ours warm too, which is a budget."""
    ends = time.monotonic() + plan.questions * (3 if engine.ours else 1)
    for name, work in questions.items():
        paths = [asked.path(peer.path, names, ours=engine.ours) for asked in work.asked]
        for how in ("cold", "warm") if engine.ours else ("cold",):
            if name in ASTRAY.get(engine.name, ()):
                done = Load(why="wrong there")
            elif time.monotonic() > ends:
                done = Load(why="no time left")
            elif not machine.idle(peer.pid):
                done = Load(why="still at an earlier query")
            else:
                done = load(peer.origin, paths, 16, plan.cell, cold=how == "cold")
            loads[f"{work.name}, {how}, 16"] = done.as_json()
            say(f"  {work.name}, {how}: {done.told}")
        if engine.ours:
            given = examples_of(find(name, names.base))
            path = f"/api/v1/queries/{name}?{urlencode(given | {'format': 'srj'})}"
            for how in ("cold", "warm"):
                done = load(peer.origin, [path], 16, plan.cell, cold=how == "cold")
                loads[f"{work.name}, by the API, {how}, 16"] = done.as_json()


def _beside_runaways(
    engine: Engine, peer: Peer, names: Names, paths: Sequence[str], seconds: float
) -> dict[str, float]:
    """A quiet caller's milliseconds alone and beside runaways, which the server is left with at its end."""
    alone = _quiet(peer, paths, seconds, 0)
    stop = threading.Event()
    texts = [RUN_ON[name] for name in ("cross product", "three of them", "no row")]
    runs = [Asked(text, text).path(peer.path, names, ours=engine.ours) for text in texts]

    def run_away(number: int) -> None:
        while not stop.is_set():
            with httpx.Client(timeout=PATIENCE) as client:
                try:
                    client.get(f"{peer.origin}{runs[number % len(runs)]}%20%23{number}.{time.monotonic_ns()}")
                except httpx.HTTPError:
                    time.sleep(0.1)

    threads = [threading.Thread(target=run_away, args=(number,), daemon=True) for number in range(CALLERS)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    beside = _quiet(peer, paths, seconds, 1)
    stop.set()
    told = {
        "alone p50": quantile(alone, 0.5) if alone else 0.0,
        "alone p99": quantile(alone, 0.99) if alone else 0.0,
        "beside p50": quantile(beside, 0.5) if beside else 0.0,
        "beside p99": quantile(beside, 0.99) if beside else 0.0,
        "answers": float(len(beside)),
    }
    say(f"  beside {CALLERS} runaways: {told}")
    return told


def _quiet(peer: Peer, paths: Sequence[str], seconds: float, turn: int) -> list[float]:
    """What each lookup took, one after another with a pause; one that is not answered is not in it."""
    taken: list[float] = []
    ends, number = time.monotonic() + seconds, 0
    with httpx.Client(timeout=2 * seconds) as client:
        while time.monotonic() < ends:
            number += 1
            began = time.perf_counter()
            try:
                done = client.get(f"{peer.origin}{paths[number % len(paths)]}%20%23q{turn}.{number}")
            except httpx.HTTPError:
                continue
            if done.status_code == 200:
                taken.append(time.perf_counter() - began)
            time.sleep(0.005)
    return taken


def _compare(engine: Engine, peer: Peer, estate: Estate, works: Sequence[Work]) -> list[str]:
    """In what the rows of a server differ from those of the release, for the first two of each work."""
    differs: list[str] = []
    with RemoteStore(Endpoint(peer.query), estate.store.names, timeout=PATIENCE) as store:
        for work in works:
            some = Work(work.name, work.asked[:2])
            differs += same_rows(some, partial(own_rows, estate), partial(rows_of, store, engine.ours))
    for each in differs:
        say(f"  other rows: {each[:300]}")
    return [each[:300] for each in differs]


def own_rows(estate: Estate, asked: Asked) -> list[tuple[str, ...]]:
    """What the release answers."""
    return estate.query(asked.own, asked.day or None).texts()


def rows_of(store: RemoteStore, ours: bool, asked: Asked) -> list[tuple[str, ...]]:
    """What a server answers that holds the release; `ours` makes the graphs of days itself."""
    names = store.names
    day = [names.graph(f"at/{asked.day}")] if ours and asked.day else [names.graph("ever")]
    fixed = [names.graph(name) for name in Store.FIXED]
    return store.select(asked.own if ours else asked.others, default=day, named=fixed).texts()


def _courts(estate: Estate) -> list[str]:
    rows = estate.query("SELECT ?c { ?c a cje:MagistratesCourt } ORDER BY STR(?c)").texts()
    return [estate.store.names.shorten(court) for (court,) in rows]


def _settled(peer: Peer) -> None:
    for _ in range(600):
        if httpx.get(f"{peer.origin}/ready", timeout=5).json()["settled"]:
            break
        time.sleep(0.1)
    machine.idle(peer.pid)


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


def _timed(work: Any) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def lines(found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The section, from what was measured at each size."""
    told = [
        measured("python -m tests.bench peers"),
        "",
        "Load and servers share the machine. A cell has the answers a second, and in brackets the "
        "milliseconds within which "
        "half, 95 and 99 in a hundred came. *Cold* was never asked before, *warm* is the same again; "
        "the number is that of "
        "connections. Things, days and words are drawn from the data "
        f"(seed {SEED}). For a day Justice Estate is asked its graph, the others the hand-written query "
        "over lifespans that "
        "gives the same rows (tests/bench/mix.py). The mix of competency questions has those that every "
        "engine answers "
        "rightly (docs/engines.md). Quick requests are sent by wrk, those of more than a third of a "
        "second by threads that "
        f"wait for what they asked; no server works at a query for more than {LIMIT} s. "
        "*Refused* with 400 or 414 is a question whose address is longer than the server takes.",
        "",
    ]
    first = next(iter(found.values()))
    told += [f"- {name}: {each['settings']}." for name, each in first.items() if each.get("settings")]
    for size, engines in found.items():
        told += ["", f"### {size}", "", *_figures(engines), "", *_loads(engines), *_ratios(engines)]
        told += _runaways(engines)
    return told


def _figures(engines: Mapping[str, Mapping[str, Any]]) -> list[str]:
    kinds = list(dict.fromkeys(kind for each in engines.values() for kind in each["figures"]))
    rows = [f"| | {' | '.join(engines)} |", f"| --- |{' ---: |' * len(engines)}"]
    for kind in kinds:
        cells = [
            f"{each['figures'][kind]:,.1f}" if kind in each["figures"] else "" for each in engines.values()
        ]
        rows.append(f"| {kind} | {' | '.join(cells)} |")
    same = [each["why"] if "why" in each else "no" if each["differs"] else "yes" for each in engines.values()]
    return [*rows, f"| the same rows | {' | '.join(same)} |"]


def _loads(engines: Mapping[str, Mapping[str, Any]]) -> list[str]:
    works = list(dict.fromkeys(work for each in engines.values() for work in each["loads"]))
    rows = [f"| | {' | '.join(engines)} |", f"| --- |{' --- |' * len(engines)}"]
    for work in works:
        cells = [Load(**e["loads"][work]).told if work in e["loads"] else "" for e in engines.values()]
        rows.append(f"| {work} | {' | '.join(cells)} |")
    return rows


def ratios(engines: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """How many times as many answers a second Justice Estate gives, by work and engine."""
    if OurServer.name not in engines:
        return {}
    ours = engines[OurServer.name]["loads"]
    found: dict[str, dict[str, float]] = {}
    for name, each in engines.items():
        for work, done in each["loads"].items():
            if name != OurServer.name and done["rate"] and ours.get(work, {}).get("rate"):
                found.setdefault(work, {})[name] = ours[work]["rate"] / done["rate"]
    return found


def _ratios(engines: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The mean ratio for each kind of work, and the works in which we are behind."""
    every = ratios(engines)
    if not every:
        return []
    others = [name for name in engines if name != OurServer.name]
    told = [
        "",
        "Justice Estate answers so many times as many requests a second (geometric mean over the rows "
        "above):",
        "",
    ]
    told += [f"| | {' | '.join(others)} |", f"| --- |{' ---: |' * len(others)}"]
    for how in ("cold", "warm"):
        cells = []
        for name in others:
            some = [each[name] for work, each in every.items() if f", {how}" in work and name in each]
            cells.append(f"{statistics.geometric_mean(some):.2f}" if some else "")
        told.append(f"| {how} | {' | '.join(cells)} |")
    behind = [
        f"{work} than {name} ({ratio:.2f})"
        for work, each in every.items()
        for name, ratio in each.items()
        if ratio < 1
    ]
    return [*told, "", f"Fewer in: {'; '.join(behind)}." if behind else "It answers more in every row."]


def _runaways(engines: Mapping[str, Mapping[str, Any]]) -> list[str]:
    rows = {name: each["runaways"] for name, each in engines.items() if "runaways" in each}
    if not rows:
        return []
    return [
        "",
        f"A quiet caller's lookups, one after another, alone and beside {CALLERS} callers who send "
        "cross products:",
        "",
        "| | p50 alone, ms | p99 alone | p50 beside | p99 beside | answers beside |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {name} | {r['alone p50']:.1f} | {r['alone p99']:.1f} | "
            + (f"{r['beside p50']:.1f} | {r['beside p99']:.1f}" if r["answers"] else "none | answered")
            + f" | {r['answers']:.0f} |"
            for name, r in rows.items()
        ),
    ]


def write(found: Mapping[str, Mapping[str, Any]]) -> None:
    """Keep what was measured, and put it on the page."""
    keep("peers", found)
    put(TITLE, lines(found))


def main() -> None:
    """Measure the release at hand and put the section into docs/benchmarks.md."""
    if shutil.which("wrk") is None:
        sys.exit("The load comes from wrk. Run: apt-get install wrk")
    wanted = [word for word in sys.argv[1:] if word in ENGINES] or list(ENGINES)
    write({"The estate": measure(Release.open(), wanted, Plan())})


if __name__ == "__main__":
    main()
