"""Debian's Chromium over a server of the tests, watched: what it complains of, and whom else it asks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BUILT = Path(__file__).parents[1] / "api" / "static" / "built" / ".vite" / "manifest.json"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
DRIVER = "GL Driver Message"
"""Words of a graphics driver in software, which says on the console that it is slow."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; the test is skipped with the command that installs it if there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="pip install -c constraints.txt -e '.[test]'")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("apt-get install chromium")
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def widgets() -> None:
    """Skip the test, with the command that builds them, if the widgets were not built."""
    if not BUILT.is_file():
        pytest.skip("make web")


@contextmanager
def opened(browser: Browser, url: str, *, scripts: bool = True, width: int = 1280) -> Iterator[Page]:
    """A page with nothing in it; at the end nothing may have been complained of, nor another host asked."""
    context = browser.new_context(
        base_url=url, viewport={"width": width, "height": 900}, java_script_enabled=scripts
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console",
        lambda said: (
            complaints.append(said.text)
            if said.type in ("error", "warning") and DRIVER not in said.text
            else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((f"{url}/", "data:", "blob:"))
            else complaints.append(f"asked {asked.url}")
        ),
    )
    try:
        yield page
        assert complaints == []
    finally:
        context.close()
