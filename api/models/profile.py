"""What the page of a thing is made from."""

from __future__ import annotations

from api.models.neighbours import Neighbours
from api.models.things import Model, Thing
from api.models.timelines import Timeline


class Profile(Model):
    """A thing with its life in time and what it is linked to, as the API gives each."""

    thing: Thing
    timeline: Timeline
    neighbours: Neighbours
