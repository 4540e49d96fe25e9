"""Is the part of a whole answer what the query answers for that part?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.build import Built
from graph.errors import ReleaseError
from graph.estate import Estate
from graph.queries import Query, catalogue, find
from graph.release import ANSWERS
from graph.store import text
from graph.whole import Wholes, is_whole

QUERIES = [query for kind in ("answer", "export") for query in catalogue(kind).values()]


class Nothing(Wholes):
    """What keeps answers, and reads none."""

    def read(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def asked(built: Built) -> Estate:
    """The estate with nothing kept, and nothing that the build has written."""
    estate = Estate(built.release.store(), built.release)
    estate._wholes = Nothing()
    return estate


@pytest.fixture(scope="module")
def kept(asked: Estate) -> Estate:
    """The estate with the whole answers kept."""
    estate = Estate(asked.store, asked.release)
    estate._wholes = Nothing()
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


@pytest.mark.parametrize(
    "query", [query for query in QUERIES if query.kind == "answer"], ids=lambda q: q.name
)
def test_what_a_build_has_written_is_what_is_answered(query: Query, asked: Estate, built: Built) -> None:
    written = built.release.folder / ANSWERS / f"{query.name}.json"
    needs = any(parameter.required for parameter in query.params) or bool(query.alternatives)
    assert written.exists() == (not needs and not query.pairs)
    if written.exists():
        fresh = Estate(asked.store, asked.release)
        assert fresh.ask(query.name) == asked.ask(query.name)
        assert query.name in fresh._wholes


def test_a_day_that_the_whole_answer_does_not_name_is_asked_for(asked: Estate, kept: Estate) -> None:
    day = "2010-06-17"
    assert day not in {row[0] for row in kept.ask("CQ-17").texts()}
    answer = kept.ask("CQ-17", day=day)
    assert answer == asked.ask("CQ-17", day=day)
    assert answer.rows


def test_another_version_of_a_query_has_no_written_answer(asked: Estate, built: Built) -> None:
    query, wholes = find("CQ-22"), Wholes()
    wholes.read(built.release.folder / ANSWERS, replace(query, text=query.text + " "), {})
    assert query.name not in wholes
    wholes.read(built.release.folder / ANSWERS, query, {})
    assert wholes.part(query, {}) == asked.ask("CQ-22")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"answer": {}}'])
def test_a_damaged_answer_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "closures-by-year.json").write_text(text, encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"closures-by-year\.json is damaged .* Run: estate build"):
        Wholes().read(tmp_path, find("CQ-22"), {})
