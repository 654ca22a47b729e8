"""The browser edition as a student has it: a site that was built, a server that can fail, a browser that can be killed.

    with Served(site) as server, visiting(profile) as visit:
        page = visit.open(server.url + "00_start_here.html")

A profile is a folder: a service worker, answers and all else in it outlive the browser. When a visit ends, no request
may have left this machine.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psutil

from browser import QUIET, chromium, leaves, missing
from byline.jupyter import Mistake
from byline.site import build
from byline.site.fetched import fetch_core
from byline.site.serving import TYPES

PROJECT = Path(__file__).parents[1]
#: The databases of a page, and what each of its stores has: {"byline/files": {key: record}, …}.
STORED = """async () => {
  const found = {};
  for (const { name, version } of await indexedDB.databases()) {
    const db = await new Promise((done, fail) => {
      const asked = indexedDB.open(name, version);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
    const read = (store, get) => new Promise((done) => {
      const asked = db.transaction(store).objectStore(store)[get]();
      asked.onsuccess = () => done(asked.result);
    });
    for (const store of db.objectStoreNames) {
      const keys = await read(store, "getAllKeys"), all = await read(store, "getAll");
      found[`${name}/${store}`] = Object.fromEntries(keys.map((key, n) => [key, all[n]]));
    }
    db.close();
  }
  return found;
}"""
#: Whether all that a page needs without a network is kept: Python, and all of its own build.
KEPT = """async () => {
  const { build } = document.documentElement.dataset, names = await caches.keys();
  const count = async (end) => {
    const name = names.find((one) => one.endsWith(end));
    return name ? (await (await caches.open(name)).keys()).length : 0;
  };
  return await count("core") >= 5 && await count(build) >= 5;
}"""
WATCH = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`POLICY ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));"""


def build_pages(out: Path, course: Path = PROJECT, **wanted: Any) -> Path:
    """Build a site without its notebooks from a folder with lessons and texts; skips where Python cannot be had."""
    try:
        fetch_core(lambda line: None)
    except Mistake:
        missing("Python for the browser (one `byline site` with a network brings it)")
    write, build.write_notebooks = build.write_notebooks, lambda *a, **k: False
    try:
        with contextlib.chdir(course / "notebooks"):
            build.build_site(out, build.Wanted(**wanted), lambda line: None)
    finally:
        build.write_notebooks = write
    return out


# --- the server --------------------------------------------------------------------------------------------


@cache
def small(path: Path, changed: int) -> int:
    """How many bytes of a file a server sends that compresses."""
    return len(gzip.compress(path.read_bytes(), 6))


class Quiet(ThreadingHTTPServer):
    """A server that does not mind when a browser is gone."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        pass


class Served:
    """Hands out folders on this machine: {the path that an address begins with: its folder}, or one at "/".

    `asked` has what was asked for: (path, status, bytes, bytes compressed). `faults` has what is to fail: the end of a
    path -> "missing", "torn", "html", an Event to wait for, or what to do with its bytes. While it is stopped nothing
    answers; it comes back at the same address.
    """

    def __init__(self, folders: Path | dict[str, Path], host: str = "localhost") -> None:
        self.folders = folders if isinstance(folders, dict) else {"/": folders}
        self.asked: list[tuple[str, int, int, int]] = []
        self.faults: dict[str, Any] = {}
        self.host, self.port = host, 0

    def __enter__(self) -> Served:
        self.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The address of the first folder, with a stroke at its end."""
        return f"http://{self.host}:{self.port}{next(iter(self.folders))}"

    def start(self) -> None:
        """Answer, at the same port as before."""
        served = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                with contextlib.suppress(ConnectionError):
                    served._answer(self)

            def log_message(self, *said: object) -> None:
                pass

        self.http = Quiet(("127.0.0.1", self.port), Handler)
        self.port = self.http.server_port
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Let nothing answer."""
        self.http.shutdown()
        self.http.server_close()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = unquote(urlsplit(handler.path).path)
        base = max((base for base in self.folders if path.startswith(base)), key=len, default=None)
        file = self.folders[base] / path[len(base) :] if base else Path("/none")
        if file.is_dir() and not path.endswith("/"):
            self._send(handler, 301, b"", file, {"Location": f"{path}/"})
            return
        file = file / "index.html" if file.is_dir() else file
        status, data = (200, file.read_bytes()) if file.is_file() else (404, b"There is none.")
        self._send(handler, *self._spoil(path, status, data), file, {})

    def _spoil(self, path: str, status: int, data: bytes) -> tuple[int, bytes]:
        for end, fault in list(self.faults.items()):
            if not path.endswith(end):
                continue
            if isinstance(fault, threading.Event):
                fault.wait(120)
            elif callable(fault):
                data = fault(data)
            else:
                status, data = {"missing": (404, b"gone"), "torn": (status, data[: len(data) // 2]),
                                "html": (200, b"<!doctype html><title>Sign in</title>")}[fault]  # fmt: skip
        return status, data

    def _send(
        self, handler: BaseHTTPRequestHandler, status: int, data: bytes, file: Path, more: dict[str, str]
    ) -> None:
        packed = small(file, file.stat().st_mtime_ns) if file.is_file() else len(data)
        self.asked.append((urlsplit(handler.path).path, status, len(data), min(packed, len(data))))
        handler.send_response(status)
        kind = TYPES.get(file.suffix, "application/octet-stream")
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(data)),
            "Cache-Control": "no-cache",
            **more,
        }.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)


# --- the browser -------------------------------------------------------------------------------------------


class Visit:
    """A browser that is open on a profile. `requests` are the addresses it asked for, those of workers, too; `errors`
    what its pages and their workers complained of, what the policy held back among it.
    """

    def __init__(self, context: Any, profile: Path) -> None:
        self.context, self.profile = context, profile
        self.requests: list[str] = []
        self.errors: list[str] = []
        context.add_init_script(WATCH)
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("console", lambda said: said.type == "error" and self.errors.append(said.text[:300]))
        context.on("weberror", lambda problem: self.errors.append(str(problem.error)[:300]))

    def open(self, url: str, ready: str = "exercises", timeout: float = 120_000) -> Any:
        """A new window at an address, once its "exercises" are there, or its "python"."""
        page = self.context.new_page()
        page.goto(url)
        wait_for(page, ready, timeout)
        return page

    def kill(self) -> None:
        """End the browser at once, as when a computer is switched off."""
        kill_browser(self.profile)


def wait_for(page: Any, what: str, timeout: float = 120_000) -> None:
    """Wait until a page has its "exercises", or "python" behind it."""
    page.wait_for_selector(f"body[data-{what}=ready]", timeout=timeout, state="attached")


def processes(profile: Path) -> list[psutil.Process]:
    """The browser of a profile, and all that belongs to it."""
    for one in psutil.process_iter(["cmdline"]):
        words = one.info["cmdline"] or []
        if f"--user-data-dir={profile}" in words and not any(word.startswith("--type=") for word in words):
            with contextlib.suppress(psutil.NoSuchProcess):
                return [one, *one.children(recursive=True)]
    return []


def kill_browser(profile: Path) -> None:
    """Kill the processes of one profile, the first one first."""
    for one in processes(profile):
        with contextlib.suppress(psutil.NoSuchProcess):
            os.kill(one.pid, signal.SIGKILL)
    for _ in range(100):
        if not processes(profile):
            break
        time.sleep(0.02)
    for lock in profile.glob("Singleton*"):
        lock.unlink(missing_ok=True)


@contextlib.contextmanager
def a_playwright() -> Iterator[Any]:
    """What drives browsers; it tells the requests of service workers, too."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("The Python package playwright")
    os.environ["PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS"] = "1"
    with sync_playwright() as driver:
        yield driver


@contextlib.contextmanager
def visiting(profile: Path, driver: Any = None, **context: Any) -> Iterator[Visit]:
    """A visit with the profile in a folder; `context` goes to `launch_persistent_context`."""
    with contextlib.ExitStack() as stack:
        driver = driver or stack.enter_context(a_playwright())
        context = {"viewport": {"width": 1366, "height": 768}, "accept_downloads": True, **context}
        opened = driver.chromium.launch_persistent_context(
            str(profile), executable_path=chromium(), headless=True, args=list(QUIET), **context)  # fmt: skip
        visit = Visit(opened, profile)
        try:
            yield visit
            assert not [url for url in visit.requests if leaves(url)], "a request tried to leave this machine"
        finally:
            with contextlib.suppress(Exception):  # it was killed
                opened.close()


# --- what a page has ---------------------------------------------------------------------------------------


def stored(page: Any) -> dict[str, dict[str, Any]]:
    """All that the browser has of the pages: {"byline/files": {…}, "byline-page/outbox": {…}, …}."""
    found: dict[str, dict[str, Any]] = page.evaluate(STORED)
    return found


def lines_in(found: dict[str, Any], text: str = "mariupol", *, everywhere: bool = False) -> list[dict[str, Any]]:
    """The lines of the answers to a text, in order; `everywhere`: those that were put away, too."""
    files = found.get("byline/files", {})
    named = re.compile(rf"answers/{'(.+/)?' if everywhere else ''}{text}[^/]*\.jsonl")
    return [json.loads(line) for name in sorted(files) if named.fullmatch(name)
            for line in files[name]["content"].splitlines() if line.strip()]  # fmt: skip


def commits(page: Any, exercise: str = "", text: str = "mariupol") -> list[Any]:
    """The answers that were committed, as the browser's store has them; those to one exercise, or all."""
    return [line["answer"] for line in lines_in(stored(page), text)
            if line["event"] == "commit" and exercise in ("", line["exercise"])]  # fmt: skip


def exercise_on(page: Any, name: str) -> Any:
    """An exercise of a page, as a section."""
    return page.locator(f".byline-mount[data-exercise='{name}'] .byline-exercise")


def until(found: Callable[[], Any], what: str, seconds: float = 60) -> Any:
    """Ask until the answer is yes; AssertionError with `what` where it does not come."""
    end = time.monotonic() + seconds
    while not (answer := found()):
        assert time.monotonic() < end, what
        time.sleep(0.05)
    return answer


def wait_until_kept(page: Any) -> None:
    """Wait until the browser has all that a page needs without a network."""
    until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"), "the page has its service worker", 120)
    page.evaluate("navigator.serviceWorker.controller.postMessage('idle')")
    until(lambda: page.evaluate(KEPT), "the page keeps what it needs without a network", 120)
