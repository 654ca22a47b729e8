"""A lesson for nbgrader and for otter: the same notebook, and each exercise counts as its first commit does."""

from __future__ import annotations

import json
import re
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bench.attack import in_places
from bench.graders.students import STUDENTS, answer_lesson, marks_of, working_in, wrong_answer
from byline.handout.graders import make_nbgrader, make_otter, points
from byline.handout.packing import pack_lesson
from byline.lesson.desk import Desk
from newsmarks.text import ArticleError
from test_house import PYPROJECT, distribution, pinned

PROJECT = Path(__file__).parents[1]
LESSON = PROJECT / "notebooks" / "02_who_says_so.ipynb"
SEEDS = PROJECT / "seeds"
JUDGED = ["02-j", "02-k", "02-a", "02-d", "02-e", "02-l", "02-f", "02-m", "02-g", "02-c"]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder to work in, with the texts."""
    shutil.copytree(SEEDS, tmp_path / "seeds")
    with working_in(tmp_path):
        yield tmp_path


def graded(page: dict[str, Any], *, manual: bool = False) -> dict[str, dict[str, Any]]:
    """Exercise -> the cell of a notebook that has its points."""
    which = "task" if manual else "grade"
    return {cell["id"].removeprefix("points-"): cell for cell in page["cells"]
            if cell["metadata"].get("nbgrader", {}).get(which)}  # fmt: skip


def source_of(notebook: Path, text: str, course: Path) -> dict[str, Any]:
    made = make_nbgrader(notebook, SEEDS / text, course)
    return json.loads((made / notebook.name).read_bytes())  # type: ignore[no-any-return]


# What an exercise counts


def test_the_first_commit_counts(place: Path) -> None:
    """Right or arguable is a point, and stays one; what was not yet right stays none, whatever comes later."""
    here = Desk("flood")
    e, f = here.exercise("02-a"), here.exercise("02-e")
    assert points("02-a", "seeds/flood") == 0
    here.commit(e, here.key_answer(e))
    here.commit(e, wrong_answer(here, e))
    here.commit(f, wrong_answer(here, f))
    here.commit(f, here.key_answer(f))
    assert (points("02-a", "seeds/flood"), points("02-e", "seeds/flood")) == (1, 0)


def test_a_first_commit_after_the_key_was_seen_counts_nothing(place: Path) -> None:
    """As it stands in the file; no page allows it."""
    here = Desk("flood")
    e = here.exercise("02-e")
    here.add(e, "reveal")
    here.commit(e, here.key_answer(e))
    assert points("02-e", "seeds/flood") == 0


@pytest.mark.parametrize("name", ["00-a", "02-i"])
def test_a_guess_and_a_text_have_no_points_of_a_machine(name: str, place: Path) -> None:
    here = Desk("flood")
    here.commit(here.exercise(name), here.key_answer(here.exercise(name)))
    assert points(name, "seeds/flood") == 0


def test_answers_that_cannot_be_used_are_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not sent at all, or damaged: the rest counts, and the page of feedback says why."""
    here = Desk("flood")
    points("02-e", "seeds/flood")
    assert capsys.readouterr().out == "No answers came with this notebook.\n"
    here.commit(here.exercise("02-e"), here.key_answer(here.exercise("02-e")))
    points("02-e", "seeds/flood")
    assert capsys.readouterr().out == ""
    with here.answers.path.open("a") as file:
        file.write('{"torn\n\n')
    assert points("02-e", "seeds/flood") == 1
    assert "damaged" in capsys.readouterr().out


@pytest.mark.parametrize("fault", ["no exercise", "no key", "sealed"])
def test_where_nothing_can_be_judged_there_is_an_error(fault: str, place: Path) -> None:
    """A grader that was set up wrongly says so: it does not give everybody nothing in silence."""
    seed = place / "seeds" / "flood"
    asked = seed / "exercises.toml"
    if fault == "no key":
        (seed / "key.toml").unlink()
    elif fault == "sealed":
        asked.write_text(f"sealed = true\n{asked.read_text(encoding='utf-8')}", encoding="utf-8")
    with pytest.raises(ArticleError):
        points("02-zz" if fault == "no exercise" else "02-e", seed)


def test_answers_given_in_a_sealed_copy_have_their_points_by_the_teacher_s_key(tmp_path: Path) -> None:
    """By the places of options and passages there; the question is known again, for every exercise."""
    with zipfile.ZipFile(pack_lesson("02", tmp_path, text="flood")) as packed:
        packed.extractall(tmp_path)
    here = Desk("flood")
    with working_in(next(tmp_path.glob("*/seeds")).parent):
        sealed = Desk("flood")
        for name in JUDGED:
            e = here.exercise(name)
            sealed.commit(sealed.exercise(name), in_places(e, here.key_answer(e)))
        assert sealed.key is None and [points(name, SEEDS / "flood") for name in JUDGED] == [1] * 10


# The course


@pytest.mark.parametrize("text", ["mariupol", "flood"])
def test_each_exercise_has_its_graded_cell_behind_it(text: str, tmp_path: Path) -> None:
    """One point each, locked, for what is judged; a text has a cell that waits for the teacher; a guess has none."""
    page = source_of(LESSON, text, tmp_path)
    before = {b["id"]: "".join(a["source"]) for a, b in zip(page["cells"], page["cells"][1:], strict=False)}
    cells = graded(page)
    assert list(cells) == JUDGED and list(graded(page, manual=True)) == ["02-i"]
    for name, cell in {**cells, **graded(page, manual=True)}.items():
        assert before[cell["id"]] == f'exercise("{name}")'
        assert cell["metadata"]["nbgrader"]["points"] == 1 and cell["metadata"]["nbgrader"]["locked"]
    start = source_of(PROJECT / "notebooks" / "00_start_here.ipynb", text, tmp_path)
    assert "00-i" in graded(start, manual=True) and "00-a" not in {**graded(start), **graded(start, manual=True)}


def test_nothing_else_of_the_lesson_changes(tmp_path: Path) -> None:
    """Without the graded cells it is the lesson, but that it opens the text of the assignment."""
    lesson = json.loads(LESSON.read_bytes())
    left = [cell for cell in source_of(LESSON, "flood", tmp_path)["cells"] if "nbgrader" not in cell["metadata"]]
    changed = [cell["id"] for cell, was in zip(left, lesson["cells"], strict=True)
               if "".join(cell["source"]) != "".join(was["source"])]  # fmt: skip
    assert changed == ["01-194707"]
    assert 'study_article("flood")' in next(cell["source"] for cell in left if cell["id"] == "01-194707")


def test_what_a_student_gets_does_not_ask_for_points(tmp_path: Path) -> None:
    """All but the first line of a graded cell stands where nbgrader takes it out of the released notebook."""
    for cell in graded(source_of(LESSON, "flood", tmp_path)).values():
        first, begin, *_, end = cell["source"].splitlines()
        assert (begin, end) == ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS") and first.startswith("# ")


def test_run_in_a_fresh_kernel_the_course_s_notebook_gives_the_points_of_the_hand_in(tmp_path: Path) -> None:
    """Half right, with a retry after the reveal: beside the answers, as nbgrader runs it."""
    import nbformat
    from nbclient import NotebookClient

    folder = make_nbgrader(LESSON, SEEDS / "mariupol", tmp_path)
    earned = answer_lesson("half", "mariupol", JUDGED, folder)
    notebook = nbformat.read(folder / LESSON.name, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
    given = {name: float(cell["outputs"][-1]["data"]["text/plain"]) for name, cell in graded(notebook).items()}
    assert given == earned == marks_of("mariupol", JUDGED, folder)
    assert sum(earned.values()) == 5


def test_a_text_that_lacks_an_exercise_of_the_lesson_is_named(tmp_path: Path) -> None:
    """Before anything is written."""
    shutil.copytree(SEEDS / "flood", tmp_path / "mine")
    (tmp_path / "mine" / "exercises.toml").unlink()
    with pytest.raises(ArticleError, match="no exercise “02-j”"):
        make_nbgrader(LESSON, tmp_path / "mine", tmp_path / "course")
    assert not (tmp_path / "course").exists()


# The assignment


@pytest.mark.parametrize("student", STUDENTS)
def test_the_tests_for_otter_pass_where_a_point_was_earned(
    student: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the teacher's key, even where a student sends a text without one."""
    files = ModuleType("otter.test_files")
    files.test_case = lambda **_: lambda test: test  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "otter.test_files", files)
    shown = make_otter(LESSON, SEEDS / "flood", tmp_path / "source" / "files")
    student_s = tmp_path / "submission"
    shutil.copytree(tmp_path / "source" / "files" / "seeds", student_s / "seeds")
    earned = answer_lesson(student, "flood", shown, student_s)
    (student_s / "seeds" / "flood" / "key.toml").unlink()
    with working_in(student_s):
        passed = {path.stem: passes(path) for path in (tmp_path / "source" / "files" / "tests").glob("*.py")}
    assert shown == JUDGED and passed == {name: mark == 1 for name, mark in earned.items()}


def passes(path: Path) -> bool:
    """Whether the one test of a file for otter passes."""
    here: dict[str, Any] = {}
    exec(path.read_text(), here)
    assert (here["name"], here["OK_FORMAT"]) == (path.stem, 0)
    try:
        here["test_the_first_commit"]()
    except AssertionError:
        return False
    return True


# The trial


def test_the_trial_s_pins_are_whole_and_agree_with_the_lessons_pins() -> None:
    """Both graders, each package with its hashes, and what byline needs in the versions of lib/pins.txt."""
    file = "../tests/bench/graders/pins.txt"
    pins, needs = pinned(file), [distribution(need) for need in PYPROJECT["project"]["dependencies"]]
    assert {"nbgrader", "otter-grader", "setuptools"} <= pins.keys()
    assert {name: pins[name] for name in needs} == {name: pinned("pins.txt")[name] for name in needs}
    text = (PROJECT / "lib" / file).read_text(encoding="utf-8")
    assert len(re.findall(r"==\S.* \\\n    --hash=sha256:", text)) == sum(map(len, pins.values()))
