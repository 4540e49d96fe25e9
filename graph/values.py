"""When two values are the same fact, and how far apart they are when they are not."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from graph.claims import point
from graph.dates import parse

EARTH_RADIUS = 6_371_008.8
SAME_PLACE = 10.0
"""Metres: no more than the rounding of coordinates, or one door of a building beside another."""
NAMES = {"skos:prefLabel"}
ADDRESSES = {"cje:address"}
_KINDS = frozenset(
    "at centre combined court courts county crown family for hearing house justice law magistrates of "
    "sitting the trial tribunal tribunals".split()
)
_SHORT = {"street": "st", "saint": "st", "road": "rd", "avenue": "ave", "av": "ave"}
_BRACKETS = re.compile(r"\(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two values are apart, in a unit; None where that cannot be measured."""

    amount: Decimal | None = None
    unit: str = ""

    def __str__(self) -> str:
        return "" if self.amount is None else f"{self.amount} {self.unit}"


def agree(property_: str, kind: str, one: str, other: str) -> bool:
    """Whether two values of a property agree: names and addresses by their telling words, all else by kind.

    The words that only say that it is a court, and of which kind, tell nothing of a court that is known. A
    bracket tells two names apart only if both have one; an address agrees with one that says more.

    >>> agree("skos:prefLabel", "text", "Leicester", "Leicester Magistrates' Court (Pocklingtons Walk)")
    True
    >>> agree("skos:prefLabel", "text", "Hampshire Constabulary", "Hampshire and Isle of Wight Constabulary")
    False
    >>> agree("cje:address", "string", "The Law Courts, Legh Street, Warrington", "Legh Street")
    True
    """
    if same(kind, one, other):
        return True
    if property_ in NAMES:
        return _same_name(one, other)
    if property_ in ADDRESSES:
        first, second = set(_telling(one)), set(_telling(other))
        return bool(first and second) and (first <= second or second <= first)
    return False


def same(kind: str, one: str, other: str) -> bool:
    """Whether two values of a kind agree: dates that can be one day, places on one building, one spelling.

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
    (long1, lat1), (long2, lat2) = [tuple(map(math.radians, place)) for place in (first, second)]
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((long2 - long1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(half))


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _same_name(one: str, other: str) -> bool:
    brackets = [tuple(_words(" ".join(_BRACKETS.findall(name)))) for name in (one, other)]
    first, second = (_telling(_BRACKETS.sub(" ", name)) for name in (one, other))
    without = bool(first) and first == second and (not all(brackets) or brackets[0] == brackets[1])
    return without or _telling(one) == _telling(other) != []


def _telling(text: str) -> list[str]:
    """The words but those that only say what kind of body or building it is."""
    return [word for word in _words(text) if word not in _KINDS and word != "and"]


def _words(text: str) -> list[str]:
    plain = text.casefold().replace("'", "").replace("\u2019", "")
    return [_SHORT.get(word, word) for word in re.findall(r"\w+", plain)]
