"""Answers about one thing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from api.answers.neighbours import entry_of
from api.answers.words import words
from api.models.documents import Evidence, Statement, TimeMap
from api.models.states import state_words
from api.models.things import Following, Grade, Notes, Thing
from graph.dates import parse
from graph.describe import Description
from graph.document import days_of_change, triples_of
from graph.errors import NotThere
from graph.estate import Estate
from graph.schema import load_schema
from graph.store import text

RATED = frozenset({"cje:CPSArea", "cje:PoliceForce"})
"""What is inspected and rated."""
LED_TO = ("cje:workMovedTo", "org:resultingOrganization")
"""What of an event tells where it led."""


def thing(estate: Estate, key: str, at: str | None = None) -> Thing:
    """One thing, told whole; of a day on which it was not there its lives and what followed. UnknownKey."""
    entry_of(estate, key)
    try:
        told = estate.describe(key, at)
    except NotThere as error:
        return _absent(estate, key, at, str(error))
    ratings = ratings_of(estate, key, at) if RATED.intersection(told.classes) else ()
    made = Thing.of(told, estate.store.names.thing(key), at, Notes(load_schema()), ratings)
    return made if at else made.model_copy(update={"followed_by": tuple(_followers(told))})


def _absent(estate: Estate, key: str, at: str | None, reason: str) -> Thing:
    """A thing of which a day has nothing to tell: what it is, when it lived, and what came after it."""
    told = estate.describe(key)
    bare = replace(told, facts=(), references=(), parts=(), disagreements=(), unknown=(), sources=())
    made = Thing.of(bare, estate.store.names.thing(key), at, Notes(load_schema()), ())
    ever = Thing.of(told, made.iri, None, Notes(load_schema()), ())
    return made.model_copy(
        update={
            "title": ever.title,
            "sentences": ever.sentences,
            "standing": False,
            "state_words": state_words("closed", ever.classes) if ever.lives else "",
            "present": False,
            "absence": reason,
            "followed_by": tuple(_followers(told)),
        }
    )


def _followers(told: Description) -> Iterator[Following]:
    """What came after a thing: its successors, and where a closing or a merger of it led."""
    facts = [fact for fact in told.facts if fact.property == "cje:successor"]
    facts += [fact for part in told.parts for fact in part.facts if fact.property in LED_TO]
    seen = {told.key}
    for fact in facts:
        if fact.chosen and fact.value not in seen:
            seen.add(fact.value)
            yield Following(relation=fact.label, key=fact.value, label=fact.value_label)


def evidence(estate: Estate, key: str) -> Evidence:
    """What stands behind the statements, such as a claim, a source or a lifespan, told whole; UnknownKey."""
    names, schema, seen = estate.store.names, load_schema(), estate.register.seen()
    iri = names.thing(key)
    rows = sorted((text(p), text(o)) for s, p, o in triples_of(key, estate.store) if text(s) == iri)
    told = [(names.shorten(p), names.shorten(o) if ":" in o else o) for p, o in rows]
    class_ = next((value for property_, value in told if property_ == "rdf:type"), "")
    statements = tuple(
        Statement(
            property=property_,
            label=schema.label(property_),
            value=value,
            words=words(value, property_, seen, schema),
            is_key=names.thing(value) in {o for _, o in rows},
        )
        for property_, value in told
    )
    label = next((s.value for s in statements if s.property in ("dcterms:title", "rdfs:label")), key)
    return Evidence(
        key=key, iri=iri, class_=class_, kind=schema.label(class_), title=label, statements=statements
    )


def timemap(estate: Estate, key: str) -> TimeMap:
    """The days on which what is shown of a thing changes; UnknownKey."""
    label = entry_of(estate, key).label
    return TimeMap(key=key, label=label, days=tuple(days_of_change(key, estate.engine.dates)))


def ratings_of(estate: Estate, key: str, at: str | None = None) -> tuple[Grade, ...]:
    """How a body was rated, in order of time; on a day only what was published by then."""
    table = estate.ask("ratings-of-body", body=key)
    short = estate.store.names.shorten
    rows = (dict(zip(table.columns, row, strict=True)) for row in table.texts())
    return tuple(
        Grade(
            inspection=short(row["inspection"]),
            inspection_words=row["inspectionName"],
            date=row["date"] or row["published"],
            aspect=row["aspect"],
            grade=row["grade"],
            position=row["position"],
            out_of=row["outOf"],
            scale=row["scale"],
            said_by=row["saidBy"],
        )
        for row in rows
        if at is None or _latest(row["date"] or row["published"]) <= at
    )


def _latest(stated: str) -> str:
    """The last day that a date admits; one that is not known admits any."""
    latest = parse(stated).latest if stated else None
    return latest.isoformat() if latest else "9999"


def statements(estate: Estate, key: str, format: str, at: str | None = None) -> bytes:
    """What is said of a thing, ever or on a day, in a syntax of RDF; UnknownKey, DateError."""
    return estate.document(key, format, at)
