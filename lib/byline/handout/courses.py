"""Writes a course for students: several lessons with several texts in one folder; sealed, nothing of a key.

It is made of what packs of these lessons hold, by the same functions (byline.handout.packing).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from byline.handout.packing import (
    WRITTEN_FOR,
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
from byline.lesson.course import notebooks_folder
from byline.lesson.disk import read_file
from byline.seeds.folders import folder_of

FRONT = "lessons"


def write_course(place: Path, lessons: Sequence[str], texts: Sequence[str], *, sealed: bool) -> Path:
    """Write some lessons ("02") with some texts into a new folder, as “notebooks” and “seeds”; `sealed`: without a key.

    Raises Mistake, ArticleError, NotSaved.
    """
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise Mistake(f"“{place}” is there already, and is left as it is. Name a new folder.")
    for name, data in course_files(opened_lessons(lessons, texts), sealed=sealed).items():
        written(place / name, data)
    return place


def opened_lessons(lessons: Sequence[str], texts: Sequence[str]) -> list[KeyedLesson]:
    """Each of these lessons with each text that has it. Raises Mistake where a text or a lesson has nothing."""
    found = [open_lesson(lesson, text) for text in texts for lesson in lessons if _has(text, lesson)]
    for lesson in lessons:
        if not any(lesson in (one.name, one.name[:2]) for one in found):
            open_lesson(lesson, texts[0])  # says what there is
    for text in texts:
        if not any(one.text == text for one in found):
            open_lesson(lessons[0], text)
    return found


def _has(text: str, lesson: str) -> bool:
    return any(e.lesson and lesson in (e.lesson, e.lesson[:2]) for e in open_exercises(folder_of(text)).values())


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
    names = [one.text for one in texts]
    if set(names) <= set(WRITTEN_FOR) and path.is_file():
        return packed_notebook(json.loads(read_file(path)), names, sealed=sealed, there=files)
    return front_page(files[0], *(one.key.article for one in texts))
