"""How well names are resolved that the index does not hold, and how fast: `python -m tests.bench.names`.

One batch of the claim tables after another is held out: the names that only its claims give a thing are
taken out of the index, then every name of the batch is looked up. Writes docs/names.md, and the section on
names of docs/benchmarks.md.
"""

from __future__ import annotations

import csv
import json
import os
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode

import httpx

from api.answers.reconcile import reconcile
from graph.dates import Bounds, parse, parse_made
from graph.estate import Estate
from graph.named import Named
from graph.names import Candidate, Resolver
from graph.resources import tables
from graph.styles import examples, plain
from tests.bench.generated import SEED
from tests.serving import serving

NAMES = frozenset(("skos:prefLabel", "skos:altLabel", "rdfs:label", "dcterms:title"))
TITLE = "## Names"
ROWS = 10_000
"""How many names a batch has."""
SCANNED = 300
"""How many names are compared with all, which is slow."""


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


def section(title: str, rows: Sequence[Lookup]) -> list[str]:
    """A line of the table of figures."""
    known = [row for row in rows if row.findable]
    matched, of_known = ([row for row in each if row.matched] for each in (rows, known))
    right = sum(row.matched in row.meant for row in matched)
    right_known = sum(row.matched in row.meant for row in of_known)
    cells = (
        title,
        f"{len(rows):,}",
        f"{len(known):,}",
        f"{len(matched):,}",
        _share(right, len(matched)),
        _share(right_known, len(of_known)),
        _share(sum(row.right for row in known), len(known)),
        _share(right_known, len(known)),
    )
    return [f"| {' | '.join(cells)} |"]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else ""


HEAD = [
    "| names | looked up | known | matched | precision | precision, known | recall | matched right |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
]


def page(told: Sequence[Lookup], bare: Sequence[Lookup], release: str) -> str:
    """The text of docs/names.md."""
    lines = [
        "# How well names are resolved",
        "",
        f"Written by `python -m tests.bench.names` from the claim tables and the release of {release}.",
        "",
        "One batch of the claim tables after another is held out: the names that only its "
        "claims give a thing "
        "are taken out of the index, and every distinct name of the batch is looked up. What other batches"
        " say too stays in, as it would if the batch were a new source; the rows *unseen* tell of the names "
        "that no other batch has. Only names are withheld: codes, addresses and lives stay.",
        "",
        "- *known*: names of things of which the index still holds another name. Of the rest "
        "the batch is the "
        "only one that names them: no index can find them, and to match them with anything is wrong.",
        "- *precision*: of the names that were matched with one thing, those matched with the right one; "
        "of all names, and of the known alone.",
        "- *recall*: of the known names, those answered rightly: matched with the right "
        "thing, or, for a name "
        "that several things bear, all of these told and none matched.",
        "- *matched right* counts only matches, also of names that several bear, of which "
        "none can be matched.",
        "- *with kind and day*: the class of the thing is given, and a day: one on which the claim has the "
        "name borne, else the day of its source, which may be after the end of a court.",
        "- *bare string*: nothing but the text. A text without a word for a kind is the name of a place, and "
        "of whatever is called after it: of a town's courts, its district, its justice area, and of what the "
        "index does not know, as here where all districts are held out at once. It is matched with a court "
        "that is known to sit there, or that bears it both with the word for its kind and without, and with "
        "what is more than a place: a venue, a title, a region. All else is told of as a candidate, with the "
        "reason. A district, a justice area, a force or a CPS area is never matched by the name of its place "
        "alone: that costs recall, and is meant.",
        "",
        *HEAD,
        *section("with kind and day, all", told),
        *section("with kind and day, unseen", [row for row in told if row.unseen]),
        *section("bare string, all", bare),
        *section("bare string, unseen", [row for row in bare if row.unseen]),
        "",
        "The aims are 99 % precision and 95 % recall with kind and day, 97 and 90 with the bare string. "
        + _verdict("With kind and day", told, 0.99, 0.95)
        + " "
        + _verdict("With the bare string", bare, 0.97, 0.90),
        "",
    ]
    for title, rows in (("with kind and day", told), ("bare string", bare)):
        lines += [f"## Failures, {title}", "", *_failures(rows)]
    lines += ["## By batch, with kind and day", "", *HEAD]
    for batch in dict.fromkeys(row.batch for row in told):
        lines += section(batch, [row for row in told if row.batch == batch])
    return "\n".join(lines) + "\n"


def _verdict(title: str, rows: Sequence[Lookup], precision: float, recall: float) -> str:
    known = [row for row in rows if row.findable]

    def precise(some: Sequence[Lookup]) -> bool:
        matched = [row for row in some if row.matched]
        return sum(row.matched in row.meant for row in matched) >= precision * len(matched)

    recalled = sum(row.right for row in known) >= recall * len(known)
    words = {True: "met", False: "not met"}
    return (
        f"{title} that of recall is {words[recalled]}, and that of precision {words[precise(rows)]} "
        f"on all names, {words[precise(known)]} on those of known things."
    )


def _failures(rows: Sequence[Lookup], most: int = 6) -> list[str]:
    """What went wrong, by kind, with examples; wrong matches of names that no index can know too."""
    found: dict[str, list[Lookup]] = defaultdict(list)
    for row in rows:
        if row.fault and row.findable:
            found[row.fault].append(row)
        elif row.fault and row.matched:
            found[f"nothing else is known of it: {row.fault}"].append(row)
    lines = []
    for fault, failed in sorted(found.items(), key=lambda each: (-len(each[1]), each[0])):
        lines.append(f"- **{fault}**: {len(failed)}")
        step = max(1, len(failed) // most)
        for row in failed[::step][:most]:
            best = row.found[0] if row.found else None
            answer = f"`{best.key}` ({best.score:g})" if best else "nothing"
            lines.append(f"  - {row.text} ({row.batch}) is `{sorted(row.meant)[0]}`; answered: {answer}")
    return [*lines, ""]


def messy(names: Sequence[str], count: int, seed: int = SEED) -> list[str]:
    """So many names as spreadsheets have them: in other styles, three in ten with a letter left out."""
    chance = random.Random(seed)  # noqa: S311 - an experiment that can be repeated
    made = []
    for _ in range(count):
        name = chance.choice(names)
        name = chance.choice((name, *examples(name)))
        if chance.random() < 0.3 and len(name) > 6:
            place = chance.randrange(1, len(name) - 1)
            name = name[:place] + name[place + 1 :]
        made.append(name)
    return made


def speed(estate: Estate) -> list[str]:
    """How fast names are resolved, beside a scan of all names by rapidfuzz, and in one call over HTTP."""
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - measured here, not used

    things = [thing for thing in estate.register.named() if thing.distinctive]
    names = sorted({name.text for thing in things for name in thing.names})
    began = time.process_time()
    resolver = Resolver(estate.register.named())
    made = time.process_time() - began
    rates = {}
    for title, texts in (("names as they are", names * 3), ("messy names", messy(names, ROWS))):
        resolver.resolve(texts[0])
        began = time.process_time()
        for text in texts:
            resolver.resolve(text)
        rates[title] = len(texts) / (time.process_time() - began)
    choices = [utils.default_process(name) for name in names]
    sample = [utils.default_process(text) for text in messy(names, SCANNED)]
    for scorer in (fuzz.token_sort_ratio, fuzz.WRatio):
        began = time.process_time()
        for text in sample:
            process.extract(text, choices, scorer=scorer, limit=5)
        rates[f"rapidfuzz, {scorer.__name__}, messy names"] = SCANNED / (time.process_time() - began)
    queries = json.dumps({f"q{number}": {"query": text} for number, text in enumerate(messy(names, ROWS))})
    began = time.process_time()
    reconcile(estate, urlencode({"queries": queries}).encode()).model_dump_json()
    whole = time.process_time() - began
    walls = _over_http(queries, estate)
    return [
        TITLE,
        "",
        f"Written by `python -m tests.bench.names`, {datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, "
        "one at work. The seconds of the resolver and of rapidfuzz are of the processor; rapidfuzz's "
        f"`process.extract` compares a text with each of the {len(names):,} names and knows "
        f"nothing of kinds, "
        "days or what several bear. Messy names are in other styles, and three in ten lack a letter.",
        "",
        "| | names a second |",
        "| --- | ---: |",
        *(f"| {title} | {rate:,.0f} |" for title, rate in rates.items()),
        "",
        f"The index is made in {made:.2f} s. A batch of {ROWS:,} "
        "messy names, with five candidates each, takes "
        f"{whole:.1f} s of the processor, reading and writing JSON "
        "included. Posted to `/reconcile` in one call "
        f"it took {min(walls):.1f} to {max(walls):.1f} s on the wall in {len(walls)} calls, by a server with "
        "`--deadline 60` on a machine that others used as well (a "
        f"load of {os.getloadavg()[0]:.0f}). It is a "
        "slow query, in a process of low priority; the bound is the "
        "server's deadline, 10 s if nothing else is "
        "said, after which it is 504 and nothing. On a busy machine raise that, or send smaller batches.",
        "",
    ]


def _over_http(queries: str, estate: Estate) -> list[float]:
    assert estate.release is not None
    walls = []
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(("--release", str(estate.release.folder), "--deadline", "60"), Path(folder)) as server,
    ):
        time.sleep(5)  # What is served is read into memory after the start.
        for _ in range(3):
            began = time.perf_counter()
            answer = httpx.post(f"{server.url}/reconcile", data={"queries": queries}, timeout=60)
            walls.append(time.perf_counter() - began)
            answer.raise_for_status()
    return walls


def put(path: Path, lines: Sequence[str]) -> None:
    """Put a section into a document in place of the one of the same title, else at its end."""
    before, title, after = path.read_text(encoding="utf-8").partition(f"{TITLE}\n")
    rest = after[after.index("\n## ") + 1 :] if title and "\n## " in after else ""
    path.write_text(
        f"{before.rstrip()}\n\n" + "\n".join(lines) + (f"\n{rest}" if rest else ""), encoding="utf-8"
    )


def main() -> None:
    """Look up every name, measure, and write what came out."""
    estate = Estate.open(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    assert estate.release is not None
    things, names = list(estate.register.named()), list(said())
    told, bare = (list(held_out(things, names, told=told)) for told in (True, False))
    text = page(told, bare, estate.release.metadata.date)
    Path("docs/names.md").write_text(text, encoding="utf-8")
    put(Path("docs/benchmarks.md"), speed(estate))


if __name__ == "__main__":
    main()
