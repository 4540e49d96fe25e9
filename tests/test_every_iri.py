"""Does every IRI of the release answer over HTTP, with the statements that the release's file has?

Every thing, source, rule and list is asked for in N-Triples, and of claims, gaps, conflicts, lifespans and
geometries, which are 66,000, every 40th in the order of their keys: all, as in CI, take six minutes. What is
said of each is compared with the lines of `dataset.nq` itself. The other forms, among them the page and the
JSON, are asked for of some hundred, in equal shares of each kind, and must tell the same.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

import httpx
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from graph.context import context
from graph.namespaces import Names
from graph.release import DATASET
from tests.serving import serving

if TYPE_CHECKING:
    from graph.build import Built

NAMES = Names()
START = f"<{NAMES.base}id/".encode()
MANY = frozenset(("claim", "gap", "conflict", "lifespan", "geometry"))
SHARE = int(os.environ.get("ESTATE_EVERY_IRI", "40"))
"""Of the many, one in so many is asked for; `.ci/run` asks for all."""
EACH = 6
"""How many of a kind are asked for in every form."""
T = TypeVar("T")


@pytest.fixture(scope="module")
def http(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server of the real release, which gives a busy machine its time."""
    words = ["--release", str(built.release.folder), "--deadline", "60"]
    with (
        serving(words, tmp_path_factory.mktemp("every")) as server,
        httpx.Client(base_url=server.url, timeout=120) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def said(built: Built) -> Mapping[str, frozenset[bytes]]:
    """What the release's file says of each key, as lines of N-Triples without the stop."""
    found: dict[str, set[bytes]] = defaultdict(set)
    with (built.release.folder / DATASET).open("rb") as file:
        for line in file:
            if line.startswith(START):
                key = line[len(START) : line.index(b">")].decode()
                found[key].add(line[: line.rindex(b" <")])
    return {key: frozenset(lines) for key, lines in found.items()}


@pytest.fixture(scope="module")
def kinds(said: Mapping[str, frozenset[bytes]]) -> Mapping[str, list[str]]:
    """The keys by their kind, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for key in sorted(said):
        found[key.partition("/")[0]].append(key)
    return found


def at_once(ask: Callable[[str], T], keys: list[str]) -> list[T]:
    """What is found of each key, over a few connections that stay open."""
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(ask, keys))


def test_is_what_is_said_of_each_what_the_release_says(
    http: httpx.Client, said: Mapping[str, frozenset[bytes]], kinds: Mapping[str, list[str]]
) -> None:
    def differs(key: str) -> str:
        answer = http.get(f"/doc/{key}.nt")
        if answer.status_code != 200:
            return f"{key}: {answer.status_code}"
        about = START + key.encode() + b">"
        told = {line.removesuffix(b" .") for line in answer.content.splitlines() if line.startswith(about)}
        return "" if told == said[key] else f"{key}: {sorted(told ^ said[key])[:2]}"

    asked = [key for kind, keys in kinds.items() for key in keys[:: SHARE if kind in MANY else 1]]
    assert len(asked) > 5000
    assert [fault for fault in at_once(differs, asked) if fault] == []


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_does_every_form_tell_the_same(http: httpx.Client, kinds: Mapping[str, list[str]]) -> None:
    def differs(key: str) -> str:
        whole = Graph().parse(data=http.get(f"/doc/{key}.nt").content, format="nt")
        for suffix, form in (("ttl", "turtle"), ("rdf", "xml")):
            if not isomorphic(
                whole, Graph().parse(data=http.get(f"/doc/{key}.{suffix}").content, format=form)
            ):
                return f"{key}.{suffix}"
        told = http.get(f"/doc/{key}.jsonld").json() | {"@context": dict(context(NAMES))}
        if not isomorphic(whole, Graph().parse(data=json.dumps(told), format="json-ld")):
            return f"{key}.jsonld"
        told = http.get(f"/doc/{key}.json").json()
        if told.get("iri") != NAMES.thing(key):
            return f"{key}.json: {str(told)[:200]}"
        page = http.get(f"/doc/{key}.html")
        return "" if page.status_code == 200 and "<h1" in page.text else f"{key}.html: {page.status_code}"

    asked = [key for keys in kinds.values() for key in keys[:: max(1, len(keys) // EACH)][:EACH]]
    assert len(asked) > 150
    assert [fault for fault in at_once(differs, asked) if fault] == []


def test_does_an_iri_lead_to_its_document(http: httpx.Client, kinds: Mapping[str, list[str]]) -> None:
    for keys in kinds.values():
        answer = http.get(f"/id/{keys[0]}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/doc/{keys[0]}")
