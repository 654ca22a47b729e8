"""The pages of a student's copy: the README, the page that opens first, and the lesson without what tells answers."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from byline.exercises import number_of
from byline.lesson.course import called
from newsmarks.model import Article

Page = dict[str, Any]
KERNEL = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
          "language_info": {"name": "python"}}  # fmt: skip
#: What of a cell's settings stays.
SETTINGS = ("deletable", "editable")
FOLD = re.compile(r"<details>\s*<summary>(.*?)</summary>(.*?)</details>\n*", re.DOTALL)
#: A heading, or a fold: whichever comes next.
HEADING_OR_FOLD = re.compile(rf"^## ([^\n]+)$|{FOLD.pattern}", re.DOTALL | re.MULTILINE)
#: Words between two comments, which no page shows: "<!-- flood -->Think of the wells.<!-- /flood -->" is for that text;
#: "choose" stands around what is for a folder with several texts, "feedback" around what needs feedback at once, and
#: "notebook" around what holds in JupyterLab only.
MARKED = re.compile(r"<!-- (\w+) -->(.*?)<!-- /\1 -->", re.DOTALL)
#: A row of the first cell's table that has nothing to say any more.
EMPTY_ROW = re.compile(r"^\| \*\*[^|\n]*\| *\|\n", re.MULTILINE)
#: Signs of Markdown and tags that a fold does without when it comes as plain words.
SIGNS = re.compile(r"<[^>]+>|\*\*|`|(?<!\w)\*|\*(?!\w)")
NEXT = re.compile(r"^\[Next: [^\]]*\]\((\w+)\.ipynb\)\n*", re.MULTILINE)
LINK = re.compile(r"\[([^\]]*)\]\((\w+)\.ipynb\)")
EXERCISE = re.compile(r'^exercise\("', re.MULTILINE)
#: A box with an exercise, and its name.
BOX = re.compile(r'exercise\("([\w-]+)"\)$')

TAKE_TIME = "Take your time with it."
HAND_IN = ("<!-- notebook -->\n## Hand in\n\nThe box shows what you answered. Press *Write the file to hand in* under "
           "it, and send your teacher the file that ends in .json. It has a code in place of your name.\n"
           "<!-- /notebook -->")  # fmt: skip
LATER = ("<!-- notebook -->\n## When the feedback comes\n\nAfter the class has handed in, your teacher gives you a "
         "small file. Put it into the folder “notebooks”, beside this page, and run this box. Until then it only says "
         "that there is no file yet.\n<!-- /notebook -->")  # fmt: skip
#: Between the README and what it says of the feedback: after collecting, or at once.
PARTS = "\n\n---\n\n"


def readme(lesson: str, article: Article, *, sealed: bool) -> str:
    """How to open it, where the code goes, how to hand in, and when the feedback comes."""
    whole, after, at_once = (Path(__file__).parent / "student.md").read_text(encoding="utf-8").strip().split(PARTS)
    return whole.format(title=_title(lesson, article), note=_note(article), when=after if sealed else at_once) + "\n"


def front_page(file: str, *articles: Article) -> Page:
    """The page that opens first: the lesson (of several, the first), which texts there are, and how far one is."""
    read = "\n\n".join(f"You read: {called(article)}. {_note(article)}" for article in articles)
    words = (f"# Your lesson\n\n{read}\n\n"
             "<!-- notebook -->\nClick on the grey box below and press **Shift + Enter**, or the ▶ button at the top.\n"
             f"<!-- /notebook -->\n\nClick on your lesson in the map, or [open it here]({file}.ipynb).")  # fmt: skip
    opening = "from byline import lessons, study_article\n\narticle = study_article()\nlessons()"
    return _page([_text(words), _code(opening), _text("Run this box, and you see how far you are."),
                  _code("from byline import progress\n\nprogress()")])  # fmt: skip


def made_of_exercises(lesson: str, article: Article, names: Iterable[str], *, sealed: bool, named: str = "") -> Page:
    """A lesson with a text that no notebook is written for: the text, its exercises, and the hand-in.

    It opens the text that was chosen, or the one that is `named`.
    """
    which = json.dumps(named) if named else ""
    opening = ("from byline import exercise, export_answers, read, recap, show, study_article\n\n"
               f"article = study_article({which})\nshow(read(article), layers=[])")  # fmt: skip
    cells = [_text(f"# {_title(lesson, article)}\n\n{_note(article)}\n\nThe first box shows the whole text."),
             _code(opening)]  # fmt: skip
    for n, name in enumerate(names, 1):
        cells += [_text(f"## Exercise {n}"), _code(f'exercise("{name}")', deletable=False, editable=False)]
    cells += [_text("## Looking back"), _code(f'recap("{number_of(lesson)}")')]
    cells += [_text(HAND_IN), _code("export_answers()", deletable=False, editable=False)]
    return _page([*cells, *_for_later(sealed)])


def packed_notebook(
    page: Mapping[str, Any], texts: Sequence[str], *, sealed: bool, there: Collection[str] = (),
    asked: Sequence[str] | None = None,
) -> Page:
    """A lesson for a copy with some texts: without outputs, and without words about what is not here.

    Where it is said what is `asked`, boxes of other exercises go, and what has no box in the lesson follows its last.

    Links to other pages than those that are `there` go, too. With several texts, what is for one of them stays between
    its comments. Sealed, no fold is left after the first exercise: what stands there is for after the answer (see
    `folds_of`).
    """
    cells, handing_in = list[Page](), False
    for cell, source, begun in _sources(page, texts if sealed else [*texts, "feedback"], texts):
        if cell["cell_type"] == "code":
            handing_in = handing_in or source.startswith("export_answers(")
            cells += [_text(HAND_IN)] if source.startswith("export_answers(") else []
            cells.append(_code(source, **_settings(cell)))
        elif words := _tidy(FOLD.sub("", source) if sealed and begun else source, there):
            cells.append(_text(words, **_settings(cell)))
    return _page([*(cells if asked is None else _asking(cells, asked)), *_for_later(sealed and handing_in)])


def _asking(cells: Sequence[Page], asked: Sequence[str]) -> Iterator[Page]:
    """The cells with the boxes of these exercises and no others; those that have none here come behind the last."""
    found = ((n, BOX.match("".join(cell["source"]))) for n, cell in enumerate(cells))
    boxes = {n: box[1] for n, box in found if box}
    for n, cell in enumerate(cells):
        if boxes.get(n) is None or boxes[n] in asked:
            yield cell
        for name in asked if n == max(boxes, default=-1) else ():
            if name not in boxes.values():
                yield _text("## One more about this text")
                yield _code(f'exercise("{name}")', deletable=False, editable=False)


def folds_of(page: Mapping[str, Any], text: str) -> list[dict[str, str]]:
    """What stood in the folds that a sealed copy does without, each with its title, as plain words."""
    found, under = [], ""
    for cell, source, begun in _sources(page, [text, "feedback"], [text]):
        if cell["cell_type"] == "markdown":
            for heading, summary, words in HEADING_OR_FOLD.findall(source):
                under = heading or under
                if summary and begun:
                    told = {"title": " – ".join(filter(None, (under, summary))), "text": _tidy(words)}
                    found.append({name: SIGNS.sub("", said) for name, said in told.items()})
    return found


def _sources(
    page: Mapping[str, Any], here: Collection[str], texts: Collection[str]
) -> Iterator[tuple[Mapping[str, Any], str, bool]]:
    """Each cell, with its words as far as they are about what is here, and whether an exercise stands before it."""
    begun, open_yet = False, {"notebook", *((*texts, "choose") if len(texts) > 1 else ())}
    cells = [(cell, "".join(cell["source"])) for cell in page["cells"]]
    for (cell, source), (_, after) in zip(cells, [*cells[1:], ({}, "")], strict=True):
        if cell["cell_type"] == "code":
            begun = begun or bool(EXERCISE.search(source))
        else:  # how to hand in is said once, by us
            closing = {"choose"} if after.startswith("export_answers(") else set[str]()
            source = keep_about(source, here, open_yet - closing)
        yield cell, source, begun


def keep_about(source: str, here: Collection[str], later: Collection[str] = ()) -> str:
    """Words without those that are about what is not here, and without the comments that say so.

    Words about what is only decided `later` stay between their comments.
    """

    def kept(marked: re.Match[str]) -> str:
        name, words = marked[1], keep_about(marked[2], here, later)
        return f"<!-- {name} -->{words}<!-- /{name} -->" if name in later else words if name in here else ""

    return EMPTY_ROW.sub("", MARKED.sub(kept, source))


def _tidy(source: str, there: Collection[str] = ()) -> str:
    """A cell of prose without links that lead nowhere, and without what was left empty."""
    source = NEXT.sub(lambda link: link[0] if link[1] in there else "", source)
    source = LINK.sub(lambda link: link[0] if link[2] in ("lessons", *there) else link[1], source)
    return re.sub(r"\n{3,}", "\n\n", source).strip()


def _for_later(sealed: bool) -> list[Page]:
    """The box that opens the feedback once it is there."""
    return [_text(LATER), _code("from byline import open_feedback\n\nopen_feedback()")] if sealed else []


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
    return f"{lesson.replace('_', ' ')}: {called(article)}"


def _note(article: Article) -> str:
    """What the text is about, where that may be hard to read."""
    note = article.about.get("content_note")
    return f"{note} If you would rather not read it, tell your teacher: there are others." if note else TAKE_TIME
