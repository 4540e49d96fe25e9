"""What every query process needs, made once in the process that all are forked from, which share it.

Importing this is what does it: the server of forks imports the modules that it is told, and has no other
moment for it. Threads and open stores do not survive a fork, so none are made here.
"""

from __future__ import annotations

import contextlib
from datetime import date

from api.answers import catalogue as answers
from api.rendering import compile_templates
from api.settings import Settings
from graph.asof import Dates, Timeline
from graph.errors import EstateError
from graph.queries import catalogue
from graph.register import register_of
from graph.release import TIMELINE, Release
from graph.schema import load_schema

__all__ = ["answers"]


def warm(settings: Settings) -> None:
    """Read what does not change while a release is served; what cannot be read is told by who needs it."""
    load_schema()
    for kind in ("answer", "export"):
        catalogue(kind)
    compile_templates()
    if settings.release is not None:
        with contextlib.suppress(EstateError):
            release = Release.open(settings.release)
            timeline = Timeline.open(release.folder / TIMELINE)
            timeline.prepare()
            issued = date.fromisoformat(release.metadata.date)
            register_of(Dates(release.names, timeline, issued)).prepare()


with contextlib.suppress(ValueError):
    warm(Settings.from_environment())
