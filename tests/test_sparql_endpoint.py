"""Does the endpoint answer as the protocols say, whole or with the reason, and hurt nobody?"""

from __future__ import annotations

import gzip
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
import zstandard
from rdflib import Graph

from graph.build import Built, build
from tests.conftest import Mini
from tests.serving import Served, serving, settle

OAKHAM = "<https://w3id.org/justice-estate/id/magistrates-court/oakham>"
SELECT = f"SELECT ?p ?o {{ {OAKHAM} ?p ?o }} ORDER BY ?p ?o"
CONSTRUCT = f"CONSTRUCT {{ {OAKHAM} ?p ?o }} WHERE {{ {OAKHAM} ?p ?o }}"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STR(?a) > STR(?f)) }"
AT = "https://w3id.org/justice-estate/graph/at/"
CJE = "https://w3id.org/justice-estate/ontology#"
COURTS = f"SELECT (COUNT(?c) AS ?n) {{ ?c a <{CJE}MagistratesCourt> }}"
DEADLINE = 4


@pytest.fixture(scope="module")
def served(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The project's own release, served."""
    words = ("--release", str(built.release.folder), "--deadline", str(DEADLINE))
    with serving(words, tmp_path_factory.mktemp("serve")) as server:
        yield settle(server)


@pytest.fixture
def http(served: Served) -> Iterator[httpx.Client]:
    """A client of that server."""
    with httpx.Client(base_url=served.url, timeout=60) as client:
        yield client


def told(response: httpx.Response, status: int) -> dict[str, object]:
    """The problem that a response tells."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, object] = response.json()
    assert problem["status"] == status
    assert problem["title"]
    assert "Traceback" not in response.text
    return problem


# Query, by all three ways


def test_the_same_answer_by_each_way(http: httpx.Client) -> None:
    direct = {"content-type": "application/sparql-query"}
    answers = [
        http.get("/sparql", params={"query": SELECT}),
        http.post("/sparql", data={"query": SELECT}),
        http.post("/sparql", content=SELECT, headers=direct),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].json()["head"]["vars"] == ["p", "o"]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
    ],
)
def test_a_table_in_the_form_that_is_accepted(http: httpx.Client, accept: str, media: str) -> None:
    answer = http.get("/sparql", params={"query": SELECT}, headers={"accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media)


@pytest.mark.parametrize(
    ("accept", "syntax"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_graph_in_the_form_that_is_accepted(http: httpx.Client, accept: str, syntax: str) -> None:
    answer = http.get("/sparql", params={"query": CONSTRUCT}, headers={"accept": accept})
    assert answer.headers["content-type"].startswith(accept)
    assert len(Graph().parse(data=answer.content, format=syntax)) > 10


def test_a_form_that_is_not_to_be_had(http: httpx.Client) -> None:
    answer = http.get("/sparql", params={"query": SELECT}, headers={"accept": "image/png"})
    assert "application/sparql-results+json" in str(told(answer, 406)["detail"])


def test_head_has_the_headers_and_no_body(http: httpx.Client) -> None:
    got = http.get("/sparql", params={"query": SELECT})
    head = http.head("/sparql", params={"query": SELECT})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == got.headers["etag"]


def test_options_and_other_origins(http: httpx.Client) -> None:
    preflight = http.options("/sparql", headers={"origin": "https://elsewhere.example"})
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    answer = http.get("/sparql", params={"query": SELECT})
    assert answer.headers["access-control-allow-origin"] == "*"


# Datasets and days


def count(response: httpx.Response) -> int:
    """The number in an answer of one row."""
    assert response.status_code == 200, response.text
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


def test_a_day_by_the_query_and_by_the_request(http: httpx.Client) -> None:
    ever = count(http.get("/sparql", params={"query": COURTS}))
    by_query = COURTS.replace("{", f"FROM <{AT}2008-12-31> {{", 1)
    then = count(http.get("/sparql", params={"query": by_query}))
    by_request = count(http.get("/sparql", params={"query": COURTS, "default-graph-uri": f"{AT}2008-12-31"}))
    assert 300 < then == by_request < ever
    relative = COURTS.replace("{", "FROM <graph/at/2008-12-31> {", 1)
    assert count(http.get("/sparql", params={"query": relative})) == then


def test_two_days_by_the_request(http: httpx.Client) -> None:
    query = f"SELECT (COUNT(DISTINCT ?g) AS ?n) {{ GRAPH ?g {{ ?c a <{CJE}MagistratesCourt> }} }}"
    days = {"query": query, "named-graph-uri": [f"{AT}2008-12-31", f"{AT}2012-01-01"]}
    assert count(http.get("/sparql", params=days)) == 2


def test_a_day_that_another_asked_for_is_not_seen(http: httpx.Client) -> None:
    query = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s a ?class } FILTER(CONTAINS(STR(?g), '/at/')) }"
    http.get("/sparql", params={"query": COURTS.replace("{", f"FROM <{AT}2010-01-01> {{", 1)})
    assert count(http.get("/sparql", params={"query": query})) == 0


def test_a_day_that_is_none(http: httpx.Client) -> None:
    query = COURTS.replace("{", f"FROM <{AT}2008-13-31> {{", 1)
    problem = told(http.get("/sparql", params={"query": query}), 400)
    assert "'2008-13-31' is no day of the calendar. Write it as 2008-12-31." in str(problem["detail"])


# What is refused


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (400, {"method": "GET", "params": {"query": "SELECT * {"}}),
        (400, {"method": "GET", "params": [("query", SELECT), ("query", SELECT)]}),
        (400, {"method": "GET", "params": {"query": SELECT, "timeout": "soon"}}),
        (400, {"method": "POST", "data": {"nothing": "x"}}),
        (415, {"method": "POST", "content": SELECT, "headers": {"content-type": "text/plain"}}),
        (
            400,
            {
                "method": "POST",
                "content": b"\xff\xfe",
                "headers": {"content-type": "application/sparql-query"},
            },
        ),
        (
            413,
            {
                "method": "POST",
                "content": b" " * (1 << 21),
                "headers": {"content-type": "application/sparql-query"},
            },
        ),
        (405, {"method": "PUT", "content": SELECT}),
        (405, {"method": "DELETE"}),
    ],
    ids=str,
)
def test_a_request_that_is_wrong(http: httpx.Client, status: int, request_: dict[str, object]) -> None:
    told(http.request(url="/sparql", **request_), status)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <http://e/a> <http://e/b> <http://e/c> }",
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:9/>",
        "SELECT * {" + "{" * 300 + "}" * 300 + "}",
    ],
)
def test_a_query_that_is_refused_before_it_runs(http: httpx.Client, query: str) -> None:
    response = http.post("/sparql", data={"query": query})
    assert response.status_code in (400, 403)
    told(response, response.status_code)


def test_a_parse_error_says_where(http: httpx.Client) -> None:
    problem = told(http.get("/sparql", params={"query": "SELECT *\n{ ?s ?p }"}), 400)
    assert problem["line"] == 2
    assert isinstance(problem["column"], int)


def test_a_service_is_never_asked(http: httpx.Client) -> None:
    seen: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(2)
        port = listening.getsockname()[1]

        def listen() -> None:
            try:
                listening.accept()
                seen.append(1)
            except OSError:
                pass

        thread = threading.Thread(target=listen)
        thread.start()
        for query in (
            f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ SERVICE SILENT <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
            f"LOAD <http://127.0.0.1:{port}/x.ttl>",
        ):
            http.post("/sparql", data={"query": query})
        thread.join()
    assert seen == []


# Deadlines and neighbours


def test_a_runaway_ends_at_its_deadline(http: httpx.Client) -> None:
    began = time.monotonic()
    problem = told(http.get("/sparql", params={"query": RUNAWAY, "timeout": "1"}), 504)
    assert "was stopped" in str(problem["detail"])
    assert time.monotonic() - began < DEADLINE


def test_a_quiet_caller_beside_runaways(served: Served, http: httpx.Client) -> None:
    with ThreadPoolExecutor(8) as pool:
        runaways = [
            pool.submit(httpx.get, f"{served.url}/sparql", params={"query": RUNAWAY, "n": str(n)}, timeout=60)
            for n in range(8)
        ]
        time.sleep(0.5)
        for number in range(20):
            query = f"SELECT ?p ?o {{ {OAKHAM} ?p ?o }} LIMIT {number + 1}"
            assert http.get("/sparql", params={"query": query}).status_code == 200
        ended = [runaway.result() for runaway in runaways]
        assert {each.status_code for each in ended} == {504}


def test_who_leaves_ends_the_query(served: Served, http: httpx.Client) -> None:
    address = urlsplit(served.url)
    before = _metric(http, 'estate_queries_ended{how="cancelled"}')
    with socket.create_connection((address.hostname, address.port or 80)) as client:
        client.sendall(f"GET /sparql?query={quote(RUNAWAY)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        time.sleep(1)
    for _ in range(30):
        if _metric(http, 'estate_queries_ended{how="cancelled"}') > before:
            break
        time.sleep(0.1)
    assert _metric(http, 'estate_queries_ended{how="cancelled"}') == before + 1


def _metric(http: httpx.Client, name: str) -> float:
    lines = http.get("/metrics").text.splitlines()
    return next((float(line.rpartition(" ")[2]) for line in lines if line.startswith(name)), 0.0)


# Ready answers


def test_an_answer_is_told_by_its_etag(http: httpx.Client) -> None:
    first = http.get("/sparql", params={"query": SELECT})
    again = http.get("/sparql", params={"query": SELECT}, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "max-age" in first.headers["cache-control"]
    other = http.get("/sparql", params={"query": SELECT}, headers={"accept": "text/csv"})
    assert other.headers["etag"] != first.headers["etag"]
    assert first.headers["vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize("encoding", ["gzip", "zstd", "identity"])
def test_an_answer_is_packed_as_is_accepted(http: httpx.Client, encoding: str) -> None:
    plain = http.get("/sparql", params={"query": SELECT}, headers={"accept-encoding": "identity"}).content
    with http.stream(
        "GET", "/sparql", params={"query": SELECT}, headers={"accept-encoding": encoding}
    ) as response:
        body = b"".join(response.iter_raw())
        assert response.headers.get("content-encoding", "identity") == encoding
    if encoding == "gzip":
        body = gzip.decompress(body)
    elif encoding == "zstd":
        body = zstandard.ZstdDecompressor().decompress(body)
    assert body == plain


def test_is_no_error_kept(http: httpx.Client) -> None:
    for _ in range(2):
        response = http.get("/sparql", params={"query": "SELECT * { ?s ?p"})
        assert response.status_code == 400
        assert "etag" not in response.headers


# Descriptions and graphs


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_service_describes_itself(http: httpx.Client) -> None:
    response = http.get("/sparql", headers={"accept": "text/turtle"})
    graph = Graph().parse(data=response.content, format="turtle")
    found = graph.query(
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> ASK { ?s sd:endpoint ?e }"
    )
    assert found.askAnswer


def test_a_graph_by_its_name(http: httpx.Client) -> None:
    lines = {"accept": "application/n-triples"}
    default = http.get("/graphs", params={"default": ""}, headers=lines)
    ever = http.get("/graphs", params={"graph": "https://w3id.org/justice-estate/graph/ever"}, headers=lines)
    day = http.get("/graphs", params={"graph": f"{AT}2008-12-31"}, headers=lines)
    assert default.status_code == ever.status_code == day.status_code == 200
    assert sorted(default.text.splitlines()) == sorted(ever.text.splitlines())
    assert 10_000 < len(day.text.splitlines()) < len(ever.text.splitlines())


@pytest.mark.parametrize(
    ("status", "params"),
    [
        (404, {"graph": "http://e/none"}),
        (400, {}),
        (400, {"graph": "http://e/none", "default": ""}),
        (400, {"graph": f"{AT}2008-13-01"}),
    ],
)
def test_a_graph_that_is_not_there(http: httpx.Client, status: int, params: dict[str, str]) -> None:
    told(http.get("/graphs", params=params), status)


@pytest.mark.parametrize("name", ["ontology", "at/2008-12-31"])
def test_a_graph_at_its_own_path(http: httpx.Client, name: str) -> None:
    lines = {"accept": "application/n-triples"}
    named = http.get(
        "/graphs", params={"graph": f"https://w3id.org/justice-estate/graph/{name}"}, headers=lines
    )
    own = http.get(f"/graph/{name}", headers=lines)
    assert own.status_code == 200
    assert sorted(own.content.splitlines()) == sorted(named.content.splitlines())
    told(http.get(f"/graph/{name}x"), 404 if name == "ontology" else 400)


def test_graphs_are_only_read(http: httpx.Client) -> None:
    assert "Allow" in http.put("/graphs", params={"default": ""}, content=b"").headers


# Operation


def test_the_server_tells_how_it_is(http: httpx.Client, built: Built) -> None:
    assert http.get("/health").json() == {"status": "ok"}
    ready = http.get("/ready").json()
    assert (ready["ready"], ready["rdfc10_sha256"]) == (True, built.release.metadata.rdfc10_sha256)
    assert "estate_request_seconds_bucket" in http.get("/metrics").text
    assert http.get("/openapi.json").json()["paths"].keys() >= {"/health", "/ready", "/metrics"}
    assert "There is nothing at /nowhere" in str(told(http.get("/nowhere"), 404)["detail"])


def test_the_log_has_no_query_and_no_address(served: Served, http: httpx.Client) -> None:
    http.get("/sparql", params={"query": "SELECT ?secret { ?secret ?p ?o } LIMIT 1"})
    lines = [json.loads(line) for line in served.log.read_text().splitlines() if line.startswith("{")]
    assert {tuple(line) for line in lines} == {("method", "path", "status", "ms", "bytes")}
    assert "secret" not in served.log.read_text()


def test_a_new_release_is_served_without_a_lost_request(mini: Mini, tmp_path: Path) -> None:
    tables = mini("magistrates-court/oakham,skos:prefLabel,Oakham,en,,,list-2013")
    out = tmp_path / "release"
    build(out, folder=tables, date="2026-11-01")
    with serving(("--release", str(out)), tmp_path) as server, httpx.Client(base_url=server.url) as client:
        names: list[str] = []
        stop = threading.Event()

        def ask() -> None:
            while not stop.is_set():
                answer = client.get("/sparql", params={"query": f"SELECT ?n {{ {OAKHAM} ?l ?n }} LIMIT 9"})
                assert answer.status_code == 200
                names.append(answer.text)

        with ThreadPoolExecutor(1) as pool:
            asking = pool.submit(ask)
            mini("magistrates-court/oakham,skos:prefLabel,Rutland,en,,,list-2013")
            build(out, folder=tables, date="2026-11-02")
            for _ in range(100):
                if names and "Rutland" in names[-1]:
                    break
                time.sleep(0.1)
            stop.set()
            asking.result()
        assert "Oakham" in names[0]
        assert "Rutland" in names[-1]


def test_no_process_is_left_when_the_server_ends(built: Built, tmp_path: Path) -> None:
    with serving(("--release", str(built.release.folder)), tmp_path) as server:
        httpx.get(f"{server.url}/sparql", params={"query": SELECT})
        pids = server.children()
        assert len(pids) > 2
    _gone(pids)


def test_no_process_is_left_when_the_server_is_killed(built: Built, tmp_path: Path) -> None:
    with serving(("--release", str(built.release.folder), "--deadline", "3"), tmp_path) as server:
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(httpx.get, f"{server.url}/sparql", params={"query": RUNAWAY}, timeout=30)
            time.sleep(1)
            pids = server.children()
            os.killpg(server.process.pid, signal.SIGKILL)
            with pytest.raises(httpx.TransportError):
                running.result()
        _gone(pids)


def _gone(pids: list[int]) -> None:
    def there(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False

    for _ in range(100):
        if not any(map(there, pids)):
            return
        time.sleep(0.1)
    assert [pid for pid in pids if there(pid)] == []


def test_files_are_served_as_sparql_says(tmp_path: Path) -> None:
    path = tmp_path / "data.trig"
    path.write_text("<http://e/a> <http://e/p> 1 . <http://e/g> { <http://e/b> <http://e/p> 2 }")
    with serving(("--data", str(path)), tmp_path) as server:
        answer = httpx.get(
            f"{server.url}/sparql", params={"query": "SELECT ?s { ?s ?p ?o }"}, headers={"accept": "text/csv"}
        )
        assert answer.text == "s\r\nhttp://e/a\r\n"
        named = httpx.get(
            f"{server.url}/sparql",
            params={"query": "SELECT ?s { ?s ?p ?o }", "default-graph-uri": "http://e/g"},
            headers={"accept": "text/csv"},
        )
        assert named.text == "s\r\nhttp://e/b\r\n"
