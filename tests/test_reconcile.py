"""Does OpenRefine find at /reconcile what the Reconciliation Service API 0.2 promises it?

The models of `api.models.reconcile` follow the JSON Schemas of the specification (`0.2/schemas` of
reconciliation-api/specs, at commit 76328a4d), field by field; here they read what the server sends, accept
what the schemas accept, and refuse what they refuse.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from pydantic import BaseModel, ValidationError

from api.models.reconcile import (
    Extended,
    Extension,
    Manifest,
    Proposals,
    Queries,
    Results,
    SuggestedAll,
)
from graph.build import Built
from graph.estate import Estate
from tests.serving import Served, serving

OAKHAM, LEICESTER = "magistrates-court/oakham", "magistrates-court/leicester"


@pytest.fixture(scope="module")
def served(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The project's own release, served; a busy machine has time for the largest batch."""
    words = ("--release", str(built.release.folder), "--deadline", "60")
    with serving(words, tmp_path_factory.mktemp("serve")) as server:
        yield server


@pytest.fixture(scope="module")
def http(served: Served) -> Iterator[httpx.Client]:
    """A client of the server."""
    with httpx.Client(base_url=served.url, timeout=60) as client:
        yield client


def asked(http: httpx.Client, **queries: object) -> dict[str, list[dict[str, Any]]]:
    """The candidates of each query, after the model has read them."""
    answer = http.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    Results.model_validate_json(answer.text)
    return {name: result["result"] for name, result in answer.json().items()}


def test_what_the_service_says_of_itself(http: httpx.Client, served: Served) -> None:
    answer = http.get("/reconcile", headers={"Origin": "https://openrefine.example"})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"
    manifest = Manifest.model_validate_json(answer.text)
    assert manifest.versions == ("0.2",)
    assert manifest.batchSize == 10_000
    assert manifest.identifierSpace == "https://w3id.org/justice-estate/id/"
    assert manifest.defaultTypes[0].id == "cje:MagistratesCourt"
    assert manifest.view.url == f"{served.url}/id/{{{{id}}}}"


def test_may_pages_of_other_hosts_ask(http: httpx.Client) -> None:
    asking = {"Origin": "https://openrefine.example", "Access-Control-Request-Method": "POST"}
    answer = http.options("/reconcile", headers=asking)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]


def test_a_batch_is_answered_query_by_query(http: httpx.Client) -> None:
    found = asked(
        http,
        q0={"query": "Oakham Mags"},
        q1={"query": "Rutland", "properties": [{"pid": "on", "v": "2005-06-01"}]},
        q2={"query": "Rutland"},
        q3={"query": "Leicester", "type": "cje:MagistratesCourt"},
        q4={"query": "Leicester", "type": ["crown-court-centre"], "type_strict": "any"},
        q5={"query": "zzzz"},
        q6={"query": OAKHAM},
        q7={"query": "CPS West Midlands", "properties": [{"pid": "on", "v": "30/06/2005"}]},
    )
    best = {name: next((one["id"] for one in ones if one["match"]), "") for name, ones in found.items()}
    assert best == {
        "q0": OAKHAM,
        "q1": OAKHAM,
        "q2": "",
        "q3": LEICESTER,
        "q4": "crown-court-centre/leicester",
        "q5": "",
        "q6": OAKHAM,
        "q7": "cps-area/1999/west-midlands",
    }
    assert {one["id"] for one in found["q2"]} >= {OAKHAM, "district/E06000017"}
    assert found["q5"] == []
    assert found["q1"][0]["type"] == [{"id": "cje:MagistratesCourt", "name": "magistrates' court"}]
    assert "so called on 2005-06-01" in found["q1"][0]["description"]
    for ones in found.values():
        assert [one["score"] for one in ones] == sorted((one["score"] for one in ones), reverse=True)


def test_what_narrows_a_query(http: httpx.Client) -> None:
    newport = {"query": "Newport", "type": "cje:MagistratesCourt"}
    gwent = [{"pid": "place", "v": {"id": "police-force/gwent", "name": "Gwent Police"}}]
    found = asked(
        http,
        wight=newport | {"properties": [{"pid": "place", "v": "Isle of Wight"}]},
        gwent=newport | {"properties": gwent},
        code={"properties": [{"pid": "code", "v": ["B33LG"]}]},
        both={"query": "Leicester", "properties": [{"pid": "code", "v": "B33HU"}]},
        other={"query": "Oakham", "properties": [{"pid": "code", "v": "B33HU"}]},
        one={"query": "West Midlands", "limit": 1},
    )
    assert found["wight"][0]["id"] == "magistrates-court/newport-isle-of-wight"
    assert found["gwent"][0]["id"] == "magistrates-court/newport-gwent"
    assert [one["id"] for one in found["code"]] == [OAKHAM]
    assert [one["id"] for one in found["both"]] == [LEICESTER]
    assert found["other"] == []
    assert len(found["one"]) == 1


def test_the_same_by_get_and_it_is_kept(http: httpx.Client) -> None:
    answer = http.get(
        "/reconcile", params={"queries": json.dumps({"q0": {"query": "Llys Ynadon Caernarfon"}})}
    )
    assert answer.json()["q0"]["result"][0]["id"] == "magistrates-court/caernarfon"
    assert "etag" in answer.headers
    assert answer.headers["access-control-allow-origin"] == "*"


def test_ten_thousand_names_fit_into_a_batch(http: httpx.Client, estate: Estate) -> None:
    names = [name.text for thing in estate.register.named() for name in thing.names]
    texts = [names[number % len(names)] for number in range(10_000)]
    queries = {f"q{number}": {"query": text, "limit": 1} for number, text in enumerate(texts)}
    answer = http.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    results = Results.model_validate_json(answer.text).root
    assert list(results) == list(queries)
    assert all(result.result for result in results.values())
    queries["q10000"] = {"query": "Oakham"}
    refused = http.post("/reconcile", data={"queries": json.dumps(queries)})
    assert (refused.status_code, refused.json()["detail"]) == (
        400,
        "The batch has 10,001 queries. At most 10,000 are answered at once.",
    )


@pytest.mark.parametrize(
    ("form", "detail"),
    [
        ({}, "Ask with one of the parameters queries and extend"),
        ({"queries": "{}", "extend": "{}"}, "Ask with one of the parameters queries and extend"),
        ({"queries": "{"}, "The JSON cannot be read at 'the whole'"),
        ({"queries": "[" * 5000}, "The JSON cannot be read at 'the whole'"),
        ({"queries": '{"q0": {"quer": "x"}}'}, "The JSON cannot be read at 'q0 → quer'"),
        ({"queries": '{"q0": {"query": "x", "limit": 0}}'}, "The JSON cannot be read at 'q0 → limit'"),
        (
            {"queries": '{"q0": {}}'},
            "The JSON cannot be read at 'q0': it has neither a query nor properties.",
        ),
        ({"queries": '{"q0": {"query": "x", "type": "pub"}}'}, "Query 'q0': There is no kind 'pub'."),
        (
            {"queries": '{"q0": {"query": "x", "properties": [{"pid": "on", "v": "soon"}]}}'},
            "Query 'q0': 'soon' is no day.",
        ),
        (
            {"queries": '{"q0": {"query": "x", "properties": [{"pid": "colour", "v": "red"}]}}'},
            "Query 'q0': names cannot be narrowed by 'colour'. The properties are: on, place, code.",
        ),
        ({"extend": '{"ids": [], "properties": [{"id": "colour"}]}'}, "'colour' cannot be fetched."),
    ],
)
def test_what_is_wrong_with_a_batch_is_told(http: httpx.Client, form: dict[str, str], detail: str) -> None:
    answer = http.post("/reconcile", data=form, headers={"content-type": "application/x-www-form-urlencoded"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.json()["detail"].startswith(detail)
    assert answer.headers["access-control-allow-origin"] == "*"


def test_what_is_no_form_or_too_large(http: httpx.Client) -> None:
    assert http.post("/reconcile", json={"queries": {}}).status_code == 415
    large = http.post("/reconcile", data={"queries": " " * (9 << 20)})
    assert (large.status_code, large.json()["title"]) == (413, "Request too large")


def test_what_completes_a_name(http: httpx.Client) -> None:
    answer = http.get("/reconcile/suggest/entity", params={"prefix": "oakh"})
    first = SuggestedAll.model_validate_json(answer.text).result[0]
    assert first.id == OAKHAM
    assert [kind.id for kind in first.notable or ()] == ["cje:MagistratesCourt"]
    pages = [
        http.get("/reconcile/suggest/entity", params={"prefix": "magistrates", "cursor": cursor}).json()
        for cursor in (0, 10)
    ]
    keys = [one["id"] for page in pages for one in page["result"]]
    assert len(keys) == len(set(keys)) == 20
    assert (
        http.get("/reconcile/suggest/entity", params={"prefix": OAKHAM}).json()["result"][0]["id"] == OAKHAM
    )


def test_what_completes_a_type_or_a_property(http: httpx.Client) -> None:
    types = http.get("/reconcile/suggest/type", params={"prefix": "magis"})
    assert [one.id for one in SuggestedAll.model_validate_json(types.text).result] == ["cje:MagistratesCourt"]
    found = http.get("/reconcile/suggest/property", params={"prefix": "organisation"})
    assert [one.id for one in SuggestedAll.model_validate_json(found.text).result] == ["cje:ouCode"]
    narrowing = http.get("/reconcile/suggest/property", params={"prefix": "on"}).json()["result"]
    assert "on" in [one["id"] for one in narrowing]


def test_what_can_be_fetched_is_fetched(http: httpx.Client) -> None:
    proposed = http.get("/reconcile/properties", params={"type": "cje:PoliceForce"})
    names = [each.id for each in Proposals.model_validate_json(proposed.text).properties]
    question = {"ids": [LEICESTER, "no/such"], "properties": [{"id": name} for name in names]}
    answer = http.post("/reconcile", data={"extend": json.dumps(question)})
    Extended.model_validate_json(answer.text)
    told = answer.json()
    assert [each["id"] for each in told["meta"]] == names
    row = told["rows"][LEICESTER]
    assert {"str": "B33HU"} in row["cje:ouCode"]
    assert row["area"] == [{"id": "criminal-justice-area/33", "name": "Leicestershire"}]
    assert row["state"] == [{"str": "Standing"}]
    assert isinstance(row["latitude"][0]["float"], float)
    assert set(map(tuple, told["rows"]["no/such"].values())) == {()}
    assert len(http.get("/reconcile/properties", params={"type": "", "limit": 2}).json()["properties"]) == 2


def test_what_is_fetched_of_a_day(http: httpx.Client) -> None:
    question = {
        "ids": [OAKHAM],
        "properties": [{"id": "cps_area", "settings": {"on": "2008-12-31"}}, {"id": "state"}],
    }
    rows = http.get("/reconcile", params={"extend": json.dumps(question)}).json()["rows"]
    assert [one["id"] for one in rows[OAKHAM]["cps_area"]] == ["cps-area/1999/leicestershire-and-rutland"]
    assert rows[OAKHAM]["state"] == [{"str": "Closed"}]


def test_the_small_page_of_a_candidate_and_its_own(http: httpx.Client) -> None:
    manifest = http.get("/reconcile").json()
    key = quote(OAKHAM, safe="")
    small = http.get(manifest["preview"]["url"].replace("{{id}}", key))
    assert small.headers["content-type"].startswith("text/html")
    assert "Oakham Magistrates" in small.text
    assert "Also called: Rutland" in small.text
    whole = http.get(manifest["view"]["url"].replace("{{id}}", key), follow_redirects=True)
    assert whole.status_code == 200
    assert http.get("/reconcile/preview", params={"id": "no/such"}).status_code == 404


@pytest.mark.parametrize(
    ("model", "example"),
    [
        pytest.param(Queries, {}, id="no queries"),
        pytest.param(Queries, {"": {"query": ""}}, id="an empty query, of an empty name"),
        pytest.param(
            Queries, {"q0": {"query": "x", "limit": 3.0, "type": [], "type_strict": "all"}}, id="a number"
        ),
        pytest.param(Queries, {"q0": {"properties": [{"pid": "a", "v": [1, 2.5, False, "x"]}]}}, id="values"),
        pytest.param(
            Queries,
            {"q0": {"query": "x", "properties": [{"pid": "a", "v": {"id": "b", "type": "c"}, "note": 1}]}},
            id="more than is known",
        ),
        pytest.param(
            Extension,
            {"ids": [], "properties": [{"id": "a", "settings": {"b": [1, None]}, "note": 1}], "note": 1},
            id="more in an extension",
        ),
    ],
)
def test_what_the_specification_accepts_is_read(model: type[BaseModel], example: object) -> None:
    model.model_validate_json(json.dumps(example))


def test_an_empty_cell_spoils_no_batch(http: httpx.Client) -> None:
    found = asked(
        http,
        full={"query": "Oakham Mags", "limit": 1.0},
        empty={"query": " "},
        place={"properties": [{"pid": "place", "v": "Kent"}]},
    )
    assert [one["id"] for one in found["full"]] == [OAKHAM]
    assert found["empty"] == found["place"] == []


CANDIDATE = {"id": "a", "name": "b", "description": "", "type": [], "score": 1, "match": False}


@pytest.mark.parametrize(
    ("model", "example"),
    [
        pytest.param(Queries, {"q0": {"query": "x", "surprise": 1}}, id="an unknown field"),
        pytest.param(Queries, [], id="no object"),
        pytest.param(Queries, {"q0": {"query": 1}}, id="a number for a text"),
        pytest.param(Queries, {"q0": {"query": None}}, id="null for a text"),
        pytest.param(Queries, {"q0": {"limit": 1}}, id="neither a query nor properties"),
        pytest.param(Queries, {"q0": {"properties": []}}, id="properties that are none"),
        pytest.param(Queries, {"q0": "x"}, id="a query that is no object"),
        pytest.param(Queries, {"q0": {"query": "x", "type": [1]}}, id="a type that is a number"),
        pytest.param(Queries, {"q0": {"query": "x", "type": {"id": "a"}}}, id="a type that is an object"),
        pytest.param(Queries, {"q0": {"query": "x", "limit": True}}, id="a limit that is true"),
        pytest.param(Queries, {"q0": {"query": "x", "properties": {}}}, id="properties as an object"),
        pytest.param(
            Queries, {"q0": {"query": "x", "properties": [{"pid": 1, "v": "y"}]}}, id="a pid that is 1"
        ),
        pytest.param(
            Queries, {"q0": {"query": "x", "properties": [{"pid": "on", "v": None}]}}, id="null value"
        ),
        pytest.param(
            Queries, {"q0": {"query": "x", "properties": [{"pid": "on", "v": [["y"]]}]}}, id="in lists"
        ),
        pytest.param(
            Queries, {"q0": {"query": "x", "properties": [{"pid": "on", "v": {"name": "y"}}]}}, id="no id"
        ),
        pytest.param(Queries, {"q0": {"query": "x", "limit": "3"}}, id="a limit as text"),
        pytest.param(Queries, {"q0": {"query": "x", "properties": [{"pid": "on"}]}}, id="no value"),
        pytest.param(Queries, {"q0": {"query": "x", "properties": [{"v": "y"}]}}, id="no property"),
        pytest.param(Queries, {"q0": {"query": "x", "type_strict": "most"}}, id="strict in another way"),
        pytest.param(Results, {"q0": {}}, id="no result"),
        pytest.param(Results, [], id="results as a list"),
        pytest.param(Results, {"q0": {"result": [{"id": "a", "name": "b"}]}}, id="no score"),
        pytest.param(Results, {"q0": {"result": [{"name": "b", "score": 1}]}}, id="a candidate without id"),
        pytest.param(Results, {"q0": {"result": [CANDIDATE | {"score": "1"}]}}, id="a score as text"),
        pytest.param(Results, {"q0": {"result": [CANDIDATE | {"match": "yes"}]}}, id="a match in words"),
        pytest.param(Results, {"q0": {"result": [CANDIDATE | {"type": "a"}]}}, id="one type, not a list"),
        pytest.param(SuggestedAll, {"result": [{"id": "a"}]}, id="no name"),
        pytest.param(SuggestedAll, {}, id="nothing suggested"),
        pytest.param(SuggestedAll, {"result": {"id": "a", "name": "b"}}, id="suggestions as an object"),
        pytest.param(SuggestedAll, {"result": [{"id": 1, "name": "b"}]}, id="a suggestion with a number"),
        pytest.param(Proposals, {"type": "a"}, id="no properties proposed"),
        pytest.param(Proposals, {"type": "a", "properties": [{"id": "b"}]}, id="a property without name"),
        pytest.param(Extension, {"ids": ["a"]}, id="nothing wanted"),
        pytest.param(Extension, {"ids": "a", "properties": []}, id="one id"),
        pytest.param(Extension, {"ids": [1], "properties": []}, id="an id that is a number"),
        pytest.param(Extension, {"ids": [], "properties": [{"settings": {}}]}, id="a wanted one without id"),
        pytest.param(
            Extension, {"ids": [], "properties": [{"id": "a", "settings": []}]}, id="settings in a list"
        ),
        pytest.param(Extended, {"meta": []}, id="no rows"),
        pytest.param(Extended, {"rows": {}}, id="no meta"),
        pytest.param(Extended, {"meta": [{"id": "a"}], "rows": {}}, id="meta without name"),
        pytest.param(Extended, {"meta": [], "rows": [{"id": "a", "properties": []}]}, id="rows as a list"),
        pytest.param(Extended, {"meta": [], "rows": {"a": {"b": {"str": "c"}}}}, id="a value outside a list"),
        pytest.param(Extended, {"meta": [], "rows": {"a": {"b": [{"label": "c"}]}}}, id="a value of no kind"),
        pytest.param(
            Extended, {"meta": [], "rows": {"a": {"b": [{"id": "c"}]}}}, id="an entity without name"
        ),
        pytest.param(Extended, {"meta": [], "rows": {"a": {"b": [{"str": 1}]}}}, id="a number as text"),
        pytest.param(Extended, {"meta": [], "rows": {"a": {"b": [{"str": "c", "int": 1}]}}}, id="two values"),
        pytest.param(Manifest, {"name": "Courts", "versions": ["0.2"]}, id="no spaces"),
    ],
)
def test_what_the_specification_refuses_is_refused(model: type[BaseModel], example: object) -> None:
    with pytest.raises(ValidationError):
        model.model_validate_json(json.dumps(example))


def test_a_manifest_of_another_version_or_without_a_place_for_the_id_is_none(http: httpx.Client) -> None:
    told = http.get("/reconcile").json()
    Manifest.model_validate_json(json.dumps(told))
    for wrong in ({"versions": ["0.1"]}, {"view": {"url": "https://example.org/"}}, {"documentation": 1234}):
        with pytest.raises(ValidationError):
            Manifest.model_validate_json(json.dumps(told | wrong))
