"""Has three students do a lesson, and nbgrader and otter grade it; runs in the environment that __main__ makes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

from byline.classroom.graders import make_nbgrader, make_otter
from students import STUDENTS, answer_lesson, marks_of

PROJECT = Path(__file__).parents[3]
#: What of a text students do not have.
SEALED = ("key.toml", "annotators")
Marks = Mapping[str, Mapping[str, float]]


def main(lesson: str, text: str, place: Path) -> int:
    """Build, answer, grade and compare; 1 where a grader differs from Byline, or Byline from what was earned."""
    notebook, seed = PROJECT / "notebooks" / f"{lesson}.ipynb", PROJECT / "seeds" / text
    course, otter = place / "course", place / "otter"
    make_nbgrader(notebook, seed, course)
    shown = make_otter(notebook, seed, otter)
    run("nbgrader", "generate_assignment", lesson, cwd=course)
    run("otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-config", "seeds", cwd=otter)
    earned = {student: answer_lesson(student, text, shown, desk_of(student, otter, place)) for student in STUDENTS}
    byline = {student: marks_of(text, shown, place / student) for student in STUDENTS}
    with ThreadPoolExecutor(1) as beside:
        theirs = beside.submit(graded_by_nbgrader, lesson, course, place)
        ours = {student: graded_by_otter(student, otter, place) for student in STUDENTS}
        graders = {"nbgrader": theirs.result(), "otter": ours}
    return tell(shown, byline, graders) + (byline != earned)


def run(*command: str, cwd: Path) -> None:
    """Run a grader's command; its own words are shown only where it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")


def desk_of(student: str, otter: Path, place: Path) -> Path:
    """A folder in which a student works: the lesson and its text."""
    shutil.copytree(otter, place / student, ignore=shutil.ignore_patterns("tests", "*.zip"))
    return place / student


def graded_by_nbgrader(lesson: str, course: Path, place: Path) -> Marks:
    """What nbgrader gives: each student sends the folder that was released, with the answers, and without the key."""
    for student in STUDENTS:
        sent = course / "submitted" / student / lesson
        shutil.copytree(course / "release" / lesson, sent, ignore=shutil.ignore_patterns(*SEALED))
        if (place / student / "answers").is_dir():
            shutil.copytree(place / student / "answers", sent / "answers")
    run("nbgrader", "autograde", lesson, cwd=course)

    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        return {student: {grade.name.removeprefix("points-"): grade.auto_score
                          for notebook in book.find_submission(lesson, student).notebooks
                          for grade in notebook.grades} for student in STUDENTS}  # fmt: skip


def graded_by_otter(student: str, otter: Path, place: Path) -> Mapping[str, float]:
    """What otter gives: each student sends one file: notebook, answers, and the text without its key."""
    sent, told = otter / f"{student}.zip", otter / student
    with zipfile.ZipFile(sent, "w") as packed:
        for path in (place / student).rglob("*"):
            if not {*SEALED} & {*path.parts}:
                packed.write(path, path.relative_to(place / student))
    told.mkdir()
    run("otter", "run", "-a", "autograder.zip", "-o", str(told), "--no-logo", sent.name, cwd=otter)
    found = json.loads((told / "results.json").read_text(encoding="utf-8"))["tests"]
    return {test["name"]: float(test["score"]) for test in found if "score" in test}


def tell(shown: Sequence[str], byline: Marks, graders: Mapping[str, Marks]) -> int:
    """Print student x exercise x grader; 1 where one differs."""
    print(f"{'student':8} {'exercise':8} {'Byline':>8} {'nbgrader':>8} {'otter':>8}")
    differ = 0
    for student, name in product(STUDENTS, shown):
        given = [byline[student][name], *(marks[student].get(name) for marks in graders.values())]
        differ += len({*given}) > 1
        figures = " ".join(f"{'–' if one is None else f'{one:g}':>8}" for one in given)
        print(f"{student:8} {name:8} {figures}  {'same' if len({*given}) == 1 else 'DIFFERENT'}")
    print(f"{len(shown) * len(STUDENTS)} compared: {f'{differ} different' if differ else 'all the same'}.")
    return int(differ > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
