"""Carries a student's answers from one place to another: as one file of the same lines that stand in “answers”.

A browser, a school's computer and a laptop at home keep the same lines; a copy of them can be taken to any of these,
and back. What is there already is not taken twice, and a copy never takes anything away.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from byline.exercises import Unclear
from byline.lesson import leaving
from byline.lesson.answers import Answers
from byline.lesson.desk import Desk
from byline.lesson.disk import MOST_BYTES, NotSaved, explaining, read_file, read_lines, replace
from byline.lesson.folder import Folder, bring_back, code_of, drawer, files, free_name, is_here, open_drawer, shown_code
from byline.lesson.handin import counted
from byline.lesson.notices import Told
from newsmarks.text import ArticleError, working_folder

#: A text by whose name a file of answers may be called.
TEXT = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}\Z")
NO_COPY = ("This is no copy of answers. Choose the file that was downloaded as a copy: its name begins with "
           "“byline-answers”. One from the folder “answers” beside the notebooks will do, too.")  # fmt: skip
#: A line of answers has a few hundred brackets at most; many, one in the other, stop Python in a browser.
MOST_NESTED = 2000
Lines = dict[str, dict[tuple[str, int], bytes]]


def copy_of(folder: Folder) -> bytes:
    """All lines of the student who works here, of every text; nothing of what others put away. Raises OSError."""
    paths = [path for path in files(folder.place) if path.suffix == ".jsonl" and is_here(path, folder.place)]
    lines = [line for path in paths for line in read_lines(path) if code_of(line) in folder.codes]
    return b"".join(line + b"\n" for line in dict.fromkeys(lines))


def bring(desk: Desk, data: bytes, mine: bool | None = None) -> Told | leaving.Question:
    """Take answers from a copy, and go on under its code; where answers are here that may be another's, ask first.

    `mine` is what was said to that question. Raises Unclear where it is no copy, NotSaved.
    """
    answers = desk.answers
    answers.look()
    found, codes = _lines_of(data)
    if not found:
        raise Unclear(NO_COPY)
    here = answers.folder
    new = _not_there(found, here)
    count = len({(text, json.loads(line)["exercise"]) for text, lines in new.items() for line in lines.values()})
    if not count and codes[0] in here.codes:
        return Told("All of it is here already, and nothing was changed.")
    question = leaving.question_before(desk, codes[0]) if codes[0] not in here.codes else None
    if question and mine not in [means for _, means in question.choices if means is not None]:
        return question
    desk.leave(lambda: _take(answers, new, codes, mine in (None, True)))
    return Told(f"{counted(count, 'answer')} brought here. Your answers are kept under the code "
                f"{shown_code(answers.code)}.")  # fmt: skip


def write_copy(desk: Desk) -> Told:
    """Write a copy beside the notebook. Raises NotSaved."""
    desk.answers.save()
    path = working_folder() / name_of_copy(desk.answers.folder)
    with explaining(path, "cannot be written", "The one from before, if there is one, is as it was."):
        replace(path, copy_of(desk.answers.folder))
    return Told(f"Written: {path.name}, beside this notebook. It holds all answers of this code.")


def name_of_copy(folder: Folder) -> str:
    """What the copy of this student's answers is called."""
    return f"byline-answers-{shown_code(folder.codes[0]).lower()}.jsonl"


def bring_file(desk: Desk, name: str, mine: bool | None = None) -> Told:
    """Take answers from a copy that lies beside the notebook. Raises ArticleError, Unclear, NotSaved."""
    path = working_folder() / name
    if not path.is_file():
        raise ArticleError(f"There is no file “{name}” here. Put it beside this notebook, and give its name.")
    with explaining(path, "cannot be read", "Nothing was changed."):
        found = bring(desk, read_file(path), mine)
    if isinstance(found, Told):
        return found
    choices = [f'{words}: bring_answers("{name}", mine={means})' for words, means in found.choices if means is not None]
    return Told("\n".join([found.text, *choices]))


def _take(answers: Answers, lines: Lines, codes: list[str], mine: bool) -> None:
    """Lay the lines into the drawer of their student, and go on under her code, which brings them from there."""
    place = answers.folder.place
    with explaining(place, "cannot be written", "Nothing was changed."):
        place.mkdir(exist_ok=True)
        open_drawer(place, codes)
        there = {line for path in files(drawer(place, codes[0])) for line in read_lines(path)}
        for text, several in lines.items():
            if new := [line for line in several.values() if line not in there]:
                path = free_name(drawer(place, codes[0]) / f"{text}.jsonl")  # more of hers may lie there
                replace(path, b"".join(line + b"\n" for line in new))
    if codes[0] in answers.folder.codes:
        with explaining(place, "cannot be put in order", "Nothing is lost: take the copy once more."):
            bring_back(place, answers.folder.codes)
        answers.reopen()
    else:
        answers.use_code(codes[0], mine)


def _lines_of(data: bytes) -> tuple[Lines, list[str]]:
    """Text -> the lines that can be answers to it, and the codes in them, the latest first."""
    found: Lines = {}
    codes: dict[str, None] = {}
    for line, event in _events_of(data if len(data) <= MOST_BYTES else b""):
        found.setdefault(event["article"], {})[event["writer"], event["n"]] = line
        codes.pop(event["code"], None)
        codes[event["code"]] = None
    return found, list(reversed(codes))


def _events_of(data: bytes) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """Each line that can be an answer, with what it says; who reads the file of a text later looks closer."""
    for raw in data.split(b"\n"):
        line = raw.strip(b"\r\xef\xbb\xbf ")
        if line.count(b"[") + line.count(b"{") < MOST_NESTED and code_of(line):
            event = json.loads(line)
            names = all(isinstance(event.get(name), str) for name in ("writer", "article", "exercise"))
            if names and TEXT.match(event["article"]) and type(event.get("n")) is int:
                yield line, event


def _not_there(found: Lines, here: Folder) -> Lines:
    """The lines that are not in the folder yet."""
    there: dict[str, set[tuple[str, int]]] = {}
    try:
        for _, event in _events_of(copy_of(here)):
            there.setdefault(event["article"], set()).add((event["writer"], event["n"]))
    except OSError as problem:
        raise NotSaved(f"What is here cannot be read ({problem.strerror}). Nothing was changed.") from None
    new = {text: {key: line for key, line in lines.items() if key not in there.get(text, ())}
           for text, lines in found.items()}  # fmt: skip
    return {text: lines for text, lines in new.items() if lines}
