"""A question put to a query process, and what became of it told as HTTP tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.attended import Attended, Receive
from api.calls import Call
from api.errors import Problem, problem_of
from api.failures import Busy, Died, QueryFailed, Refused, TimedOut
from api.process import Question
from graph import errors
from graph.errors import EstateError

if TYPE_CHECKING:
    from api.server import Server

RETRY = {"Retry-After": "2"}

GONE = 499
"""The status of an answer that nobody waits for any more."""


async def asked_of(
    server: Server,
    question: Question | Call,
    client: str,
    deadline: float,
    receive: Receive,
    late: float = 0.0,
) -> bytes | None:
    """The answer of a query process; None if who asked has gone, and the query with it. Problem.

    `late` are the seconds of the deadline that have passed already.
    """
    if not server.ready:
        raise Problem(503, "Not ready", server.problem or "The server is starting.", headers=RETRY)
    try:
        with Attended(receive):
            return await server.workers.ask(question, client, max(0.0, deadline - late))
    except TimedOut:
        raise problem_for(TimedOut(deadline), server.settings.memory) from None
    except QueryFailed as failure:
        raise problem_for(failure, server.settings.memory) from None
    return None


def problem_for(failure: QueryFailed, memory: int) -> Problem:
    """What a query without an answer is over HTTP; `memory` is what it may have, in bytes."""
    match failure:
        case TimedOut(seconds=seconds):
            return Problem(
                504,
                "Deadline reached",
                f"The query took longer than {seconds:g} s and was stopped. Ask for less, add a LIMIT, "
                "or begin with a thing that you know.",
                {"seconds": seconds},
            )
        case Died(cause="memory"):
            return Problem(
                422, "Too much memory", f"The query needs more than the {memory >> 20} MiB that it may have."
            )
        case Died():
            return Problem(422, "Too complex", "The query is too complex for the engine: it gave up on it.")
        case Busy():
            return Problem(503, "Too busy", "Too many queries wait. Ask again in a moment.", headers=RETRY)
        case Refused(error=error):
            return problem_of(_named(error)(str(failure)))
    return Problem(503, "No answer", "The query got no answer.", headers=RETRY)


def _named(error: str) -> type[EstateError]:
    """The class of an error of the project, by its name."""
    found = getattr(errors, error, EstateError)
    return found if isinstance(found, type) and issubclass(found, EstateError) else EstateError
