"""Keeps every answer: one line of JSON an event, appended and flushed at once, in a file beside the notebook.

A line is written whole or not at all as far as a reader is concerned: what a lost kernel tore is the last line, and
it is left out with a note. Nothing in a file is ever run or taken for a path, and no line is ever changed.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from byline.model import Article

SCHEMA = "byline.answers/1"
#: What can happen to an exercise. *draft*: an answer not yet committed; *commit*: an answer with how sure the student
#: is; *hint*, *reveal*: asked for; *reason*: the sentence after the reveal.
EVENTS = ("draft", "commit", "hint", "reveal", "reason")
SURE = ("low", "middle", "high")
#: A file larger than this is not one of ours.
MOST_BYTES = 20_000_000
#: Letters and digits that cannot be mistaken for one another, for the code of a student.
CODE_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
FOLDER = "answers"


class NotSaved(Exception):
    """An answer that could not be written; the message says what to do. It is kept, and written with the next one."""


@dataclass(slots=True)
class State:
    """What is known of one exercise: the answer as it stands, the first that was committed, and the later ones."""

    draft: Any = None
    first: Any = None
    sure: str | None = None
    hints_before: int = 0
    retries: list[Any] = field(default_factory=list)
    hints: int = 0
    revealed: bool = False
    reason: str = ""
    writers: list[str] = field(default_factory=list)

    @property
    def answer(self) -> Any:
        """The answer that counts now: the latest committed one."""
        return self.retries[-1] if self.retries else self.first


class Answers:
    """The answers to the exercises of one article, in one file. `notes` says what in it could not be used, and why."""

    def __init__(self, article: Article, folder: Path | None = None) -> None:
        self.article = article
        self.path = (folder or Path.cwd() / FOLDER) / f"{article.id}.jsonl"
        self.writer = secrets.token_hex(4)
        self.mine: list[dict[str, Any]] = []
        self.notes: list[str] = []
        self.size = -1
        self.events = self.read()
        self.code = next((e["code"] for e in reversed(self.events)), "") or self._code_beside() or _new_code()

    def read(self) -> list[dict[str, Any]]:
        """The events in the file that can be used, in order; `notes` says what else is there.

        A folder that two machines share may hold copies of it ("mariupol (1).jsonl"): theirs come first.
        """
        found, self.notes = dict[tuple[str, int], dict[str, Any]](), []
        copies = [p for p in sorted(self.path.parent.glob(f"{self.article.id}*.jsonl")) if p != self.path]
        for path in (*copies, self.path):
            for event, note in _events(path, self.article):
                if event is not None:
                    found[event["writer"], event["n"]] = event
                elif note and note not in self.notes:
                    self.notes.append(note)
        self.size = _size(self.path)
        return list(found.values())

    def states(self) -> dict[str, State]:
        """Exercise -> what is known of it, the later event winning over the earlier."""
        found: dict[str, State] = {}
        for event in self.events:
            _follow(found.setdefault(event["exercise"], State()), event)
        return found

    def state(self, exercise: str) -> State:
        """What is known of one exercise."""
        return self.states().get(exercise, State())

    def add(self, exercise: str, event: str, **said: Any) -> str:
        """Write one event and see it on the disk; a sentence where another window wrote meanwhile, else "".

        Raises NotSaved where it could not be written: the event is kept here, and goes out with the next one.
        """
        line = {"schema": SCHEMA, "article": self.article.id, "sha256": self.article.sha256, "exercise": exercise,
                "event": event, **said, "code": self.code, "writer": self.writer, "n": len(self.mine) + 1}  # fmt: skip
        self.mine.append(line)
        self.events.append(line)
        return self._catch_up(exercise)

    def delete(self) -> None:
        """Remove the file. Raises NotSaved where that fails."""
        with _telling(self.path, "cannot be deleted"):
            self.path.unlink(missing_ok=True)
        self.mine, self.events, self.notes, self.size = [], [], [], -1

    def _catch_up(self, exercise: str) -> str:
        """Write all of ours that the file lacks, after having read what others wrote."""
        with _telling(self.path, "cannot be written"):
            others = ""
            if _size(self.path) != self.size:  # somebody else wrote, or a folder was synced under us
                events = self.read()
                known = {(e["writer"], e["n"]) for e in self.events}
                if any(e["exercise"] == exercise and (e["writer"], e["n"]) not in known for e in events):
                    others = ("This exercise was also answered in another window. Both answers are kept; the later "
                              "one counts.")  # fmt: skip
                there = {(e["writer"], e["n"]) for e in events}
                missing = [e for e in self.mine if (e["writer"], e["n"]) not in there]
                self.events = events + missing
            else:
                missing = self.mine[-1:]
            _append(self.path, missing)
            self.size = _size(self.path)
        return others

    def _code_beside(self) -> str:
        """The student's code in the file of another article here, so that one student has one."""
        for path in sorted(self.path.parent.glob("*.jsonl")):
            for event, _ in _events(path, None):
                if event is not None:
                    return str(event["code"])
        return ""


def _new_code() -> str:
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(6))


def _follow(state: State, event: Mapping[str, Any]) -> None:
    """What one event changes."""
    match event["event"]:
        case "draft":
            state.draft = event["answer"]
            if state.first is None:
                state.sure = event.get("sure") or state.sure
        case "commit":
            state.draft = event["answer"]
            if state.first is None:
                state.first, state.hints_before = event["answer"], state.hints
                state.sure = event.get("sure") or state.sure
            else:
                state.retries.append(event["answer"])
        case "hint":
            state.hints = max(state.hints, event["hints"])
        case "reveal":
            state.revealed = True
        case "reason":
            state.reason = event["text"]
    if event["writer"] not in state.writers:
        state.writers.append(event["writer"])


# --- the file -----------------------------------------------------------------------------------


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _append(path: Path, events: Iterable[Mapping[str, Any]]) -> None:
    """Write lines at the end of a file in one go, and see them through to the disk."""
    lines = "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events).encode("utf-8", "replace")
    if _size(path) > MOST_BYTES:
        raise NotSaved(_too_large(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
    try:
        end = os.lseek(file, 0, os.SEEK_END)
        if end and _last_byte(path) != b"\n":  # a torn line: ours begins on a new one
            lines = b"\n" + lines
        while lines:
            lines = lines[os.write(file, lines) :]
        _see_through(file)
    finally:
        os.close(file)


def _see_through(file: int) -> None:
    """Have what was written on the disk itself; a file system in a browser has none, and says so."""
    try:
        os.fsync(file)
    except OSError as problem:
        if problem.errno not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
            raise


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1)


@contextlib.contextmanager
def _telling(path: Path, what: str) -> Any:
    """Turn an error of the disk into a sentence."""
    try:
        yield
    except OSError as problem:
        raise NotSaved(
            f"“{path.parent.name}/{path.name}” {what} ({problem.strerror or problem}). Your answers are still on this "
            "page, but not on the disk. Make room, or copy the folder to a place of your own, then answer once more."
        ) from None


def _too_large(path: Path) -> str:
    return (f"“{path.parent.name}/{path.name}” is larger than any file of answers ({_size(path) // 1_000_000} MB). It "
            "is left as it is. Give it another name, then run this box again.")  # fmt: skip


def _events(path: Path, article: Article | None) -> Iterable[tuple[dict[str, Any] | None, str]]:
    """(event, "") for each line that can be used, (None, a sentence) for each that cannot."""
    try:
        if _size(path) > MOST_BYTES:
            yield None, _too_large(path)
            return
        data = path.read_bytes()
    except FileNotFoundError:
        return
    except OSError as problem:
        yield None, f"“{path.name}” cannot be read ({problem.strerror}). Answers from before are not shown."
        return
    *whole, last = data.split(b"\n")
    for line in whole:
        if line.strip():
            yield _event(line, article)
    if last.strip():
        event, note = _event(last, article)
        yield event, note and "The last line of the answers was cut off as it was written, and is left out."


def _event(line: bytes, article: Article | None) -> tuple[dict[str, Any] | None, str]:
    """One line as an event, or why it is none."""
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return None, "A line of the answers is damaged, and is left out. The others are all there."
    if not isinstance(event, dict) or not str(event.get("schema", "")).startswith("byline.answers/"):
        return None, "A line of the answers is not one of Byline's, and is left out. The others are all there."
    if event["schema"] != SCHEMA:
        return None, "Some answers were written by a newer Byline. They are kept, but not shown: get the newer one."
    if article is not None and event.get("article") != article.id:
        return None, ""
    if article is not None and event.get("sha256") != article.sha256:
        return None, ("Some answers belong to another version of this text. They are kept in the file, but not shown: "
                      "open the text that they were written for.")  # fmt: skip
    if not _is_sound(event):
        return None, "A line of the answers has something missing, and is left out. The others are all there."
    return event, ""


def _is_sound(event: Mapping[str, Any]) -> bool:
    """Whether an event has what one of its kind has, of the right type."""
    texts = all(isinstance(event.get(name), str) and len(event[name]) < 100 for name in ("exercise", "code", "writer"))
    if not texts or event.get("event") not in EVENTS or not isinstance(event.get("n"), int):
        return False
    match event["event"]:
        case "draft" | "commit":
            return "answer" in event and event.get("sure") in (None, *SURE)
        case "hint":
            return isinstance(event.get("hints"), int) and 0 <= event["hints"] <= 3
        case "reason":
            return isinstance(event.get("text"), str)
    return True
