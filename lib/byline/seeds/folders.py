"""Opens a seed by its name, or any text file by its path; and finds the folder of the seeds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from byline.seeds.sides import wrong_sides
from newsmarks.form import Check, Faults, a_day, a_text, choice, faults, raise_if_any, read_toml, slug, table, whole
from newsmarks.model import Article
from newsmarks.text import ArticleError, open_text, read_text, working_folder

#: Where lessons and texts lie in a wheel.
IN_WHEEL = Path(__file__).parents[1] / "course"
SEED_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")
#: A plain text beside the notebook: a name and no path.
PLAIN_FILE = re.compile(r"\w[\w .-]*\.txt\Z")


def _said(value: Any) -> str:
    """A check: text, or a list of texts."""
    several = value if isinstance(value, list) else [value]
    good = all(isinstance(one, str) for one in several)
    return "" if good else "must be text in quotation marks, or a list of such texts."


def _numbers(value: Any) -> str:
    """A check: numbers of paragraphs."""
    good = isinstance(value, list) and all(type(one) is int and one > 0 for one in value)
    return "" if good else "must be a list of paragraph numbers, such as [6]."


#: Whether what was read was the publisher's own page.
COPY = ("original", "copy")
#: An established fact that the text takes for granted: one sentence, who says so, and where and when we read it.
BACKGROUND: dict[str, Check] = {
    "id": slug, "says": a_text, "source": a_text, "where": a_text, "read": a_day(), "copy": choice(*COPY),
}  # fmt: skip
#: What about.toml may say.
ABOUT: dict[str, Check] = {**dict.fromkeys((
    "title", "outlet", "author", "published", "retrieved", "language", "subject", "content_note", "rights", "use",
    "parties", "not_known", "defects"), _said), "hardest": _numbers, "course": whole(1),
    "background": table(BACKGROUND, tuple(BACKGROUND))}  # fmt: skip


def open_article(name: str | Path) -> Article:
    """Open a seed by its name ("mariupol") or any text file by its path ("tonight.txt").

    Raises ArticleError when there is no such text or it is not plain text in UTF-8.
    """
    if isinstance(name, str) and SEED_NAME.match(name) and not Path(name).exists():
        return open_folder(folder_of(name))
    if not isinstance(name, str | Path):
        raise ArticleError(f"open_article expects a name or a path in quotation marks, not a {type(name).__name__}.")
    path = Path(name)
    return open_text(read_text(path), id=path.name)


def folder_of(seed: str) -> Path:
    """The folder of a seed by its name. Raises ArticleError that lists the seeds there are."""
    if seed not in texts():
        raise ArticleError(f"There is no article called “{seed}”. Here are: {', '.join(texts()) or 'none'}.")
    return seeds_folder() / seed


def place_of(name: str) -> Path:
    """Where a text to be studied is: the folder of a seed, or a plain file beside the notebook ("tonight.txt").

    Raises ArticleError that lists the seeds there are.
    """
    beside = working_folder() / name if isinstance(name, str) and PLAIN_FILE.match(name) else None
    return beside if beside and beside.is_file() else folder_of(name)


def open_folder(folder: Path) -> Article:
    """The article.txt of a folder, under the folder's name, with what its about.toml says; or a plain file."""
    if folder.is_file():
        return open_article(folder)
    return open_text(read_text(folder / "article.txt"), id=folder.resolve().name, about=_about(folder / "about.toml"))


def texts() -> list[str]:
    """The names of the articles that come with the collection."""
    return sorted(p.parent.name for p in seeds_folder().glob("*/article.txt"))


def course_texts() -> list[str]:
    """The texts that the lessons speak of, as their about.toml says, the first one first."""
    places = {name: _about(seeds_folder() / name / "about.toml").get("course") for name in texts()}
    return sorted((name for name, place in places.items() if place), key=lambda name: (places[name], name))


def file_of(name: str | Path, file: str) -> Path:
    """Where a file beside an article is: that of a seed ("mariupol") or of a folder; a path to one is taken as it is.

    Raises ArticleError that lists the seeds which have one.
    """
    path = Path(name)
    if path.suffix != ".toml":
        path = (path if path.is_dir() else seeds_folder() / name) / file
    if not path.is_file():
        known = sorted(p.parent.name for p in seeds_folder().glob(f"*/{file}"))
        raise ArticleError(f"There is no {file} of “{name}”. There is one for: {', '.join(known) or 'nothing yet'}.")
    return path


def seeds_folder() -> Path:
    """The seeds folder beside the notebooks (or above them), else the one that came with the library."""
    here, ours = working_folder(), own_course()
    for place in (here, *here.parents, ours):
        if has_any(place / "seeds", "*/article.txt"):
            return place / "seeds"
    return ours / "seeds"


def has_any(folder: Path, pattern: str) -> bool:
    """Whether a folder has such a file; not where it cannot be looked into, as a drive in a browser that is gone."""
    try:
        return any(folder.glob(pattern))
    except OSError:
        return False


def own_course() -> Path:
    """The folder with “notebooks” and “seeds” that came with the library: in it where it was installed from a wheel,
    else the whole project's.
    """
    return IN_WHEEL if IN_WHEEL.is_dir() else Path(__file__).parents[3]


def _about(path: Path) -> dict[str, Any]:
    """What is known of a seed; every field is optional, none may be unknown to us."""
    about, wrong = read_toml(path) if path.is_file() else {}, Faults(path)
    wrong.all("", faults({name: value for name, value in about.items() if name != "side"}, ABOUT, ()))
    for entry, problem in wrong_sides(about.get("side", [])):  # the one field that holds blocks
        wrong.add(entry, problem)
    raise_if_any(wrong.told)
    return about
