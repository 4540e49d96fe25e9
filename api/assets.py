"""The built front end: which files a page loads; none where it was not built, and the pages do without."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

STATIC = Path(__file__).parent / "static"
"""The style sheets and scripts that pages load."""
BUILT = STATIC / "built"
_MANIFEST = BUILT / ".vite" / "manifest.json"


@cache
def _manifest() -> dict[str, dict[str, object]]:
    """What the build wrote, by source; empty if there is no build."""
    try:
        found = json.loads(_MANIFEST.read_text(encoding="utf-8"))
    except OSError:
        return {}
    return dict(found)


def styles(name: str) -> Markup:
    """The links to the style sheets of an entry."""
    sheets = _manifest().get(f"src/{name}.ts", {}).get("css", [])
    tags = (f'<link rel="stylesheet" href="/static/built/{escape(sheet)}">' for sheet in _list(sheets))
    return Markup("".join(tags))  # noqa: S704 - names that the build made, escaped


def script(name: str) -> Markup:
    """The script of an entry."""
    file = _manifest().get(f"src/{name}.ts", {}).get("file")
    if file is None:
        return Markup("")
    return Markup(f'<script type="module" src="/static/built/{escape(file)}"></script>')  # noqa: S704


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
