"""Time and memory of each export, and of other converters beside it: `python -m tests.bench.exports`.

It makes one estate and ten, unless it is given releases, and writes its section of docs/benchmarks.md after
each row; formats may be named. What was measured before of another size stays there. Each command has five
minutes, so the whole has an end: a quarter of an hour for ten estates, two minutes for one.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from graph.build import build
from graph.exports.formats import FORMATS
from graph.release import DATASET, Release
from tests.bench.generated import generate
from tests.bench.machine import ESTATE, run
from tests.bench.page import keep, kept, measured, put

TITLE = "Exports"
Cell: TypeAlias = list[str]
"""Seconds of the processor, peak megabytes, and megabytes written if they were looked at."""
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


def measure(releases: Iterable[Path], formats: Sequence[str] = tuple(FORMATS)) -> None:
    """Measure and write the section, row by row: first what is exported, then the converters."""
    found: dict[str, Any] = kept().get("exports", {})
    for release in releases:
        quads = str(Release.open(release).metadata.quads)
        told = found.setdefault(quads, {"exports": {}, "beside": {}})
        for format in formats:
            for at in ("", *((DAY,) if format != "claims" else ())):
                told["exports"][f"`{format}`{', a day' if at else ''}"] = _exported(release, format, at)
                write(found)
        for format, cells in _beside(release, [each for each in STREAMED if each in formats]):
            told["beside"][f"`{format}`"] = cells
            write(found)


def _exported(release: Path, format: str, at: str) -> Cell:
    with tempfile.TemporaryDirectory(prefix="estate-bench-") as folder:
        out = Path(folder) / "estate"
        words = [*ESTATE, "export", format, "--release", str(release), "--out", str(out)]
        told = _measured([*words, *(["--at", at] if at else [])])
        size = sum(path.stat().st_size for path in (out, *out.rglob("*")) if path.is_file())
    return [*told, f"{size / 1e6:,.1f}"]


def _beside(release: Path, formats: Sequence[str]) -> Iterator[tuple[str, dict[str, Cell]]]:
    """The same by `estate export` and by others, from a file of nothing but what they are to write."""
    others = converters()
    with tempfile.TemporaryDirectory(prefix="estate-bench-") as folder:
        ever = Path(folder) / "ever.nt"
        run([*ESTATE, "export", "nt", "--release", str(release), "--out", str(ever)])
        for format in formats if others else ():
            cells = {"estate export": _measured([*ESTATE, "export", format, "--release", str(release)])}
            for other in others:
                source, told = ever, other.triples.get(format)
                if told is None:
                    source, told = release / DATASET, other.quads.get(format)
                if told:
                    cells[other.name] = _measured([*other.command, *told, str(source)])
            yield format, cells


def _measured(words: Sequence[str]) -> Cell:
    """Seconds of the processor and peak megabytes of a command; or why there are none."""
    patience = ("timeout", str(PATIENCE)) if shutil.which("timeout") else ()
    try:
        told = run([*patience, *words])
    except subprocess.CalledProcessError as error:
        return [f"over {PATIENCE}" if error.returncode == 124 else "failed", ""]
    return [f"{told.processor:.1f}", f"{told.peak_megabytes:.0f}"]


def write(found: dict[str, Any]) -> None:
    """Keep what was measured, and put it on the page."""
    keep("exports", found)
    put(TITLE, list(lines(found)))


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The section: every size that was measured, the least first."""
    sizes = sorted(found, key=int)
    yield measured("python -m tests.bench.exports")
    yield ""
    yield (
        f"Seconds of the processor and peak memory of whole processes. A day is {DAY}. No command had more "
        f"than {PATIENCE} seconds. GraphML and GEXF are made by networkx, which holds the network; Parquet "
        "holds a group of rows; everything else is streamed. The memory of a program is counted from before "
        "it has begun, so none is less than that of the program that measures, some 55 MB."
    )
    yield ""
    yield "| export |" + "".join(f" {int(n):,} quads: s | MB | MB written |" for n in sizes)
    yield "| --- |" + " ---: | ---: | ---: |" * len(sizes)
    for export in dict.fromkeys(export for n in sizes for export in found[n]["exports"]):
        cells = " | ".join(" | ".join(found[n]["exports"].get(export, ["", "", ""])) for n in sizes)
        yield f"| {export} | {cells} |"
    names = list(dict.fromkeys(name for n in sizes for each in found[n]["beside"].values() for name in each))
    if names:
        yield ""
        yield (
            "Beside other converters. They read a file that holds what they write and no more: `ever` as "
            "N-Triples, or the dataset. `estate export` reads the dataset, and finds `ever` in it. An empty "
            "cell is a syntax that is not written."
        )
        yield ""
        yield "| syntax | quads |" + "".join(f" `{name}`: s | MB |" for name in names)
        yield "| --- | ---: |" + " ---: | ---: |" * len(names)
        for n in sizes:
            for syntax, each in found[n]["beside"].items():
                cells = " | ".join(" | ".join(each.get(name, ["", ""])) for name in names)
                yield f"| {syntax} | {int(n):,} | {cells} |"


def main() -> None:
    """Measure."""
    given = [Path(word) for word in sys.argv[1:] if word not in FORMATS]
    chosen = [word for word in sys.argv[1:] if word in FORMATS] or list(FORMATS)
    with tempfile.TemporaryDirectory(prefix="estate-bench-") as scratch:
        place = Path(scratch)
        for copies in () if given else COPIES:
            generate(place / f"tables-{copies}", copies)
            build(place / f"release-{copies}", folder=place / f"tables-{copies}")
            given.append(place / f"release-{copies}")
        measure(given, chosen)


if __name__ == "__main__":
    main()
