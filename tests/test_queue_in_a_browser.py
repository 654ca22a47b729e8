"""The queue of open answers as a teacher uses it: by keys alone, on a small screen, light and dark."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from browser import a_page, violations
from byline.classroom.levels import FILE, level_answer, levels_of
from byline.classroom.queue import QueueWidget
from byline.kinds import open_exercises
from queue_page import draw_queue

pytestmark = pytest.mark.browser
SEED = Path(__file__).parents[1] / "seeds" / "mariupol"
SIXTY = " ".join(["“Reportedly” in <b>P9</b> passes it on, and nobody says who told the reporter that."] * 4)
ANSWERS = {f"code{n}": f"{n}. {SIXTY}" for n in range(10, 40)}
ROOM = 600  # pixels that JupyterLab leaves of a screen of 768, and the browser of that
READ_SOON = 350  # milliseconds: a key that comes sooner was meant for the answer before


@pytest.fixture
def widget(tmp_path: Path) -> QueueWidget:
    return QueueWidget(tmp_path, open_exercises(SEED)["02-i"], ANSWERS)


def press(page: Any, *keys: str) -> None:
    """Press keys as a person does, who looks at each answer."""
    for key in keys:
        page.wait_for_timeout(READ_SOON if key.isdigit() else 150)
        page.keyboard.press(key)
    page.wait_for_timeout(60)


def kept(widget: QueueWidget) -> list[tuple[str, Any]]:
    """(event, value) of each line on the disk."""
    lines = (widget.question.folder / FILE).read_text(encoding="utf-8").splitlines()
    return [(step["event"], step["value"]) for step in map(json.loads, lines)]


def test_answers_are_read_and_levelled_by_keys_alone(widget: QueueWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    """Levels, flag, comment, undo, skip and back; each at once on the disk, and no letter for JupyterLab."""
    with a_page(viewport={"width": 1366, "height": 768}) as page:
        queue = draw_queue(page, widget, monkeypatch)
        status, place = queue.get_by_role("status"), queue.locator(".byline-place")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "byline-answer"
        press(page, "f", "c")
        page.keyboard.type("Whose claim? 30 x")
        press(page, "Enter", "3")
        assert kept(widget) == [("flag", True), ("comment", "Whose claim? 30 x"), ("level", 3)]
        assert status.inner_text() == "Level 3. 1 of 30 read."
        assert place.inner_text() == "Answer 2 of 30"
        press(page, "Tab")
        page.keyboard.type("Not kept yet")
        press(page, "Escape", "Enter")
        assert place.inner_text() == "Answer 3 of 30"
        press(page, "0", "u", "u")
        assert place.inner_text().split("\n")[0].startswith("Answer 1 of 30")
        assert status.inner_text() == "Undone. 0 of 30 read."
        press(page, "b")
        assert place.inner_text() == "Answer 30 of 30"
        press(page, "Tab", "Tab", "Enter")
        assert queue.get_by_label("Comment, for").input_value() == "Whose claim? 30 x"
        assert [key for key in page.evaluate("window.leaked") if key != "Tab"] == []
        assert "<b>P9</b>" in queue.locator("blockquote").inner_text()


def test_no_key_counts_for_an_answer_that_was_not_seen(widget: QueueWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither one that is held down, nor one pressed twice, nor one while Python is busy; a typed comment does."""
    with a_page() as page:
        queue = draw_queue(page, widget, monkeypatch)
        queue.locator(".byline-answer").focus()
        page.wait_for_timeout(READ_SOON)
        page.evaluate("window.slow = 200")
        page.keyboard.down("2")
        page.keyboard.press("4")
        page.wait_for_timeout(260)
        page.keyboard.press("4")
        page.wait_for_timeout(READ_SOON)
        page.keyboard.down("2")
        page.wait_for_timeout(60)
        assert kept(widget) == [("level", 2)]
        page.keyboard.up("2")
        press(page, "c")
        page.keyboard.type("Who?")
        queue.locator(".byline-levels button").nth(1).evaluate("button => button.click()")
        page.wait_for_timeout(600)
        assert kept(widget)[1:] == [("comment", "Who?"), ("level", 1)]


def test_what_cannot_be_kept_is_said_and_the_answer_stays(widget: QueueWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the comment that was typed; the level that was to follow it is not given either."""
    with a_page() as page:
        queue, file = draw_queue(page, widget, monkeypatch), widget.question.folder / FILE
        queue.locator(".byline-answer").focus()
        page.evaluate("window.slow = 200")
        file.mkdir()
        press(page, "c")
        page.keyboard.type("Who?")
        page.wait_for_timeout(READ_SOON)
        queue.locator(".byline-levels button").nth(3).evaluate("button => button.click()")
        page.wait_for_timeout(100)
        file.rmdir()
        page.wait_for_timeout(500)
        assert "cannot be read" in queue.get_by_role("alert").inner_text()
        assert queue.locator(".byline-place").inner_text() == "Answer 1 of 30"
        assert not file.exists()
        press(page, "3")
        page.wait_for_timeout(600)
        assert kept(widget) == [("comment", "Who?"), ("level", 3)]
        assert queue.get_by_role("alert").inner_text() == ""
        assert queue.locator(".byline-place").inner_text() == "Answer 2 of 30"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_small_laptop_shows_it_without_scrolling_and_axe_finds_nothing(
    widget: QueueWidget, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    """An answer of sixty words, the levels folded and a comment to use again; then with the samples in full."""
    for code in list(ANSWERS)[:29]:
        level_answer(widget.question.folder, "02-i", ANSWERS, code, 2, flag=True, comment=f"Whose claim is it? {code}")
    level_answer(widget.question.folder, "02-i", ANSWERS | {"code39": "before"}, "code39", 2)
    with a_page(viewport={"width": 1366, "height": 768}) as page:
        queue = draw_queue(page, widget, monkeypatch)
        page.evaluate(f"document.body.dataset.jpThemeLight = '{str(scheme == 'light').lower()}'")
        assert "changed since you gave it level 2" in queue.locator(".byline-place").inner_text()
        assert queue.bounding_box()["height"] <= ROOM
        assert violations(page, ".byline-queue") == []
        queue.locator(".byline-answer").focus()
        press(page, "s")
        assert queue.locator(".byline-sample").nth(4).evaluate("node => node.scrollWidth <= node.clientWidth")
        assert violations(page, ".byline-queue") == []
        press(page, "2")
        assert queue.get_by_role("status").inner_text() == "Level 2. All 30 read."
        assert len(levels_of(widget.question.folder)) == 30
