"""Are the graphs of a day ordinary graphs, made when they are named, and nobody else's?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.asof import AsOf, Dataset, Dates, Moment, Timeline, dataset_of, only_days
from graph.dates import Mode
from graph.errors import DateError, QueryError, ReleaseError
from graph.namespaces import Names
from graph.release import TIMELINE
from graph.sparql import scan
from graph.store import Store
from tests.test_timeline import OAKHAM, timeline_of

if TYPE_CHECKING:
    from tests.conftest import Mini

NAMES = Names()
GRAPH = NAMES.graph("at/")
COURTS = "SELECT ?court WHERE { ?court a cje:MagistratesCourt }"
GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"


@pytest.fixture
def dates(mini: Mini, tmp_path: Path) -> Dates:
    """The days of one court that closed on 31 March 2011."""
    return Dates(NAMES, timeline_of(mini(OAKHAM), tmp_path / TIMELINE), date(2026, 1, 1))


@pytest.fixture
def asof(dates: Dates) -> AsOf:
    """An empty store for graphs of a day."""
    return AsOf(Store.in_memory(NAMES), dates)


def asked(asof: AsOf, query: str, default: tuple[str, ...], named: tuple[str, ...] = ()) -> list[str]:
    """The first column of an answer over some graphs."""
    seen = asof.ready(Dataset(default, named))
    return [row[0] for row in asof.store.select(query, default=seen.default, named=seen.named).texts()]


def test_a_day_as_the_default_graph(asof: AsOf) -> None:
    oakham = [NAMES.thing("magistrates-court/oakham")]
    assert asked(asof, COURTS, (f"{GRAPH}2008-12-31",)) == oakham
    assert asked(asof, COURTS, (f"{GRAPH}2012-01-01",)) == []


def test_days_by_name_are_those_that_were_asked_for(asof: AsOf) -> None:
    asked(asof, COURTS, (f"{GRAPH}2005-01-01",), (f"{GRAPH}2006-01-01",))
    mine = (f"{GRAPH}2008-12-31", f"{GRAPH}2012-01-01")
    assert asked(asof, GRAPHS, (), mine) == list(mine)


def test_days_between_two_changes_share_a_graph(asof: AsOf) -> None:
    asked(asof, COURTS, (f"{GRAPH}2008-12-31",))
    asked(asof, COURTS, (f"{GRAPH}2009-01-01",))
    assert asof.graphs == (f"{GRAPH}2008-12-31",)
    # By name each is its own, since an answer can tell it.
    assert asked(asof, GRAPHS, (), (f"{GRAPH}2009-01-01",)) == [f"{GRAPH}2009-01-01"]
    assert list(asof.graphs) == [f"{GRAPH}2008-12-31", f"{GRAPH}2009-01-01"]


def test_modes_of_a_day_share_none(asof: AsOf) -> None:
    graphs = tuple(f"{GRAPH}2005-01-01{mode}" for mode in ("", "/certain", "/possible"))
    counts = [asked(asof, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", (graph,)) for graph in graphs]
    assert int(counts[1][0]) < int(counts[0][0]) <= int(counts[2][0])


def test_now_is_the_day_of_the_release(dates: Dates) -> None:
    assert dates.moment(NAMES.graph("now")) == Moment(date(2026, 1, 1))
    assert dates.moment(NAMES.graph("now/possible")) == Moment(date(2026, 1, 1), Mode.POSSIBLE)
    assert dates.moment(NAMES.graph("ever")) is None


def test_the_graphs_least_lately_used_are_dropped_beyond_the_limit(dates: Dates) -> None:
    size = len(dates.timeline.triples(Moment(date(2008, 12, 31))))
    asof = AsOf(Store.in_memory(NAMES), dates, limit=2 * size + size // 2)
    days = [f"{GRAPH}{year}-06-01" for year in (2006, 2007, 2008)]
    for day in days:
        asked(asof, COURTS, (), (day,))
    assert asof.graphs == tuple(days[1:])
    asked(asof, COURTS, (), (days[1],))
    asked(asof, COURTS, (), (days[0],))
    assert asof.graphs == (days[1], days[0])
    kept = (Moment(date(year, 6, 1)) for year in (2006, 2007))
    assert len(asof.store) == sum(len(dates.timeline.lines(moment)) for moment in kept)


def test_is_no_graph_dropped_that_the_query_itself_needs(dates: Dates) -> None:
    asof = AsOf(Store.in_memory(NAMES), dates, limit=1)
    days = (f"{GRAPH}2006-06-01", f"{GRAPH}2007-06-01")
    assert asked(asof, GRAPHS, (), days) == list(days)


def test_a_query_without_a_clause_sees_ever_the_fixed_graphs_and_the_days_that_it_names(dates: Dates) -> None:
    query = f"SELECT * WHERE {{ GRAPH <{GRAPH}2008-12-31> {{ ?s ?p ?o }} }}"
    seen = dataset_of(scan(query), dates)
    assert seen.default == (NAMES.graph("ever"),)
    assert seen.named == (*map(NAMES.graph, Store.FIXED), f"{GRAPH}2008-12-31")
    on = dataset_of(scan(query), dates, Moment(date(2005, 1, 1)))
    assert on == Dataset((f"{GRAPH}2005-01-01",), seen.named)


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * FROM NAMED <{GRAPH}2008-12-31> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"PREFIX at: <{GRAPH}> SELECT * FROM NAMED at:2008-12-31 WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"BASE <{NAMES.base}> SELECT * FROM NAMED <graph/at/2008-12-31> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"BASE <{NAMES.base}> PREFIX d: <graph/at/2008-> SELECT * FROM NAMED d:12-31 {{ GRAPH ?g {{ }} }}",
    ],
)
def test_a_clause_of_its_own_is_all_that_a_query_sees(dates: Dates, query: str) -> None:
    assert dataset_of(scan(query), dates) == Dataset((), (f"{GRAPH}2008-12-31",))


@pytest.mark.parametrize(
    "where",
    [
        "GRAPH at:2008-12-31 { ?s ?p ?o }",
        "VALUES ?g { at:2008-12-31 } GRAPH ?g { ?s ?p ?o }",
        "GRAPH ?g { ?s ?p ?o } FILTER(?g = at:2008-12-31)",
        "GRAPH ?g { ?s ?p ?o } FILTER(?g IN (at:2008-12-31))",
    ],
)
def test_a_day_may_be_named_anywhere(dates: Dates, where: str) -> None:
    query = f"PREFIX at: <{GRAPH}> SELECT ?g WHERE {{ {where} }}"
    assert f"{GRAPH}2008-12-31" in dataset_of(scan(query), dates).named


def test_a_query_with_a_clause_cannot_be_put_to_another_day(dates: Dates) -> None:
    with pytest.raises(QueryError, match="The query names its graphs itself"):
        dataset_of(scan(f"SELECT * FROM <{GRAPH}2008-12-31> {{ ?s ?p ?o }}"), dates, Moment(date(2005, 1, 1)))


def test_more_days_than_a_query_may_name(dates: Dates) -> None:
    many = " ".join(f"FROM NAMED <{GRAPH}{year}-01-01>" for year in range(2006, 2016))
    with pytest.raises(QueryError, match="The query names 10 dates"):
        dataset_of(scan(f"SELECT * {many} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}"), dates)


@pytest.mark.parametrize(
    ("graph", "told"),
    [
        ("at/2008", "'2008' is no day of the calendar. Write it as 2008-12-31"),
        ("at/2008-02-30", "'2008-02-30' is no day of the calendar"),
        ("at/2008-12-31/sure", "After the day stands nothing, /certain or /possible"),
        ("at/2030-01-01", "2030-01-01 is still to come for this release"),
    ],
)
def test_a_graph_of_no_day(dates: Dates, graph: str, told: str) -> None:
    with pytest.raises(DateError, match=told):
        dataset_of(scan(f"SELECT * FROM <{NAMES.graph(graph)}> WHERE {{ ?s ?p ?o }}"), dates)


def test_does_a_dataset_need_more_than_days(dates: Dates) -> None:
    assert only_days(Dataset((f"{GRAPH}2008-12-31",), ()), dates)
    assert not only_days(Dataset((f"{GRAPH}2008-12-31",), (NAMES.graph("claims"),)), dates)


@pytest.mark.parametrize("mode", list(Mode))
def test_the_lines_of_a_day_are_read_without_the_whole(mini: Mini, tmp_path: Path, mode: Mode) -> None:
    timeline_of(mini(OAKHAM), tmp_path / TIMELINE)
    timeline, moment = Timeline(tmp_path / TIMELINE), Moment(date(2008, 12, 31), mode)
    first, lines = timeline.first, {line.rstrip() for line in timeline.holding(moment)}
    assert "_blocks" not in vars(timeline)
    assert lines == timeline.lines(moment)
    assert first == Timeline((tmp_path / TIMELINE).read_bytes()).first
    assert lines


def test_a_release_without_a_timeline(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"timeline.nt cannot be read .*Run: estate build"):
        Timeline.open(tmp_path / TIMELINE)
