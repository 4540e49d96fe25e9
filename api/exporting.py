"""Exports for the server: each is made once for a release, by the command, in a process of its own.

A file stands beside the release until it is dropped for others. Two that want the same wait for the same;
one is made at a time, and few may wait.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from api.errors import UNSAID, Problem
from graph.exports.formats import Format
from graph.release import Release

PREFIX = ".exports-"
PATIENCE = 300.0
"""Seconds that an export may take."""
WAITING = 8
"""How many exports may wait to be made."""
ROOM = 2 << 30
"""How many bytes the files of a release may take together; those that were asked for last stay."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An export that somebody asks for."""

    format: Format
    at: str = ""
    graphs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the file is called, which tells all of what it holds."""
        told = "-".join(filter(None, (self.at, *self.graphs, *self.kinds)))
        if len(told) > 80:
            told = hashlib.sha256(told.encode()).hexdigest()[:32]
        return f"estate{'-' if told else ''}{told}.{self.format.suffix}"

    def words(self, release: Path, out: Path) -> list[str]:
        """The command that makes it."""
        options = [("--at", self.at)] if self.at else []
        options += [("--graph", each) for each in self.graphs] + [("--kind", each) for each in self.kinds]
        chosen = [f"{name}={value}" for name, value in options]
        return [sys.executable, "-m", "graph.cli", "export", self.format.name, *chosen,
                f"--release={release}", f"--out={out}"]  # fmt: skip


@dataclass(slots=True)
class Exporter:
    """Makes exports of the release that is served, and keeps them."""

    patience: float = PATIENCE
    room: int = ROOM
    _making: dict[Path, asyncio.Task[None]] = field(default_factory=dict)
    _one: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    async def file(self, release: Release, wanted: Wanted, wait: float | None = None) -> Path | None:
        """The file of an export; None if it is not made within so many seconds and goes on being made.

        Problem if it cannot be made or too many wait.
        """
        path = _folder(release) / wanted.name
        if not path.is_file():
            task = self._making.get(path)
            if task is None:
                if len(self._making) >= WAITING:
                    detail = f"{WAITING} exports are being made or wait. Try again in a minute."
                    raise Problem(503, "Too many exports", detail, headers={"Retry-After": "60"})
                task = self._making[path] = asyncio.create_task(self._make(release, wanted, path))
                task.add_done_callback(lambda done: self._over(path, done))
            # Who goes away, or waits no longer, does not stop what others may wait for.
            await asyncio.wait((task,), timeout=wait)
            if not task.done():
                return None
            task.result()
        path.touch()
        return path

    def _over(self, path: Path, task: asyncio.Task[None]) -> None:
        self._making.pop(path, None)
        if not task.cancelled():
            task.exception()  # It is told to those who wait; nobody may be left.

    async def _make(self, release: Release, wanted: Wanted, path: Path) -> None:
        async with self._one:
            told = await asyncio.to_thread(self._run, wanted.words(release.folder, path))
            if told:
                status, title, detail = told
                raise Problem(status, title, detail)
            _drop(path.parent.iterdir(), self.room, path)

    def _run(self, words: list[str]) -> tuple[int, str, str] | None:
        """Run the command to its end; what went wrong as a status, a title and a detail."""
        quiet = [nice, "-n", "19"] if (nice := shutil.which("nice")) else []
        try:
            done = subprocess.run(  # noqa: S603 - the words are ours, each option in one piece
                [*quiet, *words], capture_output=True, timeout=self.patience, check=False, text=True
            )
        except subprocess.TimeoutExpired:
            return 504, "The export took too long", f"It was stopped after {self.patience:g} seconds."
        said = done.stderr.strip()
        if done.returncode == 0:
            return None
        if "written" in said or not said or done.returncode < 0 or "Traceback" in said:
            print(f"estate serve: an export failed: {said}", file=sys.stderr, flush=True)  # noqa: T201
            return 503, "The export cannot be made now", UNSAID
        return 400, "There is no such export", said.splitlines()[-1]


def _folder(release: Release) -> Path:
    """Where the files of a release are kept; the folders of releases that are gone are removed."""
    home = release.folder.parent
    folder = home / f"{PREFIX}{release.folder.name}"
    if folder.is_dir():
        return folder
    for old in home.glob(f"{PREFIX}*"):
        if not (home / old.name.removeprefix(PREFIX)).is_dir():
            shutil.rmtree(old, ignore_errors=True)
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"{PREFIX}{release.metadata.rdfc10_sha256}"
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid != os.getuid():
            raise Problem(503, "The export cannot be made now", UNSAID) from None
    return folder


def _drop(files: Iterable[Path], room: int, kept: Path) -> None:
    """Remove the files that were not asked for longest until the others have room."""
    found = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in files if path.is_file())
    over = sum(size for _, size, _ in found) - room
    for _, size, path in found:
        if over > 0 and path != kept:
            path.unlink(missing_ok=True)
            over -= size
