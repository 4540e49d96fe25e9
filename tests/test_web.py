"""Is the front end built from what is pinned, and does the site do without it?"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from api import assets
from api.endpoints.static import FOREVER
from tests.browsing import BUILT, widgets
from tests.serving import Served, serving

if TYPE_CHECKING:
    from graph.build import Built

WEB = Path(__file__).parents[1] / "api" / "web"
ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@pytest.fixture(scope="module")
def served(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The project's own release, served."""
    with serving(("--release", str(built.release.folder)), tmp_path_factory.mktemp("serve")) as server:
        yield server


@pytest.fixture(scope="module")
def http(served: Served) -> Iterator[httpx.Client]:
    """A client of the server."""
    with httpx.Client(base_url=served.url, timeout=60) as client:
        yield client


def test_the_lock_file_holds_no_address() -> None:
    locked = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, each in locked["packages"].items() if "resolved" in each] == []
    assert all("integrity" in each for name, each in locked["packages"].items() if name)


def test_every_version_is_exact() -> None:
    package = json.loads((WEB / "package.json").read_text(encoding="utf-8"))
    wanted = package["dependencies"] | package["devDependencies"]
    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+(\.\d+)+", version)] == []


@pytest.mark.parametrize("name", ["site", "map", "explore", "editor"])
def test_an_entry_leads_to_files_that_there_are(name: str) -> None:
    widgets()
    tags = str(assets.styles(name) + assets.script(name))
    files = re.findall(r'(?:href|src)="/static/([^"]+)"', tags)
    assert files
    assert [file for file in files if not (assets.STATIC / file).is_file()] == []


def test_without_a_build_there_is_nothing_to_load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(assets, "_MANIFEST", tmp_path / "manifest.json")
    assets._manifest.cache_clear()
    try:
        assert str(assets.styles("site") + assets.script("site")) == ""
    finally:
        assets._manifest.cache_clear()


def test_the_sheet_has_no_font_and_no_crown() -> None:
    widgets()
    for sheet in (BUILT.parents[1] / "assets").glob("site-*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert "@font-face" not in text
        assert "GDS Transport" not in text
        assert [
            each for each in re.findall(r"url\(([^)]*)\)", text) if ADDRESS.match(each.strip("\"'"))
        ] == []


def test_built_files_are_kept_for_good_and_packed(http: httpx.Client) -> None:
    widgets()
    (file,) = re.findall(r'src="([^"]+)"', str(assets.script("map")))
    packed = http.get(file, headers={"Accept-Encoding": "gzip"})
    plain = http.get(file, headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert packed.headers["cache-control"] == plain.headers["cache-control"] == FOREVER
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content


def test_other_files_are_asked_for_again(http: httpx.Client) -> None:
    first = http.get("/static/site.css")
    assert first.headers["cache-control"] == "no-cache"
    assert http.get("/static/site.css", headers={"If-None-Match": first.headers["etag"]}).status_code == 304


def test_the_wheel_carries_the_build_and_not_its_source(tmp_path: Path) -> None:
    widgets()
    root = WEB.parents[1]
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(root)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    built = BUILT.parents[1]
    wanted = {str(file.relative_to(root)) for file in built.rglob("*") if file.is_file()}
    assert wanted - packed == set()
    assert [name for name in packed if name.startswith("api/web/") or "node_modules" in name] == []
