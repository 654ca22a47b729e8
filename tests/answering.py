"""Answers exercises on a page as students do: with keys alone, or with a mouse."""

from __future__ import annotations

from typing import Any

from byline.exercises import Exercise
from byline.kinds.judge import NAMES
from byline.kinds.order import shown_order
from byline.kinds.passages import BESIDES, WHEN
from byline.lesson.bridge import words_of
from byline.lesson.desk import Desk
from byline.telling import LABELS

#: The keys for the parts of an attribution.
PARTS = {"content": "1", "cue": "2", "source": "3"}


class Keyboard:
    """Every key is pressed, nothing is clicked."""

    def __init__(self, section: Any, desk: Desk, e: Exercise) -> None:
        self.section, self.desk, self.e = section, desk, e
        self.keys = getattr(section, "page", section).keyboard

    def press(self, control: Any) -> None:
        """Use a button, or tick a box."""
        control.focus()
        self.keys.press("Space")

    def pick(self, group: Any, nth: int) -> None:
        """Go to the first of some radio buttons, and on with the arrow keys."""
        self.press(group.first)
        for _ in range(nth):
            self.keys.press("ArrowDown")

    def choose_words(self, first: int, last: int) -> None:
        """Go to a word with the arrow keys, and extend to another."""
        self.section.locator(".byline-text").focus()
        here = int(self.section.locator(".byline-here").get_attribute("data-w") or 0)
        for _ in range(abs(first - here)):
            self.keys.press("ArrowRight" if first > here else "ArrowLeft")
        for _ in range(last - first):
            self.keys.press("Shift+ArrowRight")

    def label(self, key: str, name: str) -> None:
        self.keys.press(key.lower())

    def select(self, control: Any, nth: int) -> None:
        control.focus()
        for _ in range(nth):
            self.keys.press("ArrowDown")

    def type(self, control: Any, text: str) -> None:
        control.focus()
        self.keys.type(text)


class Mouse(Keyboard):
    """Clicks; the keys only where text is typed."""

    def press(self, control: Any) -> None:
        control.click()

    def pick(self, group: Any, nth: int) -> None:
        group.nth(nth).click()

    def choose_words(self, first: int, last: int) -> None:
        words = self.section.locator("[data-w]")
        words.nth(first).click()
        if last > first:
            words.nth(last).click(modifiers=["Shift"])

    def label(self, key: str, name: str) -> None:
        self.section.get_by_role("toolbar").get_by_role("button").filter(has_text=name).first.click()

    def select(self, control: Any, nth: int) -> None:
        control.select_option(index=nth)

    def type(self, control: Any, text: str) -> None:
        control.click()
        self.keys.type(text)


def give(hand: Keyboard, answer: Any) -> None:
    """Give an exercise this answer, choose how sure, and commit."""
    section, e = hand.section, hand.e
    ANSWER[e.kind](hand, answer)
    sure = section.locator("input[name$=sure]")
    if sure.count() and sure.first.is_visible():  # it is asked once
        hand.pick(sure, 1)
    hand.press(section.get_by_role("button", name="Commit my answer"))
    if e.kind == "passages":  # it is answered once
        section.locator(".byline-told p").first.wait_for()
    else:
        section.get_by_role("button", name="Try again").wait_for()


def place_of(hand: Keyboard, span: list[int]) -> tuple[int, int]:
    """The numbers of the first and the last word of a span."""
    words = [word for p in words_of(hand.desk.article, hand.e.paragraphs) for word in p["words"]]
    inside = [n for n, word in enumerate(words) if word[0] < span[1] and span[0] < word[1]]
    return inside[0], inside[-1]


def _mark(hand: Keyboard, answer: Any) -> None:
    for mark in answer:
        if mark not in hand.e.own.given:
            hand.choose_words(*place_of(hand, mark["span"]))
            hand.label(*key_of(hand.e, mark["label"]))


def key_of(e: Exercise, label: str) -> tuple[str, str]:
    """(the key for a label, what it says): the letter of a voice, else the label's number in the exercise."""
    letter, words = LABELS[e.own.layer][label]
    return letter or str(e.own.labels.index(label) + 1), words


def _link(hand: Keyboard, answer: Any) -> None:
    for part, pieces in answer.items():
        for n, piece in enumerate(pieces if part not in hand.e.own.show else []):
            hand.choose_words(*place_of(hand, piece["span"]))
            if n:
                hand.press(hand.section.get_by_role("button", name="Add to the last part"))
            else:
                hand.label(PARTS[part], f"{part}:")


def _choose(hand: Keyboard, answer: Any) -> None:
    options, ids = hand.section.locator("input[name$=option]"), [option.id for option in hand.e.own.options]
    if not hand.e.own.several:
        hand.pick(options, ids.index(answer[0]))
    for chosen in answer if hand.e.own.several else []:
        hand.press(options.nth(ids.index(chosen)))


def _rate(hand: Keyboard, answer: Any) -> None:
    for name, score in answer.items():
        if name not in hand.e.own.show:
            hand.select(hand.section.locator(f"select[id$='-{name}']"), 1 + int(2 * score))


def _judge(hand: Keyboard, answer: Any) -> None:
    for passage, judgement in answer.items():
        hand.pick(hand.section.locator(f"input[name$='-{passage}']"), NAMES.index(judgement))


def _passages(hand: Keyboard, answer: Any) -> None:
    hand.pick(hand.section.locator("input[name$=-when]"), list(WHEN).index(answer["when"]))
    _judge(hand, {name: said for name, said in answer.items() if name not in BESIDES})
    if "guess" in answer:
        hand.type(hand.section.get_by_label("do you think you have"), str(answer["guess"]))


def _sort(hand: Keyboard, answer: Any) -> None:
    for item, name in answer.items():
        hand.pick(hand.section.locator(f"input[name$='-{item}']"), hand.e.own.names.index(name))


def _order(hand: Keyboard, answer: Any) -> None:
    shown = list(shown_order(hand.e))
    for place, item in enumerate(answer):
        while (at := shown.index(item)) > place:
            hand.press(hand.section.get_by_role("button", name=f"Move up: {item}", exact=True))
            shown[at - 1 : at + 1] = shown[at], shown[at - 1]


def _predict(hand: Keyboard, answer: Any) -> None:
    hand.type(hand.section.get_by_label("My guess"), f"{answer:g}")


def _write(hand: Keyboard, answer: Any) -> None:
    hand.type(hand.section.get_by_label("My answer"), answer[:200])


def _rewrite(hand: Keyboard, answer: Any) -> None:
    hand.type(hand.section.get_by_label("My paragraph"), answer[:200])


ANSWER = {
    "mark": _mark, "link": _link, "choose": _choose, "judge": _judge, "sort": _sort, "rate": _rate, "order": _order,
    "predict": _predict, "write": _write, "rewrite": _rewrite, "passages": _passages,
}  # fmt: skip
