"""The teacher's desk as a teacher meets it: JupyterLab in a real Chromium, with no code written."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from browser import a_page, violations
from byline.classroom import classes
from byline.classroom.classes import new_class
from small_class import hand_in, option, tried
from test_lessons_in_jupyterlab import MINUTE, OURS, lab_in, opened, run_all

pytestmark = pytest.mark.browser
#: What a cell shows where it ended with an error, or complained.
WRONG = ".jp-RenderedText:is([data-mime-type*=error], [data-mime-type*=stderr])"


def submissions(folder: Path, path: Path) -> Path:
    """A zip as a platform gives it, from the students of the class that was made in a folder."""
    students = json.loads((folder / "classes" / "9B" / "class.json").read_text())["students"]
    with zipfile.ZipFile(path, "w") as zipped:
        for n, student in enumerate(students):
            data = hand_in(student["codes"][0], {"02-e": tried(option("02-e", "bba"[n]))})
            zipped.writestr(f"{student['name']}_{n}_assignsubmission_file_/hand-in.json", data)
    return path


def button(page: Any, name: str) -> Any:
    return page.get_by_role("button", name=name)


def upload(page: Any, name: str, path: Path) -> None:
    """With the keyboard: Enter on the button opens the dialog of the system, in which a file is chosen."""
    button(page, name).focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(path)
    page.wait_for_timeout(300)


def told(page: Any, words: str) -> None:
    """Wait until a form says these words."""
    page.locator(OURS, has_text=words).first.wait_for(timeout=MINUTE)


def test_a_class_is_started_collected_and_seen_by_keys_alone(tmp_path: Path) -> None:
    """The notebook runs without a class; then a list, a zip and a lesson make a page that opens from its link."""
    with lab_in(tmp_path) as (folder, address), a_page(viewport={"width": 1366, "height": 1500}) as page:
        page.on("filechooser", lambda _: None)  # from now on a dialog is no window of the system
        opened(page, address, "teacher/desk")
        run_all(page)
        assert page.locator(WRONG).count() == 0
        told(page, "There is no class “9B”")
        (tmp_path / "names.txt").write_text("Ana Example\nBen Example\nCem Example\n")
        page.get_by_label("Name of the class").focus()
        page.keyboard.type("9B")
        page.keyboard.press("Tab")
        assert "export or a list" in page.evaluate("document.activeElement.textContent")
        upload(page, "export or a list of names", tmp_path / "names.txt")
        button(page, "Start the class").focus()
        page.keyboard.press("Enter")
        told(page, "9B: 3 students")
        assert (folder / "classes" / "9B" / "pages" / "slips.html").exists()
        upload(page, "Files or zips that came back", submissions(folder, tmp_path / "all.zip"))
        page.get_by_role("button", name="Collect", exact=True).focus()
        page.keyboard.press("Enter")
        told(page, "In all, 3 of 3 students of 9B handed in")
        assert violations(page, ".jp-OutputArea-output") == []
        shoot(page, "desk")


def test_the_class_view_is_made_in_a_notebook_and_opens_from_its_link(tmp_path: Path) -> None:
    """In a tab of JupyterLab, where a number still shows its student."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classes, "classes_folder", lambda: tmp_path / "byline" / "classes")
        new_class("9B", [(f"{name} Example", {}) for name in ("Ana", "Ben", "Cem")])
    with lab_in(tmp_path) as (_, address), a_page(viewport={"width": 1366, "height": 1500}) as page:
        opened(page, address, "teacher/the_class")
        run_all(page)
        told(page, "Handed in: 0 of 3")
        assert violations(page, f"{OURS}, .jp-OutputArea-output .jupyter-widgets") == []  # the other table is pandas's
        shoot(page, "the_class")
        assert page.locator(WRONG).count() == 0
        assert page.get_by_label("Lesson", exact=True).evaluate("one => one.value") == "02 Who says so?"
        button(page, "Make the class view").focus()
        page.keyboard.press("Enter")
        page.get_by_role("link", name="02.html").press("Enter")
        frame = page.frame_locator(".jp-HTMLViewer iframe, .jp-MainAreaWidget iframe")
        frame.get_by_role("heading", name="9B: 02 Who says so?").wait_for(timeout=MINUTE)
        shoot(page, "class_view")


def shoot(page: Any, name: str) -> None:
    if folder := os.environ.get("BYLINE_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")
