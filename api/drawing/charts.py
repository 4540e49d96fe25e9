"""Answers drawn: a band with points, bars, a grid. The table that each is made from stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from api.drawing.svg import picture, tag
from api.models.curves import Year
from api.models.questions import Answer
from graph.schema import load_schema

WIDTH, HEIGHT = 760.0, 300.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 14.0, 14.0, 34.0
MOST_BARS = 40


@dataclass(frozen=True, slots=True)
class Plane:
    """Where values lie on the picture."""

    across: float
    most: float

    def x(self, place: float) -> float:
        """From 0 to `across`, left to right."""
        return LEFT + place / max(self.across, 1) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """From 0 to `most`, bottom to top."""
        return HEIGHT - BOTTOM - value / max(self.most, 1) * (HEIGHT - TOP - BOTTOM)


def band(years: Sequence[Year], title: str) -> Markup:
    """Certain to possible as a band, what is shown as a line, published numbers as points."""
    if not years:
        return Markup("")
    days = [date.fromisoformat(year.day) for year in years]
    places = [(day - days[0]).days for day in days]
    plane = Plane(places[-1], _ceiling(max(year.possible for year in years)))
    upper, lower, line = (
        [f"{plane.x(place):.1f},{plane.y(value):.1f}" for place, value in zip(places, values, strict=True)]
        for values in zip(*((year.possible, year.certain, year.shown) for year in years), strict=True)
    )
    parts = [
        *_lines(plane),
        *_years(plane, days),
        tag("polygon", points=" ".join(upper + lower[::-1]), class_="ch-band"),
        # Before the lists mean to be complete, what is shown is what happens to be known.
        tag("polyline", points=" ".join(line[_known_before(days) :]), class_="ch-line"),
    ]
    for place, year in zip(places, years, strict=True):
        for number in _numbers(year.official):
            told = tag("title", f"{year.day}: {year.official} published ({year.said_by})")
            parts.append(tag("circle", told, cx=plane.x(place), cy=plane.y(number), r=4, class_="ch-point"))
    return picture(parts, WIDTH, HEIGHT, title, "The table below has the numbers.", "chart")


def _known_before(days: Sequence[date]) -> int:
    """How many of some days come before that from which the lists of courts mean to be complete."""
    complete = load_schema().horizons.get("cje:MagistratesCourt", date.min)
    return sum(day < complete for day in days)


def bars(rows: Sequence[tuple[str, float]], title: str, unit: str) -> Markup:
    """A bar for each of the first rows, its name before it and its number after it."""
    rows = rows[:MOST_BARS]
    if not rows:
        return Markup("")
    most, left, step = max(value for _, value in rows) or 1, 260.0, 22.0
    parts = []
    for place, (name, value) in enumerate(rows):
        y, width = place * step + 4, max(1.0, value / most * (WIDTH - left - 90))
        parts.append(tag("text", _cut(name), x=left - 8, y=y + 12, class_="ch-name", text_anchor="end"))
        parts.append(tag("rect", tag("title", name), x=left, y=y, width=width, height=15, class_="ch-bar"))
        told = f"{value:,.1f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
        parts.append(tag("text", f"{told} {unit}".strip(), x=left + width + 6, y=y + 12, class_="ch-value"))
    return picture(parts, WIDTH, len(rows) * step + 8, title, "The table below has the numbers.", "chart")


def columns(rows: Sequence[tuple[str, float, float, float | None]], title: str) -> Markup:
    """For each period from the least to the most that may be, and what was published as a point."""
    if not rows:
        return Markup("")
    plane = Plane(len(rows), _ceiling(max(max(most, point or 0) for _, _, most, point in rows)))
    width = max(2.0, (plane.x(1) - plane.x(0)) * 0.7)
    parts = list(_grid(plane, [name for name, *_ in rows], centred=True))
    for place, (name, least, most, point) in enumerate(rows):
        x = plane.x(place + 0.5) - width / 2
        told = tag("title", f"{name}: {least:.0f} to {most:.0f}")
        parts.append(
            tag("rect", told, x=x, y=plane.y(most), width=width, height=plane.y(least) - plane.y(most) + 0.5,
                class_="ch-maybe")
        )  # fmt: skip
        parts.append(
            tag(
                "rect",
                x=x,
                y=plane.y(least),
                width=width,
                height=plane.y(0) - plane.y(least),
                class_="ch-bar",
            )
        )
        if point is not None:
            parts.append(tag("circle", cx=x + width / 2, cy=plane.y(point), r=3.5, class_="ch-point"))
    return picture(parts, WIDTH, HEIGHT, title, "The table below has the numbers.", "chart")


def chart(answer: Answer) -> Markup:
    """The picture of an answer; empty where its question has none."""
    place = {column.name: at for at, column in enumerate(answer.columns)}

    def cell(row: int, name: str) -> str:
        return answer.rows[row][place[name]].value if name in place else answer.arguments.get(name, "")

    rows = range(len(answer.rows))
    title = answer.question.summary
    match answer.question.name:
        case "open-courts-by-year":
            years = [
                Year(
                    day=cell(row, "day"),
                    certain=int(cell(row, "certainly")),
                    shown=int(cell(row, "asShown")),
                    possible=int(cell(row, "possibly")),
                    official=cell(row, "official"),
                    said_by=cell(row, "saidBy"),
                )
                for row in rows
                if cell(row, "region") == "in all"
            ]
            return band(years, title) if len(years) > 1 else Markup("")
        case "closures-by-year":
            periods = [
                (
                    cell(row, "period"),
                    float(cell(row, "certainly")),
                    float(cell(row, "possibly")),
                    next(iter(_numbers(cell(row, "official"))), None),
                )
                for row in rows
                if cell(row, "by") == "in all" and "/" not in cell(row, "period")
            ]
            return columns(periods, title) if len(periods) > 1 else Markup("")
        case "nearest-courts" | "distances":
            name = next((n for n in ("courtName", "nearestName", "name") if n in place), "")
            far = next((n for n in ("km", "kilometres", "distance") if n in place), "")
            if not name or not far:
                return Markup("")
            told = [(cell(row, name), float(cell(row, far))) for row in rows if cell(row, far)]
            return bars(told, title, "km")
    return Markup("")


def _grid(plane: Plane, names: Sequence[str], *, centred: bool = False) -> list[Markup]:
    """Lines across with their numbers, and the names below, as many as there is room for."""
    parts = _lines(plane)
    every = max(1, -(-len(names) // 12))
    for place, name in enumerate(names):
        if place % every == 0:
            x = plane.x(place + (0.5 if centred else 0))
            parts.append(tag("text", name, x=x, y=HEIGHT - 12, class_="ch-axis", text_anchor="middle"))
    return parts


def _years(plane: Plane, days: Sequence[date]) -> list[Markup]:
    """The first days of years below, to scale, about ten of them."""
    step = next((each for each in (1, 2, 5, 10) if (days[-1].year - days[0].year) / each <= 12), 20)
    marked = [date(year, 1, 1) for year in range(days[0].year, days[-1].year + 1) if year % step == 0]
    return [
        tag(
            "text", str(day.year), x=plane.x((day - days[0]).days), y=HEIGHT - 12, class_="ch-axis",
            text_anchor="middle",
        )
        for day in marked
        if days[0] <= day <= days[-1]
    ]  # fmt: skip


def _lines(plane: Plane) -> list[Markup]:
    """Lines across with their numbers."""
    parts = []
    step = plane.most / 5
    for line in range(6):
        y = plane.y(step * line)
        parts.append(tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="ch-grid"))
        parts.append(
            tag("text", f"{step * line:.0f}", x=LEFT - 6, y=y + 4, class_="ch-axis", text_anchor="end")
        )
    return parts


def _ceiling(value: float) -> float:
    """The next number that five lines divide into round ones.

    >>> _ceiling(323), _ceiling(21), _ceiling(4)
    (350.0, 25.0, 5.0)
    """
    step = next((each for each in (1, 2, 5, 10, 20, 50, 70, 100, 200, 500) if value <= each * 5), 1000)
    return float(step * 5)


def _numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"\d+", text)]


def _cut(name: str, most: int = 38) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
