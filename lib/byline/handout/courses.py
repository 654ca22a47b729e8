"""Writes a course for students: several lessons with several texts in one folder; sealed, nothing of a key.

It is made of what packs of these lessons hold, by the same functions (byline.handout.packing).
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from byline.handout.packing import (
    Files,
    KeyedLesson,
    as_json,
    asked_in,
    code_in,
    notebook_for,
    open_lesson,
    text_files,
    written,
)
from byline.handout.students_copy import Page, front_page, made_of_exercises, packed_notebook
from byline.jupyter import Mistake
from byline.kinds import open_exercises
from byline.lesson.course import CHECK, all_lessons, notebooks_folder
from byline.lesson.disk import read_file
from byline.seeds.folders import course_texts, folder_of, open_article, seeds_folder, texts

FRONT = "lessons"
#: The outlet of the texts that came along, besides those that the lessons speak of.
OURS = "Written for this collection"


def write_course(place: Path, lessons: Sequence[str], texts: Sequence[str], *, sealed: bool) -> Path:
    """Write some lessons ("02") with some texts into a new folder, as “notebooks” and “seeds”; `sealed`: without a key.

    Raises Mistake, ArticleError, NotSaved.
    """
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise Mistake(f"“{place}” is there already, and is left as it is. Name a new folder.")
    for name, data in course_files(opened_lessons(lessons, texts), sealed=sealed).items():
        written(place / name, data)
    return place


def copy_course(place: Path) -> Path:
    """Copy the whole course into a new folder, without texts of one's own: nobody publishes a key unasked."""
    home = notebooks_folder().parent
    own = [text for text in texts() if text not in course_texts() and open_article(text).about.get("outlet") != OURS]
    shutil.copytree(home / "notebooks", place / "notebooks", ignore=shutil.ignore_patterns("answers", ".*"))
    shutil.copytree(home / "seeds", place / "seeds", ignore=shutil.ignore_patterns(*own, ".*"))
    return place


def opened_lessons(lessons: Sequence[str], texts: Sequence[str]) -> list[KeyedLesson]:
    """Each of these lessons with each text that has it. Raises Mistake where a text or a lesson has nothing."""
    own = [(lesson, text) for lesson in lessons for text in own_texts(lesson) if text not in texts]
    pairs = [*((lesson, text) for text in texts for lesson in lessons if _has(text, lesson)), *own]
    found = [open_lesson(lesson, text) for lesson, text in pairs]
    for lesson in lessons:
        if not any(lesson in (one.name, one.name[:2]) for one in found):
            open_lesson(lesson, texts[0])  # says what there is
    for text in texts:
        if not own and not any(one.text == text for one in found):
            open_lesson(lessons[0], text)
    return found


def own_texts(lesson: str) -> list[str]:
    """The texts that a lesson reads whatever was chosen: the one that it names, or the forms; none for the others."""
    one = next((one for one in all_lessons() if lesson in (one.number, one.file)), None)
    if one is None or not (one.text or one.number == CHECK):
        return []
    return [one.text] if one.text else [text for text in texts() if _has(text, lesson)]


def _has(text: str, lesson: str) -> bool:
    return any(e.is_of(lesson) for e in open_exercises(folder_of(text)).values())


def pairs_in(seeds: Path, lessons: Sequence[str], first: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """(text, lesson) for each lesson with each text of a folder that has exercises for it; these texts come first."""
    others = sorted({path.parent.name for path in seeds.glob("*/article.txt")} - {*first})
    covered = {text: {e.lesson for e in open_exercises(seeds / text).values()} for text in (*first, *others)}
    return tuple((text, lesson) for text, several in covered.items() for lesson in lessons if lesson in several)


def lessons_with(text: str) -> list[str]:
    """The lessons that a text has exercises for. Raises Mistake where it has none, or is not here."""
    if text not in texts():
        raise Mistake(f"There is no text “{text}”. There are: {', '.join(texts())}.")
    found = list(dict.fromkeys(e.lesson for e in open_exercises(seeds_folder() / text).values() if e.lesson))
    if not found:
        raise Mistake(f"“{text}” has no exercises yet, and a page needs some. How to write them is in the README, "
                      "under “Write a key”.")  # fmt: skip
    return found


def course_files(lessons: Sequence[KeyedLesson], *, sealed: bool) -> Files:
    """Path -> bytes of a course of these lessons. Raises Mistake."""
    by_file, by_text = defaultdict[str, list[KeyedLesson]](list), defaultdict[str, list[KeyedLesson]](list)
    for one in lessons:
        by_file[one.file].append(one)
        by_text[one.text].append(one)
    several = len(by_text) > 1
    pages = {file: _lesson_page(parts, by_file, several=several, sealed=sealed)
             for file, parts in sorted(by_file.items())}  # fmt: skip
    code = "\n".join(map(code_in, pages.values()))
    pages[FRONT] = _map_page(list(by_file), [parts[0] for parts in by_text.values()], sealed=sealed)
    files = {f"notebooks/{file}.ipynb": as_json(page) for file, page in pages.items()}
    for parts in by_text.values():
        files |= text_files(parts, code, sealed=sealed)
    return files


def _lesson_page(
    parts: list[KeyedLesson], there: Mapping[str, Any], *, several: bool, sealed: bool
) -> Page:  # fmt: skip
    """The notebook of a lesson: the one that is written for its texts, or for one text, made of its exercises."""
    if all(whole := [notebook_for(one) for one in parts]):
        return packed_notebook(whole[0], [one.text for one in parts], sealed=sealed, there=there,
                               asked=asked_in(parts))  # fmt: skip
    if len(parts) > 1:
        raise Mistake(f"“{parts[0].name}” is a lesson of {' and of '.join(f'“{one.text}”' for one in parts)}, and no "
                      "notebook is written for all of them. Give these texts out one by one.")  # fmt: skip
    [one] = parts
    return made_of_exercises(one.name, one.key.article, list(one.exercises), sealed=sealed,
                             named=one.text if several else "")  # fmt: skip


def _map_page(files: list[str], texts: list[KeyedLesson], *, sealed: bool) -> Page:
    """The page that opens first."""
    path = notebooks_folder() / f"{FRONT}.ipynb"
    chosen = [one.text for one in texts if one.text in course_texts()]
    if path.is_file() and chosen:
        return packed_notebook(json.loads(read_file(path)), chosen, sealed=sealed, there=files)
    return front_page(files[0], *(one.key.article for one in texts))
