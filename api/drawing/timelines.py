"""The life of a thing drawn: a row a strand, solid where it is sure, light where it may have been."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from api.drawing.svg import linked, picture, tag
from api.models.timelines import Event, Span, Timeline

WIDTH = 960.0
LEFT = 92.0
RIGHT = 20.0
ROW = 24.0
BAR = 16.0
AXIS = 26.0
NARROW = 6.6
"""About how wide a letter of a label is."""
LIFE = "existence"
NAMES = {LIFE: "life", "bodies": "part of"}


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to the places where they are drawn."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Where a day is drawn; beyond the ends, at them."""
        share = (min(max(day, self.first), self.last) - self.first).days / max(
            1, (self.last - self.first).days
        )
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def years(self) -> list[int]:
        """The years that are marked, about ten."""
        span = self.last.year - self.first.year
        step = next((step for step in (1, 2, 5, 10, 20) if span / step <= 11), 50)
        begin = -(-(self.first.year + 1) // step) * step
        return list(range(begin, self.last.year + 1, step))


def timeline(told: Timeline, today: str, at: str, doc: Callable[[str], str]) -> Markup:
    """The picture; empty for a thing of which no time is known."""
    scale = _scale(told, date.fromisoformat(today))
    if scale is None:
        return Markup("")
    rows: list[Markup] = []
    y = AXIS
    for strand in told.strands:
        for lane, spans in enumerate(_lanes(strand.spans, scale)):
            name = NAMES.get(strand.name, strand.name) if lane == 0 else ""
            rows.append(tag("text", name, x=0, y=y + 13, class_="tl-name"))
            rows += (_bar(span, scale, y, doc) for span in spans)
            y += ROW
    for lane, events in enumerate(_event_lanes(told.events, scale)):
        rows.append(tag("text", "events" if lane == 0 else "", x=0, y=y + 13, class_="tl-name"))
        rows += (_event(event, scale, y, doc) for event in events)
        y += ROW
    height = y + 6
    lines = list(_lines(scale, height, date.fromisoformat(today), at))
    title = f"The life of {told.label} in time"
    return picture([*lines, *rows], WIDTH, height, title, _described(told), "timeline")


def _scale(told: Timeline, today: date) -> Scale | None:
    """From where its own life begins, or the first of what else is told ends, if that is earlier.

    What it belongs to may be centuries older, and is drawn from the edge.
    """
    lives = any(strand.name == LIFE and strand.spans for strand in told.strands)
    told_of: list[str | None] = []
    for strand in told.strands:
        for span in strand.spans:
            if strand.name == LIFE or not lives:
                told_of += (span.earliest_start or span.latest_start, span.shown_from)
            else:
                told_of += (span.latest_end, span.shown_until)
    told_of += [event.earliest or event.latest for event in told.events if event.date]
    days = [date.fromisoformat(day) for day in told_of if day]
    days = [day for day in days if day.year > 1]
    if not days:
        return None
    first = min(days)
    span_years = max(today.year - first.year, 4)
    return Scale(date(max(1, first.year - max(1, span_years // 12)), 1, 1), date(today.year + 1, 1, 1))


def _extent(span: Span, scale: Scale) -> tuple[float, float, float, float]:
    """Where a span may begin, surely is, surely ends and may end."""

    def at(day: str | None, other: float) -> float:
        return scale.x(date.fromisoformat(day)) if day else other

    left, right = scale.x(scale.first), scale.x(scale.last)
    sure_from = at(span.latest_start or span.shown_from, left)
    sure_until = at(span.earliest_end or span.shown_until, right)
    may_from = min(at(span.earliest_start or span.shown_from or span.latest_start, left), sure_from)
    may_until = max(at(span.latest_end or span.shown_until, right), sure_until)
    return may_from, sure_from, max(sure_from, sure_until), max(may_until, sure_from)


def _lanes(spans: Sequence[Span], scale: Scale, most: int = 6) -> Iterator[list[Span]]:
    """Spans in as few rows as they need, so that neither bars nor labels overlap."""
    lanes: list[tuple[float, list[Span]]] = []
    for span in spans:
        begin, _, _, end = _extent(span, scale)
        said = _label_place(span, begin)
        needs = max(end, said + len(span.label) * NARROW + 5)
        for place, (taken, row) in enumerate(lanes):
            if min(begin, said) >= taken:
                row.append(span)
                lanes[place] = (needs + 4, row)
                break
        else:
            lanes.append((needs + 4, [span]))
    return (row for _, row in lanes[:most])


def _bar(span: Span, scale: Scale, y: float, doc: Callable[[str], str]) -> Markup:
    begin, sure, ends, end = _extent(span, scale)
    kind = " tl-inferred" if span.inferred else ""
    parts = [tag("rect", x=begin, y=y, width=max(2.0, end - begin), height=BAR, class_=f"tl-maybe{kind}")]
    if ends > sure:
        parts.append(tag("rect", x=sure, y=y, width=ends - sure, height=BAR, class_=f"tl-sure{kind}"))
    parts.append(tag("text", span.label, x=_label_place(span, begin), y=y + 12, class_="tl-label"))
    parts.append(tag("title", f"{span.property_label}: {span.label}"))
    return linked(span.key, doc(span.key), tag("g", *parts))


def _label_place(span: Span, begin: float) -> float:
    """Where the label of a bar begins: in the bar, or as far before it as the label needs."""
    return max(LEFT, min(begin + 5, WIDTH - len(span.label) * NARROW))


def _event_lanes(events: Iterable[Event], scale: Scale) -> list[list[Event]]:
    lanes: list[tuple[float, list[Event]]] = []
    for event in events:
        if not event.date:
            continue
        x = _event_place(event, scale)
        needs = x + 16 + len(_event_words(event)) * NARROW
        if needs > WIDTH:
            x, needs = x - len(_event_words(event)) * NARROW - 16, x + 10
        for place, (taken, row) in enumerate(lanes):
            if x >= taken:
                row.append(event)
                lanes[place] = (needs + 6, row)
                break
        else:
            lanes.append((needs + 6, [event]))
    return [row for _, row in lanes]


def _event_place(event: Event, scale: Scale) -> float:
    return scale.x(date.fromisoformat(event.latest or event.earliest or ""))


def _event_words(event: Event) -> str:
    return f"{event.kind} {event.words}"


def _event(event: Event, scale: Scale, y: float, doc: Callable[[str], str]) -> Markup:
    x, words = _event_place(event, scale), _event_words(event)
    late = x + 16 + len(words) * NARROW > WIDTH
    diamond = tag("path", d=f"M{x:.1f} {y + 1:.1f}l7 7-7 7-7-7z", class_="tl-event")
    label = tag(
        "text", words, x=x - 12 if late else x + 12, y=y + 12, class_="tl-said",
        text_anchor="end" if late else None,
    )  # fmt: skip
    return linked(event.key, doc(event.key), tag("g", diamond, label, tag("title", event.label)))


def _lines(scale: Scale, height: float, today: date, at: str) -> Iterator[Markup]:
    """The years, the day of the release and the day of the page."""
    for year in scale.years():
        x = scale.x(date(year, 1, 1))
        yield tag("line", x1=x, x2=x, y1=18, y2=height, class_="tl-year")
        yield tag("text", str(year), x=x, y=12, class_="tl-axis", text_anchor="middle")
    yield tag("line", x1=scale.x(today), x2=scale.x(today), y1=4, y2=height, class_="tl-today")
    if at:
        x = scale.x(date.fromisoformat(at))
        yield tag("line", x1=x, x2=x, y1=4, y2=height, class_="tl-at")


def _described(told: Timeline) -> str:
    """The picture in words."""
    parts = [
        f"{NAMES.get(strand.name, strand.name)}: {', '.join(span.label for span in strand.spans)}"
        for strand in told.strands
        if strand.spans
    ]
    parts += [f"{event.kind} {event.words}" for event in told.events if event.date]
    return "; ".join(parts)
