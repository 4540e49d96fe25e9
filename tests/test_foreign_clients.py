"""Do clients that others wrote work unchanged against the endpoint?"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pandas
import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import ResultRow
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TURTLE,
    XML,
    SPARQLWrapper,
)

from graph.build import Built
from tests.serving import Served, serving

BASE = "https://w3id.org/justice-estate/"
AREA = f"<{BASE}id/cps-area/1999/leicestershire-and-rutland>"
OAKHAM = f"<{BASE}id/magistrates-court/oakham>"
COURTS = f"SELECT DISTINCT ?court WHERE {{ {AREA} <{BASE}ontology#prosecutesAt> ?court }} ORDER BY ?court"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
NAMES = f"SELECT DISTINCT ?name WHERE {{ {OAKHAM} <{LABEL}> ?name }} ORDER BY ?name"

COMUNICA = Path(__file__).parents[1] / "build/comunica"
ENGINE = "@comunica/query-sparql@4.4.1"
"""The last that runs on Node 20."""
SCRIPT = """
const { QueryEngine } = require('@comunica/query-sparql');
(async () => {
  const sources = [{ type: 'sparql', value: process.argv[2] }];
  const stream = await new QueryEngine().queryBindings(process.argv[3], { sources });
  const rows = await stream.toArray();
  console.log(JSON.stringify(rows.map((row) => [...row.values()][0].value)));
})();
"""


@pytest.fixture(scope="module")
def served(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The project's own release, served."""
    with serving(("--release", str(built.release.folder)), tmp_path_factory.mktemp("serve")) as server:
        yield server


def wrapper(served: Served, query: str, form: str) -> Any:
    """SPARQLWrapper as its own documentation sets it up; its types do not tell what a format converts to."""
    client = SPARQLWrapper(f"{served.url}/sparql")
    client.setQuery(query)
    client.setReturnFormat(form)
    return client


def of_pandas(served: Served, query: str) -> list[str]:
    """The first column that pandas reads of the CSV."""
    table = pandas.read_csv(
        f"{served.url}/sparql?{urlencode({'query': query})}", storage_options={"Accept": "text/csv"}
    )
    return [str(value) for value in table.iloc[:, 0]]


def of_rdflib(served: Served, query: str) -> list[str]:
    """The first column that rdflib's store gives."""
    rows = SPARQLStore(f"{served.url}/sparql").query(query)
    return [str(row[0]) for row in rows if isinstance(row, ResultRow)]


@pytest.mark.parametrize(("method", "way"), [(GET, None), (POST, None), (POST, POSTDIRECTLY)])
def test_every_client_has_the_same_courts(served: Served, method: str, way: str | None) -> None:
    client = wrapper(served, COURTS, JSON)
    client.setMethod(method)
    if way:
        client.setRequestMethod(way)
    rows = client.query().convert()["results"]["bindings"]
    courts = [row["court"]["value"] for row in rows]
    assert f"{BASE}id/magistrates-court/oakham" in courts
    assert courts == of_pandas(served, COURTS) == of_rdflib(served, COURTS)


def test_every_client_has_the_same_names(served: Served) -> None:
    names = of_rdflib(served, NAMES)
    assert any("Oakham" in name for name in names)
    assert of_pandas(served, NAMES) == names
    document = wrapper(served, NAMES, XML).query().convert()
    assert [node.firstChild.data for node in document.getElementsByTagName("literal")] == names
    lines = wrapper(served, NAMES, CSV).query().convert().decode().splitlines()
    assert lines == ["name", *names]


# Of SPARQLWrapper's own, where it makes a graph.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("form", [TURTLE, N3, XML, RDFXML, JSONLD])
def test_a_graph_by_sparqlwrapper(served: Served, form: str) -> None:
    query = f"CONSTRUCT {{ {OAKHAM} <{LABEL}> ?name }} WHERE {{ {OAKHAM} <{LABEL}> ?name }}"
    found = wrapper(served, query, form).query().convert()
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
    assert sorted(str(name) for name in graph.objects()) == of_rdflib(served, NAMES)


def test_rdflib_reads_a_day_as_a_graph(served: Served) -> None:
    store = SPARQLStore(f"{served.url}/sparql")
    day = Graph(store, URIRef(f"{BASE}graph/at/2008-12-31"))
    names = [str(name) for name in day.objects(URIRef(OAKHAM[1:-1]), URIRef(LABEL))]
    assert names
    assert set(names) <= set(of_rdflib(served, NAMES))
    later = Graph(store, URIRef(f"{BASE}graph/at/2020-12-31"))
    assert (URIRef(OAKHAM[1:-1]), URIRef(LABEL), None) not in later


@pytest.fixture(scope="module")
def node() -> str:
    """The command of Node, with Comunica installed for it in build/comunica."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("Node is missing. Run: apt-get install nodejs npm")
    if not (COMUNICA / "node_modules/@comunica/query-sparql/package.json").exists():
        COMUNICA.mkdir(parents=True, exist_ok=True)
        install = [npm, "install", "--silent", "--no-package-lock", "--prefix", str(COMUNICA), ENGINE]
        subprocess.run(install, check=True, capture_output=True, timeout=400)
    (COMUNICA / "ask.cjs").write_text(SCRIPT, encoding="utf-8")
    return node


@pytest.mark.parametrize("query", [COURTS, NAMES], ids=["courts", "names"])
def test_comunica_has_the_same(served: Served, node: str, query: str) -> None:
    """It asks first what the endpoint is, then for results in JSON."""
    command = [node, "ask.cjs", f"{served.url}/sparql", query]
    done = subprocess.run(command, cwd=COMUNICA, capture_output=True, text=True, timeout=120, check=True)
    assert json.loads(done.stdout) == of_rdflib(served, query)
