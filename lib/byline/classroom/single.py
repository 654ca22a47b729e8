"""The feedback page of a student, on paper or on a screen: open answers against one target, all else in a line each.

A single-point rubric has one target in the middle and room on both sides of it (Fluckiger, Single Point Rubric: A Tool
for Responsible Student Self-Assessment, 2010). No level is on the page; a name or a mark is where the teacher asks for
it, and nothing of the key that the student has not asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from byline.classroom.levels import Level
from byline.exercises import WRONG, Exercise, before_key
from byline.key import Key
from byline.kinds import assess
from byline.kinds.write import LEVELS
from byline.learning import State, is_judged
from byline.lesson.codes import printed_code
from byline.lesson.notices import line_as_text
from byline.sheet import Card, Drawing, Note, Part, Table, escape, framed, style_sheet

#: The level that is asked for, and what a text on it does.
TARGET = 3
AIMED_AT = (f"{LEVELS[TARGET].capitalize()}. The words that show it are named, and it is clear whose claim they carry, "
            "and what follows from that for a reader.")  # fmt: skip
LEFT, MIDDLE, RIGHT = "Not yet, because", "The target", "Beyond it, because"
HERE = {LEFT: "Your answer is on this side.", MIDDLE: "Your answer meets it.", RIGHT: "Your answer is on this side."}
#: A status as a student reads it.
SAID = {"yes": "yes", "arguable": "accepted", "not yet": "not yet"}
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
ALLOWED = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True)
class Collected:
    """What one student gave, and what was said of it: states and levels by exercise; a name and a mark if wanted."""

    code: str
    states: Mapping[str, State]
    levels: Mapping[str, Level]
    name: str = ""
    mark: str = ""


def feedback_page(title: str, exercises: Sequence[Exercise], key: Key | None, collected: Sequence[Collected]) -> str:
    """A whole HTML page with the feedback for one student, or for several, each on a sheet of her own."""
    sheets = "".join(f'<section><h1>{escape(title)}</h1>{framed(_parts(exercises, key, one))}'
                     "</section>" for one in collected)  # fmt: skip
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}: feedback</title>'
            f'<meta http-equiv="Content-Security-Policy" content="{ALLOWED}">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<style>{style_sheet()}{LOOK}</style></head>'
            f'<body class="byline-page"><main>{sheets}</main></body></html>')  # fmt: skip


def _parts(exercises: Sequence[Exercise], key: Key | None, one: Collected) -> Iterator[Part]:
    yield Note("For", ", ".join(filter(None, (one.name, printed_code(one.code)))))
    if one.mark:
        yield Note("Mark", one.mark)
    done = [e for e in exercises if e.id in one.states and one.states[e.id].tries]
    for e in done:
        if e.kind == "write":
            yield Card(list(_single_point(e, one.states[e.id].answer, one.levels.get(e.id, Level()))))
    if rows := [_line(e, one.states[e.id], key) for e in done if e.kind != "write"]:
        yield Table("The other exercises", ("Exercise", "First try", "Now", "Look at again"), rows)
    if left := [e.id for e in exercises if e not in done]:
        yield Note("Not answered yet", ", ".join(left))


# --- an open answer -----------------------------------------------------------------------------------


def _single_point(e: Exercise, answer: str, level: Level) -> Iterator[Part]:
    """The question, the answer, and the target with what was said to the side of it on which the answer is."""
    yield Note(e.id, e.prompt)
    yield Note("You wrote", answer)
    said = dict.fromkeys((LEFT, MIDDLE, RIGHT), "")
    if level.level is not None:
        side = LEFT if level.level < TARGET else MIDDLE if level.level == TARGET else RIGHT
        said[side] = level.comment or HERE[side]
    elif level.comment:
        yield Note("From your teacher", level.comment)
    if level.stale:
        yield Note("", "This was said of your answer as it was before you changed it.")
    cells = (_cell(LEFT, said[LEFT]), _cell(MIDDLE, AIMED_AT, said[MIDDLE]), _cell(RIGHT, said[RIGHT]))
    yield Table("Not read yet" if level.level is None else "Your answer beside the target", (), [cells], head=-1)
    if level.flag:
        yield Note("", "Talk to me about this one.")


def _cell(label: str, *words: str) -> Drawing:
    """What is said under a label, each on a line of its own; on a narrow screen the cells stand one above the other."""
    told = [line for line in words if line]
    html = "".join(f"<br><bdi>{escape(line)}</bdi>" for line in told)
    return Drawing(f"<b>{escape(label)}</b>{html}", f"{label}: {' '.join(told)}")


# --- all the others -----------------------------------------------------------------------------------


def _line(e: Exercise, state: State, key: Key | None) -> tuple[str, str, str, str]:
    """The exercise, its first try, how it is now, and what to look at again."""
    if not is_judged(e) or key is None:
        return e.id, "answered", "–", ""
    first, now = (assess(e, one.answer, key).status for one in (state.tries[0], state.tries[-1]))
    after = " (key seen)" if state.tries[-1].revealed else ""
    return e.id, SAID[first], f"{SAID[now]}{after}", _again(e, state, key) if now == "not yet" else ""


def _again(e: Exercise, state: State, key: Key) -> str:
    """What to look at again, as the student may see it: without the key, unless she has asked for it."""
    found = assess(e, state.answer, key)
    lines = [line for line in (found if state.revealed else before_key(found)).lines if line.outcome in WRONG]
    more = f" And {len(lines) - MOST} more." if len(lines) > MOST else ""
    return " ".join(map(line_as_text, lines[:MOST])) + more
