"""What `byline marks` does: the class view, what the teacher accepts, the gradebook, the feedback pages, paper."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from byline.classroom.classes import Class, open_class
from byline.classroom.effects import learning, with_plane
from byline.classroom.report import Report, lesson_called
from byline.classroom.scores import mark_of, not_counted, unread
from byline.classroom.single import feedback_for_all, feedback_pages
from byline.classroom.typed import paper_table, take_table
from byline.classroom.view import class_page, look
from byline.gradebooks.csvs import open_csv, read_named, write_csv
from byline.gradebooks.gradebook import Mark, fill, list_page, plain_csv
from byline.lesson.course import CHECK, text_of
from byline.lesson.disk import read_file
from byline.sheet import escape, framed, whole_page

Lines = Iterator[str]


def act_on_marks(args: argparse.Namespace) -> Lines:
    """All that was asked for, in the order in which a teacher would do it. Raises Mistake, NotSaved."""
    of = open_class(args.name)
    text = args.text or text_of(args.lesson)
    if args.sheet:
        yield from _paper_sheet(of, args.lesson, text)
        return
    if args.paper:
        yield from take_table(of, text, _rows(args.paper), lesson_called(args.lesson).number)
    if lesson_called(args.lesson).number == CHECK:
        yield from _short_test(of)
        return
    report = Report(of, args.lesson)
    if args.accept or args.take_back:
        yield report.accept(args.accept) if args.accept else report.take_back(args.take_back)
        report = Report(of, args.lesson)
    yield from report.doubts
    page = f"pages/{report.lesson.number}.html"
    of.keep(page, class_page(report).encode())
    yield f"The class view: {of.folder / page}"
    if args.pages:
        yield from _feedback(report)
    if args.fill or args.list:
        yield from _gradebook(report, args)


def _short_test(of: Class) -> Lines:
    """What the class learned; the test itself is never marked."""
    page = "pages/short-test.html"
    body = framed(with_plane(learning(of.name)).parts)
    heading = f"<header><h1>{escape(of.name)}: the short test</h1></header>"
    of.keep(page, whole_page(f"{of.name}: short test", f"{heading}<main>{body}</main>", look()).encode())
    yield f"The short test is never marked. What it shows of the class as a whole: {of.folder / page}"


def _paper_sheet(of: Class, lesson: str, text: str) -> Lines:
    """An empty sheet for answers on paper, which a spreadsheet opens."""
    number = lesson_called(lesson).number
    name, sheet = f"pages/paper-{number}-{text}.csv", write_csv(paper_table(of, number, text))
    if read_file(of.folder / name) not in (b"", sheet):
        yield (f"{of.folder / name} is there already, and was changed since. It is left as it is: have it taken "
               f"(byline marks {of.name} {number} --paper FILE), or move it away for a new one.")  # fmt: skip
        return
    of.keep(name, sheet)
    yield f"{of.folder / name}: type the answers into it, a row for each student, and then: byline marks " \
          f"{of.name} {number} --paper FILE"  # fmt: skip


def _rows(name: str) -> list[list[str]]:
    return [[cell.says for cell in row] for row in open_csv(read_named(name)).rows]


def _feedback(report: Report) -> Lines:
    """A page for each student, under the code alone, and one with all of them to print."""
    folder = f"pages/feedback-{report.lesson.number}"
    pages = feedback_pages(report)
    for code, page in pages.items():
        report.of.keep(f"{folder}/{code}.html", page.encode())
    report.of.keep(f"{folder}/all.html", feedback_for_all(report).encode())
    yield f"Feedback: {len(pages)} pages, each under a code, in {report.of.folder / folder}"
    yield f"The same on one page, to print: {report.of.folder / folder / 'all.html'}"


def marks_of(report: Report, args: argparse.Namespace) -> dict[int, Mark]:
    """The marks by the students' places in the class."""
    way = args.by.replace("-", " ")
    return {n: mark_of(report, row, way, args.points) for n, row in enumerate(report.rows)}


def _gradebook(report: Report, args: argparse.Namespace) -> Lines:
    """The marks in a platform's own export, or in files for any other."""
    of, marks, title = report.of, marks_of(report, args), f"Byline {report.lesson.number}"
    if args.by != "completion" and (left := unread(report)):
        yield f"Open answers that are not read yet count 0: {', '.join(left)}."
    if left_out := not_counted(report):
        yield f"Not counted, since it is a guess: {', '.join(left_out)}."
    if args.list:
        of.keep(f"pages/marks-{report.lesson.number}.csv", plain_csv(of.students, marks))
        page = list_page(of.students, marks, title=title, out_of=args.points)
        of.keep(f"pages/marks-{report.lesson.number}.html", page.encode())
        yield f"Marks to key in: {of.pages / f'marks-{report.lesson.number}.html'}, and the same as .csv"
    if args.fill:
        found = fill(read_named(args.fill), of.students, marks, title=title, out_of=args.points, column=args.column)
        name = f"pages/{Path(args.fill).stem}-filled.csv"
        of.keep(name, found.data)
        yield from found.told
        yield f"To upload: {of.folder / name}. Your own file is as it was."
