"""Where an export is written: a file or a folder that takes its place when all is written, or not at all."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, BinaryIO

from graph.errors import EstateError

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every file in an archive, so that the same release gives the same bytes."""


class ExportError(EstateError):
    """An export that could not be written; what stood in its place still stands."""


@contextmanager
def target(path: Path | None) -> Iterator[BinaryIO]:
    """A file to write to that takes its place only when all is written; without a path standard output.

    What stands there and is no file, such as a pipe, is written to as it is. ExportError.
    """
    if path is None or (path.exists() and not path.is_file()):
        try:
            with nullcontext(sys.stdout.buffer) if path is None else path.open("wb") as stream:
                yield stream
                stream.flush()
        except BrokenPipeError:
            raise  # The reader has what it wanted.
        except OSError as error:
            raise ExportError(f"{path or 'The output'} cannot be written: {_why(error)}.") from None
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {_why(error)}. Choose another --out.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        raise ExportError(f"{path} was not written: {_why(error)}. Nothing of it is left.") from None
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def scratch(beside: Path | None) -> Iterator[Path]:
    """An empty folder on the disk of a place, which is gone at the end with all that is left in it.

    Without a place it is where the system keeps such folders. ExportError.
    """
    where = None if beside is None else beside.parent
    try:
        folder = Path(tempfile.mkdtemp(prefix=".export-", dir=where))
    except OSError as error:
        raise ExportError(f"{beside} cannot be written: {_why(error)}. Choose another --out.") from None
    try:
        yield folder
    except BrokenPipeError:
        raise
    except OSError as error:
        told = f"{beside or 'The output'} was not written: {_why(error)}. Nothing of it is left."
        raise ExportError(told) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def folder(path: Path | None) -> Iterator[Path]:
    """A folder to write files in that becomes the one at a path, or an archive of its files.

    It becomes an archive where the path ends in `.zip`, and without a path, on standard output. A folder
    that stands there already is not touched. ExportError.
    """
    archived = path is None or path.suffix == ".zip" or (path.exists() and not path.is_dir())
    if path is not None and not archived and path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise ExportError(f"{path} stands there already. Move it away, or choose another --out.")
    with scratch(
        path if not archived or path is None or path.is_file() or not path.exists() else None
    ) as made:
        place = made / "files"
        place.mkdir(mode=0o755)
        yield place
        if archived:
            with target(path) as out:
                pack(place, out)
        else:
            assert path is not None  # noqa: S101 - without a path it is an archive
            place.chmod(0o755)
            place.replace(path)


def pack(place: Path, out: IO[bytes]) -> None:
    """Write the files of a folder as a ZIP archive: the same bytes for the same files."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(place.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(place).as_posix(), _EARLIEST)
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                entry.file_size = path.stat().st_size
                with path.open("rb") as source, archive.open(entry, "w") as inside:
                    shutil.copyfileobj(source, inside, 1 << 20)


def _why(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else str(error)
