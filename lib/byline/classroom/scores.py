"""What a student gets for a lesson: a share of what could be got, scaled to the teacher's points, and a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from byline.attempts import first_mark, is_judged, work_of
from byline.classroom.report import Done, Report, Row, right_at_first
from byline.exercises import WRITTEN, Exercise
from byline.gradebooks.gradebook import Mark
from byline.jupyter import Mistake

#: How a lesson can be marked: by what was committed, or by how the first commit is judged.
WAYS = ("completion", "first commit")
#: What counts for nothing either way: a guess, and a test form.
UNCOUNTED = ("predict", "passages")


def counted(report: Report) -> list[Exercise]:
    """The exercises of a lesson that a mark is made of."""
    return [e for e in report.exercises.values() if e.kind not in UNCOUNTED]


def mark_of(report: Report, row: Row, way: str = WAYS[1], out_of: float = 10) -> Mark:
    """A student's mark: no points where nothing was handed in. Raises Mistake where the way or the points are unknown.

    Of the first commit, right and accepted are 1; an open answer is a quarter of its level, and 0 until it is read.
    """
    if way not in WAYS or not 1 <= out_of <= 1000:
        raise Mistake(f"Marks are by “{WAYS[0]}” or by “{WAYS[1]}”, out of some points from 1 to 1000.")
    due = counted(report)
    if not row.done or not due:
        return Mark(None)
    got = sum(1.0 if way == WAYS[0] and e.id in row.done else _got(report, row, e) for e in due)
    return Mark(out_of * got / len(due), " ".join(_sentences(report, row)))


def _got(report: Report, row: Row, e: Exercise) -> float:
    """What one exercise brings at its first commit (0-1)."""
    done = row.done.get(e.id)
    if done is None:
        return 0
    if not is_judged(done.e):
        return (report.level(row, e.id) or 0) / 4
    return first_mark(work_of(done.e, done.state, done.first.status, done.now.status)) or 0


def _sentences(report: Report, row: Row) -> Iterator[str]:
    """What goes into a gradebook beside the mark: our own words and the teacher's, never a student's."""
    due = counted(report)
    judged = [done for done in row.done.values() if is_judged(done.e)]
    yield f"{sum(e.id in row.done for e in due)} of {len(due)} exercises done."
    if judged:
        right = sum(map(right_at_first, judged))
        yield f"{right} of {len(judged)} right at the first try."
    if again := [done.e.id for done in judged if _is_open(done)]:
        yield f"Look again at {', '.join(again)}."
    yield from (one.comment for id in report.exercises
                if (one := report.levels.get((id, row.student.codes[0]))) and one.comment)  # fmt: skip


def _is_open(done: Done) -> bool:
    """Whether the latest answer is not right yet, or was right only once the key had been looked at."""
    return done.now.status == "not yet" or (done.state.tries[-1].revealed and not right_at_first(done))


def unread(report: Report) -> list[str]:
    """Exercises with open answers that have no level yet, each with how many."""
    waiting = {id: sum(report.level(row, id) is None for row in report.rows if id in row.done)
               for id, e in report.exercises.items() if e.kind in WRITTEN}  # fmt: skip
    return [f"{n} of {id}" for id, n in waiting.items() if n]


def not_counted(report: Report) -> list[str]:
    """Exercises of the lesson that a mark leaves out."""
    return [id for id, e in report.exercises.items() if e.kind in UNCOUNTED]
