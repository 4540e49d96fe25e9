"""Is every hostile request answered with what was wrong with it, and does the server hold nothing back?"""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
import time
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from graph.build import Built
from graph.queries import catalogue
from tests.fuzzing import FLAT, Fuzzer, Request
from tests.hostility import Tally, send, send_by_schema, state
from tests.runaways import RUN_ON
from tests.serving import Served, serving, settle

SEED = 7
OAKHAM = "SELECT ?p { <https://w3id.org/justice-estate/id/magistrates-court/oakham> ?p ?o }"


@pytest.fixture(scope="module")
def served(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The estate, served, with a short deadline."""
    words = ("--release", str(built.release.folder), "--deadline", "1")
    with serving(words, tmp_path_factory.mktemp("hostile")) as server:
        yield server


@pytest.fixture
def line(served: Served) -> Iterator[socket.socket]:
    """A bare connection."""
    address = urlsplit(served.url)
    with socket.create_connection((address.hostname, address.port or 80), timeout=20) as connection:
        yield connection


def fuzzer(seed: int = SEED) -> Fuzzer:
    """What makes requests, from the competency questions."""
    return Fuzzer(seed, [query.text for query in catalogue().values()])


def test_the_same_seed_makes_the_same_requests() -> None:
    first, again, other = (fuzzer(seed) for seed in (1, 1, 2))
    made = [first.request() for _ in range(200)]
    assert made == [again.request() for _ in range(200)]
    assert made != [other.request() for _ in range(200)]
    assert {request.kind for request in made} >= {"grammar", "mutation", "flat", "nested", "day", "bytes"}


def test_a_few_hundred_hostile_requests(served: Served) -> None:
    tally, maker = Tally(), fuzzer()
    send(served, (maker.request() for _ in range(250)), tally)
    assert tally.wrong == []
    assert tally.requests == 250
    assert {status for _, status in tally.answers} >= {200, 400}
    assert httpx.get(f"{served.url}/ready").json()["ready"]


def test_requests_by_the_servers_own_description(served: Served) -> None:
    tally = Tally()
    send_by_schema(served, 800, SEED, tally)
    assert tally.wrong == []
    assert tally.requests > 50


def test_a_chain_that_is_long_and_flat(served: Served) -> None:
    """Nothing of it is nested, and yet it makes a tree as deep as it is long."""
    tally = Tally()
    headers = {"Content-Type": "application/sparql-query"}
    chains = (
        Request(name, "POST", "/sparql?timeout=0.3", headers, chain(60_000).encode())
        for name, chain in FLAT.items()
    )
    send(served, chains, tally, callers=3)
    assert tally.wrong == []
    assert tally.requests == len(FLAT)


def test_nothing_is_held_back(served: Served) -> None:
    """Callers who leave: their queries, their processes and their files go with them."""
    before = state(settle(served))
    address = urlsplit(served.url)
    for number in range(20):
        with socket.create_connection((address.hostname, address.port or 80)) as connection:
            query = quote(f"{RUN_ON['cross product']} #{number}")
            connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            time.sleep(0.02)
    after = state(served)
    for _ in range(100):
        after = state(served)
        if after.processes <= before.processes and after.files <= before.files + 8:
            break
        time.sleep(0.1)
    assert after.processes <= before.processes
    assert after.files <= before.files + 8


# Connections


def _point(served: Served) -> int:
    return httpx.get(f"{served.url}/sparql", params={"query": OAKHAM, "n": str(next(_numbers))}).status_code


_numbers = itertools.count()


def test_requests_that_are_never_finished(served: Served) -> None:
    """A head without its end, a body without its end, and a reader who does not read."""
    address = urlsplit(served.url)
    where = (address.hostname, address.port or 80)
    halves = (
        b"GET /sparql?query=ASK",
        b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: x\r\nAccept: ",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 99\r\n\r\nASK",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nASK {\r\n",
        b"GET /sparql?query=SELECT*%7B%3Fs%20%3Fp%20%3Fo%7DLIMIT%2099999 HTTP/1.1\r\nHost: x\r\n\r\n",
    )  # fmt: skip
    open_ = []
    for half in halves * 10:
        connection = socket.create_connection(where)
        connection.sendall(half)
        open_.append(connection)
    assert [_point(served) for _ in range(10)] == [200] * 10
    for connection in open_:
        connection.close()
    assert _point(served) == 200


def test_heads_that_are_too_large(served: Served, line: socket.socket) -> None:
    line.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n")
    try:
        for number in range(200):
            line.sendall(f"X-{number}: {'x' * 8000}\r\n".encode())
        line.sendall(b"\r\n")
        assert line.recv(64).split()[1:2] in ([b"431"], [b"400"], [])
    except ConnectionError:
        pass  # Closed before all was sent: as good an answer.
    assert _point(served) == 200


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_of_a_byte_too_many(served: Served, *, chunked: bool) -> None:
    body = b"ASK {} #".ljust((1 << 20) + 1, b"x")
    sent = iter([body[:-1], body[-1:]]) if chunked else body
    headers = {"content-type": "application/sparql-query"}
    answer = httpx.post(f"{served.url}/sparql", content=sent, headers=headers)
    assert (answer.status_code, answer.json()["status"]) == (413, 413)
    fits = httpx.post(f"{served.url}/sparql", content=body[:-1], headers=headers, timeout=30)
    assert fits.status_code in (200, 504)


def test_requests_sent_before_the_last_is_answered(line: socket.socket) -> None:
    """Each is answered, in order."""
    for limit in (1, 2, 3):
        query = quote(f"{OAKHAM} ORDER BY ?p LIMIT {limit}")
        line.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n".encode())
    line.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    told = b"".join(iter(lambda: line.recv(65536), b""))
    bodies = [part.partition(b"\r\n\r\n")[2] for part in told.split(b"HTTP/1.1 200 OK\r\n")[1:]]
    assert [body.count(b"\r\n") for body in bodies[:3]] == [2, 3, 4]
    assert json.loads(bodies[3]) == {"status": "ok"}


def test_a_body_that_does_not_end_is_told_so(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text("<http://e/a> <http://e/p> 1 .")
    front = create_app(Settings(data=(data,), patience=0.1))
    scope: MutableMapping[str, Any] = {
        "type": "http", "method": "POST", "path": "/sparql", "query_string": b"", "client": ("127.0.0.1", 1),
        "headers": [(b"content-type", b"application/sparql-query")],
    }  # fmt: skip
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        await asyncio.sleep(0.03)
        return {"type": "http.request", "body": b" ", "more_body": True}

    async def send_(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(front(scope, receive, send_))
    assert sent[0]["status"] == 408
    assert json.loads(sent[1]["body"])["title"] == "The request is too slow"
