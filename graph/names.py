"""From what a person writes to keys: ranked candidates, each with a score and the reason in words."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from heapq import nlargest
from typing import NamedTuple

from graph.named import ALWAYS, Borne, Days, Named
from graph.styles import ASKEW, COURTS, INSTITUTIONS, SHARED, STREETS, Style, plain, read
from graph.whereabouts import DISTRICT, Where, at_place, compact, on_day

MATCHED = 84.0
"""The least score of a candidate that is taken for what is meant."""
MARGIN = 4.0
"""By how much it must be ahead of the next."""
LEAST = 45.0
"""The least score of a candidate that is told of."""
MOST = 20
"""How many candidates are told of."""
WHOLE = 100.0
"""The score of what fits in all."""

OTHER_KIND = 40.0
"""What it costs a thing that the words for a kind mean another."""
BORNE, BORNE_ASKEW = 2.0, 8.0
"""The most that it costs what bears the very name; the same if such words mean another rather."""
ASIDE_OTHER, ASIDE_STREET, ASIDE_MISSING, ASIDE_MORE = 15.0, 17.0, 5.0, 5.0
"""What words in brackets cost: other words; a street that is not known of it; none where some are asked for;
some where none are."""
PART = 5.0
"""What it costs that only a part of the text is a name, such as the place after a comma or in brackets."""
ADDRESS = 20.0
"""The same for a text of more parts, which is an address rather; for a venue, which may be another's; and for
a name of which only the words in brackets are asked for."""
BEGINNING = 10.0
"""What it costs that the text is only the beginning of a name."""
UNSAID = 1.0
"""What it costs that the words for the kind are not those of the name."""
OTHER_WORDS = 3.0
"""What it costs that a name has other words for a kind."""
WELSH = 5.0
"""What it costs that the town is named in Welsh as another body there is, and this one is not."""

SPELT: Mapping[int, float] = {4: 0.75, 5: 0.75}
"""How alike a word must be to one asked for, by the length of that; shorter ones must be right."""

UNTOLD = "but no word says of which kind it is"
"""The reason for which a thing is not matched that bears the name of a place."""

_VENUE = re.compile(r"\b(?:hall|house|hotel|inn|plaza|theatre|library|stadium|pavilion|castle|chambers?)\b")
"""Words for a building that is more than a place."""
_PARTS = re.compile(r"[,()]| - ")
_MARKED = re.compile(r"[,()]| - | at ", re.IGNORECASE)
_ASIDE = re.compile(r"\(([^()]+)\)")
_AND = re.compile(r" (?:and|a|&) |, (?!(?:city|county)(?: and county)? of\b)", re.IGNORECASE)
"""What joins places: the first of them is another than all together."""
_LINES = re.compile(r"[,()\d]| - ")
_AT = re.compile(r" (?:sitting )?at ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a text may mean; `matched` if it is the one that is meant, as far as can be told."""

    key: str
    label: str
    class_: str
    score: float
    """From 0 to 100."""
    matched: bool
    reason: str
    """Why, in words."""


class _Name(NamedTuple):
    number: int
    place: int
    text: str
    style: Style
    days: Days


class _Fit(NamedTuple):
    """How a thing fits a text before day and place are looked at."""

    score: float
    reason: str
    days: Days = ALWAYS
    told: bool = True
    """Whether the text says of which kind the thing is, or something else does (`Resolver._is_told`)."""


class Resolver:
    """The names of all times, with the codes and postcodes; what it answers hangs on nothing else.

    >>> resolver = Resolver([
    ...     Named("magistrates-court/oakham", "cje:MagistratesCourt", "Oakham", (Borne("Oakham Magistrates' Court"),)),
    ...     Named("police-force/kent", "cje:PoliceForce", "Kent Police", (Borne("Kent Police"),)),
    ...     Named("cps-area/1999/kent", "cje:CPSArea", "Kent", (Borne("Kent"),)),
    ... ])
    >>> [(each.key, each.score, each.matched) for each in resolver.resolve("Okham mags")]
    [('magistrates-court/oakham', 85.7, True)]
    >>> [each.key for each in resolver.resolve("CPS Kent") if each.matched]
    ['cps-area/1999/kent']
    >>> sorted(each.key for each in resolver.resolve("Kent")), any(each.matched for each in resolver.resolve("Kent"))
    (['cps-area/1999/kent', 'police-force/kent'], False)
    """  # noqa: E501

    def __init__(self, things: Iterable[Named]) -> None:
        self._things = tuple(things)
        self._places = {thing.key: place for place, thing in enumerate(self._things)}
        self._names: list[_Name] = []
        self._whole: dict[str, list[_Name]] = defaultdict(list)
        self._cores: dict[str, list[_Name]] = defaultdict(list)
        self._asides: dict[str, list[_Name]] = defaultdict(list)
        self._having: dict[str, list[_Name]] = defaultdict(list)
        self._beginnings: dict[tuple[str, ...], list[_Name]] = defaultdict(list)
        self._towns: dict[str, set[str]] = defaultdict(set)
        """By the telling words of a Welsh name, those of the English names of the same body."""
        self._known: set[str] = set()
        """The words of addresses: none of them is another word misspelt."""
        self._codes: dict[str, list[tuple[int, Borne]]] = defaultdict(list)
        self._postcodes: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for place, thing in enumerate(self._things):
            self._add(place, thing)
        count = len(self._names)
        self._unknown = math.log(1 + count)
        """The weight of a word that no name has: that of the rarest."""
        self._weights = {word: math.log(1 + count / len(names)) for word, names in self._having.items()}
        self._mass = [sum(self._weights[word] for word in set(name.style.core)) for name in self._names]
        """What the words of each name weigh together."""
        self._digits = [frozenset(filter(str.isdigit, name.style.core)) for name in self._names]
        self._words = sorted(self._having)
        self._common = max(20, count // 20)
        self._like: Callable[[str], Mapping[str, float]] = cache(self._spelt_like)

    def _add(self, place: int, thing: Named) -> None:
        for borne in dict.fromkeys(thing.names):
            name = _Name(len(self._names), place, borne.text, read(borne.text), borne.days)
            self._whole[name.style.plain].append(name)
            if not thing.distinctive:
                continue
            self._names.append(name)
            if name.style.core:
                self._cores[name.style.joined].append(name)
            if name.style.aside:
                self._asides[read(" ".join(_ASIDE.findall(borne.text))).joined].append(name)
            for word in set(name.style.core):
                self._having[word].append(name)
            for length in range(1, len(name.style.core) if not _AND.search(name.text) else 1):
                self._beginnings[name.style.core[:length]].append(name)
        for welsh in (read(name.text).joined for name in thing.names if name.language == "cy"):
            self._towns[welsh] |= {read(name.text).joined for name in thing.names if name.language == "en"}
        for address in thing.addresses:
            self._known.update(plain(address).split())
        for code in dict.fromkeys(thing.codes):
            self._codes[compact(code.text)].append((place, code))
        for postcode in dict.fromkeys(thing.postcodes):
            self._postcodes[compact(postcode)].append((place, postcode))

    def resolve(
        self,
        text: str,
        *,
        on: date | None = None,
        kinds: Collection[str] | None = None,
        place: str | None = None,
    ) -> list[Candidate]:
        """What a text may mean, the likeliest first; equals by key. An empty list if nothing is like it.

        `kinds` are the classes, as CURIEs, that come into question; `place` is an area, a force, a town or a
        postcode, by key or name. Of several that fit alike none is matched.
        """
        day = on.isoformat() if on else None
        wanted = None if kinds is None else frozenset(kinds)
        fits = self._fits(text, wanted)
        where = self._where(place) if place and place.strip() else None
        found: dict[int, tuple[float, bool, tuple[str, ...]]] = {}
        for number, fit in fits:
            thing = self._things[number]
            if fit.score < LEAST:
                continue
            score = fit.score
            reasons: tuple[str, ...] = (fit.reason,)
            if day is not None:
                cost, reason = on_day(thing, fit.days, day)
                score, reasons = score - cost, (*reasons, reason)
            if where is not None:
                cost, reason = at_place(thing, where)
                score, reasons = score - cost, (*reasons, reason)
            if not fit.told:
                reasons = (*reasons, UNTOLD)
            score = round(score, 1)
            if score >= LEAST and (score, fit.told) > found.get(number, (0.0, False))[:2]:
                found[number] = (score, fit.told, reasons)
        ranked = sorted(
            ((self._things[number], *fit) for number, fit in found.items()),
            key=lambda each: (-each[1], not each[2], -each[0].weight, each[0].key),
        )
        sure = bool(ranked) and ranked[0][1] >= MATCHED and ranked[0][2]
        sure = sure and (len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= MARGIN)
        return [
            Candidate(thing.key, thing.label, thing.class_, score, sure and number == 0, "; ".join(reasons))
            for number, (thing, score, _, reasons) in enumerate(ranked[:MOST])
        ]

    def coded(self, code: str) -> frozenset[str]:
        """The keys of the things that have or had a code; of a room of a court, such as B33PL00, its own."""
        return frozenset(self._things[number].key for number, _ in self._bearing(compact(code)))

    def _bearing(self, wanted: str) -> list[tuple[int, Borne]]:
        return self._codes.get(wanted) or (self._codes.get(wanted[:5], []) if len(wanted) == 7 else [])

    def _fits(self, text: str, kinds: frozenset[str] | None) -> list[tuple[int, _Fit]]:
        """The things that a text fits by key, code, postcode or name, in the order in which it is tried."""
        fits = [each for each in self._by_code(text) if self._may_be(each[0], kinds)]
        if fits:
            return fits
        style = read(text)
        fits = list(self._by_name(style, kinds))
        if COURTS & (style.kinds.keys() if kinds is None else kinds):
            fits += self._by_part(text, style, kinds)
        return fits

    def _by_part(self, text: str, style: Style, kinds: frozenset[str] | None) -> Iterator[tuple[int, _Fit]]:
        """What bears a part of a text as its whole name: `Cornwall (Truro)`, `East Berkshire, Slough`."""
        if not _MARKED.search(text) or any(char.isdigit() for char in text):
            return
        head, *venue = _AT.split(_ASIDE.sub(" ", text))
        if venue:  # Who sits there is not who is at home there, and is told before it.
            who = read(head)
            parts, said = venue[-1:], (who.kinds if who.core else {}) or style.kinds
        elif aside := _ASIDE.findall(text):
            parts, said = [_ASIDE.sub(" ", text), *aside], {}
        else:
            parts, said = [part for part in _PARTS.split(text) if part.strip()], {}
        cost = PART if len(parts) == 2 else ADDRESS
        for part in parts:
            told = read(part)
            if told.core and told.core != style.core:
                kept = Style(part, told.core, told.aside, said or told.kinds or style.kinds)
                for number, fit in self._exactly(kept, kinds):
                    yield number, fit._replace(score=fit.score - cost)

    def _may_be(self, number: int, kinds: frozenset[str] | None) -> bool:
        return kinds is None or self._things[number].class_ in kinds

    def _by_code(self, text: str) -> Iterator[tuple[int, _Fit]]:
        text = text.strip()
        if (number := self._places.get(text)) is not None:
            yield number, _Fit(WHOLE, "its key")
            return
        wanted = compact(text)
        if not wanted or not any(char.isdigit() for char in wanted):
            return
        for number, code in self._bearing(wanted):
            yield number, _Fit(WHOLE, f"its code {code.text}", code.days)
        for number, postcode in self._postcodes.get(wanted, ()):
            yield number, _Fit(WHOLE - 5, f"its postcode {postcode}")

    def _by_name(self, style: Style, kinds: frozenset[str] | None) -> Iterator[tuple[int, _Fit]]:
        fits = list(self._exactly(style, kinds))
        yield from fits
        if _best(fits) < MATCHED:
            for name, score in self._alike(style, kinds):
                yield self._fit(style, name, score, kinds)

    def _exactly(self, style: Style, kinds: frozenset[str] | None) -> Iterator[tuple[int, _Fit]]:
        """What bears the name, whatever the words for its kind, or bears it but for its end."""
        exact = {id(name): (name, WHOLE) for name in self._whole.get(style.plain, ())}
        if style.core:
            for name in self._cores.get(style.joined, ()):
                exact.setdefault(id(name), (name, WHOLE))
            for town in self._towns.get(style.joined, ()):
                for name in self._cores.get(town, ()):
                    exact.setdefault(id(name), (name, WHOLE - WELSH))
            for name in self._asides.get(style.joined, ()):
                venue = _VENUE.search(style.plain)
                exact.setdefault(id(name), (name, WHOLE - (BEGINNING if venue else ADDRESS)))
            if style.kinds or kinds is not None:
                for name in self._beginnings.get(style.core, ()):
                    exact.setdefault(id(name), (name, WHOLE - BEGINNING))
        likely = [(name, score) for name, score in exact.values() if self._may_be(name.place, kinds)]
        # A court that bears the very name goes before one of which only the town is the same.
        borne = COURTS & style.kinds.keys() and any(name.style.plain == style.plain for name, _ in likely)
        for name, score in likely:
            other = MARGIN if borne and name.style.plain != style.plain else 0.0
            yield self._fit(style, name, score - other, kinds)

    def _fit(self, style: Style, name: _Name, score: float, kinds: frozenset[str] | None) -> tuple[int, _Fit]:
        """A name that has the words of a text, judged by the kind and the words in brackets too."""
        thing = self._things[name.place]
        whole = name.style.plain == style.plain
        reason = f"called {name.text!r}" if score >= WHOLE - BEGINNING else f"called much as {name.text!r}"
        if kinds is None and style.kinds:
            cost = float(style.kinds.get(thing.class_, OTHER_KIND))
            score -= min(cost, BORNE_ASKEW if cost == ASKEW else BORNE) if whole else cost
        if not whole:
            score -= self._aside(style, name, thing) + UNSAID
            if style.kinds and name.style.kinds and style.kinds != name.style.kinds:
                score -= OTHER_WORDS
        return name.place, _Fit(score, reason, name.days, self._is_told(style, name, kinds))

    def _is_told(self, style: Style, name: _Name, kinds: frozenset[str] | None) -> bool:
        """Whether a text that fits a name says of which kind the thing is, or something else does.

        A text without a word for a kind may be the name of a place, and of whatever is called after it, also
        of what the index does not know. It means a court if that sits there, or bears it both with the word
        and without; and what bears it as it stands, if that is more than a place: a venue, a title.
        """
        if kinds is not None or style.kinds:
            return True
        thing, whole = self._things[name.place], name.style.plain == style.plain
        if thing.class_ not in SHARED:
            return whole
        if whole and (style.aside or _VENUE.search(style.plain)):
            return True
        if thing.class_ not in INSTITUTIONS:
            return False
        return any(style.joined in _parts(each) for each in thing.addresses) or (
            whole
            and any((other := read(each.text)).kinds and other.joined == style.joined for each in thing.names)
        )

    def _aside(self, style: Style, name: _Name, thing: Named) -> float:
        asked, told = style.aside, name.style.aside
        if asked and not asked & told:
            if any(asked <= set(read(address).core) for address in thing.addresses):
                return 0.0
            if asked & STREETS:
                return ASIDE_STREET
            return ASIDE_OTHER if told else ASIDE_MISSING
        return ASIDE_MORE if told and not asked else 0.0

    def _alike(self, style: Style, kinds: frozenset[str] | None) -> Iterator[tuple[_Name, float]]:
        """The names that share words with a text, or have some that are spelt alike."""
        if not style.core:
            return
        like = [self._like(word) for word in style.core]
        most = [max((self._weights[w] for w in words), default=self._unknown) for words in like]
        total = sum(most)
        digits = frozenset(word for word in style.core if word.isdigit())
        may = self._sharing(like)
        got: dict[int, float] = defaultdict(float)
        has: dict[int, dict[str, float]] = defaultdict(dict)
        answered: dict[int, int] = defaultdict(int)
        for words, weight in zip(like, most, strict=True):
            best: dict[int, tuple[float, str]] = {}
            for word, quality in words.items():
                for name in self._having[word]:
                    if name.number in may and (quality, word) > best.get(name.number, (0.0, "")):
                        best[name.number] = (quality, word)
            for number, (quality, word) in best.items():
                got[number] += quality * weight
                answered[number] += 1
                has[number][word] = max(quality, has[number].get(word, 0.0))
        found: dict[int, tuple[float, _Name]] = {}
        for number, sum_asked in got.items():
            shared = sum(self._weights[word] * quality for word, quality in has[number].items())
            score = WHOLE * (0.5 * sum_asked / total + 0.5 * shared / self._mass[number])
            name = self._names[number]
            if answered[number] < len(like) or len(has[number]) < len(set(name.style.core)):
                score = min(score, MATCHED - 1)  # A word more or less is no misspelling.
            if digits != self._digits[number] or not self._may_be(name.place, kinds):
                continue
            if score >= LEAST and score > found.get(name.place, (0.0, name))[0]:
                found[name.place] = (score, name)
        for score, name in nlargest(2 * MOST, found.values(), key=lambda each: (each[0], -each[1].number)):
            yield name, min(score, WHOLE - 1)

    def _sharing(self, like: Sequence[Mapping[str, float]]) -> set[int]:
        """The names that have one of the rarer words; of common ones only if all are common."""
        rare = [word for words in like for word in words if len(self._having[word]) <= self._common]
        chosen = rare or [word for words in like for word in words]
        return {name.number for word in chosen for name in self._having[word]}

    def _spelt_like(self, asked: str) -> Mapping[str, float]:
        """The words of names that are like one, and how alike: 1 for the word itself."""
        if asked in self._having:
            return {asked: 1.0}
        if len(asked) < 4 or any(char.isdigit() for char in asked) or asked in self._known:
            return {}
        from rapidfuzz import process  # noqa: PLC0415 - only needed when a word is not known
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        cutoff = SPELT.get(len(asked), 0.7)
        found = process.extract(
            asked, self._words, scorer=OSA.normalized_similarity, score_cutoff=cutoff, limit=20
        )
        return {word: 0.2 + 0.8 * alike for word, alike, _ in found}

    def _where(self, place: str) -> Where:
        postcode, style = compact(place), read(place)
        keys = {place} if place in self._places else set()
        keys |= {self._things[name.place].key for name in self._whole.get(style.plain, ())}
        keys |= {self._things[name.place].key for name in self._cores.get(style.joined, ()) if style.core}
        return Where(place, frozenset(keys), style.core, postcode if DISTRICT.fullmatch(postcode) else "")


@lru_cache(maxsize=4096)
def _parts(address: str) -> frozenset[str]:
    """The telling words of each part of an address, in one."""
    return frozenset(read(part).joined for part in _LINES.split(address))


def _best(fits: Iterable[tuple[int, _Fit]]) -> float:
    return max((fit.score for _, fit in fits), default=0.0)
