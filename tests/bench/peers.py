"""Justice Estate beside other servers on the same data, in one run: `python -m tests.bench peers`.

It wants wrk (apt-get install wrk) for the load, and measures each server that it finds. A cold request is one
that was never asked before; a warm one is the same again.
"""

from __future__ import annotations

import math
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import _pytest.outcomes
import httpx

from graph.estate import Estate
from graph.namespaces import Names
from graph.queries import find
from graph.release import Release
from graph.remote import ASTRAY, Endpoint, RemoteStore
from graph.store import Store
from tests.bench import machine
from tests.bench.load import PATIENCE, Load, load, quantile
from tests.bench.mix import Asked, Mix, Work, examples_of, same_rows
from tests.bench.page import say
from tests.bench.peer_engines import ENGINES, Engine, Peer
from tests.runaways import RUN_ON

CONNECTIONS = (1, 16, 64)
CALLERS = 8
"""How many callers send runaways."""


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
            when = f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
            told: dict[str, Any] = {"figures": {}, "loads": {}, "settings": engine.settings, "differs": []}
            told["when"] = when
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


def _timed(work: Any) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result
