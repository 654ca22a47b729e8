"""The Python behind a lesson as a page: what the page asks comes in as JSON, what it is told goes out as JSON.

The page keeps the folder of answers in the browser; here they are ordinary files, so that all else is as in a notebook.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from byline.exercises import Unclear
from byline.key.places import short
from byline.lesson import current_desk, leaving, study_article
from byline.lesson.boxes import Boxes, code_cells, draw_value
from byline.lesson.bridge import desk_now, hear
from byline.lesson.copies import bring, copy_of, name_of_copy
from byline.lesson.course import SAFE, notebooks_folder
from byline.lesson.desk import Desk
from byline.lesson.disk import NotSaved
from byline.lesson.folder import count_answers, shown_code
from byline.lesson.handin import committed, counted, hand_in_of, preview
from byline.lesson.house import PAGES, move_to
from byline.lesson.notices import Told
from byline.lesson.opened import open_feedback
from byline.lesson.printed import handin_page
from newsmarks.text import ArticleError

Said = dict[str, Any]
MAP = "lessons"
_boxes: dict[str, Boxes] = {}
_desks: dict[str, Desk] = {}


def begin(place: str, text: str, root: str = "") -> None:
    """Work in a folder, on a text; feedback that a teacher gave out and that lies there is opened.

    `root` leads from the page to the folder of the first text's pages.
    """
    Path(place).mkdir(parents=True, exist_ok=True)
    os.chdir(place)
    move_to(replace(PAGES, text=text, root=root))
    for path in sorted(Path().glob("feedback*.json")):
        open_feedback(path.name)
    study_article(text)


def answer(asked: str) -> str:
    """Do what is asked: {"ask": one of ACTS, "text": …, …}. What could not be done comes back as {"problem": …}."""
    try:
        question = json.loads(asked)
        said = ACTS[question.pop("ask")](**question)
    except (ArticleError, Unclear, NotSaved) as problem:
        said = {"problem": str(problem)}
    except (ValueError, TypeError, LookupError, AttributeError, OSError, RecursionError) as problem:
        said = {"problem": f"This could not be done ({type(problem).__name__}). Load the page again."}
    return json.dumps(said, ensure_ascii=False)


def forget() -> None:
    """Put away what was opened: for whoever begins anew in the same Python."""
    _boxes.clear()
    _desks.clear()


def _desk(text: str) -> Desk:
    """The desk of a text: the one that is open, or one of another text, of which something was left over."""
    here = current_desk()
    if here.article.id == text:
        return here
    return _desks.setdefault(text, Desk(text))


def _message(text: str, message: Said) -> Said:
    """What a page says about an exercise, and what it is told."""
    desk = _desk(text)
    shown = desk.exercises.get(str(message.get("exercise"))) or next(iter(desk.exercises.values()))
    return {"told": hear(desk, shown, message)}


def _box(text: str, lesson: str, box: int, values: list[Any] | None = None) -> Said:
    """What a box of a lesson shows, with what was typed into its fields."""
    if not SAFE.match(lesson) and lesson != MAP:
        raise ArticleError(f"There is no lesson “{short(lesson)}”.")
    if lesson not in _boxes:
        _boxes[lesson] = Boxes(code_cells(notebooks_folder() / f"{lesson}.ipynb"))
    return {"html": _boxes[lesson].run(box, values)}


def _yours(text: str) -> Said:
    """Whose answers are here, how many, and what would be handed in."""
    desk = _desk(text)
    desk.answers.look()
    done = committed(desk)
    shown = preview(desk) if done else Told("Nothing is answered yet, so there is nothing to hand in.")
    return {**desk_now(desk), "count": len(done), "handin": draw_value(shown)}


def _handin(text: str) -> Said:
    """The files to hand in: {"files": {name: its text}}, the one for the teacher first."""
    desk = _desk(text)
    desk.answers.look()
    if desk.answers.unread:
        raise NotSaved(f"{desk.answers.unread} So there is nothing to hand in.")
    name = f"hand-in-{desk.article.id}-{desk.answers.code}"
    page = handin_page(desk, committed(desk), name)
    return {"files": {f"{name}.json": hand_in_of(desk).decode(), f"{name}.html": page}}


def _copy(text: str) -> Said:
    """All answers of the student who works here, of every text, as a file."""
    folder = _desk(text).answers.folder
    return {"files": {name_of_copy(folder): copy_of(folder).decode("utf-8", "replace")}}


def _bring(text: str, data: str, mine: bool | None = None) -> Said:
    """Take answers from a copy; a question first where answers are here that may be another's."""
    found = bring(_desk(text), data.encode("utf-8", "replace"), mine)
    choices = found.choices if isinstance(found, leaving.Question) else ()
    return {"said": found.text, "choices": list(map(list, choices))}


def _leave(text: str, sure: bool = False) -> Said:
    """Delete the answers of the student who works here, or say what would go."""
    desk = _desk(text)
    desk.answers.look()
    here = desk.answers.folder
    code = shown_code(here.codes[0])
    if sure:
        leaving.delete(desk)
        return {"said": f"All answers of the code {code} are deleted. A copy that was downloaded stays where it is."}
    count = counted(count_answers(here.place, here.codes), "answer")
    return {"said": f"Delete all answers of the code {code}? {count} kept here, of all texts. They cannot be brought "
                    "back, unless you have a copy. What others put away stays."}  # fmt: skip


def _feedback(text: str, data: str) -> Said:
    """Open the feedback that a teacher gave out."""
    path = Path(f"feedback-{len(list(Path().glob('feedback*.json'))) + 1}.json")
    path.write_text(data, encoding="utf-8", errors="replace")
    told = open_feedback(path.name)
    if isinstance(told, Told):
        told = Told(told.text.replace(f"“{path.name}”", "This"))
    if _desk(text).key is None:  # then it was none, and is not kept
        path.unlink()
    return {"html": draw_value(told)}


ACTS: dict[str, Callable[..., Said]] = {
    "message": _message, "box": _box, "yours": _yours, "hand in": _handin, "copy": _copy, "bring": _bring,
    "leave": _leave, "feedback": _feedback,
}  # fmt: skip
