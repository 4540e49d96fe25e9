"""Stores elsewhere: how they are asked and filled, and whether every engine gives the same rows.

The engines are real servers on loopback. They hold a part of the estate that all can be loaded with in
seconds (tests/loaded.py).
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from graph.asof import Moment, Timeline
from graph.binding import bind, declare
from graph.build import build
from graph.errors import QueryError, ReleaseError
from graph.estate import Estate
from graph.publish import publish
from graph.queries import Query, bindings, catalogue
from graph.release import TIMELINE, Release
from graph.remote import ASTRAY, Endpoint, Mark, RemoteStore
from graph.store import Literal, Store, Term, iri, typed
from tests.conftest import Mini, Run
from tests.expected import examples
from tests.loaded import Loaded, endpoint_of
from tests.servers import SERVERS, free_port
from tests.serving import serving

CASES = Path(__file__).parent / "cases" / "queries"
ENGINES_DOCUMENT = Path(__file__).parents[1] / "docs" / "engines.md"
QUERIES = [query for kind in ("answer", "infer", "export") for query in catalogue(kind).values()]
CHANGES = {
    "virtuoso": ["geo:wktLiteral became http://www.openlinksw.com/schemas/virtrdf#Geometry"],
    "fuseki": ["xsd:decimal in another form"],
    "oxigraph": [],
}
"""What becomes of literals in an engine."""

DAY = "2008-12-31"


def terms(query: Query) -> dict[str, Term]:
    bound = bindings(query, examples(query))
    return {n: typed(a.value, a.datatype) if a.datatype else iri(a.value) for n, a in bound.items()}


# Parameters and prefixes, as text


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_bound_query_gives_the_rows_of_the_engines_own_binding(query: Query) -> None:
    case = CASES / f"{query.name}.trig"
    store = Store.in_memory()
    store.load((case if case.exists() else CASES / "courts-of-area.trig").read_bytes(), format="trig")
    given = terms(query)
    text = bind(query.text, {name: str(term) for name, term in given.items()})
    if query.kind == "infer":
        assert text == query.text
    else:
        rows, own = store.select(text).texts(), store.select(query.text, given).texts()
        assert rows == own if "ORDER BY" in query.text else Counter(rows) == Counter(own)


@pytest.mark.parametrize(
    ("query", "bound"),
    [
        ("SELECT ?a { ?b ?c ?a }", "SELECT ?a { VALUES ?a { <x:1> } ?b ?c <x:1> }"),
        ("SELECT * { ?a ?b ?c }", "SELECT * { VALUES ?a { <x:1> } <x:1> ?b ?c }"),
        ("SELECT ?b { ?a ?b ?c }", "SELECT ?b { ?a ?b ?c }"),
        ("SELECT ?a { ?b <a> '?a' } # ?a", "SELECT ?a { VALUES ?a { <x:1> } ?b <a> '?a' } # ?a"),
        (
            "SELECT ?a (COUNT(?b) AS ?n) { ?a ?c ?b } GROUP BY ?a HAVING (?n > 1) ORDER BY ?a",
            "SELECT ?a (COUNT(?b) AS ?n) { VALUES ?a { <x:1> } <x:1> ?c ?b } "
            "GROUP BY ?a HAVING (?n > 1) ORDER BY ?a",
        ),
        (
            "SELECT ?a { { SELECT ?b { ?b ?a ?c } } ?b ?d ?a }",
            "SELECT ?a { VALUES ?a { <x:1> } { SELECT ?b { ?b ?a ?c } } ?b ?d <x:1> }",
        ),
        ("SELECT ?a { FILTER(!BOUND(?a)) }", "SELECT ?a { VALUES ?a { <x:1> } FILTER(!true) }"),
        (
            "SELECT ?a { BIND(?b AS ?a) }",
            "SELECT ?a { VALUES ?a { <x:1> } BIND(?b AS ?a_made_1) "
            "FILTER(!BOUND(?a_made_1) || ?a_made_1 = <x:1>) }",
        ),
        ("SELECT ?a { VALUES ?a { 1 } }", "SELECT ?a { VALUES ?a { <x:1> } VALUES ?a { 1 } }"),
        ("ASK { ?a ?b $a }", "ASK { <x:1> ?b <x:1> }"),
    ],
)
def test_a_variable_is_replaced_where_it_is_the_same_variable(query: str, bound: str) -> None:
    assert bind(query, {"a": "<x:1>"}) == bound


def test_what_a_query_finds_by_itself_cannot_be_given() -> None:
    with pytest.raises(QueryError, match=r"\?a is what the query itself finds"):
        bind("SELECT (COUNT(?b) AS ?a) { ?b ?c ?d }", {"a": "1"})


@pytest.mark.parametrize("text", ['" } DROP ALL #', "\\", "'''", "a\nb\r\t", "é 𝔘 \u0001", '\\" . ?s ?p ?o'])
def test_no_text_of_a_caller_becomes_a_part_of_the_query(text: str) -> None:
    bound = bind("SELECT ?a ?b { BIND(STR(?a) AS ?b) }", {"a": str(Literal(text))})
    assert Store.in_memory().select(bound).texts() == [(text, text)]


@pytest.mark.parametrize(
    ("query", "declared"),
    [
        ("SELECT * { ?a org:b ?c }", "PREFIX org: <http://org/> SELECT * { ?a org:b ?c }"),
        ("PREFIX org: <o:> SELECT * { ?a org:b 'x:y' }", "PREFIX org: <o:> SELECT * { ?a org:b 'x:y' }"),
        ("BASE <b:> ASK { <a> org:b 1 }", "BASE <b:> PREFIX org: <http://org/> ASK { <a> org:b 1 }"),
        ("ASK { ?a not:known 1 }", "ASK { ?a not:known 1 }"),
    ],
)
def test_prefixes_that_are_used_are_declared(query: str, declared: str) -> None:
    assert declare(query, {"org": "http://org/", "skos": "http://skos/"}) == declared


# A store that answers badly


Reply = tuple[int, dict[str, str], bytes]
XML = "application/sparql-results+xml"
ROWS = b"""<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="a"/></head><results>
<result><binding name="a"><literal>1</literal></binding></result></results></sparql>"""


@pytest.fixture
def answering() -> Iterator[Callable[[Reply], RemoteStore]]:
    """A store whose server gives one answer to everything."""
    opened: list[tuple[ThreadingHTTPServer, RemoteStore]] = []

    def store(reply: Reply) -> RemoteStore:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(reply[0])
                for name, value in reply[1].items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply[2])

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        made = RemoteStore(Endpoint(f"http://127.0.0.1:{server.server_port}/sparql"))
        opened.append((server, made))
        return made

    yield store
    for server, made in opened:
        made.close()
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (
            (400, {}, b"Parse error at line 1\n\nSPARQL query:\nSELECT"),
            r"refuses \(400\): Parse error at line 1$",
        ),
        ((500, {"Content-Type": "text/html"}, b"<html>"), r"refuses \(500\): Internal Server Error$"),
        ((401, {"WWW-Authenticate": "Basic"}, b""), r"refuses \(401\): .* ESTATE_USER and ESTATE_PASSWORD"),
        ((200, {}, b"<html>Welcome</html>"), "is no result of SPARQL in XML"),
        ((200, {"X-SQL-State": "S1TAT"}, ROWS), "stopped before the end of the answer"),
        ((200, {"X-SPARQL-MaxRows": "1"}, ROWS), "cut the answer at 1 rows"),
    ],
)
def test_a_bad_answer_is_told_in_a_sentence(
    answering: Callable[[Reply], RemoteStore], reply: Reply, reason: str
) -> None:
    with pytest.raises(QueryError, match=reason):
        answering(reply).select("SELECT ?a { ?a ?b ?c }")


def test_a_store_that_is_not_there_is_told_in_a_sentence() -> None:
    for url in ("http://127.0.0.1:9/sparql", "no address"):
        with RemoteStore(Endpoint(url)) as store, pytest.raises(QueryError, match=f"{url} cannot be asked"):
            store.select("SELECT * {}")


def test_an_engine_that_is_not_known_is_not_doubted(answering: Callable[[Reply], RemoteStore]) -> None:
    store = answering((200, {"Content-Type": XML}, ROWS))
    assert store.select("SELECT ?a { ?a ?b ?c }").texts() == [("1",)]
    assert (store.engine, store.doubt("nearest-courts")) == ("", "")


def test_a_store_for_reading_only_refuses_a_day_and_a_release(
    answering: Callable[[Reply], RemoteStore], part: Release
) -> None:
    store = answering(
        (
            200,
            {},
            ROWS.replace(b'"a"', b'"graph"').replace(b"<result>", b"<!--").replace(b"</result>", b"-->"),
        )
    )
    with pytest.raises(
        ReleaseError, match=r"known for reading only, so .*/at/2008-12-31 cannot be put there"
    ):
        Estate(store, part).query("SELECT ?a { ?a ?b ?c }", DAY)
    with pytest.raises(ReleaseError, match=r"known for reading only\. .*--gsp .*--update"):
        publish(part, store)


def test_a_day_needs_the_release_that_was_published(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ESTATE_RELEASE", str(tmp_path))
    with pytest.raises(ReleaseError, match=r"has no timeline, .* --release"):
        Estate.connect(Endpoint("http://127.0.0.1:9/sparql")).query("SELECT ?a { ?a ?b ?c }", DAY)
    with pytest.raises(ReleaseError, match="There is no release"):
        Estate.connect(Endpoint("http://127.0.0.1:9/sparql"), tmp_path)


# Real engines


def test_a_release_is_loaded_and_read_back(loaded: Loaded, part: Release) -> None:
    """Two engines keep some literals by value, and give them back in a form of their own: that is no pass."""
    told = loaded.published
    assert told.loaded == part.metadata.quads
    assert [graph for graph, (ours, theirs) in told.counts.items() if ours != theirs] == []
    assert list(told.changes) == CHANGES[loaded.server.name]
    assert told.same == (told.changes == {}) == (told.found == part.metadata.rdfc10_sha256)


def test_every_question_has_the_rows_of_the_embedded_engine(
    loaded: Loaded, part: Release, embedded: Estate
) -> None:
    """But for those that the engine is known to have wrong, which are refused and listed."""
    store = loaded.store()
    far = Estate(store, part)
    len(store)
    astray = ASTRAY.get(store.engine, frozenset())
    others: dict[str, object] = {}
    for query in catalogue("answer").values():
        ours = embedded.ask(query.name, **examples(query)).texts()
        assert ours, f"{query.name} has no row in this part of the estate: the test shows nothing"
        try:
            theirs = far.ask(query.name, **examples(query)).texts()
        except QueryError as error:
            others[query.name] = str(error)
            continue
        if theirs != ours:
            others[query.name] = [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]][:2]
    unexpected = {name: what for name, what in others.items() if name not in astray}
    assert unexpected == {}
    assert set(others) == astray & catalogue("answer").keys()


def test_every_question_that_an_engine_has_wrong_is_listed() -> None:
    text = ENGINES_DOCUMENT.read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\w+).*?\n(.*?)(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL))
    missing = {
        (engine, name)
        for engine, names in ASTRAY.items()
        for name in names
        if f"`{name}`" not in sections.get(engine, "")
    }
    assert missing == set()


def test_a_day_is_put_into_the_store_once_and_asked_there(
    loaded: Loaded, part: Release, embedded: Estate
) -> None:
    query = "SELECT ?court WHERE { ?court a cje:MagistratesCourt } ORDER BY STR(?court)"
    store = loaded.store()
    assert Estate(store, part).query(query, DAY).texts() == embedded.query(query, DAY).texts()
    graph = part.names.graph(f"at/{DAY}")
    mark = store.marks()[graph]
    assert store.count(graph) == mark.triples > 10_000

    reading = loaded.store(gsp="")
    assert Estate(reading, part).query(query, DAY).texts() == embedded.query(query, DAY).texts()
    with pytest.raises(ReleaseError, match="known for reading only"):
        Estate(reading, part).query(query, "2009-06-30")

    store.drop_graph(graph)
    assert (store.count(graph), graph in store.marks()) == (0, False)


def test_what_a_store_holds_is_served_as_the_release_is(
    loaded: Loaded, part: Release, embedded: Estate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = loaded.server
    monkeypatch.setenv("ESTATE_GSP", server.graphs)
    monkeypatch.setenv("ESTATE_USER", server.user)
    monkeypatch.setenv("ESTATE_PASSWORD", server.password)
    query = f"SELECT ?p ?o {{ <{part.names.thing('magistrates-court/oakham')}> ?p ?o }} ORDER BY ?p STR(?o)"
    courts = "SELECT ?court { ?court a cje:MagistratesCourt } ORDER BY STR(?court)"
    day = part.names.graph(f"at/{DAY}")
    words = ("--endpoint", server.query, "--release", str(part.folder))
    with serving(words, tmp_path) as served, httpx.Client(base_url=served.url, timeout=60) as http:
        told = http.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
        assert (told.status_code, told.headers.get("etag")) == (200, None)
        assert told.content.count(b"\r\n") == len(embedded.query(query).rows) + 1
        on_a_day = http.get(
            "/sparql", params={"query": courts, "default-graph-uri": day}, headers={"Accept": "text/csv"}
        )
        assert on_a_day.text.split()[1:] == [row[0] for row in embedded.query(courts, DAY).texts()]
        graph = http.get("/sparql", params={"query": "CONSTRUCT WHERE { ?s a cje:CPSArea }"})
        assert graph.headers["content-type"].startswith("text/turtle")
        assert http.get("/doc/magistrates-court/oakham.nt").status_code == 200
        assert http.post("/sparql", data={"update": "CLEAR ALL"}).status_code == 403
        service = "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"
        assert http.get("/sparql", params={"query": service}).status_code == 403


def test_a_store_that_is_not_there_is_told_so(part: Release, tmp_path: Path) -> None:
    words = ("--endpoint", f"http://127.0.0.1:{free_port()}/sparql", "--release", str(part.folder))
    with serving(words, tmp_path) as served:
        told = httpx.get(f"{served.url}/sparql", params={"query": "ASK {}"}, timeout=30)
    assert (told.status_code, told.json()["title"]) == (502, "The store behind this server does not answer")


def test_two_days_are_compared_by_name(loaded: Loaded, part: Release, embedded: Estate) -> None:
    before, after = (part.names.graph(f"at/{day}") for day in (DAY, "2012-01-01"))
    query = (
        f"SELECT ?court FROM NAMED <{before}> FROM NAMED <{after}> WHERE {{ "
        f"GRAPH <{before}> {{ ?court a cje:MagistratesCourt }} "
        f"MINUS {{ GRAPH <{after}> {{ ?court a cje:MagistratesCourt }} }} }} ORDER BY STR(?court)"
    )
    answer = Estate(loaded.store(), part).query(query).texts()
    assert answer == embedded.query(query).texts()
    assert len(answer) > 50


def test_update_does_as_well_and_a_long_one_is_halved(loaded: Loaded, part: Release) -> None:
    """Virtuoso's parser runs out of memory on an update of some thousand triples."""
    store = loaded.store(gsp="", update=loaded.server.update)
    graph = part.names.graph("at/2001-01-01")
    triples = Timeline.open(part.folder / TIMELINE).triples(Moment(date.fromisoformat(DAY)))
    wanted = sorted(set(triples.splitlines(keepends=True)))[:8_000]
    store.add_graph(graph, b"".join(wanted))
    assert store.count(graph) == 8_000
    store.drop_graph(graph)
    assert store.count(graph) == 0


def test_a_run_that_was_interrupted_goes_on_where_it_was(loaded: Loaded, part: Release) -> None:
    class Interrupted(Exception):
        pass

    store = loaded.store()
    vocabularies = part.names.graph("vocabularies")
    mark = store.marks()[vocabularies]
    store.clear(vocabularies)
    store.mark({vocabularies: Mark(mark.identifier, 0)})
    seen: list[tuple[str, int]] = []

    def stop_after_a_batch(stage: str, quads: int) -> None:
        seen.append((stage, quads))
        if stage == "Loading vocabularies" and quads == 1000:
            raise Interrupted

    with pytest.raises(Interrupted):
        publish(part, store, stop_after_a_batch, batch=1000)
    assert store.marks()[vocabularies].triples == 1000
    again: list[int] = []

    def stop_when_loaded(stage: str, quads: int) -> None:
        if stage == "Loading vocabularies":
            again.append(quads)
        if stage == "Reading back":
            raise Interrupted

    with pytest.raises(Interrupted):
        publish(part, store, stop_when_loaded, batch=1000)
    assert again == [1000, mark.triples - 1000]
    assert store.count(vocabularies) == mark.triples


def test_another_release_takes_the_place_of_the_first(module_mini: Mini, tmp_path: Path) -> None:
    """The graphs of days, which were made from the first, go with it."""
    with SERVERS["oxigraph"](tmp_path) as server, RemoteStore(endpoint_of(server)) as store:
        tables = module_mini("magistrates-court/oakham,skos:prefLabel,Oakham,en,,,codes")
        first = build(tmp_path / "first", folder=tables, date="2026-11-23").release
        assert publish(first, store).same
        store.add_graph(first.names.graph(f"at/{DAY}"), b"<x:a> <x:b> <x:c> .\n")
        tables = module_mini("magistrates-court/oakham,skos:prefLabel,Oakham Court,en,,,codes")
        second = build(tmp_path / "second", folder=tables, date="2026-11-23").release
        told = publish(second, store)
        assert (told.same, told.loaded) == (True, second.metadata.quads)
        assert store.count(first.names.graph(f"at/{DAY}")) == 0
        assert publish(second, store).there == second.metadata.quads
        store.append(second.names.graph("ever"), [b"<x:a> <x:b> <x:c> .\n"])
        assert not publish(second, store).same


def test_the_commands_work_on_a_store_elsewhere(loaded: Loaded, part: Release, run_estate: Run) -> None:
    at, where = ("--release", str(part.folder)), ("--endpoint", loaded.server.query)
    for words in (
        ("ask", "CQ-20", "--body", "magistrates-court/oakham", "--json"),
        ("ask", "CQ-02", "--area", "cps-area/1999/leicestershire-and-rutland"),
        ("path", "magistrates-court/oakham", "magistrates-court/melton-mowbray"),
        ("sources", "--json"),
        ("show", "magistrates-court/oakham"),
        ("conflicts", "--property", "cje:ouCode"),
    ):
        ours, theirs = run_estate(*words, *at), run_estate(*words, *at, *where)
        if loaded.server.name == "virtuoso" and words[0] in ("show", "conflicts"):
            assert (theirs.code, theirs.out) == (2, "")
            assert "docs/engines.md" in theirs.err
        else:
            assert theirs == ours


def test_publishing_is_told(loaded: Loaded, part: Release, run_estate: Run) -> None:
    server = loaded.server
    words = ["publish", "--endpoint", server.query, "--gsp", server.graphs, "--release", str(part.folder)]
    answer = run_estate(*words, "--user", server.user, "--password", server.password)
    if changes := CHANGES[server.name]:
        assert answer.code == 1
        assert "What the store gives back is not what was sent." in answer.out
        assert f"  {changes[0]}: " in answer.out
    else:
        assert answer.code == 0
        assert (
            f"Read back, it is the same. SHA-256 of the canonical N-Quads {part.metadata.rdfc10_sha256}"
            in answer.out
        )
    assert f"({part.metadata.quads:,} stood there already)" in answer.out
