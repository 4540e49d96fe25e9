"""Is a request that granian hands over the one that was sent, and the answer the one that was made?"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from api.app import create_app
from api.settings import Settings
from tests.serving import Served, serving

DATA = "<http://e/a> <http://e/p> 1, 2, 3 .\n"
LONG = "".join(f"<http://e/b/{number}> <http://e/q> '{'x' * 200}' .\n" for number in range(20_000))
QUERY = "SELECT ?o { <http://e/a> <http://e/p> ?o } ORDER BY ?o"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Three triples, served."""
    folder = tmp_path_factory.mktemp("rsgi")
    (folder / "data.ttl").write_text(DATA + LONG)
    with serving(("--data", str(folder / "data.ttl")), folder) as server:
        yield server


def sent(served: Served, request: bytes, *, whole: bool = True) -> bytes:
    """What comes back for these bytes; nothing more is sent after them if they are whole."""
    host, port = served.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(request)
        if not whole:
            return b""
        return b"".join(iter(lambda: line.recv(65536), b""))


def asked(headers: str, method: str = "GET") -> bytes:
    """The bytes of a request."""
    return (
        f"{method} /sparql?query={quote(QUERY)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n"
    ).encode("latin-1")


def test_headers_that_stand_twice_are_one(served: Served) -> None:
    both = "Accept: text/csv;q=0.5\r\nAccept: text/tab-separated-values\r\n"
    for _ in range(2):
        assert b"text/tab-separated-values" in sent(served, asked(both)).partition(b"\r\n\r\n")[0]
    assert b"text/csv" in sent(served, asked("Accept: text/csv;q=0.5\r\n")).partition(b"\r\n\r\n")[0]


def test_what_is_no_text_in_a_header_is_left_out(served: Served) -> None:
    assert sent(served, asked("Accept: caf\xe9\r\nX-Y: \xff\r\n")).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_head_is_told_what_a_get_is(served: Served, method: str) -> None:
    """The first time, when it is made, and the second, when it is ready."""
    for _ in range(2):
        head, _, body = sent(served, asked("Accept: text/csv\r\n", method)).partition(b"\r\n\r\n")
        assert b"content-length: 12" in head.lower()
        assert body == (b"" if method == "HEAD" else b"o\r\n1\r\n2\r\n3\r\n")


def test_what_has_not_changed_is_not_sent_again(served: Served) -> None:
    head = sent(served, asked("Accept: text/csv\r\n")).partition(b"\r\n\r\n")[0].decode()
    tag = next(line.partition(": ")[2] for line in head.splitlines() if line.lower().startswith("etag"))
    again = sent(served, asked(f"Accept: text/csv\r\nIf-None-Match: {tag}\r\n"))
    told, _, body = again.partition(b"\r\n\r\n")
    assert told.startswith(b"HTTP/1.1 304 ")
    assert (b"\ncontent-type:" in told.lower(), body) == (False, b"")


def test_a_query_whose_sender_goes_before_its_end_is_not_asked(served: Served) -> None:
    """Half a query may be a query: a body that breaks off is never taken for a whole one."""

    def counted() -> int:
        lines = sent(served, b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").decode()
        return sum(
            int(float(line.rpartition(" ")[2]))
            for line in lines.splitlines()
            if line.startswith("estate_query_seconds_count")
        )

    before = counted()
    query = b"SELECT * { ?a ?b ?c }"
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    sent(served, head + b"Content-Length: 100\r\n\r\n" + query, whole=False)
    sent(served, head + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n" % (len(query), query), whole=False)
    sent(served, asked("Accept: text/csv\r\n"))
    whole = head + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
    assert b" 200 " in sent(served, whole % (len(query), query))
    assert counted() - before in (1, 2)


def test_is_a_path_taken_as_it_was_sent(served: Served) -> None:
    for path in ("/%73parql", "/sparql/"):
        told = sent(
            served,
            f"GET {path}?query={quote(QUERY)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode(),
        )
        assert b" 200 " in told.partition(b"\r\n")[0]
    absent = sent(served, b"GET /caf%C3%A9%ff/%2e%2e HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert json.loads(absent.partition(b"\r\n\r\n")[2])["status"] == 404


# Large answers

ALL = "CONSTRUCT { ?b <http://e/q> ?x } { ?b <http://e/q> ?x }"


def test_a_large_answer_is_sent_whole(served: Served) -> None:
    line = f"GET /sparql?query={quote(ALL)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    for _ in range(2):
        head, _, body = sent(served, f"{line}Accept: application/n-triples\r\n\r\n".encode()).partition(
            b"\r\n\r\n"
        )
        assert f"content-length: {len(body)}" in head.decode().lower()
        assert body.count(b"\n") == 20_000


class Reader:
    """Who asks, and reads or does not."""

    method, path, http_version, scheme = "GET", "/sparql", "1.1", "http"
    server, client = "127.0.0.1:80", "127.0.0.1:9"

    def __init__(self, query: str, *, reads: bool) -> None:
        self.query_string = f"query={quote(query)}"
        self.headers = {"host": "x", "accept": "application/n-triples"}
        self.reads = reads
        self.status = 0
        self.taken = 0

    async def client_disconnect(self) -> None:
        await asyncio.Event().wait()

    def response_bytes(self, status: int, headers: object, body: bytes) -> None:  # noqa: ARG002
        self.status, self.taken = status, len(body)

    def response_stream(self, status: int, headers: object) -> Reader:  # noqa: ARG002
        self.status = status
        return self

    async def send_bytes(self, data: bytes) -> None:
        if not self.reads:
            await asyncio.Event().wait()
        self.taken += len(data)


def test_who_reads_nothing_holds_no_more_than_may_be_held(tmp_path: Path) -> None:
    """Half a dozen readers that stop: two answers are held for them, the others are told to come again."""
    data = tmp_path / "data.ttl"
    data.write_text(LONG)
    front = create_app(Settings(data=(data,), patience=1, sending=12 << 20, hold=False))

    async def run() -> tuple[list[Reader], Reader]:
        await front._start()
        stalled = [Reader(ALL, reads=False) for _ in range(6)]
        try:
            await asyncio.gather(*(front.__rsgi__(each, each) for each in stalled))  # type: ignore[arg-type]
            last = Reader(ALL, reads=True)
            await front.__rsgi__(last, last)  # type: ignore[arg-type]
        finally:
            await front._end()
        return stalled, last

    stalled, last = asyncio.run(run())
    assert sorted(each.status for each in stalled) == [200, 200, 503, 503, 503, 503]
    assert (last.status, last.taken > 4 << 20) == (200, True)
