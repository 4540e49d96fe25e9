"""One page of many rows."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TypedDict, TypeVar

T = TypeVar("T")


class Paging(TypedDict):
    """What every answer of several pages tells."""

    total: int
    page: int
    per_page: int
    pages: int


def paged(rows: Sequence[T], page: int, per_page: int) -> tuple[Sequence[T], Paging]:
    """The rows of a page, and how many rows and pages there are.

    >>> paged("abcde", 2, 2)
    ('cd', {'total': 5, 'page': 2, 'per_page': 2, 'pages': 3})
    """
    start = (page - 1) * per_page
    told = Paging(total=len(rows), page=page, per_page=per_page, pages=ceil(len(rows) / per_page))
    return rows[start : start + per_page], told
