"""Time and memory of each export on one estate and on ten, and of other converters beside it.

`python -m tests.bench.exports [RELEASE…] [FORMAT…]` prints the section of docs/benchmarks.md line by line, as
it is measured; `section` gives the same lines. Without a release it makes both, which takes minutes. Each
command has five minutes, so the whole has an end.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from graph.build import build
from graph.exports.formats import FORMATS
from graph.release import DATASET, Release
from tests.bench.__main__ import ESTATE, run
from tests.bench.generated import generate

DAY = "2008-12-31"
COPIES = (1, 10)
PATIENCE = 300
"""Seconds that a command may take."""
FUSEKI = Path("build/fuseki")
RIOT = ("java", "-cp", f"{FUSEKI}/*", "riotcmd.riot")
STREAMED = ("nq", "nt", "ttl", "xml", "trig", "jsonld", "nq12")


@dataclass(frozen=True, slots=True)
class Converter:
    """A program that reads a file in one syntax of RDF and writes it in another to standard output."""

    name: str
    command: tuple[str, ...]
    triples: dict[str, tuple[str, ...]]
    """From N-Triples: the words that name the syntax, by our name of it."""
    quads: dict[str, tuple[str, ...]]
    """From N-Quads."""


RAPPER = Converter(
    "rapper",
    ("rapper", "-q"),
    {
        "nt": ("-i", "ntriples", "-o", "ntriples"),
        "ttl": ("-i", "ntriples", "-o", "turtle"),
        "xml": ("-i", "ntriples", "-o", "rdfxml"),
    },
    {"nq": ("-i", "nquads", "-o", "nquads")},
)
JENA = Converter(
    "riot",
    RIOT,
    {"nt": ("--stream=nt",), "ttl": ("--stream=ttl",), "xml": ("--output=rdfxml",)},
    {"nq": ("--stream=nq",), "trig": ("--stream=trig",), "jsonld": ("--output=jsonld",)},
)


def converters() -> list[Converter]:
    """Those that are on this machine: rapper of raptor2-utils, and Jena's riot if `make fuseki` was run."""
    found = [RAPPER] if shutil.which("rapper") else []
    return [*found, JENA] if shutil.which("java") and any(FUSEKI.glob("jena-cmds-*.jar")) else found


def section(releases: Sequence[Path], formats: Sequence[str] = tuple(FORMATS)) -> Iterator[str]:
    """The lines of the section of docs/benchmarks.md, each as soon as it is known."""
    quads = [Release.open(release).metadata.quads for release in releases]
    yield "## Exports"
    yield ""
    yield (
        f"Written by `python -m tests.bench.exports`, {datetime.now(UTC).date()}: seconds of the processor "
        f"and peak memory of whole processes. A day is {DAY}. No command had more than {PATIENCE} seconds."
    )
    yield ""
    yield "| export |" + "".join(f" {n:,} quads: s | MB | MB written |" for n in quads)
    yield "| --- |" + " ---: | ---: | ---: |" * len(quads)
    for format in formats:
        for at in ("", *((DAY,) if format != "claims" else ())):
            cells = " | ".join(_exported(release, format, at) for release in releases)
            yield f"| `{format}`{', a day' if at else ''} | {cells} |"
    if others := converters():
        yield ""
        yield from _beside(others, releases, quads, [each for each in STREAMED if each in formats])


def _exported(release: Path, format: str, at: str) -> str:
    with tempfile.TemporaryDirectory(prefix="estate-bench-") as folder:
        out = Path(folder) / "estate"
        words = [*ESTATE, "export", format, "--release", str(release), "--out", str(out)]
        told = _measured([*words, *(["--at", at] if at else [])])
        size = sum(path.stat().st_size for path in (out, *out.rglob("*")) if path.is_file())
    return f"{told} | {size / 1e6:,.1f}"


def _beside(
    others: Sequence[Converter], releases: Sequence[Path], quads: Sequence[int], formats: Sequence[str]
) -> Iterator[str]:
    """The same by other converters, from a file of nothing but what they are to write."""
    yield (
        "Beside other converters. They read a file that holds what they write and no more: `ever` as "
        "N-Triples, or the dataset. `estate export` reads the dataset, and finds `ever` in it. An empty cell "
        "is a syntax that is not written."
    )
    yield ""
    names = ("estate export", *(each.name for each in others))
    yield "| syntax | quads |" + "".join(f" `{name}`: s | MB |" for name in names)
    yield "| --- | ---: |" + " ---: | ---: |" * len(names)
    for release, count in zip(releases, quads, strict=True):
        with tempfile.TemporaryDirectory(prefix="estate-bench-") as folder:
            ever = Path(folder) / "ever.nt"
            run([*ESTATE, "export", "nt", "--release", str(release), "--out", str(ever)])
            for format in formats:
                words = [*ESTATE, "export", format, "--release", str(release)]
                cells = [_measured(words)]
                for other in others:
                    source, told = ever, other.triples.get(format)
                    if told is None:
                        source, told = release / DATASET, other.quads.get(format)
                    cells.append(_measured([*other.command, *told, str(source)]) if told else " | ")
                yield f"| `{format}` | {count:,} | {' | '.join(cells)} |"


def _measured(words: Sequence[str]) -> str:
    """Seconds of the processor and peak megabytes of a command, as cells; or why there are none."""
    patience = ("timeout", str(PATIENCE)) if shutil.which("timeout") else ()
    try:
        told = run([*patience, *words])
    except subprocess.CalledProcessError as error:
        return f"over {PATIENCE} | " if error.returncode == 124 else "failed | "
    return f"{told.processor:.1f} | {told.peak_megabytes:.0f}"


def main() -> None:
    """Measure and print."""
    given = [Path(word) for word in sys.argv[1:] if word not in FORMATS]
    chosen = [word for word in sys.argv[1:] if word in FORMATS] or list(FORMATS)
    with tempfile.TemporaryDirectory(prefix="estate-bench-") as scratch:
        place = Path(scratch)
        for copies in () if given else COPIES:
            generate(place / f"tables-{copies}", copies)
            build(place / f"release-{copies}", folder=place / f"tables-{copies}")
            given.append(place / f"release-{copies}")
        for line in section(given, chosen):
            print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
