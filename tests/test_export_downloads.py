"""Does a server send exports whole, in ranges and with validators, and make each only once?"""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from rdflib import Graph

from api.exporting import PREFIX, ROOM, Wanted, _drop
from graph.build import Built
from graph.estate import Estate
from graph.exports.formats import FORMATS
from graph.namespaces import EXTERNAL
from tests.serving import Served, serving


@pytest.fixture(scope="module")
def server(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("downloads")
    with serving(("--release", str(built.release.folder)), folder) as served:
        yield served


def kept(built: Built) -> Path:
    """Where the server keeps what it has made."""
    return built.release.folder.parent / f"{PREFIX}{built.release.folder.name}"


def test_the_dataset_is_sent_whole_and_not_twice(server: Served, built: Built) -> None:
    answer = httpx.get(f"{server.url}/exports/estate.nq", timeout=60)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/n-quads"
    assert answer.headers["content-disposition"] == 'attachment; filename="estate.nq"'
    assert answer.headers["access-control-allow-origin"] == "*"
    assert hashlib.sha256(answer.content).hexdigest() == built.release.metadata.rdfc10_sha256
    again = httpx.get(f"{server.url}/exports/estate.nq", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_download_that_broke_off_goes_on(server: Served) -> None:
    url = f"{server.url}/exports/estate.geojson?at=2008-12-31"
    whole = httpx.get(url, timeout=60)
    rest = httpx.get(url, headers={"Range": "bytes=1000-", "If-Range": whole.headers["etag"]})
    assert rest.status_code == 206
    assert rest.headers["content-range"] == f"bytes 1000-{len(whole.content) - 1}/{len(whole.content)}"
    assert rest.content == whole.content[1000:]
    head = httpx.head(url)
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(whole.content)))


def test_a_day_is_the_graph_of_that_day(server: Served) -> None:
    answer = httpx.get(f"{server.url}/exports/estate.nt?at=2008-12-31", timeout=60)
    assert answer.headers["content-disposition"] == 'attachment; filename="estate-2008-12-31.nt"'
    other = httpx.get(f"{server.url}/graph/at/2008-12-31", headers={"Accept": "application/n-triples"})
    assert sorted(answer.content.splitlines()) == sorted(other.content.splitlines())


def test_a_part_as_an_archive(server: Served) -> None:
    answer = httpx.get(f"{server.url}/exports/estate.csv.zip?at=2008-12-31&kind=police-force", timeout=60)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert "police_force.csv" in archive.namelist()
        assert "magistrates_court.csv" not in archive.namelist()


def test_two_who_ask_for_the_same_wait_for_the_same(server: Served, built: Built) -> None:
    url = f"{server.url}/exports/estate.csv?at=2010-01-01"
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: httpx.get(url, timeout=60).content, range(4)))
    assert len(set(answers)) == 1
    assert [path.name for path in kept(built).glob("estate-2010-01-01*")] == ["estate-2010-01-01.csv"]
    assert not list(kept(built).glob(".*"))


def test_who_would_not_wait_asks_again(server: Served, built: Built) -> None:
    url = f"{server.url}/exports/estate.rdf?at=2008-12-31"
    told = httpx.get(url, headers={"Prefer": "respond-async, wait=0"})
    assert (told.status_code, told.json()) == (202, {"status": "being made", "file": "estate-2008-12-31.rdf"})
    assert (told.headers["preference-applied"], told.headers["cache-control"]) == (
        "respond-async",
        "no-store",
    )
    assert int(told.headers["retry-after"]) > 0
    assert "etag" not in told.headers
    # Who asks without that preference waits for what is already being made.
    answer = httpx.get(url, timeout=60)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/rdf+xml")
    again = httpx.get(url, headers={"Prefer": "respond-async"})
    assert (again.status_code, again.content) == (200, answer.content)
    assert "estate-2008-12-31.rdf" in {path.name for path in kept(built).glob("*.rdf")}


def test_who_would_not_wait_is_told_what_is_wrong(server: Served) -> None:
    answer = httpx.get(
        f"{server.url}/exports/estate.rdf?kind=castle",
        headers={"Prefer": "respond-async, wait=60"},
        timeout=60,
    )
    assert (answer.status_code, answer.json()["title"]) == (400, "There is no such export")


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("estate.docx", 404, "There is no estate.docx. There are: estate.nq,"),
        ("estate.nt?at=2008-13-45", 400, "'2008-13-45' is no day of the calendar"),
        ("estate.nt?kind=castle", 400, "No thing is of the kind 'castle'. There are: area-scheme"),
        ("estate.nt?kind=--out%3D/tmp/x", 400, "No thing is of the kind '--out=/tmp/x'"),
        ("estate.geojson?graph=claims", 400, "graphs are chosen of nq,"),
        ("estate.claims.zip?at=2008-12-31", 400, "Leave out the date"),
        ("../SHA256SUMS", 404, ""),
        ("..%2FSHA256SUMS", 404, ""),
    ],
)
def test_what_cannot_be_had(server: Served, path: str, status: int, said: str) -> None:
    answer = httpx.get(f"{server.url}/exports/{path}", timeout=60)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]


def test_the_page_and_the_api_name_every_format(server: Served) -> None:
    told = httpx.get(f"{server.url}/api/v1/exports").json()
    assert [each["name"] for each in told["formats"]] == list(FORMATS)
    page = httpx.get(f"{server.url}/exports?at=2008-12-31", headers={"Accept": "text/html"}).text
    for each in told["formats"]:
        assert f'href="{each["href"]}' in page
    assert 'href="/exports/estate.nq?at=2008-12-31"' in page
    assert 'href="/exports/estate.claims.zip"' in page
    assert "police-force" in told["kinds"]


@pytest.mark.parametrize("path", ["/catalogue", "/.well-known/void"])
@pytest.mark.parametrize(
    ("accept", "format"),
    [("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("application/n-triples", "nt")],
)
def test_the_catalogue_in_each_syntax(
    server: Served, built: Built, path: str, accept: str, format: str
) -> None:
    answer = httpx.get(f"{server.url}{path}", headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(accept)
    found = Graph().parse(data=answer.content, format=format)
    wanted = Graph().parse(built.release.folder / "catalogue.ttl")
    assert set(found) == set(wanted)
    assert f"{EXTERNAL['dcat']}Dataset" in {str(o) for o in found.objects()}


def test_what_was_not_asked_for_longest_goes_first(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.nt" for name in "abc"]
    for path in paths:
        path.write_bytes(b"x" * 100)
    for number, path in enumerate(paths):
        os.utime(path, (number, number))
    _drop(tmp_path.iterdir(), 250, paths[0])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.nt", "c.nt"]
    assert ROOM > 1 << 30


def test_a_name_tells_what_a_file_holds() -> None:
    nt = FORMATS["nt"]
    assert Wanted(nt).name == "estate.nt"
    assert Wanted(nt, "2008-12-31", kinds=("police-force",)).name == "estate-2008-12-31-police-force.nt"
    long = Wanted(nt, kinds=tuple("abcdefghij" * 2)).name
    assert long != Wanted(nt, kinds=("x" * 200,)).name


ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed_tells_every_change_and_release_once(server: Served, built: Built, estate: Estate) -> None:
    pages, url = [], f"{server.url}/feed/changes.atom"
    while url:
        answer = httpx.get(url)
        assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
        pages.append(ElementTree.fromstring(answer.content))  # noqa: S314 - our own server's
        links = {each.attrib["rel"]: each.attrib["href"] for each in pages[-1].iterfind(f"{ATOM}link")}
        assert links["self"] == url
        url = links.get("next", "")
    entries = [entry for page in pages for entry in page.iterfind(f"{ATOM}entry")]
    for each in (*pages, *entries):  # What RFC 4287 asks of each.
        for name in ("id", "title", "updated"):
            assert each.findtext(f"{ATOM}{name}")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    changes = [estate.store.names.thing(change.event) for change in estate.changes()]
    told = built.release.metadata
    assert ids == [f"{told.base}release/{told.date}/#{told.rdfc10_sha256}", *changes[::-1]]
    assert all(len([*page.iterfind(f"{ATOM}entry")]) <= 50 for page in pages)
    [oakham] = [e for e in entries if e.findtext(f"{ATOM}title") == "Closure of Oakham Magistrates' Court"]
    [link] = [each.attrib["href"] for each in oakham.iterfind(f"{ATOM}link")]
    assert httpx.get(link, headers={"Accept": "application/json"}).status_code == 200


def test_a_page_that_the_feed_has_not(server: Served) -> None:
    answer = httpx.get(f"{server.url}/feed/changes.atom?page=99")
    assert (answer.status_code, answer.json()["detail"][:27]) == (404, "The feed has no page 99. Th")


def test_a_browser_is_led_to_the_page_of_what_the_catalogue_tells(server: Served) -> None:
    told = httpx.get(f"{server.url}/catalogue", headers={"Accept": "text/html"})
    assert (told.status_code, told.headers["location"], told.headers["vary"]) == (303, "/exports", "Accept")
