"""Send hostile requests to a server and judge each answer: shared by the test and the long run."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok

from tests.fuzzing import Request
from tests.runaways import descriptors, memory
from tests.serving import Served

PATIENCE = 20
"""Seconds after which an answer that has not come is a hang."""
ALLOWED = frozenset(
    {303, 200, 204, 304, 400, 403, 404, 405, 406, 408, 409, 413, 414, 415, 422, 431, 503, 504}
)
"""What a stranger may be told. 500, 501 and 502 are not among it."""
BARE = frozenset({400, 405, 431})
"""What granian itself tells of what is no HTTP, without a body."""


@dataclass(slots=True)
class Tally:
    """What was answered, by kind of request; and what should not have been, with the request."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, status: int, wrong: str = "") -> None:
        """Count an answer."""
        with self._lock:
            self.answers[kind, status] += 1
            if wrong:
                self.wrong.append(wrong)

    @property
    def requests(self) -> int:
        """How many were sent."""
        return self.answers.total()


@dataclass(frozen=True, slots=True)
class State:
    """What a server holds: MiB of the process that serves, its open files, and processes in all."""

    megabytes: float
    files: int
    processes: int


def state(served: Served) -> State:
    """What a server holds just now."""
    children = served.children()
    serving = max(children, key=descriptors)
    return State(memory(serving) / 2**20, descriptors(serving), 1 + len(children))


def send(served: Served, hostile: Iterable[Request], tally: Tally, callers: int = 12) -> None:
    """Send requests by some callers at once, each from its own address, over a connection that it keeps."""
    feed, lock = iter(hostile), threading.Lock()

    def call(number: int) -> None:
        address = f"127.0.0.{number + 2}"
        connection: http.client.HTTPConnection | None = None
        while True:
            with lock:
                request = next(feed, None)
            if request is None:
                if connection is not None:
                    connection.close()
                return
            connection = _sent(served, address, connection, request, tally)

    with ThreadPoolExecutor(callers) as pool:
        for each in [pool.submit(call, number) for number in range(callers)]:
            each.result()


def _sent(
    served: Served,
    source: str,
    kept: http.client.HTTPConnection | None,
    request: Request,
    tally: Tally,
) -> http.client.HTTPConnection | None:
    address = urlsplit(served.url)
    connection = kept or http.client.HTTPConnection(
        address.hostname or "", address.port, PATIENCE, source_address=(source, 0)
    )
    told = (
        f"{request.kind}: {request.method} {request.target[:300]!r} {request.headers} {request.body[:600]!r}"
    )
    try:
        connection.request(request.method, request.target, request.body, request.headers)
        response = connection.getresponse()
        body = response.read()
    except TimeoutError:
        tally.note(request.kind, 0, f"hang: {told}")
        connection.close()
        return None
    except (http.client.HTTPException, OSError, ValueError) as error:
        connection.close()
        if kept is not None:
            # A server may close a connection after any answer: who finds it closed asks by a new one.
            return _sent(served, source, None, request, tally)
        tally.note(request.kind, 0, f"{error!r}: {told}")
        return None
    media = response.headers.get("content-type", "")
    reason = judged(response.status, media, body, head=request.method == "HEAD")
    tally.note(request.kind, response.status, reason and f"{reason}: {told}")
    return connection


def judged(status: int, media: str, body: bytes, *, head: bool = False) -> str:
    """What is wrong with an answer; empty if nothing is."""
    if status not in ALLOWED:
        return f"status {status} {body[:200]!r}"
    if b"Traceback" in body[:4000]:
        return "a stack trace"
    if status < 400 or head or (not body and status in BARE):
        return ""
    if media == "application/json" and status == 503:
        return ""  # /ready says in its own form why it is not.
    if media.startswith("text/html"):
        return (
            ""
            if b"<h1" in body and b"Traceback" not in body
            else f"a page that tells nothing: {body[:200]!r}"
        )
    if media != "application/problem+json":
        return f"status {status} in {media}"
    problem = json.loads(body)
    if problem["status"] != status or not problem["title"] or not problem["detail"]:
        return f"a problem that tells little: {problem}"
    return ""


def send_by_schema(served: Served, count: int, number: int, tally: Tally) -> None:
    """About so many requests that schemathesis makes of the server's description, each operation as many."""
    schema = schemathesis.openapi.from_url(f"{served.url}/openapi.json")
    operations = list(schema.get_all_operations())
    each = max(4, count // (2 * len(operations)))
    for found in operations:
        if not isinstance(found, Ok):
            tally.note("schema", 0, f"the description is wrong: {found.err()}")
            continue
        operation = found.ok()
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
            with contextlib.suppress(Unsatisfiable):  # An operation without parameters has no bad ones.
                _examined(operation.as_strategy(generation_mode=mode), each, number, tally)


def _examined(cases: SearchStrategy[Any], count: int, number: int, tally: Tally) -> None:
    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def one(case: schemathesis.Case[Any]) -> None:
        told = case.as_curl_command()[:600]
        try:
            response = case.call(timeout=PATIENCE)
        except (requests.RequestException, TimeoutError) as error:
            tally.note("schema", 0, f"{error!r}: {told}")
            return
        media = response.headers.get("content-type", [""])[0]
        reason = judged(response.status_code, media, response.content)
        try:
            case.operation.validate_response(response)
        except FailureGroup as errors:
            reason = reason or f"not as described: {errors.exceptions}"
        tally.note("schema", response.status_code, reason and f"{reason}: {told}")

    one()
