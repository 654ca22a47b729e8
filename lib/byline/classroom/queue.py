"""Open answers one after the other, on a page: the answer beside the samples, a key for its level, and on to the next.

`hear` is what page and Python say to each other, and knows no widget toolkit. A page sends {"do": …, "entry": the token
of the answer that it shows, "value": …, "writer", "n"}; each is kept on the disk before the next answer is shown. No
code and no name ever reaches the page, and nothing that a student wrote is kept in the notebook.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from byline.classroom.levels import Entry, comments_used, level_answer, queue_of, read_steps, take_back
from byline.exercises import Exercise
from byline.jupyter import Mistake
from byline.kinds import ladder, whole_text
from byline.kinds.write import LEVELS
from byline.lesson.disk import NotSaved
from byline.lesson.notices import ASLEEP
from byline.lesson.widgets import with_words
from byline.sheet import style_sheet

HERE = Path(__file__).parent
Said = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """One open question of a class: the class's folder, the exercise, and code -> the answer that counts now."""

    folder: Path
    exercise: Exercise
    answers: Mapping[str, str]

    @property
    def entries(self) -> list[Entry]:
        """The answers in the order in which they are read."""
        return queue_of(self.folder, self.exercise.id, self.answers)

    def shown(self) -> Said:
        """All that a page shows and that never changes: the question, and each level with its sample."""
        e = self.exercise
        return {"id": e.id, "prompt": e.prompt, "levels": ladder(e) or [(name, "") for name in LEVELS]}


def hear(question: Question, message: Any) -> Said:
    """Do what a page asks, and say which answer it shows next, and how far the teacher is."""
    message = whole_text(message) if isinstance(message, dict) else {}
    told = {"writer": message.get("writer"), "heard": message.get("n")}
    try:
        here = next((one for one in question.entries if one.token == message.get("entry")), None)
        said, code = _act(question, here, message.get("do"), message.get("value"))
        return {**told, "why": "", **_now(question, said, code)}
    except (NotSaved, Mistake) as problem:
        return {**told, "why": str(problem)}


def _act(question: Question, here: Entry | None, act: Any, value: Any) -> tuple[str, str]:
    """What was done, as a sentence, and the code of the answer to show next."""
    if act == "undo":
        code = take_back(question.folder, question.exercise.id, question.answers)
        return ("Undone.", code) if code else ("There is nothing to undo.", here.code if here else "")
    if here is None or act not in ("level", "flag", "comment"):
        return "", _next(question.entries, here, act)
    value = not here.level.flag if act == "flag" else str(value or "") if act == "comment" else value
    level_answer(question.folder, question.exercise.id, question.answers, here.code, **{act: value})
    if act == "level":
        return f"Level {value}.", _next(question.entries, here, act)
    return f"The {act} is {'kept' if value else 'gone'}.", here.code


def _next(entries: Sequence[Entry], here: Entry | None, act: Any) -> str:
    """The code of the answer to go to: one back; the next unread; where all are read, a skip goes on by one."""
    at = next((n for n, one in enumerate(entries) if here and one.token == here.token), -1)
    around = [*entries[at + 1 :], *entries[: at + 1]]
    if not around or (here and act == "back"):
        return entries[at - 1].code if around else ""
    if here is None or act in ("level", "skip"):
        unread = [one for one in around if not one.level.read]
        if unread or here is None or act == "skip":
            return (unread or around)[0].code
    return here.code


def _now(question: Question, said: str, code: str) -> Said:
    """How the queue stands, with the answer to show."""
    entries = question.entries
    read = sum(one.level.read for one in entries)
    far = f"All {read} read." if read == len(entries) else f"{read} of {len(entries)} read."
    return {"said": f"{said} {far}".strip() if entries else "Nobody has answered this question yet.",
            "notes": read_steps(question.folder)[1], "comments": comments_used(question.folder, question.exercise.id),
            "entry": next((_drawn(entries, n) for n, one in enumerate(entries) if one.code == code), None)}  # fmt: skip


def _drawn(entries: Sequence[Entry], n: int) -> Said:
    one = entries[n]
    return {"token": one.token, "place": f"Answer {n + 1} of {len(entries)}", "text": one.text, **asdict(one.level)}


class QueueWidget(anywidget.AnyWidget):
    """The queue on the page; `spec` is all that never changes."""

    _esm = HERE / "queue.js"
    _css = style_sheet() + (HERE / "queue.css").read_text(encoding="utf-8")
    spec = traitlets.Dict().tag(sync=True)

    def __init__(self, folder: Path, exercise: Exercise, answers: Mapping[str, str]) -> None:
        self.question = Question(folder, exercise, answers)
        super().__init__(spec=self.question.shown())
        self.on_msg(self._heard)

    def _heard(self, _: Any, message: Any, buffers: Any) -> None:
        self.send(hear(self.question, message))

    def _repr_mimebundle_(self, **asked: Any) -> Any:
        return with_words(super()._repr_mimebundle_(**asked), ASLEEP)
