"""Is every query answered over the graphs that it names, and by no others?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.asof import Dataset, Moment
from graph.build import Built
from graph.engine import Engine
from graph.errors import QueryError, ReleaseError
from graph.store import Store

GRAPHS = "SELECT ?g WHERE { GRAPH ?g { } } ORDER BY ?g"
COUNT = "SELECT (COUNT(DISTINCT ?court) AS ?n) WHERE { ?court a cje:MagistratesCourt }"


@pytest.fixture
def engine(built: Built) -> Engine:
    """The project's own release, newly opened."""
    return Engine(built.release.store(), built.release)


def graphs(engine: Engine, query: str) -> list[str]:
    """The names of the graphs that a query sees, the base left out."""
    rows = engine.select(query, dataset=engine.dataset(query)).texts()
    return [row[0].removeprefix(engine.store.names.graph("")) for row in rows]


def test_a_query_that_names_no_day_sees_no_day_that_another_asked_for(engine: Engine) -> None:
    day = engine.store.names.graph("at/2008-12-31")
    fixed = sorted(Store.FIXED)
    assert graphs(engine, GRAPHS) == fixed
    with_day = f"SELECT ?g WHERE {{ VALUES ?d {{ <{day}> }} GRAPH ?g {{ }} }} ORDER BY ?g"
    assert graphs(engine, with_day) == sorted([*fixed, "at/2008-12-31"])
    assert graphs(engine, GRAPHS) == fixed


def test_a_clause_is_all_that_a_query_sees(engine: Engine) -> None:
    claims = f"<{engine.store.names.graph('claims')}>"
    assert graphs(engine, GRAPHS.replace("WHERE", f"FROM NAMED {claims} WHERE")) == ["claims"]
    assert graphs(engine, GRAPHS.replace("WHERE", f"FROM {claims} WHERE")) == []


@pytest.mark.parametrize("day", ["2008-12-31", "2012-01-01"])
def test_a_day_gives_the_same_from_memory_and_from_the_store_on_disk(engine: Engine, day: str) -> None:
    moment = Moment(date.fromisoformat(day))
    alone = Dataset((engine.dates.graph(moment),), ())
    beside = engine.on(moment)
    assert engine.select(COUNT, dataset=alone) == engine.select(COUNT, dataset=beside)


def test_a_query_for_the_plain_graph_works_on_a_day_by_adding_it(engine: Engine) -> None:
    day = engine.store.names.graph("at/2008-12-31")
    query = COUNT.replace("WHERE", f"FROM <{day}> WHERE")
    [[then]] = engine.select(query, dataset=engine.dataset(query)).texts()
    [[ever]] = engine.select(COUNT, dataset=engine.dataset(COUNT)).texts()
    assert 300 < int(then) < int(ever)


def test_now_and_ever_by_name(engine: Engine) -> None:
    graph = engine.store.names.graph
    named = f"FROM NAMED <{graph('now')}> FROM NAMED <{graph('ever')}>"
    assert graphs(engine, GRAPHS.replace("WHERE", f"{named} WHERE")) == ["ever", "now"]


def test_does_a_copy_for_days_leave_the_release_and_its_folder_as_they_were(built: Built) -> None:
    engine = Engine(built.release.store(), built.release)
    before = {path.name for path in built.release.folder.parent.iterdir()}
    engine.select(COUNT, dataset=engine.on(Moment(date(2008, 12, 31))))
    during = {path.name for path in built.release.folder.parent.iterdir()}
    assert any(name.startswith(".scratch-") for name in during - before)
    del engine
    assert {path.name for path in built.release.folder.parent.iterdir()} == before
    assert built.release.verify() == []


def test_a_store_without_a_release_knows_no_day() -> None:
    engine = Engine(Store.in_memory())
    with pytest.raises(ReleaseError, match="A store without a release has no timeline"):
        engine.dataset(f"SELECT * FROM <{Store.in_memory().names.graph('now')}> WHERE {{ ?s ?p ?o }}")


def test_a_form_that_does_not_fit_a_day(engine: Engine) -> None:
    with pytest.raises(QueryError, match="A SELECT query is needed here"):
        engine.select("ASK {}", dataset=engine.on(Moment(date(2008, 12, 31))))


def test_answers_of_a_day_serialized(engine: Engine, tmp_path: Path) -> None:
    query = "CONSTRUCT { ?c a cje:MagistratesCourt } WHERE { ?c a cje:MagistratesCourt }"
    dataset = engine.dataset(query, Moment(date(2008, 12, 31)))
    lines = engine.serialize(query, "nt", dataset=dataset).decode().splitlines()
    assert 300 < len(lines) == len(set(lines))
    assert tmp_path.exists()
