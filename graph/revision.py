"""What a release has that another has not: as an RDF patch, and as notes of the release for people.

The files of both are in order, so they are read beside each other and nothing is held whole.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import BinaryIO, Literal, TypeAlias

from graph import wording
from graph.changes import Change
from graph.errors import DateError, EstateError, ReleaseError
from graph.estate import Estate
from graph.release import DATASET, Release
from graph.schema import load_schema

Sign: TypeAlias = Literal[b"D", b"A"]
MOST = 200
"""How many things a section of the notes names; the rest are counted."""
_QUAD = re.compile(rb"<([^>]*)> <([^>]*)> (.*) <([^>]*)> \.\n")


def quads(before: Release, after: Release) -> Iterator[tuple[Sign, bytes]]:
    """The lines that only one of two releases has, in order: `D` of the first, `A` of the second.

    ReleaseError for two of different bases, of which everything would differ.
    """
    if before.metadata.base != after.metadata.base:
        raise ReleaseError(
            f"The releases have different bases: {before.metadata.base} and {after.metadata.base}."
        )
    with (before.folder / DATASET).open("rb") as old, (after.folder / DATASET).open("rb") as new:
        left, right = next(old, b""), next(new, b"")
        while left or right:
            if left == right:
                left, right = next(old, b""), next(new, b"")
            elif right == b"" or (left and left < right):
                yield b"D", left
                left = next(old, b"")
            else:
                yield b"A", right
                right = next(new, b"")


def write_patch(before: Release, after: Release, out: BinaryIO) -> int:
    """Write an RDF patch that makes the second release of the first; how many quads it removes and adds."""
    count = 0
    for name, release in ((b"previous", before), (b"id", after)):
        out.write(b'H %b "rdfc10-sha256:%b" .\n' % (name, release.metadata.rdfc10_sha256.encode()))
    out.write(b"TX .\n")
    for sign, line in quads(before, after):
        out.write(sign + b" " + line)
        count += 1
    out.write(b"TC .\n")
    return count


def patched(dataset: Iterator[bytes], patch: Iterator[bytes]) -> Iterator[bytes]:
    """The lines of a dataset in order after a patch of ours; EstateError if it is one of another dataset."""
    rows = (row for row in patch if row[:2] in (b"D ", b"A "))
    row = next(rows, b"")
    for line in dataset:
        while row.startswith(b"A ") and row[2:] < line:
            yield row[2:]
            row = next(rows, b"")
        if row == b"D " + line:
            row = next(rows, b"")
        else:
            yield line
    while row.startswith(b"A "):
        yield row[2:]
        row = next(rows, b"")
    if row:
        raise EstateError(f"The patch removes what is not there: {row[2:].decode().strip()}")


@dataclass(slots=True)
class Revision:
    """What is new, gone and otherwise in a release."""

    before: Release
    after: Release
    removed: Counter[str] = field(default_factory=Counter)
    """Quads, by the name of the graph."""
    added: Counter[str] = field(default_factory=Counter)
    things_gone: list[str] = field(default_factory=list)
    """Each as "key: name"."""
    things_new: list[str] = field(default_factory=list)
    changes_new: list[str] = field(default_factory=list)
    """Openings, closings and so on that were not told of before, in words."""
    changes_gone: list[str] = field(default_factory=list)
    changes_dated: list[str] = field(default_factory=list)
    """Those of which the date is told otherwise."""
    renamed: list[str] = field(default_factory=list)
    sources_new: list[str] = field(default_factory=list)
    sources_gone: list[str] = field(default_factory=list)
    claims_new: Counter[str] = field(default_factory=Counter)
    """By the title of their source."""
    claims_gone: Counter[str] = field(default_factory=Counter)

    @property
    def same(self) -> bool:
        """Whether the two are one dataset."""
        return not self.removed and not self.added

    def as_json(self) -> dict[str, object]:
        """The same as plain data, with the day and the hash of each release."""
        told = {name: getattr(self, name) for name in self.__slots__ if name not in ("before", "after")}
        releases = {"before": asdict(self.before.metadata), "after": asdict(self.after.metadata)}
        return releases | told


def revision(before: Release, after: Release) -> Revision:
    """How two releases differ, in things, changes, names and evidence."""
    made = Revision(before, after)
    old, new = (Estate.open(release.folder) for release in (before, after))
    names = new.store.names
    label, derived = (names.expand(each).encode() for each in ("rdfs:label", "prov:wasDerivedFrom"))
    claim, source = f"{names.base}id/claim/".encode(), f"<{names.base}id/source/".encode()
    labels: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    claims: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for sign, line in quads(before, after):
        side, parts = sign == b"A", _QUAD.fullmatch(line)
        if parts is None:
            continue
        subject, property_, value, graph = parts.groups()
        counts = made.added if side else made.removed
        counts[graph.decode().rpartition("/graph/")[2]] += 1
        if property_ == label and graph.endswith(b"/ever"):
            labels[names.shorten(subject.decode())][side].append(_plain(value))
        elif property_ == derived and subject.startswith(claim) and value.startswith(source):
            claims[side][names.shorten(value[1:-1].decode())] += 1
    for estate, other, things, sources in (
        (new, old, made.things_new, made.sources_new),
        (old, new, made.things_gone, made.sources_gone),
    ):
        entries, others = estate.register.seen().entries, other.register.seen().entries
        changed = {change.event for change in estate.changes()}
        things += [f"{key}: {entries[key].label}" for key in sorted(entries.keys() - others.keys() - changed)]
        told = {estate.store.names.shorten(row[0]): row[1] for row in estate.view("sources-told").texts()}
        known = {row[0] for row in other.view("sources-told").texts()}
        sources += [f"{key}: {title}" for key, title in told.items() if names.thing(key) not in known]
        counted = claims[estate is new]
        (made.claims_new if estate is new else made.claims_gone).update(
            {told.get(key, key): count for key, count in counted.items()}
        )
    then, now = ({change.event: change for change in estate.changes()} for estate in (old, new))
    made.changes_new = [_told(now[key]) for key in now if key not in then]
    made.changes_gone = [_told(then[key]) for key in then if key not in now]
    made.changes_dated = [
        f"{_told(now[key])} (before: {_when(then[key].when)})"
        for key in now
        if key in then and then[key].when != now[key].when
    ]
    made.renamed = [
        f"{key}: {', '.join(was)} → {', '.join(is_)}"
        for key, (was, is_) in sorted(labels.items())
        if was and is_
    ]
    return made


def notes(made: Revision) -> str:
    """The notes of a release in Markdown, written from how it differs from the one before."""
    before, after = made.before.metadata, made.after.metadata
    lines = [
        f"# Release of {wording.edtf(after.date)}",
        "",
        f"Version {after.version}, {after.quads:,} quads, RDFC-1.0 SHA-256 `{after.rdfc10_sha256}`.",
        f"The one before is of {wording.edtf(before.date)}, `{before.rdfc10_sha256}`: "
        f"{made.removed.total():,} quads were removed and {made.added.total():,} added.",
    ]
    if made.same:
        return "\n".join([*lines, "", "Nothing is otherwise.", ""])
    for title, rows in (
        ("What happened, and was not told of before", made.changes_new),
        ("What is told of no more", made.changes_gone),
        ("What is dated otherwise", made.changes_dated),
        ("What is called otherwise", made.renamed),
        ("New things", made.things_new),
        ("Things that are gone", made.things_gone),
        ("New sources", made.sources_new),
        ("Sources that are gone", made.sources_gone),
        ("New evidence", _counted(made.claims_new)),
        ("Evidence that is gone", _counted(made.claims_gone)),
        ("Quads added", [f"{name}: {count:,}" for name, count in sorted(made.added.items())]),
        ("Quads removed", [f"{name}: {count:,}" for name, count in sorted(made.removed.items())]),
    ):
        lines += _section(title, rows)
    return "\n".join([*lines, ""])


def _section(title: str, rows: Sequence[str]) -> list[str]:
    if not rows:
        return []
    more = [f"- and {len(rows) - MOST:,} more"] if len(rows) > MOST else []
    return ["", f"## {title} ({len(rows):,})", "", *(f"- {row}" for row in rows[:MOST]), *more]


def _counted(claims: Counter[str]) -> list[str]:
    return [f"{title}: {count:,} claim{'s' if count > 1 else ''}" for title, count in claims.most_common()]


def _told(change: Change) -> str:
    kind = load_schema().label(change.kind)
    return (
        f"{kind} of {', '.join(dict.fromkeys(each.name for each in change.concerned))}, {_when(change.when)}"
    )


def _when(text: str) -> str:
    try:
        return wording.edtf(text)
    except (DateError, ValueError):
        return text


def _plain(literal: bytes) -> str:
    return literal.decode().rpartition('"')[0].removeprefix('"').replace('\\"', '"')
