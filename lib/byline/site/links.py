"""A link for each student of a class: the code stands behind a # in it, which no browser sends to a server."""

from __future__ import annotations

from pathlib import Path

from byline.classroom.classes import Class, Student, open_class
from byline.gradebooks.csvs import write_csv
from byline.lesson.codes import printed_code
from byline.lesson.disk import explaining, replace

HEAD = ("Name", "Code", "Link")


def write_links(name: str, base: str) -> Path:
    """Write the list of a class's links among its pages, for the teacher alone. Raises Mistake, NotSaved."""
    of = open_class(name)
    path = of.pages / "links.csv"
    rows = [(student.called, printed_code(student.codes[0]), link_of(of, student, base)) for student in of.students]
    with explaining(path, "cannot be written", "The one from before, if there is one, is as it was."):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, write_csv([HEAD, *rows]))
    return path


def link_of(of: Class, student: Student, base: str) -> str:
    """The address that puts a student's code in."""
    return f"{base}index.html#class={of.name}&code={printed_code(student.codes[0])}"
