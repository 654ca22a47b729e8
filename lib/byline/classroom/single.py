"""The feedback page of a student, on paper or on a screen: open answers against one target, all else in a line each.

A single-point rubric has one target in the middle and room on both sides of it (Fluckiger, Single Point Rubric: A Tool
for Responsible Student Self-Assessment, 2010). No level is on the page; a name or a mark is where the teacher asks for
it, and nothing of the key that the student has not asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from byline.attempts import is_judged
from byline.classroom.levels import Level
from byline.classroom.report import Done, Report, Row
from byline.exercises import CALLED, WRITTEN, WRONG, Exercise, before_key
from byline.kinds.write import LEVELS
from byline.lesson.codes import printed_code
from byline.lesson.notices import line_as_text
from byline.sheet import Card, Drawing, Note, Part, Table, escape, framed, whole_page

#: The level that is asked for, and what a text on it does.
TARGET = 3
AIMED_AT = (f"{LEVELS[TARGET].capitalize()}. The words that show it are named, and it is clear whose claim they carry, "
            "and what follows from that for a reader.")  # fmt: skip
LEFT, MIDDLE, RIGHT = "Not yet, because", "The target", "Beyond it, because"
HERE = {LEFT: "Your answer is on this side.", MIDDLE: "Your answer meets it.", RIGHT: "Your answer is on this side."}
#: Things to look at again that are told of one exercise.
MOST = 2
#: Each student's on paper of her own; the three columns are equally wide, and what is short stands on one line.
LOOK = """section + section { break-before: page; }
.byline .byline-card { max-width: none; }
.byline .byline-card table { table-layout: fixed; }
.byline .byline-card caption { font: 600 var(--small)/1.4 var(--sans); }
.byline.byline .byline-card td + td { padding-inline-start: var(--apart); border-inline-start: 1px solid var(--rule); }
.byline > table tbody th { min-width: 5em; }
.byline.byline > table td:nth-of-type(-n+2) { white-space: nowrap; }
@container (max-width: 40rem) { .byline.byline .byline-card td + td { padding: var(--close) 0 0; border: 0; } }
@media print {
  .byline { font-size: var(--small); line-height: 1.4; }
  .byline.byline > table :is(th, td) { padding-block: .15rem; font-size: var(--tiny); }
}"""


def feedback_pages(
    report: Report, *, names: bool = False, marks: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """Code -> a whole HTML page with the feedback for that student; names and marks (by code) where they are wanted."""
    return {row.student.codes[0]: whole_page(title_of_page(report), _sheet(report, row, names, marks), LOOK)
            for row in report.rows if row.done}  # fmt: skip


def feedback_for_all(report: Report, *, names: bool = False, marks: Mapping[str, str] = MappingProxyType({})) -> str:
    """The same on one page, each student's on a sheet of her own, to be printed."""
    sheets = "".join(_sheet(report, row, names, marks) for row in report.rows if row.done)
    return whole_page(title_of_page(report), sheets, LOOK)


def title_of_page(report: Report) -> str:
    """What stands at its head: the lesson."""
    return f"{report.lesson.number} {report.lesson.title}"


def _sheet(report: Report, row: Row, names: bool, marks: Mapping[str, str]) -> str:
    parts = _parts(report, row, row.student.name if names else "", marks.get(row.student.codes[0], ""))
    return f"<section><h1>{escape(title_of_page(report))}</h1>{framed(parts)}</section>"


def _parts(report: Report, row: Row, name: str, mark: str) -> Iterator[Part]:
    code = row.student.codes[0]
    yield Note("For", ", ".join(filter(None, (name, printed_code(code)))))
    if mark:
        yield Note("Mark", mark)
    for id, done in row.done.items():
        if done.e.kind in WRITTEN:
            level = report.levels.get((id, code), Level(report.level(row, id)))
            yield Card(list(_single_point(done.e, done.state.answer, level)))
    if rows := [_line(done) for done in row.done.values() if done.e.kind not in WRITTEN]:
        yield Table("The other exercises", ("Exercise", "First try", "Now", "Look at again"), rows)
    if left := [id for id in report.exercises if id not in row.done]:
        yield Note("Not answered yet", ", ".join(left))


# --- an open answer -----------------------------------------------------------------------------------


def _single_point(e: Exercise, answer: str, level: Level) -> Iterator[Part]:
    """The question, the answer, and the target with what was said to the side of it on which the answer is."""
    yield Note(e.id, e.prompt)
    yield Note("You wrote", answer)
    if level.level is None:
        yield Note("From your teacher", level.comment) if level.comment else Note("", "Not read yet.")
    if level.stale:
        yield Note("", "This was said of your answer as it was before you changed it.")
    if level.level is not None:
        yield _beside_the_target(level.level, level.comment)
    if level.flag:
        yield Note("", "Talk to me about this one.")


def _beside_the_target(level: int, comment: str) -> Table:
    """The target in the middle, and what was said on the side of it on which the answer is."""
    side = LEFT if level < TARGET else MIDDLE if level == TARGET else RIGHT
    said = {**dict.fromkeys((LEFT, MIDDLE, RIGHT), ""), side: comment or HERE[side]}
    cells = (_cell(LEFT, said[LEFT]), _cell(MIDDLE, AIMED_AT, said[MIDDLE]), _cell(RIGHT, said[RIGHT]))
    return Table("Your answer beside the target", (), [cells], head=-1)


def _cell(label: str, *words: str) -> Drawing:
    """What is said under a label, each on a line of its own; on a narrow screen the cells stand one above the other."""
    told = [line for line in words if line]
    html = "".join(f"<br><bdi>{escape(line)}</bdi>" for line in told)
    return Drawing(f"<b>{escape(label)}</b>{html}", f"{label}: {' '.join(told)}")


# --- all the others -----------------------------------------------------------------------------------


def _line(done: Done) -> tuple[str, str, str, str]:
    """The exercise, its first try, how it is now, and what to look at again."""
    if not is_judged(done.e) or done.first.status == "saved":
        return done.e.id, "answered", "–", ""
    after = " (key seen)" if done.state.tries[-1].revealed else ""
    again = _again(done) if done.now.status == "not yet" else ""
    return done.e.id, CALLED[done.first.status], f"{CALLED[done.now.status]}{after}", again


def _again(done: Done) -> str:
    """What to look at again, as the student may see it: without the key, unless she has asked for it."""
    told = done.now if done.state.revealed else before_key(done.now)
    lines = [line for line in told.lines if line.outcome in WRONG]
    more = f" And {len(lines) - MOST} more." if len(lines) > MOST else ""
    return " ".join(map(line_as_text, lines[:MOST])) + more
