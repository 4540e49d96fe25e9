"""What holds at a moment, read straight from the timeline by thing: no graph need be made for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.asof import Dates, Moment
from graph.dates import Mode
from graph.namespaces import EXTERNAL, Names
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
        lines = self._dates.timeline.mentioning(self.moment, self._term(key))
        return frozenset(statements(b"\n".join(lines), self._dates.names))

    def there(self, key: str) -> bool:
        """Whether the thing is there."""
        return any(held[:2] == (key, TYPE) for held in self.mentions(key))

    def at(self, mode: Mode) -> Holding:
        """What holds on the same day in another mode."""
        return Holding(self._dates, Moment(self.moment.day, mode))

    def name(self, key: str) -> str | None:
        """What a thing was called that day, in English if it was; None if it had no name."""
        lines = self._dates.timeline.labels(self.moment, self._term(key))
        return names_in(lines, self._dates).get(key) if lines else None

    def _term(self, key: str) -> bytes:
        return f"<{self._dates.names.thing(key)}>".encode()


def statements(triples: bytes, names: Names) -> Iterator[Held]:
    """N-Triples as statements, in their order."""
    for subject, property_, value in parse_ntriples(triples):
        yield (
            names.shorten(text(subject)),
            names.shorten(text(property_)),
            text(value) if isinstance(value, Literal) else names.shorten(text(value)),
        )


def names_in(lines: Iterable[bytes], dates: Dates) -> dict[str, str]:
    """The names that some lines of N-Triples give, in English if one is, by key."""
    found: dict[str, tuple[bool, str]] = {}
    labels = b"\n".join(line for line in lines if any(name in line for name in _NAMES))
    for subject, _, value in parse_ntriples(labels):
        key = dates.names.shorten(text(subject))
        name = (getattr(value, "language", None) != "en", text(value))
        found[key] = min(name, found.get(key, name))
    return {key: name for key, (_, name) in found.items()}
