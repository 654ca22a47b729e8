"""What a teacher reads before a lesson: the guide to it and its rubric; and the sheet of facts behind a text.

All of it is made from the lesson, its exercises and what is known of the text, and cannot say anything else than they.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Any

from byline.exercises import Exercise, number_of
from byline.handout.students_copy import keep_about
from byline.kinds import ladder, open_exercises
from byline.kinds.passages import PLAIN
from byline.lesson.course import CHECK, Lesson, all_lessons, names_of, notebooks_folder, text_of
from byline.lesson.disk import read_file
from byline.lesson.turns import forms_here
from byline.seeds.folders import folder_of, open_article
from byline.seeds.published import Published, day_in_words, open_published
from byline.sheet import Folded, List, Note, Part, Sheet, Table
from newsmarks.form import NOT_STATED
from newsmarks.text import ArticleError

#: Minutes of the short lesson, and of the talk at the end of either.
SHORT, TALK = 25, 5
#: Lesson -> the exercises that stay in the short one; what is short already has none.
CUT = {
    "01": ("01-k", "01-b", "01-d", "01-m"),
    "02": ("02-a", "02-l", "02-m", "02-g"),
    "03": ("03-a", "03-b", "03-c", "03-e", "03-n"),
    "04": ("04-k", "04-o", "04-c", "04-l", "04-n"),
    "05": ("05-a", "05-b", "05-d", "05-n"),
    "06": ("06-b", "06-c", "06-d", "06-h"),
    "07": ("07-a", "07-c", "07-e", "07-f"),
    "08": ("08-e", "08-h", "08-i", "08-j"),
    "any": ("any-d", "any-e", "any-k"),
}
#: Where a lesson says these things of itself.
AIMS = re.compile(r"\*\*You will be able to\*\* \| (.+?) \|")
LIMITS = re.compile(r"\*\*What this tool cannot know\*\* is (.+)")
QUESTION = re.compile(r"\*\*To talk about:\*\* (.+?)(?: \*?On your own\?.*| If you are on your own.*)?$", re.MULTILINE)


def guide(lesson: str, text: str = "") -> Sheet:
    """The guide to a lesson ("02") read with a text, or with its first: aims, minutes, rubric, options and feedback.

    That of the short test has the passages of all forms, or of the one that is named.
    Raises ArticleError where there is no such lesson or text.
    """
    found = _lesson(lesson)
    forms = forms_here() if found.number == CHECK and not text else []
    text = text or text_of(found.file)
    exercises, words = _exercises(found, text), _prose(found, text)
    return Sheet((
        Note(f"Lesson {found.number}", f"{found.title} ({found.minutes} minutes)"),
        Note("Students will be able to", _said(AIMS, words)),
        _plan(found, exercises),
        *(Folded(f"The rubric, with a sample at each level: {e.id}", [_rubric(e)]) for e in exercises if ladder(e)),
        Note("What the machine cannot know", _said(LIMITS, words)),
        Note("To talk about", _said(QUESTION, words)),
        *(Folded(f"Each option{of}, and what a student is told who chooses it", list(_options(several)))
          for of, several in [(f" of form {form[-1].upper()}", _exercises(found, form)) for form in forms]
          or [("", exercises)]),
    ))  # fmt: skip


def rubric(exercise: str, text: str = "mariupol") -> Sheet:
    """The levels 0 to 4 of a written answer ("02-i"), each with a sample. Raises ArticleError where it has none."""
    e = open_exercises(folder_of(text)).get(exercise)
    if e is None or not ladder(e):
        raise ArticleError(f"“{exercise}” of “{text}” has no sample answers. Name an exercise in which one writes.")
    return Sheet((Note(e.id, e.prompt), _rubric(e)))


def fact_sheet(text: str = "mariupol") -> Sheet:
    """What is established behind a text, and which figures differ: each with who says so, where and when it was read.

    Raises ArticleError where a text has no such facts.
    """
    figures, about = open_published(text), open_article(text).about
    return Sheet((
        Table("Established", ("What", "Who says so", "Where and when it was read"),
              [(fact["says"], fact["source"], _read(fact["where"], fact["copy"], fact["read"]))
               for fact in about.get("background", [])]),
        Table("Figures that differ: who says what", ("Who", "Says", "How it was counted, and who could look",
                                                     "Where and when it was read"), [_figure(p) for p in figures]),
        Note("What they leave out", _gaps(figures)),
        Note("Not known, and so left out"),
        List(about.get("not_known", [])),
    ))  # fmt: skip


def _lesson(number: str) -> Lesson:
    found = {one.number: one for one in all_lessons()}
    wanted = number_of(str(number)).zfill(2)  # whoever writes no code may well leave out marks and nought
    if wanted not in found:
        raise ArticleError(f"There is no lesson “{number}”. Here are: {', '.join(found)}.")
    return found[wanted]


def _exercises(lesson: Lesson, text: str) -> list[Exercise]:
    known = open_exercises(folder_of(text))
    return [known[name] for name in names_of(lesson.file, known)]


def _prose(lesson: Lesson, text: str) -> str:
    """The Markdown of a lesson, as far as it is about a text."""
    cells = json.loads(read_file(notebooks_folder() / f"{lesson.file}.ipynb"))["cells"]
    words = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return keep_about(words, {text, "feedback", "notebook"})


def _said(pattern: re.Pattern[str], words: str) -> str:
    """What a lesson says of itself."""
    found = pattern.search(words)
    return found[1] if found else "–"


def _plan(lesson: Lesson, exercises: Sequence[Exercise]) -> Table:
    """A row an exercise, in order, then what is left for reading, and the talk; in the last column the short lesson."""
    asks = [(e.id, e.kind, shorten(e.prompt, 60, placeholder=" …")) for e in exercises]
    talk = 0 if lesson.number == CHECK else TALK  # each student takes it when it is her turn
    asks += [("reading", "", "and what is drawn"), ("talk", "", "the question at the end"), ("together", "", "")]
    columns = {lesson.minutes: _minutes([e.minutes for e in exercises], lesson.minutes, talk)}
    if stays := CUT.get(lesson.number):
        columns[SHORT] = _minutes([e.minutes if e.id in stays else 0 for e in exercises], SHORT, talk)
    rows = [(*ask, *minutes) for ask, *minutes in zip(asks, *columns.values(), strict=True)]
    heads = ("Exercise", "Kind", "What it asks", *(f"In {minutes} minutes" for minutes in columns))
    return Table("Minutes", heads, rows, numbers=(3, 4))


def _minutes(each: Sequence[float], together: int, talk: int) -> list[str]:
    """A column of minutes: what is left out has none, and reading gets what exercises and talk leave."""
    return [f"{n:g}" if n else "–" for n in (*each, together - talk - sum(each), talk, together)]


def _rubric(e: Exercise) -> Table:
    rows = [(str(level), shows, sample) for level, (shows, sample) in enumerate(ladder(e))]
    return Table(f"Rubric of {e.id}", ("Level", "What it shows", "For example"), rows)


def _options(exercises: Sequence[Exercise]) -> Iterator[Part]:
    """The options of each exercise to choose in, and the passages of each to judge."""
    for e in exercises:
        rows = [(o.text, "right" if o.right else "not yet", o.feedback) for o in getattr(e.own, "options", ())]
        rows += [(p.text, e.own.read(p.bin), p.feedback) for p in getattr(e.own, "passages", ())]
        rows += [(p.text, PLAIN[not p.sound], p.right) for p in (e.own if e.kind == "passages" else ())]
        if rows:
            yield Table(f"{e.id}: {e.prompt}", ("Option", "It is", "What a student is told"), rows)


def _figure(p: Published) -> tuple[str, str, str, str]:
    """A published figure as a row: who, what, how, where."""
    value = " to ".join(f"{end:g}" for end in dict.fromkeys(p.ends))
    lead = "" if p.said == "exactly" else f"{p.said} "
    said = f"{lead}{value} percent {p.definition}. Counted: {p.counts}. Out of: {p.out_of}."
    days = f"For the day: {day_in_words(p.as_of)}. Said: {day_in_words(p.published)}."
    how = f"Method: {p.method}. Access: {p.access}. {p.note}".strip()
    return p.source, f"{said} {days}", how, _read(p.where, p.copy, p.read)


def _read(where: str, copy: str, day: str) -> str:
    return f"{where} ({copy}, read {day_in_words(day)})"


def _gaps(figures: Sequence[Published]) -> str:
    """How many of the figures leave out the day that they describe, or how anybody counted; and how many are copies."""
    asked: dict[str, Any] = {"do not state the day that they describe": lambda p: p.as_of == NOT_STATED,
                             "do not state how anybody counted": lambda p: p.method.endswith(NOT_STATED),
                             "were read in a copy": lambda p: p.copy == "copy"}  # fmt: skip
    told = ", ".join(f"{sum(map(holds, figures))} {gap}" for gap, holds in asked.items())
    return f"Of {len(figures)} figures, {told}."
