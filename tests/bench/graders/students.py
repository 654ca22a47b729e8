"""Three students of a class who answer a lesson, and what Byline makes of what they hand in."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from byline import answer, export_answers, reveal, study_article
from byline.attempts import first_mark, works
from byline.classroom.classes import Class, new_class
from byline.classroom.collecting import collect
from byline.classroom.report import Report
from byline.classroom.scores import counted, mark_of
from byline.exercises import Exercise
from byline.kinds import assess
from byline.lesson import current_desk
from byline.lesson.desk import Desk
from byline.lesson.returned import open_handin, states_of

#: *right* gives the key's answer; *half* fails at every second exercise, looks at the key, and tries again with it;
#: *blank* does nothing at all.
STUDENTS = ("right", "half", "blank")


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """Work in a folder, as a kernel beside a notebook does."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def start_class(folder: Path) -> Class:
    """A class beside the texts in a folder, with a slip for each student."""
    with working_in(folder):
        return new_class("trial", slips=len(STUDENTS))


def hand_slip(of: Class, student: str, folder: Path) -> None:
    """Have a student work under the code of her slip."""
    (folder / "answers").mkdir()
    (folder / "answers" / "code.txt").write_text(of.students[STUDENTS.index(student)].codes[0])


def points_in_class(of: Class, lesson: str, sent: Sequence[Path], beside: Path) -> dict[str, float]:
    """Collect what was sent; the points of each student, as `byline marks` has them."""
    with working_in(beside):
        collect(of, sent)
        report = Report(of, lesson)
        given = [mark_of(report, row, out_of=len(counted(report))).points for row in report.rows]
    return dict(zip(STUDENTS, (points or 0.0 for points in given), strict=True))


def answer_lesson(student: str, text: str, shown: Sequence[str], folder: Path) -> dict[str, float]:
    """Answer the exercises in a folder and write the hand-in; the points that this student has to get."""
    with working_in(folder):
        study_article(text)
        earned = {name: _answer(student, n, name) for n, name in enumerate(shown)}
        if student != "blank":
            export_answers(write=True)
    return earned


def _answer(student: str, n: int, name: str) -> float:
    """Answer one exercise, the nth; the points for it."""
    here, e = current_desk(), current_desk().exercise(name)
    if student == "blank":
        return 0.0
    if student == "half" and n % 2:
        answer(name, wrong_answer(here, e))
        reveal(name)
        answer(name, here.key_answer(e))
        return 0.0
    answer(name, here.key_answer(e))
    return 1.0


def wrong_answer(here: Desk, e: Exercise) -> Any:
    """An answer that is not right yet. Raises StopIteration where none was found."""
    return next(found for found in _others(e, here.key_answer(e)) if assess(e, found, here.key).status == "not yet")


def _others(e: Exercise, right: Any) -> Iterator[Any]:
    """Answers that differ from the right one."""
    match e.kind:
        case "choose":
            yield from ([option.id] for option in e.own.options)
        case "order":
            yield right[::-1]
        case "mark":
            yield []
        case "link":
            yield right | {"content": right["source"], "source": right["content"]}
            yield right | {"cue": right["source"], "source": right["cue"]}
        case "judge":
            yield {passage: "weak" if said == "sound" else "sound" for passage, said in right.items()}
        case "rate":
            yield {name: 0.0 if score else 1.0 for name, score in right.items()}


def marks_of(text: str, shown: Sequence[str], folder: Path) -> dict[str, float]:
    """The points of each exercise by the hand-in that lies in a folder; 0 where there is none, or no answer."""
    with working_in(folder):
        here = Desk(text)
    sent = [open_handin(path.read_bytes()) for path in folder.glob("answers/hand-in-*.json")]
    states = states_of(sent[0], here.exercises, here.article) if sent else {}
    given = {work.exercise.id: first_mark(work) or 0.0 for work in works(here.exercises, states, here.key)}
    return {name: given.get(name, 0.0) for name in shown}
