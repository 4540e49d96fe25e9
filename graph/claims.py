"""The facts of the tables, each of one type: a claim, who says it, and how good that source is (DESIGN 4)."""

from __future__ import annotations

import builtins
import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from graph.dates import Bounds, Span, parse, parse_made
from graph.schema import Schema

CROSSWALK_COLUMNS = ("key", "source", "row", "how", "evidence")
CLAIM_COLUMNS = tuple("subject property value lang from until source locator status note".split())
SOURCE_COLUMNS = tuple("key title publisher kind licence date reference family".split())
STATUSES = ("asserted", "planned", "proposed", "deprecated")
REGISTRY_SOURCE = "registry"

_POINT = re.compile(r"POINT\((-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)\)", re.ASCII)
_ROW = re.compile(r"row (?P<id>.+?)(?:, (?=[^,]*[a-z])[\w-]+(?: and [\w-]+)*)?")


@dataclass(frozen=True, slots=True)
class Claim:
    """One row: who says what of whom, where in that source, and for which dates."""

    subject: str
    property: str
    value: str
    lang: str
    start: str
    until: str
    source: str
    locator: str
    status: str = "asserted"
    note: str = ""
    key: str = field(init=False, compare=False, default="")
    """`claim/` and the SHA-256 of all columns but status and note: the same row, the same claim."""

    def __post_init__(self) -> None:
        row = (
            self.subject,
            self.property,
            self.value,
            self.lang,
            self.start,
            self.until,
            self.source,
            self.locator,
        )
        digest = hashlib.sha256("\x1f".join(row).encode()).hexdigest()
        object.__setattr__(self, "key", f"claim/{digest}")

    @builtins.property
    def row(self) -> str:
        """The id of the row of a table that its locator names, or an empty text: an id may hold a comma.

        >>> Claim("", "", "", "", "", "", "", "row THE COURT, GUILDHALL, display_name").row
        'THE COURT, GUILDHALL'
        """
        return row_of(self.locator)

    @builtins.property
    def bounds(self) -> Bounds:
        """The days between which it began and ended."""
        return Bounds.of(parse(self.start), parse(self.until))


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so: a document, list or register, with its publisher, licence and date."""

    key: str
    title: str
    publisher: str
    kind: str
    licence: str
    date: str
    reference: str
    family: str

    @property
    def made(self) -> Span:
        """The days between which it was made."""
        return parse_made(self.date)


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One line of the policy: how good a source, or a kind of source, is for a property; 1 is best."""

    property: str
    rank: int
    kind: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class ExhaustiveList:
    """A place in a source that means to name every value of a class for a subject and property."""

    key: str
    source: str
    locator: str
    subject: str
    property: str
    class_: str


@dataclass(frozen=True, slots=True)
class Match:
    """One line of the crosswalk: which row of a source speaks of which key, how that is known, and from what.

    A row that speaks of nothing in the estate has no key, and `none` for how.
    """

    key: str
    source: str
    row: str
    how: str
    evidence: str


@dataclass(frozen=True, slots=True)
class RecordedGap:
    """A fact that somebody looked for and did not find: the sources looked at, and where else, in words."""

    subject: str
    property: str
    sources: tuple[str, ...]
    looked_at: str
    note: str


@dataclass(frozen=True)
class Tables:
    """Everything that the tables say, checked."""

    claims: tuple[Claim, ...]
    classes: Mapping[str, str]
    sources: Mapping[str, Source]
    policy: tuple[PolicyRow, ...]
    lists: tuple[ExhaustiveList, ...]
    batches: Mapping[str, int]
    ledger: Mapping[str, Counter[str]]
    schema: Schema
    gaps: tuple[RecordedGap, ...] = ()
    crosswalk: tuple[Match, ...] = ()
    reasons: Mapping[str, Counter[str]] = field(default_factory=dict)
    """Why the rows of each source were set aside, and how many for each reason."""

    def made(self, claim: Claim) -> Span:
        """When the source of a claim was made."""
        return self.sources[claim.source].made

    @cached_property
    def set_aside(self) -> int:
        """How many rows of the sources were read and not used."""
        return sum(counts["set-aside"] for counts in self.ledger.values())


def row_of(locator: str) -> str:
    """The id of the row of a table that a locator names, or an empty text.

    >>> row_of("row B33PL00/2, ou_code"), row_of("paragraph 4")
    ('B33PL00/2', '')
    """
    match = _ROW.fullmatch(locator)
    return match["id"] if match else ""


def point(value: str) -> tuple[float, float] | None:
    """Longitude and latitude (WGS 84 degrees) of `POINT(long lat)`, or None.

    >>> point("POINT(-1.373974 52.721341)")
    (-1.373974, 52.721341)
    """
    match = _POINT.fullmatch(value)
    return (float(match[1]), float(match[2])) if match else None
