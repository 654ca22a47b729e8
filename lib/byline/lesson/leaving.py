"""Whose answers these are: the code from a slip, deleting what a student left, making room for the next one.

What is asked before, and what is told after.
"""

from __future__ import annotations

from typing import NamedTuple

from byline.exercises import Unclear
from byline.lesson import folder
from byline.lesson.codes import is_slip, printed_code, typed_code
from byline.lesson.desk import Desk
from byline.lesson.disk import explaining
from byline.lesson.handin import counted, preview
from byline.lesson.house import current_house
from byline.lesson.notices import Told
from byline.lesson.turns import form_instead

HOW = 'my_code("…")'  # no code: somebody would type it
ASK = "Did your teacher give you a slip with a code? Type the code:"
NONE = "none"  # what stands for a slip that there is not


class Question(NamedTuple):
    """What is asked before a code is used, and the choices: their words, and what each says of `mine`.

    A choice that says None changes nothing.
    """

    text: str
    choices: tuple[tuple[str, bool | None], ...]


def code_here(desk: Desk) -> Told:
    """Under which code the answers are kept."""
    desk.answers.look()
    here = desk.answers.folder
    code = here.codes[0]
    if is_slip(code):
        return Told(f"Your answers are kept under the code {printed_code(code)}, from your slip.")
    return Told(f"Your answers are kept under the code {code}, which this computer chose. With the code on "
                f"a slip from your teacher: {HOW}.")  # fmt: skip


def use_code(desk: Desk, typed: str, mine: bool | None = None) -> Told | Question:
    """Go on under the code of a slip, or without one; a question first where answers are here that may be another's.

    `mine` is what was said to that question. Raises Unclear where the code is mistyped, NotSaved.
    """
    code, answers = typed_code(typed), desk.answers
    if code == NONE:
        desk.leave(answers.decline_slip)
        return Told(f"Then you work without one. Should you get one later: {HOW}.")
    if not is_slip(code) and not folder.drawers(answers.folder.place, [code]):
        raise Unclear("That is no code from a slip: compare it with yours, sign by sign, and type it again.")
    answers.look()
    question = question_before(desk, code)
    if question and mine not in [means for _, means in question.choices if means is not None]:
        return question
    others = is_slip(answers.code) and code not in answers.folder.codes
    desk.leave(lambda: answers.use_code(code, mine=not others and mine in (None, True)))
    return Told(f"Your answers are kept under the code {printed_code(code)}.{_other_form(desk)}")


def _other_form(desk: Desk) -> str:
    """Where another short test than the open one comes first under a code: how to get to it."""
    if not form_instead(desk.answers.folder, desk.article.id):
        return ""
    way = "go to it from the map" if current_house().text else "if it is not here yet, run both boxes again"
    return f" Another of the three short tests comes first with it: {way}."


def question_before(desk: Desk, code: str) -> Question | None:
    """What must be asked before this code is used here, if anything."""
    here = desk.answers.folder
    with explaining(here.place, "cannot be read", "Nothing was changed."):
        count = folder.count_answers(here.place, here.codes)
    if not count or code in here.codes:
        return None
    if is_slip(here.codes[0]):
        before = printed_code(here.codes[0])
        asked = (f"Here, {counted(count, 'answer')} kept under another code, {before}. Is somebody else going on now? "
                 "What is there is then put away, and comes back when that code is typed again.")  # fmt: skip
        return Question(asked, ((f"Yes, begin under {printed_code(code)}", False), (f"No, stay with {before}", None)))
    were = "1 answer was" if count == 1 else f"{count} answers were"
    whose = "Is it yours?" if count == 1 else "Are they yours?"
    yes = "Yes, it is mine" if count == 1 else "Yes, they are mine"
    return Question(f"{were} given here before. {whose}", ((yes, True), ("No, somebody else’s", False)))


def question_as_text(question: Question, typed: str) -> Told:
    """A question with the line to type for each choice."""
    shown = printed_code(typed_code(typed))
    return Told("\n".join([question.text, *(f'{words}: my_code("{shown}", mine={means})'
                                            for words, means in question.choices if means is not None)]))  # fmt: skip


def before_handing_in(desk: Desk, asking: bool = True) -> Told:
    """What would be handed in; where no slip's code is used, the question for it, unless a box asks that by itself."""
    told, here = preview(desk), desk.answers.folder
    if here.asks:
        note = f'{ASK} {HOW}. If you have none: my_code("{NONE}").' if asking else ""
    else:
        note = f"No code from a slip is used. To add one: {HOW}." if here.declined else ""
    return Told("\n".join(filter(None, [told.text, note])))


def before_deleting(desk: Desk) -> Told:
    """The question, and every file that goes or stays."""
    return _listed(desk, "Will be deleted", "Delete them? They cannot be brought back.",
                   current_house().deleting)  # fmt: skip


def delete(desk: Desk) -> Told:
    """Remove all of this student's. Raises NotSaved."""
    code = folder.shown_code(desk.answers.code)
    desk.leave(desk.answers.delete)
    return Told(f"All answers of the code {code} are deleted, with their copies and hand-ins.{current_house().deleted}")


def before_a_new_student(desk: Desk) -> Told:
    """The question, and every file that is put away."""
    return _listed(desk, "Will be put away", "Is somebody else going on at this computer? Then they are put away: no "
                   "lesson shows them, and a teacher can still collect them from "
                   f"“{folder.FOLDER}/{folder.PUT_AWAY}”.")  # fmt: skip


def new_student(desk: Desk) -> Told:
    """Put away what is there, and begin anew. Raises NotSaved."""
    before = folder.shown_code(desk.answers.code)
    desk.leave(desk.answers.put_away)
    return Told(f"A new beginning. The answers of the code {before} are put away in "
                f"“{folder.FOLDER}/{folder.PUT_AWAY}”, where no lesson reads them.")  # fmt: skip


def _listed(desk: Desk, goes: str, *said: str) -> Told:
    answers = desk.answers
    answers.look()
    files = folder.told(answers.folder.place, [*answers.folder.codes, *answers.folder.left], goes)
    lead = f"These are the answers under the code {folder.shown_code(answers.code)}. {said[0]}"
    return Told("\n".join([lead, *(files or ["There is no file yet."]), *said[1:]]))
