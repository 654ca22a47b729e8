"""The lessons as they lie in “notebooks”: title and minutes from the first cell of each, and how far one is."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from byline.exercises import Exercise
from byline.lesson.desk import Desk, Text
from byline.lesson.disk import read_file
from byline.lesson.house import current_house
from byline.seeds.folders import has_any, own_course
from byline.sheet import Drawing, Note, Sheet, Table, escape
from newsmarks.model import Article
from newsmarks.text import working_folder

#: The notebooks that are lessons: the page that opens first has no number.
FILES = "[0-9][0-9]_*.ipynb"
SAFE = re.compile(r"\d\d_\w+\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson: its notebook without “.ipynb”, the question that is its title, and its minutes (0: not said)."""

    file: str
    title: str
    minutes: int

    @property
    def number(self) -> str:
        """The two digits by which it is called."""
        return self.file[:2]

    def linked(self, words: str = "") -> Drawing:
        """A link that opens it, for a page in the same folder; as text, the words and the file."""
        words = words or self.title
        file = f"{self.file}{current_house().ending}"
        return Drawing(f'<a class="byline-link" href="{escape(file)}">{escape(words)}</a>', f"{words} ({file})")


def notebooks_folder() -> Path:
    """The folder of the lessons: this one, one beside or above it, else the one that came with the library."""
    here = working_folder()
    for place in (here, *(above / "notebooks" for above in (here, *here.parents))):
        if has_any(place, FILES):
            return place
    return own_course() / "notebooks"


def all_lessons() -> tuple[Lesson, ...]:
    """The lessons, in order."""
    paths = sorted(path for path in notebooks_folder().glob(FILES) if SAFE.match(path.stem))
    return tuple(_lesson(path.stem, _first_cell(path)) for path in paths)


def _lesson(file: str, opening: str) -> Lesson:
    """A lesson by the words of its first cell; one that says neither title nor minutes goes by its file."""
    title = re.search(r"^# +(.+)$", opening, re.MULTILINE)
    minutes = re.search(r"(\d{1,3}) minutes", opening)
    return Lesson(file, title[1].strip() if title else file, int(minutes[1]) if minutes else 0)


def _first_cell(path: Path) -> str:
    try:
        return "".join(json.loads(read_file(path))["cells"][0]["source"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return ""


def after(lesson: str) -> Lesson | None:
    """The lesson after the one of this number or file; None after the last."""
    return next((one for one in all_lessons() if one.number > lesson[:2]), None)


def lesson_of(e: Exercise) -> Lesson | None:
    """The lesson that an exercise belongs to, where it is here."""
    return next((one for one in all_lessons() if one.file == e.lesson), None)


def how_far(names: Collection[str], tried: Collection[str]) -> str:
    """How much of some exercises is answered: "not begun", "3 of 9" or "done".

    >>> how_far("abc", ""), how_far("abc", "ad"), how_far("abc", "cab")
    ('not begun', '1 of 3', 'done')
    """
    done = sum(name in tried for name in names)
    return "not begun" if not done else "done" if done == len(names) else f"{done} of {len(names)}"


def names_of(lesson: str, exercises: Mapping[str, Exercise]) -> list[str]:
    """The exercises of a lesson."""
    return [name for name, e in exercises.items() if e.lesson == lesson]


def called(article: Article) -> str:
    """What an article is called, without what its title says in brackets."""
    return str(article.about.get("title") or article.id).split(" (")[0]


def title_of(text: Text) -> str:
    """What a text is called."""
    return called(text.article)


def map_of(lessons: Iterable[Lesson], exercises: Mapping[str, Exercise], tried: Collection[str]) -> Table:
    """The lessons as a table: a link to each, its minutes, and how far one is."""
    rows = [(one.linked(f"{one.number} {one.title}"), str(one.minutes or "–"),
             how_far(names_of(one.file, exercises), tried)) for one in lessons]  # fmt: skip
    return Table("The lessons", ("Lesson", "Minutes", "Where you are"), rows, numbers=(1,))


def map_sheet(desk: Desk | None) -> Sheet:
    """The map of the lessons, with the text that is read; without a desk nothing is begun."""
    tried = [name for name, state in desk.states().items() if state.tries] if desk else []
    text = [Note("Your text", title_of(desk))] if desk else []
    return Sheet([*text, map_of(all_lessons(), desk.exercises if desk else {}, tried)])
