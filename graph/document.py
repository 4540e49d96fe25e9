"""What the document about a thing says in RDF, of all times or of a day.

Of all times: its statements and those that name it, with what these other things are called; its lifespans;
and the claims, gaps and disagreements about it with their sources. Of a day: the statements of that day and
what things were called then. On a day on which it was not there nothing is said of it but its lifespans,
its class, and what came after it.
"""

from __future__ import annotations

from graph.asof import Dates, Moment
from graph.context import compacted
from graph.errors import UnknownKey
from graph.namespaces import EXTERNAL, Names
from graph.queries import find
from graph.store import AnyStore, Literal, Table, Term, convert, iri, parse_ntriples, text

CONTEXT = "/context.jsonld"
"""Where the context of JSON-LD is served."""
_NESTED = ("id/lifespan/", "id/geometry/")
_KEPT = ("lifespan", "successor", "earliestStart", "latestStart", "earliestEnd", "latestEnd")
"""What is said of a thing on a day on which it was not there, beside its class."""

Triples = list[tuple[Term, Term, Term]]


def triples_of(
    key: str, store: AnyStore, dates: Dates | None = None, moment: Moment | None = None
) -> Triples:
    """The triples of the document, each once, in no order; UnknownKey if nothing is said of the key."""
    try:
        thing = iri(store.names.thing(key))
    except ValueError:
        raise UnknownKey(f"{key!r} is no key.") from None
    view = find("document", store.names.base, kind="export").text
    told = _distinct(store.select(view, {"thing": thing}))
    if not told:
        raise UnknownKey(f"Nothing is said of {key!r}. Find its key by its name: /api/v1/suggest?q=")
    if moment is None or dates is None or not _dated(thing.value, dates):
        return told
    held = _on(thing.value, dates, moment)
    if any(subject == thing for subject, _, _ in held):
        return held
    names = store.names
    kept = {EXTERNAL["rdf"] + "type", *(names.expand(f"cje:{name}") for name in _KEPT)}
    mine = (thing.value, names.base + _NESTED[0])
    return [(s, p, o) for s, p, o in told if text(p) in kept and text(s).startswith(mine)]


def serialized(triples: Triples, format: str, names: Names, key: str) -> bytes:
    """Triples in a syntax of RDF by its name in `graph.store`; JSON-LD with the project's context."""
    if format == "jsonld":
        return compacted(triples, names, CONTEXT, names.thing(key))
    lines = b"".join(f"{s} {p} {o} .\n".encode() for s, p, o in sorted(triples, key=str))
    return lines if format == "nt" else convert(lines, "nt", format, names)


def days_of_change(key: str, dates: Dates) -> list[str]:
    """The days, in order, on which what is shown of a thing begins or is no more; in ISO 8601."""
    term = f"<{dates.names.thing(key)}>".encode()
    about = (days for days, line in dates.timeline.spells(term) if line.startswith(term))
    return dates.timeline.edges(days for days in about if days[1] <= days[4])


def _distinct(table: Table) -> Triples:
    found = {(s, p, o) for _, s, p, o in table.rows if s is not None and p is not None and o is not None}
    return list(found)


def _dated(thing: str, dates: Dates) -> bool:
    """Whether anything is said of it that holds on some days: a claim, a source or a rule has no days."""
    return next(dates.timeline.spells(f"<{thing}> ".encode()), None) is not None


def _on(thing: str, dates: Dates, moment: Moment) -> Triples:
    """The statements of a day about a thing and those that name it, and what the others were called."""
    timeline = dates.timeline
    lines = timeline.mentioning(moment, f"<{thing}>".encode())
    held = list(parse_ntriples(b"\n".join(lines)))
    others = {text(term) for s, _, o in held for term in (s, o) if not isinstance(term, Literal)} - {thing}
    for other in others:
        term = f"<{other}>".encode()
        if other.startswith(tuple(dates.names.base + nested for nested in _NESTED)):
            more = [line for line in timeline.mentioning(moment, term) if line.startswith(term)]
        else:
            more = timeline.labels(moment, term)
        held += parse_ntriples(b"\n".join(more))
    return list(set(held))
