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

from byline.handout.graders import make_nbgrader, make_otter
from students import STUDENTS, answer_lesson, hand_slip, marks_of, points_in_class, start_class

PROJECT = Path(__file__).parents[3]
#: What of a text students do not have.
SEALED = ("key.toml", "annotators")
ALL = "all"
Marks = Mapping[str, Mapping[str, float]]


def main(lesson: str, text: str, place: Path) -> int:
    """Build, answer, grade and compare; 1 where a grader differs from Byline."""
    notebook, seed = PROJECT / "notebooks" / f"{lesson}.ipynb", PROJECT / "seeds" / text
    course, otter = place / "course", place / "otter"
    make_nbgrader(notebook, seed, course)
    shown = make_otter(notebook, seed, otter)
    run("nbgrader", "generate_assignment", lesson, cwd=course)
    run("otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-config", "seeds", cwd=otter)
    byline = graded_by_byline(lesson, text, shown, place)
    with ThreadPoolExecutor(1) as beside:
        theirs = beside.submit(graded_by_nbgrader, lesson, course, place)
        ours = {student: graded_by_otter(student, otter, place) for student in STUDENTS}
        graders = {"nbgrader": theirs.result(), "otter": ours}
    return int(tell([*shown, ALL], byline, graders) > 0)


def run(*command: str, cwd: Path) -> None:
    """Run a grader's command; its own words are shown only where it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        print(*command, done.stdout, done.stderr, sep="\n", file=sys.stderr)
        sys.exit(2)


def graded_by_byline(lesson: str, text: str, shown: Sequence[str], place: Path) -> Marks:
    """What Byline gives, by exercise and, as `byline marks` has it, in all. Ends where answers earn something else."""
    teacher, marks = place / "teacher", dict[str, dict[str, float]]()
    shutil.copytree(PROJECT / "seeds" / text, teacher / "seeds" / text)
    of = start_class(teacher)
    for student in STUDENTS:
        shutil.copytree(place / "otter" / "seeds", place / student / "seeds")
        shutil.copy(place / "otter" / f"{lesson}.ipynb", place / student)
        hand_slip(of, student, place / student)
        earned = answer_lesson(student, text, shown, place / student)
        marks[student] = marks_of(text, shown, place / student)
        if marks[student] != earned:
            sys.exit(f"Byline gives “{student}” {marks[student]}, for answers that earn {earned}.")
    for student, points in points_in_class(of, lesson, list(place.glob("*/answers/hand-in-*.json")), teacher).items():
        marks[student][ALL] = points
    return marks


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
        sent = {student: book.find_submission(lesson, student) for student in STUDENTS}
        return {student: {ALL: one.score, **{grade.name.removeprefix("points-"): grade.auto_score
                                             for notebook in one.notebooks for grade in notebook.grades}}
                for student, one in sent.items()}  # fmt: skip


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
    given = {test["name"]: float(test["score"]) for test in found if "score" in test}
    return given | {ALL: sum(given.values())}


def tell(shown: Sequence[str], byline: Marks, graders: Mapping[str, Marks]) -> int:
    """Print student x exercise x grader; how often they differ."""
    print(f"{'student':8} {'exercise':8} {'Byline':>8} {'nbgrader':>8} {'otter':>8}")
    differ = 0
    for student, name in product(STUDENTS, shown):
        given = [byline[student][name], *(marks[student].get(name) for marks in graders.values())]
        differ += len({*given}) > 1
        figures = " ".join(f"{'–' if one is None else f'{one:g}':>8}" for one in given)
        print(f"{student:8} {name:8} {figures}  {'same' if len({*given}) == 1 else 'DIFFERENT'}")
    print(f"{len(shown) * len(STUDENTS)} compared: {f'{differ} different' if differ else 'all the same'}.")
    return differ


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
