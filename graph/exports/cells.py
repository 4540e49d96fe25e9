"""Cells of comma-separated files that no spreadsheet runs, and the way back."""

from __future__ import annotations

RUN = ("=", "+", "-", "@", "\t", "\r", "\n")
"""With what a cell begins that a spreadsheet would run."""
_SUSPECT = (*RUN, "'")


def guarded(cell: str) -> str:
    """A cell with a quote before what a spreadsheet would run; a number stays one.

    >>> guarded("=1+1"), guarded("-1.374"), guarded("Oakham")
    ("'=1+1", '-1.374', 'Oakham')
    """
    if not cell.startswith(_SUSPECT) or not cell.lstrip("'").startswith(RUN):
        return cell
    if cell.removeprefix("-").replace(".", "", 1).isdecimal():
        return cell
    return f"'{cell}"


def unguarded(cell: str) -> str:
    """The cell as it was before it was guarded.

    >>> unguarded("'=1+1"), unguarded(guarded("'=1+1")), unguarded("'tis")
    ('=1+1', "'=1+1", "'tis")
    """
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(RUN) else cell
