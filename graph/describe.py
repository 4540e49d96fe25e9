"""One thing, told whole: its life, its facts with who says so, what refers to it, and what is not known."""

from __future__ import annotations

import builtins
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NoReturn

from graph import wording
from graph.dates import Bounds, Mode
from graph.errors import NotThere, UnknownKey
from graph.holding import Held, Holding
from graph.namespaces import Names
from graph.queries import find
from graph.schema import Schema
from graph.store import AnyStore, iri
from graph.values import agree

EVENTS = ("cje:affects", "org:originalOrganization", "org:resultingOrganization")
PLACES = ("org:hasPrimarySite",)
HIDDEN = ("rdf:type",)
NAMES = ("skos:prefLabel", "skos:altLabel")
_DATE = re.compile(r"\[.*\]|\d{4}-\d{2}(-\d{2})?")
LABEL = """SELECT ?thing ?name WHERE { { ?thing rdfs:label ?name } UNION { ?thing dcterms:title ?name } }
ORDER BY (LANG(?name) != 'en') ?name"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who says so, where and for which dates; or the rule by which it follows."""

    source: str
    """The title of the source, or the words of the rule."""
    locator: str
    when: str
    rank: str
    status: str
    note: str
    inferred: bool = False
    key: str = ""
    """The key of the source, or the IRI of the rule."""
    claim: str = ""
    start: str = ""
    until: str = ""
    """As the source states them (EDTF)."""
    made: str = ""
    """When the source was made (EDTF)."""

    @property
    def said(self) -> str:
        """Who says so, where, and for which dates."""
        who = f"inferred: {self.source}" if self.inferred else f"{self.source}, {self.locator}"
        return f"{who}: {self.when}" if self.when else who

    def __str__(self) -> str:
        marks = [self.status] if self.status != "asserted" else []
        if self.rank == "normal":
            marks.append("not chosen")
        return f"{self.said} [{'; '.join(marks)}]" if marks else self.said


@dataclass(frozen=True, slots=True)
class Fact:
    """A property and a value with all evidence for it; `about` is another thing where that refers to this."""

    about: str
    property: str
    label: str
    value: str
    value_label: str
    evidence: tuple[Evidence, ...]
    agrees: bool = False
    """Whether it is not shown only because a value that it agrees with is."""
    about_label: str = ""
    """What the other thing is called, where the fact refers to this; empty for a fact of this thing."""

    @builtins.property
    def chosen(self) -> bool:
        """Whether the plain graph shows it at some time."""
        return any(each.rank == "preferred" and each.status == "asserted" for each in self.evidence)

    @builtins.property
    def mark(self) -> str:
        """What a reader must know of a value that the plain graph does not show; else empty."""
        if self.chosen:
            return ""
        if self.agrees:
            return "in agreement"
        statuses = {each.status for each in self.evidence}
        if "asserted" in statuses:
            return "not chosen"
        return next((status for status in ("planned", "proposed") if status in statuses), "not accepted")


@dataclass(frozen=True, slots=True)
class Part:
    """What belongs to the story of the thing and has facts of its own: an event, a building."""

    key: str
    class_: str
    kind: str
    relation: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """One thing: see the module."""

    key: str
    title: str
    kinds: tuple[str, ...]
    lives: tuple[str, ...]
    facts: tuple[Fact, ...]
    references: tuple[Fact, ...]
    parts: tuple[Part, ...]
    disagreements: tuple[str, ...]
    """Of the thing and its parts: who says what against whom, and why the one was chosen."""
    unknown: tuple[str, ...]
    sources: tuple[str, ...]
    classes: tuple[str, ...] = ()
    """Its classes as CURIEs, in the order of `kinds`."""
    standing: bool = False
    """Whether it is shown as there on the day, or on that of the release."""


class Describer:
    """Reads what a store says of things; labels come from the store and the ontology.

    With what holds at a moment it tells things as they were then, under the names of the day.
    """

    def __init__(self, store: AnyStore, schema: Schema, holding: Holding | None = None) -> None:
        self._store = store
        self._schema = schema
        self._holding = holding
        self._views = {
            name: find(name, store.names.base, kind="export")
            for name in ("claims-about", "conflicts-about", "lifespans")
        }
        self._labels: dict[str, str] = {}

    def describe(self, key: str) -> Description:
        """The thing with that key; UnknownKey if nothing is said of it."""
        about, facts = self._facts(key)
        if not about or (self._holding is not None and not self._holding.there(key)):
            self._refuse(key, about)
        kinds = tuple(fact.value for fact in about if fact.property == "rdf:type")
        shown = tuple(fact for fact in about if fact.property not in HIDDEN)
        events = [(fact.about, fact.label) for fact in facts if fact.property in EVENTS]
        places = [(fact.value, fact.label) for fact in shown if fact.property in PLACES]
        parts = tuple(self._part(other, relation, key) for other, relation in dict(events + places).items())
        references = tuple(
            replace(fact, about_label=self._label(fact.about))
            for fact in facts
            if fact.property not in EVENTS
        )
        return Description(
            key=key,
            title=self._label(key),
            kinds=tuple(self._schema.label(kind) for kind in kinds),
            lives=self._lives(key),
            facts=shown,
            references=references,
            parts=parts,
            disagreements=tuple(self._disagreements([key, *(part.key for part in parts)], about)),
            unknown=tuple(self._unknown(kinds, shown, parts)),
            sources=tuple(sorted({e.source for fact in about for e in fact.evidence if not e.inferred})),
            classes=kinds,
            standing=self._standing(key),
        )

    def _refuse(self, key: str, about: Iterable[Fact]) -> NoReturn:
        if self._holding is None:
            raise UnknownKey(f"Nothing is said of {key!r}. Find its key with: estate show NAME")
        lives = "; ".join(self._all_lives(key)) or "no source says when it began and ended"
        day, name = wording.day(self._holding.moment.day), Describer(self._store, self._schema)._label(key)
        perhaps = "It may have been: " if self._holding.at(Mode.POSSIBLE).there(key) else ""
        after = [f"{fact.value_label} ({fact.value})" for fact in about if fact.property == "cje:successor"]
        followed = f" After it came {', '.join(after)}." if after else ""
        raise NotThere(
            f"{name} ({key}) is not shown as there on {day}. "
            f"{perhaps}{lives[:1].upper()}{lives[1:]}.{followed}"
        )

    def _facts(self, key: str) -> tuple[list[Fact], list[Fact]]:
        """Facts about a thing, and facts of other things that name it."""
        view = self._views["claims-about"]
        names = self._store.names
        answer = self._store.select(view.text, {"thing": iri(names.thing(key))})
        column = {name: index for index, name in enumerate(answer.columns)}
        grouped: dict[tuple[str, str, str], list[tuple[bool, str, Evidence]]] = defaultdict(list)
        since: dict[tuple[str, str, str], tuple[str, bool]] = {}
        for row in answer.texts():
            cells = {name: row[index] for name, index in column.items()}
            subject, property_, value = (names.shorten(cells[c]) for c in ("subject", "property", "value"))
            said = _evidence(cells, names)
            fact = (subject, property_, value)
            grouped[fact].append((said.rank != "preferred", cells["sourceDate"], said))
            mentioned = cells["from"] or cells["until"] or cells["sourceDate"]
            first = re.sub(r"[^0-9-]", "", mentioned), mentioned == cells["from"]
            since[fact] = min(first, since.get(fact, first))
        facts = [
            Fact(s, p, self._schema.label(p), v, self._value_label(p, v), _in_order(evidence))
            for (s, p, v), evidence in grouped.items()
        ]
        if self._holding is None:
            facts = [replace(fact, agrees=self._agrees(fact, facts)) for fact in facts]
        else:
            facts = list(self._held(facts, self._holding.mentions(key)))

        def order(fact: Fact) -> tuple[object, ...]:
            """Names as they were first borne, all else by its words."""
            names = (since.get((fact.about, name, fact.value)) for name in (fact.property, NAMES[0]))
            borne = next(filter(None, names)) if fact.property in NAMES else ("", False)
            return _place(fact), fact.about, not fact.chosen, borne, fact.value_label

        facts.sort(key=order)
        return [f for f in facts if f.about == key], [f for f in facts if f.about != key]

    def _held(self, facts: Iterable[Fact], held: Collection[Held]) -> Iterator[Fact]:
        """The facts that held; a name that was borne beside the chosen one is another name."""
        for fact in facts:
            if fact.chosen and (fact.about, fact.property, fact.value) in held:
                yield fact
            elif fact.property == NAMES[0] and (fact.about, NAMES[1], fact.value) in held:
                yield replace(fact, property=NAMES[1], label=self._schema.label(NAMES[1]))

    def _agrees(self, fact: Fact, facts: Iterable[Fact]) -> bool:
        """Whether a value that is not chosen says the same as the one that is, such as a bound of a date."""
        declared = self._schema.properties.get(fact.property)
        if fact.chosen or declared is None or not declared.single:
            return False
        if all(each.status != "asserted" for each in fact.evidence):
            return False  # What was only planned says nothing of what came to be.
        beside = (f for f in facts if f.chosen and (f.about, f.property) == (fact.about, fact.property))
        return any(agree(fact.property, declared.kind, other.value, fact.value) for other in beside)

    def _part(self, key: str, relation: str, whole: str) -> Part:
        about, _ = self._facts(key)
        class_ = next((fact.value for fact in about if fact.property == "rdf:type"), "")
        facts = tuple(
            fact
            for fact in about
            if fact.property not in HIDDEN and not (fact.property in EVENTS and fact.value == whole)
        )
        return Part(key, class_, self._schema.label(class_), relation, facts)

    def _standing(self, key: str) -> bool:
        """Whether a life goes on: on the day it was found there, and of all times none is known to end."""
        return self._holding is not None or any(life.latest_end is None for life in self._bounds(key))

    def _lives(self, key: str) -> tuple[str, ...]:
        """Each life in words; on a day those that had begun, without what came after."""
        if self._holding is None:
            return self._all_lives(key)
        day = self._holding.moment.day
        sure = self._holding.at(Mode.CERTAIN).there(key)
        return tuple(
            wording.life_on(bounds, day, sure=sure)
            for bounds in self._bounds(key)
            if (bounds.earliest_start or bounds.latest_start or day) <= day
        )

    def _all_lives(self, key: str) -> tuple[str, ...]:
        return tuple(wording.life(bounds) for bounds in self._bounds(key))

    def _bounds(self, key: str) -> list[Bounds]:
        view = self._views["lifespans"]
        answer = self._store.select(view.text, {"thing": iri(self._store.names.thing(key))})
        return [
            Bounds(*(date.fromisoformat(cell) if cell else None for cell in row[2:]))
            for row in answer.texts()
        ]

    def _disagreements(self, keys: Sequence[str], about: Iterable[Fact]) -> Iterable[str]:
        """Each conflict in a sentence: the value chosen and who says it, the rival, and the reason.

        On a day only those whose chosen value held.
        """
        told = {(fact.property, fact.value) for fact in about}
        view, shorten = self._views["conflicts-about"], self._store.names.shorten
        for key in keys:
            answer = self._store.select(view.text, {"thing": iri(self._store.names.thing(key))})
            for row in answer.texts():
                cells = dict(zip(answer.columns, map(shorten, row), strict=True))
                if self._holding and (cells["property"], cells["chosen"]) not in told:
                    continue
                chosen, rival = (
                    self._conflicting(cells["property"], cells[name]) for name in ("chosen", "rival")
                )
                apart = f", {cells['difference']} {cells['unit']} apart" if cells["difference"] else ""
                of = "" if key == keys[0] else f" of {key}"
                yield (
                    f"{self._schema.label(cells['property'])}{of}: {chosen} ({cells['chosenBy']}), "
                    f"not {rival} ({cells['rivalBy']}){apart}: {cells['reason']}"
                )

    def _conflicting(self, property_: str, value: str) -> str:
        """A value of a conflict in words; across properties it may be a date, which its form tells."""
        return wording.edtf(value) if _DATE.fullmatch(value) else self._value_label(property_, value)

    def _unknown(self, kinds: Sequence[str], facts: Iterable[Fact], parts: Sequence[Part]) -> Iterable[str]:
        """What is expected of such a thing and not said; of a building not known, all it would tell."""
        said = {fact.property for fact in facts if fact.chosen}
        for property_ in self._expected(kinds):
            if property_ in said:
                continue
            yield self._schema.label(property_)
            if property_ in PLACES:
                ranges = self._schema.properties[property_].ranges
                yield from (
                    f"{self._schema.label(p)} (no building is known)" for p in self._expected(sorted(ranges))
                )
        for part in parts:
            known = {fact.property for fact in part.facts if fact.chosen}
            for property_ in self._expected([part.class_]):
                if property_ not in known and property_ not in EVENTS:
                    yield f"{self._schema.label(property_)} of {part.key}"
        for fact in facts:
            if fact.property == "cje:notStated":
                yield f"{fact.value_label}: not stated by {fact.evidence[0].source}"

    def _expected(self, kinds: Iterable[str]) -> list[str]:
        expected = self._schema.expected
        return list(
            dict.fromkeys(
                property_
                for kind in kinds
                for class_ in (kind, *sorted(self._schema.superclasses.get(kind, ())))
                for property_ in expected.get(class_, ())
            )
        )

    def _value_label(self, property_: str, value: str) -> str:
        declared = self._schema.properties.get(property_)
        kind = declared.kind if declared else ""
        if kind == "edtf":
            return wording.edtf(value)
        if kind in ("concept", "scheme", "property"):
            return self._schema.label(value)
        return self._label(value) if kind == "key" or declared is None else value

    def _label(self, key: str) -> str:
        if self._holding and (name := self._holding.name(key)) is not None:
            return name
        if key not in self._labels:
            thing = iri(self._store.names.thing(key))
            answer = self._store.select(LABEL, {"thing": thing})
            self._labels[key] = next((name for _, name in answer.texts()), key)
        return self._labels[key]


def _in_order(evidence: Iterable[tuple[bool, str, Evidence]]) -> tuple[Evidence, ...]:
    """What was chosen first, then the older source."""
    return tuple(said for _, _, said in sorted(evidence, key=lambda item: item[:2]))


def _place(fact: Fact) -> tuple[int, str]:
    """Names before all else, then by the property's label."""
    return (NAMES.index(fact.property) if fact.property in NAMES else len(NAMES), fact.label)


def _evidence(cells: Mapping[str, str], names: Names) -> Evidence:
    inferred = bool(cells["rule"])
    return Evidence(
        source=cells["ruleLabel"] if inferred else cells["sourceTitle"],
        locator=cells["locator"],
        when=wording.stretch(cells["from"], cells["until"]),
        rank=cells["rank"].rpartition("rank-")[2],
        status=cells["status"].rpartition("status-")[2],
        note=cells["note"],
        inferred=inferred,
        key=cells["rule"] if inferred else names.shorten(cells["source"]),
        claim=names.shorten(cells["claim"]),
        start=cells["from"],
        until=cells["until"],
        made=cells["sourceDate"],
    )
