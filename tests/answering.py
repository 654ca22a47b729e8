"""Answers exercises on a page as a student without a mouse does: every key is pressed, nothing is clicked."""

from __future__ import annotations

from typing import Any

from byline.lesson.desk import Desk
from byline.lesson.exercises import LABELS, Exercise
from byline.lesson.replies import shuffled
from byline.lesson.widgets import words_of

PART_LETTERS = {"content": "c", "cue": "u", "source": "s"}


def answer_by_keyboard(section: Any, desk: Desk, e: Exercise, answer: Any) -> None:
    """Give an exercise this answer, choose how sure, and commit."""
    ANSWER[e.kind](section, desk, e, answer)
    keys = section.page.keyboard
    if e.kind not in ("predict", "write"):
        section.get_by_label("middle", exact=True).focus()
        keys.press("Space")
    section.get_by_role("button", name="Commit my answer").focus()
    keys.press("Enter")
    section.get_by_role("button", name="Try again").wait_for()


def choose_words(section: Any, desk: Desk, e: Exercise, span: list[int]) -> None:
    """Go to the first word of a span with the arrow keys, and extend to its last."""
    words = [word for p in words_of(desk.article, e.paragraphs) for word in p["words"]]
    inside = [n for n, word in enumerate(words) if word[0] < span[1] and span[0] < word[1]]
    keys = section.page.keyboard
    section.locator(".byline-text").focus()
    here = int(section.locator(".byline-here").get_attribute("data-w") or 0)
    for _ in range(abs(inside[0] - here)):
        keys.press("ArrowRight" if inside[0] > here else "ArrowLeft")
    for _ in inside[1:]:
        keys.press("Shift+ArrowRight")


def _mark(section: Any, desk: Desk, e: Exercise, answer: Any) -> None:
    for mark in answer:
        if mark not in e.given:
            choose_words(section, desk, e, mark["span"])
            section.page.keyboard.press(LABELS[e.layer][mark["label"]][0].lower())


def _link(section: Any, desk: Desk, e: Exercise, answer: Any) -> None:
    for part, pieces in answer.items():
        for n, piece in enumerate(pieces if part not in e.show else []):
            choose_words(section, desk, e, piece["span"])
            if not n:
                section.page.keyboard.press(PART_LETTERS[part])
            else:
                section.get_by_role("button", name="Add to the last part").focus()
                section.page.keyboard.press("Enter")


def _choose(section: Any, desk: Desk, e: Exercise, answer: Any) -> None:
    for n in answer:
        section.locator(f"input[name$=option][value='{n}']").focus()
        section.page.keyboard.press("Space")


def _rate(section: Any, desk: Desk, e: Exercise, answer: Any) -> None:
    for name, score in answer.items():
        if name not in e.show:
            section.locator(f"select[id$='-{name}']").focus()
            for _ in range(1 + int(2 * score)):
                section.page.keyboard.press("ArrowDown")


def _order(section: Any, desk: Desk, e: Exercise, answer: Any) -> None:
    shown = list(shuffled(e))
    for place, item in enumerate(answer):
        while shown.index(item) > place:
            at = shown.index(item)
            section.get_by_role("button", name=f"Move up: {item}", exact=True).focus()
            section.page.keyboard.press("Enter")
            shown[at - 1 : at + 1] = shown[at], shown[at - 1]


def _predict(section: Any, desk: Desk, e: Exercise, answer: Any) -> None:
    section.get_by_label("My guess").focus()
    section.page.keyboard.type(f"{answer:g}")


def _write(section: Any, desk: Desk, e: Exercise, answer: Any) -> None:
    section.get_by_label("My answer").focus()
    section.page.keyboard.type(answer[:200])


ANSWER = {
    "mark": _mark, "link": _link, "choose": _choose, "rate": _rate, "order": _order, "predict": _predict,
    "write": _write,
}  # fmt: skip
