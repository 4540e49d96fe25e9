"""Queries that would run for ever or eat all memory, and what the processes of a server take."""

from __future__ import annotations

import os
from pathlib import Path

GRAPH_OF_A_DAY = "https://w3id.org/justice-estate/graph/at/2008-12-31"

RUN_ON = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STR(?a) > STR(?f)) }",
    "three of them": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "no row": "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?a), STR(?f)), '^(x|y)+z$')) }",
    "every path": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>)* ?b }",
    "nothing is not there": (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c "
        "FILTER NOT EXISTS { ?d ?e ?f FILTER(STR(?a) = CONCAT(STR(?f), 'x')) } }"
    ),
    "graph of all": "CONSTRUCT { ?a ?e ?f } { ?a ?b ?c . ?d ?e ?f }",
    "with a day": (
        f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . GRAPH <{GRAPH_OF_A_DAY}> {{ ?d ?e ?f }} "
        "FILTER(STR(?a) > STR(?f)) }"
    ),
}
"""Queries that are still at it at any deadline, in little memory: 504."""

_TIMES_16 = " ".join(
    f"BIND(CONCAT({', '.join([f'?{less}'] * 16)}) AS ?{more})"
    for less, more in zip("abcdefg", "bcdefgh", strict=True)
)
EAT = {
    "sorted": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f",
    "taken away": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c MINUS { ?a ?e ?f . ?x ?y ?z } }",
    "doubled": f"SELECT (STRLEN(?h) AS ?n) {{ BIND('0123456789abcdef' AS ?a) {_TIMES_16} }}",
}
"""Queries that need more memory than there is, within a second or two: 422."""


def running(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def memory(pid: int) -> int:
    """The bytes that a process has of its own (files that it maps are not its own); 0 if it has gone."""
    try:
        _, resident, shared = map(int, Path(f"/proc/{pid}/statm").read_text().split()[:3])
    except OSError:
        return 0
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE")


def descriptors(pid: int) -> int:
    """How many files a process has open; 0 if it has gone."""
    try:
        return len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return 0
