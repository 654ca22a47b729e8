"""The folder “answers”: whose it is, what in it belongs to whom, and how a student's files go or are put away.

`code.txt` says whose folder it is: the code of the student who works here, on the lines below it earlier codes of the
same student, and whether she said that she has no slip. It is written once, before the first answer; a new student, a
deletion and a code from a slip put another code there, and so every other kernel learns of it. What is put away lies
in a folder of its student's code, with a `code.txt` of its own. `text.txt` has the name of the text that was opened
last.
"""

from __future__ import annotations

import errno
import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from byline.lesson.codes import is_code, is_slip, new_code, printed_code, typed_code
from byline.lesson.disk import Odd, create, read_file, read_lines, replace
from newsmarks.text import working_folder

FOLDER = "answers"
PUT_AWAY = "put_away"
CODE_FILE, TEXT_FILE = "code.txt", "text.txt"
IN_NAME = re.compile(r"hand-in-.*-([a-z0-9]{4,20})\b")
IN_PAGE = re.compile(rb"answers of ([a-z0-9]{4,20}|[A-Z0-9]{3}-[A-Z0-9]{4})\b")
NO_SLIP = "no slip"  # a line of code.txt that is no code


@dataclass(frozen=True, slots=True)
class Belonging:
    """A file with a student's answers: how many lines are theirs, and how many have another code."""

    path: Path
    lines: int
    others: int


class Folder:
    """The folder that a kernel works in, and the codes of its student, the one to write first."""

    def __init__(self, place: Path | None = None) -> None:
        self._given, self._start = place, working_folder()
        found = codes_in(self.place) or codes_used(self.place)
        self.codes = found or [new_code()]
        self.left: list[str] = []  # codes whose files could not all be removed
        self.claimed = bool(found)
        self.seen = self.place.is_dir()

    @property
    def place(self) -> Path:
        """Where the folder is; where the one around it was renamed, at its new name."""
        if self._given:
            return self._given
        if not self._start.is_dir():
            self._start = working_folder()
        return self._start / FOLDER

    def look(self) -> bool:
        """Read whose folder it is now; True where it went to another student, or all was deleted."""
        there = codes_in(self.place)
        if not there or there == self.codes:
            self.claimed = self.claimed or bool(there)
            return False
        handed = self.claimed and not set(there) & set(self.codes)
        self.codes, self.claimed = there, True
        return handed

    def claim(self) -> bool:
        """Make the folder and write down whose it is, unless that is done; True as `look` says it. Raises OSError."""
        place = self.place
        if self.seen and not place.is_dir():
            raise FileNotFoundError(errno.ENOENT, "the folder is not there any more")
        place.mkdir(exist_ok=True)
        self.seen = True
        for _ in range(40):  # another kernel may be writing it at this moment
            if codes_in(place) or create(place / CODE_FILE, _lines(self.codes)):
                break
            time.sleep(0.005)
        else:
            replace(place / CODE_FILE, _lines(self.codes))
        return self.look()

    def remember(self, text: str, chosen: str = "") -> None:
        """Keep the name of the text that was opened, and of the one that was chosen for the lessons, where possible."""
        lines = [text, *([chosen] if chosen not in ("", text) else [])]
        with suppress(OSError):
            if _small(self.place / TEXT_FILE) != lines:
                self.place.mkdir(exist_ok=True)
                replace(self.place / TEXT_FILE, _lines(lines))

    def begin(self, codes: Sequence[str] = ()) -> list[str]:
        """Give the folder to these codes, so that every kernel of others stops; else to a new one, who has not chosen
        a text. Returns the codes that it had. Raises OSError.
        """
        before, after, self.claimed = self.codes, list(dict.fromkeys(codes)) or [new_code()], self.place.is_dir()
        if self.claimed:
            replace(self.place / CODE_FILE, _lines(after))
            if not codes:
                (self.place / TEXT_FILE).unlink(missing_ok=True)
        self.codes = after
        return before

    @property
    def declined(self) -> bool:
        """Whether the student said that she has no slip."""
        return NO_SLIP in _small(self.place / CODE_FILE)

    @property
    def asks(self) -> bool:
        """Whether it is still to be asked for the code on a slip."""
        return not is_slip(self.codes[0]) and not self.declined

    def decline(self) -> bool:
        """Write down that the student has no slip, unless the folder is another's: then True. Raises OSError."""
        if handed := self.claim():
            return handed
        replace(self.place / CODE_FILE, _lines([*self.codes, NO_SLIP]))
        return False


def _lines(codes: Sequence[str]) -> bytes:
    return "".join(f"{code}\n" for code in codes).encode()


def shown_code(code: str) -> str:
    """A code as people read it: one from a slip as it stands there."""
    return printed_code(code) if is_slip(code) else code


def _small(path: Path) -> list[str]:
    """The lines at the beginning of a text file, without white space around; none where it cannot be read."""
    try:
        return [line.strip() for line in read_file(path)[:5000].decode("utf-8", "replace").splitlines()]
    except OSError:
        return []


def codes_in(place: Path) -> list[str]:
    """The codes that code.txt names."""
    return [line for line in _small(place / CODE_FILE) if is_code(line)]


def last_text(place: Path | None = None) -> str:
    """The name of the text that was opened last in this folder, or ""."""
    return next(iter(_small((place or working_folder() / FOLDER) / TEXT_FILE)), "")


def chosen_text(place: Path | None = None) -> str:
    """The name of the text that was chosen for the lessons in this folder, or ""."""
    return next(reversed(_small((place or working_folder() / FOLDER) / TEXT_FILE)), "")


def codes_used(place: Path) -> list[str]:
    """The codes in the answers of a folder that has no code.txt, the latest first."""
    found: dict[str, None] = {}
    for path in sorted(place.glob("*.jsonl"), key=lambda p: (_changed(p), p.name)):
        for code in owners(path):
            found.pop(code, None)
            found[code] = None
    return list(reversed(found))


def _changed(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0


# --- what belongs to whom -------------------------------------------------------------------------


def owners(path: Path) -> Counter[str]:
    """The codes that a file of Byline's holds, each with its number of lines, the last one last; else nothing."""
    name = path.name.removesuffix(".part")
    try:
        data, lines = read_file(path), read_lines(path) if name.endswith(".jsonl") else []
    except OSError:
        data, lines = b"", []
    found: Counter[str] = Counter()
    if lines:
        for code in filter(None, map(code_of, lines)):
            count = found.pop(code, 0)
            found[code] = count + 1
    elif name.endswith(".json") and (code := code_of(data)):
        found[code] = 1
    elif name.endswith(".html") and (inside := IN_PAGE.search(data)):
        found[typed_code(inside[1].decode())] = 1
    if not found and (named := IN_NAME.match(name)):
        found[named[1]] = 1
    return found


def code_of(line: bytes) -> str:
    """The code in a line of answers or a hand-in, or ""."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    ours = isinstance(data, dict) and str(data.get("schema", "")).startswith(("byline.answers/", "byline.handin/"))
    return data["code"] if ours and is_code(data.get("code")) else ""


def files(place: Path) -> Iterator[Path]:
    """All that is in the folder and the folders in it, but what only says whose it is; links are not followed."""
    for folder, inner, names in os.walk(place):
        inner.sort()
        yield from (Path(folder) / name for name in sorted(names) if name not in (CODE_FILE, TEXT_FILE))


def belongings(place: Path, codes: Sequence[str]) -> tuple[list[Belonging], list[tuple[Path, str]]]:
    """The files of a student's, and every other file with the reason why it stays."""
    theirs, stays = [], []
    for path in files(place):
        found = owners(path)
        lines = sum(found[code] for code in set(codes))
        others = sum(found.values()) - lines
        if lines:
            theirs.append(Belonging(path, lines, others))
        if others:
            stays.append((path, f"another code: {', '.join(code for code in found if code not in codes)}"))
        elif not found:
            stays.append((path, "no code of a student can be read in it"))
    return theirs, stays


def count_answers(place: Path, codes: Sequence[str]) -> int:
    """How many exercises of all texts were begun under these codes, by what lies in the folder, not put away."""
    own = [one for one in belongings(place, codes)[0] if is_here(one.path, place)]
    begun = {f"{event.get('article')} {event.get('exercise')}" for one in own if one.path.suffix == ".jsonl"
             for line in read_lines(one.path) if code_of(line) in codes for event in [json.loads(line)]}  # fmt: skip
    return max(len(begun), bool(own))


def is_here(path: Path, place: Path) -> bool:
    """Whether a file in the folder is not put away."""
    return PUT_AWAY not in path.relative_to(place).parts


def was_put_away(place: Path, writer: str, n: int) -> bool:
    """Whether an event stands among what was put away: it was written before its student left. Raises OSError."""
    away = [path for path in files(place) if path.suffix == ".jsonl" and not is_here(path, place)]
    known = [json.loads(line) for path in away for line in read_lines(path) if code_of(line)]
    return any(event.get("writer") == writer and event.get("n") == n for event in known)


def told(place: Path, codes: Sequence[str], goes: str) -> list[str]:
    """What belongs to a student and what does not, a line a file; `goes` says what happens to the first."""
    theirs, stays = belongings(place, codes)
    lines = [f"{goes}: {_name(b.path, place)}{f' (only the lines of this code: {b.lines})' if b.others else ''}"
            for b in theirs]  # fmt: skip
    return [*lines, *(f"Will stay: {_name(path, place)} ({why})" for path, why in stays)]


def _name(path: Path, place: Path) -> str:
    return f"{place.name}/{path.relative_to(place).as_posix()}"


def remove(place: Path, codes: Sequence[str]) -> None:
    """Remove a student's files, and their lines from files that others share. Raises OSError once all were tried."""

    def act(one: Belonging) -> None:
        if one.others:
            replace(one.path, _part(one.path, codes, theirs=False))
        else:
            one.path.unlink(missing_ok=True)

    _try_all(belongings(place, codes)[0], act)
    for there in drawers(place, codes):
        _close(there)


def _try_all(several: Iterable[Belonging], act: Callable[[Belonging], None]) -> None:
    """Do something with each file. Raises OSError once all were tried, and names those that are left."""
    left: list[str] = []
    for one in several:
        try:
            act(one)
        except OSError as problem:
            if not isinstance(problem, FileNotFoundError) or one.path.exists():  # else another kernel did it
                left, last = [*left, one.path.name], problem
    if left:
        raise type(last)(last.errno, f"{last.strerror}; still there: {', '.join(left)}")


def put_away(place: Path, codes: Sequence[str]) -> None:
    """Move a student's files to a folder of their own, which no lesson reads. Raises OSError once all were tried."""
    there = drawer(place, codes[0])
    if own := [one for one in belongings(place, codes)[0] if is_here(one.path, place)]:
        there.mkdir(parents=True, exist_ok=True)
        _try_all(own, lambda one: _move(one, there, codes))


def bring_back(place: Path, codes: Sequence[str]) -> None:
    """Move what was put away of a student's into the folder again. Raises OSError once all were tried."""
    for there in drawers(place, codes):
        _try_all(belongings(there, codes)[0], lambda one: _move(one, place, codes))
        _close(there)


def put_away_what_stayed(place: Path, codes: Sequence[str]) -> None:
    """Have what is left here of students who went follow the rest of theirs; `codes` stay. Raises OSError."""
    here = {code for path in files(place) if is_here(path, place) for code in owners(path)}
    for there in drawers(place, here - set(codes)):
        gone = codes_of(there)
        if not set(gone) & set(codes):
            put_away(place, gone)


def _move(one: Belonging, there: Path, codes: Sequence[str]) -> None:
    """Move a file into a folder, or a student's lines of one that others share. Raises OSError."""
    if one.others:
        replace(free_name(there / one.path.name), _part(one.path, codes, theirs=True))
        replace(one.path, _part(one.path, codes, theirs=False))
        return
    while True:  # another kernel may take a name, or move the file, at this moment
        free = free_name(there / one.path.name)
        try:
            os.link(one.path, free)
        except FileExistsError:
            continue
        except (OSError, NotImplementedError, AttributeError):  # a disk that knows no second name for a file
            os.replace(one.path, free)
            return
        try:
            one.path.unlink(missing_ok=True)
        except OSError:
            free.unlink(missing_ok=True)
            raise
        return


def drawer(place: Path, code: str) -> Path:
    """Where a student's files are put away. Raises Odd where a link would lead them elsewhere."""
    found = Path(PUT_AWAY) / code
    if not _is_straight(place, found):
        raise Odd(errno.EINVAL, "it is a link, or has one in it. Take it away or give it another name")
    return place / found


def _is_straight(place: Path, inner: Path) -> bool:
    """Whether no link leads from the folder elsewhere."""
    return Path(os.path.realpath(place / inner)) == Path(os.path.realpath(place)) / inner


def drawers(place: Path, codes: Iterable[str]) -> list[Path]:
    """The folders with what was put away of a student's: under one of her codes, or one that was hers, too."""
    found = [Path(PUT_AWAY) / path.name for path in sorted((place / PUT_AWAY).glob("*")) if is_code(path.name)]
    there = [place / inner for inner in found if _is_straight(place, inner) and (place / inner).is_dir()]
    return [path for path in there if not set(codes).isdisjoint(codes_of(path))]


def codes_of(there: Path) -> list[str]:
    """The codes of the student whose files were put away here, the one that the folder has its name of first."""
    return [there.name, *codes_in(there)]


def open_drawer(place: Path, codes: Sequence[str]) -> None:
    """Make the folder to put a student's files in, with all her codes. Raises OSError."""
    there = drawer(place, codes[0])
    there.mkdir(parents=True, exist_ok=True)
    replace(there / CODE_FILE, _lines([*dict.fromkeys([*codes, *codes_of(there)])]))


def _close(there: Path) -> None:
    """Take away an empty drawer; one that has something left stays."""
    with suppress(OSError):
        if not any(files(there)):
            (there / CODE_FILE).unlink(missing_ok=True)
            there.rmdir()


def _part(path: Path, codes: Sequence[str], *, theirs: bool) -> bytes:
    """The lines of a file that have one of the codes, or all the others."""
    lines = [line for line in read_lines(path) if line.strip()]
    return b"".join(line + b"\n" for line in lines if (code_of(line) in codes) == theirs)


def free_name(path: Path) -> Path:
    """A name like this one that is not taken."""
    n = 1
    while path.exists():
        n += 1
        path = path.with_name(f"{path.stem.removesuffix(f' ({n - 1})')} ({n}){path.suffix}")
    return path
