"""The command `estate`: exit code 0 for yes, 1 for no, 2 if it could not run."""

from __future__ import annotations

import sys
from typing import Annotated, NoReturn

import typer

from graph.commands import asking, making, serving
from graph.commands.common import OPEN
from graph.errors import AmbiguousName, EstateError, UnknownKey

app = typer.Typer(
    help="The criminal justice estate of England and Wales, as sourced, dated claims.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.command()(making.build)
app.command()(making.check)
app.command()(asking.query)
app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(asking.ask)
app.command()(asking.show)
app.command()(asking.path)
app.command()(asking.changes)
app.command()(asking.diff)
app.command()(asking.conflicts)
app.command()(asking.sources)
app.command()(asking.trace)
app.command()(making.read)
app.command("import")(making.import_)
app.command()(making.match)
app.command()(making.export)
app.command()(making.compare)
app.command()(making.verify)
app.command()(serving.serve)
app.command()(serving.mcp)
app.command()(making.publish)


def main() -> None:
    """Run the command; an error of ours is a sentence on standard error, never a traceback."""
    try:
        with OPEN:
            app(standalone_mode=True)
    except (UnknownKey, AmbiguousName) as error:
        _stop(str(error), 1)
    except EstateError as error:
        from graph.build import CheckFailed  # noqa: PLC0415 - the build's imports are slow

        _stop(str(error), 1 if isinstance(error, CheckFailed) else 2)


def _stop(message: str, code: int) -> NoReturn:
    print(message, file=sys.stderr)  # noqa: T201
    sys.exit(code)


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if version:
        from importlib.metadata import version as version_of  # noqa: PLC0415

        typer.echo(version_of("justice-estate"))
        raise typer.Exit


if __name__ == "__main__":
    main()
