"""Names of bodies and courts in a text, each with its place and the key that it means, if it means one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from graph.estate import Estate
from graph.reader.blocks import Block

SURE = 95.0
"""The score from which a name is taken to mean a thing."""
_UNDATED = (date(2005, 6, 1), date(2014, 6, 1), date(2022, 6, 1))
"""Days of the area schemes that inspectorates wrote of; a text without a date must mean one thing on all."""

_CAPITAL = "[A-ZÀ-ÖØ-ÞŴŶ]"
_WORD = rf"(?!(?:CPS|Courts?|Police|Constabulary|HMCPSI|HMIC(?:FRS)?|Magistrates|Crown)\b){_CAPITAL}[\w'-]*"
_LINK = r"(?:and|of|upon|on|le|y|the|with|in|&)"
NAME = rf"{_WORD}(?: +(?:{_LINK} +){{0,2}}{_WORD}){{0,6}}"
_PLAIN = rf"{_WORD}(?: +(?:(?:upon|on|le|of|the|in) +){{0,2}}{_WORD}){{0,4}}"
_ALSO = rf"{_PLAIN}(?: *\({_PLAIN}\))?"
_LIST = rf"{_ALSO}(?: *, *(?:and +)?{_ALSO})*(?: *,? +and +{_ALSO})?"

AREA, FORCE = "cje:CPSArea", "cje:PoliceForce"
MAGISTRATES, CROWN = "cje:MagistratesCourt", "cje:CrownCourtCentre"
INSPECTORATE = "cje:Inspectorate"

_AREA_AFTER = re.compile(
    rf"\b(?:CPS|Crown +Prosecution +Service(?: *\(CPS\))?)(?: +(?:in|for))?(?: +the)? +(?!(?:Inspectorate"
    rf"|Areas?|Regions?|Headquarters|Direct)\b)({NAME})"
)
_AREA_BEFORE = re.compile(rf"\b({NAME}) +(?:CPS|Crown +Prosecution +Service)\b(?! +Inspectorate)")
_AREA_NAMED = re.compile(rf"\b({NAME})(?= +is +one +of +(?:the +)?\d+ +(?:CPS +)?areas)")
_FORCE_BEFORE = re.compile(
    rf"\b({NAME}) +(Police(?: +(?:Service|Force))?|Constabulary)\b(?! +(?:(?:and|&) +Crime|Authority"
    rf"|Federation|Commissioner)\b)"
)
_FORCE_AFTER = re.compile(rf"\b(Heddlu +{NAME})")
_MAGISTRATES = re.compile(rf"\b({_LIST}) +[Mm]agistrates'? +[Cc]ourts?\b|\b(Llys +Ynadon +{_PLAIN})")
_CROWN = re.compile(
    rf"\b[Cc]rown +[Cc]ourts?(?: +(?:centres?|sitting|sits))? +(?:at|in) +({_LIST})"
    rf"|\b({_LIST}) +[Cc]rown +[Cc]ourts?\b|\b(Llys +y +Goron +{_PLAIN})"
)
_OF_AREA = re.compile(r"(?<=\S) +Areas?$")
"""What is said of a body and is no part of its name: `the CPS Kent Area`."""
_MAY_NAME_BODY = re.compile(r"CPS|Prosecution|Police|Constabulary|Heddlu|areas")
_MAY_NAME_COURT = re.compile(r"[Cc]ourts?\b|Llys")
"""Without such a word there is nothing to look for, which is quickly seen."""
_INSPECTORATE = re.compile(
    r"\b(?:HMCPSI|HMICFRS|HMICA|HMIC|HMI +(?:Prisons|Probation|Constabulary)|HMIP(?:robation|risons)?"
    r"|(?:(?:Her|His) +Majesty's|HM) +Crown +Prosecution +Service +Inspectorate"
    r"|(?:Crown +Prosecution +Service|CPS) +Inspectorate(?! +Act)"
    r"|(?:(?:Her|His) +Majesty's|HM|the) +Inspectorate +of +(?:Constabulary(?: +and +Fire +(?:&"
    r"|and) +Rescue +Services)?"
    r"|Prisons|Probation|Court +Administration)"
    r"|(?:(?:Her|His) +Majesty's|HM) +Magistrates' +Courts? +Service +Inspectorate)(?!\w)"
)
_SAME = (
    (re.compile(r"(?:crown prosecution service|cps) inspectorate|hmcpsi", re.I), "HMCPSI"),
    (re.compile(r"inspectorate of constabulary\b.*|hmic(?:frs)?|hmi constabulary", re.I), "HMICFRS"),
    (re.compile(r"inspectorate of prisons|hmi ?prisons|hmiprisons", re.I), "HM Inspectorate of Prisons"),
    (re.compile(r"inspectorate of probation|hmi ?probation", re.I), "HM Inspectorate of Probation"),
)
_NO_NAME = frozenset(
    "the a an this that these those his her in at on for of and by from to when if all both each under chief "
    "inspection inspections report british transport neighbouring local new".split()
)


class Meant(NamedTuple):
    """What a name means: a key; or none, and why not, and whether it may be several."""

    key: str
    why: str = ""
    several: bool = False


NOTHING = Meant("", "nothing of that kind is so called")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text, and what it means."""

    class_: str
    start: int
    end: int
    text: str
    meant: Meant

    @property
    def key(self) -> str:
        """The key of what is meant; empty if that cannot be told."""
        return self.meant.key

    @property
    def why(self) -> str:
        """Why it cannot be told."""
        return self.meant.why


class Names:
    """What names mean on the day of a document."""

    def __init__(self, estate: Estate, day: date | None) -> None:
        self._estate = estate
        self._day = day
        self.key = lru_cache(maxsize=4096)(self._key)

    def _key(self, text: str, class_: str) -> Meant:
        days = () if class_ == INSPECTORATE else (self._day,) if self._day else _UNDATED
        found: dict[str, None] = {}
        maybe: dict[str, None] = {}
        for day in (*days, None):
            if day is None and found:
                break
            best = [each for each in self._estate.resolve(text, on=day, kind=class_) if each.score >= SURE]
            found |= {each.key: None for each in best if each.matched}
            maybe |= {each.key: None for each in best}
        if len(found) == 1:
            return Meant(next(iter(found)))
        if maybe:
            undecided = "" if self._day else ": the text has no date that decides"
            return Meant("", f"may be {' or '.join(found or maybe)}{undecided}", several=True)
        return NOTHING

    def named(self, text: str) -> set[str]:
        """The area and the force that a name without the words for its kind may mean."""
        if not re.match(_CAPITAL, text):
            return set()
        return {self.key(text, AREA).key, self.key(f"{text} Police", FORCE).key} - {""}

    def bodies(self, block: Block) -> list[Mention]:
        """The CPS areas and police forces that a block names, in order."""
        if not _MAY_NAME_BODY.search(block.flat):
            return []
        found = list(self._areas(block))
        found += self._by(block, _FORCE_BEFORE, FORCE, suffix=True)
        found += self._by(block, _FORCE_AFTER, FORCE)
        return _apart(found)

    def _areas(self, block: Block) -> Iterator[Mention]:
        for match in _AREA_AFTER.finditer(block.flat):
            yield from self._leading(block, match.start(1), match[1], AREA, match.start())
        for pattern in (_AREA_BEFORE, _AREA_NAMED):
            for match in pattern.finditer(block.flat):
                if (
                    mention := self._trailing(block, match.start(1), match[1], AREA, match.end())
                ) is not None:
                    yield mention

    def _leading(self, block: Block, start: int, name: str, class_: str, begin: int) -> Iterator[Mention]:
        """The longest beginning of a name that means something, and another after `and`."""
        words = list(re.finditer(r"\S+", name))
        for count in range(len(words), 0, -1):
            text = name[: words[count - 1].end()]
            meant = self.key(_tidy(text), class_)
            if meant.key or meant.several:
                text = _OF_AREA.sub("", text)
                yield _mention(block, class_, begin, start + len(text), meant)
                rest = name[len(text) :]
                if after := re.match(r" +and +", rest):
                    more = start + len(text) + after.end()
                    yield from self._leading(block, more, rest[after.end() :], class_, more)
                return
        if len(words) <= 4 and begin != start:
            yield _mention(block, class_, begin, start + len(name), NOTHING)

    def _trailing(self, block: Block, start: int, name: str, class_: str, end: int) -> Mention | None:
        """The longest end of a name that means something."""
        words = list(re.finditer(r"\S+", name))
        for first, word in enumerate(words):
            if word[0].lower() in _NO_NAME:
                continue
            stop = len(name) if class_ == AREA else end - start
            meant = self.key(_tidy(block.flat[start + word.start() : start + stop]), class_)
            if meant.key or meant.several:
                return _mention(block, class_, start + word.start(), end, meant)
            if first > 5:
                break
        return None

    def _by(
        self, block: Block, pattern: re.Pattern[str], class_: str, *, suffix: bool = False
    ) -> list[Mention]:
        found = []
        for match in pattern.finditer(block.flat):
            if suffix:
                mention = self._trailing(block, match.start(1), match[1], class_, match.end())
                found += [mention] if mention is not None else []
            else:
                found += list(self._leading(block, match.start(1), match[1], class_, match.start()))
        return found

    def courts(self, block: Block) -> list[Mention]:
        """The magistrates' courts and Crown Court centres that a block names, in order."""
        found: list[Mention] = []
        if not _MAY_NAME_COURT.search(block.flat):
            return found
        for pattern, class_, kind in (
            (_MAGISTRATES, MAGISTRATES, " Magistrates' Court"),
            (_CROWN, CROWN, " Crown Court"),
        ):
            for match in pattern.finditer(block.flat):
                group = next(number for number, text in enumerate(match.groups(), 1) if text)
                found += self._listed(block, match, group, class_, kind)
        return _apart(found)

    def _listed(
        self, block: Block, match: re.Match[str], group: int, class_: str, kind: str
    ) -> Iterator[Mention]:
        """Each name of a list that shares the words for a kind of court."""
        parts = list(re.finditer(r"(?:[^,](?! and +(?=\S)))*[^,](?= and |,|$)", match[group]))
        spans = [(0, len(match[group]))] if len(parts) == 1 else []
        spans = spans or [_strip(match[group], part.start(), part.end()) for part in parts]
        for number, (start, end) in enumerate(spans):
            begin = match.start(group) + start
            words = match[group][start:end]
            for word in re.finditer(r"\S+", words):
                if word[0].lower() in _NO_NAME:
                    continue
                text = _tidy(re.sub(r" *\([^)]*\)", "", words[word.start() :]))
                meant = self.key(text if text.startswith("Llys") else text + kind, class_)
                if meant.key or meant.several or number:
                    yield _mention(block, class_, begin + word.start(), begin + len(words), meant)
                    break
            else:
                first = next((w for w in re.finditer(r"\S+", words) if w[0].lower() not in _NO_NAME), None)
                if first is not None:
                    none = Meant("", "no court of that kind is so called")
                    yield _mention(block, class_, begin + first.start(), begin + len(words), none)

    def inspectorates(self, block: Block) -> list[Mention]:
        """The inspectorates that a block names, in order."""
        found = []
        for match in _INSPECTORATE.finditer(block.flat):
            text = re.sub(r"^(?:the|her majesty's|his majesty's|hm) ", "", _tidy(match[0]), flags=re.I)
            known = next((name for pattern, name in _SAME if pattern.fullmatch(text)), f"HM {text}")
            meant = self.key(known, INSPECTORATE)
            found.append(_mention(block, INSPECTORATE, match.start(), match.end(), meant))
        return found


Reads = Callable[[Block], list[Mention]]


def _mention(block: Block, class_: str, start: int, end: int, meant: Meant) -> Mention:
    return Mention(class_, block.start + start, block.start + end, _tidy(block.flat[start:end]), meant)


def name_alone(text: str) -> str:
    """The name of a CPS area without the words for its kind.

    >>> name_alone("CPS Kent"), name_alone("Leicestershire and Rutland")
    ('Kent', 'Leicestershire and Rutland')
    """
    return re.sub(
        r"^(?:the +)?(?:CPS|Crown Prosecution Service(?: \(CPS\))?) +|(?: +(?:CPS|Area))+$", "", text
    )


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a part of a list without the comma, the `and` and the spaces before it."""
    lead = re.match(r"[\s,]*(?:and +)?", text[start:end])
    return start + (lead.end() if lead else 0), end


def _apart(found: list[Mention]) -> list[Mention]:
    """In order, and of those that overlap the one that is linked, else the longest."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda each: (not each.key, each.start - each.end)):
        if all(mention.end <= other.start or mention.start >= other.end for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda each: each.start)
