"""Opens the feedback of a sealed lesson, from the file that a teacher gives out; nothing in it is trusted."""

from __future__ import annotations

import json
import re
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from byline.exercises import Exercise
from byline.key import check_key
from byline.kinds import check_exercises, open_exercises
from byline.lesson.disk import NotSaved, explaining, read_file, replace
from byline.lesson.folder import last_text
from byline.lesson.house import current_house
from byline.lesson.notices import Told
from byline.seeds.folders import open_folder, seeds_folder, texts
from byline.sheet import Card, Note, Sheet
from newsmarks.text import ArticleError, working_folder

SCHEMA = "byline.feedback/1"
#: Where a block of a file of exercises begins.
BLOCK_HEAD = "[[exercise]]"
BLOCK = re.compile(r"^(?=\[\[exercise\]\])", re.MULTILINE)
FIELDS = ("schema", "article", "sha256", "lesson", "key", "exercises")
#: A file with more bytes than this is no feedback.
MOST_BYTES = 3_000_000
STILL = "The lesson is as it was."
OPENED = "The feedback is there now, and your answers are as they were."
OPEN = "The feedback is open already."


def open_feedback(name: str = "") -> Told | Sheet:
    """Put the feedback of a lesson beside its exercises, whole or not at all: `open_feedback("feedback-02-x.json")`.

    The file lies beside the notebook or in the folder of the lesson; without a name, the latest that is there. That of
    the short test opens all of its forms. Answers
    stay, and a first answer stays the first. Says in a sentence what is there now, or why nothing was opened, and shows
    what the lesson has kept for after the answers.
    """
    from byline.lesson import study_article

    try:
        parts = _read(_file(name))
        still = [data for data in parts if not _is_open(seeds_folder() / data["article"], data["lesson"])]
        for data in still:
            _put(data, seeds_folder() / data["article"])
        here = [data["article"] for data in parts]
        study_article(last_text() if last_text() in here else here[0])
    except (ArticleError, NotSaved) as problem:
        return Told(str(problem))
    except OSError as problem:
        return Told(f"The file cannot be read ({problem.strerror}). {STILL}")
    said = f"{OPENED}{current_house().opened}" if still else OPEN
    return _shown(said, parts[0].get("folds", []))


def _shown(said: str, folds: list[dict[str, str]]) -> Told | Sheet:
    """The sentence, and under it what the folds of the lesson say, each under its title."""
    cards = [Card([Note(fold["title"]), *(Note("", part) for part in fold["text"].split("\n\n"))]) for fold in folds]
    return Sheet([Note("", said, role="status"), *cards]) if cards else Told(said)


def _is_open(folder: Path, lesson: str) -> bool:
    """Whether the exercises of a lesson have their answers here already."""
    here = [e for e in open_exercises(folder).values() if e.lesson == lesson]
    return bool(here) and not all(e.sealed for e in here)


def _file(name: str) -> Path:
    """The file by its name alone, beside the notebook or in the folder of the lesson. Raises ArticleError."""
    places = (working_folder(), seeds_folder().parent)
    plain = Path(str(name)).name
    found = [path for place in places for path in ([place / plain] if plain else place.glob("feedback*.json"))]
    there = [path for path in found if path.is_file()]
    if not there:
        lead = f"There is no file called “{plain}” here." if plain else "There is no file with feedback here yet."
        raise ArticleError(f"{lead} Put the one from your teacher into the folder “notebooks”.")
    return max(there, key=lambda path: path.stat().st_mtime)


def _read(path: Path) -> list[dict[str, Any]]:
    """What a file says of each text of it that is here, of one at least. Raises ArticleError, OSError."""
    raw = read_file(path)
    try:
        data = json.loads(raw) if len(raw) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        data = None
    also = data.get("also", []) if isinstance(data, dict) else None
    parts = [data, *also] if isinstance(also, list) else []
    if not parts or not all(map(_is_feedback, parts)):
        raise ArticleError(f"“{path.name}” is no file of feedback, or it is torn. {STILL} Ask for it once more.")
    if any(part["schema"] != SCHEMA for part in parts):
        raise ArticleError(f"“{path.name}” is from another Byline than this one. {STILL} Ask your teacher for both.")
    if not (here := [part for part in parts if _is_of_a_text_here(part)]):
        raise ArticleError(f"“{path.name}” belongs to another text than the one that is here. {STILL}")
    return here


def _is_feedback(part: Any) -> bool:
    """Whether this has all that feedback to one text must have."""
    fields = isinstance(part, dict) and all(isinstance(part.get(name), str) for name in FIELDS)
    return fields and _are_folds(part.get("folds", []))


def _is_of_a_text_here(part: Mapping[str, Any]) -> bool:
    name = part["article"]
    return name in texts() and open_folder(seeds_folder() / name).sha256 == part["sha256"]


def _are_folds(found: Any) -> bool:
    """Whether this is a list of titles with their texts."""
    return isinstance(found, list) and all(
        isinstance(fold, dict) and all(isinstance(fold.get(name), str) for name in ("title", "text")) for fold in found)


def _put(data: Mapping[str, Any], folder: Path) -> None:
    """Write key and exercises, where nothing speaks against it. Raises ArticleError, NotSaved."""
    files = {f"{name}.toml": data[name].encode("utf-8", "replace") for name in ("key", "exercises")}
    files["exercises.toml"] += _still_sealed(folder, data["lesson"]).encode()
    for problem in _against(files, folder, data["lesson"]):
        raise ArticleError(f"{problem} {STILL}")
    written: list[Path] = []
    try:
        for name, text in files.items():  # the exercises last: sealed, they tell nothing of a key beside them
            with explaining(folder / name, "cannot be written", STILL):
                written.append(folder / name)
                replace(folder / name, text)
    except NotSaved:
        (folder / "key.toml").unlink(missing_ok=True)
        raise


def _still_sealed(folder: Path, lesson: str) -> str:
    """The blocks of all other lessons' exercises, as they are in the file here, each with what is sealed of it."""
    text = read_file(folder / "exercises.toml").decode("utf-8-sig")
    head, *blocks = BLOCK.split(text)
    sealed = bool(tomllib.loads(head).get("sealed"))
    others = [block for block in blocks if tomllib.loads(block)["exercise"][0].get("lesson") != lesson]
    mark = f"{BLOCK_HEAD}\nsealed=true"
    return "".join(f"\n{block.replace(BLOCK_HEAD, mark, 1) if sealed else block}" for block in others)


def _against(files: Mapping[str, bytes], folder: Path, lesson: str) -> Iterator[str]:
    """Why the feedback cannot be opened here, if anything speaks against it."""
    sealed = {name: e for name, e in open_exercises(folder).items() if e.lesson == lesson}
    if not sealed:
        yield "The file is for a lesson that is not here."
    elif (folder / "key.toml").exists() and read_file(folder / "key.toml") != files["key.toml"]:
        yield "There is another key here already, and none is written over."
    else:
        asked = {name: e.questions for name, e in _checked(files, folder).items() if not e.sealed}
        if any(e.question not in asked.get(name, ()) for name, e in sealed.items()):
            yield "The file is for other exercises than those that are here."


def _checked(files: Mapping[str, bytes], folder: Path) -> dict[str, Exercise]:
    """The exercises of the feedback, opened with its key in a place apart. Raises ArticleError."""
    with tempfile.TemporaryDirectory() as apart:
        place = Path(apart) / folder.name
        place.mkdir()
        for name, data in {**files, "article.txt": read_file(folder / "article.txt")}.items():
            (place / name).write_bytes(data)
        key, wrong = check_key(place / "key.toml")
        found, more = check_exercises(place, key)
    if key is None or wrong or more:
        raise ArticleError(f"The file is damaged: {[*wrong, *more, 'it has no key.'][0]} {STILL}")
    return found
