"""The W3C's suites of SPARQL queries: their cases, as the manifests of a checkout or of rdflib's source say.

They are no part of the project. `make suites` fetches them into build/, and the variable ESTATE_RDF_TESTS
names another copy, such as a checkout of the W3C's repository rdf-tests.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox

from graph.errors import QueryError
from graph.sparql import Scan, scan

VARIABLE = "ESTATE_RDF_TESTS"
FETCHED = Path(__file__).parents[1] / "build/rdf-tests"
SUITES = ("dawg-data-r2", "data-r2", "sparql10", "sparql11", "sparql12", "testcases-sparql-1.1-w3c")
"""The folders of the suites for SPARQL 1.0, 1.1 and 1.2, as those who carry them call them."""
EVALUATED = ("QueryEvaluationTest", "CSVResultFormatTest")
READ = ("PositiveSyntaxTest", "NegativeSyntaxTest", "PositiveSyntaxTest11", "NegativeSyntaxTest11")

_CASES = """
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#>
SELECT ?test ?kind ?query ?result
  (GROUP_CONCAT(DISTINCT STR(?data); separator=" ") AS ?default)
  (GROUP_CONCAT(DISTINCT STR(?graph); separator=" ") AS ?named)
WHERE {
  ?test a ?kind ; mf:action ?action
  OPTIONAL { ?action qt:query ?inner }
  OPTIONAL { ?action qt:data ?data }
  OPTIONAL { ?action qt:graphData ?graph FILTER(ISIRI(?graph)) }
  OPTIONAL { ?test mf:result ?result FILTER(ISIRI(?result)) }
  BIND(COALESCE(?inner, ?action) AS ?query)
  FILTER(ISIRI(?query))
}
GROUP BY ?test ?kind ?query ?result ORDER BY ?test
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a suite; files are told by their addresses, which are the names of their graphs as well."""

    name: str
    kind: str
    query: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    format: str = "json"
    """That of its expected result, if it is one of CSV and TSV."""

    @property
    def text(self) -> str:
        """The query."""
        return path_of(self.query).read_bytes().decode("utf-8")

    def scanned(self) -> Scan | None:
        """What the query mentions; None for a text that cannot be a query."""
        try:
            return scan(self.text, base=self.query)
        except QueryError:
            return None


def path_of(address: str) -> Path:
    """The file at an address."""
    return Path(unquote(urlsplit(address).path))


def suites() -> list[Path]:
    """The folders of the suites on this machine; none if they were not fetched."""
    root = Path(os.environ.get(VARIABLE) or FETCHED).resolve()
    return [folder for name in SUITES for folder in sorted(root.rglob(name)) if folder.is_dir()]


def cases(*kinds: str) -> Iterator[Case]:
    """The cases of some kinds in every suite, in the order of their names."""
    for suite in suites():
        for manifest in sorted(suite.rglob("*manifest*.ttl")):
            yield from _cases(manifest, suite, kinds)


def _cases(manifest: Path, suite: Path, kinds: tuple[str, ...]) -> Iterator[Case]:
    store = ox.Store()
    store.load(path=str(manifest), format=ox.RdfFormat.TURTLE, base_iri=manifest.as_uri(), lenient=True)
    found = store.query(_CASES)
    assert isinstance(found, ox.QuerySolutions)
    where = f"{suite.name}/{manifest.parent.relative_to(suite)}"
    for row in found:
        test, kind, query = (_text(row[name]) for name in ("test", "kind", "query"))
        kind = kind.rpartition("#")[2]
        # A suite of updates has cases of this kind as well, and one manifest a query that is not there.
        if kind not in kinds or path_of(query).suffix == ".ru" or not path_of(query).is_file():
            continue
        suffix = path_of(_text(row["result"])).suffix.removeprefix(".")
        yield Case(
            f"{where}/{test.rpartition('#')[2]}",
            kind,
            query,
            tuple(_text(row["default"]).split()),
            tuple(_text(row["named"]).split()),
            suffix if suffix in ("csv", "tsv") else "json",
        )


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""
