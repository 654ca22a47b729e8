"""Answers given on paper, typed in cell by cell, as hand-ins of the usual form.

A table has a row for each student, found by her code, and a column for each exercise. What no cell can hold (marks on
the text, a text of one's own) comes as the teacher judged it, {"paper": "yes" | "arguable" | "not yet" | a level}.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from byline.exercises import LETTERS, Exercise, Unclear, at_letter
from byline.key.places import short
from byline.kinds import understood
from byline.kinds.judge import NAMES
from byline.kinds.order import shown_order
from byline.lesson.codes import printed_code, typed_code
from byline.lesson.handin import SCHEMA
from newsmarks.model import CRITERIA, Article

#: What is typed for how sure a student is, behind an answer; and for how the teacher judged marks on the text.
SURE = {"?": "low", "?!": "middle", "!": "high"}
JUDGED = {"y": "yes", "yes": "yes", "n": "not yet", "no": "not yet", "not yet": "not yet", "~": "arguable",
          "arguable": "arguable"}  # fmt: skip
HALVES = {"½": 0.5, "h": 0.5, ".5": 0.5, "0.5": 0.5, "0,5": 0.5, "1/2": 0.5}
SCORES = {"0": 0.0, **HALVES, "1": 1.0}
#: Whoever types on another keyboard, or in a spreadsheet that takes “+” for a sum, writes y and n.
SIGNS = {"+": NAMES[0], "y": NAMES[0], "-": NAMES[1], "–": NAMES[1], "−": NAMES[1], "n": NAMES[1]}


class Listed(Protocol):
    """A student as a class lists her."""

    name: str
    codes: Sequence[str]


class Typed(NamedTuple):
    """Hand-ins, one for each student with an answer, and a sentence for each cell or row that could not be used."""

    handins: list[dict[str, Any]]
    faults: list[str]


# --- a cell -------------------------------------------------------------------------------------------


def cell_form(e: Exercise) -> str:
    """What a cell of an exercise holds, in a few words, as after "Write"."""
    match e.kind:
        case "choose":
            return f"letters, as in “ac”, {_letters(e.own.options)}" if e.own.several else _letters(e.own.options)
        case "judge":
            n = len(e.own.passages)
            return f"{n} signs: + ({e.own.judgements[0]}) or - ({e.own.judgements[1]}); y and n will do"
        case "order":
            return f"the {len(e.own)} numbers in the boxes, from top to bottom, or the letters in order"
        case "predict":
            return f"a number ({e.own.unit})"
        case "rate":
            return f"{_scored(e)} scores with spaces between: 0, ½ (or h) or 1"
        case "write":
            return "a level, 0 to 4"
    return "y (yes), n (not yet) or ~ (arguable), as you judged it"


def _letters(several: Sequence[Any]) -> str:
    return f"a letter, a to {LETTERS[len(several) - 1]}"


def _scored(e: Exercise) -> int:
    return len(CRITERIA) - len(e.own.show)


def typed_work(e: Exercise, article: Article, cell: str) -> dict[str, Any] | str:
    """A filled cell as the work of a hand-in (byline.handin/2), or a sentence with what is expected."""
    said, sure = _parted(cell)
    try:
        answer = VALUES[e.kind](e, said)
        kept = answer if isinstance(answer, dict) and "paper" in answer else understood(e, article, answer)
    except Unclear as problem:
        return f"“{short(cell)}” is no answer here. {problem}"
    except (ValueError, LookupError):
        return f"“{short(cell)}” is no answer here. Write {cell_form(e)}."
    return {"lesson": e.lesson, "kind": e.kind, "question": e.question,
            "tries": [{"answer": kept, "hints": 0, "revealed": False}], "sure": sure if e.sure else None,
            "revealed": False, "reason": "", "placed": None, "earlier": []}  # fmt: skip


def _parted(cell: str) -> tuple[str, str | None]:
    """What was answered, in small letters, and how sure; a spreadsheet's apostrophe in front is none of it."""
    said = cell.strip().removeprefix("'").casefold()
    mark = re.search(r"[?!]{1,2}\Z", said)
    if not mark:
        return said, None
    return said[: mark.start()].strip(), SURE.get(mark[0])


def _judged(e: Exercise, said: str) -> dict[str, Any]:
    return {"paper": JUDGED[said]}


def _level(e: Exercise, said: str) -> dict[str, Any]:
    return {"paper": range(5).index(int(said))}


def _chosen(e: Exercise, said: str) -> Any:
    letters = re.sub(r"[\s,.]+", "", said)
    return list(letters) if letters else None


def _signs(e: Exercise, said: str) -> dict[str, str]:
    signs = re.sub(r"\s+", "", said)
    return {p.id: SIGNS[sign] for p, sign in zip(e.own.passages, signs, strict=True)}


def _in_order(e: Exercise, said: str) -> Any:
    """Digits are the places of the items as they stand on the page; letters are the items in order."""
    signs, items = re.sub(r"[\s,.>]+", "", said), shown_order(e)
    if not signs.isdecimal():
        return [at_letter(letter, items) for letter in signs]
    if sorted(map(int, signs)) != list(range(1, len(items) + 1)):
        raise ValueError(signs)
    return [item for _, item in sorted(zip(map(int, signs), items, strict=True))]


def _scores(e: Exercise, said: str) -> dict[str, float]:
    """The scores that are asked for; or all five, of which those that the page gives away are passed over."""
    scores, asked = [SCORES[one] for one in said.split()], [name for name in CRITERIA if name not in e.own.show]
    names = list(CRITERIA) if len(scores) == len(CRITERIA) else asked
    return {name: score for name, score in zip(names, scores, strict=True) if name in asked}


VALUES: dict[str, Callable[[Exercise, str], Any]] = {
    "choose": _chosen, "judge": _signs, "order": _in_order, "rate": _scores, "predict": lambda e, said: said,
    "mark": _judged, "link": _judged, "write": _level,
}  # fmt: skip


def cell_of(e: Exercise, answer: Any) -> str:
    """An answer as a cell would hold it; marks and texts, which none can hold, are "y" and "4" as in the key."""
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
            return " ".join("½" if answer[name] == 0.5 else f"{answer[name]:g}" for name in CRITERIA
                            if name not in e.own.show)  # fmt: skip
    return "4" if e.kind == "write" else "y"


# --- a table -------------------------------------------------------------------------------------------


def empty_table(students: Iterable[Listed], exercises: Mapping[str, Exercise]) -> list[list[str]]:
    """A table to be filled in: its head, then a row for each student."""
    head = ["Code", "Name", *(f"{name} {cell_form(e)}" for name, e in exercises.items())]
    return [head, *([printed_code(one.codes[0]), one.name, *[""] * len(exercises)] for one in students)]


def typed_handins(
    rows: Sequence[Sequence[str]], students: Iterable[Listed], exercises: Mapping[str, Exercise], article: Article
) -> Typed:
    """The rows of a table as hand-ins; its first row is the head, in which a column begins with its exercise's id."""
    head = [cell.strip().removeprefix("'").casefold().split(" ")[0] for cell in rows[0]] if rows else []
    columns = {n: name for n, name in enumerate(head) if name in exercises}
    if "code" not in head or not columns:
        return Typed([], ["The first row must be the head: “Code”, then exercises, as in “02-a”. Make a new table."])
    codes = {code: one.codes[0] for one in students for code in one.codes}
    found = Typed([], [])
    taken: dict[str, int] = {}
    for n, row in enumerate(rows[1:], 2):
        cells = {name: row[at] for at, name in columns.items() if at < len(row) and row[at].strip()}
        code = codes.get(typed_code(row[head.index("code")])) if cells and head.index("code") < len(row) else None
        if cells and (fault := _row_fault(code, taken)):
            found.faults.append(f"Row {n}: {fault}")
        elif cells and code:
            taken[code] = n
            works = dict(_works(cells, exercises, article, f"Row {n}, {printed_code(code)}", found.faults))
            found.handins.append({"schema": SCHEMA, "code": code, "article": article.id, "sha256": article.sha256,
                                  "exercises": works})  # fmt: skip
    return Typed([one for one in found.handins if one["exercises"]], found.faults)


def _row_fault(code: str | None, taken: Mapping[str, int]) -> str:
    if code is None:
        return "nobody in this class has this code. Copy it from the list of the class."
    return f"{printed_code(code)} has a row already, row {taken[code]}. Put both into one." if code in taken else ""


def _works(
    cells: Mapping[str, str], exercises: Mapping[str, Exercise], article: Article, where: str, faults: list[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, cell in cells.items():
        work = typed_work(exercises[name], article, cell)
        if isinstance(work, str):
            faults.append(f"{where}, {name}: {work}")
        else:
            yield name, work
