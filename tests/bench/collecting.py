"""A thousand malformed hand-ins through all that a teacher does with them, and thirty good ones against the clock.

    python tests/bench/collecting.py [HOW_MANY]

The malformed ones are collected beside a good one, reported and drawn; the table says how many were taken and named,
what was written outside of the class's folder, and whether anything ran in the page, if there is a browser here. Then
thirty simulated students are collected, seen and marked: the time is for people, nothing here passes or fails.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser import a_page
from byline.classroom import classes
from byline.classroom.classes import new_class
from byline.classroom.collecting import collect
from byline.classroom.report import Report
from byline.classroom.scores import mark_of
from byline.classroom.view import class_page
from byline.lesson.handin import hand_in_of
from malformed import malformed, write_all
from students import a_class, send, worked

LESSON, AT_ONCE = "02", 100


@contextmanager
def a_school() -> Iterator[Path]:
    """A folder in which the classes lie, and nothing else."""
    before = classes.classes_folder
    with tempfile.TemporaryDirectory() as made:
        classes.classes_folder = lambda: Path(made, "classes")
        try:
            yield Path(made)
        finally:
            classes.classes_folder = before


def outside(place: Path, folder: Path) -> set[Path]:
    """All files of a place that are not in a folder of it."""
    return {path for path in place.rglob("*") if folder not in path.parents}


def through_all(numbers: range) -> dict[str, Any]:
    """What becomes of some malformed hand-ins beside a good one; all is put into one class, so many at once."""
    with a_school() as place:
        of = new_class("9B", [("Ana Example", {}), ("Ben Example", {})])
        whole = hand_in_of(worked("careless", LESSON, of.students[0].codes[0], place / "ana", 1))
        good = hand_in_of(worked("perfect", LESSON, of.students[1].codes[0], place / "ben", 2))
        told: dict[str, Any] = {"files": len(numbers), "taken": 0, "named": 0, "not spoken of": 0, "written outside": 0}
        for start in numbers[::AT_ONCE]:
            these = range(start, min(start + AT_ONCE, numbers.stop))
            sent = write_all(these, whole, place / f"sent{start}")
            (sent / "zz-good.json").write_bytes(good)
            before = outside(place, of.folder)
            found = collect(of, [sent])
            told["taken"] += found.taken
            told["named"] += len(found.left)
            told["written outside"] += len(outside(place, of.folder) ^ before)
            sources = "\n".join([*found.left, *(str(line["from"]) for line in of.lines("collected.jsonl"))])
            names = (malformed(n, whole)[0] for n in these)
            told["not spoken of"] += sum(name not in sources for name in names)
        told.update(reported(Report(of, LESSON)))
        return told


def reported(report: Report) -> dict[str, Any]:
    """What the report and the page make of it: the good one has its mark, and nothing runs."""
    page = class_page(report)
    good = next(row for row in report.rows if row.student.name == "Ben Example")
    return {"rows": len(report.rows), "exercises of the good one": len(good.done),
            "its mark": mark_of(report, good).points, "signs on the page": len(page), "page": page}  # fmt: skip


def ran_in(page: str) -> str:
    """What a browser says of a page: what ran in it, and what it asked for."""
    with tempfile.TemporaryDirectory() as made, a_page() as browser:
        path = Path(made, "02.html")
        path.write_text(page, encoding="utf-8")
        asked: list[str] = []
        browser.on("request", lambda request: asked.append(request.url))
        browser.goto(path.as_uri())
        browser.locator(".byline-all").check()
        return f"ran: {browser.evaluate('window.ran')}, asked for: {len(asked) - 1} more"


def thirty() -> Iterator[tuple[str, float]]:
    """The seconds that thirty students take, step by step."""
    with a_school() as place:
        of, sent = a_class(LESSON, place / "work")
        folder = send(sent, place / "sent")
        start = time.perf_counter()
        collect(of, [folder])
        yield "collected", (collected := time.perf_counter()) - start
        report = Report(of, LESSON)
        of.keep("pages/02.html", class_page(report).encode())
        yield "seen", (seen := time.perf_counter()) - collected
        for row in report.rows:
            mark_of(report, row)
        yield "marked", time.perf_counter() - seen
        yield "in all", time.perf_counter() - start


def main() -> None:
    """Print both tables."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    start = time.perf_counter()
    told = through_all(range(many))
    page = told.pop("page")
    for name, value in told.items():
        print(f"{name:28} {value}")
    print(f"{'seconds':28} {time.perf_counter() - start:.0f}")
    try:
        print(f"{'in the page':28} {ran_in(page)}")
    except BaseException as problem:  # no browser is here, or something ran
        print(f"{'in the page':28} {problem}")
    print("\nthirty students, in seconds")
    for name, seconds in thirty():
        print(f"{name:28} {seconds:.2f}")


if __name__ == "__main__":
    main()
