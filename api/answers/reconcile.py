"""Answers of the Reconciliation Service API 0.2: what names mean, and what is known of what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError

from api.answers.listing import STATES
from api.models.reconcile import (
    CandidateTold,
    Constraint,
    Entity,
    Extend,
    Extended,
    Extension,
    Flat,
    Kind,
    Manifest,
    Meta,
    Number,
    Path,
    Preview,
    Property,
    Proposals,
    Queries,
    Query,
    Result,
    Results,
    Setting,
    Suggest,
    Suggested,
    SuggestedAll,
    Text,
    Thing,
    View,
)
from graph import wording
from graph.entries import Entry
from graph.errors import DateError, QueryError, UnknownKey
from graph.estate import Estate
from graph.matches import day_of
from graph.names import Candidate
from graph.records import CODES, Facet
from graph.schema import load_schema

_M = TypeVar("_M", bound=BaseModel)

BATCH = 10_000
"""The most queries of a batch."""
PAGE = 10
"""How many suggestions are told at once."""
DEFAULT_TYPES = ("cje:MagistratesCourt", "cje:CrownCourtCentre", "cje:PoliceForce", "cje:CPSArea")
ON = "on"
CONSTRAINTS: Mapping[str, tuple[str, str]] = {
    ON: ("day", "The day on which it was so called: 2008-12-31, 31/12/2008, 2008-12 or 2008."),
    "place": ("place", "The area, force, town or postcode where it is, by key or name."),
    "code": ("code", "A code of any list: organisation unit, local justice area, Crown Court number, ONS …"),
}
"""What a query can be narrowed by: the name of each and what it means."""
BELONGS: Mapping[str, tuple[str, Facet]] = {
    "region": ("court region", "region"),
    "area": ("criminal justice area", "area"),
    "force": ("police force", "force"),
    "cps_area": ("CPS area", "cps_area"),
}
PLAIN = {
    "kind": "kind",
    "state": "whether it stands",
    "life": "life",
    "name": "names of all times",
    "postcode": "postcode",
    "latitude": "latitude",
    "longitude": "longitude",
}


def manifest(estate: Estate, origin: str) -> Manifest:
    """What the service at `<origin>/reconcile` is."""
    base = estate.base

    def path(name: str) -> Path:
        return Path(service_url=f"{origin}/reconcile", service_path=f"/{name}")

    return Manifest(
        versions=("0.2",),
        name="Justice Estate: courts, police forces and CPS areas of England and Wales",
        identifierSpace=f"{base}id/",
        schemaSpace=f"{base}ontology#",
        documentation=f"{origin}/docs",
        serviceVersion=version("justice-estate"),
        defaultTypes=tuple(_kind(class_) for class_ in DEFAULT_TYPES),
        view=View(url=f"{origin}/id/{{{{id}}}}"),
        preview=Preview(url=f"{origin}/reconcile/preview?id={{{{id}}}}", width=430, height=260),
        suggest=Suggest(
            entity=path("suggest/entity"), property=path("suggest/property"), type=path("suggest/type")
        ),
        extend=Extend(
            propose_properties=path("properties"),
            property_settings=(
                Setting(
                    name=ON,
                    label="On the day",
                    type="text",
                    default="",
                    help_text="Such as 2008-12-31; empty for the day of the release.",
                ),
            ),
        ),
        batchSize=BATCH,
    )


def reconcile(estate: Estate, form: bytes) -> BaseModel:
    """The answer to a form or the query of a URL: results of `queries`, values of `extend`. QueryError."""
    try:
        given = dict(parse_qsl(form.decode("ascii"), keep_blank_values=True, errors="strict"))
    except ValueError:
        raise QueryError("The form is not as application/x-www-form-urlencoded has it, in UTF-8.") from None
    asked = given.keys() & {"queries", "extend"}
    if len(asked) != 1:
        raise QueryError(
            "Ask with one of the parameters queries and extend (Reconciliation Service API 0.2); "
            f"these are given: {', '.join(sorted(given)) or 'none'}."
        )
    if "queries" in asked:
        return results(estate, _read(Queries, given["queries"]).root)
    return extended(estate, _read(Extension, given["extend"]))


def results(estate: Estate, queries: Mapping[str, Query]) -> Results:
    """The candidates of each query; QueryError names the query that cannot be answered."""
    _check_size(len(queries), "queries")
    known: dict[tuple[object, ...], tuple[CandidateTold, ...]] = {}
    found = {}
    for name, query in queries.items():
        asked = (query.query, query.type, query.properties, query.limit)
        if asked not in known:
            try:
                candidates = _candidates(estate, query)[: int(query.limit)]
            except (QueryError, DateError) as error:
                raise QueryError(f"Query {name!r}: {error}") from None
            known[asked] = tuple(map(_told, candidates))
        found[name] = Result.model_construct(result=known[asked])
    return Results.model_construct(found)


def extended(estate: Estate, extension: Extension) -> Extended:
    """The values of properties of entities; of a key that there is not, none. QueryError, DateError."""
    _check_size(len(extension.ids), "ids")
    readers = {}
    for wanted in extension.properties:
        day = wanted.settings.get(ON)
        readers[wanted.id] = _reader(estate, wanted.id, day_of(str(day)) if day else None)
    rows = {key: {name: read(key) for name, read in readers.items()} for key in extension.ids}
    metas = tuple(_meta(wanted.id) for wanted in extension.properties)
    return Extended(meta=metas, rows=rows)


def properties(type: str, limit: int | None = None) -> Proposals:
    """The properties that can be fetched of entities of a type."""
    known = tuple(Property(id=name, name=label) for name, label in _fetched().items())
    return Proposals(type=type, limit=limit, properties=known[:limit])


def proposed(estate: Estate, type: str, limit: int | None = None) -> Proposals:
    """The same for a type that there is; QueryError for another."""
    if type:
        estate.register.classes_of(type)
    return properties(type, limit)


def suggest_entity(estate: Estate, prefix: str, cursor: int = 0) -> SuggestedAll:
    """The entities that what is written most likely means."""
    entries = estate.register.seen().entries
    matches = [match for match in estate.register.index.search(prefix) if match.key in entries]
    items = []
    for match in matches[cursor : cursor + PAGE]:
        entry = entries[match.key]
        found = f", called {match.found}" if match.found not in ("", entry.label, entry.key) else ""
        kind = _kind(entry.class_)
        items.append(
            Suggested(id=entry.key, name=entry.label, description=f"{entry.kind}{found}", notable=(kind,))
        )
    return SuggestedAll(result=tuple(items))


def suggest_type(estate: Estate, prefix: str, cursor: int = 0) -> SuggestedAll:
    """The classes whose name or id has what is written."""
    named = {class_: load_schema().label(class_) for class_ in estate.register.classes}
    return _containing({class_: (label, "") for class_, label in named.items()}, prefix, cursor)


def suggest_property(estate: Estate, prefix: str, cursor: int = 0) -> SuggestedAll:
    """The properties, whose name or id has what is written, by which a query can be narrowed, or fetched."""
    del estate  # The properties are the same in every release.
    known = {name: (label, "") for name, label in _fetched().items()} | dict(CONSTRAINTS)
    return _containing(known, prefix, cursor)


def preview(estate: Estate, key: str) -> Flat:
    """What a small page of an entity shows; UnknownKey."""
    entry = estate.register.seen().entries.get(key)
    if entry is None:
        raise UnknownKey(f"Nothing has the key {key!r}.")
    return Flat(
        key=key,
        label=entry.label,
        kind=entry.kind,
        state=entry.state or "",
        lives=tuple(wording.life(life) for life in entry.lives),
        others=tuple(dict.fromkeys(name for name, _ in entry.names if name != entry.label)),
        codes=tuple(f"{load_schema().label(property_)} {code}" for property_, code in entry.codes),
    )


def _containing(known: Mapping[str, tuple[str, str]], prefix: str, cursor: int) -> SuggestedAll:
    """What has a text in its name or id; first what begins with it."""
    wanted = prefix.strip().casefold()
    fitting = [
        (not (label.casefold().startswith(wanted) or name.casefold() == wanted), label, name, description)
        for name, (label, description) in known.items()
        if wanted in label.casefold() or wanted in name.casefold()
    ]
    items = (
        Suggested(id=name, name=label, description=description or None)
        for _, label, name, description in sorted(fitting)[cursor : cursor + PAGE]
    )
    return SuggestedAll(result=tuple(items))


def _read(model: type[_M], text: str) -> _M:
    """What is asked in JSON; QueryError tells the first thing that is wrong, and where."""
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = " → ".join(map(str, first["loc"][:3])) or "the whole"
        wrong = first["msg"].removeprefix("Value error, ")
        raise QueryError(f"The JSON cannot be read at {where!r}: {wrong}.") from None


def _check_size(count: int, what: str) -> None:
    if count > BATCH:
        raise QueryError(f"The batch has {count:,} {what}. At most {BATCH:,} are answered at once.")


def _candidates(estate: Estate, query: Query) -> Sequence[Candidate]:
    texts = _constraints(query.properties)
    register = estate.register
    types = (query.type,) if isinstance(query.type, str) else query.type
    kinds = frozenset(class_ for each in types if each for class_ in register.classes_of(each)) or None
    resolve = register.resolver.resolve
    on = next((day for text in texts[ON] if (day := day_of(text))), None)
    places = [text for text in texts["place"] if text.strip()]
    place = places[0] if places else None
    coded: set[str] | None = None
    if texts["code"]:
        coded = {key for code in texts["code"] for key in register.resolver.coded(code)}
    if not query.query.strip():  # An empty cell means nothing, unless a code beside it does.
        return resolve(texts["code"][0], on=on, kinds=kinds, place=place) if texts["code"] else ()
    found = resolve(query.query, on=on, kinds=kinds, place=place)
    if coded is not None:
        found = [each for each in found if each.key in coded]
    return found


def _constraints(properties: Sequence[Constraint]) -> Mapping[str, list[str]]:
    """The values of each property, as text; entities by their ids. QueryError for one that there is not."""
    texts: dict[str, list[str]] = {name: [] for name in CONSTRAINTS}
    for each in properties:
        if each.pid not in texts:
            listed = ", ".join(CONSTRAINTS)
            raise QueryError(f"names cannot be narrowed by {each.pid!r}. The properties are: {listed}.")
        values = each.v if isinstance(each.v, tuple) else (each.v,)
        texts[each.pid] += [value.id if isinstance(value, Entity) else str(value) for value in values]
    return texts


def _told(candidate: Candidate) -> CandidateTold:
    kind = _kind(candidate.class_)
    return CandidateTold.model_construct(
        id=candidate.key,
        name=candidate.label,
        description=f"{kind.name}: {candidate.reason}",
        type=(kind,),
        score=candidate.score,
        match=candidate.matched,
    )


@cache
def _kind(class_: str) -> Kind:
    return Kind(id=class_, name=load_schema().label(class_) or class_)


@cache
def _fetched() -> Mapping[str, str]:
    """The properties that can be fetched, with their names."""
    codes = {property_: load_schema().label(property_) for property_ in CODES}
    return PLAIN | {name: label for name, (label, _) in BELONGS.items()} | codes


def _meta(name: str) -> Meta:
    return Meta(id=name, name=_fetched()[name])


def _reader(
    estate: Estate, name: str, day: date | None
) -> Callable[[str], tuple[Text | Number | Thing, ...]]:
    """What reads a property of a thing on a day; QueryError for a property that there is not."""
    if name not in _fetched():
        raise QueryError(f"{name!r} cannot be fetched. The properties are: {', '.join(_fetched())}.")
    ever, entries = estate.register.seen().entries, estate.register.seen(day).entries

    def read(key: str) -> tuple[Text | Number | Thing, ...]:
        entry = entries.get(key)
        if entry is None:
            return ()
        if name in BELONGS:
            return tuple(Thing(id=ref.key, name=ref.label) for ref in entry.refs(BELONGS[name][1]))
        if name in ("latitude", "longitude"):
            point = entry.point
            return () if point is None else (Number(float=point[name == "latitude"]),)
        return tuple(Text(str=text) for text in _texts(ever[key], entry, name) if text)

    return read


def _texts(ever: Entry, entry: Entry, name: str) -> Sequence[str]:
    match name:
        case "kind":
            return (entry.kind,)
        case "state":
            return (STATES[entry.state],) if entry.state else ()
        case "life":
            return [wording.life(life) for life in ever.lives]
        case "name":
            return list(dict.fromkeys(text for text, _ in ever.names))
        case "postcode":
            return (entry.postcode,)
    return [code for property_, code in ever.codes if property_ == name]
