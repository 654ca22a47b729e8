"""The exercises as functions: each says the same as the exercise on the page, in words.

`open_lesson("mariupol")` opens an article and makes its exercises the ones that are meant; without it they are those
of the Mariupol report. No function here raises for what a student types: it says what is expected.
"""

from __future__ import annotations

from typing import Any

from byline.article import ArticleError
from byline.lesson.answers import NotSaved
from byline.lesson.desk import Desk
from byline.lesson.exercises import Exercise
from byline.lesson.handin import preview, write_handin
from byline.lesson.replies import Unclear
from byline.lesson.told import Told, answer_as_text, feedback_as_told, receipt
from byline.model import Article

FIRST = "mariupol"
_desks: dict[str, Desk] = {}
_open = [FIRST]


def open_lesson(seed: str = FIRST) -> Article:
    """Open an article by its name, and make its exercises the ones that `exercise`, `answer` and the others mean.

    Raises ArticleError where there is no such article, or its exercises cannot be used.
    """
    _desks[seed] = Desk(seed)
    _open[0] = seed
    return _desks[seed].article


def desk() -> Desk:
    """The desk of the article that is open."""
    if _open[0] not in _desks:
        open_lesson(_open[0])
    return _desks[_open[0]]


def exercise(name: str) -> None:
    """Show an exercise, with all that was answered before, and under it the receipt."""
    from byline.lesson.widgets import show_exercise  # widgets are loaded when one is shown

    try:
        here = desk()
        show_exercise(here, here.exercise(name))
    except ArticleError as problem:
        from IPython.display import display

        display(Told(str(problem)))


def answer(name: str, value: Any, sure: str | None = None) -> Told:
    """Commit an answer without the page: `answer("02-b", "a", sure="middle")`. It is kept at once."""

    def act(here: Desk, e: Exercise) -> Told:
        others = here.commit(e, value, sure)
        return Told("\n".join(filter(None, [receipt(e, here.state(e), here.answers.code), others])), "")

    return _doing(name, act)


def check(name: str) -> Told:
    """What the answer is told: not attempted, not yet, arguable or yes, and why."""
    return _doing(name, lambda here, e: feedback_as_told(e, here.feedback(e, here.state(e).answer)))


def hint(name: str) -> Told:
    """The next hint of an exercise, if there is one more."""

    def act(here: Desk, e: Exercise) -> Told:
        given = here.state(e).hints
        if given >= len(e.hints):
            return Told("There is no other hint." if e.hints else "There is no hint for this one.")
        here.answers.add(e.id, "hint", hints=given + 1)
        return Told(f"Hint {given + 1} of {len(e.hints)}: {e.hints[given]}")

    return _doing(name, act)


def reveal(name: str) -> Told:
    """The key's answer beside yours, once you have committed one."""

    def act(here: Desk, e: Exercise) -> Told:
        state = here.state(e)
        if here.sealed(e):
            return Told("Your teacher will see this.")
        if state.answer is None:
            return Told(f"{e.id}: Not attempted yet. Commit an answer first; a guess will do.", "not attempted")
        here.answers.add(e.id, "reveal")
        told = feedback_as_told(e, here.feedback(e, state.answer))
        key = f"  The key: {answer_as_text(e, here.key_answer(e))}"
        return Told(f"{told.text}\n{key}", told.status)

    return _doing(name, act)


def _doing(name: Any, act: Any) -> Told:
    """What an act says, or the sentence that says why it could not be done."""
    try:
        here = desk()
        return act(here, here.exercise(name if isinstance(name, str) else str(name)))  # type: ignore[no-any-return]
    except (ArticleError, Unclear, NotSaved) as problem:
        return Told(str(problem))


def export_answers(write: bool | None = None) -> Any:
    """Show what would be handed in, with a button that writes it; `write=True` writes it at once.

    Two files, one to hand in (JSON) and one to print (HTML), in the folder “answers”.
    """
    here = desk()
    if write is None:
        from byline.lesson.widgets import handin_box

        return handin_box(here)
    try:
        return write_handin(here) if write else preview(here)
    except NotSaved as problem:
        return Told(str(problem))


def delete_answers(sure: bool | None = None) -> Any:
    """Ask whether all answers to this article shall be deleted; `sure=True` deletes them without asking."""
    here = desk()
    if sure is None:
        from byline.lesson.widgets import deletion_box

        return deletion_box(here)
    if not sure:
        return Told("Nothing was deleted.")
    try:
        here.answers.delete()
    except NotSaved as problem:
        return Told(str(problem))
    return Told(f"All answers to “{here.article.id}” are deleted. What is written under the exercises stays until you "
                "run them again, and in saved copies of the notebook.")  # fmt: skip


__all__ = ["answer", "check", "delete_answers", "exercise", "export_answers", "hint", "open_lesson", "reveal"]
