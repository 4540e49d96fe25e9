"""Is the project itself in order: nothing local in its files, everything public in its documents?"""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, requires
from itertools import chain
from pathlib import Path
from typing import cast

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from typer.testing import CliRunner

from docs.generate import documents
from graph.build import Built
from graph.cli import app
from graph.estate import Estate

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]

# Put together from parts, so that this file passes its own test.
LOCAL_PATH = re.compile(rb"(?<![\w.-])/(?:wor" + rb"k|roo" + rb"t|hom" + rb"e|User" + rb"s)/")
REGISTRY_HOSTS = tuple(
    ".".join(parts).encode()
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("crates", "io"),
        ("maven", "org"),
        ("maven", "apache", "org"),
        ("proxy", "golang", "org"),
        ("rubygems", "org"),
    ]
)


@cache
def files() -> tuple[Path, ...]:
    """The files of the repository: those that git tracks, and new ones that it does not ignore."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return tuple(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def requirements() -> list[Requirement]:
    """What pyproject.toml asks for, with every extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = chain.from_iterable(project["optional-dependencies"].values())
    return [Requirement(text) for text in (*project["dependencies"], *extras)]


def needed() -> set[str]:
    """The names of all packages that the extras bring, down to the last dependency of a dependency."""
    found: set[str] = set()
    waiting = [(wanted.name, extra) for wanted in requirements() for extra in ("", *wanted.extras)]
    seen: set[tuple[str, str]] = set()
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        found.add(canonicalize_name(name))
        try:
            texts = requires(name) or []
        except PackageNotFoundError:
            pytest.fail(f"{name} is required and not installed. Run: make setup")
        for requirement in map(Requirement, texts):
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                waiting += [(requirement.name, wanted) for wanted in ("", *requirement.extras)]
    return found


def pins() -> list[str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_no_file_holds_a_path_of_somebodys_machine() -> None:
    culprits = [str(file.relative_to(ROOT)) for file in files() if LOCAL_PATH.search(file.read_bytes())]
    assert culprits == []


def test_no_file_holds_the_address_of_a_package_registry() -> None:
    culprits = [
        (str(file.relative_to(ROOT)), host.decode())
        for file in files()
        for host in REGISTRY_HOSTS
        if host in file.read_bytes()
    ]
    assert culprits == []


def test_constraints_are_names_and_versions_and_nothing_else() -> None:
    pin = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.]*")
    assert [line for line in pins() if not pin.fullmatch(line)] == []


def test_every_package_that_the_extras_bring_is_pinned() -> None:
    assert needed() - {canonicalize_name(line.partition("==")[0]) for line in pins()} == set()


def test_every_pin_satisfies_what_pyproject_asks_for() -> None:
    versions = {canonicalize_name(name): version for name, version in (pin.split("==") for pin in pins())}
    wanted = requirements()
    assert [str(r) for r in wanted if not r.specifier.contains(versions[canonicalize_name(r.name)])] == []


def test_every_text_file_is_utf8_with_unix_line_ends() -> None:
    kinds = {".csv", ".cfg", ".json", ".md", ".py", ".rq", ".toml", ".ttl", ".txt"}
    culprits = []
    for file in (file for file in files() if file.suffix in kinds):
        content = file.read_bytes()
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            culprits.append(f"{file.relative_to(ROOT)}: {error}")
        if b"\r" in content or content.startswith(b"\xef\xbb\xbf"):
            culprits.append(f"{file.relative_to(ROOT)}: a carriage return or a byte order mark")
        if content and not content.endswith(b"\n"):
            culprits.append(f"{file.relative_to(ROOT)}: no line end at its end")
    assert culprits == []


def test_every_link_between_documents_leads_somewhere() -> None:
    link = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
    broken = [
        f"{document.name}: {target}"
        for document in DOCUMENTS
        for target in link.findall(document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert broken == []


def commands_of(document: str) -> list[list[str]]:
    """The `estate` commands that a document gives to type, without the comments beside them."""
    lines = re.findall(r"^    (estate [^#\n]+)", document, flags=re.MULTILINE)
    return [shlex.split(line) for line in lines]


def test_the_documents_made_from_the_code_are_up_to_date() -> None:
    stale = [
        str(path.relative_to(ROOT))
        for path, text in documents().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "Run: make docs"


def test_every_command_of_the_readme_does_what_it_promises(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    questions = re.findall(r"^    ((?:PREFIX|SELECT) .*?)\n\n", readme, flags=re.MULTILINE | re.DOTALL)
    (tmp_path / "question.rq").write_text(questions[0], encoding="utf-8")
    (tmp_path / "names.csv").write_text("court,heard\nOakham Mags,2006-05-01\n", encoding="utf-8")
    notice = next((ROOT / "tests" / "cases" / "reader").glob("*.md"))
    (tmp_path / "notice.md").write_bytes(notice.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ESTATE_RELEASE", str(built.release.folder))
    # What serves does not end; it has tests of its own.
    typed = [words for words in commands_of(readme) if words[1] != "serve"]
    assert len(typed) >= 7
    results = {" ".join(words): CliRunner().invoke(app, words[1:]) for words in typed}
    assert {line: result.output for line, result in results.items() if result.exit_code} == {}
    assert len(questions) == 2
    for question in questions:
        assert Estate.open(built.release.folder).query(question).rows


def test_the_python_of_the_readme_gives_an_answer(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    ((opening, call),) = re.findall(r"^    (from graph.*)\n    (.*)$", readme, flags=re.MULTILINE)
    monkeypatch.setenv("ESTATE_RELEASE", str(built.release.folder))
    names: dict[str, object] = {}
    exec(f"{opening}\nanswer = {call}", names)  # noqa: S102 - the text is our own
    assert any("B33PL" in row for row in cast("list[tuple[str, ...]]", names["answer"]))


def test_decisions_are_dated_and_short() -> None:
    text = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    titles = re.findall(r"^## (.*)$", text, flags=re.MULTILINE)
    bodies = re.split(r"^## .*$", text, flags=re.MULTILINE)[1:]
    assert [title for title in titles if not re.match(r"\d{4}-\d\d-\d\d · \S", title)] == []
    assert [t for t, body in zip(titles, bodies, strict=True) if len(body.strip().splitlines()) > 10] == []


def test_every_target_of_make_is_phony_or_a_file_and_says_what_it_does() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.findall(r"^\.PHONY: (.*)$", text, flags=re.MULTILINE)[0].split()
    explained = re.findall(r"^([a-z]+):.*## \S", text, flags=re.MULTILINE)
    assert sorted(explained) == sorted(phony)
    assert set(phony) >= {"setup", "run", "test", "lint", "format", "build", "bench", "docs", "clean"}
