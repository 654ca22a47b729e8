"""Copies the lessons and texts that came in a wheel to a folder of the learner's, and later what is newer of them.

What she changed stays as it is: it differs from what was given to her then, which the folder notes by a hash. To run a
notebook is not to change it. A newer lesson lies beside the one that she changed; a text is one with its key and
exercises, so it stays whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from itertools import count, groupby
from pathlib import Path

from byline.lesson.disk import explaining, read_file, replace

#: Notes in the copy what was given: path -> hash.
GIVEN = ".given.json"
Hashes = dict[str, str]


def copy_course(course: Path, place: Path) -> list[str]:
    """Bring a folder up to what a course holds, and say in sentences what is new there. Raises NotSaved."""
    given, newer, kept = _given(place), list[str](), list[str]()
    _note(place, given)  # from now on it is a copy, even if this is interrupted
    there = {path.relative_to(course).as_posix(): path for path in course.rglob("*") if path.is_file()}
    for part, several in groupby(sorted(there), _part):
        names = list(several)
        new, now = ({name: _hash(folder / name) for name in names} for folder in (course, place))
        was = {name: given.get(name, "") for name in names}
        hers = any(now[name] not in ("", was[name], new[name]) for name in names)
        if hers and new != was:
            kept.append(_beside(there[part], place / part) if part in there else f"The text “{_called(part)}”")
        elif not hers and new != now:
            newer += [_called(part)] if any(now.values()) else []
            _write(place, {name: read_file(there[name]) for name in names if new[name] != now[name]})
        given |= new
    _note(place, given)
    return [*_told_of(newer), *(f"{one}: you changed it, so yours stays as it is." for one in kept)]


def is_copy(place: Path) -> bool:
    """Whether a folder was made by `copy_course`."""
    return (place / GIVEN).is_file()


def _note(place: Path, given: Hashes) -> None:
    _write(place, {GIVEN: json.dumps(given, indent=1).encode()})


def _given(place: Path) -> Hashes:
    """What was given to a folder before."""
    try:
        found = json.loads(read_file(place / GIVEN) or b"{}")
    except (OSError, ValueError, RecursionError):
        return {}
    return {name: noted for name, noted in found.items() if isinstance(noted, str)} if isinstance(found, dict) else {}


def _told_of(newer: Iterable[str]) -> list[str]:
    named = ", ".join(newer)
    return [f"Newer than before: {named}."] if named else []


def _part(name: str) -> str:
    """What a file belongs to: a notebook is its own, a text is all that is in its folder."""
    return "/".join(name.split("/")[:2]) if name.startswith("seeds/") else name


def _called(part: str) -> str:
    return Path(part).stem


def _hash(path: Path) -> str:
    """A hash of what a file says, of a notebook the words of its cells; "" where there is none."""
    data = read_file(path)
    if path.suffix == ".ipynb" and data:
        try:
            cells = [[cell["cell_type"], "".join(cell["source"])] for cell in json.loads(data)["cells"]]
            data = json.dumps(cells).encode()
        except (ValueError, LookupError, TypeError, RecursionError):
            pass  # torn: what is left of it is hers
    return hashlib.sha256(data).hexdigest() if data else ""


def _beside(newer: Path, hers: Path) -> str:
    """Put a newer lesson beside the one that she changed, unless it lies there, and say where it is."""
    names = (f"{hers.stem}-newer{'' if n == 1 else n}{hers.suffix}" for n in count(1))
    free = next(name for name in names if _hash(hers.with_name(name)) in ("", _hash(newer)))
    _write(hers.parent, {free: read_file(newer)})
    return f"{hers.name} (the newer one is {free})"


def _write(place: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = place / name
        with explaining(path, "cannot be written", "What was there is as it was."):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace(path, data)
