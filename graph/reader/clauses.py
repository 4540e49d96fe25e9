"""The clauses of a sentence: of which themes each speaks, and which way it points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.reader.lexicon import (
    CROWN,
    DECLINED,
    IMPROVED,
    MAGISTRATES,
    MIXED,
    NOT_SAID,
    RECOVERED,
    STRENGTH,
    SUCCESSFUL,
    THEMES,
    TO_COME,
    UNCHANGED,
    WEAKNESS,
    WORSE_OFF,
)

_ORDER = (
    ("mixed", MIXED),
    ("improved", RECOVERED),
    ("declined", WORSE_OFF),
    ("unchanged", UNCHANGED),
    ("declined", DECLINED),
    ("weakness", WEAKNESS),
    ("improved", IMPROVED),
    ("strength", STRENGTH),
)
_CONTRAST = re.compile(
    r"; *|,? +(?:but|although|though|however|whereas|while|whilst"
    r"|(?<!not )(?<!have )(?<!has )(?<!is )(?<!are )yet)\b,? +",
    re.I,
)
_AND = re.compile(r",? +and +(?=\w)", re.I)
_COMPARED = re.compile(r"\baverages?\b", re.I)
_BETTER_OR_WORSE = re.compile(r"\b(?:better|worse)\b", re.I)
_THAN_OTHERS = {"better": "strength", "worse": "weakness"}
"""Better than others is not better than before."""
_CONCEDES = re.compile(
    r"\W*\b(?:although|though|while|whilst|whereas|despite)\b\W*$|^\W*(?:although|though|while|whilst"
    r"|whereas|despite)\b",
    re.I,
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|nor|neither|without|little|hardly|no(?! +(?:doubt|longer)\b))\b|n't\b|\b(?:fail\w*"
    r"|yet|unable) +to\b)(?: +[\w'-]+){0,4} *$",
    re.I,
)
"""Before a word of praise: the clause denies it, in words that no other rule knows."""
_NEEDS = re.compile(r"\b(?:needs?|needed|has|have|yet|fail\w*|unable) +to\b|\bmust\b", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """A clause that says something of a theme, its places counted in the sentence."""

    start: int
    end: int
    themes: tuple[str, ...]
    direction: str


def themes_of(text: str) -> tuple[str, ...]:
    """The themes that some flat words name, as the vocabulary calls them.

    >>> themes_of("Successful outcomes in the Crown Court and disclosure")
    ('successful-outcomes-crown', 'disclosure')
    """
    found = [(match.start(), name) for name, pattern in THEMES for match in pattern.finditer(text)]
    for match in SUCCESSFUL.finditer(text):
        courts = [
            name for name, pattern in (("magistrates", MAGISTRATES), ("crown", CROWN)) if pattern.search(text)
        ]
        found += [(match.start(), f"successful-outcomes-{name}") for name in courts]
        if not courts:
            found.append((match.start(), "case-outcomes"))
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def direction_of(text: str) -> str:
    """Which way some flat words point; empty for no way.

    >>> [direction_of(text) for text in ("has improved", "needs to improve", "is to be improved")]
    ['improved', 'weakness', '']
    >>> [direction_of(text) for text in ("has not improved", "is no longer good", "Delays have fallen")]
    ['unchanged', 'declined', 'improved']
    """
    spoken = NOT_SAID.sub(" ", text)
    if not _NEEDS.search(spoken):
        spoken = TO_COME.sub(" ", spoken)
    if _COMPARED.search(spoken) and (found := _BETTER_OR_WORSE.search(spoken)):
        return _THAN_OTHERS[found[0].lower()]
    for name, pattern in _ORDER:
        praises = name in ("improved", "strength") and pattern is not RECOVERED
        for match in pattern.finditer(spoken):
            if not (praises and _DENIED.search(spoken[: match.start()])):
                return name
    return ""


def parts(sentence: str) -> Iterator[Part]:
    """The findings of a flat sentence: one, or one for each clause where clauses point different ways."""
    told: list[Part] = []
    for start, end in _contrasted(sentence):
        clauses = [_part(sentence, *span) for span in _cut(sentence, _AND, start, end)]
        whole = all(part.themes and part.direction for part in clauses)
        for part in clauses if whole else [_part(sentence, start, end)]:
            if told and part.direction == told[-1].direction and part.direction:
                last = told[-1]
                themes = tuple(dict.fromkeys((*last.themes, *part.themes)))
                told[-1] = Part(last.start, part.end, themes, last.direction)
            else:
                told.append(part)
    yield from (part for part in told if part.themes and part.direction)


def _contrasted(sentence: str) -> Iterator[tuple[int, int]]:
    """The parts of a sentence that are set against each other; `although A, B` ends at its comma."""
    for start, end in _cut(sentence, _CONTRAST, 0, len(sentence)):
        comma = sentence.find(", ", start, end)
        if comma > 0 and (_CONCEDES.search(sentence[:start]) or _CONCEDES.match(sentence[start:])):
            yield start, comma
            start = comma + 2
        yield start, end


def _cut(text: str, at: re.Pattern[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in at.finditer(text, start, end):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    yield start, end


def _part(sentence: str, start: int, end: int) -> Part:
    return Part(start, end, themes_of(sentence[start:end]), direction_of(sentence[start:end]))
