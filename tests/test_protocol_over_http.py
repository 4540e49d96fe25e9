"""Does the server keep to the SPARQL 1.1 Protocol, Service Description and Graph Store Protocol over HTTP?

Cases are named as those of the recommendation's own suites, and written from its text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.compare import isomorphic

from tests.serving import serving

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
A, B, C = (f"http://example.org/{name}" for name in "abc")
ABSENT = "http://example.org/absent"
DIRECT = "http://estate.example/graphs/person/1%20a"
DATA = f"""
<http://example.org/s> <http://example.org/p> "plain" .
<{A}> {{ <{A}> a <http://example.org/Graph> }}
<{B}> {{ <{B}> a <http://example.org/Graph> }}
<{C}> {{ <{C}> a <http://example.org/Graph> }}
<{DIRECT}> {{ <{DIRECT}> a <http://example.org/Graph> }}
"""
FORM, QUERY, UPDATE = (
    f"application/{name}" for name in ("x-www-form-urlencoded", "sparql-query", "sparql-update")
)
IN_BOTH = f"ASK {{ <{A}> a ?type . <{B}> a ?type }}"
ONLY_NAMED = (
    f"ASK {{ GRAPH ?g {{ <{A}> a ?type }} GRAPH ?h {{ <{B}> a ?type }} FILTER NOT EXISTS {{ ?s a ?t }} }}"
)
FULL = f"ASK {{ <{A}> a ?t . GRAPH <{B}> {{ <{B}> a ?t }} GRAPH <{C}> {{ <{C}> a ?t }} }}"
BY_QUERY = f"ASK FROM <{A}> {{ <{B}> a ?type FILTER NOT EXISTS {{ <{A}> a ?type }} }}"


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server of a few graphs."""
    folder = tmp_path_factory.mktemp("protocol")
    (folder / "data.trig").write_text(DATA, encoding="utf-8")
    with (
        serving(["--data", str(folder / "data.trig")], folder) as served,
        httpx.Client(base_url=served.url, timeout=20) as client,
    ):
        yield client


@dataclass(frozen=True)
class Case:
    """A request as the suite words it; `form` and `url` hold parameters."""

    name: str
    method: str = "GET"
    url: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    media_type: str = ""
    accept: str = "application/sparql-results+json"

    def sent(self, http: httpx.Client, path: str = "/sparql") -> httpx.Response:
        """The answer to it."""
        content = str(httpx.QueryParams(self.form)).encode() if self.form else self.body
        media = {"content-type": self.media_type} if self.media_type else {}
        return http.request(
            self.method, path, params=self.url, content=content, headers={"accept": self.accept, **media}
        )


def _graphs(*iris: str, named: bool = False) -> tuple[tuple[str, str], ...]:
    return tuple(("named-graph-uri" if named else "default-graph-uri", iri) for iri in iris)


TRUE = (
    Case("query_get", url=(("query", "ASK {}"),)),
    Case("query_head_of_the_path", "POST", body=b"ASK {}", media_type=QUERY, accept="*/*"),
    Case("query_get_no_such_graph", url=(("query", "ASK {}"), *_graphs(ABSENT))),
    Case("query_get_with_version", url=(("query", "ASK {}"), ("version", "1.2"), *_graphs(A))),
    Case("query_get_of_other_parameters", url=(("query", "ASK {}"), ("clientRequestId", "1"))),
    Case("query_post_form", "POST", form=(("query", "ASK {}"),), media_type=FORM),
    Case("query_post_form_graph_in_url", "POST", _graphs(ABSENT), (("query", "ASK {}"),), media_type=FORM),
    Case("query_post_form_charset", "POST", form=(("query", "ASK {}"),), media_type=f"{FORM}; charset=UTF-8"),
    Case("query_post_direct_with_version", "POST", _graphs(A), body=b"ASK {}",
         media_type=f"{QUERY}; version=1.2"),
    Case("query_post_direct", "POST", body=b"ASK {}", media_type=QUERY),
    Case("query_dataset_default_graph", url=(("query", f"ASK {{ <{A}> a ?type }}"), *_graphs(A))),
    Case("query_dataset_default_graphs_get", url=(("query", IN_BOTH), *_graphs(A, B))),
    Case("query_dataset_default_graphs_form", "POST", form=(("query", IN_BOTH), *_graphs(A, B)),
         media_type=FORM),
    Case("query_dataset_default_graphs_post", "POST", _graphs(A, B), body=IN_BOTH.encode(), media_type=QUERY),
    Case("query_dataset_named_graphs_get", url=(("query", ONLY_NAMED), *_graphs(A, B, named=True))),
    Case("query_dataset_named_graphs_post", "POST", _graphs(A, B, named=True), body=ONLY_NAMED.encode(),
         media_type=QUERY),
    Case("query_dataset_full", url=(("query", FULL), *_graphs(A), *_graphs(B, C, named=True))),
    Case("query_dataset_full_post", "POST", (*_graphs(A), *_graphs(B, C, named=True)), body=FULL.encode(),
         media_type=QUERY),
    Case("query_dataset_full_form", "POST", form=(("query", FULL), *_graphs(A), *_graphs(B, C, named=True)),
         media_type=FORM),
    Case("query_multiple_dataset", url=(("query", BY_QUERY), *_graphs(B))),
    Case("query_multiple_dataset_named", "POST", _graphs(A, B, named=True), body=f"ASK FROM <{C}> {{ "
         f"GRAPH ?g {{ <{A}> a ?t }} GRAPH ?h {{ <{B}> a ?t }} FILTER NOT EXISTS {{ ?s a ?t }} }}".encode(),
         media_type=QUERY),
    Case("query_dataset_of_the_query", url=(("query", f"ASK FROM <{A}> {{ <{A}> a ?t }}"),)),
    Case("query_base_uri", url=(("query", "ASK { FILTER(STRSTARTS(STR(<x>), 'http')) }"),)),
    Case("query_base_uri_of_the_query",
         url=(("query", f"BASE <{A}> ASK {{ GRAPH <b> {{ <b> a <Graph> }} }}"),)),
    Case("query_multiple_dataset_post", "POST", _graphs(B), body=BY_QUERY.encode(), media_type=QUERY),
)  # fmt: skip


PATHS = ("/sparql", "/sparql/")
"""Both ways in which the recommendation's suite writes the path."""


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("case", TRUE, ids=lambda case: case.name)
def test_an_ask_that_is_true(http: httpx.Client, case: Case, path: str) -> None:
    answer = case.sent(http, path)
    assert (answer.status_code, answer.json().get("boolean")) == (200, True), answer.text


SELECT = "SELECT (1 AS ?value) {}"
CONSTRUCT = "CONSTRUCT { <s> <p> 1 } WHERE {}"
DESCRIBE = "DESCRIBE <http://example.org/s>"
TYPES = (
    ("query_content_type_select", SELECT, "application/sparql-results+json"),
    ("query_content_type_select", SELECT, "application/sparql-results+xml"),
    ("query_content_type_select", SELECT, "text/tab-separated-values"),
    ("query_content_type_select", SELECT, "text/csv"),
    ("query_content_type_ask", "ASK {}", "application/sparql-results+json"),
    ("query_content_type_ask", "ASK {}", "application/sparql-results+xml"),
    ("query_content_type_describe", DESCRIBE, "application/rdf+xml"),
    ("query_content_type_describe", DESCRIBE, "text/turtle"),
    ("query_content_type_construct", CONSTRUCT, "application/n-triples"),
    ("query_content_type_construct", CONSTRUCT, "application/rdf+xml"),
    ("query_content_type_construct", CONSTRUCT, "application/ld+json"),
)


@pytest.mark.parametrize(("name", "query", "media_type"), TYPES)
def test_the_media_type_that_is_asked_for(http: httpx.Client, name: str, query: str, media_type: str) -> None:
    answer = Case(name, url=(("query", query),), accept=media_type).sent(http)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type


UNSAID = (
    (SELECT, "application/sparql-results+json"),
    ("ASK {}", "application/sparql-results+json"),
    (DESCRIBE, "text/turtle"),
    (CONSTRUCT, "text/turtle"),
)


@pytest.mark.parametrize("accept", ["", "*/*"])
@pytest.mark.parametrize(("query", "media_type"), UNSAID)
def test_the_media_type_where_none_is_asked_for(
    http: httpx.Client, query: str, media_type: str, accept: str
) -> None:
    case = Case("", "POST", _graphs(ABSENT), body=query.encode(), media_type=QUERY, accept=accept)
    answer = case.sent(http, "/sparql/")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == media_type


def test_relative_iris_have_a_base_of_the_service(http: httpx.Client) -> None:
    answer = Case("", url=(("query", CONSTRUCT),), accept="application/n-triples").sent(http)
    (triple,) = Graph().parse(data=answer.content, format="nt")
    assert [str(term).rpartition("/")[2] for term in triple] == ["s", "p", "1"]


BAD = (
    (Case("bad_query_method", "PUT", url=(("query", "ASK {}"),)), 405),
    (Case("bad_query_method_patch", "PATCH", url=(("query", "ASK {}"),)), 405),
    (Case("bad_query_method_delete", "DELETE", url=(("query", "ASK {}"),)), 405),
    (Case("bad_query_get_with_body", url=(("query", "ASK {}"),), body=b"ASK {}", media_type=QUERY), 400),
    (Case("bad_query_multiple_versions",
          url=(("query", "ASK {}"), ("version", "1.1"), ("version", "1.2"))), 400),
    (Case("bad_query_in_url_and_body", "POST", (("query", "ASK {}"),), body=b"ASK {}",
          media_type=QUERY), 400),
    (Case("bad_query_relative_graph", url=(("query", "ASK {}"), *_graphs("a"))), 400),
    (Case("bad_query_unfit_graph", url=(("query", "ASK {}"), *_graphs("http://[x"))), 400),
    (Case("bad_query_not_acceptable", url=(("query", "ASK {}"),), accept="image/png"), 406),
    (Case("bad_multiple_queries", url=(("query", "ASK {}"), ("query", "SELECT * {}"))), 400),
    (Case("bad_multiple_queries_form", "POST", form=(("query", "ASK {}"),) * 2, media_type=FORM), 400),
    (Case("bad_query_wrong_media_type", "POST", body=b"ASK {}", media_type="text/plain"), 415),
    (Case("bad_query_missing_form_type", "POST", body=b"query=ASK%20%7B%7D"), 415),
    (Case("bad_query_missing_direct_type", "POST", body=b"ASK {}"), 415),
    (Case("bad_query_non_utf8", "POST", body="ASK {}".encode("utf-16"),
          media_type=f"{QUERY}; charset=UTF-16"), 415),
    (Case("bad_query_not_utf8_bytes", "POST", body=b"ASK { ?s ?p '\xff' }", media_type=QUERY), 400),
    (Case("bad_query_syntax", url=(("query", "ASK {"),)), 400),
    (Case("bad_query_unknown_function", url=(("query", "ASK { FILTER(<http://example.org/f>(1)) }"),)), 400),
    (Case("bad_query_empty", url=(("query", ""),)), 400),
    (Case("bad_query_two_in_one", url=(("query", "ASK {} ASK {}"),)), 400),
    (Case("bad_query_empty_body", "POST", media_type=QUERY), 400),
    (Case("bad_query_encoding", url=(), body=b"query=ASK%20%7B%7D%zz", method="POST", media_type=FORM), 400),
    (Case("bad_query_empty_form", "POST", form=(("other", "x"),), media_type=FORM), 400),
    (Case("bad_update_get", url=(("update", "CLEAR ALL"),)), 403),
    (Case("bad_multiple_updates", "POST", form=(("update", "CLEAR NAMED"), ("update", "CLEAR ALL")),
          media_type=FORM), 403),
    (Case("bad_update_wrong_media_type", "POST", body=b"CLEAR NAMED", media_type="text/plain"), 415),
    (Case("bad_update_missing_form_type", "POST", body=b"update=CLEAR%20NAMED"), 415),
    (Case("bad_update_non_utf8", "POST", body="CLEAR ALL".encode("utf-16"),
          media_type=f"{UPDATE}; charset=UTF-16"), 415),
    (Case("update_post_form", "POST", form=(("update", "CLEAR ALL"),), media_type=FORM), 403),
    (Case("update_post_direct", "POST", body=b"CLEAR ALL", media_type=UPDATE), 403),
    (Case("update_as_query", url=(("query", "INSERT DATA { <a:a> <a:b> <a:c> }"),)), 403),
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("case", "status"), BAD, ids=lambda each: each.name if isinstance(each, Case) else ""
)
def test_what_is_refused(http: httpx.Client, case: Case, status: int, path: str) -> None:
    answer = case.sent(http, path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


# Service Description

SYNTAXES = {"text/turtle": "turtle", "application/rdf+xml": "xml", "application/n-triples": "nt"}
SCHEMA = {
    SD.endpoint: (SD.Service, None),
    SD.feature: (SD.Service, SD.Feature),
    SD.supportedLanguage: (SD.Service, SD.Language),
    SD.resultFormat: (SD.Service, FORMATS.Format),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.availableGraphs: (SD.Service, SD.GraphCollection),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: (SD.GraphCollection, SD.NamedGraph),
    SD.name: (SD.NamedGraph, None),
    SD.graph: (SD.NamedGraph, SD.Graph),
}
"""The domain and range of each property of the vocabulary that is used."""
KNOWN = {SD.Language, FORMATS.Format}
"""Classes of which W3C names the members, so that a description need not say what they are."""


def described(http: httpx.Client, accept: str = "text/turtle", path: str = "/sparql", **more: str) -> Graph:
    """The service description."""
    answer = http.get(path, headers={"accept": accept, **more})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == accept
    return Graph().parse(data=answer.content, format=SYNTAXES[accept])


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("accept", SYNTAXES)
def test_returns_rdf_with_a_matching_endpoint(http: httpx.Client, accept: str, path: str) -> None:
    told = described(http, accept, path)
    (service,) = told.subjects(RDF.type, SD.Service)
    assert list(told.objects(service, SD.endpoint)) == [URIRef(str(http.base_url.join(path)))]
    assert SD.SPARQL11Query in told.objects(service, SD.supportedLanguage)
    assert len(list(told.objects(service, SD.resultFormat))) == 10


def test_without_accept_it_is_rdf(http: httpx.Client) -> None:
    assert http.get("/sparql", headers={"accept": "*/*"}).headers["content-type"].startswith("text/turtle")


def test_conforms_to_schema(http: httpx.Client) -> None:
    told = described(http)
    used = {URIRef(str(predicate)) for predicate in told.predicates() if str(predicate).startswith(SD)}
    assert used <= SCHEMA.keys()
    for subject, predicate, value in told:
        if (known := URIRef(str(predicate))) in used:
            domain, range_ = SCHEMA[known]
            assert (subject, RDF.type, domain) in told
            assert range_ in {None, *KNOWN} or (value, RDF.type, range_) in told
            assert isinstance(value, URIRef)


def test_it_names_the_graphs_of_the_files(http: httpx.Client) -> None:
    told = described(http)
    assert {str(name) for name in told.objects(None, SD.name)} == {A, B, C, DIRECT}
    assert not list(told.objects(None, SD.feature))


def test_it_is_told_of_the_address_that_was_asked(http: httpx.Client) -> None:
    described(http)
    (endpoint,) = described(http, host="estate.example").objects(None, SD.endpoint)
    assert endpoint == URIRef("http://estate.example/sparql")
    (endpoint,) = described(http).objects(None, SD.endpoint)
    assert endpoint == URIRef(str(http.base_url.join("/sparql")))


# Graph Store Protocol, reading


def graph(name: str) -> Graph:
    """What the graph of a name holds."""
    return Graph().parse(data=f"<{name}> a <http://example.org/Graph> .", format="turtle")


def test_get_of_the_default_graph(http: httpx.Client) -> None:
    default = http.get("/graphs?default", headers={"accept": "text/turtle"})
    assert [str(value) for value in Graph().parse(data=default.content, format="turtle").objects()] == [
        "plain"
    ]


@pytest.mark.parametrize("accept", SYNTAXES)
@pytest.mark.parametrize("path", ["/graphs", "/graphs/"])
def test_get_of_a_graph_that_a_parameter_names(http: httpx.Client, accept: str, path: str) -> None:
    got = http.get(path, params={"graph": A}, headers={"accept": accept})
    assert got.headers["content-type"].partition(";")[0] == accept
    assert isomorphic(Graph().parse(data=got.content, format=SYNTAXES[accept]), graph(A))


def test_get_of_a_graph_that_the_path_names(http: httpx.Client) -> None:
    host = {"accept": "text/turtle", "host": "estate.example"}
    got = http.get("/graphs/person/1%20a", headers=host)
    assert isomorphic(Graph().parse(data=got.content, format="turtle"), graph(DIRECT))
    assert http.get("/graphs/person/1%20a", headers={"accept": "text/turtle"}).status_code == 404


@pytest.mark.parametrize("address", ["/graphs?default", f"/graphs?graph={A}"])
def test_head_of_a_graph(http: httpx.Client, address: str) -> None:
    got, head = http.get(address), http.head(address)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "content-length", "etag"):
        assert head.headers[name] == got.headers[name]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("address", [f"/graphs?graph={ABSENT}", "/graphs/person/2.ttl", "/graph/person"])
def test_a_graph_that_is_not_there(http: httpx.Client, method: str, address: str) -> None:
    assert http.request(method, address).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("address", ["/graphs?default", f"/graphs?graph={A}", "/graphs/person/2.ttl"])
def test_graphs_are_not_written(http: httpx.Client, method: str, address: str) -> None:
    answer = http.request(method, address, content=b"" if method == "DELETE" else b"<a:a> <a:b> <a:c> .")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert method in answer.json()["detail"]


@pytest.mark.parametrize(
    "address",
    [
        "/graphs",
        "/graphs?graph=",
        "/graphs?graph=person/1.ttl",
        "/graphs?graph=http%3A%2F%2F%5Bx",
        f"/graphs?graph={A}&graph={B}",
        f"/graphs?default&graph={A}",
        f"/graphs/person/1?graph={A}",
    ],
)
def test_one_graph_must_be_named_by_an_iri(http: httpx.Client, address: str) -> None:
    answer = http.get(address)
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_form_that_graphs_have_not(http: httpx.Client) -> None:
    answer = http.get("/graphs?default", headers={"accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["allow"]
