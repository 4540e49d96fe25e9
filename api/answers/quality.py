"""Answers about where sources disagree, what checks found, and the sources themselves."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from api.answers.paging import paged
from api.answers.words import words
from api.models.quality import (
    Conflict,
    Conflicts,
    Count,
    Coverage,
    Result,
    Rule,
    SetAside,
    Source,
    Sources,
    SourceTold,
    Statement,
    Validation,
)
from graph import wording
from graph.errors import QueryError, ReleaseError, UnknownKey
from graph.estate import Estate
from graph.release import REPORTS, Release
from graph.schema import load_schema
from graph.sourced import only_in
from graph.styles import plain

SORTS = {"title": "title", "claims": "most claims", "date": "newest"}


def conflicts(
    estate: Estate, property: str = "", thing: str = "", page: int = 1, per_page: int = 50
) -> Conflicts:
    """Where sources disagree, of one property or thing if they are given; QueryError, UnknownKey."""
    schema, seen = load_schema(), estate.register.seen()
    key = estate.register.key(thing) if thing else ""
    if property and property not in schema.properties:
        raise QueryError(f"There is no property {property!r}. Write it as a CURIE, such as cje:point.")
    table, short = estate.view("conflicts"), estate.store.names.shorten
    rows = [dict(zip(table.columns, map(short, row), strict=True)) for row in table.texts()]
    rows = [row for row in rows if key in ("", row["thing"])]
    counts = Counter(row["property"] for row in rows)
    fitting = [row for row in rows if property in ("", row["property"])]
    shown, told = paged(fitting, page, per_page)
    return Conflicts(
        property=property,
        properties=_counts(counts, schema.labels),
        items=tuple(
            Conflict(
                thing=row["thing"],
                thing_label=seen.label_of(row["thing"]),
                property=row["property"],
                property_label=schema.label(row["property"]),
                chosen=row["chosen"],
                rival=row["rival"],
                chosen_words=words(row["chosen"], row["property"], seen, schema),
                rival_words=words(row["rival"], row["property"], seen, schema),
                chosen_by=row["chosenBy"],
                rival_by=row["rivalBy"],
                difference=row["difference"],
                unit=row["unit"],
                reason=row["reason"],
            )
            for row in shown
        ),
        **told,
    )


def validation(
    estate: Estate, rule: str = "", kind: str = "", page: int = 1, per_page: int = 50
) -> Validation:
    """What the shapes and checks found, of one of them if it is named; and how complete the release is.

    `kind` is the CURIE of a class whose coverage is told; without one that of all is. QueryError.
    """
    schema, names = load_schema(), estate.store.names
    shacl, checks = (_report(_release(estate), name) for name in ("shacl", "checks"))
    label = estate.register.seen().label_of
    shapes, checked = (
        list(_of_shapes(shacl["results"], names.shorten, label)),
        list(_of_checks(checks, label)),
    )
    rules = [*_rules(shapes), *_rules(checked)]
    if rule and rule not in {each.name for each in rules}:
        listed = ", ".join(each.name for each in rules)
        raise QueryError(f"No shape or check {rule!r} found anything. Those that did: {listed}.")
    shown, told = paged([each for each in (*shapes, *checked) if rule in ("", each.rule)], page, per_page)
    return Validation(
        conforms=shacl["conforms"],
        shapes=tuple(_rules(shapes)),
        checks=tuple(_rules(checked)),
        rule=rule,
        items=tuple(shown),
        coverage=tuple(
            Coverage(
                class_label=schema.label(row["class_"]), property_label=schema.label(row["property"]), **row
            )
            for row in _report(_release(estate), "coverage")["properties"]
            if kind in ("", row["class_"])
        ),
        **told,
    )


def sources(
    estate: Estate,
    query: str = "",
    kind: str = "",
    licence: str = "",
    sort: str = "title",
    page: int = 1,
    per_page: int = 50,
) -> Sources:
    """The sources that fit, a page of them; QueryError for an order that there is not."""
    if sort not in SORTS:
        raise QueryError(f"There is no order {sort!r}. Sort by one of: {', '.join(SORTS)}.")
    asked = plain(query).split()
    found = [
        source
        for source in _sources(estate)
        if all(word in plain(f"{source.title} {source.publisher} {source.key}") for word in asked)
    ]
    fitting = [each for each in found if kind in ("", each.kind) and licence in ("", each.licence)]
    if sort == "title":
        fitting.sort(key=lambda source: (source.title.casefold(), source.key))
    elif sort == "claims":
        fitting.sort(key=lambda source: (-source.claims, source.key))
    else:
        fitting.sort(key=lambda source: (source.date.strip("[.]"), source.key), reverse=True)
    shown, told = paged(fitting, page, per_page)
    return Sources(
        query=query,
        sort=sort,
        claims=sum(source.claims for source in fitting),
        kinds=_counts(Counter(source.kind for source in found), {}),
        licences=_counts(Counter(source.licence for source in found), {}),
        items=tuple(shown),
        **told,
    )


def source(estate: Estate, key: str, page: int = 1, per_page: int = 50) -> SourceTold:
    """One source with what no other says; UnknownKey."""
    wanted = key.removeprefix("source/")
    details = _told(estate).get(wanted)
    if details is None:
        raise UnknownKey(f"There is no source {key!r}. All of them: /api/v1/sources")
    schema, seen = load_schema(), estate.register.seen()
    alone = only_in(_release(estate).folder / REPORTS, wanted)
    rows, told = paged(alone, page, per_page)
    read = _rows_of(estate).get(wanted, {})
    return SourceTold(
        source=_source(details, read),
        reference=details["reference"],
        family=details["family"],
        set_aside=tuple(
            SetAside(reason=reason, rows=count)
            for reason, count in sorted(read.get("reasons", {}).items(), key=lambda pair: -pair[1])
        ),
        alone=told["total"],
        page=told["page"],
        per_page=told["per_page"],
        pages=told["pages"],
        items=tuple(
            Statement(
                subject=row["subject"],
                subject_label=seen.label_of(row["subject"]),
                property=row["property"],
                property_label=schema.label(row["property"]),
                value=row["value"],
                value_words=words(row["value"], row["property"], seen, schema),
                locator=row["locator"],
                status=row["status"],
                start=row["from"],
                until=row["until"],
                also_inferred=row["alsoInferred"] == "true",
            )
            for row in rows
        ),
    )


def _release(estate: Estate) -> Release:
    if estate.release is None:
        raise ReleaseError("A store without a release has no reports. Open a release.")
    return estate.release


@lru_cache(maxsize=8)
def _report(release: Release, name: str) -> Any:  # noqa: ANN401 - reports differ in form
    return json.loads((release.folder / REPORTS / f"{name}.json").read_text(encoding="utf-8"))


def _of_shapes(results: Iterable[Mapping[str, str]], short: Any, label: Any) -> Iterator[Result]:  # noqa: ANN401
    for row in results:
        thing = short(row["focus_node"])
        yield Result(
            thing=thing,
            thing_label=label(thing),
            rule=row["shape"].rpartition("#")[2],
            property=short(row["path"]),
            severity=row["severity"].lower(),
            message=row["message"],
            detail=row["value"],
        )


def _of_checks(rows: Iterable[Mapping[str, str]], label: Any) -> Iterator[Result]:  # noqa: ANN401
    for row in rows:
        yield Result(
            thing=row["entity"],
            thing_label=label(row["entity"]),
            rule=row["check"],
            property="",
            severity=row["severity"],
            message=row["problem"],
            detail=row["detail"],
        )


def _rules(results: Iterable[Result]) -> list[Rule]:
    grouped: dict[str, list[Result]] = {}
    for result in results:
        grouped.setdefault(result.rule, []).append(result)
    return [
        Rule(name=name, count=len(found), severity=found[0].severity, message=found[0].message)
        for name, found in sorted(grouped.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]


def _counts(counts: Counter[str], labels: Mapping[str, str]) -> tuple[Count, ...]:
    return tuple(
        Count(value=value, label=labels.get(value, value), count=count)
        for value, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _rows_of(estate: Estate) -> Mapping[str, Any]:
    return {row["key"]: row for row in _report(_release(estate), "coverage")["sources"]}


def _told(estate: Estate) -> Mapping[str, Any]:
    told: Mapping[str, Any] = _report(_release(estate), "sources")
    return told


def _sources(estate: Estate) -> list[Source]:
    rows = _rows_of(estate)
    return [_source(told, rows.get(key, {})) for key, told in _told(estate).items()]


def _source(told: Mapping[str, Any], read: Mapping[str, Any]) -> Source:
    return Source(
        key=f"source/{told['key']}",
        title=told["title"],
        publisher=told["publisher"],
        licence=told["licence"],
        kind=load_schema().label(f"cjev:source-kind-{told['kind']}"),
        date=told["date"],
        date_words=wording.made(told["date"]),
        claims=told["claims"],
        rows_read=read.get("read", 0),
        rows_used=read.get("used", 0),
        rows_set_aside=read.get("set_aside", 0),
    )
