"""Writes the reference documents that are made from the code: run it with `make docs`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from typer import Typer
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from graph.build import build
from graph.cli import app
from graph.coverage import page, read_report
from graph.queries import readme
from graph.release import Release
from graph.schema import load_schema

ROOT = Path(__file__).parents[1]
WIDTH = 100
WIDTH_OF_THE_LIST = 130


def commands(application: Typer = app) -> str:
    """The text of `commands.md`: what `--help` prints for each command, in alphabetical order."""
    markup, application.rich_markup_mode = application.rich_markup_mode, None
    try:
        group = get_command(application)
        names = sorted(group.commands) if isinstance(group, TyperGroup) else []
        sections = [f"## estate {name}\n\n{_help(application, WIDTH, name)}" for name in names]
        whole = _help(application, WIDTH_OF_THE_LIST)
    finally:
        application.rich_markup_mode = markup
    heading = (
        "# The commands of `estate`\n\n"
        "What `--help` prints, written by `make docs`. Exit code 0 is yes or done, 1 is no, 2 is that the\n"
        "command could not run; `--json` prints for programs what is otherwise a table for people.\n\n"
    )
    return heading + "\n".join([whole, *sections])


def _help(application: Typer, width: int, *words: str) -> str:
    result = CliRunner().invoke(
        application, [*words, "--help"], prog_name="estate", terminal_width=width, color=False
    )
    if result.exit_code:
        raise result.exception or RuntimeError(result.output)
    return f"```text\n{result.output.strip()}\n```\n"


def data(release: Release) -> str:
    """The text of `data.md`: what a release covers, and what it does not."""
    return page(read_report(release), release.metadata.date, load_schema().labels)


def documents() -> dict[Path, str]:
    """The text of each document that is made from the code alone; `data.md` needs a release."""
    return {ROOT / "docs" / "commands.md": commands(), ROOT / "queries" / "README.md": readme()}


if __name__ == "__main__":
    for path, text in documents().items():
        path.write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        made = build(Path(folder) / "release").release
        (ROOT / "docs" / "data.md").write_text(data(made), encoding="utf-8")
