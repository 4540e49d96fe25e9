"""What a thing is linked to, drawn: the thing on the left, a bracket for each group on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import cos, pi, sin

from markupsafe import Markup

from api.drawing.svg import linked, picture, tag
from api.models.neighbours import Neighbour, NeighbourGroup, Neighbours
from api.models.states import State

MOST = 25
"""How many things a picture shows."""
WIDTH = 760.0
"""The least width; long names make it wider."""
ROW, GAP, TOP = 22.0, 12.0, 14.0
BRACKET, LABELS = 230.0, 246.0
LETTER = 6.7
"""About how wide a letter is."""
LINE_LENGTH = 20
"""How many letters of the thing's own name go into a line."""
INK, QUIET, LINE = "#17242c", "#56656e", "#aab5bb"
_COLOURS: dict[State | None, tuple[str, str]] = {
    "standing": ("#009e73", "#00694d"),
    "closed": ("#ffffff", "#b44a00"),
    "uncertain": ("#e69f00", "#8a6200"),
    None: ("#dfe5e8", QUIET),
}
_CORNERS = {
    "cje:CrownCourtCentre": (4, pi / 4),
    "cje:CPSArea": (4, 0.0),
    "cje:PoliceForce": (6, 0.0),
    "cje:Inspection": (3, -pi / 2),
}
"""How many corners the mark of a class has, and where the first is; other marks are round."""
_WORDS = {"closed": ", closed", "uncertain": ", not certain"}


def neighbourhood(told: Neighbours, doc: Callable[[str], str]) -> Markup:
    """The picture, of MOST things in all; empty for a thing that nothing is linked to."""
    shown = _shared(told.groups)
    if not shown:
        return Markup("")
    height = TOP + sum((1 + max(count, 1)) * ROW + GAP for _, count in shown)
    middle = height / 2
    parts: list[Markup] = []
    widest, y = 0, TOP
    for group, count in shown:
        rows = [(each, _said(each)) for each in group.things[:count]]
        more = group.total - count
        heading = f"{group.label} ({group.total}, of which {count} are drawn)" if more else group.label
        widest = max(widest, len(heading), *(len(said) for _, said in rows))
        bottom = y + ROW * (1 + len(rows))
        parts.append(_branch(middle, y, bottom))
        parts.append(tag("text", heading, x=LABELS - 6, y=y + 14, font_size=12, fill=QUIET))
        for place, (each, said) in enumerate(rows, 1):
            at = y + ROW * place
            words = tag("text", said, x=LABELS + 14, y=at + 15, font_size=13, fill=INK)
            parts.append(linked(each.key, doc(each.key), _mark(each, LABELS, at + 11), words))
        y = bottom + GAP
    parts.append(_mark(told.thing, 216.0, middle, 9.0))
    parts += _named(told.thing, middle)
    width = max(WIDTH, LABELS + 30 + widest * LETTER)
    return picture(
        parts, width, height, f"What {told.thing.label} is linked to", "The lists below say the same.",
        "neighbourhood",
    )  # fmt: skip


def _shared(groups: Sequence[NeighbourGroup]) -> list[tuple[NeighbourGroup, int]]:
    """How many things of each group are drawn: one of each, then another, until there are MOST."""
    counts = [0] * len(groups)
    left = MOST
    while left:
        waiting = [i for i, group in enumerate(groups) if counts[i] < len(group.things)][:left]
        if not waiting:
            break
        for i in waiting:
            counts[i] += 1
        left -= len(waiting)
    return [(group, count) for group, count in zip(groups, counts, strict=True) if count]


def _said(each: Neighbour) -> str:
    return f"{each.label}{_WORDS.get(each.state or '', '')}"


def _branch(middle: float, top: float, bottom: float) -> Markup:
    """From the thing to a bracket around a group."""
    half = (top + bottom) / 2
    curve = f"M216 {middle:.1f}C{BRACKET - 4:.1f} {middle:.1f} 216 {half:.1f} {BRACKET:.1f} {half:.1f}"
    bracket = f"M{BRACKET + 5:.1f} {top:.1f}H{BRACKET:.1f}V{bottom:.1f}H{BRACKET + 5:.1f}"
    return tag("path", d=curve + bracket, fill="none", stroke=LINE, stroke_width=1.2)


def _mark(each: Neighbour, x: float, y: float, radius: float = 6.0) -> Markup:
    """A mark that tells the kind by its shape and the state by its colour and filling."""
    fill, stroke = _COLOURS[each.state]
    title = tag("title", f"{each.label} ({each.kind}{_WORDS.get(each.state or '', '')})")
    told = {"fill": fill, "stroke": stroke, "stroke_width": 2}
    if each.class_ not in _CORNERS:
        return tag("circle", title, cx=x, cy=y, r=radius, **told)
    count, first = _CORNERS[each.class_]
    turns = (first + 2 * pi * corner / count for corner in range(count))
    corners = (f"{x + radius * 1.2 * cos(turn):.1f},{y + radius * 1.2 * sin(turn):.1f}" for turn in turns)
    return tag("polygon", title, points=" ".join(corners), **told)


def _named(thing: Neighbour, middle: float) -> list[Markup]:
    """The name of the thing left of its mark, in lines that fit."""
    lines = [""]
    for word in _said(thing).split():
        if lines[-1] and len(lines[-1]) + len(word) >= LINE_LENGTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    first = middle + 5 - (len(lines) - 1) * 8.5
    return [
        tag(
            "text",
            line,
            x=198.0,
            y=first + row * 17,
            font_size=14,
            font_weight=600,
            fill=INK,
            text_anchor="end",
        )
        for row, line in enumerate(lines)
    ]
