"""Rows and lines that hold a grade beside what it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.reader.blocks import Block
from graph.reader.grades import GRADES, grade_of

_GRADE = rf"[\"']?(?P<grade>{'|'.join(GRADES).replace(' ', ' +')})[\"']? *\.?"
_LINE = re.compile(rf"(?P<aspect>[^:|]{{3,100}}?) *(?::|-|=) *{_GRADE}", re.I)
_SHORT_LINE = re.compile(
    rf"(?P<aspect>[^:|]{{3,100}}?(?:: *[^:|]{{3,80}}?)?) *(?::|-|=|\.| ) *{_GRADE}", re.I
)
_GAP = re.compile(r" *\| *|\t+| {3,}")


def line_of(text: str) -> tuple[str, str] | None:
    """What is graded and the grade, where these and a colon or dash are all of a flat text.

    >>> line_of("Disclosure of unused material: Fair")
    ('Disclosure of unused material', 'fair')
    """
    match = _LINE.fullmatch(text.strip())
    return (match["aspect"], grade_of(match["grade"])) if match else None


def lines_in(block: Block) -> Iterator[tuple[int, str, str, str]]:
    """The lines and sentences of a block that may be a name and a grade: place, text, name, grade.

    They are such only if the name is that of an aspect: `The leadership was good` is a sentence.
    """
    lines = [(block.start + start, block.flat[start:end]) for start, end in block.lines]
    found = lines if len(lines) > 1 else []
    for at, text in [*found, *block.sentences()]:
        if match := _SHORT_LINE.fullmatch(text.strip()):
            yield at, text, match["aspect"], grade_of(match["grade"])


def cells_of(block: Block, raw: str) -> list[tuple[int, str]]:
    """The cells of a row, each with its place in the block; an empty one only where it is not the first."""
    text, cells, begin = block.flat, [], 0
    for match in _GAP.finditer(raw.replace("\u00a0", " ")):
        cells.append((begin, text[begin : match.start()].strip()))
        begin = match.end()
    cells.append((begin, text[begin:].strip()))
    return [cell for number, cell in enumerate(cells) if cell[1] or number]


def column_of(header: list[str], cells: list[tuple[int, str]], number: int) -> str:
    """What stands over a cell; the corner of a table may be empty."""
    shift = 1 if header and len(header) == len(cells) - 1 else 0
    return header[number - shift] if 0 <= number - shift < len(header) else ""
