"""The dates of a text: when the report was published, when the inspection was made, and which are neither."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from graph.reader.blocks import Block

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = rf"(?P<month>{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _MONTHS)}|Sept)\.?"
_DAY = r"(?P<day>(?<![/\d])[0-3]?\d)(?:st|nd|rd|th)?"
DATE = re.compile(
    rf"\b(?:(?:{_DAY} +(?:of +)?)?{_MONTH},? +(?P<year>(?:19|20)\d\d)\b(?![/-]\d)"
    rf"|{_MONTH.replace('month', 'month2')} +{_DAY.replace('day', 'day2')},? +(?P<year2>(?:19|20)\d\d)\b"
    r"|(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)\b"
    r"|(?P<d3>[0-3]?\d)[/.](?P<m3>[01]?\d)[/.](?P<y3>(?:19|20)\d\d)\b)",
    re.I,
)
YEAR = re.compile(r"(?<![\d/£.-])\b(?P<year>(?:19[89]|20[0-3])\d)\b(?![/\d-])")
EMBARGO = re.compile(
    r"\bembargo|\bnot +(?:to +be +published|for +(?:publication|release|broadcast))|\bstrictly +(?:not"
    r"|until|confidential)"
    r"|\b(?:until|before) +\d\d[:.]?\d\d\b",
    re.I,
)
_PUBLISHED = re.compile(
    r"\b(?:publication +date|date +of +(?:publication|issue|report)|(?:first +)?published|issued|released"
    r"|date)(?: +on)? *: *"
    r"|^ *(?:publication +date|date +of +(?:publication|issue)) +"
    r"|\b(?:is|was|are|were|been|has|have) +(?:being +)?(?:today +)?published(?: +today)?,? +\(?(?:(?:on"
    r"|in) +)?"
    r"|\bpublished +(?:its|a|the|their)\b[^.]{0,90}? +(?:today,? *\(?|on +)"
    r"|\bpublished +today,? *\(?|\btoday +\(|^ *published +(?:on|in)? *",
    re.I,
)
_TODAY = re.compile(
    r"\b(?:today\b[^.]{0,40}\bpublish|publish\w*[^.]{0,60}\btoday\b|(?:report"
    r"|findings?)\b[^.]{0,80}\btoday\b)",
    re.I,
)
_EARLIER = re.compile(r"\b(?:previous|earlier|last|first|original|follow|since|that +report|survey)\b", re.I)
_MADE = re.compile(
    r"\b(?:inspection|fieldwork|assessment|visits?|inspectors)\b[^.]{0,80}?"
    r"\b(?:took +place|(?:was|were) +(?:carried +out|conducted|undertaken|made|done)|visited|on[- ]site"
    r"|inspected)\b"
    r"[^.]{0,60}?\b(?:in|on|during|between|from) +",
    re.I,
)
_DATELINE = re.compile(
    r"\W*(?:(?:(?:press|news|media)\s+(?:release|notice)|report)\b[^A-Za-z]*)?(?:no\.? *)?[\d/]*\W*"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\W*)?(?P<date>.+?)\W*",
    re.I,
)
_ASIDE = re.compile(
    r"\b(?:Act|Order|Regulations?|Rules|survey|census|force +on|target|by)\W*(?:of +|on +|in +)?$", re.I
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date in the text: as EDTF, and where it stands."""

    edtf: str
    start: int
    end: int
    block: Block


def edtf(match: re.Match[str]) -> str:
    """A date that was found, as EDTF; empty if there is no such day.

    >>> [edtf(DATE.search(text)) for text in ("on 3rd March 2009", "in Dec. 2007", "31/02/2009")]
    ['2009-03-03', '2007-12', '']
    """
    found = match.groupdict()
    if found["iso"]:
        return found["iso"] if _is_day(found["iso"]) else ""
    if found["y3"]:
        text = f"{found['y3']}-{int(found['m3']):02}-{int(found['d3']):02}"
        return text if _is_day(text) else ""
    name = found["month"] or found["month2"]
    number = next(place for place, month in enumerate(_MONTHS, 1) if month.startswith(name[:3].lower()))
    text = f"{found['year'] or found['year2']}-{number:02}"
    if day := found["day"] or found["day2"]:
        text += f"-{int(day):02}"
        return text if _is_day(text) else ""
    return text


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def dates_in(block: Block, start: int = 0, end: int | None = None) -> Iterator[Day]:
    """The days and months that a part of a block names."""
    for match in DATE.finditer(block.flat, start, len(block.flat) if end is None else end):
        if told := edtf(match):
            yield Day(told, block.start + match.start(), block.start + match.end(), block)


def published(blocks: Iterable[Block]) -> tuple[Day | None, float]:
    """The day on which the report or notice came out, and how surely; never that of an embargo."""
    lines: list[Day] = []
    today = False
    found = list(blocks)
    for number, whole in enumerate(found):
        block = replace(whole, flat=_without_embargo(whole.flat))
        today = today or bool(_TODAY.search(block.flat))
        for match in _PUBLISHED.finditer(block.flat):
            before = block.flat[max(0, match.start() - 60) : match.end()]
            day = next(dates_in(block, match.end(), match.end() + 34), None)
            if day is None or day.start - block.start - match.end() > 14 or _EARLIER.search(before):
                continue
            if match[0].strip().lower().startswith("date:") or match[0].strip().lower() == "date":
                lines.append(
                    day
                )  # The date of a letter or notice, which may be of another day than its report.
            elif not block.notes or number < 8 or ":" in match[0]:
                return day, 0.95
        if number < 8 or number >= len(found) - 3:
            for start, end in block.lines:
                if _is_date_line(block.flat[start:end]):
                    lines += dates_in(block, start, end)
    full = [day for day in lines if len(day.edtf) == 10] or lines
    if full and len({day.edtf for day in full}) == 1:
        return full[0], 0.9 if today else 0.7
    return None, 0.0


def _is_date_line(flat: str) -> bool:
    """Whether a date is all of a block, but for the number of the notice and the day of the week."""
    if DATE.fullmatch(flat.strip()):
        return True
    line = _DATELINE.fullmatch(flat.strip())
    return line is not None and DATE.fullmatch(line["date"].strip()) is not None


def _without_embargo(flat: str) -> str:
    """A text of the same length in which the date of an embargo is blank, as is a line that is all of one."""
    for match in EMBARGO.finditer(flat):
        day = DATE.search(flat, match.start(), match.end() + 60)
        if day is not None:
            flat = flat[: match.start()] + " " * (day.end() - match.start()) + flat[day.end() :]
        elif len(flat) < 90:
            return " " * len(flat)
    return flat


def without_day(blocks: Iterable[Block]) -> tuple[Block, tuple[int, int]] | None:
    """Where the text says that something is published today, if it does."""
    for block in blocks:
        if match := _TODAY.search(_without_embargo(block.flat)):
            return block, (block.start + match.start(), block.start + match.end())
    return None


def made(blocks: Iterable[Block]) -> Day | None:
    """When the inspection was made, where the text says so; of several days the first to the last."""
    for block in blocks:
        for match in _MADE.finditer(block.flat):
            if _EARLIER.search(match[0]):
                continue
            found = list(dates_in(block, match.end(), match.end() + 45))
            found = [day for day in found if day.start - block.start - match.end() < 30]
            if not found or found[0].start - block.start - match.end() > 12:
                continue
            first, last = found[0], found[-1] if len(found) == 2 else found[0]
            told = first.edtf if first is last else f"[{first.edtf}..{last.edtf}]"
            return Day(told, first.start, last.end, block)
    return None


def about_when(blocks: Iterable[Block]) -> date | None:
    """About when the text was written: the latest date that it names, by which names are told apart."""
    months, years = [], []
    for block in blocks:
        for match in DATE.finditer(block.flat):
            if not _ASIDE.search(block.flat[: match.start()]):
                months += [edtf(match)]
        for match in YEAR.finditer(block.flat):
            if not _ASIDE.search(block.flat[: match.start()]):
                years.append(match["year"])
    months = [each for each in months if each]
    if not months and not years:
        return None
    latest = max(months or [""])
    if years and max(years) > latest[:4]:
        return date(int(max(years)), 12, 31)
    year, month, day = (*map(int, latest.split("-")), 28)[:3]
    return date(year, month, day)
