"""What holds at a moment, read straight from the timeline by thing: no graph need be made for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from graph.asof import Dates, Moment
from graph.dates import Mode
from graph.namespaces import EXTERNAL
from graph.store import Literal, parse_ntriples, text

Held = tuple[str, str, str]
"""Subject, property and value as keys, CURIEs and plain texts."""

TYPE = "rdf:type"
_NAMES = tuple(f"<{EXTERNAL[p]}{n}> ".encode() for p, n in (("rdfs", "label"), ("dcterms", "title")))


class Holding:
    """The statements of one moment, found by the thing that they are about or name."""

    def __init__(self, dates: Dates, moment: Moment) -> None:
        self.moment = moment
        self._dates = dates

    def mentions(self, key: str) -> frozenset[Held]:
        """The statements about a thing and those that name it."""
        term = f"<{self._dates.names.thing(key)}>".encode()
        return frozenset(self._parsed(line for line in self._lines if term in line))

    def there(self, key: str) -> bool:
        """Whether the thing is there."""
        return any(held[:2] == (key, TYPE) for held in self.mentions(key))

    def at(self, mode: Mode) -> Holding:
        """What holds on the same day in another mode."""
        return Holding(self._dates, Moment(self.moment.day, mode))

    @cached_property
    def names(self) -> dict[str, str]:
        """What each thing was called that day, in English if it was, by key."""
        return names_in(self._lines, self._dates)

    @cached_property
    def _lines(self) -> set[bytes]:
        return self._dates.timeline.lines(self.moment)

    def _parsed(self, lines: Iterable[bytes]) -> Iterator[Held]:
        short = self._dates.names.shorten
        for subject, property_, value in parse_ntriples(b"\n".join(lines)):
            plain = text(value) if isinstance(value, Literal) else short(text(value))
            yield short(text(subject)), short(text(property_)), plain


def names_in(lines: Iterable[bytes], dates: Dates) -> dict[str, str]:
    """The names that some lines of N-Triples give, in English if one is, by key."""
    found: dict[str, tuple[bool, str]] = {}
    labels = b"\n".join(line for line in lines if any(name in line for name in _NAMES))
    for subject, _, value in parse_ntriples(labels):
        key = dates.names.shorten(text(subject))
        name = (getattr(value, "language", None) != "en", text(value))
        found[key] = min(name, found.get(key, name))
    return {key: name for key, (_, name) in found.items()}
