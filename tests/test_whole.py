"""Is the part of a whole answer what the query answers for that part?"""

from __future__ import annotations

import pytest

from graph.build import Built
from graph.estate import Estate
from graph.queries import Query, catalogue
from graph.store import text
from graph.whole import is_whole

QUERIES = [query for kind in ("answer", "export") for query in catalogue(kind).values()]


@pytest.fixture(scope="module")
def asked(built: Built) -> Estate:
    """The estate with nothing kept."""
    return Estate(built.release.store(), built.release)


@pytest.fixture(scope="module")
def kept(asked: Estate) -> Estate:
    """The estate with the whole answers kept."""
    estate = Estate(asked.store, asked.release)
    estate.prepare()
    return estate


@pytest.mark.parametrize(
    "query", [query for query in QUERIES if query.params and is_whole(query)], ids=lambda query: query.name
)
def test_a_part_is_what_is_answered_for_its_value(query: Query, asked: Estate, kept: Estate) -> None:
    """For the first, the middle and the last value of each parameter, and for one that nothing has."""
    ask = Estate.ask if query.kind == "answer" else Estate.view
    whole = ask(asked, query.name)
    assert whole.rows
    for parameter in query.params:
        place = whole.columns.index(parameter.name)
        values = sorted({text(term) for row in whole.rows if (term := row[place]) is not None})
        given = {parameter.example, *(values[at] for at in (0, len(values) // 2, -1))}
        if parameter.type == "iri":
            given.add("magistrates-court/of-no-such-place")
        for value in given:
            part = ask(kept, query.name, **{parameter.name: value})
            assert part == ask(asked, query.name, **{parameter.name: value})


@pytest.mark.parametrize(
    "query", [query for query in QUERIES if query.kind == "answer"], ids=lambda q: q.name
)
def test_what_is_kept_is_what_is_answered(query: Query, asked: Estate, kept: Estate) -> None:
    if any(parameter.required for parameter in query.params) or query.alternatives:
        assert kept._wholes.part(query, {}) is None
    else:
        assert kept.ask(query.name) == asked.ask(query.name)
        assert kept._wholes.part(query, {}) is not None or any(p.default for p in query.params)


def test_another_day_is_not_answered_from_what_is_kept(asked: Estate, kept: Estate) -> None:
    now = kept.ask("CQ-25")
    then = kept.ask("CQ-25", "2008-12-31")
    assert then == asked.ask("CQ-25", "2008-12-31")
    assert then != now
