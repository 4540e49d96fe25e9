"""The scales of ratings: which programme grades on which, and so each rating that the registry has of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from graph.importers.inspections import HMICFRS, Inspections
from graph.importers.reading import Form, Reading
from graph.importers.upstream import Entry, UpstreamRow

COLUMNS = ("scale_id", "body", "used_in", "ordered_best_first", "note", "source")

# What `used_in` means: the programmes, and the other beginnings of keys of ratings.
PROGRAMMES: Mapping[str, tuple[str, ...]] = {
    "opa4": ("opa-2005", "opa-2007", "aap-2016"),
    "peel4": ("peel-2014", "peel-2015", "peel-2016", "peel-2017", "peel-2018"),
    "peel5": ("peel-2021", "peel-2023"),
    "ppa4": ("ppa-2004", "ppa-2005"),
}
_OTHERS = {"opa4": ("area-",)}
_NAMED_HERE = {
    "ppa-2004": "Police performance assessments 2004-05",
    "ppa-2005": "Police performance assessments 2005-06",
}


def convert(rows: Sequence[UpstreamRow], reading: Reading) -> Iterator[Entry]:
    """The entries of the table: run it after the tables of ratings, whose keys it looks up."""
    inspections = Inspections(reading)
    for row in rows:
        for entry in reading.cited(row):
            scale = entry["scale_id"]
            if scale not in PROGRAMMES:
                remedy = f"One of {', '.join(PROGRAMMES)}, or teach the importer the scale"
                reading.fault(row, "scale_id", scale, "An unknown scale", remedy)
            for name in PROGRAMMES.get(scale, ()):
                programme = f"inspection-programme/{name}"
                if name in _NAMED_HERE:
                    inspections.programme(entry, programme, _NAMED_HERE[name], HMICFRS, ("used_in", "body"))
                if programme in reading.classes:
                    entry.say(programme, "cje:scale", f"cjev:{scale}", "used_in")
            stems = (*(f"{name}/" for name in PROGRAMMES.get(scale, ())), *_OTHERS.get(scale, ()))
            for key in sorted(reading.classes):
                if key.startswith(tuple(f"rating/{stem}" for stem in stems)):
                    entry.say(key, "cje:scale", f"cjev:{scale}", "used_in")
            yield entry


FORM = Form(COLUMNS, convert)
