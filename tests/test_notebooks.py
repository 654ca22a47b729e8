"""Every notebook runs from top to bottom, blank and answered with the key."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from byline.lesson.course import all_lessons
from byline.lesson.turns import FORMS

PROJECT = Path(__file__).parents[1]
FOLDER = PROJECT / "notebooks"
PAGES = sorted(FOLDER.rglob("*.ipynb"))
#: Those that have exercises: the page that opens first has none, nor have a teacher's pages.
LESSONS = [path for path in PAGES if path.stem != "lessons" and path.parent == FOLDER]
#: Commits the key's own answer to every exercise.
WITH_THE_KEY = """from byline import answer
from byline.lesson import current_desk
for name, one in current_desk().exercises.items():
    answer(name, current_desk().key_answer(one), sure="high")"""
#: What a text has nothing for is left out.
STATUSES = """import json
from byline import check
from byline.lesson import current_desk
from byline.making import why_left_out
there = [name for name in {names} if name in current_desk().exercises or not why_left_out(name)]
print(json.dumps({{name: check(name).status for name in there}}))"""


def exercises_in(notebook: Any) -> list[str]:
    """The exercises that a notebook shows, in order."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    return re.findall(r'^exercise\("([\w-]+)"\)$', code, re.MULTILINE)


def run(path: Path, place: Path, before: str = "", text: str = "") -> tuple[Any, dict[str, str]]:
    """Run a notebook in a copy of the folder: what it looks like then, and the status of its exercises.

    `before` is code to run after the cell that opens the article; `text` is one that was chosen earlier.
    """
    import nbformat  # takes seconds, which collecting the tests need not wait for
    from nbclient import NotebookClient

    shutil.copytree(PROJECT / "seeds", place / "seeds")
    shutil.copytree(FOLDER, place / "notebooks", ignore=shutil.ignore_patterns("answers", ".*"))
    notebook = nbformat.read(path, as_version=4)
    names = exercises_in(notebook)
    first = next(n for n, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    if before:
        notebook.cells.insert(first + 1, nbformat.v4.new_code_cell(before))
    if text:
        chosen = f"from byline import study_article\nstudy_article({text!r})"
        notebook.cells.insert(0, nbformat.v4.new_code_cell(chosen))
    notebook.cells.append(nbformat.v4.new_code_cell(STATUSES.format(names=names)))
    beside = {"metadata": {"path": place / path.parent.relative_to(PROJECT)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=beside).execute()
    return notebook, json.loads(notebook.cells[-1].outputs[0].text)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_notebook_runs_blank_and_nothing_is_solved(path: Path, tmp_path: Path) -> None:
    """Every cell runs in a fresh kernel beside the notebook without an error or a warning, and writes no answers."""
    notebook, statuses = run(path, tmp_path)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]
    assert len(statuses) >= (1 if path.stem.startswith("check_") else 3) or path not in LESSONS
    assert set(statuses.values()) <= {"not attempted"}
    assert not list((tmp_path / "notebooks").rglob("*.jsonl"))


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_is_whole_with_the_other_text(path: Path, tmp_path: Path) -> None:
    """With the flood chosen no cell fails, no exercise is missing, and each is solved by that text's key."""
    notebook, statuses = run(path, tmp_path, WITH_THE_KEY, text="flood")
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]
    assert set(statuses.values()) <= {"yes", "arguable"}, statuses
    [answers] = (tmp_path / "notebooks" / "answers").glob("*.jsonl")
    own = next(one.text for one in all_lessons() if one.file == path.stem)
    assert answers.stem in (FORMS if path.stem == "check_yourself" else (own or "flood",))


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_notebook_with_the_key_is_solved_and_shows_its_receipts(path: Path, tmp_path: Path) -> None:
    """Answered as the key has it, every exercise passes, and each receipt stands in the notebook as text."""
    notebook, statuses = run(path, tmp_path, WITH_THE_KEY)
    assert set(statuses.values()) <= {"yes", "arguable"}, statuses
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    texts = "".join(output["data"].get("text/plain", "") for output in outputs if "data" in output)
    assert [name for name in statuses if f"{name}, code " not in texts] == []
