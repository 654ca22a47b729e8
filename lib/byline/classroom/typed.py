"""Answers given on paper, typed in cell by cell: a row for each student, a column for each exercise.

They are kept in the class's paper.json as work of the usual form (byline.handin/2), with the cell as it was typed. What
no cell can hold, marks on the text and a text of one's own, is kept as the teacher judged it: {"paper": "yes", "not
yet", "arguable" or a level from 0 to 4}.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from byline.classroom.classes import Class, Student, alone
from byline.exercises import LETTERS, Exercise, Unclear, at_letter
from byline.jupyter import Mistake
from byline.key.places import short
from byline.kinds import understood
from byline.kinds.judge import NAMES
from byline.kinds.order import shown_order
from byline.lesson.codes import is_code, printed_code, typed_code
from byline.lesson.desk import Text
from byline.lesson.disk import read_file
from byline.lesson.handin import SCHEMA
from byline.lesson.returned import open_handin
from byline.seeds.folders import open_article, texts
from newsmarks.model import CRITERIA, Article

FILE = "paper.json"
#: What is typed behind an answer for how sure a student is.
SURE = {"?": "low", "?!": "middle", "!": "high"}
HOW_SURE = "Where the page asks how sure, put ? (not very), ?! (fairly) or ! (sure) behind the answer, as in “b!”."
JUDGED = {"y": "yes", "n": "not yet", "~": "arguable"}
SCORES = {"0": 0.0, "½": 0.5, "h": 0.5, ".5": 0.5, "0.5": 0.5, "0,5": 0.5, "1/2": 0.5, "1": 1.0}
#: A spreadsheet takes “+” for the beginning of a sum, so letters will do.
SIGNS = {"+": NAMES[0], "y": NAMES[0], "-": NAMES[1], "–": NAMES[1], "−": NAMES[1], "n": NAMES[1]}
#: What a teacher judges on the page; a cell has the sign or the level for it.
BY_HAND = ("mark", "link", "write")
Cells = Mapping[str, Mapping[str, str]]  # code -> exercise -> what was typed


# --- a cell -------------------------------------------------------------------------------------------


def cell_form(e: Exercise) -> str:
    """What a cell of an exercise holds, as it goes on after "Write"."""
    match e.kind:
        case "choose":
            last = LETTERS[len(e.own.options) - 1]
            return f"letters, a to {last}, as in “ac”" if e.own.several else f"a letter, a to {last}"
        case "judge":
            sound, weak = e.own.judgements
            return f"{len(e.own.passages)} signs, + ({sound}) or - ({weak}); y and n will do"
        case "order":
            return f"the {len(e.own)} numbers in the boxes, a first, as in “3142”; or the letters in order"
        case "predict":
            return f"a number ({e.own.unit})"
        case "rate":
            return f"{len(_asked(e))} scores with spaces between, 0, ½ (or h) or 1"
        case "write":
            return "a level, 0 to 4"
    return "y (yes), n (not yet) or ~ (arguable), as you judged it"


def _asked(e: Exercise) -> list[str]:
    return [name for name in CRITERIA if name not in e.own.show]


def typed_work(e: Exercise, article: Article, cell: str) -> dict[str, Any] | str:
    """A filled cell as the work of a hand-in, or a sentence with what is expected."""
    bare = cell.strip().removeprefix("'").casefold()  # a spreadsheet's sign for a text
    said = bare.rstrip("?! ")
    try:
        sure = SURE[bare[len(said) :].strip()] if bare != said else None
        answer = READ[e.kind](e, said)
        kept = answer if isinstance(answer, dict) and "paper" in answer else understood(e, article, answer)
    except Unclear as problem:
        return f"“{short(cell)}” is no answer here. {problem}"
    except (ValueError, LookupError):
        return f"“{short(cell)}” is no answer here. Write {cell_form(e)}."
    return {"lesson": e.lesson, "kind": e.kind, "question": e.question, "sure": sure if e.sure else None,
            "tries": [{"answer": kept, "hints": 0, "revealed": False}], "revealed": False, "reason": "",
            "placed": None, "earlier": [], "cell": cell.strip()}  # fmt: skip


def _judge(e: Exercise, said: str) -> dict[str, str]:
    signs = re.sub(r"\s+", "", said)
    return {one.id: SIGNS[sign] for one, sign in zip(e.own.passages, signs, strict=True)}


def _order(e: Exercise, said: str) -> list[str]:
    """Digits are the places of the items as they stand on the page; letters are the items in order."""
    signs, items = re.sub(r"[\s,>]+", "", said), shown_order(e)
    if not signs.isdecimal():
        return [at_letter(letter, items) for letter in signs]
    if sorted(map(int, signs)) != list(range(1, len(items) + 1)):
        raise ValueError(signs)
    return [item for _, item in sorted(zip(map(int, signs), items, strict=True))]


def _rate(e: Exercise, said: str) -> dict[str, float]:
    """The scores that are asked for; or all five, of which those that the page gives away are passed over."""
    scores, asked = [SCORES[one] for one in said.split()], _asked(e)
    names = list(CRITERIA) if len(scores) == len(CRITERIA) else asked
    return {name: score for name, score in zip(names, scores, strict=True) if name in asked}


#: Kind -> what a cell says, in a form that the kind understands; or as the teacher judged it.
READ: dict[str, Callable[[Exercise, str], Any]] = {
    "choose": lambda e, said: list(re.sub(r"[\s,.]+", "", said)) or None, "judge": _judge, "order": _order,
    "rate": _rate, "predict": lambda e, said: said, "mark": lambda e, said: {"paper": JUDGED[said]},
    "link": lambda e, said: {"paper": JUDGED[said]}, "write": lambda e, said: {"paper": range(5).index(int(said))},
}  # fmt: skip


def cell_of(e: Exercise, answer: Any) -> str:
    """An answer as a cell holds it; nothing for marks and texts, which none can hold."""
    match e.kind:
        case "choose":
            return "".join(e.own.named(id)[0] for id in answer)
        case "judge":
            return "".join("+-"[NAMES.index(answer[passage.id])] for passage in e.own.passages)
        case "order":
            return "".join(str(answer.index(item) + 1) for item in shown_order(e))
        case "predict":
            return f"{answer:g}"
        case "rate":
            return " ".join("½" if answer[name] == 0.5 else f"{answer[name]:g}" for name in _asked(e))
    return ""


# --- a class --------------------------------------------------------------------------------------------


def paper_table(of: Class, lesson: str, text: str) -> list[list[str]]:
    """A table to be filled in: its head, then a row for each student, with what is kept already."""
    exercises = [e for e in Text(text).exercises.values() if lesson in (e.lesson, e.lesson[:2])]
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
