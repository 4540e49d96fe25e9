"""How well names are resolved that the index does not hold, and how fast: `python -m tests.bench.names`.

One batch of the claim tables after another is held out: the names that only its claims give a thing are
taken out of the index, then every name of the batch is looked up. Writes docs/names.md, and the section on
names of docs/benchmarks.md.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from graph.dates import Bounds, parse, parse_made
from graph.estate import Estate
from graph.names import Candidate, Named, Resolver
from graph.resources import tables
from graph.styles import plain

NAMES = frozenset(("skos:prefLabel", "skos:altLabel", "rdfs:label", "dcterms:title"))
TITLES = frozenset(("cje:Report", "cje:Inspection", "cje:InspectionProgramme", "cje:StatedCount",
                    "cje:LegalProvision", "cje:AreaScheme", "org:Post"))  # fmt: skip
"""The classes of what has a title in place of a name."""


@dataclass(frozen=True, slots=True)
class Said:
    """A name in a claim."""

    batch: str
    text: str
    key: str
    class_: str
    day: date
    """A day on which the claim means the name to be borne: its own, else that of its source."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A name that is looked up, what it means in its batch, and what was answered."""

    batch: str
    text: str
    meant: frozenset[str]
    bearers: frozenset[str]
    """All that bear the name, in any batch."""
    findable: bool
    """Whether the index holds another name of what is meant."""
    unseen: bool
    """Whether the index holds this name for nothing that is meant."""
    found: tuple[Candidate, ...]

    @property
    def matched(self) -> str:
        return next((each.key for each in self.found if each.matched), "")

    @property
    def right(self) -> bool:
        """Matched with what is meant, or told as one of several by a name that several bear."""
        if self.matched:
            return self.matched in self.meant
        told = {each.key for each in self.found}
        return len(self.bearers) > 1 and self.meant <= told

    @property
    def fault(self) -> str:
        """What went wrong, in words; empty if nothing did."""
        if self.right:
            return ""
        if self.matched:
            kinds = {key.partition("/")[0] for key in self.meant}
            same = self.matched.partition("/")[0] in kinds
            return (
                "matched with another thing of the kind" if same else "matched with a thing of another kind"
            )
        told = [each.key for each in self.found]
        if not told:
            return "nothing is like it"
        if not self.meant & set(told):
            return "not among the candidates"
        near = self.found[0].score - max(each.score for each in self.found if each.key in self.meant)
        if self.found[0].score >= 85 and near < 4:
            return "several fit alike, and it is one of them"
        return "another fits better, or none well enough"


def said() -> Iterator[Said]:
    """Every name in the claim tables."""
    folder = tables()
    classes = {row["key"]: row["class"] for row in _rows(folder / "registry.csv")}
    made = {row["key"]: parse_made(row["date"]) for row in _rows(folder / "sources.csv")}
    for path in sorted((folder / "claims").glob("*.csv")):
        for row in _rows(path):
            if row["property"] not in NAMES or row["status"] == "deprecated":
                continue
            bounds = Bounds.of(parse(row["from"]), parse(row["until"]))
            source = made[row["source"]]
            day = bounds.latest_start or bounds.earliest_end or source.earliest or source.latest or date.max
            if bounds.latest_end and day > bounds.latest_end:
                day = bounds.latest_end
            yield Said(path.stem, row["value"], row["subject"], classes[row["subject"]], day)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def without(things: Iterable[Named], withheld: frozenset[tuple[str, str]]) -> Iterator[Named]:
    """The things without the names that are withheld: pairs of a key and a name."""
    for thing in things:
        names = tuple(name for name in thing.names if (thing.key, name.text) not in withheld)
        yield thing if len(names) == len(thing.names) else replace(thing, names=names, label=thing.key)


def held_out(things: list[Named], names: list[Said], *, told: bool) -> Iterator[Lookup]:
    """Each name of each batch, looked up without the batch; with its kind and day if `told`."""
    batches: dict[str, list[Said]] = defaultdict(list)
    givers: dict[tuple[str, str], set[str]] = defaultdict(set)
    bearers: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for each in names:
        batches[each.batch].append(each)
        givers[each.key, each.text].add(each.batch)
        bearers[plain(each.text)].add((each.key, each.class_))
    for batch, rows in batches.items():
        withheld = frozenset(pair for pair, who in givers.items() if who == {batch})
        index = list(without(things, withheld))
        held = {thing.key: {plain(name.text) for name in thing.names} for thing in index}
        resolver = Resolver(index)
        asked: dict[tuple[str, str, date | None], set[str]] = defaultdict(set)
        for row in rows:
            asked[row.text, row.class_ if told else "", row.day if told else None].add(row.key)
        for (text, class_, day), meant in sorted(asked.items(), key=str):
            kinds = {class_} if told else None
            yield Lookup(
                batch,
                text,
                frozenset(meant),
                frozenset(key for key, of in bearers[plain(text)] if not told or of == class_),
                any(held.get(key) for key in meant),
                not any(plain(text) in held.get(key, ()) for key in meant),
                tuple(resolver.resolve(text, on=day, kinds=kinds)),
            )


if __name__ == "__main__":
    estate = Estate.open(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    things = list(estate.register.named())
    names = list(said())
    for told in (False, True):
        rows = list(held_out(things, names, told=told))
        for title, chosen in (
            ("all", rows),
            ("unseen", [r for r in rows if r.unseen]),
            ("bodies unseen", [r for r in rows if r.unseen and r.findable]),
        ):
            matched = [r for r in chosen if r.matched]
            precision = sum(r.matched in r.meant for r in matched) / max(1, len(matched))
            findable = [r for r in chosen if r.findable]
            strict = sum(bool(r.matched) and r.matched in r.meant for r in findable) / max(1, len(findable))
            recall = sum(r.right for r in findable) / max(1, len(findable))
            print(
                told,
                title,
                len(chosen),
                "findable",
                len(findable),
                "matched",
                len(matched),
                f"precision {precision:.4f} recall {recall:.4f} strict {strict:.4f}",
            )
        print(Counter(r.fault for r in rows if r.fault and r.findable))
        for kind in sorted({r.fault for r in rows if r.fault}):
            print("==", told, kind)
            for r in [r for r in rows if r.fault == kind and (r.findable or r.matched)][
                : int(sys.argv[2]) if len(sys.argv) > 2 else 25
            ]:
                print(
                    "   ",
                    r.batch,
                    repr(r.text),
                    sorted(r.meant),
                    "->",
                    [(c.key, c.score) for c in r.found[:3]],
                )
