"""The notebook road whole: built as `byline site` builds it, with Python in a real Chromium and no network."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import a_page, missing
from byline.jupyter import Mistake
from byline.lesson.desk import Desk
from byline.site.fetched import FOLDER, fetch_core
from byline.site.lite import notebook_address, write_notebooks
from byline.site.wheel import write_wheel
from site_server import handing_out

pytestmark = pytest.mark.browser

PROJECT = Path(__file__).parents[1]
LESSON = "00_start_here"
MINUTES = 240_000  # milliseconds: a slow machine loads Python for a long time
ARTICLE, EXERCISE = ".jp-OutputArea-output .byline-article", ".jp-OutputArea-output .byline-exercise"
#: What a page of the same site may write before JupyterLite was ever opened: a folder, and files in it.
WRITE = """async (files) => {
  const base = await new Promise((yes, no) => {
    const asked = indexedDB.open("byline");
    asked.onupgradeneeded = () => asked.result.createObjectStore("files");
    asked.onsuccess = () => yes(asked.result);
    asked.onerror = no;
  });
  base.onversionchange = () => base.close();
  const store = base.transaction("files", "readwrite").objectStore("files");
  const day = new Date().toISOString();
  const put = (path, more) => store.put({ name: path.split("/").pop(), path, created: day, last_modified: day,
                                          writable: true, ...more }, path);
  put("answers", { type: "directory", format: "json", mimetype: "application/json", content: [], size: 0 });
  for (const [path, content] of Object.entries(files)) put(path, { type: "file", format: "text",
    mimetype: "text/plain", content, size: new TextEncoder().encode(content).length });
  await new Promise((yes) => { store.transaction.oncomplete = yes; });
}"""
READ = """async () => {
  const base = await new Promise((yes) => { const a = indexedDB.open("byline"); a.onsuccess = () => yes(a.result); });
  const store = base.transaction("files").objectStore("files");
  const found = (request) => new Promise((yes) => { request.onsuccess = () => yes(request.result); });
  const [names, records] = [await found(store.getAllKeys()), await found(store.getAll())];
  base.close();
  return Object.fromEntries(names.map((name, n) => [name, records[n].content]));
}"""
ANSWERS = "answers/mariupol.jsonl"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The notebooks of a site below a path of its own: its folder and its address."""
    out = tmp_path_factory.mktemp("site") / "below"
    whole = os.environ.get("BYLINE_PYODIDE")  # a folder that draws charts, too: nothing in CI has one
    try:
        core = Path(whole) if whole else fetch_core(print)
        wheel = write_wheel(tmp_path_factory.mktemp("wheel"), PROJECT, students=True)
        write_notebooks(out, sorted((PROJECT / "notebooks").glob("*.ipynb")), wheel, core)
    except Mistake as problem:
        missing(f"What builds the notebooks ({problem})")
    shutil.copytree(core, out / FOLDER, ignore=shutil.ignore_patterns("*.whl"))
    with handing_out(out.parent) as (address, _):
        yield out, f"{address}/below"


def opened(page: Any, address: str, lesson: str = LESSON) -> None:
    """Open a lesson and wait until its kernel is there."""
    page.goto(f"{address}/{notebook_address(lesson)}")
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(timeout=MINUTES)


def run_to(page: Any, what: str) -> None:
    """Run boxes from the first on until there is a certain output."""
    page.locator(".jp-CodeCell .cm-content").first.click()
    for _ in range(8):
        page.keyboard.press("Shift+Enter")
    page.locator(what).first.wait_for(timeout=MINUTES)


def test_page_and_notebook_share_answers_and_a_changed_lesson_is_seen(
    site: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer from the page stands in the notebook, one from there in the page's store; a new version of the lesson
    is opened although the old one was saved, which is kept under another name."""
    out, address = site
    with a_page(service_workers="allow") as page:
        page.goto(f"{address}/notebook/lessons.json")
        page.evaluate(WRITE, answered(tmp_path, monkeypatch))
        opened(page, address)
        run_to(page, ARTICLE)
        first = page.locator(EXERCISE).first
        first.get_by_text("Kept in answers/mariupol.jsonl").wait_for(timeout=MINUTES)
        first.get_by_role("button", name="Try again").click()
        first.get_by_role("radio").last.check()
        first.get_by_role("button", name="Commit").click()
        files = files_when(page, lambda files: files[ANSWERS].count('"event": "commit"') == 2)
        lines = files[ANSWERS].splitlines()
        commits = [event for event in map(json.loads, lines) if event["event"] == "commit"]
        assert {event["exercise"] for event in commits} == {"00-f"} and commits[0]["answer"] != commits[1]["answer"]
        page.keyboard.press("Control+s")
        files_when(page, lambda files: f"{LESSON}.ipynb" in files)
        change(out)
        page.on("dialog", lambda dialog: dialog.accept())
        opened(page, address)
        assert page.locator(".jp-MarkdownCell h1").first.inner_text() == "Is it new?"
        said = page.locator(".byline-said")
        assert "has changed since you saved it" in said.inner_text() and "answers are as they were" in said.inner_text()
        files = page.evaluate(READ)
        assert said.locator("a").inner_text() in files and f"{LESSON}.ipynb" not in files
        assert files[ANSWERS].splitlines()[: len(lines)] == lines


def files_when(page: Any, so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The files in the browser, by their paths, as soon as something is so of them."""
    for _ in range(MINUTES // 500):
        if so(files := page.evaluate(READ)):
            return dict(files)
        page.wait_for_timeout(500)
    pytest.fail(f"It did not come to it: {list(files)}")


def answered(place: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The files of a student's folder after one answer, by their paths from the lessons."""
    monkeypatch.chdir(place)
    desk = Desk("mariupol")
    e = desk.exercise("00-f")
    desk.commit(e, desk.key_answer(e))
    return {path.as_posix(): path.read_text("utf-8") for path in (p.relative_to(place) for p in place.rglob("*.*"))}


def change(out: Path) -> None:
    """Put another version of the lesson on the site."""
    file, told = out / f"notebook/files/{LESSON}.ipynb", out / "notebook/lessons.json"
    lesson, versions = json.loads(file.read_text("utf-8")), json.loads(told.read_text("utf-8"))
    lesson["cells"][0]["source"] = ["# Is it new?"]
    lesson["metadata"]["byline"]["version"] = versions[file.name]["version"] = "new"
    file.write_text(json.dumps(lesson), encoding="utf-8")
    told.write_text(json.dumps(versions), encoding="utf-8")
