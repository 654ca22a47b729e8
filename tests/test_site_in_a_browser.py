"""The lessons as pages, as a student meets them: by keyboard, offline, over a new build, on a shared computer.

One lesson and one text, built once; Python answers in the page's worker.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from answering import Keyboard, give
from browser import violations
from byline.lesson.desk import Desk
from byline.lesson.returned import open_handin
from site_page import (
    PROJECT,
    Served,
    Visit,
    a_playwright,
    build_pages,
    commits,
    exercise_on,
    lines_in,
    stored,
    until,
    visiting,
    wait_for,
    wait_until_kept,
)

pytestmark = pytest.mark.browser
LESSON = "00_start_here.html"
KEPT = "Your answer is kept."
CHANGED = "This sentence is new in this build."
Sites = dict[str, Path]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """A site, and the same after a sentence of the lesson was changed."""
    place = tmp_path_factory.mktemp("sites")
    for name in ("notebooks", "seeds"):
        shutil.copytree(PROJECT / name, place / "course" / name, ignore=shutil.ignore_patterns("answers", ".*"))
    old = build_pages(place / "old", place / "course", lessons=("00",), seeds=("mariupol",))
    change_words(place / "course" / "notebooks" / "00_start_here.ipynb")
    new = build_pages(place / "new", place / "course", lessons=("00",), seeds=("mariupol",))
    return {"old": old, "new": new}


def change_words(lesson: Path) -> None:
    """Put a sentence at the end of a lesson's first words."""
    notebook = json.loads(lesson.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] += ["\n", "\n", CHANGED]
    lesson.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.fixture
def server(sites: Sites) -> Iterator[Served]:
    with Served(sites["old"]) as served:
        yield served


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    with visiting(tmp_path / "profile") as opened:
        yield opened


def choose(page: Any, option: str, name: str = "00-f") -> Any:
    """Commit an option of an exercise; its section."""
    section = exercise_on(page, name)
    section.locator(f"input[name$=option][value={option}]").check()
    section.get_by_role("button", name="Commit my answer").click()
    return section


def told(section: Any, words: str, seconds: float = 120) -> None:
    """Wait until an exercise says something."""
    section.get_by_text(words).first.wait_for(timeout=seconds * 1000)


def answered(section: Any) -> None:
    """Wait until an exercise has its feedback."""
    section.get_by_role("button", name="Try again").wait_for(timeout=120_000)


def chosen(section: Any) -> list[str]:
    """The options of an exercise that are chosen."""
    found: list[str] = section.locator("input[name$=option]:checked").evaluate_all("all => all.map(one => one.value)")
    return found


def downloaded(page: Any, where: str, name: str) -> Path:
    """The file that a button brings."""
    with page.expect_download() as file:
        page.locator(where).get_by_role("button", name=name).click()
    return Path(file.value.path())


def press_at_foot(page: Any, name: str) -> None:
    page.locator("#byline-yours").get_by_role("button", name=name).click()


def test_a_lesson_is_read_marked_and_committed_by_keys_alone(server: Served, visit: Visit, tmp_path: Path) -> None:
    """The way to the lesson, a box behind its button, an answer of each kind, feedback; each answer stands once."""
    page = visit.open(server.url + LESSON)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the lesson"
    page.keyboard.press("Enter")
    box = page.locator(".byline-box details:has(> .byline-run)").first
    assert not box.evaluate("box => box.open")
    box.locator("> summary").focus()
    page.keyboard.press("Enter")
    assert box.evaluate("box => box.open")
    wait_for(page, "python")
    desk = Desk("mariupol", tmp_path / "key")
    names = [name for name, e in desk.exercises.items() if e.lesson == "00_start_here"]
    for name in names:
        e, section = desk.exercise(name), exercise_on(page, name)
        give(Keyboard(section, desk, e), desk.key_answer(e))
        assert section.locator(".byline-headline").inner_text(), name
    committed = [line["exercise"] for line in lines_in(stored(page)) if line["event"] == "commit"]
    assert committed == names
    assert visit.errors == []


def test_what_is_committed_before_python_is_there_is_kept_and_answered(server: Served, visit: Visit) -> None:
    """It says so at once; it outlives a killed browser; reload and a second window show it once."""
    server.faults["pyodide.asm.wasm"] = loaded = threading.Event()
    page = visit.open(server.url + LESSON)
    told(choose(page, "o3"), KEPT, 20)
    page.reload()
    wait_for(page, "exercises")
    until(lambda: chosen(exercise_on(page, "00-f")) == ["o3"], "what she chose is shown again")
    loaded.set()
    answered(exercise_on(page, "00-f"))
    other = visit.open(server.url + LESSON, "python")
    answered(exercise_on(other, "00-f"))
    choose(other, "o1", "00-g")
    answered(exercise_on(page, "00-g"))
    assert (commits(page, "00-f"), commits(page, "00-g")) == ([["o3"]], [["o1"]])
    assert stored(page)["byline-page/outbox"] == {}


def test_without_a_network_a_lesson_opens_and_answers(server: Served, tmp_path: Path) -> None:
    """After one visit: the server is gone, the browser was closed; both pages open, a commit gets its feedback."""
    with a_playwright() as driver:
        with visiting(tmp_path / "profile", driver) as visit:
            wait_until_kept(visit.open(server.url + LESSON, "python"))
        server.stop()
        try:
            with visiting(tmp_path / "profile", driver) as visit:
                page = visit.open(server.url + LESSON)
                answered(choose(page, "o2"))
                page.goto(server.url)
                page.get_by_role("link", name="What is one news article made of?").first.wait_for()
        finally:
            server.start()


def test_a_changed_lesson_is_seen_at_the_next_visit_and_answers_stay(
    sites: Sites, server: Served, visit: Visit
) -> None:
    """Online at once, and offline after it; what was answered in the build before is shown with its feedback."""
    page = visit.open(server.url + LESSON, "python")
    answered(choose(page, "o2"))
    until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"), "the page has its service worker", 120)
    server.folders = {"/": sites["new"]}
    page.reload()
    wait_for(page, "python")
    assert page.get_by_text(CHANGED).count() == 1
    answered(exercise_on(page, "00-f"))
    wait_until_kept(page)
    server.stop()
    try:
        page.reload()
        wait_for(page, "python")
        assert page.get_by_text(CHANGED).count() == 1
    finally:
        server.start()
    assert commits(page, "00-f") == [["o2"]]


def test_answers_go_as_a_copy_from_one_student_to_the_next_and_back(server: Served, visit: Visit) -> None:
    """A copy, a new student who sees nothing of it, and the copy brought back; none is there twice."""
    page = visit.open(server.url + LESSON, "python")
    section = choose(page, "o2")
    answered(section)
    copy = downloaded(page, "#byline-yours", "Download a copy")
    press_at_foot(page, "New student")
    told(page.locator("#byline-yours"), "This is a new beginning")
    assert chosen(section) == []
    assert commits(page) == []
    page.set_input_files("#byline-file", copy)
    told(page.locator("#byline-yours"), "1 answer is brought here")
    answered(section)
    assert commits(page) == [["o2"]]


def test_a_new_student_takes_nothing_of_what_waited_for_python(server: Served, visit: Visit) -> None:
    """What the one before committed while Python was loaded stays hers."""
    server.faults["pyodide.asm.wasm"] = loaded = threading.Event()
    page = visit.open(server.url + LESSON)
    told(choose(page, "o2"), KEPT, 20)
    press_at_foot(page, "New student")
    loaded.set()
    told(page.locator("#byline-yours"), "This is a new beginning")
    until(lambda: len(lines_in(stored(page), everywhere=True)) > 1, "what she committed is kept")
    assert commits(page) == []


def test_a_link_of_a_class_puts_the_code_in_and_leaves_the_address(server: Served, visit: Visit) -> None:
    """And what is handed in comes under it, as a file that a teacher's Byline opens."""
    page = visit.open(server.url + LESSON + "#class=9B&code=K7M-2QPR", "python")
    told(page.locator("#byline-yours"), "under the code K7M-2QPR")
    assert page.url == server.url + LESSON
    answered(choose(page, "o2"))
    handed = open_handin(downloaded(page, "#byline-handin", "Download the file to hand in").read_bytes())
    assert handed["code"] == "k7m2qpr"
    assert [one["answer"] for one in handed["exercises"]["00-f"]["tries"]] == [["o2"]]
    readable = downloaded(page, "#byline-handin", "Download a page to read").read_text(encoding="utf-8")
    assert "K7M-2QPR" in readable


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_hinders_a_reader(server: Served, tmp_path: Path, scheme: Any) -> None:
    """axe finds nothing on the page with its feedback, everything unfolded, nor on the map; the policy holds."""
    with visiting(tmp_path / "profile", color_scheme=scheme) as visit:
        page = visit.open(server.url + LESSON, "python")
        answered(choose(page, "o1"))
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert violations(page) == []
        page.goto(server.url)
        assert violations(page) == []
        assert visit.errors == []


def test_the_policy_lets_no_other_script_run(server: Served, visit: Visit) -> None:
    """One that stands in the page, one in an attribute: neither runs, and the page goes on."""
    planted = b"<script>window.planted = 1</script><img src='data:,' onerror='window.planted = 2'><main"
    server.faults[LESSON] = lambda data: data.replace(b"<main", planted, 1)
    page = visit.open(server.url + LESSON)
    assert page.evaluate("window.planted") is None
    assert len([error for error in visit.errors if error.startswith("POLICY script-src")]) == 2
    assert "unsafe-inline" not in page.locator("meta[http-equiv]").get_attribute("content").split("style-src")[0]
