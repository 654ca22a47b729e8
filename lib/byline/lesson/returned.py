"""Reads what a student handed in, of either version; nothing in it is trusted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from byline.attempts import SURE, State, Try, fitting
from byline.exercises import Exercise
from byline.lesson.codes import is_code
from byline.lesson.handin import FIRST_SCHEMA, SCHEMA
from newsmarks.model import Article


def open_handin(data: bytes) -> dict[str, Any]:
    """What a student handed in, as `handed_in` makes it, of either version; all of it is checked.

    Raises ValueError with a sentence that says what is wrong; an exercise that cannot be used is left out.
    """
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise ValueError("This is no hand-in: it is torn, or another kind of file. Ask for it once more.") from None
    if not isinstance(found, dict) or found.get("schema") not in (SCHEMA, FIRST_SCHEMA):
        raise ValueError("This is no hand-in that this Byline can read. It may be from a newer one: get that.")
    texts = all(isinstance(found.get(name), str) for name in ("code", "article", "sha256"))
    if not texts or not is_code(found["code"]) or not isinstance(found.get("exercises"), dict):
        raise ValueError("This hand-in has something missing. Ask for it once more.")
    given = {name: _first_version(work) if found["schema"] == FIRST_SCHEMA else work
             for name, work in found["exercises"].items()}  # fmt: skip
    return {**found, "schema": SCHEMA, "exercises": {name: work for name, work in given.items() if _is_work(work)}}


def _first_version(work: Any) -> Any:
    """One exercise of a hand-in of the first version, which had its first answer and the later ones apart."""
    if not isinstance(work, dict) or "first" not in work or not isinstance(work.get("later"), list):
        return None
    answers = [work["first"], *work["later"]]
    tries = [{"answer": answer, "hints": work.get("hints", 0), "revealed": False} for answer in answers]
    return {"lesson": "", "kind": work.get("kind"), "question": "", "tries": tries, "sure": work.get("sure"),
            "revealed": False, "reason": work.get("reason", ""), "earlier": []}  # fmt: skip


def _is_work(work: Any) -> bool:
    """Whether one exercise of a hand-in has what it must have, of the right type."""
    if not isinstance(work, dict) or not isinstance(work.get("tries"), list) or "sure" not in work:
        return False
    tries = all(isinstance(one, dict) and "answer" in one and type(one.get("hints")) is int
                and type(one.get("revealed")) is bool for one in work["tries"])  # fmt: skip
    texts = all(isinstance(work.get(name), str) for name in ("lesson", "kind", "question", "reason"))
    known = work.get("sure") in (None, *SURE) and type(work.get("revealed")) is bool
    some = isinstance(work.get("earlier"), list) and bool(work["tries"] or work["earlier"])
    return tries and texts and known and some


def states_of(handed: Mapping[str, Any], exercises: Mapping[str, Exercise], article: Article) -> dict[str, State]:
    """Exercise -> what a hand-in has of it; answers to another question than that of today come as earlier ones."""
    return {name: _state(work, exercises[name], article) for name, work in handed["exercises"].items()
            if name in exercises}  # fmt: skip


def _state(work: Mapping[str, Any], e: Exercise, article: Article) -> State:
    level = work.get("placed")
    state = State(sure=work["sure"], revealed=work["revealed"], reason=work["reason"],
                  placed=level if type(level) is int and 0 <= level <= 4 else None, earlier=list(work["earlier"]))
    if work["question"] in ("", *e.questions):
        state.tries = [Try(one["answer"], one["hints"], one["revealed"]) for one in work["tries"]]
        state.hints = max((one.hints for one in state.tries), default=0)
    else:
        state.earlier += [one["answer"] for one in work["tries"]]
    return fitting(e, article, state)
