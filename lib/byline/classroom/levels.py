"""The levels that a teacher gives to open answers: one line of JSON a step, in levels.jsonl of the class's folder.

Nothing in that file is ever changed; undo is a step of its own. A level is given to an answer as it stood: each line
has a hash of its text, so that an answer that was changed since is known, and is read once more.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from byline.jupyter import Mistake
from byline.kinds import whole_text
from byline.lesson.codes import is_code, printed_code
from byline.lesson.disk import append, because, explaining, read_file, read_lines

SCHEMA = "byline.levels/1"
FILE = "levels.jsonl"
HIGHEST = 4
#: A comment is a sentence or two; more is a talk.
MOST_SIGNS = 500
#: Code -> the text of an answer to one question.
Texts = Mapping[str, str]
Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Level:
    """What a teacher said of one answer: a level from 0 to 4 or None, “talk to me about this one”, a comment.

    `stale`: the level was given to an earlier text of the answer.
    """

    level: int | None = None
    flag: bool = False
    comment: str = ""
    stale: bool = False

    @property
    def read(self) -> bool:
        """Whether the answer has its level as it stands now."""
        return self.level is not None and not self.stale


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer in a queue; `token` stands for it on a page, where no code is shown."""

    token: str
    code: str
    text: str
    level: Level


def queue_of(folder: Path, exercise: str, answers: Texts) -> list[Entry]:
    """The answers to one question, blank ones left out, in an order by chance that stays. Raises Mistake."""
    found = levels_of(folder, {exercise: answers})
    several = [Entry(_hash(f"{exercise} {code}"), code, text, found.get((exercise, code), Level()))
               for code, text in answers.items() if text.strip()]  # fmt: skip
    return sorted(several, key=lambda entry: entry.token)


def levels_of(folder: Path, texts: Mapping[str, Texts] | None = None) -> dict[tuple[str, str], Level]:
    """(exercise, code) -> what was said of that answer; given exercise -> texts as they are now, what is stale is told.

    Raises Mistake where the file cannot be read.
    """
    standing = _standing(read_steps(folder)[0])
    return {(exercise, code): _level(steps, (texts or {}).get(exercise, {}).get(code))
            for (exercise, code), steps in standing.items()}  # fmt: skip


def level_answer(
    folder: Path, exercise: str, answers: Texts, code: str, level: int | None = None, *,
    flag: bool | None = None, comment: str | None = None,
) -> None:  # fmt: skip
    """Keep what a teacher says of an answer: a level from 0 to 4, a flag, a comment ("" for none). None is no change.

    Raises Mistake, or NotSaved where it could not be kept.
    """
    if not answers.get(code, "").strip():
        raise Mistake(f"No answer to {exercise} is kept under the code {printed_code(code)}. Collect it first.")
    words = comment and " ".join(str(whole_text(comment)).split())
    for event, value in (("flag", flag), ("comment", words), ("level", level)):
        if value is not None:
            _keep(folder, exercise, code, event, value, answers[code])


def take_back(folder: Path, exercise: str, answers: Texts) -> str:
    """Undo the latest step that stands at one of these answers; its code, or "" where there is none.

    Raises Mistake or NotSaved.
    """
    standing = _standing(read_steps(folder)[0])
    last = [(standing[exercise, code][-1]["n"], code) for code in answers if standing.get((exercise, code))]
    if not last:
        return ""
    code = max(last)[1]
    _keep(folder, exercise, code, "undo", None, answers[code])
    return code


def comments_used(folder: Path, exercise: str) -> list[str]:
    """The comments that stand, those to this question first, the most used before the others. Raises Mistake."""
    said = Counter((name == exercise, one.comment) for (name, _), one in levels_of(folder).items() if one.comment)
    ordered = sorted(said, key=lambda one: (not one[0], -said[one], one[1]))
    return list(dict.fromkeys(comment for _, comment in ordered))


# --- the file ---------------------------------------------------------------------------------------


def read_steps(folder: Path) -> tuple[list[Step], list[str]]:
    """The steps that can be used, each with its number, and a sentence where some cannot. Raises Mistake.

    What was said under another code of a student comes under her first: she may have a new slip since.
    """
    lines, first = [line for line in _lines(folder / FILE) if line.strip()], _first_codes(folder)
    found = [{**step, "n": n, "code": first.get(step["code"], step["code"])}
             for n, line in enumerate(lines) if (step := _step(line))]  # fmt: skip
    bad = len(lines) - len(found)
    return found, [f"“{FILE}” has {bad} torn or damaged line{'s' * (bad > 1)}; the others count."] if bad else []


def _lines(path: Path) -> list[bytes]:
    try:
        return read_lines(path)
    except OSError as problem:
        raise Mistake(f"“{path.parent.name}/{path.name}” cannot be read{because(problem)}. It holds the levels that "
                      "were given. Put that right first, so that none is given twice.") from None  # fmt: skip


def _first_codes(folder: Path) -> dict[str, str]:
    """Each code of a student -> the first of them, as class.json has it now."""
    try:
        students = json.loads(read_file(folder / "class.json") or b"{}").get("students", [])
        return {code: one["codes"][0] for one in students for code in one["codes"]}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}  # whoever opens the class is told


def _step(line: bytes) -> Step | None:
    """One line as a step, or None."""
    try:
        step = whole_text(json.loads(line))
    except (ValueError, RecursionError):
        return None
    if not isinstance(step, dict) or step.get("schema") != SCHEMA or not is_code(step.get("code")):
        return None
    texts = all(isinstance(step.get(name), str) for name in ("exercise", "answer", "event"))
    return step if texts and not _fault(step["event"], step.get("value")) else None


def _fault(event: str, value: Any) -> str:
    """What is wrong with a step, as a sentence, or ""."""
    sound, told = {
        "level": (type(value) is int and 0 <= value <= HIGHEST, f"Choose a level from 0 to {HIGHEST}."),
        "flag": (type(value) is bool, "A flag is there, or it is not."),
        "comment": (isinstance(value, str) and len(value) <= MOST_SIGNS,
                    f"A comment has at most {MOST_SIGNS} characters. Shorten it."),
        "undo": (value is None, "An undo says nothing more."),
    }.get(event, (False, "Give a level, a flag or a comment."))  # fmt: skip
    return "" if sound else told


def _keep(folder: Path, exercise: str, code: str, event: str, value: Any, text: str) -> None:
    if fault := _fault(event, value):
        raise Mistake(fault)
    step = {"schema": SCHEMA, "exercise": exercise, "code": code, "answer": _hash(text), "event": event, "value": value}
    path = folder / FILE
    with explaining(path, "cannot be written", "What you did last is not kept; all before it is."):
        append(path, (json.dumps(step, ensure_ascii=False) + "\n").encode())


def _standing(steps: list[Step]) -> dict[tuple[str, str], list[Step]]:
    """(exercise, code) -> the steps that were not taken back."""
    found: dict[tuple[str, str], list[Step]] = {}
    for step in steps:
        here = found.setdefault((step["exercise"], step["code"]), [])
        if step["event"] != "undo":
            here.append(step)
        elif here:
            here.pop()
    return found


def _level(steps: list[Step], text: str | None) -> Level:
    """What some steps at one answer come to; of each kind the latest counts."""
    said = {step["event"]: step for step in steps}
    value = {event: step["value"] for event, step in said.items()}
    stale = text is not None and "level" in said and said["level"]["answer"] != _hash(text)
    return Level(value.get("level"), value.get("flag", False), value.get("comment", ""), stale)


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]
