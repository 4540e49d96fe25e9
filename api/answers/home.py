"""The first page: how the estate stands, what changed last, and questions to begin with."""

from __future__ import annotations

from api.answers.changes import changes
from api.answers.questions import questions
from api.models.home import Home
from graph.estate import Estate

NEWEST = 8
GOOD = ("what-became-of-court", "open-courts-by-year", "areas-of-force", "ratings-of-body", "nearest-courts")
"""Questions that show what can be asked."""


def home(estate: Estate, at: str | None = None) -> Home:
    """The estate at a glance, on a day or today; DateError."""
    dates = estate.engine.dates
    day = dates.day(at) if at else dates.issued
    kinds: dict[str, int] = {}
    for entry in estate.register.seen(day).entries.values():
        if entry.state == "standing":
            kinds[entry.class_] = kinds.get(entry.class_, 0) + 1
    catalogue = {question.name: question for question in questions(estate).items}
    return Home(
        day=day.isoformat(),
        courts=kinds.get("cje:MagistratesCourt", 0),
        crown=kinds.get("cje:CrownCourtCentre", 0),
        forces=kinds.get("cje:PoliceForce", 0),
        areas=kinds.get("cje:CPSArea", 0),
        changes=changes(estate, until=at, newest_first=True, per_page=NEWEST).items,
        questions=tuple(catalogue[name] for name in GOOD),
    )
