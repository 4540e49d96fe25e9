"""What it costs a candidate that it was not there on the day that is told, or lies elsewhere."""

from __future__ import annotations

import re
from typing import NamedTuple

from graph.named import ALWAYS, Days, Named
from graph.styles import CPS_AREA, read

NOT_THERE, NOT_SHOWN, NAMED_OTHERWISE = 10.0, 5.0, 2.0
"""What it costs a thing that it was not there on the day; that no source tells of it then; that it bore
another name."""
RENEWED, ANOTHER = frozenset((CPS_AREA,)), 25.0
"""The classes of which later bodies bear the names of earlier ones, and what it costs one not to be there."""
ELSEWHERE, NOWHERE = 25.0, 4.0
"""What it costs a thing to lie elsewhere than at the place that is told; or where is not known."""
DISTRICT = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?(?:[0-9](?:[A-Z]{2})?)?")


class Where(NamedTuple):
    """A place as it is told: the things that it may be, its words, and a postcode or a part of one."""

    text: str
    keys: frozenset[str]
    core: tuple[str, ...]
    postcode: str


def on_day(thing: Named, days: Days, day: str) -> tuple[float, str]:
    """The cost, and the reason in words; `days` are those of the name or code that fits."""
    if not any(life[0] <= day <= life[5] for life in thing.lives):
        return (ANOTHER if thing.class_ in RENEWED else NOT_THERE), f"not there on {day}"
    if not any(life[1] <= day <= life[4] for life in thing.lives):
        return NOT_SHOWN, f"not known to be there on {day}"
    if not days[0] <= day <= days[5]:
        return NAMED_OTHERWISE, f"called so at another time than {day}"
    return 0.0, f"so called on {day}" if days != ALWAYS else f"there on {day}"


def at_place(thing: Named, where: Where) -> tuple[float, str]:
    """The cost, and the reason in words."""
    if thing.key in where.keys or thing.places & where.keys:
        return 0.0, f"within {where.text}"
    words = set(where.core)
    if words and any(words <= set(read(address).core) for address in thing.addresses):
        return 0.0, f"at {where.text}"
    if words and any(words <= set(read(name.text).core) for name in thing.names):
        return 0.0, f"named after {where.text}"
    if where.postcode and any(_within(compact(each), where.postcode) for each in thing.postcodes):
        return 0.0, f"in {where.text}"
    if thing.places or thing.addresses or thing.postcodes:
        return ELSEWHERE, f"not in {where.text}"
    return NOWHERE, "where it is is not known"


def _within(postcode: str, part: str) -> bool:
    return postcode == part or postcode[:-3] == part or (len(part) > 3 and postcode.startswith(part))


def compact(text: str) -> str:
    """A code or postcode without what people put between its parts, in capitals."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())
