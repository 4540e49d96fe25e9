"""Commands that ask the estate."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from graph.commands.common import opened, print_table, tell_reach
from graph.commands.options import AtOption, DiffFormat, EndpointOption, Format, JsonOption, ReleaseOption
from graph.errors import EstateError, NotThere, QueryError
from graph.estate import Estate
from graph.schema import load_schema


def query(
    file: Annotated[str, typer.Argument(help="A file with a SPARQL query, or - for standard input.")],
    format: Annotated[Format, typer.Option(help="How the answer is written.")] = Format.TABLE,
    at: AtOption = None,
    release: ReleaseOption = None,
    endpoint: EndpointOption = None,
) -> None:
    """Put a SPARQL query of one's own to the release; it may name graphs of a day: FROM <…/graph/at/DATE>."""
    text = sys.stdin.read() if file == "-" else _read(Path(file))
    estate = opened(release, endpoint)
    tell_reach(estate, at)
    if format is Format.TABLE:
        print_table(estate, estate.query(text, at))
        return
    sys.stdout.buffer.write(estate.serialize(text, format.value, at))


def ask(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="A question by its name or id, such as CQ-18.")] = None,
    at: AtOption = None,
    release: ReleaseOption = None,
    endpoint: EndpointOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask a question of the catalogue: estate ask CQ-01 --area KEY; without a name, list the questions."""
    if name is None:
        _list_questions()
        return
    estate = opened(release, endpoint)
    table = estate.ask(name, at, **_arguments(context.args))
    tell_reach(estate, at)
    print_table(estate, table, as_json=as_json)
    if not table.rows:
        _tell_absent(estate, _arguments(context.args).values(), at)
        raise typer.Exit(1)


def show(
    name: Annotated[str, typer.Argument(help="A key, or a name that one thing bears: Oakham.")],
    full: Annotated[
        bool, typer.Option("--full", help="Name every source of a fact, not the first few.")
    ] = False,
    at: AtOption = None,
    release: ReleaseOption = None,
    endpoint: EndpointOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one thing: its life, facts and who says so, its events, and what is not known; or as it was."""
    from graph.printing import print_description  # noqa: PLC0415

    estate = opened(release, endpoint)
    tell_reach(estate, at)
    thing = estate.describe(name, at)
    if as_json:
        typer.echo(json.dumps(asdict(thing), indent=1, ensure_ascii=False))
    else:
        print_description(thing, full=full)


def path(
    start: Annotated[str, typer.Argument(help="A key or a name: Oakham.")],
    end: Annotated[str, typer.Argument(help="Another: inspectorate/hmcpsi.")],
    limit: Annotated[int, typer.Option(min=1, max=50, help="How many ways are told at most.")] = 3,
    at: AtOption = None,
    release: ReleaseOption = None,
    endpoint: EndpointOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell how two things are linked, the shortest way first; exit 1 if nothing links them."""
    estate, schema = opened(release, endpoint), load_schema()
    found = estate.path(start, end, at, limit=limit)
    tell_reach(estate, at)
    if as_json:
        typer.echo(json.dumps([way.as_json(schema) for way in found], indent=1, ensure_ascii=False))
    else:
        for way in found:
            typer.echo(f"{way.words(schema)}.")
    if not found:
        typer.echo("Nothing that the sources tell links the two.", err=True)
        raise typer.Exit(1)


def changes(
    since: Annotated[str | None, typer.Option("--from", help="The first day, such as 2011-01-01.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="The last day; else that of the release.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only of this kind: closure, merger, renaming …")] = None,
    area: Annotated[
        str | None, typer.Option(help="Only in this area, force or CPS area: key or name.")
    ] = None,
    release: ReleaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what changed: openings, closings, moves, mergers, renamings, in order of time; exit 1 for none."""
    from graph.printing import print_changes  # noqa: PLC0415

    estate = Estate.open(release)
    found = estate.changes(since, until, kind=kind, area=area)
    tell_reach(estate, since)
    if as_json:
        typer.echo(
            json.dumps([asdict(change) for change in found], indent=1, ensure_ascii=False, default=str)
        )
    else:
        print_changes(found, load_schema())
    if not found:
        raise typer.Exit(1)


def diff(
    before: Annotated[str, typer.Argument(help="The earlier day, such as 2008-12-31.")],
    after: Annotated[str, typer.Argument(help="The later day.")],
    format: Annotated[DiffFormat, typer.Option(help="words, an RDF patch, or JSON.")] = DiffFormat.WORDS,
    release: ReleaseOption = None,
) -> None:
    """Tell what is otherwise on one day than on another, by thing or as a patch; exit 1 for nothing."""
    from graph.printing import print_difference  # noqa: PLC0415

    estate = Estate.open(release)
    difference = estate.difference(before, after)
    tell_reach(estate, before)
    if format is DiffFormat.PATCH:
        sys.stdout.buffer.write(difference.patch())
    else:
        things = difference.things(load_schema())
        if format is DiffFormat.JSON:
            typer.echo(json.dumps([asdict(thing) for thing in things], indent=1, ensure_ascii=False))
        else:
            print_difference(difference, things, load_schema())
    if not difference.removed and not difference.added:
        raise typer.Exit(1)


def conflicts(
    property_: Annotated[str | None, typer.Option("--property", help="Only this one: cje:point.")] = None,
    release: ReleaseOption = None,
    endpoint: EndpointOption = None,
    as_json: JsonOption = False,
) -> None:
    """List where sources disagree: both values, who says each, how far apart, what was chosen and why."""
    _view("conflicts", release, endpoint, as_json, **({"property": property_} if property_ else {}))


def sources(
    release: ReleaseOption = None, endpoint: EndpointOption = None, as_json: JsonOption = False
) -> None:
    """List the sources with publisher, licence, date, and how many claims rest on each."""
    _view("sources", release, endpoint, as_json)


def trace(
    row: Annotated[str, typer.Argument(help="The source's own id of a row, or TABLE/LINE if it has none.")],
    table: Annotated[str, typer.Option(help="Only of this upstream table: cjs-ou-codes-v32.")] = "",
    release: ReleaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Follow a row of an upstream table to its claims, or to why it was set aside; exit 1 for none."""
    from graph.printing import print_trace  # noqa: PLC0415

    estate = Estate.open(release)
    found = estate.trace(row, table)
    if as_json:
        typer.echo(json.dumps([entry.as_json() for entry in found], indent=1, ensure_ascii=False))
    else:
        print_trace(found)
    if not found:
        raise typer.Exit(1)


def _tell_absent(estate: Estate, arguments: Iterable[str], at: str | None) -> None:
    """Say on standard error which of the things asked about was not there on the day."""
    for argument in arguments if at else ():
        try:
            estate.describe(argument, at)
        except NotThere as absent:
            typer.echo(str(absent), err=True)
        except EstateError:
            continue  # No thing: a number, a class, a name of several.


def _view(name: str, release: Path | None, endpoint: str | None, as_json: bool, **arguments: str) -> None:
    estate = opened(release, endpoint)
    table = estate.view(name, **arguments)
    print_table(estate, table, as_json=as_json)


def _list_questions() -> None:
    from graph.printing import print_rows  # noqa: PLC0415
    from graph.queries import catalogue  # noqa: PLC0415

    rows = [
        (entry.answers or "", entry.name, entry.summary, " ".join(f"--{p.name}" for p in entry.params))
        for entry in catalogue("answer").values()
    ]
    print_rows(("question", "name", "summary", "parameters"), sorted(rows))


def _arguments(words: Sequence[str]) -> dict[str, str]:
    """`--area KEY` and `--area=KEY` as a mapping; QueryError for a word that belongs to no parameter."""
    found: dict[str, str] = {}
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if not word.startswith("--"):
            raise QueryError(f"{word!r} belongs to no parameter. Write --name value.")
        name, equals, value = word[2:].partition("=")
        if not equals:
            if not waiting:
                raise QueryError(f"--{name} has no value. Write --{name} value.")
            value = waiting.pop(0)
        found[name.replace("-", "_")] = value
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path} cannot be read: {error}") from None
