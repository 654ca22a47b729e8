"""Writes the wheel: both libraries and a course in one file, which pip installs and a browser unpacks.

The same input gives the same bytes. `lib/building.py` has pip and other builders use it, so that there is one wheel.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from byline.handout.packing import HOME, Files, as_json, library, written, zipped
from byline.jupyter import Mistake
from byline.lesson.disk import read_file
from byline.seeds.folders import IN_WHEEL, SEED_NAME

NAME = "byline"
COURSE = f"{NAME}/{IN_WHEEL.name}"
#: What of a text is in a wheel; not the readers' first readings, and nothing that lies there besides.
OF_A_TEXT = ("article.txt", "about.toml", "exercises.toml", "key.toml", "beside.toml", "published.toml",
             "chain.toml", "outlets.toml")  # fmt: skip
WHEEL = b"Wheel-Version: 1.0\nGenerator: byline\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
ENTRY = "[console_scripts]\nbyline = byline.cli:main\n"
OUTPUT: dict[str, Any] = {"outputs": [], "execution_count": None}


def write_wheel(folder: Path, course: Path, *, students: bool) -> Path:
    """Write the wheel with a course, a folder that has “notebooks” and “seeds”, into a folder, and say where it is.

    For `students` it holds no teacher's rooms and no teacher's notebooks; it tells a key where the course does. Raises
    Mistake, NotSaved.
    """
    about = metadata(students=students)
    version = about.partition("\nVersion: ")[2].partition("\n")[0]
    files = library(students=students, keyed=any(course.glob("seeds/*/key.toml")))
    files |= {f"{COURSE}/{name}": data for name, data in course_files(course, students)}
    told = {"METADATA": about, "entry_points.txt": ENTRY, "licenses/LICENSE": licence()}
    info = f"{NAME}-{version}.dist-info"
    files |= {f"{info}/WHEEL": WHEEL, **{f"{info}/{name}": text.encode() for name, text in told.items()}}
    files[f"{info}/RECORD"] = _record(files, f"{info}/RECORD")
    return written(folder / f"{NAME}-{version}-py3-none-any.whl", zipped(files))


def course_files(course: Path, students: bool) -> Iterator[tuple[str, bytes]]:
    """The lessons and texts of a course, by their paths in it. Raises Mistake."""
    lessons, seeds = [*course.glob("notebooks/*.ipynb")], [s for s in course.glob("seeds/*") if SEED_NAME.match(s.name)]
    if not lessons:
        raise Mistake(f"There are no lessons in “{course}”. Name a folder that has “notebooks” and “seeds” in it.")
    plain = [seed / name for seed in seeds for name in OF_A_TEXT]
    if not students:
        lessons += course.glob("notebooks/teacher/*.ipynb")
        plain.append(course / "seeds" / "GUIDELINE.md")
    yield from ((p.relative_to(course).as_posix(), _without_outputs(p)) for p in lessons if p.name[0] != ".")
    yield from ((p.relative_to(course).as_posix(), read_file(p)) for p in plain if p.is_file())


def _without_outputs(path: Path) -> bytes:
    """A notebook as if nobody had run it."""
    try:
        page = json.loads(read_file(path))
        cells = [cell | OUTPUT if cell["cell_type"] == "code" else cell for cell in page["cells"]]
        known = {name: page["metadata"][name] for name in ("kernelspec", "language_info") if name in page["metadata"]}
    except (ValueError, LookupError, TypeError, RecursionError):
        raise Mistake(f"“{path.name}” is no notebook, or it is torn. Put a whole one there.") from None
    return as_json(page | {"cells": cells, "metadata": known})


def metadata(*, students: bool) -> str:
    """What the wheel says of itself: from pyproject.toml, or as it was installed; for students without the README."""
    project = HOME / "pyproject.toml"
    told = _told(tomllib.loads(project.read_text("utf-8"))["project"]) if project.is_file() else _installed("METADATA")
    return told.partition("\n\n")[0] + "\n" if students else told


def _told(project: Mapping[str, Any]) -> str:
    """The metadata of a wheel, from the table of a project."""
    extras = project["optional-dependencies"]
    lines = ["Metadata-Version: 2.4", f"Name: {project['name']}", f"Version: {project['version']}",
             f"Summary: {project['description']}", f"License-Expression: {project['license']}", "License-File: LICENSE",
             f"Requires-Python: {project['requires-python']}", "Description-Content-Type: text/markdown",
             *(f"Requires-Dist: {needed}" for needed in project["dependencies"])]  # fmt: skip
    for extra, several in extras.items():
        lines += [f"Provides-Extra: {extra}", *(f'Requires-Dist: {needed}; extra == "{extra}"' for needed in several)]
    return "\n".join([*lines, "", (HOME / project["readme"]).read_text(encoding="utf-8")])


def licence() -> str:
    """The licence, from the whole project or as it was installed."""
    path = HOME / "LICENSE"
    return path.read_text(encoding="utf-8") if path.is_file() else _installed("licenses/LICENSE")


def _installed(name: str) -> str:
    """A file of what was noted when this library was installed."""
    try:
        found = importlib.metadata.distribution(NAME).read_text(name)
    except importlib.metadata.PackageNotFoundError:
        found = None
    if not found:
        raise Mistake("This Byline was not installed whole. Install it again from its wheel, or use its whole folder.")
    return found


def _record(files: Files, own: str) -> bytes:
    """Each file with its hash and its length, as an installer checks it."""
    hashes = {name: base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
              for name, data in sorted(files.items())}  # fmt: skip
    return "".join([*(f"{name},sha256={hashes[name]},{len(files[name])}\n" for name in hashes), f"{own},,\n"]).encode()
