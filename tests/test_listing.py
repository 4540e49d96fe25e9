"""Does the server find, filter, count and page things?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.serving import Served, serving

if TYPE_CHECKING:
    from graph.build import Built

THINGS = "/api/v1/things"


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


@pytest.mark.parametrize("text", ["oakam", "Oakham magistrates", "B33PL", "Rutland"])
def test_oakham_is_found(http: httpx.Client, text: str) -> None:
    items = http.get(THINGS, params={"q": text}).json()["items"]
    assert items[0]["key"] == "magistrates-court/oakham"
    assert items[0]["state"] == "closed"


@pytest.mark.parametrize("text", ["llanelli", "Llys Ynadon Llanelli", "Lanelli"])
def test_llanelli_is_suggested(http: httpx.Client, text: str) -> None:
    items = http.get("/api/v1/suggest", params={"q": text}).json()["items"]
    assert items[0]["key"] == "magistrates-court/llanelli"


def test_an_area_of_2008_has_its_courts(http: httpx.Client) -> None:
    wanted = {
        "kind": "magistrates-court",
        "cps_area": "cps-area/1999/leicestershire-and-rutland",
        "at": "2008-12-31",
    }
    told = http.get(THINGS, params=wanted).json()
    assert [item["label"].split()[0] for item in told["items"]] == [
        "Coalville", "Hinckley", "Leicester", "Loughborough", "Market", "Melton", "Oakham",
    ]  # fmt: skip
    assert told["total"] == 7


def test_each_count_is_what_the_filter_then_gives(http: httpx.Client) -> None:
    asked = {"region": "court-region/midlands", "kind": "magistrates-court"}
    told = http.get(THINGS, params=asked).json()
    facets = {facet["name"]: facet["values"] for facet in told["facets"]}
    assert sum(value["count"] for value in facets["state"]) == told["total"] > 20
    for name in ("state", "force", "kind"):
        value = facets[name][0]
        narrowed = http.get(THINGS, params=asked | {name: value["value"]}).json()
        assert narrowed["total"] >= value["count"] > 0
        if name != "force":  # A force has more in its area than is said to lie in it.
            assert narrowed["total"] == value["count"]


def test_pages_lead_to_each_other_and_make_the_whole(http: httpx.Client) -> None:
    answer = http.get(THINGS, params={"kind": "police-force", "per_page": 20})
    found = [item["key"] for item in answer.json()["items"]]
    while "next" in answer.links:
        answer = http.get(answer.links["next"]["url"])
        found += [item["key"] for item in answer.json()["items"]]
        assert {"first", "last"} <= answer.links.keys()
    assert len(found) == len(set(found)) == answer.json()["total"] > 40
    assert "prev" in answer.links


def test_sorting(http: httpx.Client) -> None:
    asked = {"kind": "magistrates-court", "state": "closed", "sort": "ended", "per_page": "200"}
    ends = [item["lives"][-1]["latest_end"] for item in http.get(THINGS, params=asked).json()["items"]]
    known = [end for end in ends if end]
    assert known == sorted(known)
    names = [item["label"] for item in http.get(THINGS, params={"kind": "police-force"}).json()["items"]]
    assert names == sorted(names, key=str.casefold)


def test_head_tells_what_get_does(http: httpx.Client) -> None:
    head = http.head(THINGS, params={"q": "oakam"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["link"] == http.get(THINGS, params={"q": "oakam"}).headers["link"]


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"kind": "castle"}, "magistrates-court"),
        ({"state": "open"}, "standing"),
        ({"sort": "size"}, "label"),
        ({"page": "0"}, "page"),
        ({"per_page": "1000"}, "per_page"),
        ({"at": "2008-13-31"}, "2008-12-31"),
        ({"q": "x" * 300}, "q"),
    ],
)
def test_what_cannot_be_asked(http: httpx.Client, parameters: dict[str, str], told: str) -> None:
    answer = http.get(THINGS, params=parameters)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert told in answer.json()["detail"]


def test_an_area_that_is_not_known(http: httpx.Client) -> None:
    answer = http.get(THINGS, params={"area": "criminal-justice-area/999"})
    assert answer.status_code == 404
