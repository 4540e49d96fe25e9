"""Very many estates without building them: the quads of one release rewritten under other keys, and loaded.

What stands for one thing of a copy gets its suffix: things, claims, lifespans and all else below `id/`, but
not what all share (SHARED), as tests/bench/generated.py has it. Names get it in brackets, so that they are
told apart; places and codes stay, since nothing that is measured joins by them.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from graph.release import DATASET, REPORTS, STORE, TIMELINE, Release, seal
from graph.store import Store
from tests.bench.page import say

SHARED = ("law", "person", "source", "rule", "list")
BATCH = 300_000
"""Quads that are loaded at a time."""


def replicate(release: Release, out: Path, copies: int) -> None:
    """A release of so many estates: a store and a timeline, without a file of quads or a catalogue."""
    out.mkdir(parents=True)
    store = Store.create(out / STORE, release.names)
    total = 0
    for copy in range(copies):
        rewrite = rewriting(release, copy)
        with (release.folder / DATASET).open(encoding="utf-8", newline="\n") as quads:
            while batch := list(islice(quads, BATCH)):
                store.append(rewrite("".join(batch)).encode())
        total += release.metadata.quads
        if not copy % 10:
            say(f"  copy {copy} of {copies}")
    store.optimize()
    _timeline(release, out / TIMELINE, copies)
    if (release.folder / REPORTS).exists():
        shutil.copytree(release.folder / REPORTS, out / REPORTS)
    seal(out, replace(release.metadata, quads=len(store)))


def rewriting(release: Release, copy: int) -> Callable[[str], str]:
    """What turns lines of N-Quads or N-Triples of the release into those of one copy."""
    if not copy:
        return lambda text: text
    prefix = re.escape(release.names.thing(""))
    thing = re.compile(f"(<{prefix}(?!(?:{'|'.join(SHARED)})/)[^>]+)>")
    name = re.compile(r'((?:#label|#prefLabel|#altLabel|/title)> "(?:[^"\\]|\\.)*)"')
    renamed, suffixed = f"\\1-x{copy}>", f'\\1 ({copy})"'
    return lambda text: name.sub(suffixed, thing.sub(renamed, text))


def _timeline(release: Release, path: Path, copies: int) -> None:
    """Each block of days with the statements of every copy."""
    rewrites = [rewriting(release, copy) for copy in range(copies)]
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for header, triples in _blocks(release):
            out.write(header)
            lines = {line for rewrite in rewrites for line in rewrite(triples).splitlines(keepends=True)}
            out.writelines(sorted(lines))


def _blocks(release: Release) -> Iterator[tuple[str, str]]:
    text = (release.folder / TIMELINE).read_text(encoding="utf-8")
    for block in re.split(r"^(?=# )", text, flags=re.MULTILINE)[1:]:
        header, feed, triples = block.partition("\n")
        yield header + feed, triples
