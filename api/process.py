"""The process in which a query runs: it can be killed at any moment, and loses nothing but its answer.

It opens the release for itself, read-only, and has no way to the network. An answer goes back whole or not
at all, as frames of `multiprocessing` over a pipe.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import resource
import signal
import struct
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple, Protocol

from api.calls import Call
from api.held import Served, held
from graph.asof import Dataset
from graph.errors import EstateError, ReleaseError
from graph.estate import Estate
from graph.store import Store

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 1, 38, 22
_SECCOMP_MODE_FILTER = 2
_M_ARENA_MAX = -8
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 1  # EPERM
_SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""The architecture and the number of the call `socket` in the kernel's tables."""


class Question(NamedTuple):
    """A query with the graphs that the request names; None where it names none."""

    query: str
    format: str
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    limit: int = 64 << 20
    """The largest answer, in bytes."""

    @property
    def day(self) -> str:
        """The day whose graph it asks by default, as the graph is named; empty if it asks another."""
        return next((day for graph in self.default or () if (day := graph.partition("/graph/at/")[2])), "")


class Reply(NamedTuple):
    """What a process sends back: the answer, or the class and the text of an error of the project's own."""

    body: bytes = b""
    error: str = ""
    message: str = ""


class Answers(Protocol):
    """What answers questions in a process."""

    def answer(self, question: Question) -> bytes:
        """The whole answer, serialized."""

    def perform(self, call: Call) -> bytes:
        """The whole answer of the API, or the page."""


class ReleaseAnswers:
    """Answers over a release, with the graphs of any day."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    def answer(self, question: Question) -> bytes:
        """The answer over the graphs of the request, else those of the query, else the fixed ones."""
        engine = self._estate.engine
        if question.default is None and question.named is None:
            seen = engine.dataset(question.query)
        else:
            seen = Dataset(question.default or (), question.named or ())
        return engine.serialize(question.query, question.format, dataset=seen, limit=question.limit)

    def perform(self, call: Call) -> bytes:
        """The answer of the API, or the page."""
        from api.answers.catalogue import perform  # noqa: PLC0415 - who only asks queries needs no pages

        return perform(self._estate, call)


class FileAnswers:
    """Answers over files of RDF as they are: the graphs of a query are those of SPARQL itself."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def answer(self, question: Question) -> bytes:
        """The answer over the graphs of the request, else those of the query."""
        return self._store.serialize_plain(
            question.query, question.format, question.default, question.named, limit=question.limit
        )

    def perform(self, call: Call) -> bytes:
        """ReleaseError: files have no claims, and so no pages."""
        raise ReleaseError(f"{call.name} is answered from a release, and files are served here.")


def answers_for(served: Served) -> Answers:
    """What answers for a release, or for files: from memory, if this process was forked with it there."""
    if served.endpoint:
        from graph.remote import Endpoint  # noqa: PLC0415 - httpx is slow to import

        return ReleaseAnswers(Estate.connect(Endpoint.from_environment(served.endpoint), served.release))
    opened = held(served)
    if served.release is None:
        return FileAnswers(opened if isinstance(opened, Store) else served.loaded())
    return ReleaseAnswers(opened if isinstance(opened, Estate) else Estate.open(served.release))


def work(questions: Connection, replies: Connection, served: Served, memory: int, deadline: float) -> None:
    """Answer one question after another until the pipe is closed."""
    die_with_the_parent()
    # Else each thread of the store takes 64 MiB or more of the address space, which is what is limited.
    _libc().mallopt(_M_ARENA_MAX, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    try:
        answers = answers_for(served)
    except EstateError as error:
        replies.send_bytes(pickle.dumps(Reply(error=type(error).__name__, message=str(error))))
        return
    # The files of the store are mapped, which takes room for addresses and no memory.
    most = _address_space() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not served.endpoint:
        _deny_sockets()
    with contextlib.suppress(BrokenPipeError):  # Who asked has gone, and with it the reason to go on.
        _answer_all(answers, questions, replies, deadline)


def _answer_all(answers: Answers, questions: Connection, replies: Connection, deadline: float) -> None:
    replies.send_bytes(pickle.dumps(Reply()))
    while True:
        try:
            asked: Question | Call = pickle.loads(questions.recv_bytes())  # noqa: S301 - from our own parent
        except EOFError:
            return
        # An orphan ends by itself: nobody else is left to end it.
        signal.setitimer(signal.ITIMER_REAL, deadline + 1)
        try:
            reply = Reply(answers.perform(asked) if isinstance(asked, Call) else answers.answer(asked))
        except EstateError as error:
            reply = Reply(error=type(error).__name__, message=str(error))
        except RecursionError:
            traceback.print_exc(limit=-12)
            os.kill(os.getpid(), signal.SIGSEGV)
            return
        except MemoryError:
            os.kill(os.getpid(), signal.SIGABRT)
            return
        except Exception:  # A fault of ours is told to the operator; the process is as good as before.
            traceback.print_exc()
            reply = Reply(error=EstateError.__name__, message="a fault within")
        signal.setitimer(signal.ITIMER_REAL, 0)
        replies.send_bytes(pickle.dumps(reply))


def die_with_the_parent() -> None:
    """This process is killed when the one that started it ends, also while it is stopped."""
    _libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _address_space() -> int:
    """How many bytes of addresses this process has reserved."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _deny_sockets() -> None:
    """Refuse to open a socket from now on, whatever a query asks for; OSError if that fails."""
    machine = os.uname().machine
    if machine not in _SOCKET:
        return
    architecture, socket_call = _SOCKET[machine]
    instructions = [
        (0x20, 0, 0, 4),  # load the architecture
        (0x15, 1, 0, architecture),  # if it is ours go on
        (0x06, 0, 0, _ALLOW),
        (0x20, 0, 0, 0),  # load the number of the call
        (0x15, 0, 1, socket_call),  # if it is socket
        (0x06, 0, 0, _DENY),
        (0x06, 0, 0, _ALLOW),
    ]
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in instructions)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HP", len(instructions), ctypes.addressof(buffer))
    libc = _libc()
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.create_string_buffer(program, len(program)), 0, 0
    ):
        raise OSError(ctypes.get_errno(), "the filter of system calls cannot be set")
