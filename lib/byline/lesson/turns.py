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
from byline.kinds.passages import BESIDES, WHEN, items_by_skill
from byline.lesson.desk import Desk, Text
from byline.lesson.folder import Folder
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


def next_form(folder: Folder) -> str:
    """The text of the form that is begun, else of the first in turn that is not; "" where there is no form here.

    When all are finished it is the last one.
    """
    states = _states(folder)
    waiting = [name for state in ("begun", "") for name, found in states.items() if found == state]
    return (waiting or [_last_finished(folder)])[0]


def form_now(folder: Folder) -> str:
    """The form to be shown: the one that is begun, else the one that was finished last, else the first in turn."""
    following = next_form(folder)
    return following if _states(folder).get(following) == "begun" else _last_finished(folder) or following


def where_in_forms(desk: Desk, *, ready: bool) -> tuple[str, str]:
    """The form that a map leads to, and how many are finished: "1 of 3", "done".

    After the first it is still that one, with its reasons, until the student is `ready` for the next.
    """
    desk.answers.look()
    folder, n, done = desk.answers.folder, len(forms_here()), finished(desk.answers.folder)
    form = form_now(folder) if done == 1 and not ready else next_form(folder)
    return form, "not begun" if not done else "done" if done == n else f"{done} of {n}"


def form_in_turn(folder: Folder, named: str = "") -> tuple[str, str]:
    """The form to be shown, the next one, or the one that is named, and what is said of it. Raises ArticleError."""
    form = named if named not in ("", NEXT) else next_form(folder) if named else form_now(folder)
    if form not in forms_here():
        known = ", ".join(forms_here())
        raise ArticleError(f"There is no test form “{form}” here. There are: {known}." if known
                           else "There are no test forms in this folder. Ask your teacher for the copy that has them.")
    return form, _said(folder, form)


def _said(folder: Folder, form: str) -> str:
    """What is said of a form when it is opened."""
    n, done = len(forms_here()), finished(folder)
    if done == n:
        return DONE
    if _state_of(form, folder) == "finished":
        return FINISHED.format(time=WEEKS if done > 1 else "after the last lesson")
    return SAID.format(which=f"your {NTH[done]} of {n} short tests" if n > 1 else "a short test")


def finished(folder: Folder) -> int:
    """How many forms a student has finished."""
    return list(_states(folder).values()).count("finished")


def forms_here() -> list[str]:
    """The forms that are in this copy, with their passages."""
    there = texts()
    return [name for name in FORMS if name in there and (seeds_folder() / name / "exercises.toml").is_file()]


def _states(folder: Folder) -> dict[str, str]:
    """Form -> how far a student is with it, in the order in which she meets them."""
    return {name: _state_of(name, folder) for name in order_of(folder.codes[0]) if name in forms_here()}


def _last_finished(folder: Folder) -> str:
    """The form that is finished and of the latest time, by what its student said; "" where none is."""
    done = [name for name, state in _states(folder).items() if state == "finished"]
    when = {name: list(WHEN).index(_when(name, folder)) for name in done}
    return max(reversed(done), key=when.__getitem__, default="")


def _when(form: str, folder: Folder) -> str:
    """What a student said to when she filled in a form that she has finished."""
    return str(Desk(form, folder.place).states()[EXERCISE].tries[0].answer[BESIDES[0]])


def _state_of(form: str, folder: Folder) -> str:
    """Whether a student has finished a form, begun it, or neither."""
    state = Desk(form, folder.place).states().get(EXERCISE)
    return "" if state is None else "finished" if state.tries else "begun" if state.draft else ""


def turns_of(desk: Desk) -> Iterator[Turn]:
    """What came of each form that was finished by whoever works at a desk, where its key is here, by when that was."""
    found = []
    for name in _states(desk.answers.folder):
        here = Desk(name, desk.answers.folder.place)
        state = here.states().get(EXERCISE)
        if state and state.tries and here.key and not here.sealed(here.exercise(EXERCISE)):
            found.append(turn(here, state.tries[0].answer))
    yield from sorted(found, key=lambda one: list(WHEN).index(one.when))


def turn(text: Text, answer: dict[str, object]) -> Turn:
    """What came of one answer to a form."""
    judged = list(items_by_skill(text.exercise(EXERCISE), answer))
    guess = answer.get(BESIDES[1])
    right = sum(sound != flagged for _, sound, flagged in judged)
    return Turn(text.article.id, str(answer[BESIDES[0]]), guess if isinstance(guess, int) else None, right,
                len(judged), counted_as((sound, flagged) for _, sound, flagged in judged))  # fmt: skip
