"""Commands that make something: releases, checks, claims, exports."""

from __future__ import annotations

import json
import re
import signal
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from graph.commands.common import tell_reach
from graph.commands.options import (
    AtOption,
    BaseOption,
    CompareFormat,
    Engine,
    JsonOption,
    Layout,
    OutOption,
    ReadFormat,
    ReleaseOption,
)
from graph.commands.progress import bytes_read, quads, stages
from graph.errors import EstateError
from graph.estate import Estate
from graph.names import Candidate
from graph.resources import CANONICAL_BASE
from graph.scale import advice

_BASE = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+[/#]")


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
    with stages(4) as step:
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
    tell_reach(estate, at)
    signal.signal(signal.SIGTERM, _end)
    with bytes_read(shown=out is not None) as progress:
        selection = Selection(estate.engine, moment, graph or (), kind or (), progress)
        check(FORMATS[format.value], selection)
        write(selection, FORMATS[format.value], out)


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
    with store, quads(2 * chosen.metadata.quads) as progress:
        published = load(chosen, store, progress, batch)
    if as_json:
        typer.echo(json.dumps(asdict(published) | {"same": published.same}, indent=1))
    else:
        print_published(published, chosen.names)
    if not published.same:
        raise typer.Exit(1)


def _end(*_: object) -> NoReturn:
    """End as if interrupted, so that what is half written is removed."""
    sys.exit(128 + signal.SIGTERM)
