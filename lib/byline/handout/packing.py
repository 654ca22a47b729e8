"""Packs a lesson for students: one zip with all that they need, and nothing of the key; later the file that opens it.

What goes in is said by an allow-list, of files here and of fields in byline.kinds. The reader of news is in the box,
so a student can see the machine's marks; the key, the readers' first readings and the feedback stay with the teacher.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from byline.exercises import Exercise, number_of
from byline.handout.students_copy import folds_of, front_page, made_of_exercises, packed_notebook, readme
from byline.jupyter import Mistake
from byline.key import Key, load_key
from byline.key.draft import toml
from byline.kinds import SCHEMA, blocks_of, given_out, open_exercises
from byline.lesson.course import CHECK, SAFE, notebooks_folder, text_of, written_for
from byline.lesson.disk import explaining, read_file, replace
from byline.lesson.opened import SCHEMA as FEEDBACK
from byline.lesson.turns import forms_here
from byline.making import ANSWERS, LESSON
from byline.seeds.folders import IN_WHEEL, folder_of
from newsmarks.form import read_toml
from newsmarks.model import Article

#: What students get of what is known of the text; what it leaves open may be what an exercise asks.
KNOWN = ("title", "outlet", "author", "published", "retrieved", "language", "content_note", "rights", "side", "course")
#: When students see the feedback: after collecting (the key stays with the teacher), or at once (it is in the box).
WHEN = ("after", "at-once")
#: What of the two libraries is given out: by how the files end, so that nothing that a tool left there comes along.
ENDINGS = (".py", ".toml", ".css", ".js", ".json", ".svg", "handout/student.md", "py.typed",
           "site/pins-lite.txt", "site/pins-kernel.txt", "site/pins-npm.txt")  # fmt: skip
#: What a student's copy does without: the teacher's rooms.
LEFT_OUT = ("byline/gradebooks/", "byline/handout/", "byline/classroom/", "byline/site/")
#: What of this folder it holds besides the libraries, the lesson and the text.
PROGRAM = ("LICENSE", "pyproject.toml", "environment.yml", "lib/start.py", "lib/building.py", "lib/pins.txt")
LIBRARIES = Path(__file__).parents[2]
HOME = LIBRARIES.parent
Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class KeyedLesson:
    """One lesson with one text: the exercises as they are and as blocks of their file, and the key."""

    name: str
    text: str
    folder: Path
    exercises: dict[str, Exercise]
    blocks: list[dict[str, Any]]
    key: Key

    @property
    def short(self) -> str:
        """By what it is called in the names of files: "02-mariupol"."""
        return re.sub(r"[^a-z0-9]+", "-", f"{number_of(self.name)}-{self.text}".casefold()).strip("-")

    @property
    def file(self) -> str:
        """The name of its notebook."""
        return self.name if SAFE.match(self.name) else f"01_{self.short.replace('-', '_')}"


def open_lesson(lesson: str, text: str) -> KeyedLesson:
    """A lesson by its number or its whole name. Raises ArticleError, Mistake."""
    folder = folder_of(text)
    key, every = load_key(folder), open_exercises(folder)
    mine = {name: e for name, e in every.items() if e.is_of(lesson)}
    if not mine:
        known = ", ".join(dict.fromkeys(e.lesson for e in every.values() if e.lesson)) or "none"
        raise Mistake(f"“{text}” has no exercises for a lesson “{lesson}”. It has some for: {known}.")
    if any(e.sealed for e in mine.values()):
        raise Mistake(f"seeds/{text}/exercises.toml is sealed itself. Pack from the folder that has the answers.")
    blocks = [block for block in blocks_of(folder, key) if block["id"] in mine]
    return KeyedLesson(next(iter(mine.values())).lesson, text, folder, mine, blocks, key)


def pack_lesson(lesson: str, place: Path, *, text: str = "", feedback: str = "after") -> Path:
    """Write the zip of a lesson ("02") into a folder, and say where it is; the same input gives the same bytes.

    Without a text it is the one that the lesson reads first. `feedback` is one of WHEN. Raises Mistake, ArticleError,
    NotSaved.
    """
    if feedback not in WHEN:
        raise Mistake(f"When do students see the feedback? Say one of: {', '.join(WHEN)}.")
    found = open_lesson(lesson, text or text_of(lesson))
    name = f"byline-{found.short}{'' if feedback == WHEN[0] else '-with-key'}"
    files = _files(found, sealed=feedback == "after")
    return written(place / f"{name}.zip", zipped({f"{name}/{path}": data for path, data in files.items()}))


def feedback_file(lesson: str, place: Path, *, text: str = "") -> Path:
    """Write the file that opens the feedback of a lesson that was packed without, and say where it is.

    It holds the whole key of the text, so it opens that of other lessons with this text, too; without a text, the one
    of the short test opens all forms. Raises as `pack_lesson` does.
    """
    found = open_lesson(lesson, text or text_of(lesson))
    others = [] if text else _other_forms(found)
    data = {**_feedback(found), **({"also": [_feedback(one) for one in others]} if others else {})}
    name = CHECK if others else found.short
    return written(place / f"feedback-{name}.json", json.dumps(data, ensure_ascii=False, indent=1).encode())


def _feedback(lesson: KeyedLesson) -> dict[str, Any]:
    """What opens the feedback of a lesson with one text."""
    article = lesson.key.article
    return {"schema": FEEDBACK, "article": article.id, "sha256": article.sha256, "lesson": lesson.name,
            "key": read_file(lesson.folder / "key.toml").decode("utf-8-sig"),
            "exercises": exercises_toml(lesson.blocks, sealed=False), "folds": _folds(lesson)}  # fmt: skip


def exercises_toml(blocks: list[dict[str, Any]], *, sealed: bool) -> str:
    """An exercises.toml of some blocks, and of no others: what a key would make besides them is not meant here."""
    return _toml({"schema": SCHEMA, "made": False, **({"sealed": True} if sealed else {}), "exercise": blocks})


def _toml(data: Mapping[str, Any]) -> str:
    """A file of TOML: values first, then the blocks of each list of tables."""
    lists = {name: v for name, v in data.items() if isinstance(v, list) and v and isinstance(v[0], dict)}
    lines = [f"{name} = {toml(value)}" for name, value in data.items() if name not in lists]
    for name, blocks in lists.items():
        for block in blocks:
            lines += ["", f"[[{name}]]", *(f"{field} = {toml(value)}" for field, value in block.items())]
    return "\n".join(lines) + "\n"


# --- what is in the box -----------------------------------------------------------------------------


def _files(lesson: KeyedLesson, *, sealed: bool) -> Files:
    """Path in the box -> bytes."""
    files = _program() | {"README.md": readme(lesson.name, lesson.key.article, sealed=sealed).encode()}
    whole = notebook_for(lesson)
    page = (packed_notebook(whole, [lesson.text], sealed=sealed, asked=asked_in([lesson])) if whole else
            made_of_exercises(lesson.name, lesson.key.article, list(lesson.exercises), sealed=sealed))  # fmt: skip
    pages = {"lessons": front_page(lesson.file, lesson.key.article), lesson.file: page}
    files |= {f"notebooks/{stem}.ipynb": as_json(one) for stem, one in pages.items()}
    for one in (lesson, *_other_forms(lesson)):
        files |= text_files([one], code_in(page), sealed=sealed)
    return files


def _other_forms(lesson: KeyedLesson) -> list[KeyedLesson]:
    """Of the short test, the other forms: which one a student takes, her code decides."""
    if number_of(lesson.name) != CHECK:
        return []
    return [open_lesson(lesson.name, text) for text in forms_here() if text != lesson.text]


def text_files(lessons: Sequence[KeyedLesson], code: str, *, sealed: bool) -> Files:
    """The files of a text for students: what is known of it, the exercises of these lessons, and what code reads.

    Where it is not sealed, its key, too.
    """
    text, folder, key = lessons[0].text, lessons[0].folder, lessons[0].key
    blocks = [given_out(e, key.article, key) for one in lessons for e in one.exercises.values()]
    whole = [block for one in lessons for block in one.blocks]
    files = {"about.toml": _about(key.article), "article.txt": read_file(folder / "article.txt"),
             "exercises.toml": exercises_toml(blocks if sealed else whole, sealed=sealed).encode(),
             **({} if sealed else {"key.toml": read_file(folder / "key.toml")})}  # fmt: skip
    return {f"seeds/{text}/{name}": data for name, data in files.items()} | _read_by(code, lessons[0])


def _about(article: Article) -> bytes:
    """What is known of the text, as far as students get it."""
    return _toml({name: article.about[name] for name in KNOWN if name in article.about}).encode()


def code_in(page: Mapping[str, Any]) -> str:
    """All code of a notebook."""
    return "\n".join("".join(cell["source"]) for cell in page["cells"] if cell["cell_type"] == "code")


def _program() -> Files:
    """Byline without the teacher's room."""
    if not (HOME / "lib" / "start.py").is_file():
        raise Mistake("A lesson is packed from the whole folder of Byline, with lib/start.py in it. Begin there.")
    here = {name: (HOME / name).read_bytes() for name in PROGRAM}
    return here | {f"lib/{name}": data for name, data in library(students=True).items()}


def library(*, students: bool, keyed: bool = False) -> Files:
    """The two libraries, by the paths of their files; for students without the teacher's rooms, and where no key goes
    with them (`keyed`), without answers.
    """
    paths = [path for name in ("newsmarks", "byline") for path in (LIBRARIES / name).rglob("*") if path.is_file()]
    named = {path.relative_to(LIBRARIES).as_posix(): path for path in sorted(paths)}
    answers = [ANSWERS.relative_to(LIBRARIES).as_posix()] if students and not keyed else []
    left_out = (f"{IN_WHEEL.relative_to(LIBRARIES).as_posix()}/", *(LEFT_OUT if students else ()), *answers)
    return {name: path.read_bytes() for name, path in named.items()
            if name.endswith(ENDINGS) and not name.startswith(left_out) and not re.search(r"/\.|/__pycache__/", name)}


def notebook_for(lesson: KeyedLesson) -> Mapping[str, Any]:
    """The notebook that is written for a lesson with this text, or with any text; empty where there is none."""
    path = notebooks_folder() / f"{lesson.name}.ipynb"
    written = SAFE.match(lesson.name) and path.is_file() and written_for(lesson.name, lesson.text)
    return json.loads(read_file(path)) if written else {}


def asked_in(lessons: Sequence[KeyedLesson]) -> list[str] | None:
    """What the page of a lesson asks that goes with any text: the exercises that these texts have. None for another."""
    every = [name for one in lessons for name in one.exercises]
    return list(dict.fromkeys(every)) if lessons[0].name == LESSON else None


def _folds(lesson: KeyedLesson) -> list[dict[str, str]]:
    """What stood in the folds that the sealed copy does without."""
    whole = notebook_for(lesson)
    return folds_of(whole, lesson.text) if whole else []


def _read_by(code: str, lesson: KeyedLesson) -> Files:
    """What cells read besides text and exercises: places to hold beside each other, published figures, the places of a
    chain, other outlets, and other texts.
    """
    kinds, path = re.findall(r'show_beside\(.*, "(\w+)"\)', code), lesson.folder / "beside.toml"
    pairs = [pair for pair in read_toml(path)["pair"] if pair["kind"] in kinds] if kinds and path.is_file() else []
    files = {f"seeds/{lesson.text}/beside.toml": _toml({"pair": pairs}).encode()} if pairs else {}
    for name in re.findall(r'open_published\("([\w-]+)"\)', code):
        files[f"seeds/{name}/published.toml"] = read_file(folder_of(name) / "published.toml")
    if "open_outlets(article.id)" in code and (path := lesson.folder / "outlets.toml").is_file():
        files[f"seeds/{lesson.text}/outlets.toml"] = read_file(path)
    if "chart_chain(" in code and (lesson.folder / "chain.toml").is_file():
        files[f"seeds/{lesson.text}/chain.toml"] = read_file(lesson.folder / "chain.toml")
    for name in re.findall(r'open_article\("([\w-]+)"\)', code):
        files[f"seeds/{name}/article.txt"] = read_file(folder_of(name) / "article.txt")
    return files


def as_json(page: Mapping[str, Any]) -> bytes:
    """A notebook as it lies on the disk."""
    return (json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode()


# --- writing it -------------------------------------------------------------------------------------


def zipped(files: Files) -> bytes:
    """A zip in the order of names and with one date, so that it is the same on every day."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as into:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(path)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100644 << 16
            into.writestr(entry, data)
    return box.getvalue()


def written(path: Path, data: bytes) -> Path:
    """Put a file where it belongs, whole or not at all, and say where it is. Raises NotSaved."""
    with explaining(path, "cannot be written", "The one from before, if there is one, is as it was."):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, data)
    return path
