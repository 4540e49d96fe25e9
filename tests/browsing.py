"""Debian's Chromium, driven by Playwright, and what a page must not do: complain, or ask another host."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
HARMLESS = ("GPU stall", "GL Driver", "WebGL")
"""What a browser without a graphics card says of itself."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; skips where there is none. It ends with the module, since it keeps the thread's loop."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is missing. Run: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield launched
        launched.close()


@contextmanager
def page_of(browser: Browser, *, scripts: bool = True, width: int = 1280) -> Iterator[Page]:
    """A page as a new visitor has it; what it complains of fails the test."""
    complaints: list[str] = []
    context = browser.new_context(
        java_script_enabled=scripts, viewport={"width": width, "height": 900}, locale="en-GB"
    )
    page = context.new_page()
    page.on("console", lambda said: _heard(said.type, said.text, complaints))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: _local(asked.url, complaints))
    yield page
    context.close()
    assert complaints == [], complaints


def need_widgets() -> None:
    """Skips where the widgets were not built."""
    from api.assets import script  # noqa: PLC0415

    if not script("map"):
        pytest.skip("The widgets are not built. Run: make web (it needs npm and Node 20.19 or later)")


def _heard(kind: str, text: str, complaints: list[str]) -> None:
    if kind in ("error", "warning") and not any(word in text for word in HARMLESS):
        complaints.append(text)


def _local(url: str, complaints: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:", "blob:")):
        complaints.append(f"asked {url}")
