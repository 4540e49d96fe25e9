"""Does the wheel work away from the checkout?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHIPPED = {
    "graph/data": "graph/data",
    "ontology": "graph/_data/ontology",
    "queries": "graph/_data/queries",
    "shapes": "graph/_data/shapes",
}


@dataclass(frozen=True, slots=True)
class Installation:
    """An environment that has the wheel, and a folder to work in that is not the checkout."""

    environment: Path
    folder: Path

    def run(self, command: str, *arguments: str) -> str:
        """What a command of the environment prints; the test fails with its words if it fails."""
        variables = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "ESTATE_", "COVERAGE_", "VIRTUAL_ENV"))
        }
        done = subprocess.run(
            [self.environment / "bin" / command, *arguments],
            cwd=self.folder,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command} {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installation(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    folder = tmp_path_factory.mktemp("installation")
    environment = folder / "environment"
    venv.create(environment, with_pip=False, symlinks=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    # The dependencies are those of this environment. A path in a .pth file is searched, but the .pth files in
    # it are not read, so an editable installation of the checkout stays out of sight.
    borrowed = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "borrowed.pth").write_text("\n".join(borrowed) + "\n", encoding="utf-8")
    python = environment / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index"]
    done = subprocess.run(
        [*install, "--no-deps", "--ignore-installed", str(wheel)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Installation(environment, folder)


def test_the_wheel_holds_every_file_that_the_estate_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    wanted = {
        f"{target}/{file.relative_to(ROOT / folder)}"
        for folder, target in SHIPPED.items()
        for file in (ROOT / folder).rglob("*")
        if file.is_file()
    }
    assert wanted - packed == set()
    assert {name for name in packed if name.startswith("tests")} == set()


def test_the_installed_command_builds_and_answers(installation: Installation) -> None:
    module = installation.run("python", "-c", "import graph; print(graph.__file__)")
    assert Path(module.strip()).is_relative_to(installation.environment)

    assert "0.1.0" in installation.run("estate", "--version")

    release = installation.folder / "release"
    installation.run("estate", "build", "--out", str(release))
    answer = installation.run(
        "estate", "ask", "CQ-20", "--body", "magistrates-court/oakham", "--json", "--release", str(release)
    )
    assert json.loads(answer)
    assert "B33PL" in answer
