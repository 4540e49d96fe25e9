"""The command `estate`: exit code 0 for yes, 1 for no, 2 if it could not run."""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from graph.errors import AmbiguousName, EstateError, NotThere, QueryError, UnknownKey
from graph.estate import Estate
from graph.names import Candidate
from graph.resources import CANONICAL_BASE
from graph.scale import advice
from graph.schema import load_schema
from graph.store import Table

_BASE = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+[/#]")

_OPEN = ExitStack()
"""What a command has open; it is closed when the command ends."""

app = typer.Typer(
    help="The criminal justice estate of England and Wales, as sourced, dated claims.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    XML = "xml"
    TTL = "ttl"
    NT = "nt"


class Layout(StrEnum):
    """A format of exports; a test compares it with `graph.exports.formats`, whose import it saves."""

    NQ = "nq"
    TRIG = "trig"
    JSONLD = "jsonld"
    NT = "nt"
    TTL = "ttl"
    XML = "xml"
    NQ12 = "nq12"
    CSV = "csv"
    PARQUET = "parquet"
    SQLITE = "sqlite"
    CLAIMS = "claims"
    NAMES = "names"
    GEOJSON = "geojson"
    GRAPHML = "graphml"
    GEXF = "gexf"


class DiffFormat(StrEnum):
    """How a difference is written."""

    WORDS = "words"
    PATCH = "patch"
    JSON = "json"


class ReadFormat(StrEnum):
    """How what was read of a document is written."""

    TABLE = "table"
    JSON = "json"
    TTL = "ttl"
    CLAIMS = "claims"


class CompareFormat(StrEnum):
    """How the difference of two releases is written."""

    NOTES = "notes"
    PATCH = "patch"
    JSON = "json"


class Engine(StrEnum):
    """Which SHACL engine checks."""

    FAST = "fast"
    PYSHACL = "pyshacl"


ReleaseOption = Annotated[
    Path | None, typer.Option("--release", help="The release; else $ESTATE_RELEASE, else build/release.")
]
EndpointOption = Annotated[
    str | None,
    typer.Option(
        "--endpoint",
        envvar="ESTATE_ENDPOINT",
        show_envvar=False,
        help="Ask this SPARQL endpoint; else $ESTATE_ENDPOINT, else the release.",
    ),
]
AtOption = Annotated[
    str | None, typer.Option("--at", help="The estate as it was on this day, such as 2008-12-31.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
OutOption = Annotated[Path, typer.Option(envvar="ESTATE_RELEASE", help="Where the release is put in place.")]
BaseOption = Annotated[str, typer.Option(help="The base of every IRI; it ends in / or #.")]


def main() -> None:
    """Run the command; an error of ours is a sentence on standard error, never a traceback."""
    try:
        with _OPEN:
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


@app.command()
def build(
    out: OutOption = Path("build/release"),
    base: BaseOption = CANONICAL_BASE,
    data: Annotated[Path | None, typer.Option(help="A folder of tables; else the project's own.")] = None,
    date: Annotated[str | None, typer.Option(help="The day of the release, YYYY-MM-DD; else today.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a release from the claim tables: graphs, checks, sums; the old release stands until it is done."""
    from graph.build import build as make  # noqa: PLC0415
    from graph.printing import print_sums  # noqa: PLC0415

    if not _BASE.fullmatch(base):
        raise EstateError(
            f"{base!r} is no base: it must be an IRI that ends in / or #, such as {CANONICAL_BASE}"
        )
    with _progress(4) as step:
        made = make(out, base=base, folder=data, date=date, progress=step)
    if as_json:
        typer.echo(json.dumps(asdict(made.sums), indent=1))
        return
    print_sums(made.sums)
    warnings = len(made.report.warnings) + len(made.problems)
    metadata = made.release.metadata
    typer.echo(f"Checked: no violation, {warnings} warnings (estate check shows them).")
    typer.echo(f"Release {metadata.date} with {metadata.quads:,} quads: {out}")
    typer.echo(f"RDFC-1.0 SHA-256 {metadata.rdfc10_sha256}")
    if sentence := advice(metadata.quads):
        typer.echo(sentence, err=True)


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="RDF files to check; else the release.")] = None,
    engine: Annotated[
        Engine, typer.Option(help="pyshacl also runs the fast engine and compares.")
    ] = Engine.FAST,
    each: Annotated[
        bool, typer.Option("--all", help="Print each result, and not how many of a kind.")
    ] = False,
    release: ReleaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check the release, or files, against the shapes and the rules across things; exit 1 on a violation."""
    from graph.checking import check_files, check_release  # noqa: PLC0415
    from graph.printing import print_check  # noqa: PLC0415

    outcome = check_files(files, engine.value) if files else check_release(release, engine.value)
    if as_json:
        typer.echo(json.dumps(outcome.as_json(), indent=1))
    else:
        print_check(outcome, each=each)
    if not outcome.passed:
        raise typer.Exit(1)


@app.command()
def query(
    file: Annotated[str, typer.Argument(help="A file with a SPARQL query, or - for standard input.")],
    format: Annotated[Format, typer.Option(help="How the answer is written.")] = Format.TABLE,
    at: AtOption = None,
    release: ReleaseOption = None,
    endpoint: EndpointOption = None,
) -> None:
    """Put a SPARQL query of one's own to the release; it may name graphs of a day: FROM <…/graph/at/DATE>."""
    text = sys.stdin.read() if file == "-" else _read(Path(file))
    estate = _open(release, endpoint)
    _tell_reach(estate, at)
    if format is Format.TABLE:
        _print(estate, estate.query(text, at))
        return
    sys.stdout.buffer.write(estate.serialize(text, format.value, at))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
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
    estate = _open(release, endpoint)
    table = estate.ask(name, at, **_arguments(context.args))
    _tell_reach(estate, at)
    _print(estate, table, as_json=as_json)
    if not table.rows:
        _tell_absent(estate, _arguments(context.args).values(), at)
        raise typer.Exit(1)


@app.command()
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

    estate = _open(release, endpoint)
    _tell_reach(estate, at)
    thing = estate.describe(name, at)
    if as_json:
        typer.echo(json.dumps(asdict(thing), indent=1, ensure_ascii=False))
    else:
        print_description(thing, full=full)


@app.command()
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
    estate, schema = _open(release, endpoint), load_schema()
    found = estate.path(start, end, at, limit=limit)
    _tell_reach(estate, at)
    if as_json:
        typer.echo(json.dumps([way.as_json(schema) for way in found], indent=1, ensure_ascii=False))
    else:
        for way in found:
            typer.echo(f"{way.words(schema)}.")
    if not found:
        typer.echo("Nothing that the sources tell links the two.", err=True)
        raise typer.Exit(1)


@app.command()
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
    _tell_reach(estate, since)
    if as_json:
        typer.echo(
            json.dumps([asdict(change) for change in found], indent=1, ensure_ascii=False, default=str)
        )
    else:
        print_changes(found, load_schema())
    if not found:
        raise typer.Exit(1)


@app.command()
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
    _tell_reach(estate, before)
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


@app.command()
def conflicts(
    property_: Annotated[str | None, typer.Option("--property", help="Only this one: cje:point.")] = None,
    release: ReleaseOption = None,
    endpoint: EndpointOption = None,
    as_json: JsonOption = False,
) -> None:
    """List where sources disagree: both values, who says each, how far apart, what was chosen and why."""
    _view("conflicts", release, endpoint, as_json, **({"property": property_} if property_ else {}))


@app.command()
def sources(
    release: ReleaseOption = None, endpoint: EndpointOption = None, as_json: JsonOption = False
) -> None:
    """List the sources with publisher, licence, date, and how many claims rest on each."""
    _view("sources", release, endpoint, as_json)


@app.command()
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


@app.command()
def read(
    document: Annotated[Path, typer.Argument(help="A report or notice: text, Markdown, HTML or PDF.")],
    format: Annotated[ReadFormat, typer.Option(help="How the proposals are written.")] = ReadFormat.TABLE,
    source: Annotated[
        str, typer.Option(help="The key of the document in sources.csv; else made of its name.")
    ] = "",
    release: ReleaseOption = None,
) -> None:
    """Read an inspection report or press notice and propose claims with evidence; exit 1 if there are none.

    Nothing enters the graph: `--format claims` writes rows of the claim tables for a curator to review.
    """
    from graph.printing import print_reading  # noqa: PLC0415
    from graph.reader.report import read as read_report  # noqa: PLC0415
    from graph.reader.writing import as_claims, as_json, as_turtle  # noqa: PLC0415

    estate = Estate.open(release)
    reading = read_report(document, estate, source)
    match format:
        case ReadFormat.JSON:
            typer.echo(as_json(reading))
        case ReadFormat.TTL:
            typer.echo(as_turtle(reading, estate.store.names).decode(), nl=False)
        case ReadFormat.CLAIMS:
            typer.echo(as_claims(reading), nl=False)
        case _:
            print_reading(reading.proposals, reading.unlinked)
    if reading.silence:
        typer.echo(reading.silence, err=True)
    if not reading.proposals:
        raise typer.Exit(1)


@app.command("import")
def import_(
    name: Annotated[str, typer.Argument(help="An import of graph/data/imports.csv, or all.")],
    file: Annotated[Path, typer.Argument(help="The upstream file; for all, the folder that holds them.")],
    data: Annotated[Path | None, typer.Option(help="A folder of tables; else the project's own.")] = None,
) -> None:
    """Turn an upstream table into claim rows and rows of the ledger: all of it, or nothing and the faults."""
    from graph.importers.run import import_all, import_table  # noqa: PLC0415
    from graph.printing import print_imported  # noqa: PLC0415
    from graph.resources import tables  # noqa: PLC0415

    folder = data or tables()
    print_imported(import_all(file, folder) if name == "all" else [import_table(name, file, folder)])


@app.command()
def match(
    file: Annotated[Path, typer.Argument(help="A CSV file with a header, in UTF-8.")],
    column: Annotated[str, typer.Option(help="The column of names, codes or postcodes.")],
    date_column: Annotated[
        str, typer.Option(help="The column of the days on which they were so called: 2008-12-31, 31/12/2008.")
    ] = "",
    place_column: Annotated[
        str, typer.Option(help="The column of the areas, forces, towns or postcodes where they are.")
    ] = "",
    kind: Annotated[
        str | None, typer.Option(help="Only things of this kind: magistrates-court, police-force …")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The file to write; else standard output.")] = None,
    release: ReleaseOption = None,
) -> None:
    """Match a column of messy names with keys: the same rows with key, label, score, candidates and reason.

    A name that several things bear is matched with none of them: its candidates are listed.
    """
    from graph.exports.places import target  # noqa: PLC0415
    from graph.matches import KEY, matched, written  # noqa: PLC0415

    estate = Estate.open(release)
    estate.resolve("", kind=kind)  # A kind that there is not is told before the file is read.

    def resolve(name: str, on: date | None, place: str | None) -> list[Candidate]:
        return estate.resolve(name, on=on, kind=kind, place=place)

    # All is read before a line is written: a fault in the last leaves nothing half done.
    rows = list(matched(file, column, resolve, date_column=date_column, place_column=place_column))
    with target(out) as sink:
        sink.writelines(line.encode() for line in written(rows))
    sure = sum(row[KEY] != "" for row in rows[1:])
    typer.echo(f"{sure} of {len(rows) - 1} names are matched.", err=True)


@app.command()
def export(
    format: Annotated[Layout, typer.Argument(help="The format; docs/exports.md tells of each.")],
    at: AtOption = None,
    graph: Annotated[
        list[str] | None,
        typer.Option(help="Only this graph: ever, claims …; with --at certain or possible. May be repeated."),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="Only things of this kind of key: magistrates-court. May be repeated."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The file or folder to write; else standard output.")
    ] = None,
    release: ReleaseOption = None,
) -> None:
    """Write the estate, of all times or of a day, in a format of RDF, tables, maps or networks.

    A file or folder is written whole or not at all. csv, parquet and claims make a folder, or an archive if
    --out ends in .zip.
    """
    from graph.exports.formats import FORMATS, check  # noqa: PLC0415
    from graph.exports.formats import export as write  # noqa: PLC0415
    from graph.exports.selection import Selection  # noqa: PLC0415

    estate = Estate.open(release)
    moment = estate.moment(at)
    _tell_reach(estate, at)
    signal.signal(signal.SIGTERM, _end)
    with _bytes(shown=out is not None) as progress:
        selection = Selection(estate.engine, moment, graph or (), kind or (), progress)
        check(FORMATS[format.value], selection)
        write(selection, FORMATS[format.value], out)


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(help="The folder of the earlier release.")],
    after: Annotated[Path | None, typer.Argument(help="The later one; else the current one.")] = None,
    format: Annotated[
        CompareFormat, typer.Option(help="Release notes, an RDF patch, or JSON.")
    ] = CompareFormat.NOTES,
    out: Annotated[Path | None, typer.Option(help="The file to write; else standard output.")] = None,
) -> None:
    """Tell how a release differs from an earlier one: what opened, closed, was renamed, and new evidence.

    Exit 1 if nothing is otherwise. A patch is streamed, and makes the second dataset of the first.
    """
    from graph.exports.places import target  # noqa: PLC0415
    from graph.release import Release  # noqa: PLC0415
    from graph.revision import notes, revision, write_patch  # noqa: PLC0415

    old, new = Release.open(before), Release.open(after)
    if format is CompareFormat.PATCH:
        with target(out) as file:
            count = write_patch(old, new, file)
    else:
        made = revision(old, new)
        count = 0 if made.same else 1
        text = notes(made) if format is CompareFormat.NOTES else json.dumps(made.as_json(), indent=1) + "\n"
        with target(out) as file:
            file.write(text.encode())
    if not count:
        raise typer.Exit(1)


@app.command()
def verify(
    folder: Annotated[Path | None, typer.Argument(help="A release; else the current one.")] = None,
) -> None:
    """Check a release's files against its sums, its order and its RDFC-1.0 hash; exit 1 if one is off."""
    from graph.release import Release  # noqa: PLC0415

    release = Release.open(folder)
    faults = release.verify()
    for fault in faults:
        typer.echo(fault)
    if faults:
        raise typer.Exit(1)
    typer.echo(f"Release {release.metadata.date}: {release.metadata.quads:,} quads, every sum as written.")
    typer.echo(f"RDFC-1.0 SHA-256 {release.metadata.rdfc10_sha256}")


@app.command()
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


@app.command()
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


@app.command()
def publish(
    endpoint: Annotated[
        str, typer.Option(envvar="ESTATE_ENDPOINT", help="The SPARQL endpoint that is asked.")
    ],
    gsp: Annotated[
        str, typer.Option(envvar="ESTATE_GSP", help="Where it has the Graph Store Protocol: the quicker way.")
    ] = "",
    update: Annotated[
        str,
        typer.Option(envvar="ESTATE_UPDATE", help="Where it takes SPARQL Update, if it has no other way."),
    ] = "",
    user: Annotated[str, typer.Option(envvar="ESTATE_USER", help="Who may write there.")] = "",
    password: Annotated[
        str, typer.Option(envvar="ESTATE_PASSWORD", help="Better given in the environment.")
    ] = "",
    batch: Annotated[
        int, typer.Option(min=1, max=1_000_000, help="How many triples are sent at once.")
    ] = 20_000,
    release: ReleaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load the release into a SPARQL store and read it back; exit 1 if what it gives back is not the same.

    A run that was interrupted goes on where it was. Graphs of an earlier release are removed first.
    """
    from graph.printing import print_published  # noqa: PLC0415
    from graph.publish import publish as load  # noqa: PLC0415
    from graph.release import Release  # noqa: PLC0415
    from graph.remote import Endpoint, RemoteStore  # noqa: PLC0415

    chosen = Release.open(release)
    store = RemoteStore(Endpoint(endpoint, update, gsp, user, password), chosen.names)
    with store, _quads(2 * chosen.metadata.quads) as progress:
        published = load(chosen, store, progress, batch)
    if as_json:
        typer.echo(json.dumps(asdict(published) | {"same": published.same}, indent=1))
    else:
        print_published(published, chosen.names)
    if not published.same:
        raise typer.Exit(1)


def _open(release: Path | None, endpoint: str | None) -> Estate:
    """The estate of an endpoint if there is one, else that of a release."""
    if not endpoint:
        return Estate.open(release)
    from graph.remote import Endpoint  # noqa: PLC0415 - httpx is slow to import

    estate = Estate.connect(Endpoint.from_environment(endpoint), release)
    _OPEN.callback(estate.close)
    return estate


def _tell_reach(estate: Estate, at: str | None) -> None:
    """Say on standard error where the sources do not mean to be complete about a day."""
    if at is not None and (note := estate.reach(at)):
        typer.echo(note, err=True)


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
    estate = _open(release, endpoint)
    table = estate.view(name, **arguments)
    _print(estate, table, as_json=as_json)


def _print(estate: Estate, table: Table, *, as_json: bool = False) -> None:
    """An answer: for people with labels, for programs with keys and CURIEs and an empty list for no row."""
    names = estate.store.names
    if as_json:
        rows = [dict(zip(table.columns, map(names.shorten, row), strict=True)) for row in table.texts()]
        typer.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    if not table.rows:
        typer.echo("The sources say nothing of this: no row.")
        return
    from graph.printing import print_rows, readable  # noqa: PLC0415

    print_rows(table.columns, readable(table, names, load_schema()))


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


@contextmanager
def _progress(stages: int) -> Iterator[Callable[[str], None]]:
    """A bar on standard error, a step for each stage."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description:<36}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=False) as bars:
        task = bars.add_task("", total=stages)
        started = False

        def step(stage: str) -> None:
            nonlocal started
            bars.update(task, description=stage, advance=1 if started else 0)
            started = True

        yield step
        bars.update(task, description="Done", completed=stages)


@contextmanager
def _quads(total: int) -> Iterator[Callable[[str, int], None]]:
    """A bar on standard error that counts quads."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description:<36}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task("", total=total)
        yield lambda stage, quads: bars.update(task, description=stage, advance=quads)


@contextmanager
def _bytes(*, shown: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error for what is read, if that is a terminal; `shown` if nothing else is there."""
    if not shown or not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description:<36}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task("", total=None)
        yield lambda stage, done, total: bars.update(task, description=stage, completed=done, total=total)


def _end(*_: object) -> NoReturn:
    """End as if interrupted, so that what is half written is removed."""
    sys.exit(128 + signal.SIGTERM)


if __name__ == "__main__":
    main()
