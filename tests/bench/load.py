"""Load on a server: by wrk where answers come quickly, else by threads that wait for what they asked."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

PATIENCE = 12.0
"""Seconds after which an answer is not waited for; the servers are told to stop a query after LIMIT."""
LIMIT = 10
ACCEPT = "application/sparql-results+json, application/json;q=0.9, text/html;q=0.8"

LUA = """\
local paths, place, count = {}, 0, 0
function init(args)
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  cold, run = args[2] == "cold", args[3]
end
function request()
  place = place % #paths + 1
  count = count + 1
  if cold and paths[place]:find("query=") then
    return wrk.format("GET", paths[place] .. "%20%23" .. run .. "." .. count)
  elseif cold then
    local headers = {Host = "h" .. run .. "-" .. count .. ".example", Accept = wrk.headers["Accept"]}
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
_RUNS = count(int(time.time()) % 1_000_000 * 1000)


@dataclass(frozen=True, slots=True)
class Load:
    """What came of a load: answers a second, and milliseconds of the half, 95 and 99 in a hundred.

    `why` says in words why nothing was measured; then the numbers are 0.
    """

    rate: float = 0.0
    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0
    bad: int = 0
    why: str = ""

    @property
    def told(self) -> str:
        """For a cell of a table."""
        if self.why:
            return self.why
        rate = f"{self.rate:,.0f}" if self.rate >= 10 else f"{self.rate:.1f}"
        bad = f", {self.bad} not answered" if self.bad else ""
        return f"{rate}/s ({_short(self.p50)}, {_short(self.p95)}, {_short(self.p99)} ms{bad})"

    def as_json(self) -> dict[str, object]:
        """The same as plain data."""
        return asdict(self)


def load(origin: str, paths: Sequence[str], connections: int, seconds: float, *, cold: bool) -> Load:
    """Ask paths in turn over some connections; what cannot be answered in PATIENCE is told and not asked.

    Warm are those that could all be asked once in twice the time of the load.
    """
    took, status = probe(origin, paths[0])
    if status != 200:
        return Load(why=f"refused ({status})" if status and took < LIMIT - 1 else f"not in {LIMIT} s")
    if not cold:
        paths = _primed(origin, paths, 2 * seconds)
        took, _ = probe(origin, paths[0], cold=False)
    expected = took * max(1, connections / (os.cpu_count() or 1))
    if expected > PATIENCE:
        return Load(why=f"over {PATIENCE:.0f} s each")
    if expected < 0.3 * seconds:
        return _wrk(origin, paths, connections, seconds, cold=cold)
    return _drained(origin, paths, connections, seconds, cold=cold)


def probe(origin: str, path: str, *, cold: bool = True) -> tuple[float, int]:
    """The seconds that a path takes, and the status of the answer; 0 if there is none."""
    began = time.perf_counter()
    status = _asked(_connection(origin), *(_cold(path) if cold else (path, "")))
    return time.perf_counter() - began, status


def _primed(origin: str, paths: Sequence[str], seconds: float) -> list[str]:
    """Those of some paths that could be asked in so many seconds, the first at least."""
    connection, ends, done = _connection(origin), time.monotonic() + seconds, list[str]()
    for path in paths:
        _asked(connection, path, "")
        done.append(path)
        if time.monotonic() > ends:
            break
    return done


def _wrk(origin: str, paths: Sequence[str], connections: int, seconds: float, *, cold: bool) -> Load:
    with tempfile.TemporaryDirectory() as folder:
        script, listed = Path(folder, "load.lua"), Path(folder, "paths")
        script.write_text(LUA, encoding="utf-8")
        listed.write_text("\n".join(paths), encoding="utf-8")
        command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "15s"]
        command += ["-s", str(script), "-H", f"Accept: {ACCEPT}", origin, "--", str(listed)]
        command += ["cold" if cold else "warm", str(next(_RUNS))]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout[done.stdout.rindex("{") :])
    answered = told["requests"] - told["bad"]
    return Load(answered / told["seconds"], told["p50"], told["p95"], told["p99"], told["bad"])


def _drained(origin: str, paths: Sequence[str], connections: int, seconds: float, *, cold: bool) -> Load:
    """For some seconds ask, then wait for what is still under way, which else would not be counted."""
    turns, lock, taken, bad = count(), threading.Lock(), list[float](), 0
    began = time.perf_counter()

    def caller() -> int:
        connection, missed = _connection(origin), 0
        while time.perf_counter() - began < seconds:
            with lock:
                path = paths[next(turns) % len(paths)]
            asked = time.perf_counter()
            if _asked(connection, *(_cold(path) if cold else (path, ""))) == 200:
                taken.append(time.perf_counter() - asked)
            else:
                missed += 1
                connection = _connection(origin)
        return missed

    with ThreadPoolExecutor(connections) as pool:
        bad = sum(each.result() for each in [pool.submit(caller) for _ in range(connections)])
    whole = time.perf_counter() - began
    if not taken:
        return Load(why=f"none of {bad} answered")
    half, most, nearly_all = (quantile(taken, share) for share in (0.5, 0.95, 0.99))
    return Load(len(taken) / whole, half, most, nearly_all, bad)


def quantile(taken: Sequence[float], share: float) -> float:
    """A quantile of seconds, in milliseconds."""
    return sorted(taken)[min(len(taken) - 1, int(share * len(taken)))] * 1e3


def _connection(origin: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(origin).netloc, timeout=PATIENCE)


def _cold(path: str) -> tuple[str, str]:
    """A path that was never asked, and the host by which it is asked."""
    number = next(_RUNS)
    return (f"{path}%20%23p{number}", "") if "query=" in path else (path, f"h{number}.example")


def _asked(connection: http.client.HTTPConnection, path: str, host: str) -> int:
    """The status of an answer; 0 if there is none."""
    try:
        headers = {"Accept": ACCEPT, **({"Host": host} if host else {})}
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return 0
    return response.status


def _short(milliseconds: float) -> str:
    return f"{milliseconds:.1f}" if milliseconds < 100 else f"{milliseconds:,.0f}"
