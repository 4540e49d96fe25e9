"""Lines put in order, more of them than memory has room for."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import groupby

ROOM = 16 << 20
"""How many bytes of lines are in memory at a time."""


def in_order(lines: Iterable[bytes], room: int = ROOM) -> Iterator[bytes]:
    r"""The lines in the order of their bytes, each once; with their line feeds, as they must have them.

    What there is no room for waits in files without a name, which are gone with the process.

    >>> list(in_order([b"b\n", b"a\n", b"c\n", b"a\n"], room=4))
    [b'a\n', b'b\n', b'c\n']
    """
    with ExitStack() as files:
        runs: list[Iterable[bytes]] = []
        held: list[bytes] = []
        size = 0
        for line in lines:
            held.append(line)
            size += len(line)
            if size >= room:
                file = files.enter_context(tempfile.TemporaryFile())
                file.writelines(sorted(held))
                file.seek(0)
                runs.append(file)
                held, size = [], 0
        yield from (line for line, _ in groupby(merge(*runs, sorted(held))))
