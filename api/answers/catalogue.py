"""Every answer that a call can name, and how it is performed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from api.answers import (
    assistance,
    changes,
    curves,
    exports,
    feed,
    home,
    links,
    listing,
    maps,
    neighbours,
    pages,
    profile,
    quality,
    questions,
    reconcile,
    spreadsheets,
    things,
    widgets,
)
from api.calls import Call
from api.rendering import render
from graph.errors import QueryError
from graph.estate import Estate

ANSWERS: Mapping[str, Callable[..., BaseModel | bytes]] = {
    "assistance.answer": assistance.answer,
    "assistance.changed": assistance.changed,
    "assistance.meant": assistance.meant,
    "assistance.selected": assistance.selected,
    "assistance.shown": assistance.shown,
    "about": pages.about,
    "ask": questions.ask,
    "catalogue_text": exports.catalogue_text,
    "changes": changes.changes,
    "claims": links.claims,
    "conflicts": quality.conflicts,
    "courts_map": maps.courts_map,
    "curve": curves.curve,
    "diff": changes.diff,
    "editor": widgets.editor,
    "evidence": things.evidence,
    "exports": exports.exports,
    "explored": widgets.explored,
    "feed": feed.feed,
    "geojson": maps.geojson,
    "home": home.home,
    "locate": links.located,
    "manifest": reconcile.manifest,
    "near": links.near,
    "neighbours": neighbours.neighbours,
    "ontology": pages.ontology,
    "ontology_diagram": pages.ontology_diagram,
    "ontology_text": pages.ontology_text,
    "ontology_version": pages.ontology_version,
    "outlines": maps.outlines,
    "path": links.path,
    "picture": maps.picture,
    "preview": reconcile.preview,
    "profile": profile.profile,
    "proposed": reconcile.proposed,
    "quality": pages.quality,
    "question": questions.question,
    "questions": questions.questions,
    "reconcile": reconcile.reconcile,
    "report": pages.report,
    "results": questions.results,
    "source": quality.source,
    "sources": quality.sources,
    "statements": things.statements,
    "suggest": listing.suggest,
    "suggest_entity": reconcile.suggest_entity,
    "suggest_property": reconcile.suggest_property,
    "suggest_type": reconcile.suggest_type,
    "term": pages.term,
    "thing": things.thing,
    "things": listing.things,
    "thing_rows": spreadsheets.thing_rows,
    "timeline": neighbours.timeline,
    "timemap": things.timemap,
    "validation": quality.validation,
}


def perform(estate: Estate, call: Call) -> bytes:
    """The answer to a call, serialized; an error of the estate for one that cannot be given."""
    arguments: Mapping[str, Any] = call.arguments
    if call.form == "html" and call.page.at:
        estate.moment(call.page.at)  # A page that tells nothing of its day still refuses one that is none.
    made = ANSWERS[call.name](estate, **arguments)
    if isinstance(made, BaseModel):
        if call.form == "html":
            made = render(call.template or f"{call.name}.html", made, call.page, estate.release)
        else:
            made = made.model_dump_json().encode()
    if len(made) > call.limit:
        raise QueryError(f"The answer is larger than {call.limit:,} bytes. Ask for less.")
    return made
