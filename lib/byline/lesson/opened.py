"""Opens the feedback of a sealed lesson, from the file that a teacher gives out; nothing in it is trusted."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from byline.exercises import Exercise
from byline.key import check_key
from byline.kinds import check_exercises, open_exercises
from byline.lesson.disk import NotSaved, explaining, read_file, replace
from byline.lesson.notices import Told
from byline.seeds.folders import open_folder, seeds_folder, texts
from newsmarks.text import ArticleError, working_folder

SCHEMA = "byline.feedback/1"
FIELDS = ("schema", "article", "sha256", "lesson", "key", "exercises")
#: A file with more bytes than this is no feedback.
MOST_BYTES = 3_000_000
STILL = "The lesson is as it was."


def open_feedback(name: str = "") -> Told:
    """Put the feedback of a lesson beside its exercises, whole or not at all: `open_feedback("feedback-02-x.json")`.

    The file lies beside the notebook or in the folder of the lesson; without a name, the latest that is there. Answers
    stay, and a first answer stays the first. Says in a sentence what is there now, or why nothing was opened.
    """
    from byline.lesson import study_article

    try:
        data = _read(_file(name))
        _put(data, seeds_folder() / data["article"])
        study_article(data["article"])
    except (ArticleError, NotSaved) as problem:
        return Told(str(problem))
    except OSError as problem:
        return Told(f"The file cannot be read ({problem.strerror}). {STILL}")
    return Told("The feedback is there now, and your answers are as they were. Run the boxes again from the top.")


def _file(name: str) -> Path:
    """The file by its name alone, beside the notebook or in the folder of the lesson. Raises ArticleError."""
    places = (working_folder(), seeds_folder().parent)
    plain = Path(str(name)).name
    found = [path for place in places for path in ([place / plain] if plain else place.glob("feedback*.json"))]
    there = [path for path in found if path.is_file()]
    if not there:
        called = f" called “{plain}”" if plain else ""
        raise ArticleError(f"There is no file{called} here. Put the one from your teacher into the folder “notebooks”.")
    return max(there, key=lambda path: path.stat().st_mtime)


def _read(path: Path) -> dict[str, str]:
    """What a file says, where it is feedback to a text that is here. Raises ArticleError, OSError."""
    raw = read_file(path)
    try:
        data = json.loads(raw) if len(raw) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or not all(isinstance(data.get(name), str) for name in FIELDS):
        raise ArticleError(f"“{path.name}” is no file of feedback, or it is torn. {STILL} Ask for it once more.")
    if data["schema"] != SCHEMA:
        raise ArticleError(f"“{path.name}” is from another Byline than this one. {STILL} Ask your teacher for both.")
    if data["article"] not in texts() or open_folder(seeds_folder() / data["article"]).sha256 != data["sha256"]:
        raise ArticleError(f"“{path.name}” belongs to another text than the one that is here. {STILL}")
    return data


def _put(data: Mapping[str, str], folder: Path) -> None:
    """Write key and exercises, where nothing speaks against it. Raises ArticleError, NotSaved."""
    files = {f"{name}.toml": data[name].encode("utf-8", "replace") for name in ("key", "exercises")}
    for problem in _against(files, folder):
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


def _against(files: Mapping[str, bytes], folder: Path) -> Iterator[str]:
    """Why the feedback cannot be opened here, if anything speaks against it."""
    sealed = open_exercises(folder)
    if not sealed or not all(e.sealed for e in sealed.values()):
        yield "This lesson has its feedback already, or no exercises."
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
