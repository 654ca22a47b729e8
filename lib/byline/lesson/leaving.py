"""Deleting what a student left, and making room for the next one: what is asked before, and what is told after."""

from __future__ import annotations

from byline.lesson import folder
from byline.lesson.desk import Desk
from byline.lesson.notices import Told


def before_deleting(desk: Desk) -> Told:
    """The question, and every file that goes or stays."""
    return _listed(desk, "Will be deleted", "Delete them? They cannot be brought back.",
                   "What the notebooks show under the exercises stays in their saved copies until the boxes are run "
                   "again and saved.")  # fmt: skip


def delete(desk: Desk) -> Told:
    """Remove all of this student's. Raises NotSaved."""
    code = desk.answers.code
    desk.leave(desk.answers.delete)
    return Told(f"All answers of the code {code} are deleted, with their copies and hand-ins. What the notebooks show "
                "under the exercises goes when you run the boxes again and save.")  # fmt: skip


def before_a_new_student(desk: Desk) -> Told:
    """The question, and every file that is put away."""
    return _listed(desk, "Will be put away", "Is somebody else going on at this computer? Then they are put away: no "
                   "lesson shows them, and a teacher can still collect them from "
                   f"“{folder.FOLDER}/{folder.PUT_AWAY}”.")  # fmt: skip


def new_student(desk: Desk) -> Told:
    """Put away what is there, and begin anew. Raises NotSaved."""
    before = desk.answers.code
    desk.leave(desk.answers.put_away)
    return Told(f"A new beginning. The answers of the code {before} are put away in "
                f"“{folder.FOLDER}/{folder.PUT_AWAY}”, where no lesson reads them.")  # fmt: skip


def _listed(desk: Desk, goes: str, *said: str) -> Told:
    answers = desk.answers
    answers.look()
    files = folder.told(answers.folder.place, [*answers.folder.codes, *answers.folder.left], goes)
    lead = f"These are the answers under the code {answers.code}. {said[0]}"
    return Told("\n".join([lead, *(files or ["There is no file yet."]), *said[1:]]))
