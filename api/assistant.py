"""A server of the Model Context Protocol over standard input and output, for assistants (`estate mcp`).

It computes nothing itself: every tool asks a query process, under the same deadline and limit of memory as a
request over HTTP, and every answer carries the sources that it rests on.
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from api.calls import Call
from api.failures import Busy, Died, QueryFailed, Refused, TimedOut
from api.settings import VARIABLE, Settings
from api.workers import Workers

CLIENT = "assistant"
INSTRUCTIONS = """\
The criminal justice estate of England and Wales: courts, CPS areas, police forces, inspections and ratings.
Every fact is a claim with a source and dates, and sources may disagree: cite the sources of each answer, and
say which facts are inferred. What no source says is not known; do not fill it in. Begin with `resolve` for a
name, then `show` a thing or `ask` a question of the catalogue, which `questions` lists. Days are YYYY-MM-DD.
"""
READS_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

On = Annotated[str | None, Field(description="A day, YYYY-MM-DD; without one all times are told.")]
Most = Annotated[int, Field(ge=1, le=1000, description="How many rows to give.")]
Answer = dict[str, Any]


class Assistant:
    """The tools, with the query processes that answer them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._workers: Workers | None = None

    @asynccontextmanager
    async def lifespan(self, _: MCPServer[None]) -> AsyncIterator[None]:
        """The query processes, from the first message to the last."""
        workers = Workers(self._settings)
        await workers.start()
        self._workers = workers
        try:
            yield
        finally:
            self._workers = None
            await workers.close()

    async def resolve(
        self,
        text: Annotated[str, Field(description="A name of any time, a code or a postcode.")],
        on: On = None,
        kind: Annotated[str | None, Field(description="Only this kind: cps-area.")] = None,
        place: Annotated[str | None, Field(description="Only in this area or force: key or name.")] = None,
    ) -> Answer:
        """Find what a name may mean, the likeliest first, with keys, scores and reasons."""
        return await self._told("meant", text=text, on=on, kind=kind, place=place)

    async def show(
        self,
        thing: Annotated[str, Field(description="A key, or a name that one thing alone bears.")],
        on: On = None,
    ) -> Answer:
        """Tell one thing whole: its facts with who says each, how it was rated, where sources disagree."""
        return await self._told("shown", name=thing, at=on)

    async def questions(self) -> Answer:
        """List the questions of the catalogue with their parameters; `ask` puts one of them."""
        told = await self._asked(Call("questions", {}))
        return {
            "questions": [
                {
                    "id": each["answers"] or each["name"],
                    "question": each["summary"],
                    "takes_a_day": each["dated"],
                    "parameters": {
                        one["name"]: f"{one['description']} ({one['type']}; for example {one['example']}"
                        + ("; required)" if one["required"] else ")")
                        for one in each["parameters"]
                    },
                }
                for each in told["items"]
            ],
            "sources": [{"key": "", "title": "the catalogue of questions of this release"}],
        }

    async def ask(
        self,
        question: Annotated[str, Field(description="Its id, such as CQ-03.")],
        arguments: Annotated[
            dict[str, str] | None, Field(description='By name: {"court": "magistrates-court/oakham"}.')
        ] = None,
        on: On = None,
        most: Most = 100,
    ) -> Answer:
        """Ask a question of the catalogue, such as what became of a court or how a body was rated."""
        return await self._told("answer", name=question, arguments=arguments or {}, at=on, most=most)

    async def query(
        self,
        sparql: Annotated[str, Field(description="A SELECT or ASK; the usual prefixes are declared.")],
        on: On = None,
        most: Most = 100,
    ) -> Answer:
        """Run a SPARQL query over the estate, of all times or as it was on a day."""
        return await self._told("selected", query=sparql, at=on, most=most)

    async def changes(
        self,
        since: On = None,
        until: On = None,
        kind: Annotated[str, Field(description="closure, opening, move, merger, renaming and so on.")] = "",
        area: Annotated[str, Field(description="An area, force or CPS area: key or name.")] = "",
        most: Annotated[int, Field(ge=1, le=500, description="How many changes to give.")] = 50,
    ) -> Answer:
        """List what changed between two days, both included: closures, openings, mergers, renamings."""
        told = {"since": since, "until": until, "kind": kind, "area": area, "most": most}
        return await self._told("changed", **told)

    async def _told(self, answer: str, /, **arguments: object) -> Answer:
        return await self._asked(Call(f"assistance.{answer}", arguments, limit=self._settings.result))

    async def _asked(self, call: Call) -> Answer:
        if self._workers is None:
            raise ToolError("The estate is not open.")
        try:
            body = await self._workers.ask(call, CLIENT, self._settings.deadline)
        except QueryFailed as failure:
            raise ToolError(self._reason(failure)) from None
        answer: Answer = json.loads(body)
        return answer

    def _reason(self, failure: QueryFailed) -> str:
        """Why there is no answer, and what would be right."""
        match failure:
            case Refused():
                return str(failure)
            case TimedOut(seconds=seconds):
                return (
                    f"The query took longer than {seconds:g} s and was stopped. Ask for less, or add a LIMIT."
                )
            case Died(cause="memory"):
                return f"The query needs more than the {self._settings.memory >> 20} MiB that it may have."
            case Died():
                return "The query is too complex for the engine: it gave up on it."
            case Busy():
                return "Too many queries wait. Ask again in a moment."
        return "The query got no answer. Ask again."


def server_for(settings: Settings) -> MCPServer[None]:
    """A server of the protocol for a release; its query processes start with its first session."""
    assistant = Assistant(settings)
    server: MCPServer[None] = MCPServer(
        "justice-estate",
        title="Justice Estate",
        instructions=INSTRUCTIONS,
        version=version("justice-estate"),
        lifespan=assistant.lifespan,
        log_level="WARNING",
    )
    tools = (
        assistant.resolve,
        assistant.show,
        assistant.questions,
        assistant.ask,
        assistant.query,
        assistant.changes,
    )
    for tool in tools:
        server.tool(annotations=READS_ONLY)(tool)
    return server


def run(settings: Settings) -> None:
    """Serve over standard input and output until they are closed."""
    os.environ[VARIABLE] = settings.model_dump_json()  # What all query processes share is read once, by it.
    server_for(settings).run("stdio")
