"""The processes that query processes are forked from, each with what it has loaded before.

multiprocessing has one such server for a program. Two are wanted here: one that has but the modules, so that
a release is served from disk at once, and one that has read the release into memory, which takes seconds.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing import forkserver, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

from api.held import VARIABLE, Served
from api.settings import Settings

_CONTEXT = get_context("forkserver")
_CHOSEN = threading.local()
_usual = forkserver.connect_to_new_process

# The command is imported as well: each process would import anew the module by which its server was started.
_LIGHT = ["api.forked", "api.process", "graph.cli"]
_WHOLE = ["api.forked", "api.process", "api.preload", "api.held", "graph.cli"]


def _connect(descriptors: list[int]) -> tuple[int, int]:
    """Fork from the nursery that this thread has chosen; it stands in for the function of multiprocessing."""
    chosen: forkserver.ForkServer | None = getattr(_CHOSEN, "server", None)
    return (chosen.connect_to_new_process if chosen else _usual)(descriptors)


forkserver.connect_to_new_process = _connect  # type: ignore[assignment]


class Nursery:
    """One process that others are forked from; `holds` is what it reads into memory first.

    A light one is ready in a third of a second, and leaves to each process what pages need besides.
    """

    def __init__(self, holds: Served | None = None, *, light: bool = False) -> None:
        self.holds = holds
        self.light = light
        self._server = forkserver.ForkServer()
        self._server.set_forkserver_preload(_LIGHT if light else _WHOLE)

    def ensure_running(self) -> None:
        """Start it, or start it again; to be called in the thread that lives as long as the server."""
        if self.holds is not None:
            os.environ[VARIABLE] = self.holds.written()
        try:
            self._server.ensure_running()
        finally:
            os.environ.pop(VARIABLE, None)

    def start(self, target: Callable[..., None], *arguments: object) -> ForkServerProcess:
        """A new process, which waits until all is loaded; OSError or EOFError if none can be made."""
        process = _CONTEXT.Process(target=target, args=arguments, daemon=True)
        _CHOSEN.server = self._server
        try:
            process.start()
        finally:
            _CHOSEN.server = None
        return process

    def close(self) -> None:
        """End it; what was forked from it ends as well.

        It is killed: one that is still reading a release would not look up before it has read it.
        """
        if pid := self._server._forkserver_pid:  # type: ignore[attr-defined]
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._server._stop()  # type: ignore[attr-defined]


def first(settings: Settings) -> Nursery:
    """The nursery that a server starts with: pages are answered when another has taken its place."""
    return Nursery(light=settings.release is not None)


def pipe() -> tuple[Connection, Connection]:
    """A pipe to a process of a nursery: its reading end and its writing end."""
    return _CONTEXT.Pipe(duplex=False)
