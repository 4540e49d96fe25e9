"""A release: a folder written whole, put in place by one rename, and never changed after (DESIGN 5).

`build/release` is a link to `build/releases/<date>-<hash>`; replacing a link is atomic, so whoever
looks, at any moment, sees the old release or the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.errors import ReleaseError
from graph.namespaces import Names
from graph.store import Store

DATASET = "dataset.nq"
CATALOGUE = "catalogue.ttl"
CITATION = "CITATION.cff"
METADATA = "release.json"
SUMS = "SHA256SUMS"
REPORTS = "reports"
ANSWERS = "answers"
"""The folder of the answers that a build has made ready."""
STORE = "store"
TIMELINE = "timeline.nt"
SCRATCH = ".scratch-"
DEFAULT = Path("build/release")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a release says of itself."""

    version: str
    date: str
    base: str
    quads: int
    rdfc10_sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """A release folder that is known to be there."""

    folder: Path
    metadata: Metadata

    @classmethod
    def open(cls, folder: Path | None = None) -> Release:
        """The release at a folder, else at $ESTATE_RELEASE, else at `build/release`; ReleaseError if none."""
        chosen = (folder or Path(os.environ.get("ESTATE_RELEASE", DEFAULT))).resolve()
        try:
            content = json.loads((chosen / METADATA).read_text(encoding="utf-8"))
            return cls(chosen, Metadata(**content))
        except OSError:
            raise ReleaseError(f"There is no release at {chosen}. Run: estate build") from None
        except (ValueError, TypeError) as error:
            raise ReleaseError(f"{chosen / METADATA} is damaged ({error}). Run: estate build") from None

    @property
    def names(self) -> Names:
        """The IRIs of the release."""
        return Names(self.metadata.base)

    def store(self) -> Store:
        """The release's store, for reading."""
        return Store.open(self.folder / STORE, self.names)

    def scratch(self, store: Store | None = None) -> tuple[Store, Path]:
        """A copy of the store that takes more graphs, and its folder, which the caller removes.

        `store` is that of the release, if it has been opened. The copy lies beside the release, so that its
        files are links; if nothing can be written there, elsewhere.
        """
        prefix = f"{SCRATCH}{os.getpid()}-"
        try:
            folder = Path(tempfile.mkdtemp(prefix=prefix, dir=self.folder.parent))
        except OSError:
            folder = Path(tempfile.mkdtemp(prefix=prefix))
        return (store or self.store()).copy_to(folder / STORE), folder

    def verify(self) -> list[str]:
        """What is wrong with the files, a sentence each; empty if each is as it was written."""
        return [*self._sums(), *self._canonical()]

    def _sums(self) -> Iterator[str]:
        try:
            listed = dict(_sum_lines((self.folder / SUMS).read_text(encoding="utf-8", errors="replace")))
        except FileNotFoundError:
            yield f"{SUMS} is missing"
            return
        present = {path.relative_to(self.folder).as_posix() for path in _files(self.folder)} - {SUMS}
        yield from (f"{name} is missing" for name in sorted(listed.keys() - present))
        yield from (f"{name} is not of this release" for name in sorted(present - listed.keys()))
        for name in sorted(listed.keys() & present):
            if (found := _sha256(self.folder / name)) != listed[name]:
                yield f"{name} was altered: its SHA-256 is {found}, {SUMS} says {listed[name]}"

    def _canonical(self) -> Iterator[str]:
        """The dataset is sorted, free of blank nodes and hashes to what the metadata says."""
        path = self.folder / DATASET
        if not path.is_file():
            return
        digest, last, count = hashlib.sha256(), b"", 0
        with path.open("rb") as lines:
            for line in lines:
                digest.update(line)
                count += 1
                if line <= last:
                    yield f"{DATASET}:{count} is out of order, so its hash is not that of RDFC-1.0"
                    return
                if line.startswith(b"_:") or b" _:" in line.partition(b'"')[0]:
                    yield f"{DATASET}:{count} has a blank node"
                    return
                last = line
        if (found := digest.hexdigest()) != self.metadata.rdfc10_sha256:
            yield f"The RDFC-1.0 hash is {found}, {METADATA} says {self.metadata.rdfc10_sha256}"
        if count != self.metadata.quads:
            yield f"{DATASET} has {count} quads, {METADATA} says {self.metadata.quads}"
        try:
            if (stored := len(self.store())) != count:
                yield f"The store has {stored} quads, {DATASET} {count}"
        except ReleaseError as error:
            yield str(error)


@contextmanager
def staging(target: Path) -> Iterator[Path]:
    """A folder to write a release in, beside its later place; it is gone if anything goes wrong."""
    _refuse_stranger(target)
    home = _home(target)
    try:
        home.mkdir(parents=True, exist_ok=True)
        _clear_abandoned(home)
        folder = Path(tempfile.mkdtemp(prefix=f".writing-{os.getpid()}-", dir=home))
    except OSError as error:
        reason = f"No release can be written at {target} ({error}). Choose another --out."
        raise ReleaseError(reason) from None
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def seal(folder: Path, metadata: Metadata) -> None:
    """Write the metadata and the sums of every file but the derived store."""
    text = json.dumps(asdict(metadata), indent=2) + "\n"
    (folder / METADATA).write_text(text, encoding="utf-8")
    lines = [f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in _files(folder)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def install(folder: Path, target: Path, metadata: Metadata) -> Release:
    """Put a sealed folder in place at `target`, in one step; ReleaseError if something else stands there."""
    _refuse_stranger(target)
    home = _home(target)
    _sync(folder)
    place = _free_place(home, f"{metadata.date}-{metadata.rdfc10_sha256[:12]}")
    folder.rename(place)
    link = home / f".link-{os.getpid()}-{place.name}"
    link.symlink_to(os.path.relpath(place, target.parent))
    previous = target.resolve() if target.is_symlink() else None
    link.replace(target)
    _prune(home, keep={place.resolve(), previous})
    return Release.open(target)


def clear_scratch(folder: Path, pid: int | None = None) -> bool:
    """Remove the copies of a release that one process that has gone left behind, or all such processes.

    Whether nothing of that one is left.
    """
    for place in (folder.resolve().parent, Path(tempfile.gettempdir())):
        if pid is None:
            _remove_abandoned(place.glob(f"{SCRATCH}*"))
            continue
        for path in place.glob(f"{SCRATCH}{pid}-*"):
            shutil.rmtree(path, ignore_errors=True)
            if path.exists():
                return False
    return True


def _clear_abandoned(home: Path) -> None:
    """Remove what builds that were killed left behind."""
    _remove_abandoned((*home.glob(".writing-*"), *home.glob(".link-*"), *home.glob(f"{SCRATCH}*")))


def _remove_abandoned(paths: Iterable[Path]) -> None:
    """Remove files and folders whose names tell the number of a process that has gone."""
    for path in paths:
        try:
            os.kill(int(path.name.split("-")[1]), 0)
        except (ProcessLookupError, ValueError):
            if path.is_symlink():
                path.unlink(missing_ok=True)
            else:
                shutil.rmtree(path, ignore_errors=True)
        except PermissionError:
            continue


def _refuse_stranger(target: Path) -> None:
    """Nothing that is not a release of ours is ever replaced."""
    if target.exists() and not target.is_symlink():
        raise ReleaseError(f"{target} stands there and is not a release of this program. Move it away first.")


def _home(target: Path) -> Path:
    return target.parent / f"{target.name}s"


def _free_place(home: Path, name: str) -> Path:
    place, number = home / name, 1
    while place.exists():
        number += 1
        place = home / f"{name}.{number}"
    return place


def _prune(home: Path, keep: set[Path | None]) -> None:
    """Remove releases older than the one that was just replaced."""
    for path in home.iterdir():
        if not path.name.startswith(".") and path.resolve() not in keep:
            shutil.rmtree(path, ignore_errors=True)


def _files(folder: Path) -> list[Path]:
    """The files of a release, the derived store left out."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in files if path.relative_to(folder).parts[0] != STORE)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sum_lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        digest, _, name = line.partition("  ")
        yield name, digest


def _sync(folder: Path) -> None:
    """Make sure that the disk has every file before the release is shown."""
    for path in [folder, *folder.rglob("*")]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
