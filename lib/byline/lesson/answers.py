"""Keeps every answer: one line of JSON an event, appended and flushed at once, in a file beside the notebook.

A line is written whole or not at all as far as a reader is concerned: what a lost kernel tore is the last line, and
it is left out with a note. Nothing in a file is ever run or taken for a path, and no line is ever changed.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from glob import escape
from pathlib import Path
from types import MappingProxyType
from typing import Any

from byline.attempts import SURE, State, Try
from byline.kinds import whole_text
from byline.lesson.codes import is_code
from byline.lesson.disk import NotSaved, append, because, explaining, read_lines, size
from byline.lesson.folder import (
    CODE_FILE,
    PUT_AWAY,
    Folder,
    bring_back,
    codes_of,
    drawer,
    drawers,
    open_drawer,
    put_away,
    put_away_what_stayed,
    remove,
)
from newsmarks.model import Article

SCHEMA = "byline.answers/2"
#: What is read: a line of the first version has no question, and its options by their numbers.
READABLE = ("byline.answers/1", SCHEMA)
#: What can happen to an exercise. *draft*: an answer not yet committed; *commit*: an answer with how sure the student
#: is; *hint*, *reveal*: asked for; *reason*: the sentence after it; *placed*: the level that she sees her text on.
EVENTS = ("draft", "commit", "hint", "reveal", "reason", "placed")
NOTHING = "Nothing was changed."
STILL = "Your answers are still on this page, but not on the disk."


class Answers:
    """A student's answers to the exercises of one article, in one file.

    `notes` says what in the file could not be used, and why; `unread` is the first note on a file that could not be
    read at all; `owed` are the events that are not on the disk yet, in order.
    """

    def __init__(self, article: Article, place: Path | None = None) -> None:
        self.article = article
        self.folder = Folder(place)
        self._begin()

    def _begin(self) -> None:
        """Take up what is in the folder, and nothing of what was in hand."""
        self.writer = secrets.token_hex(4)
        self.mine: list[dict[str, Any]] = []
        self.owed: list[dict[str, Any]] = []
        self.notes: list[str] = []
        self.unread = ""
        self.events = self.read()
        self.earlier = bool(self.events)  # whether somebody answered here before this kernel

    @property
    def path(self) -> Path:
        """The file, where the folder is now."""
        return self.folder.place / f"{self.article.id}.jsonl"

    @property
    def code(self) -> str:
        """The code of the student who works here."""
        return self.folder.codes[0]

    def read(self) -> list[dict[str, Any]]:
        """The events in the file that can be used, in order; `notes` says what else is there.

        A folder that two machines share may hold copies of it ("mariupol (1).jsonl"): theirs come first.
        """
        found, self.notes, self.unread = dict[tuple[str, int], dict[str, Any]](), [], ""
        copies = [p for p in sorted(self.path.parent.glob(f"{escape(self.article.id)}*.jsonl")) if p != self.path]
        for path in (*copies, self.path):
            for event, note in _events(path, self.article, self.folder.codes):
                if event is not None:
                    found[event["writer"], event["n"]] = event
                elif note and note not in self.notes:
                    self.notes.append(note)
                if note.startswith(UNREAD.format(name=self.path.name)):
                    self.unread = note
        self.size, self.known = _size(self.path), set(found)
        return list(found.values())

    def states(self, questions: Mapping[str, Collection[str]] = MappingProxyType({})) -> dict[str, State]:
        """Exercise -> what is known of it, a later event winning over an earlier; other windows' counted in.

        `questions` has the hashes of what each exercise asks now.
        """
        self.look()
        if not self.owed and _size(self.path) != self.size:
            self._catch_up("")
        found: dict[str, State] = {}
        for event in self.events:
            name = event["exercise"]
            _follow(found.setdefault(name, State()), event, questions.get(name, ()))
        return found

    def state(self, exercise: str, questions: Collection[str] = ()) -> State:
        """What is known of one exercise."""
        return self.states({exercise: questions}).get(exercise, State())

    def unwritten(self) -> int:
        """How many exercises have something that is not on the disk yet."""
        return len({event["exercise"] for event in self.owed})

    def add(
        self, exercise: str, event: str, by: tuple[str, int] | None = None, question: str = "", **said: Any
    ) -> str:
        """Write one event and see it on the disk; a sentence where another window wrote meanwhile, else "".

        `by` is who says it and its number there; what came before under the same two is not taken again. `question` is
        the hash of what was asked. Raises NotSaved where it could not be written: the event is kept here, and goes
        out with the next one.
        """
        self.look()
        writer, n = by or (self.writer, len(self.mine) + 1)
        if (writer, n) not in self.known:
            self.known.add((writer, n))
            line = {"schema": SCHEMA, "article": self.article.id, "sha256": self.article.sha256, "exercise": exercise,
                    "question": question, "event": event, **said, "code": self.code, "writer": writer,
                    "n": n}  # fmt: skip
            for several in (self.mine, self.events, self.owed):
                several.append(line)
        return self.save(exercise)

    def save(self, exercise: str = "") -> str:
        """Write what is owed, if anything is; a sentence where another window answered this exercise meanwhile.

        Raises NotSaved.
        """
        self.look()
        if not self.owed:
            return ""
        before = self.folder.codes
        with explaining(self.path, "cannot be written", STILL):
            if self.folder.claim():
                self._hand_over(before)
                return ""
            others = self._catch_up(exercise) if _size(self.path) != self.size else ""
            for line in self.owed:
                line["code"] = self.code
            append(self.path, b"".join(_bytes(line) for line in self.owed))
            self.owed, self.size = [], _size(self.path)
            if self.folder.look():
                self._take_out(before)
        return others

    def _catch_up(self, exercise: str) -> str:
        """Read what others wrote, or a folder that was synced under us; ours that is not there is owed again."""
        known, events = self.known, self.read()
        self.owed = [e for e in self.mine if (e["writer"], e["n"]) not in self.known]
        self.known |= known
        self.events = events + self.owed
        if any(e["exercise"] == exercise and (e["writer"], e["n"]) not in known for e in events):
            return "This exercise was also answered in another window. Both answers are kept; the later one counts."
        return ""

    def look(self) -> None:
        """Begin anew where the folder went to another student, or where all was deleted, in another window."""
        before = self.folder.codes
        if self.folder.look():
            self._hand_over(before)
        elif self.folder.codes != before:
            self.size = -2  # what was put away may be here again: read anew

    def _hand_over(self, before: Sequence[str]) -> None:
        """Begin anew; what is still owed goes where the files of that student were put away, if they were."""
        lines, note = b"".join(map(_bytes, self.owed)), ""
        try:
            drawer(self.folder.place, before[0])
            for there in drawers(self.folder.place, before)[:1] if lines else ():
                append(there / self.path.name, lines)
        except OSError as problem:
            note = f"What the code {before[0]} had not saved yet could not be put away{because(problem)}."
        self._begin()
        self.notes += [note] if note else []

    def _take_out(self, before: Sequence[str]) -> None:
        """Have what was written at the moment in which its student left follow the rest. Raises OSError."""
        place = self.folder.place
        try:
            there = drawers(place, before)
            (put_away if there else remove)(place, [*codes_of(there[0]), *before] if there else before)
        finally:
            self._begin()

    def delete(self) -> None:
        """Remove all that this student's code left in the folder, copies and hand-ins too. Raises NotSaved."""
        folder = self.folder

        def act(place: Path, codes: list[str]) -> None:
            folder.left = [*codes, *folder.left]  # until all of it is gone
            remove(place, folder.left)
            folder.left = []

        self._leave(act, "cannot be deleted")

    def put_away(self) -> None:
        """Move all of this student's to a folder that no lesson reads, and begin anew. Raises NotSaved."""
        self.save()
        place = self.folder.place
        with explaining(place / PUT_AWAY, "cannot be used", "Nothing was put away."):
            if place.is_dir():
                open_drawer(place, self.folder.codes)
        self._leave(put_away, "cannot be put away")

    def use_code(self, code: str, mine: bool) -> None:
        """Go on under the code of a slip. What is here goes on under it, or is put away where it is not `mine`; what
        was put away under the code comes back. Raises NotSaved; done again, it does what is left to do.
        """
        self.save()
        folder, before = self.folder, self.folder.codes
        place = folder.place
        with explaining(place / CODE_FILE, "cannot be written", NOTHING):
            if folder.claim():
                self._hand_over(before)
                raise NotSaved("Somebody else began here in another window, at this moment. Type the code once more.")
        with explaining(place / PUT_AWAY, "cannot be used", NOTHING):
            drawer(place, code)
            if not mine:
                open_drawer(place, before)
            came = [known for there in drawers(place, [code]) for known in codes_of(there)]
        with explaining(place / CODE_FILE, "cannot be written", NOTHING):
            folder.begin([code, *came, *(before if mine else ())])
        try:
            with explaining(place, "cannot be put in order", "Nothing is lost: type the code once more."):
                try:
                    put_away_what_stayed(place, folder.codes)
                finally:
                    bring_back(place, folder.codes)
        finally:
            self._begin()

    def reopen(self) -> None:
        """Take up anew what is in the folder: more of this student's came into it. What is owed is written first."""
        self.save()
        self._begin()

    def decline_slip(self) -> None:
        """Write down that the student has no slip. Raises NotSaved."""
        self.save()
        with explaining(self.folder.place / CODE_FILE, "cannot be written", "You can go on all the same."):
            before = self.folder.codes
            if self.folder.decline():
                self._hand_over(before)

    def _leave(self, act: Callable[[Path, list[str]], None], what: str) -> None:
        codes = self.folder.codes
        with explaining(self.path, what, "It is as it was."):
            self.folder.begin()
        try:
            with explaining(self.folder.place, what, "No lesson reads it any more."):
                act(self.folder.place, codes)
        finally:
            self._begin()


def _size(path: Path) -> int:
    """The size of a file, -1 where there is none that we can use."""
    try:
        return size(path)
    except OSError:
        return -1


def _bytes(event: Mapping[str, Any]) -> bytes:
    return (json.dumps(event, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def _follow(state: State, event: Mapping[str, Any], questions: Collection[str]) -> None:
    """What one event changes; one to an earlier question changes nothing but that it is kept."""
    if questions and event.get("question") not in (None, "", *questions):
        if event["event"] == "commit":
            state.earlier.append(event["answer"])
        return
    match event["event"]:
        case "draft" | "commit":
            state.draft = event["answer"]
            if not state.tries:
                state.sure = event.get("sure") or state.sure
            if event["event"] == "commit":
                state.tries.append(Try(event["answer"], state.hints, state.revealed))
        case "hint":
            state.hints = max(state.hints, event["hints"])
        case "reveal":
            state.revealed = True
        case "reason":
            state.reason = event["text"]
        case "placed":
            state.placed = event["level"]


# --- what a file says -----------------------------------------------------------------------------

OTHER_CODE = ("“{name}” has answers under another code, {code}. They are kept there, but not shown. If they are yours, "
              "too, add that code as a line of its own to “answers/code.txt”.")  # fmt: skip


UNREAD = "“{name}” cannot be read"


def _events(
    path: Path, article: Article, codes: Sequence[str]
) -> Iterator[tuple[dict[str, Any] | None, str]]:
    """(event, "") for each line that can be used, (None, a sentence) for each that cannot, or for the whole file."""
    try:
        lines = read_lines(path)
    except OSError as problem:
        yield None, f"{UNREAD.format(name=whole_text(path.name))}{because(problem)}. Answers from before are not shown."
        return
    for n, line in enumerate(lines, 1):
        event, note = _event(line, article)
        if event and event["code"] not in codes:
            yield None, OTHER_CODE.format(name=whole_text(path.name), code=event["code"])
        elif note and n == len(lines):
            yield None, "The last line of the answers was cut off as it was written, and is left out."
        else:
            yield event, note


def _event(line: bytes, article: Article) -> tuple[dict[str, Any] | None, str]:
    """One line as an event, or why it is none."""
    if not line.strip():
        return None, ""
    try:
        event = whole_text(json.loads(line))
    except (ValueError, RecursionError):
        return None, "A line of the answers is damaged, and is left out. The others are all there."
    if not isinstance(event, dict) or not str(event.get("schema", "")).startswith("byline.answers/"):
        return None, "A line of the answers is not one of Byline's, and is left out. The others are all there."
    if event["schema"] not in READABLE:
        return None, "Some answers were written by a newer Byline. They are kept, but not shown: get the newer one."
    if event.get("article") != article.id:
        return None, ""
    if event.get("sha256") != article.sha256:
        return None, ("Some answers belong to another version of this text. They are kept in the file, but not shown: "
                      "open the text that they were written for.")  # fmt: skip
    if not _is_sound(event):
        return None, "A line of the answers has something missing, and is left out. The others are all there."
    return event, ""


#: What of an event is a short text, where it is there.
TEXTS = ("exercise", "code", "writer", "question")


def _is_sound(event: Mapping[str, Any]) -> bool:
    """Whether an event has what one of its kind has, of the right type."""
    texts = all(isinstance(event.get(name, ""), str) and len(event.get(name, "")) < 100 for name in TEXTS)
    whole = {"exercise", "writer"} <= event.keys() and type(event.get("n")) is int
    if not (texts and whole and is_code(event.get("code")) and event.get("event") in EVENTS):
        return False
    match event["event"]:
        case "draft" | "commit":
            return "answer" in event and event.get("sure") in (None, *SURE)
        case "hint":
            return type(event.get("hints")) is int and 0 <= event["hints"] <= 3
        case "reason":
            return isinstance(event.get("text"), str)
        case "placed":
            return type(event.get("level")) is int and 0 <= event["level"] <= 4
    return True
