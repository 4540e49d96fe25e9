"""The estate at a glance."""

from __future__ import annotations

from api.models.changes import Change
from api.models.questions import Question
from api.models.things import Model


class Home(Model):
    """What the first page shows."""

    day: str
    """The day that the numbers are of."""
    courts: int
    """Magistrates' courts that are shown as standing."""
    crown: int
    """Crown Court centres."""
    forces: int
    areas: int
    """CPS areas."""
    changes: tuple[Change, ...]
    """The newest."""
    questions: tuple[Question, ...]
