"""When two values are the same fact, and how far apart they are when they are not."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from graph.claims import point
from graph.dates import parse
from graph.distance import great_circle

SAME_PLACE = 1.0


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two values are apart, in a unit; None where that cannot be measured."""

    amount: Decimal | None = None
    unit: str = ""

    def __str__(self) -> str:
        return "" if self.amount is None else f"{self.amount} {self.unit}"


def same(kind: str, one: str, other: str) -> bool:
    """Whether two values of a kind agree: dates that can be one day, places within a metre, one spelling.

    >>> same("text", "Leicester Magistrates Court", "Leicester Magistrates' Court")
    True
    >>> same("edtf", "2016-06-29", "[..2017-02-03]")
    True
    """
    if one == other:
        return True
    match kind:
        case "edtf":
            return parse(one).gap(parse(other)) == 0
        case "point":
            return metres(one, other) < SAME_PLACE
        case "integer" | "decimal":
            return Decimal(one) == Decimal(other)
        case "text" | "string":
            return _letters(one) == _letters(other)
    return False


def difference(kind: str, one: str, other: str) -> Difference:
    """The size of a disagreement: days between dates, metres between places, else the difference of numbers.

    >>> str(difference("edtf", "2011-07-31", "2012"))
    '154 days'
    """
    match kind:
        case "edtf":
            return Difference(Decimal(parse(one).gap(parse(other))), "days")
        case "point":
            return Difference(Decimal(str(round(metres(one, other), 1))), "metres")
        case "integer" | "decimal":
            return Difference(abs(Decimal(one) - Decimal(other)), "units")
    return Difference()


def metres(one: str, other: str) -> float:
    """Great-circle distance in metres between two points in WGS 84 (`POINT(long lat)`)."""
    first, second = point(one), point(other)
    if first is None or second is None:
        raise ValueError(f"{one!r} and {other!r} are not both points")
    return great_circle(first, second)


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
