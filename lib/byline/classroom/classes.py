"""A class: its students with their codes, in a folder of its own. The list that joins codes and names stays there.

`classes/9B/` holds class.json, the hand-ins as they came (handins), what was collected and decided, and pages, which
can be made anew at any time. Only class.json, decisions.json and pages are ever written anew; the rest only grows.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import get_ident
from typing import Any

from byline.gradebooks.roster import Student
from byline.jupyter import Mistake
from byline.lesson.codes import is_code, printed_code, slip_code, typed_code
from byline.lesson.disk import append, create, explaining, read_file, read_lines, replace
from byline.seeds.folders import IN_WHEEL, seeds_folder
from byline.sheet import visible
from newsmarks.text import working_folder

SCHEMA = "byline.class/1"
FOLDER = "classes"
NAME = re.compile(r"[\w.-]{0,39}[\w-]")
#: What Windows takes for something else than a folder.
TAKEN = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
#: Seconds after which a lock is one that a command left behind that was killed.
STALE = 60
MOST_STUDENTS = 500


class Class:
    """A class that is open. `save` keeps its list; all else is kept by whoever writes it."""

    def __init__(self, folder: Path, students: Iterable[Student], gone: Iterable[str] = ()) -> None:
        self.folder, self.students = folder, list(students)
        #: Hashes of codes that are not taken here: of students who were removed, and of others' that came by mistake.
        self.gone = set(gone)

    @property
    def name(self) -> str:
        """What the class is called: the name of its folder."""
        return self.folder.name

    @property
    def pages(self) -> Path:
        """The folder of what is made to be looked at or printed; it is there when it is asked for."""
        place = self.folder / "pages"
        place.mkdir(parents=True, exist_ok=True)
        return place

    def save(self) -> None:
        """Keep the list of students. Raises NotSaved."""
        students = [{"name": s.name, "codes": s.codes, "ids": s.ids} for s in self.students]
        self.keep("class.json", {"schema": SCHEMA, "students": students, "gone": sorted(self.gone)})

    def keep(self, file: str, data: Any) -> None:
        """Write a file of the class whole or not at all. Raises NotSaved."""
        path = self.folder / file
        with explaining(path, "cannot be written", "It is as it was."):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace(path, data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False, indent=1).encode())

    def log(self, file: str, *lines: Mapping[str, Any]) -> None:
        """Add lines of JSON to a file that only grows. Raises NotSaved."""
        path = self.folder / file
        with explaining(path, "cannot be written", "What it held is as it was."):
            append(path, b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines))

    def lines(self, file: str) -> Iterator[dict[str, Any]]:
        """The lines of a file that only grows; one that is torn is left out."""
        try:
            raw = read_lines(self.folder / file)
        except OSError:
            return
        for line in filter(None, raw):
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(found, dict):
                yield found

    def student_of(self, code: str) -> Student | None:
        """Whose code this is, where that is known."""
        return next((student for student in self.students if code in student.codes), None)

    def student(self, said: str) -> Student:
        """A student by her name or any of her codes. Raises Mistake where that is not one student."""
        names = [s for s in self.students if s.name and _plain(s.name) == _plain(said)]
        found = names or [s for s in self.students if typed_code(said) in s.codes]
        if len(found) == 1:
            return found[0]
        if found:
            raise Mistake(f"{len(found)} students of {self.name} are called “{said}”. Give the code of one of them.")
        raise Mistake(f"There is no “{said}” in {self.name}. Give a name as it stands in the list, or a code. “byline "
                      f"class show {self.name}” prints the list.")  # fmt: skip


def _plain(name: str) -> str:
    """A name as it is compared: capitals, spaces and the form of an apostrophe make no difference."""
    return " ".join(name.replace("’", "'").split()).casefold()


def hash_of_code(code: str) -> str:
    """What is kept of a code that is not taken any more."""
    return hashlib.sha256(code.encode()).hexdigest()[:16]


def classes_folder() -> Path:
    """Where the classes are: beside the seeds, or here where these came in a wheel."""
    place = seeds_folder().parent
    return (working_folder() if place == IN_WHEEL else place) / FOLDER


def class_names() -> list[str]:
    """The classes that there are."""
    return sorted(path.parent.name for path in classes_folder().glob("*/class.json"))


def open_class(name: str) -> Class:
    """A class by its name. Raises Mistake where there is none, or its list cannot be read."""
    folder = _folder(name)
    if name not in class_names():
        raise Mistake(f"There is no class “{name}”. Here are: {', '.join(class_names()) or 'none yet'}. “byline class "
                      "new 9B” makes one.")  # fmt: skip
    try:
        found = json.loads(read_file(folder / "class.json"))
        students, gone = [_student(told) for told in found["students"]], [str(one) for one in found.get("gone", ())]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        raise Mistake(f"“{FOLDER}/{name}/class.json” cannot be read. Put back a copy of it from before; the hand-ins "
                      "beside it are as they were.") from None  # fmt: skip
    return Class(folder, students, gone)


_held = set[tuple[Path, int]]()


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Wait until no other command works on a class, and keep others out meanwhile. Raises Mistake."""
    path = _folder(name) / ".lock"
    mine = (path, get_ident())
    if mine in _held or not path.parent.is_dir():
        yield
        return
    _lock(path)
    _held.add(mine)
    try:
        yield
    finally:
        _held.discard(mine)
        with suppress(OSError):
            path.unlink()


def _lock(path: Path) -> None:
    for _ in range(600):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > STALE:
                path.unlink()
        try:
            if create(path, b""):
                return
        except OSError:
            return  # nothing can be written there, as whoever writes will be told
        time.sleep(0.05)
    raise Mistake(f"Something else is working on the class “{path.parent.name}”. Wait a moment, then try again.")


def _folder(name: str) -> Path:
    """Where a class of that name is, or would be. Raises Mistake where it cannot be the name of one."""
    if not isinstance(name, str) or not NAME.fullmatch(name) or TAKEN.match(name):
        raise Mistake(f"A class cannot be called “{visible(str(name))}”. Use letters, digits, hyphens and dots without "
                      "spaces, such as 9B.")  # fmt: skip
    return classes_folder() / name


def _student(told: Mapping[str, Any]) -> Student:
    """One student of a file. Raises ValueError, LookupError or TypeError where that is none."""
    codes = [code for code in told["codes"] if is_code(code)]
    if not codes or not isinstance(told["name"], str):
        raise ValueError
    return Student(told["name"], codes, {str(name): str(value) for name, value in dict(told["ids"]).items()})


def new_class(name: str, people: Iterable[tuple[str, Mapping[str, str]]] = (), slips: int = 0) -> Class:
    """Make a class of people, as (name, ids), and of some slips without a name. Raises Mistake, NotSaved."""
    folder, given = _folder(name), [*people, *[("", {})] * slips]
    if folder.exists():
        raise Mistake(f"There is a class “{name}” already, in “{FOLDER}/{name}”. Take another name; “byline class add "
                      f"{name} 'Full Name'” adds a student to it.")  # fmt: skip
    if len(given) > MOST_STUDENTS:
        raise Mistake(f"A class of {len(given)} is more than {MOST_STUDENTS}. Make one for each group.")
    made = Class(folder, [])
    for called, ids in given:
        made.students.append(Student(called, [_free_code(made)], dict(ids)))
    made.save()
    return made


def _free_code(of: Class) -> str:
    """A code for a slip that nobody in the class has."""
    code = slip_code()
    return code if of.student_of(code) is None else _free_code(of)


def add_student(to: Class, name: str) -> Student:
    """A student who came later, with a slip of her own. Raises Mistake, NotSaved."""
    if not name.strip() or len(to.students) >= MOST_STUDENTS:
        raise Mistake("Say who it is: a name in quotation marks.")
    if any(_plain(one.name) == _plain(name) for one in to.students):
        raise Mistake(f"“{name}” is in {to.name} already. For a second one of that name, add what tells them apart, "
                      "such as a middle initial.")  # fmt: skip
    to.students.append(Student(" ".join(name.split()), [_free_code(to)]))
    to.save()
    return to.students[-1]


def new_slip(of: Class, said: str) -> Student:
    """Give a student a new code; what comes under her earlier ones is still hers. Raises Mistake, NotSaved."""
    student = of.student(said)
    student.codes.insert(0, _free_code(of))
    of.save()
    return student


def give(of: Class, code: str, said: str) -> Student:
    """Say whose a code is: one that is nobody's, that was given wrongly or taken out by mistake, or of a slip without a
    name.

    Raises Mistake, NotSaved.
    """
    code = typed_code(code)
    owner = of.student_of(code)
    if owner is None and code not in waiting(of) and hash_of_code(code) not in of.gone:
        raise Mistake(f"Nothing came under “{visible(code)}”, and it is on no slip of {of.name}. “byline class show "
                      f"{of.name}” prints what is waiting.")  # fmt: skip
    if owner and not owner.name and not any(_plain(one.name) == _plain(said) for one in of.students):
        owner.name = " ".join(said.split())
        of.save()
        return owner
    student = of.student(said)
    if owner and owner.name and code == owner.codes[0] and owner is not student:
        raise Mistake(f"The code {printed_code(code)} is on the slip of {owner.called}. Give her a new slip first.")
    _move(of, code, owner, student)
    of.save()
    return student


def _move(of: Class, code: str, owner: Student | None, student: Student) -> None:
    """Take a code from whoever has it, who goes if that was a slip without a name, and give it to a student."""
    if owner:
        owner.codes.remove(code)
        if not owner.codes:
            of.students.remove(owner)
    student.codes.append(code)
    of.gone.discard(hash_of_code(code))


def waiting(of: Class) -> dict[str, list[str]]:
    """Codes that nobody in the class has -> the names of the files that came under them."""
    found: dict[str, list[str]] = {}
    for line in of.lines("collected.jsonl"):
        code, name = str(line.get("code")), str(line.get("from", ""))
        if is_code(code) and of.student_of(code) is None and name not in found.setdefault(code, []):
            found[code].append(name)
    return found


def dismiss(of: Class, code: str) -> int:
    """Say that a code is nobody's in the class, and put away what came under it; how many hand-ins that are.

    Raises Mistake, NotSaved.
    """
    code = typed_code(code)
    if code not in waiting(of):
        raise Mistake(f"Nothing is waiting under “{visible(code)}”. “byline class show {of.name}” prints what is.")
    return _forget(of, Student("", [code]))


def remove_student(of: Class, said: str) -> tuple[Student, int]:
    """Remove a student with all that she sent, and say how many hand-ins went. Raises Mistake, NotSaved.

    The pages that name her go, too, or of a table her rows: they are made anew without her.
    """
    student = of.student(said)
    of.students.remove(student)
    return student, _forget(of, student)


def _forget(of: Class, student: Student) -> int:
    """Take away all that came under a student's codes and what was noted of it; how many hand-ins that were."""
    codes = [*student.codes]
    gone = {str(line["file"]) for line in of.lines("collected.jsonl") if line.get("code") in codes}
    with explaining(of.folder, "cannot be changed", "Try again: what is gone stays gone."):
        for name in gone:
            if re.fullmatch(r"[0-9a-f]{16}", name):
                (of.folder / "handins" / f"{name}.json").unlink(missing_ok=True)
        for path in of.folder.glob("*.jsonl"):
            hers = [f'"code": "{code}"'.encode() for code in codes]
            left = [line for line in read_lines(path) if line and not any(one in line for one in hers)]
            replace(path, b"".join(line + b"\n" for line in left))
        for path in sorted((of.folder / "pages").rglob("*")):
            if path.is_file():
                _forget_page(path, student)
    _forget_paper(of, codes)
    of.gone |= {hash_of_code(code) for code in codes}
    of.save()
    return len(gone)


def _forget_page(path: Path, student: Student) -> None:
    """Take a student's rows out of a table, or the whole page away where it names her. Raises OSError."""
    called = [said for code in student.codes for said in (code, printed_code(code))]
    said = [word.encode() for word in (*called, student.name, html.escape(student.name)) if word]
    data = path.read_bytes()
    if not any(word in data for word in said) and not any(code in path.name for code in student.codes):
        return
    if path.suffix == ".csv":
        replace(path, b"".join(line for line in data.splitlines(True) if not any(word in line for word in said)))
    else:
        path.unlink()


def _forget_paper(of: Class, codes: Iterable[str]) -> None:
    """Take out what was typed for a student from paper: text -> code -> exercise."""
    try:
        kept = json.loads(read_file(of.folder / "paper.json") or b"{}")
        left = {text: {code: row for code, row in rows.items() if code not in codes} for text, rows in kept.items()}
    except (OSError, ValueError, AttributeError, RecursionError):
        return
    if left != kept:
        of.keep("paper.json", left)
