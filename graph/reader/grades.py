"""Ratings in sentences: a grade with the words that make it one, for what, of which body and inspection.

A grade's word alone is nothing: "strong leadership", "performance in rape cases has been poor" rate nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

GRADES = (
    "outstanding",
    "excellent",
    "good",
    "fair",
    "adequate",
    "requires improvement",
    "inadequate",
    "poor",
)
_GRADE = (
    r"[\"'(]* *(?P<grade{n}>outstanding|excellent|good|fair|adequate|requir(?:es|ed|ing|e) +improvement"
    r"|inadequate|poor)\b(?!-\w)"
    r"(?! +(?:practice|progress|use|reason|quality|value|example|relationship|deal|enough|work))[\"')]* *"
)
WHOLE = re.compile(
    r"(?:the +|its +|their +|our +|an? +)*(?:(?:area|force|cps|overall|general|whole|area's|force's)(?: +|$)|"
    r"(?:quality +of +)?performance(?: +of +the +(?:area|force))?(?: +|$)|assessment(?: +|$)|work(?: +|$)"
    r"|rating(?: +|$)|as +a +whole)+\W*",
    re.I,
)
"""Words for the whole of a body's work."""
_OVERALL = r"(?:overall +|general +)?"
_BE = r"(?:is|was|are|were|(?:has|have|had) +been|remains?|remained|be|being|stays?|stayed|becomes|became)"
_MARK = r"(?:ratings?|grades?|grading|markings?|marks?|assessments?|judge?ments?|scores?|verdict)"
_NO_GRADE = rf"(?:(?!\b(?:{'|'.join(GRADES)})\b)[^.;:])"
_FOR = (
    r"(?: *,? *(?:for|on|against) +(?P<for>(?!(?:the +)?(?:19|20)\d)"
    r"(?:[^.;:]{2,40}?(?:areas|aspects|criteria)\b[^.]{3,400}|[^.;]{3,160})))"
)
"""What is graded, behind the grade; a list of it may be parted by semicolons."""
_NOW = r"(?:(?:now|still|again|therefore|also|currently|only) +)*(?:an? +)?"


def _pattern(text: str) -> re.Pattern[str]:
    number = iter(range(1, 12))
    return re.compile(re.sub(r"@G", lambda _: _GRADE.replace("{n}", str(next(number))), text), re.I)


_SENTENCES = tuple(
    _pattern(text)
    for text in (
        # The overall rating of performance is now FAIR; the grade for disclosure was good
        rf"\b{_OVERALL}{_MARK}\b(?: +(?:of|for|in|on|given +(?:to|for)|awarded +(?:to"
        rf"|for)) +(?P<of>{_NO_GRADE}{{2,80}}?))? +"
        rf"(?:{_BE}|stands +at|of) +{_NOW}@G{_FOR}?",
        # rated as good for X; graded 'good' at X; assessed as poor in X; judged to be fair
        rf"\b(?:rated|graded|re-?rated|marked|scored|(?:assessed|judged|deemed|classed|classified"
        rf"|described)(?= +(?:as|to|overall|\"|')))"
        rf" +(?:overall +)?(?:as +(?:being +)?|to +(?:be +)?)?(?:overall +)?{_NOW}@G(?: *(?:overall|(?:for"
        rf"|at|in|on|against|over) +(?P<for>[^.;:]{{2,40}}?(?:areas|aspects|criteria)\b[^.]{{3,400}}"
        rf"|[^.;]{{3,160}})))?",
        # a 'poor' marking in the OPA; an overall rating of fair; a fair rating
        rf"[\"' ]@G(?:{_OVERALL}(?:ratings?|grades?|gradings?|markings?|marks?)"
        rf"|overall +{_MARK})\b(?: +(?:for|at|in|on) +(?P<in>[^.;]{{3,80}}))?",
        # we rate the force good at X; inspectors graded the area fair
        rf"\b(?:rates?|rated|grades?|graded|gave) +(?P<whom>[^.;,]{{2,60}}?) +(?:as +|overall +)*{_NOW}@G"
        rf"(?: *(?:overall|(?:for|at|in|on) +(?P<for2>[^.;]{{3,120}})))?",
        # an overall rating of fair was given; received a rating of good for X; its rating: Fair
        rf"\b{_MARK} *(?::|=) *@G(?:$|[.;,])",
        # the rating improved from poor to fair; moved from fair to good
        rf"\b(?:{_MARK} +(?:of|for|in|on) +(?P<of>[^.;:]{{2,80}}?) +(?:(?:has|have|had|was|were|since) +)*)?"
        rf"\b(?:improved|declined|moved|risen|rose|fell|fallen|gone|dropped|slipped|deteriorated|up"
        rf"|down)(?: +\w+)? +from +{_NOW}@G"
        rf"(?:in +(?:the +)?(?P<then>[^.;,]{{3,40}}?) +)?to +{_NOW}@G(?:(?:for|at"
        rf"|in) +(?P<for3>[^.;]{{3,80}}))?",
        # up from poor in 2005; a fair rating, compared with poor in the OPA
        rf"\b(?:up|down|compared +(?:with|to)|previously|last +time|having +been|it +was"
        rf"|an +improvement +on|against)(?: +from)? +"
        rf"(?:rated +)?{_NOW}@G(?:in +(?:the +)?(?P<when>[^.;,]{{3,50}}))?",
        # and for CPS Suffolk is fair; while CPS Sussex was fair: only after another grade
        r"\b(?:and|while|whilst|whereas|but) +(?:(?:that +)?for +)?(?P<of>[^.;,]{3,50}?) +(?:(?:is|was|as"
        r"|were) +)?@G(?:overall *)?(?:$|[.;,])",
        # good for X, excellent for Y but only fair for Z: only after another grade
        rf"(?:[,;]|\band|\bbut|\bwhile|\bor) +(?:(?:only|also|just|as|and|but"
        rf"|an?) +)*(?:overall +)?(?:{_MARK} +of +)?@G(?:for|at|in|on) +(?P<for>[^.;]{{3,120}})",
        # the good area was crime data integrity; the inadequate areas included preventing crime
        r"\b(?:the|its|their) +@G(?:areas?|aspects?|judge?ments?) +(?:was|were|is|are|included?"
        r"|includes) +(?P<for>[^.;]{3,160})",
    )
)
_PEEL = re.compile(
    r"\b(?P<who>(?:the +)?force|[Ii]t(?= +requires +improvement +in +\w+ +areas\b)"
    r"|(?:[A-Z][\w'-]+ +){0,4}(?:Police(?: +Service)?|Constabulary)|Heddlu +[A-Z][\w -]+?)(?: +overall)? +"
    r"(?:(?:is|was) +(?:now +|rated +|judged +(?:to +be +)?)?[\"']*(?P<grade1>outstanding|good|adequate"
    r"|inadequate)"
    r"|[\"']*(?P<grade2>requires +improvement))[\"']*(?: +(?:at|in) +(?:how +(?:it"
    r"|well +it) +)?(?P<for>[^.;:]{2,40}?areas\b[^.]{3,400}|[^.;]{3,140}))"
)
_FRAGMENT = re.compile(
    r"^\W*(?:(?:is|was|are) +[\"']*(?P<grade1>outstanding|good|adequate|inadequate)"
    r"|[\"']*(?P<grade2>requires +improvement))[\"']* +(?:at|in) +(?P<for>[^.;]{3,140})",
    re.I,
)
_NOUN = re.compile(
    r"\b(?P<for>effectiveness|efficiency|legitimacy)\b(?: +at +[^.;:]{3,80}?)? +(?:is|was"
    r"|has +been +(?:judged|graded|rated)(?: +as)?) +[\"']*(?P<grade1>outstanding|good"
    r"|requires +improvement|inadequate)\b"
    r"|\b(?P<for2>effectiveness|efficiency|legitimacy)\b(?: +at +[^.;:]{3,80}?)? +(?P<grade2>requires"
    r" +improvement)\b",
    re.I,
)
_EXTENT = re.compile(
    r"\bextent +to +which +(?P<who>[^.;]{2,60}?) +is +(?P<for>effective|efficient"
    r"|legitimate)\b[^.;]{0,140}? +"
    r"(?:(?:is|was) +(?P<grade1>outstanding|good|inadequate)|(?P<grade2>requires +improvement))\b",
    re.I,
)
_SUBJECT = re.compile(
    r"(?P<subject>[^.;:]+?)(?P<aside>,)? +(?:(?:has|have|had) +(?:\w+ +)?(?=been\b))?(?:is|was|are|were|be"
    r"|been|being|remains?|remained|received|got|achieved|earned"
    r"|(?:is|was|were|been) +(?:given|awarded)|has|have|had)(?: +(?:now|also|again|still|only|therefore"
    r"|been|an?|the|its))* *$",
    re.I,
)
_CLAUSE = re.compile(
    r",|\b(?:and|but|while|whilst|whereas|although|though|that|because|as|when|where|since|which|who|found"
    r"|said)\b",
    re.I,
)
_PRONOUN = re.compile(
    r"(?:\W|it|its|they|them|this|these|we|us|he|she|both|each|all|has|have|had|been|was|again|also|now)*",
    re.I,
)
_NEXT = re.compile(
    rf"[,;]? +(?:(?:and|but|while|or|only|also|just|as|an?) +)*(?:overall +)?(?:{_MARK} +of"
    rf" +)?[\"']*(?:outstanding|excellent|good|fair|adequate|inadequate|poor"
    rf"|requires +improvement)[\"']* +(?:for|at|in|on)\b.*$",
    re.I,
)
"""Where the words for what is graded end because another grade begins."""
_COUNTED = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+) +(?:other +)?(?:of +)?(?:the +)?"
    r"(?:forces|areas|aspects|courts|bodies|units|inspections|CPS +areas)\b(?! *:| +of +policing *:"
    r"| *,? *(?:namely|including)\b| *- )",
    re.I,
)
_SCALE_TOLD = re.compile(
    r"\b(?:excellent|outstanding)\b[\"']* *,? *(?:[\"']*good[\"']*) *,? *(?:[\"']*(?:fair|adequate"
    r"|requires +improvement)[\"']* *,? *)+",
    re.I,
)
_MAYBE = re.compile(
    r"\b(?:if|unless|would|could|might|should|may|expect\w*|aim\w*|hop\w+|target|must|not)\b[^.;,]*$", re.I
)
_BEFORE = re.compile(
    r"\b(?:previous(?:ly)?|earlier|last|had +been|formerly|in +(?:19|20)\d\d|since|following|followed|after"
    r"|up +from|compared|was +then)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade in a sentence; places count within the sentence."""

    grade: str
    start: int
    end: int
    about: str
    """What is graded, as it is written; empty for the whole."""
    subject: str
    """Whom or what the sentence says it of; empty for a pronoun or nothing."""
    before: bool
    """Whether the words point to an earlier rating."""
    when: str
    """What they say of when that was."""
    style: str


def graded(sentence: str, *, peel: bool = False) -> Iterator[Graded]:
    """The ratings that a flat sentence states, in order; a list of the grades of a scale states none.

    >>> [(each.grade, each.about, each.before) for each in graded("The overall rating is now   FAIR .")]
    [('fair', '', False)]
    >>> list(graded("The area has strong leadership and a good relationship with the police."))
    []
    """
    if _SCALE_TOLD.search(sentence):
        return
    taken: list[tuple[int, int]] = []
    patterns = [(str(number), pattern) for number, pattern in enumerate(_SENTENCES)]
    patterns += (
        [("peel", _PEEL), ("extent", _EXTENT), ("noun", _NOUN), ("fragment", _FRAGMENT)] if peel else []
    )
    # A change from one grade to another is read first: it holds two.
    order = sorted(
        patterns, key=lambda pair: {"5": 0, "extent": 1, "peel": 2, "noun": 1, "fragment": 2}.get(pair[0], 3)
    )
    found: list[Graded] = []
    for style, pattern in order:
        for match in _matches(pattern, sentence):
            groups = {name: text for name, text in match.groupdict().items() if text}
            grades = [name for name in ("grade1", "grade2") if name in groups]
            span = (match.start(), match.end())
            if any(
                start < match.end(name) and match.start(name) < end for name in grades for start, end in taken
            ):
                continue
            if _MAYBE.search(sentence[: span[0]]) or _COUNTED.search(
                sentence[max(0, span[0] - 60) : span[1]]
            ):
                continue
            if style in ("7", "8") and not any(start < span[0] for start, _ in taken):
                continue
            named = _about(match)
            subject = _subject(sentence, match, style)
            about = groups[named] if named else subject
            if cut := _NEXT.search(about):
                about, span = about[: cut.start()], (span[0], match.start(named) + cut.start())
            told = groups.get("then") or groups.get("when") or ""
            earlier = style == "6" or bool(
                _BEFORE.search(sentence[max(0, span[0] - 30) : match.end(grades[0])])
            )
            for place, name in enumerate(grades):
                start, end = match.span(name)
                taken.append((start, end))
                first_of_two = len(grades) == 2 and place == 0
                before = first_of_two if len(grades) == 2 else earlier
                when = told if first_of_two or before else ""
                word = re.sub(r"requir\w+ +", "requires ", groups[name].lower())
                begin = min(span[0], start) if style != "2" else start
                found.append(
                    Graded(word, begin, max(end, span[1]), about.strip(), subject, before, when, style)
                )
    yield from sorted(found, key=lambda each: each.start)


def _subject(sentence: str, match: re.Match[str], style: str) -> str:
    """What is said to be rated, before the words for that; empty for a pronoun or nothing."""
    if style == "3":
        told = match["whom"]
    elif style in ("0", "1", "2") and (before := _SUBJECT.search(sentence[: match.start()])):
        told = before["subject"]
        if before["aside"]:  # Performance in rape cases, however, was rated poor.
            told = told.partition(",")[0]
        told = _CLAUSE.split(told)[-1]
    else:
        return ""
    return "" if _PRONOUN.fullmatch(told.strip()) else told.strip()


def _about(match: re.Match[str]) -> str:
    """The group that holds what is graded; empty if none does."""
    told = match.groupdict()
    return next((name for name in ("of", "for", "in", "for2", "for3") if told.get(name)), "")


def _matches(pattern: re.Pattern[str], sentence: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern; behind what is graded the search goes on where another grade begins."""
    place = 0
    while match := pattern.search(sentence, place):
        yield match
        named = _about(match)
        cut = _NEXT.search(sentence, *match.span(named)) if named else None
        place = max(cut.start() if cut else match.end(), match.start() + 1)


def grade_of(text: str) -> str:
    """The grade that is all of a text; empty if it is none.

    >>> grade_of("**Requires  improvement**"), grade_of("Good practice")
    ('requires improvement', '')
    """
    words = " ".join(text.strip(" .*\"'()").lower().split())
    words = re.sub(r" *\((?:overall|grade|rating)\)$", "", words)
    return words if words in GRADES else ""
