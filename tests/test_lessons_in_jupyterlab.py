"""The lessons as a student meets them: JupyterLab in a real Chromium, run from the menu.

BYLINE_SCREENSHOTS=folder keeps a picture of each lesson there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import byline.lesson as lessons
from answering import Keyboard, Mouse, give
from browser import a_page, violations
from byline.lesson.answers import Answers
from byline.lesson.course import text_of
from byline.lesson.desk import Desk

PROJECT = Path(__file__).parents[1]
LESSONS = sorted(path.stem for path in (PROJECT / "notebooks").glob("*.ipynb"))  # and the page that opens first
#: Those that are answered whole below, each with its hand: they are run there.
WHOLE = {"06_pictures_and_provenance": Mouse, "07_compare_and_rewrite": Keyboard, "08_your_turn": Keyboard}
SETTINGS = ".jupyter/lab/user-settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
OURS = ".jp-OutputArea-output .byline"
ARTICLE = ".jp-OutputArea-output .byline-article"
RIBBON = ".jp-OutputArea-output .byline-ribbon"
PANEL = ".jp-NotebookPanel-notebook"
MINUTE = 60_000  # milliseconds

pytestmark = pytest.mark.browser


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    with lab_in(tmp_path) as running:
        yield running


@contextmanager
def lab_in(place: Path) -> Iterator[tuple[Path, str]]:
    """`byline lab --no-browser` in a copy of the lessons and a home of its own: the copy, and the address printed."""
    folder, home = place / "byline", place / "home"
    leave = shutil.ignore_patterns(".ipynb_checkpoints", "answers")
    for part in ("notebooks", "seeds"):
        if not (folder / part).exists():
            shutil.copytree(PROJECT / part, folder / part, ignore=leave)
    (home / SETTINGS).parent.mkdir(parents=True, exist_ok=True)
    (home / SETTINGS).write_text('{"windowingMode": "none"}')  # else what is scrolled away is not on the page
    own = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "XDG_"))}
    command = [sys.executable, "-m", "byline", "lab", "--no-browser", f"--port={free_port()}"]
    with (home / "said").open("w+") as said, subprocess.Popen(
        command, cwd=folder, env={**own, "HOME": str(home)}, stdout=said, stderr=said
    ) as running:  # fmt: skip
        try:
            yield folder, address_in(home / "said", running)
        finally:
            running.terminate()
            try:
                running.wait(30)
            except subprocess.TimeoutExpired:
                running.kill()  # it has said that it stops, and hangs in its own threads


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def address_in(said: Path, running: subprocess.Popen[bytes]) -> str:
    """The address that the command prints, within a minute."""
    for _ in range(600):
        if found := re.search(r"http://127\.0\.0\.1:\S+", said.read_text()):
            return found[0]
        if running.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail("byline lab gave no address:\n" + said.read_text())


def opened(page: Any, address: str, lesson: str) -> None:
    """Open a lesson alone in JupyterLab and wait until its kernel is ready."""
    page.goto(address.replace("lessons.ipynb", f"{lesson}.ipynb") + "&reset")
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=MINUTE)
    page.locator(".jp-CodeCell .cm-content").first.wait_for(timeout=MINUTE)


def run_all(page: Any) -> None:
    """Choose “Run All Cells” from the menu “Run”, and wait until the last cell has run."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(
        """() => { const cells = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(p => p.textContent);
                   return cells.length && cells.every(p => /\\[\\d+\\]/.test(p)); }""",
        timeout=2 * MINUTE,
    )
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=MINUTE)


def saved(page: Any, path: Path) -> list[dict[str, Any]]:
    """Save with Ctrl+S; the outputs as they are on the disk."""
    before = path.stat().st_mtime_ns
    page.locator(".jp-NotebookPanel").first.click(position={"x": 5, "y": 60})
    page.keyboard.press("Control+s")
    for _ in range(100):
        page.wait_for_timeout(100)
        text = path.read_text(encoding="utf-8")
        if path.stat().st_mtime_ns != before and text.rstrip().endswith("}"):  # while it is written it may be empty
            break
    cells = json.loads(text)["cells"]
    return [output for cell in cells for output in cell.get("outputs", [])]


def picture(page: Any, name: str) -> None:
    if folder := os.environ.get("BYLINE_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def drawn_by_us(output: dict[str, Any], name: str) -> bool:
    """Whether an output's HTML holds a container of ours with this class."""
    return f'class="{name}' in "".join(output.get("data", {}).get("text/html", ""))


@pytest.mark.parametrize("lesson", [lesson for lesson in LESSONS if lesson not in WHOLE])
def test_a_lesson_runs_from_the_menu(lab: tuple[Path, str], lesson: str) -> None:
    """Every cell runs without an error; what was drawn is on the page, and axe-core has nothing against it."""
    folder, address = lab
    with a_page(viewport={"width": 1280, "height": 1600}) as page:
        opened(page, address, lesson)
        run_all(page)
        outputs = saved(page, folder / "notebooks" / f"{lesson}.ipynb")
        assert outputs
        assert not [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]
        for name, place in (("byline-article", ARTICLE), ("byline-ribbon", RIBBON)):
            if any(drawn_by_us(output, name) for output in outputs):
                page.locator(place).first.scroll_into_view_if_needed()
                assert page.locator(place).first.is_visible()
                picture(page, f"{lesson}-{name}")
        page.locator(f"{OURS} details").evaluate_all("lists => lists.forEach(list => list.open = true)")
        if page.locator(OURS).count():
            assert violations(page, OURS) == []


def test_the_first_run_paints_the_article(lab: tuple[Path, str]) -> None:
    """In 00_start_here one “Run” (Shift+Enter) on the first code cell shows the highlighted article."""
    _, address = lab
    with a_page(viewport={"width": 1280, "height": 1600}) as page:
        opened(page, address, "00_start_here")
        page.locator(".jp-CodeCell .cm-content").first.click()
        page.keyboard.press("Shift+Enter")
        page.locator(ARTICLE).first.wait_for(timeout=MINUTE)
        assert "Mariupol" in page.locator(ARTICLE).first.inner_text()
        picture(page, "first-run")


def test_the_printed_address_opens_the_first_lesson_and_nothing_asks_outside(lab: tuple[Path, str]) -> None:
    """No question about news or updates; `a_page` fails on any request that leaves this machine."""
    _, address = lab
    with a_page() as page:
        page.goto(address)
        page.get_by_role("tab", name="lessons.ipynb").wait_for(timeout=MINUTE)
        page.wait_for_timeout(3000)
        assert page.locator(".Toastify__toast, .jp-Dialog").count() == 0


def test_the_first_lesson_has_the_whole_window_and_the_files_stay_as_they_are_left(lab: tuple[Path, str]) -> None:
    """The file browser begins closed; opened with its button it is open again after a reload."""
    _, address = lab
    with a_page(viewport={"width": 1024, "height": 768}) as page:
        for shown in (False, True):
            page.goto(address)
            page.get_by_role("tab", name="lessons.ipynb").wait_for(timeout=MINUTE)
            page.wait_for_timeout(2000)
            assert page.locator(".jp-FileBrowser").first.is_visible() == shown
            assert page.locator(".jp-NotebookPanel").bounding_box()["width"] > (600 if shown else 900)
            if not shown:
                page.get_by_role("tab", name="File Browser").click()
                page.locator(".jp-FileBrowser").first.wait_for()
                page.wait_for_timeout(2000)


def test_a_lesson_opens_from_the_map_and_the_next_one_from_its_last_words(lab: tuple[Path, str]) -> None:
    """In a tab beside the page, by a click on the map and by a link in a lesson."""
    folder, address = lab
    first = folder / "notebooks" / "00_start_here.ipynb"
    notebook = json.loads(first.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = ["[Next: Whose words?](01_whose_words.ipynb)"]
    first.write_text(json.dumps(notebook), encoding="utf-8")
    with a_page(viewport={"width": 1366, "height": 900}) as page:
        opened(page, address, "lessons")
        run_all(page)
        page.locator(f"{OURS} a.byline-link").first.click()
        page.get_by_role("tab", name="00_start_here.ipynb").wait_for(timeout=MINUTE)
        page.get_by_role("link", name="Next: Whose words?").click()
        page.get_by_role("tab", name="01_whose_words.ipynb").wait_for(timeout=MINUTE)
        assert len(page.context.pages) == 1


# Exercises

EXERCISES = ".jp-OutputArea-output .byline-exercise"


def desk_in(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str = "mariupol") -> Desk:
    """The desk that the lessons of a copy work at, and the tests in its folder."""
    monkeypatch.chdir(folder / "notebooks")
    lessons.study_article(text)
    return lessons.current_desk()


def exercises_on(page: Any) -> list[str]:
    """The names of the exercises on the page, once all are drawn."""
    page.locator(EXERCISES).first.wait_for(timeout=MINUTE)
    page.wait_for_timeout(2000)
    return [name_in(text) for text in page.locator(f"{EXERCISES} .byline-which").all_text_contents()]


def name_in(which: str) -> str:
    """The name of an exercise in what stands over it: "Exercise 2 of 9 · 01-b · about 4 min"."""
    return which.split(" · ")[1]


@pytest.mark.parametrize(("lesson", "hand"), WHOLE.items(), ids=WHOLE)
def test_a_whole_lesson_is_answered_and_is_there_again(
    lab: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, lesson: str, hand: type[Keyboard]
) -> None:
    """From the first mark to the file to hand in, no key leaks to JupyterLab; after a reload all is as it was."""
    folder, address = lab
    desk = desk_in(folder, monkeypatch, text_of(lesson))
    with a_page(viewport={"width": 1280, "height": 1600}) as page:
        opened(page, address, lesson)
        run_all(page)
        names = exercises_on(page)
        assert len(names) >= 5
        cells = page.locator(".jp-Cell").count()
        for n, name in enumerate(names):
            e = desk.exercise(name)
            give(hand(page.locator(EXERCISES).nth(n), desk, e), desk.key_answer(e))
        assert page.locator(".jp-Cell").count() == cells, "a key leaked to the notebook"
        button = page.get_by_role("button", name="Write the file to hand in")
        hand(page, desk, e).press(button)
        page.get_by_text("Send this file to your teacher").wait_for(timeout=MINUTE)
        picture(page, f"{lesson}-answered")
        kept = Answers(desk.article).states()
        assert [name for name in names if not kept[name].tries] == []
        data = json.loads(next((folder / "notebooks" / "answers").glob("hand-in-*.json")).read_text("utf-8"))
        assert list(data["exercises"]) == names
        outputs = saved(page, folder / "notebooks" / f"{lesson}.ipynb")
        texts = "".join("".join(o.get("data", {}).get("text/plain", "")) for o in outputs)
        assert all(f"{name}, code {data['code']}" in texts for name in names), "each receipt is in the saved notebook"
        page.reload()
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=MINUTE)
        run_all(page)
        assert exercises_on(page) == names
        assert page.locator(f"{EXERCISES} button:text('Try again')").count() == len(names)
        assert violations(page, EXERCISES) == []


def test_an_exercise_cannot_be_deleted_by_a_key(lab: tuple[Path, str]) -> None:
    """Typing letters that are JupyterLab's shortcuts into an exercise, and even dd on its cell, removes nothing."""
    _, address = lab
    with a_page(viewport={"width": 1280, "height": 1600}) as page:
        opened(page, address, "01_whose_words")
        run_all(page)
        count = len(exercises_on(page))
        text = page.locator(f"{EXERCISES} .byline-text[tabindex]").first
        text.focus()
        for key in ("x", "m", "a", "b", "d", "d", "z", "y", "Enter", "Escape", "x", "d", "d"):
            page.keyboard.press(key)
        page.locator(EXERCISES).first.locator("xpath=ancestor::*[contains(@class,'jp-CodeCell')]").first.click(
            position={"x": 2, "y": 5}
        )
        page.keyboard.press("Escape")
        page.keyboard.press("d")
        page.keyboard.press("d")
        page.wait_for_timeout(500)
        assert page.locator(EXERCISES).count() == count


def test_no_key_in_an_exercise_is_jupyterlabs(lab: tuple[Path, str]) -> None:
    """On every control that Tab comes to, arrows, letters and Delete stay inside, and no cell comes or goes."""
    _, address = lab
    with a_page(viewport={"width": 1280, "height": 1600}) as page:
        opened(page, address, "01_whose_words")
        run_all(page)
        exercises_on(page)
        cells = page.locator(".jp-Cell").count()
        page.locator(EXERCISES).first.locator("input").first.focus()
        seen = set()
        for _ in range(40):
            inside = page.evaluate("document.activeElement.closest('.byline-exercise') !== null")
            tag = page.evaluate("document.activeElement.tagName + (document.activeElement.type || '')")
            if inside:
                seen.add(tag)
                for key in ("ArrowDown", "ArrowRight", "ArrowUp", "b", "x", "d", "d", "Delete"):
                    page.keyboard.press(key)
                assert page.evaluate("document.activeElement.closest('.byline-exercise') !== null"), tag
            page.keyboard.press("Tab")
        assert {"INPUTradio", "BUTTONbutton", "DIV", "SUMMARY"} <= seen
        assert page.locator(".jp-Cell").count() == cells


def test_two_tabs_on_one_notebook_keep_both_sets_of_answers(
    lab: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same notebook opened twice: both answers are in the file, the later counts, and a box run again shows it."""
    folder, address = lab
    desk = desk_in(folder, monkeypatch)
    with a_page(viewport={"width": 1280, "height": 1600}) as page:
        opened(page, address, "01_whose_words")
        run_all(page)
        names = exercises_on(page)
        saved(page, folder / "notebooks" / "01_whose_words.ipynb")
        other = page.context.new_page()
        again = address.replace("/workspaces/byline/", "/workspaces/second/")
        other.goto(again.replace("lessons.ipynb", "01_whose_words.ipynb"))
        other.locator(".byline-asleep").first.wait_for(timeout=MINUTE)
        n = next(n for n, name in enumerate(names) if desk.exercise(name).kind == "choose")
        wrong = next(option.id for option in desk.exercise(names[n]).own.options if not option.right)
        right = desk.key_answer(desk.exercise(names[n]))
        first, second = page.locator(EXERCISES).nth(n), other.locator(EXERCISES).nth(n)
        give(Keyboard(first, desk, desk.exercise(names[n])), [wrong])
        run_all(other)
        second.get_by_role("button", name="Try again").wait_for(timeout=MINUTE)
        second.get_by_role("button", name="Try again").click()
        give(Keyboard(second, desk, desk.exercise(names[n])), right)
        first.get_by_role("button", name="Next").click()
        page.wait_for_timeout(2000)
        state = Answers(desk.article).state(names[n])
        assert [one.answer for one in state.tries] == [[wrong], right]
        assert first.locator("input:checked").first.get_attribute("value") == right[0]


class Tabs(Keyboard):
    """Presses keys and nothing else: to every control by Tab."""

    def go(self, control: Any) -> None:
        """Press Tab until the focus is there, from the beginning of the exercise if need be."""
        for step in ("Tab", "Shift+Tab"):
            for _ in range(40):
                if control.evaluate("control => control === document.activeElement"):
                    return
                self.keys.press(step)
        pytest.fail(f"Tab does not come to {control}")

    def press(self, control: Any) -> None:
        self.go(control)
        self.keys.press("Space")

    def choose_words(self, first: int, last: int) -> None:
        self.go(self.section.locator(".byline-text[tabindex]"))
        super().choose_words(first, last)

    def select(self, control: Any, nth: int) -> None:
        self.go(control)
        super().select(control, nth)

    def type(self, control: Any, text: str) -> None:
        self.go(control)
        self.keys.type(text)


@pytest.mark.parametrize("lesson", ["00_start_here", "01_whose_words"])
def test_a_lesson_is_done_by_shift_enter_and_tab_from_the_first_box_to_the_hand_in(
    lab: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, lesson: str
) -> None:
    """Shift + Enter runs a box and goes on, from a committed exercise too; it puts the focus in an exercise, and the
    question of the exercise is in sight."""
    folder, address = lab
    desk = desk_in(folder, monkeypatch)
    answered = []
    with a_page(viewport={"width": 1366, "height": 768}) as page:
        opened(page, address, lesson)
        page.keyboard.press("Escape")
        for _ in range(60):
            if page.locator("button:text('Write the file to hand in')").count():
                break
            page.keyboard.press("Shift+Enter")
            page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=MINUTE)
            page.wait_for_timeout(700)
            which = "document.activeElement.closest('.byline-exercise')?.querySelector('.byline-which').textContent"
            if over := page.evaluate(which):
                name = name_in(over)
                e = desk.exercise(name)
                section = page.locator(EXERCISES).filter(has_text=f" · {name} · ")
                page.wait_for_timeout(500)  # the page scrolls after the focus has come
                asked, panel = (at.bounding_box() for at in (section.locator(".byline-ask"), page.locator(PANEL)))
                assert panel["y"] - 1 <= asked["y"] <= panel["y"] + panel["height"] - asked["height"]
                give(Tabs(section, desk, e), desk.key_answer(e))
                answered.append(name)
        assert answered == [name for name, e in desk.exercises.items() if name.startswith(lesson[:2])]
        page.wait_for_timeout(500)
        for _ in range(10):
            page.keyboard.press("Shift+Tab")
            if page.evaluate("document.activeElement.textContent") == "Write the file to hand in":
                break
        page.keyboard.press("Space")
        page.get_by_text("Send this file to your teacher").wait_for(timeout=MINUTE)
    data = json.loads(next((folder / "notebooks" / "answers").glob("hand-in-*.json")).read_text("utf-8"))
    assert list(data["exercises"]) == answered


RUN_ALL_AGAIN = "Restart the kernel and run all cells"


def wake(page: Any) -> None:
    """Do what a sleeping page says: the button ▶▶, and yes."""
    page.get_by_role("button", name=RUN_ALL_AGAIN).click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    page.locator(EXERCISES).first.wait_for(timeout=MINUTE)


def test_a_lesson_that_was_closed_says_how_its_answers_come_back_and_they_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Saved, the server stopped, opened the next day: no error, the receipt, one action, and all is there."""
    with lab_in(tmp_path) as (folder, address), a_page(viewport={"width": 1366, "height": 768}) as page:
        desk = desk_in(folder, monkeypatch)
        opened(page, address, "00_start_here")
        run_all(page)
        e = desk.exercise("00-f")
        give(Mouse(page.locator(EXERCISES).first, desk, e), desk.key_answer(e))
        page.keyboard.press("Control+s")
        page.wait_for_timeout(2000)
    with lab_in(tmp_path) as (_, address), a_page(viewport={"width": 1366, "height": 768}) as page:
        page.goto(address.replace("lessons.ipynb", "00_start_here.ipynb"))
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=MINUTE)
        page.wait_for_timeout(1000)
        assert page.get_by_text("Error displaying widget").count() == 0
        asleep = page.locator(".byline-asleep").first
        assert "Press ▶▶ at the top" in asleep.inner_text()
        picture(page, "asleep")
        wake(page)
        again = page.locator(EXERCISES).first
        again.get_by_role("button", name="Try again").wait_for(timeout=MINUTE)
        assert again.get_by_label("Major Volyna").is_checked()
        page.wait_for_timeout(3000)
        assert page.locator(".byline-asleep:visible").count() == 0


def test_a_killed_kernel_is_told_at_once_and_no_answer_is_lost(
    lab: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page says what to do; what is answered meanwhile stays on it and is written by the next kernel."""
    folder, address = lab
    desk = desk_in(folder, monkeypatch)
    with a_page(viewport={"width": 1366, "height": 768}) as page:
        opened(page, address, "00_start_here")
        run_all(page)
        first = page.locator(EXERCISES).first
        first.wait_for(timeout=MINUTE)
        kill_kernels(folder)
        first.locator(".byline-alert").get_by_text("Python was stopped. Press ▶▶").wait_for(timeout=10_000)
        page.keyboard.press("Enter")  # JupyterLab's own question
        first.get_by_label("Major Volyna").check()
        first.get_by_role("button", name="Commit my answer").click()
        first.locator(".byline-alert").get_by_text("1 answer is on this page only").wait_for(timeout=10_000)
        wake(page)
        again = page.locator(EXERCISES).first
        again.get_by_role("button", name="Try again").wait_for(timeout=MINUTE)
    assert [e["answer"] for e in Answers(desk.article).events if e["event"] == "commit"] == [["o2"]]


def test_an_exercise_in_a_new_kernel_needs_no_first_box(lab: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """After a restart one exercise is run alone: the text that was open last is meant, and no name is missing."""
    folder, address = lab
    (folder / "notebooks" / "answers").mkdir()
    (folder / "notebooks" / "answers" / "text.txt").write_text("flood\n")
    with a_page(viewport={"width": 1366, "height": 768}) as page:
        opened(page, address, "00_start_here")
        page.locator(".jp-CodeCell").filter(has_text='exercise("00-a")').locator(".jp-InputPrompt").click()
        page.keyboard.press("Shift+Enter")
        page.locator(EXERCISES).first.wait_for(timeout=MINUTE)
        page.wait_for_timeout(500)
        assert page.get_by_text("NameError").count() == 0
        page.keyboard.type("40")
        page.keyboard.press("Enter")
        page.wait_for_timeout(1000)
    assert [path.name for path in (folder / "notebooks" / "answers").glob("*.jsonl")] == ["flood.jsonl"]


def kill_kernels(folder: Path) -> None:
    """kill -9 every kernel that works in this folder (Linux)."""
    for entry in Path("/proc").iterdir():
        try:
            if b"ipykernel" in (entry / "cmdline").read_bytes() and (entry / "cwd").readlink().is_relative_to(folder):
                os.kill(int(entry.name), signal.SIGKILL)
        except OSError:
            continue
