"""The log of requests: a line of JSON each, written aside, so that no answer waits for a disk or a reader."""

from __future__ import annotations

import json
import os
import threading
import time
from collections import deque
from functools import lru_cache

MOST = 20_000
"""How many lines may wait; later ones are dropped and counted."""
GATHER = 0.1
"""For how many seconds lines are gathered before they are written together."""
DESCRIPTOR = 2


class AccessLog:
    """Lines on standard error; what cannot be written is lost, and nothing else is.

    `dropped` counts the lines that were lost.
    """

    def __init__(self, descriptor: int = DESCRIPTOR) -> None:
        self.dropped = 0
        self._descriptor = descriptor
        self._lines: deque[tuple[str, str, int, float, int]] = deque()
        self._wanted = threading.Event()
        self._writer: threading.Thread | None = None

    def write(self, method: str, path: str, status: int, seconds: float, size: int) -> None:
        """Have a line written, of JSON: who asked is not in it."""
        if len(self._lines) >= MOST:
            self.dropped += 1
            return
        self._lines.append((method, path, status, seconds, size))
        if self._writer is None:
            self._writer = threading.Thread(target=self._write, name="access-log", daemon=True)
            self._writer.start()
        if not self._wanted.is_set():
            self._wanted.set()

    def close(self, seconds: float = 1.0) -> None:
        """Wait for the lines that are still to be written, but not for long."""
        ends = time.monotonic() + seconds
        while self._lines and time.monotonic() < ends:
            time.sleep(GATHER)

    def _write(self) -> None:
        while self._wanted.wait():
            time.sleep(GATHER)
            self._wanted.clear()
            count = len(self._lines)
            text = b"".join(_line(*self._lines[place]) for place in range(count))
            try:
                while text:
                    text = text[os.write(self._descriptor, text) :]
            except OSError:  # A full disk, or a reader that has gone.
                self.dropped += count
            for _ in range(count):
                self._lines.popleft()


def _line(method: str, path: str, status: int, seconds: float, size: int) -> bytes:
    ms = round(seconds * 1e3, 2)
    asked = f'"method": {_quoted(method)}, "path": {_quoted(path)}'
    return f'{{{asked}, "status": {status}, "ms": {ms}, "bytes": {size}}}\n'.encode()


@lru_cache(1024)
def _quoted(text: str) -> str:
    return json.dumps(text)
