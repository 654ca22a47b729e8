"""The short test on paper: each form on a sheet of its own, and for the teacher who gets which one when.

The passages are the whole text of a form, so there is no article beside them, nothing to mark with a pen, and no exit
ticket.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from byline.gradebooks.roster import Student
from byline.handout.packing import written
from byline.handout.paper import CODE, CSS, Pack, entry_sheet, open_pack, page_head, task_of
from byline.jupyter import Mistake
from byline.kinds.passages import PLAIN
from byline.lesson.codes import printed_code
from byline.lesson.course import CHECK
from byline.lesson.turns import FORMS, forms_here, order_of
from byline.sheet import Note, Part, Table, framed, whole_page

TITLE = "The short test"
#: Form -> what it is called on paper.
CALLED = {form: f"form {form[-1].upper()}" for form in FORMS}
WHO = ("The code on a slip says in which order its student meets the forms, so that over a class none is the first "
       "more often than another.")  # fmt: skip


def print_forms(place: Path, students: Iterable[Student] = (), form: str = "") -> list[Path]:
    """Write students.html and teacher.html of the short test into a folder, with all forms or one; the two paths.

    Raises Mistake where there is no such form, ArticleError, NotSaved.
    """
    if not (names := [name for name in forms_here() if form in ("", name)]):
        raise Mistake(f"“{form}” is no form of the short test. There are: {', '.join(forms_here()) or 'none here'}.")
    packs = {name: open_pack(CHECK, name) for name in names}
    pages = {"students.html": _students(packs), "teacher.html": _teacher(packs, list(students))}
    return [written(place / name, page.encode("utf-8", "replace")) for name, page in pages.items()]


def _students(packs: dict[str, Pack]) -> str:
    """A worksheet for each form, on a page of its own."""
    sheets = "".join(f'<section class="article">{page_head(TITLE, CALLED[name], CODE)}'
                     f"{task_of(pack, 1, pack.exercises[0])}</section>" for name, pack in packs.items())  # fmt: skip
    return whole_page(TITLE, f'<main class="paper">{sheets}</main>', CSS)


def _teacher(packs: dict[str, Pack], students: Sequence[Student]) -> str:
    """Who gets which form, and each form with its verdicts and the sheet for quick entry."""
    forms = "".join(f"<h2>{CALLED[name].capitalize()}</h2>{framed([_verdicts(pack), *entry_sheet(pack)])}"
                    for name, pack in packs.items())  # fmt: skip
    return whole_page(f"{TITLE} – for the teacher", f"""<main class="teacher">
<h1>{TITLE} – for the teacher</h1>{framed(_who_gets_which(students))}{forms}</main>""", CSS)  # fmt: skip


def _who_gets_which(students: Sequence[Student]) -> list[Part]:
    """For each code the forms in the order of its student; without a class, how to get that."""
    note = Note("Not for students", "The whole key. It is never marked.")
    if not students:
        return [note, Note("Who gets which form", f"{WHO} With --class and the name of a class, they are listed here.")]
    rows = [(printed_code(one.codes[0]), *(CALLED[form] for form in order_of(one.codes[0]))) for one in students]
    heads = ("Code", "Before the lessons", "After them", "Four to six weeks later")
    return [note, Note("", WHO), Table("Which code gets which form", heads, rows)]


def _verdicts(pack: Pack) -> Table:
    """Each passage with its verdict and why."""
    rows = [(one.text, PLAIN[not one.sound], one.right) for one in pack.exercises[0].own]
    return Table(pack.exercises[0].prompt, ("Passage", "It is", "Why"), rows)
