"""The estate over time: how many courts stood in each year, beside what was published."""

from __future__ import annotations

from api.models.curves import Curve, Reform, Year
from graph import wording
from graph.estate import Estate

REFORMS = "cje:AreaScheme"


def curve(estate: Estate) -> Curve:
    """The magistrates' courts that stood on 1 January of each year, and the schemes of CPS areas."""
    table = estate.ask("open-courts-by-year")
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.texts()]
    years = tuple(
        Year(
            day=row["day"],
            certain=int(row["certainly"]),
            shown=int(row["asShown"]),
            possible=int(row["possibly"]),
            official=row["official"],
            said_by=row["saidBy"],
        )
        for row in rows
        if row["region"] == "in all"
    )
    entries = estate.register.seen().entries.values()
    reforms = sorted(
        (begun, entry.key, entry.label)
        for entry in entries
        if entry.class_ == REFORMS and entry.lives and (begun := entry.lives[0].latest_start) is not None
    )
    return Curve(
        years=years,
        reforms=tuple(
            Reform(key=key, label=label, words=wording.day(begun)) for begun, key, label in reforms
        ),
    )
