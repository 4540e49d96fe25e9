"""The page of a thing: three answers of the API together."""

from __future__ import annotations

from api.answers.neighbours import neighbours, timeline
from api.answers.things import thing
from api.models.profile import Profile
from graph.estate import Estate

LINKS = 8
"""How many things of a group the page shows."""


def profile(estate: Estate, key: str, at: str | None = None) -> Profile:
    """A thing, its life in time and its neighbours; UnknownKey, DateError."""
    return Profile(
        thing=thing(estate, key, at),
        timeline=timeline(estate, key),
        neighbours=neighbours(estate, key, at, LINKS),
    )
