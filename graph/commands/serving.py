"""Commands that serve the estate."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from graph.commands.options import ReleaseOption
from graph.errors import EstateError


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    workers: Annotated[
        int | None, typer.Option(min=2, max=256, help="The most query processes; else 8 for each core.")
    ] = None,
    deadline: Annotated[float, typer.Option(min=0.1, max=3600, help="Seconds that a query may take.")] = 10.0,
    memory: Annotated[int, typer.Option(min=128, help="MiB that a query process may have.")] = 1024,
    data: Annotated[list[Path] | None, typer.Option(help="Serve these RDF files, not a release.")] = None,
    endpoint: Annotated[str, typer.Option(help="Serve what this SPARQL endpoint holds.")] = "",
    release: ReleaseOption = None,
) -> None:
    """Serve the release, files or a store over HTTP: SPARQL 1.1 Protocol at /sparql, graphs at /graphs."""
    try:
        from api.serve import serve as run  # noqa: PLC0415
        from api.serve import settings_for  # noqa: PLC0415
    except ImportError as error:
        raise EstateError(
            f"To serve, install the extra: pip install 'justice-estate[serve]' ({error})"
        ) from None
    settings = settings_for(release, data or (), endpoint, workers, deadline, memory << 20)
    with suppress(OSError):  # A full disk for what is printed is no reason not to serve.
        typer.echo(f"Serving on http://{host}:{port}/sparql until interrupted.", err=True)
    run(settings, host, port)


def mcp(
    deadline: Annotated[float, typer.Option(min=0.1, max=3600, help="Seconds that a query may take.")] = 10.0,
    memory: Annotated[int, typer.Option(min=128, help="MiB that a query process may have.")] = 1024,
    release: ReleaseOption = None,
) -> None:
    """Serve the release to an assistant over standard input and output, by the Model Context Protocol."""
    try:
        from api.assistant import run  # noqa: PLC0415
        from api.serve import settings_for  # noqa: PLC0415
    except ImportError as error:
        raise EstateError(
            f"To serve an assistant, install the extra: pip install 'justice-estate[mcp]' ({error})"
        ) from None
    settings = settings_for(release, (), "", 4, deadline, memory << 20)
    run(settings.model_copy(update={"spare": 1, "hold": False}))
