"""Whether a thing stands, and how a person says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

State: TypeAlias = Literal["standing", "closed", "uncertain"]
SHUT = frozenset(
    ("cje:Court", "cje:MagistratesCourt", "cje:CrownCourtCentre", "cje:Courthouse", "cje:Office")
)
"""What closes; other things are no longer there."""


def state_words(state: State | None, classes: Iterable[str]) -> str:
    """A state as a person says it of a thing of some classes; empty for none.

    >>> state_words("closed", ["cje:MagistratesCourt"]), state_words("closed", ["cje:PoliceForce"])
    ('closed', 'no longer there')
    """
    if state == "closed":
        return "closed" if SHUT.intersection(classes) else "no longer there"
    return {"standing": "standing", "uncertain": "not certain", None: ""}[state]
