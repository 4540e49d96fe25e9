"""What changed between two days: openings, closings, moves, mergers and renamings, in order of time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from graph.errors import DateError, UnknownKey
from graph.schema import Schema

CHANGE = "cje:Change"


@dataclass(frozen=True, slots=True)
class Concerned:
    """A thing that a change concerns, and how: it was affected, went in, came out, or took the work."""

    role: str
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Change:
    """An event of the estate; `when` is EDTF, as the chosen source states it."""

    event: str
    kind: str
    when: str
    earliest: date | None
    latest: date | None
    within: bool
    """Whether it surely lies in the range that was asked for; else it may."""
    concerned: tuple[Concerned, ...]
    programme: str
    said_by: str


def changes_of(
    rows: Iterable[Mapping[str, str]], since: date, until: date, things: Collection[str] | None = None
) -> list[Change]:
    """The changes in the rows of the view `changes`, in order of time; of some things if they are given."""
    found = []
    for event, group in groupby(rows, key=lambda row: row["event"]):
        told = list(group)
        concerned = tuple(
            dict.fromkeys(Concerned(row["role"], row["thing"], row["thingName"]) for row in told)
        )
        if things is not None and not any(one.key in things for one in concerned):
            continue
        first = told[0]
        earliest, latest = (
            date.fromisoformat(first[name]) if first[name] else None for name in ("earliest", "latest")
        )
        within = earliest is not None and latest is not None and since <= earliest and latest <= until
        change = Change(
            event,
            first["kind"],
            first["when"],
            earliest,
            latest,
            within,
            concerned,
            first["programme"],
            first["saidBy"],
        )
        found.append(change)
    return found


def kind_of(text: str, schema: Schema) -> str:
    """The class of change that a person names, such as `closure`; UnknownKey with those that there are."""
    kinds: Sequence[str] = sorted(class_ for class_, above in schema.superclasses.items() if CHANGE in above)
    wanted = text.strip().lower().removeprefix("cje:").replace(" ", "").replace("-", "")
    for kind in kinds:
        if kind.removeprefix("cje:").lower() == wanted:
            return kind
    listed = ", ".join(schema.label(kind) for kind in kinds)
    raise UnknownKey(f"No change is of the kind {text!r}. There are: {listed}.")


def check_range(since: date, until: date) -> None:
    """DateError if the first day of a range is after its last."""
    if since > until:
        raise DateError(f"{since} is after {until}. Write the earlier day first.")
