"""Cells that several upstream tables have: postcodes, points, dates; what is not one is a fault, by name."""

from __future__ import annotations

import re
from datetime import date

from graph.importers.reading import Reading
from graph.importers.upstream import Entry

_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_REMEDY = "Enter in corrections.csv how it is to be read, or that it is not (read_as empty)"


def postcode(reading: Reading, entry: Entry, column: str) -> str:
    """The postcode of a cell in its usual form, `LE15 6DN`, or an empty text."""
    printed = entry[column].upper().replace(" ", "")
    if not printed:
        return ""
    usual = f"{printed[:-3]} {printed[-3:]}"
    if not _POSTCODE.fullmatch(usual):
        reading.fault(entry.row, column, entry[column], "Not a postcode", _REMEDY)
        return ""
    return usual


def point(reading: Reading, entry: Entry, latitude: str = "lat", longitude: str = "lon") -> str:
    """`POINT(long lat)` of two cells in WGS 84 degrees, or an empty text."""
    printed = entry[latitude], entry[longitude]
    if not all(printed):
        return ""
    shown = ", ".join(printed)
    try:
        north, east = (float(cell) for cell in printed)
    except ValueError:
        reading.fault(entry.row, latitude, shown, "Not two numbers", _REMEDY)
        return ""
    if 49.8 <= east <= 55.9 and -6.5 <= north <= 1.9:
        reading.fault(entry.row, latitude, shown, "Latitude and longitude are swapped", _REMEDY)
    elif not (49.8 <= north <= 55.9 and -6.5 <= east <= 1.9):
        reading.fault(entry.row, latitude, shown, "A point outside England and Wales", _REMEDY)
    else:
        return f"POINT({_digits(east)} {_digits(north)})"
    return ""


def _digits(degrees: float) -> str:
    """Degrees to the sixth place, a tenth of a metre: what a source prints beyond that means nothing."""
    return f"{degrees:.6f}".rstrip("0").rstrip(".")


def day(reading: Reading, entry: Entry, column: str) -> str:
    """The day of a cell as YYYY-MM-DD, or an empty text; a time of day is left out."""
    printed = entry[column].partition("T")[0].partition(" ")[0]
    if not printed:
        return ""
    match = _DAY.fullmatch(printed)
    try:
        if match is None:
            raise ValueError
        date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        reading.fault(entry.row, column, entry[column], "Not a day", _REMEDY)
        return ""
    return printed
