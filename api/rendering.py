"""Models laid out as pages; every value is escaped, whatever it is."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.calls import Page
from graph.release import Release

STATIC = Path(__file__).parent / "static"
"""The style sheets and scripts that pages load."""


NAVIGATION = (
    ("/search", "Search"),
    ("/map", "Map"),
    ("/questions", "Questions"),
    ("/changes", "Changes"),
    ("/explore", "Explore"),
    ("/sparql", "SPARQL"),
    ("/sources", "Sources"),
    ("/about", "About"),
)
"""The pages that every page leads to."""


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("api"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def compile_templates() -> None:
    """Compile every template, so that no page waits for it."""
    environment = _environment()
    for name in environment.list_templates():
        environment.get_template(name)


def render(template: str, answer: object, page: Page, release: Release | None) -> bytes:
    """A page as UTF-8; `answer` is the model that the API gives in JSON."""

    def link(path: str, **parameters: object) -> str:
        """A path on this server that keeps the day of the page."""
        kept = {"at": page.at} if page.at else {}
        given = {name: str(value) for name, value in (kept | parameters).items() if value not in (None, "")}
        return quote(path, safe="/.:") + (f"?{urlencode(given)}" if given else "")

    def doc(key: str, **parameters: object) -> str:
        """The page of a thing."""
        return link(f"/doc/{key}", **parameters)

    return (
        _environment()
        .get_template(template)
        .render(answer=answer, page=page, link=link, doc=doc, release=release, navigation=NAVIGATION)
        .encode()
    )
