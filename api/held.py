"""What a nursery holds in memory for the query processes that are forked from it.

Importing this in a process whose environment says what to hold is what loads it; anywhere else nothing is
held, and each process opens for itself what it answers from.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from graph.errors import EstateError
from graph.estate import Estate
from graph.release import DATASET, Release
from graph.store import Store, file_format

VARIABLE = "ESTATE_HOLD"


@dataclass(frozen=True, slots=True)
class Served:
    """What is served: the folder of a release, or files of RDF, or what a store elsewhere holds."""

    release: Path | None = None
    files: tuple[Path, ...] = ()
    endpoint: str = ""
    """Where the store is asked; the release, if there is one, tells of days."""

    def hold(self) -> Estate | Store:
        """All of it in memory, with the register of its things; EstateError for what cannot be read."""
        if self.release is None:
            return self.loaded()
        release = Release.open(self.release)
        store = Store.in_memory(release.names)
        store.load_file(release.folder / DATASET, lenient=True)
        estate = Estate(store, release)
        estate.register.seen()
        estate.prepare()
        return estate

    def loaded(self) -> Store:
        """The files in memory; EstateError for one that cannot be read."""
        store = Store.in_memory()
        for path in self.files:
            try:
                store.load_file(path, format=file_format(path))
            except (OSError, SyntaxError) as error:
                raise EstateError(f"{path} cannot be read: {error}") from None
        return store

    def written(self) -> str:
        """The same as text, for an environment."""
        return json.dumps([str(self.release) if self.release else None, [str(path) for path in self.files]])

    @classmethod
    def read(cls, text: str) -> Served:
        """What `written` wrote."""
        release, files = json.loads(text)
        return cls(Path(release) if release else None, tuple(map(Path, files)))


_held: dict[Served, Estate | Store] = {}


def held(served: Served) -> Estate | Store | None:
    """What this process was forked with, if it is of that: an open release, or files; else None."""
    return _held.get(served)


if (_wanted := os.environ.pop(VARIABLE, None)) is not None:
    _served = Served.read(_wanted)
    # What cannot be read is opened by who is forked, who says what is wrong with it.
    with contextlib.suppress(EstateError, MemoryError):
        _held[_served] = _served.hold()
