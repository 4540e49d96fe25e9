"""The dataset, or the estate on a day, as files in the syntaxes of RDF: written whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO

from graph.asof import Moment
from graph.engine import Engine
from graph.errors import EstateError, ReleaseError
from graph.release import DATASET
from graph.store import Store, convert

QUADS = ("nq", "trig")
FORMATS = ("nq", "trig", "nt", "ttl", "xml", "jsonld")


class ExportError(EstateError):
    """An export that could not be written; what stood in its place still stands."""


def export(engine: Engine, format: str, out: BinaryIO, at: Moment | None = None) -> None:
    """Write the dataset in a syntax of quads, or `ever` in one of triples; on a day, the graph of that day.

    The formats are those of FORMATS. N-Quads and N-Triples come in order and canonical.
    """
    if at is not None:
        graph = engine.dates.graph(at)
        lines = sorted(engine.dates.timeline.lines(at))
        if format in QUADS:
            lines = [line.removesuffix(b".") + f"<{graph}> .".encode() for line in lines]
        _write(b"".join(line + b"\n" for line in lines), format, out, engine)
    elif format == "nq":
        if engine.release is None:
            raise ReleaseError("A store without a release has no dataset file. Open a release.")
        with (engine.release.folder / DATASET).open("rb") as dataset:
            shutil.copyfileobj(dataset, out)
    elif not isinstance(engine.store, Store):
        raise ReleaseError(
            "A store elsewhere is not exported from here. Export the release it was loaded from."
        )
    else:
        engine.store.dump(out, format, None if format in QUADS else engine.store.names.graph("ever"))


def _write(data: bytes, format: str, out: BinaryIO, engine: Engine) -> None:
    source = "nq" if format in QUADS else "nt"
    out.write(data if format == source else convert(data, source, format, engine.store.names))


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
            raise ExportError(f"{path or 'The output'} cannot be written: {error.strerror}.") from None
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}. Choose another --out.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        raise ExportError(f"{path} was not written: {error.strerror}. Nothing of it is left.") from None
    finally:
        Path(name).unlink(missing_ok=True)
