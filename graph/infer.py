"""What follows from the claims by the rules of `queries/infer`, always marked as inferred.

A rule is a CONSTRUCT query over the claims. Each of its results names the claims that it rests on; it
holds while all of them hold and both things exist, unless it tells what followed on a thing. No source
is made to say what it does not say.
"""

from __future__ import annotations

import builtins
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product

from graph.dates import ALWAYS, FIRST_DAY, LAST_DAY, Bounds, Extent
from graph.lives import Life
from graph.namespaces import Names
from graph.nquads import Terms
from graph.queries import Query
from graph.resolve import Statement
from graph.store import Store, text

ACROSS_LIVES = frozenset({"cje:successor"})
"""What relates a thing that ended to one that began then: there need be no day on which both were."""


@dataclass(frozen=True, slots=True)
class InferredClaim:
    """One conclusion of a rule: what it says, the claims it rests on, and when it holds."""

    subject: str
    property: str
    value: str
    rule: str
    premises: tuple[str, ...]
    bounds: Bounds
    extent: Extent

    @builtins.property
    def key(self) -> str:
        """`claim/` and the SHA-256 of what is said, the rule, the first day and the premises."""
        first = self.extent.shown_from.isoformat()
        parts = (self.subject, self.property, self.value, self.rule, first, *self.premises)
        return "claim/" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def infer(
    statements: Sequence[Statement],
    lives: Mapping[str, Sequence[Life]],
    rules: Iterable[Query],
    terms: Terms,
) -> list[InferredClaim]:
    """Every conclusion of the rules that holds on some day, in the order of rules and keys."""
    extents = {statement.claim.key: statement.extent for statement in statements}
    rules = tuple(rules)
    spoken_of = _spoken_of({s.claim.property for s in statements}, rules)
    store = _premises([s for s in statements if s.claim.property in spoken_of], terms)
    found: list[InferredClaim] = []
    for rule in rules:
        derivations: dict[tuple[str, str, str], list[_Derivation]] = defaultdict(list)
        for conclusion in _conclusions(store, rule, terms.names):
            said, ways_to_it = _dated(conclusion, extents, lives)
            derivations[said] += [way for way in ways_to_it if not way.extent.never]
        for said, ways in derivations.items():
            found += [_claim(said, rule.name, merged) for merged in _merged(ways)]
    return sorted(found, key=lambda claim: (claim.rule, claim.subject, claim.value, claim.key))


@dataclass(frozen=True, slots=True)
class _Derivation:
    """One way to a conclusion: the claims that it takes, and when they hold together."""

    premises: frozenset[str]
    extent: Extent


def _merged(ways: Iterable[_Derivation]) -> list[_Derivation]:
    """Ways to one conclusion whose days meet, as one: the sources support each other and add no claims."""
    merged: list[_Derivation] = []
    for way in sorted(ways, key=lambda way: (way.extent.shown_from, sorted(way.premises))):
        if merged and way.extent.shown_from <= merged[-1].extent.shown_until:
            last = merged.pop()
            way = _Derivation(last.premises | way.premises, last.extent.together(way.extent))
        merged.append(way)
    return merged


def _claim(said: tuple[str, str, str], rule: str, way: _Derivation) -> InferredClaim:
    return InferredClaim(*said, rule, tuple(sorted(way.premises)), _bounds(way.extent), way.extent.inferred())


def _spoken_of(properties: Iterable[str], rules: Sequence[Query]) -> set[str]:
    """The properties that any rule speaks of."""
    return {property_ for property_ in properties if any(property_ in rule.text for rule in rules)}


def _premises(statements: Iterable[Statement], terms: Terms) -> Store:
    """The accepted claims as reified triples, without dates or evidence: that is all that rules match."""
    store = Store.in_memory(terms.names)
    fixed = [
        terms.term(name) for name in ("rdf:subject", "rdf:predicate", "rdf:object", "rdf:type", "cje:rank")
    ]
    subject, predicate, object_, type_, rank = fixed
    claim_class, preferred = terms.term("cje:Claim"), terms.term("cjev:rank-preferred")
    lines = []
    for statement in statements:
        claim = statement.claim
        node = terms.thing(claim.key)
        lines.append(
            f"{node} {type_} {claim_class} .\n{node} {rank} {preferred} .\n"
            f"{node} {subject} {terms.thing(claim.subject)} .\n"
            f"{node} {predicate} {terms.term(claim.property)} .\n"
            f"{node} {object_} {terms.value(claim)} .\n"
        )
    store.load("".join(lines).encode(), format="nt", graph=terms.names.graph("claims"))
    return store


def _conclusions(store: Store, rule: Query, names: Names) -> list[dict[str, list[str]]]:
    """The results of a rule: for each the values of its properties, as tables write them."""
    results: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in store.construct(rule.text):
        predicate, iri = names.shorten(text(triple.predicate)), text(triple.object)
        short = names.shorten(iri)
        results[text(triple.subject)][predicate].append(f"<{iri}>" if short == iri else short)
    return list(results.values())


def _dated(
    conclusion: Mapping[str, Sequence[str]],
    extents: Mapping[str, Extent],
    lives: Mapping[str, Sequence[Life]],
) -> tuple[tuple[str, str, str], list[_Derivation]]:
    """What is concluded, once for each life of either thing: between two lives nothing holds."""
    (subject,), (property_,), (value,) = (
        conclusion[name] for name in ("rdf:subject", "rdf:predicate", "rdf:object")
    )
    premises = frozenset(conclusion["prov:wasDerivedFrom"])
    extent = ALWAYS
    for premise in premises:
        extent = extent.within(extents[premise])
    if property_ in ACROSS_LIVES:
        return (subject, property_, value), [_Derivation(premises, extent)]
    living = [[life.extent for life in lives[key]] for key in (subject, value) if key in lives]
    ways = [reduce(Extent.within, together, extent) for together in product(*living)]
    return (subject, property_, value), [_Derivation(premises, way) for way in ways]


def _bounds(extent: Extent) -> Bounds:
    return Bounds(
        extent.possible_from if extent.possible_from != FIRST_DAY else None,
        extent.certain_from if extent.certain_from not in (FIRST_DAY, LAST_DAY) else None,
        extent.certain_until if extent.certain_until not in (FIRST_DAY, LAST_DAY) else None,
        extent.possible_until if extent.possible_until != LAST_DAY else None,
    )
