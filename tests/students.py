"""Simulated students of ten kinds, three of each, for one lesson: what they did, and what they sent."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from byline.classroom.classes import Class, Student, new_class
from byline.kinds import key_answer
from byline.lesson.desk import Desk
from byline.lesson.handin import hand_in_of

KINDS = ("perfect", "careless", "blank", "revealed first", "two tries", "copied", "other article", "torn", "renamed",
         "paper")  # fmt: skip
EACH = 3


@dataclass(frozen=True)
class Sent:
    """What a student of some kind sent, under a file's name; nothing where she is on paper, or sent nothing."""

    kind: str
    student: Student
    name: str
    data: bytes | None


def a_class(lesson: str, place: Path) -> tuple[Class, list[Sent]]:
    """A class of thirty in the folder of the classes, and what they send for a lesson."""
    of = new_class("9B", [(f"{kind.title()} Student {n}", {}) for kind in KINDS for n in range(EACH)])
    sent = list[Sent]()
    for n, student in enumerate(of.students):
        kind = KINDS[n // EACH]
        desk = worked(kind, lesson, student.codes[0], place / f"at{n}", n)
        data = None if kind in ("blank", "paper") else hand_in_of(desk)
        name = f"hand-in-mariupol-{student.codes[0]}.json"
        if kind == "copied":  # the work of the first careless one, under another code
            data = (sent[EACH].data or b"").replace(of.students[EACH].codes[0].encode(), student.codes[0].encode())
        elif kind == "other article" and data:
            data = json.dumps({**json.loads(data), "article": "elsewhere"}).encode()
        elif kind == "torn" and data:
            data = data[: len(data) // 2]
        elif kind == "renamed":
            name = f"Renamed Student {n}_48{n}_assignsubmission_file_/hand-in (1).json"
            data = b"\xef\xbb\xbf" + (data or b"")
        sent.append(Sent(kind, student, name, data))
    return of, sent


def worked(kind: str, lesson: str, code: str, place: Path, seed: int) -> Desk:
    """A student's desk once she is through the lesson."""
    place.mkdir(parents=True)
    (place / "code.txt").write_text(f"{code}\n")
    desk, chance = Desk("mariupol", place), random.Random(seed)
    for e in desk.exercises.values():
        if not e.lesson.startswith(lesson) or kind in ("blank", "paper"):
            continue
        right = key_answer(e, desk.key)  # type: ignore[arg-type]
        wrong = careless(e, right, chance)
        if e.kind == "write":
            right = wrong = f"Student {seed} thinks that the word “says” hands the claim over, and no more is told."
        desk.commit(e, right if kind in ("perfect", "renamed", "torn", "other article") else wrong, None)
        if kind == "revealed first":
            desk.add(e, "reveal")
        if kind in ("revealed first", "two tries"):
            desk.commit(e, right)
    return desk


def careless(e: Any, right: Any, chance: random.Random) -> Any:
    """An answer that is often not the key's."""
    if e.kind == "choose":
        return [chance.choice(e.own.options).id]
    if e.kind == "judge":
        return {name: chance.choice(("sound", "weak")) for name in right}
    if e.kind == "sort":
        return {name: chance.choice(e.own.names) for name in right}
    if e.kind == "mark":
        return [mark for mark in right if chance.random() < 0.5]
    if e.kind == "order":
        return chance.sample(right, len(right))
    return right


def send(sent: list[Sent], place: Path) -> Path:
    """A folder with all that was sent, as a platform would give it."""
    for one in sent:
        if one.data is not None:
            path = place / one.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(one.data)
    return place
