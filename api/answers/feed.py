"""The feed of changes: Atom (RFC 4287), newest first, in pages (RFC 5005)."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from graph import wording
from graph.catalogue import ATTRIBUTION, LICENCE, TITLE
from graph.changes import Change
from graph.errors import DateError, UnknownKey
from graph.estate import Estate
from graph.release import METADATA, Release
from graph.schema import Schema, load_schema

ATOM = "http://www.w3.org/2005/Atom"
PER_PAGE = 50
PATH = "/feed/changes.atom"


def feed(estate: Estate, origin: str, page: int = 1) -> bytes:
    """A page of the feed: an entry for each release that is there, and for each change of the estate.

    A change is of the day on which it came to pass, of several the last that it may have been. UnknownKey for
    a page that there is not.
    """
    schema, names, issued = load_schema(), estate.store.names, estate.engine.dates.issued.isoformat()
    changes = estate.changes()[::-1]
    releases = _releases(estate)
    entries: list[Change | Release] = [*releases, *changes]
    pages = max(1, -(-len(entries) // PER_PAGE))
    if page > pages:
        raise UnknownKey(f"The feed has no page {page}. The last is {pages}.")
    register_namespace("", ATOM)
    made = Element(f"{{{ATOM}}}feed")
    _text(made, "id", f"{names.base}feed/changes")
    _text(made, "title", TITLE)
    _text(made, "subtitle", "What opened, closed, moved, merged and was renamed, and each release.")
    _text(made, "updated", f"{issued}T00:00:00Z")
    _text(made, "rights", f"{ATTRIBUTION} {LICENCE}")
    SubElement(SubElement(made, f"{{{ATOM}}}author"), f"{{{ATOM}}}name").text = "Justice Estate"
    _link(made, "self", _page(origin, page), "application/atom+xml")
    _link(made, "alternate", f"{origin}/changes", "text/html")
    for relation, number in (("first", 1), ("previous", page - 1), ("next", page + 1), ("last", pages)):
        if 1 <= number <= pages:
            _link(made, relation, _page(origin, number), "application/atom+xml")
    label = estate.register.seen().label_of
    for each in entries[(page - 1) * PER_PAGE : page * PER_PAGE]:
        entry = SubElement(made, f"{{{ATOM}}}entry")
        if isinstance(each, Release):
            _release(entry, each, origin)
            continue
        _text(entry, "id", names.thing(each.event))
        _text(entry, "title", _title(each, schema))
        day = min((each.latest or each.earliest or estate.engine.dates.issued).isoformat(), issued)
        _text(entry, "updated", f"{day}T00:00:00Z")
        _link(entry, "alternate", f"{origin}/doc/{each.event}", "text/html")
        SubElement(entry, f"{{{ATOM}}}category", term=each.kind, label=schema.label(each.kind))
        _text(entry, "summary", _summary(each, label(each.event)))
    text: bytes = tostring(made, encoding="utf-8", xml_declaration=True)
    return text


def _releases(estate: Estate) -> list[Release]:
    """The releases that lie beside the one that is served, it included, newest first."""
    if estate.release is None:
        return []
    found = {estate.release.folder: estate.release}
    for path in estate.release.folder.parent.glob(f"*/{METADATA}"):
        release = Release.open(path.parent)
        if release.metadata.base == estate.base and release.metadata.date <= estate.release.metadata.date:
            found[release.folder] = release
    by_hash = {each.metadata.rdfc10_sha256: each for each in found.values()}
    return sorted(by_hash.values(), key=lambda r: (r.metadata.date, r == estate.release), reverse=True)


def _release(entry: Element, release: Release, origin: str) -> None:
    told = release.metadata
    _text(entry, "id", f"{told.base}release/{told.date}/#{told.rdfc10_sha256}")
    _text(entry, "title", f"Release of {wording.edtf(told.date)}")
    _text(entry, "updated", f"{told.date}T00:00:00Z")
    _link(entry, "alternate", f"{origin}/catalogue", "text/turtle")
    SubElement(entry, f"{{{ATOM}}}category", term="dcat:Dataset", label="release")
    _text(
        entry,
        "summary",
        f"{told.quads:,} quads, made by version {told.version}. RDFC-1.0 SHA-256 {told.rdfc10_sha256}.",
    )


def _title(change: Change, schema: Schema) -> str:
    """What happened to what, such as "Closure of Oakham Magistrates' Court"."""
    first = [each.name for each in change.concerned if each.role != "cje:workMovedTo"] or [
        each.name for each in change.concerned
    ]
    kind = schema.label(change.kind)
    return f"{kind[:1].upper()}{kind[1:]} of {_listed(first)}"


def _summary(change: Change, label: str) -> str:
    try:
        when = wording.edtf(change.when)
    except (DateError, ValueError):
        when = change.when
    work = [each.name for each in change.concerned if each.role == "cje:workMovedTo"]
    parts = [f"{label}: {when}."]
    parts += [f"Its work went to {_listed(work)}."] if work else []
    parts += [f"Under {change.programme}."] if change.programme else []
    return " ".join([*parts, f"Said by: {change.said_by}."])


def _listed(names: Sequence[str]) -> str:
    shown = list(dict.fromkeys(names))
    return ", ".join(shown[:5]) + (f" and {len(shown) - 5} more" if len(shown) > 5 else "")


def _page(origin: str, page: int) -> str:
    return f"{origin}{PATH}" + (f"?page={page}" if page > 1 else "")


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{ATOM}}}{name}").text = text


def _link(parent: Element, relation: str, address: str, kind: str) -> None:
    SubElement(parent, f"{{{ATOM}}}link", rel=relation, href=address, type=kind)
