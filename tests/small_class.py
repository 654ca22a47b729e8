"""Small classes whose hand-ins are written down by hand: what each student answered, try by try."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from byline.classroom.classes import Class, Student
from byline.classroom.collecting import LOG
from byline.kinds import key_answer
from byline.lesson.desk import Text
from byline.lesson.handin import SCHEMA


@cache
def the_text(name: str = "mariupol") -> Text:
    """A text as nobody has changed it."""
    return Text(name)


def tried(*answers: Any, sure: str | None = None, hints: int = 0, reason: str = "", key_at: int = 99) -> dict[str, Any]:
    """An exercise with these answers; the key was looked at before the `key_at`-th, the first being 0."""
    tries = [{"answer": answer, "hints": hints, "revealed": n >= key_at} for n, answer in enumerate(answers)]
    return {"tries": tries, "sure": sure, "revealed": key_at <= len(answers), "reason": reason, "earlier": []}


def hand_in(code: str, works: dict[str, dict[str, Any]], text: str = "mariupol") -> bytes:
    """A hand-in under a code; the works by the ids of their exercises."""
    opened = the_text(text)
    told = {id: {"lesson": e.lesson, "kind": e.kind, "question": e.question, "placed": None, **work}
            for id, work in works.items() for e in [opened.exercises[id]]}  # fmt: skip
    return json.dumps({"schema": SCHEMA, "code": code, "article": text, "sha256": opened.article.sha256,
                       "exercises": told}).encode()  # fmt: skip


def take(of: Class, student: Student, text: str = "mariupol", **works: dict[str, Any]) -> None:
    """Have a class take a hand-in; `e02_e` stands for the exercise 02-e."""
    data = hand_in(student.codes[0], {id[1:].replace("_", "-"): work for id, work in works.items()}, text)
    sha = hashlib.sha256(data).hexdigest()[:16]
    of.keep(f"handins/{sha}.json", data)
    of.log(LOG, {"file": sha, "from": "hand-in.json", "code": student.codes[0], "article": text})


def right(id: str, text: str = "mariupol") -> Any:
    """The key's own answer."""
    opened = the_text(text)
    assert opened.key is not None
    return key_answer(opened.exercises[id], opened.key)


def option(id: str, letter: str, text: str = "mariupol") -> list[str]:
    """An answer that chooses what stands under these letters."""
    options = the_text(text).exercises[id].own.options
    return [options["abcdef".index(one)].id for one in letter]
