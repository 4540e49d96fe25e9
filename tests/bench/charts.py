"""Small charts as SVG, readable on light and on dark: lines on logarithmic axes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 600, 300, 64, 180, 34, 44
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""Colours that are told apart by those who see few (Okabe and Ito), and stand out on white and black."""
GREY = "#808080"
STYLE = (
    "<style>text{font:12px system-ui,sans-serif;fill:#24292f}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}}</style>"
)

Points = Sequence[tuple[float, float]]


def chart(title: str, across: str, up: str, lines: Mapping[str, Points]) -> str:
    """An SVG with a line for each name; both axes are logarithmic, so a slope of one is linear growth."""
    points = [point for line in lines.values() for point in line]
    xs, ys = (_decades([point[axis] for point in points]) for axis in (0, 1))

    def place(point: tuple[float, float]) -> tuple[float, float]:
        x = LEFT + _share(point[0], xs) * (WIDTH - LEFT - RIGHT)
        return x, HEIGHT - BOTTOM - _share(point[1], ys) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{escape(title)}</title>{STYLE}",
        _text(LEFT, 18, title, weight="600"),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, across, anchor="middle"),
        _text(LEFT - 8, 18, up, anchor="end"),
    ]
    for value in xs:
        x, _ = place((value, ys[0]))
        parts.append(_rule(x, TOP, x, HEIGHT - BOTTOM))
        parts.append(_text(x, HEIGHT - BOTTOM + 16, _number(value), anchor="middle"))
    for value in ys:
        _, y = place((xs[0], value))
        parts.append(_rule(LEFT, y, WIDTH - RIGHT, y))
        parts.append(_text(LEFT - 8, y + 4, _number(value), anchor="end"))
    taken: list[float] = []
    for number, (name, line) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        places = [place(point) for point in sorted(line)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        x, y = places[-1]
        while any(abs(y - other) < 14 for other in taken):
            y += 2
        taken.append(y)
        parts.append(
            f'<rect x="{WIDTH - RIGHT + 8}" y="{y - 5:.1f}" width="10" height="10" fill="{colour}"/>'
        )
        parts.append(_text(WIDTH - RIGHT + 24, y + 4, name))
    return "\n".join([*parts, "</svg>\n"])


def _decades(values: Sequence[float]) -> list[float]:
    """The powers of ten around some values."""
    low = math.floor(math.log10(min(values)) + 1e-9)
    high = max(low + 1, math.ceil(math.log10(max(values)) - 1e-9))
    return [10.0**power for power in range(low, high + 1)]


def _share(value: float, axis: Sequence[float]) -> float:
    return math.log(value / axis[0]) / math.log(axis[-1] / axis[0])


def _number(value: float) -> str:
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{unit}"
    return f"{value:g}"


def _rule(x: float, y: float, to_x: float, to_y: float) -> str:
    ends = f'x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"'
    return f'<line {ends} stroke="{GREY}" stroke-opacity="0.35"/>'


def _text(x: float, y: float, text: str, anchor: str = "start", weight: str = "400") -> str:
    about = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}"'
    return f"<text {about}>{escape(text)}</text>"
