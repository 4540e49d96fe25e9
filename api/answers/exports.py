"""The formats of exports, and the catalogue of the release."""

from __future__ import annotations

from api.models.exports import Exports, ExportTold
from graph.errors import ReleaseError
from graph.estate import Estate
from graph.exports.formats import FORMATS
from graph.release import CATALOGUE
from graph.store import Store, convert


def exports(estate: Estate) -> Exports:
    """Every format with its address."""
    return Exports(
        formats=tuple(
            ExportTold(
                name=each.name,
                title=each.title,
                media_type=each.media_type,
                href=f"/exports/estate.{each.suffix}",
                evidence=each.evidence,
                dated=each.name != "claims",
                graphs=each.graphs,
            )
            for each in FORMATS.values()
        ),
        graphs=Store.FIXED,
        kinds=tuple(sorted({key.partition("/")[0] for key in estate.register.seen().entries})),
    )


def catalogue_text(estate: Estate, format: str) -> bytes:
    """The catalogue of the release in a syntax of RDF; ReleaseError if there is none."""
    if estate.release is None:
        raise ReleaseError("Files are served, which have no catalogue.")
    data = (estate.release.folder / CATALOGUE).read_bytes()
    return data if format == "ttl" else convert(data, "ttl", format, estate.store.names)
