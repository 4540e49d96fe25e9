"""Time and memory of each export, on one estate and on ten: `python -m tests.bench.exports [RELEASE…]`.

Without a release it builds both. Each line is printed as it is measured.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.build import build
from graph.exports.formats import FORMATS
from graph.release import Release
from tests.bench.__main__ import ESTATE, run
from tests.bench.generated import generate

DAY = "2008-12-31"


def measured(releases: Sequence[Path], formats: Sequence[str], days: Sequence[str]) -> Iterator[str]:
    """A line for each format and release: quads, seconds on the wall and in the processor, peak MB."""
    yield "| export | quads | wall s | processor s | peak MB | MB written |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for format in formats:
        for at in ("", *(days if format != "claims" else ())):
            for release in releases:
                quads = Release.open(release).metadata.quads
                with tempfile.TemporaryDirectory(prefix="estate-bench-") as folder:
                    out = Path(folder) / "estate"
                    words = [*ESTATE, "export", format, "--release", str(release), "--out", str(out)]
                    told = run([*words, *(["--at", at] if at else [])])
                    size = sum(path.stat().st_size for path in (out, *out.rglob("*")) if path.is_file())
                name = f"`{format}{' --at ' + at if at else ''}`"
                yield (
                    f"| {name} | {quads:,} | {told.wall:.1f} | {told.processor:.1f} | "
                    f"{told.peak_megabytes:.0f} | {size / 1e6:.1f} |"
                )


def main() -> None:
    """Measure and print."""
    given = [Path(word) for word in sys.argv[1:] if word not in FORMATS]
    chosen = [word for word in sys.argv[1:] if word in FORMATS] or list(FORMATS)
    with tempfile.TemporaryDirectory(prefix="estate-bench-") as scratch:
        place = Path(scratch)
        for copies in () if given else (1, 10):
            generate(place / f"tables-{copies}", copies)
            build(place / f"release-{copies}", folder=place / f"tables-{copies}")
            given.append(place / f"release-{copies}")
        for line in measured(given, chosen, (DAY,)):
            print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
