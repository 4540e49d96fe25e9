"""Things found by what a person writes: a name of any time, misspelt perhaps, a code or a postcode."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.styles import english, plain

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)(?:([0-9])[A-Z]{0,2})?")
_COMMON = 0.15
"""A word that this share of all names have finds nothing by itself beside a rarer one."""
_LEAST = 0.55
"""How much of what was asked for a name must have, by the weight of the words."""
_FUZZY = {4: 0.75, 5: 0.75}
"""How alike a word must be to one asked for, by the length of that; shorter words must be right."""
_SURE = 2.0
"""What a code or a key that is given whole counts for: more than any name."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a thing is found by."""

    key: str
    names: tuple[str, ...]
    codes: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    weight: float = 1.0
    """How likely such a thing is meant; a likely one goes first where names fit alike."""


@dataclass(frozen=True, slots=True)
class Match:
    """A thing that was found, how well it fits, and the name, code or postcode by which."""

    key: str
    score: float
    found: str


class SearchIndex:
    """Finds things; it holds every word of every name.

    >>> index = SearchIndex([Document("court/a", ("Oakham", "Rutland"), ("B33PL",)), Document("court/b", ("Oak",))])
    >>> [match.key for match in index.search("oakam")], index.search("b33pl00")[0].found
    (['court/a'], 'B33PL')
    """  # noqa: E501

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = tuple(documents)
        self._names: list[tuple[int, str, tuple[str, ...]]] = []
        self._having: dict[str, list[int]] = defaultdict(list)
        self._codes: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._postcodes: list[tuple[str, int, str]] = []
        for place, document in enumerate(self._documents):
            for name in dict.fromkeys(document.names):
                self._add(place, name)
            for code in dict.fromkeys(document.codes):
                self._codes[_compact(code)].append((place, code))
            for postcode in dict.fromkeys(document.postcodes):
                self._postcodes.append((_compact(postcode), place, postcode))
        self._words = list(self._having)
        self._weights = {
            word: math.log(1 + len(self._names) / len(having)) for word, having in self._having.items()
        }
        self._places = {document.key: place for place, document in enumerate(self._documents)}

    def _add(self, place: int, name: str) -> None:
        words = tuple(english(plain(name)).split())
        for word in set(words):
            self._having[word].append(len(self._names))
        self._names.append((place, name, words))

    def search(self, text: str) -> list[Match]:
        """What fits a text, the best first; an empty list if nothing does."""
        best: dict[int, tuple[float, str]] = {}
        fitting = [*self._by_code(text), *self._by_postcode(text), *self._by_name(text)]
        for place, score, found in fitting or self._by_postcode_area(text):
            weighed = score if score >= _SURE else score * self._documents[place].weight
            best[place] = max((weighed, found), best.get(place, (0.0, "")))
        matches = [Match(self._documents[place].key, *scored) for place, scored in best.items()]
        return sorted(
            matches, key=lambda match: (-round(match.score, 4), -self._weight_of(match.key), match.key)
        )

    def _weight_of(self, key: str) -> float:
        return self._documents[self._places[key]].weight

    def _by_code(self, text: str) -> Iterator[tuple[int, float, str]]:
        if (place := self._places.get(text.strip())) is not None:
            yield place, _SURE + 1, text.strip()
        wanted = _compact(text)
        if not any(char.isdigit() for char in wanted) or len(wanted) < 2:
            return
        for code, bearers in self._codes.items():
            if code == wanted:
                score = _SURE
            elif len(code) >= 5 and wanted.startswith(code):
                score = _SURE  # A longer form of the code, such as one of a room of the court.
            elif len(wanted) >= 3 and not wanted.isdigit() and code.startswith(wanted):
                score = 0.8 + 0.2 * len(wanted) / len(code)
            else:
                continue
            yield from ((place, score, known) for place, known in bearers)

    def _by_postcode(self, text: str) -> Iterator[tuple[int, float, str]]:
        """Those in the same postcode, sector or district."""
        match = _POSTCODE.fullmatch(_compact(text))
        if match is None:
            return
        wanted = match[0]
        for postcode, place, written in self._postcodes:
            if wanted in (postcode, postcode[:-3]):
                yield place, 1.0, written
            elif postcode.startswith(wanted):
                yield place, 0.8, written

    def _by_postcode_area(self, text: str) -> Iterator[tuple[int, float, str]]:
        """Those whose postcode begins with the same letters, for a postcode that nothing is in."""
        match = _POSTCODE.fullmatch(_compact(text))
        if match is not None:
            area = re.compile(match[1].rstrip("0123456789") + "[0-9]")
            yield from ((place, 0.4, written) for code, place, written in self._postcodes if area.match(code))

    def _by_name(self, text: str) -> Iterator[tuple[int, float, str]]:
        asked = english(plain(text)).split()
        if not asked:
            return
        like = [self._like(word) for word in asked]
        most = [max((self._weights[w] for w in words), default=self._unknown()) for words in like]
        for number in self._candidates(asked, like):
            place, name, words = self._names[number]
            got, matched = 0.0, set()
            for alike, ceiling in zip(like, most, strict=True):
                quality, word = max(((alike.get(word, 0.0), word) for word in words), default=(0.0, ""))
                if quality:
                    got += quality * ceiling
                    matched.add(word)
            recall = got / sum(most)
            if recall < _LEAST:
                continue
            mass = sum(self._weights[word] for word in set(words))
            precision = sum(self._weights[word] for word in matched) / mass
            yield place, 0.75 * recall + 0.25 * precision, name

    def _unknown(self) -> float:
        """The weight of a word that no name has: that of the rarest."""
        return math.log(1 + len(self._names))

    def _candidates(self, asked: Sequence[str], like: Sequence[Mapping[str, float]]) -> set[int]:
        """The names that have a word like one of those asked for; by common words only if all are common."""
        limit = max(20.0, _COMMON * len(self._names))
        rare = [
            words for word, words in zip(asked, like, strict=True) if len(self._having.get(word, ())) <= limit
        ]
        return {number for words in rare or like for word in words for number in self._having[word]}

    def _like(self, asked: str) -> dict[str, float]:
        """The words of names that are like one asked for, and how alike: 1 for the word itself."""
        from rapidfuzz import process  # noqa: PLC0415 - only needed when something is searched
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        found = {asked: 1.0} if asked in self._having else {}
        if len(asked) >= 2:
            for word in self._words:
                if word != asked and word.startswith(asked):
                    found[word] = 0.8 + 0.15 * len(asked) / len(word)
        if len(asked) >= 4 and asked not in self._having:
            cutoff = _FUZZY.get(len(asked), 0.7)
            for word, alike, _ in process.extract(
                asked, self._words, scorer=OSA.normalized_similarity, score_cutoff=cutoff, limit=30
            ):
                found[word] = max(found.get(word, 0.0), 0.9 * alike)
        return found


def _compact(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())
