"""Can a client be made from the description of the interface, and does it work?"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from graph.queries import catalogue
from tests.serving import serving

if TYPE_CHECKING:
    from graph.build import Built

pytest.importorskip("openapi_python_client", reason="pip install openapi-python-client makes the client")

PACKAGE = "made_estate_client"
UNMADE = ["WARNING parsing POST /sparql within sparql."]
"""The one operation that the generator passes over: it knows no body of the type application/sparql-query."""


@pytest.fixture(scope="module")
def url(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the project's own release."""
    with serving(("--release", str(built.release.folder)), tmp_path_factory.mktemp("serve")) as server:
        yield server.url


@pytest.fixture(scope="module")
def described(url: str) -> dict[str, Any]:
    """The description of the interface."""
    told: dict[str, Any] = httpx.get(f"{url}/openapi.json").json()
    return told


@pytest.fixture(scope="module")
def made(described: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A client made from it, to be imported."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_text(json.dumps(described))
    (folder / "config.json").write_text(json.dumps({"package_name_override": PACKAGE, "post_hooks": []}))
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    command += ["--path", "openapi.json", "--config", "config.json", "--output-path", str(folder / PACKAGE)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    warnings = [line for line in done.stdout.splitlines() if line.startswith(("WARNING", "ERROR"))]
    assert warnings in ([], UNMADE), done.stdout
    sys.path.insert(0, str(folder))
    yield PACKAGE
    sys.path.remove(str(folder))


def operation(made: str, tag: str, name: str) -> Any:
    """An operation of the client that was made."""
    return importlib.import_module(f"{made}.api.{tag}.{name}")


def test_every_operation_has_its_own_name_and_says_what_it_may_answer(described: dict[str, Any]) -> None:
    operations = [each for path in described["paths"].values() for each in path.values()]
    names = [each["operationId"] for each in operations]
    assert len(names) == len(set(names))
    assert {f"ask_{name.replace('-', '_')}" for name in catalogue("answer")} <= set(names)
    for path, methods in described["paths"].items():
        if path.startswith("/api/v1"):
            for each in methods.values():
                forms = each["responses"]["200"]["content"]
                assert "application/geo+json" in forms or forms["application/json"]["schema"], path
                assert "application/problem+json" in each["responses"]["400"]["content"], path
                assert "422" not in each["responses"], path
                assert each["description"], path


def test_every_field_of_an_answer_of_the_api_is_of_a_known_type(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    untyped = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, told in schema.get("properties", {}).items()
        if not {"type", "$ref", "anyOf", "const", "enum"} & told.keys()
    ]
    assert untyped == []


def test_the_client_finds_oakham_by_a_misspelt_name(url: str, made: str) -> None:
    client = importlib.import_module(made).Client(base_url=url)
    with client as open_client:
        found = operation(made, "things", "things").sync(client=open_client, q="oakam", at="2008-12-31")
    assert (found.items[0].key, found.items[0].state) == ("magistrates-court/oakham", "standing")


def test_the_client_walks_on_from_a_thing(url: str, made: str) -> None:
    client = importlib.import_module(made).Client(base_url=url)
    with client as open_client:
        thing = {"kind": "magistrates-court", "key": "oakham"}
        around = operation(made, "things", "neighbours").sync(client=open_client, at="2008-12-31", **thing)
        area = next(group.things[0] for group in around.groups if group.property_ == "cje:prosecutesAt")
        kind, _, rest = area.key.partition("/")
        life = operation(made, "things", "timeline").sync(client=open_client, kind=kind, key=rest)
    assert life.label == "CPS Leicestershire and Rutland"
    assert life.ratings


def test_the_client_asks_a_question(url: str, made: str) -> None:
    client = importlib.import_module(made).Client(base_url=url)
    asked = {"body": "magistrates-court/oakham"}
    with client as open_client:
        answer = operation(made, "questions", "ask_codes_of_body").sync(client=open_client, **asked)
    assert "B33PL" in {cell.value for row in answer.rows for cell in row}


def test_the_client_is_told_of_a_problem(url: str, made: str) -> None:
    client = importlib.import_module(made).Client(base_url=url)
    with client as open_client:
        problem = operation(made, "estate", "near").sync(client=open_client)
    assert problem.status == 400
    assert "lat" in problem.detail
