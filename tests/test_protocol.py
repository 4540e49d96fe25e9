"""Is every request of the SPARQL 1.1 Protocol read as it says? Names are those of its test cases."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from api.errors import Problem
from api.protocol import FORM, QUERY, UPDATE, Asked, Limits, read

ASK = "ASK {}"
A, B = "http://e/a", "http://e/b"
ONE, TWO = f"default-graph-uri={quote(A, safe='')}", f"default-graph-uri={quote(B, safe='')}"
NAMED = f"named-graph-uri={quote(A, safe='')}&named-graph-uri={quote(B, safe='')}"
ENCODED = "query=ASK%20%7B%7D"


def post(body: str | bytes, media_type: str, url: str = "") -> Asked | None:
    data = body.encode() if isinstance(body, str) else body
    return read("POST", url.encode(), {"content-type": media_type} if media_type else {}, data)


def get(url: str, accept: str = "") -> Asked | None:
    return read("GET", url.encode(), {"accept": accept}, b"")


@pytest.mark.parametrize(
    ("asked", "default", "named"),
    [
        pytest.param(lambda: get(ENCODED), (), (), id="query_get"),
        pytest.param(lambda: get("query=ASK+{}"), (), (), id="query_get_plus"),
        pytest.param(lambda: read("HEAD", ENCODED.encode(), {}, b""), (), (), id="query_head"),
        pytest.param(lambda: post(ENCODED, FORM), (), (), id="query_post_form"),
        pytest.param(lambda: post(ENCODED, f"{FORM}; charset=UTF-8"), (), (), id="query_post_form_charset"),
        pytest.param(lambda: post(ASK, QUERY), (), (), id="query_post_direct"),
        pytest.param(lambda: get(f"{ENCODED}&{ONE}"), (A,), (), id="query_dataset_default_graph_get"),
        pytest.param(lambda: post(f"{ENCODED}&{ONE}", FORM), (A,), (), id="query_dataset_default_graph_form"),
        pytest.param(lambda: post(ASK, QUERY, ONE), (A,), (), id="query_dataset_default_graph_post"),
        pytest.param(lambda: get(f"{ONE}&{ENCODED}&{TWO}"), (A, B), (),
                     id="query_dataset_default_graphs_get"),
        pytest.param(lambda: post(ASK, QUERY, f"{ONE}&{TWO}"), (A, B), (),
                     id="query_dataset_default_graphs_post"),
        pytest.param(lambda: get(f"{ENCODED}&{NAMED}"), (), (A, B), id="query_dataset_named_graphs_get"),
        pytest.param(lambda: post(ASK, QUERY, NAMED), (), (A, B), id="query_dataset_named_graphs_post"),
        pytest.param(lambda: get(f"{ENCODED}&{ONE}&{NAMED}"), (A,), (A, B), id="query_dataset_full"),
        pytest.param(lambda: get(f"{ENCODED}&{ONE}&{ONE}"), (A,), (), id="the same graph twice"),
    ],
)  # fmt: skip
def test_a_query_is_read(asked: object, default: tuple[str, ...], named: tuple[str, ...]) -> None:
    found = asked()  # type: ignore[operator]
    assert (found.query, found.form, found.default_graphs, found.named_graphs) == (
        ASK,
        "table",
        default,
        named,
    )
    assert found.has_dataset == bool(default or named)


def test_query_multiple_dataset() -> None:
    """The dataset of the protocol goes before that of the query; both are told."""
    found = post("ASK FROM <http://e/c> {}", QUERY, ONE)
    assert found is not None
    assert (found.default_graphs, found.scan.default_graphs) == ((A,), ("http://e/c",))


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "table"),
        ("ASK {}", "table"),
        ("CONSTRUCT {} {}", "graph"),
        ("DESCRIBE <http://e/>", "graph"),
    ],
)
def test_query_content_type(query: str, form: str) -> None:
    found = get(f"query={quote(query)}&timeout=0.5&format=csv", "text/csv")
    assert found is not None
    assert (found.form, found.accept, found.format, found.timeout) == (form, "text/csv", "csv", 0.5)


def test_no_query_asks_what_the_endpoint_is() -> None:
    assert get("") is None
    assert read("HEAD", b"format=ttl", {}, b"") is None


def direct(query: str) -> Asked | None:
    return post(query, QUERY)


@pytest.mark.parametrize(
    ("asked", "status", "extra"),
    [
        pytest.param(lambda: read("PUT", ENCODED.encode(), {}, b""), 405,
                     {"value": "PUT", "allow": ["GET", "HEAD", "POST"]}, id="bad_query_method"),
        pytest.param(lambda: get(f"{ENCODED}&{ENCODED}"), 400, {"value": "query"}, id="bad_multiple_queries"),
        pytest.param(lambda: post(ASK, QUERY, ENCODED), 400, {"value": "query"},
                     id="bad_query_in_url_and_body"),
        pytest.param(lambda: post(ASK, "text/plain"), 415,
                     {"value": "text/plain", "allow": [FORM, QUERY]}, id="bad_query_wrong_media_type"),
        pytest.param(lambda: post(ENCODED, ""), 415, {"value": "", "allow": [FORM, QUERY]},
                     id="bad_query_missing_form_type"),
        pytest.param(lambda: post(ASK, ""), 415, {"value": "", "allow": [FORM, QUERY]},
                     id="bad_query_missing_direct_type"),
        pytest.param(lambda: post(b"ASK { ?s ?p '\xe9' }", QUERY), 400, {"value": "0xE9"},
                     id="bad_query_non_utf8"),
        pytest.param(lambda: post(ASK.encode("utf-16"), QUERY), 400, {"value": "0xFF"}, id="bad_query_utf16"),
        pytest.param(lambda: post(ASK, f"{QUERY}; charset=utf-16"), 415,
                     {"value": "utf-16", "allow": ["utf-8"]}, id="bad_query_charset"),
        pytest.param(lambda: get("query=%E9"), 400, {"value": "0xE9"}, id="bad_query_non_utf8_get"),
        pytest.param(lambda: get("query=ASK%2"), 400, {"value": "%2"}, id="bad percent-encoding"),
        pytest.param(lambda: get("query=ASK%zz"), 400, {"value": "%zz"}, id="bad percent-encoding in hex"),
        pytest.param(lambda: post("", FORM), 400, {"value": "query"}, id="no query in a form"),
        pytest.param(lambda: direct("hello"), 400, {}, id="bad_query_syntax"),
        pytest.param(lambda: direct("ASK {\n ?s ?p 'a }"), 400, {"line": 2, "column": 8}, id="bad string"),
        pytest.param(lambda: direct("ASK {}\n ASK {}"), 400, {"line": 2, "column": 2},
                     id="two queries in a text"),
        pytest.param(lambda: get("update=CLEAR%20ALL"), 403, {"value": "update"}, id="bad_update_get"),
        pytest.param(lambda: post("update=CLEAR%20ALL", FORM), 403, {"value": "update"},
                     id="update in a form"),
        pytest.param(lambda: post("CLEAR ALL", UPDATE), 403, {"value": UPDATE}, id="update as a body"),
        pytest.param(lambda: direct("\nLOAD <http://e/>"), 403,
                     {"value": "LOAD", "line": 2, "column": 1}, id="an update as a query"),
        pytest.param(lambda: direct("ASK {\n  service <http://e/> {} }"), 403,
                     {"value": "SERVICE", "line": 2, "column": 3}, id="a service"),
        pytest.param(lambda: direct("ASK " + "{" * 201 + "}" * 201), 400, {"value": 201, "allow": 200},
                     id="nesting"),
        pytest.param(lambda: direct("ASK {" + "?s ?p ?o ." * 101 + "}"), 400,
                     {"value": 101, "allow": 100}, id="patterns"),
        pytest.param(lambda: get(f"{ENCODED}&default-graph-uri=g"), 400, {"value": "g"},
                     id="a relative graph"),
        pytest.param(lambda: get(f"{ENCODED}&named-graph-uri=a:b%20c"), 400, {"value": "a:b c"}, id="no IRI"),
        *(pytest.param(lambda written=written: get(f"{ENCODED}&timeout={written}"), 400,
                       {"value": written}, id=f"timeout {written}")
          for written in ("0", "-1", "soon", "nan", "inf", "1e9", "")),
        pytest.param(lambda: get(f"{ENCODED}&timeout=1&timeout=2"), 400, {"value": "2"}, id="two timeouts"),
        pytest.param(lambda: get("a&" * 200 + ENCODED), 400, {}, id="too many parameters"),
        pytest.param(lambda: read("GET", b"query=" + b"a" * 16_384, {}, b""), 414, {}, id="a long URL"),
        pytest.param(lambda: read("POST", b"", {"content-type": QUERY}, b"abc", limits=Limits(body=2)),
                     413, {},
                     id="a large body"),
    ],
)  # fmt: skip
def test_a_request_is_refused(asked: object, status: int, extra: dict[str, object]) -> None:
    with pytest.raises(Problem) as raised:
        asked()  # type: ignore[operator]
    assert (raised.value.status, dict(raised.value.extra)) == (status, extra)


def test_a_refused_method_is_told_which_are_allowed() -> None:
    with pytest.raises(Problem) as raised:
        read("DELETE", b"", {}, b"")
    assert raised.value.headers == {"Allow": "GET, HEAD, POST"}


def test_as_many_patterns_and_brackets_as_may_be() -> None:
    assert direct("ASK {" + "?s ?p ?o ." * 100 + "}") is not None
    assert direct("ASK " + "{" * 200 + "}" * 200) is not None
