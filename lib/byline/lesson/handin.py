"""What a student hands in: one file with the answers, and the same as a page to print."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from byline.attempts import State
from byline.exercises import Exercise
from byline.lesson.course import title_of
from byline.lesson.desk import Desk
from byline.lesson.disk import NotSaved, explaining, replace
from byline.lesson.folder import shown_code
from byline.lesson.notices import Told, work_as_text
from byline.lesson.printed import handin_page

SCHEMA = "byline.handin/2"
FIRST_SCHEMA = "byline.handin/1"


def committed(desk: Desk) -> dict[str, State]:
    """Exercise -> what is known of it, for each that is handed in."""
    return {name: state for name, state in desk.states().items() if state.tries or state.earlier}


def handed_in(desk: Desk, done: Mapping[str, State]) -> dict[str, Any]:
    """All that is handed in: a code, which text, and each exercise with its first and its later answers."""
    works = {name: _work(desk.exercises[name], state) for name, state in done.items()}
    return {"schema": SCHEMA, "code": desk.answers.code, "article": desk.article.id, "sha256": desk.article.sha256,
            "exercises": works}  # fmt: skip


def hand_in_of(desk: Desk) -> bytes:
    """The file that is handed in: JSON in UTF-8."""
    return json.dumps(handed_in(desk, committed(desk)), ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _work(e: Exercise, state: State) -> dict[str, Any]:
    """One exercise as it is handed in."""
    return {"lesson": e.lesson, "kind": e.kind, "question": e.question, "tries": list(map(asdict, state.tries)),
            "sure": state.sure, "revealed": state.revealed, "reason": state.reason,
            "placed": state.placed, "earlier": state.earlier}  # fmt: skip


def preview(desk: Desk) -> Told:
    """What would be handed in, in words."""
    return Told("\n".join(_lines(desk, committed(desk))))


def _lines(desk: Desk, done: Mapping[str, State]) -> list[str]:
    begun = {desk.exercises[name].lesson for name in done}
    asked = [name for name, e in desk.exercises.items() if e.lesson in begun or not begun]
    missing = [name for name in asked if name not in done]
    lines = [f"To hand in for “{title_of(desk)}”: {len(done)} of {len(asked)} exercises in what you began, under the "
             f"code {shown_code(desk.answers.code)}. No name and no time is in it."]  # fmt: skip
    lines += [f"{name}: {work_as_text(desk.exercises[name], state)}" for name, state in done.items()]
    if missing:
        lines.append(f"Not answered yet in these lessons: {', '.join(missing)}.")
    return lines


def write_handin(desk: Desk) -> Told:
    """Write both files beside the answers, whole or not at all. Raises NotSaved where that fails."""
    answers, owed = desk.answers, ""
    answers.look()
    if answers.unread:
        raise NotSaved(f"{answers.unread} So nothing was written to hand in.")
    try:
        answers.save()
    except NotSaved as problem:
        owed = f" But in this folder {counted(answers.unwritten(), 'answer')} not saved yet: {problem}"
    done, folder = committed(desk), answers.folder
    name = f"hand-in-{desk.article.id}-{answers.code}"
    page = handin_page(desk, done, name).encode("utf-8", "replace")
    for suffix, data in (("json", hand_in_of(desk)), ("html", page)):
        path = folder.place / f"{name}.{suffix}"
        with explaining(path, "cannot be written", "The one from before, if there is one, is as it was."):
            folder.claim()
            replace(path, data)
    where = "/".join((folder.place / name).absolute().parts[-3:])  # not all of it: a saved page is sent on, too
    return Told(f"Written: {where}.json. Send this file to your teacher. Beside it is "
                f"{name}.html, for you to read or to print.{owed}")  # fmt: skip


def counted(n: int, thing: str) -> str:
    """How many of a thing are, or is: "1 answer is", "3 answers are"."""
    return f"{n} {thing} is" if n == 1 else f"{n} {thing}s are"
