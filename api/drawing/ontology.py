"""The classes of the ontology drawn as a tree, each with the properties that link it to others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from markupsafe import Markup

from api.drawing.svg import picture, tag
from api.models.quality_page import Ontology, Term

ROW, INDENT, TOP, LEFT = 24.0, 26.0, 12.0, 10.0
LETTER = 7.1
GAP = 28.0
INK, QUIET, LINE, OWN, OTHER = "#17242c", "#56656e", "#aab5bb", "#dcebf5", "#ffffff"
MOST = 4
"""How many links are named beside a class; the rest are counted."""


def diagram(told: Ontology, label: Callable[[str], str]) -> Markup:
    """The picture: a row for each class and for what it stands under in other vocabularies."""
    classes, properties = told.classes, told.properties
    rows = list(_rows(classes))
    own = {term.curie for term in classes}
    links = _links(properties, own)
    boxes = [_words(curie, own, label) for curie, _, _ in rows]
    sides = [_beside(links[curie], label) for curie, _, _ in rows]
    ends = [LEFT + depth * INDENT + len(box) * LETTER + 20
            for (_, depth, _), box in zip(rows, boxes, strict=True)]  # fmt: skip
    column = max(ends, default=0.0) + GAP
    parts: list[Markup] = []
    for number, ((curie, depth, parent), box, side) in enumerate(zip(rows, boxes, sides, strict=True)):
        x, y = LEFT + depth * INDENT, TOP + number * ROW
        if parent is not None:
            elbow = f"M{x - INDENT + 10:g} {TOP + parent * ROW + 18:g}V{y + 9:g}H{x:g}"
            parts.append(tag("path", d=elbow, fill="none", stroke=LINE))
        parts.append(_box(curie, box, x, y, own=curie in own))
        if side:
            dots = f"M{ends[number] - 6:g} {y + 9:g}H{column - 8:g}"
            parts.append(tag("path", d=dots, fill="none", stroke=LINE, stroke_dasharray="1 4"))
            parts.append(tag("text", side, x=column, y=y + 13, font_size=12, fill=QUIET))
    width = column + max((len(side) for side in sides), default=0) * (LETTER - 0.9) + LEFT
    words = "A class stands under the one that it is a kind of, beside what links it to others."
    return picture(parts, width, 2 * TOP + len(rows) * ROW, "The classes of the ontology", words, "diagram")


def _rows(classes: Sequence[Term]) -> Iterator[tuple[str, int, int | None]]:
    """Each class with its depth and the row of its parent; one with two parents stands under both."""
    below: dict[str, list[str]] = defaultdict(list)
    for term in classes:
        for parent in term.under:
            below[parent].append(term.curie)
    under_none = {term.curie for term in classes if not term.under}
    roots = sorted({*below} - {term.curie for term in classes} | under_none)
    count = 0

    def walk(curie: str, depth: int, parent: int | None) -> Iterator[tuple[str, int, int | None]]:
        nonlocal count
        own, count = count, count + 1
        yield curie, depth, parent
        for child in sorted(below[curie]):
            yield from walk(child, depth + 1, own)

    for root in roots:
        yield from walk(root, 0, None)


def _links(properties: Sequence[Term], own: set[str]) -> dict[str, list[tuple[str, str]]]:
    """The properties of each class that have things as values, with what these are."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for term in properties:
        values = [value for value in term.values if value in own]
        for subject in term.subjects if values else ():
            found[subject].append((term.curie, values[0] if len(values) == 1 else ""))
    return found


def _words(curie: str, own: set[str], label: Callable[[str], str]) -> str:
    return label(curie) if curie in own else curie


def _beside(links: Sequence[tuple[str, str]], label: Callable[[str], str]) -> str:
    shown = [f"{label(curie)} → {label(value)}" if value else label(curie) for curie, value in links[:MOST]]
    more = [f"and {len(links) - MOST} more"] if len(links) > MOST else []
    return "; ".join([*shown, *more])


def _box(curie: str, words: str, x: float, y: float, *, own: bool) -> Markup:
    frame = tag("rect", x=x, y=y, width=len(words) * LETTER + 14, height=18, rx=3, fill=OWN if own else OTHER,
                stroke=LINE, stroke_dasharray=None if own else "3 2")  # fmt: skip
    text = tag("text", words, x=x + 7, y=y + 13, font_size=12.5, fill=INK)
    if not own:
        return frame + text
    return tag("a", frame, text, href=f"/ontology/{curie.partition(':')[2]}")
