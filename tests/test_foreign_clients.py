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
from rdflib import Graph
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper

from graph.build import Built
from tests.serving import Served, serving

BASE = "https://w3id.org/justice-estate/"
AREA = f"<{BASE}id/cps-area/1999/leicestershire-and-rutland>"
OAKHAM = f"<{BASE}id/magistrates-court/oakham>"
COURTS = f"SELECT DISTINCT ?court WHERE {{ {AREA} <{BASE}ontology#prosecutesAt> ?court }} ORDER BY ?court"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
NAMES = f"SELECT DISTINCT ?name WHERE {{ {OAKHAM} <{LABEL}> ?name }} ORDER BY ?name"

COMUNICA = Path("build/comunica")
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
    rows: Any = SPARQLStore(f"{served.url}/sparql").query(query)
    return [str(row[0]) for row in rows]


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


def test_a_graph_by_sparqlwrapper(served: Served) -> None:
    query = f"CONSTRUCT {{ {OAKHAM} <{LABEL}> ?name }} WHERE {{ {OAKHAM} <{LABEL}> ?name }}"
    graph = Graph().parse(data=wrapper(served, query, TURTLE).query().convert(), format="turtle")
    assert sorted(str(name) for name in graph.objects()) == of_rdflib(served, NAMES)


def test_comunica_has_the_same_courts(served: Served) -> None:
    """It asks first what the endpoint is, then for results in JSON."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("Node is missing. Run: apt-get install nodejs npm")
    folder = COMUNICA.resolve()
    if not (folder / "node_modules/@comunica/query-sparql/package.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        install = [npm, "install", "--silent", "--no-package-lock", "--prefix", str(folder), ENGINE]
        subprocess.run(install, check=True, capture_output=True, timeout=400)
    (folder / "ask.cjs").write_text(SCRIPT, encoding="utf-8")
    command = [node, "ask.cjs", f"{served.url}/sparql", COURTS]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=True)
    assert json.loads(done.stdout) == of_rdflib(served, COURTS)
