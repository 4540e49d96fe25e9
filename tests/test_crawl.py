"""Is there a dead link on the site, a page that is not well formed, or a fragment that leads nowhere?

The crawl begins at home and follows every link of a page on this server whose answer is HTML: each path
with each set of one or two names of parameters and with more, `at` and `page` left out: days and filters
must not multiply it.
Of pages that a kind has many of (a thing of each kind, a source, a question, a term) the first few that are
met, in order of their addresses, are read; of some more it is asked whether they answer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import html5lib
import httpx
import pytest

from graph.build import Built
from tests.serving import serving

READ, KNOCKED = 2, 6
"""How many pages of a kind are read, and how many more are asked for."""
OF_ONE_SHAPE = ("doc", "sources", "questions", "ontology", "timemap")


@pytest.fixture(scope="module")
def site(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A reader of a server of the real release, which gives a busy machine its time."""
    words = ["--release", str(built.release.folder), "--deadline", "60"]
    with (
        serving(words, tmp_path_factory.mktemp("crawl")) as server,
        httpx.Client(
            base_url=server.url, headers={"accept": "text/html"}, timeout=120, follow_redirects=True
        ) as client,
    ):
        yield client


def pattern(link: str) -> tuple[str, ...]:
    """What links have in common of which a few are read.

    >>> pattern("/doc/closure/oakham-2011?at=2008-12-31"), pattern("/search?q=a&page=2")
    (('doc', 'closure', ''), ('/search', 'q'))
    """
    address = urlsplit(link)
    names = sorted({name for name, _ in parse_qsl(address.query)} - {"at", "page"})
    parts = address.path.strip("/").split("/")
    if parts[0] in OF_ONE_SHAPE and len(parts) > 1:
        suffix = parts[-1].rpartition(".")[2] if "." in parts[-1] else ""
        return (parts[0], parts[1] if len(parts) > 2 else "", suffix, *names)
    return (address.path, *(names if len(names) < 3 else ("several",)))


def test_a_crawl_finds_no_fault(site: httpx.Client) -> None:
    """Every fault is listed, with a page that leads to it."""
    came_from = {"/": "the beginning"}
    fragments: dict[str, set[str]] = defaultdict(set)
    ids: dict[str, set[str]] = {}
    read: Counter[tuple[str, ...]] = Counter()
    asked: Counter[tuple[str, ...]] = Counter()
    done: set[str] = set()
    faults: list[str] = []
    waiting = ["/"]
    while waiting:
        chosen = []
        for link in sorted(waiting):
            shape = pattern(link)
            if asked[shape] < (READ + KNOCKED if shape[0] in OF_ONE_SHAPE else READ):
                asked[shape] += 1
                chosen.append(link)
        done.update(waiting)
        waiting = []
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(site.get, chosen))
        for link, answer in zip(chosen, answers, strict=True):
            if answer.status_code != 200:
                faults.append(f"{link}: {answer.status_code}, from {came_from[link]}")
            html = answer.headers["content-type"].startswith("text/html")
            wanted = link in fragments
            if answer.status_code != 200 or not html or (read[pattern(link)] >= READ and not wanted):
                continue
            read[pattern(link)] += 1
            try:
                parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
                page = parser.parse(answer.text)
            except html5lib.html5parser.ParseError as error:
                faults.append(f"{link}: is not well formed: {error}")
                continue
            ids[link] = {each.attrib["id"] for each in page.iter() if "id" in each.attrib}
            for each in page.iter("a"):
                target, fragment = urldefrag(urljoin(str(site.base_url.join(link)), each.get("href", "")))
                if not target.startswith(str(site.base_url)):
                    continue
                found = "/" + target.removeprefix(str(site.base_url)).lstrip("/")
                if fragment:
                    fragments[found].add(fragment)
                if found not in came_from:
                    came_from[found] = link
                    waiting.append(found)
    faults += [
        f"{link}#{name}: there is no such place"
        for link, names in sorted(fragments.items())
        if link in ids
        for name in sorted(names - ids[link])
    ]
    assert faults == []
    assert sum(read.values()) > 150
    assert {"/", "/map", "/quality", "/docs", "/sparql", "/explore", "/about"} <= ids.keys()
    assert any(fragments[link] for link in ids), "no link to a place within a page was met"
