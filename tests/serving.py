"""A real server on loopback for tests: started by the command, ended with the test."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers: its address, its process, and where it writes its log."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def children(self) -> list[int]:
        """The processes under it, and under these."""
        found, waiting = [], [self.process.pid]
        while waiting:
            pid = waiting.pop()
            with contextlib.suppress(OSError):  # It has gone meanwhile.
                for task in Path(f"/proc/{pid}/task").iterdir():
                    below = [int(text) for text in (task / "children").read_text().split()]
                    found += below
                    waiting += below
        return found


def free_port() -> int:
    """A port on which nothing listens just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(
    words: Sequence[str], folder: Path, out: IO[bytes] | int | None = None, before: Sequence[str] = ()
) -> Iterator[Served]:
    """`estate serve` with some options, from when it is ready until the end of the block.

    `out` takes what it writes in place of its log; `before` are words before the command.
    """
    port, log = free_port(), folder / "serve.log"
    command = [*before, sys.executable, "-m", "graph.cli", "serve", "--port", str(port), *words]
    with log.open("wb") as file:
        written = file if out is None else out
        process = subprocess.Popen(command, stdout=written, stderr=written, start_new_session=True)
    served = Served(f"http://127.0.0.1:{port}", process, log)
    try:
        _wait(served)
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def settle(served: Served) -> Served:
    """The server, when it has read all into memory and its processes no longer change."""
    for _ in range(600):
        if httpx.get(f"{served.url}/ready", timeout=5).json()["settled"]:
            break
        time.sleep(0.1)
    time.sleep(1)
    return served


def _wait(served: Served) -> None:
    for _ in range(600):
        if served.process.poll() is not None:
            break
        try:
            if httpx.get(f"{served.url}/ready", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"The server did not get ready: {served.log.read_text()}")
