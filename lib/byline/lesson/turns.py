"""The test forms: who takes which one first, which one is next, and what came of those that are finished.

Three forms ask the same skills of other passages. The code of a student decides in which of the six orders she meets
them, so that over a class no form is the first more often than another, and a gain is not a form that was easier.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import permutations
from typing import NamedTuple

from byline.attempts import Discernment, counted_as
from byline.kinds.passages import BESIDES, items_by_skill
from byline.lesson.desk import Desk, Text
from byline.lesson.folder import Folder
from byline.seeds.folders import seeds_folder, texts
from newsmarks.text import ArticleError

#: The texts of the three forms, and what their one exercise is called.
FORMS = ("check_a", "check_b", "check_c")
EXERCISE = "check"
ORDERS = tuple(permutations(FORMS))
#: What is said of a form when it is opened.
NTH = ("first", "second", "third")
SAID = ("This is {which}. It is never marked, and nobody has to take it. Answer as you would if you met these lines "
        "in the news.")  # fmt: skip
DONE = "You have finished every short test that is here. This is the last one, with your answers in it."


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


def next_form(desk: Desk) -> str:
    """The text of the form that comes next for whoever works at a desk; "" where there is no form here."""
    return where_in_forms(desk)[0]


def where_in_forms(desk: Desk) -> tuple[str, str]:
    """The form that comes next for whoever works at a desk, and how many are finished: "1 of 3", "done"."""
    desk.answers.look()
    form, finished = _next(desk.answers.folder)
    n = len(forms_here())
    return form, "not begun" if not finished else "done" if finished == n else f"{finished} of {n}"


def form_in_turn(folder: Folder, named: str = "") -> tuple[str, str]:
    """The form that comes next, or the one that is named, and what is said of it. Raises ArticleError."""
    form, nth = (named, _nth(folder, named)) if named else _next(folder)
    if form not in forms_here():
        known = ", ".join(forms_here())
        raise ArticleError(f"There is no test form “{form}” here. There are: {known}." if known
                           else "There are no test forms in this folder. Ask your teacher for the copy that has them.")
    n = len(forms_here())
    if nth == n:
        return form, DONE
    return form, SAID.format(which=f"your {NTH[nth]} of {n} short tests" if n > 1 else "a short test")


def forms_here() -> list[str]:
    """The forms that are in this copy, with their passages."""
    there = texts()
    return [name for name in FORMS if name in there and (seeds_folder() / name / "exercises.toml").is_file()]


def _next(folder: Folder) -> tuple[str, int]:
    """The form that is begun and not finished, else the first in turn; and how many are finished."""
    order = [name for name in order_of(folder.codes[0]) if name in forms_here()]
    begun = {name: _state_of(name, folder) for name in order}
    waiting = sorted((name for name in order if begun[name] != "finished"), key=lambda name: begun[name] != "begun")
    finished = len(order) - len(waiting)
    return (waiting or order[-1:] or [""])[0], finished


def _nth(folder: Folder, form: str) -> int:
    """How many other forms are finished."""
    return sum(_state_of(name, folder) == "finished" for name in forms_here() if name != form)


def _state_of(form: str, folder: Folder) -> str:
    """Whether a student has finished a form, begun it, or neither."""
    state = Desk(form, folder.place).states().get(EXERCISE)
    return "" if state is None else "finished" if state.tries else "begun" if state.draft else ""


def turns_of(desk: Desk) -> Iterator[Turn]:
    """What came of each form that was finished by whoever works at a desk, where its key is here."""
    for name in forms_here():
        here = Desk(name, desk.answers.folder.place)
        state = here.states().get(EXERCISE)
        if state and state.tries and here.key and not here.sealed(here.exercise(EXERCISE)):
            yield turn(here, state.tries[0].answer)


def turn(text: Text, answer: dict[str, object]) -> Turn:
    """What came of one answer to a form."""
    judged = list(items_by_skill(text.exercise(EXERCISE), answer))
    guess = answer.get(BESIDES[1])
    right = sum(sound != flagged for _, sound, flagged in judged)
    return Turn(text.article.id, str(answer[BESIDES[0]]), guess if isinstance(guess, int) else None, right,
                len(judged), counted_as((sound, flagged) for _, sound, flagged in judged))  # fmt: skip
