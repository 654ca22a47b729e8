"""A lesson for a course that nbgrader or otter grades: their files are made from the lesson's own notebook.

Both run a student's notebook anew, beside the answers that were sent with it (the folder “answers”), and ask `points`.
So an exercise counts there as it counts here, by its first commit; a guess has no points, and a text is left to be
read. Both also run whatever else a student wrote, where the key is: that is their way. A hand-in is never run.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from byline.attempts import first_mark, fitting, is_judged, works
from byline.exercises import WRITTEN, Exercise
from byline.key import Key, load_key
from byline.kinds import open_exercises
from byline.lesson.answers import Answers
from byline.lesson.disk import replace
from byline.making import why_left_out
from byline.seeds.folders import open_folder
from newsmarks.model import Article
from newsmarks.text import ArticleError

SHOWN = re.compile(r'^exercise\("([\w-]+)"\)$', re.MULTILINE)
#: What nbgrader wants to know of each cell that is not the student's own.
LOCKED = {"schema_version": 3, "grade": False, "solution": False, "locked": True, "task": False}
#: The graded cell: students get its first line alone.
GRADED = """# The points for {name} are counted when your teacher grades this.
### BEGIN HIDDEN TESTS
from byline.handout.graders import points
points("{name}", "seeds/{text}")
### END HIDDEN TESTS"""
READ = "*Your teacher reads what you wrote in {name}: a level from 0 to 4, each a quarter of a point.*"
#: A test for otter, which unpacks what is the teacher's beside the submission: a key that is sent along is no key.
TEST = """from otter.test_files import test_case

OK_FORMAT = 0
name = "{name}"

@test_case(points=1, hidden=True)
def test_the_first_commit():
    from byline.handout.graders import points
    assert points("{name}", "../source/files/seeds/{text}") == 1
"""


@cache
def _opened(seed: Path) -> tuple[Article, dict[str, Exercise], Key]:
    """Article, exercises and key of a seed's folder. Raises ArticleError."""
    return open_folder(seed), open_exercises(seed), load_key(seed)


def points(name: str, seed: str | Path) -> float:
    """What an exercise counts (0 or 1) by the answers in the folder “answers”: see `first_mark`; `seed` has the key.

    Where lines of the answers cannot be used, or none came, it says so. Raises ArticleError where there is no such
    exercise, or no key to judge by.
    """
    article, exercises, key = _opened(Path(seed).resolve())
    e = exercises.get(name)
    if e is None or e.sealed:
        raise ArticleError(f"“{seed}” has no exercise “{name}” with its key. Give the folder that the teacher keeps.")
    answers = Answers(article)
    state = fitting(e, article, answers.state(name, e.questions))
    for note in answers.notes if answers.size >= 0 else ["No answers came with this notebook."]:
        print(note)
    return sum(first_mark(work) or 0.0 for work in works({name: e}, {name: state}, key))


def make_nbgrader(notebook: Path, seed: Path, course: Path) -> Path:
    """Put a lesson with its text into a course of nbgrader's, as “source/LESSON”, and give that folder.

    What is judged has one point, and so has a text, which the teacher reads. Raises ArticleError, OSError.
    """
    place, page = course / "source" / notebook.stem, json.loads(notebook.read_bytes())
    page["cells"] = list(_graded_cells(page["cells"], open_exercises(seed), seed.name))
    _lay(place, notebook.name, page, seed)
    return place


def make_otter(notebook: Path, seed: Path, place: Path) -> list[str]:
    """Lay a lesson out for `otter generate`, run in `place`: the notebook as it is, tests, and the text with its key.

    Gives the exercises that have a test, and so a point. Raises ArticleError, OSError.
    """
    page, exercises = json.loads(notebook.read_bytes()), open_exercises(seed)
    judged = [e.id for cell in page["cells"] for e in _shown(cell, exercises) if is_judged(e)]
    _lay(place, notebook.name, page, seed)
    (place / "tests").mkdir(exist_ok=True)
    for name in judged:
        replace(place / "tests" / f"{name}.py", TEST.format(name=name, text=seed.name).encode())
    return judged


def _lay(place: Path, name: str, page: Mapping[str, Any], seed: Path) -> None:
    """Write a notebook and its text into a folder; the first code cell there opens that text."""
    first = next(cell for cell in page["cells"] if cell["cell_type"] == "code")
    first["source"] = "".join(first["source"]).replace("study_article()", f'study_article("{seed.name}")')
    shutil.copytree(seed, place / "seeds" / seed.name, dirs_exist_ok=True)
    replace(place / name, json.dumps(page, ensure_ascii=False, indent=1).encode())


def _graded_cells(cells: list[Any], exercises: Mapping[str, Exercise], text: str) -> Iterator[dict[str, Any]]:
    """The cells of a lesson, each exercise with the cell behind it that has its points."""
    for cell in cells:
        yield cell
        for e in _shown(cell, exercises):
            if is_judged(e):
                yield _cell("code", e.id, GRADED.format(name=e.id, text=text), grade=True)
            elif e.kind in WRITTEN:
                yield _cell("markdown", e.id, READ.format(name=e.id), task=True)


def _shown(cell: Mapping[str, Any], exercises: Mapping[str, Exercise]) -> list[Exercise]:
    """The exercises that a cell shows. Raises ArticleError where the text has none of that name."""
    names = SHOWN.findall("".join(cell["source"])) if cell["cell_type"] == "code" else []
    names = [name for name in names if name in exercises or not why_left_out(name)]
    if missing := [name for name in names if name not in exercises]:
        raise ArticleError(f"This text has no exercise “{missing[0]}”, which the lesson shows. Take another text.")
    return [exercises[name] for name in names]


def _cell(kind: str, name: str, source: str, **what: bool) -> dict[str, Any]:
    """A cell of nbgrader's for one point."""
    cell = {"cell_type": kind, "id": f"points-{name}", "source": source,
            "metadata": {"nbgrader": {**LOCKED, "grade_id": f"points-{name}", "points": 1, **what}}}  # fmt: skip
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})
