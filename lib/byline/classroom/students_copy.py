"""The pages of a student's copy: the README, the page that opens first, and the lesson without what tells answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from newsmarks.model import Article

Page = dict[str, Any]
KERNEL = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
          "language_info": {"name": "python"}}  # fmt: skip
#: What of a cell's settings stays.
SETTINGS = ("deletable", "editable")
FOLD = re.compile(r"<details>\s*<summary>(.*?)</summary>.*?</details>\n*", re.DOTALL)
NEXT = re.compile(r"^\[Next: [^\]]*\]\([^)]*\)\n*", re.MULTILINE)
LINK = re.compile(r"\[([^\]]*)\]\((?!lessons\.)\w+\.ipynb\)")
EXERCISE = re.compile(r'^exercise\("', re.MULTILINE)

TAKE_TIME = "Take your time with it."
#: Between the README and what it says of the feedback: after collecting, or at once.
PARTS = "\n\n---\n\n"


def readme(lesson: str, article: Article, *, sealed: bool) -> str:
    """How to open it, where the code goes, how to hand in, and when the feedback comes."""
    whole, after, at_once = (Path(__file__).parent / "student.md").read_text(encoding="utf-8").strip().split(PARTS)
    return whole.format(title=_title(lesson, article), note=_note(article), when=after if sealed else at_once) + "\n"


def front_page(file: str, article: Article) -> Page:
    """The page that opens first: the lesson, and how far one is."""
    words = (f"# Your lesson\n\nYou read: {_called(article)}. {_note(article)}\n\n"
             "Click on the grey box below and press **Shift + Enter**, or the ▶ button at the top. Then click on your "
             f"lesson, or [open it here]({file}.ipynb).")  # fmt: skip
    opening = "from byline import lessons, study_article\n\narticle = study_article()\nlessons()"
    return _page([_text(words), _code(opening), _text("When you come back, run this box, and you see how far you are."),
                  _code("from byline import progress\n\nprogress()")])  # fmt: skip


def made_of_exercises(lesson: str, article: Article, names: Iterable[str]) -> Page:
    """A lesson with a text that no notebook is written for: the text, its exercises, and the hand-in."""
    opening = ("from byline import exercise, export_answers, read, recap, show, study_article\n\n"
               "article = study_article()\nshow(read(article), layers=[])")  # fmt: skip
    cells = [_text(f"# {_title(lesson, article)}\n\n{_note(article)}\n\nRun the first box: it shows the whole text."),
             _code(opening)]  # fmt: skip
    for n, name in enumerate(names, 1):
        cells += [_text(f"## Exercise {n}"), _code(f'exercise("{name}")', deletable=False, editable=False)]
    cells += [_text("## Looking back"), _code(f'recap("{lesson[:2]}")')]
    return _page([*cells, _text("## Hand in\n\nThe last box writes your answers to a file for your teacher."),
                  _code("export_answers()", deletable=False, editable=False)])  # fmt: skip


def packed_notebook(page: Mapping[str, Any], text: str, *, sealed: bool) -> Page:
    """A lesson for a copy with one text: without outputs, links that lead nowhere, and folds that tell answers.

    Sealed, no fold is left after the first exercise: what stands there is for after the answer.
    """
    cells, begun = [], False
    for cell in page["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            begun = begun or bool(EXERCISE.search(source))
            cells.append(_code(source, **_settings(cell)))
        elif words := _prose(source, text, folded=not (sealed and begun)):
            cells.append(_text(words, **_settings(cell)))
    return _page(cells)


def _prose(source: str, text: str, *, folded: bool) -> str:
    """A cell of prose as it stands in a copy; a fold about a text that is not in the box goes anyhow."""

    def kept(fold: re.Match[str]) -> str:
        return fold[0] if folded and (text == "flood" or "flood" not in fold[1]) else ""

    return LINK.sub(r"\1", NEXT.sub("", FOLD.sub(kept, source))).strip()


def _settings(cell: Mapping[str, Any]) -> dict[str, bool]:
    return {name: bool(cell["metadata"][name]) for name in SETTINGS if name in cell["metadata"]}


def _page(cells: list[Page]) -> Page:
    return {"cells": list(_numbered(cells)), "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}


def _numbered(cells: Iterable[Page]) -> Iterator[Page]:
    """Each cell with the id that a notebook wants."""
    for n, cell in enumerate(cells):
        yield {"id": f"cell-{n}", **cell}


def _text(words: str, **settings: bool) -> Page:
    return {"cell_type": "markdown", "metadata": settings, "source": words.splitlines(keepends=True)}


def _code(words: str, **settings: bool) -> Page:
    return {"cell_type": "code", "execution_count": None, "metadata": settings, "outputs": [],
            "source": words.splitlines(keepends=True)}  # fmt: skip


def _title(lesson: str, article: Article) -> str:
    """What a lesson is called, with its text."""
    return f"{lesson.replace('_', ' ')}: {_called(article)}"


def _called(article: Article) -> str:
    return str(article.about.get("title") or article.id).split(" (")[0]


def _note(article: Article) -> str:
    """What the text is about, where that may be hard to read."""
    note = article.about.get("content_note")
    return f"{note} If you would rather not read it, tell your teacher: there are others." if note else TAKE_TIME
