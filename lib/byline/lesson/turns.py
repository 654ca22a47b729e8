"""The test forms: who takes which one first, which one is next, and what came of those that are finished.

Three forms ask the same skills of other passages. The code of a student decides in which of the six orders she meets
them, so that over a class no form is the first more often than another, and a gain is not a form that was easier.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import permutations
from typing import NamedTuple

from byline.attempts import Discernment, State, counted_as
from byline.kinds.passages import BESIDES, WHEN, items_by_skill
from byline.lesson.codes import is_slip
from byline.lesson.desk import Desk, Text
from byline.lesson.folder import Folder, last_text
from byline.seeds.folders import seeds_folder, texts
from newsmarks.text import ArticleError

#: The texts of the three forms, and what their one exercise is called.
FORMS = ("check_a", "check_b", "check_c")
EXERCISE = "check"
ORDERS = tuple(permutations(FORMS))
#: What is typed for the form after those that are finished.
NEXT = "next"
#: What is said of a form when it is opened.
NTH = ("first", "second", "third")
SAID = ("This is {which}. There is no grade, and nobody has to take it. Answer as you would if you met these lines in "
        "the news.")  # fmt: skip
FINISHED = ("This is the short test that you finished last, with the reasons. The next one is for {time}: when that "
            'is, write check_yourself("next") in this box and run it.')  # fmt: skip
DONE = "You have finished every short test that is here. This is the last one, with your answers in it."
#: What is between the last two forms.
WEEKS = "four to six weeks after your second test"


class Turn(NamedTuple):
    """A form that a student has finished: which, when it was, how many she guessed to have, and how many she has.

    `found` counts over all skills what she called weak.
    """

    form: str
    when: str
    guess: int | None
    right: int
    of: int
    found: Discernment


def order_of(code: str) -> tuple[str, ...]:
    """In which order a student with this code meets the forms: one of six, each as often as another.

    >>> sorted(order_of("k7m2qpr"))
    ['check_a', 'check_b', 'check_c']
    """
    return ORDERS[int(hashlib.sha256(code.encode("utf-8", "replace")).hexdigest(), 16) % len(ORDERS)]


class Forms(NamedTuple):
    """How far a student is with each form, in the order in which she meets them: "finished", "begun" or "".

    `last` is the one that she finished last, by when she said it was; `opened` the one that is open without a slip.
    """

    states: dict[str, str]
    last: str
    opened: str

    @property
    def finished(self) -> int:
        """How many are finished."""
        return list(self.states.values()).count("finished")

    @property
    def begun(self) -> str:
        """The one that is begun and not finished."""
        return next((form for form, state in self.states.items() if state == "begun"), "")

    @property
    def next(self) -> str:
        """The one that is begun, else the first in turn that is not; the last one where all are finished."""
        waiting = [form for form, state in self.states.items() if not state]
        return next(filter(None, (self.begun, self.opened if self.opened in waiting else "", *waiting, self.last)), "")

    @property
    def now(self) -> str:
        """The one to be shown: what is begun, else what was finished last, else the first in turn."""
        return self.begun or self.last or self.next


def forms_of(folder: Folder) -> Forms:
    """How far the student of a folder is with each form that is here."""
    order = [form for form in order_of(folder.codes[0]) if form in forms_here()]
    found = {form: _state_of(form, folder) for form in order}
    done = [form for form in reversed(order) if found[form].tries]
    last = max(done, key=lambda form: list(WHEN).index(found[form].tries[0].answer[BESIDES[0]]), default="")
    states = {form: "finished" if one.tries else "begun" if one.draft else "" for form, one in found.items()}
    return Forms(states, last, "" if is_slip(folder.codes[0]) else last_text(folder.place))


def _state_of(form: str, folder: Folder) -> State:
    """What is known of a form; it is opened only where something was answered."""
    if not any(folder.place.glob(f"{form}*.jsonl")):
        return State()
    return Desk(form, folder.place).states().get(EXERCISE, State())


def form_instead(folder: Folder, form: str) -> str:
    """The form that a student should have in the place of one of which she has answered nothing; "" where it is hers.

    So it is where a form was opened before the code from a slip was typed, which begins with another.
    """
    if form not in FORMS or not is_slip(folder.codes[0]):
        return ""
    forms = forms_of(folder)
    return forms.next if forms.states.get(form) == "" and forms.next != form else ""


def where_in_forms(desk: Desk, *, ready: bool) -> tuple[str, str]:
    """The form that a map leads to, and how many are finished: "1 of 3", "done".

    After the first it is still that one, with its reasons, until the student is `ready` for the next.
    """
    desk.answers.look()
    forms = forms_of(desk.answers.folder)
    n, done = len(forms.states), forms.finished
    form = forms.now if done == 1 and not ready else forms.next
    return form, "not begun" if not done else "done" if done == n else f"{done} of {n}"


def form_in_turn(folder: Folder, named: str = "") -> tuple[str, str]:
    """The form to be shown, the next one, or the one that is named, and what is said of it. Raises ArticleError."""
    forms = forms_of(folder)
    form = named if named not in ("", NEXT) else forms.next if named else forms.now
    if form not in forms.states:
        known = ", ".join(forms_here())
        raise ArticleError(f"There is no test form “{form}” here. There are: {known}." if known
                           else "There are no test forms in this folder. Ask your teacher for the copy that has them.")
    return form, _said(forms, form)


def _said(forms: Forms, form: str) -> str:
    """What is said of a form when it is opened."""
    n, done = len(forms.states), forms.finished
    if done == n:
        return DONE
    if forms.states[form] == "finished":
        return FINISHED.format(time=WEEKS if done > 1 else "after the last lesson")
    return SAID.format(which=f"your {NTH[done]} of {n} short tests" if n > 1 else "a short test")


def forms_here() -> list[str]:
    """The forms that are in this copy, with their passages."""
    there = texts()
    return [name for name in FORMS if name in there and (seeds_folder() / name / "exercises.toml").is_file()]


def turns_of(desk: Desk) -> Iterator[Turn]:
    """What came of each form that was finished by whoever works at a desk, where its key is here, by when that was."""
    found = []
    for name in (form for form, state in forms_of(desk.answers.folder).states.items() if state == "finished"):
        here = Desk(name, desk.answers.folder.place)
        if here.key and not here.sealed(here.exercise(EXERCISE)):
            found.append(turn(here, here.states()[EXERCISE].tries[0].answer))
    yield from sorted(found, key=lambda one: list(WHEN).index(one.when))


def turn(text: Text, answer: dict[str, object]) -> Turn:
    """What came of one answer to a form."""
    judged = list(items_by_skill(text.exercise(EXERCISE), answer))
    guess = answer.get(BESIDES[1])
    right = sum(sound != flagged for _, sound, flagged in judged)
    return Turn(text.article.id, str(answer[BESIDES[0]]), guess if isinstance(guess, int) else None, right,
                len(judged), counted_as((sound, flagged) for _, sound, flagged in judged))  # fmt: skip
