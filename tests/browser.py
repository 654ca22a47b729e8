"""A real Chromium for the tests: finds it, opens a page that cannot leave this machine, runs axe-core.

    with a_page(color_scheme="dark") as page:
        page.goto(url)
        assert violations(page, ".byline") == []
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)  # fmt: skip
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def missing(what: str) -> None:
    """Skip the test that needs `what`; fail it where the variable CI is set, so that CI never skips."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is needed to run the browser tests.")
    pytest.skip(f"{what} is needed; this test draws in a real browser.")


def chromium() -> str:
    """The path of the system's Chromium (the variable CHROMIUM, or the first known name)."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        missing("A Chromium on this machine (or its path in the variable CHROMIUM)")
    return str(found)


@contextmanager
def a_page(**context: Any) -> Iterator[Any]:
    """A Playwright page in a fresh browser profile; `context` goes to `Browser.new_context`.

    Asserts, when it is closed without another error, that no request tried to leave this machine.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("The Python package playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        try:
            page = browser.new_context(**{"service_workers": "block", **context}).new_page()
            asked = _requests(page.context)
            yield page
            assert not [url for url in asked if leaves(url)], "a request tried to leave this machine"
        finally:
            browser.close()


def leaves(url: str) -> bool:
    """Whether a request for `url` would leave this machine."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss", "ftp") and parts.hostname not in LOOPBACK


def violations(page: Any, within: str | None = None) -> list[str]:
    """What axe-core finds, one line a rule with the first elements it names; `within` is a CSS selector."""
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        missing("The Python package axe-playwright-python")
    found = Axe().run(page, context=within).response["violations"]
    return [f"{v['id']}: {v['help']}: " + "; ".join(str(n["html"])[:160] for n in v["nodes"][:4]) for v in found]


def _requests(context: Any) -> list[str]:
    """The addresses that the pages of a context ask for, as they come in."""
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("page", lambda page: page.on("websocket", lambda socket: asked.append(socket.url)))
    for page in context.pages:
        page.on("websocket", lambda socket: asked.append(socket.url))
    return asked
