"""Answers given on paper, typed in cell by cell: a row for each student, a column for each exercise.

They are kept in the class's paper.json as work of the usual form (byline.handin/2), with the cell as it was typed. What
no cell can hold, marks on the text and a text of one's own, is kept as the teacher judged it: {"paper": "yes", "not
yet", "arguable" or a level from 0 to 4}.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from byline.classroom.classes import Class, Student, alone
from byline.handout.cells import BY_HAND, JUDGED, cell_form, typed_work
from byline.jupyter import Mistake
from byline.key.places import short
from byline.lesson.codes import is_code, printed_code, typed_code
from byline.lesson.desk import Text
from byline.lesson.disk import read_file
from byline.lesson.handin import SCHEMA
from byline.lesson.returned import open_handin
from byline.seeds.folders import open_article, texts

FILE = "paper.json"
Cells = Mapping[str, Mapping[str, str]]  # code -> exercise -> what was typed


# --- a class --------------------------------------------------------------------------------------------


def paper_table(of: Class, lesson: str, text: str) -> list[list[str]]:
    """A table to be filled in: its head, then a row for each student, with what is kept already."""
    exercises = [e for e in Text(text).exercises.values() if e.is_of(lesson)]
    kept = _kept(of).get(text, {})
    rows = [[printed_code(one.codes[0]), one.name, *(_cell(kept.get(_code(one, kept), {}), e.id) for e in exercises)]
            for one in of.students]  # fmt: skip
    return [["Code", "Name", *(f"{e.id}: {cell_form(e)}" for e in exercises)], *rows]


def take_table(of: Class, text: str, rows: Sequence[Sequence[str]], lesson: str = "") -> list[str]:
    """Keep a filled table, read by its codes and exercises: what was taken, then each row and cell that was not.

    An empty cell takes away what was kept, and that is told. Raises Mistake where the table has no head or is of
    another lesson, NotSaved.
    """
    opened, head = Text(text), [re.split(r"[\s:]", cell.strip())[0].casefold() for cell in [*rows, []][0]]
    if "code" not in head or not {*head} & {*opened.exercises}:
        raise Mistake("The first row must say what is below: “Code”, and exercises such as “02-a”. Make a new sheet.")
    if twice := [name for name in head if name in opened.exercises and head.count(name) > 1]:
        raise Mistake(f"Two columns are called {twice[0]}. Take one of them out.")
    if other := [name for name in head if name in opened.exercises and not name.startswith(lesson)]:
        raise Mistake(f"This sheet is for another lesson: it has {other[0]}. Take it with the number of that lesson.")
    faults, cells = list[str](), dict[str, dict[str, str]]()
    for n, row in enumerate(rows[1:], 2):
        named = dict(zip(head, row, strict=False))
        typed = {name: cell for name, cell in named.items() if name in opened.exercises}
        said, filled = named.get("code", "").strip().removeprefix("'"), any(map(str.strip, typed.values()))
        student = of.student_of(typed_code(said))
        if fault := _row_fault(of, student, named.get("name", ""), cells):
            faults += [f"Row {n}: the code “{short(said)}” {fault}."] * filled
        elif student:
            cells[student.codes[0]] = typed
    before = _filled(of, text)
    faults += take_cells(of, opened, cells)
    return [*_taken(of, before, _filled(of, text)), *faults]


def _row_fault(of: Class, student: Student | None, name: str, cells: Cells) -> str:
    """Why the row of a code is not taken, as the end of a sentence, or ""."""
    if student is None:
        return f"is nobody’s in {of.name}"
    if student.codes[0] in cells:
        return "has a row already: put both into one"
    if name.strip() and student.name and name.strip().removeprefix("'").casefold() != student.name.casefold():
        return f"is that of {student.name}, and the row says “{short(name.strip())}”: put that right"
    return ""


def _filled(of: Class, text: str) -> dict[tuple[str, str], str]:
    """(who, exercise) -> what is kept of it as it was typed."""
    rows = _kept(of).get(text, {})
    named = {code: student.called if (student := of.student_of(code)) else code for code in rows}
    return {(named[code], id): str(work.get("cell", "")) for code, works in rows.items() for id, work in works.items()}


def _taken(of: Class, before: Mapping[tuple[str, str], str], after: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """How many cells are kept, how many are new or other than before, and which are gone."""
    new = sum(before.get(at) != cell for at, cell in after.items())
    who = {who for who, _ in after}
    yield f"From paper: {len(after)} answers of {len(who)} students, {new} of them new or changed."
    yield from (f"Taken out, since the cell is empty: {one}, {id} (“{cell}”)." for (one, id), cell in before.items()
                if (one, id) not in after)  # fmt: skip


def take_cells(of: Class, text: Text, cells: Cells) -> list[str]:
    """Keep what was typed; an empty cell takes away what was there. A sentence for each cell that was not taken.

    Raises NotSaved, and Mistake where what is kept cannot be read.
    """
    with alone(of.name):
        return _take(of, text, cells)


def _take(of: Class, text: Text, cells: Cells) -> list[str]:
    kept, faults = _kept(of), list[str]()
    for code, row in cells.items():
        student, rows = of.student_of(code), kept.setdefault(text.article.id, {})
        works = rows.setdefault(_code(student, rows) if student else code, {})
        for name, cell in row.items():
            work = typed_work(text.exercise(name), text.article, cell) if cell.strip() else None
            if isinstance(work, str):
                faults.append(f"{student.called if student else code}, {name}: {work}")
            elif work:
                works[name] = work
            else:
                works.pop(name, None)
    of.keep(FILE, kept)
    return faults


def _code(student: Student, rows: Mapping[str, Any]) -> str:
    """The code under which a student's answers are kept: an earlier one, if she had a new slip since."""
    return next((code for code in student.codes if code in rows), student.codes[0])


def _cell(works: Mapping[str, Any], name: str) -> str:
    return str(works.get(name, {}).get("cell", ""))


def _kept(of: Class) -> dict[str, dict[str, dict[str, Any]]]:
    """Text -> code -> exercise -> work. Raises Mistake where the file cannot be read."""
    try:
        found = json.loads(read_file(of.folder / FILE) or b"{}")
        rows = [row for rows in found.values() for row in rows.items()]
        if all(is_code(code) and all(isinstance(work, dict) for work in works.values()) for code, works in rows):
            return dict(found)
    except (OSError, ValueError, AttributeError, RecursionError):
        pass
    raise Mistake(f"“{FILE}” of {of.name} cannot be read. Put back a copy of it, or take it away.")


def paper_handins(of: Class) -> Iterator[dict[str, Any]]:
    """What was typed for each student and text, as a hand-in that was opened; without what the teacher judged."""
    for name, rows in _kept(of).items():
        sha256 = open_article(name).sha256 if name in texts() else ""
        for code, works in rows.items() if sha256 else ():
            there = {id: work for id, work in works.items() if work.get("kind") not in BY_HAND}
            yield open_handin(json.dumps({"schema": SCHEMA, "code": code, "article": name, "sha256": sha256,
                                          "exercises": there}).encode())  # fmt: skip


def judged_on_paper(of: Class) -> dict[tuple[str, str, str], str | int]:
    """(text, code, exercise) -> "yes", "not yet", "arguable" or a level from 0 to 4, as the teacher judged it."""
    judged = {(text, code, id): _sign(work) for text, rows in _kept(of).items() for code, works in rows.items()
              for id, work in works.items() if work.get("kind") in BY_HAND}  # fmt: skip
    return {where: sign for where, sign in judged.items() if sign in (*JUDGED.values(), *range(5))}


def _sign(work: Mapping[str, Any]) -> Any:
    try:
        return work["tries"][0]["answer"]["paper"]
    except (LookupError, TypeError):
        return None
