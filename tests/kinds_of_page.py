"""A page of each kind of the site, by what it is."""

from __future__ import annotations

from collections.abc import Mapping

OAKHAM = "magistrates-court/oakham"
KINDS: Mapping[str, str] = {
    "home": "/",
    "search": "/search?q=oakam",
    "court": f"/doc/{OAKHAM}",
    "building": "/doc/courthouse/leicester-pocklingtons-walk",
    "area": "/doc/cps-area/1999/leicestershire-and-rutland",
    "force": "/doc/police-force/leicestershire",
    "inspection": "/doc/inspection/opa-2007/leicestershire-and-rutland",
    "closing": "/doc/closure/oakham-2011",
    "evidence": "/doc/source/cjs-ou-codes-v32",
    "source": "/sources/cjs-ou-codes-v32",
    "map": "/map",
    "curve": "/timeline",
    "explore": f"/explore?thing={OAKHAM}",
    "way": f"/explore?thing={OAKHAM}&to=police-force/leicestershire",
    "questions": "/questions",
    "question": "/questions/open-courts-by-year",
    "asked": "/questions/courts-of-area?area=cps-area/1999/leicestershire-and-rutland",
    "editor": "/sparql",
    "changes": "/changes",
    "compare": "/compare",
    "sources": "/sources",
    "quality": "/quality",
    "ontology": "/ontology",
    "term": "/ontology/Court",
    "about": "/about",
    "interface": "/docs",
    "report": f"/report?subject={OAKHAM}&property=cje:point",
}
MISSING = "/doc/magistrates-court/nowhere"
WRONG = "/quality?at=2008-13-01"
DAY = "2008-12-31"


def on(path: str, day: str = DAY) -> str:
    """The same page on a day.

    >>> on("/search?q=oakam")
    '/search?q=oakam&at=2008-12-31'
    """
    return f"{path}{'&' if '?' in path else '?'}at={day}"
