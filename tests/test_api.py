"""Does each part of the API tell what the estate knows?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from graph.queries import catalogue
from tests.serving import Served, serving

if TYPE_CHECKING:
    from graph.build import Built
    from graph.estate import Estate

API = "/api/v1"
OAKHAM = f"{API}/things/magistrates-court/oakham"
AREA = "cps-area/1999/leicestershire-and-rutland"


@pytest.fixture(scope="module")
def served(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The project's own release, served."""
    with serving(("--release", str(built.release.folder)), tmp_path_factory.mktemp("serve")) as server:
        yield server


@pytest.fixture(scope="module")
def http(served: Served) -> Iterator[httpx.Client]:
    """A client of the server."""
    with httpx.Client(base_url=served.url, timeout=60) as client:
        yield client


def told(http: httpx.Client, path: str, **parameters: str) -> Any:
    """The JSON of an answer that is one."""
    answer = http.get(path, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_who_prosecuted_at_oakham(http: httpx.Client) -> None:
    on_the_day = told(http, f"{OAKHAM}/neighbours", at="2008-12-31")
    groups = {group["label"]: group for group in on_the_day["groups"]}
    assert [one["key"] for one in groups["prosecuted at by"]["things"]] == [AREA]
    assert groups["in the area of"]["things"][0]["label"] == "Leicestershire Constabulary"
    assert told(http, f"{OAKHAM}/neighbours")["groups"][-1]["total"] == 2


def test_only_records_are_linked_to_what_is_there_no_more(http: httpx.Client) -> None:
    after = told(http, f"{OAKHAM}/neighbours", at="2015-01-01")
    assert (after["present"], after["thing"]["state"]) == (False, "closed")
    assert [one["key"] for group in after["groups"] for one in group["things"]] == ["closure/oakham-2011"]


def test_a_group_tells_how_many_it_has_beyond_those_told(http: httpx.Client) -> None:
    groups = told(http, f"{API}/things/police-force/leicestershire/neighbours", most="2")["groups"]
    rated = next(group for group in groups if group["property"] == "cje:ratedBody")
    assert rated["total"] > 2 == len(rated["things"])


def test_the_life_of_oakham_in_strands(http: httpx.Client) -> None:
    life = told(http, f"{OAKHAM}/timeline")
    strands = {strand["name"]: strand["spans"] for strand in life["strands"]}
    existence = strands["existence"][0]
    assert (existence["latest_start"], existence["latest_end"]) == ("2004-01-01", "2011-04-30")
    names = [span["label"] for span in strands["names"] if span["property"] == "skos:prefLabel"]
    assert names == ["Rutland", "Oakham", "Oakham Magistrates' Court"]
    code = next(span for span in strands["codes"] if span["label"] == "B33PL")
    assert (code["start"], code["earliest_start"]) == ("stated", "2004-11-11")
    force = next(span for span in strands["areas"] if span["property"] == "cje:inAreaOfForce")
    assert force["inferred"] is True
    assert [(event["key"], event["date"]) for event in life["events"]] == [("closure/oakham-2011", "2011")]


def test_a_force_has_its_ratings_in_its_timeline(http: httpx.Client) -> None:
    ratings = told(http, f"{API}/things/police-force/leicestershire/timeline")["ratings"]
    assert len(ratings) > 15
    assert all(rating["grade"] and rating["scale"] for rating in ratings)


def test_every_claim_has_who_says_so(http: httpx.Client, estate: Estate) -> None:
    page = told(http, f"{OAKHAM}/claims", per_page="200")
    assert page["total"] == len(page["items"])
    assert page["total"] == len(estate.view("claims-about", thing="magistrates-court/oakham").rows)
    assert all(each["source_label"] and (each["source"] or each["rule"]) for each in page["items"])
    codes = told(http, f"{OAKHAM}/claims", property="cje:ouCode")["items"]
    assert {each["value"] for each in codes} == {"B33PL", "B33LG"}


def test_a_thing_whose_key_has_more_parts(http: httpx.Client) -> None:
    escaped = f"{API}/things/cps-area/1999%2Fleicestershire-and-rutland"
    assert told(http, escaped)["key"] == told(http, f"{API}/things/{AREA}")["key"] == AREA


def test_the_way_from_a_court_to_its_force(http: httpx.Client) -> None:
    asked = {"from": "magistrates-court/oakham", "to": "police-force/leicestershire", "at": "2008-12-31"}
    way = told(http, f"{API}/path", **asked)["ways"][0]
    assert way["words"] == "Oakham Magistrates' Court, in the area of Leicestershire Constabulary."
    later = http.get(f"{API}/path", params=asked | {"at": "2015-01-01"})
    assert (later.status_code, later.headers["content-type"]) == (404, "application/problem+json")


def test_the_nearest_courts_are_those_of_the_question(http: httpx.Client, estate: Estate) -> None:
    place = "magistrates-court/hinckley"
    asked = estate.ask("nearest-courts", at="2012-01-01", place=place, count="3")
    rows = [dict(zip(asked.columns, row, strict=True)) for row in asked.texts()]
    expected = [estate.store.names.shorten(row["court"]) for row in rows if row["rank"]]
    found = told(http, f"{API}/near", place=place, at="2012-01-01", count="3")
    assert [each["key"] for each in found["items"]] == expected
    assert [str(each["km"]) for each in found["items"]] == [
        f"{float(row['km']):.1f}" for row in rows if row["rank"]
    ]


def test_where_a_point_lies(http: httpx.Client) -> None:
    areas = told(http, f"{API}/locate", lat="52.67", lon="-0.73")["areas"]
    assert [(area["label"], area["metres"]) for area in areas] == [("Leicestershire", 0)]


def test_what_changed_in_a_year(http: httpx.Client, estate: Estate) -> None:
    asked = {"from": "2011-01-01", "to": "2011-12-31", "kind": "closure", "per_page": "200"}
    page = told(http, f"{API}/changes", **asked)
    expected = estate.changes("2011-01-01", "2011-12-31", kind="closure")
    assert [each["event"] for each in page["items"]] == [change.event for change in expected]
    there = told(http, f"{API}/changes", area="Leicestershire and Rutland", newest_first="true")
    assert "closure/oakham-2011" in {each["event"] for each in there["items"]}


def test_how_two_days_differ(http: httpx.Client) -> None:
    asked = {"from": "2008-12-31", "to": "2015-01-01", "area": "criminal-justice-area/33"}
    page = told(http, f"{API}/diff", kind="magistrates-court", **asked)
    ended = {each["key"] for each in page["items"] if each["state"] == "ended"}
    assert "magistrates-court/oakham" in ended
    kind = page["kinds"][0]
    assert kind["before"] - kind["ended"] + kind["began"] == kind["after"]
    backwards = http.get(f"{API}/diff", params={"from": "2015-01-01", "to": "2008-12-31"})
    assert backwards.status_code == 400


def test_the_catalogue_has_every_question(http: httpx.Client) -> None:
    items = told(http, f"{API}/queries")["items"]
    assert {item["name"] for item in items} == set(catalogue("answer"))
    assert all(item["sparql"] and item["summary"] for item in items)


def test_a_question_in_every_form(http: httpx.Client, estate: Estate) -> None:
    path, asked = f"{API}/queries/courts-of-area", {"area": AREA, "at": "2008-12-31"}
    expected = estate.ask("courts-of-area", at="2008-12-31", area=AREA)
    answer = told(http, path, **asked)
    assert len(answer["rows"]) == len(expected.rows)
    assert "Oakham Magistrates' Court" in {cell["words"] for row in answer["rows"] for cell in row}
    rows = list(csv.reader(io.StringIO(http.get(path, params=asked | {"format": "csv"}).text)))
    assert [tuple(row) for row in rows] == [expected.columns, *expected.texts()]
    results = http.get(path, params=asked, headers={"accept": "application/sparql-results+json"}).json()
    assert results["head"]["vars"] == list(expected.columns)
    assert len(results["results"]["bindings"]) == len(expected.rows)
    for form, media in (("xml", "application/sparql-results+xml"), ("tsv", "text/tab-separated-values")):
        assert http.get(path, params=asked | {"format": form}).headers["content-type"].startswith(media)


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("queries/courts-of-area", 400, "cps-area/1999/leicestershire-and-rutland"),
        ("queries/courts-of-area?area=" + AREA + "&court=x", 400, "court"),
        ("queries/courts-of-areas", 404, "courts-of-area"),
        ("queries/codes-of-body?body=magistrates-court/oakham&at=2008-12-31", 400, "takes no date"),
        ("queries/codes-of-body?body=magistrates-court/oakham&format=pdf", 400, "csv"),
        ("things/magistrates-court/okham", 404, "okham"),
        ("things/magistrates-court/okham/timeline", 404, "magistrates-court/oakham"),
        ("near", 400, "lat"),
        ("near?lat=100&lon=0", 400, "lat"),
        ("near?place=magistrates-court/oakham", 400, "Give lat and lon"),
        ("changes?kind=castle", 404, "closure"),
        ("conflicts?property=cje:nothing", 400, "cje:point"),
        ("validation?rule=nothing", 400, "StatedCount-dated"),
        ("sources/nothing", 404, "/api/v1/sources"),
        ("path?from=magistrates-court/oakham", 400, "to"),
    ],
)
def test_what_cannot_be_asked(http: httpx.Client, path: str, status: int, word: str) -> None:
    answer = http.get(f"{API}/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert word in answer.json()["detail"]


def test_conflicts_are_all_told_and_counted(http: httpx.Client, estate: Estate) -> None:
    page = told(http, f"{API}/conflicts")
    assert page["total"] == len(estate.view("conflicts").rows)
    assert sum(each["count"] for each in page["properties"]) == page["total"]
    points = told(http, f"{API}/conflicts", property="cje:point")
    assert {each["property"] for each in points["items"]} == {"cje:point"}


def test_the_checks_are_those_of_the_release(http: httpx.Client) -> None:
    page = told(http, f"{API}/validation", per_page="1")
    assert page["conforms"] is True
    assert sum(rule["count"] for rule in (*page["shapes"], *page["checks"])) == page["total"]
    one = told(http, f"{API}/validation", rule=page["shapes"][0]["name"])
    assert one["total"] == page["shapes"][0]["count"]
    assert page["coverage"]


def test_sources_with_their_licences_and_what_only_they_say(http: httpx.Client, estate: Estate) -> None:
    page = told(http, f"{API}/sources", sort="claims", per_page="5")
    assert page["total"] == len(estate.view("sources").rows)
    claims = [each["claims"] for each in page["items"]]
    assert claims == sorted(claims, reverse=True)
    assert claims[0] > 1000
    one = told(http, f"{API}/sources/hmcpsi-leicestershire-and-rutland")
    only = estate.ask("only-in-source", source="source/hmcpsi-leicestershire-and-rutland")
    assert one["alone"] == len(only.rows)
    assert one["source"]["licence"] == "OGL-3.0"
