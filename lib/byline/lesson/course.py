"""The lessons as they lie in “notebooks”: title and minutes from the first cell of each, and how far one is."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from byline.exercises import Exercise, number_of
from byline.lesson.desk import Desk, Text
from byline.lesson.disk import read_file
from byline.lesson.house import current_house
from byline.lesson.turns import forms_here, where_in_forms
from byline.seeds.folders import course_texts, has_any, own_course, texts
from byline.sheet import Drawing, Note, Sheet, Table, escape
from newsmarks.model import Article
from newsmarks.text import working_folder

#: The notebooks that are lessons: those with a number, the one for any text, and the one to check oneself with.
SAFE = re.compile(r"(\d\d|any|check)_\w+\Z", re.ASCII)
FILES = ("[0-9][0-9]_*.ipynb", "any_*.ipynb", "check_*.ipynb")
#: Those that one may read any text with, and the one that stands beside the way from lesson to lesson.
ANY, CHECK = "any", "check"
#: Where the first box of a lesson names the text that it reads.
NAMED = re.compile(r'^article = study_article\("([\w-]+)"\)', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson: its notebook without “.ipynb”, the question that is its title, its minutes (0: not said), and the text
    that it reads, where it names one.
    """

    file: str
    title: str
    minutes: int
    text: str = ""

    @property
    def number(self) -> str:
        """By what it is called: two digits, or a word."""
        return number_of(self.file)

    def linked(self, words: str = "", text: str = "") -> Drawing:
        """A link that opens it, with a text where that is not the lesson's own; as text, the words and the file."""
        words = words or self.title
        file = current_house().address(self.file, text or self.text)
        return Drawing(f'<a class="byline-link" href="{escape(file)}">{escape(words)}</a>', f"{words} ({file})")


def notebooks_folder() -> Path:
    """The folder of the lessons: this one, one beside or above it, else the one that came with the library."""
    here = working_folder()
    for place in (here, *(above / "notebooks" for above in (here, *here.parents))):
        if any(has_any(place, files) for files in FILES):
            return place
    return own_course() / "notebooks"


def all_lessons() -> tuple[Lesson, ...]:
    """The lessons, in order."""
    folder = notebooks_folder()
    return tuple(_lesson(file, *_opening(folder / f"{file}.ipynb")) for file in lesson_files(folder))


def lesson_files(folder: Path) -> list[str]:
    """The notebooks of a folder that are lessons, in order, without ".ipynb"."""
    return sorted(path.stem for path in folder.glob("*.ipynb") if SAFE.match(path.stem))


def _lesson(file: str, words: str, code: str) -> Lesson:
    """A lesson by the words of its first cell; one that says neither title nor minutes goes by its file."""
    title = re.search(r"^# +(.+)$", words, re.MULTILINE)
    minutes = re.search(r"(\d{1,3}) minutes", words)
    text = NAMED.search(code)
    return Lesson(file, title[1].strip() if title else file, int(minutes[1]) if minutes else 0, text[1] if text else "")


def _opening(path: Path) -> tuple[str, str]:
    """The first cell of a notebook, and the first that is code."""
    try:
        cells = json.loads(read_file(path))["cells"]
        code = next((cell for cell in cells if cell["cell_type"] == "code"), {"source": ""})
        return "".join(cells[0]["source"]), "".join(code["source"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return "", ""


def written_for(lesson: str, text: str) -> bool:
    """Whether the notebook of a lesson speaks of a text: it names that one, it is for any, or else for the course's."""
    opened = next((one for one in all_lessons() if one.file == lesson), None)
    if opened is None:
        return False
    return text == opened.text if opened.text else opened.number in (ANY, CHECK) or text in course_texts()


def text_of(lesson: str) -> str:
    """The text that a lesson ("02", or its file) reads first: the one that it names, else the course's first.

    The short test reads the first of its forms.
    """
    if number_of(lesson) == CHECK:
        return next(iter(forms_here()), "")
    named = (one.text for one in all_lessons() if lesson in (one.number, one.file) and one.text)
    return next(named, None) or next(iter(course_texts()), "")


def after(lesson: str) -> Lesson | None:
    """The lesson after the one of this number or file; None after the last."""
    later = (one for one in all_lessons() if one.number > number_of(lesson) and one.number != CHECK)
    return next(later, None)


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


def map_of(
    lessons: Iterable[Lesson], exercises: Mapping[str, Exercise], tried: Collection[str], desk: Desk | None = None
) -> Table:
    """The lessons as a table: a link to each, its minutes, and how far one is.

    With a desk, the test form is the one that comes next for whoever works there.
    """
    form, done = where_in_forms(desk) if desk else ("", "not begun")
    rows = [(one.linked(f"{one.number} {one.title}" if one.number.isdigit() else one.title,
                        form if one.number == CHECK else ""), str(one.minutes or "–"),
             done if one.number == CHECK else how_far(*work_in(one, exercises, tried, desk)))
            for one in lessons]  # fmt: skip
    return Table("The lessons", ("Lesson", "Minutes", "Where you are"), rows, numbers=(1,))


def work_in(
    one: Lesson, exercises: Mapping[str, Exercise], tried: Collection[str], desk: Desk | None
) -> tuple[list[str], Collection[str]]:
    """The exercises of a lesson, and what was answered: with the text that is read, else with the lesson's own text."""
    names = names_of(one.file, exercises)
    if names or desk is None or one.text not in texts():
        return names, tried
    own = Desk(one.text, desk.answers.folder.place)
    return names_of(one.file, own.exercises), [name for name, state in own.states().items() if state.tries]


def counted(exercises: Mapping[str, Exercise], tried: Collection[str]) -> list[str]:
    """The exercises that count for how far one is: those of the lesson for any text only once it is begun, or where
    there is nothing else.
    """
    apart = [name for name, e in exercises.items() if e.is_of(ANY)]
    leaves = len(apart) < len(exercises) and not any(name in tried for name in apart)
    return [name for name in exercises if not (leaves and name in apart)]


def map_sheet(desk: Desk | None) -> Sheet:
    """The map of the lessons, with the text that is read; without a desk nothing is begun."""
    tried = [name for name, state in desk.states().items() if state.tries] if desk else []
    text = [Note("Your text", title_of(desk))] if desk else []
    return Sheet([*text, map_of(all_lessons(), desk.exercises if desk else {}, tried, desk)])
